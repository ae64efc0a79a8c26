"""Pledges: every candidate, the same letter and questions; a stop for 501(c)(3) groups; words to avoid; an embargo."""

import re
from datetime import date
from pathlib import Path

import pytest

from build_toolkit.pipeline import BuildRequest, build
from build_toolkit.problems import ProblemsFound
from joint import DEMANDS, composed, line_of, looked_at, write

PLEDGE = """\
pledge:
  office: Sheriff of Example County
  election_on: 2026-12-15
  on_ballot: 3
  ballot_source: report
  text: "If elected I will:"
  points: [open-books, open-hearing]
  questions:
    - {id: warrant, text: Should a judge sign first?, choices: {agree: Agree, disagree: Disagree}, words: 5}
  letter: [We ask every candidate the same.]
  answer_by: 2026-12-01
candidates:
  - {id: c, name: Cleo Carver, sent_on: 2026-11-01}
  - {id: a, name: Ann Abel, sent_on: 2026-11-01, returned_on: 2026-11-09, signed_on: 2026-11-09,
     answers: {warrant: {choice: agree, words: Always.}}}
  - {id: b, name: Bo Baker, sent_on: 2026-11-01, declined_on: 2026-11-10}
"""


def test_every_candidate_gets_the_same_letter_in_ballot_order(tmp_path: Path) -> None:
    pledge, letters = composed(write(tmp_path, DEMANDS + PLEDGE, documents="pledge, candidate-letters", tax="501c4"))
    assert not [*pledge.problems, *letters.problems]
    bodies = letters.html.split('class="one-letter"')[1:]
    assert [re.search(r"Dear ([^,<]*),", body)[1] for body in bodies] == ["Ann Abel", "Bo Baker", "Cleo Carver"]  # type: ignore[index]
    plain = {re.sub(r' style="[^"]*"', "", body).split("</section>")[0].strip().removesuffix("<div").strip()
             .replace(name, "X") for body, name in zip(bodies, ("Ann Abel", "Bo Baker", "Cleo Carver"), strict=True)}
    assert len(plain) == 1
    grid = pledge.html.split('class="data grid"')[1]
    assert [grid.index(name) for name in ("Ann Abel", "Bo Baker", "Cleo Carver")] == sorted(
        grid.index(name) for name in ("Ann Abel", "Bo Baker", "Cleo Carver"))
    assert "Declined" in grid and "“Always.”" in pledge.html


@pytest.mark.parametrize(("edition", "said", "unsaid"), [
    (date(2026, 11, 21), "Not yet", "No answer"), (date(2026, 12, 1), "Not yet", "No answer"),
    (date(2026, 12, 2), "No answer", "Not yet")])
def test_silence_is_no_answer_only_once_the_day_for_answers_has_passed(
    tmp_path: Path, edition: date, said: str, unsaid: str
) -> None:
    path = write(tmp_path, DEMANDS + PLEDGE, documents="pledge", tax="501c4")
    (pledge,) = composed(path, as_of=edition)
    assert said in pledge.html and unsaid not in pledge.html.split("<body")[1]


def test_answers_that_came_after_the_day_of_the_edition_are_not_in_it(tmp_path: Path) -> None:
    joint, _ = looked_at(write(tmp_path, DEMANDS + PLEDGE, tax="501c4"), date(2026, 11, 5))
    assert joint and joint.pledge
    assert {one.state for one in joint.pledge.candidates} == {"none"}
    assert not any(reply.answered for one in joint.pledge.candidates for reply in one.replies)


def test_a_501c3_group_is_stopped_and_told_the_rule(tmp_path: Path) -> None:
    path = write(tmp_path, DEMANDS + PLEDGE, documents="pledge, candidate-letters", tax="501c3")
    for one in composed(path):
        assert one.stopped and one.html == ""
        (problem,) = one.problems
        assert problem.code == "PLED001" and "26 U.S.C. 501(c)(3)" in problem.what
        assert problem.line == line_of(path, "tax_status")
    with pytest.raises(ProblemsFound, match="PLED001"):
        build(BuildRequest(path, date(2026, 11, 21), output=tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("  - {id: a,", "#"), ("     answers", "#"), ("  - {id: b,", "#")], "PLED004"),
        ([("  - {id: b,", "#")], "PLED005"),
        ([("name: Cleo Carver, sent_on: 2026-11-01", "name: Cleo Carver, sent_on: 2026-11-05")], "PLED006"),
        ([("name: Cleo Carver, sent_on: 2026-11-01", "name: Cleo Carver")], "PLED006"),
        ([("id: b,", "id: a,")], "CAMP002"),
        ([("returned_on: 2026-11-09, ", "")], "PLED008"),
        ([("answer_by: 2026-12-01", "answer_by: 2026-12-16")], "PLED008"),
        ([("answers: {warrant:", "answers: {warant:")], "PLED009"),
        ([("choice: agree,", "choice: perhaps,")], "PLED009"),
        ([("words: Always.", "words: Always and without any exception ever")], "PLED010"),
        ([("points: [open-books", "points: [open-boks")], "PLED002"),
        ([("answer_by: 2026-12-01", "answer_by: 2026-12-01\n  embargo: 2026-12-01T06:00")], "PLED003"),
    ],
)
def test_unequal_treatment_and_faults_are_told(tmp_path: Path, changes: list[tuple[str, str]], code: str) -> None:
    text = DEMANDS + PLEDGE
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = write(tmp_path, text, tax="501c4")
    problems = looked_at(path)[1]
    assert code in [p.code for p in problems]
    assert all(p.file == "toolkits/coalitions/test.yaml" and p.line > 10 and p.fix for p in problems)


def test_one_candidate_only_is_told_at_the_candidates(tmp_path: Path) -> None:
    path = write(tmp_path, DEMANDS + re.sub("(?m)^(  - .id: [ab]|     answers)", "#", PLEDGE), tax="501c4")
    (problem,) = looked_at(path)[1]
    assert "one candidate only" in problem.what and problem.line == line_of(path, "candidates:")


def test_an_embargo_marks_every_page_until_its_hour(tmp_path: Path) -> None:
    text = PLEDGE.replace("  answer_by:", "  embargo: 2026-11-30T06:00\n  zone: America/Chicago\n  answer_by:")
    path = write(tmp_path, DEMANDS + text, documents="pledge", tax="501c4")
    assert "Not for publication before November 30, 2026" in composed(path)[0].html
    assert "Not for publication" not in composed(path, date(2026, 11, 30))[0].html


def test_words_to_avoid_are_found_wherever_people_wrote_them(tmp_path: Path) -> None:
    text = DEMANDS.replace("Publish every contract", "Publish every Reform Package") + PLEDGE
    avoid = "avoid: [{term: reform package, say: the change itself, why: It hides what it does.}]\n"
    path = write(tmp_path, text + avoid, tax="501c4")
    (problem,) = looked_at(path)[1]
    assert (problem.code, problem.line) == ("PRESS013", line_of(path, "Reform Package"))
    assert "the change itself" in problem.fix
