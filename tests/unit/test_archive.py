"""Archives that come from outside: broken in any place, or packed in a way that no office program uses."""

import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from build_toolkit.files.archive import BROKEN, opened
from build_toolkit.importers.workbook import examine
from build_toolkit.problems import ProblemsFound
from build_toolkit.review.insides import Unreadable, pieces


def packed(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("xl/workbook.xml", "<workbook>" + "x" * 300 + "</workbook>")
        archive.writestr("xl/worksheets/sheet1.xml", "<a>" + "abcdefgh" * 200 + "</a>")
    return out.getvalue()


def far_away() -> bytes:
    """An archive whose first part is said to begin behind the end of any disk."""
    data = packed(zipfile.ZIP_STORED)
    at = data.index(b"PK\1\2")
    head, name = bytearray(data[at:at + 46]), struct.unpack("<H", data[at + 28:at + 30])[0]
    extra = struct.pack("<HHQ", 1, 8, 2**63 + 5)
    head[42:46], head[30:32] = b"\xff" * 4, struct.pack("<H", len(extra))
    data = data[:at] + head + data[at + 46:at + 46 + name] + extra + data[at + 46 + name:]
    end = data.rindex(b"PK\5\6") + 12
    return data[:end] + struct.pack("<I", struct.unpack("<I", data[end:end + 4])[0] + len(extra)) + data[end + 4:]


def told(path: Path, data: bytes) -> bool:
    """Return whether both readers take it, or say that it is no workbook and cannot be read; nothing else is raised."""
    path.write_bytes(data)
    try:
        examine(path)
        list(pieces(data, "list.xlsx", 0))
    except (ProblemsFound, Unreadable):
        return True
    return False


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_is_broken_somewhere_is_told_and_never_a_fault_of_ours(tmp_path: Path, method: int) -> None:
    whole, chance, found = packed(method), random.Random(1), 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(4, len(data))] = chance.choice([0, 255, chance.randrange(256)])
        found += told(tmp_path / "list.xlsx", bytes(data))
    assert found > 100


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_what_office_programs_write_is_unpacked(tmp_path: Path, method: int) -> None:
    with pytest.raises(zipfile.BadZipFile, match="office programs"):
        opened(packed(method))
    assert told(tmp_path / "list.xlsx", packed(method)) and not opened(packed(zipfile.ZIP_DEFLATED)).testzip()


def test_a_part_behind_the_end_of_any_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(BROKEN):
        opened(far_away()).read("xl/workbook.xml")
    assert told(tmp_path / "list.xlsx", far_away())
