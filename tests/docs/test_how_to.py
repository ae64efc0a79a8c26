"""Every how-to page and the tutorial are true: a test does what they say, and sees what they promise."""

from pathlib import Path

import pypdfium2
import pytest

from docs.pages import ROOT, Reader

pytestmark = pytest.mark.long
PAGES = sorted((ROOT / "docs/how-to").glob("[!i]*.md"))


def words(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_how_to_does_what_it_says(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    if page.stem == "logo":
        from PIL import Image

        Image.new("RGB", (600, 240), "navy").save(folder / "logo.png")
    if page.stem == "picture":
        from PIL import Image

        (folder / "pictures").mkdir()
        Image.new("RGB", (2400, 1600), "olive").save(folder / "pictures/market.jpg")
    approved = ROOT / "toolkits/review.jsonl"
    before = approved.exists() and approved.read_bytes()
    Reader(folder).follow(page)
    assert (folder / "toolkits/review.jsonl").exists() == (page.stem == "lawyer")
    assert (approved.exists() and approved.read_bytes()) == before       # nothing is written into the program
    built = [file for file in folder.rglob("build/*/??/*.pdf") if file.stat().st_size > 5000]
    assert built or page.stem in ("data", "editor", "lawyer", "translator")
    if page.stem in ("logo", "picture"):
        name = "flyer" if page.stem == "logo" else "booklet"
        with pypdfium2.PdfDocument(folder / f"build/wi-dane/en/{name}.pdf") as document:
            assert any(thing.type == 3 for thing in document[0].get_objects())      # a picture


def test_the_tutorial_ends_with_the_groups_name_phone_meeting_and_fact_on_paper(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    Reader(folder).follow(ROOT / "docs/tutorial.md")
    booklet = words(folder / "build/wi-sheboygan/en/toolkit.pdf")
    cover = booklet[:1500]
    assert "Sheboygan Neighbors" in cover
    assert "920-555-0142" in cover
    assert "Mead Library" in cover
    assert "about 250" in booklet
    assert "Sheboygan Neighbors" in words(folder / "build/wi-sheboygan/es/toolkit.pdf")[:1500]
