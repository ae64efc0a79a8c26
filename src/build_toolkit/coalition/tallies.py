"""Tallies: how a number of places stand on a question, checked to add up, with what county files say.

A count that an office announced is never corrected here; a sum that is wrong is reported.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ..files.yamlio import Faults, Key, near
from ..model import Category, Stand, Tally, TallyHere, TallyRow

Path = tuple[Key, ...]


@dataclass(frozen=True)
class CountyStand:
    """What one county's own file says of itself in a tally, and where it says so."""

    name: str
    stand: Stand
    file: str
    line: int
    ours: bool = False


def tally_here(tally: Tally, counties: Sequence[CountyStand], path: Path, faults: Faults) -> TallyHere:
    """Return a tally with its shares and the counties that say how they stand; faults go to the report."""
    members = _members(tally, counties, faults)
    counts = {category.id: _count(category, len(members[category.id])) for category in tally.categories}
    _checked(tally, counts, {key: len(own) for key, own in members.items()}, path, faults)
    whole = sum(counts.values())
    rows = tuple(
        TallyRow(id=category.id, name=category.name, meaning=category.meaning, count=counts[category.id],
                 share=_share(counts[category.id], whole),
                 members=tuple(sorted(one.name for one in members[category.id])) if tally.roll_up else ())
        for category in tally.categories
    )
    ours = next((one.stand.category for own in members.values() for one in own if one.ours), None)
    return TallyHere(
        tally=tally.model_copy(update={"total": whole if tally.total is None else tally.total}), rows=rows,
        sum=f"{' + '.join(str(row.count) for row in rows)} = {whole}",
        rolled_up=sum(map(len, members.values())) if tally.roll_up else 0,
        ours=next((row for row in rows if row.id == ours), None),
    )


def _members(tally: Tally, counties: Sequence[CountyStand], faults: Faults) -> dict[str, list[CountyStand]]:
    """Return the counties of each category; counties in an unknown category go to the report."""
    members: dict[str, list[CountyStand]] = {category.id: [] for category in tally.categories}
    for one in counties:
        if one.stand.category in members:
            members[one.stand.category].append(one)
        else:
            faults.report.add("TALLY003", f"the tally {tally.id!r} has no category {one.stand.category!r}.",
                              f"It is one of: {', '.join(sorted(members))}.", file=one.file, line=one.line)
    return members


def _count(category: Category, members: int) -> int:
    return members if category.count is None else category.count


def _share(count: int, whole: int) -> Decimal:
    share = Decimal(100 * count) / Decimal(whole or 1)
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _checked(
    tally: Tally, counts: dict[str, int], members: dict[str, int], path: Path, faults: Faults,
) -> None:
    """Report a wrong sum, and more counties than were counted."""
    whole, shown = sum(counts.values()), " + ".join(str(count) for count in counts.values())
    if tally.total is not None and whole != tally.total:
        faults.note("TALLY001", (*path, "total"),
                    f"the categories of {tally.id!r} add up to {whole} ({shown}), not to "
                    f"{tally.total}.",
                    "Look it up again. A number that nobody confirms belongs under “unconfirmed:”.")
    for number, category in enumerate(tally.categories):
        if category.count is not None and members[category.id] > category.count:
            faults.note("TALLY004", (*path, "categories", number),
                        f"{members[category.id]} counties say of themselves "
                        f"{category.id!r}, but only {category.count} were counted.",
                        "Check which of the two is older.")


def check_stands(stands: Mapping[str, Stand], tallies: Collection[str], today: date, faults: Faults) -> None:
    """Report what a file says of itself in an unknown tally, or with a day to come."""
    for key, stand in stands.items():
        if key not in tallies:
            faults.note("TALLY005", ("stands", key), f"there is no tally {key!r}.", near(key, tallies))
        elif stand.as_of > today:
            faults.note("TALLY006", ("stands", key),
                        f"how it stands in {key!r} is dated {stand.as_of}, after today.", "Correct the day.")
