"""What there is in each language, by document: whole, a draft, to be approved, or so many texts to go.

A document's texts are those that one county's pages use, composed once in English; every language is then
looked up for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape

from ..files.roots import Roots
from ..library.library import Library
from ..locales.catalog import Key
from ..locales.coveragepage import STYLE
from ..locales.language import RIGHTS, Language
from ..locales.languages import read_language, translated_into
from ..locales.numbered import by_key, numbered
from ..locales.registry import SOURCE, Registry, read_registry
from ..pipeline.documents import PACKET
from ..pipeline.preparing import compose_all, prepare
from ..pipeline.request import BuildRequest
from ..problems import ProblemsFound, Report
from .preview import CAMPAIGN, campaign_file

MEANS = (
    ("whole", "all texts are translated, and a person has read each of them"),
    ("draft", "all texts are translated; not all have been read by a second person"),
    ("needs approval", "all texts are translated; it tells people their rights, and is made as a draft only "
                       "until a person has approved those lines"),
    ("… to go", "so many texts are not translated yet; where that is most of it, it is made as a draft only"),
)
TITLE = "What there is in each language"


@dataclass(frozen=True)
class Standing:
    """How far one document is in one language."""

    document: str
    language: str
    texts: int
    to_go: int                                       # missing, of older English, or with faults
    rights_unread: int                               # lines that tell rights, and that nobody has approved
    read: int                                        # texts that a person has approved as they stand

    @property
    def state(self) -> str:
        """Return it in a word or two: whole, draft, needs approval, 20 to go."""
        if self.to_go:
            return f"{self.to_go} to go"
        if self.rights_unread:
            return "needs approval"
        return "whole" if self.read >= self.texts else "draft"


def standings(
    roots: Roots, today: date, report: Report, *, documents: Sequence[str] = (), campaign: str = "",
) -> tuple[Standing, ...]:
    """Return how far documents are in each language that people translate into; faults go to the report.

    Without a campaign: the documents that every county has. With one: its own. `documents` are the wanted.
    """
    file = campaign_file(campaign or CAMPAIGN, roots, report)
    if file is None:
        return ()
    wanted = tuple(documents) or (() if campaign else tuple(_of_counties(Library(roots, Report()))))
    request = BuildRequest(file, today, roots=roots, languages=(SOURCE,), documents=wanted, draft=True)
    try:
        prepared = prepare(request)
    except ProblemsFound as found:
        report.extend(found.report)
        return ()
    used = {one.document: tuple(one.used) for one in compose_all(prepared, request) if not one.stopped}
    registry = read_registry(roots, report)
    return tuple(row for tag in translated_into(roots, registry, report)
                 for row in _rows(tag, used, roots, report))


def _of_counties(library: Library) -> Iterable[str]:
    for spec in filter(None, map(library.document, library.documents())):
        if spec.edition == "public" and not spec.needs and spec.id != PACKET:
            yield spec.id


def _rows(tag: str, used: dict[str, tuple[Key, ...]], roots: Roots, report: Report) -> Iterable[Standing]:
    known = by_key(numbered(tag, roots, report))
    language = read_language(tag, roots, Report()) or Language(tag, tag, "ltr", tag)
    for document, keys in used.items():
        texts = [key for key in keys if key in known]
        done = [key for key in texts if known[key].state == "translated"]
        rights = sum((key[0] or "").startswith(RIGHTS) and key not in language.review for key in texts)
        yield Standing(document, tag, len(texts), len(texts) - len(done), rights,
                       sum(key in language.review for key in texts))


def _table(rows: Sequence[Standing]) -> tuple[list[str], dict[str, dict[str, Standing]]]:
    """Return the languages in their order, and by document the row of each language."""
    found: dict[str, dict[str, Standing]] = {}
    for row in rows:
        found.setdefault(row.document, {})[row.language] = row
    return list(dict.fromkeys(row.language for row in rows)), found


def as_text(rows: Sequence[Standing]) -> str:
    """Return a table for the screen: a document a line, a language a column."""
    tags, found = _table(rows)
    lines = [["document", *tags], *([name, *(own[tag].state for tag in tags)] for name, own in found.items())]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines)


def as_json(rows: Sequence[Standing]) -> str:
    """Return the rows as JSON, each with its state."""
    return json.dumps([{**asdict(row), "state": row.state} for row in rows], indent=1) + "\n"


def as_markdown(rows: Sequence[Standing], registry: Registry, titles: dict[str, str]) -> str:
    """Return a table of Markdown with the titles of documents and the English names of languages."""
    tags, found = _table(rows)
    lines = [["", *(registry.languages[tag].english for tag in tags)], ["---"] * (len(tags) + 1)]
    lines += [[titles.get(name, name), *(own[tag].state for tag in tags)] for name, own in found.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_html(rows: Sequence[Standing], registry: Registry) -> str:
    """Return the table as one page of HTML that loads nothing."""
    tags, found = _table(rows)
    heads = "".join(f'<th scope="col">{escape(registry.languages[tag].english)}</th>' for tag in tags)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{own[tag].state}</td>" for tag in tags) + "</tr>\n" for name, own in found.items())
    notes = "".join(f"<li><b>{word}</b>: {escape(meaning)}</li>" for word, meaning in MEANS)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{TITLE}</title>'
        f"<style>{STYLE}</style></head>\n"
        f'<body><main><h1>{TITLE}</h1>\n<div class="wide"><table>'
        f'<thead><tr><th scope="col">Document</th>{heads}'
        f"</tr></thead>\n<tbody>{body}</tbody></table></div>\n<h2>What the words mean</h2><ul>{notes}</ul>"
        "</main></body></html>\n"
    )
