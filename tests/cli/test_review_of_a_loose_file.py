"""A lawyer's word on a file in no project is written beside that file, never into the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_toolkit.approvals.ledger import LAWYERS
from build_toolkit.cli.main import run
from build_toolkit.files.roots import packaged

APPROVED = ["--by", "M. R.", "--role", "lawyer", "--on", "2026-11-21"]


def test_an_approval_outside_of_a_project_stays_with_the_campaign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    file = tmp_path / "loose.yaml"
    text = "place: us/wi/dane\npolicies: [287g]\ntitle: Who decides?\ndocuments: [talking-points]\n"
    file.write_text(text, encoding="utf-8")
    assert run(["review", "approve", str(file), *APPROVED]) == 0
    assert str(tmp_path / LAWYERS) in capsys.readouterr().out and (tmp_path / LAWYERS).is_file()
    assert run(["review", "show", str(file)]) == 0 and "0 of" not in capsys.readouterr().out
    assert run(["law", "approve", "WI", *APPROVED]) == 0
    assert not (packaged() / LAWYERS).exists()
