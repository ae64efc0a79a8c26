"""Spreadsheets and XLIFF files go out and come back without loss, whatever happens to them on the way."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from locale_projects import entry, po, pot, project
from openpyxl import load_workbook

from build_toolkit.files.roots import Roots
from build_toolkit.locales.catalog import Message
from build_toolkit.locales.numbered import Numbered, numbered
from build_toolkit.locales.po import read_file
from build_toolkit.locales.registry import read_registry
from build_toolkit.problems import Report
from build_toolkit.translators.csvtable import read_csv
from build_toolkit.translators.offers import offers, untie
from build_toolkit.translators.returned import Returned, language_of, returned
from build_toolkit.translators.spreadsheet import read_workbook, workbook
from build_toolkit.translators.xliff import read_xliff, xliff

PLURAL = 'msgid "{n} agreement"\nmsgid_plural "{n} agreements"\n'
ENGLISH = (
    entry("Who decides in {place.name}?", context="heading"), entry("See **the form** and call 555-123-4567."),
    PLURAL + 'msgstr[0] ""\nmsgstr[1] ""\n', entry("=SUM(A1) is no formula"), entry("The jail decides now."),
    entry("Left to do"),
)
SPANISH = (
    entry("Who decides in {place.name}?", "¿Quién decide en {place.name}?", "heading"),
    entry("See **the form** and call 555-123-4567.", "Vea **el formulario** y llame al 555-123-4567."),
    PLURAL + 'msgstr[0] "{n} acuerdo"\nmsgstr[1] "{n} acuerdos"\n', entry("=SUM(A1) is no formula", "=SUMA no lo es"),
    '#, fuzzy\n#| msgid "The jail decides."\n' + entry("The jail decides now.", "La cárcel decide."),
    entry("Left to do"),
)
KINDS = ["es.xlsx", "es.xlf", "es2.xlf"]


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    return project(tmp_path / "p", {**pot(*ENGLISH), **po("es", *SPANISH)})


def write(roots: Roots, name: str) -> Path:
    language = read_registry(roots, Report()).languages["es"]
    found = list(offers(numbered("es", roots, Report()), language.plurals))
    path = roots.folders[0] / name
    path.write_bytes(workbook(found, "es", language, date(2026, 7, 2)) if name.endswith("xlsx")
                     else xliff(found, language, "2.0" if "2" in name else "1.2").encode())
    return path


def back(roots: Roots, path: Path, **options: bool) -> tuple[Returned, Report]:
    report = Report()
    read = read_workbook if path.suffix == ".xlsx" else read_xliff
    told, received = read(path, path.name, report)
    if not told:
        return Returned(), report
    assert language_of(told, read_registry(roots, Report()), path.name, report) == "es"
    return returned("es", received, roots.folders[0], roots, path.name, report, **options), report


def strings(roots: Roots, result: Returned) -> dict[str, tuple[str, ...]]:
    """Write what an import changes, and return all translations by their English."""
    for name, text in result.files.items():
        (roots.folders[0] / name).write_text(text, encoding="utf-8")
    path = roots.folders[0] / "locales/es/LC_MESSAGES/documents.po"
    catalog = read_file(path, "es", Report())
    assert catalog is not None
    return {m.id: m.strings for m in catalog.live}


def edit(path: Path, change: Callable[[Any, dict[str, int]], None]) -> None:
    """Change a workbook as a person does; `change` gets the sheet and the row of each English text."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    change(sheet, {str(sheet.cell(row, 4).value): row for row in range(2, sheet.max_row + 1)})
    book.save(path)


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", KINDS)
def test_what_comes_back_untouched_changes_nothing(roots: Roots, name: str) -> None:
    result, report = back(roots, write(roots, name))
    assert not list(report) and not result.files and (result.same, result.refused) == (6, 0)


