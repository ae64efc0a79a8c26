"""Calendars: what the page names and no more, read back by a calendar program; the same thing keeps its mark."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar

from build_toolkit.formats.dates import Due, calendar, dues, write
from build_toolkit.formats.job import FormatJob
from build_toolkit.page.tree import parse
from forms import job, jobs, written

CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
documents: [timeline]
languages: [en, es]
title: A test of days
facts:
  board.meeting: {value: "2026-12-15T18:30", as_of: 2026-11-20, source: notice}
  board.agenda_deadline: {value: 2026-12-08, as_of: 2026-11-20, source: notice}
  board.room: {value: "Room 1, Example Hall", as_of: 2026-11-20, source: notice}
sources:
  notice: {title: Notice, publisher: Example County, date: 2026-11-20, read_on: 2026-11-20}
"""


def county(folder: Path, text: str = CAMPAIGN, **more: object) -> tuple[FormatJob, ...]:
    home = folder / "toolkits/counties"
    home.mkdir(parents=True, exist_ok=True)
    (home / "test.yaml").write_text(text, encoding="utf-8")
    return written(home / "test.yaml", **more)


def events(one: FormatJob) -> dict[str, Any]:
    (made,) = write(one)
    return {str(event["summary"]): event for event in Calendar.from_ical(made.data).walk("VEVENT")}


def test_events_are_in_the_time_of_their_place_and_the_zones_come_along() -> None:
    one = job("coalitions/end-287g-letter-2009", "event-kit")
    (made,) = write(one)
    read_back = Calendar.from_ical(made.data)
    zones = {str(zone["tzid"]) for zone in read_back.walk("VTIMEZONE")}
    assert "America/Phoenix" in zones and len(zones) >= 4
    vigils = [event for event in read_back.walk("VEVENT") if "Hazelby Ford" in event["summary"]]
    assert [event.decoded("dtstart").isoformat() for event in vigils] == ["2009-08-27T18:00:00-07:00"]
    assert "Hazelby Ford, AZ" in vigils[0]["location"]
    assert len(read_back.walk("VEVENT")) == made.about["entries"] == len(one.campaign.joint.events)  # type: ignore[union-attr]
    assert not read_back.walk("VALARM")


def test_deadlines_are_whole_days_with_an_alarm_three_days_before() -> None:
    found = events(job("coalitions/detention-letter-2024", "sign-on-letter"))
    (event,) = found.values()
    assert event["summary"].startswith("Answer asked by") and event.decoded("dtstart") == date(2024, 12, 2)
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-63)
    assert "Example: names are invented" in event["description"]


def test_a_call_that_is_closed_asks_nobody_to_sign_on_a_day() -> None:
    assert list(write(job("coalitions/end-287g-letter-2009", "sign-on-call"))) == []


def test_a_calendar_works_back_from_the_meeting_and_names_nothing_that_is_past(tmp_path: Path) -> None:
    english, spanish = county(tmp_path)
    found = events(english)
    assert found["Next meeting of the board"].decoded("dtstart") == datetime(2026, 12, 15, 18, 30)
    assert found["Flyers, letters to the paper, calls."].decoded("dtstart") == date(2026, 12, 1)
    assert min(event.decoded("dtstart") for event in found.values()
               if not isinstance(event.decoded("dtstart"), datetime)) >= date(2026, 11, 30)
    assert {event["uid"] for event in found.values()} == {event["uid"] for event in events(spanish).values()}
    assert not set(found) & set(events(spanish))


def test_a_thing_that_is_moved_keeps_its_mark(tmp_path: Path) -> None:
    before = events(county(tmp_path, languages=("en",))[0])
    after = events(county(tmp_path, CAMPAIGN.replace("2026-12-15T18:30", "2026-12-16T19:00"), languages=("en",))[0])
    name = "Next meeting of the board"
    assert before[name]["uid"] == after[name]["uid"]
    assert before[name].decoded("dtstart") != after[name].decoded("dtstart")


def test_the_same_input_gives_the_same_bytes_in_lines_of_75_octets() -> None:
    one = job("coalitions/end-287g-letter-2009", "event-kit")
    (first,), (second,) = write(one), write(one)
    assert first.data == second.data
    assert max(len(line) for line in first.data.split(b"\r\n")) <= 75
    assert b"ORGANIZER" not in first.data and b"ATTENDEE" not in first.data


def test_a_page_without_a_day_gives_no_file_and_says_so() -> None:
    (one,) = jobs("counties/wi-waukesha", ("en",), ("records-request",))
    before = len(one.report)
    assert list(write(one)) == []
    assert [problem.code for problem in list(one.report)[before:]] == ["FMT002"]


def test_marks_that_no_day_can_be_read_from_are_passed_over_and_doubles_told_apart() -> None:
    mark = '<p data-due="vigil" data-at="{}" data-what="Vigil" data-zone="UTC+05:30"></p>'
    found = list(dues(parse(mark.format("") + mark.format("2026-12-01T18:00") * 2 + mark.format("2026-12-02T18:00"))))
    assert [one.key for one in found] == ["vigil", "vigil 2"]
    one = job("coalitions/detention-letter-2024", "sign-on-letter")
    data = calendar([Due("x", datetime(2026, 12, 1, 18), "a, b; c", zone="UTC+05:30")], one, "")
    assert b"DTSTART:20261201T123000Z" in data and b"SUMMARY;LANGUAGE=en:a\\, b\\; c" in data
