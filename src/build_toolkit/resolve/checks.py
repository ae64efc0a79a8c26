"""Checks across files: whether what campaigns, policies, laws and documents refer to is there.

Each check adds problems to the library's report and returns nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from ..files.yamlio import Faults, near
from ..legal.law import FEDERAL, check, check_all, law_here, sources_of, status
from ..library.library import TABLES, Library, Loaded, law_file, policy_file
from ..model import Demand, DocumentSpec, LawHere, Offices, Policy, ResolvedCampaign, StateForms, StateLaw
from ..model.base import Model
from ..model.government import LocalForm, StateForm
from ..model.when import When
from .drafting import check_clauses, circle_in
from .grades import check_claims, check_grades, check_own_sources
from .people import check_people
from .slips import check_slips
from .unread import check_chapters, check_documents

FITTED = ("steps", "demands", "objections", "messages", "audiences", "terms")     # have conditions
# keys that name sources
SOURCES = {"source", "more_sources", "sources", "money_bail_source", "jail_source", "veto"}
Keys = tuple[str | int, ...]


def check_campaign(library: Library, loaded: Loaded, today: date) -> None:
    """Check a campaign file against the rest of the library."""
    campaign, report, name = loaded.campaign, library.report, loaded.marked.name
    for key, source in campaign.sources.items():
        line, column = loaded.marked.place(("sources", key, "read_on"))
        if source.read_on > today:
            report.add("SRC004", f"the source {key} was read on {source.read_on}, after today, {today}.",
                       "Correct read_on.", file=name, line=line, column=column)
    for number, agreement in enumerate(campaign.agreements or []):
        line, column = loaded.marked.place(("agreements", number, "signed"))
        if agreement.signed > today:
            report.add("CAMP006",
                       f"the agreement of {agreement.agency} was signed on {agreement.signed}, after today.",
                       "Correct the year.", file=name, line=line, column=column)
    check_slips(library, loaded, today)
    check_own_sources(library, loaded)
    check_people(library, loaded)
    check_chapters(library, loaded)


def check_used(
    library: Library, loaded: Loaded, campaign: ResolvedCampaign, documents: Mapping[str, DocumentSpec],
) -> frozenset[str]:
    """Check the content that a campaign uses: its state's law, policies, documents, imported facts, tables.

    Each unknown source is reported at the place that names it, so that no template has to be blamed for it.
    """
    sources = set(library.sources)
    policies = [policy for key in loaded.campaign.policies if (policy := library.policy(key))]
    laws = {file: law for state in (campaign.place.state, FEDERAL)
            for file, law in _law(library, state, sources)}
    missing = {source for law in laws.values() for source in sources_of(law)} - sources
    for policy in policies:
        missing |= _described(library, policy_file(policy.id), policy, sources)
        _conditions(library, policy_file(policy.id), policy)
    for kind, (file, _, _) in TABLES.items():        # those that were read for this campaign
        if library.marked(file) and (table := library.table(kind)):
            missing |= _described(library, file, table, sources)
    _asks_left(library, policies, laws)
    for name, document in documents.items():
        _document(library, name, document)
    check_documents(library, documents)
    own = loaded.campaign
    entries = (*own.facts.values(), *(own.agreements or ()))
    missing |= {entry.source for entry in entries} - set(campaign.sources)
    return frozenset(missing | _imported(library, campaign))


def government(library: Library) -> tuple[Offices, StateForms] | None:
    """Return the tables of government; None if one cannot be read, or names an office that is not there."""
    offices, forms = library.table(Offices), library.table(StateForms)
    marked = library.marked(TABLES[StateForms][0])
    if offices is None or forms is None or marked is None:
        return None
    faults, before = Faults(marked, library.report), len(library.report)
    for at, name, known in _offices_named(offices, forms):
        if name not in known:
            faults.note("GOV003", at, f"{at[-1]} names {name!r}, which offices.yaml does not have.",
                        near(name, known))
    return (offices, forms) if len(library.report) == before else None


def _offices_named(offices: Offices, forms: StateForms) -> Iterator[tuple[Keys, str, Collection[str]]]:
    """Yield each place in states.yaml that names an office or instrument, the name, and what is known."""
    for state, form in forms.states.items():
        more = [("kinds", form.kinds), ("counties", form.counties)]
        parts: list[tuple[Keys, StateForm | LocalForm]] = [((), form)]
        parts += [((name, key), one) for name, local in more for key, one in local.items()]
        for at, one in parts:
            if called := getattr(one, "called", None):
                yield ("states", state, *at, "called"), called, offices.places
            yield from ((("states", state, *at, key), name, offices.offices)
                        for key in ("board", "budget", "executive") if (name := getattr(one, key)))
        yield from ((("states", state, "acts", key), act, offices.instruments)
                    for key, act in form.acts.items())


def _imported(library: Library, campaign: ResolvedCampaign) -> set[str]:
    """Report facts of imported lists whose source nobody has described; return those sources."""
    missing = set()
    for fact in campaign.facts.values():
        file, _, line = fact.origin.rpartition(":")
        if fact.source not in campaign.sources and file.endswith(".csv") and line.isdigit():
            missing.add(fact.source)
            library.report.add("SRC005", f"there is no source {fact.source!r}.",
                               "Add it to a file in toolkits/sources/.", file=file, line=int(line))
    return missing


def check_library(library: Library) -> None:
    """Check everything a library holds: policies, laws, documents, questions, sources."""
    sources = set(library.sources)
    library.questions  # noqa: B018  reading it reports its problems
    policies = [policy for key in library.ids("policies") if (policy := library.policy(key))]
    for policy in policies:
        _described(library, policy_file(policy.id), policy, sources)
        _conditions(library, policy_file(policy.id), policy)
    for kind, (file, _, _) in TABLES.items():
        if table := library.table(kind):
            _described(library, file, table, sources)
    government(library)
    _demands(library, policies)
    check_clauses(library)
    check_grades(library)
    laws = _laws(library, sources)
    check_claims(library, laws.values(), policies)
    _asks_left(library, policies, laws)
    documents = {name: document for name in library.documents() if (document := library.document(name))}
    for name, document in documents.items():
        _document(library, name, document)
    check_documents(library, documents)


def _laws(library: Library, sources: set[str]) -> Mapping[str, StateLaw]:
    """Check each law file and all together; return those that can be read, by their names."""
    states = [FEDERAL if name == "federal" else name.upper() for name in library.ids("law")]
    laws = {file: law for state in states for file, law in _law(library, state, sources)}
    marks = {file: marked for file in laws if (marked := library.marked(file))}
    read = {law.state for law in laws.values()}
    library.report.extend(check_all(laws, marks, [state for state in states if state not in read]))
    return laws


def _law(library: Library, state: str, sources: set[str]) -> Iterator[tuple[str, StateLaw]]:
    """Check the law file of a state, if there is one; yield its name and its law if it can be read."""
    found, file = library.state_law(state), law_file(state)
    if found and (marked := library.marked(file)):
        library.report.extend(check(found, marked, sources))
        yield file, found


def _asks_left(library: Library, policies: list[Policy], laws: Mapping[str, StateLaw]) -> None:
    """Report each law that bars every demand of a policy: a document there would ask for nothing."""
    federal = laws.get("toolkits/law/federal.yaml")
    for file, own in laws.items():
        here = law_here(own, federal, own.checked_on)
        for policy in policies if own.state != FEDERAL else ():
            barring = _barring(policy, here, own.checked_on)
            if barring:
                rule = next((n for n, rule in enumerate(own.rules) if rule.id in barring), 0)
                _told(library, file, ("rules", rule, "does"), "LAW017",
                      f"with {', '.join(barring)} no demand of the policy {policy.id!r} is open.",
                      "Correct what it does, or add a demand to "
                      f"toolkits/policies/{policy.id}.yaml that it leaves open.")


def _barring(policy: Policy, here: LawHere, day: date) -> list[str]:
    """Return the ids of the rules that bar all a policy asks for on a day; none where a demand is open."""
    standing = [status(d, here) for d in policy.demands if not policy.ended and _asked_on(d, day)]
    if any(word == "open" for word, _ in standing):
        return []
    return list(dict.fromkeys(a.rule.id for word, because in standing if word == "barred" for a in because))


def _asked_on(demand: Demand, day: date) -> bool:
    return (demand.when.since or day) <= day < (demand.when.until or date.max)


def _demands(library: Library, policies: list[Policy]) -> None:
    """Check what demands of all policies say of each other, and their dates."""
    owner: dict[str, str] = {}
    known = {demand.id: demand for policy in policies for demand in policy.demands}
    for policy in policies:
        file = policy_file(policy.id)
        for number, demand in enumerate(policy.demands):
            at = ("demands", number)
            for n, other in enumerate(demand.instead_of):
                if other not in known:
                    _told(library, file, (*at, "instead_of", n), "POL003", f"there is no demand {other!r}.",
                          "Name one of this or another policy.")
            if never := _never(demand, known):
                _told(library, file, at, "POL006", f"this is never asked: {never}.", "Correct one of them.")
            if demand.id in owner:
                _told(library, file, (*at, "id"), "POL004",
                      f"the demand {demand.id!r} is in {owner[demand.id]} too.", "Give each its own id.")
            owner.setdefault(demand.id, file)
    _circle(library, policies, owner)


def _circle(library: Library, policies: list[Policy], owner: Mapping[str, str]) -> None:
    """Report demands that stand for one another in a circle."""
    circle = circle_in({demand.id: demand.instead_of for policy in policies for demand in policy.demands})
    if circle and circle[0] in owner:
        keys = [demand.id for policy in policies if policy_file(policy.id) == owner[circle[0]]
                for demand in policy.demands]
        _told(library, owner[circle[0]], ("demands", keys.index(circle[0]), "instead_of"), "POL007",
              f"these demands stand for one another in a circle: {', '.join(circle)}.", "Take one out.")


def _never(demand: Demand, known: Mapping[str, Demand]) -> str:
    """Return why nothing can make a demand open, or ""."""
    needed = {*demand.when.law.has}
    if needed and needed <= {*demand.barred_by, *demand.met_by}:
        return "the law that it needs bars it, or has met it"
    if demand.instead_of and not any(known[key].barred_by for key in demand.instead_of if key in known):
        return "it stands where others are barred, and nothing bars those"
    return ""


def _document(library: Library, name: str, document: DocumentSpec) -> None:
    """Check that a document's layout and chapters are there."""
    folder, policies = f"templates/documents/{name}", library.ids("policies")
    if not library.roots.find(f"templates/layouts/{document.layout}.html.j2"):
        _told(library, f"{folder}/document.yaml", ("layout",), "DOC002",
              f"there is no layout {document.layout!r}.",
              "Write it in templates/layouts/, or name another one.")
    for number, entry in enumerate(document.chapters):
        if not any(library.roots.find(f"templates/{path}") for path in entry.files(name, policies)):
            _told(library, f"{folder}/document.yaml", ("chapters", number), "DOC001",
                  f"there is no chapter {entry.file or entry.each_policy!r}.",
                  "Write it, or take it out here.")


