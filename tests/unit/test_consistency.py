"""The documents of one build agree with each other; each test breaks one thing that a reader would stumble over."""

from pathlib import Path

import pytest

from build_toolkit.coalition.consistency import agree
from build_toolkit.pipeline import BuildRequest, build, check, compose_all, prepare
from build_toolkit.problems import Problem, ProblemsFound
from joint import DEMANDS, LETTER, SIGNERS, TODAY, write

PRESS = """\
petition: {to: the board, text: [We ask for open books.], keep: Sheets are counted and handed over.}
press:
  release: {on: 2026-11-20, place: Alder, headline: Open the books, paragraphs: [A letter went to the board.]}
"""
WHOLE = DEMANDS + LETTER + SIGNERS + PRESS
NAMES = "sign-on-letter, petition, press-kit"


def told(tmp_path: Path, chapter: str = "", text: str = "", place: str = "press-kit/release.md") -> list[Problem]:
    """Compose everything, with one chapter of the campaign's own, and say where the pages disagree."""
    path = write(tmp_path, WHOLE, documents=NAMES)
    if chapter or text:
        own = path.with_suffix("") / "chapters" / place
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(chapter or text, encoding="utf-8")
    request = BuildRequest(path, TODAY)
    prepared = prepare(request)
    assert not prepared.library.report.errors
    return agree(compose_all(prepared, request), prepared.campaign)


def test_what_comes_from_one_file_agrees(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("chapter", "code", "words"),
    [
        ("# News\n\nPublish all contracts on detention within thirty days.\n", "SAME003", "open-books"),
        ("# News\n\n- Hold a public hearing before anything is signed.\n", "SAME003", "open-hearing"),
        ("# News\n\nThe letter was signed by 198 organizations.\n", "SAME004", "198 organizations"),
        ("# News\n\nAlmost 4 signers stand behind it.\n", "SAME004", "Almost 4 signers"),
        ("# News\n\nIt makes three demands.\n", "SAME002", "three demands"),
        ("# News\n\nIt went to the Chair of the Exemple Board.\n", "SAME006", "Chair of the Exemple Board"),
        ("# News\n\nThe Example Tabel for Open Books wrote it.\n", "SAME006", "Example Tabel for Open Books"),
    ],
)
def test_a_retyped_chapter_that_says_something_else_is_found(
    tmp_path: Path, chapter: str, code: str, words: str,
) -> None:
    (problem,) = told(tmp_path, chapter)
    assert problem.code == code and words in problem.what and problem.file.endswith("press-kit/release.md")


def test_a_chapter_of_ones_own_that_agrees_is_left_alone(tmp_path: Path) -> None:
    chapter = ("# News\n\n{{ joint.signers.organizations }} organizations and more than 3 signers in all made two "
               "demands: Publish every contract on detention within thirty days.\n\n"
               "It went to the Chair of the Example Board. Example Table for Open Books wrote it.\n")
    assert told(tmp_path, chapter) == []


def test_a_part_of_ones_own_that_renumbers_or_invents_is_found(tmp_path: Path) -> None:
    parts = tmp_path / "templates/parts/own.html.j2"
    parts.parent.mkdir(parents=True)
    parts.write_text(
        '{% macro own() -%}<ol><li data-demand="open-books"><b data-number="2">2</b><p class="t">Open the books</p>'
        '<p class="a">Publish it.</p></li><li data-demand="close-jail"><p class="t">{{ _(\'Close it\') }}</p></li></ol>'
        '<p data-count="organizations">5</p><p data-day="answer">December 16, 2026</p>{%- endmacro %}')
    codes = sorted(p.code for p in told(tmp_path, "# News\n\n{{ own() }}\n"))
    assert codes == ["SAME001", "SAME002", "SAME003", "SAME004", "SAME005"]


def test_a_build_with_a_contradiction_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE, documents=NAMES)
    own = path.with_suffix("") / "chapters/press-kit/release.md"
    own.parent.mkdir(parents=True)
    own.write_text("# News\n\nThe letter was signed by 198 organizations.\n")
    with pytest.raises(ProblemsFound, match="SAME004"):
        build(BuildRequest(path, TODAY, output=tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    assert "SAME004" in [p.code for p in check(path, today=TODAY)]
