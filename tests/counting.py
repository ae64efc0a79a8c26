"""What a run of tests/faults met: tables at its end (`--counts`), and the CPU time of each file.

A test adds rows with the fixture `counted`; they travel with its report, so that a run in several processes
prints one table of each kind.
"""

from __future__ import annotations

import resource
from collections import Counter, defaultdict
from collections.abc import Callable, Generator
from itertools import chain

import pytest

NAME, TIME = "counted", "cpu"
Counted = Callable[..., None]


def cpu() -> float:
    """Return the seconds of CPU of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Counted:
    """Give what adds numbers to a row of a table: counted("Mutants", "law", inputs=7, told=5)."""
    def add(table: str, row: str, **numbers: int) -> None:
        record_property(NAME, [table, row, numbers])

    return add


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note the CPU time of a test, set-up included."""
    begun = cpu()
    item.user_properties.append((TIME, lambda: cpu() - begun))     # type: ignore[arg-type]
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say the time up to now in place of what would measure it."""
    report = yield
    report.user_properties = [(name, round(value(), 2) if callable(value) else value)
                              for name, value in report.user_properties]
    return report


def lines(table: str, rows: dict[str, Counter[str]]) -> list[str]:
    """Return a table as Markdown, with a sum where there are several rows."""
    columns = list(dict.fromkeys(chain.from_iterable(rows.values())))
    sums = sum(rows.values(), Counter[str]())
    body = [*rows.items(), *([("all", sums)] if len(rows) > 1 else [])]
    return ["", f"| {table} | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}",
            *(f"| {name} | {' | '.join(f'{row[one]:,.0f}' for one in columns)} |" for name, row in body)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables."""
    tables: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    files: dict[str, Counter[str]] = defaultdict(Counter)
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if not isinstance(report, pytest.TestReport) or report.when != "teardown":
            continue
        for name, value in report.user_properties:
            if name == TIME:
                files[report.nodeid.partition("::")[0]].update({"cases": 1, "seconds of CPU": value})
            elif name == NAME:
                table, row, numbers = value                            # type: ignore[misc]
                tables[table][row].update(numbers)
    for table, rows in sorted(tables.items()):
        for line in lines(table, dict(sorted(rows.items()))):
            terminalreporter.write_line(line)
    done = sorted(files.items(), key=lambda file: -file[1]["seconds of CPU"])
    for line in lines("file", dict(done)):
        terminalreporter.write_line(line)
