"""Right-to-left pages: numbers, citations, phones and addresses kept in their own direction.

Without it "287(g)" prints as "(g)287" there. Each run of Latin letters and digits in running text is put into
<bdi>, to which the style sheet gives a direction. Pure text to text; imports nothing of this package.
"""

from __future__ import annotations

import re

TOKEN = re.compile(r"<!--.*?-->|<![^>]*>|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>", re.DOTALL)
PLAIN = re.compile(r'<bdi lang="[^"]*" dir="rtl">([^<\u0590-\u08ff]*)</bdi>')     # turns nothing, hinders line breaks
KEPT = {"script", "style", "svg", "title", "bdi", "head"}
VOID = {"br", "hr", "img", "meta", "link", "input", "wbr", "col", "source"}
INNER = r"[A-Za-z0-9\u00c0-\u024f]"
JOIN = r"(?:[ ]?[(\[]|[)\]][ ]?|[ ,.:/@_+%$§#=?~’–-]|&amp;|&#39;)"
RUN = re.compile(rf"(&(?!amp;|#39;)[#\w]+;)|(?:[$€£§#+(\[]\s?)*{INNER}(?:{JOIN}{{0,3}}{INNER})*(?:[)\]%°]+)?")


def isolate(html: str) -> str:
    """Return HTML with each left-to-right run of right-to-left text isolated; a second time changes nothing."""
    html = PLAIN.sub(r"\1", html)
    out: list[str] = []
    end, inside = 0, list[str]()
    for found in TOKEN.finditer(html):
        out.append(html[end:found.start()] if inside else _runs(html[end:found.start()]))
        out.append(found[0])
        end = found.end()
        close, name, rest = found[1], (found[2] or "").lower(), found[3] or ""
        if not name or name in VOID or rest.endswith("/"):
            continue
        if inside:
            if name == inside[-1]:
                inside = inside[:-1] if close else [*inside, name]
        elif not close and (name in KEPT or 'dir="ltr"' in rest):
            inside = [name]
    return "".join([*out, html[end:] if inside else _runs(html[end:])])


def _runs(text: str) -> str:
    """Return a text node with its left-to-right runs isolated; brackets that close nothing stay outside."""
    return RUN.sub(lambda m: m[1] or _balanced(m[0]), text) if text.strip() else text


def _balanced(run: str) -> str:
    head = tail = ""
    while run and run[0] in "([" and not _closes(run):
        head, run = head + run[0], run[1:]
    while run and run[-1] in ")]" and run.count("(") + run.count("[") < run.count(")") + run.count("]"):
        run, tail = run[:-1], run[-1] + tail
    return f"{head}<bdi>{run}</bdi>{tail}" if run else head + tail


def _closes(run: str) -> bool:
    return run.count("(") + run.count("[") <= run.count(")") + run.count("]")