def test_a_changed_cell_is_written_and_nothing_else(roots: Roots) -> None:
    path = write(roots, "es.xlsx")
    po_file = roots.folders[0] / "locales/es/LC_MESSAGES/documents.po"
    before = po_file.read_text(encoding="utf-8")

    def change(sheet: Any, row: dict[str, int]) -> None:
        sheet.cell(row["Left to do"], 5).value = "Por hacer"
        sheet.cell(row["{n} agreements"], 5).value = "{n} convenios"

    edit(path, change)
    result, report = back(roots, path)
    assert not report.errors and sorted(m.id for m in result.changed.values()) == ["Left to do", "{n} agreement"]
    found = strings(roots, result)
    assert found["Left to do"] == ("Por hacer",) and found["{n} agreement"] == ("{n} acuerdo", "{n} convenios")
    after = po_file.read_text(encoding="utf-8")
    assert [line for line in before.split("\n") if line not in after.split("\n")] == ['msgstr[1] "{n} acuerdos"']


@pytest.mark.parametrize(("name", "old", "new"), [
    ("es.xlf", '<target state="new"></target>', '<target state="translated">Por hacer</target>'),
    ("es2.xlf", "Left to do</source><target></target>", "Left to do</source><target>Por hacer</target>"),
])
def test_a_changed_target_of_xliff_is_written(roots: Roots, name: str, old: str, new: str) -> None:
    path = write(roots, name)
    replaced(path, old, new)
    result, report = back(roots, path)
    assert not list(report) and strings(roots, result)["Left to do"] == ("Por hacer",)


def test_placeholders_are_elements_that_programs_guard_and_come_back_as_text(roots: Roots) -> None:
    path = write(roots, "es.xlf")
    text = path.read_text()
    assert '<source>Who decides in <ph id="1" equiv-text="place.name">{place.name}</ph>?</source>' in text
    replaced(path, '¿Quién decide en <ph id="1" equiv-text="place.name">{place.name}</ph>?', 'En <x id="1"/>, ¿quién?')
    result, report = back(roots, path)
    assert not report.errors
    assert strings(roots, result)["Who decides in {place.name}?"] == ("En {place.name}, ¿quién?",)


@pytest.mark.parametrize("name", KINDS)
def test_a_fuzzy_text_can_be_confirmed_as_it_is_or_changed(roots: Roots, name: str) -> None:
    path = write(roots, name)
    if name.endswith("xlsx"):
        edit(path, lambda sheet, row: setattr(sheet.cell(row["The jail decides now."], 8), "value", "right"))
    elif name == "es.xlf":
        assert 'state="needs-translation">La cárcel decide.' in path.read_text()
        replaced(path, 'state="needs-translation">La cárcel', 'state="translated">La cárcel')
    else:
        replaced(path, 'state="initial"><source>The jail', 'state="reviewed"><source>The jail')
    result, report = back(roots, path)
    (message,) = result.changed.values()
    assert not report.errors and message.id == "The jail decides now." and not message.fuzzy and not message.previous


def test_a_translator_can_ask_for_another_look(roots: Roots) -> None:
    path = write(roots, "es.xlf")
    replaced(path, '<target state="new"></target>', '<target state="needs-review-translation">¿Por hacer?</target>')
    result, _ = back(roots, path)
    (message,) = result.changed.values()
    assert message.fuzzy


def test_only_translations_are_unlocked_and_formulas_stay_text(roots: Roots) -> None:
    sheet = load_workbook(write(roots, "es.xlsx")).worksheets[0]
    assert sheet.protection.sheet
    free = {cell.column for row in sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked}
    states = {row[7].value for row in sheet.iter_rows(min_row=2) if not row[7].protection.locked}
    assert free == {5, 8} and states == {"look again"}
    cell = next(row[3] for row in sheet.iter_rows(min_row=2) if str(row[3].value).startswith("="))
    assert cell.data_type == "s" and cell.value == "=SUM(A1) is no formula"
    heads = [cell.value for cell in sheet[1]][:8]
    assert heads == ["number", "where", "context", "English", "translation", "previous English", "note", "state"]


def test_a_translation_with_an_error_is_told_with_its_row_and_not_taken(roots: Roots) -> None:
    path, rows = write(roots, "es.xlsx"), {}

    def change(sheet: Any, row: dict[str, int]) -> None:
        rows.update(row)
        sheet.cell(row["Who decides in {place.name}?"], 5).value = "¿Quién decide aquí?"
        sheet.cell(row["Left to do"], 5).value = "Por hacer"

    edit(path, change)
    result, report = back(roots, path)
    (problem,) = report.errors
    assert (problem.code, problem.line) == ("LOC020", rows["Who decides in {place.name}?"])
    assert [m.id for m in result.changed.values()] == ["Left to do"] and result.refused == 1


