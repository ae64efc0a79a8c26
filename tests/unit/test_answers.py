"""An answer is written into a campaign file without touching anything else, or not at all."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build_toolkit.files.roots import Roots
from build_toolkit.files.yamlio import load
from build_toolkit.library.library import Library
from build_toolkit.model import RecordsRequest
from build_toolkit.problems import Report
from build_toolkit.resolve.requests import Answered, answer

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
HEAD = "place: us/wi/waukesha\npolicies: [287g]\ntitle: T\n"
REQUEST = RecordsRequest.model_validate({"id": "first", "agency": "The Sheriff’s Office", "sent": "2026-10-01",
                                         "answered": "2026-11-10", "reference": "2026-114"})


def answered(tmp_path: Path, text: str, fact: str = "detainers.held", value: str = "12", **more: Any) -> Answered:
    path = tmp_path / "c.yaml"
    path.write_bytes(text.encode())
    library = Library(Roots((ROOT,)), Report())
    loaded = library.campaign(path)
    assert loaded, list(map(str, library.report))
    return answer(library, loaded, REQUEST, fact, value, **{"as_of": None, "today": TODAY, **more})


def data(text: str) -> Any:
    found = load(text, "c.yaml", Report())
    assert found
    return found.data


@pytest.mark.parametrize("text", [
    HEAD,
    HEAD.rstrip("\n"),
    HEAD + "\n# the end\n",
    HEAD + "facts: {}   # none yet\n",
    HEAD + "facts:\n    jail.name: {value: J, as_of: 2026-01-01, source: s}\n\n# mine\nsources:\n    s: {title: T, "
           "publisher: P, read_on: 2026-01-01}\n",
    HEAD + "facts:\n  jail.name:\n    value: >-\n      long\n\n      text\n    as_of: 2026-01-01\n    source: s\n"
           "    # about it\ndocuments: [toolkit]\n",
    (HEAD + "facts:\n  jail.name: {value: J, as_of: 2026-01-01, source: s}\n").replace("\n", "\r\n"),
])
def test_every_old_line_stays_where_it_was(tmp_path: Path, text: str) -> None:
    found = answered(tmp_path, text, as_of=date(2025, 12, 31))
    assert found.text and not found.problems
    old = [line for line in text.splitlines() if line.strip() not in ("", "facts: {}   # none yet")]
    new = found.text.splitlines()
    assert [line for line in new if line in old] == old
    assert ("\r\n" in found.text) == ("\r\n" in text) and "\r\r" not in found.text
    before, now = data(text), data(found.text)
    assert now["facts"].pop("detainers.held") == {
        "value": 12, "as_of": "2025-12-31", "source": "records-first", "read_on": "2026-11-21"}
    source = now["sources"].pop("records-first")
    assert source["publisher"] == "The Sheriff’s Office" and "2026-114" in source["title"]
    assert now == {"facts": {}, "sources": {}, **before}


@pytest.mark.parametrize("text", [
    HEAD + "facts: {jail.name: {value: J, as_of: 2026-01-01, source: s}}\n",
    HEAD + "facts: {jail.name: {value: J, as_of: 2026-01-01, source: s},\n  jail.operator: {value: sheriff, "
           "as_of: 2026-01-01, source: s}}\n",
    "{place: us/wi/waukesha, policies: [287g], title: T}\n",
])
def test_a_file_written_in_braces_is_left_alone_and_the_lines_are_given(tmp_path: Path, text: str) -> None:
    found = answered(tmp_path, text)
    assert not found.text and [p.code for p in found.problems] == ["REC004"]
    assert data(found.paste)["facts"]["detainers.held"]["value"] == 12


@pytest.mark.parametrize(("fact", "value", "code"), [
    ("detainers.held", "many", "FACT005"), ("detainers.helt", "1", "FACT003"), ("jail.operator", "nobody", "FACT005"),
])
def test_an_answer_that_does_not_fit_its_question_is_refused(tmp_path: Path, fact: str, value: str, code: str) -> None:
    found = answered(tmp_path, HEAD, fact, value)
    assert [p.code for p in found.problems] == [code] and not found.text and not found.paste


@pytest.mark.parametrize(("fact", "value", "written"), [
    ("detainers.held", "1,200", 1200), ("contract.rate", "$85.10", "85.10"), ("roster.public", "yes", True),
    ("detainers.policy_date", "2024-05-01", "2024-05-01"), ("agreement.year", "2025", 2025),
    ("help.hotline", "262-648-7001", "262-648-7001"),
])
def test_values_are_written_as_their_kind(tmp_path: Path, fact: str, value: str, written: Any) -> None:
    found = data(answered(tmp_path, HEAD, fact, value).text)["facts"][fact]["value"]
    assert str(found) == str(written) and (found is True) == (written is True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_any_words_come_back_as_they_were_given(tmp_path: Path, value: str) -> None:
    found = answered(tmp_path, HEAD, "board.room", value)
    if found.text:
        assert str(data(found.text)["facts"]["board.room"]["value"]) == value.strip()
    else:
        assert found.problems
