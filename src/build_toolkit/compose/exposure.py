"""Whether a page shows anything of a campaign that must not be kept outside its own folder.

A page is public unless its templates opened, somewhere on the way, something that is not listed here: a new
kind of record counts as private until somebody lists it. Templates reach values only by opening records
(`sandbox`), so nothing is printed that was not looked at here. Stories, contacts, signers, events, the press,
petitions, drafts of papers, requests for records and review packets are not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ..model import Fact, PrintedStory
from ..model.facts import Sensitivity
from .ledger import LEDGER

PACKAGE = __package__.rpartition(".")[0]
# What libraries and lists say of laws, offices and counties, and how a page is set.
MODULES = frozenset(f"{PACKAGE}.{name}" for name in (
    "model.facts", "model.government", "model.law", "model.policy", "model.resolved", "model.when",
    "compose.notes", "compose.variables", "page.outline"))
RECORDS: Mapping[str, frozenset[str]] = {
    "Coalition": frozenset(("name", "members", "phone", "web", "meeting", "contact_public")),
    "OwnMeeting": frozenset(("at", "place")),
    "DocumentSpec": frozenset(("id", "title", "purpose", "layout", "notes", "edition", "reading_level")),
    "RightsLine": frozenset(("situation", "text", "officer", "why", "order", "fits", "sources", "cites",
                             "certainty", "when", "review", "settle_first")),
}


def opened(record: object, name: str, value: object) -> None:
    """Note that a template opened a field of a record; one that holds nothing shows nothing."""
    if isinstance(record, Fact):
        public = record.sensitivity is Sensitivity.PUBLIC
    else:
        kind = type(record)
        public = not value or _listed(kind.__module__, kind.__name__, name)
    if not public and (ledger := LEDGER.get(None)):
        ledger.private = True
        if isinstance(record, PrintedStory):
            ledger.stories.add(record.id)            # so that its files can be called back


@lru_cache(maxsize=4096)
def _listed(module: str, kind: str, name: str) -> bool:
    if not module.startswith(f"{PACKAGE}."):         # a mapping, a loop, a macro: what is in it is looked at
        return True
    return module in MODULES or name in RECORDS.get(kind, ())
