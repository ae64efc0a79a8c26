"""Everything that knows WeasyPrint: its documents, its log, its boxes.

And what is changed in it (`patches_of`).

Imported only after `pdf.load_engine`, which turns a missing library into a Problem.
"""

from __future__ import annotations

from ..patches import Patch


def patches_of() -> tuple[Patch, ...]:
    """Return all changes to WeasyPrint, in the order in which they are put in."""
    from . import balance, breaks, lines, tags, text

    return (lines.PATCH, balance.PATCH, *breaks.PATCHES, *text.PATCHES, tags.PATCH)