@pytest.mark.parametrize(("column", "english", "value", "code"), [
    (5, "Left to do", "=1+1", "LOC067"), (5, "Left to do", date(2026, 5, 1), "LOC067"),
    (5, "Left to do", True, "LOC067"), (4, "Left to do", "Left to be done", "LOC062"),
    (4, "Left to do", "=A1", "LOC067"), (5, "Who decides in {place.name}?", None, "LOC064"),
])
def test_a_hostile_or_careless_cell_is_told_and_not_taken(
    roots: Roots, column: int, english: str, value: object, code: str,
) -> None:
    path, rows = write(roots, "es.xlsx"), {}

    def change(sheet: Any, row: dict[str, int]) -> None:
        rows.update(row)
        sheet.cell(row[english], column).value = value

    edit(path, change)
    result, report = back(roots, path)
    assert [(p.code, p.line) for p in report] == [(code, rows[english])] and not result.files
    assert re.match(rf".+![DE]{rows[english]}: ", report.problems[0].what)


def test_rows_may_be_sorted_and_deleted_and_added_and_doubled(roots: Roots) -> None:
    path = write(roots, "es.xlsx")

    def change(sheet: Any, row: dict[str, int]) -> None:
        rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        rows.reverse()
        del rows[-1]                                             # the first text is gone: it stays as it was
        todo = next(r for r in rows if r[3] == "Left to do")
        form = next(r for r in rows if str(r[3]).startswith("See"))
        todo[4] = "Por hacer"
        rows += [[*form[:4], "Otra cosa", *form[5:]], [*todo], ["99", "", "", "No such text", "Nada", "", "", "", ""]]
        for number, values in enumerate(rows, 2):
            for column, value in enumerate(values, 1):
                cell = sheet.cell(number, column)
                cell.value = value
                cell.data_type = "s" if isinstance(value, str) else cell.data_type

    edit(path, change)
    result, report = back(roots, path)
    assert sorted(p.code for p in report) == ["LOC061", "LOC063"]
    assert [m.id for m in result.changed.values()] == ["Left to do"]
    assert strings(roots, result)["Who decides in {place.name}?"] == ("¿Quién decide en {place.name}?",)


def test_a_sheet_that_lost_its_hidden_column_is_matched_by_its_english(roots: Roots) -> None:
    path = write(roots, "es.xlsx")

    def change(sheet: Any, row: dict[str, int]) -> None:
        sheet.cell(row["{n} agreements"], 5).value = "{n} convenios"
        sheet.delete_cols(9)

    edit(path, change)
    result, report = back(roots, path)
    assert not list(report) and strings(roots, result)["{n} agreement"] == ("{n} acuerdo", "{n} convenios")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unless_told(roots: Roots) -> None:
    path = write(roots, "es.xlsx")
    replaced(roots.folders[0] / "locales/es/LC_MESSAGES/documents.po", "Vea **el", "Mire **el")
    edit(path, lambda sheet, row: setattr(
        sheet.cell(row["See **the form** and call 555-123-4567."], 5), "value",
        "Lea **el formulario** y llame al 555-123-4567."))
    result, report = back(roots, path)
    assert [p.code for p in report] == ["LOC065"] and not result.files
    result, report = back(roots, path, overwrite=True)
    assert not list(report) and len(result.changed) == 1


def test_a_translation_made_for_older_english_comes_in_as_fuzzy(roots: Roots) -> None:
    folder = roots.folders[0]
    path = write(roots, "es.xlsx")
    edit(path, lambda sheet, row: setattr(sheet.cell(row["Left to do"], 5), "value", "Por hacer"))
    for name in ("locales/pot/documents.pot", "locales/es/LC_MESSAGES/documents.po"):
        replaced(folder / name, 'msgid "Left to do"', 'msgid "Still left to do"')
    replaced(folder / "locales/es/LC_MESSAGES/documents.po", 'msgid "Still left',
             '#, fuzzy\n#| msgid "Left to do"\nmsgid "Still left')
    result, report = back(roots, path)
    (message,) = result.changed.values()
    assert not list(report) and message.id == "Still left to do" and message.fuzzy and message.strings == ("Por hacer",)


