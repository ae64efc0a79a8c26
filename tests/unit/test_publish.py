"""Output is whole or as it was."""

import json
import os
from pathlib import Path

import pytest

from build_toolkit.files import switching, writing
from build_toolkit.files.publish import Output, publish, read_manifest, withdraw_files
from build_toolkit.files.writing import MachineProblem, finish, locked, write_bytes, write_files, write_text
from build_toolkit.problems import ProblemsFound

OLD = [Output("en/a.pdf", b"old", {}), Output("es/a.pdf", b"viejo", {})]
NEW = [Output("en/a.pdf", b"new", {}), Output("es/a.pdf", b"nuevo", {})]


def test_files_and_manifest_are_written_and_nothing_else_stays(tmp_path: Path) -> None:
    publish(tmp_path / "wi", NEW, {"files": {}})
    assert sorted(p.name for p in (tmp_path / "wi").iterdir()) == ["en", "es", "manifest.json"]
    assert (tmp_path / "wi/es/a.pdf").read_bytes() == b"nuevo"
    assert read_manifest(tmp_path / "wi") == {"files": {}}


def test_a_full_disk_leaves_the_older_output_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, OLD, {"edition": "old"})

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(MachineProblem, match=r"No space left on device.*Free some space"):
        publish(tmp_path, NEW, {"edition": "new"})
    assert (tmp_path / "en/a.pdf").read_bytes() == b"old"
    assert read_manifest(tmp_path) == {"edition": "old"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["en", "es", "manifest.json"]


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(MachineProblem, match="OUT001"):
        publish(tmp_path / "out", NEW, {})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(MachineProblem, match="OUT001"):
        publish(tmp_path / "out", NEW, {})


def test_an_unreadable_manifest_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{")
    assert read_manifest(tmp_path) is None
    (tmp_path / "manifest.json").write_text(json.dumps([1]))
    assert read_manifest(tmp_path) is None


def test_a_text_file_replaces_the_old_one_whole(tmp_path: Path) -> None:
    write_text(tmp_path / "deep/a.yaml", "one\n")
    write_text(tmp_path / "deep/a.yaml", "two\n")
    assert [p.read_text() for p in (tmp_path / "deep").iterdir()] == ["two\n"]


def said(*outputs: Output, **more: str) -> dict[str, object]:
    """Return a manifest of files."""
    return {"files": {one.path: {"sha256": one.sha256, **one.about} for one in outputs}, **more}


def edit(path: Path, text: str, day: float = 1_750_000_000) -> None:
    path.write_text(text)
    os.utime(path, (day, day))


def names(folder: Path) -> list[str]:
    """Return all files, hidden ones too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_what_a_person_changed_is_kept_beside_the_new_file_and_told(tmp_path: Path) -> None:
    publish(tmp_path / "wi", OLD, said(*OLD))
    edit(tmp_path / "wi/en/a.pdf", "mine")
    found = publish(tmp_path / "wi", NEW, said(*NEW))
    assert [(one.code, one.severity) for one in found.problems] == [("OUT010", "warning")]
    assert "a.edited-2025-06-15.pdf" in found.problems[0].what and "en/a.pdf" in found.problems[0].file
    assert (tmp_path / "wi/en/a.edited-2025-06-15.pdf").read_text() == "mine"
    assert (tmp_path / "wi/en/a.pdf").read_bytes() == b"new"
    edit(tmp_path / "wi/en/a.pdf", "mine again")
    assert not publish(tmp_path / "wi", OLD[1:], said(*OLD[1:]), lambda _about: False).problems, "it stays"
    publish(tmp_path / "wi", OLD, said(*OLD))
    kept = [name for name in names(tmp_path / "wi") if "edited" in name]
    assert kept == ["en/a.edited-2025-06-15-2.pdf", "en/a.edited-2025-06-15.pdf"]
    assert sorted((read_manifest(tmp_path / "wi") or {})["edited"]) == kept


def test_a_file_that_no_manifest_names_is_kept_too(tmp_path: Path) -> None:
    (tmp_path / "wi/en").mkdir(parents=True)
    edit(tmp_path / "wi/en/a.pdf", "somebody's")
    publish(tmp_path / "wi", NEW, said(*NEW))
    assert (tmp_path / "wi/en/a.edited-2025-06-15.pdf").read_text() == "somebody's"


def test_what_is_no_longer_made_goes_and_nothing_else(tmp_path: Path) -> None:
    publish(tmp_path / "wi", OLD, said(*OLD))
    (tmp_path / "wi/es/notes.txt").write_text("mine")
    (tmp_path / "wi/photos").mkdir()
    found = publish(tmp_path / "wi", NEW[:1], said(*NEW[:1]))
    assert found.removed == ("es/a.pdf",)
    assert names(tmp_path / "wi") == ["en/a.pdf", "es/notes.txt", "manifest.json"]
    assert (tmp_path / "wi/photos").is_dir()
    publish(tmp_path / "wi", NEW, said(*NEW))
    edit(tmp_path / "wi/es/a.pdf", "mine")
    found = publish(tmp_path / "wi", NEW[:1], said(*NEW[:1]))
    assert found.removed == () and (tmp_path / "wi/es/a.edited-2025-06-15.pdf").read_text() == "mine"


def test_what_was_not_asked_for_stays_and_the_manifest_says_of_when_it_is(tmp_path: Path) -> None:
    publish(tmp_path / "wi", OLD, said(*OLD, content="1", built="2026-01-01"))
    found = publish(tmp_path / "wi", NEW[:1], said(*NEW[:1], content="2", built="2026-02-02"), lambda _: False)
    manifest = read_manifest(tmp_path / "wi") or {}
    assert found.older == ("es/a.pdf",) and list(manifest["files"]) == ["en/a.pdf"]
    assert manifest["earlier"]["es/a.pdf"]["built"] == "2026-01-01"


def test_a_folder_made_from_another_file_is_refused(tmp_path: Path) -> None:
    publish(tmp_path / "c", OLD, said(*OLD, file="counties/c.yaml"))
    with pytest.raises(ProblemsFound, match=r"made from counties/c\.yaml, not from c\.yaml.*OUT013"):
        publish(tmp_path / "c", NEW, said(*NEW, file="c.yaml"))
    assert (tmp_path / "c/en/a.pdf").read_bytes() == b"old" and not list(tmp_path.glob(".*"))


def test_files_are_withdrawn_with_what_people_made_of_them(tmp_path: Path) -> None:
    publish(tmp_path / "wi", OLD, said(*OLD))
    edit(tmp_path / "wi/en/a.pdf", "mine")
    publish(tmp_path / "wi", NEW, said(*NEW))
    gone = withdraw_files(tmp_path / "wi", ["en/a.pdf", "en/a.edited-2025-06-15.pdf", "es/no.pdf"], {"told": "x"})
    assert [path.name for path in gone] == ["a.pdf", "a.edited-2025-06-15.pdf"]
    assert names(tmp_path) == ["wi/es/a.pdf", "wi/manifest.json"] and not (tmp_path / "wi/en").exists()
    manifest = read_manifest(tmp_path / "wi") or {}
    assert list(manifest["files"]) == ["es/a.pdf"] and manifest["told"] == "x" and "edited" not in manifest


@pytest.mark.parametrize("dies", [False, True])
def test_what_is_saved_while_a_folder_is_replaced_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies: bool,
) -> None:
    folder, exchange = tmp_path / "wi", switching.rename_exchange
    publish(folder, OLD, said(*OLD))
    (folder / "open.txt").write_text("one")

    def late(one: Path, other: Path) -> None:
        edit(folder / "late.txt", "late")
        (folder / "en/a.pdf").unlink()                                   # as editors save
        edit(folder / "en/a.pdf", "mine")
        edit(folder / "open.txt", "two")
        exchange(one, other)
        monkeypatch.setattr(switching, "rename_exchange", exchange)
        if dies:
            monkeypatch.setattr(switching, "_settle", lambda _folder: None)

    monkeypatch.setattr(switching, "rename_exchange", late)
    publish(folder, NEW, said(*NEW))
    monkeypatch.undo()
    switching.settle(folder)
    assert names(tmp_path) == ["wi/en/a.edited-2025-06-15.pdf", "wi/en/a.pdf", "wi/es/a.pdf", "wi/late.txt",
                               "wi/manifest.json", "wi/open.txt"]
    assert (folder / "open.txt").read_text() == "two" and (folder / "en/a.pdf").read_bytes() == b"new"
    assert (folder / "en/a.edited-2025-06-15.pdf").read_text() == "mine"


@pytest.mark.parametrize("links", [True, False])
def test_where_names_cannot_be_exchanged_or_linked_it_takes_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool,
) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(switching, "rename_exchange", unknown)
    if not links:
        monkeypatch.setattr(switching.os, "link", unknown)
    publish(tmp_path / "wi", OLD, said(*OLD))
    (tmp_path / "wi/mine.txt").write_text("mine")
    publish(tmp_path / "wi", NEW, said(*NEW))
    assert names(tmp_path) == ["wi/en/a.pdf", "wi/es/a.pdf", "wi/manifest.json", "wi/mine.txt"]
    (tmp_path / "wi").rename(tmp_path / ".switched-wi")                  # as if it had died between the two
    (tmp_path / ".switching-wi").mkdir()
    (tmp_path / ".switching-wi/en").mkdir()
    (tmp_path / ".switching-wi/en/a.pdf").write_bytes(b"newer")
    switching.settle(tmp_path / "wi")
    assert names(tmp_path) == ["wi/en/a.pdf"] and (tmp_path / "wi/en/a.pdf").read_bytes() == b"newer"


def test_a_link_is_no_folder_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "elsewhere/en").mkdir(parents=True)
    (tmp_path / "wi").symlink_to("elsewhere")
    with pytest.raises(MachineProblem, match="OUT001"):
        publish(tmp_path / "wi", NEW, said(*NEW))
    (tmp_path / "wi").unlink()
    (tmp_path / "wi").mkdir()
    (tmp_path / "wi/en").symlink_to("../elsewhere/en")
    with pytest.raises(MachineProblem, match="outside of its folder"):
        publish(tmp_path / "wi", NEW, said(*NEW))
    assert names(tmp_path / "elsewhere") == [] and not list(tmp_path.glob(".*"))


def test_another_writer_is_waited_for_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "WAIT", 0.1)
    with locked(tmp_path / ".writing-wi.lock", tmp_path / "wi"), \
            pytest.raises(MachineProblem, match=rf"process {os.getpid()} on .* is writing here.*OUT012"):
        publish(tmp_path / "wi", NEW, said(*NEW))
    publish(tmp_path / "wi", NEW, said(*NEW))
    assert not list(tmp_path.glob(".*"))


def test_a_file_keeps_its_mode_and_a_change_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("one")
    path.chmod(0o600)
    (tmp_path / "link.yaml").symlink_to(path)
    write_text(tmp_path / "link.yaml", "two", before=b"one")
    assert path.read_text() == "two" and path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ProblemsFound, match="OUT011"):
        write_text(path, "three", before=b"one")
    assert path.read_text() == "two" and len(list(tmp_path.iterdir())) == 2


def test_several_files_are_written_together_and_finished_by_whoever_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {"a/one.po": b"1", "b/two.po": b"2", "old.po": None}
    (tmp_path / "old.po").write_text("old")
    replaces, replace = [0], os.replace

    def dies(one: Path, other: Path) -> None:
        replaces[0] += 1
        if replaces[0] == 2:
            raise KeyboardInterrupt
        replace(one, other)

    monkeypatch.setattr(writing.os, "replace", dies)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, files)
    edit(tmp_path / "old.po", "mine")
    finish(tmp_path)
    assert names(tmp_path) == ["a/one.po", "b/two.po", "old.edited-2025-06-15.po"]
    finish(tmp_path)
    write_files(tmp_path, {"a/one.po": b"3", "b/two.po": None})
    assert names(tmp_path) == ["a/one.po", "old.edited-2025-06-15.po"]
    with pytest.raises(MachineProblem, match="outside of its folder"):
        write_files(tmp_path, {"../x": b"1", "y": b"1"})


def test_a_failed_write_leaves_no_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    for write in (lambda: write_bytes(tmp_path / "x/y/z.pdf", b"1"),
                  lambda: publish(tmp_path / "x/y", NEW, said(*NEW)),
                  lambda: write_files(tmp_path / "x", {"a": b"1", "b": b"2"})):
        with pytest.raises(MachineProblem):
            write()
        assert list(tmp_path.iterdir()) == []
