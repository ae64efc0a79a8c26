"""Commands that look: check, list, questions, facts show, new, places, schema."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from build_toolkit import build, check, load
from build_toolkit.cli.main import COMMANDS, run
from build_toolkit.files.roots import packaged
from build_toolkit.library.library import switched_on
from build_toolkit.problems import Problem

COUNTIES = packaged() / "toolkits/counties"
WAUKESHA = str(COUNTIES / "wi-waukesha.yaml")


def test_help_is_quick_to_load_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code = "import sys; from build_toolkit.cli.main import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in COMMANDS)
    heavy = {"weasyprint", "flask", "pydantic", "babel", "jinja2", "yaml", "rich"}
    assert not heavy & set(done.stderr.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert "Usage: build-toolkit " + name in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["documents", "policies", "campaigns", "languages"])
def test_list_says_the_same_as_text_and_json(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", kind, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert run(["list", kind]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [row["id"] for row in rows]
    wanted = {"documents": "toolkit", "policies": "pep", "campaigns": "wi-waukesha", "languages": "es"}[kind]
    assert wanted in {row["id"] for row in rows}


def test_questions_come_most_useful_first_and_say_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questions", WAUKESHA, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    first = [row["fact"] for row in rows[:3]]
    assert first[:2] == ["board.meeting", "detainers.received"]
    unlocks = [row["unlocks"] for row in rows[3:]]
    assert unlocks == sorted(unlocks, reverse=True) and rows[0]["where"] and rows[0]["passages"][0]["line"] > 0
    assert run(["questions", WAUKESHA]) == 0
    assert rows[0]["label"] in capsys.readouterr().out


def test_facts_show_where_each_comes_from_and_where_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "show", WAUKESHA, "--format", "json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    agreements = rows["here.agreement_count"]
    assert agreements["value"] == "2" and agreements["as_of"] == "2026-05-18" and agreements["old"]
    assert any(place.startswith("sourcebook (templates/documents/sourcebook/") for place in agreements["printed"])
    assert rows["board.name"]["origin"].endswith("wi-waukesha.yaml:" + str(
        Path(WAUKESHA).read_text().partition("  board.name:")[0].count("\n") + 1))
    assert run(["facts", "show", WAUKESHA]) == 0
    assert "board.name = Waukesha County Board of Supervisors" in capsys.readouterr().out


def test_new_writes_a_starter_that_checks_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "55133"]) == 0
    assert run(["check", "wi-waukesha.yaml"]) == 0
    (tmp_path / "wi-waukesha.yaml").write_text("mine")
    assert run(["new", "Waukesha County, WI"]) == 1
    assert (tmp_path / "wi-waukesha.yaml").read_text() == "mine"
    capsys.readouterr()
    assert run(["new", "Washington County"]) == 1
    assert "Washington County, OR" in capsys.readouterr().err


def test_the_starters_examples_are_valid_once_switched_on(tmp_path: Path) -> None:
    text = (COUNTIES / "_starter.yaml").read_text()
    words = {"@NAME@": "Dane County", "@PATH@": "us/wi/dane", "@STATE@": "Wisconsin", "@TODAY@": "2026-01-02"}
    for word, value in words.items():
        text = text.replace(word, value)
    file = tmp_path / "mine.yaml"
    more = "[toolkit, petition, sign-on-letter, press-kit]"
    file.write_text(switched_on(text).replace("[toolkit, talking-points]", more))
    assert yaml.safe_load(file.read_text())["coalition"]["members"]
    assert {p.code for p in check(file) if p.severity == "error"} == {"CAMP022"}         # they are examples still
    assert yaml.safe_load(file.read_text())["facts"]["jail.capacity"]["value"] == 400


def test_places_are_found_by_name_code_and_misspelling_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["places", "find", "waukeshaw wi"]) == 0
    assert capsys.readouterr().out == "55133  Waukesha County, WI  (wi-waukesha)\n"
    assert run(["places", "list", "--state", "Wisconsin", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 72
    assert run(["places", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3144
    assert run(["places", "find", "xyzzy"]) == 1


def test_check_speaks_json_and_github(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("place: us/wi/dane\npolicies: [287g]\ntitle: T\ntitel: 100%\n")
    assert run(["check", str(bad), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found[0]["line"], found[0]["code"]) == (4, "CAMP001")
    assert run(["check", str(bad), "--format", "github"]) == 1
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith("::error file=") and ",line=4,col=1,title=CAMP001::" in line


def test_no_name_or_heading_commands_the_terminal_or_the_workflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "a,line=9::b\x1b[2J\n\u202ec.yaml"
    Path(name).write_text("place: us/wi/dane\npolicies: [287g]\ntitle: T\ntitel: 100%\n")
    for form in ("text", "github"):
        assert run(["check", name, "--format", form]) == 1
        shown = capsys.readouterr()
        assert all(one.isprintable() for one in (shown.out + shown.err).replace("\n", ""))
        assert r"b\x1b[2J\n\u202ec.yaml" in shown.out + shown.err
    assert shown.out.startswith(r"::error file=a%2Cline=9%3A%3Ab\x1b[2J\n\u202ec.yaml,line=4,col=1,title=CAMP001::")


def test_what_a_problem_quotes_is_shown_letter_by_letter() -> None:
    told = str(Problem("a.csv", 1, 0, "LIST005", "no column is called \x1b[31mred \u202eturned\n.", "Write:\n\nname"))
    assert told == r"a.csv:1: no column is called \x1b[31mred \u202eturned\n. Write: [LIST005]" + "\n\nname"


def test_the_python_interface_is_three_typed_functions() -> None:
    assert all(callable(one) for one in (load, check, build))
    campaign = load(WAUKESHA)
    assert campaign.place.fips == "55133" and campaign.here.models == ("jem", "wso")
    assert len(campaign.digest()) == 64 and campaign.digest() == load(WAUKESHA).digest()