def test_a_po_file_with_faults_is_never_rewritten(roots: Roots) -> None:
    path = write(roots, "es.xlsx")
    edit(path, lambda sheet, row: setattr(sheet.cell(row["Left to do"], 5), "value", "Por hacer"))
    with (roots.folders[0] / "locales/es/LC_MESSAGES/documents.po").open("a") as file:
        file.write('\nmsgid "broken\n')
    result, report = back(roots, path)
    assert "LOC066" in {p.code for p in report} and not result.files


def test_what_is_no_workbook_or_no_export_is_told_in_words(roots: Roots) -> None:
    folder = roots.folders[0]
    files = {"a.xlsx": b"%PDF-1.7", "b.xlsx": b"PK\x03\x04 broken", "c.xlsx": b"<html>", "d.xlsx": b""}
    for name, data in files.items():
        (folder / name).write_bytes(data)
        result, report = back(roots, folder / name)
        assert len(report.errors) == 1 and report.errors[0].fix and not result.files
    edit(write(roots, "es.xlsx"), lambda sheet, row: sheet.delete_rows(1))
    _, report = back(roots, folder / "es.xlsx")
    assert [p.code for p in report] == ["LOC060"]


def test_a_workbook_with_entities_is_not_opened(roots: Roots) -> None:
    path, out = write(roots, "es.xlsx"), io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + data
            new.writestr(name, data)
    path.write_bytes(out.getvalue())
    _, report = back(roots, path)
    assert [p.code for p in report] == ["IMP005"]


HOSTILE = {
    "entity": '<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff version="1.2">&a;</xliff>',
    "external": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff version="1.2"/>',
    "deep": '<xliff version="1.2">' + "<g>" * 100 + "</g>" * 100 + "</xliff>",
    "cut": '<xliff version="1.2"><file>', "html": "<html></html>", "empty": "", "other": '<xliff version="1.0"/>',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_xml_is_refused_in_words(roots: Roots, text: str, encoding: str) -> None:
    path = roots.folders[0] / "x.xlf"
    path.write_bytes(text.encode(encoding))
    result, report = back(roots, path)
    assert [p.code for p in report] == ["LOC068"] and not result.files


def test_an_inline_code_that_the_english_has_not_is_told(roots: Roots) -> None:
    path = write(roots, "es.xlf")
    replaced(path, "<target state=\"new\"></target>", '<target><x id="9"/></target>')
    result, report = back(roots, path)
    assert [p.code for p in report] == ["LOC069"] and not result.files


def test_xliff_is_well_formed_and_says_what_a_translator_needs(roots: Roots) -> None:
    text = write(roots, "es.xlf").read_text()
    assert 'source-language="en" target-language="es"' in text and text.count("<trans-unit") == 7
    assert "Form 2 of 2: for numbers such as 0, 2, 3" in text
    assert '<alt-trans alttranstype="previous-version"><source>The jail decides.</source>' in text
    ties = re.findall(r'resname="([^"]+)"', text)
    assert len(set(ties)) == 7 and all(untie(tie)[0] for tie in ties)


@pytest.mark.parametrize("tie", ["", "x", "a-b-c", "3f2a3f2a3f2a-²-77ab77ab77ab", "-" * 40])
def test_a_tie_that_was_spoiled_is_none(tie: str) -> None:
    assert untie(tie) == ("", 0, "")


LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
ANY = st.text(LETTERS, min_size=1, max_size=60) | st.sampled_from(["#N/A", "=1", "true", "1.0", "-", "<b>&amp;", "'x"])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(ANY, ANY), min_size=1, max_size=5))
def test_any_text_goes_out_and_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, pairs: Any) -> None:
    language = read_registry(Roots.of(None), Report()).languages["es"]
    rows = [Numbered(n, "documents", Message(a, strings=(b,)), "translated", "x.po")
            for n, (a, b) in enumerate(pairs, 1)]
    found = list(offers(rows, language.plurals))
    folder = tmp_path_factory.mktemp("any")
    files = {"a.xlsx": workbook(found, "es", language, date(2026, 7, 2)), "a.xlf": xliff(found, language).encode(),
             "b.xlf": xliff(found, language, "2.0").encode()}
    for name, data in files.items():
        (folder / name).write_bytes(data)
        report = Report()
        _, received = (read_workbook if name == "a.xlsx" else read_xliff)(folder / name, name, report)
        assert not list(report)
        assert [(one.english, one.text.strip()) for one in received] == [(a, b.strip()) for a, b in pairs], name


