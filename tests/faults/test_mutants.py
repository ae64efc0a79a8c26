"""Seeded mutants of every kind of file: each is taken, or told with its place; none brings the program down.

A failure names its seeds; `tried(KINDS, project, SEED)` makes the same mutant again. `BUILD_TOOLKIT_SEED` begins
elsewhere, so that a run can look where none has looked before.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from .mutating import Kind, told_by, tried
from .project import KINDS, made

FEW, MANY = 7, 200                                   # mutants of each kind
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
    number: int, project: Path, whole: bool, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project)
    seeds = [FIRST * len(KINDS) + number + n * len(KINDS) for n in range(MANY if whole else FEW)]
    found = [tried(KINDS, project, seed) for seed in seeds]
    faults = [fault for one in found for fault in one.faults()]
    assert not faults, "\n".join(faults)
    assert len(Counter(one.told for one in found)) > 1, "some mutants were told, or the files are not read at all"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_files_are_good_before_anything_is_done_to_them(
    kind: Kind, project: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project)
    code, told, _ = told_by(kind.commands[0])
    assert code == 0, told
