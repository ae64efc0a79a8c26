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

from build_toolkit.page.tree import Node
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from factories import law_file

pytestmark = pytest.mark.long
TODAY = date(2026, 11, 30)
SAMPLE, SPANISH = 4, 10                              # of so many cells a plain run takes one; and one in Spanish


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
    day: date

    @property
    def own(self) -> tuple[str, ...]:
        """Return the models of the place's own agreements."""
        return AGREEMENTS[self.agreement][1] if AGREEMENTS[self.agreement][0] in OWN else ()

    @property
    def effects(self) -> tuple[str, ...]:
        return LAWS[self.law]


AGREEMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "none": ("", ()), "jail enforcement": ("sheriff", ("jem",)), "warrant service": ("sheriff", ("wso",)),
    "task force": ("sheriff", ("tfm",)), "two": ("sheriff", ("jem", "wso")), "a city's police": ("police", ("tfm",)),
    "a jail's own": ("jail", ("jem",)),
}
STARTS = {"jem": date(2002, 1, 1), "wso": date(2019, 5, 6), "tfm": date(2025, 1, 20)}
LAWS: dict[str, tuple[str, ...]] = {
    "no rule": (), "requires 287(g)": ("requires-287g",), "forbids 287(g)": ("forbids-287g",),
    "requires detainers": ("requires-detainers",), "limits detainers": ("limits-detainers",),
    "forbids holds": ("forbids-detainer-holds",), "bars limits on sharing": ("bars-limits-on-sharing",),
    "bars all limits": ("bars-limits-on-cooperation",),
    "punishes officials": ("bars-limits-on-cooperation", "punishes-officials"),
}
OFFICES = {
    "sheriff elected": Office("us/wi/dane"), "sheriff appointed": Office("us/co/denver"),
    "state jail, no county": Office("us/ct/greater-bridgeport", "planning-region", sheriff=False, board=False),
    "borough": Office("us/ak/anchorage", "municipality", sheriff=False), "parish": Office("us/la/orleans", "parish"),
    "city of its own": Office("us/va/alexandria", "city"), "regional jail": Office("us/va/prince-william"),
    "commissioners court": Office("us/tx/tarrant"),
    "district": Office("us/dc/district-of-columbia", "district", sheriff=False),
}
OWN = ("sheriff", "jail")                          # whose agreements are the place's own
DAYS = (date(2015, 8, 31), date(2017, 3, 1), date(2021, 6, 30), TODAY)
DOCUMENTS = ("toolkit", "talking-points", "public-comment", "flyer", "slides", "call-script", "rebuttals",
             "fact-sheet", "meeting-agenda", "timeline", "records-request", "ordinance", "monitoring-form",
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
    stops = named.get("law") == "punishes officials" and named.get("document") == "ordinance"       # not drafted
    nobody = agreement and "office" in named and not OFFICES[str(named["office"])].sheriff
    return not stops and not (nobody and AGREEMENTS[str(agreement)][0] in OWN)


DIMENSIONS: tuple[tuple[object, ...], ...] = (DOCUMENTS, tuple(OFFICES), tuple(LAWS), tuple(AGREEMENTS), DAYS)


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
    """Write a project with the law, the list of agreements and the campaign of a cell; return the campaign's file."""
    office, (kind, models) = OFFICES[cell.office], AGREEMENTS[cell.agreement]
    state = office.place.split("/")[1].upper()
    law = law_file(folder, state, *cell.effects)
    law.write_text(law.read_text().replace("2025-01-01", "2010-01-01"))
    source = folder / "toolkits/sources/made.yaml"
    source.write_text(source.read_text().replace("date: '2026-01-15'", "date: '2009-06-01'"))
    entries = [{"agency": "Sheriff’s Office", "model": model, "signed": max(STARTS[model], date(2012, 3, 1)),
                "as_of": cell.day, "source": "made-list"} for model in models if kind in OWN]
    campaign = {"place": office.place, "policies": POLICIES[cell.day], "documents": [cell.document],
                "languages": ["en", "es"], "title": "Who decides at our jail?", "agreements": entries,
                "sources": {"made-list": {"title": "A list", "publisher": "ICE", "date": date(2012, 4, 1),
                                          "read_on": date(2015, 8, 1)}}}
    file = folder / "cell.yaml"
    file.write_text(yaml.dump(campaign, Dumper=Plain, allow_unicode=True, sort_keys=False))
    return file


class Plain(yaml.SafeDumper):
    """Writes what stands twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


class Page(NamedTuple):
    """The words of a page without its sources and what is said about the edition, and its demands in their order."""

    text: str
    demands: tuple[tuple[str, str], ...]             # id and number, as often as they stand there


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
    demands = []
    for node in tree.walk():
        if key := node.attrs.get("data-demand"):
            number = next((one.text() for one in node.walk() if "data-number" in one.attrs), "")
            demands.append((key, number))
    return Page(re.sub(r"[ \t\n]+", " ", "".join(words(tree))), tuple(demands))


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
        r"|Officials here chose to sign|under a signed paper|You must sign",
        lambda c: bool(c.own)),
    "no signature here": (r"We found no agreement here|We know of none|none matched on ICE", lambda c: not c.own),
    "a jail enforcement agreement": (r"can still hold the person\. Deputies question", lambda c: "jem" in c.own),
    "a warrant service agreement": (r"asks for 90 days’ notice", lambda c: "wso" in c.own),
    "a task force agreement": (r"A traffic stop can become", lambda c: "tfm" in c.own),
    "no law that closes it": (r"That nobody ask ICE|We found no agreement here|Sign no agreement with ICE",
                              lambda c: "forbids-287g" not in c.effects),
    "a law that closes it": (r"Our state has closed this door|State law keeps local officers from",
                             lambda c: "forbids-287g" in c.effects),
    "a law that wants it": (r"Our state requires an agreement|State law makes local officers sign|who must sign",
                            lambda c: "requires-287g" in c.effects),
    "a law that orders holds": (r"State law here orders jails|Our state orders jails|State law tells jails to act",
                                lambda c: "requires-detainers" in c.effects),
    "a law that forbids holds": (
        r"Our state has said no to holds|State law here forbids jails to keep|does not let a jail here",
        lambda c: "forbids-detainer-holds" in c.effects),
    "a choice about holds": (
        r"A detainer is a request\.|the answer is yours|(Our|The) jail decides what to answer",
        lambda c: not {"requires-detainers", "forbids-detainer-holds"} & {*c.effects}),
    "a sheriff": (r"(?<!against )\b([Tt]he|[Oo]ur|[Yy]our) sheriff\b(?! announced| needed| denied|’s office of)",
                  lambda c: OFFICES[c.office].sheriff),
    "a board": (r"\b([Tt]he|[Oo]ur|[Yy]our) county board\b", lambda c: OFFICES[c.office].kind == "county"),
    "a county": (r"\b([Oo]ur|[Tt]his|[Yy]our|[Tt]heir) county\b", lambda c: OFFICES[c.office].kind == "county"),
    "a place with one name": (r"District of Columbia, District of Columbia", lambda c: False),
    "words, and no keys of files": (r"\b[a-z]+\.[a-z]+_[a-z]+\b|\bNone\b(?! (was|of|matched))|\{\w|\[ \]",
                                    lambda c: False),
}
IN_SPANISH: dict[str, tuple[str, Holds]] = {
    "a county": (r"\b([Nn]uestro|[Ee]ste|[Ss]u) condado\b", lambda c: OFFICES[c.office].kind == "county"),
    "a sheriff": (r"\b[Ee]l sheriff\b(?! anunció)", lambda c: OFFICES[c.office].sheriff),
    "words that have melted into one": (r"\b(de|a) el (?=[a-záéíóúñ])", lambda c: False),
    "words, and no keys of files": (r"\b[a-z]+\.[a-z]+_[a-z]+\b|\{\w", lambda c: False),
}
CLOSED = {                                           # which law leaves no room for an ask, or has granted it
    "end-287g": {"requires-287g", "punishes-officials", "forbids-287g"},
    "no-new-287g": {"requires-287g", "punishes-officials", "forbids-287g"},
    "no-task-force": {"requires-287g", "punishes-officials", "forbids-287g"},
    "no-hold-without-judge": {"requires-detainers", "punishes-officials", "forbids-detainer-holds",
                              "bars-limits-on-cooperation"},
    "hearing-before-signing": {"forbids-287g"},
    "limit-notification": {"punishes-officials", "bars-limits-on-cooperation"},
    "interview-consent": {"bars-limits-on-cooperation"},
    "watch-the-clock": {"forbids-detainer-holds"}, "keep-the-time": {"forbids-detainer-holds"},
}
NEEDS_AGREEMENT = {"end-287g", "publish-agreement", "quarterly-report", "quarterly-figures", "both-columns",
                   "no-extra-money", "public-hearing", "complaint-route", "language-access"}
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
    numbers = [int(number) for _, number in page.demands if number.isdecimal()]
    runs = [number for at, number in enumerate(numbers) if at and number <= numbers[at - 1] and number != 1]
    if runs and cell.document != "toolkit":          # which has a table of who is asked for what besides
        yield f"numbers its demands {numbers}"
    if len({key for key, _ in page.demands}) > 8:
        yield "makes more than eight demands"


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


ORACLES = (presupposed, asked, later, against_itself)
HERE = Cell("slides", "parish", "forbids 287(g)", "none", date(2021, 6, 30))
BROKEN = {
    "Your office signed this": presupposed, "Our state requires an agreement.": presupposed,
    "This is our county.": presupposed, "That nobody ask ICE for one.": presupposed, "facts.jail_x": presupposed,
    "A traffic stop can become a check.": presupposed, "District of Columbia, District of Columbia": presupposed,
    "Since 2025 it is so.": later, "One of those cases was settled.": against_itself,
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
