"""What right-to-left pages and other digits need of the markup."""

from __future__ import annotations

import pytest

from build_toolkit.compose.directions import english_ltr, with_plain_digits

ENGLISH = '<span lang="en" class="untranslated" dir="ltr">'


@pytest.mark.parametrize(("html", "wanted"), [
    ('<div style="width:۵۰۴pt">۵۰۴</div>', '<div style="width:504pt">۵۰۴</div>'),
    ('<a href="#src-১২" title="১২">১২</a><li id="src-१">', '<a href="#src-12" title="১২">১২</a><li id="src-1">'),
    ('<svg viewBox="0 0 ۵ ۶"><path d="M۰ ۱H۲" aria-label="۳"/></svg>',
     '<svg viewBox="0 0 5 6"><path d="M0 1H2" aria-label="۳"/></svg>'),
    ('<td colspan="٢">٢</td>', '<td colspan="2">٢</td>'),
    ("<p>5</p>", "<p>5</p>"),
])
def test_styles_and_links_have_plain_digits_and_texts_keep_theirs(html: str, wanted: str) -> None:
    assert with_plain_digits(html) == wanted


@pytest.mark.parametrize(("html", "wanted"), [
    (f"<p><b>“{ENGLISH}No.</span>”</b> {ENGLISH}Yes.</span></p>",
     f'<p dir="ltr"><b>“{ENGLISH}No.</span>”</b> {ENGLISH}Yes.</span></p>'),
    (f"<p>نعم {ENGLISH}Yes.</span></p>", f"<p>نعم {ENGLISH}Yes.</span></p>"),
    (f"<ul><li>{ENGLISH}One</span>۱</li><li>اثنان</li></ul>",
     f'<ul><li dir="ltr">{ENGLISH}One</span>۱</li><li>اثنان</li></ul>'),
    (f"<td>{ENGLISH}One</span></td>", f"<td>{ENGLISH}One</span></td>"),
    (f"<td>{ENGLISH}One</span> (2)</td>", f'<td><bdi dir="ltr">{ENGLISH}One</span> (2)</bdi></td>'),
    (f'<div class="mast"><p>{ENGLISH}One</span></p></div>', f'<div class="mast"><p>{ENGLISH}One</span></p></div>'),
    ("<p>Alder</p>", "<p>Alder</p>"),
])
def test_blocks_of_english_only_run_from_left_to_right(html: str, wanted: str) -> None:
    assert english_ltr(html) == wanted
    assert english_ltr(wanted) == wanted
