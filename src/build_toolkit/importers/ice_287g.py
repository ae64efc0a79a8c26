"""ICE's workbooks of participating and of pending agencies, to a dated snapshot of agreements.

An agreement is a model signed by an agency: its key is (state, agency, model). The workbook stays with the
user; the snapshot holds no mailbox and no Outlook link.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from rapidfuzz import fuzz

from ..geography.places import TERRITORIES, Places, key
from ..geography.towns import county_of_town
from ..model import Source
from ..problems import Problem
from . import agencies
from .days import day_of, listed_on, saved
from .result import Context, Imported, Unmatched, fingerprint, stop, warning
from .tables import table
from .workbook import SheetCell, SheetRow, is_text, lines

PUBLISHER = "U.S. Immigration and Customs Enforcement"
PAGE = "https://www.ice.gov/identify-and-arrest/287g"
COLUMNS = ("fips", "state", "agency", "agency_kind", "model", "signed", "moa", "row", "note")
HEADINGS = {
    "state": ("STATE", "State/Territory", "ST"),
    "agency": ("LAW ENFORCEMENT AGENCY", "AGENCY", "Agency Name", "LEA"),
    "county": ("COUNTY", "County Name", "County/Parish"),
    "model": ("SUPPORT TYPE", "Model", "Program Model", "287(g) Model", "Type of Support"),
    "signed": ("SIGNED", "Date Signed", "Signed Date", "MOA Signed", "Date"),
    "moa": ("MOA", "Memorandum of Agreement", "MOA Link"),
}
MODELS = (("tfm", r"task ?force|\btfm\b"), ("wso", r"warrant ?service|\bwso\b"),
          ("jem", r"jail ?enforcement|\bjem\b"))
# the same as trackers of ICE's lists write them: one table of many days, without the days of signing
TRACKED = {**HEADINGS, "model": (*HEADINGS["model"], "Type"), "signed": HEADINGS["signed"][:-1],
           "listed": ("date", "list date", "as of")}
FIRST_DAY = date(2002, 1, 1)                         # the first agreement was signed in 2002


@dataclass(frozen=True)
class ListedAgreement:
    """A row of the workbook with everything about it settled."""

    row: int
    state: str
    agency: str
    kind: str
    model: str
    signed: date | None
    moa: str
    fips: str
    how: str
    notes: tuple[str, ...] = ()


def read(path: Path, context: Context) -> Imported:
    """Return the snapshot of ICE's list of participating agencies, or of a tracker's table of such lists.

    Raises:
        ProblemsFound: IMP001 to IMP009, IMP017, IMP025, if the file cannot be taken as that list.
    """
    return _imported("ice-287g", path, context)


def read_pending(path: Path, context: Context) -> Imported:
    """Return the snapshot of ICE's list of agencies whose agreement is pending; nothing in it is signed.

    Raises:
        ProblemsFound: IMP001 to IMP008, IMP017, IMP025.
    """
    return _imported("ice-287g-pending", path, context)


def _lines(path: Path, context: Context, *, dated: bool) -> tuple[list[SheetRow], date | None]:
    """Return the rows of a workbook; of a tracker's table those of its newest day, with that day."""
    if not is_text(path):
        return list(lines(path, HEADINGS, optional=("county", "moa", *(() if dated else ("signed",))))), None
    found = table(path, TRACKED, optional=("county", "moa", "signed", "listed"))
    rows = [SheetRow(line, {key: SheetCell(text) for key, text in cells.items()}, "", {})
            for line, cells in found.rows]
    days = {row.row: row.cells["listed"].text for row in rows if "listed" in row.cells}
    known = {text: day for text in days.values() if (day := day_of(text.split(" ")[0]))
             and day <= (context.list_date or context.read_on)}
    newest = max(known, default=None)                # of "2025-07-03 am" and "pm" the later
    if newest is None:
        return rows, None
    return [row for row in rows if days[row.row] == newest], known[newest]


