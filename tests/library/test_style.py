"""The style sheet's checks name planted faults with file and line, and nothing that is shipped fails."""

import json
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.library.library import Library
from build_toolkit.problems import Report, Severity
from build_toolkit.translators.style import SHEET, Sheet, Style, Turn, styles

ROOT = packaged()
CALM = ("You and your neighbors can ask the sheriff one question this week. We have written it down for you, so that "
        "you can read it to the board.\n\n")
GOOD = f"# Ask the board one question\n\n{CALM * 5}"
PLANTED = {                                         # what is wrong: (code, whether it fails)
    "The jail " + "and the jail " * 9 + "answers.": ("STY011", True),
    "The jail " + "and the jail " * 7 + "answers.": ("STY011", False),
    "You can ask whoever runs the jail about this.": ("STY021", True),
    "You can hold this hearing at home, or at the library.": ("STY021", True),
    "You can read about it in the table below, line by line.": ("STY022", True),
    "This page is not reviewed by anyone who knows the law.": ("STY024", True),
    "This page was written for you in a hurry.†": ("STY024", True),
    "You can call our friends at 866-DHS-2-ICE for help.": ("STY025", True),
    "It happened in our county, and nobody said a word about it.": ("STY031", False),
    "## How it goes when you ask\n\nYou ask, and we listen to them.": ("", False),
    "## Ask\n\n## Listen\n\nYou ask, and we listen to their answer.": ("STY041", True),
    "You can bring one thing with you:\n\n- A pen that writes\n\nThat is all you need for now.": ("STY042", True),
    "It was so.{{ cite('a') }}{{ cite('b') }}{{ cite('c') }} And you can ask about it all.": ("STY035", False),
    "It was so.{{ cite('a') }} You ask.{{ cite('b') }} We look.{{ cite('c') }} And you can ask.": ("", False),
    "It was so.{{ cite('a') }}{{ cite('b') }}{{ cite('c') }}{{ cite('d') }}{{ cite('e') }} You ask.": (
        "STY035", True),
}


def checked(folder: Path, chapters: dict[str, str], name: str = "toolkit", level: int = 8) -> Style:
    """Return how a document of these chapters keeps to the shipped sheet."""
    home = folder / f"templates/documents/{name}"
    (home / "chapters").mkdir(parents=True)
    listed = "".join(f"  - file: {file}\n" for file in chapters)
    (home / "document.yaml").write_text(
        f"id: {name}\ntitle: T\npurpose: P\nlayout: booklet\nreading_level: {level}\nchapters:\n{listed}")
    for file, text in chapters.items():
        (home / "chapters" / file).write_text(text, encoding="utf-8")
    (folder / SHEET).write_text((ROOT / SHEET).read_text(encoding="utf-8"), encoding="utf-8")
    report = Report()
    found = {one.document: one for one in styles(Roots((folder.resolve(),)), report)}
    assert not report.errors
    return found[name]


def kinds(found: Style) -> list[tuple[str, bool]]:
    return sorted((one.code, one.severity is Severity.ERROR) for one in found.problems)


def test_a_page_that_keeps_to_the_sheet_has_nothing_to_be_told(tmp_path: Path) -> None:
    assert kinds(checked(tmp_path, {"a.md": GOOD})) == []


@pytest.mark.parametrize(("text", "told"), PLANTED.items())
def test_a_planted_fault_is_named_with_file_and_line(tmp_path: Path, text: str, told: tuple[str, bool]) -> None:
    found = checked(tmp_path, {"a.md": f"{GOOD}{text}\n"})
    assert kinds(found) == ([told] if told[0] else [])
    for one in found.problems:
        assert one.file == "templates/documents/toolkit/chapters/a.md"
        assert len(GOOD.splitlines()) < one.line <= len(GOOD.splitlines()) + 4
        assert one.fix


@pytest.mark.parametrize(("title", "told"), {
    "How holds work": ("STY032", True), "What can we ask?": None, "An agreement ends in writing": None,
    "Two agreements tie our own jail to ICE, and both can end soon": ("STY033", False),
    "Two agreements tie our own jail to ICE, and both can end soon in writing": ("STY033", True),
}.items())
def test_a_title_is_a_finding_of_ten_words(tmp_path: Path, title: str, told: tuple[str, bool] | None) -> None:
    assert kinds(checked(tmp_path, {"a.md": f"# {title}\n\n{CALM * 5}"})) == ([told] if told else [])


def test_a_topic_for_a_title_is_looked_at_only_outside_of_the_two_books(tmp_path: Path) -> None:
    found = checked(tmp_path, {"a.md": f"# How holds work\n\n{CALM * 5}"}, "flyer")
    assert kinds(found) == [("STY032", False)]


