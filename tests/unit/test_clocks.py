"""A deadline names one moment: its zone is there, is known, and fits the clocks of the day."""

from datetime import datetime

import pytest

from build_toolkit.coalition.clocks import hour


def test_a_zone_gives_its_plain_name_and_summer_time() -> None:
    found = hour(datetime(2009, 7, 31, 15), "America/New_York")
    assert str(found.name) == "Eastern Time" and found.at.isoformat() == "2009-07-31T15:00:00-04:00"
    assert found.shown == datetime(2009, 7, 31, 15)


def test_an_offset_will_do_and_is_printed_as_such() -> None:
    found = hour(datetime.fromisoformat("2026-11-20T17:00-06:00"), "")
    assert found.name is None and found.zone == "UTC-06:00"


@pytest.mark.parametrize(
    ("at", "zone", "told"),
    [
        ("2026-11-20T17:00", "", "no time zone"),
        ("2026-11-20T17:00", "Eastern", "unknown time zone"),
        ("2026-11-20T17:00", "../etc/passwd", "unknown time zone"),
        ("2009-07-31T15:00-05:00", "America/New_York", "-04:00"),       # 3 pm EST is no time in July
    ],
)
def test_what_is_no_moment_is_told(at: str, zone: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        hour(datetime.fromisoformat(at), zone)
