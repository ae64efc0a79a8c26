"""What a person with a printer, a stapler and scissors gets: each page in its place, on its side of the sheet."""

import io
import re

import pikepdf
import pypdfium2
import pytest
from pdf_reading import open_pdf
from pdf_samples import BOOKLET, LOOK, look, page, render

from build_toolkit.problems import ProblemsFound
from build_toolkit.render.impose import SHEETS, impose, padded

LETTER, A4 = (792, 612), (841.89, 595.276)


def document(pages: int, lang: str = "en", rtl: bool = False, size: str = "5.5in 8.5in") -> bytes:
    """A file whose pages say "Number 1" and so on; the PDF of a page is made by our own renderer."""
    body = "".join(f'<section style="break-before: page"><h1>Number {n}</h1>'
                   f'<p><a href="https://example.org">A link</a></p></section>' for n in range(1, pages + 1))
    return render(page(body, lang=lang, rtl=rtl), lang, [f"@page {{ size: {size} }} h1 {{ font-size: 30pt }}"]).pdf


def words(pdf: bytes) -> list[list[tuple[int, float, float]]]:
    """For each side of a sheet: the number of each page on it and the middle of its place."""
    found = []
    for sheet in pypdfium2.PdfDocument(pdf):
        text, side = sheet.get_textpage(), []
        everything = text.get_text_range()
        for hit in re.finditer(r"Number (\d+)", everything):
            left, bottom, right, top = text.get_charbox(hit.start(1))
            side.append((int(hit[1]), (left + right) / 2, (bottom + top) / 2))
        found.append(side)
    return found


def halves(pdf: bytes) -> list[tuple[list[int], list[int]]]:
    """For each side: the pages on the left half and on the right half."""
    middle = pypdfium2.PdfDocument(pdf)[0].get_width() / 2
    return [([n for n, x, _ in side if x < middle], [n for n, x, _ in side if x > middle]) for side in words(pdf)]


@pytest.fixture(scope="module")
def eight() -> bytes:
    """Eight pages of half a letter sheet."""
    return document(8)


def codes(pdf: bytes, how: str = "booklet", paper: str = "letter") -> list[str]:
    """The codes of what is wrong."""
    with pytest.raises(ProblemsFound) as found:
        impose(pdf, how, paper)
    assert all(problem.fix for problem in found.value.report)
    return [problem.code for problem in found.value.report]


def test_a_booklet_reads_in_order_when_it_is_folded(eight: bytes) -> None:
    assert halves(impose(eight, "booklet", "letter")) == [([8], [1]), ([2], [7]), ([6], [3]), ([4], [5])]


def test_a_booklet_for_readers_from_the_right_is_bound_on_the_right(eight: bytes) -> None:
    mirrored = [([1], [8]), ([7], [2]), ([3], [6]), ([5], [4])]
    assert halves(impose(eight, "booklet", "letter", direction="rtl")) == mirrored


def test_the_file_itself_says_from_where_it_is_read() -> None:
    arabic = document(4, "ar", rtl=True)
    assert halves(impose(arabic, "booklet", "a4")) == [([1], [4]), ([3], [2])]
    assert halves(impose(arabic, "booklet", "a4", direction="ltr")) == [([4], [1]), ([2], [3])]


def test_empty_pages_stand_before_the_last_so_that_it_stays_the_back_cover() -> None:
    assert padded(6, 4) == [1, 2, 3, 4, 5, 0, 0, 6]
    assert padded(1, 4) == [1, 0, 0, 0]
    assert halves(impose(document(3), "booklet", "letter")) == [([3], [1]), ([2], [])]