def _imported(dataset: str, path: Path, context: Context) -> Imported:
    final, about = dataset == "ice-287g", fingerprint(path)
    rows, inside = _lines(path, context, dated=final)
    listed = inside or listed_on(path, context)
    odd = _states(path.name, rows, context.places)
    kept, lost = _settled(rows, listed, context.places, final=final)
    numbered = {line.row: line for line in rows}
    problems = [*odd, *(_dates(path, kept, numbered, listed, context) if final else ()),
                *_told(path.name, numbered, lost, kept)]
    source = f"{dataset}-{listed.isoformat()}"
    what = "participating agencies" if final else "agencies with a pending agreement"
    return Imported(
        dataset=dataset, list_date=listed, columns=COLUMNS,
        rows=tuple(_row(a) for a in kept), read=len(rows),
        counts={model: n for model, _ in MODELS if (n := sum(a.model == model for a in kept))},
        unmatched=tuple(sorted(lost, key=lambda u: u.row)),
        sources={source: _source(what, about["name"], listed, context, tracked=is_text(path))},
        provenance={
            "dataset": dataset, "publisher": PUBLISHER, "list_date": listed.isoformat(),
            "read_on": context.read_on.isoformat(), "source": source, "page": PAGE, "file": about,
            **_summary(kept)},
        problems=tuple(problems))


def _settled(
    rows: list[SheetRow], listed: date, places: Places, *, final: bool,
) -> tuple[list[ListedAgreement], list[Unmatched]]:
    """Return the agreements of a list, and its rows without a county or left out."""
    dated = final and any("signed" in line.cells for line in rows)
    read = [_agreement(line, listed, places, dated=dated) for line in rows]
    kept, repeated = joined([one for one in read if isinstance(one, ListedAgreement)])
    kept = links_of_others(kept)
    lost = [*(one for one in read if isinstance(one, Unmatched)), *repeated]
    return kept, lost + [Unmatched(a.row, shown(a, rows), a.how) for a in kept if not a.fips]


def _source(what: str, name: str, listed: date, context: Context, *, tracked: bool) -> Source:
    """Return the source of a list: ICE's workbook, or the table of those who copy its lists."""
    if tracked:
        return Source(title=f"287(g) {what}, table {name}", grade="group", date=listed,
                      publisher=context.options.get("publisher", "A tracker of ICE's lists"),
                      read_on=context.read_on, short=f"287(g) {what}, from a tracker")
    return Source(title=f"287(g) {what}, workbook {name}", publisher=PUBLISHER, date=listed, url=PAGE,
                  short=f"ICE, 287(g) {what}", read_on=context.read_on, grade="primary")


def _states(name: str, rows: Iterable[SheetRow], places: Places) -> list[Problem]:
    """Return a warning for each misspelt state.

    Raises:
        ProblemsFound: IMP025, if several rows are of what is no state: a state of the list would be lost.
    """
    odd: dict[str, list[SheetRow]] = defaultdict(list)
    for line in rows:
        text = line.cells["state"].text
        if text and line.cells["agency"].text and not places.state_of(text):
            odd[text].append(line)
    known = {text: agencies.state_as_printed(places, text) for text in odd}
    lost = [text for text in odd if not known[text] and len(odd[text]) > 1]
    if lost:
        first = odd[lost[0]]
        raise stop("IMP025", f"{len(first)} rows are of {lost[0][:60]!r}, which is no state.",
                   "Correct it in a copy of the file, and import that.", name, first[0].at("state"))
    return [warning("IMP026", f"a state is printed as {text!r} in {len(lines)} of the rows, and read as "
                    f"{known[text]}.", "The snapshot says so in its notes.", name, lines[0].at("state"))
            for text, lines in odd.items() if known[text]]


def _summary(kept: list[ListedAgreement]) -> dict[str, object]:
    """Return how many agencies, states and counties a list names, how counties were found, and the kinds."""
    placed = [one for one in kept if one.fips]
    return {
        "agencies": len({(one.state, agencies.identity(one.agency)) for one in kept}),
        "states_and_territories": len({one.state for one in kept}),
        "counties": len({code for one in placed for code in one.fips.split()}),
        "matched": dict(Counter(one.how for one in placed).most_common()),
        "kinds": dict(Counter(one.kind for one in kept).most_common()),
    }


def _row(one: ListedAgreement) -> tuple[str, ...]:
    signed = one.signed.isoformat() if one.signed else ""
    return (one.fips, one.state, one.agency, one.kind, one.model, signed, one.moa, str(one.row),
            "; ".join(one.notes))


def shown(one: ListedAgreement, rows: Iterable[SheetRow]) -> str:
    """Return state, agency and county of a row as the list has them."""
    line = next(line for line in rows if line.row == one.row)
    county = line.cells["county"].text if "county" in line.cells else ""
    return ", ".join(part for part in (one.state, one.agency, county and f"county printed as {county!r}")
                     if part)


