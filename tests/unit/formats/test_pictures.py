"""Pictures for posts: of the sizes networks want, with their words in the file and beside it, and nobody's name."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from build_toolkit.formats.pictures import png, write
from forms import job, written
from joint import DEMANDS, LETTER, SIGNERS
from joint import write as campaign

POSTS = "coalitions/detention-letter-2024"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {file.suffix: file.data for file in write(job(POSTS, "social-posts"))}


def test_each_card_is_drawn_wide_square_and_tall_and_its_words_stand_beside_it(made: dict[str, bytes]) -> None:
    assert set(made) == {
        "-count-x-1200x630.png", "-count-x-1080x1080.png", "-count-x-1080x1920.png", "-count-x.alt.txt",
        "-close-bluesky-1200x630.png", "-close-bluesky-1080x1080.png", "-close-bluesky-1080x1920.png",
        "-close-bluesky.alt.txt",
    }
    for name, data in made.items():
        if name.endswith(".png"):
            wide, high = map(int, name.removesuffix(".png").rpartition("-")[2].split("x"))
            assert Image.open(io.BytesIO(data)).size == (wide, high)
    assert made["-count-x.alt.txt"].decode().startswith("A card with the number of organizations that signed, 193")


def test_the_file_says_in_words_what_it_shows_and_nothing_else(made: dict[str, bytes]) -> None:
    picture = Image.open(io.BytesIO(made["-count-x-1200x630.png"]))
    assert dict(picture.info) == {"Description": made["-count-x.alt.txt"].decode().strip()}
    assert picture.info["Description"].lang == "en"


def test_a_picture_is_not_empty_and_its_edges_are_whole(made: dict[str, bytes]) -> None:
    picture = Image.open(io.BytesIO(made["-close-bluesky-1080x1080.png"])).convert("RGB")
    top = {picture.getpixel((x, 60)) for x in range(200, 1060, 50)}
    assert len(top) == 1 and (255, 255, 255) not in {picture.getpixel((540, 1079)), picture.getpixel((1079, 540))}
    assert len(picture.getcolors(1 << 20) or ()) > 20


def test_the_same_picture_gives_the_same_bytes() -> None:
    drawn = Image.new("RGB", (4, 4), "#9b3d14")
    assert png(drawn, "ein Bild", "de") == png(drawn, "ein Bild", "de")


def test_other_documents_give_a_picture_of_each_page() -> None:
    files = list(write(job("counties/wi-waukesha", "flyer")))
    assert [file.suffix for file in files] == ["-1.png", ".alt.txt"]
    assert Image.open(io.BytesIO(files[0].data)).size == (1275, 1650)
    assert "Who decides at the jail?" in files[1].data.decode()


def test_a_picture_of_a_page_says_what_stands_on_that_page_and_no_other() -> None:
    files = {file.suffix: file.data for file in write(job("counties/wi-waukesha", "slides"))}
    said = [Image.open(io.BytesIO(data)).info["Description"] for name, data in files.items() if name.endswith(".png")]
    assert len(said) > 12 and all(letter.isprintable() for text in said for letter in text)
    assert [number for number, text in enumerate(said, 1) if "A deputy asks questions for ICE" in text] == [3]
    assert [number for number, text in enumerate(said, 1) if "No pictures of people. You may leave" in text] == [2]
    assert "No pictures of people." in " ".join(files[".alt.txt"].decode().split())


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_county_without_a_letter_has_posts_of_its_messages_that_fit_in_every_language(language: str) -> None:
    one = job("counties/wi-waukesha", "talking-points", language)
    files = {file.suffix: file.data for file in write(one)}
    assert not [problem for problem in one.report if problem.code in ("PDF033", "FMT003")]
    names = {name.removesuffix(".alt.txt") for name in files if name.endswith(".txt")}
    assert len(names) == 4 and set(files) == {
        f"{name}{ending}" for name in names for ending in (".alt.txt", "-1080x1080.png", "-1080x1920.png")}
    for name in names:
        alt = files[f"{name}.alt.txt"].decode().strip()
        assert len(alt) > 100 and re.match(r"\d+ \w+[^:]*: \S", alt)           # the figure is told first
        for size in ("1080x1080", "1080x1920"):
            picture = Image.open(io.BytesIO(files[f"{name}-{size}.png"])).convert("RGB")
            assert f"{picture.width}x{picture.height}" == size
            room = picture.crop((60, picture.height * 9 // 10 if size == "1080x1920" else 1030, 1020, picture.height))
            assert len(room.getcolors(1 << 20) or ()) == 1                  # nothing runs into the foot of the picture


def test_posts_without_a_card_give_no_picture_and_say_so(tmp_path: Path) -> None:
    posts = "posts:\n  - {id: short, network: x, text: Open the books.}\n"
    (one,) = written(campaign(tmp_path, DEMANDS + LETTER + SIGNERS + posts, "social-posts"))
    assert list(write(one)) == [] and [problem.code for problem in one.report][-1] == "FMT002"
