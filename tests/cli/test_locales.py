"""`build-toolkit locales` as a new translator uses it: the README's steps, its help, its exit codes, its files."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pymupdf
import pytest
from openpyxl import load_workbook

from build_toolkit.cli.locales import locales_command
from build_toolkit.cli.main import run
from build_toolkit.files.roots import packaged

CHAPTER = """\
# A note on {{ place.name }}

The board decides whether **the jail** works with ICE.

Call 555-123-4567 and ask.
"""
DOCUMENT = ("id: note\ntitle: A note\npurpose: One page, for tests.\nlayout: sheet\nnotes: end\n"
            "chapters: [{file: note.md}]\n")
CAMPAIGN = "place: us/wi/waukesha\npolicies: [287g]\ndocuments: [note]\nlanguages: [en]\ntitle: A small test\n"
README = packaged() / "locales/README.md"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one page and one county; the current folder."""
    files = {"templates/documents/note/chapters/note.md": CHAPTER, "templates/documents/note/document.yaml": DOCUMENT,
             "toolkits/counties/wi-waukesha.yaml": CAMPAIGN}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    assert run(["locales", "extract"]) == 0
    return tmp_path


def po_of(project: Path, tag: str) -> Path:
    return project / f"locales/{tag}/LC_MESSAGES/documents.po"


def translated(project: Path, tag: str, *pairs: tuple[str, str]) -> None:
    """Begin a language and translate some texts, as a person does in a PO editor."""
    assert run(["locales", "init", tag]) == 0
    text = po_of(project, tag).read_text()
    for english, own in pairs:
        before = f'msgid "{english}"\nmsgstr "'
        assert before in text
        text = text.replace(before, before + own)
    po_of(project, tag).write_text(text)