def _agreement(line: SheetRow, listed: date, places: Places, *, dated: bool) -> ListedAgreement | Unmatched:
    cells = {**dict.fromkeys(HEADINGS, SheetCell()), **line.cells}
    state_text, agency = cells["state"].text, cells["agency"].text
    state = agencies.state_as_printed(places, state_text)
    model = next((code for code, pattern in MODELS if re.search(pattern, cells["model"].text.lower())), None)
    shown = ", ".join(part for part in (state_text, agency, cells["model"].text) if part)[:200]
    if not agency:
        return Unmatched(line.row, shown, "no agency named", stored=False)
    if not state:
        return Unmatched(line.row, shown, "no such state", stored=False)
    if model is None:
        return Unmatched(line.row, shown, "no such model", stored=False)
    state_name = places.states[state].name if state in places.states else TERRITORIES[state]
    kind = agencies.kind(agency, state_name)
    fips, how, note = located(places, cells["county"].text, agency, kind, state)
    signed, dating = signed_on(cells["signed"], listed) if dated else (None, "")
    naming = "" if places.state_of(state_text) else f"state printed as {state_text!r}"
    moa, linking = address(cells["moa"].link)
    notes = tuple(n for n in (naming, note, dating, linking) if n)
    return ListedAgreement(line.row, state, agency, kind, model, signed, moa, fips, how, notes)


def located(places: Places, county: str, agency: str, kind: str, state: str) -> tuple[str, str, str]:
    """Return a county's code (or ""), how it was matched (or why not), and a note for the snapshot.

    A regional jail has the codes of all its counties, with blanks between them.
    """
    if state in TERRITORIES:
        return "", "a territory", ""
    fips, how = agencies.county_as_printed(places, county, state)
    if fips:
        note = f"county printed as {county!r}" if how == "spelling" else ""
        return fips, {"exact": "as printed", "loosely": "ignoring county, parish or city",
                      "spelling": "one slip of "
                      "spelling"}[how], note
    if kind in ("state", "campus"):
        return "", "a state agency without a county" if kind == "state" and not county else how, ""
    named = agencies.county_in_name(places, agency, state)
    if named:
        printed = f", printed as {county!r}" if county else ""
        return named, "agency's name", f"county from the agency's name{printed}"
    if jail := agencies.counties_of_jail(places, agency, state):
        return " ".join(jail), "counties of the regional jail", "all counties of the regional jail"
    if town := county_of_town(places, agency, state):
        printed = f", printed as {county!r}" if county else ""
        return town, "the town's county", f"county of the town{printed}"
    return "", how, ""


def signed_on(cell: SheetCell, listed: date) -> tuple[date | None, str]:
    """Return the day of signing and a note where it was repaired or could not be read.

    A year such as 5025 is read as 2025 if that day is not after the list; nothing else is guessed.
    """
    day = day_of(cell.value)
    if day is None:
        return None, f"date of signing unreadable: {cell.text[:40]!r}" if cell.text else "no date of signing"
    if FIRST_DAY <= day <= listed:
        return day, ""
    try:
        repaired = day.replace(year=2000 + day.year % 100)
    except ValueError:
        repaired = day
    if day.year > 2100 and FIRST_DAY <= repaired <= listed:
        return repaired, f"date of signing printed as {day.isoformat()}"
    if day > listed:
        return day, "signed after the day of the list"
    return None, f"date of signing printed as {day.isoformat()}"


def address(link: str) -> tuple[str, str]:
    """Return the web address a link really leads to, and a note where it leads nowhere that can be printed.

    Outlook's safelinks (which carry a mailbox) are unwrapped, one slash is made two, a browser extension's
    opening is cut off; only addresses of a government are kept.
    """
    link = link.strip()
    for _ in range(3):
        try:
            parts = urlsplit(link)
            if (parts.hostname or "").endswith("safelinks.protection.outlook.com"):
                link = parse_qs(parts.query).get("url", [""])[0].strip()
                continue
        except ValueError:
            return "", "link unreadable"
        break
    inner = re.search(r"https?:/+(?!.*https?:/)\S.*", link)
    if not inner:
        return "", "link unreadable" if link else ""
    clean = re.sub(r"^http(s?):/+", "https://", inner[0]).replace(" ", "%20")
    parts = urlsplit(clean)
    if not (parts.hostname or "").endswith(".gov") or parts.username or len(clean) > 500:
        return "", "link leads to no government site"
    return f"https://{parts.hostname}{parts.path}", ""


