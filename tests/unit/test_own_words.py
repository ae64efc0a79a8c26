"""Texts of a campaign file in many languages: given beside the English, or known to the program; the rest is told."""

from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path

import pytest

from build_toolkit import BuildRequest, build
from build_toolkit.model import Campaign
from build_toolkit.model.base import Text
from build_toolkit.pipeline.preparing import prepare
from build_toolkit.problems import Problem, ProblemsFound
from joint import DEMANDS, LETTER, composed, write

TODAY = date(2026, 5, 20)
HEAD = "place: us/wi/dane\npolicies: [287g]\ndocuments: [flyer]\nlanguages: [en, es]\n"


def built(folder: Path, text: str, *languages: str) -> tuple[dict[str, str], list[Problem]]:
    """Return the flyer as text, by language, and what was told of the texts of the campaign's own file.

    What is told of the flyer itself, of which a language may have too little (LOC110, LOC111), is left aside.
    """
    file = folder / "dane.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    done = build(BuildRequest(file, TODAY, languages=languages, output=folder / "out", formats=("txt",), draft=True))
    pages = {path.parent.name: path.read_text(encoding="utf-8") for path in done.folder.rglob("flyer.txt")}
    aside = ("LOC110", "LOC111")
    return pages, [one for one in done.problems if Path(one.file).name == "dane.yaml" and one.code not in aside]


def faults(folder: Path, text: str) -> list[tuple[str, int, str]]:
    file = folder / "dane.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    try:
        found = prepare(BuildRequest(file, TODAY)).library.report
    except ProblemsFound as stopped:
        found = stopped.report
    return [(one.code, one.line, str(one)) for one in found]


def test_a_title_in_two_languages_prints_in_both(tmp_path: Path) -> None:
    pages, told = built(tmp_path, "title:\n  en: Who runs {place.name}’s jail?\n  es: ¿Quién manda en {place.name}?\n",
                        "en", "es")
    assert "Who runs Dane County’s jail?" in pages["en"] and "¿Quién manda en el condado de Dane?" in pages["es"]
    assert told == [] and "[en]" not in pages["es"].split("¿Quién manda")[1][:60]


def test_a_sentence_that_the_program_knows_is_said_in_any_language(tmp_path: Path) -> None:
    pages, told = built(tmp_path, "title: Who decides at the jail?\n", "es", "vi")
    assert "¿Quién decide en la cárcel?" in pages["es"] and told == []
    assert "Who decides at the jail?" not in pages["vi"]


def test_names_of_the_county_and_sentences_with_them_are_known_in_any_county(tmp_path: Path) -> None:
    text = ("title: We are congregations, clinics and unions of Dane County.\nsubtitle: Dane County, Wisconsin\n")
    pages, told = built(tmp_path, text, "es")
    assert "Somos congregaciones, clínicas y sindicatos del condado de Dane." in pages["es"] and told == []


def test_what_is_left_in_english_is_told_once_with_the_line_to_write(tmp_path: Path) -> None:
    pages, told = built(tmp_path, 'title: {en: "Whose jail?", es: "¿De quién?"}\n', "es", "ar", "vi")
    assert [(one.code, one.line) for one in told] == [("LOC115", 5)]
    assert 'title: {en: "Whose jail?", es: "¿De quién?", ar: …, vi: …}' in told[0].fix
    assert "Whose jail?" in pages["ar"]


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("title: {en: A, sp: B}\n", "LOC010", 5, "sp"),
        ("title: {es: ¿Quién?}\n", "CAMP002", 5, "the English is missing"),
        ("title:\n  en: Ask by 40 people\n  es: Pidan 41 personas\n", "LOC021", 7, "so that the English is printed"),
        ("title:\n  en: In {place.name}\n  es: En {place.nombre}\n", "LOC020", 7, "place.nombre"),
        ("title: {en: A, es: }\n", "CAMP002", 5, "title"),
    ],
)
def test_what_is_wrong_with_another_language_is_told_at_its_line(
    tmp_path: Path, text: str, code: str, line: int, words: str,
) -> None:
    found = faults(tmp_path, text)
    assert (code, line) in [(one[0], one[1]) for one in found] and any(words in one[2] for one in found)


def test_texts_of_a_coalition_file_are_given_the_same_way_in_lists_too(tmp_path: Path) -> None:
    both = "\n    - en: We live here.\n      es: Vivimos aquí."
    text = (DEMANDS + LETTER).replace("[We live here and pay for this.]", both)
    (tmp_path / "toolkits/coalitions").mkdir(parents=True)
    path = write(tmp_path, text)
    (page,) = [one for one in composed(path, languages=("es",)) if one.language == "es"]  # type: ignore[arg-type]
    assert "Vivimos aquí." in page.tree.text() and "We live here." not in page.tree.text()


def test_a_text_keeps_its_languages_when_it_is_copied_to_another_process() -> None:
    campaign = Campaign.model_validate({"place": "us", "policies": [], "title": {"en": "A", "es": "B"}})
    title = pickle.loads(pickle.dumps(campaign.title))
    assert isinstance(title, Text) and (title, title.others["es"]) == ("A", "B")


def test_the_schema_takes_a_text_in_one_language_or_in_many() -> None:
    kinds = Campaign.model_json_schema()["properties"]["title"]["anyOf"]
    assert [kind["type"] for kind in kinds] == ["string", "object"] and "en" in json.dumps(kinds[1]["required"])
