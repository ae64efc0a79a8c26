"""Translations as XLIFF 1.2 or 2.0, for programs that translators work with, and back.

Placeholders are inline elements, so that programs guard them; a text that needs another look has the state
needs-translation (2.0: initial). Only what a person has signed is approved (2.0: reviewed).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from ..files.texts import size_of
from ..files.xmltree import Element, XmlError, tree_of
from ..locales.fidelity import PLACEHOLDER
from ..locales.registry import Entry
from ..problems import Report
from .offers import Offer, Received, received

Write = Callable[[Offer], str]
STATES = {"translated": "translated", "fuzzy": "needs-translation", "failing": "needs-translation",
          "missing": "new"}
STATES_2 = {"translated": "translated", "fuzzy": "initial", "failing": "initial", "missing": "initial"}
DONE = {"translated", "final", "signed-off", "reviewed"}
DOUBTED = {f"needs-{more}{kind}" for more in ("review-", "") for kind in ("l10n", "adaptation")}
DOUBTED |= {"needs-review-translation"}  # never written here: its translator asks for another look
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
VERSIONS = ("1.2", "2.0")
MOST_BYTES = 30_000_000


def xliff(
    offers: Sequence[Offer], language: Entry, version: str = "1.2", signed: Container[int] = frozenset(),
) -> str:
    """Return the file of some texts in a language, in one of VERSIONS.

    `signed` are the numbers of the texts that a person has approved as they stand.
    """
    unit, head = (_unit_1, _head_1) if version == "1.2" else (_unit_2, _head_2)
    write = partial(unit, signed=signed)
    files = dict.fromkeys(offer.row.domain for offer in offers)
    return head(language) + "".join(
        _file(domain, [o for o in offers if o.row.domain == domain], language, version, write)
        for domain in files
    ) + "</xliff>\n"


def _head_1(_: Entry) -> str:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n'
            '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n')


def _head_2(language: Entry) -> str:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="2.0" '
            f'xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="{language.bcp47}">\n')


def _file(domain: str, offers: Sequence[Offer], language: Entry, version: str, write: Write) -> str:
    units = "".join(map(write, offers))
    if version != "1.2":
        return f'<file id="{domain}" xml:space="preserve">\n{units}</file>\n'
    return (f'<file original="{domain}.po" source-language="en" target-language="{language.bcp47}" '
            f'datatype="plaintext" xml:space="preserve"><body>\n{units}</body></file>\n')


def _unit_1(offer: Offer, signed: Container[int]) -> str:
    message, done = offer.row.message, offer.row.state == "translated" and offer.row.number in signed
    state = "signed-off" if done else STATES[offer.row.state]
    names = _names(offer.english)
    approved = ' approved="yes"' if done else ""
    approved += f' maxwidth="{message.longest}" size-unit="char"' if message.longest else ""
    target = f'<target state="{state}">{_inline(offer.text, names)}</target>'
    notes = "".join(f'<note from="developer">{_safe(line)}</note>' for line in offer.note.split("\n") if line)
    context = (f'<context-group purpose="information"><context context-type="x-gettext-msgctxt">'
               f"{_safe(message.context)}</context></context-group>" if message.context else "")
    before = (f'<alt-trans alttranstype="previous-version"><source>{_safe(offer.previous)}</source>'
              f"<target>{_safe(offer.text)}</target></alt-trans>" if offer.previous else "")
    return (f'<trans-unit id="{offer.number}" resname="{offer.tied}"{approved}>'
            f"<source>{_inline(offer.english, names)}</source>"
            f"{target}{notes}{context}{before}</trans-unit>\n")


def _unit_2(offer: Offer, signed: Container[int]) -> str:
    message, names = offer.row.message, _names(offer.english)
    done = offer.row.state == "translated" and offer.row.number in signed
    state = "reviewed" if done else STATES_2[offer.row.state]
    notes = [f"<note>{_safe(line)}</note>" for line in offer.note.split("\n") if line]
    notes += [f'<note category="context">{_safe(message.context)}</note>'] if message.context else []
    notes += [f'<note category="previous">{_safe(offer.previous)}</note>'] if offer.previous else []
    data = "".join(f'<data id="d{n}">{_safe(name)}</data>' for name, n in names.items())
    return (
        f'<unit id="u{offer.number.replace("/", "-")}" name="{offer.tied}">'
        + (f"<notes>{''.join(notes)}</notes>" if notes else "")
        + (f"<originalData>{data}</originalData>" if data else "")
        + f'<segment state="{state}">'
        f'<source>{_inline(offer.english, names, "2.0")}</source>'
        f'<target>{_inline(offer.text, names, "2.0")}</target></segment></unit>\n'
    )


def _names(english: str) -> dict[str, int]:
    """Return the placeholders of a text with a number for each."""
    return {name: n for n, name in enumerate(dict.fromkeys(PLACEHOLDER.findall(english)), 1)}


def _inline(text: str, names: dict[str, int], version: str = "1.2") -> str:
    """Return a text with its placeholders as elements."""
    out, end = "", 0
    for found in PLACEHOLDER.finditer(text):
        out += _safe(text[end:found.start()])
        number, name = names.get(found[0], 0), quoteattr(ILLEGAL.sub("\ufffd", found[0][1:-1]))
        if not number:
            out += _safe(found[0])
        elif version == "1.2":
            out += f'<ph id="{number}" equiv-text={name}>{_safe(found[0])}</ph>'
        else:
            out += f'<ph id="{number}" dataRef="d{number}" equiv={name}/>'
        end = found.end()
    return out + _safe(text[end:])


def _safe(text: str) -> str:
    return escape(ILLEGAL.sub("\ufffd", text))


def read_xliff(path: Path, name: str, report: Report) -> tuple[str, list[Received]]:
    """Return the language an XLIFF file names, and its texts; ("", []) with a problem where it has none."""
    try:
        if size_of(path) > MOST_BYTES:
            raise XmlError(f"is larger than {MOST_BYTES:,} bytes")
        top = tree_of(path.read_bytes())
    except (OSError, XmlError) as error:
        what = (error.strerror or "no such file") if isinstance(error, OSError) else f"it {error}"
        report.add("LOC068", f"the file cannot be read: {what}.",
                   "Export it again from your program as XLIFF 1.2.",
                   file=name, line=getattr(error, "line", 0))
        return "", []
    if top.name != "xliff" or top.get("version") not in VERSIONS:
        report.add("LOC068", "this is no XLIFF file of version 1.2 or 2.0.", "Export it again as XLIFF 1.2.",
                   file=name)
        return "", []
    files = top.all("file")
    told = top.get("trgLang") or next((f.get("target-language") for f in files if f.get("target-language")),
                                      "")
    reading = _received_1 if top.get("version") == "1.2" else _received_2
    return told, [one for file in files for one in reading(file, name, report)]


def _below(node: Element, name: str) -> Iterator[Element]:
    """Yield the elements of one name anywhere below, but not inside one another."""
    for kid in node.kids:
        if isinstance(kid, Element):
            if kid.name == name:
                yield kid
            else:
                yield from _below(kid, name)


def _received_1(file: Element, name: str, report: Report) -> Iterator[Received]:
    for unit in _below(file, "trans-unit"):
        source, target = unit.first("source"), unit.first("target")
        contexts = unit.inside("context-group", "context")
        context = next((c.text for c in contexts if "msgctxt" in c.get("context-type")), "")
        data = {ph.get("id"): ph.text for ph in _below(source, "ph")} if source else {}
        state = target.get("state") if target else ""
        done = False if state in DOUBTED else True if state in DONE or unit.get("approved") == "yes" else None
        ties = (unit.get("resname"), unit.get("id"))
        pair = _texts([source] if source else [], [target] if target else [], data)
        yield from _one(unit, ties, context, pair, done, name, report)


def _received_2(file: Element, name: str, report: Report) -> Iterator[Received]:
    for unit in _below(file, "unit"):
        parts = unit.all("segment", "ignorable")
        stored = {d.get("id"): d.text for d in unit.inside("originalData", "data")}
        sources, targets = ([kid for part in parts for kid in part.all(name)[:1]]
                            for name in ("source", "target"))
        data = {ph.get("id"): stored.get(ph.get("dataRef"), ph.text) for s in sources
                for ph in _below(s, "ph")}
        context = next((n.text for n in unit.inside("notes", "note") if n.get("category") == "context"), "")
        states = {part.get("state") or "initial" for part in unit.all("segment")}
        done = True if states and states <= DONE else None
        ties = (unit.get("name"), unit.get("id").removeprefix("u").replace("-", "/"))
        yield from _one(unit, ties, context, _texts(sources, targets, data), done, name, report)


def _texts(sources: Iterable[Element], targets: Iterable[Element], data: dict[str, str]) -> tuple[str,
    str | None]:
    """Return source and target with their placeholders; no target (None) where it has a code of its own."""
    try:
        return "".join(_plain(s, data) for s in sources), "".join(_plain(t, data) for t in targets)
    except KeyError:
        return "".join(s.text for s in sources), None


def _plain(node: Element, data: dict[str, str]) -> str:
    """Return an element's text, with the placeholder for each inline code.

    Raises:
        KeyError: for a code that the source does not have.
    """
    out = ""
    for kid in node.kids:
        if isinstance(kid, str):
            out += kid
        elif kid.name in ("ph", "x", "it", "bpt", "ept"):
            inner = kid.text or data.get(kid.get("id"), "")
            if not inner:
                raise KeyError(kid.get("id"))
            out += inner
        elif kid.name not in ("sm", "em", "cp"):
            out += _plain(kid, data)
    return out


def _one(
    unit: Element, ties: tuple[str, str], context: str, texts: tuple[str, str | None], done: bool | None,
    name: str, report: Report,
) -> Iterator[Received]:
    english, text = texts
    if text is None:
        report.add("LOC069", f"text {ties[1][:20]} has an inline code that the English does not have.",
                   "Copy the codes of the English only.", file=name, line=unit.line)
        return
    yield received(unit.line, *ties, context, english, text, done)
