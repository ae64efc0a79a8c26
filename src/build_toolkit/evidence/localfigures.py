"""What ICE's lists tell about a county, its state and the nation on a day, as facts.

A county that the list of that day does not name is "not listed", which is not the same as having no
agreement; before the first list there are no figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ..geography.places import County, Places
from ..model import (
    Agreement,
    AgreementEntry,
    Campaign,
    ChartPoint,
    Fact,
    Here,
    KindSigned,
    NationFigures,
    Neighbor,
    Place,
    Policy,
    StateAgreement,
    StateFigures,
    Text,
    Value,
    Variant,
)
from . import datasets

FRESH = timedelta(days=90)                           # how long a list of agreements stays fresh
MOST_POINTS = 14
OWN_KINDS: Mapping[str, tuple[str, ...]] = {"sheriff": ("sheriff", "jail")}


@dataclass(frozen=True)
class LocalFigures:
    """The three levels of ICE's list on the day of the edition."""

    here: Here
    state: StateFigures
    nation: NationFigures


def figures(
    folders: list[Path], places: Places, place: Place, campaign: Campaign, as_of: date, policy: Policy | None,
) -> LocalFigures:
    """Return what lists say of a place on a day; agreements in the campaign file replace the list's."""
    snapshot = datasets.agreements(folders, as_of)
    models = {variant.id: variant for variant in policy.variants} if policy else {}
    own, others = _agreements(snapshot, place, campaign, as_of, models)
    maker = Maker(snapshot) if snapshot else None
    signed = sorted((a.signed for a in own), key=lambda fact: str(fact.value))
    first = datasets.first_signed(folders, place.fips) if signed and snapshot else None
    here = Here(
        listed=bool(own),
        list_date=maker.fact("here.list_date", maker.snapshot.list_date, "date") if maker else None,
        agreement_count=_count(own, maker), agreements=own, others=others,
        models=tuple(dict.fromkeys(a.model for a in own)),
        known=maker is not None or campaign.agreements is not None,
        neighbors=tuple(_neighbors(snapshot, places, place)),
        first_known=first if first and str(first.value) < str(signed[0].value) else None,
        first_signed=signed[0] if signed else None, last_signed=signed[-1] if signed else None,
    )
    if maker is None:
        return LocalFigures(here, StateFigures(), NationFigures())
    return LocalFigures(here, _state(places, place, models, maker), _nation(folders, as_of, maker))


@dataclass(frozen=True)
class Maker:
    """Makes facts that rest on one snapshot."""

    snapshot: datasets.Snapshot

    def fact(self, key: str, value: Value, kind: str = "number", origin: str = "") -> Fact:
        """Return a fact with the snapshot's day and source."""
        day = self.snapshot.list_date
        return Fact(id=key, value=value, kind=kind, as_of=day, source=self.snapshot.source,
                    origin=origin or self.snapshot.origin, expires=day + FRESH)


def _count(own: tuple[Agreement, ...], maker: Maker | None) -> Fact | None:
    """Return how many agreements the county has; the source is the list, or that of the first one by hand."""
    if own and (maker is None or own[0].signed.source != maker.snapshot.source):
        first = own[0].signed
        return first.model_copy(update={"id": "here.agreement_count", "value": len(own), "kind": "number"})
    return maker.fact("here.agreement_count", len(own)) if maker else None


def _agreements(
    snapshot: datasets.Snapshot | None, place: Place, campaign: Campaign, as_of: date,
    models: Mapping[str, Variant],
) -> tuple[tuple[Agreement, ...], tuple[Agreement, ...]]:
    """Return the agreements of the campaign's own agencies, oldest first, and of others in the county."""
    if campaign.agreements is not None:
        entries = [e for e in campaign.agreements if e.signed <= as_of and not (e.ended and e.ended <= as_of)]
        return tuple(_written(e, models) for e in entries), ()
    if snapshot is None:
        return (), ()
    found = datasets.county_agreements(snapshot, place.fips)
    wanted = {kind for name in campaign.agencies for kind in OWN_KINDS.get(name, (name,))}
    rows = [*found.own, *found.others]
    own = [row for row in rows if row.kind in wanted]
    rest = [row for row in rows if row not in own]
    own.sort(key=lambda r: (r.signed or date.max, r.model))
    maker = Maker(snapshot)
    return _listed(own, models, maker), _listed(rest, models, maker)