def _conditions(library: Library, file: str, policy: Policy) -> None:
    """Report conditions of a policy that can never be true, and facts in them that no question asks for."""
    starts = {variant.id: variant.start for variant in policy.variants if variant.start}
    items: dict[Keys, When] = {(name, number, "when"): item.when for name in FITTED
                               for number, item in enumerate(getattr(policy, name))}
    for at, when in items.items():
        for fact in (fact for fact in when.known if fact not in library.questions):
            _told(library, file, (*at, "known"), "POL005", f"no question declares the fact {fact!r}.",
                  near(fact, library.questions, "Add it to toolkits/questions.yaml."))
        late = [model for model in when.agreement if when.until and starts.get(model, date.min) >= when.until]
        if when.until and late and len(late) == len(when.agreement):
            _told(library, file, at, "POL006", f"this can never be true: {late[0]} began on "
                  f"{starts.get(late[0])}, and the text ends on {when.until}.", "Correct one of them.")


def _described(library: Library, file: str, content: Model, sources: set[str]) -> set[str]:
    """Report each source that a file names and nobody has described; return their ids."""
    missing = [(path, source) for path, source in _named(content) if source not in sources]
    for path, source in missing:
        _told(library, file, path, "SRC005", f"there is no source {source!r}.",
              "Add it to a file in toolkits/sources/.")
    return {source for _, source in missing}


def _named(value: object, path: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Yield every source that a model names, with its place in the file."""
    if isinstance(value, Model):
        for key in type(value).model_fields:
            yield from _named(getattr(value, key), (*path, key))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _named(item, (*path, key))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _named(item, (*path, number))
    elif isinstance(value, str) and value and SOURCES & {*path[-2:]}:
        yield path, value


def _told(library: Library, file: str, path: tuple[str | int, ...], code: str, what: str, fix: str) -> None:
    marked = library.marked(file)
    line, column = marked.place(path) if marked else (0, 0)
    library.report.add(code, what, fix, file=file, line=line, column=column)
