"""Glossaries in use, numbers that hold, and signatures that lapse with the text they were given for."""

import csv
import io
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from locale_projects import entry, po, pot, project

from build_toolkit.approvals.ledger import ApprovalLedger, with_lines
from build_toolkit.files.roots import Roots
from build_toolkit.locales.coverage import coverage, state_of
from build_toolkit.locales.coveragepage import as_html
from build_toolkit.locales.languages import read_language
from build_toolkit.locales.numbered import numbered
from build_toolkit.locales.registry import read_registry
from build_toolkit.locales.reviews import chosen, ledger_of, readings, verdicts
from build_toolkit.locales.usage import check_glossary, exported, uses_text
from build_toolkit.problems import Report

HEAD = "term,translation,avoid,legal,note\n"
TEXTS = ("The county decides.", "Counties decide.", "The jail is full.", "Nothing else.")


def made(folder: Path, glossary: str, *translations: str) -> Roots:
    files = {**pot(*map(entry, TEXTS)), "locales/glossary/es.csv": HEAD + glossary}
    return project(folder, {**files, **po("es", *(entry(a, b) for a, b in zip(TEXTS, translations, strict=False)))})


def test_a_glossary_says_how_often_each_term_stands_and_is_kept(tmp_path: Path) -> None:
    glossary, report = "county,condado*,,no,\njail,cárcel*,,yes,\n", Report()
    roots = made(tmp_path, glossary, "El condado decide.", "Los distritos.")
    rows = {row.term: row for row in check_glossary("es", roots, report)}
    county, jail = rows["county"], rows["jail"]
    assert (county.english, county.translated, county.kept) == (2, 2, 1)
    assert (jail.english, jail.translated, jail.legal) == (1, 0, True)
    assert not report.errors and "county" in uses_text(tuple(rows.values()))


@pytest.mark.parametrize(("rows", "code", "line"), [
    ("jail,cárcel*,,no,\njail,prisión,,no,\n", "LOC051", 3), ("jail,cárcel*|prisión,prisión,no,\n", "LOC052", 2),
    ("jail,la cárcel mala,cárcel,no,\n", "", 0), ("jial,cárcel*,,no,\n", "LOC053", 2), ("jail,,,no,\n", "LOC013", 2),
])
def test_faults_of_a_glossary_are_told_with_their_line(tmp_path: Path, rows: str, code: str, line: int) -> None:
    report = Report()
    check_glossary("es", made(tmp_path, rows + "county,condado*,,no,\n"), report)
    assert [(p.code, p.line) for p in report] == ([(code, line)] if code else [])


def test_a_language_without_a_glossary_is_told_how_to_begin_one(tmp_path: Path) -> None:
    report = Report()
    assert not check_glossary("ht", made(tmp_path, "jail,cárcel*,,no,\n"), report)
    assert [p.code for p in report] == ["LOC050"] and not report.errors


def test_a_glossary_lacks_what_other_languages_have(tmp_path: Path) -> None:
    roots, report = made(tmp_path, "county,condado*,,no,\njail,cárcel*,,no,\n", "El condado decide."), Report()
    (tmp_path / "locales/glossary/ht.csv").write_text(HEAD + "jail,prizon,,no,\n", encoding="utf-8")
    check_glossary("ht", roots, report)
    assert [p.code for p in report] == ["LOC054"] and "county" in report.warnings[0].what


def test_a_glossary_goes_to_other_programs(tmp_path: Path) -> None:
    roots = made(tmp_path, 'county,condado*|el condado,,no,"Not <distrito>, ever"\n')
    (row,) = csv.reader(io.StringIO(exported("es", roots, ".txt", Report())), delimiter="\t")
    assert row[:2] == ["county", "condado"] and "el condado" in row[2]
    tree = ElementTree.fromstring(exported("es", roots, ".tbx", Report()))
    assert [term.text for term in tree.iter("term")] == ["county", "condado"]
    assert exported("es", roots, ".csv", Report()).startswith(HEAD)


def test_numbers_run_through_all_texts_and_stay_when_translations_change(tmp_path: Path) -> None:
    before = numbered("es", made(tmp_path, ""), Report())
    after = numbered("es", made(tmp_path, "", "El condado decide."), Report())
    assert [(r.number, r.message.id) for r in before] == [(r.number, r.message.id) for r in after]
    assert [r.number for r in before] == [1, 2, 3, 4]
    assert [r.state for r in after] == ["translated", "missing", "missing", "missing"]
    assert after[0].place == "locales/es/LC_MESSAGES/documents.po:6"


