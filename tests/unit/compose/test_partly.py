"""A document that is not all translated says so on its first page, or is only what is translated of it."""

from dataclasses import replace

import pytest

from build_toolkit.compose import partly
from build_toolkit.compose.document import Composed
from build_toolkit.locales.language import ENGLISH, Key
from build_toolkit.page.tree import parse

SPANISH = replace(ENGLISH, tag="es", bcp47="es", catalog={
    (text.context, str(text)): (f"¡{text}!",) for text in partly.FIRST})
BODY = ('<h1>{}</h1><p>Esto está en español.<span class="call"><a href="#src-1">1</a></span></p><div><ul><li>Uno</li>'
        '<li><span class="untranslated" lang="en">Two</span></li></ul></div>')
FRAME = '<span class="untranslated" lang="en">Who decides?</span>'


def made(lacking: int, layout: str = "handout", title: str = "¿Quién decide?", language: object = SPANISH) -> str:
    texts: list[Key] = [("part", f"Text {n}") for n in range(10)]
    tree = parse("<html lang='es' class='eighth a4'><head><title>Título</title></head>"
                 f"<body class='zine'>{BODY.format(title)}</body></html>")
    one = Composed("sheet", "es", "es", "ltr", "Título", "", tree, used=dict.fromkeys(texts, ("a.md", 1)),
                   stand_ins=dict.fromkeys(texts[:lacking], ("a.md", 1)))
    missing = partly.lacking(one.stand_ins, language)  # type: ignore[arg-type]
    return (partly.sheet(one, layout, missing, language) if missing else one).html  # type: ignore[arg-type]


def test_what_is_whole_says_nothing_and_what_lacks_a_passage_says_so_below_its_title() -> None:
    assert "partly" not in made(0)
    page = made(2)
    assert '<h1>¿Quién decide?</h1><div class="partly"><p class="t">¡What is translated, and what is not!</p>' in page
    assert "8 of 10 passages" in page and "Two" in page


@pytest.mark.parametrize(("lacking", "layout", "title"), [
    (6, "handout", "¿Quién decide?"), (1, "zine", "¿Quién decide?"), (1, "flyer", FRAME)])
def test_under_half_or_a_sheet_without_a_headline_is_the_part_that_is_translated(
    lacking: int, layout: str, title: str,
) -> None:
    page = made(lacking, layout, title)
    assert "Esto está en español." in page and "<li>Uno</li>" in page and f"{10 - lacking} of 10 passages" in page
    assert "untranslated" not in page and "Two" not in page and "#src-1" not in page
    assert '<body class="extract">' in page and page.count("<h1>") == 1
    assert '<html lang="es" class="a4">' in page


def test_a_flyer_whose_headlines_are_translated_stays_one_and_a_preview_for_translators_is_left_alone() -> None:
    assert "Two" in made(1, "flyer")
    assert "partly" not in made(6, language=replace(SPANISH, numbers={("part", "Text 1"): 1}))


def test_a_note_that_nobody_translated_says_that_it_is_english() -> None:
    assert '<div class="partly" lang="en" dir="ltr">' in made(2, language=replace(SPANISH, catalog={}))
