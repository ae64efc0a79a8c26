"""Nothing printed that is not so here: every document under pairs of agreement, law, office and day.

The cells are a pairwise set: every pair of values of two dimensions stands together in one of them. Places are real
ones, chosen for who governs them; agreements and law are made up. What a page presupposes is read from its text by
rules that know nothing of the composer: each says which words need what, and is tested on a page that breaks it.
A plain run takes some of the cells, `--all` every one; a tenth is read in Spanish too.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from allpairspy import AllPairs

from build_toolkit.geography.choosing import get
from build_toolkit.geography.places import load
from build_toolkit.model import Place
from build_toolkit.page.tree import Node
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from factories import law_file

pytestmark = pytest.mark.long
TODAY = date(2026, 11, 30)
SAMPLE, SPANISH = 6, 10                              # of so many cells a plain run takes one; and one in Spanish


class Office(NamedTuple):
    """Who governs a place, as everybody there knows it."""

    place: str
    kind: str = "county"
    sheriff: bool = True
    board: bool = True


class Cell(NamedTuple):
    """One page: a document of a place on a day, under a law, with agreements of some agencies."""

    document: str
    office: str
    law: str
    agreement: str
    others: str
    day: date

    @property
    def own(self) -> tuple[str, ...]:
        """Return the models of the place's own agreements."""
        return AGREEMENTS[self.agreement][1]

    @property
    def effects(self) -> tuple[str, ...]:
        return LAWS.get(self.law, ())

    @property
    def reported(self) -> tuple[str, ...]:
        """Return what law is only reported to do."""
        return REPORTED.get(self.law, ())


AGREEMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "none": ("", ()), "not known": ("", ()), "jail enforcement": ("sheriff", ("jem",)),
    "warrant service": ("sheriff", ("wso",)), "task force": ("sheriff", ("tfm",)), "two": ("sheriff", ("jem", "wso")),
    "a jail authority's": ("jail", ("jem",)),
}
OTHERS = {                                           # agencies in the county that are not its own: kind and name
    "no others": ("", ""), "city police": ("police", "Springfield Police Department"),
    "state police": ("state", "State Department of Public Safety"),
}
STARTS = {"jem": date(2002, 1, 1), "wso": date(2019, 5, 6), "tfm": date(2025, 1, 20)}
LAWS: dict[str, tuple[str, ...]] = {
    "no rule": (), "requires 287(g)": ("requires-287g",), "forbids 287(g)": ("forbids-287g",),
    "requires detainers": ("requires-detainers",), "limits detainers": ("limits-detainers",),
    "forbids holds": ("forbids-detainer-holds",), "bars limits on sharing": ("bars-limits-on-sharing",),
    "bars all limits": ("bars-limits-on-cooperation",),
    "punishes officials": ("bars-limits-on-cooperation", "punishes-officials"),
    "requires beds": ("requires-detention-contracts",), "forbids beds": ("forbids-detention-contracts",),
    "requires notice": ("requires-notification",), "requires notice of a status": ("requires-status-notice",),
    "bars limits on notice": ("bars-limits-on-notification",), "bars local blocks": ("bars-limits-on-287g",),
}
REPORTED: dict[str, tuple[str, ...]] = {             # of laws whose text nobody has read
    "287(g) required, it is said": ("requires-287g",), "287(g) forbidden, it is said": ("forbids-287g",),
    "detainers required, it is said": ("requires-detainers",),
    "holds forbidden, it is said": ("forbids-detainer-holds",),
    "officials punished, it is said": ("punishes-officials",),
}
OFFICES = {
    "sheriff elected": Office("us/wi/dane"), "sheriff appointed": Office("us/co/denver"),
    "state jail, no county": Office("us/ct/greater-bridgeport", "planning-region", sheriff=False, board=False),
    "borough": Office("us/ak/anchorage", "municipality", sheriff=False), "parish": Office("us/la/orleans", "parish"),
    "city of its own": Office("us/va/alexandria", "city"), "regional jail": Office("us/va/prince-william"),
    "commissioners court": Office("us/tx/tarrant"),
    "district": Office("us/dc/district-of-columbia", "district", sheriff=False),
}
DAYS = (date(2015, 8, 31), date(2017, 3, 1), date(2021, 6, 30), TODAY)
PLACES = load(Path(__file__).parents[2] / "toolkits/places")
DOCUMENTS = ("toolkit", "sourcebook", "talking-points", "public-comment", "flyer", "slides", "call-script",
             "rebuttals", "fact-sheet", "meeting-agenda", "timeline", "records-request", "ordinance", "monitoring-form",
             "rights-card")
