"""Flyers, cards, zines and petitions as they are printed: what one sees from two metres, cuts, folds and signs."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf
import pytest

from build_toolkit.pipeline import BuildRequest, BuildResult, build
from build_toolkit.problems import ProblemsFound, Severity

pytestmark = pytest.mark.long
TODAY = date(2026, 11, 30)
FAR = 28.0                                           # points: what can be read at two metres
LONG = ("Who decides at the jail, who pays for it when a hold goes wrong, and who in our county can put an end to it "
        "before the next budget is made?")
LANGUAGES = ("en", "ar", "es", "zh_Hans")
DAYS = {"en": "December", "es": "diciembre", "ar": "ديسمبر", "zh_Hans": "12月"}
TITLES = "{en: Who decides at the jail?, es: ¿Quién decide en la cárcel?, ar: من يقرّر في السجن؟}"
COUNTY = """\
place: us/wi/waukesha
policies: [287g]
documents: [flyer]
languages: [en, es]
title: %s
"""
MEETING = """\
coalition:
  name: Neighbors for an Open Jail
  web: https://neighbors.org/jail
  meeting: {at: 2026-12-14T18:00, place: "Mead Public Library, 710 North 8th Street"}
"""


class Span(NamedTuple):
    """Letters of one size on a page."""

    page: int
    text: str
    size: float


def made(folder: Path, text: str, *languages: str, **asked: Any) -> BuildResult:
    file = folder / "county.yaml"
    file.write_text(text, encoding="utf-8")
    return build(BuildRequest(file, TODAY, folder / "out", languages=languages, draft=True, **asked))


def opened(result: BuildResult, language: str = "en") -> Any:
    pdf, = (one.data for one in result.outputs if one.about["language"] == language)
    return pymupdf.open(stream=pdf)  # type: ignore[no-untyped-call]


def spans(pdf: Any) -> list[Span]:
    return [Span(number, span["text"].strip(), span["size"]) for number, page in enumerate(pdf)
            for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())
            for span in line["spans"] if span["text"].strip()]


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory, whole: bool) -> BuildResult:
    """Return the flyer for a meeting, also in languages that are longer or read leftward."""
    return made(tmp_path_factory.mktemp("dated"), COUNTY % TITLES + MEETING, *(LANGUAGES if whole else ("en", "es")))


def test_a_flyers_day_and_place_can_be_read_at_two_metres(dated: BuildResult) -> None:
    for output in dated.outputs:
        language = str(output.about["language"])
        with opened(dated, language) as pdf:
            assert pdf.page_count == 1, language
            found = [span for span in spans(pdf) if DAYS[language] in span.text or "Library" in span.text]
            assert len(found) >= 2 and min(span.size for span in found) >= FAR, language


def test_a_flyer_has_the_title_in_the_other_languages_by_itself(dated: BuildResult) -> None:
    with opened(dated) as pdf:
        other = [span for span in spans(pdf) if "cárcel" in span.text or "Quién" in span.text]
        assert other and min(span.size for span in other) >= 17
        words = pdf[0].get_text()
    assert "Who decides" in words and "In another language" not in words


def test_a_title_of_140_letters_leaves_day_and_place_as_large(tmp_path: Path) -> None:
    assert len(LONG) > 135
    with opened(made(tmp_path, COUNTY % f'"{LONG}"' + MEETING, "en")) as pdf:
        assert pdf.page_count == 1
        large = [span for span in spans(pdf) if span.size >= FAR]
    assert {"December", "Library"} <= {word.strip(",") for span in large for word in span.text.split()}


def test_without_a_day_a_flyer_is_a_poster_that_asks_for_nothing_to_be_filled_in(tmp_path: Path) -> None:
    with opened(made(tmp_path, COUNTY % TITLES, "en")) as pdf:
        said, large = pdf[0].get_text(), [span.text for span in spans(pdf) if span.size >= FAR]
    assert "When" not in said and "Where" not in said
    assert any("sheriff" in words for words in large)    # who decides


def test_a_flyer_grows_to_tabloid_and_other_documents_stay_on_letter(tmp_path: Path) -> None:
    text = COUNTY.replace("[flyer]", "[flyer, timeline]") % TITLES
    result = made(tmp_path, text, "en", paper="tabloid", black_and_white=True)
    sizes, largest = dict[str, tuple[float, float]](), 0.0
    for output in result.outputs:
        with pymupdf.open(stream=output.data) as pdf:  # type: ignore[no-untyped-call]
            sizes[str(output.about["document"])] = (pdf[0].rect.width, pdf[0].rect.height)
            if output.about["document"] == "flyer":
                assert pdf.page_count == 1
                largest = max(span.size for span in spans(pdf))
    assert sizes == {"flyer": (792, 1224), "timeline": (612, 792)}
    assert largest > 85


CARD = COUNTY.replace("[flyer]", "[rights-card]") % TITLES + """\
facts:
  help.hotline: {value: 262-555-0142, as_of: 2026-11-18, source: list}
sources:
  list: {title: Help lines, publisher: Neighbors for an Open Jail, read_on: 2026-11-18}
"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory, whole: bool) -> BuildResult:
    return made(tmp_path_factory.mktemp("cards"), CARD, *LANGUAGES[:4 if whole else 2])


