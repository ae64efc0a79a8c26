"""One size for everyone, and no page by accident: measured on the pages as they are printed, in every language."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

import pymupdf
import pytest

from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, build, compose_all, prepare

pytestmark = pytest.mark.long
TODAY = date(2026, 11, 30)
TOOLKITS = packaged() / "toolkits"
WAUKESHA = TOOLKITS / "counties/wi-waukesha.yaml"
SHORT = ("flyer", "rights-card")
SHEETS = ("talking-points", "fact-sheet", "call-script", "records-request", *SHORT)
FORMS = ("meeting-agenda", "monitoring-form", "timeline", "public-comment", "ordinance", "rebuttals")
BOOKS = ("toolkit", "booklet", "sourcebook")
TRANSLATED = ("talking-points", "fact-sheet", *SHORT)    # in languages that are drafts
LARGE_PRINT = ("slides", "toolkit", *FORMS, *SHEETS)     # a booklet for the pocket is what it is
LANGUAGES = ("en", "es", "ar", "zh_Hans", "vi", "ht")
MADE = ("en", "es")                                  # languages that all documents are made in; the others are drafts
# Arabic letters look as large at 12 and 10 points as Latin ones at 10.5 and 9.
BODY, NOTE = {"ar": 12.0}, {"ar": 10.0}
CALL, LATIN, LARGE = 7.5, 9.0, 18.0
ROUNDING = 0.06


class Job(NamedTuple):
    file: Path
    languages: tuple[str, ...]
    documents: tuple[str, ...]
    large: bool = False


class Page(NamedTuple):
    """A printed document: letters by size, what is read under the size of notes, and its accidents."""

    document: str
    language: str
    large: bool
    count: int
    letters: dict[float, int]
    small: list[str]
    accidents: list[str]


def printed(job: Job, folder: Path) -> list[Page]:
    result = build(BuildRequest(job.file, TODAY, folder, languages=job.languages, documents=job.documents, draft=True,
                                large_print=job.large, formats=("pdf",)))
    found = []
    for output in result.outputs:
        document, tag = str(output.about["document"]), str(output.about["language"])
        accidents = [str(problem) for problem in result.problems
                     if problem.code.startswith("PAG") and problem.what.startswith(f"{document} ({tag})")]
        least = LARGE if job.large else NOTE.get(tag, LATIN)
        count = int(str(output.about["pages"]))
        found.append(Page(document, tag, job.large, count, *measured(output.data, least), accidents))
    return found


def measured(pdf: bytes, least: float) -> tuple[dict[float, int], list[str]]:
    """Return how many letters a file has of each size, and the texts in it that are smaller than `least`."""
    letters, small = Counter[float](), []
    with pymupdf.open(stream=pdf) as opened:  # type: ignore[no-untyped-call]
        for number, page in enumerate(opened, 1):
            spans = [span for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())
                     for span in line["spans"] if span["text"].strip()]
            for span in spans:
                letters[round(span["size"], 1)] += wide(span["text"].strip())
                arabic = any("\u0600" <= letter <= "\u08ff" for letter in span["text"])
                floor = least if arabic or least == LARGE else LATIN      # English stands on Arabic pages too
                if span["size"] < floor - ROUNDING and any(map(str.isalpha, span["text"])):
                    small.append(f"page {number}, {span['size']:.1f}: {span['text'].strip()[:40]}")
    return dict(letters), small


def wide(text: str) -> int:
    """Return how many letters a text is wide: one of Chinese says, and takes, as much as two."""
    return sum(1 + (east_asian_width(letter) == "W") for letter in text)


@pytest.fixture(scope="module")
def pages(whole: bool, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    others = tuple(tag for tag in LANGUAGES if tag not in MADE)
    if whole:
        jobs = [Job(WAUKESHA, MADE, (*BOOKS, *FORMS, *SHEETS)), Job(WAUKESHA, others, TRANSLATED),
                Job(WAUKESHA, MADE, LARGE_PRINT, large=True), Job(WAUKESHA, others, TRANSLATED, large=True)]
        for file in sorted(TOOLKITS.glob("co*/[a-z]*.yaml")):
            jobs += [Job(file, MADE, own_documents(file))] if file != WAUKESHA else []
            jobs += [Job(file, others, TRANSLATED)] if file != WAUKESHA and file.parent.name == "counties" else []
    else:
        jobs = [Job(WAUKESHA, MADE, ("talking-points", "records-request", "rights-card")),
                Job(WAUKESHA, others, ("talking-points",)), Job(WAUKESHA, ("es", "ar"), ("call-script",), large=True)]
    return [page for job in jobs for page in printed(job, tmp_path_factory.mktemp("printed"))]


def own_documents(file: Path) -> tuple[str, ...]:
    return tuple(prepare(BuildRequest(file, TODAY)).campaign.documents)


@pytest.fixture(scope="module")
def english(pages: list[Page]) -> dict[str, Page]:
    return {page.document: page for page in pages if page.language == "en" and not page.large}


def test_nothing_that_is_read_is_smaller_than_a_note_and_no_call_for_one_under_seven_and_a_half(
    pages: list[Page],
) -> None:
    assert {page.document: page.small for page in pages if page.small and not page.large} == {}
    assert {(page.document, page.language): min(page.letters) for page in pages
            if min(page.letters) < CALL - ROUNDING} == {}


def test_most_of_what_is_read_has_the_size_of_the_body_in_every_language(pages: list[Page]) -> None:
    for page in pages:
        if page.document in ("toolkit", "booklet", "sourcebook", "records-request") and not page.large:
            body = BODY.get(page.language, 10.5)
            read = sum(page.letters.values())
            assert sum(count for size, count in page.letters.items() if size >= body - ROUNDING) > read / 3, page


def test_no_language_is_set_smaller_than_english(pages: list[Page], english: dict[str, Page]) -> None:
    for page in pages:
        if not page.large and page.document in english:
            sizes, own = page.letters, english[page.document].letters
            assert min(sizes) >= min(own) - ROUNDING, (page.document, page.language)
            under = [sum(n for size, n in one.items() if size < 10.4) / sum(one.values()) for one in (sizes, own)]
            assert under[0] < under[1] + 0.1, (page.document, page.language, under)


def test_large_print_is_eighteen_points_for_every_letter_that_is_read(pages: list[Page]) -> None:
    assert any(page.large for page in pages)
    assert {(page.document, page.language): page.small[:5] for page in pages if page.large and page.small} == {}


def test_the_card_has_the_same_five_lines_at_eleven_points_in_every_language() -> None:
    for tag in LANGUAGES:
        request = BuildRequest(WAUKESHA, TODAY, languages=(tag,), documents=("rights-card",), draft=True)
        one, = compose_all(prepare(request), request)
        inside = [node for node in one.tree.walk() if "inside" in node.classes]
        assert len(inside) == 4
        assert {sum(node.tag == "li" for node in card.walk()) for card in inside} == {5}, tag


def test_no_page_is_an_accident(pages: list[Page]) -> None:
    assert len(pages) > 11 and {page.language for page in pages} == set(LANGUAGES)
    assert [found for page in pages for found in page.accidents] == []


def test_a_sheet_to_hold_keeps_its_two_pages_in_english_and_spanish(pages: list[Page]) -> None:
    sheets = [page for page in pages if page.document == "talking-points" and page.language in MADE and not page.large]
    assert {page.language for page in sheets} == set(MADE)
    assert {page.language: page.count for page in sheets} == dict.fromkeys(MADE, 2)
