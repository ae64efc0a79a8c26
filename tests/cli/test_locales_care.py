"""What translators' commands keep safe and say: no work is lost, nothing is written by mistake, counts are right."""

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from build_toolkit.cli.main import run

FILES = {
    "templates/documents/note/document.yaml": "id: note\ntitle: A note\npurpose: A test.\nlayout: sheet\nnotes: end\n"
                                              "chapters: [{file: note.md}]\n",
    "templates/documents/note/chapters/note.md": "# Who decides\n\nDecided on {{ as_of }}.\n\nCall and ask.\n",
    "templates/documents/other/document.yaml": "id: other\ntitle: Another\npurpose: A test.\nlayout: sheet\n"
                                               "notes: end\nchapters: [{file: other.md}]\n",
    "templates/documents/other/chapters/other.md": "Only here.\n\n{% if place.counties_in_state is one %}"
                                                   "{{ place.counties_in_state }} county{% else %}"
                                                   "{{ place.counties_in_state }} counties{% endif %}.\n",
    "toolkits/counties/wi-waukesha.yaml": "place: us/wi/waukesha\npolicies: [287g]\ndocuments: [note, other]\n"
                                          "languages: [en]\ntitle: A small test\n",
}
CHAPTER = "templates/documents/note/chapters/note.md"
PO = Path("locales/fr/LC_MESSAGES/documents.po")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two documents, one county and the beginnings of French; the current folder."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    assert run(["locales", "init", "fr"]) == 0
    return tmp_path


