"""`new`: a first file for a newcomer, who knows a town or an old name and has no patience with YAML."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.library.library import switched_on
from build_toolkit.pipeline import check, load


def talk(folder: Path, *lines: str, arguments: tuple[str, ...] = ("new",)) -> tuple[int, str]:
    """Run the program on a terminal, with these lines typed into it; return its exit code and what it said."""
    ours, theirs = pty.openpty()
    told = subprocess.Popen([sys.executable, "-m", "build_toolkit", *arguments], stdin=theirs, cwd=folder,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            env={**os.environ, "SOURCE_DATE_EPOCH": "1779062400"})
    os.close(theirs)
    os.write(ours, "".join(f"{line}\n" for line in lines).encode())
    said = told.communicate(timeout=60)[0]
    os.close(ours)
    return told.returncode, said


def test_on_a_terminal_it_asks_and_the_answers_stand_in_the_file(tmp_path: Path) -> None:
    code, said = talk(
        tmp_path, "Springfield", "3", 'Neighbors: of "X"', "12", "217-555-0142", "neighbors.net",
        "https://neighbors.net/x", "2026-12-15", "2026-12-15 18:30", "Library, 1 Main", "Jane Roe", "",
        "2026-12-08T18:00", "the county clerk’s office")
    assert code == 0 and "3  Sangamon County, IL" in said and "Springfield is in Sangamon County, IL" in said
    for words in ("'12' is no telephone number", "write https://neighbors.net", "2026-12-15 has no hour"):
        assert words in said
    file = tmp_path / "il-sangamon.yaml"
    group, facts = load(file).coalition, load(file).facts
    assert group and group.meeting
    assert (group.name, group.phone, group.web) == ('Neighbors: of "X"', "217-555-0142", "https://neighbors.net/x")
    assert (str(group.meeting.at), group.meeting.place) == ("2026-12-15 18:30:00", "Library, 1 Main")
    assert facts["sheriff.name"].value == "Jane Roe" and "board.chair" not in facts
    assert str(facts["board.meeting"].value) == "2026-12-08 18:00:00"
    assert "\n#  board.chair:" in file.read_text() and not [p for p in check(file) if p.severity == "error"]


def test_every_question_but_the_county_can_be_left_open(tmp_path: Path) -> None:
    code, _ = talk(tmp_path, "wi-waukesha", "", "", "", "")
    assert code == 0 and run(["new", "55133", "-o", str(tmp_path / "plain.yaml"), "--today", "2026-05-18"]) == 0
    assert (tmp_path / "wi-waukesha.yaml").read_text() == (tmp_path / "plain.yaml").read_text()


def test_in_a_pipe_it_does_not_ask_but_says_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = subprocess.run([sys.executable, "-m", "build_toolkit", "new"], input="Springfield\n", cwd=tmp_path,
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2 and 'build-toolkit new "Waukesha County, WI"' in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("typed", "file"), [
    ("Sheboygan", "wi-sheboygan"), ("Dade City, FL", "fl-pasco"), ("Shannon County, SD", "sd-oglala-lakota"),
    ("wi-dane", "wi-dane"), ("Waukesha County, WI, USA", "wi-waukesha"),
])
def test_a_town_or_a_former_name_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, file: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", typed]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{file}.yaml"]


@pytest.mark.parametrize(("typed", "words"), [
    ("Springfield", 'build-toolkit new "Greene County, MO"'),
    ("53081", "is it a ZIP code? Those cross the borders of counties. Write the county"),
    ("Milwauke", "Did you mean Milwaukee County, WI?"),
    ("Puerto Rico", "is a territory, and the law and the lists"),
    ("Springfield", "Or another town: only county seats and some other towns are known here. Look up which county"),
    ("Nowhere at all", "If it is a town: only county seats and some other towns are known here."),
    ("West Hartford, CT", "write that county's name; build-toolkit places list --state CT has all of its state"),
    ("Hartford, CT", "Hartford County is no more"),
])
def test_what_names_no_county_is_sent_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], typed: str, words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", typed]) == 1
    assert words in capfd.readouterr().err and not list(tmp_path.iterdir())


def test_offices_that_a_county_does_not_have_are_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "Kalawao County, HI"]) == 0
    starter = (tmp_path / "hi-kalawao.yaml").read_text()
    assert "heriff" not in starter and "board.chair" not in starter and "#  jail.capacity:" in starter
    (tmp_path / "hi-kalawao.yaml").write_text(switched_on(starter))
    capfd.readouterr()
    assert run(["questions", "hi-kalawao.yaml"]) == 0
    told = capfd.readouterr().out
    assert "[jail." in told and "[sheriff." not in told and "[board." not in told
    assert run(["new", "wi-dane"]) == 0 and "#  sheriff.name:" in (tmp_path / "wi-dane.yaml").read_text()


@pytest.mark.parametrize(("line", "offered"), [
    ("build-toolkit new wauk", "wi-waukesha"),
    ("build-toolkit wi-dane.yaml -d talk", "talking-points"),
    ("build-toolkit build x.yaml -l e", "es"),
    ("build-toolkit records answer x.yaml jail.cap", "jail.capacity"),
    ("build-toolkit batch --policy det", "detainers"),
])
def test_the_shell_completes_names(tmp_path: Path, line: str, offered: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "build_toolkit"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "_BUILD_TOOLKIT_COMPLETE": "bash_complete", "COMP_WORDS": line,
             "COMP_CWORD": str(len(line.split()) - 1)})
    assert f"plain,{offered}" in done.stdout.splitlines(), done.stderr
