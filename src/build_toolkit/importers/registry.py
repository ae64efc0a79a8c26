"""The data sets that can be imported, by name. Layer 6: leans on the importers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from . import acs, ddp, facilities, ice_287g, plain
from .result import Context, Imported, stop


@dataclass(frozen=True)
class Dataset:
    """A data set: what it is, where people get the file, and what reads it."""

    name: str
    what: str
    where: str
    read: Callable[[Path, Context], Imported]
    options: tuple[str, ...] = ()


DATASETS: Mapping[str, Dataset] = {d.name: d for d in (
    Dataset("ice-287g", "287(g) agreements in force (ICE's workbook of participating agencies)", ice_287g.PAGE,
            ice_287g.read),
    Dataset("ice-287g-pending", "287(g) agreements applied for (ICE's workbook of pending agencies)", ice_287g.PAGE,
            ice_287g.read_pending),
    Dataset("ddp-detainers", "detainers by county and year (Deportation Data Project)", ddp.PAGE, ddp.read_detainers,
            ("year", "facilities")),
    Dataset("ddp-arrests", "ICE arrests at jails by county and year (Deportation Data Project)", ddp.PAGE,
            ddp.read_arrests, ("year", "facilities")),
    Dataset("ice-facilities", "county jails that hold people for ICE (ICE's detention statistics)", facilities.PAGE,
            facilities.read, ("year",)),
    Dataset("acs-languages", "languages of people who speak English less than very well (Census table C16001)",
            acs.PAGE, acs.read, ("year",)),
    Dataset("csv", "your own table: fips, fact, value, as_of", "", plain.read, ("title", "publisher")),
)}


def load(name: str, path: Path, context: Context) -> Imported:
    """Return the snapshot of a file by the name of its data set.

    Raises:
        ProblemsFound: IMP015, if there is no such data set; else what the importer says.
    """
    if name not in DATASETS:
        near = get_close_matches(name, DATASETS, 1, 0.4)
        fix = f"Did you mean {near[0]}? " if near else ""
        raise stop("IMP015", f"there is no data set {name!r}.", f"{fix}Known: {', '.join(DATASETS)}.")
    return DATASETS[name].read(path, context)
