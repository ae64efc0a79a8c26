"""Left-to-right runs on right-to-left pages."""

from __future__ import annotations

import sys
from collections.abc import Callable
from unicodedata import bidirectional, normalize

import pytest

from build_toolkit.page.bidi import english_ltr, isolate
from build_toolkit.page.tree import Node, parse, to_html

ENGLISH = '<span lang="en" class="untranslated" dir="ltr">'


def changed(change: Callable[[Node], None], html: str) -> str:
    change(tree := parse(html))
    return to_html(tree)


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("في 287(g) من", "في <bdi>287(g)</bdi> من"),
        ("اتصل (414) 555-0100 الآن", "اتصل <bdi>(414) 555-0100</bdi> الآن"),
        ("رقم +1 414-555-0100.", "رقم <bdi>+1 414-555-0100</bdi>."),
        ("انظر 8 C.F.R. 287.7(a), (d).", "انظر <bdi>8 C.F.R. 287.7(a), (d)</bdi>."),
        ("انظر 745 F.3d 634 (3d Cir. 2014)؛", "انظر <bdi>745 F.3d 634 (3d Cir. 2014)</bdi>؛"),
        ("نموذج I-247A و1,843", "نموذج <bdi>I-247A</bdi> و<bdi>1,843</bdi>"),
        ("و$1,234.50 و40%", "و<bdi>$1,234.50</bdi> و<bdi>40%</bdi>"),
        ("(ICE) و", "<bdi>(ICE)</bdi> و"),
        ("https://example.org/a?b=1&amp;c=2 و", "<bdi>https://example.org/a?b=1&amp;c=2</bdi> و"),
        ("أ’ب ’ County’s O’Neil", "أ’ب ’ <bdi>County’s O’Neil</bdi>"),
        ("a@example.org", "<bdi>a@example.org</bdi>"),
        ("أ&nbsp;ب &lt; &#34;ج&#34;", 'أ\u00a0ب &lt; "ج"'),
        ('<p title="A 1">أ</p>', '<p title="A 1">أ</p>'),
        (
            "<svg><title>A 1</title><text>B 2</text></svg> 3",
            "<svg><title>A 1</title><text>B 2</text></svg> <bdi>3</bdi>",
        ),
        (
            '<span dir="ltr">A <span>1</span> B</span> 2',
            '<span dir="ltr">A <span>1</span> B</span> <bdi>2</bdi>',
        ),
        ("<bdi>287(g)</bdi> 5<br>6", "<bdi>287(g)</bdi> <bdi>5</bdi><br><bdi>6</bdi>"),
        ("<style>p { margin: 1pt }</style>", "<style>p { margin: 1pt }</style>"),
        ("نص بلا أرقام", "نص بلا أرقام"),
        ("لغة: Tiếng Việt", "لغة: <bdi>Tiếng Việt</bdi>"),
        (normalize("NFD", "و Tiếng Việt و"), normalize("NFD", "و <bdi>Tiếng Việt</bdi> و")),
        ("русский язык أو 简体中文", "<bdi>русский язык</bdi> أو <bdi>简体中文</bdi>"),
        ("ភាសា\u200bខ្មែរ و Łódź", "<bdi>ភាសា\u200bខ្មែរ</bdi> و <bdi>Łódź</bdi>"),
        ("12\u00a0345 و U.S. و", "<bdi>12\u00a0345</bdi> و <bdi>U.S.</bdi> و"),
        ("https://example.org/a/ و @alder", "<bdi>https://example.org/a/</bdi> و <bdi>@alder</bdi>"),
        ("<em>Alder v. Birch</em> 745 F.3d 634", "<bdi><em>Alder v. Birch</em> 745 F.3d 634</bdi>"),
        (
            '<b><bdi lang="en" dir="ltr">A</bdi></b>. <bdi lang="en" dir="ltr">B, <bdi lang="ar" '
            'dir="rtl">٩</bdi>.</bdi>',
            '<bdi lang="en" dir="ltr"><b>A</b>. B, <bdi lang="ar" dir="rtl">٩</bdi>.</bdi>',
        ),
        ("<li>español</li> <li>English</li>", "<li><bdi>español</bdi></li> <li><bdi>English</bdi></li>"),
    ],
)
def test_runs_are_isolated(text: str, isolated: str) -> None:
    assert changed(isolate, text) == isolated


def test_a_word_of_any_script_from_left_to_right_stays_whole() -> None:
    """One letter outside of the run would be set at its other side: "Tiếng Việt" became "tệng ViếTi"."""
    letters = (letter for code in range(0x41, sys.maxunicode) if bidirectional(letter := chr(code)) == "L"
               and letter.isalpha())
    assert [letter for letter in letters if changed(isolate,
                                                    f"ب A{letter}A ب") != f"ب <bdi>A{letter}A</bdi> ب"] == []


@pytest.mark.parametrize(("html", "wanted"), [
    (f"<p><b>“{ENGLISH}No.</span>”</b> {ENGLISH}Yes.</span></p>",
     f'<p dir="ltr"><b>“{ENGLISH}No.</span>”</b> {ENGLISH}Yes.</span></p>'),
    (f"<p>نعم {ENGLISH}Yes.</span></p>", f"<p>نعم {ENGLISH}Yes.</span></p>"),
    (f"<ul><li>{ENGLISH}One</span>۱</li><li>اثنان</li></ul>",
     f'<ul><li dir="ltr">{ENGLISH}One</span>۱</li><li>اثنان</li></ul>'),
    (f"<td>{ENGLISH}One</span></td>", f"<td>{ENGLISH}One</span></td>"),
    (f"<td>{ENGLISH}One</span> (2)</td>", f'<td><bdi dir="ltr">{ENGLISH}One</span> (2)</bdi></td>'),
    (f'<div class="mast"><p>{ENGLISH}One</span></p></div>',
     f'<div class="mast"><p>{ENGLISH}One</span></p></div>'),
    (f'<div class="when"><p><b>{ENGLISH}Day</span>:</b> {ENGLISH}Call.</span></p></div>',
     f'<div class="when"><p><bdi dir="ltr"><b>{ENGLISH}Day</span>:</b> {ENGLISH}Call.</span></bdi></p></div>'),
    ("<p>Alder</p>", "<p>Alder</p>"),
])
def test_blocks_of_english_only_run_from_left_to_right(html: str, wanted: str) -> None:
    assert changed(english_ltr, html) == wanted


def test_english_sentences_beside_a_translated_one_follow_each_other_from_left_to_right() -> None:
    joined = f'<bdi{ENGLISH.removeprefix("<span")}One. <b>Two.</b></bdi>'
    apart = f"<p>نعم. {ENGLISH}One.</span> <b>{ENGLISH}Two.</span></b></p>"
    assert changed(isolate, apart) == f"<p>نعم. {joined}</p>"
