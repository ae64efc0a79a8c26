"""A letter: demands with ids and evidence, its deliveries and its signers; and what is told where they do not fit."""

from datetime import date
from pathlib import Path

import pytest

from build_toolkit.problems import Severity
from joint import DEMANDS, LETTER, ROWS, SIGNERS, composed, line_of, looked_at, write


def test_demands_are_numbered_and_bring_their_evidence(tmp_path: Path) -> None:
    joint, problems = looked_at(write(tmp_path, DEMANDS + LETTER + SIGNERS))
    assert joint and not problems
    assert [(d.id, d.number, d.evidence[0].source) for d in joint.demands] == [
        ("open-books", 1, "report"), ("open-hearing", 2, "report")]
    assert joint.signers and (joint.signers.count, joint.signers.organizations, joint.signers.people) == (4, 3, 1)


def test_a_letter_chooses_and_orders_its_demands(tmp_path: Path) -> None:
    joint, _ = looked_at(write(tmp_path, DEMANDS + LETTER + "  demands: [open-hearing]\n"))
    assert joint and [(d.id, d.number) for d in joint.demands] == [("open-hearing", 1)]


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        (DEMANDS + LETTER + "  demands: [open-book]\n", "LETR003", "demands: [open-book]"),
        (DEMANDS.replace("open-hearing", "open-books") + LETTER, "CAMP002", "Hold a hearing"),
        (LETTER, "LETR005", "letter:"),
        (DEMANDS + LETTER.replace("2026-12-15", "2026-11-20"), "LETR008", "answer_by"),
        (DEMANDS + LETTER + "  deliveries: [{on: 2026-11-20, to: sheriff, how: By hand}]\n", "LETR007", "deliveries"),
        (DEMANDS + LETTER + "  deliveries: [{on: 2026-12-20, to: chair, how: By hand}]\n", "LETR008", "deliveries"),
        (DEMANDS.replace("source: report", "source: rumor", 1) + LETTER, "FACT006", "rumor"),
        (DEMANDS + LETTER + SIGNERS.replace("  zone: America/Chicago\n", ""), "SIGN010", "closes"),
        (DEMANDS + LETTER + SIGNERS.replace("America/Chicago", "Central"), "SIGN010", "closes"),
        (DEMANDS + LETTER + SIGNERS.replace("signers.csv", "../signers.csv"), "LIST001", "file:"),
        (DEMANDS + LETTER + SIGNERS.replace("signers.csv", "/etc/passwd"), "LIST001", "file:"),
        (DEMANDS + LETTER + SIGNERS.replace("signers.csv", '"https://docs.example.org/x"'), "LIST001", "file:"),
    ],
)
def test_faults_name_file_and_line(tmp_path: Path, text: str, code: str, at: str) -> None:
    path = write(tmp_path, text)
    _, problems = looked_at(path)
    found = [p for p in problems if p.code == code]
    assert found and found[0].file == "toolkits/coalitions/test.yaml" and found[0].fix
    assert abs(found[0].line - line_of(path, at)) <= 1


def test_a_demand_without_evidence_is_warned_of(tmp_path: Path) -> None:
    text = DEMANDS.replace("    evidence: [{text: None was held in ten years., source: report}]\n", "")
    _, problems = looked_at(write(tmp_path, text + LETTER))
    assert [p.code for p in problems] == ["LETR002"]


def test_a_document_without_its_key_stops_and_says_which(tmp_path: Path) -> None:
    path = write(tmp_path, DEMANDS + LETTER, documents="sign-on-letter, petition")
    letter, petition = composed(path)
    assert not letter.problems and petition.stopped
    assert [p.code for p in petition.problems] == ["DOC006"] and "petition:" in petition.problems[0].what


def test_the_page_names_signers_in_every_script_and_no_contact(tmp_path: Path) -> None:
    rows = ROWS.replace("approved_on\n", "approved_on,email\n").replace("2026-11-10\n", "2026-11-10,a@example.org\n")
    rows += "".join(f"{name},organization,local,,Alder,WI,2026-11-12,\n"
                    for name in ("تحالف الجيران", "王伟互助会", "“Quotes” & <3 Friends"))
    (page,) = composed(write(tmp_path, DEMANDS + LETTER + SIGNERS, rows=rows))
    assert not page.problems
    assert '<p lang="ar" dir="rtl">تحالف الجيران' in page.html and '<p lang="zh">王伟互助会' in page.html
    assert "“Quotes” &amp; &lt;3 Friends" in page.html and "a@example.org" not in page.html
    assert "The list closed on November 19, 2026, 5:00" in page.html and "Central Time" in page.html


