"""Weblate reads and writes our files with translate-toolkit: nothing but the words that were changed may change."""

import json
from pathlib import Path

import pytest
from translate.storage.pypo import pofile
from translate.storage.tmx import tmxfile
from translate.storage.xliff import Xliff1File

from build_toolkit.cli.main import run
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.locales.catalog import DOMAINS
from build_toolkit.locales.languages import translated_into
from build_toolkit.locales.registry import read_registry
from build_toolkit.problems import Report

ROOTS = Roots.of(None)
LANGUAGES = translated_into(ROOTS, read_registry(ROOTS, Report()), Report())
COMPONENTS = json.loads((packaged() / "locales/weblate.json").read_text())


def stored(file: Path, wrap: int) -> pofile:
    """Return a catalog as Weblate holds it."""
    store = pofile()
    store.wrapper.width = wrap
    store.parse(file.read_bytes())
    return store


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one["slug"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_catalog_in_which_nothing_was_changed_comes_back_byte_for_byte(component: dict, tag: str) -> None:
    file = packaged() / component["filemask"].replace("*", tag)
    assert bytes(stored(file, component["file_format_params"]["po_line_wrap"])) == file.read_bytes()
    assert (packaged() / component["new_base"]).is_file()


def test_each_catalog_has_its_component() -> None:
    assert sorted(one["slug"] for one in COMPONENTS) == sorted(DOMAINS)
    assert {one["filemask"].rpartition("/")[2] for one in COMPONENTS} == {f"{domain}.po" for domain in DOMAINS}


def test_one_changed_text_changes_its_own_lines_and_no_others() -> None:
    file = packaged() / "locales/es/LC_MESSAGES/documents.po"
    store = stored(file, -1)
    unit = next(unit for unit in store.units if unit.source == "Where the facts come from")
    before, unit.target = unit.target, "De dónde salen"
    old, new = file.read_text().splitlines(), bytes(store).decode().splitlines()
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        (f'msgstr "{before}"', 'msgstr "De dónde salen"')]


def test_their_library_reads_what_we_export(tmp_path: Path) -> None:
    for name in ("es.xlf", "es.tmx"):
        assert run(["locales", "export", "es", "--to", str(tmp_path / name), "-d", "flyer"]) == 0
    units = Xliff1File.parsestring((tmp_path / "es.xlf").read_bytes()).units
    pairs = {str(unit.source): str(unit.target) for unit in units}
    assert pairs["On any day"] == "Cualquier día"
    assert all(int(unit.xmlelement.get("maxwidth")) > len(unit.source) for unit in units
               if unit.source in ("On any day", "Who decides"))
    memory = tmxfile.parsestring((tmp_path / "es.tmx").read_bytes())
    assert memory.translate("On any day") == "Cualquier día"
    assert len(memory.units) == len([unit for unit in units if unit.target])
