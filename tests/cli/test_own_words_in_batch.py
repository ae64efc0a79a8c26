"""A county's own words in a batch: printed in each language, and built anew when only their Spanish changes."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from build_toolkit.cli.main import run

FILES = {
    "templates/documents/note/document.yaml": "id: note\ntitle: Title\npurpose: One page.\nlayout: sheet\nnotes: end\n"
                                              "chapters: [{file: note.md}]\n",
    "templates/documents/note/chapters/note.md": "# {{ campaign.title }}\n\n{{ place.name }}\n",
    "toolkits/counties/de-kent.yaml": "place: us/de/kent\npolicies: [287g]\ndocuments: [note]\nlanguages: [en, es]\n"
                                      "title: {en: Our jail here, es: Nuestra cárcel aquí}\n",
}
KENT = ["batch", "--county", "Kent County, DE", "-d", "note", "-l", "es", "-j", "1"]


def words(project: Path) -> str:
    with pypdfium2.PdfDocument(project / "batch/de-kent/es/note.pdf") as pdf:
        return " ".join(pdf[0].get_textpage().get_text_bounded().split())


@pytest.mark.long
def test_a_batch_prints_a_countys_own_words_and_sees_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run(KENT)
    assert "Nuestra cárcel aquí" in words(tmp_path) and "Our jail here" not in words(tmp_path)
    file = tmp_path / "toolkits/counties/de-kent.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("cárcel aquí", "cárcel acá"), encoding="utf-8")
    run(KENT)
    assert "Nuestra cárcel acá" in words(tmp_path)
