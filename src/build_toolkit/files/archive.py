"""Zip archives of which the same parts give the same bytes: no clock, no machine, nobody's name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

FIRST_DAY = (1980, 1, 1, 0, 0, 0)                    # the first that the format can tell
# what reading an archive from memory raises that is broken, locked or none; a fault of the disk is not here
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OverflowError, RuntimeError, ValueError)
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})    # how office programs pack


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


def opened(data: bytes) -> zipfile.ZipFile:
    """Return an archive to read.

    Raises:
        BROKEN: one of these, here or when a part is read, if it is none or packed in another way.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    if any(part.compress_type not in METHODS for part in archive.infolist()):
        raise zipfile.BadZipFile("a part is packed in a way that office programs do not use")
    return archive


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name, in their order.

    Raises:
        BROKEN: one of these, if it is none.
    """
    with opened(data) as file:
        return {name: file.read(name) for name in file.namelist()}