def joined(found: list[ListedAgreement]) -> tuple[list[ListedAgreement], list[Unmatched]]:
    """Return agreements under one name for each agency (the newest), and rows that only repeat another.

    An agency listed under two names, such as Sheriff's Department and Sheriff's Office, is one.
    """
    groups: dict[tuple[str, str], list[ListedAgreement]] = defaultdict(list)
    for one in found:
        groups[one.state, agencies.identity(one.agency)].append(one)
    kept: list[ListedAgreement] = []
    repeated: list[Unmatched] = []
    for group in groups.values():
        newest = max(group, key=lambda a: (a.signed or date.min, a.row))
        counties = {a.fips for a in group if a.fips}
        models: dict[str, ListedAgreement] = {}
        for one in sorted(group, key=lambda a: (a.signed or date.min, a.row), reverse=True):
            if one.model in models:
                repeated.append(Unmatched(one.row, f"{one.state}, {one.agency}, {one.model}",
                                          f"repeats row {models[one.model].row}", stored=False))
                continue
            if key(one.agency) != key(newest.agency):
                one = replace(one, agency=newest.agency, notes=(*one.notes, f"listed as {one.agency}"))
            if not one.fips and len(counties) == 1 and one.kind not in ("state", "campus"):
                one = replace(one, fips=next(iter(counties)), how="another row of the agency",
                              notes=(*one.notes, "county from another row of the agency"))
            models[one.model] = one
        kept += models.values()
    return sorted(kept, key=lambda a: a.row), repeated


def links_of_others(found: list[ListedAgreement]) -> list[ListedAgreement]:
    """Return agreements without links that lead to another agency's document.

    Of agencies that share one address, it is left to the one whose name is nearest to the document's.
    """
    users: dict[str, dict[str, str]] = defaultdict(dict)
    for one in found:
        if one.moa:
            users[one.moa][f"{one.state} {agencies.identity(one.agency)}"] = one.agency
    owner = {
        moa: max(names, key=lambda n: (fuzz.partial_ratio(key(names[n]), key(moa.rpartition("/")[2])), n))
        for moa, names in users.items() if len(names) > 1}
    return [
        replace(one, moa="", notes=(*one.notes, "link leads to another agency's agreement"))
        if one.moa in owner and owner[one.moa] != f"{one.state} {agencies.identity(one.agency)}" else one
        for one in found]


def _dates(
    path: Path, kept: list[ListedAgreement], rows: Mapping[int, SheetRow], listed: date, context: Context,
) -> list[Problem]:
    late = [a for a in kept if a.signed and a.signed > listed]
    if late and context.list_date is None:
        raise stop("IMP009",
                   f"{len(late)} agreements were signed after {listed}, the day in the file's name.",
                   "File names with a wrong year happen; say the day of the list with --list-date."
                   + saved(path), path.name,
                   rows[late[0].row].at("signed"))
    odd = [a for a in kept if any("sign" in note for note in a.notes)]
    return [warning("IMP011", f"{a.state}, {a.agency}: {next(n for n in a.notes if 'sign' in n)}.",
                    "The snapshot says so in its note; check the agreement itself.", path.name,
                    rows[a.row].at("signed")) for a in odd[:50]]


def _told(
    name: str, rows: Mapping[int, SheetRow], lost: list[Unmatched], kept: list[ListedAgreement],
) -> list[Problem]:
    problems = []
    formulas = [line.at(key) for line in rows.values() for key, cell in line.cells.items() if cell.formula]
    if formulas:
        problems.append(warning("IMP012", f"{len(formulas)} cells hold formulas, which are not read.",
                                "A list from ICE has none; check where the file comes from.", name,
                                formulas[0]))
    left_out = [u for u in lost if not u.stored]
    if left_out:
        problems.append(warning("IMP010",
                                f"{len(left_out)} of {len(rows)} rows were left out: {left_out[0].reason}.",
                                "The provenance file lists them.", name,
                                rows[left_out[0].row].at("agency")))
    wrong = [a for a in kept if any(note.startswith("link") for note in a.notes)]
    if wrong:
        problems.append(warning("IMP019", f"{len(wrong)} links to agreements cannot be printed.",
                                "The snapshot leaves them out and says why in its note.", name,
                                rows[wrong[0].row].at("moa")))
    return problems
