"""Zip archives of which the same parts give the same bytes: no clock, no machine, nobody's name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

FIRST_DAY = (1980, 1, 1, 0, 0, 0)                    # the first that the format can tell
# what reading an archive raises that is broken, locked or no archive
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError, RuntimeError)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of parts by name, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # Unix, read by all
            file.writestr(entry, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name, in their order.

    Raises:
        BadZipFile: if it is none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}