def test_a_figure_or_a_case_is_told_once_in_a_book(tmp_path: Path) -> None:
    twice = "Our county paid $4.5 million after Miller v. Jones, and you paid for it with us.\n"
    found = checked(tmp_path, {"a.md": GOOD + twice, "b.md": GOOD + twice})
    assert kinds(found) == [("STY034", True)] * 2
    assert {one.file[-4:] for one in found.problems} == {"b.md"}
    assert all("chapters/a.md:" in one.what for one in found.problems)
    assert found.doubled == 2


def test_branches_of_one_chapter_may_tell_the_same_figure(tmp_path: Path) -> None:
    told = "You can tell them that our county paid $4.5 million for this.\n"
    text = f"{GOOD}{{% if when(since='2020-01-01') %}}\n{told}{{% else %}}\nSo then. {told}{{% endif %}}\n"
    assert kinds(checked(tmp_path, {"a.md": text})) == []


@pytest.mark.parametrize(("text", "told"), [
    ("Officers are held to it by a rule that was written for them long ago. " * 24, ("STY015", True)),
    ("The board met in the old hall and spoke of money for roads and bridges. " * 24, ("STY014", True)),
    ("You ask. We wait. They nod. We thank them. You and our friends can do this in one evening. " * 8,
     ("STY012", True)),
    ("Institutional accountability necessitates comprehensive documentation from your administrators. " * 24,
     ("STY013", True)),
])
def test_a_document_is_measured_as_a_whole(tmp_path: Path, text: str, told: tuple[str, bool]) -> None:
    found = checked(tmp_path, {"a.md": f"# Ask the board one question\n\n{text}\n"})
    assert told in kinds(found)


def test_longer_sentences_are_free_where_lawyers_read(tmp_path: Path) -> None:
    text = f"{GOOD}The jail {'and the jail ' * 9}answers.\n"
    assert kinds(checked(tmp_path, {"a.md": text}, "sourcebook", 9)) == []


def test_a_draft_for_a_board_has_no_marks_of_notes(tmp_path: Path) -> None:
    found = checked(tmp_path, {"a.md": f"{GOOD}The county holds people for ICE.‡\n\nPassed on day ____ of the month it "
                                       "is in.\n"}, "ordinance", 10)
    assert [one.code for one in found.problems].count("STY023") == 2


def test_a_universal_with_its_source_is_sure_and_a_quote_is_not_ours(tmp_path: Path) -> None:
    text = ("You can say that nobody was charged. {# sure: the jail's report #}\n\n"
            "The sheriff told us “we never did” when you asked him.\n\nNever tell them where your friends live.\n\n"
            "Hold no one for ICE. A board often cannot order a sheriff, and that is not always bad.\n")
    assert kinds(checked(tmp_path, {"a.md": GOOD + text})) == []


def test_a_rule_that_is_no_pattern_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / SHEET).write_text("turns:\n  - {avoid: 'a(', use: b, example: c}\n")
    report = Report()
    assert styles(Roots((tmp_path.resolve(),)), report) == ()
    assert [(one.file, one.line, one.code) for one in report] == [(SHEET, 2, "STY002")]


def shipped_turns() -> list[Turn]:
    sheet = Library(Roots((ROOT,)), Report()).file(SHEET, Sheet, "STY", "")
    assert sheet is not None
    return [*sheet.turns, *sheet.legal, *sheet.face, *sheet.pointers]


@pytest.mark.parametrize("turn", shipped_turns(), ids=lambda turn: turn.example)
def test_every_turn_finds_its_own_example_and_not_what_to_use(turn: Turn) -> None:
    assert turn.pattern.search(turn.example)
    assert not turn.pattern.search(turn.use)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Style]:
    return {one.document: one for one in styles(Roots((ROOT,)), Report())}


def test_nothing_that_is_shipped_fails(shipped: dict[str, Style]) -> None:
    assert not [str(one) for found in shipped.values() for one in found.problems
                if one.severity is Severity.ERROR]


@pytest.mark.parametrize("table", ["toolkit", "policies", "parts", "layouts", "clauses", "records", "rights"])
def test_documents_and_tables_are_all_read(shipped: dict[str, Style], table: str) -> None:
    assert shipped[table].measure.words > 200


def test_the_command_tells_as_json_and_fails_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checked(tmp_path, {"a.md": f"{GOOD}You can ask whoever runs the jail about this.\n"})
    style = ["locales", "style", "toolkit", "--project", str(tmp_path)]
    assert run([*style, "--format", "json"]) == 0
    assert [one["code"] for one in json.loads(capsys.readouterr().out)] == ["STY021"]
    assert run([*style, "--check"]) == 1
    assert run(["locales", "style", "toolkitt", "--project", str(tmp_path)]) == 1
    assert "STY003" in capsys.readouterr().err
