"""Every language has its faces, its line ends and its letters: proved from style sheets and from PDF files."""

import re
from datetime import date
from pathlib import Path
from unicodedata import category

import pymupdf
import pytest
import yaml
from babel import Locale
from tests.glyphs import glyphs_of

from build_toolkit.compose.formats import day, number
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.locales.cldr import has_own
from build_toolkit.locales.languages import bare_language
from build_toolkit.locales.registry import Registry, read_registry
from build_toolkit.locales.style import JOINED, language_css
from build_toolkit.page.line_breaks import SPACE, ready
from build_toolkit.page.passes import flowed
from build_toolkit.problems import Report
from build_toolkit.translators.doctor import examine
from build_toolkit.translators.specimen import specimen_html, specimen_pdf

ROOTS = Roots.of(None)
REGISTRY: Registry = read_registry(ROOTS, Report())
TOKENS = (packaged() / "templates/look/tokens.css").read_text(encoding="utf-8")
needs_icu = pytest.mark.skipif(not ready(bare_language("km", REGISTRY.languages["km"])), reason="icu4py is not there")
UNSPACED = {
    "km": "ក្រុមប្រឹក្សាសម្រេចចិត្តអំពីកិច្ចព្រមព្រៀង", "lo": "ຄະນະກຳມະການຂອງເຂດປົກຄອງຕັດສິນໃຈ",
    "my": "ခရိုင်ဘုတ်အဖွဲ့ကသဘောတူညီချက်ကိုဆုံးဖြတ်သည်", "th": "คณะกรรมการเคาน์ตี้เป็นผู้ตัดสินใจเรื่องข้อตกลง",
}


def rules(css: str) -> dict[str, dict[str, str]]:
    """Return what a sheet says of each language's page: the custom properties by language tag."""
    found: dict[str, dict[str, str]] = {}
    for selector, body in re.findall(r"([^{}]*)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if ".large" in selector and ":not(.large)" not in selector:
            continue
        for tag in re.findall(r":lang\(([\w-]+)\)", selector):
            found.setdefault(tag, {}).update(re.findall(r"(--[\w-]+|word-break):\s*([^;}]+)", body))
    return found


def test_there_are_28_languages_and_three_made_by_the_program() -> None:
    assert len(REGISTRY.real) == 28 and set(REGISTRY.languages) - set(REGISTRY.real) == {"en_XA", "en_XL", "ar_XB"}


@pytest.mark.parametrize("tag", REGISTRY.real)
def test_every_language_has_its_faces_from_the_registry(tag: str) -> None:
    entry, found = REGISTRY.languages[tag], rules(language_css(REGISTRY))
    own = found[entry.bcp47]
    stacks = REGISTRY.stacks(tag)
    assert own["--serif"].startswith(f"'{stacks.serif[0]}'") and own["--serif"].strip().endswith("serif")
    assert own["--sans"].startswith(f"'{stacks.sans[0]}'") and own["--sans"].strip().endswith("sans-serif")
    if entry.script in JOINED:
        assert own["--track"].strip() == "0"                     # joined letters are never spaced out


@pytest.mark.parametrize("tag", [tag for tag in REGISTRY.real if REGISTRY.languages[tag].script != "Latn"])
def test_the_sheet_alone_agrees_with_the_registry(tag: str) -> None:
    entry, found = REGISTRY.languages[tag], rules(TOKENS)
    own = found.get(entry.bcp47.split("-")[0], {}) | found.get(entry.bcp47, {})
    if entry.script != "Cyrl":
        for face, names in (("--serif", REGISTRY.stacks(tag).serif), ("--sans", REGISTRY.stacks(tag).sans)):
            assert re.findall("'([^']+)'", own[face]) == names, face
        assert float(own["--line"].strip().removesuffix("pt")) >= 17 # tall letters
    if entry.script in JOINED:
        assert own["--track"].strip() == "0" and own["--slant"].strip() == "normal"


def test_large_print_is_large_in_every_language() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.DOTALL)
    for selector, body in re.findall(r"([^{}]*:lang\([^{}]*)\{([^{}]*)\}", sheet):
        sizes = re.search(r"--(?:t-|l-|line)", body)
        assert not sizes or ":not(.large)" in selector or ":root.large" in selector, selector.strip()[:80]


