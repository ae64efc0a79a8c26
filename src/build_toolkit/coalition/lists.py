"""The rows of a list that people keep in a spreadsheet or export from a form, by columns that have names.

Such lists often come from public forms. Nothing is guessed or run, only the wanted columns are kept, and each
fault is reported with its line. `importers.lists` opens the files.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ..files.yamlio import near
from ..problems import Report, Row, Severity

MOST_ROWS = 100_000
MOST_CELL = 500
HEAD_ROWS = 20                                       # rows in which the names of the columns are looked for
MOST_NAMED = 30                                      # columns that a message names
TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[A-Za-z]{2,8}|#x?[0-9A-Fa-f]+);")
FORMULA = re.compile(r"=\s*(?:[A-Za-z][A-Za-z0-9.]*\(|[+-]?\d|[A-Za-z]{1,3}\d|\")")
PRIVATE = re.compile(r"e-?mail|phone|mobile|^cell|^tel|contact|street|home|^zip|postal|birth|signature",
                     re.IGNORECASE)
UNSEEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")        # comes along with pasted text
HIDDEN = re.compile("[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2061-\u2069\ue000-\uf8ff\ufffd]")
PLAIN_YAML = re.compile(r"[^\W\d_][\w ()/.-]*")
RawRow = tuple[int, Sequence[str]]                   # the line it begins on, and all its cells


@dataclass(frozen=True)
class ListRow:
    """One row: the line it begins on, and its wanted cells, all of them text without blanks around it.

    `places` are the columns of the cells, counted from 0.
    """

    line: int
    cells: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict, repr=False)

    def at(self, key: str) -> int:
        """Return the line as that of a cell, which a workbook's problem names."""
        return _at(self.line, self.places.get(key, 0))


@dataclass(frozen=True)
class Wanted:
    """The columns of a list: those that must be there, and those that may be.

    `headings` says how the list calls some of them, as the campaign file has it under `under`; `words` are
    those by which a heading of a form is taken for a column in a message that proposes what to write there.
    """

    needed: Sequence[str]
    optional: Sequence[str] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    under: str = ""
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def all(self) -> list[str]:
        """Return every column that is read."""
        return [*self.needed, *self.optional]

    def places(self, cells: Sequence[str]) -> dict[str, int]:
        """Return where each column stands in a row of headings; the beginning of a long one is enough."""
        heads = [heading(cell) for cell in cells]
        found = {}
        for key in self.all:
            name = heading(self.headings.get(key, key))
            longer = [head for head in heads if key in self.headings and head.startswith(name)]
            head = name if name in heads else longer[0] if len(longer) == 1 else ""
            if head:
                found[key] = heads.index(head)
        return found


def heading(text: str) -> str:
    """Return a column's heading as it is compared."""
    return re.sub(r"[\s_-]+", "_", UNSEEN.sub("", text).strip().casefold())


def rows_of(sheets: Iterable[Iterable[RawRow]], name: str, wanted: Wanted, report: Report) -> list[ListRow]:
    """Return the rows below the headings, of the first sheet that has them; faults go to the report."""
    seen, before = None, len(report.errors)
    for sheet in sheets:
        filled = ((line, cells) for line, cells in sheet if any(cell.strip() for cell in cells))
        for line, cells in islice(filled, HEAD_ROWS):
            places = wanted.places(cells)
            if set(wanted.needed) <= places.keys():
                _tell_columns(cells, places, wanted, name, line, report)
                return list(_below(filled, places, name, report))
            if seen is None or _filled(cells) > 1 >= _filled(seen[1]):
                seen = line, cells
    if seen is not None or len(report.errors) == before:
        _tell_missing(seen, wanted, name, report)
    return []


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _tell_missing(seen: RawRow | None, wanted: Wanted, name: str, report: Report) -> None:
    """Report which column is missing, with the lines to write where a list may call it by another name."""
    if seen is None:
        report.add("LIST003", "the list is empty.", "Is it the right file?", file=name, line=1)
        return
    line, cells = seen
    heads = [" ".join(cell.split()) for cell in cells if cell.strip()]
    missing = next(key for key in wanted.needed if key not in wanted.places(cells))
    if missing in wanted.headings:
        report.add("LIST003", f"no column is called {wanted.headings[missing]!r}, as “columns:” says of "
                   f"{missing}.", near(wanted.headings[missing], heads, least=0.6), file=name, line=line)
        return
    fix = (f"The first row names the columns. Needed: {', '.join(wanted.needed)}; read too: "
           f"{', '.join(wanted.optional)}.")
    if wanted.under:
        fix = (f"It has: {', '.join(head[:40] for head in heads[:MOST_NAMED])}. Say in the campaign file, "
               f"under “{wanted.under}:”, which is which: columns: {{{_proposed(heads, wanted)}}}")
        if missing == "kind":
            fix += ". Where all are of one kind, write kind: organization, or kind: person, instead"
        fix += "."
    report.add("LIST003", f"the column {missing!r} is missing.", fix, file=name, line=line)


