"""Planted errors are found, good translations are left alone, and each fault stands at its line of the PO file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_toolkit.files.roots import Roots
from build_toolkit.locales.catalog import Catalog, Message
from build_toolkit.locales.check import check_catalog, check_message
from build_toolkit.locales.glossary import Glossary, read_glossary
from build_toolkit.locales.languages import check_header, read_catalogs
from build_toolkit.locales.po import read_po
from build_toolkit.locales.registry import Registry, read_registry
from build_toolkit.problems import Report, Severity

REGISTRY: Registry = read_registry(Roots.of(None), Report())
SPANISH: Glossary = read_glossary("es", Roots.of(None), Report())


def faults(tag: str, english: str, *strings: str, plural: str = "", notes: tuple[str, ...] = ()) -> dict[str, Severity]:
    """Return the severity of each code that is found."""
    message = Message(english, plural, strings=strings, notes=notes)
    glossary = SPANISH if tag == "es" else ()
    return {fault.code: severity for severity, fault in check_message(tag, message, REGISTRY.languages[tag], glossary)}


def errors(tag: str, english: str, *strings: str, **more: object) -> set[str]:
    return {c for c, s in faults(tag, english, *strings, **more).items() if s is Severity.ERROR}  # type: ignore[arg-type]


BASE = "On {date} the **sheriff** held 21 people; see [the form](https://ice.gov/form)."
GOOD = "El {date} el **sheriff** retuvo a 21 personas; vea [el formulario](https://ice.gov/form)."


def test_a_good_translation_has_no_fault() -> None:
    assert not faults("es", BASE, GOOD)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{date}", "{fecha}", "LOC020"), ("{date} ", "", "LOC020"), ("{date}", "{date} {date}", "LOC020"),
        ("{date}", "{date", "LOC020"), ("{date}", "date}", "LOC020"), ("{date}", "{{date}}", "LOC028"),
        ("{date}", "{date} {% if x %}", "LOC028"), ("retuvo", "&#123;retuvo", "LOC028"),
        ("21", "12", "LOC021"), ("21 ", "", "LOC021"), ("21", "21 de 40", "LOC021"),
        ("https://ice.gov/form", "https://ice.gob/form", "LOC022"), ("https://ice.gov/form", "https://x.org", "LOC022"),
        ("vea", "vea www.example.com,", "LOC022"), ("vea", "vea example.org,", "LOC022"),
        ("vea", "llame al 555-123-4567; vea", "LOC023"), ("vea", "escriba a a@b.org; vea", "LOC024"),
        ("**sheriff**", "sheriff", "LOC026"), ("**sheriff**", "*sheriff*", "LOC026"), ("ff**", "ff", "LOC026"),
        ("[el formulario](https://ice.gov/form)", "el formulario https://ice.gov/form", "LOC026"),
        ("retuvo", "<b>retuvo</b>", "LOC026"), ("retuvo", "`retuvo`", "LOC026"),
        ("retuvo", "re\u200btuvo", "LOC029"), ("retuvo", "\u202eretuvo", "LOC029"), ("retuvo", "retu\x07vo", "LOC029"),
        ("retuvo", "retuv\ufffd", "LOC029"), ("retuvo", "\ue000retuvo", "LOC029"),
        ("retuvo", "retuv\u043e", "LOC030"), ("personas", "\u043b\u044e\u0434\u0438", "LOC030"),
    ],
)
def test_a_planted_error_is_found(old: str, new: str, code: str) -> None:
    assert old in GOOD
    assert code in errors("es", BASE, GOOD.replace(old, new))


@pytest.mark.parametrize(
    ("tag", "english", "good"),
    [
        ("es", "It cost $1,234.50 in 2025.", "Costó $1,234.50 en 2025."),
        ("fr", "It cost 1,234,567 dollars.", "Cela a coûté 1\u202f234\u202f567 dollars."),
        ("fr", "It cost 12,500 dollars.", "Cela a coûté 12 500 dollars."),
        ("zh_Hans", "It was signed on March 12, 2026.", "于2026年3月12日签署。"),
        ("vi", "It was signed on March 12, 2026.", "Được ký ngày 12 tháng 3 năm 2026."),
        ("ne", "It holds 48 people in the jail.", "जेलमा ४८ जना छन्।"),
        ("ru", "The board meets at 6:30 p.m. on Monday.", "Совет собирается в понедельник в 18:30."),
        ("es", "There are two models; 3 remain.", "Hay 2 modelos; quedan tres."),
        ("ko", "An agreement under 287(g) lets ICE train them.", "287(g) 협정에 따라 ICE는 훈련을 제공합니다."),
        ("ar", "Call 555-123-4567 about form I-247A.", "اتصل على 555-123-4567 بشأن النموذج I-247A."),
        ("ur", "Is it a warrant?", "کیا یہ وارنٹ ہے؟"),
        ("hi", "The board decides.", "बोर्ड फैसला करता है।"),
        ("my", "The board decides.", "ဘုတ်အဖွဲ့က ဆုံးဖြတ်သည်။"),
        ("km", "The board decides.", "ក្រុមប្រឹក្សា\u200bសម្រេច។"),
        ("lo", "The board decides.", "ຄະນະກຳມະການຕັດສິນ"),
        ("fa_AF", "They decide.", "آنها تصمیم می\u200cگیرند."),
        ("uk", "The county has no agreement.", "Округ не має угоди — об’єктивно."),
        ("ht", "Nobody has to answer.", "Pèsonn pa oblije reponn."),
        ("zh_Hant", "The county board decides.", "縣議會決定。"),
        ("hmn", "What can we do?", "Peb ua tau dab tsi?"),
        ("zh_Hans", "The county paid $1.6 million in 2025.", "该县在2025年支付了160万美元。"),
        ("ko", "The jail held 20,000 people.", "교도소에는 2만 명이 있었습니다."),
        ("hi", "The county paid 3 million dollars.", "काउंटी ने 30 लाख डॉलर दिए।"),
        ("vi", "The board meets on Mon. at noon.", "Hội đồng họp trưa thứ 2."),
        ("fr", "It opens at 6 p.m. on weekdays.", "Ouvert dès 18:00 en semaine."),
        ("es", "No later than March 3.", "A más tardar el 3 de marzo."),
        ("es", "It is not available.", "Es inexistente."),
        ("ru", "Dec.", "Декабрь"), ("es", "Loading...", "Cargando…"),
        ("ne", "Who decides?", "कसले निर्णय गर्छ ?"), ("am", "They decide.", "እነርሱ ይወስናሉ::"),
        ("es", "No.", "Núm."),
    ],
)
def test_each_languages_own_way_of_writing_is_no_fault(tag: str, english: str, good: str) -> None:
    assert not faults(tag, english, good)


@pytest.mark.parametrize(
    ("tag", "english", "bad", "code"),
    [
        ("zh_Hant", "The county board decides.", "县议会决定。", "LOC030"),
        ("zh_Hans", "The county board decides.", "縣議會決定。", "LOC030"),
        ("ru", "The agreement stays in force.", "Соглашение остается в силe.", "LOC030"),
        ("ar", "The agreement stays in force here.", "Al-ittifaq yabqa sari al-maf'ul huna.", "LOC030"),
        ("ur", "Call 555-123-4567 now.", "ابھی ۵۵۵-۱۲۳-۴۵۶۷ پر کال کریں۔", "LOC023"),
        ("es", "Form I-247A asks the jail.", "El formulario I-247 pide a la cárcel.", "LOC025"),
        ("es", "Section 287(g) was added.", "Se añadió la sección 287 (g).", "LOC025"),
        ("es", "A detainer is signed by no judge.", "Una reserva no la firma ningún juez.", "LOC031"),
        ("es", "See [this](#asks) page.", "Vea [esta](#otra) página.", "LOC026"),
        ("ar", "They decide.", "\u200fهم يقررون.", "LOC029"),
        ("zh_Hans", "The county paid $1.6 million.", "该县支付了170万美元。", "LOC021"),
        ("ko", "The jail held 20,000 people.", "교도소에는 3만 명이 있었습니다.", "LOC021"),
        ("es", "It paid 20,000 dollars.", "Pagó 2,000 dólares.", "LOC021"),
    ],
)
def test_errors_of_single_languages(tag: str, english: str, bad: str, code: str) -> None:
    assert code in errors(tag, english, bad)


@pytest.mark.parametrize(
    ("tag", "english", "odd", "code"),
    [
        ("es", "Who decides here?", "Who decides here?", "LOC040"),
        ("es", "Who decides here?", "Quién decide aquí?", "LOC041"),
        ("es", "The board decides.", "La junta decide", "LOC041"),
        ("es", "The board decides.", "La junta decide!", "LOC041"),
        ("es", "The board decides.", " La junta decide.", "LOC042"),
        ("es", "The board decides.", "La junta  decide.", "LOC042"),
        ("es", "The board decides .", "La junta decide .", "LOC042"),
        ("es", "The board decides on the budget each fall.", "La junta decide.", "LOC043"),
        ("es", "The board decides.", "La la junta decide.", "LOC044"),
        ("es", "The sheriff cannot sign it alone.", "El sheriff puede firmarlo por sí mismo.", "LOC045"),
        ("es", "It isn’t an order.", "Es una orden.", "LOC045"),
        ("zh_Hans", "You do not have to answer.", "您必须回答。", "LOC045"),
        ("es", "The county decides.", "El distrito decide.", "LOC046"),
    ],
)
def test_warnings_are_told_and_are_no_errors(tag: str, english: str, odd: str, code: str) -> None:
    found = faults(tag, english, odd)
    assert found.get(code) is Severity.WARNING
    assert Severity.ERROR not in found.values()


def test_words_that_a_language_repeats_on_purpose_are_left_alone() -> None:
    assert "LOC044" not in faults("vi", "They go slowly, slowly there.", "Họ đi từ từ đến nơi đó thôi.")
    assert "LOC044" not in faults("ht", "They go little by little.", "Yo ale piti piti.")


def test_a_plural_needs_every_form_and_one_may_leave_out_the_number() -> None:
    many = {"plural": "{n} people were held in {year}."}
    one = "{n} person was held in {year}."
    several = "{n} personas fueron detenidas en {year}."
    assert not errors("es", one, "Una persona fue detenida en {year}.", several, **many)
    assert "LOC020" in errors("es", one, "Una persona fue detenida.", several, **many)
    assert "LOC020" in errors("es", one, "{n} persona en {year}", "Las personas en {year}", **many)
    assert "LOC027" in errors("es", one, "Una persona en {year}", "", **many)
    assert "LOC027" in errors("ru", one, "{n} {year}", "{n} {year}", **many)
    assert "LOC020" in errors("ru", one, "один в {year}", "{n} в {year}", "{n} в {year}", **many)   # also 21, 31, ...
    assert not errors("zh_Hans", one, "{year}年有{n}人被拘留。", **many)


def test_the_number_of_a_plural_may_have_any_name_if_the_template_says_so() -> None:
    one, many = "{here.count} agreement", "{here.count} agreements"
    spanish = ("Un acuerdo", "{here.count} acuerdos")
    assert "LOC020" in errors("es", one, *spanish, plural=many)
    assert not errors("es", one, *spanish, plural=many, notes=("Plural by {here.count}",))


def test_fuzzy_and_untranslated_messages_are_not_checked() -> None:
    language = REGISTRY.languages["es"]
    assert not list(check_message("es", Message("{a}", strings=("",)), language))
    assert not list(check_message("es", Message("{a}", strings=("b",), flags=("fuzzy",)), language))


def test_a_fault_has_the_line_of_its_message_and_begins_with_the_english() -> None:
    text = 'msgid ""\nmsgstr "Language: es\\n"\n\n# note\n\nmsgid "Held {n}"\nmsgstr "Retenidos"\n'
    catalog = read_po(text.encode(), "locales/es/LC_MESSAGES/law.po", Report())
    assert catalog is not None
    (problem,) = check_catalog(catalog, "es", REGISTRY.languages["es"], ())
    assert (problem.file, problem.line, problem.code) == ("locales/es/LC_MESSAGES/law.po", 6, "LOC020")
    assert problem.what.startswith('"Held {n}"')


@settings(deadline=None)
@given(st.sampled_from(["es", "ar", "zh_Hant", "km"]), st.text(max_size=60), st.text(max_size=60))
def test_no_text_makes_a_check_stumble(tag: str, english: str, text: str) -> None:
    faults(tag, f"a{english}", f"b{text}")


@pytest.mark.parametrize("english", [BASE, "No 5 of 8, $1,200.50", "**a** [b](#c) `d` {e} I-247A 287(g) a@b.org"])
def test_the_english_itself_has_all_that_it_must_have(english: str) -> None:
    assert not errors("fr", english, english)


@pytest.mark.parametrize(
    ("fields", "codes", "usable"),
    [
        ({"Language": "es", "Plural-Forms": "nplurals=2; plural=(n != 1);"}, [], True),
        ({"Language": "ES", "Plural-Forms": "nplurals=2; plural=n!=1?1:0;"}, [], True),
        ({"Language": "es_MX"}, ["LOC015"], True),
        ({"Plural-Forms": "nplurals=3; plural=n==1?0:n==2?1:2;"}, ["LOC016"], False),
        ({"Plural-Forms": "nplurals=2; plural=n > 1;"}, ["LOC016"], False),
        ({"Plural-Forms": "nplurals=2; plural=1/n;"}, ["LOC016"], False),
        ({"Plural-Forms": "nplurals=²; plural=__import__('os');"}, ["LOC016"], False),
        ({"Plural-Forms": "nplurals=INTEGER; plural=EXPRESSION;"}, [], True),
        ({}, [], True),
    ],
)
def test_a_header_has_to_fit_its_language(fields: dict[str, str], codes: list[str], usable: bool) -> None:
    report = Report()
    catalog = Catalog(headers=tuple(fields.items()), name="es.po", header_line=2)
    assert check_header(catalog, "es", REGISTRY.languages["es"], report) is usable
    assert [p.code for p in report] == codes
    assert all(p.line == 2 for p in report)


LINE = "The sheriff (not ICE) decides by {day}; “no” is an answer. See [page 4](#four) or call 555-123-4567."
LINEA = "El sheriff (no ICE) decide el {day}; «no» es una respuesta. Vea [la página 4](#four) o llame al 555-123-4567."
MISTAKES = (                                         # what people do to a good Spanish line
    ("{day}", "{dia}"), ("{day}", ""), ("{day}", "{day} {day}"), ("{day}", "day}"), ("ICE", "la agencia"),
    ("ICE", "DHS"), ("(no ICE)", "(no ICE"), ("(no ICE)", "no ICE)"), ("«no»", "«no"), ("«no»", "no»"),
    ("página 4", "página 5"),
    ("página 4", "página"), ("(#four)", ""), ("[la página 4]", "la página 4"), ("#four", "#cinco"), ("4567", "4576"),
    ("555-123-4567", "555 123 456"), ("4567.", "4567"), ("4567.", "4567,"), ("El sheriff", "el sheriff"),
    ("El sheriff", " El sheriff"), ("4567.", "4567. "), ("decide el", "decide  el"), ("decide el", "decide\nel"),
    ("decide el", "decide decide el"), ("respuesta.", "respuesta ."), ("decide", "dеcide"),
    ("sheriff", "she\u200briff"),
    ("sheriff", "<b>sheriff</b>"), ("sheriff", "**sheriff**"),
    ("una respuesta.", "una respuesta, y además otra que nadie aquí esperaba de una oficina del condado. " * 3),
)


def test_31_mistakes_are_planted_and_at_least_30_are_named() -> None:
    assert len(MISTAKES) == 31 and not faults("es", LINE, LINEA)
    assert all(old in LINEA for old, _ in MISTAKES)
    missed = [pair for pair in MISTAKES if not faults("es", LINE, LINEA.replace(*pair, 1))]
    assert len(missed) <= 1, missed


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_finished_catalogs_have_at_most_one_false_alarm_in_a_hundred_texts(tag: str) -> None:
    roots, glossary, told, texts = Roots.of(None), read_glossary(tag, Roots.of(None), Report()), 0, 0
    for catalog in read_catalogs(tag, roots, Report()):
        texts += sum(message.complete and not message.fuzzy for message in catalog.live)
        told += len(check_catalog(catalog, tag, REGISTRY.languages[tag], glossary))
    assert texts > 300 and told * 100 <= texts


@pytest.mark.parametrize(("english", "text", "code"), [
    ("Ask ICE.", "Pregunte.", "LOC048"), ("Ask (twice).", "Pregunte (dos veces.", "LOC049"),
    ("“Yes” or “no”?", "¿“Sí” o “no?", "LOC049"), ("Ask now.", "pregunte ahora.", "LOC056"),
    ("Date", "Fecha " * 12, "LOC043"), ("a\nb", "a b", "LOC042"), ("See: ", "Vea:", "LOC042"),
])
def test_what_was_lost_on_the_way_is_a_warning(english: str, text: str, code: str) -> None:
    assert faults("es", english, text.strip() if code == "LOC043" else text)[code] is Severity.WARNING


@pytest.mark.parametrize(("english", "text"), [
    ("1) Ask.", "1) Pregunte."), ("“Ask.", "“Pregunte."), ("ID and papers", "identificación y papeles"),
    ("**Ask** ICE.", "**Pregunte** a ICE."), ("Ask (twice).", "Pregunte «dos veces»."),
])
def test_what_is_as_in_english_or_quoted_in_another_way_is_left_alone(english: str, text: str) -> None:
    assert not {"LOC048", "LOC049", "LOC056"} & faults("es", english, text).keys()
