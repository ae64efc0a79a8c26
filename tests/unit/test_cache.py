"""The cache folder: what was kept comes back whole or not at all, and nothing that others put there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from build_toolkit.files.cache import ABANDONED, KINDS, MARK, Cache, cache, digest

KIND = "templates"
A, B, C, D = map(digest, "abcd")
OTHER_WRITER = """
import sys
from pathlib import Path
from build_toolkit.files.cache import Cache
for number in range(100):
    Cache(Path(sys.argv[1])).save("templates", "5a" * 32, sys.argv[2].encode() * 5000)
"""


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    """A cache in a folder that is not there yet."""
    return Cache(tmp_path / "cache")


def entry(kept: Cache) -> Path:
    return next(kept.entries()).path


def test_what_was_kept_comes_back_and_only_its_owner_can_read_it(kept: Cache) -> None:
    assert kept.load(KIND, A) is None
    kept.save(KIND, A, b"one")
    kept.save(KIND, A, b"two")
    assert kept.load(KIND, A) == b"two" and kept.load("checks", A) is None
    assert [(one.kind, one.path.name) for one in kept.entries()] == [(KIND, A)]
    assert {path.stat().st_mode & 0o077 for path in [entry(kept), *entry(kept).parents[:2]]} == {0}


@pytest.mark.parametrize("damage", [
    lambda data: data[:-1], lambda data: data[:-1] + b"?", lambda _: b"",
    lambda data: b"another program's\n" + data,
    lambda data: data.replace(b"cache 1", b"cache 0"),
], ids=["cut", "changed", "empty", "foreign", "older"])
def test_a_damaged_entry_counts_as_none_and_is_made_anew(kept: Cache, damage: object) -> None:
    kept.save(KIND, A, b"something")
    assert callable(damage)
    entry(kept).write_bytes(damage(entry(kept).read_bytes()))
    assert kept.load(KIND, A) is None
    kept.save(KIND, A, b"something")
    assert kept.load(KIND, A) == b"something"


@pytest.mark.parametrize("which", [0, 1])
def test_a_folder_that_others_may_write_to_is_neither_read_nor_filled(kept: Cache, which: int) -> None:
    kept.save(KIND, A, b"code")
    entry(kept).parents[which].chmod(0o777)
    assert kept.load(KIND, A) is None
    kept.save(KIND, B, b"code")
    assert not (kept.folder or Path()).joinpath(KIND, B).exists()


def test_a_folder_that_others_may_only_read_is_closed_and_used(kept: Cache) -> None:
    kept.save(KIND, A, b"code")
    folder = entry(kept).parents[1]
    folder.chmod(0o755)
    assert kept.usable and kept.load(KIND, A) == b"code"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_links_to_what_is_elsewhere_are_not_followed(kept: Cache, tmp_path: Path) -> None:
    kept.save(KIND, A, b"code")
    found = entry(kept)
    found.rename(tmp_path / "elsewhere")
    found.symlink_to(tmp_path / "elsewhere")
    assert kept.load(KIND, A) is None
    (tmp_path / "link").symlink_to(tmp_path / "cache")
    assert Cache(tmp_path / "link").load(KIND, A) is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_folder_or_an_entry_of_another_user_is_not_read(kept: Cache) -> None:
    kept.save(KIND, A, b"code")
    found = entry(kept)
    os.chown(found, 12345, -1)
    assert kept.load(KIND, A) is None
    os.chown(found, 0, -1)
    assert kept.load(KIND, A) == b"code"
    os.chown(found.parents[1], 12345, -1)
    assert kept.load(KIND, A) is None


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = Cache(tmp_path / "file")
    blocked.save(KIND, A, b"one")
    assert blocked.load(KIND, A) is None and not list(blocked.entries())
    assert Cache(None).load(KIND, A) is None
    below = Cache(tmp_path / "file/deeper")
    below.save(KIND, A, b"one")
    assert below.load(KIND, A) is None


def test_a_full_disk_costs_time_only(kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    kept.save(KIND, A, b"one")
    monkeypatch.setattr(Path, "replace", full)
    kept.save(KIND, A, b"two")
    assert kept.load(KIND, A) == b"one"
    assert [one.path.name for one in kept.entries()] == [A]


def test_the_oldest_used_go_first_and_half_written_files_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("build_toolkit.files.cache.EVERY", 1)
    small = Cache(tmp_path / "cache", most=3000)
    for number, name in enumerate((A, B, C)):
        small.save(KIND, name, bytes(800))
        os.utime(tmp_path / "cache" / KIND / name, (1000 + number, 1000 + number))
    (tmp_path / "cache" / KIND / ".writing-dead").write_bytes(bytes(10))
    os.utime(tmp_path / "cache" / KIND / ".writing-dead", (1000, 1000))
    assert small.load(KIND, A)                     # and so it is the newest
    small.save(KIND, D, bytes(800))
    assert {one.path.name for one in small.entries()} == {A, C, D}


def test_an_entry_under_another_ones_name_or_kind_counts_as_none(kept: Cache) -> None:
    kept.save(KIND, A, b"one")
    one = entry(kept).read_bytes()
    kept.save(KIND, B, b"two")
    kept.save("rules", A, b"three")
    for place in ((KIND, B), ("rules", A)):
        (kept.folder or Path()).joinpath(*place).write_bytes(one)
        assert kept.load(*place) is None
    assert kept.load(KIND, A) == b"one"


def test_what_others_put_there_is_neither_counted_nor_deleted(kept: Cache, tmp_path: Path) -> None:
    """A folder that was in use: own folders, files named like entries, and links in place of kinds."""
    folder, elsewhere = kept.folder or Path(), tmp_path / "elsewhere"
    kept.save(KIND, A, b"mine")
    theirs = [folder / "Documents" / "thesis.txt", folder / "Documents" / A, folder / "pages" / "thesis.txt",
              folder / "pages" / B, folder / "pages" / C / "deep.txt", folder / KIND / ".writing-now",
              folder / "thesis.txt", elsewhere / D, elsewhere / ".writing-old"]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(b"years of work" if path.parent.name != "elsewhere" else MARK)
        os.utime(path, (1000, 1000))
    os.utime(folder / KIND / ".writing-now")
    (folder / "rules").symlink_to(elsewhere)
    (folder / "pages" / D).symlink_to(elsewhere / D)
    Cache(folder, most=0)._trim()
    assert kept.load(KIND, A) is None and not list(kept.entries())
    kept.save(KIND, A, b"mine")
    kept.save("checks", A, b"mine")
    assert kept.clear() == 2 and not (folder / "checks").exists()
    assert [path for path in theirs if not path.exists()] == [] and (folder / "rules").is_symlink()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_of_killed_writers_goes_after_an_hour(kept: Cache, kind: str) -> None:
    kept.save(kind, A, b"one")
    half = entry(kept).with_name(".writing-1")
    half.write_bytes(MARK)
    assert kept.clear() == 1 and half.exists()
    os.utime(half, (half.stat().st_mtime - ABANDONED - 9,) * 2)
    assert kept.clear() == 1 and not half.parent.exists()


def test_a_clock_that_jumps_ahead_does_no_harm(kept: Cache) -> None:
    kept.save(KIND, A, b"one")
    os.utime(entry(kept), (2**33, 2**33))
    kept.save(KIND, B, b"two")
    assert (kept.load(KIND, A), kept.load(KIND, B)) == (b"one", b"two")


def test_two_processes_that_write_the_same_entry_leave_it_whole(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OTHER_WRITER, str(tmp_path / "cache")]
    writers = [subprocess.Popen([*command, text]) for text in ("x", "y")]
    kept, seen = Cache(tmp_path / "cache"), set[bytes]()
    while any(writer.poll() is None for writer in writers):
        seen.add(kept.load(KIND, "5a" * 32) or b"")
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen <= {b"", b"x" * 5000, b"y" * 5000} and kept.load(KIND, "5a" * 32)
    assert [one.path.name for one in kept.entries()] == ["5a" * 32]


def test_no_folder_is_used_where_none_is_wanted_or_none_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", "no")
    assert cache().folder is None
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", "not/absolute")
    assert cache().folder is None
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", "/somewhere")
    assert cache().folder == Path("/somewhere")