@needs_icu
@pytest.mark.parametrize("tag", UNSPACED)
def test_lines_may_end_between_words_where_no_spaces_are_written(tag: str) -> None:
    language = bare_language(tag, REGISTRY.languages[tag])
    html = f'<p title="{UNSPACED[tag]}">{UNSPACED[tag]} <b>ICE 287(g)</b></p><svg><title>{UNSPACED[tag]}</title></svg>'
    out = flowed(html, language)
    words = re.search(">(.*?) <b>", out)[1].split(SPACE)  # type: ignore[index]
    assert 3 <= len(words) <= 14 and all(words) and "".join(words) == UNSPACED[tag]
    assert out.replace(SPACE, "") == html and f'title="{UNSPACED[tag]}"' in out
    assert out.endswith(f"<title>{UNSPACED[tag]}</title></svg>")


@needs_icu
@pytest.mark.parametrize("tag", UNSPACED)
def test_no_word_is_broken_inside_a_letter(tag: str) -> None:
    """Unicode's own names of countries hold many words that ICU's dictionaries do not know."""
    language = bare_language(tag, REGISTRY.languages[tag])
    names = Locale(tag).territories.values()
    flows = [flowed(f"<p>{name}</p>", language) for name in names]
    pieces = [piece for flow in flows for piece in flow.removeprefix("<p>").removesuffix("</p>").split(SPACE)]
    assert len(pieces) > len(names) > 250
    broken = [piece for piece in pieces if piece and (category(piece[0]).startswith("M") or piece[0] in "ະາຳຽะาำๅ"
              or piece[-1] in "\u1039\u17d2ເແໂໃໄเแโใไ" or re.match("[\u1000-\u1021][\u1039\u103a]", piece))]
    assert broken == []


def test_korean_words_stay_whole_and_other_languages_are_left_alone() -> None:
    korean = bare_language("ko", REGISTRY.languages["ko"])
    html = "<p>위원회는 287(g) 협정을 &amp; ICE\u00a0</p>"
    out = flowed(html, korean)
    assert out == '<p><span class="nb kw">위원회는</span> 287(g) <span class="nb kw">협정을</span> &amp; ICE\u00a0</p>'
    assert flowed(html, bare_language("es", REGISTRY.languages["es"])) == html


@pytest.mark.parametrize("tag", REGISTRY.languages)
def test_a_page_of_every_language_has_a_letter_for_every_character(tag: str) -> None:
    if not ready(bare_language(tag, REGISTRY.languages[tag])):
        pytest.skip("icu4py is not there")
    done = specimen_pdf(tag, ROOTS, REGISTRY)
    assert done.pages == 1 and [str(problem) for problem in done.problems] == []
    with pymupdf.open(stream=done.pdf) as pdf:                   # type: ignore[no-untyped-call]
        page = pdf[0]
        spans = [s for b in page.get_text("dict")["blocks"] for line in b.get("lines", []) for s in line["spans"]]
        assert max(span["bbox"][2] for span in spans) <= page.rect.width - 40       # nothing runs off the page
        assert min(span["bbox"][0] for span in spans) >= 40
    assert 0 not in glyphs_of(done.pdf)                          # 0 is the empty box
    letters = set(re.findall(r"[^\W\d_]", re.sub("<[^>]*>", " ", specimen_html(tag, REGISTRY))))
    assert len(letters) >= 25                                    # the page shows enough to prove something


@pytest.mark.parametrize(("tag", "text"), [("bn", "১,২৩৪"), ("ne", "१,२३४"), ("my", "၁,၂၃၄"), ("ar", "1,234")])
def test_numbers_have_the_digits_that_the_language_writes(tag: str, text: str) -> None:
    assert number(1234, bare_language(tag, REGISTRY.languages[tag])) == text


def test_pages_and_notes_are_counted_in_the_languages_own_digits() -> None:
    css = language_css(REGISTRY)
    assert ":root:lang(bn) .folio::after { content: counter(page, bengali) }" in css
    assert ":root:lang(fa-AF) .fn::footnote-call { content: counter(footnote, persian) }" in css
    assert ":root:lang(es) .folio" not in css and ":root:lang(ar) .folio" not in css


