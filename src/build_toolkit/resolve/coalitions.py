"""The joint work of a campaign: its groups' letter, signers, tallies, platform, pledge, events and press.

The rules of the room `coalition` are applied to the campaign's file, the coalition file it may name, the
lists beside them, and the files of the counties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from ..coalition.clocks import FIX, Hour, hour
from ..coalition.events import COLUMNS, from_file, ordered, read_events
from ..coalition.letters import chosen, deliveries, demands_of, renumbered
from ..coalition.platforms import platform_here
from ..coalition.pledges import pledge_here, tax_stop
from ..coalition.press import PressFacts, avoided, check_posts, check_press
from ..coalition.signers import Cutoff, columns, read_signers, signers_here
from ..coalition.tallies import CountyStand, check_stands, tally_here
from ..files.yamlio import Faults, Key, Marked, near
from ..geography.choosing import get
from ..geography.places import load
from ..importers.lists import read_list
from ..library.library import Library, Loaded
from ..model import (
    Ask,
    DocumentSpec,
    Embargo,
    EventHere,
    Joint,
    JointDemand,
    JointHere,
    Model,
    Place,
    PlatformHere,
    PledgeHere,
    ReleaseHere,
    ResolvedCampaign,
    SignersHere,
    TallyHere,
    Text,
)
from ..model.base import texts
from ..problems import Problem

Path_ = tuple[Key, ...]
FOLDER = "toolkits/coalitions"


@dataclass(frozen=True)
class Work:
    """One campaign's joint keys, each with the file that holds it: its own, or its coalition file."""

    library: Library
    own: Loaded
    shared: Loaded | None
    campaign: ResolvedCampaign

    def holder(self, key: str) -> Loaded:
        """Return the file that a key comes from."""
        if self.shared and key not in self.own.campaign.model_fields_set:
            return self.shared
        return self.own

    @cached_property
    def joint(self) -> Joint:
        """Return the joint keys with their values, each from the file that holds it."""
        return Joint.model_construct(**{key: getattr(self.holder(key).campaign, key)
                                        for key in Joint.model_fields})

    def faults(self, key: str) -> Faults:
        """Return where faults of the file that holds a key are noted."""
        return Faults(self.holder(key).marked, self.library.report)

    @property
    def empty(self) -> bool:
        """Return whether there is nothing joint in this campaign."""
        return not any(getattr(self.joint, key) for key in Joint.model_fields if key != "coalition_file")

    def list_file(self, key: str, name: str, at: Path_) -> tuple[Path, str] | None:
        """Return a list beside the campaign file, and how people call it; one elsewhere is refused."""
        holder = self.holder(key)
        folder = holder.path.parent.resolve()
        if name.lower().startswith(("http:", "https:", "www.")):
            self.faults(key).note("LIST001", at, f"{name[:60]!r} is an address on the web, and no file.",
                                  "Open it, download it as CSV (File, Download), put that beside this "
                                  "file, and write its name here.")
            return None
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            self.faults(key).note("LIST001", at, f"{name!r} is no file beside this one.",
                                  "Put the list into the folder of this file, and write its name alone.")
            return None
        return path, self.library.roots.name(path)


def with_joint(library: Library, loaded: Loaded, campaign: ResolvedCampaign) -> ResolvedCampaign:
    """Return a campaign with its joint work on the day of its edition; faults go to the library's report."""
    work = Work(library, loaded, coalition_file(library, loaded), campaign)
    if work.empty:
        return campaign
    sources = {**(work.shared.campaign.sources if work.shared else {}), **campaign.sources}
    work = replace(work, campaign=campaign.model_copy(update={"sources": sources}))
    joint = _joint(work)
    asks = renumbered(work.campaign.asks, joint.demands)
    return work.campaign.model_copy(update={"joint": joint, "asks": asks})


def _joint(work: Work) -> JointHere:
    campaign = work.campaign
    _sources(work)
    demands = demands_of(work.joint.own_demands, work.joint.letter, campaign.asks, work.faults("letter"))
    letter = work.joint.letter
    signers = _signers(work)
    platform = _platform(work, demands)
    tallies = _tallies(work)
    events = _events(work)
    petition = work.joint.petition
    known = _known(work, demands, signers, events)
    _checked(work, known, tallies)
    return JointHere(
        example=work.joint.example, demands=demands, letter=letter, signers=signers, call=work.joint.call,
        deliveries=deliveries(letter, campaign.today, campaign.as_of, work.faults("letter"))
        if letter else (),
        petition=petition, tallies=tallies, platform=platform, pledge=_pledge(work, demands),
        petition_demands=chosen(
            petition.demands, demands, campaign.asks, ("petition", "demands"), work.faults("petition"))
        if petition else (),
        avoid=tuple(work.joint.avoid), events=events, event_kit=work.joint.event_kit, press=work.joint.press,
        embargo=_embargo(work), release=_release(work, demands, campaign.asks), posts=tuple(work.joint.posts),
    )