def _proposed(heads: Sequence[str], wanted: Wanted) -> str:
    """Return the columns as the campaign file has them, as far as the headings tell; the rest in capitals."""
    free, found = list(heads), dict(wanted.headings)
    for key in wanted.all:
        words = wanted.words.get(key, (key,))
        head = found.get(key) or next((one for word in words for one in free
                                       if word in re.findall(r"[^\W_]+", one.casefold())
                                       and not PRIVATE.search(one)), "")
        if head in free:
            free.remove(head)
        if head:
            found[key] = head
        elif key in wanted.needed:
            found[key] = "ITS HEADING"
    same = {key: head for key, head in found.items() if heading(head) != heading(key)}
    return ", ".join(f"{key}: {head if PLAIN_YAML.fullmatch(head) else json.dumps(head, ensure_ascii=False)}"
                     for key, head in same.items())


def _tell_columns(cells: Sequence[str], places: Mapping[str, int], wanted: Wanted, name: str, line: int,
                  report: Report) -> None:
    """Report headings that stand twice or not at all, and columns of private contacts."""
    heads = [heading(cell) for cell in cells]
    twice = next((cells[at].strip() for at in places.values() if heads.count(heads[at]) > 1), "")
    if twice:
        report.add("LIST003", f"two columns are called {twice!r}.", "Keep one.", file=name, line=line)
    for key, head in wanted.headings.items():
        if key not in places:
            report.add("LIST003", f"no column is called {head!r}, as “columns:” says of {key}.",
                       near(head, [one for one in cells if one.strip()], least=0.6), file=name, line=line)
        elif re.search("e-?mail|phone|mobile|street|birth|signature", cells[places[key]], re.IGNORECASE):
            report.add("LIST009", f"“columns:” gives {key} the column {head!r}, which holds private "
                       "contacts.", "Give it another column, or none.", file=name, line=line)
    private = [cell.strip()[:30] for at, cell in enumerate(cells)
               if at not in places.values() and PRIVATE.search(heads[at])]
    if private:
        report.add("LIST009",
                   f"the column {private[0]!r} looks like private contacts: it is not read, never printed.",
                   "Keep contacts in another file, which does not leave your office.", file=name, line=line,
                   severity=Severity.WARNING)


def _below(rows: Iterator[RawRow], places: Mapping[str, int], name: str, report: Report) -> Iterator[ListRow]:
    for line, cells in islice(rows, MOST_ROWS):
        row = _row(cells, places, name, line, report)
        if row:
            yield row
    for line, _ in islice(rows, 1):
        report.add("LIST005", f"the list has more than {MOST_ROWS:,} rows.", "Split it.", file=name,
                   line=line)


def _row(
    cells: Sequence[str], places: Mapping[str, int], name: str, line: int, report: Report,
) -> ListRow | None:
    found = {key: UNSEEN.sub("", unicodedata.normalize("NFC", cells[at])).strip() if at < len(cells) else ""
             for key, at in places.items()}
    for key, cell in found.items():
        fault = _fault(cell)
        if fault:
            code, what, fix = fault
            named = found.get("name", "")
            whose = f" of {named!r}" if named and not _fault(named) else ""
            report.add(code, f"the cell {key!r}{whose} {what}.", fix, file=name, line=_at(line, places[key]))
            return None
    return ListRow(line, {key: re.sub(r"\s+", " ", cell) for key, cell in found.items()}, places)


def _at(line: int, place: int) -> int:
    return line.at(place + 1) if isinstance(line, Row) else line


def _fault(cell: str) -> tuple[str, str, str] | None:
    """Return code, what and fix where a cell holds what no list of names holds."""
    if len(cell) > MOST_CELL:
        return "LIST004", f"has more than {MOST_CELL} characters", "Is a quotation mark not closed?"
    if FORMULA.match(cell):
        return "LIST006", "is a formula of a spreadsheet", "Write the words themselves."
    if TAG.search(cell):
        return "LIST007", "holds HTML", "Write plain text; marks such as <b> would be printed as they are."
    if HIDDEN.search(re.sub(r"\s", " ", cell)):
        return "LIST008", "holds a hidden or direction character", "Type the name anew."
    return None
