"""What all tests share: tests/ can be imported from, --all, and which files begin."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run ask for every case of the matrices."""
    parser.addoption("--all", action="store_true", help="every case of tests marked `matrix`, not a sample")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "matrix(count): of many cases, `count` are tested without --all")
    config.addinivalue_line("markers", "long: takes a minute or more, so its file begins early")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a sample leaves out, and begin with long files, so that no process waits for one at the end."""
    left = [] if config.getoption("--all") else _beyond_sample(items)
    if left:
        config.hook.pytest_deselected(items=left)
        gone = set(left)
        items[:] = [item for item in items if item not in gone]
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


def _beyond_sample(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the cases that no sample holds; a sample is spread evenly over all cases, in the order of their ids."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in sorted(items, key=lambda item: item.nodeid):
        if item.get_closest_marker("matrix"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left = []
    for all_cases in cases.values():
        marker = all_cases[0].get_closest_marker("matrix")
        count = min(marker.args[0], len(all_cases)) if marker else 0
        sample = {round(n * (len(all_cases) - 1) / max(1, count - 1)) for n in range(count)}
        left += [item for number, item in enumerate(all_cases) if number not in sample]
    return left