def numbers(form: str) -> dict[str, int]:
    """Return the number of each English text as a spreadsheet shows it."""
    assert run(["locales", "export", form, "--to", "numbers.xlsx", "--force", "--domain", "documents"]) == 0
    rows = load_workbook("numbers.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    return {str(row[3]): int(str(row[0]).split("/")[0]) for row in rows}


def test_the_readme_can_be_followed_step_by_step(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = README.read_text(encoding="utf-8")
    block = re.search(r"```sh\n(.*?)```", text, re.DOTALL)
    assert block
    steps = [shlex.split(line, comments=True) for line in block[1].splitlines()]
    assert len(steps) >= 12 and all(step[:2] == ["build-toolkit", "locales"] for step in steps)
    for step in steps:
        if step[2] in ("preview", "proof"):                       # the small page of this project, to be quick
            step = [*step, "--document", "note"]
        if step[2] == "proof":
            translated_now = po_of(project, "ht").read_text().replace(
                'msgid "Call 555-123-4567 and ask."\nmsgstr ""', 'msgid "Call 555-123-4567 and ask."\nmsgstr "Rele '
                '555-123-4567 epi mande."')
            po_of(project, "ht").write_text(translated_now)
        assert run(step[1:]) == 0, (step, capsys.readouterr())
    made = ["build/specimen/ht.pdf", "ht.xlsx", "build/preview/ht/note.pdf", "build/proof/ht.pdf"]
    assert all((project / name).stat().st_size > 1000 for name in made)
    assert po_of(project, "ht").is_file()


def test_every_command_the_readme_names_is_there_and_every_command_is_named() -> None:
    text = README.read_text(encoding="utf-8")
    named = set(re.findall(r"locales ([a-z]+)", text))
    assert named == set(locales_command.commands)


@pytest.mark.parametrize("name", sorted(locales_command.commands))
def test_help_teaches_each_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locales", name, "--help"]) == 0
    out = capsys.readouterr().out
    assert f"Usage: build-toolkit locales {name}" in out and len(out.split("Options:")[0]) > 120


def test_a_spreadsheet_goes_out_and_comes_back(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    translated(project, "ht")
    assert run(["locales", "export", "ht", "--to", "ht.xlsx", "--domain", "documents"]) == 0
    book = load_workbook("ht.xlsx")
    sheet = book.worksheets[0]
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 4).value == "Call 555-123-4567 and ask.")
    sheet.cell(row, 5).value = "Rele 555-123-9999 epi mande."
    book.save("ht.xlsx")
    before = po_of(project, "ht").read_bytes()
    assert run(["locales", "import", "ht.xlsx"]) == 1
    out, err = capsys.readouterr()
    assert f"ht.xlsx:{row}: " in err and "LOC023" in err and "1 not taken" in out
    assert po_of(project, "ht").read_bytes() == before
    sheet.cell(row, 5).value = "Rele 555-123-4567 epi mande."
    book.save("ht.xlsx")
    assert run(["locales", "import", "ht.xlsx", "--check"]) == 1 and po_of(project, "ht").read_bytes() == before
    capsys.readouterr()
    assert run(["locales", "import", "ht.xlsx", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"] == ["locales/ht/LC_MESSAGES/documents.po"] and len(said["changed"]) == 1
    assert 'msgstr "Rele 555-123-4567 epi mande."' in po_of(project, "ht").read_text()
    assert run(["locales", "import", "ht.xlsx", "--check"]) == 0
    assert run(["locales", "check", "ht"]) == 0 and run(["locales", "update", "ht", "--check"]) == 0


@pytest.mark.parametrize(("args", "code"), [
    (["export", "es", "--to", "es.doc"], 2), (["export", "xx", "--to", "xx.xlsx"], 1),
    (["export", "es", "--to", "x.xlsx", "--domain", "nothing"], 2), (["import", "none.xlsx"], 2),
    (["glossary", "export", "es", "--to", "a.pdf"], 2), (["glossary", "export", "en", "--to", "en.tbx"], 1),
    (["pseudo", "es"], 1), (["pseudo", "xx"], 1), (["preview", "xx"], 1),
    (["preview", "es", "--campaign", "nowhere"], 1),
    (["proof", "es", "--texts", "a"], 2), (["doctor", "xx"], 1), (["reading", "xx"], 1), (["specimen", "xx"], 1),
    (["review", "mark", "es", "--by", "Maria Ruiz", "--role", "translator"], 2), (["review", "show", "xx"], 1),
])
def test_what_cannot_be_done_is_said_in_words(
    project: Path, args: list[str], code: int, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["locales", *args]) == code
    err = capsys.readouterr().err
    assert err.strip() and "bug in build-toolkit" not in err


def test_a_preview_shows_numbers_in_their_place_and_an_index(project: Path) -> None:
    translated(project, "ht", ("Call 555-123-4567 and ask.", "Rele 555-123-4567 epi mande."))
    number = numbers("ht")["Call 555-123-4567 and ask."]
    assert run(["locales", "preview", "ht", "-d", "note"]) == 0
    with pymupdf.open("build/preview/ht/note.pdf") as pdf:       # type: ignore[no-untyped-call]
        text = " ".join(" ".join(page.get_text().split()) for page in pdf)
    assert f"{number} Rele 555-123-4567 epi mande." in text.replace(f"{number}Rele", f"{number} Rele")
    line = po_of(project, "ht").read_text().split('msgid "Call')[0].count("\n") + 1
    assert f"{number} documents.po:{line} Call 555-123-4567 and ask." in text
    assert "missing" in text                                     # what is not translated is said so


def test_an_edition_in_two_languages_pairs_each_text_with_its_twin(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    translated(project, "ht", ("Call 555-123-4567 and ask.", "Rele 555-123-4567 epi mande."))
    file = "toolkits/counties/wi-waukesha.yaml"
    assert run([file, "-l", "ht", "--bilingual", "-d", "note"]) == 1
    assert "LOC111" in capsys.readouterr().err                   # most of it is English still
    wanted = ["-l", "ht", "--bilingual", "side", "-d", "note", "--draft", "--format", "pdf", "--format", "txt"]
    assert run([file, *wanted]) == 4
    with pymupdf.open("build/wi-waukesha/ht+en/note.pdf") as pdf:  # type: ignore[no-untyped-call]
        text = " ".join(pdf[0].get_text().split())
    assert "Rele 555-123-4567 epi mande. Call 555-123-4567 and ask." in text
    assert text.count("The board decides whether") == 1          # English in both: once
    lines = Path("build/wi-waukesha/ht+en/note.txt").read_text(encoding="utf-8").splitlines()
    at = lines.index("Rele 555-123-4567 epi mande.")
    assert lines[at + 1] == "Call 555-123-4567 and ask."
    assert run([file, "-l", "en", "--bilingual", "-d", "note"]) == 1
    assert "CMD008" in capsys.readouterr().err


def test_a_proof_pairs_texts_and_its_signature_is_kept_until_the_text_changes(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    translated(project, "ht", ("Call 555-123-4567 and ask.", "Rele 555-123-4567 epi mande."))
    number = numbers("ht")["Call 555-123-4567 and ask."]
    assert run(["locales", "proof", "ht", "-d", "note", "--format", "html", "--to", "proof.html"]) == 0
    page = Path("proof.html").read_text(encoding="utf-8")
    pair = rf'>{number}</th><td>Call 555-123-4567 and ask\.</td><td class="own" lang="ht">Rele 555-123-4567 epi mande\.'
    assert re.search(pair, page) and "<script" not in page and "Initials" in page
    sign = ["locales", "review", "mark", "ht", "--by", "J. P.", "--role", "native speaker", "--texts", str(number)]
    assert run(sign) == 0
    capsys.readouterr()
    assert run(["locales", "review", "show", "ht", "--format", "json"]) == 0
    (reading,) = json.loads(capsys.readouterr().out)
    assert (reading["by"], reading["approved"], reading["lapsed"]) == ("J. P.", 1, 0)
    assert run(["locales", "proof", "ht", "-d", "note", "--unread", "--format", "html", "--to", "rest.html"]) == 0
    assert "Rele 555" not in Path("rest.html").read_text(encoding="utf-8")
    po_of(project, "ht").write_text(po_of(project, "ht").read_text().replace("epi mande", "pou mande"))
    capsys.readouterr()
    assert run(["locales", "review", "show", "ht"]) == 0
    assert "J. P. (native speaker): 0 approved, 0 refused, 1 changed since" in capsys.readouterr().out


def test_pseudo_shows_and_writes_files_that_gettext_takes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locales", "pseudo", "ar_XB", "--format", "json"]) == 0
    assert any("ا" in row["text"] for row in json.loads(capsys.readouterr().out))
    assert run(["locales", "pseudo", "en_XA", "--to", "pseudo"]) == 0
    path = project / "pseudo/en_XA/LC_MESSAGES/documents.po"
    assert 'msgstr "Ťħé ' in path.read_text(encoding="utf-8")
    if subprocess.run(["which", "msgfmt"], capture_output=True, check=False).returncode == 0:
        done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_coverage_makes_a_page(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    translated(project, "ht")
    assert run(["locales", "coverage", "ht", "--format", "html", "--to", "coverage.html"]) == 0
    assert "Haitian Creole" in Path("coverage.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["locales", "coverage", "ht", "--format", "json"]) == 0
    assert {row["domain"] for row in json.loads(capsys.readouterr().out)} >= {"documents", "policies"}
    assert run(["locales", "coverage", "ht", "--check", "--format", "json"]) == 1, "not all is translated"


def test_doctor_and_reading_speak_json_and_fail_on_request(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locales", "doctor", "ti", "--format", "json"]) == 0
    found = {one["what"]: one["state"] for one in json.loads(capsys.readouterr().out)["ti"]}
    assert {"fonts", "months", "glossary", "catalogs", "second reader"} <= found.keys() and found["plural rule"] == "ok"
    assert run(["locales", "doctor", "ti", "--check"]) == int("missing" in found.values())
    assert run(["locales", "doctor", "en", "--check"]) == 0
    capsys.readouterr()
    assert run(["locales", "reading", "en", "--format", "json"]) == 0
    rows = {row["document"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["note"]["grade"] is None and rows["toolkit"]["formula"]
    assert run(["locales", "reading", "en", "--check"]) == int(any(row["too_hard"] for row in rows.values()))


def test_files_in_other_peoples_form_are_read_all_the_same(project: Path) -> None:
    translated(project, "ht", ("Call 555-123-4567 and ask.", "Rele 555-123-4567 epi mande."))
    path = po_of(project, "ht")
    head, rest = path.read_text().split("\n\n", 1)
    lines = head.split("\n")
    moved = "\n".join([*lines[:2], *reversed(lines[2:])])         # another order of headers, BOM, Windows line ends
    path.write_bytes(b"\xef\xbb\xbf" + f"{moved}\n\n{rest}".replace("\n", "\r\n").encode())
    assert run(["locales", "check", "ht"]) == 0
    assert run(["locales", "export", "ht", "--to", "ht.xlf"]) == 0 and "Rele 555" in Path("ht.xlf").read_text()
    assert run(["locales", "import", "ht.xlf", "--check"]) == 0
    assert run(["locales", "update", "ht"]) == 0 and b"\r" not in path.read_bytes()
