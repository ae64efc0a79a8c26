"""Output is whole or as it was."""

import json
import os
from pathlib import Path

import pytest

from build_toolkit.files import writing
from build_toolkit.files.publish import Output, publish, read_manifest
from build_toolkit.files.writing import MachineProblem, write_text

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
