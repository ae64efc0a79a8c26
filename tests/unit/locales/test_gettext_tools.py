"""The tools that translators use at home take our files: msgfmt checks them, msgmerge and msginit build on them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from build_toolkit.files.roots import Roots
from build_toolkit.locales.catalog import BRACES, Catalog, Message
from build_toolkit.locales.check import check_catalog
from build_toolkit.locales.merge import merge
from build_toolkit.locales.po import po_text, read_po
from build_toolkit.locales.registry import Plurals, Registry, read_registry
from build_toolkit.locales.update import HEAD
from build_toolkit.problems import Report

pytestmark = pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
REGISTRY: Registry = read_registry(Roots.of(None), Report())
SLOVENIAN = Plurals(count=4, rule="n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3")
TEMPLATE = Catalog((
    Message("Who decides in {place.name}?", context="heading", flags=(BRACES,), references=("templates/a.md",)),
    Message("{here.agreement_count} agreement", "{here.agreement_count} agreements", flags=(BRACES,),
            notes=("Plural by {here.agreement_count}",), references=("templates/a.md", "templates/b.md")),
    Message("See 100% of {facts.held[2025]}.{cite_8_CFR_287_7}", flags=(BRACES,), references=("templates/b.md",)),
)).with_headers(HEAD)


def run(*command: str | Path, text: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(part) for part in command], input=text.encode(), capture_output=True, check=False)


def translated(tag: str) -> Catalog:
    plurals = REGISTRY.languages[tag].plurals
    begun = merge(Catalog(), TEMPLATE, tag, plurals)
    return Catalog(tuple(
        Message(m.id, m.plural, m.context, (m.plural,) * plurals.count if m.plural else (m.id,), flags=m.flags,
                references=m.references, notes=m.notes)
        for m in begun.messages
    ), begun.headers)


@pytest.mark.parametrize("tag", REGISTRY.real[1:])
def test_msgfmt_takes_the_catalog_of_every_language(tag: str) -> None:
    done = run("msgfmt", "-c", "-o", "/dev/null", "-", text=po_text(translated(tag)))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("tag", "forms"), [("vi", 1), ("ht", 2), ("uk", 3), ("sl", 4), ("ar", 6)])
def test_who_fills_each_empty_form_of_a_new_catalog_has_a_file_that_msgfmt_takes(tag: str, forms: int) -> None:
    """Nothing is known of plurals here but what a translator sees: empty strings, all of which get filled."""
    plurals = SLOVENIAN if tag == "sl" else REGISTRY.languages[tag].plurals
    begun = po_text(merge(Catalog(), TEMPLATE, tag, plurals))
    assert plurals.count == begun.count("msgstr[") == forms
    head, *entries = begun.split("\n\n")
    filled = [head]
    for entry in entries:
        english = entry.rpartition("\nmsgid_plural ")[2] if "msgid_plural" in entry else entry.rpartition("\nmsgid ")[2]
        filled.append(entry.replace('""', english.split("\n")[0]))
    done = run("msgfmt", "-c", "-o", "/dev/null", "-", text="\n\n".join(filled))
    assert done.returncode == 0, done.stderr


def test_a_catalog_with_too_many_empty_forms_is_told_and_mended(tmp_path: Path) -> None:
    plurals = REGISTRY.languages["vi"].plurals
    text = po_text(merge(Catalog(), TEMPLATE, "vi", plurals)).replace('msgstr[0] ""', 'msgstr[0] ""\nmsgstr[1] ""')
    old = read_po(text.encode(), "vi.po", Report())
    assert old is not None
    (fault,) = check_catalog(old, "vi", REGISTRY.languages["vi"], ())
    line = text.split("\n").index('msgid "{here.agreement_count} agreement"') + 1
    assert (fault.code, fault.line) == ("LOC027", line)
    assert po_text(merge(old, TEMPLATE, "vi", plurals)).count("msgstr[") == 1


def test_msgfmt_finds_a_lost_placeholder_because_ours_are_marked() -> None:
    broken = po_text(translated("es")).replace('msgstr "Who decides in {place.name}?"', 'msgstr "¿Quién decide?"')
    assert run("msgfmt", "-c", "-o", "/dev/null", "-", text=broken).returncode != 0


def test_one_plural_form_may_leave_out_its_number_for_msgfmt_too() -> None:
    text = po_text(translated("es")).replace('msgstr[0] "{here.agreement_count} agreements"', 'msgstr[0] "Un acuerdo"')
    done = run("msgfmt", "-c", "-o", "/dev/null", "-", text=text)
    assert done.returncode == 0, done.stderr


def test_msgmerge_with_our_template_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "es.po").write_text(po_text(translated("es")), encoding="utf-8")
    (tmp_path / "documents.pot").write_text(po_text(TEMPLATE), encoding="utf-8")
    done = run("msgmerge", "--no-wrap", "--quiet", tmp_path / "es.po", tmp_path / "documents.pot")
    assert done.returncode == 0, done.stderr
    report = Report()
    theirs = read_po(done.stdout, "es.po", report)
    assert theirs is not None and not list(report)
    assert po_text(merge(theirs, TEMPLATE, "es", REGISTRY.languages["es"].plurals)) == po_text(translated("es"))


def test_what_msgmerge_made_fuzzy_with_wrapped_lines_is_read(tmp_path: Path) -> None:
    long = "A long sentence that gettext wraps because it has far more than the seventy-nine columns of a line: {name}."
    old = Catalog((Message(long, strings=("Traducción larga: {name}.",)), Message("Gone", strings=("Ido",))))
    new = Catalog((Message(long.replace("far more", "more")),))
    fields = [("Content-Type", "text/plain; charset=UTF-8"), ("Language", "es")]
    (tmp_path / "es.po").write_text(po_text(old.with_headers(fields)), encoding="utf-8")
    (tmp_path / "new.pot").write_text(po_text(new.with_headers(fields)), encoding="utf-8")
    done = run("msgmerge", "--previous", "--quiet", tmp_path / "es.po", tmp_path / "new.pot")
    report = Report()
    read = read_po(done.stdout, "es.po", report)
    assert read is not None and not list(report)
    (message,) = read.live
    assert message.fuzzy and message.previous is not None and message.previous.id == long
    assert [m.id for m in read.obsolete] == ["Gone"]


def test_msgcat_would_write_the_same_bytes() -> None:
    text = po_text(translated("ru"))
    done = run("msgcat", "--no-wrap", "-", text=text)
    assert done.stdout.decode() == text