POLICIES = {DAYS[0]: ["pep", "detainers", "287g"], DAYS[1]: ["detainers", "287g"], DAYS[2]: ["287g", "detainers"],
            TODAY: ["287g", "detainers"]}


def possible(row: Sequence[object]) -> bool:
    """Return whether the values of a row, as far as it goes, can stand together."""
    named = dict(zip(Cell._fields, row, strict=False))
    day, agreement = named.get("day"), named.get("agreement")
    models = AGREEMENTS[str(agreement)][1] if agreement else ()
    if isinstance(day, date) and any(STARTS[model] > day for model in models):
        return False
    punished = named.get("law") in ("punishes officials", "officials punished, it is said")
    stops = punished and named.get("document") == "ordinance"       # not drafted
    told = named.get("others", "no others") != "no others" or named.get("day") == TODAY     # by a list
    if agreement == "not known" and told:
        return False
    nobody = agreement and "office" in named and not OFFICES[str(named["office"])].sheriff
    return not stops and not (nobody and models)


DIMENSIONS: tuple[tuple[object, ...], ...] = (DOCUMENTS, tuple(OFFICES), (*LAWS, *REPORTED), tuple(AGREEMENTS),
                                              tuple(OTHERS), DAYS)


def cells() -> list[Cell]:
    """Return cells in which every pair stands that can; those the library misses because of its filter come last."""
    found = [Cell(*row) for row in AllPairs([list(one) for one in DIMENSIONS], filter_func=possible)]
    held = {pair for cell in found for pair in combinations(cell, 2)}
    for row in filter(possible, product(*DIMENSIONS)):
        if not {*combinations(row, 2)} <= held:
            found.append(Cell(*row))                 # type: ignore[arg-type]
            held |= {*combinations(row, 2)}
    return found


CELLS = cells()


# --- the page of a cell -------------------------------------------------------------------------------------------

def written(folder: Path, cell: Cell) -> Path:
    """Write a project with the law, the agreements and the campaign of a cell; return the campaign's file.

    Agreements stand in the campaign where the sheriff alone has some, else in a list as ICE's are imported.
    """
    office, (kind, models) = OFFICES[cell.office], AGREEMENTS[cell.agreement]
    state = office.place.split("/")[1].upper()
    law = law_file(folder, state, *cell.effects, reported=cell.reported)
    law.write_text(law.read_text().replace("2025-01-01", "2010-01-01"))
    source = folder / "toolkits/sources/made.yaml"
    source.write_text(source.read_text().replace("date: '2026-01-15'", "date: '2009-06-01'"))
    made = {"title": "A list", "publisher": "ICE", "date": date(2012, 4, 1), "read_on": date(2015, 8, 1)}
    campaign = {"place": office.place, "policies": POLICIES[cell.day], "documents": [cell.document],
                "languages": ["en", "es"], "title": "Who decides at our jail?", "sources": {"made-list": made}}
    if cell.agreement == "not known":
        pass                                         # neither a list of that day nor the file tells of any
    elif kind == "jail" or OTHERS[cell.others][0]:
        listed(folder, cell, source)
    else:
        campaign["agreements"] = [{"agency": "Sheriff’s Office", "model": model, "signed": signed(model),
                                   "as_of": cell.day, "source": "made-list"} for model in models]
    file = folder / "cell.yaml"
    file.write_text(yaml.dump(campaign, Dumper=Plain, allow_unicode=True, sort_keys=False))
    return file


def signed(model: str) -> date:
    return max(STARTS[model], date(2012, 3, 1))


