"""The drawings: of the kit alone, said in words, clear on a photocopy, mirrored where they turn; none that harms."""

import re

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps

from build_toolkit.compose.document import Composed, Options
from build_toolkit.files.roots import packaged
from build_toolkit.locales.catalog import Catalog
from build_toolkit.locales.language import ENGLISH, Language
from build_toolkit.locales.po import read_file
from build_toolkit.page.tree import Node, has, named, to_html
from build_toolkit.problems import Report
from build_toolkit.render.pdf import render_pdf
from factories import composed, language

LOOK = packaged() / "templates/look"
FILES = {path.stem: path for path in sorted((LOOK / "drawings").glob("*.svg"))}
PARTS = {f"parts/{name}.html.j2": (packaged() / f"templates/parts/{name}.html.j2").read_text(encoding="utf-8")
         for name in ("colors", "drawings")}
KIT = set(re.findall(r"'(\w+)': \{'", PARTS["parts/drawings.html.j2"]))


def page(chapter: str, spoken: Language = ENGLISH, bw: bool = False, **drawn: str) -> Composed:
    """Return a page with the project's drawings, or with others in their place."""
    own = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()} | drawn
    texts = PARTS | {f"look/drawings/{name}.svg": text for name, text in own.items()}
    return composed(chapter, spoken, texts=texts, options=Options(black_and_white=bw))


@pytest.fixture(scope="module")
def drawn() -> dict[str, Node]:
    """Return all drawings as they stand on a page in color, by name."""
    one = page("\n\n".join(f"{{{{ drawing('{name}') }}}}" for name in FILES))
    assert not one.problems
    return dict(zip(FILES, one.tree.all(has("drawing")), strict=True))


def test_there_are_thirty_of_one_hand_and_each_says_itself_in_words(drawn: dict[str, Node]) -> None:
    assert len(FILES) >= 30
    for name, one in drawn.items():
        assert one.attrs["viewBox"] == ("0 0 240 320" if name.startswith("plate-") else "0 0 160 120")
        assert len(one.nodes[0].text()) > 10 and one.text() == one.nodes[0].text()
        assert {cls for part in one.walk() for cls in part.classes} & {"d-a", "d-b", "d-n"}, f"{name}: no accent"


def test_paper_screens_and_the_readme_know_the_same_kit(drawn: dict[str, Node]) -> None:
    screen = set(re.findall(r"\.d-(\w+)", (LOOK / "screen.css").read_text(encoding="utf-8")))
    told = set(re.findall(r"`(\w+)` \|", (LOOK / "drawings/README.md").read_text(encoding="utf-8")))
    used = {cls.removeprefix("d-") for one in drawn.values() for part in one.walk() for cls in part.classes
            if cls.startswith("d-")}
    assert KIT - {"bold", "thick", "dotted"} == screen == told
    assert used == KIT


def test_their_words_are_in_spanish() -> None:
    report = Report()
    found = read_file(packaged() / "locales/es/LC_MESSAGES/documents.po", "documents.po", report)
    catalog = found if isinstance(found, Catalog) else Catalog(())
    said = {one.context for one in catalog.messages if any(one.strings) and not one.fuzzy}
    assert not [name for name in FILES if f"drawings.{name}" not in said]


def test_beside_words_that_say_the_same_it_is_silent() -> None:
    one = page("{{ drawing('van', said=false) }}").tree.find(has("drawing"))
    assert one and one.attrs["aria-hidden"] == "true" and not one.find(named("title"))


CSS = """@page { size: 40mm 60mm; margin: 0 } body, p { margin: 0 } p + p { break-before: page }
svg { display: block; width: 20mm; height: auto } .at-plate { width: 40mm }"""


@pytest.fixture(scope="module")
def papers() -> dict[tuple[str, str], Image.Image]:
    """Return drawings in black-and-white at 20 millimetres, papers at 40, by name and direction, 300 dots an inch."""
    out = {}
    for direction in ("ltr", "rtl"):
        spoken = language("ar", {}, direction=direction)
        place = "\n\n".join(f"{{{{ drawing('{name}', at='{name.partition('-')[0]}') }}}}" for name in FILES)
        drawn = page(place, spoken, bw=True).tree.all(has("drawing"))
        body = Node("body", {}, [Node("p", {}, [one]) for one in drawn])
        head = Node("head", {}, [Node("title", {}, ["Drawings"])])
        done = render_pdf(to_html(Node("html", {"lang": "ar"}, [head, body])), [CSS], title="Drawings", language="ar",
                          source="drawings")
        assert not done.problems
        for name, sheet in zip(FILES, pypdfium2.PdfDocument(done.pdf), strict=True):
            picture = sheet.render(scale=300 / 72).to_pil().convert("L")
            wide = picture.width // (1 if name.startswith("plate-") else 2)
            high = round(wide * (4 / 3 if name.startswith("plate-") else 3 / 4))
            out[name, direction] = picture.crop((0, 0, wide, high))
    return out


