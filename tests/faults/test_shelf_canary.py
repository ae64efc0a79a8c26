"""One word in each private place of a campaign, and it stands nowhere in the user's cache folder."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from build_toolkit.cli.main import run

CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
languages: [en]
title: Who decides at the jail?
coalition: {name: Example Neighbors, members: [Example Group], contact: Canaryhotline, contact_public: true}
facts:
  jail.capacity: {value: 20731, as_of: 2026-05-01, source: ours, sensitivity: internal}
  board.room: {value: Canaryroom, as_of: 2026-05-01, source: ours, sensitivity: never-print}
  board.name: {value: Board of Publicword, as_of: 2026-05-01, source: ours}
sources:
  ours: {publisher: The county, title: Minutes, read_on: 2026-05-02}
petition:
  to: the Board
  text: [We ask for Canarypetition.]
  demands: [end-287g]
  keep: Canarykeeper.
  return_to: Canaryreturn
  rows: 3
"""
CONSENTS = """\
consents:
  one: {who: C. C., who_is: initials, languages: [all], given_on: 2026-04-01, expires: 2099-01-01, kept_by: x,
        scope: [print, web, press, hearing, slides]}
stories:
  one: {consent: one, text: Canarystory was on the way., role: Canaryrole, told_on: 2026-04-01}
"""
PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: es\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "campaigns.test.stories.one.text"
msgid "Canarystory was on the way."
msgstr "Canarycuento iba en camino."

msgctxt "campaigns.test.petition.text.1"
msgid "We ask for Canarypetition."
msgstr "Pedimos Canarypeticion."

msgctxt "heading"
msgid "Canarychapter"
msgstr "Canarycapitulo"
"""
CANARIES = ("Canary", "20731", "20,731")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign with a canary in each private place, in the folder of this test; and a cache of its own."""
    own = tmp_path / "toolkits/counties/test"
    own.mkdir(parents=True)
    own.with_suffix(".yaml").write_text(CAMPAIGN)
    (own / "consents.yaml").write_text(CONSENTS)
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "cache"


def build(*more: str, language: str = "en") -> int:
    return run(["build", "toolkits/counties/test.yaml", "-l", language, "--as-of", "2026-05-18", *more])


def found(data: bytes) -> set[str]:
    """The canaries in the bytes of a file: as they are, in the streams of a PDF, and in the text that it shows."""
    texts = [data.decode("latin-1")]
    if (start := data.find(b"%PDF-")) >= 0:
        data = data[start:]
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for one in pdf.objects:
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
                    texts.append(one.read_bytes().decode("latin-1"))
                elif isinstance(one, pikepdf.Dictionary):
                    texts += [str(value) for value in one.values() if isinstance(value, pikepdf.String)]
        document = pypdfium2.PdfDocument(data)
        texts += [page.get_textpage().get_text_range() for page in document]
    return {word for word in (*CANARIES, "Publicword") for text in texts if word in text.replace("\xad", "")}


def text_of(pdf: Path) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).replace("\xad", "")


def kept(shelf: Path) -> list[Path]:
    return [path for path in shelf.rglob("*") if path.is_file()]


def in_files(paths: list[Path]) -> set[str]:
    return set().union(*(found(path.read_bytes()) for path in paths)) if paths else set()


def test_stories_contacts_petitions_and_internal_facts_are_printed_and_never_kept(shelf: Path, tmp_path: Path) -> None:
    documents = ("public-comment", "talking-points", "fact-sheet", "petition")
    assert build(*[word for name in documents for word in ("-d", name)]) == 0
    made = {path.stem: found(path.read_bytes()) for path in tmp_path.glob("build/test/en/*.pdf")}
    assert "Canary" in made["public-comment"] and "Canary" in made["petition"], "the test would prove nothing"
    assert build("-d", "power-map", "--edition", "internal", "-o", "inside") == 0
    assert in_files(kept(shelf)) <= {"Publicword"}
    assert len(list((shelf / "pages").iterdir())) > 1, "public pages are kept"


def test_own_chapters_and_drafts_are_never_kept(shelf: Path, tmp_path: Path) -> None:
    assert build("-d", "fact-sheet") == 0
    before = set(kept(shelf))
    assert [path for path in before if path.parent.name == "pages"]
    own = tmp_path / "toolkits/counties/test/chapters/fact-sheet/figures.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Canarychapter\n\nWords of our own, Canarychapter.\n")
    assert build("-d", "fact-sheet") == 0
    assert "Canary" in in_files(list(tmp_path.glob("build/test/en/fact-sheet.pdf")))
    assert build("-d", "talking-points", "--draft") == 4
    pages = {path for path in kept(shelf) if path.parent.name == "pages"}
    assert pages - before == set() and "Canary" not in in_files(kept(shelf))
    assert shelf.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("domain", ["campaigns", "documents"])
def test_translations_of_a_projects_own_words_are_printed_and_never_kept(
    shelf: Path, tmp_path: Path, domain: str,
) -> None:
    po = tmp_path / f"locales/es/LC_MESSAGES/{domain}.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    own = tmp_path / "toolkits/counties/test.yaml"
    own.write_text(CAMPAIGN.replace("[en]", "[en, es]"))
    for _ in range(2):                               # cold and warm
        assert build("-d", "petition", "-d", "public-comment", language="es") == 0
        made = "".join(text_of(path) for path in tmp_path.glob("build/test/es/*.pdf"))
        assert "Canarycuento" in made and "Canarypeticion" in made
        assert list((shelf / "languages").iterdir()) and "Canary" not in in_files(kept(shelf))
