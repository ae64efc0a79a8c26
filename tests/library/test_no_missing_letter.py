"""Every word of every translation has its letters: proved from PDF files, in both faces of the look.

A document prints nothing but messages of the catalogs, facts and names; so all of the catalogs' words are set here.
"""

import html
import re
from collections.abc import Iterator

import pytest
from tests.glyphs import glyphs_of

from build_toolkit.files.roots import Roots, packaged
from build_toolkit.library.library import Library
from build_toolkit.locales.languages import bare_language, read_language, read_templates
from build_toolkit.locales.registry import read_registry
from build_toolkit.page.line_breaks import ready
from build_toolkit.page.passes import flowed
from build_toolkit.pipeline import look
from build_toolkit.problems import Report
from build_toolkit.render.pdf import render_pdf

ROOTS = Roots.of(None)
REGISTRY = read_registry(ROOTS, Report())
TRANSLATED = sorted(folder.parent.name for folder in (packaged() / "locales").glob("*/LC_MESSAGES"))
SIGNS = "†‡☐☑•–—‘’“”…©§·½×→ 0123456789 $€%&@#*/\\()[]{}<>+=~^_|"


def texts(tag: str) -> Iterator[str]:
    """Yield all that may be printed in a language."""
    if tag == "en":
        yield from (text for catalog in read_templates(ROOTS, Report()) for m in catalog.live
                    for text in (m.id, m.plural or ""))
    language = read_language(tag, ROOTS, Report())
    assert language is not None
    for forms in language.catalog.values():
        yield from forms
    yield from (language.name, *language.months, *language.days, SIGNS)
    library = Library(ROOTS, Report())
    for source in library.sources.values():
        yield from (source.title, source.publisher, source.cite or "", source.short or "")


def words_page(tag: str) -> str:
    """Return a page of all different words, once in the face of text and once in that of labels."""
    entry = REGISTRY.languages[tag]
    language = bare_language(tag, entry)
    words = sorted({word for text in texts(tag) for word in re.sub(r"\{[^{}]*\}", " ", text).split()})
    assert len(words) > 300
    text = flowed(html.escape(" ".join(words)), language)
    direction = ' dir="rtl"' if entry.direction == "rtl" else ""
    return (f'<!doctype html><html lang="{entry.bcp47}"{direction}><head><meta charset="utf-8">'
            f'<title>{tag}</title></head><body><p>{text}</p>'
            f'<p class="small">{text}</p><p><b>{text}</b></p></body></html>')


@pytest.mark.parametrize("tag", ["en", *TRANSLATED])
def test_every_word_of_a_language_has_its_letters(tag: str) -> None:
    if not ready(bare_language(tag, REGISTRY.languages[tag])):
        pytest.skip("icu4py is not there")
    done = render_pdf(words_page(tag), look(ROOTS), language=REGISTRY.languages[tag].bcp47, title=tag)
    assert [str(problem) for problem in done.problems] == []
    assert done.pages >= 1 and 0 not in glyphs_of(done.pdf)
    assert not {name for name in done.fonts if "LastResort" in name}
