"""Translations beside their English, paired by message, for a second reader who signs with initials.

Beside `pipeline`.

What is signed is bound to a mark of the very texts on the sheet; `build-toolkit locales review mark` writes
it down. Leans on preview (for the texts of a document), render and locales; writes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby

from ..files.roots import Roots
from ..files.texts import text_of
from ..locales.fidelity import PLACEHOLDER
from ..locales.language import Language
from ..locales.languages import bare_language
from ..locales.numbered import Numbered
from ..locales.registry import Registry
from ..locales.reviews import fingerprint
from ..locales.style import NAME, language_css
from ..page.passes import flowed
from ..page.tree import parse, styled, to_html
from ..pipeline import LOOK
from ..render.pdf import Rendered
from ..render.press import render_apart

SHEET = """@layer tokens, page, base, type, parts, sheets, modes, proof;
@layer proof {
  .run-foot { justify-content: space-between }
  .proof { font: 400 9pt/12.5pt var(--sans) } .proof p { margin-block-end: 4pt }
  .proof h1 { font: 700 17pt/22pt var(--sans); margin-block-end: 6pt }
  .proof h2 { font: 700 12pt/16pt var(--sans); margin-block: 14pt 4pt; break-after: avoid;
              overflow-wrap: anywhere }
  .proof table { width: 100%; table-layout: fixed }
  .proof th, .proof td { text-align: start; vertical-align: top; padding: 4pt 6pt 4pt 0;
    border-block-end: .5pt solid #8d847b; overflow-wrap: anywhere }
  .proof thead th { font-weight: 700; border-block-end: 1pt solid #000 }
  .proof tr { break-inside: avoid }
  .proof .no { width: 30pt } .proof .ok { width: 26pt; text-align: center }
  .proof .own { font-family: var(--serif); font-size: 10.5pt; line-height: var(--line) }
  .proof .ph { font: 400 8pt/1 'Lato'; background: #e8e4de; padding: 0 1.5pt }
  .proof .right { font-family: var(--symbols); font-size: 12pt }
  .proof .sign { break-inside: avoid; margin-block-start: 18pt; border: 1pt solid #000; padding: 10pt 12pt }
  .proof .lines { display: flex; gap: 14pt }
  .proof .lines p { flex: 1 1 0; border-block-start: .5pt solid #000;
    margin-block: 26pt 0 }
  @media screen { .proof { max-width: 60rem; margin: 1rem auto } .run-foot { position: static } }
}
"""
STATES = {"fuzzy": "The English has changed since this was translated.", "failing": "A check finds an error "
                                                                                    "here."}


def proof_html(tag: str, rows: Sequence[Numbered], registry: Registry, today: date, of: str = "") -> str:
    """Return the sheet for the translated texts among `rows`; `of` names what they are the texts of."""
    entry = registry.languages[tag]
    language = bare_language(tag, entry)
    shown = [row for row in rows if row.state != "missing"]
    title = f"Proof: {entry.english}" + (f", {of}" if of else "")
    missing = len(rows) - len(shown)
    lacking = f" {missing:,} more have no translation yet." if missing else ""
    tables = "".join(_table(name, list(group), language)
                     for name, group in groupby(shown, key=lambda row: _file(row)))
    signed = [row for row in shown if row.state == "translated"]
    return (
        '<!doctype html>\n<html lang="en"><head><meta '
        f'charset="utf-8"><title>{escape(title)}</title></head><body>'
        f'<div class="run-foot"><span>{escape(title)}. {today.isoformat()}. Mark of these texts: '
        f'{mark(tag, signed)}'
        '</span><span class="folio"></span></div>\n'
        f'<main class="proof"><h1>{escape(title)}</h1><p>{len(shown):,} texts beside their English.{lacking} '
        'Words in <span class="ph">{grey}</span> are filled in by the program. Tick a text that says '
        'neither more nor '
        "less than the English; correct the others in the margin.</p>\n"
        f"{tables}{_signature(tag, signed)}</main></body></html>\n"
    )


def mark(tag: str, rows: Iterable[Numbered]) -> str:
    """Return the mark of these translations: any change of one of them gives another."""
    plain = "\n".join(fingerprint(tag, row.message) for row in rows)
    return hashlib.sha256(plain.encode()).hexdigest()[:10]


def _file(row: Numbered) -> str:
    return next(iter(row.message.references), row.domain)


def _table(name: str, rows: Sequence[Numbered], language: Language) -> str:
    body = "".join(line for row in rows for line in _rows(row, language))
    heads = "".join(f'<th scope="col"{kind}>{escape(head)}</th>' for head, kind in (
        ("No.", ' class="no"'), ("English", ""), (language.english_name, ""), ("Right", ' class="ok"')))
    return f"<h2>{escape(name)}</h2><table><thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody></table>\n"


def _rows(row: Numbered, language: Language) -> Iterator[str]:
    """Yield the line of a message, or one for each form of a plural."""
    note = f"<p><i>{STATES[row.state]}</i></p>" if row.state in STATES else ""
    for form, text in enumerate(row.message.strings):
        english = row.message.id if not row.message.plural or form == 0 else row.message.plural
        number = f"{row.number}/{form + 1}" if row.message.plural else str(row.number)
        direction = ' dir="rtl"' if language.direction == "rtl" else ""
        tick = '<span class="right">☐</span>' if row.state == "translated" else ""
        own = flowed(_text(text), language)
        yield (f'<tr><th scope="row" class="no">{number}</th><td>{_text(english)}</td>'
               f'<td class="own" lang="{language.bcp47}"{direction}>{own}{note}</td><td '
               f'class="ok">{tick}</td></tr>\n')


def _text(text: str) -> str:
    """Return a text as HTML, its placeholders told apart from its words."""
    out, end = "", 0
    for found in PLACEHOLDER.finditer(text):
        out += escape(text[end:found.start()]) + f'<bdi class="ph" dir="ltr">{escape(found[0])}</bdi>'
        end = found.end()
    return out + escape(text[end:])


def _signature(tag: str, rows: Sequence[Numbered]) -> str:
    if not rows:
        return ""
    numbers = ranges(row.number for row in rows)
    command = f'build-toolkit locales review mark {tag} --by "INITIALS" --role "ROLE"'
    lines = "".join(f"<p>{what}</p>" for what in ("Initials", "Role (such as court interpreter)", "Day"))
    return (
        '<section class="sign"><h2>Signed</h2>'
        f"<p>I have read the {len(rows):,} texts with a box, as they stand here (mark {mark(tag, rows)}). "
        "Those that "
        "are ticked say what the English says.</p>"
        f"<p>Write down initials only; names stay private. To keep it: {escape(command)} --texts NUMBERS, "
        "with the "
        f"numbers of the ticked ones. All of them are: {numbers.replace(',', ', ')}.</p>"
        f'<div class="lines">{lines}</div></section>\n'
    )


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers in short: 1-40,52."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def sheets(roots: Roots, registry: Registry) -> list[str]:
    """Return the style sheets of a proof."""
    found = [text_of(roots, name) for name in LOOK[:2]]
    return [*found, language_css(registry), SHEET]


def proof_pdf(html: str, title: str, roots: Roots, registry: Registry, today: date) -> Rendered:
    """Return the PDF of a proof."""
    return render_apart(html, sheets(roots, registry), language="en", title=title, date=today, source="proof",
                        css_names=(*LOOK[:2], NAME, "proof"))


def proof_page(html: str, roots: Roots, registry: Registry) -> str:
    """Return a proof as one file of HTML."""
    return to_html(styled(parse(html), sheets(roots, registry)))