def listed(folder: Path, cell: Cell, sources: Path) -> None:
    """Write a list of the cell's day with the agreements of the place's own agencies and of others in it."""
    (kind, models), (other, agency) = AGREEMENTS[cell.agreement], OTHERS[cell.others]
    place = get(PLACES, OFFICES[cell.office].place)
    assert isinstance(place, Place)
    name = {"jail": "Riverside Regional Jail Authority"}.get(kind, "Sheriff’s Office")
    rows = [(name, kind, model, signed(model)) for model in models]
    rows += [(agency, other, "jem", signed("jem"))] if other else []
    lines = [f"{place.fips},{place.state},{name},{kind},{model},{day},,{number},"
             for number, (name, kind, model, day) in enumerate(rows, 2)]
    path = folder / f"toolkits/facts/ice-287g/{cell.day}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["fips,state,agency,agency_kind,model,signed,moa,row,note", *lines, ""]))
    entry = {"title": "ICE’s list", "publisher": "ICE", "date": cell.day, "read_on": cell.day, "grade": "primary"}
    with sources.open("a") as file:
        file.write(yaml.dump({f"ice-287g-{cell.day}": entry}, Dumper=Plain, allow_unicode=True))


class Plain(yaml.SafeDumper):
    """Writes what stands twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


class Page(NamedTuple):
    """The words of a page without its sources and what is said about the edition, and its demands in their order."""

    text: str
    demands: tuple[tuple[str, str], ...]             # id and number, as often as they stand there
    clean: frozenset[str] = frozenset()              # demands of which it does not say to ask a lawyer first


SKIPPED = re.compile(r"\b(sources|fine|fn|state|run-foot|sheet-foot|slide-foot|fig-src|written|rule|left-out|band)\b")


def words(node: Node) -> Iterator[str]:
    """Yield the texts of a node that are the program's own words."""
    if node.tag in ("style", "script", "head", "svg") or SKIPPED.search(node.attrs.get("class", "")):
        return
    for child in node.children:
        if isinstance(child, Node):
            yield from words(child)
            yield " \n" if child.tag in ("p", "li", "td", "th", "h1", "h2", "h3", "dd", "dt", "div") else ""
        else:
            yield str(child)


def page(tree: Node) -> Page:
    demands, marked = [], set()
    for node in tree.walk():
        if key := node.attrs.get("data-demand"):
            marked |= {key} if "ask a lawyer first" in node.text().lower() else set()
            number = next((one.text() for one in node.walk() if "data-number" in one.attrs), "")
            demands.append((key, number))
    clean = frozenset({key for key, _ in demands} - marked)
    return Page(re.sub(r"[ \t\n]+", " ", "".join(words(tree))), tuple(demands), clean)


def composed(folder: Path, cell: Cell, language: str = "en") -> Page:
    request = BuildRequest(written(folder, cell), TODAY, as_of=cell.day, languages=(language,))
    made, = compose_all(prepare(request), request)
    errors = [str(one) for one in made.problems if one.severity == "error"]
    assert not errors, (cell, errors[:3])
    return page(made.tree)


# --- what words presuppose ----------------------------------------------------------------------------------------

