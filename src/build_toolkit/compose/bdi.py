"""Right-to-left pages: numbers, citations, phones and addresses kept in their own direction.

Without it "287(g)" prints as "(g)287" there. Each run of letters and digits in running text is put into
<bdi>, to which the style sheet gives a direction. The renderer sets the boxes of a line from right to left, one box
after the other, so a word may not be parted: letters of all scripts count, with the signs on them. Pure text to text;
imports nothing of this package.
"""

from __future__ import annotations

import re

TOKEN = re.compile(r"<!--.*?-->|<![^>]*>|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>", re.DOTALL)
PLAIN = re.compile(r'<bdi lang="[^"]*" dir="rtl">([^<\u0590-\u08ff]*)</bdi>')     # turns nothing, hinders line breaks
KEPT = {"script", "style", "svg", "title", "bdi", "head"}
VOID = {"br", "hr", "img", "meta", "link", "input", "wbr", "col", "source"}
# Letters and digits of all scripts from left to right, and the signs on them: a run has to hold a word as a whole.
LETTER = ("A-Za-z0-9\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u02b8\u02bb-\u02c1\u02d0\u02d1\u02e0-\u02e4\u02ee"
          "\u0370-\u0373\u0376-\u0482\u048a-\u0589\u0900-\u1fff\u2070-\u209c\u2102-\u2188\u2c00-\u2dff\u3005-\u3007"
          "\u3021-\ud7ff\uf900-\ufb1c\uff10-\uff19\uff21-\uff3a\uff41-\uffdc\U00010000-\U000107ff"
          "\U00011000-\U0001e7ff\U00020000-\U0003ffff")
INNER = rf"[{LETTER}][\u0300-\u036f\u0483-\u0489]*"
SPACES = " \u00a0\u202f"
JOIN = (rf"(?:[{SPACES}]?[(\[]|[)\]][{SPACES}]?|[{SPACES},.:/@_+%$§#№=?~’–—\u2010\u2011\u00ad\u200b-\u200d\u2060-]|"
        r"[、。，：（）]|&amp;|&#39;)")
# The end of U.S., of an address, of a sentence.
TAIL = r"(?:(?<=\.[A-Za-z])\.|(?<=[a-z0-9])/(?=[\s<)]|$)|[。，：）！？])?(?:[)\]%°]+)?"
RUN = re.compile(rf"(&(?!amp;|#39;)[#\w]+;)|(?:[$€£§#№@+(\[][{SPACES}]?)*{INNER}(?:{JOIN}{{0,4}}{INNER})*{TAIL}")
# Runs side by side, parted by spaces or, in an English source, by a sign: they are one, or the renderer would set the
# second to the left of the first.
BDI = r"<bdi{0}>(?:[^<]|<(?!/?bdi\b)[^>]*>|<bdi\b[^>]*>[^<]*</bdi>)*+</bdi>"
MARKED = r"(?:{0}|<(?P<{1}>b|em|i|strong|cite)>{0}</(?P={1})>)"
TAGGED = re.compile("<(?:b|em|i|strong|cite)>")
NEIGHBORS = {"": r"\s+", ' lang="en" dir="ltr"': r"[.,;:*]?\s+"}      # attributes of the runs -> what parts them


def _joining(attributes: str, signs: str) -> tuple[str, re.Pattern[str], re.Pattern[str]]:
    """Return the start tag of a run, the pattern of one, and that of several side by side."""
    one = BDI.format(attributes)
    first, more = (MARKED.format(one, name) for name in ("first", "more"))
    return f"<bdi{attributes}>", re.compile(one), re.compile(f"{first}(?:{signs}{more})+")


JOINING = tuple(_joining(*neighbors) for neighbors in NEIGHBORS.items())


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
    out.append(html[end:] if inside else _runs(html[end:]))
    return _joined("".join(out))


def _joined(html: str) -> str:
    """Return HTML with runs that stand side by side in one <bdi>."""
    for start, one, several in JOINING:
        def whole(found: re.Match[str], start: str = start, one: re.Pattern[str] = one) -> str:
            if start == "<bdi>" and not TAGGED.search(found[0]):     # two that somebody wants apart
                return found[0]
            return f"{start}{one.sub(lambda run: run[0][len(start):-len('</bdi>')], found[0])}</bdi>"

        html = several.sub(whole, html)
    return html


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
