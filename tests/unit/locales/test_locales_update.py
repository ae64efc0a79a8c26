"""Bringing locales/ up to date: what changes, what never does, and what is left for a person to mend."""

from pathlib import Path

from locale_projects import entry, po, pot, project

from build_toolkit.files.roots import Roots
from build_toolkit.locales.catalog import Catalog, Message
from build_toolkit.locales.po import po_text
from build_toolkit.locales.update import HEAD, template_files, update_files
from build_toolkit.problems import Report


def templates(*english: str, domain: str = "documents") -> dict[str, Catalog]:
    return {domain: Catalog(tuple(Message(text, references=("a.md",)) for text in english))}


def update(roots: Roots, found: dict[str, Catalog], report: Report | None = None, **options: object) -> dict[str, str]:
    own = Report() if report is None else report
    return update_files(roots.folders[0], found, roots, own, **options)  # type: ignore[arg-type]


def written(roots: Roots, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = roots.folders[0] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_templates_are_written_once_and_then_never_again(tmp_path: Path) -> None:
    roots = project(tmp_path, {})
    files = template_files(roots.folders[0], templates("Yes.", "No."))
    assert list(files) == ["locales/pot/documents.pot"]
    written(roots, files)
    assert template_files(roots.folders[0], templates("Yes.", "No.")) == {}
    assert template_files(roots.folders[0], {}) == {"locales/pot/documents.pot": ""}    # nothing left to translate


def test_a_language_is_begun_with_every_message_and_its_header(tmp_path: Path) -> None:
    roots = project(tmp_path, {})
    found = templates("Yes.") | templates("Law.", domain="law")
    files = update(roots, found, tags=["ht"])
    assert list(files) == ["locales/ht/LC_MESSAGES/documents.po", "locales/ht/LC_MESSAGES/law.po"]
    text = files["locales/ht/LC_MESSAGES/law.po"]
    assert '"Language: ht\\n"' in text and "nplurals=2; plural=(n != 1);" in text and 'msgid "Law."\nmsgstr ""' in text
    written(roots, files)
    assert update(roots, found) == {}


def test_a_file_in_anothers_form_is_put_into_ours_once(tmp_path: Path) -> None:
    roots = project(tmp_path, po("es", entry("Yes.", "Sí.")))
    files = update(roots, templates("Yes."))
    written(roots, files)
    assert len(files) == 1 and update(roots, templates("Yes.")) == {}
    path = tmp_path / "locales/es/LC_MESSAGES/documents.po"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(update(roots, templates("Yes."))) == 1


def test_a_file_with_a_fault_is_never_rewritten(tmp_path: Path) -> None:
    files = po("es", entry("Yes.", "Sí."), 'msgid "No."\nmsgstr "No\n') | po("es", entry("Law.", "Ley."), domain="law")
    roots, report = project(tmp_path, files), Report()
    changed = update(roots, templates("Yes.", "Who?") | templates("Law.", domain="law"), report)
    assert list(changed) == ["locales/es/LC_MESSAGES/law.po"]
    assert [p.code for p in report.errors] == ["PO007"]


def test_a_missing_header_is_written(tmp_path: Path) -> None:
    roots, report = project(tmp_path, {"locales/es/LC_MESSAGES/documents.po": entry("Yes.", "Sí.")}), Report()
    (text,) = update(roots, templates("Yes."), report).values()
    assert "Language: es" in text and 'msgstr "Sí."' in text and not list(report)


def test_a_translation_follows_its_text_to_another_file(tmp_path: Path) -> None:
    roots = project(tmp_path, po("es", entry("Yes.", "Sí.")))
    changed = update(roots, templates("Yes.", domain="policies"))
    assert 'msgid "Yes."\nmsgstr "Sí."' in changed["locales/es/LC_MESSAGES/policies.po"]
    assert '#~ msgid "Yes."' in changed["locales/es/LC_MESSAGES/documents.po"]
    written(roots, changed)
    assert update(roots, templates("Yes.", domain="policies")) == {}
    purged = update(roots, templates("Yes.", domain="policies"), purge=True)
    assert "#~" not in purged["locales/es/LC_MESSAGES/documents.po"]


def test_a_projects_own_wording_of_packaged_text_is_kept(tmp_path: Path) -> None:
    packaged = project(tmp_path / "packaged", pot(entry("Yes."), entry("No.")))
    own = project(tmp_path / "own", po("es", entry("Yes.", "Claro."), entry("Long gone.", "Ido.")))
    roots = Roots((*own.folders, *packaged.folders))
    (text,) = update(roots, {}).values()
    assert 'msgid "Yes."\nmsgstr "Claro."' in text and '#~ msgid "Long gone."' in text and "No." not in text


def test_codes_that_are_no_language_are_told(tmp_path: Path) -> None:
    report = Report()
    assert update(project(tmp_path, {}), templates("A"), report, tags=["zh-hans", "en", "en_XA"]) == {}
    assert sorted(p.code for p in report) == ["LOC010", "LOC011", "LOC011"]


def test_templates_hold_no_day_so_that_nothing_changes_by_itself() -> None:
    assert "Date" not in po_text(Catalog().with_headers(HEAD))
