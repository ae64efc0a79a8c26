"""How much of each language is there, as one file of HTML that any browser and screen reader takes.

Nothing is loaded from anywhere, nothing hangs on color, every number is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .coverage import Coverage, total
from .registry import Registry

STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 60rem; padding: 1rem }
table { border-collapse: collapse; width: 100%; margin-block: 0 2rem }
caption { text-align: start; font-weight: 700; padding-block: .25rem }
th, td { text-align: start; padding: .35rem .6rem; border-block-end: 1px solid }
.n { text-align: end; font-variant-numeric: tabular-nums }
tfoot th, tfoot td { font-weight: 700; border-block-end-width: 2px }
meter { width: 8rem; max-width: 100% }
.wide { overflow-x: auto }
"""
TITLE = "Translations: what is done"
HEADS = ("Domain", "Texts", "Translated", "Share", "To look at again", "Missing", "With errors", "Reviewed")
NOTES = (
    ("Translated", "complete, and free of errors: this is what gets printed."),
    ("To look at again", "the English has changed since; not printed until a translator has looked (fuzzy)."),
    ("With errors", "a check found a lost placeholder, a wrong number or the like; English stands in."),
    ("Reviewed", "a second person has read exactly this translation."),
)


def as_html(rows: Sequence[Coverage], registry: Registry) -> str:
    """Return the rows as a page of HTML, one table a language."""
    tags = list(dict.fromkeys(row.language for row in rows))
    notes = "".join(f"<li><b>{escape(name)}</b>: {escape(words)}</li>" for name, words in NOTES)
    body = "".join(_table(tag, rows, registry) for tag in tags) or "<p>Nothing has been translated yet.</p>"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{TITLE}</title>'
        f"<style>{STYLE}</style></head>\n"
        f"<body><main><h1>{TITLE}</h1>\n{_links(tags, registry)}{body}<h2>What the words "
        f"mean</h2><ul>{notes}</ul></main></body></html>\n"
    )


def _links(tags: Sequence[str], registry: Registry) -> str:
    if len(tags) < 2:
        return ""
    items = "".join(f'<li><a href="#{tag}">{escape(registry.languages[tag].english)}</a></li>'
                    for tag in tags)
    return f'<nav aria-label="Languages"><ul>{items}</ul></nav>\n'


def _table(tag: str, rows: Sequence[Coverage], registry: Registry) -> str:
    entry = registry.languages[tag]
    own = [row for row in rows if row.language == tag]
    heads = "".join(f'<th scope="col"{_class(n)}>{head}</th>' for n, head in enumerate(HEADS))
    direction = ' dir="rtl"' if entry.direction == "rtl" else ""
    return (
        f'<section aria-labelledby="{tag}"><h2 id="{tag}">{escape(entry.english)} '
        f'(<span lang="{entry.bcp47}"{direction}>{escape(entry.name)}</span>)</h2>\n<div class="wide"><table>'
        f"<caption>{total(own, tag).percent} of 100 texts are translated</caption>"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>{''.join(map(_row, own))}</tbody>"
        f"\n<tfoot>{_row(total(own, tag))}</tfoot></table></div></section>\n"
    )


def _class(column: int) -> str:
    return "" if column in (0, 3) else ' class="n"'


def _row(row: Coverage) -> str:
    name = "All" if row.domain == "all" else row.domain
    meter = f'<meter min="0" max="100" value="{row.percent}" aria-hidden="true"></meter> {row.percent}%'
    cells = (row.total, row.translated, meter, row.fuzzy, row.missing, row.failing, row.reviewed)
    return (f'<tr><th scope="row">{escape(name)}</th>'
            + "".join(f"<td{_class(n)}>{cell}</td>" for n, cell in enumerate(cells, 1)) + "</tr>\n")
