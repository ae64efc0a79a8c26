"""Whether what a text presupposes is so here, on a day: the one rule that all kinds of content go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from ..model.government import LocalGovernment
from ..model.law import Effect, Kind
from ..model.resolved import Here, LawHere, ResolvedCampaign
from ..model.when import ALWAYS, LawWhen, When

WhyNot = Literal["", "date", "state", "law", "agreement", "office", "jail", "bail", "fact"]
PENALTIES = {Effect.PUNISHES_OFFICIALS, Effect.PUNISHES_INTERFERENCE}
JAILS: Mapping[str, str] = {"state": "state", "regional-board": "regional", "": "unknown"}


@dataclass(frozen=True)
class Situation:
    """What texts may presuppose: the day, the law in force, the own agreements, who governs, known facts.

    Where it is not known who governs, every office may be there: texts then name it in general words.
    """

    as_of: date
    law: LawHere
    here: Here
    state: str
    government: LocalGovernment | None = None
    known: frozenset[str] = frozenset()

    def stands(self, item: object) -> bool:
        """Return whether a step, message, objection, ... is meant for this place on this day."""
        start = getattr(item, "start", None)
        return not (start and self.as_of < start) and not self.lacks(getattr(item, "when", ALWAYS))

    def lacks(self, when: When) -> WhyNot:
        """Return what of a condition is not so, or "" where all of it holds."""
        kinds = {agreement.kind for agreement in self.here.agreements}
        tests: Mapping[WhyNot, bool] = {
            "date": (when.since or self.as_of) <= self.as_of < (when.until or date.max),
            "state": not when.states or self.state in when.states,
            "law": self._lawful(when.law),
            "agreement": (not when.agreement or any(map(self._signed, when.agreement)))
            and not set(when.without) & set(self.here.models)
            and (not when.signer or bool(kinds & set(when.signer))),
            "office": all(map(self._office, when.office)),
            "jail": not when.jail or self._jail() in when.jail,
            "bail": when.bail is None or self._money_bail(),
            "fact": set(when.known) <= self.known,
        }
        return next((why for why, holds in tests.items() if not holds), "")

    def _lawful(self, when: LawWhen) -> bool:
        """Return whether the law is so; what is only reported is neither there nor lacking."""
        does, told = set(self.law.effects), set(self.law.reported)
        said = {effect for one in self.law.rules if one.word == "opinion" for effect in one.rule.does}
        return ((not when.has or bool(does & {*when.has})) and not (does | told) & {*when.lacks}
                and (not when.opinion or bool(said & {*when.opinion})) and (not when.by or self._by(when))
                and (not when.told or bool((does | told) & {*when.told}))
                and (not when.reported or (bool(told & {*when.reported}) and not does & {*when.reported})))

    def behind(self, when: LawWhen) -> tuple[str, ...]:
        """Return the sources of the rules that a text of such a condition tells of.

        A penalty, and `told`, are reasons for other words, not what they tell: such rules are not named.
        """
        return tuple(dict.fromkeys(
            one.rule.source for one in self.law.rules
            if ({*when.has} if one.switches else {*when.reported} if one.reported else {*when.opinion})
            & {*one.rule.does} - PENALTIES))

    def _by(self, when: LawWhen) -> bool:
        """Return whether what does it is of such a kind; of a statute and an order the statute counts."""
        kinds = {one.rule.kind for one in self.law.rules if one.switches and {*when.has} & {*one.rule.does}}
        return next(filter(kinds.__contains__, get_args(Kind)), None) in when.by

    def _signed(self, word: str) -> bool:
        """Return whether the place has such an agreement; on a day without a list nothing is known of any."""
        if word == "not-only-wso":
            return {*self.here.models} != {"wso"}
        if self.here.agreements:
            return word == "any" or word in self.here.models
        return word == ("none" if self.here.known else "unknown")

    def _office(self, word: str) -> bool:
        here = self.government
        match word:
            case _ if here is None:
                return True
            case "sheriff" | "patrol":
                return here.sheriff in ("elected", "appointed") and (word == "sheriff" or here.patrol)
            case "police":
                return here.police
            case "jail":
                return self._jail() != "state"
        return getattr(here, word) is not None

    def _jail(self) -> str:
        operator = self.government.operator if self.government else ""
        return JAILS.get(operator, "county")

    def _money_bail(self) -> bool:
        ended = self.government.money_bail_ended if self.government else None
        return ended is None or self.as_of < ended


def situation_of(campaign: ResolvedCampaign) -> Situation:
    """Return what texts may presuppose in a campaign."""
    return Situation(campaign.as_of, campaign.law, campaign.here, campaign.place.state,
                     campaign.government, frozenset(campaign.facts))
