"""The list of languages: what a translator, a reader and an author with a typing error would notice."""

from pathlib import Path

import pyphen
import pytest
from babel import Locale

from build_toolkit.files.roots import Roots
from build_toolkit.locales.language import COUNTS
from build_toolkit.locales.registry import Registry, plural_rule, read_registry
from build_toolkit.problems import Report

WANTED = [
    "en", "es", "zh_Hans", "zh_Hant", "vi", "ko", "fil", "ht", "ar", "ru", "uk", "pt_BR", "fr", "bn", "ur", "so", "am",
    "fa_AF", "hi", "pa", "ne", "ps", "ti", "hmn", "my", "km", "lo", "th",
]
OWN_PLURALS = {"hmn": "en", "ht": "en", "so": "en"}   # where CLDR has no rule of its own, or the one of French
ENTRY = """
languages:
  xx:
    name: X
    english: Exish
    bcp47: xx
    script: Latn
    plurals: {count: 2, rule: n != 1}
    format: en_US
    fonts: latin
"""
FONTS = "fonts: {latin: {serif: [A], sans: [B]}}\n"


@pytest.fixture(scope="module")
def registry() -> Registry:
    report = Report()
    found = read_registry(Roots.of(None), report)
    assert not list(report)
    return found


def read(tmp_path: Path, text: str) -> tuple[Registry, Report]:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/registry.yaml").write_text(text, encoding="utf-8")
    report = Report()
    return read_registry(Roots((tmp_path,)), report), report


def test_all_languages_are_there(registry: Registry) -> None:
    assert list(registry.real) == WANTED
    assert set(registry.languages) - set(WANTED) == {"en_XA", "en_XL", "ar_XB"}


@pytest.mark.parametrize("tag", WANTED)
def test_plural_rules_agree_with_unicode(registry: Registry, tag: str) -> None:
    entry = registry.languages[tag]
    rule = plural_rule(entry.plurals.rule)
    assert rule is not None
    cldr = Locale.parse(OWN_PLURALS.get(tag, tag)).plural_form
    numbers = [n for n in COUNTS if n < 1_000_000]   # gettext leaves out the form that Spanish has for millions
    pairs = {(rule(n), cldr(n)) for n in numbers}
    assert len(pairs) == len({ours for ours, _ in pairs}) == len({theirs for _, theirs in pairs}) == entry.plurals.count


def test_hyphenation_is_promised_only_where_there_is_a_dictionary(registry: Registry) -> None:
    for entry in registry.languages.values():
        dictionary = entry.line_break != "icu" and pyphen.language_fallback(entry.bcp47)  # Thai has one, and no hyphens
        assert entry.hyphenate == bool(dictionary), entry.english


def test_right_to_left_and_unspaced_languages_are_known(registry: Registry) -> None:
    rtl = {tag for tag, entry in registry.languages.items() if entry.direction == "rtl"}
    assert rtl == {"ar", "ur", "fa_AF", "ps", "ar_XB"}
    assert {tag for tag, entry in registry.languages.items() if entry.line_break == "icu"} == {"km", "lo", "my", "th"}
    assert registry.languages["ko"].line_break == "keep-words"


def test_spanish_money_is_written_as_in_the_united_states(registry: Registry) -> None:
    assert registry.languages["es"].format == "es_US"


def test_haitian_months_are_not_french_and_hmong_has_some(registry: Registry) -> None:
    french = set(Locale.parse("fr").months["format"]["wide"].values())
    assert len(french & set(registry.languages["ht"].months)) <= 1      # avril
    assert len(set(registry.languages["hmn"].months)) == 12
    assert registry.languages["fa_AF"].name == "دری"


def test_no_language_falls_back_to_another(registry: Registry) -> None:
    assert {entry.fallback for entry in registry.languages.values()} == {"en"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("zh-hans", "zh_Hans"), ("ZH_TW", "zh_Hant"), ("zh", "zh_Hans"), ("tl", "fil"), ("es-MX", "es"), ("pt", "pt_BR"),
     ("mww", "hmn"), ("prs", "fa_AF"), ("Spanish", "es"), ("kreyòl ayisyen", "ht"), ("es_AR", "es"), ("EN", "en")],
)
def test_a_misspelt_code_is_told_what_was_meant(registry: Registry, typed: str, meant: str) -> None:
    report = Report()
    assert registry.find(typed, report, file="c.yaml", line=7) is None
    (problem,) = report
    assert problem.code == "LOC010" and problem.line == 7
    assert problem.fix == f"Write {meant}, for {registry.languages[meant].english}."


def test_an_unknown_code_lists_the_known_ones(registry: Registry) -> None:
    report = Report()
    registry.find("tlh", report)
    assert "zh_Hant" in report.errors[0].fix and "en_XA" not in report.errors[0].fix


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("n != 1", "n ! = 1", "LOC004"), ("n != 1", "0", "LOC004"), ("n != 1", "1/(n-5)", "LOC004"),
        ("n != 1", "n", "LOC004"), ("en_US", "en_Mars", "LOC005"), ("fonts: latin", "fonts: runes", "LOC006"),
        ("script: Latn", "script: Arab", "LOC008"), ("format: en_US", "format: en_US\n    months: [a, b]", "LOC009"),
        ("format: en_US", "format: en_US\n    fallback: fr", "LOC007"), ("format:", "formt:", "LOC00"),
        ("count: 2", "count: 20", "LOC00"), ("  xx:", "  XX-yy:", "LOC00"),
    ],
)
def test_a_fault_in_the_list_has_its_line_and_leaves_the_language_out(
    tmp_path: Path, old: str, new: str, code: str,
) -> None:
    registry, report = read(tmp_path, FONTS + ENTRY.replace(old, new))
    assert not registry.languages
    assert report.errors[0].code.startswith(code) and report.errors[0].line > 1


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    report = Report()
    assert not read_registry(Roots((tmp_path,)), report).languages
    assert [p.code for p in report] == ["LOC003"]


def test_a_project_adds_a_language_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/registry.yaml").write_text("fonts: {}\n" + ENTRY, encoding="utf-8")
    report = Report()
    registry = read_registry(Roots.of(tmp_path), report)
    assert not list(report)
    assert {"xx", "es", "ar"} <= set(registry.languages)
    assert registry.stacks("xx") == registry.stacks("en")
