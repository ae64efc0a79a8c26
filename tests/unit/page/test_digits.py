"""What languages with other digits need of the markup."""

from __future__ import annotations

import pytest

from build_toolkit.page.digits import plain_digits
from build_toolkit.page.tree import parse, to_html


@pytest.mark.parametrize(("html", "wanted"), [
    ('<div style="width:۵۰۴pt">۵۰۴</div>', '<div style="width:504pt">۵۰۴</div>'),
    ('<a href="#src-১২" title="১২">১২</a><li id="src-१"></li>',
     '<a href="#src-12" title="১২">১২</a><li id="src-1"></li>'),
    ('<svg viewBox="0 0 ۵ ۶"><path d="M۰ ۱H۲" aria-label="۳"></path></svg>',
     '<svg viewBox="0 0 5 6"><path d="M0 1H2" aria-label="۳"></path></svg>'),
    ('<td colspan="٢">٢</td>', '<td colspan="2">٢</td>'),
    ("<p>5</p>", "<p>5</p>"),
])
def test_styles_and_links_have_plain_digits_and_texts_keep_theirs(html: str, wanted: str) -> None:
    plain_digits(tree := parse(html))
    assert to_html(tree) == wanted
