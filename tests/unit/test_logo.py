"""A group's logo: a picture beside the campaign's file, small and clean, on the cover and the flyer."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from build_toolkit import BuildRequest, build, check

CAMPAIGN = """place: us/wi/dane
policies: [287g]
title: Who decides?
documents: [flyer]
coalition: {name: Dane Neighbors, logo: LOGO}
"""


def campaign(folder: Path, logo: str) -> Path:
    file = folder / "wi-dane.yaml"
    file.write_text(CAMPAIGN.replace("LOGO", logo))
    return file


def test_a_logo_stands_on_the_page_by_the_groups_name_and_tells_nothing_of_the_camera(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Ana Photographer"
    Image.new("RGB", (4000, 3000), "navy").save(tmp_path / "logo.jpg", exif=exif)
    result = build(BuildRequest(campaign(tmp_path, "logo.jpg"), formats=("html",), output=tmp_path / "build"))
    page = next(result.folder.rglob("flyer.html")).read_text()
    address = page.split('<img src="data:image/png;base64,')[1].split('"')[0]
    assert 'alt="Dane Neighbors"' in page
    made = base64.b64decode(address)
    assert Image.open(io.BytesIO(made)).size == (1200, 900)
    assert b"Ana" not in made


@pytest.mark.parametrize(("name", "written", "code"), [
    ("missing.png", b"", "LOGO001"), ("../logo.png", b"", "LOGO001"), ("logo.png", b"<svg/>", "LOGO002"),
    ("logo.docx", b"PK", "LOGO002"),
])
def test_what_is_no_logo_is_told_at_its_line(tmp_path: Path, name: str, written: bytes, code: str) -> None:
    if written:
        (tmp_path / name).write_bytes(written)
    found = [one for one in check(campaign(tmp_path, name)) if one.code == code]
    assert [(one.line, one.column) for one in found] == [(5, 35)]


def test_a_picture_of_many_megabytes_is_warned_of(tmp_path: Path) -> None:
    Image.effect_noise((2600, 2200), 90).save(tmp_path / "logo.bmp.png", compress_level=0)
    found = [one for one in check(campaign(tmp_path, "logo.bmp.png")) if one.code == "LOGO003"]
    assert [one.severity for one in found] == ["warning"] and "has 6 megabytes" in found[0].what


def test_another_picture_makes_the_pages_anew(tmp_path: Path) -> None:
    request = {"formats": ("html",), "output": tmp_path / "build"}
    pages = []
    for color in ("navy", "maroon"):
        Image.new("RGB", (40, 30), color).save(tmp_path / "logo.png")
        result = build(BuildRequest(campaign(tmp_path, "logo.png"), **request))
        pages.append(next(result.folder.rglob("flyer.html")).read_text())
    assert pages[0] != pages[1]