def joint_stop(spec: DocumentSpec, campaign: ResolvedCampaign, marked: Marked) -> Problem | None:
    """Return why a document of joint work is not made: a key is missing, or the tax status forbids it."""
    missing = next((key for key in spec.needs if not getattr(campaign.joint, key, None)), None)
    if missing:
        names = campaign.documents
        line, column = marked.place(("documents", names.index(spec.id))
                                    if spec.id in names else ("documents",))
        return Problem(marked.name, line, column, "DOC006",
                       f"the document {spec.id!r} needs the key “{missing}:”.",
                       "Write it in the campaign file, or take the document out of the list.")
    if spec.asks_candidates:
        return tax_stop(campaign.tax_status, spec.id, marked.name, *marked.place(("tax_status",)))
    return None


def coalition_file(library: Library, loaded: Loaded) -> Loaded | None:
    """Return the coalition file that a campaign takes its joint keys from, if it names one."""
    name = loaded.campaign.coalition_file
    if name is None:
        return None
    known = library.ids("coalitions")
    if not library.wanted("coalition file", name, known, loaded, ("coalition_file",), "CAMP010"):
        return None
    path = library.roots.find(f"{FOLDER}/{name}.yaml")
    return library.campaign(path) if path else None


def group_file(library: Library, loaded: Loaded) -> Loaded:
    """Return the file that says who publishes: the campaign's own, else the coalition's that it names."""
    own = loaded.marked.mapping.get("coalition")
    shared = coalition_file(library, loaded) if own is None else None
    return shared if shared and shared.campaign.coalition else loaded


def with_group(library: Library, loaded: Loaded) -> Loaded:
    """Return a campaign with who publishes it, which may stand in its coalition's file."""
    group = group_file(library, loaded).campaign.coalition
    return replace(loaded, campaign=loaded.campaign.model_copy(update={"coalition": group}))


def _sources(work: Work) -> None:
    """Report sources that joint keys name and nobody has."""
    known = sorted(work.campaign.sources)
    for key in Joint.model_fields:
        for at, name in _named(getattr(work.joint, key), (key,)):
            if name not in known:
                work.faults(key).note("FACT006", at, f"there is no source {name!r}.", near(name, known))


