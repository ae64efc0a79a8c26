"""Check, build, build --strict and the library say the same of a campaign, each cause once, with what to do next."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.pipeline import BuildRequest, Session, build, check
from build_toolkit.problems import Problem, ProblemsFound
from note import CAMPAIGN, note_project

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 30)
SOURCE = "sources:\n  web: {title: A page, publisher: Dane County, read_on: 2026-11-01}\n"
OLD = "facts:\n  jail.capacity: {value: 400, as_of: 2019-01-01, source: web}\n" + SOURCE
CITING = "# A note\n\n{{ nation.by_model.wso }} of {{ nation.agreements }} are here: {{ here.list_date }}.\n\n" \
         "{{ facts.jail.capacity }} beds.\n\n{{ sources_list() }}\n"
Told = pytest.CaptureFixture[str]
CAMPAIGNS = {                                        # what is told of each, by code
    "good": (CAMPAIGN, []),
    "an old fact": (CAMPAIGN + OLD, ["FACT007"]),
    "two faults": (CAMPAIGN.replace("[note]", "[note, flier]").replace("[en]", "[en, sp]"), ["CAMP005", "LOC010"]),
    "a meeting gone by": (CAMPAIGN + "facts:\n  board.meeting: {value: 2026-11-03T18:00, as_of: 2026-10-01, "
                          "source: web}\n" + SOURCE, ["FACT008"]),
    "no YAML": (CAMPAIGN + " x: y\n", ["YAML006"]),
    "an unknown source": (CAMPAIGN + "facts:\n  jail.capacity: {value: 4, as_of: 2026-11-01, source: web}\n",
                          ["FACT006"]),
    "a title that is not translated": (CAMPAIGN.replace("[en]", "[en, es]").replace("A small test", "Our own words"),
                                       ["LOC111"]),
    "an address of examples": (CAMPAIGN + "coalition: {name: Us, contact: us@example.org}\n", ["CAMP023"]),
    "a phone in the title": (CAMPAIGN.replace("A small test", "Call 414-867-5309 about {place.name}"), ["PRIV003"]),
    "a document for others": (CAMPAIGN.replace("[note]", "[note, petition]"), ["DOC006"]),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    note_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(file: Path, **more: object) -> BuildRequest:
    return BuildRequest(file, DAY, output=Path("build"), **more)         # type: ignore[arg-type]


def said(problems: Iterable[Problem]) -> Counter[tuple[str, str, int, str]]:
    """Return what is told: each problem with its place, code and weight."""
    return Counter((one.file, one.code, one.line, str(one.severity)) for one in problems)


def built(request: BuildRequest) -> list[Problem]:
    """Return all that a build has to say, whether it was stopped or not."""
    try:
        result = build(request)
    except ProblemsFound as found:
        return list(found.report)
    return [*result.problems, *result.stopped]


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_check_build_and_a_session_say_the_same(project: Path, name: str) -> None:
    text, codes = CAMPAIGNS[name]
    file = project / "county.yaml"
    file.write_text(text)
    checked = check(asked(file))
    assert {one.code for one in checked} >= set(codes) and (codes or not checked)
    assert said(checked) == said(built(asked(file)))
    with Session(asked(file)) as session:
        list(session.update())
        assert said(session.problems) == said(checked)
    if checked:
        with pytest.raises(ProblemsFound) as strict:
            build(asked(file, strict=True))
        assert said(strict.value.report) == said(checked)


@pytest.mark.parametrize("file", ["counties/wi-waukesha.yaml", "counties/tx-el-paso.yaml"])
def test_check_and_build_say_the_same_of_shipped_campaigns(tmp_path: Path, file: str) -> None:
    request = BuildRequest(ROOT / "toolkits" / file, DAY, output=tmp_path, documents=("fact-sheet", "flyer"))
    assert said(check(request)) == said(built(request))


@pytest.mark.parametrize("name", ["good", "an old fact", "two faults", "an unknown source"])
def test_exit_codes_agree(project: Path, capsys: Told, name: str) -> None:
    (project / "county.yaml").write_text(CAMPAIGNS[name][0])
    for strict in ([], ["--strict"]):
        codes = {run([*command, "county.yaml", "--today", "2026-11-29", *strict]) for command in (["check"], ["build"])}
        assert len(codes) == 1, capsys.readouterr().err


def test_an_old_list_is_told_once_with_the_next_command(project: Path, capsys: Told) -> None:
    (project / "templates/documents/note/chapters/note.md").write_text(CITING)
    (project / "county.yaml").write_text(CAMPAIGN)
    for command in (["check"], ["build"], ["build"]):                    # the last one finds nothing changed
        assert run([*command, "county.yaml", "--today", "2026-11-29"]) == 0
        (line,) = [one for one in capsys.readouterr().err.splitlines() if "FACT007" in one]
        assert re.search(r"the list of May 18, 2026 .* is older than 90 days: 3 figures carry a dagger\. Newer list: "
                         r"https://www\.ice\.gov/\S+; then: build-toolkit facts import ice-287g FILE", line)
        assert not line.startswith("toolkits/")      # it came with the program, and lies in no folder of the user
    assert run(["check", "county.yaml", "--today", "2026-11-29", "-v"]) == 0
    assert "  nation.agreements, good until 2026-08-16" in capsys.readouterr().err.splitlines()


def test_warnings_alike_are_counted_and_all_listed_when_asked(project: Path, capsys: Told) -> None:
    facts = "".join(f"  {key}: {{value: 4, as_of: 2015-01-01, source: web}}\n" for key in (
        "jail.capacity", "jail.bookings", "detainers.received", "detainers.held", "jail.deaths"))
    uses = "\n\n".join(f"{{{{ facts.{line.split(':')[0].strip()} }}}}." for line in facts.splitlines())
    (project / "templates/documents/note/chapters/note.md").write_text(
        f"# A note\n\n{uses}\n\n{{{{ sources_list() }}}}\n")
    (project / "county.yaml").write_text(f"{CAMPAIGN}facts:\n{facts}{SOURCE}")
    run(["check", "county.yaml", "--today", "2026-11-29"])
    err = capsys.readouterr().err
    number = int(re.search(r"and (\d+) more like these \[FACT007\]; -v lists all", err)[1])           # type: ignore[index]
    assert err.count("[FACT007]") == 4
    run(["check", "county.yaml", "--today", "2026-11-29", "-v"])
    assert capsys.readouterr().err.count("[FACT007]") == 3 + number
    run(["check", "county.yaml", "--today", "2026-11-29", "--format", "json"])
    assert len([one for one in json.loads(capsys.readouterr().out) if one["code"] == "FACT007"]) == 3 + number


def test_strict_says_that_it_stopped_the_build(project: Path, capsys: Told) -> None:
    (project / "county.yaml").write_text(CAMPAIGNS["an address of examples"][0])
    assert run(["county.yaml", "--strict", "--today", "2026-11-29"]) == 1
    assert "Not built: 0 errors, 1 warning. --strict lets warnings stop it." in capsys.readouterr().err


def test_what_stands_as_the_starter_gave_it_is_told_line_by_line(project: Path, capsys: Told) -> None:
    assert run(["new", "Sheboygan County, WI", "-o", "county.yaml", "--today", "2026-11-29"]) == 0
    file = project / "county.yaml"
    text = re.sub(r"(?m)^#(?=[a-z]| {2})", "", file.read_text()).replace("[toolkit, talking-points]", "[note]")
    file.write_text(text.replace("name: Neighbors of Sheboygan County", "name: Lakeshore Neighbors"))
    capsys.readouterr()
    assert run(["check", "county.yaml", "--today", "2026-11-29", "-v"]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if "CAMP022" in line]
    assert any("coalition.members stands as the starter gave it (First Church)" in line for line in told)
    assert any("jail.capacity stands as the starter gave it (400)" in line for line in told)
    assert not any("coalition.name" in line for line in told)
    for line in told:
        number = int(line.split(":")[1])
        assert re.search(r"\((.+?)\)\. Write", line)[1][:16] in text.splitlines()[number - 1]         # type: ignore[index]


def test_a_row_of_a_list_with_an_unknown_fact_is_told(project: Path, capsys: Told) -> None:
    (project / "toolkits/facts/ours").mkdir(parents=True)
    (project / "toolkits/facts/ours/2026-11-01.csv").write_text(
        "fips,fact,value,as_of,source\n55133,jail.beds,400,2026-11-01,web\n")
    (project / "county.yaml").write_text(CAMPAIGN)
    run(["check", "county.yaml", "--today", "2026-11-29"])
    assert "toolkits/facts/ours/2026-11-01.csv:2: warning: there is no fact 'jail.beds', so that this row prints " \
           "nowhere. Did you mean 'jail.capacity'" in capsys.readouterr().err


def test_the_plan_of_a_batch_tells_what_the_batch_would(project: Path, capsys: Told) -> None:
    text = CAMPAIGNS["a meeting gone by"][0] + "demands: [end-ice]\n"
    (project / "toolkits/counties/wi-waukesha.yaml").write_text(text)
    batch = ["batch", "--county", "Waukesha County, WI", "-d", "note", "--today", "2026-11-29"]
    assert run([*batch, "--plan"]) == 1
    planned = [line for line in capsys.readouterr().err.splitlines() if line.endswith("]")]
    assert run(batch) == 1
    built = [line for line in capsys.readouterr().err.splitlines() if line.endswith("]")]
    assert planned == built and {"FACT008", "CAMP004"} == {line[-8:-1] for line in planned}


def test_what_the_campaign_file_says_is_told_there_and_at_no_template(project: Path, capsys: Told) -> None:
    (project / "county.yaml").write_text(CAMPAIGNS["a phone in the title"][0].replace("[note]", "[flyer]"))
    assert run(["check", "county.yaml", "--today", "2026-11-29"]) == 1
    private = [line for line in capsys.readouterr().err.splitlines() if "PRIV003" in line]
    assert len(private) == 1 and private[0].startswith("county.yaml:5:")
