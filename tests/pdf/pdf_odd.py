"""Unusual HTML and CSS, and the tag tree a reader should find in it (behind the heading)."""

from __future__ import annotations

import weasyprint
from pdf_samples import picture

WORDS = "Words that go on and on until the line is full and then some more. " * 6
_PNG = picture()
_NOTE = '<span style="float:footnote">note</span>'
_TABLE_TWICE = "<table><thead><tr><th>Head</th></tr></thead><tfoot><tr><td>Foot</td></tr></tfoot><tbody>"
_LINK = '<a href="https://example.org/">'

ODD: dict[str, tuple[str, str]] = {
    "grid": ('<div style="display:grid;grid-template-columns:1fr 1fr"><div>a</div><p>b</p></div>', "P P"),
    "flex": ('<div style="display:flex"><span>a</span><p>b</p>text</div>', "P P P"),
    "columns": (f'<div style="columns:3"><p>{WORDS}</p><ul><li>{WORDS}</li></ul></div>', "P L(LI(Lbl LBody))"),
    "columns with a note": (f'<div style="columns:2"><p>{WORDS}{_NOTE}</p></div>',
                            "P(Reference(Link)) Note(Lbl(Link))"),
    "turned": (f'<p style="transform:rotate(5deg)">{WORDS}</p>', "P"),
    "initial": (f"<style>p::first-letter {{ font-size: 3em; float: left }}</style><p>{WORDS}</p>", "P"),
    "table in a table": ("<table><tr><td><table><tr><td>in</td></tr></table></td></tr></table>",
                         "Table(TBody(TR(TD(Table(TBody(TR(TD)))))))"),
    "boxes like a table": ('<div style="display:table"><b style="display:table-cell">a</b></div>', "P"),
    "note in a table": (f"<table><tr><td>a{_NOTE}</td></tr></table>",
                        "Table(TBody(TR(TD(Reference(Link) Note(Lbl(Link))))))"),
    "note in a list": (f"<ul><li>a{_NOTE} b</li></ul>", "L(LI(Lbl LBody(Reference(Link) Note(Lbl(Link)))))"),
    "note in loose text": (f"<section>a <i>b{_NOTE}</i> c</section>", "Sect(P(Reference(Link)) Note(Lbl(Link)))"),
    "notes on later pages": (f'<p>x<span style="float:footnote">{WORDS * 8}</span></p>' * 3,
                             " ".join(["P(Reference(Link)) Note(Lbl(Link))"] * 3)),
    "link in a running head": (
        "<style>@page { @top-left { content: element(h) } } .h { position: running(h) }</style>"
        f'<div class="h">{_LINK}link</a><img src="{_PNG}" alt="x"></div><p>text</p>', "P"),
    "generated picture": (f'<style>p::before {{ content: url({_PNG}) "x" }}</style><p>text</p>', "P"),
    "pictures for bullets": (f'<ul style="list-style-image:url({_PNG})"><li>a</li></ul>', "L(LI(LBody))"),
    "bullets inside": ('<ol style="list-style-position:inside"><li>b</li></ol>', "L(LI(Lbl LBody))"),
    "paragraphs in a list": ("<ol><li>a<p>b</p></li><li><p>c</p></li></ol>", "L(LI(Lbl LBody(P)) LI(Lbl LBody(P)))"),
    "block link": (f'{_LINK}<img src="{_PNG}" alt="pic"></a><h2>{_LINK}h</a></h2>', "P(Link(Figure)) H2(Link)"),
    "link over two lines": (f"<p>{WORDS[:70]} {_LINK}{WORDS}</a></p>", "P(Link)"),
    "quotes": ('<blockquote>a<p>b</p></blockquote><p><q>c</q> <code>d</code> <abbr title="long">e</abbr></p>',
               "BlockQuote(P P) P(Quote Code Span)"),
    "faded": (f'<div style="opacity:.5"><p>a</p>{_LINK}x</a><img src="{_PNG}" alt="p"></div>', "P P(Link Figure)"),
    "cut off": ('<p style="text-overflow:ellipsis;overflow:hidden;white-space:nowrap">' + WORDS + "</p>", "P"),
    "words in a picture": ('<svg width="200" height="50"><title>T</title><text x="10" y="20">Hello</text></svg>',
                           "P(Figure)"),
    "dressed": ('<p style="border-radius:4px;border:1px dotted;outline:2px dashed;'
                'background:linear-gradient(red,blue)"><u>a <b>b</b></u> <s>c</s></p>', "P"),
    "empty": ("<p></p><ul></ul><div></div><table><tr><td></td><td>x</td></tr></table>", "Table(TBody(TR(TD TD)))"),
    "languages on blocks": ('<div lang="es">a<div>b</div></div><ul lang="fr"><li>c</li></ul>',
                            "Div(P P) L(LI(Lbl LBody))"),
    "stretched": (f'<p style="text-align:justify;word-spacing:2px;letter-spacing:1px">{WORDS}</p>', "P"),
    "spaces": ('<p style="white-space:pre-wrap">a   b \n c</p><p>a\u200bb\u00adc\u2011d\u2060e</p>', "P P"),
    "mixed directions": ('<p dir="rtl">abc (def) مرحبا <b>x</b> 12/3 <i>ب</i></p>', "P"),
    "terms": ("<dl><dt>a<dd>b<dd>c<dt>d</dl>", "L(LI(Lbl LBody LBody) LI(Lbl))"),
    "figures": (f'<figure><img src="{_PNG}" alt="a"><figcaption>c</figcaption></figure>', "Div(P(Figure) Caption)"),
    "hidden from readers": ('<p>a<span aria-hidden="true">b</span></p><div aria-hidden="true"><p>c</p></div>', "P"),
    "table over pages": (_TABLE_TWICE + "<tr><td>row</td></tr>" * 60 + "</tbody></table>",
                         "Table(THead(TR(TH)) TBody(" + " ".join(["TR(TD)"] * 60) + ") TFoot(TR(TD)))"),
    "cell over pages": (f"<table><tr><td>{WORDS * 15}</td><td>{WORDS * 15}</td></tr></table>",
                        "Table(TBody(TR(TD TD)))"),
    "loose text": ("just text", "P"),
}
if int(weasyprint.__version__.partition(".")[0]) >= 70:            # earlier ones know no shadows
    ODD["with a shadow"] = ('<p style="box-shadow: 2px 2px 5px red">a</p>', "P")
