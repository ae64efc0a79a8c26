"""What a campaign is made with that is not its own: checksums of templates, law and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import NamedTuple

from ..files.overrides import PROPOSED, shared_roots
from ..files.writing import digest
from ..library.library import Library, law_file, policy_file
from ..model import Campaign

SHORT = 12                                           # hex digits of a checksum
ALWAYS = ("templates/parts", "templates/layouts", "templates/look", "toolkits/facts", "toolkits/government",
          "toolkits/records", "toolkits/clauses", "toolkits/rights", "toolkits/sources")
KINDS = {"law": "Law", "toolkits": "Lists and what is known", "templates": "Templates"}


class Change(NamedTuple):
    """What has become of a file or a rule: its kind, "new", "changed" or "gone", and its name."""

    kind: str
    what: str
    name: str


def ingredients(library: Library, campaign: Campaign, states: Iterable[str]) -> dict[str, str]:
    """Return a checksum of each shared file that a campaign's documents are made with, and of each rule.

    Rules of the states, by postal code, are called by file and id: toolkits/law/wi.yaml#wi-175-60.
    """
    shared = shared_roots(library.roots)
    folders = (*ALWAYS, *(f"templates/documents/{name}" for name in campaign.documents),
               *(f"templates/policies/{name}" for name in campaign.policies))
    paths = {relative: path for folder in folders for relative, path in shared.list(folder).items()
             if path.suffix != PROPOSED}
    laws = {law_file(state): library.state_law(state) for state in states}
    for relative in ("toolkits/questions.yaml", *map(policy_file, campaign.policies), *laws):
        if path := shared.find(relative):
            paths[relative] = path
    found = {relative: short(path) for relative, path in paths.items()}
    for file, law in laws.items():
        for rule in law.rules if law else ():
            found[f"{file}#{rule.id}"] = digest(rule.model_dump_json().encode())[:SHORT]
    return dict(sorted(found.items()))


def short(path: Path) -> str:
    """Return the checksum of a file as the manifest has it."""
    return digest(path.read_bytes())[:SHORT]


def states_of(before: Mapping[str, str]) -> list[str]:
    """Return the postal codes of the law among what a campaign was made with; "US" for that of the nation."""
    files = {name.partition("#")[0] for name in before if _kind(name) == "law"}
    return ["US" if name.endswith("/federal.yaml") else PurePath(name).stem.upper() for name in sorted(files)]


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    """Yield what is new, changed or gone, law first; a file of law by its rules, where those have changed."""
    ruled = {name.partition("#")[0] for name in {*before, *now}
             if "#" in name and before.get(name) != now.get(name)}
    for kind in KINDS:
        for name in sorted({*before, *now}):
            if _kind(name) == kind and name not in ruled and before.get(name) != now.get(name):
                what = "new" if name not in before else "gone" if name not in now else "changed"
                yield Change(kind, what, name)


def _kind(name: str) -> str:
    return "law" if name.startswith("toolkits/law/") else name.partition("/")[0]
