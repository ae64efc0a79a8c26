"""What all pages go through for those who hear them: words of pictures in their language, titles as headings."""

from dataclasses import replace

import pytest

from build_toolkit.locales.language import ENGLISH
from build_toolkit.page.passes import finish
from build_toolkit.page.tree import named, parse

ARABIC = replace(ENGLISH, tag="ar", bcp47="ar", direction="ltr", name="العربية")


@pytest.mark.parametrize(("words", "lang"), [("A door, closed", "en"), ("باب مغلق", None), ("مقاطعة Waukesha", None)])
def test_the_words_of_a_picture_that_nobody_translated_are_marked_as_english(words: str, lang: str | None) -> None:
    page = parse(f'<html lang="ar"><body><svg role="img"><title>{words}</title></svg></body></html>')
    finish(page, ARABIC)
    assert page.all(named("svg"))[0].attrs.get("lang") == lang


def test_titles_of_boxes_are_headings_but_in_tables_lists_and_cards() -> None:
    page = parse('<html lang="en"><body><p class="t">Cover</p><h1>One</h1><div><p class="t">At the door</p></div>'
                 '<h2>Two</h2><p class="t">On the street</p><ul><li><p class="t">Item</p></li></ul>'
                 '<div class="kyr"><p class="t">Card</p></div></body></html>')
    finish(page, ENGLISH)
    assert [(one.text(), one.attrs.get("aria-level")) for one in page.all(named("p"))] == [
        ("Cover", None), ("At the door", "2"), ("On the street", "3"), ("Item", None), ("Card", None)]