def _neighbors(snapshot: datasets.Snapshot | None, places: Places, place: Place) -> Iterator[Neighbor]:
    """Yield the counties next door, those of the state first, each list by name."""
    around = [places.counties[code] for code in place.neighbours if code in places.counties and snapshot]
    for county in sorted(around, key=lambda c: (c.state != place.state, c.name)):
        rows = datasets.county_agreements(snapshot, county.fips).own if snapshot else ()
        near = county.state == place.state
        yield Neighbor(fips=county.fips, name=_brief(county) if near else county.label, near=near,
                       models=tuple(sorted({row.model for row in rows})))


def _listed(
    rows: Iterable[datasets.AgreementRow], models: Mapping[str, Variant], maker: Maker,
) -> tuple[Agreement, ...]:
    found = []
    for row in rows:
        if row.signed is not None:
            key = f"here.agreements.{row.model}.signed"
            signed = maker.fact(key, row.signed, "date", origin=row.origin)
            found.append(_agreement(row.agency, row.model, signed, row.moa, row.kind, models))
    return tuple(found)


def _written(entry: AgreementEntry, models: Mapping[str, Variant]) -> Agreement:
    signed = Fact(id=f"here.agreements.{entry.model}.signed", value=entry.signed, kind="date",
                  as_of=entry.as_of, source=entry.source, expires=entry.as_of + FRESH, note=entry.note)
    return _agreement(entry.agency, entry.model, signed, entry.moa, "sheriff", models)


def _agreement(
    agency: str, model: str, signed: Fact, moa: str, kind: str, models: Mapping[str, Variant],
) -> Agreement:
    variant = models.get(model)
    return Agreement(
        agency=agency, model=model, model_name=variant.name if variant else Text(model.upper()),
        code=model.upper(), ends=variant.ends if variant else None, signed=signed, moa=moa, kind=kind,
    )


def _state(places: Places, place: Place, models: Mapping[str, Variant], maker: Maker) -> StateFigures:
    found = datasets.state_figures(maker.snapshot, place.state)
    rows = [
        StateAgreement(county=", ".join(places.counties[code].short for code in codes), agency=row.agency,
                       model=row.model, signed=row.signed,
            model_name=models[row.model].name if row.model in models else Text(row.model.upper()),
            ours=place.fips in codes, fips=tuple(codes))
        for row in found.county_rows if row.signed
        and (codes := [code for code in row.fips.split() if code in places.counties])
    ]
    return StateFigures(
        kinds=_kinds(found.county_rows, places),
        agreements=maker.fact("state.agreements", found.agreements),
        counties_listed=maker.fact("state.counties_listed", found.counties_listed),
        by_model={m: maker.fact(f"state.by_model.{m}", n) for m, n in found.by_model.items()},
        rows=tuple(sorted(rows, key=lambda r: (r.county, r.signed))),
        own=_listed((row for row in maker.snapshot.by_state.get(place.state, ())
                     if row.kind == "state"), models, maker),
    )


def _brief(county: County) -> str:
    """Return the name of a county of our own state: a city is one that a county may share its name with."""
    return county.name if county.kind == "city" else county.short


def _kinds(rows: Iterable[datasets.AgreementRow], places: Places) -> tuple[KindSigned, ...]:
    models: dict[str, set[str]] = {}
    for row in rows:
        for code in row.fips.split():
            models.setdefault(code, set()).add(row.model)
    kinds: dict[tuple[str, ...], list[County]] = {}
    for county in sorted((places.counties[code] for code in models if code in places.counties),
                         key=lambda c: c.short):
        kinds.setdefault(tuple(sorted(models[county.fips])), []).append(county)
    return tuple(KindSigned(models=held, fips=tuple(c.fips for c in counties),
                            counties=tuple(map(_brief, counties)))
                 for held, counties in sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0])))


def _nation(folders: list[Path], as_of: date, maker: Maker) -> NationFigures:
    found = datasets.nation_figures(maker.snapshot)
    points = datasets.thinned(datasets.growth(folders, as_of), MOST_POINTS)
    growth = tuple(
        ChartPoint(on=p.on, tfm=p.tfm, wso=p.wso, jem=p.jem,
              total=Fact(id=f"nation.growth.{p.on}", value=p.total, kind="number", as_of=p.on,
                         source=p.source, origin=p.origin))
        for p in points
    )
    newer = [one for one in datasets.history(folders, as_of) if one.on > maker.snapshot.list_date]
    return NationFigures(
        elsewhere=Fact(id="nation.elsewhere", value=newer[-1].total, kind="number", as_of=newer[-1].on,
                       source=newer[-1].source, origin=newer[-1].origin) if newer else None,
        agreements=maker.fact("nation.agreements", found.agreements),
        by_model={m: maker.fact(f"nation.by_model.{m}", n) for m, n in found.by_model.items()}, growth=growth,
    )
