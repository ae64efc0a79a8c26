"""An approval holds for exactly what a lawyer read, and any change brings the paragraph back."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_toolkit.approvals.ledger import (
    LAWYERS,
    TRANSLATIONS,
    ApprovalLedger,
    difference,
    judged,
    line_of,
    read_ledger,
    who,
    with_lines,
)
from build_toolkit.files.roots import Roots
from build_toolkit.locales.catalog import Message
from build_toolkit.model.review import Approval, ApprovalBasis, ReviewParagraph, Why
from build_toolkit.problems import Report

DAY = date(2026, 11, 20)


def basis(text: str = "A jail may say no.", **changes: object) -> ApprovalBasis:
    return ApprovalBasis.model_validate({
        "context": "templates/a.md", "text": text, "law": ("Act, 1 X 2 (in-force). It says so.",),
        "facts": ("jail.capacity = 400 (as of 2025-12-31, report)",), "why": Why(kind="passage"), **changes,
    })


def paragraph(of: ApprovalBasis) -> ReviewParagraph:
    return ReviewParagraph(id="a.md#1", basis=of, shown=of.text, document="toolkit", digest=of.digest())


def approval(of: ApprovalBasis, verdict: str = "approved", by: str = "M. R.") -> Approval:
    return judged(paragraph(of), by, "lawyer", DAY, verdict)


def test_what_was_approved_stands_and_what_nobody_read_does_not() -> None:
    ledger = ApprovalLedger.of([approval(basis())])
    assert ledger.approved(basis().digest()) and ledger.state(paragraph(basis())).word == "approved"
    assert ApprovalLedger.of([]).state(paragraph(basis())).word == "new"


@pytest.mark.parametrize("change", [
    {"text": "A jail may say, no."}, {"law": ("Act, 1 X 2 (blocked). It says so.",)}, {"law": ()},
    {"facts": ("jail.capacity = 401 (as of 2025-12-31, report)",)}, {"why": Why(kind="condition", words=("if x",))},
    {"context": "templates/b.md"},
])
def test_any_change_of_words_law_facts_or_reason_makes_an_approval_lapse(change: dict[str, object]) -> None:
    now = basis(**change)
    ledger = ApprovalLedger.of([approval(basis())])
    assert not ledger.approved(now.digest())
    assert ledger.state(paragraph(now)).word == ("new" if "context" in change else "changed")


def test_a_changed_paragraph_of_a_chapter_finds_the_words_that_were_approved() -> None:
    other = basis("Write to the clerk of the county board before noon.")
    ledger = ApprovalLedger.of([approval(basis()), approval(other)])
    now = basis("A jail may always say no.")
    state = ledger.state(paragraph(now), [now.text, other.text])
    assert state.approval and state.approval.basis and state.approval.basis.text == "A jail may say no."
    fresh = basis("An entirely different sentence about budgets and votes.")
    assert ledger.state(paragraph(fresh), [fresh.text, other.text]).word == "new"


def test_the_last_verdict_counts() -> None:
    ledger = ApprovalLedger.of([approval(basis()), approval(basis(), "refused")])
    assert not ledger.approved(basis().digest()) and ledger.state(paragraph(basis())).word == "refused"
    assert not ledger.digests()
    again = ApprovalLedger.of([*ledger.approvals, approval(basis())])
    assert again.approved(basis().digest()) and again.digests() == {basis().digest()}


def test_lines_are_added_at_the_end_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / LAWYERS
    path.parent.mkdir()
    text = with_lines("", [approval(basis())])
    path.write_text(with_lines(text.rstrip("\n"), [approval(basis("Another one."))]))
    assert path.read_text().startswith(text) and path.read_text().count("\n") == 2
    report = Report()
    ledger = read_ledger(Roots((tmp_path,)), LAWYERS, report)
    assert not report and [one.basis for one in ledger.approvals] == [basis(), basis("Another one.")]
    assert who(ledger.approvals) == "M. R. (lawyer)"


@pytest.mark.parametrize("line", [
    "{", "[]", "null", '"x"', "[" * 5000, json.dumps({"id": "x"}), "\x00",
    json.dumps({"id": "x", "digest": "0" * 64, "by": "Maria Rossi", "role": "lawyer", "on": "2026-11-20"}),
    json.dumps({"id": "x", "digest": "zz", "by": "MR", "role": "lawyer", "on": "2026-11-20"}),
    json.dumps({"id": "x", "digest": "0" * 64, "by": "MR", "role": "lawyer", "on": "today", "verdict": "yes"}),
    json.dumps({"id": "x", "digest": "0" * 64, "by": "MR", "role": "lawyer", "on": "2026-11-20", "extra": 1}),
])
def test_a_line_that_is_no_verdict_is_told_with_its_number_and_counts_for_nothing(tmp_path: Path, line: str) -> None:
    path = tmp_path / LAWYERS
    path.parent.mkdir()
    path.write_text(line_of(approval(basis())) + line + "\n")
    report = Report()
    ledger = read_ledger(Roots((tmp_path,)), LAWYERS, report)
    assert [(p.code, p.line) for p in report] == [("REV002", 2)] and len(ledger.approvals) == 1


def test_a_ledger_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "toolkits").mkdir()
    (tmp_path / LAWYERS).write_bytes(b"\xff\xfe\x00")
    report = Report()
    assert not read_ledger(Roots((tmp_path,)), LAWYERS, report).approvals
    assert [p.code for p in report] == ["REV001"]


def test_translations_use_the_same_ledger_bound_to_english_and_translation(tmp_path: Path) -> None:
    message = Message("Sign here.", context="heading", strings=("Firme aquí.",))
    path = tmp_path / TRANSLATIONS.format(language="es")
    path.parent.mkdir(parents=True)
    read = Approval.model_validate({"id": "heading", "digest": message.fingerprint("es"), "by": "T. K.",
                                    "role": "court interpreter", "on": "2026-11-20"})
    path.write_text(line_of(read))
    ledger = read_ledger(Roots((tmp_path,)), TRANSLATIONS.format(language="es"), Report())
    assert ledger.approved(message.fingerprint("es"))
    edited = Message("Sign here.", context="heading", strings=("Firme acá.",))
    assert not ledger.approved(edited.fingerprint("es"))


def test_a_difference_shows_each_word_that_came_or_went() -> None:
    pieces = difference("The sheriff may hold a person.", "The sheriff may not hold a person, ever.")
    assert [(p.kind, p.text) for p in pieces if p.kind != "kept"] == [("new", "not "), ("new", ", ever")]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_difference_loses_nothing_of_either_text(before: str, now: str) -> None:
    pieces = difference(before, now)
    assert "".join(p.text for p in pieces if p.kind != "new") == before
    assert "".join(p.text for p in pieces if p.kind != "out") == now


@pytest.mark.parametrize("by", ["M. R.", "MR", "M.R.", "M-R", "É. Ñ.", "王"])
def test_initials_of_any_script_are_taken(by: str) -> None:
    assert approval(basis(), by=by).by == by


@pytest.mark.parametrize("by", ["Maria", "M. Rossi", "", "m. r.", "M. R. S. T. U."])
def test_more_than_initials_is_refused_in_words(by: str) -> None:
    with pytest.raises(ValueError, match="initials"):
        approval(basis(), by=by)
