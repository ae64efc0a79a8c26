"""Rules across files: what a campaign asks for, what policies and laws refer to. Layer 3, beside `resolve`.

Each check adds problems to the library's report and returns nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .library import Library, Loaded
from .model import Policy


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
            report.add("CAMP006", f"the agreement of {agreement.agency} was signed on {agreement.signed}, after today.",
                       "Correct the year.", file=name, line=line, column=column)
        if agreement.ended and agreement.ended < agreement.signed:
            report.add("CAMP007", f"the agreement of {agreement.agency} ended before it was signed.",
                       "Correct one of the two dates.", file=name, line=line, column=column)


def check_library(library: Library) -> None:
    """Check everything a library holds: policies, laws, documents, questions, sources."""
    sources = set(library.sources)
    library.questions  # noqa: B018  reading it reports its problems
    for key in library.ids("policies"):
        policy = library.policy(key)
        if policy:
            _policy(library, policy, sources)
    for name in library.ids("law"):
        found = library.state_law("US" if name == "federal" else name.upper())
        if found:
            used = [(("rules", n, "source"), rule.source) for n, rule in enumerate(found.rules)]
            _known(library, f"toolkits/law/{name}.yaml", used, sources)
    for document in library.documents():
        library.document(document)


def _policy(library: Library, policy: Policy, sources: set[str]) -> None:
    used: list[tuple[tuple[str | int, ...], str]] = []
    for part in ("life", "variants", "authorities", "objections", "messages", "demands"):
        used += [((part, n, "source"), item.source) for n, item in enumerate(getattr(policy, part)) if item.source]
    _known(library, f"toolkits/policies/{policy.id}.yaml", used, sources)


def _known(library: Library, file: str, used: Iterable[tuple[tuple[str | int, ...], str]], sources: set[str]) -> None:
    marked = library.marked(file)
    for path, source in used:
        if source not in sources:
            line, column = marked.place(path) if marked else (0, 0)
            library.report.add("SRC005", f"there is no source {source!r}.", "Add it to a file in toolkits/sources/.",
                               file=file, line=line, column=column)
