"""`override` and `update`: what people copied and changed follows what it was copied from, by their own hand."""

from itertools import product
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.overrides import merged

FLYER = "templates/documents/flyer/chapters/flyer.md"
NOTE = "templates/parts/note.html.j2"
LAW, FEDERAL = "toolkits/law/wi.yaml", "toolkits/law/federal.yaml"
BOARD = "one\ntwo\nthree\nfour\nfive\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project on a layer, whose files can become newer as those of the program do."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "dane.yaml").write_text("place: us/wi/dane\npolicies: [287g]\ndocuments: [flyer]\ntitle: Who decides?\n")
    (folder / "build-toolkit.yaml").write_text("layers: [../kit]\n")
    newer(tmp_path, NOTE, BOARD)
    monkeypatch.chdir(folder)
    return folder


def newer(beside: Path, name: str, text: str) -> None:
    (beside / "kit" / name).parent.mkdir(parents=True, exist_ok=True)
    (beside / "kit" / name).write_text(text)


def told(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> str:
    capsys.readouterr()
    assert run(["update", "dane.yaml", *arguments]) == code
    return capsys.readouterr().out


def test_a_copy_is_older_once_its_original_changed_and_a_proposal_has_both(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["override", NOTE]) == 0
    mine = project / NOTE
    assert mine.read_text() == BOARD and "the same as the original" in told(capsys, 0)
    mine.write_text(BOARD.replace("two", "my two"))
    assert "up to date" in told(capsys, 0)
    newer(project.parent, NOTE, BOARD.replace("four", "new four"))
    found = told(capsys, 1)
    assert "older than what it stands for. 1 place changed" in found and "by you too" not in found
    proposal = mine.with_name(f"{mine.name}.proposed")
    assert mine.read_text() == BOARD.replace("two", "my two")
    assert proposal.read_text() == "one\nmy two\nthree\nnew four\nfive\n"
    mine.write_bytes(proposal.read_bytes())
    assert "noted as up to date" in told(capsys, 0, "--done", NOTE)
    assert not proposal.exists() and "up to date" in told(capsys, 0)


def test_where_both_changed_a_place_all_three_stand_in_the_proposal(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    run(["override", NOTE])
    (project / NOTE).write_text(BOARD.replace("two", "my two"))
    newer(project.parent, NOTE, BOARD.replace("two", "new two"))
    assert "1 of them changed by you too" in told(capsys, 1)
    assert (project / f"{NOTE}.proposed").read_text() == (
        "one\n<<<<<<< yours\nmy two\n||||||| as it was when you copied it\ntwo\n=======\nnew two\n"
        ">>>>>>> as it is now\nthree\nfour\nfive\n")


def test_marks_of_two_versions_are_never_settled(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["override", NOTE]) == 0
    mine = project / NOTE
    mine.write_text(BOARD.replace("two", "my two"))
    newer(project.parent, NOTE, BOARD.replace("two", "new two"))
    told(capsys, 1)
    mine.write_bytes(mine.with_name(f"{mine.name}.proposed").read_bytes())
    assert run(["update", "dane.yaml", "--done", NOTE]) == 1
    assert "note.html.j2:2: two versions of this place stand" in capsys.readouterr().err
    assert mine.with_name(f"{mine.name}.proposed").exists()


def test_a_proposal_that_somebody_works_on_is_not_overwritten(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    run(["override", NOTE])
    (project / NOTE).write_text("mine\n")
    newer(project.parent, NOTE, "new\n")
    told(capsys, 1)
    (project / f"{NOTE}.proposed").write_text("half done\n")
    assert "stays as it is" in told(capsys, 1)
    assert (project / f"{NOTE}.proposed").read_text() == "half done\n"


def test_a_chapter_for_one_campaign_is_copied_to_where_it_is_read(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    newer(project.parent, FLYER, "# Come\n\nTo the board.\n")
    assert run(["override", FLYER, "--for", "dane.yaml"]) == 0
    mine = project / "dane/chapters/flyer/flyer.md"
    mine.write_text(mine.read_text().replace("To the board.", "To our board."))
    assert run(["build", "dane.yaml", "--format", "txt"]) == 0
    assert "To our board." in (project / "build/dane/en/flyer.txt").read_text()
    newer(project.parent, FLYER, "# Come all\n\nTo the board.\n")
    assert "dane/chapters/flyer/flyer.md: older" in told(capsys, 1)
    assert (mine.parent / "flyer.md.proposed").read_text() == "# Come all\n\nTo our board.\n"
    assert run(["check", "dane.yaml"]) == 0


def test_what_changed_since_the_last_build_is_told_law_by_rule(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    from build_toolkit.files.roots import packaged

    law, federal = (packaged() / LAW).read_text(), (packaged() / FEDERAL).read_text()
    newer(project.parent, LAW, law)
    newer(project.parent, FEDERAL, federal)
    assert "not built here yet" in told(capsys, 0)
    assert run(["build", "dane.yaml", "--format", "txt"]) == 0
    assert "as they were" in told(capsys, 0)
    newer(project.parent, NOTE, "new\n")
    newer(project.parent, "templates/parts/other.html.j2", "")
    newer(project.parent, LAW, law.replace("checked_on: 20", "checked_on:  20"))
    rule = federal.partition("- id: ")[2].partition("\n")[0]
    newer(project.parent, FEDERAL, federal.replace("    name: ", "    name: Amended ", 1))
    found = told(capsys, 0)
    assert f"changed: {FEDERAL}, rule {rule}\n" in found and found.count(FEDERAL) == 1
    assert f"changed: {NOTE}" in found and "new: templates/parts/other.html.j2" in found
    assert f"changed: {LAW}\n" in found and "Last built on" in found
    assert run(["build", "dane.yaml", "--format", "txt"]) == 0
    assert "as they were" in told(capsys, 0)


def test_a_copy_made_by_hand_is_told_as_such_and_can_be_settled(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    run(["build", "dane.yaml", "--format", "txt"])
    (project / NOTE).parent.mkdir(parents=True)
    (project / NOTE).write_text("mine\n")
    assert "nobody kept what it was copied from. The original is as it was" in told(capsys, 0)
    newer(project.parent, NOTE, "new\n")
    assert "The original has changed since your last build." in told(capsys, 0)
    told(capsys, 0, "--done", NOTE)
    assert "up to date" in told(capsys, 0) and (project / NOTE).read_text() == "mine\n"


@pytest.mark.parametrize(("arguments", "words"), [
    (("override", "templates/parts/covr.html.j2"), "Did you mean 'templates/parts/cover.html.j2'?"),
    (("override", LAW, "--for", "dane.yaml"), "Only chapters can be copied with --for"),
    (("override", "../kit/templates/parts/note.html.j2"), "there is no shared file"),
    (("update", "dane.yaml", "--done", "nothing"), "'nothing' is none of your copies"),
])
def test_what_cannot_be_copied_or_settled_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str,
) -> None:
    assert run(list(arguments)) == 1
    assert words in capsys.readouterr().err


def test_a_copy_that_is_there_is_not_overwritten(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["override", NOTE])
    (project / NOTE).write_text("mine\n")
    assert run(["override", NOTE]) == 1
    assert (project / NOTE).read_text() == "mine\n" and "CMD001" in capsys.readouterr().err


def test_an_older_campaign_that_has_a_fault_still_gets_its_copies_compared(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    run(["override", NOTE])
    (project / NOTE).write_text(BOARD.replace("two", "my two"))
    newer(project.parent, NOTE, BOARD.replace("four", "new four"))
    (project / "dane.yaml").write_text("place: us/wi/dane\npolicys: [287g]\ntitle: T\n")
    assert run(["update", "dane.yaml"]) == 1
    out, err = capsys.readouterr()
    assert "older than what it stands for" in out and "dane.yaml:2:1: 'policys'" in err


TEXTS = ["".join(lines) for size in range(4) for lines in product(("a\n", "b\n"), repeat=size)]


def test_a_merge_with_what_did_not_change_is_the_other() -> None:
    for base, mine in product(TEXTS, TEXTS):
        assert merged(mine, base, base) == (mine, 0, 0)
        assert merged(base, base, mine).text == mine and merged(mine, base, mine).text == mine
        assert not merged(base, base, mine).conflicts