def test_an_officer_reads_twelve_points_and_the_poster_has_two_sides(cards: BuildResult) -> None:
    for output in cards.outputs:
        with opened(cards, str(output.about["language"])) as pdf:
            assert pdf.page_count == 4
            shown = [span for span in spans(pdf) if span.text == "I do not consent to a search."]
            assert len(shown) == 6 and {round(span.size, 1) for span in shown} == {12}   # four to fold, two flat
            said = [span.size for span in spans(pdf) if span.page > 1]
            assert max(said) > 30 and min(said) > 8.9


def test_cuts_run_along_every_edge_of_every_card_and_the_help_line_is_on_each_face(cards: BuildResult) -> None:
    with opened(cards) as pdf:
        lines = [item[1:] for path in pdf[0].get_drawings() if path.get("dashes") not in (None, "[] 0")
                 for item in path["items"] if item[0] == "l"]
        across = [one for one, other in lines if abs(one.y - other.y) < 1]
        down = [one for one, other in lines if abs(one.x - other.x) < 1]
        numbers = [span for span in spans(pdf) if span.page == 0 and span.text == "262-555-0142"]
    assert len(across) == 4 + 2 and len(down) == 3       # four cuts and two folds; three cuts
    assert len(numbers) == 6 and min(span.size for span in numbers) >= 12



def test_a_zine_has_one_idea_a_panel_with_a_drawing_and_is_set_on_one_sheet(tmp_path: Path) -> None:
    text = COUNTY.replace("[flyer]", "[zine]") % TITLES + MEETING
    result = made(tmp_path, text, "en", impose="zine")
    small, sheet = (output.data for output in result.outputs)
    with pymupdf.open(stream=small) as pdf:  # type: ignore[no-untyped-call]
        assert pdf.page_count == 8
        found = spans(pdf)
        assert min(span.size for span in found) >= 8.9
        for number, page in enumerate(pdf):
            titles = {round(span.size) for span in found if span.page == number and span.size > 15}
            assert len(titles) == 1, number              # one title
            assert number == 7 or len(page.get_drawings()) > 5, number
    with pymupdf.open(stream=sheet) as pdf:  # type: ignore[no-untyped-call]
        assert pdf.page_count == 1 and (pdf[0].rect.width, pdf[0].rect.height) == (792, 612)
        words = pdf[0].get_text()
    assert {"fingerprints.", "Mead"} <= set(words.split())


def test_the_band_of_a_draft_has_a_line_of_its_own_above_each_panel_of_a_zine(tmp_path: Path) -> None:
    with opened(made(tmp_path, COUNTY.replace("[flyer]", "[zine]") % TITLES, "es"), "es") as pdf:
        for page in pdf:
            tops = [(span["origin"][1] - 0.72 * span["size"], span["origin"][1], span["text"].strip())
                    for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())
                    for span in line["spans"] if span["text"].strip()]
            band = [foot for _, foot, words in tops if words == "Borrador"]
            assert len(band) == 1, page.number
            assert min(top for top, _, words in tops if words != "Borrador") > band[0] + 1, page.number


def test_what_is_made_for_a_pocket_is_not_made_in_large_print_and_says_what_to_make(tmp_path: Path) -> None:
    result = made(tmp_path, COUNTY.replace("[flyer]", "[zine, flyer]") % TITLES, "en", large_print=True)
    assert [output.about["document"] for output in result.outputs] == ["flyer"]
    told, = (problem for problem in result.problems if problem.code == "FMT005")
    assert told.severity is Severity.WARNING and told.fix == "Make 'talking-points' in large print instead."
    with pytest.raises(ProblemsFound, match="FMT005"):
        made(tmp_path, COUNTY.replace("[flyer]", "[booklet]") % TITLES, "en", large_print=True)


def test_the_foot_of_a_rights_page_in_large_print_stands_on_the_paper(tmp_path: Path) -> None:
    text = COUNTY.replace("[flyer]", "[rights-card]") % TITLES
    with opened(made(tmp_path, text, "es", large_print=True), "es") as pdf:
        feet = [page.search_for("abogado")[-1].y1 for page in pdf if "tarjeta de derechos. No lo" in page.get_text()]
        assert len(feet) > 2 and max(feet) < pdf[2].rect.height - 8


def test_what_would_be_too_small_to_read_in_a_zine_is_told_and_not_made(tmp_path: Path) -> None:
    result = made(tmp_path, COUNTY % TITLES, "en", impose="zine")
    assert [output.about.get("imposed") for output in result.outputs] == [None]
    assert [problem.fix for problem in result.problems if problem.code == "PDF042"] == [
        "Build the document zine, or make a booklet of this one."]


def test_a_petition_asks_from_across_a_table_in_two_languages_and_of_who_lives_elsewhere(tmp_path: Path) -> None:
    petition = "petition: {to: the Sheriff, text: [We ask you to look again.], demands: [end-287g], keep: Keep none.}\n"
    text = COUNTY.replace("[flyer]", "[petition]") % TITLES + MEETING + petition
    result = made(tmp_path, text, "en", "es")
    with opened(result) as pdf:
        assert pdf.page_count == 1
        large = [span.text for span in spans(pdf) if span.size >= FAR]
        said = " ".join(pdf[0].get_text().split())
    assert large == ["End the agreement"]
    assert "¿Quién decide en la cárcel?" in said
    assert "I live here" in said and "From somewhere else?" in said and "https://neighbors.org/jail" in said
