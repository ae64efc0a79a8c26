"""Emoji that no font draws: left out on paper, told once at the line that has them, kept everywhere else."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from build_toolkit.page.tree import parse
from build_toolkit.pipeline import BuildRequest, build
from build_toolkit.pipeline.pictographs import without_pictographs
from joint import DEMANDS, LETTER, ROWS, SIGNERS, TODAY, line_of, write

NONE, NEITHER, NOR = "\U0001fafd", "\U0001fafe", "\U0001faff"   # not assigned: no font has them
POSTS = f"""\
posts:
  - id: one
    network: bluesky
    text: "Read the letter {NONE}🏽{NEITHER} and come."
    link: https://www.example.net/letter
"""


def test_a_post_that_ends_in_emoji_is_made_in_every_form(tmp_path: Path) -> None:
    path = write(tmp_path, DEMANDS + LETTER + SIGNERS + POSTS, "social-posts, sign-on-letter",
                 rows=ROWS + f"Neighbors {NOR},organization,local,faith,Elm,WI,2026-11-12\n")
    request = BuildRequest(path, TODAY, output=tmp_path / "out", formats=("pdf", "txt", "html"))
    done = build(request)
    told = [problem for problem in done.problems if problem.code in ("PDF005", "PDF034")]
    assert [(one.code, Path(one.file).name, one.line) for one in told] == [
        ("PDF034", "signers.csv", 6), ("PDF034", "test.yaml", line_of(path, NEITHER))]
    assert f"{NONE}🏽 {NEITHER}:" in told[1].what and done.folder
    with pypdfium2.PdfDocument(done.folder / "en/social-posts.pdf") as pdf:
        assert "Read the letter and come." in " ".join(pdf[0].get_textpage().get_text_bounded().split())
    assert f"{NONE}🏽{NEITHER}" in (done.folder / "en/social-posts.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "lacking", "shown"),
    [("Elm 🕊 ✊🏽", "", "Elm 🕊 ✊🏽"), ("Elm ✊🏽", "🏽", "Elm ✊"), ("Elm ✊🏽", "✊", "Elm"),
     ("Elm ✊✊, Oak", "✊", "Elm, Oak"), ("Elm ✊ Oak ✊Ash", "✊", "Elm Oak Ash"),
     ("1️⃣ Come", "\u20e3", "1 Come"),
     ("👩‍⚕️ on call", "⚕", "👩 on call"), ("☐ yes", "", "☐ yes"), ("No 5 & ©", "", "No 5 & ©")],
)
def test_what_can_be_drawn_of_an_emoji_is_drawn(text: str, lacking: str, shown: str) -> None:
    page = parse(f"<html><body><p>{text.replace('&', '&amp;')}</p></body></html>")
    found, lost = without_pictographs(page, frozenset(lacking))
    assert found.text() == shown.strip() and bool(lost) == (shown != text)
    assert page.text() == text