def ink(picture: Image.Image) -> float:
    """Return the share of a picture that is dark."""
    return sum(picture.histogram()[:128]) / (picture.width * picture.height)


def test_at_20_millimetres_a_photocopy_of_each_is_clear(papers: dict[tuple[str, str], Image.Image]) -> None:
    for (name, _), picture in papers.items():
        copied = picture.filter(ImageFilter.GaussianBlur(2)).point(lambda level: 255 if level > 150 else 0)
        assert 0.04 < ink(picture) < 0.55, name
        assert 0.75 < ink(copied) / ink(picture) < 1.35, name


def test_what_turns_is_mirrored_in_languages_read_leftward_and_nothing_else_is(
    papers: dict[tuple[str, str], Image.Image],
) -> None:
    turned = {name for name, path in FILES.items() if 'class="turns"' in path.read_text(encoding="utf-8")}
    assert {"traffic-stop", "van", "coins"} <= turned and not {"jail-clock", "warrant-judge", "plate-ice"} & turned
    for name in FILES:
        there, back = papers[name, "ltr"], papers[name, "rtl"]
        meant = ImageOps.mirror(there) if name in turned else there
        assert ink(ImageOps.invert(ImageChops.difference(meant, back))) < 0.004, name


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120">\n<title>A door that is open</title>\n'
DEEP = "<g>" * 70 + "</g>" * 70


@pytest.mark.parametrize(("text", "line", "word"), [
    (HEAD + "<script>alert(1)</script></svg>", 3, "<script>"),
    (HEAD + '<path class="l" d="M1 1h9" onload="alert(1)"/></svg>', 3, "onload"),
    (HEAD + '<image href="https://example.org/a.png"/></svg>', 3, "<image>"),
    (HEAD + '<use href="file:///etc/passwd"/></svg>', 3, "<use>"),
    (HEAD + '<path style="fill:url(https://example.org)" d="M1 1h9"/></svg>', 3, "style"),
    (HEAD + '<path class="l" d="url(https://example.org)"/></svg>', 3, "d="),
    (HEAD + '\n<path class="zebra" d="M1 1h9"/></svg>', 4, "zebra"),
    (HEAD + '<path class="l" d="M1 1h99999"/></svg>', 3, "d="),
    (HEAD + '<circle class="l" cx="1" cy="1" r="1e9"/></svg>', 3, "r="),
    (HEAD + "<text>Hello</text></svg>", 3, "<text>"),
    (HEAD + "Hello</svg>", 2, "letters"),
    (HEAD + f"{DEEP}</svg>", 3, "deep"),
    (HEAD + "<path", 3, "not whole"),
    (HEAD + '<path class="l" d="M1 1"/>\n' * 900 + "</svg>", 0, "most of a drawing"),
    ('<!DOCTYPE svg [<!ENTITY a "aaaa">]>\n' + HEAD + "&a;</svg>", 1, "entities"),
    (HEAD.replace("A door that is open", " ") + "</svg>", 1, "<title>"),
    (HEAD.replace("0 0 160 120", "0 0 90000 90000") + "</svg>", 1, "begins"),
    ("<html><body/></html>", 1, "begins"),
])
def test_another_drawing_in_its_place_is_refused_with_its_line(text: str, line: int, word: str) -> None:
    one = page("# A door\n\n{{ drawing('front-door') }}\n\nText.", **{"front-door": text})
    (problem,) = one.problems
    assert (problem.code, problem.file, problem.line) == ("TPL030", "templates/look/drawings/front-door.svg", line)
    assert word in problem.what
    assert not one.tree.find(has("drawing"))


def test_a_name_that_is_none_is_told_where_it_stands() -> None:
    (problem,) = page("# A door\n\n{{ drawing('back-door') }}\n").problems
    assert (problem.code, problem.line) == ("TPL029", 3)


def test_your_own_is_drawn_and_its_words_are_escaped() -> None:
    own = HEAD.replace("open", "&lt;open&gt;") + '<path class="a bold" d="M1 1h9v9z"/></svg>'
    assert "<title>A door that is &lt;open&gt;</title>" in page("{{ drawing('mine') }}", mine=own).html
