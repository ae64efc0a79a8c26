"""How much is translated: each message is counted once, as what it is."""

import json
from pathlib import Path

from locale_projects import entry, po, pot, project

from build_toolkit.files.roots import Roots
from build_toolkit.locales.catalog import Message
from build_toolkit.locales.coverage import as_json, as_text, coverage, coverage_rows, total
from build_toolkit.problems import Report

TEMPLATES = pot(entry("Yes."), entry("No."), entry("Who?"), entry("Held {n}."), entry("When?")) | pot(
    entry("Law."), domain="law")
SPANISH = po("es", entry("Yes.", "Sí."), entry("No.", "No."), entry("Who?", "¿Quién?", flags="fuzzy"),
             entry("Held {n}.", "Retenidos."), entry("Long gone.", "Ido."))


def test_every_message_is_counted_once(tmp_path: Path) -> None:
    report = Report()
    rows = coverage(project(tmp_path, TEMPLATES | SPANISH), report)
    documents, law = rows
    assert (documents.total, documents.translated) == (5, 2)
    assert (documents.fuzzy, documents.missing, documents.failing) == (1, 1, 1)
    assert (law.domain, law.total, law.missing) == ("law", 1, 1)
    assert documents.percent == 40 and total(rows, "es").percent == 33
    assert not list(report)


def test_a_review_holds_until_anything_changes(tmp_path: Path) -> None:
    roots = project(tmp_path, TEMPLATES | SPANISH)
    read = {"es": frozenset({Message("Yes.", strings=("Sí.",)).fingerprint("es"),
                             Message("No.", strings=("No, no.",)).fingerprint("es")})}
    assert coverage(roots, Report(), ["es"], read)[0].reviewed == 1


def test_the_same_figures_come_as_a_table_and_as_json(tmp_path: Path) -> None:
    rows = coverage(project(tmp_path, TEMPLATES | SPANISH), Report())
    lines = as_text(rows).splitlines()
    assert lines[0].split()[:3] == ["language", "domain", "total"]
    assert lines[-1].split() == ["es", "all", "6", "2", "33", "1", "2", "1", "0"]
    assert [row["percent"] for row in json.loads(as_json(rows))] == [40, 0]


def test_the_list_of_languages_names_each_in_its_own_words(tmp_path: Path) -> None:
    rows = {row["id"]: row for row in coverage_rows(project(tmp_path, TEMPLATES | SPANISH), Report())}
    assert rows["es"] == {"id": "es", "title": "español", "about": "Spanish, 33% translated"}
    assert rows["en"]["about"] == "English, source" and rows["ht"]["about"].endswith("0% translated")
    assert "en_XA" not in rows


def test_nothing_to_translate_is_all_translated(tmp_path: Path) -> None:
    assert coverage(project(tmp_path, SPANISH), Report()) == ()
    assert total((), "es").percent == 100


def test_the_projects_messages_count_too(tmp_path: Path) -> None:
    packaged = project(tmp_path / "packaged", TEMPLATES | SPANISH)
    files = pot(entry("Ours."), domain="campaigns") | po("es", entry("Ours.", "Nuestro."), domain="campaigns")
    own = project(tmp_path / "own", files)
    rows = coverage(Roots((*own.folders, *packaged.folders)), Report())
    assert {row.domain: row.translated for row in rows} == {"documents": 2, "law": 0, "campaigns": 1}