Holds = Callable[[Cell], bool]
WORDS: dict[str, tuple[str, Holds]] = {
    "a signature here": (
        r"You signed|[Yy]our office signed|[Tt]he official who signed|Someone in [A-Z][^.]* signed"
        r"|What was signed with ICE"
        r"|Officials here chose to sign|under a signed (?:paper|agreement)|You must sign"
        r"|(?:Our sheriff’s office|[Tt]he officials? who runs? our jail) ha(?:s|ve) (?:an|two|several)? ?agreement",
        lambda c: bool(c.own)),
    "no signature here": (r"We found no agreement here|We know of none|none was found on ICE"
                          r"|(?:could|did)n’t find (?:one|an agreement)",
                          lambda c: not c.own and c.agreement != "not known"),
    "nothing known of agreements": (r"We do not know what was signed here|I don’t know if our jail has an",
                                    lambda c: c.agreement == "not known"),
    "a jail enforcement agreement": (r"whom a judge released\. Deputies question", lambda c: "jem" in c.own),
    "a warrant service agreement": (r"asks for 90 days’ notice", lambda c: "wso" in c.own),
    "a task force agreement": (r"A traffic stop can become|end the task force agreement",
                               lambda c: "tfm" in c.own),
    "jail officers who ask nothing": (r"They are not there to question you",
                                      lambda c: not {"jem", "tfm"} & {*c.own}),
    "no law that closes it": (r"That nobody ask ICE|We found no agreement here|Sign no agreement with ICE(?! Act that)",
                              lambda c: "forbids-287g" not in c.effects),
    "a law that closes it": (r"Our state has closed this door|State law keeps local officers from"
                             r"|Our state doesn’t let local officers sign",
                             lambda c: "forbids-287g" in c.effects),
    "a law that wants it": (r"Our state requires an agreement|State law makes local officers sign|who must sign"
                            r"|Our state calls for",
                            lambda c: "requires-287g" in c.effects),
    "a law that orders holds": (r"State law here orders jails|Our state orders jails|State law tells jails to act",
                                lambda c: "requires-detainers" in c.effects),
    "a law that forbids holds": (
        r"Our state has said no to holds|State law here forbids jails to keep|does not let a jail here",
        lambda c: "forbids-detainer-holds" in c.effects),
    "a choice about holds": (
        r"A detainer is a request\.|the answer is yours|Our jail answers|(?:Our|The) jail decides what to answer",
        lambda c: not {"requires-detainers", "forbids-detainer-holds"} & {*c.effects, *c.reported}),
    "a choice to sign": (
        r"chose to sign with ICE|can end it in writing|A letter ends it|[Kk]eep it (?:so|that way)"
        r"|we ask that it stay so",
        lambda c: "requires-287g" not in (*c.effects, *c.reported)),
    "reports of a law on agreements": (
        r"Reports say that state law|State law is said|I’ve heard that state law"
        r"|We hear that state law speaks of (?:these agreements|it|them)\b",
        lambda c: bool({"requires-287g", "forbids-287g"} & {*c.reported})),
    "reports of a law on holds": (
        r"We hear that state law says more|speaks of these requests",
        lambda c: bool({"requires-detainers", "forbids-detainer-holds"} & {*c.reported})),
    "agencies of others": (r"have chiefs, boards and rules of their own", lambda c: c.others != "no others"),
    "a sheriff": (r"(?<!against )(?<!ruled for )\b([Tt]he|[Oo]ur|[Yy]our) sheriff\b"
                  r"(?! announced| needed| denied|’s office (?:of|made))",
                  lambda c: OFFICES[c.office].sheriff),
    "a board": (r"\b([Tt]he|[Oo]ur|[Yy]our) county board\b", lambda c: OFFICES[c.office].kind == "county"),
    "a county": (r"\b([Oo]ur|[Tt]his|[Yy]our|[Tt]heir) county\b", lambda c: OFFICES[c.office].kind == "county"),
    "a place with one name": (r"District of Columbia, District of Columbia", lambda c: False),
    "words, and no keys of files": (r"\b[a-z]+\.[a-z]+_[a-z]+\b|\bNone\b(?! (was|of|matched))|\{\w|\[ \]",
                                    lambda c: False),
}
IN_SPANISH: dict[str, tuple[str, Holds]] = {
    "a county": (r"\b([Nn]uestro|[Ee]ste|[Ss]u) condado\b", lambda c: OFFICES[c.office].kind == "county"),
    "a sheriff": (r"\b[Ee]l sheriff\b(?! anunció| no necesitaba| lo negó)", lambda c: OFFICES[c.office].sheriff),
    "words that have melted into one": (r"\b(de|a) el (?=[a-záéíóúñ])", lambda c: False),
    "words, and no keys of files": (r"\b[a-z]+\.[a-z]+_[a-z]+\b|\{\w", lambda c: False),
}
CLOSED = {                                           # which law leaves no room for an ask, or has granted it
    "end-287g": {"requires-287g", "punishes-officials", "forbids-287g"},
    "no-new-287g": {"requires-287g", "punishes-officials", "forbids-287g"},
    "no-task-force": {"requires-287g", "punishes-officials", "forbids-287g"},
    "no-hold-without-judge": {"requires-detainers", "punishes-officials", "forbids-detainer-holds",
                              "bars-limits-on-cooperation"},
    "limit-notification": {"punishes-officials", "bars-limits-on-cooperation", "requires-notification",
                           "bars-limits-on-notification"},
    "no-detention-contract": {"requires-detention-contracts", "forbids-detention-contracts"},
    "hearing-before-signing": {"forbids-287g", "bars-limits-on-287g", "requires-287g", "punishes-officials",
                               "requires-detention-contracts"},
    "judge-warrant-only": {"requires-detainers", "requires-notification", "bars-limits-on-cooperation"},
    "interview-consent": {"bars-limits-on-cooperation", "punishes-officials"},
    "bail-as-usual": {"forbids-detainer-holds"},
    "citizenship-claims": {"forbids-detainer-holds"},
    "watch-the-clock": {"forbids-detainer-holds"}, "keep-the-time": {"forbids-detainer-holds"},
}
DOUBTED: dict[str, set[str]] = {                     # which law only lets a lawyer say whether an ask may be made
    "end-287g": {"bars-limits-on-287g", "bars-limits-on-cooperation"},
    "no-new-287g": {"bars-limits-on-287g", "bars-limits-on-cooperation"},
    "no-task-force": {"bars-limits-on-287g", "bars-limits-on-cooperation"},
    "no-extra-money": {"bars-limits-on-287g", "bars-limits-on-cooperation"},
    "no-detention-contract": {"bars-limits-on-cooperation", "punishes-officials"},
    "interview-consent": {"requires-status-notice"}, "data-limits": {"requires-status-notice"},
    "hearing-before-signing": {"bars-limits-on-cooperation"}, "check-the-papers": {"punishes-officials"},
    **{key: {"requires-notification", "punishes-officials"}
       for key in ("watch-the-clock", "keep-the-time", "citizenship-claims", "bail-as-usual")},
}
IN_DOUBT = {"requires-287g", "requires-detainers", "requires-detention-contracts", "requires-notification",
            "punishes-officials"}                        # of what law would close: no ask, even as reported
