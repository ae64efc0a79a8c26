"""Worker processes: fresh whatever the parent did, limited, replaced when dead, ended when one leaves."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest

import at_work
from build_toolkit.workers import Limits, Outcome, run


def values(outcomes: list[Outcome[int, int]]) -> list[int | None]:
    return [outcome.value for outcome in sorted(outcomes, key=lambda one: one.number)]


def test_every_task_ends_once_and_workers_are_other_processes() -> None:
    found = list(run(at_work.process, range(20), 2))
    assert sorted(outcome.number for outcome in found) == list(range(20))
    assert len(set(values(found))) == 2 and os.getpid() not in values(found)
    assert all(outcome.memory > 1_000_000 and not outcome.fault for outcome in found)


def test_what_is_prepared_is_read_once_for_all_workers() -> None:
    found = [outcome.value for outcome in run(
        partial(at_work.reads, "law"), range(8), 2, Limits(tasks=1), partial(at_work.read, "law"))]
    readers, workers = zip(*(pair for pair in found if pair), strict=True)
    assert len(set(readers)) == 1 and len(set(workers)) == 8 and not {*readers} & {*workers}


def test_a_preparation_that_fails_is_left_to_the_tasks() -> None:
    found = list(run(partial(at_work.reads, "law"), range(3), 2, None, partial(at_work.broken, "law")))
    assert not [outcome.fault for outcome in found if outcome.fault]


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    found = list(run(partial(at_work.killed_at_three, tmp_path), range(8), 2))
    assert values(found) == list(range(8)) and not any(outcome.fault for outcome in found)
    assert {outcome.attempts for outcome in found if outcome.task == 3} == {2}


def test_a_task_that_kills_every_worker_is_given_up_and_the_others_are_done() -> None:
    found = list(run(at_work.killed_at_one, range(6), 2))
    assert values(found) == [0, None, 2, 3, 4, 5]
    (given_up,) = [outcome for outcome in found if outcome.fault]
    assert (given_up.fault, given_up.attempts) == ("ended by signal 9 (SIGKILL)", Limits.attempts)


def test_an_error_is_told_with_its_place_and_stops_one_task_only() -> None:
    found = list(run(at_work.wrong_at_one, range(4), 2))
    (wrong,) = [outcome for outcome in found if outcome.fault]
    assert values(found) == [0, None, 2, 3] and wrong.attempts == 1
    assert "ZeroDivisionError: by nothing" in wrong.fault and "at_work.py" in wrong.fault


def test_a_worker_without_memory_counts_as_dead() -> None:
    (found,) = run(at_work.without_memory, [0], 1, Limits(attempts=2))
    assert (found.fault, found.attempts) == ("ended with 71", 2)


def test_a_silent_worker_is_ended(tmp_path: Path) -> None:
    began = time.monotonic()
    work = partial(at_work.silent_once, tmp_path)
    assert values(list(run(work, range(3), 2, Limits(seconds=2)))) == [0, 1, 2]
    assert time.monotonic() - began < 20
    (tmp_path / "tried").unlink()
    told = [outcome.fault for outcome in run(work, [0], 1, Limits(2, attempts=1))]
    assert told == ["was silent for 2 seconds"]


def test_workers_are_replaced_after_some_tasks_or_when_they_grow() -> None:
    assert len(set(values(list(run(at_work.process, range(6), 1, Limits(tasks=2)))))) == 3
    assert len(set(values(list(run(at_work.grown, range(6), 1, Limits(memory=30_000_000)))))) == 3


def test_when_the_process_that_starts_workers_is_killed_another_one_does_the_rest() -> None:
    found = list(run(at_work.ended_parent, range(4), 1, Limits(attempts=2)))
    assert values(found) == [0, 1, None, 3]
    (given_up,) = [outcome for outcome in found if outcome.fault]
    assert given_up.task == 2 and given_up.fault == "was gone"


def test_a_process_with_threads_is_not_forked(capfd: pytest.CaptureFixture[str]) -> None:
    (found,) = run(at_work.process, [0], 1, Limits(attempts=1), at_work.threads)
    assert found.fault == "could not be started" and "with threads cannot be forked" in capfd.readouterr().err


def test_leaving_early_ends_all_workers(tmp_path: Path) -> None:
    results = run(partial(at_work.waiting, tmp_path), range(5), 2)
    next(results)
    results.close()
    pids = [int(path.name) for path in tmp_path.iterdir()]
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.05)
    assert pids and not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_pages_are_made_in_workers_after_the_parent_has_made_one() -> None:
    assert at_work.uses_pango("en") > 1000
    assert all(size > 1000 for size in at_work.each(at_work.uses_pango, ["ar", "zh", "am", "en"], seconds=60))