def _named(value: object, at: Path_) -> Iterator[tuple[Path_, str]]:
    """Yield the path and id of each source below a value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _named(item, (*at, key))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _named(item, (*at, number))
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            item = getattr(value, name)
            if name in ("source", "ballot_source", "authority_source", "status_source") and item:
                yield (*at, name), item
            elif name == "sources":
                yield from (((*at, name, number), key) for number, key in enumerate(item))
            else:
                yield from _named(item, (*at, name))


def _signers(work: Work) -> SignersHere | None:
    spec = work.joint.signers
    if spec is None:
        return None
    closes = _hour(work, ("signers", "closes"), spec.closes, spec.zone, "SIGN010", "the closing time")
    found = work.list_file("signers", spec.file, ("signers", "file"))
    if closes is None or found is None:
        return None
    path, name = found
    report = work.library.report
    signers = read_signers(read_list(path, name, columns(spec), report), spec, name, report)
    if spec.opens and spec.opens > closes.shown.date():
        work.faults("signers").note("SIGN006", ("signers", "opens"), "the list opens after it closes.",
                                    "Correct one of the two days.")
    day = Cutoff(work.campaign.as_of, work.campaign.today, closes)
    return signers_here(spec, signers, day, name, report)


def _tallies(work: Work) -> tuple[TallyHere, ...]:
    tallies, found = work.joint.tallies, []
    counties = _counties(work) if tallies else {}
    known = {tally.id for tally in tallies}
    if work.own.campaign.stands:
        known |= set(_every_tally(work.library))
    check_stands(work.own.campaign.stands, known, work.campaign.today,
                 Faults(work.own.marked, work.library.report))
    for number, tally in enumerate(tallies):
        if tally.as_of <= work.campaign.as_of:
            found.append(tally_here(tally, counties.get(tally.id, []), ("tallies", number),
                                    work.faults("tallies")))
    return tuple(found)


def _every_tally(library: Library) -> Iterator[str]:
    for path in library.campaigns("coalitions"):
        loaded = library.campaign(path)
        yield from (tally.id for tally in (loaded.campaign.tallies if loaded else ()))


def _counties(work: Work) -> dict[str, list[CountyStand]]:
    """Return how counties stand by their own files, by tally; of two files of one county the first counts."""
    found: dict[str, list[CountyStand]] = {}
    counties = work.library.roots.find("toolkits/places/counties.csv")
    table = load(counties.parent) if counties else None
    for path in work.library.campaigns():
        loaded = work.own if path.resolve() == work.own.path.resolve() else work.library.campaign(path)
        if loaded is None:
            continue
        for key, stand in loaded.campaign.stands.items():
            place = get(table, loaded.campaign.place) if table else None
            name = f"{place.name}, {place.state}" if isinstance(place, Place) else loaded.campaign.place
            line, _ = loaded.marked.place(("stands", key))
            ours = loaded.slug == work.own.slug
            if stand.as_of <= work.campaign.as_of and all(one.name != name for one in found.get(key, [])):
                found.setdefault(key, []).append(CountyStand(name, stand, loaded.marked.name, line, ours))
    return found


def _platform(work: Work, demands: Sequence[JointDemand]) -> PlatformHere | None:
    platform = work.joint.platform
    if platform is None:
        return None
    return platform_here(platform, work.joint.actions, {one.id for one in demands}, work.faults("actions"))


def _pledge(work: Work, demands: Sequence[JointDemand]) -> PledgeHere | None:
    pledge = work.joint.pledge
    if pledge is None:
        return None
    points: dict[str, tuple[Text, Text]] = {one.id: (one.title, one.ask) for one in demands}
    points |= {one.id: (one.title, one.text) for one in work.joint.actions}
    return pledge_here(pledge, work.joint.candidates, points, work.campaign.as_of, work.faults("pledge"))


def _events(work: Work) -> tuple[EventHere, ...]:
    found = from_file(work.joint.events, work.faults("events"))
    name = work.joint.events_file
    place = work.list_file("events_file", name, ("events_file",)) if name else None
    if place:
        rows = read_list(*place, COLUMNS, work.library.report)
        found += read_events(rows, place[1], work.library.report)
    return ordered(found)


def _embargo(work: Work) -> Embargo | None:
    """Return the hour before which the press may print nothing; it is printed until its own day is over."""
    press = work.joint.press
    if press is None or press.embargo is None:
        return None
    at = _hour(work, ("press", "embargo"), press.embargo, press.zone, "PRESS015", "the embargo")
    if at is None or at.shown.date() < work.campaign.as_of:
        return None
    return Embargo(at=at.shown, zone=at.name, zone_id=at.zone)


def _hour(work: Work, at: tuple[str, str], value: datetime, zone: str, code: str, what: str) -> Hour | None:
    """Return a moment in its zone, or None with a problem at its place in the file."""
    try:
        return hour(value, zone)
    except ValueError as error:
        work.faults(at[0]).note(code, at, f"{what} {error}.", FIX)
        return None


def _release(work: Work, demands: Sequence[JointDemand], asks: Sequence[Ask]) -> ReleaseHere | None:
    press, quotes = work.joint.press, work.joint.quotes
    if press is None or press.release is None:
        return None
    kept = chosen(
        press.release.demands, demands, asks, ("press", "release", "demands"), work.faults("press"))
    return ReleaseHere(demands=kept,
                       quotes=tuple(quotes[key] for key in press.release.quotes if key in quotes))


def _known(
    work: Work, demands: Sequence[JointDemand], signers: SignersHere | None, events: Sequence[EventHere],
) -> PressFacts:
    """Return what press texts may claim."""
    days = {work.campaign.as_of, *(one.at.date() for one in events), *_days(work, signers)}
    days |= {source.date for source in work.campaign.sources.values() if source.date}
    own = work.joint.letter
    said = [*own.opening, own.lead_in, *own.closing, *(one.ask for one in demands)] if own else []
    letter = " ".join(map(str, said))
    if signers is None:
        return PressFacts(demands, days=frozenset(days), letter=letter)
    counts = {signers.count, signers.organizations, signers.people, *(tier.count for tier in signers.tiers)}
    return PressFacts(demands, frozenset(counts), signers.count, frozenset(days), letter)


def _days(work: Work, signers: SignersHere | None) -> set[date]:
    """Return the days that the letter, the list of signers, the pledge and the press kit name."""
    own, days = work.joint, set[date | None]()
    if own.letter:
        days |= {own.letter.on, own.letter.answer_by, *(one.on for one in own.letter.deliveries)}
    if own.press:
        days |= {one.on for one in (own.press.release, own.press.advisory) if one}
    if own.pledge:
        days |= {own.pledge.election_on, own.pledge.answer_by}
    if signers:
        days |= {signers.closes.date(), signers.opens}
    return {day for day in days if day}


def _checked(work: Work, known: PressFacts, tallies: Collection[TallyHere]) -> None:
    """Check texts against what is known: press, posts, and terms to avoid."""
    press, posts = work.joint.press, work.joint.posts
    if press:
        check_press(press, work.joint.quotes, known, work.campaign.today, work.faults("press"))
    cards = {name for name, there in (("demand", known.demands), ("count", known.count), ("tally", tallies))
             if there}
    check_posts(posts, known, cards, work.faults("posts"))
    terms: Mapping[str, str] = {one.term: f"Say “{one.say}”. {one.why}" if one.say else str(one.why)
                                for one in work.joint.avoid}
    if terms:
        for holder in {id(h): h for h in (work.own, work.shared) if h}.values():
            said = [(spot.text, spot.path) for spot in texts(holder.campaign) if spot.path[0] != "avoid"]
            avoided(said, terms, Faults(holder.marked, work.library.report))
