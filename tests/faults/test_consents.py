"""A story stands where the person agreed to it and nowhere else; a no takes it back from all that was made."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import zipfile
from itertools import product
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from build_toolkit.cli.main import run

FILE = "toolkits/counties/test.yaml"
BESIDE = Path("toolkits/counties/test/consents.yaml")
DOCUMENTS = {"plain": "", "press": "press", "slide": "slides", "post": "posts", "comment": "hearing"}
FORMS = ("pdf", "html", "docx", "txt", "png")
SCOPES = ("print", "web", "email", "press", "slides", "posts", "hearing")
# By hand, and not from the program: what a document's form needs. Any of the sets is enough.
OWN = {"plain": {"pdf": [{"print"}], "docx": [{"print"}], "html": [{"web"}], "txt": [{"email"}, {"web"}],
                 "png": [{"web"}]}}
for name, word in list(DOCUMENTS.items())[1:]:
    OWN[name] = {form: [{word}] for form in FORMS} | {"html": [{word, "web"}]}
AGREED = [{one} for one in SCOPES] + [{one, "web"} for one in SCOPES if one != "web"] + [set(SCOPES)]
HEAD = """\
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
SPANISH = """\
msgctxt "heading"
msgid "A note"
msgstr "Una nota"

msgid "Words."
msgstr "Palabras."

"""
TITLE = """\
msgctxt "documents.{0}.title"
msgid "The {0}"
msgstr "El {0}"

"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a document for each thing that a document can be made for; its page lists all stories."""
    catalogs = tmp_path / "locales/es/LC_MESSAGES"
    catalogs.mkdir(parents=True)
    (catalogs / "documents.po").write_text(HEAD + SPANISH)
    (catalogs / "content.po").write_text(HEAD + "".join(TITLE.format(name) for name in DOCUMENTS))
    for name, scope in DOCUMENTS.items():
        folder = tmp_path / "templates/documents" / name
        (folder / "chapters").mkdir(parents=True)
        (folder / "document.yaml").write_text(
            f"id: {name}\ntitle: The {name}\npurpose: One page.\nlayout: letter\nnotes: end\n"
            f"formats: [{', '.join(FORMS)}]\nchapters: [{{file: note.md}}]\n" + (f"scope: {scope}\n" if scope else ""))
        (folder / "chapters/note.md").write_text("# A note\n\nWords.\n\n{{ stories_list(900) }}\n")
    (tmp_path / BESIDE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(f"place: us/wi/waukesha\npolicies: [287g]\ndocuments: [{', '.join(DOCUMENTS)}]\n"
                                 "languages: [en, es]\ntitle: A small test\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def consent(**fields: Any) -> dict[str, Any]:
    return {"who": "M. R.", "who_is": "initials", "scope": ["print", "web"], "languages": ["all"],
            "given_on": "2026-06-01", "expires": "2099-06-01", "kept_by": "Us", **fields}


def write(consents: list[dict[str, Any]], **more: Any) -> None:
    """Write a consent file: each consent has one story, whose words are one that stands nowhere else."""
    BESIDE.write_text(json.dumps({               # which is YAML without anchors
        "consents": {f"c{n}": one for n, one in enumerate(consents)},
        "stories": {f"s{n}": {"consent": f"c{n}", "text": word(n), "told_on": "2026-06-01"}
                    for n in range(len(consents))}, **more}))


def word(number: int) -> str:
    return f"Wq{number}qw"


def words(path: Path) -> set[int]:
    """The stories in a file, by their numbers."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(data) as file:
            text = "".join(page.get_textpage().get_text_bounded() for page in file)
    elif path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            text = "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    elif path.suffix == ".png":
        with Image.open(path) as picture:
            text = str(picture.info)
    else:
        text = data.decode()
    return {int(found) for found in re.findall(r"Wq(\d+)qw", text)}


def everywhere(folder: Path = Path("build")) -> dict[str, set[int]]:
    """The stories of each file below a folder that has any."""
    files = {path.relative_to(folder).as_posix(): words(path) for path in folder.rglob("*") if path.is_file()}
    return {name: found for name, found in files.items() if found}


def build(*options: str) -> int:
    return run([FILE, *options])


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_a_story_stands_exactly_where_its_record_allows_it(project: Path, edition: str) -> None:
    """Each scope, edition, language and document against each form, language and document that is made."""
    matrix = list(product(AGREED, (["public"], ["internal"], ["public", "internal"]), (["en"], ["es"], ["all"]),
                          ([], ["plain"])))
    write([consent(scope=sorted(scope), editions=editions, languages=languages,
                   **({"documents": documents} if documents else {}))
           for scope, editions, languages, documents in matrix])
    assert build("--edition", edition, "--draft", "--format", "html", "--format", "txt", "--format", "docx") == 4
    folder = Path("build/internal/test" if edition == "internal" else "build/test")
    seen = 0
    for language, document, form in product(("en", "es"), DOCUMENTS, ("html", "txt", "docx")):
        found = words(folder / language / f"{document}.{form}")
        expected = {
            n for n, (scope, editions, languages, documents) in enumerate(matrix)
            if any(need <= scope for need in OWN[document][form]) and edition in editions
            and languages in (["all"], [language]) and document in (documents or [document])
        }
        assert found == expected, (language, document, form)
        seen += len(found)
    assert seen > 500


def test_paper_and_pictures_hold_what_is_meant_for_them(project: Path) -> None:
    write([consent(scope=sorted(scope)) for scope in AGREED])
    assert build("-l", "en", "-d", "plain", "-d", "post", "--format", "pdf", "--format", "png", "--format", "txt") == 0
    for document, form in product(("plain", "post"), ("pdf", "png")):
        name = f"{document}.pdf" if form == "pdf" else f"{document}-1.png"
        allowed = {n for n, scope in enumerate(AGREED) if any(need <= scope for need in OWN[document][form])}
        assert words(Path("build/test/en") / name) == allowed, name
    manifest = json.loads(Path("build/test/manifest.json").read_text())["files"]
    assert {int(key[1:]) for key in manifest["en/plain.pdf"]["stories"]} == words(Path("build/test/en/plain.pdf"))


@pytest.mark.parametrize(("fields", "stands"), [
    ({}, True), ({"withdrawn_on": "2026-07-01"}, False), ({"withdrawn_on": "2090-01-01"}, False),
    ({"expires": "2026-06-02"}, False), ({"given_on": "2098-01-01"}, False),
])
def test_a_story_stands_only_from_its_first_day_to_its_last(project: Path, fields: dict[str, str],
                                                             stands: bool) -> None:
    write([consent(**fields)])
    build("--draft", "-l", "en", "-d", "plain", "--format", "html")
    assert bool(words(Path("build/test/en/plain.html"))) == stands


def test_an_earlier_day_does_not_bring_back_a_consent_that_is_over(project: Path) -> None:
    write([consent(expires="2026-07-01"), consent()])
    assert build("--today", "2026-06-15", "-l", "en", "-d", "plain", "--format", "html") == 0
    assert words(Path("build/test/en/plain.html")) == {1}


def test_an_edition_in_two_languages_holds_only_what_may_stand_in_both(project: Path) -> None:
    write([consent(languages=["es"]), consent(languages=["en", "es"]), consent(languages=["all"])])
    assert build("-d", "plain", "--bilingual", "--format", "html", "--draft") == 4
    assert words(Path("build/test/es+en/plain.html")) == {1, 2}


def test_what_is_made_without_a_record_of_it_holds_no_story(project: Path) -> None:
    write([consent(scope=list(SCOPES))])
    assert build("-l", "en", "-d", "plain") == 0
    assert words(Path("build/test/en/plain.pdf")) == {0}
    assert run(["gallery", FILE, "-d", "plain", "-l", "en", "-o", "made/gallery.pdf"]) == 0
    assert run(["locales", "preview", "es", "--campaign", FILE, "-d", "plain", "--to", "made"]) == 0
    assert run(["batch", "--county", "55133", "-d", "plain", "-l", "en", "-o", "made/batch"]) == 0
    made = [path for path in Path("made").rglob("*") if path.suffix in (".html", ".pdf", ".png")]
    assert len(made) >= 4
    assert [path for path in made if words(path)] == []


@pytest.mark.parametrize("how", ["withdrawn", "over", "gone", "no file", "narrowed"])
@pytest.mark.parametrize("command", [[FILE, "-l", "en", "-d", "post", "--format", "html"], ["check", FILE]],
                         ids=["build", "check"])
def test_a_no_takes_the_story_back_from_every_file_that_was_made(
    project: Path, capsys: pytest.CaptureFixture[str], how: str, command: list[str], whole: bool,
) -> None:
    endings = ("pdf", "html", "txt", "docx")[0 if whole or how == "withdrawn" else 1:]     # a PDF takes longest
    forms = [word for form in endings for word in ("--format", form)]
    taken = {f"{tag}/plain.{form}" for tag in ("en", "es") for form in endings}
    record = consent(scope=["print", "web"])
    went = {"handed_out": [{"on": "2026-07-01", "document": "plain", "language": "es", "copies": 40,
                            "to": "the library"}]}
    write([record], **went)
    assert build("-d", "plain", "--draft", *forms) == 4
    assert build("-d", "plain", "--draft", "-l", "en", "--format", "html") == 4, "an earlier manifest is forgotten"
    assert everywhere(Path("build/test")).keys() == taken
    printed = json.loads(Path("build/test/manifest.json").read_text())["stories_printed"]
    assert {row["path"] for row in printed} == taken
    capsys.readouterr()

    if how == "no file":
        BESIDE.unlink()
    elif how == "gone":
        write([], **went)
    else:
        more = {"withdrawn": {"withdrawn_on": "2026-07-02"}, "over": {"expires": "2026-06-02"},
                "narrowed": {"scope": ["press"]}}[how]
        write([{**record, **more}], **went)
    assert run(command) == 1
    err = capsys.readouterr().err
    assert everywhere() == {} and not any((Path("build/test") / name).exists() for name in taken)
    assert "CONS010" in err and "called_back: {s0:" in err and all(name in err for name in taken)
    assert err.count("40 handed out to the library on 2026-07-01") == (how != "no file"), "once for all files"
    assert word(0) not in err
    assert run(command) == 1, "until somebody says that all of it is back"

    left = [{**record, **more}] if how in ("withdrawn", "over", "narrowed") else []
    write(left, called_back={"s0": "2099-01-01"})
    capsys.readouterr()
    assert run(command) == 0, capsys.readouterr().err
    assert run([FILE, "-l", "en", "-d", "post", "--format", "html", "--again"]) == 0
    assert "stories_printed" not in json.loads(Path("build/test/manifest.json").read_text())


@pytest.mark.parametrize("chapter", [
    "{% for s in stories %}\n{{ s.text | upper }}\n{% endfor %}", "{% for s in stories %}\n{{ s.who }}\n{% endfor %}",
    "{{ stories_list() }}",
])
def test_a_file_is_known_to_hold_a_story_however_its_template_prints_it(project: Path, chapter: str) -> None:
    Path("templates/documents/plain/chapters/note.md").write_text(f"# A note\n\nWords.\n\n{chapter}\n")
    BESIDE.write_text(json.dumps({
        "consents": {"c0": consent()},
        "stories": {"s0": {"consent": "c0", "text": {"en": "English words", "es": "Otras palabras"},
                           "told_on": "2026-06-01"}}}))
    build("-d", "plain", "--format", "html", "--format", "txt", "--draft")
    files = json.loads(Path("build/test/manifest.json").read_text())["files"]
    assert {name: about.get("stories") for name, about in files.items() if name.endswith(".html")} == {
        "en/plain.html": ["s0"], "es/plain.html": ["s0"]}


def test_a_consent_file_that_cannot_be_read_takes_nothing_back_and_names_what_waits_for_it(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "html") == 0
    BESIDE.write_text(BESIDE.read_text() + "{")
    capsys.readouterr()
    for command in (["check", FILE], [FILE, "-d", "post", "--format", "html"]):
        assert run(command) == 1
        [line] = [line for line in capsys.readouterr().err.splitlines() if "CONS014" in line]
        assert "build/test/en/plain.html" in line
    assert everywhere() == {"test/en/plain.html": {0}}


def test_a_file_that_somebody_changed_is_named_and_not_deleted(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "html") == 0
    page = Path("build/test/en/plain.html")
    Path("build/test/en/copy of it.html").write_bytes(page.read_bytes())
    page.write_text(page.read_text() + "<!-- mine -->")
    write([])
    capsys.readouterr()
    assert run(["check", FILE]) == 1
    err = capsys.readouterr().err
    assert "CONS012" in err and "en/plain.html" in err
    assert everywhere() == {"test/en/plain.html": {0}}


def test_copies_that_are_back_do_not_keep_a_file_that_still_lies_there(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "--draft", "--format", "html") == 4
    Path("build/test/es/plain.html").write_text(Path("build/test/es/plain.html").read_text() + "<!-- mine -->")
    write([consent(withdrawn_on="2026-07-02")], called_back={"s0": "2099-01-01"})
    capsys.readouterr()
    assert run(["check", FILE]) == 1
    assert everywhere(Path("build/test")) == {"es/plain.html": {0}}
    assert "CONS012" in capsys.readouterr().err
    Path("build/test/es/plain.html").unlink()
    assert run(["check", FILE]) == 0


@pytest.mark.parametrize("how", ["text", "who", "role"])
def test_a_story_told_in_other_words_is_taken_back_where_it_is_not_built_anew(project: Path, how: str) -> None:
    write([consent()])
    assert build("-d", "plain", "--draft", "--format", "txt") == 4
    held = json.loads(BESIDE.read_text())
    record = held["consents"]["c0"] if how == "who" else held["stories"]["s0"]
    record[how] = "A. B." if how == "who" else f"Anew {word(0)}"
    BESIDE.write_text(json.dumps(held))
    assert build("-d", "plain", "-l", "en", "--format", "txt") == 1
    assert everywhere(Path("build/test")) == {"en/plain.txt": {0}}
    assert run(["check", FILE]) == 1, "copies in Spanish may be out there"
    assert build("-d", "plain", "--draft", "--format", "txt") == 1
    assert run(["check", FILE]) == 0
    assert everywhere(Path("build/test")).keys() == {"en/plain.txt", "es/plain.txt"}


@pytest.mark.parametrize("command", [[FILE, "-d", "post", "-l", "en", "--format", "html"], ["check", FILE]],
                         ids=["build", "check"])
def test_a_no_finds_what_was_built_elsewhere(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str],
) -> None:
    write([consent()])
    for output, edition in (("web", "public"), ("usb", "internal"), ("build", "public"), ("gone", "public")):
        assert build("-d", "plain", "-l", "en", "--format", "txt", "-o", output, "--edition", edition) == 0
    shutil.rmtree("gone")
    assert run(["check", FILE]) == 0
    write([consent(withdrawn_on="2026-07-02")])
    capsys.readouterr()
    monkeypatch.chdir("toolkits")
    assert run([word.replace("toolkits/", "") for word in command]) == 1
    told = capsys.readouterr().err
    monkeypatch.chdir(project)
    assert all(str(project / name) in told for name in ("web/test", "usb/internal/test", "build/test"))
    [line] = [line for line in told.splitlines() if "CONS018" in line]
    assert str(project / "gone/test") in line, "a stick may come back"
    assert [everywhere(Path(name)) for name in ("web", "usb", "build")] == [{}, {}, {}]


@pytest.mark.parametrize("command", [[FILE, "-d", "post", "-l", "en", "--format", "html"], ["check", FILE]],
                         ids=["build", "check"])
def test_a_folder_that_cannot_be_written_keeps_a_story_nowhere_else(
    project: Path, capsys: pytest.CaptureFixture[str], command: list[str],
) -> None:
    write([consent()])
    for output in ("first", "shut", "last"):
        assert build("-d", "plain", "-l", "en", "--format", "txt", "-o", output) == 0
    Path("shut/.writing-test.lock").mkdir()          # no lock can be had there
    write([consent(withdrawn_on="2026-07-02")])
    capsys.readouterr()
    assert run(command) == 1
    told = capsys.readouterr().err.splitlines()
    assert [everywhere(Path(name)) for name in ("first", "shut", "last")] == [{}, {"test/en/plain.txt": {0}}, {}]
    [line] = [line for line in told if "CONS010" in line]
    assert all(f"{name}/test/en/plain.txt" in line for name in ("first", "shut", "last"))
    assert line.count(", deleted") == 2 and line.count("could not be deleted") == 1
    assert any("CONS019" in line and "shut" in line and "Delete it yourself" in line for line in told)
    Path("shut/.writing-test.lock").rmdir()
    assert run(command) == 1
    assert everywhere(Path("shut")) == {}


def test_what_is_on_a_stick_that_is_away_is_told_and_taken_back_when_it_is_there_again(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent()])
    for output in ("stick", "build"):
        assert build("-d", "plain", "-l", "en", "--format", "txt", "-o", output) == 0
        if output == "stick":
            Path("stick").rename("pocket")
    assert run(["check", FILE]) == 0
    assert "CONS018" not in capsys.readouterr().err
    write([consent(withdrawn_on="2026-07-02")])
    assert run(["check", FILE]) == 1
    assert str(project / "stick/test") in capsys.readouterr().err
    Path("pocket").rename("stick")
    assert run(["check", FILE]) == 1
    assert everywhere(Path("stick")) == {}
    write([consent(withdrawn_on="2026-07-02")], called_back={"s0": "2099-01-01"})
    Path("stick").rename("pocket")
    assert run(["check", FILE]) == 0
    assert "CONS018" not in capsys.readouterr().err.rpartition("CONS010")[2]


def test_what_a_killed_first_build_left_elsewhere_goes_with_the_next_check(project: Path) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt", "-o", "web") == 0
    assert run(["check", FILE]) == 0
    Path("web/test").rename("web/.writing-test")     # as it stands before the first build's switch
    assert run(["check", FILE]) == 0
    assert everywhere(Path("web")) == {} and list(Path("web").iterdir()) == []


def test_a_folder_that_became_another_campaigns_is_left_alone(project: Path) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt", "-o", "web") == 0
    shutil.rmtree("web")
    shutil.copytree("toolkits/counties", "other/toolkits/counties")
    Path("other/toolkits/counties/test.yaml").rename("other/test.yaml")
    Path("other/toolkits/counties/test").rename("other/test")
    assert run(["other/test.yaml", "-d", "public-comment", "-l", "en", "--format", "txt", "-o", "web"]) == 0
    before = sorted(Path("web").rglob("*"))
    write([consent(withdrawn_on="2026-07-02")])
    assert run(["check", FILE]) == 0
    assert sorted(Path("web").rglob("*")) == before


PO = HEAD + """\
msgctxt "campaigns.test.stories.s0.text"
msgid "Wq0qw"
msgstr "{}"
"""


def test_a_story_whose_translation_changed_is_told_in_other_words(project: Path) -> None:
    catalog = Path("locales/es/LC_MESSAGES/campaigns.po")
    write([consent()])
    assert build("-d", "plain", "--draft", "--format", "txt") == 4
    catalog.write_text(PO.format("Wq0qw en español"))
    assert run(["check", FILE]) == 0, "the English in the Spanish file is what was agreed to"
    assert build("-d", "plain", "--draft", "--format", "txt") == 4
    assert "Wq0qw en español" in Path("build/test/es/plain.txt").read_text()
    assert run(["check", FILE]) == 0
    catalog.write_text(PO.format("Wq0qw en otras palabras"))
    assert run(["check", FILE]) == 1
    assert everywhere(Path("build/test")) == {"en/plain.txt": {0}}
    assert build("-d", "plain", "--draft", "--format", "txt") == 1
    assert run(["check", FILE]) == 0
    assert everywhere(Path("build/test")).keys() == {"en/plain.txt", "es/plain.txt"}


@pytest.mark.parametrize("wrong", ["colour: [", "colour: 3\n", "documents: [nothing]\n"])
@pytest.mark.parametrize("command", [[FILE, "-d", "plain", "--format", "txt"], ["check", FILE]], ids=["build", "check"])
def test_a_wrong_campaign_file_does_not_stop_a_recall(
    project: Path, capsys: pytest.CaptureFixture[str], wrong: str, command: list[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt") == 0
    write([consent(withdrawn_on="2026-07-02")])
    lines = Path(FILE).read_text().splitlines()
    kept = [line for line in lines if not wrong.startswith(line.split(":")[0])]
    Path(FILE).write_text("\n".join([*kept, wrong]))
    capsys.readouterr()
    assert run(command) == 1
    assert "CONS010" in capsys.readouterr().err and everywhere() == {}


@pytest.mark.parametrize("command", [[FILE, "-d", "plain", "--format", "txt"], ["check", FILE], ["check", "--all"]],
                         ids=["build", "check", "all"])
def test_a_link_out_of_the_project_does_not_stop_a_recall(
    project: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str], command: list[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt") == 0
    write([consent(withdrawn_on="2026-07-02")])
    (project / "templates/documents/plain/chapters/out.md").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    capsys.readouterr()
    assert run(command) == 1
    told = capsys.readouterr().err
    assert "LINK001" in told and "CONS010" in told and "deleted" in told
    assert everywhere() == {}


@pytest.mark.parametrize("command", [["x.yaml", "-d", "public-comment"], ["check", "x.yaml"]], ids=["build", "check"])
def test_a_campaign_of_the_same_name_does_not_take_back_anothers_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str],
) -> None:
    for name in ("one/x", "two/x"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / f"{name}.yaml").write_text("place: us/wi/waukesha\npolicies: [287g]\ndocuments: [public-comment]\n"
                                               "languages: [en]\ntitle: A small test\n")
    (tmp_path / BESIDE).parent.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    write([consent(scope=list(SCOPES))])
    BESIDE.rename("one/x/consents.yaml")
    shutil.rmtree("toolkits")
    monkeypatch.chdir(tmp_path / "one")
    assert run(["x.yaml", "--format", "txt", "-o", "../build"]) == 0
    monkeypatch.chdir(tmp_path / "two")
    capsys.readouterr()
    assert run([*command, "-o", "../build"]) == 1
    assert "OUT013" in capsys.readouterr().err
    assert everywhere(tmp_path / "build") == {"x/en/public-comment.txt": {0}}
    assert str(tmp_path) not in (tmp_path / "build/x/manifest.json").read_text()


@pytest.mark.parametrize("edition", ["test", "internal/test"])
def test_what_a_killed_build_left_goes_with_the_next_check(project: Path, edition: str) -> None:
    write([])
    left = Path("build", edition).with_name(".writing-test")
    left.mkdir(parents=True)
    (left / "plain.txt").write_text(word(0))
    run(["check", FILE])
    assert everywhere() == {} and not left.exists()


def test_check_looks_at_the_folder_of_output_however_good_all_was_before(project: Path) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt") == 0
    Path("build").rename("elsewhere")
    write([], called_back={"s0": "2099-01-01"})
    assert [run(["check", FILE]), run(["check", FILE])] == [0, 0]
    Path("elsewhere").rename("build")
    assert run(["check", FILE]) == 1
    assert everywhere() == {}


@pytest.mark.parametrize("command", [["toolkits/counties/new.yaml", "-d", "post", "-l", "en", "--format", "html"],
                                     ["check", "toolkits/counties/new.yaml"], ["check", "--all"]],
                         ids=["build", "check", "all"])
@pytest.mark.parametrize("edition", ["public", "internal"])
def test_files_with_stories_whose_campaign_is_gone_are_named(
    project: Path, capsys: pytest.CaptureFixture[str], command: list[str], edition: str,
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt", "--edition", edition) == 0
    assert "CONS015" not in capsys.readouterr().err
    Path(FILE).rename("toolkits/counties/new.yaml")
    BESIDE.parent.rename("toolkits/counties/new")
    for _ in range(2):
        assert run(command) == 1
        [line] = [line for line in capsys.readouterr().err.splitlines() if "CONS015" in line]
        assert FILE in line and "test/en/plain.txt" in line
    shutil.rmtree("build")
    run(command)
    assert "CONS015" not in capsys.readouterr().err


def test_files_elsewhere_whose_campaign_was_renamed_are_named(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt", "-o", "web") == 0
    Path(FILE).rename("toolkits/counties/new.yaml")
    BESIDE.parent.rename("toolkits/counties/new")
    capsys.readouterr()
    assert run(["check", "toolkits/counties/new.yaml"]) == 1
    [line] = [line for line in capsys.readouterr().err.splitlines() if "CONS015" in line]
    assert FILE in line and "web/test/en/plain.txt" in line


def test_another_campaign_of_the_same_output_is_not_taken_for_gone(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt") == 0
    shutil.copy(FILE, "toolkits/counties/new.yaml")
    monkeypatch.chdir(project / "toolkits")
    run(["check", "counties/new.yaml", "-o", "../build"])
    assert "CONS015" not in capsys.readouterr().err


def test_files_that_no_manifest_knows_are_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt") == 0
    Path("build/test/manifest.json").unlink()
    capsys.readouterr()
    for command in (["check", FILE], [FILE, "-d", "post", "-l", "en", "--format", "html"], ["check", FILE]):
        assert run(command) == 0
        [line] = [line for line in capsys.readouterr().err.splitlines() if "CONS016" in line]
        assert "build/test/en/plain.txt" in line and "post.html" not in line
    Path("build/test/en/plain.txt").unlink()
    assert run(["review", "packet", FILE, "-d", "plain"]) == 0
    assert run(["check", FILE]) == 0
    assert "CONS016" not in capsys.readouterr().err


def test_a_changed_copy_that_a_later_build_set_aside_is_named_too(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "html") == 0
    page = Path("build/test/en/plain.html")
    page.write_text(page.read_text() + "<!-- mine -->")
    assert build("-d", "plain", "-l", "en", "--format", "html", "--again") == 0
    [aside] = Path("build/test/en").glob("plain.edited*")
    write([])
    capsys.readouterr()
    assert build("-d", "plain", "-l", "en", "--format", "html") == 1
    err = capsys.readouterr().err
    assert any("CONS012" in line and aside.name in line for line in err.splitlines())
    assert {Path(name).name for name in everywhere()} == {aside.name}


def test_a_manifest_cannot_make_the_program_delete_what_lies_elsewhere(project: Path) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "html") == 0
    outside = project / "mine.html"
    outside.write_bytes(Path("build/test/en/plain.html").read_bytes())
    Path("build/test/en/plain.html").rename("build/test/en/other.html")
    Path("build/test/en/plain.html").symlink_to(outside)
    manifest = Path("build/test/manifest.json")
    manifest.write_text(manifest.read_text().replace("en/plain.html", "../../mine.html"))
    write([])
    assert run(["check", FILE]) == 1
    assert outside.exists() and not Path("build/test/en/other.html").exists()


def test_a_storys_own_spanish_is_printed_whatever_the_campaign_file_says_in_it(project: Path) -> None:
    write([consent()])
    held = json.loads(BESIDE.read_text())
    held["stories"]["s0"]["text"] = {"en": word(0), "es": f"Dicho {word(0)}"}
    BESIDE.write_text(json.dumps(held))
    assert build("-d", "plain", "--format", "txt") == 0
    assert "Dicho" in Path("build/test/es/plain.txt").read_text()


def test_a_withdrawn_story_is_taken_out_of_translators_catalogs_and_their_files_are_named(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent(), consent()])
    assert run(["locales", "update", "es"]) == 0
    catalogs = [Path("locales/pot/campaigns.pot"), Path("locales/es/LC_MESSAGES/campaigns.po")]
    assert run(["locales", "export", "es", "--to", "es.xlsx", "--domain", "campaigns"]) == 0
    assert run(["check", FILE]) == 0
    assert "CONS020" not in capsys.readouterr().err
    assert [words(path) for path in catalogs] == [{0, 1}, {0, 1}]
    write([consent(withdrawn_on="2026-07-02"), consent()])
    run(["check", FILE])
    told = [line for line in capsys.readouterr().err.splitlines() if "CONS020" in line]
    assert [words(path) for path in catalogs] == [{1}, {1}]
    assert len(told) == 2 and all(str(path) in "".join(told) for path in (*catalogs, "es.xlsx"))
    assert run(["locales", "update", "es", "--check"]) == 0, "as an update would have left them"
    Path("es.xlsx").unlink()
    capsys.readouterr()
    run(["check", FILE])
    assert "CONS020" not in capsys.readouterr().err


def test_consents_that_are_a_pipe_are_told_however_good_all_was_before(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    write([consent()])
    assert build("-d", "plain", "-l", "en", "--format", "txt") == 0
    BESIDE.unlink()
    Path("build").rename("moved")
    assert run(["check", FILE]) == 0
    Path("moved").rename("build")
    os.mkfifo(BESIDE)
    capsys.readouterr()
    assert run(["check", FILE]) == 1
    told = capsys.readouterr().err
    assert "a pipe" in told and "CONS014" in told and everywhere() == {"test/en/plain.txt": {0}}


def test_the_shipped_documents_hold_stories(project: Path) -> None:
    write([consent(scope=list(SCOPES))])
    assert build("-l", "en", "-d", "public-comment", "-d", "slides", "--format", "html") == 0
    made = everywhere(Path("build/test"))
    assert made == {f"en/{name}.html": {0} for name in ("public-comment", "slides")}
    write([consent(scope=["press"])])
    assert build("-l", "en", "-d", "public-comment", "-d", "slides", "--format", "html") == 1
    assert everywhere(Path("build/test")) == {}