def test_an_edition_before_the_delivery_does_not_know_of_it(tmp_path: Path) -> None:
    path = write(tmp_path, DEMANDS + LETTER + "  deliveries: [{on: 2026-11-21, to: chair, how: By hand}]\n")
    assert len(looked_at(path)[0].deliveries) == 1  # type: ignore[union-attr]
    assert not looked_at(path, date(2026, 11, 20))[0].deliveries  # type: ignore[union-attr]


def test_a_county_campaign_can_borrow_the_letter_and_keep_its_own_words(tmp_path: Path) -> None:
    write(tmp_path, DEMANDS + LETTER + SIGNERS)
    county = tmp_path / "toolkits/counties/mine.yaml"
    county.parent.mkdir(parents=True)
    county.write_text("place: us/wi/waukesha\npolicies: [287g]\ndocuments: [sign-on-letter]\nlanguages: [en]\n"
                      "title: Ours\ncoalition_file: test\n")
    joint, problems = looked_at(county)
    assert joint and joint.signers and joint.signers.count == 4 and not problems
    county.write_text(county.read_text().replace("coalition_file: test", "coalition_file: tset"))
    assert [(p.code, p.line) for p in looked_at(county)[1]] == [("CAMP010", 6)]


def test_demands_of_the_policies_serve_a_letter_and_barred_ones_do_not(tmp_path: Path) -> None:
    county = tmp_path / "toolkits/counties/mine.yaml"
    county.parent.mkdir(parents=True)
    head = "place: us/wi/waukesha\npolicies: [287g]\ndocuments: [sign-on-letter]\nlanguages: [en]\ntitle: Ours\n"
    text = head + LETTER + "  demands: [end-287g]\n"
    county.write_text(text)
    joint, problems = looked_at(county)
    assert joint and [d.id for d in joint.demands] == ["end-287g"] and not problems
    county.write_text(text.replace("us/wi/waukesha", "us/tx/tarrant"))
    assert "LETR004" in [p.code for p in looked_at(county)[1]]


def test_a_letter_says_which_of_its_demands_the_law_leaves_in_doubt(tmp_path: Path) -> None:
    county = tmp_path / "toolkits/counties/mine.yaml"
    county.parent.mkdir(parents=True)
    head = "place: us/nc/gaston\npolicies: [287g]\ndocuments: [sign-on-letter]\nlanguages: [en]\ntitle: Ours\n"
    county.write_text(head + LETTER + "  demands: [end-287g]\n")
    joint, (problem,) = looked_at(county)
    assert joint and [one.rule.id for one in joint.demands[0].because] == ["nc-county-limits"]
    line = next(n for n, one in enumerate(county.read_text().splitlines(), 1) if "demands:" in one)
    assert (problem.code, problem.severity, problem.line) == ("LETR009", Severity.WARNING, line)
    assert "153A-145.5" in problem.what
    (letter,) = composed(county)
    assert "Ask a lawyer first about 1: N.C.G.S. 153A-145.5" in " ".join(letter.tree.text().split())


def test_a_petition_with_a_demand_that_the_law_closed_is_told_so(tmp_path: Path) -> None:
    county = tmp_path / "toolkits/counties/mine.yaml"
    county.parent.mkdir(parents=True)
    county.write_text(
        "place: us/tx/tarrant\npolicies: [287g]\ndocuments: [petition]\nlanguages: [en]\ntitle: Ours\n"
        "petition:\n  to: the Sheriff\n  text: [We ask.]\n  demands: [end-287g]\n  keep: Keep none.\n"
        "  return_to: the person who gave it to you\n"
    )
    problems = looked_at(county)[1]
    told = {p.code: p for p in problems}
    assert "LETR006" not in told and (told["LETR004"].line, "barred by law" in told["LETR004"].what) == (9, True)
