"""What the tests of PDF files share: the samples, rendered once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pdf_samples import BOOKLET, LANGUAGES, page, render

from build_toolkit.render.pdf import Rendered

sys.path.insert(0, str(Path(__file__).parents[1]))     # for verapdf


@pytest.fixture(scope="session")
def booklets() -> dict[str, Rendered]:
    """The sample booklet in every mode of the look, and a sheet in each language."""
    found = {f"booklet {classes}".strip(): render(page(BOOKLET, classes=classes)) for classes in ("", "a4 bw", "large")}
    for lang, (direction, _, text) in LANGUAGES.items():
        body = (f'<div class="run-foot"><span>{text[:20]}</span><span class="folio"></span></div>'
                f'<article class="points"><h1>{text.split(".")[0]}</h1><p class="lead">{text}</p>'
                f'<ul><li>{text}</li></ul>'
                f'<p>{text} <span lang="en" dir="ltr">Alder County Library</span></p></article>')
        found[lang] = render(page(body, lang=lang, rtl=direction == "rtl"), lang)
    return found


@pytest.fixture(scope="session")
def booklet(booklets: dict[str, Rendered]) -> Rendered:
    """The sample booklet in color on Letter paper."""
    return booklets["booklet"]
