"""The lines of the rights card: each rests on something, none promises what is not so, and none is called reviewed."""

import re
from pathlib import Path

import pytest

from build_toolkit.files.roots import Roots
from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import read
from build_toolkit.library.library import Library
from build_toolkit.model.base import texts
from build_toolkit.model.people import Rights, RightsLine
from build_toolkit.problems import Report
from build_toolkit.protection.privacy import lint_text

ROOT = Path(__file__).parents[2]
REPORT = Report()
MARKED = read(ROOT / "toolkits/rights/card.yaml", "card.yaml", REPORT)
assert MARKED is not None
CARD = validate(Rights, MARKED, REPORT, "CARD")
SOURCES = Library(Roots((ROOT,))).sources
LINES: dict[str, RightsLine] = CARD.lines if CARD else {}


def test_the_file_is_whole() -> None:
    assert CARD is not None, list(map(str, REPORT))
    assert len({line.situation for line in LINES.values()}) >= 12


def test_no_line_claims_a_review() -> None:
    assert all(line.review == "none" for line in LINES.values())


def test_every_line_and_every_warning_names_a_known_source() -> None:
    assert CARD is not None
    named = {s for line in LINES.values() for s in line.sources}
    named |= {s for never in CARD.never_promise.values() for s in never.sources}
    assert named <= set(SOURCES)


def test_what_is_uncertain_or_moving_names_what_a_lawyer_has_to_settle_or_stays_off_the_card() -> None:
    for key, line in LINES.items():
        if line.certainty == "uncertain":
            assert line.settle_first or "card" not in line.fits, key


@pytest.mark.parametrize("key", sorted(LINES))
def test_a_card_line_is_short_and_plain(key: str) -> None:
    line = LINES[key]
    longest = 25 if "card" in line.fits else 50
    assert all(len(sentence.split()) <= longest for sentence in re.split(r"(?<=[.?!])\s", line.text))
    assert len(line.text.split()) <= 45
    assert line.officer.isascii()
    assert len(line.officer.split()) <= 25


def test_no_line_promises_what_the_list_forbids() -> None:
    promises = re.compile(
        r"\b(must leave|has to leave|will leave|cannot (enter|arrest|force)|may not force"
        r"|will (get|see|have) a (judge|lawyer|bond)|free lawyer|never be used|must release|carry (nothing|no papers)"
        r"|illegal|one phone call|are safe)\b", re.IGNORECASE)
    assert not [(key, line.text) for key, line in LINES.items() if promises.search(f"{line.text} {line.officer}")]


def test_no_line_sends_its_reader_into_an_arrest_for_hiding_a_name() -> None:
    assert "name if your state’s law requires it" in LINES["silent"].text
    assert not re.search(r"stay silent(?! and)", LINES["free-to-go"].text)


def test_there_is_no_private_contact_in_it() -> None:
    assert CARD is not None
    assert not [p for spot in texts(CARD) for p in lint_text(spot.text, "card.yaml")]
