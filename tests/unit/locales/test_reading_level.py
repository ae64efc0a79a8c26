"""Reading levels: the published formulas, counted by hand; and documents against the grade they may have."""

from pathlib import Path

import pytest
from locale_projects import po, project

from build_toolkit.files.roots import Roots
from build_toolkit.locales.readability import (
    long_sentences,
    measure,
    plain,
    sentences,
    syllables_en,
    syllables_es,
)
from build_toolkit.problems import Report
from build_toolkit.translators.reading import as_rows, levels, line_of, problems

ENGLISH = {
    "sheriff": 2, "agreement": 3, "immigration": 4, "detainer": 3, "people": 2, "judge": 1, "judges": 2, "asked": 1,
    "wanted": 2, "tables": 2, "created": 3, "idea": 3, "being": 2, "safety": 2, "statement": 2, "community": 4,
    "situation": 4, "usually": 4, "families": 3, "experience": 4, "people’s": 2, "called": 1, "every": 2, "I": 1,
}
SPANISH = {
    "condado": 3, "policía": 4, "país": 2, "agua": 2, "guerra": 2, "juez": 1, "retención": 3, "leer": 2, "ciudad": 2,
    "hoy": 1, "quien": 1, "averigüe": 4, "oeste": 3, "día": 2, "cárcel": 2, "inmigración": 4, "y": 1,
}


@pytest.mark.parametrize(("word", "count"), ENGLISH.items())
def test_english_syllables(word: str, count: int) -> None:
    assert syllables_en(word) == count


@pytest.mark.parametrize(("word", "count"), SPANISH.items())
def test_spanish_syllables(word: str, count: int) -> None:
    assert syllables_es(word) == count


def test_the_formulas_are_those_that_were_published() -> None:
    english = measure(["The jail is full. The sheriff asked the board."], "en")
    assert (english.words, english.sentences, english.syllables) == (9, 2, 10)
    assert english.grade == pytest.approx(max(0, 0.39 * 9 / 2 + 11.8 * 10 / 9 - 15.59))
    spanish = measure(["La cárcel está llena. El condado decide hoy."], "es")
    assert (spanish.words, spanish.sentences, spanish.syllables) == (8, 2, 15)
    assert spanish.ease == pytest.approx(206.84 - 60 * 15 / 8 - 1.02 * 4)
    assert spanish.perspicuity == pytest.approx(206.835 - 62.3 * 15 / 8 - 4)
    assert spanish.grade == 4                                    # 90.3: very easy


def test_no_other_language_gets_a_grade() -> None:
    assert measure(["Komisyon konte a deside."], "ht").grade is None
    assert measure([], "en").grade == 0


def test_a_text_is_measured_as_it_is_read() -> None:
    text = "**Ask** [the board](https://x.gov/a) in {place.name}.{cite_8_CFR} It meets at 6 p.m. on Monday."
    assert plain(text) == "Ask the board in county. It meets at 6 p.m. on Monday."
    assert sentences(text) == ["Ask the board in county.", "It meets at 6 p.m. on Monday."]
    assert sentences("The U.S. Supreme Court ruled. It held: no.") == [
        "The U.S. Supreme Court ruled.", "It held:", "no."]
    assert long_sentences("One two three four. One two.", 3) == [(4, "One two three four.")]


HARD = ("Notwithstanding considerations of administrative practicability, jurisdictions participating in "
        "intergovernmental enforcement collaborations necessarily reallocate institutional responsibilities. ")


def made(folder: Path, text: str, grade: int) -> Roots:
    return project(folder, {
        "templates/documents/note/document.yaml":
            f"id: note\ntitle: A note\npurpose: For tests.\nlayout: sheet\nreading_level: {grade}\n"
            "chapters: [{file: note.md}]\n",
        "templates/documents/note/chapters/note.md": f"# A heading of seven words is no sentence\n\n{text}\n",
    })


def test_a_document_that_is_too_hard_is_told_with_its_long_sentences(tmp_path: Path) -> None:
    easy = made(tmp_path / "a", "The jail is full. We ask the board. " * 20, 6)
    hard = made(tmp_path / "b", HARD * 10, 8)
    (level,) = levels("en", easy, Report())
    assert not level.too_hard and not list(problems([level])) and "grade" in line_of(level)
    (level,) = levels("en", hard, Report(), most=12)
    first, second = list(problems([level]))[:2]
    assert level.too_hard and (first.code, first.file) == ("LOC080", "templates/documents/note/document.yaml")
    assert (second.code, second.file, second.line) == ("LOC081", "templates/documents/note/chapters/note.md", 3)
    assert as_rows([level])[0]["too_hard"] is True


def test_a_few_words_are_too_short_for_a_formula(tmp_path: Path) -> None:
    (level,) = levels("en", made(tmp_path, HARD, 8), Report())
    assert level.grade is None and not level.too_hard and "too short" in line_of(level)


def test_translations_are_measured_where_they_stand(tmp_path: Path) -> None:
    english = "The board decides what the jail may do for ICE."
    roots = made(tmp_path, english, 8)
    long = "La junta decide lo que la cárcel puede hacer para ICE y también decide cuánto dinero gasta el condado."
    texts = po("es", f'msgid "{english}"\nmsgstr "{long}"\n')
    texts |= po("ht", f'msgid "{english}"\nmsgstr "Komisyon an deside sa prizon an ka fè pou ICE."\n')
    roots = project(tmp_path, texts)
    (level,) = levels("es", roots, Report(), most=10)
    assert [(p.file, p.line) for p in level.long] == [("locales/es/LC_MESSAGES/documents.po", 6)]
    (level,) = levels("ht", roots, Report())
    assert "no validated formula" in line_of(level) and level.grade is None


def test_a_language_without_texts_is_told(tmp_path: Path) -> None:
    report = Report()
    assert levels("vi", made(tmp_path, "The jail is full now, they say.", 6), report) == ()
    assert [p.code for p in report] == ["LOC083"]
    assert levels("xx", made(tmp_path, "Nothing.", 6), report) == () and report.errors
