"""A language as pages get it: only what may be printed, the project's words first, and English for the rest."""

from pathlib import Path

import pytest
from locale_projects import entry, po, pot, project

from build_toolkit.files.roots import Roots
from build_toolkit.locales.check import check_languages
from build_toolkit.locales.coverage import state_of
from build_toolkit.locales.languages import read_language
from build_toolkit.problems import Report, Severity


def test_only_finished_translations_are_printed(tmp_path: Path) -> None:
    report = Report()
    language = read_language("es", project(tmp_path, po(
        "es", entry("Yes.", "Sí."), entry("No.", "No.", context="word"), entry("Who?", "¿Quién?", flags="fuzzy"),
        entry("When?"), '#~ msgid "Gone"\n#~ msgstr "Ido"\n',
    )), report)
    assert language is not None
    assert dict(language.catalog) == {(None, "Yes."): ("Sí.",), ("word", "No."): ("No.",)}
    assert not list(report)


def test_reading_a_language_does_not_check_its_texts_which_the_check_command_does(tmp_path: Path) -> None:
    report, roots = Report(), project(tmp_path, po("es", entry("Held {n}.", "Retenidos.")))
    language = read_language("es", roots, report)
    assert language is not None and (None, "Held {n}.") in language.catalog and not list(report)
    check_languages(roots, report, ["es"])
    assert [(p.code, p.file, p.line) for p in report] == [("LOC020", "locales/es/LC_MESSAGES/documents.po", 6)]


def test_a_language_knows_how_it_is_set_and_counts(tmp_path: Path) -> None:
    roots = project(tmp_path, pot(entry("A"), entry("B")) | po("ru", entry("A", "А")))
    language = read_language("ru", roots, Report())
    assert language is not None
    assert (language.bcp47, language.direction, language.format_locale, language.name) == ("ru", "ltr", "ru", "русский")
    assert [language.plural(n) for n in (1, 3, 11, 21)] == [0, 1, 2, 0]
    assert language.total == 2 and state_of(language) == (50, "")
    haitian = read_language("ht", roots, Report())
    assert haitian is not None and haitian.months[7] == "out" and haitian.lists["end"] == "{0} ak {1}"
    assert state_of(haitian) == (0, "")


def test_english_needs_no_file_and_is_whole(tmp_path: Path) -> None:
    report = Report()
    language = read_language("en", project(tmp_path, pot(entry("A"))), report)
    assert language is not None and not language.catalog and language.source and state_of(language) == (100, "")
    assert not list(report)


def test_the_projects_own_words_stand_over_the_packaged_ones(tmp_path: Path) -> None:
    packaged = project(tmp_path / "packaged", po("es", entry("Yes.", "Sí."), entry("Who?", "¿Quién?")))
    own = project(tmp_path / "own", po("es", entry("Yes.", "Claro.")))
    language = read_language("es", Roots((*own.folders, *packaged.folders)), Report())
    assert language is not None
    assert dict(language.catalog) == {(None, "Yes."): ("Claro.",), (None, "Who?"): ("¿Quién?",)}


@pytest.mark.parametrize("tag", ["zh-hans", "xx", ""])
def test_an_unknown_language_is_a_problem(tmp_path: Path, tag: str) -> None:
    report = Report()
    assert read_language(tag, project(tmp_path, {}), report) is None
    assert [p.code for p in report] == ["LOC010"]


def test_a_broken_file_costs_only_itself(tmp_path: Path) -> None:
    files = po("es", entry("Yes.", "Sí.")) | po("es", entry("Who?", "¿Quién?"), domain="policies")
    roots = project(tmp_path, files)
    (tmp_path / "locales/es/LC_MESSAGES/policies.po").write_bytes("ñ".encode("latin-1"))
    report = Report()
    language = read_language("es", roots, report)
    assert language is not None and dict(language.catalog) == {(None, "Yes."): ("Sí.",)}
    assert [p.code for p in report] == ["PO003"]


def test_a_wrong_plural_rule_costs_the_plurals_only(tmp_path: Path) -> None:
    forms = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} día"\nmsgstr[1] "{n} días"\n'
    text = po("es", entry("Yes.", "Sí."), forms)
    name = next(iter(text))
    wrong = text[name].replace("Content-Type", 'Plural-Forms: nplurals=2; plural=n > 1;\\n"\n"Content-Type', 1)
    report = Report()
    language = read_language("es", project(tmp_path, {name: wrong}), report)
    assert language is not None and list(language.catalog) == [(None, "Yes.")]
    assert [p.code for p in report] == ["LOC016"]


def test_a_misplaced_file_is_told(tmp_path: Path) -> None:
    report = Report()
    name, text = next(iter(po("es", entry("Yes.", "Sí.")).items()))
    files = {name.replace("documents", "document"): text, "locales/es/law.po": text}
    read_language("es", project(tmp_path, files), report)
    assert [(p.code, p.severity) for p in report] == [("LOC012", Severity.WARNING)] * 2
    assert "locales/es/LC_MESSAGES/documents.po" in report.problems[0].fix + report.problems[1].fix


def test_all_languages_are_checked_and_odd_folders_told(tmp_path: Path) -> None:
    report = Report()
    files = po("es", entry("Who?", "Quién?")) | po("ht", entry("Held {n}.", "Kenbe.")) | po("zh-hans", entry("A", "甲"))
    check_languages(project(tmp_path, files), report)
    assert {(p.code, p.file.split("/")[1]) for p in report} == {
        ("LOC041", "es"), ("LOC020", "ht"), ("LOC010", "zh-hans"),
    }
    alone = Report()
    check_languages(project(tmp_path, {}), alone, ["es"])
    assert {p.code for p in alone} == {"LOC041"}