def test_words_are_divided_in_narrow_columns_and_only_with_a_dictionary() -> None:
    rule = re.search(r"([^{}]*)\{ hyphens: auto", language_css(REGISTRY))
    assert rule and ":root:lang(uk) .side" in rule[1] and ":root:lang(es) .data td" in rule[1]
    assert not re.search(r":lang\((?:en|so|vi|ar)\)", rule[1])


def test_days_of_the_week_are_the_languages_own() -> None:
    monday = date(2026, 5, 18)
    for tag, words in {"ht": ("lendi", "me"), "hmn": ("hnub Monday", "Lub Tsib Hlis")}.items():
        text = day(monday, "weekday", bare_language(tag, REGISTRY.languages[tag]))
        assert all(word in text for word in words) and "lundi" not in text and "May" not in text.split()
    assert day(monday, "weekday", bare_language("es", REGISTRY.languages["es"])) == "lunes, 18 de mayo de 2026"


@pytest.mark.parametrize("tag", REGISTRY.real)
def test_no_language_prints_another_ones_names_of_months_days_and_lists(tag: str) -> None:
    entry = REGISTRY.languages[tag]
    for kind, own in (("months", entry.months), ("days", entry.days), ("list_patterns", entry.lists)):
        assert own or has_own(tag, entry.format, kind), kind


def test_asking_what_is_there_leaves_babel_as_it_was() -> None:
    assert not has_own("ht", "ht", "months") and has_own("es", "es_US", "months")
    assert day(date(2026, 5, 18), "long", bare_language("pt_BR", REGISTRY.languages["pt_BR"])) == "18 de maio de 2026"


def test_the_doctor_names_what_is_missing_and_what_to_do() -> None:
    text = yaml.safe_load((packaged() / "locales/registry.yaml").read_text(encoding="utf-8"))
    for key in ("months", "days", "lists", "negations"):
        text["languages"]["ht"].pop(key)
    sick = Registry.model_validate(text)
    found = {one.what: one for one in examine("ht", ROOTS, sick, Report())}
    for what in ("months", "days of the week", "lists (a, b and c)"):
        assert found[what].state == "missing" and "locales/registry.yaml" in found[what].fix
    assert found["lost “not”"].state == "look" and found["fonts"].state == "ok"
    assert found["plural rule"].found.startswith("2 forms")
    assert {one.state for one in examine("en", ROOTS, REGISTRY, Report())} == {"ok"}
    report = Report()
    assert not examine("xx", ROOTS, REGISTRY, report) and [p.code for p in report] == ["LOC010"]


def test_the_doctor_does_not_ask_again_for_what_was_done(tmp_path: Path) -> None:
    def catalogs() -> str:
        return {one.what: one for one in examine("pt_BR", Roots.of(tmp_path), REGISTRY, Report())}["catalogs"].fix

    assert catalogs() == "build-toolkit locales init pt_BR"
    catalog = tmp_path / "locales/pt_BR/LC_MESSAGES/documents.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid ""\nmsgstr "Language: pt_BR\\n"\n', encoding="utf-8")
    assert catalogs() == "Translate locales/pt_BR/LC_MESSAGES/documents.po."


@pytest.mark.parametrize(("tag", "says"), [("es", "narrow columns have hyphens"), ("en", "without hyphens")])
def test_the_doctor_says_where_hyphens_are(tag: str, says: str) -> None:
    found = {one.what: one for one in examine(tag, ROOTS, REGISTRY, Report())}
    assert says in found["hyphenation"].found


def test_a_list_that_shows_no_numbers_shows_none_in_other_digits_either() -> None:
    """The sources have numbers of their own; the rule for lists stands in the first layer of elements, below theirs."""
    base, modes = (re.search(rf"@layer {name} {{(.*?)\n}}", language_css(REGISTRY), re.DOTALL)
                   for name in ("base", "modes"))
    assert base and modes
    assert ":root:lang(fa-AF) ol { list-style-type: persian }" in base[1]
    assert "list-style-type" not in modes[1]