MARKED = ("toolkit", "sourcebook", "talking-points", "slides", "flyer", "meeting-agenda")   # which print the mark
SPOKEN = ("public-comment", "call-script")
NEEDS_AGREEMENT = {"end-287g", "publish-agreement", "quarterly-report", "quarterly-figures", "both-columns",
                   "no-extra-money", "public-hearing", "complaint-route", "language-access"}
NEEDS_NONE = {"no-new-287g", "hearing-before-signing"}
OPPOSITES = [
    (r"We found no agreement here", r"What was signed with ICE"),
    (r"can end it in writing\.", r"State law requires an agreement"),
    (r"State law keeps local officers from", r"before anyone signs with ICE|sign one before a public hearing"),
    (r"Our state has said no to holds", r"A detainer is a request\. The federal"),
]
POINTERS = r"list at the end (?:of this chapter )?(?:has|names)|[Tt]he cases below|the list below|demand \d"
FEW = r"\b(These|Those) are the cases\b|\bOne of those cases\b"


def presupposed(page: Page, cell: Cell, words: Mapping[str, tuple[str, Holds]] = WORDS) -> Iterator[str]:
    """Yield words that presuppose what is not so in a cell."""
    for name, (pattern, holds) in words.items():
        if not holds(cell) and (found := re.search(pattern, page.text)):
            start = max(found.start() - 40, 0)
            yield f"presupposes {name}: …{page.text[start:found.end() + 30]}…"


def asked(page: Page, cell: Cell) -> Iterator[str]:
    """Yield demands that law has closed, that need an agreement, that stand out of order, or are too many."""
    for key in dict.fromkeys(key for key, _ in page.demands):
        if CLOSED.get(key, set()) & {*cell.effects}:
            yield f"asks for {key}, which the law closes"
        if key in NEEDS_AGREEMENT and not cell.own:
            yield f"asks for {key} without an agreement"
        if key in NEEDS_NONE and (cell.own or cell.agreement == "not known"):
            yield f"asks for {key} where it is not known that there is none"
    numbers = [int(number) for _, number in page.demands if number.isdecimal()]
    runs = [number for at, number in enumerate(numbers) if at and number <= numbers[at - 1] and number != 1]
    if runs and cell.document not in ("toolkit", "sourcebook"):    # which say besides who is asked for what
        yield f"numbers its demands {numbers}"
    if len({key for key, _ in page.demands}) > 8:
        yield "makes more than eight demands"


def unsure(page: Page, cell: Cell) -> Iterator[str]:
    """Yield demands that a lawyer has to see first and that do not say so, or that an agreement here has answered."""
    effects = {*cell.effects, *cell.reported}
    for key in dict.fromkeys(key for key, _ in page.demands):
        if CLOSED.get(key, set()) & IN_DOUBT & {*cell.reported}:
            yield f"asks for {key}, where law is reported to order or punish the contrary"
        doubts = DOUBTED.get(key, set()) & effects or CLOSED.get(key, set()) & IN_DOUBT & {*cell.reported}
        if doubts and cell.document in SPOKEN:
            yield f"asks for {key} aloud, where law {min(doubts)}"
        if doubts and key in page.clean and cell.document in MARKED:
            yield f"asks for {key} and not for a lawyer, where law {min(doubts)}"
        if (key == "no-task-force" and "tfm" in cell.own) or (key == "choose-least-model" and cell.own == ("wso",)):
            yield f"asks for {key}, which the agreement in force has answered"
        if key == "no-detention-contract" and OFFICES[cell.office].kind == "planning-region":
            yield "asks about beds in a jail of the state"