def say(english: str, own: str) -> None:
    """Translate one text, as a person does in a PO editor."""
    text = PO.read_text()
    assert f'msgid "{english}"\nmsgstr ""' in text
    PO.write_text(text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{own}"'))


def test_update_alone_brings_changed_english_to_the_templates_and_the_language(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    say("Call and ask.", "Appelez et demandez.")
    Path(CHAPTER).write_text(FILES[CHAPTER].replace("Call and ask.", "Call them and ask."))
    assert run(["locales", "update", "fr", "--check"]) == 1
    assert run(["locales", "update", "fr"]) == 0
    assert "Call them and ask." in Path("locales/pot/documents.pot").read_text()
    assert '#| msgid "Call and ask."' in PO.read_text()
    capsys.readouterr()
    assert run(["locales", "update", "fr"]) == 0 and "up to date" in capsys.readouterr().out
    assert run(["locales", "check", "fr"]) == 0                  # a note, and no error
    told = capsys.readouterr()
    assert "1 text is fuzzy" in told.err and "documents.po:" in told.err and "LOC047" in told.err
    assert "0 errors, 1 warning." in told.out


def test_a_campaign_that_speaks_spanish_itself_can_be_extracted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "toolkits/counties"
    folder.mkdir(parents=True)
    (folder / "test.yaml").write_text("place: us/wi/waukesha\npolicies: [287g]\nlanguages: [en, es]\n"
                                      "title: {en: A small test, es: Una prueba}\n")
    monkeypatch.chdir(tmp_path)
    assert run(["locales", "extract"]) == 0, capsys.readouterr().err
    assert "A small test" in (tmp_path / "locales/pot/campaigns.pot").read_text()
    assert run(["locales", "update", "es"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("tag", ["xx", "FR", "en"])
def test_update_of_a_language_that_is_none_writes_nothing(
    project: Path, tag: str, capsys: pytest.CaptureFixture[str],
) -> None:
    Path(CHAPTER).write_text("Something new.\n")
    before = {path: path.read_bytes() for path in Path("locales").rglob("*") if path.is_file()}
    assert run(["locales", "update", tag]) == 1
    assert before == {path: path.read_bytes() for path in Path("locales").rglob("*") if path.is_file()}
    assert ("Write fr, for French." in capsys.readouterr().err) is (tag == "FR")


def test_a_new_language_is_told_the_entry_that_makes_it_one(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["locales", "init", "pl"]) == 1
    told = capsys.readouterr().err
    entry = told[told.index("languages:"):told.index("Then run this again.")]
    assert "Add an entry to locales/registry.yaml" in told and "LOC010" in told and "name: polski" in entry
    assert not Path("locales/pl").exists()
    Path("locales/registry.yaml").write_text(entry, encoding="utf-8")
    assert run(["locales", "init", "pl"]) == 0
    assert "nplurals=3" in Path("locales/pl/LC_MESSAGES/documents.po").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["xlsx", "xlf"])
def test_one_document_goes_out_and_its_return_touches_nothing_else(
    project: Path, ending: str, capsys: pytest.CaptureFixture[str],
) -> None:
    say("Only here.", "Seulement ici.")
    before = PO.read_text()
    assert run(["locales", "export", "fr", "--to", f"a.{ending}", "-d", "note"]) == 0
    assert run(["locales", "import", f"a.{ending}"]) == 0 and PO.read_text() == before
    if ending == "xlsx":
        book = load_workbook("a.xlsx")
        sheet = book.worksheets[0]
        rows = {str(row[3].value): row for row in sheet.iter_rows(min_row=2)}
        assert "Call and ask." in rows and "Only here." not in rows
        rows["Call and ask."][4].value = "Appelez et demandez."
        book.save("a.xlsx")
    else:
        text = Path("a.xlf").read_text()
        assert "Only here." not in text
        empty = '<source>Call and ask.</source><target state="new">'
        Path("a.xlf").write_text(text.replace(empty, empty + "Appelez et demandez."))
    capsys.readouterr()
    assert run(["locales", "import", f"a.{ending}"]) == 0
    assert "1 text changed" in capsys.readouterr().out
    assert PO.read_text() == before.replace('ask."\nmsgstr ""', 'ask."\nmsgstr "Appelez et demandez."')


@pytest.mark.parametrize("command", [["export", "fr"], ["glossary", "export", "es"]])
def test_a_file_that_people_write_in_is_not_written_over(
    project: Path, command: list[str], capsys: pytest.CaptureFixture[str],
) -> None:
    file = Path("mine.csv" if "glossary" in command else "mine.xlsx")
    file.write_text("my work")
    assert run(["locales", *command, "--to", str(file)]) == 1
    assert file.read_text() == "my work" and "--force" in capsys.readouterr().err
    assert run(["locales", *command, "--to", str(file), "--force"]) == 0
    assert file.read_bytes() != b"my work"


def test_a_text_that_stands_in_two_places_is_one_text_and_one_change(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    Path("templates/policies/287g").mkdir(parents=True)
    Path("templates/policies/287g/case.md").write_text("# Who decides\n")
    assert run(["locales", "update", "fr"]) == 0
    assert run(["locales", "export", "fr", "--to", "a.xlf"]) == 0
    text = Path("a.xlf").read_text()
    head = '<source>Who decides</source><target state="new">'
    assert "templates/policies" in Path("locales/pot/documents.pot").read_text()
    (own,) = [part for part in text.split("<trans-unit") if head in part and ">heading<" in part]
    Path("a.xlf").write_text(text.replace(own, own.replace(head, head + "Qui décide")))
    for found in ("1 text changed", "0 texts changed"):
        capsys.readouterr()
        assert run(["locales", "import", "a.xlf"]) == 0
        assert found in capsys.readouterr().out


def test_one_form_of_a_plural_is_one_change(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locales", "export", "fr", "--to", "a.xlf", "-d", "other"]) == 0
    place = '<ph id="1" equiv-text="place.counties_in_state">{place.counties_in_state}</ph>'
    text = Path("a.xlf").read_text()
    for english, own in (("county", "comté"), ("counties", "comtés")):
        source = f'<source>{place} {english}.</source><target state="new">'
        assert source in text
        text = text.replace(source, f"{source}{place} {own}.")
    Path("a.xlf").write_text(text)
    assert run(["locales", "import", "a.xlf"]) == 0
    assert "1 text changed" in capsys.readouterr().out
    assert run(["locales", "export", "fr", "--to", "b.xlf", "-d", "other"]) == 0
    Path("b.xlf").write_text(Path("b.xlf").read_text().replace(" comtés.", " des comtés."))
    capsys.readouterr()
    assert run(["locales", "import", "b.xlf"]) == 0
    assert "1 text changed" in capsys.readouterr().out


def test_nothing_translated_makes_no_proof_and_says_what_to_do(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["locales", "proof", "fr", "-d", "note"]) == 1
    assert "nothing to proof" in (told := capsys.readouterr().err) and "locales export fr" in told
    assert not Path("build/proof").exists()


def test_a_document_that_nobody_translated_does_not_stop_the_others(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    for english, own in (("Who decides", "Qui décide"), ("Decided on {as_of}.", "Décidé le {as_of}."),
                         ("Call and ask.", "Appelez et demandez.")):
        say(english, own)
    file = "toolkits/counties/wi-waukesha.yaml"
    assert run([file, "-l", "fr", "-d", "note", "-d", "other", "--format", "txt"]) == 1
    told = capsys.readouterr()
    assert "'other' is not made in French: " in told.err and "[LOC111]" in told.err
    assert "Décidé le" in Path("build/wi-waukesha/fr/note.txt").read_text()
    assert not Path("build/wi-waukesha/fr/other.txt").exists() and "note.txt" in told.out
    assert run(["check", file]) == 0                             # it is asked for in English only


def test_a_file_of_another_language_than_was_named_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locales", "extract"]) == 0
    assert run(["locales", "export", "fr", "--to", "fr.xlf", "--domain", "documents"]) == 0
    assert run(["locales", "import", "fr.xlf", "-l", "vi"]) == 1
    assert "this file is of fr, not of vi" in capsys.readouterr().err
    assert run(["locales", "import", "fr.xlf", "-l", "fr"]) == 0


def test_one_can_ask_what_there_is_in_each_language(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["list", "languages", "--documents", "--campaign", "wi-waukesha"]
    assert run(["locales", "extract"]) == 0
    say("Only here.", "Seulement ici.")
    capsys.readouterr()
    assert run([*ask, "--format", "json"]) == 0
    rows = {(row["document"], row["language"]): row for row in json.loads(capsys.readouterr().out)}
    one = rows["other", "fr"]
    assert one["to_go"] == one["texts"] - 1 and one["state"] == f"{one['to_go']} to go"
    assert rows["note", "fr"]["to_go"] == rows["note", "fr"]["texts"]
    assert run(ask) == 0
    assert re.search(r"^other .*\b1? ?\d* to go", capsys.readouterr().out, re.MULTILINE)
    assert run([*ask, "--format", "html"]) == 0
    page = capsys.readouterr().out
    assert '<th scope="col">French</th>' in page and f"<td>{one['to_go']} to go</td>" in page
    assert run(["list", "policies", "--documents"]) == 2


def test_a_draft_that_is_mostly_english_is_told_as_a_warning(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = "toolkits/counties/wi-waukesha.yaml"
    assert run([file, "-l", "fr", "-d", "note"]) == 1 and "LOC111" in capsys.readouterr().err
    assert run([file, "-l", "fr", "-d", "note", "--draft"]) == 4
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "LOC111" in line]
    assert "warning:" in line


@pytest.mark.parametrize(("spoil", "code"), [
    (lambda raw: raw[:-20], "PO005"), (lambda raw: raw.decode().encode("utf-16"), "PO003"),
    (lambda raw: raw + b'\n# \xe9t\xe9\nmsgid "x"\nmsgstr "y"\n', "PO003"),
    (lambda raw: raw + b'\nmsgid "Call and ask."\nmsgstr "Deux"\n', "PO010"),
    (lambda raw: raw.replace(b"nplurals=2", b"nplurals=4"), "LOC016"),
    (lambda raw: raw.replace(b"Language: fr", b"Language: de"), "LOC015"),
    (lambda raw: raw.replace(b'ask."\nmsgstr ""', b'ask."\nmsgstr "<script>x</script>"'), "LOC026"),
    (lambda raw: raw.replace(b'ask."\nmsgstr ""', b'ask."\nmsgstr "{{ 7*7 }}"'), "LOC028"),
    (lambda raw: raw.replace(b'ask."\nmsgstr ""', 'ask."\nmsgstr "Appel\u200bez"'.encode()), "LOC029"),
    (lambda raw: raw.replace(b'ask."\nmsgstr ""', 'ask."\nmsgstr "\u202eAppelez"'.encode()), "LOC029"),
])
def test_a_spoilt_file_is_told_and_never_changed(
    project: Path, spoil: object, code: str, capsys: pytest.CaptureFixture[str],
) -> None:
    assert callable(spoil)
    PO.write_bytes(spoilt := spoil(PO.read_bytes()))
    assert run(["locales", "check", "fr"]) == 1
    told = capsys.readouterr().err
    assert code in told and "documents.po:" in told
    run(["locales", "update", "fr"])
    if code.startswith("PO"):
        assert PO.read_bytes() == spoilt             # a damaged file is for its owner to mend