@pytest.mark.parametrize(("tag", "code"), [("xx", "LOC010"), ("en", "LOC011"), ("ar_XB", "LOC011")])
def test_what_nobody_translates_has_no_numbers(tmp_path: Path, tag: str, code: str) -> None:
    report = Report()
    assert numbered(tag, made(tmp_path, ""), report) == () and [p.code for p in report] == [code]


def signed(roots: Roots, folder: Path, numbers: str, **more: str) -> ApprovalLedger:
    rows = numbered("es", roots, Report())
    ledger = ledger_of("es", roots, Report())
    given = {"by": "M. R.", "role": "court interpreter", **more}
    new = verdicts("es", chosen(rows, numbers), ledger, on=date(2026, 5, 1), **given)
    path = folder / "locales/review/es.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text(with_lines(path.read_text() if path.exists() else "", new), encoding="utf-8")
    return ledger_of("es", roots, Report())


def test_a_signature_holds_for_the_very_text_and_lapses_with_it(tmp_path: Path) -> None:
    spanish = ("El condado decide.", "Los condados deciden.", "La cárcel está llena.")
    roots = made(tmp_path, "", *spanish)
    ledger = signed(roots, tmp_path, "1-2,4")
    (one,) = readings("es", numbered("es", roots, Report()), ledger)
    assert (one.by, one.approved, one.lapsed) == ("M. R.", 2, 0)         # the fourth has no translation to sign
    rows = coverage(roots, Report(), ("es",), {"es": ledger.digests()})
    assert [row.reviewed for row in rows] == [2]
    roots = made(tmp_path, "", "El condado lo decide.", *spanish[1:])
    (one,) = readings("es", numbered("es", roots, Report()), ledger_of("es", roots, Report()))
    assert (one.approved, one.lapsed) == (1, 1)


def test_the_colophon_names_readers_only_where_all_was_read(tmp_path: Path) -> None:
    roots = made(tmp_path, "", "El condado decide.", "Los condados deciden.")
    for numbers, readers in (("1", ""), ("2", "M. R. (court interpreter)")):
        signed(roots, tmp_path, numbers)
        language = read_language("es", roots, Report())
        assert language is not None and state_of(language) == (50, readers)
    language = read_language("es", made(tmp_path, "", "El condado decide.", "Los condados lo deciden."), Report())
    assert language is not None and state_of(language) == (50, "")


def test_signing_twice_adds_nothing_and_a_refusal_counts(tmp_path: Path) -> None:
    roots = made(tmp_path, "", "El condado decide.", "Los condados deciden.")
    assert len(signed(roots, tmp_path, "").approvals) == 2
    assert len(signed(roots, tmp_path, "").approvals) == 2
    ledger = signed(roots, tmp_path, "1", verdict="refused")
    (one,) = readings("es", numbered("es", roots, Report()), ledger)
    assert (one.approved, one.refused) == (1, 1)


def test_a_full_name_is_refused_and_so_are_numbers_that_are_none(tmp_path: Path) -> None:
    roots = made(tmp_path, "", "El condado decide.")
    with pytest.raises(ValueError, match="initials"):
        signed(roots, tmp_path, "", by="Maria Ruiz")
    with pytest.raises(ValueError, match="is no number"):
        chosen((), "1-x")
    assert chosen(numbered("es", roots, Report()), "1-999999999") == list(numbered("es", roots, Report()))


def test_the_coverage_page_stands_alone_and_is_accessible(tmp_path: Path) -> None:
    roots = made(tmp_path, "", "El condado decide.")
    page = as_html(coverage(roots, Report(), ("es", "ar")), read_registry(roots, Report()))
    assert '<html lang="en">' in page and "<title>" in page and page.count("<h1>") == 1
    assert "http" not in page and "<script" not in page and "src=" not in page
    assert '<span lang="es">español</span>' in page and '<span lang="ar" dir="rtl">' in page
    assert page.count("<table>") == page.count("<caption>") == 2
    assert page.count("<th ") == page.count('scope="') and "25 of 100 texts are translated" in page
    assert as_html((), read_registry(roots, Report())).count("Nothing has been translated") == 1
