"""Checks of sources: none graded higher than its host can be, no claim on less than its kind needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..files.yamlio import Marked
from ..library.library import Library, Loaded, law_file, policy_file
from ..model import Hosts, Policy, Rule, Source, StateLaw
from ..model.facts import GRADES, Grade
from ..problems import Severity

TEXT: tuple[Grade, ...] = ("primary", "copy")        # what the words of a statute rest on
RECORD: tuple[Grade, ...] = (*TEXT, "record")        # what a ruling, an order or a checked fact rests on
Keys = tuple[str | int, ...]


def check_grades(library: Library) -> None:
    """Report each source of the bibliography that is graded higher than its host can be."""
    known = library.sources
    for file in library.roots.list("toolkits/sources", "*.yaml"):
        if marked := library.marked(file):
            _check(library, marked, {key: known[key] for key in known if ("sources", key) in marked.marks})


def check_own_sources(library: Library, loaded: Loaded) -> None:
    """Report the same of a campaign's own sources, and confirmed facts that rest on a group's page."""
    _check(library, loaded.marked, loaded.campaign.sources)
    known = {**library.sources, **loaded.campaign.sources}
    for key, fact in loaded.campaign.facts.items():
        source = known.get(fact.source)
        if source and source.grade in ("group", "other") and fact.confidence == "confirmed":
            _weak(library, loaded.marked.name, loaded.marked.place(("facts", key, "source")),
                  f"the fact {key} is confirmed, but its source is graded {source.grade}.",
                  "Name a record or a newspaper, or write confidence: reported.")


def check_claims(library: Library, laws: Iterable[StateLaw], policies: Iterable[Policy]) -> None:
    """Warn of each rule of law and each authority whose sources are weaker than its kind needs."""
    for law in laws:
        for number, rule in enumerate(law.rules):
            at = ("rules", number, "source")
            _claim(library, law_file(law.state), at, f"the rule {rule.id}", needed(rule), rule.sources)
    for policy in policies:
        for number, one in enumerate(policy.authorities):
            if one.certainty == "confirmed":
                at = ("authorities", number, "source")
                _claim(library, policy_file(policy.id), at, f"the authority {one.id}", RECORD, [one.source])


def needed(rule: Rule) -> tuple[Grade, ...]:
    """Return the grades that a rule can rest on: its text, or for what courts and officials say a record."""
    return TEXT if rule.kind in ("statute", "regulation") else RECORD


def best(sources: Iterable[Source]) -> Grade | None:
    """Return the best grade among sources; None if none has one."""
    return min((source.grade for source in sources if source.grade), key=GRADES.index, default=None)


def _check(library: Library, marked: Marked, sources: Mapping[str, Source]) -> None:
    hosts = library.table(Hosts)
    for key, source in sources.items() if hosts else ():
        allowed = hosts.allowed(source.url) if hosts else ()
        if source.grade and source.grade not in allowed:
            line, column = marked.place(("sources", key, "grade"))
            what = f"the source {key} is graded {source.grade}; a page at its host is at most {allowed[0]}."
            library.report.add("SRC006", what, "Correct the grade, or add the host to toolkits/hosts.yaml.",
                               file=marked.name, line=line, column=column)


def _claim(
    library: Library, file: str, path: Keys, what: str, need: tuple[Grade, ...], keys: Iterable[str],
) -> None:
    found = best(_known(library, keys))
    if found and found not in need and (marked := library.marked(file)):
        _weak(library, file, marked.place(path), f"{what} rests on a source graded {found}.",
              f"Read it in one that is graded {', '.join(need)}.")


def _known(library: Library, keys: Iterable[str]) -> Iterator[Source]:
    return (library.sources[key] for key in keys if key in library.sources)


def _weak(library: Library, file: str, place: tuple[int, int], what: str, fix: str) -> None:
    line, column = place
    library.report.add("SRC007", what, fix, file=file, line=line, column=column, severity=Severity.WARNING)
