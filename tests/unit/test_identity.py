"""A group's own face: logos, pictures, a color, languages and the square code of its address."""

import base64
import io
import re
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageCms

from build_toolkit import BuildRequest, BuildResult, build, check
from build_toolkit.model.campaign import ACCENTS
from build_toolkit.problems import Problem

CAMPAIGN = """place: us/wi/dane
policies: [287g]
title: Who decides?
documents: [flyer]
coalition: {name: Dane Neighbors, GROUP}
PICTURES"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 24">\n{}<circle cx="9" cy="9" r="8"/></svg>'
PICTURE = """pictures:
  market:
    file: market.jpg
    alt: Neighbors under trees, seen from behind
    credit: Ana R.
    consent: {people: all, given_on: 2026-11-02, kept_by: Dane Neighbors}
"""
WEB = "https://danejail.org/come"


def campaign(folder: Path, group: str = "color: brick", pictures: str = "") -> Path:
    file = folder / "wi-dane.yaml"
    file.write_text(CAMPAIGN.replace("GROUP", group).replace("PICTURES", pictures))
    return file


def made(folder: Path, file: Path, **more: object) -> BuildResult:
    return build(BuildRequest(file, **{"formats": ("html",), "output": folder / "build", **more}))  # type: ignore[arg-type]


def page_of(result: BuildResult, name: str = "flyer.html") -> str:
    return next(result.folder.rglob(name)).read_text()


def faults(file: Path | BuildRequest, code: str) -> list[Problem]:
    return [one for one in check(file) if one.code == code]


def test_a_logo_stands_on_the_page_by_the_groups_name_and_tells_nothing_of_the_camera(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Ana Photographer"
    Image.new("RGB", (4000, 3000), "navy").save(tmp_path / "logo.jpg", exif=exif)
    page = page_of(made(tmp_path, campaign(tmp_path, "logo: logo.jpg")))
    address = page.split('<img src="data:image/png;base64,')[1].split('"')[0]
    assert 'alt="Dane Neighbors"' in page
    data = base64.b64decode(address)
    assert Image.open(io.BytesIO(data)).size == (1200, 900)
    assert b"Ana" not in data


def test_logos_of_several_groups_stand_side_by_side_drawings_among_them(tmp_path: Path) -> None:
    (tmp_path / "ours.svg").write_text(SVG.format("<!-- made by Ana -->"))
    Image.new("RGB", (400, 200), "navy").save(tmp_path / "b.png")
    page = page_of(made(tmp_path, campaign(
        tmp_path, "logo: ours.svg, logos: [{file: b.png, name: Badger Clinic}]")))
    shown = re.findall(r'<img src="data:image/([^;]+);base64,([^"]+)" alt="([^"]+)">', page)
    assert [(kind, name) for kind, _, name in shown] == [("svg+xml", "Dane Neighbors"), ("png", "Badger Clinic")]
    drawing = base64.b64decode(shown[0][1]).decode()
    assert 'width="600" height="240"' in drawing and "<circle" in drawing and "Ana" not in drawing


@pytest.mark.parametrize(("name", "written", "code", "told"), [
    ("missing.png", "", "LOGO001", "is no file beside this one"), ("../logo.png", "", "LOGO001", "is no file"),
    ("logo.png", "<svg/>", "LOGO002", "is no picture"), ("logo.docx", "PK", "LOGO002", "is no picture"),
    ("logo.svg", SVG.format("<script>alert(1)</script>"), "LOGO004", "holds a script, in its line 2"),
    ("logo.svg", SVG.format('<image href="https://example.org/a.png"/>'), "LOGO004", "holds a picture of pixels"),
    ("logo.svg", SVG.format('<rect fill="url(https://example.org/a.svg#b)"/>'), "LOGO004",
     "asks for something outside itself, in its line 2"),
    ("logo.svg", "no drawing", "LOGO004", "is not whole"),
])
def test_what_is_no_logo_is_told_at_its_line(
    tmp_path: Path, name: str, written: str, code: str, told: str,
) -> None:
    if written:
        (tmp_path / name).write_text(written)
    found = faults(campaign(tmp_path, f"logo: {name}"), code)
    assert [(one.line, one.column) for one in found] == [(5, 35)]
    assert told in found[0].what and found[0].fix


def test_a_logo_of_more_than_40_megapixels_is_refused_with_its_size(tmp_path: Path) -> None:
    for size, said in (((8000, 5001), "8,000 × 5,001 pixels"), ((20_000, 18_000), "more than 40,000,000 pixels")):
        Image.new("1", size).save(tmp_path / "logo.png")
        found, = faults(campaign(tmp_path, "logo: logo.png"), "LOGO002")
        assert said in found.what and "300 to 3,000 pixels" in found.fix


def test_twelve_logos_are_told_with_how_many_fit(tmp_path: Path) -> None:
    logos = ", ".join(f"{{file: l{n}.png, name: Group {n}}}" for n in range(12))
    found, = check(campaign(tmp_path, f"logos: [{logos}]"))
    assert found.line == 5 and "12 logos are listed, and 6 fit side by side" in found.what
    assert "members" in found.fix


def test_a_picture_of_many_megabytes_is_warned_of(tmp_path: Path) -> None:
    Image.effect_noise((2600, 2200), 90).save(tmp_path / "logo.bmp.png", compress_level=0)
    found = faults(campaign(tmp_path, "logo: logo.bmp.png"), "LOGO003")
    assert [one.severity for one in found] == ["warning"] and "has 6 megabytes" in found[0].what


def test_another_picture_makes_the_pages_anew(tmp_path: Path) -> None:
    pages = []
    for color in ("navy", "maroon"):
        Image.new("RGB", (40, 30), color).save(tmp_path / "logo.png")
        pages.append(page_of(made(tmp_path, campaign(tmp_path, "logo: logo.png"))))
    assert pages[0] != pages[1]


@pytest.mark.parametrize("given", ["'#ffff00'", "yellow", "Plum"])
def test_a_color_without_tested_contrast_is_told_with_the_six_names(tmp_path: Path, given: str) -> None:
    found, = check(campaign(tmp_path, f"color: {given}"))
    assert found.line == 5 and given.strip("'") in found.what
    assert found.fix == "Write brick, plum, pine, lake, indigo or umber."


def luminance(color: str) -> float:
    parts = [int(color[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= .04045 else ((one + .055) / 1.055) ** 2.4 for one in parts)
    return .2126 * red + .7152 * green + .0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + .05) / (low + .05)


def test_each_color_reads_on_paper_on_its_tint_on_dark_screens_and_in_grey() -> None:
    css = (Path(__file__).parents[2] / "templates/look/tokens.css").read_text()
    quiet = re.search(r"--quiet: (#\w+)", css)
    assert quiet
    for name, own in ACCENTS.items():
        rule = css.split(":root {" if name == "brick" else f":root.{name} {{")[1].split("}")[0]
        told = dict(re.findall(r"--(own|wash|lift|deep): (#\w{6})", rule))
        assert told["own"] == own, name              # drawings and style sheets have the same color
        assert contrast(own, "#ffffff") >= 6.5 and contrast(own, told["wash"]) >= 5.5, name
        assert contrast(quiet[1], told["wash"]) >= 4.5, name
        assert contrast(told["lift"], "#171412") >= 7 and contrast("#ffffff", told["deep"]) >= 7, name
        assert luminance(own) < .12, name            # a grey that a photocopier prints dark, and white letters on it


def test_the_color_of_a_campaign_is_that_of_its_pages_and_drawings(tmp_path: Path) -> None:
    result = made(tmp_path, campaign(tmp_path, "color: lake"), documents=("fact-sheet",), formats=("html", "docx"))
    page = page_of(result, "fact-sheet.html")
    assert re.search(r'<html lang="en" class="[^"]*\blake\b', page)
    assert "#0f5e78" in page and "#9b3d14" not in page.split("<body")[1]


def test_an_address_that_is_none_makes_no_code_and_is_told(tmp_path: Path) -> None:
    for given in ("danejail", "info@danejail.org", "javascript:alert(1)", "https://", "'https://a b.org'"):
        found = [one for one in check(campaign(tmp_path, f"web: {given}")) if "coalition.web" in one.what]
        assert [one.line for one in found] == [5] and found[0].fix, given


def test_an_address_too_long_for_the_code_of_a_card_is_told(tmp_path: Path) -> None:
    found, = faults(campaign(tmp_path, f"web: {WEB}/{'a' * 100}"), "CAMP033")
    assert (found.line, found.severity) == (5, "warning") and "126 letters" in found.what


def codes(pdf: Path) -> list[str]:
    """Return what a camera reads from each page of a file."""
    pages = [page.render(scale=3).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [one.text for page in pages for one in zxingcpp.read_barcodes(page)]


def test_the_code_on_paper_leads_to_the_groups_address(tmp_path: Path) -> None:
    result = made(tmp_path, campaign(tmp_path, f"web: {WEB}, color: plum"), formats=("pdf",),
                  documents=("flyer", "rights-card"), draft=True)
    assert codes(next(result.folder.rglob("flyer.pdf"))) == [WEB]
    assert codes(next(result.folder.rglob("rights-card.pdf"))) == [WEB] * 7       # six cards and the poster


def test_the_code_says_in_words_where_it_leads_and_is_not_there_without_an_address(tmp_path: Path) -> None:
    with_code = page_of(made(tmp_path, campaign(tmp_path, f"web: {WEB}")))
    assert f"<title>Square code that leads to {WEB}</title>" in with_code
    assert "Square code" not in page_of(made(tmp_path, campaign(tmp_path)))


def test_the_languages_of_contact_stand_by_their_own_names(tmp_path: Path) -> None:
    page = page_of(made(tmp_path, campaign(tmp_path, f"web: {WEB}, languages: [en, ar]")))
    assert "You can write or call in:" in page and 'lang="ar" dir="rtl">العربية<' in page
    found, = faults(campaign(tmp_path, "languages: [en, espanol]"), "LOC010")
    assert found.line == 5 and "es" in found.fix


def photographed(folder: Path, size: tuple[int, int] = (2400, 1600), mode: str = "RGB", **more: object) -> None:
    (folder / "pictures").mkdir()
    Image.new(mode, size, "red" if mode == "RGB" else (0, 255, 255, 0)).save(
        folder / "pictures/market.jpg", **more)  # type: ignore[arg-type]


def chapter(folder: Path, words: str = "{{ picture('market') }}") -> None:
    own = folder / "wi-dane/chapters/flyer/flyer.md"
    own.parent.mkdir(parents=True)
    own.write_text(f"{{{{ flyer_head() }}}}\n\n{words}\n")


def shown(page: str) -> Image.Image:
    found = re.search(r'<img src="data:image/jpeg;base64,([^"]+)"', page)
    assert found
    data = base64.b64decode(found[1])
    assert b"Ana" not in data and b"Exif" not in data
    return Image.open(io.BytesIO(data))


def test_a_picture_of_ones_own_is_upright_small_and_without_what_the_camera_wrote(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Ana Photographer"          # turned by a quarter
    photographed(tmp_path, exif=exif, comment=b"Ana")
    chapter(tmp_path)
    page = page_of(made(tmp_path, campaign(tmp_path, pictures=PICTURE)))
    assert 'alt="Neighbors under trees, seen from behind"' in page and "Picture: Ana R." in page
    assert shown(page).size == (1200, 1800)


def test_a_picture_in_the_inks_of_printers_comes_in_the_colors_of_screens(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photographed(tmp_path, mode="CMYK", icc_profile=profile)     # a profile that does not fit is passed over
    chapter(tmp_path)
    picture = shown(page_of(made(tmp_path, campaign(tmp_path, pictures=PICTURE))))
    red, green, blue = picture.getpixel((100, 100))  # type: ignore[misc]
    assert picture.mode == "RGB" and red > 200 and green < 60 and blue < 60


def test_a_picture_of_too_few_pixels_is_told_with_numbers(tmp_path: Path) -> None:
    photographed(tmp_path, (640, 480))
    found, = faults(campaign(tmp_path, pictures=PICTURE), "PIC005")
    assert (found.line, found.severity) == (8, "warning")
    assert "640 × 480 pixels" in found.what and "900 across are the least" in found.what


def test_pictures_are_grey_in_black_and_white(tmp_path: Path) -> None:
    photographed(tmp_path)
    Image.new("RGBA", (400, 200), (0, 0, 128, 120)).save(tmp_path / "logo.png")
    file = campaign(tmp_path, "logo: logo.png", f"cover_picture: market\n{PICTURE}")
    page = page_of(made(tmp_path, file, documents=("booklet",), black_and_white=True), "booklet.html")
    assert shown(page).mode == "L" and shown(page).size == (1800, 1200)
    logo = base64.b64decode(page.split('<img src="data:image/png;base64,')[1].split('"')[0])
    assert Image.open(io.BytesIO(logo)).mode == "LA"


@pytest.mark.parametrize("key", ["alt", "credit", "consent"])
def test_a_picture_needs_words_a_credit_and_consent(tmp_path: Path, key: str) -> None:
    photographed(tmp_path)
    without = "".join(line for line in PICTURE.splitlines(True) if not line.startswith(f"    {key}:"))
    found, = [one for one in check(campaign(tmp_path, pictures=without)) if "is missing" in one.what]
    assert found.what == f"pictures.market.{key} is missing." and found.line == 7


@pytest.mark.parametrize(("more", "why"), [
    ("withdrawn_on: 2026-11-20", "was withdrawn on 2026-11-20"), ("expires: 2026-11-03", "expired on 2026-11-03"),
])
def test_a_picture_whose_consent_is_over_is_left_out_and_told(tmp_path: Path, more: str, why: str) -> None:
    photographed(tmp_path)
    chapter(tmp_path)
    pictures = PICTURE.replace("given_on:", f"{more}, given_on:")
    file = campaign(tmp_path, pictures=f"cover_picture: market\n{pictures}")
    assert "data:image/jpeg" not in page_of(made(tmp_path, file))
    found, = faults(file, "PIC004")
    assert why in found.what and (found.line, found.severity) == (12, "warning")


def test_files_built_before_that_show_a_picture_whose_consent_is_over_are_named(tmp_path: Path) -> None:
    photographed(tmp_path)
    chapter(tmp_path)
    made(tmp_path, file := campaign(tmp_path, pictures=PICTURE))
    assert not faults(BuildRequest(file, output=tmp_path / "build"), "PIC007")
    campaign(tmp_path, pictures=PICTURE.replace("given_on:", "withdrawn_on: 2026-11-20, given_on:"))
    found, = faults(BuildRequest(file, output=tmp_path / "build"), "PIC007")
    assert found.line == 7 and all(Path(one).is_file() for one in found.parts)
    assert [Path(one).name for one in found.parts] == ["flyer.html"]
    made(tmp_path, file)
    assert not faults(BuildRequest(file, output=tmp_path / "build"), "PIC007")


def test_the_cover_shows_the_picture_that_the_file_names(tmp_path: Path) -> None:
    photographed(tmp_path)
    file = campaign(tmp_path, pictures=f"cover_picture: market\n{PICTURE}")
    page = page_of(made(tmp_path, file, documents=("booklet",)), "booklet.html")
    assert shown(page.split("</section>")[0]).size == (1800, 1200)
    found, = faults(campaign(tmp_path, pictures=f"cover_picture: markt\n{PICTURE}"), "PIC006")
    assert found.line == 6 and "market" in found.fix


def test_a_chapter_that_names_no_picture_of_the_file_is_told(tmp_path: Path) -> None:
    photographed(tmp_path)
    chapter(tmp_path, "{{ picture('markt') }}")
    found, = faults(campaign(tmp_path, pictures=PICTURE), "TPL028")
    assert found.file.endswith("flyer.md") and found.line == 3 and "market" in found.fix


LONG = ("Who decides at the jail of our county when federal agents ask for someone, and what can neighbors ask in "
        "writing or say aloud before anyone")
FACES = {"kit": "toolkit", "booklet": "sourcebook", "pocket": "booklet"}         # layouts, and whose cover they wear


def test_a_title_of_140_letters_and_seven_logos_leave_the_map_of_a_wide_state_alone(tmp_path: Path) -> None:
    assert len(LONG) >= 138
    for layout, document in FACES.items():
        spec = tmp_path / f"templates/documents/{layout}/document.yaml"
        spec.parent.mkdir(parents=True)
        spec.write_text(f"id: {layout}\ntitle: A cover\npurpose: A cover alone.\nlayout: {layout}\nchapters:\n"
                        f"  - {{file: {document}/cover.md, local: true}}\n")
    Image.new("RGB", (600, 240), "navy").save(tmp_path / "l.png")
    logos = ", ".join(f"{{file: l.png, name: Group {n}}}" for n in range(6))
    file = tmp_path / "nc-alamance.yaml"
    file.write_text(f"place: us/nc/alamance\npolicies: [287g]\ntitle: {LONG}\ndocuments: [{', '.join(FACES)}]\n"
                    f"coalition: {{name: Alamance Neighbors, logo: l.png, logos: [{logos}]}}\n")
    result = made(tmp_path, file, formats=("pdf",), draft=True)
    for layout in FACES:
        with pymupdf.open(next(result.folder.rglob(f"{layout}.pdf"))) as document:
            page, = document
            drawn = [one["rect"] for one in page.get_drawings() if len(one["items"]) > 40]
            over = [word[4] for word in page.get_text("words") for one in drawn if one.intersects(word[:4])]
            over += [str(image["bbox"]) for image in page.get_image_info() for one in drawn
                     if one.intersects(image["bbox"])]
            assert drawn and not over, (layout, over)
            face = max((one["rect"] for one in page.get_drawings() if one.get("fill") not in (None, (1, 1, 1))),
                       key=abs)
            assert all(face.contains(image["bbox"]) for image in page.get_image_info()), layout