def test_a_zine_has_its_upper_row_on_its_head(eight: bytes) -> None:
    (side,) = words(impose(eight, "zine", "letter"))
    columns = {number: (int(x // 198), int(y // 306)) for number, x, y in side}
    lower, upper = [6, 7, 8, 1], [5, 4, 3, 2]
    rows = enumerate((lower, upper))
    assert columns == {number: (n, row) for row, numbers in rows for n, number in enumerate(numbers)}
    heights = {number: y % 306 for number, _, y in side}
    assert all(heights[number] > 153 for number in lower)      # a title is at the head of its page,
    assert all(heights[number] < 153 for number in upper)      # and of these the head is below


def test_a_zine_from_the_right_is_mirrored(eight: bytes) -> None:
    (side,) = words(impose(eight, "zine", "letter", direction="rtl"))
    lower = sorted((x, number) for number, x, y in side if y < 306)
    assert [number for _, number in lower] == [1, 8, 7, 6]


def test_two_copies_stand_side_by_side_and_broad_pages_one_above_the_other(eight: bytes) -> None:
    assert halves(impose(eight, "2up", "letter"))[:2] == [([1], [1]), ([2], [2])]
    broad = impose(document(1, size="13in 7in"), "2up", "a4")
    width, height = pypdfium2.PdfDocument(broad)[0].get_size()
    assert width < height
    assert {int(y // (height / 2)) for _, _, y in words(broad)[0]} == {0, 1}


@pytest.mark.parametrize("how", ["booklet", "zine", "2up"])
@pytest.mark.parametrize(("paper", "size"), [("letter", LETTER), ("a4", A4)])
def test_sheets_have_the_size_of_the_paper_and_pages_fit_on_them(
    eight: bytes, how: str, paper: str, size: tuple[float, float],
) -> None:
    made = impose(eight, how, paper)
    for sheet, side in zip(pypdfium2.PdfDocument(made), words(made), strict=True):
        assert sheet.get_size() == pytest.approx(size, abs=.01)
        assert side
        assert all(0 < x < size[0] and 0 < y < size[1] for _, x, y in side)


def test_a_sheet_is_drawn_in_lines_and_letters_and_printed_at_its_own_size(eight: bytes) -> None:
    with open_pdf(impose(eight, "booklet", "letter")) as made:
        assert not [picture for sheet in made.pages for picture in sheet.get_images()]
        viewer = {key: str(value) for key, value in made.Root.ViewerPreferences.items()}
    assert viewer == {"/PrintScaling": "/None", "/Duplex": "/DuplexFlipShortEdge"}


def test_links_tags_and_traces_of_the_making_are_gone(eight: bytes) -> None:
    made = impose(eight, "booklet", "letter")
    with open_pdf(made) as pdf:
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Metadata"} & set(pdf.Root.keys())
        assert not [sheet for sheet in pdf.pages if "/Annots" in sheet.obj]
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {"/Title": "Sample"}
    assert b"/URI" not in made


def test_the_same_pages_give_the_same_bytes(eight: bytes) -> None:
    for how in ("booklet", "zine", "2up"):
        assert impose(eight, how, "letter") == impose(eight, how, "letter")


def test_a_turned_page_stands_upright() -> None:
    with open_pdf(document(1, size="8.5in 5.5in")) as pdf:
        pdf.pages[0].rotate(90, relative=True)
        out = io.BytesIO()
        pdf.save(out)
    sheet = impose(out.getvalue(), "2up", "letter")
    width, height = pypdfium2.PdfDocument(sheet)[0].get_size()
    assert width > height                                      # it is read as an upright page: two stand side by side
    assert len(words(sheet)[0]) == 2


def test_what_is_no_pdf_is_told_and_not_a_traceback(eight: bytes) -> None:
    assert codes(b"") == codes(b"<html>") == codes(b"%PDF-1.7\n%%EOF") == ["PDF040"]
    for cut in range(100, len(eight), len(eight) // 12):
        try:
            impose(eight[:cut], "booklet", "letter")
        except ProblemsFound as found:
            assert {problem.code for problem in found.report} == {"PDF040"}


def test_an_encrypted_file_is_told() -> None:
    for user in ("secret", ""):                                # with a password to open it, and only to change it
        out = io.BytesIO()
        with open_pdf(document(1)) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(owner="secret", user=user))
        assert codes(out.getvalue()) == ["PDF041"]


def test_a_zine_has_room_for_eight_pages() -> None:
    assert codes(document(9), "zine") == ["PDF042"]


def test_unknown_ways_and_papers_are_told(eight: bytes) -> None:
    assert codes(eight, "scroll") == codes(eight, "zine", "a0") == ["PDF043"]


@pytest.mark.parametrize("part", ["half", "half a4"])
def test_pages_drawn_for_half_a_sheet_are_legible_when_they_are_set_on_it(part: str) -> None:
    css = [*look(), (LOOK / "booklets.css").read_text(encoding="utf-8")]
    drawn = render(page(BOOKLET, classes=f"{part} large"), css=css)
    assert [problem.code for problem in drawn.problems] == []
    width = pypdfium2.PdfDocument(drawn.pdf)[0].get_width()
    half = SHEETS["a4" if "a4" in part else "letter"][1] / 2
    body = re.search(r"--t-body: ([\d.]+)pt", css[-1])
    assert body is not None
    assert 9.5 <= float(body[1]) * half / width <= 12
