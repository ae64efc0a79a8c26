"""Many events: read from a list, each in the time of its own place, in one table."""

from datetime import datetime
from pathlib import Path

import pytest

from build_toolkit.coalition.events import COLUMNS, ordered, read_events
from build_toolkit.importers.lists import read_list
from build_toolkit.problems import Report
from joint import DEMANDS, LETTER, composed, looked_at, write

HEAD = "date,time,zone,kind,city,host,state,place,permit\n"
GOOD = "2026-12-08,18:30,America/Chicago,vigil,Alder,Alder Friends,WI,Square,granted\n"


def read(tmp_path: Path, rows: str) -> tuple[list[str], list[tuple[str, int]]]:
    path = tmp_path / "events.csv"
    path.write_text(HEAD + rows)
    report = Report()
    found = read_events(read_list(path, "events.csv", COLUMNS, report), "events.csv", report)
    return [one.event.city for one in ordered(found)], [(p.code, p.line) for p in report]


def test_events_stand_by_day_then_by_state_and_city(tmp_path: Path) -> None:
    rows = GOOD + "2026-12-08,9:00,America/New_York,march,Birch,B,NC,,asked\n2026-12-07,20:00,UTC,rally,Zed,Z,ZZ,,\n"
    assert read(tmp_path, rows) == (["Zed", "Birch", "Alder"], [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (GOOD.replace("2026-12-08", "12/08/2026"), "EVENT001"),
        (GOOD.replace("18:30", "6.30 pm"), "EVENT001"),
        (GOOD.replace("vigil", "party"), "EVENT001"),
        (GOOD.replace("granted", "maybe"), "EVENT001"),
        (GOOD.replace("Alder,", ","), "EVENT001"),
        (GOOD.replace("America/Chicago", ""), "EVENT002"),
        (GOOD.replace("America/Chicago", "Central"), "EVENT002"),
        (GOOD, "EVENT003"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, row: str, code: str) -> None:
    assert read(tmp_path, GOOD + row)[1] == [(code, 3)]


def test_the_kit_shows_each_event_in_its_own_time(tmp_path: Path) -> None:
    text = DEMANDS + LETTER + "events_file: events.csv\nevent_kit: {intro: For hosts.}\n"
    path = write(tmp_path, text, documents="event-kit")
    (path.parent / "events.csv").write_text(HEAD + GOOD)
    joint, problems = looked_at(path)
    assert joint and not problems and joint.events[0].at == datetime(2026, 12, 8, 18, 30)
    (page,) = composed(path)
    assert not page.problems
    for words in ("Dec 8, 2026, 6:30", "Central Time", "Alder Friends", "granted", "Open the books"):
        assert words in page.html


def test_events_in_the_campaign_file_need_a_zone_too(tmp_path: Path) -> None:
    text = "events: [{kind: vigil, at: 2026-12-08T18:30, city: Alder, host: Friends}]\n"
    assert [p.code for p in looked_at(write(tmp_path, text))[1]] == ["EVENT002"]
