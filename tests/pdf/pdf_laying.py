"""Pages laid out and not yet painted, for tests that look at their boxes."""

from __future__ import annotations

from collections.abc import Sequence

from build_toolkit.render.pdf import load_engine
from build_toolkit.render.weasy.fetcher import LocalFetcher
from build_toolkit.render.weasy.messages import Listener
from build_toolkit.render.weasy.painter import Painter
from build_toolkit.render.weasy.sheets import look


def painter(css: Sequence[tuple[str, str]], to: Listener) -> Painter:
    """What lays out pages with style sheets, given by name and text."""
    load_engine()
    fetcher = LocalFetcher((), "sample")
    return Painter(look(css, "", fetcher, None, to), fetcher, None)
