"""Small files that unpack, multiply or repeat themselves without end: each is told in seconds, within little memory."""

from __future__ import annotations

import os
import signal
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build_toolkit.render.rules import rules_of
from factories import composed, document

from .mutating import bounded, told_by
from .project import FILE, JOINT, PO, made

SECONDS = 8.0                                        # of CPU for one bomb, on a slow machine
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1"
 r:id="rId1"/></sheets></workbook>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>{}
</Relationships>"""
STRINGS = ('<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
           ' Target="sharedStrings.xml"/>')
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
CELLS = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>fips</t></is></c></row>{}</sheetData>{}'
SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'


def book(path: Path, sheet: str, shared: str = SHARED.format(""), padding: int = 0) -> Path:
    """Write a workbook of the least parts; `padding` makes the file large, so that it does not unpack too much."""
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS.format("officeDocument", "xl/workbook.xml", ""),
             "xl/workbook.xml": BOOK,
             "xl/_rels/workbook.xml.rels": RELS.format("worksheet", "worksheets/sheet1.xml", STRINGS),
             "xl/worksheets/sheet1.xml": SHEET.format(sheet), "xl/sharedStrings.xml": shared}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("padding.bin", bytes(range(256)) * (padding // 256), zipfile.ZIP_STORED)
    return path


def ten_million_strings(path: Path) -> Path:
    return book(path, CELLS.format("", ""), SHARED.format("<si><t/></si>" * 10_000_000))


def many_strings_in_a_larger_file(path: Path) -> Path:
    return book(path, CELLS.format("", ""), SHARED.format("<si/>" * 4_000_000), 2_000_000)


def a_merged_sheet(path: Path) -> Path:
    return book(path, CELLS.format("", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'))


def a_link_over_all_cells(path: Path) -> Path:
    return book(path, CELLS.format("", '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'))


def cells_without_end(path: Path) -> Path:
    return book(path, CELLS.format('<row r="2">' + "<c/>" * 3_000_000 + "</row>", ""), padding=1_000_000)


def a_row_far_away(path: Path) -> Path:
    cell = '<row r="99999999999"><c r="A99999999999" t="inlineStr"><is><t>x</t></is></c></row>'
    return book(path, CELLS.format(cell, ""))


def one_cell_of_all_bytes(path: Path) -> Path:
    cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 200_000_000}</t></is></c></row>'
    return book(path, CELLS.format(cell, ""))


def a_zip_in_a_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 400_000_000)
    return path


BOOKS: tuple[Callable[[Path], Path], ...] = (
    ten_million_strings, many_strings_in_a_larger_file, a_merged_sheet, a_link_over_all_cells, cells_without_end,
    a_row_far_away, one_cell_of_all_bytes, a_zip_in_a_zip)


COMMANDS = (
    ["facts", "import", "ice-287g", "bomb.xlsx", "--list-date", "2026-01-01", "--dry-run"],
    ["locales", "import", "bomb.xlsx", "-l", "es", "--check"],
    ["facts", "import", "csv", "bomb.xlsx", "--dry-run"],
)


@pytest.mark.parametrize("make", BOOKS, ids=lambda make: make.__name__)
def test_a_workbook_that_unpacks_without_end_is_told(
    make: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toolkits").mkdir()
    make(tmp_path / "bomb.xlsx")
    for command in COMMANDS[:2] if make is cells_without_end else COMMANDS:     # a table is read row by row
        code, told, seconds = told_by(command)
        assert code == 1 and "bomb.xlsx:1: " in told, told
        assert seconds < SECONDS


def deep(levels: int) -> str:
    return "{% set a = [1] %}\n" + "{% set a = [a, a] %}\n" * levels


def tuples(levels: int) -> str:
    return "{% set a = (1, 2) %}\n" + "{% set a = (a, a) %}\n" * levels


TEMPLATES = {
    "equal": deep(30) + deep(30).replace(" a ", " b ").replace("a, a", "b, b") + "{% if a == b %}\nx\n{% endif %}\n",
    "less": deep(30) + "{% if a < a %}\nx\n{% endif %}\n",
    "in": deep(30) + "{% if [a] in [[a]] %}\nx\n{% endif %}\n",
    "sort": deep(30) + "{% set b = [a, a] | sort %}\nx\n",
    "most": deep(30) + "{% set b = most(a, a) %}\nx\n",
    "key": tuples(30) + "{% set b = {a: 1} %}\nx\n",
    "sorted again": "{% for n in range(9000) %}\n{% set b = range(9000) | list | sort %}\n{% endfor %}\nx\n",
    "looked through": "{% set b = range(9999) | list %}\n{% for n in range(9999) %}\n{% for m in range(40) %}\n"
                      "{% if -1 in b %}\ny\n{% endif %}\n{% endfor %}\n{% endfor %}\nx\n",
    "sums": "{% set a = [[1]] %}\n" + "{% set a = a + [a] %}\n" * 40 + "{% if a == a + [] %}\nx\n{% endif %}\n",
    "power": "{% set a = 10 ** 9 %}\n{{ a }}\n",
}


@pytest.mark.parametrize("chapter", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_template_that_compares_without_end_is_told_at_its_line(chapter: str) -> None:
    with bounded(SECONDS):
        done = composed(chapter)
    assert done.problems and {problem.code for problem in done.problems} <= {"TPL018", "TPL019"}
    assert all(problem.file.endswith("a.md") and problem.line for problem in done.problems)


ROW = "| " * 61 + "|\n"
WIDE = {"markdown": (f"# A\n\nWords.\n\n{ROW}{ROW.replace(' ', '-')}{ROW}", "", 5),
        "a hundred thousand": (f"\n{'|x' * 100_000}|\n{'|-' * 100_000}|\n", "", 2),
        "a part": ("# A\n\n{{ zz() }}\n", "<table><tr>{% for n in range(61) %}<td>x</td>{% endfor %}</tr></table>", 1),
        "colspan": ("# A\n\n{{ zz() }}\n", '<table><tr><td colspan="100000">x</td></tr></table>', 1)}


@pytest.mark.parametrize(("chapter", "part", "line"), WIDE.values(), ids=WIDE.keys())
def test_a_table_wider_than_a_page_is_told_before_it_is_laid_out(chapter: str, part: str, line: int) -> None:
    with bounded(SECONDS):
        done = composed(chapter, parts="{% macro zz() %}" + part + "{% endmacro %}" if part else "")
    assert [(p.code, p.file.rpartition("/")[2], p.line) for p in done.problems] == [("TPL026", "a.md", line)]
    assert "<table" not in done.html
    assert not composed(ROW[2:] + ROW[2:].replace(" ", "-")).problems


def test_a_power_that_is_too_great_is_told_as_that() -> None:
    assert [p.what for p in composed("{% set a = 10 ** 9 %}\n{{ a }}\n").problems] == [
        "A power of 9 is too great; 8 is the most."]


def test_who_wears_out_a_document_is_told_and_nobody_else() -> None:
    part = "{% macro zz() %}{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}{% endmacro %}"
    innocent = "A\n\n{% for a in range(3) %}\n- {{ a }}\n{% endfor %}\n"
    spec = document(chapters=[{"file": "a.md"}, {"file": "b.md"}])
    done = composed("{{ zz() }}\n", parts=part, spec=spec, texts={"documents/toolkit/chapters/b.md": innocent})
    assert [(p.file, p.line) for p in done.problems] == [("templates/parts/all.html.j2", 1)]


YAMLS = {
    "items": "place: us\nx:\n" + "- a\n" * 1_200_000, "keys": "\n".join(f"k{n}: 1" for n in range(400_000)),
    "doubles": "a: 1\n" * 700_000, "nested": "[" * 4_000_000, "long": "title: " + "x" * 4_900_000,
    "hidden": "x:\n" + "- \u202ea\n" * 500_000, "unknown": "place: us\nfacts:\n" + "".join(
        f"  a.b{n}: {{value: 1}}\n" for n in range(100_000)),
}


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Give what writes a campaign file into a project."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toolkits/counties").mkdir(parents=True)
    yield lambda text: (tmp_path / "toolkits/counties/test.yaml").write_text(text) and None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("text", YAMLS.values(), ids=YAMLS.keys())
def test_a_file_of_a_million_values_or_faults_is_told_in_few_words(
    written: Callable[[str], None], text: str,
) -> None:
    written(text)
    code, told, seconds = told_by(["check", "toolkits/counties/test.yaml"])
    lines = [line for line in told.splitlines() if line.startswith("toolkits/counties/test.yaml:")]
    assert code == 1 and 1 <= len(lines) <= 102 and len(told) < 60_000
    assert seconds < SECONDS


BIG = {"one word": "x" * 1_500_000, "words": "x y " * 400_000, "apostrophes": "it's " * 300_000,
       "quotes": '\\"' * 700_000}


@pytest.mark.parametrize("value", BIG.values(), ids=BIG.keys())
@pytest.mark.parametrize("line", ['policies: ["{}"]', 'policies: [287g]\ndocuments: ["{}"]',
                                  'policies: [287g]\nlanguages: ["{}"]', 'policies: [287g]\n"{}": 1',
                                  'policies: [287g]\nfacts: {{jail.opened: {{value: "{}", source: a}}}}'],
                         ids=["policy", "document", "language", "key", "fact"])
def test_a_value_of_a_megabyte_is_quoted_in_a_line(written: Callable[[str], None], line: str, value: str) -> None:
    written(f"place: us/wi/waukesha\ntitle: T\n{line.format(value)}\n")
    code, told, seconds = told_by(["check", "toolkits/counties/test.yaml"])
    assert code == 1 and f"toolkits/counties/test.yaml:{3 + line.count(chr(10))}:" in told, told
    assert all(len(one) < 1_000 for one in told.splitlines()), max(told.splitlines(), key=len)[:600]
    assert seconds < SECONDS


@pytest.mark.parametrize("chapter", ["a" + " " * 100_000 + "b\n", "# a" + " " * 100_000 + "{\n", "(" * 100_000 + "\n"])
def test_one_character_without_end_is_told_in_no_time(chapter: str) -> None:
    with bounded(SECONDS):
        done = composed("x\n\n" + chapter)
    assert [(p.code, p.line) for p in done.problems] == [("TPL002", 3)]


@pytest.mark.parametrize(("rule", "told"), [
    ("@page { size: 1px 1px }", "less than 1in"), ("@page wide { size: 400in 8in }", "more than 200in"),
    ("@page { size: letter landscape }", ""), ("@page { size: 396pt 612pt }", ""),
    ("p { columns: 100000 }", "more than 12 columns"), ("p { column-count: 13 }", "more than 12 columns"),
    ("p { columns: 3 12em }", ""),
])
def test_pages_without_room_and_columns_without_end_are_refused(rule: str, told: str) -> None:
    found = rules_of([("look/own.css", f"a {{ color: red }}\n{rule}")]).problems
    assert [(p.file, p.line) for p in found] == ([("look/own.css", 2)] if told else [])
    assert not told or told in found[0].what


def test_a_template_of_a_megabyte_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Callable[[str], None],
) -> None:
    written("place: us/wi/waukesha\npolicies: [287g]\ndocuments: [flyer]\nlanguages: [en]\ntitle: T\n")
    own = tmp_path / "toolkits/counties/test/chapters/flyer/flyer.md"
    own.parent.mkdir(parents=True)
    own.write_text("# A\n\n" * 200_000)
    code, told, seconds = told_by(["check", "toolkits/counties/test.yaml"])
    assert code == 1 and "toolkits/counties/test/chapters/flyer/flyer.md:1: The file has 1,000,000 bytes" in told
    assert seconds < SECONDS


PIPES = (
    (FILE, ["check", FILE], "YAML001"), (FILE, [FILE, "-o", "out"], "YAML001"),
    ("toolkits/coalitions/signers.csv", ["check", JOINT], "LIST001"), (PO, ["locales", "check", "es"], "PO001"),
    ("toolkits/counties/test/chapters/note/note.md", [FILE, "--format", "txt", "--draft", "-o", "out"], "DOC004"),
    ("table.csv", ["facts", "import", "csv", "table.csv", "--dry-run"], "IMP001"),
    ("es.xliff", ["locales", "import", "es.xliff", "--check"], "LOC068"),
    ("p.json", ["review", "approve", FILE, "--by", "MR", "--role", "lawyer", "--on", "2026-11-01",
                "--packet", "p.json"], "DOC004"),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a file of each kind."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        made(folder)
    return folder


SLOW = {
    "loops": ("{% for n in range(9000) %}\n{% for m in range(9000) %}\n- {{ n }} **a**\n{% endfor %}\n{% endfor %}\n",
              range(1, 6)),
    "markdown": ("# A\n\n" + "|a" * 50 + "|\n" + "|-" * 50 + "|\n" + ("|a" * 50 + "|\n") * 2500, range(1, 2)),
}


@pytest.mark.parametrize("command", [["check", FILE], [FILE, "--format", "html", "-o", "out"]], ids=["check", "build"])
@pytest.mark.parametrize("kind", SLOW)
def test_composing_without_end_is_given_up_and_told_in_the_file_that_was_worked_at(
    whole: Path, monkeypatch: pytest.MonkeyPatch, kind: str, command: list[str],
) -> None:
    """With a limit of two seconds in the place of three minutes."""
    monkeypatch.chdir(whole)
    monkeypatch.setattr("build_toolkit.pipeline.documents.LONGEST", 2)
    name, (text, lines) = "templates/documents/note/chapters/note.md", SLOW[kind]
    before = Path(name).read_text()
    Path(name).write_text(text)
    try:
        code, told, seconds = told_by(command)
    finally:
        Path(name).write_text(before)
    places = {line.split(": ")[0] for line in told.splitlines() if "[TPL027]" in line}
    assert len(places) == 1 and places.pop() in [f"{name}:{line}" for line in lines], told
    assert code == 1
    assert seconds < SECONDS
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


@pytest.mark.parametrize(("name", "command", "code"), PIPES)
def test_a_pipe_in_the_place_of_a_file_is_refused_unread(
    whole: Path, monkeypatch: pytest.MonkeyPatch, name: str, command: list[str], code: str,
) -> None:
    def hangs(_number: int, _frame: object) -> None:
        pytest.fail("the program waits for somebody to write")

    monkeypatch.chdir(whole)
    aside = Path(name).rename("aside") if Path(name).exists() else None
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(name)
    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(60)
    try:
        found, told, _ = told_by(command)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        Path(name).unlink()
        if aside:
            aside.rename(name)
    assert found != 0 and f"{name}:" in told and f"[{code}]" in told, told