def test_a_workbook_says_the_day_it_was_told_and_no_hour() -> None:
    language = read_registry(Roots.of(None), Report()).languages["es"]
    rows = [Numbered(1, "documents", Message("One", strings=("Uno",)), "translated", "x.po")]
    made = workbook(list(offers(rows, language.plurals)), "es", language, date(2026, 7, 2))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = file.read("docProps/core.xml").decode()
    assert re.findall(r"20\d\d-[\d:TZ-]+", about) == ["2026-07-02T00:00:00Z"] * 2


def saved_as_csv(roots: Roots, between: str, code: str, spoil: Callable[[str], str] = str) -> Path:
    """Return a table of the texts with one of them translated, as a spreadsheet program saves it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=between, lineterminator="\r\n")
    sheet = load_workbook(write(roots, "es.xlsx")).worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        cells = [str(cell or "") for cell in row]
        writer.writerow([*cells[:4], "Qué falta, señor" if cells[3] == "Left to do" else cells[4], *cells[5:]])
    path = roots.folders[0] / "es.csv"
    path.write_bytes(spoil(out.getvalue()).encode(code))
    return path


@pytest.mark.parametrize(("between", "code"), [(";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")])
def test_a_table_saved_as_csv_comes_in_whatever_the_program_made_of_it(roots: Roots, between: str, code: str) -> None:
    report = Report()
    told, received = read_csv(saved_as_csv(roots, between, code), "es.csv", report)
    result = returned(told, received, roots.folders[0], roots, "es.csv", report)
    assert (told, [m.strings for m in result.changed.values()]) == ("es", [("Qué falta, señor",)])
    assert not report.errors and result.same == 5


def test_letters_that_a_table_lost_and_english_turned_into_a_date_are_told_and_not_taken(roots: Roots) -> None:
    report = Report()
    path = saved_as_csv(roots, ";", "cp1252", lambda text: text.replace("Qué", "Qu??").replace("Who decides", "18-May"))
    _, received = read_csv(path, "es.csv", report)
    result = returned("es", received, roots.folders[0], roots, "es.csv", report)
    assert result.changed == {} and {(p.code, p.line) for p in report.errors} >= {("LOC071", 8), ("LOC062", 2)}


def test_a_table_of_something_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    report = Report()
    assert read_csv(tmp_path / "x.csv", "x.csv", report) == ("", [])
    assert [(p.code, p.line) for p in report] == [("LOC060", 1)]


@pytest.mark.parametrize(("told", "tag"), [("es-MX", "es"), ("es_US", "es"), ("vi-VN", "vi"), ("zh-Hans", "zh_Hans")])
def test_a_file_tagged_with_a_region_is_of_the_language(roots: Roots, told: str, tag: str) -> None:
    report = Report()
    assert language_of(told, read_registry(roots, report), "x.xlf", report) == tag and not len(report)


@pytest.mark.parametrize(("version", "mark"), [("1.2", 'approved="yes"'), ("2.0", 'state="reviewed"')])
def test_only_what_was_signed_is_called_approved(roots: Roots, version: str, mark: str) -> None:
    language, rows = read_registry(roots, Report()).languages["es"], numbered("es", roots, Report())
    going = list(offers(rows, language.plurals))
    assert xliff(going, language, version).count(mark) == 0
    assert xliff(going, language, version, {row.number for row in rows[1:2]}).count(mark) == 1
    fuzzy = next(row.number for row in rows if row.state == "fuzzy")
    assert xliff(going, language, version, {fuzzy}).count(mark) == 0
