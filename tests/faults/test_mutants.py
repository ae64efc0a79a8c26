"""Seeded mutants of every kind of file: each is taken, or told with its place; none brings the program down.

A failure names its seeds; `tried(KINDS, project, SEED)` makes the same mutant again. `BUILD_TOOLKIT_SEED` begins
elsewhere, so that a run can look where none has looked before.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from counting import Counted

from .mutating import Kind, Outcome, told_by, tried
from .project import KINDS, made

FEW, MANY = 4, 200                                   # mutants of each kind; of a dear one a part
PART, MOST = 4, 40                                   # of a sample; that many until two of them end differently
FIRST = int(os.environ.get("BUILD_TOOLKIT_SEED", "0"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a file of every kind."""
    folder, before = tmp_path_factory.mktemp("mutants"), Path.cwd()
    os.chdir(folder)
    try:
        made(folder)
    finally:
        os.chdir(before)
    return folder


@pytest.mark.parametrize("number", range(len(KINDS)), ids=[kind.name for kind in KINDS])
def test_a_mutant_is_taken_or_told_with_its_place(
    number: int, project: Path, whole: bool, counted: Counted, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project)
    many = (MANY if whole else FEW) // (PART if KINDS[number].dear else 1)
    found: list[Outcome] = []
    while len(found) < many or (len(ends(found)) < 2 and len(found) < MOST):
        found.append(tried(KINDS, project, (FIRST + len(found)) * len(KINDS) + number))
    exits = {f"exit {code}": sum(one.code == code for one in found) for code in (0, 1, 2)}
    counted("Mutants", KINDS[number].name, inputs=len(found), **exits, others=len(found) - sum(exits.values()))
    faults = [fault for one in found for fault in one.faults()]
    assert not faults, "\n".join(faults)
    assert len(ends(found)) > 1, "some mutants are told or show, or the files are not read at all"


def ends(found: list[Outcome]) -> set[tuple[str, str]]:
    return {(one.told, one.made) for one in found}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_files_are_good_before_anything_is_done_to_them(
    kind: Kind, project: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project)
    code, told, _ = told_by(kind.commands[0])
    assert code == 0, told
