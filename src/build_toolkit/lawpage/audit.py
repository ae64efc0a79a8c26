"""What the table of authorities of each state lacks, rule by rule, as text and as rows for a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from ..compose.plain_texts import Voice
from ..legal.law import FEDERAL, STATES
from ..library.library import Library
from ..model import Effect, Rule, Source, StateLaw, Text
from ..model.base import Model
from ..resolve.grades import best, needed
from .situation import law_page
from .text import wrapped

OLD = timedelta(days=2 * 365)                        # a text older than that may have changed
LACKS: Mapping[str, Text] = {
    "words": Text.at("no words of the text are quoted", "law.lacks.words"),
    "pin": Text.at("an effect has no quoted words with their place", "law.lacks.pin"),
    "scope": Text.at("how far it reaches was not read", "law.lacks.scope"),
    "binds": Text.at("whom it binds is not said", "law.lacks.binds"),
    "old": Text.at("the text is older than two years, or its day is not known", "law.lacks.old"),
    "later": Text.at("later acts were not looked for", "law.lacks.later"),
    "source": Text.at("no source is graded as high as it needs", "law.lacks.source"),
    "review": Text.at("nobody has reviewed the state's page", "law.lacks.review"),
}


TOTAL = Text.at("Of {rules} rules, {words} quote words of their text, and {whole} lack nothing but a review.",
                "law.audit-total")
ALL = (*STATES, FEDERAL)


class RuleAudit(Model):
    """A rule and what it lacks, in words of LACKS."""

    id: str
    lacks: tuple[str, ...]


class StateAudit(Model):
    """A state's rules and what they lack; a state without a rule lacks a search, or a review."""

    state: str
    rules: tuple[RuleAudit, ...]
    lacks: tuple[str, ...] = ()                      # said of the file

    def count(self, lack: str) -> int:
        """Return how many of the rules lack something."""
        return sum(lack in rule.lacks for rule in self.rules)


def audits(library: Library, states: Iterable[str], as_of: date) -> tuple[StateAudit, ...]:
    """Return the audit of states that have a file, in the order given.

    Raises:
        ProblemsFound: if a law file, a policy or the bibliography has errors.
    """
    found = []
    for state in states:
        if law := library.state_law(state):
            review = law_page(library, state, as_of).review
            approved = review is not None and review.verdict == "approved"
            found.append(audit(law, library.sources, as_of, reviewed=approved))
    return tuple(found)


def audit(law: StateLaw, sources: Mapping[str, Source], as_of: date, *, reviewed: bool) -> StateAudit:
    """Return what a state's table lacks on a day."""
    unread = ("review",) * (not reviewed)
    rules = tuple(RuleAudit(id=rule.id, lacks=(*_lacking(rule, law, sources, as_of), *unread))
                  for rule in law.rules)
    own = () if law.rules or law.searched_until else ("later",)
    return StateAudit(state=law.state, rules=rules, lacks=(*own, *unread) if not law.rules else ())


def _lacking(rule: Rule, law: StateLaw, sources: Mapping[str, Source], as_of: date) -> Iterator[str]:
    """Yield what a rule lacks, in the order of LACKS, a review apart."""
    shown = {shown for words in rule.words for shown in words.shows}
    searched = rule.searched_until or law.searched_until or rule.in_force_until
    lacks = {
        "words": not rule.words,
        "pin": bool(set(rule.does) - shown),
        "scope": Effect.FORBIDS_SANCTUARY_POLICIES in rule.does,
        "binds": not (rule.binds or rule.ruling),
        "old": rule.kind != "ruling" and _old(rule, as_of),
        "later": searched is None,
        "source": best(sources[key] for key in rule.sources if key in sources) not in needed(rule),
    }
    yield from (key for key, lacking in lacks.items() if lacking)


def _old(rule: Rule, as_of: date) -> bool:
    """Return whether the text read is older than two years on the rule's last day, or the day of asking."""
    last = min(rule.in_force_until or as_of, as_of)
    return rule.text_of is None or rule.text_of < last - OLD


def totals(found: Iterable[StateAudit]) -> dict[str, int]:
    """Return how many rules there are, how many lack nothing but a review, and how many lack each thing."""
    rules = [rule for one in found for rule in one.rules]
    whole = sum(not set(rule.lacks) - {"review"} for rule in rules)
    lacking = {key: sum(key in rule.lacks for rule in rules) for key in LACKS}
    return {"rules": len(rules), "whole": whole, **lacking}


def audit_text(found: tuple[StateAudit, ...], voice: Voice) -> str:
    """Return the audit as text: each rule with what it lacks, and the totals."""
    out: list[str] = []
    for one in found:
        out += [one.state] if one.rules else [f"{one.state}  {', '.join(one.lacks)}"]
        out += [f"  {rule.id:<28}{', '.join(rule.lacks) or '-'}" for rule in one.rules]
    return "\n".join([*out, "", *total_lines(found, voice)]) + "\n"


def total_lines(found: Iterable[StateAudit], voice: Voice) -> list[str]:
    """Return the totals as lines of text, each thing that rules lack with its meaning."""
    sums = totals(found)
    head = voice.say(TOTAL, rules=sums["rules"], words=sums["rules"] - sums["words"], whole=sums["whole"])
    rows = [f"  {key:<8}{sums[key]:>4}  {voice.say(LACKS[key])}" for key in LACKS if sums[key]]
    return [*wrapped(head), *rows]
