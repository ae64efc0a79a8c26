"""Counties and states as pages of another language call them: in sentences, on labels, in sentences of campaigns."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_toolkit.files.roots import Roots, packaged
from build_toolkit.geography.places import load
from build_toolkit.locales.languages import bare_language
from build_toolkit.locales.names import PlaceName
from build_toolkit.locales.registry import Registry, read_registry
from build_toolkit.model import Place
from build_toolkit.problems import Report
from factories import composed, document, language

ENGLISH = "{place.name} acts. Jail of {place.name}. In {place.name}, {place.state_name}: go to {place.name}."
ORLEANS = Place(fips="22071", name="Orleans Parish", short="Orleans", kind="parish", state="LA", state_name="Louisiana",
                slug="la-orleans")
SENTENCE = ENGLISH.replace("{place.name}", "{{ place.name }}").replace("{place.state_name}", "{{ place.state_name }}")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(Roots.of(None), Report())


def paragraph(registry: Registry, tag: str, chapter: str, translations: dict[str, str], **changes: object) -> str:
    entry = registry.languages[tag]
    spoken = language(tag, translations, names=entry.names, states=entry.states, contractions=entry.contractions)
    done = composed(chapter, spoken, **changes)
    assert not done.problems
    return done.chapters[0].tree.text().strip()


def test_a_sentence_says_the_county_with_its_article_and_a_label_without(registry: Registry) -> None:
    said = {ENGLISH: "{place.name} actúa. Cárcel de {place.name}. En {place.name}, {place.state_name}: "
            "vaya a {place.name}."}
    assert paragraph(registry, "es", SENTENCE, said) == (
        "El condado de Sample (Sample County) actúa. Cárcel del condado de Sample. En el condado de Sample, Wisconsin: "
        "vaya al condado de Sample.")
    assert paragraph(registry, "es", SENTENCE, said, place=ORLEANS) == (
        "La parroquia de Orleans (Orleans Parish) actúa. Cárcel de la parroquia de Orleans. En la parroquia de "
        "Orleans, Luisiana: vaya a la parroquia de Orleans.")
    assert paragraph(registry, "es", "{{ place.name }}\n", {}, place=ORLEANS) == "Parroquia de Orleans"
    assert paragraph(registry, "es", "{{ place_line }}\n", {}, place=ORLEANS) == "Parroquia de Orleans, Luisiana"


def test_a_name_in_an_english_sentence_stays_english(registry: Registry) -> None:
    assert paragraph(registry, "es", "{{ place.name }} acts.\n", {}, place=ORLEANS) == "Orleans Parish acts."
    spoken = language("en")
    assert composed("{{ place.name }} acts.\n", spoken, place=ORLEANS).chapters[0].tree.text().strip() == \
        "Orleans Parish acts."


@pytest.mark.parametrize(("code", "said"), [
    ("51510", "la ciudad de Alexandria"), ("02068", "el municipio de Denali"), ("02050", "el área censal de Bethel"),
    ("02110", "la ciudad y municipio de Juneau"), ("09110", "la región de planificación de Capitol"),
    ("55133", "el condado de Waukesha"), ("02020", "el municipio de Anchorage"),
])
def test_every_kind_of_place_has_its_gender(registry: Registry, code: str, said: str) -> None:
    county = load(packaged() / "toolkits/places").counties[code]
    name = PlaceName.of(county.name, county.kind, county.short)
    assert name.said(bare_language("es", registry.languages["es"]), "the") == said


def test_languages_without_a_pattern_keep_the_english_name(registry: Registry) -> None:
    name = PlaceName.of("Denali Borough", "borough", "Denali")
    assert name.said(bare_language("ko", registry.languages["ko"]), "the") == "Denali Borough"
    chinese = bare_language("zh_Hans", registry.languages["zh_Hans"])
    assert PlaceName.of("Wisconsin", "state", "WI").said(chinese) == "威斯康星州"


ENTRY = """
fonts: {latin: {serif: [A], sans: [B]}}
languages:
  xx: {name: X, english: Exish, bcp47: xx, script: Latn, plurals: {count: 2, rule: n != 1}, format: en_US, fonts: latin,
    names: {county: "xcounty {base}",
      parish: "xparish {base}"}, states: {
      NY: "Xyork"}}
"""


@pytest.mark.parametrize(("old", "new", "line"), [
    ("xparish {base}", "xparish", 5), ("xparish {base}", "xparish {name}", 5), ("xparish {base}", "[xparish {base}", 5),
    ("Xyork", "Xyork {base}", 6), ("parish:", "parrish:", 5), ("NY:", "Ny:", 6),
])
def test_a_pattern_without_its_slot_or_of_no_kind_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int,
) -> None:
    (tmp_path / "locales").mkdir()
    text = ENTRY[1:].replace(old, new)
    (tmp_path / "locales/registry.yaml").write_text(text)
    report = Report()
    assert not read_registry(Roots((tmp_path,)), report).languages
    (problem,) = report
    assert problem.code.startswith("LOC") and problem.line == line, problem

GLOSSED = {("heading", "A detainer"): "La retención", "One detainer.": "Una retención.",
           "Two detainers in {place.name}.": "Dos retenciones en {place.name}."}
TWO = "# A detainer\n\nOne detainer.\n\nTwo detainers in {{ place.name }}.\n"


def test_an_english_word_stands_at_its_first_use_in_a_chapter_and_a_county_s_name_once(registry: Registry) -> None:
    entry = registry.languages["es"]
    spoken = language("es", GLOSSED, names=entry.names, glosses={"detainer": "retención|retenciones"})
    spec = document(chapters=[{"file": "a.md"}, {"file": "b.md"}])
    done = composed(TWO, spoken, spec=spec, texts={"documents/toolkit/chapters/b.md": TWO})
    first, second = (one.tree.text() for one in done.chapters)
    assert first == ("La retención Una retención (detainer). Dos retenciones en el condado de Sample (Sample County).")
    assert second == ("La retención Una retención (detainer). Dos retenciones en el condado de Sample.")
    assert 'retención (<span lang="en">detainer</span>)' in done.html and "\ue000" not in done.html
    chinese = language("es", {"One detainer.": "拘留请求。"}, bcp47="zh-Hans", glosses={"detainer": "拘留请求"})
    assert composed("One detainer.\n", chinese).chapters[0].tree.text() == "拘留请求（detainer）。"


def test_a_translation_that_has_the_english_word_already_gets_it_once() -> None:
    spoken = language("es", {"One detainer.": "Una retención, o detainer."}, glosses={"detainer": "retención"})
    assert composed("One detainer.\n", spoken).chapters[0].tree.text() == "Una retención, o detainer."