def later(page: Page, cell: Cell) -> Iterator[str]:
    """Yield years after that of the edition."""
    for year in sorted({int(found) for found in re.findall(r"\b(20[0-4]\d)\b", page.text)}):
        told = re.sub(r"last checked on [A-Z][a-z]+ \d+, \d{4}", "", page.text)     # when somebody looked: no news
        if year > cell.day.year and cell.day != TODAY and str(year) in told:
            at = page.text.index(str(year))
            yield f"knows of {year}: …{page.text[max(at - 60, 0):at + 20]}…"


def against_itself(page: Page, cell: Cell) -> Iterator[str]:
    """Yield opposites that stand on one page, and pointers that no reference resolved."""
    for one, other in OPPOSITES:
        if re.search(one, page.text) and re.search(other, page.text):
            yield f"says “{one}” and “{other}”"
    for pattern in (POINTERS, FEW):
        if found := re.search(pattern, page.text):
            yield f"points to “{found[0]}”"


ORACLES = (presupposed, asked, unsure, later, against_itself)
HERE = Cell("slides", "parish", "forbids 287(g)", "none", "no others", date(2021, 6, 30))
BROKEN = {
    "Your office signed this": presupposed, "Our state requires an agreement.": presupposed,
    "This is our county.": presupposed, "That nobody ask ICE for one.": presupposed, "facts.jail_x": presupposed,
    "A traffic stop can become a check.": presupposed, "District of Columbia, District of Columbia": presupposed,
    "Reports say that state law is so.": presupposed, "We hear that state law says more.": presupposed,
    "These have chiefs, boards and rules of their own.": presupposed, "Since 2025 it is so.": later,
    "One of those cases was settled.": against_itself,
    "We found no agreement here. What was signed with ICE": against_itself,
}


@pytest.mark.parametrize("text", BROKEN)
def test_each_rule_finds_the_page_that_breaks_it(text: str) -> None:
    assert list(BROKEN[text](Page(text, ()), HERE))
    assert not [found for oracle in ORACLES for found in oracle(Page("ICE asks, and the jail answers.", ()), HERE)]


@pytest.mark.parametrize("demands", [
    (("end-287g", "1"),), (("hearing-before-signing", ""),), (("detainer-log", "2"), ("publish-rule", "2")),
    tuple((f"d{n}", str(n)) for n in range(1, 10)),
])
def test_asks_that_should_not_stand_are_found(demands: tuple[tuple[str, str], ...]) -> None:
    assert list(asked(Page("", demands), HERE))
    punished = HERE._replace(document="slides", law="officials punished, it is said", day=TODAY)
    clean = Page("", (("no-detention-contract", "1"),), frozenset({"no-detention-contract"}))
    assert list(unsure(clean, punished)) and not list(unsure(clean._replace(clean=frozenset()), punished))


def test_every_pair_of_values_that_can_stand_together_does() -> None:
    wanted = {pair for row in product(*DIMENSIONS) if possible(row) for pair in combinations(row, 2)}
    assert wanted == {pair for cell in CELLS for pair in combinations(cell, 2)}
    assert all(value in {cell[at] for cell in CELLS} for at, one in enumerate(DIMENSIONS) for value in one)


def test_nothing_is_printed_that_is_not_so(tmp_path: Path, whole: bool) -> None:
    faults = []
    for number, cell in enumerate(CELLS if whole else CELLS[::SAMPLE]):
        folder = tmp_path / str(number)
        folder.mkdir()
        made = composed(folder, cell)
        found = [one for oracle in ORACLES for one in oracle(made, cell)]
        if number % SPANISH == 0 and cell.document != "rights-card":   # printed in approved words only
            found += presupposed(composed(folder, cell, "es"), cell, IN_SPANISH)
        faults += [f"{' / '.join(map(str, cell))}: {one}" for one in found]
    assert not faults, "\n".join([f"{len(faults)} faults in {len(CELLS)} cells", *faults[:60]])
