"""A comma in the English: the author says that it means the same, and no language loses a sentence over it."""

import json
from pathlib import Path

import pytest

from build_toolkit.cli.main import run

CHAPTER = "# A note\n\nThe board decides whether the jail works with ICE.\n\nCall 555-123-4567 and ask.\n"
FILES = {
    "templates/documents/note/document.yaml": "id: note\ntitle: A note\npurpose: One page, for tests.\nlayout: sheet\n"
                                              "notes: end\nchapters: [{file: note.md}]\n",
    "templates/documents/note/chapters/note.md": CHAPTER,
}
WORDS = {"es": ("La junta decide si la cárcel trabaja con ICE.", "Llame al 555-123-4567 y pregunte."),
         "vi": ("Hội đồng quyết định nhà tù có làm việc với ICE hay không.", "Gọi 555-123-4567 và hỏi.")}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "toolkits").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["locales", "extract"]) == 0
    for tag, words in WORDS.items():
        assert run(["locales", "init", tag]) == 0
        text = catalog(tmp_path, tag).read_text()
        for english, own in zip(CHAPTER.strip().split("\n\n")[1:], words, strict=True):
            text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{own}"')
        catalog(tmp_path, tag).write_text(text)
    assert run(["locales", "review", "mark", "es", "--by", "M. R.", "--role", "native speaker",
                "--on", "2026-06-01"]) == 0
    return tmp_path


def catalog(project: Path, tag: str) -> Path:
    return project / f"locales/{tag}/LC_MESSAGES/documents.po"


def rewrite(project: Path, before: str, after: str) -> None:
    file = project / "templates/documents/note/chapters/note.md"
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))
    assert run(["locales", "update"]) == 0


def approved(capsys: pytest.CaptureFixture[str]) -> int:
    """Return how many Spanish texts stand as a person signed them."""
    capsys.readouterr()
    assert run(["locales", "review", "show", "es", "--format", "json"]) == 0
    (reading,) = json.loads(capsys.readouterr().out)
    assert (reading["by"], reading["role"], reading["last"]) == ("M. R.", "native speaker", "2026-06-01")
    return int(reading["approved"])


def test_a_correction_keeps_translations_and_signatures(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = approved(capsys)
    rewrite(project, "The board decides whether", "The board decides, whether")
    assert all("fuzzy" in catalog(project, tag).read_text() for tag in WORDS)
    assert approved(capsys) == before - 1
    capsys.readouterr()
    assert run(["locales", "same"]) == 0
    told = capsys.readouterr().out
    assert "The board decides{+,+} whether the jail" in told and "waits in es, vi" in told
    assert run(["locales", "same", "1"]) == 0
    for tag, words in WORDS.items():
        text = catalog(project, tag).read_text()
        assert "fuzzy" not in text and words[0] in text
    assert approved(capsys) == before
    assert run(["locales", "update"]) == 0
    assert run(["locales", "same"]) == 0
    assert "No translation waits" in capsys.readouterr().out


def test_another_number_is_never_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(project, "555-123-4567", "555-123-4568")
    before = catalog(project, "es").read_bytes()
    assert run(["locales", "same", "1"]) == 2
    assert "cannot be called the same: phone numbers missing: 5551234567" in capsys.readouterr().err
    assert catalog(project, "es").read_bytes() == before


@pytest.mark.parametrize("numbers", ["2", "0", "one", "2-1", "1-"])
def test_a_number_that_is_not_there_changes_nothing(project: Path, numbers: str) -> None:
    rewrite(project, "and ask", "and  ask now")
    before = catalog(project, "vi").read_bytes()
    assert run(["locales", "same", numbers]) == 2
    assert catalog(project, "vi").read_bytes() == before
