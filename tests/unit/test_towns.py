"""Towns: found where a list names their police or where they are a seat; never placed in a county by guessing."""

import json

import pytest

from build_toolkit.cli.main import run


def rows(capsys: pytest.CaptureFixture[str], text: str) -> list[dict[str, str]]:
    run(["places", "find", text, "--format", "json"])
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_a_town_leads_to_its_county(capsys: pytest.CaptureFixture[str]) -> None:
    (dade,) = rows(capsys, "Dade City")
    assert (dade["fips"], dade["slug"], dade["named_by"]) == ("12101", "fl-pasco", "police")
    assert [row["fips"] for row in rows(capsys, "Auburn, NH")] == ["33015"]
    assert rows(capsys, "Vale, OR")[0]["named_by"] == "seat"
    assert rows(capsys, "Mesa, AZ")[0]["fips"] == "04013", "the list's row names no county, the table of towns does"


def test_a_town_in_no_table_is_not_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    (town,) = rows(capsys, "Gulf Stream, FL")
    assert town["fips"] == "" and town["state"] == "FL"
    run(["places", "find", "Gulf Stream, FL"])
    assert "does not name its county" in capsys.readouterr().out


def test_a_county_comes_before_towns_of_its_name_and_a_guess_is_called_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys, "Waukesha")[0]["slug"] == "wi-waukesha"
    run(["places", "find", "Waukeesha"])
    told = capsys.readouterr()
    assert "wi-waukesha" in told.out and "nearest names" in told.err
