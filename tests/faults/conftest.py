"""What all drills share: nothing of another test's tools is called while the clock that ends a task runs."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _garbage_is_collected_in_silence() -> Iterator[None]:
    """Take away callbacks of the collector: an alarm that rings in one is lost, and the task never ends."""
    kept = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks[:] = kept
