"""Commas, colons and stops that stand between translated pieces, in the signs of the page's language.

Templates join pieces with English signs: "{place}: {title}". Where a piece beside the sign is in a script that has
signs of its own (，：、 in Chinese, ، ؛ in Arabic), the language's sign takes its place. Translators' own texts have
theirs already, and what stands in English keeps its signs. Pure text to text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..locales.language import Language
from .bdi import TOKEN, VOID

INLINE = {"a", "b", "strong", "em", "i", "span", "bdi", "sup", "sub", "small", "abbr", "code"}
SILENT = {"script", "style", "svg", "head"}
FOREIGN = re.compile(r'\blang="([^"]*)"')
NOTED = re.compile(r'\bclass="(?:fn|call)\b')
SCRIPTS: Mapping[str, str] = {
    "wide": "\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffef", "arabic": "\u0600-\u06ff\u0750-\u077f",
    "ethiopic": "\u1200-\u137f",
}
SIGNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "zh": ("wide", {",": "，", ":": "：", ";": "；", ".": "。", "?": "？", "!": "！"}),
    "ar": ("arabic", {",": "،", ";": "؛", "?": "؟"}), "fa": ("arabic", {",": "،", ";": "؛", "?": "؟"}),
    "ps": ("arabic", {",": "،", ";": "؛", "?": "؟"}), "ur": ("arabic", {",": "،", ";": "؛", "?": "؟", ".": "۔"}),
    "am": ("ethiopic", {",": "፣", ";": "፤", ".": "።"}), "ti": ("ethiopic", {",": "፣", ";": "፤", ".": "።"}),
}
AFTER_WIDE = re.compile("([，。；：？！、]) +")
SIGN = re.compile(r"&#?\w+;|([^\s,:;.?!])?([,:;.?!])(?=\s|$)( ?)")


def with_signs(html: str, language: Language) -> str:
    """Return HTML with the language's own signs beside its own letters; a second time changes nothing."""
    script, signs = SIGNS.get(language.bcp47.split("-")[0], ("", {}))
    if not signs:
        return html
    own = re.compile(f"[{SCRIPTS[script]}]")
    pieces = list(_pieces(html, language.bcp47))
    out = []
    for index, (kind, text) in enumerate(pieces):
        if kind == "text":
            before, after = _last(pieces, index), _first(pieces, index)
            text = _changed(text, before, after, own, signs, tight=script == "wide")
            pieces[index] = (kind, text)
        out.append(text)
    return "".join(out)


def _changed(text: str, before: str, after: str, own: re.Pattern[str], signs: Mapping[str, str], tight: bool) -> str:
    def turn(found: re.Match[str]) -> str:
        if not found[2]:
            return found[0]                          # &nbsp; and its like
        head = found[1] or ("" if text[:found.start(2)].strip() else before)
        tail = (text[found.end():].lstrip() or after)[:1]
        beside = own.match(head) or (own.match(tail) and found[2] not in ".?!" and head)
        if found[2] not in signs or not beside:
            return found[0]
        return (found[1] or "") + signs[found[2]] + ("" if tight else found[3])

    text = SIGN.sub(turn, text)
    if tight:                                        # a wide sign brings its own room
        text = AFTER_WIDE.sub(r"\1", text)
        text = text.lstrip(" ") if before and before in "，。；：？！、" and text.strip() else text
    return text


def _pieces(html: str, tag: str) -> Iterator[tuple[str, str]]:
    """Yield the HTML in pieces: text of the page's language, what is not to be changed, inline tags, and all else."""
    end, skipped = 0, list[str]()
    for found in TOKEN.finditer(html):
        if found.start() > end:
            yield ("kept" if skipped else "text"), html[end:found.start()]
        end = found.end()
        close, name, rest = found[1], (found[2] or "").lower(), found[3] or ""
        yield ("inline" if name in INLINE else "block"), found[0]
        if not name or name in VOID or rest.endswith("/"):
            continue
        foreign = FOREIGN.search(rest)
        if skipped:
            if name == skipped[-1]:
                skipped = skipped[:-1] if close else [*skipped, name]
        elif not close and name != "html" and (name in SILENT or (foreign and foreign[1] != tag) or NOTED.search(rest)):
            skipped = [name]
    if end < len(html):
        yield ("kept" if skipped else "text"), html[end:]


def _last(pieces: list[tuple[str, str]], index: int) -> str:
    """Return the last letter before a piece, in the same block; nothing for what stands in another language."""
    for kind, text in reversed(pieces[:index]):
        if kind == "block":
            return ""
        if kind != "inline" and text.strip():
            return text.rstrip()[-1]
    return ""


def _first(pieces: list[tuple[str, str]], index: int) -> str:
    for kind, text in pieces[index + 1:]:
        if kind == "block":
            return ""
        if kind != "inline" and text.strip():
            return text.lstrip()[0]
    return ""
