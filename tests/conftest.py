"""What all tests share: tests/ can be imported from, --all, and which files begin."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest

import counting
from counting import counted  # noqa: F401  a fixture

sys.path.insert(0, str(Path(__file__).parent))
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):        # programs under test obey them, nohup or not
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run ask for the whole of what is else a sample."""
    parser.addoption("--counts", action="store_true", help="tables of the inputs and faults met, and CPU time by file")
    parser.addoption("--all", action="store_true", help="every case, where a test else takes a sample")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of long files."""
    config.addinivalue_line("markers", "long: its file takes a minute or more, and begins early")
    config.addinivalue_line("markers", "only_all: a case like others that are tried, left to --all")
    if config.getoption("--counts"):
        config.pluginmanager.register(counting)
    if "BUILD_TOOLKIT_CACHE" not in os.environ:      # all processes of a run share a cache of their own
        os.environ["BUILD_TOOLKIT_CACHE"] = folder = tempfile.mkdtemp(prefix="build-toolkit-tests-")
        os.environ["XDG_STATE_HOME"] = f"{folder}-state"         # and what is kept of this user's builds
        for one in (folder, f"{folder}-state"):
            config.add_cleanup(partial(shutil.rmtree, one, ignore_errors=True))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave cases that are marked so to --all; begin with long files: no process is left with one at the end."""
    left = [] if config.getoption("--all") else [item for item in items if item.get_closest_marker("only_all")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("only_all")]
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether every case is wanted, and not a sample."""
    return bool(request.config.getoption("--all"))


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a test remembers of its builds from all others."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
