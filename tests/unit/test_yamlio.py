"""What an organizer sees when her YAML file is off, and what is read where YAML itself would guess."""

import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_toolkit.files.validation import validate
from build_toolkit.files.yamlio import MOST_BYTES, load, read
from build_toolkit.model import Campaign, Source
from build_toolkit.problems import Report


def told(text: str | bytes) -> list[str]:
    report = Report()
    load(text, "x.yaml", report)
    return [str(p) for p in report]


def test_nothing_is_guessed() -> None:
    text = "a: no\nb: 22:30\nc: 1.10\nd: 2026-05-18\ne: 06037\nf: true\ng: 1_000\nh: 0x10\ni: 12\nj: ~\nk: yes\n"
    found = load(text, "x.yaml", Report())
    assert found is not None
    assert found.data == {"a": "no", "b": "22:30", "c": Decimal("1.10"), "d": "2026-05-18", "e": "06037", "f": True,
                          "g": "1_000", "h": "0x10", "i": 12, "j": None, "k": "yes"}
    assert str(found.data["c"]) == "1.10"


def test_places_are_lines_and_columns_of_keys_and_items() -> None:
    found = load("a:\n  - b: 1\n    c: 2\n", "x.yaml", Report())
    assert found is not None
    assert found.place(("a", 0, "c")) == (3, 5)
    assert found.place(("a", 0, "missing")) == (2, 5)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a:\n\tb: 1\n", "YAML005", "x.yaml:2:1:"),
        ("", "YAML004", "x.yaml:"),
        ("# only this\n", "YAML004", "x.yaml:"),
        (b"a: caf\xe9\n", "YAML003", "x.yaml:1:7:"),
        ("a: [1\nb: 2\n", "YAML006", "x.yaml:1:6:"),
        ("a: &x 1\nb: *x\n", "YAML008", "x.yaml:1:4:"),
        ("a: !!python/object:os.system x\n", "YAML008", "x.yaml:1:4:"),
        ("<<: {a: 1}\n", "YAML008", "x.yaml:1:1:"),
        ("[" * 3000, "YAML009", "x.yaml:1:41:"),
        ("a: 1\nb: 2\na: 3\n", "YAML011", "x.yaml:3:1:"),
        ("a: 1\n---\nb: 2\n", "YAML007", "x.yaml:2:1:"),
        ("? [a]\n: b\n", "YAML010", "x.yaml:1:3:"),
    ],
)
def test_a_broken_file_is_told_with_its_place(text: str | bytes, code: str, place: str) -> None:
    problems = told(text)
    assert len(problems) == 1
    assert problems[0].startswith(place) and f"[{code}]" in problems[0].split("\n")[0]


def test_an_alias_bomb_ends_at_its_first_anchor() -> None:
    bomb = "a: &a [x,x]\n" + "".join(f"{c}: &{c} [*{p},*{p},*{p},*{p}]\n" for p, c in itertools.pairwise("abcdefghi"))
    assert [p[-9:] for p in told(bomb)] == ["[YAML008]"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    report = Report()
    assert read(big, "big.yaml", report) is None
    assert f"{MOST_BYTES:,}" in str(report.errors[0]) and report.errors[0].code == "YAML002"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    report = Report()
    assert read(tmp_path / "none.yaml", "none.yaml", report) is None
    assert "there is no such file" in report.errors[0].what


def test_all_problems_of_a_file_come_at_once() -> None:
    text = (
        "place: x\npolices: [287g]\npolicies: [287g]\ntitle: T\ntax_status: 501c\n"
        "facts:\n  jail.capacity: {value: 1, as_of: 2025-13-31}\n"
        "  jail.capacity: {value: 2, as_of: 2025-01-01, source: s}\n"
    )
    report = Report()
    marked = load(text, "x.yaml", report)
    assert marked is not None and validate(Campaign, marked, report, "CAMP") is None
    shown = [str(p) for p in report]
    assert [line.rsplit(" ", 1)[1] for line in shown] == [
        "[CAMP001]", "[CAMP002]", "[CAMP002]", "[YAML011]", "[CAMP002]",
    ]
    assert "x.yaml:2:1: 'polices' is not a key that is known here. Did you mean 'policies'?" in shown[0]
    assert "Did you mean 501c" in shown[1]
    assert any("source is missing" in line for line in shown) and any("2025-13-31" in line for line in shown)


def test_text_is_folded_and_numbers_keep_their_digits() -> None:
    text = "title: 1.10\npublisher: >\n  a\n  b\nread_on: 2026-01-02\nnote: |\n  two\n  lines\n"
    marked = load(text, "x.yaml", Report())
    assert marked is not None
    source = Source.model_validate(marked.data)
    assert (source.title, source.publisher, source.note) == ("1.10", "a b", "two lines")


@given(st.text(max_size=200))
def test_any_text_is_read_or_told_but_never_raises(text: str) -> None:
    report = Report()
    assert load(text, "x.yaml", report) is not None or report.errors
