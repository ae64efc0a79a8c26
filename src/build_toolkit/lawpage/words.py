"""The words for what a law does, how far it has come and how sure that is, ready to be translated.

What pages say elsewhere too has the context "part", so that translators meet it once.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Effect, Text

EFFECTS: Mapping[Effect, Text] = {
    Effect.REQUIRES_287G: Text.at("requires 287(g) agreements", "law.effect.requires-287g"),
    Effect.FORBIDS_287G: Text.at("forbids 287(g) agreements", "law.effect.forbids-287g"),
    Effect.LIMITS_287G: Text.at("sets conditions for 287(g) agreements", "law.effect.limits-287g"),
    Effect.REQUIRES_DETAINERS: Text.at(
        "requires jails to comply with detainers", "law.effect.requires-detainers"),
    Effect.LIMITS_DETAINERS: Text.at(
        "allows holds on a detainer in listed cases only", "law.effect.limits-detainers"),
    Effect.FORBIDS_DETAINER_HOLDS: Text.at("forbids holds on a detainer",
                                           "law.effect.forbids-detainer-holds"),
    Effect.REQUIRES_NOTIFICATION: Text.at("requires notice to ICE", "law.effect.requires-notification"),
    Effect.LIMITS_NOTIFICATION: Text.at("limits notice to ICE", "law.effect.limits-notification"),
    Effect.LIMITS_INTERVIEWS: Text.at("sets conditions for ICE interviews in jail",
                                      "law.effect.limits-interviews"),
    Effect.LIMITS_TRANSFERS: Text.at("limits handing people over to ICE", "law.effect.limits-transfers"),
    Effect.FORBIDS_DETENTION_CONTRACTS: Text.at(
        "forbids contracts for immigration detention", "law.effect.forbids-detention-contracts"),
    Effect.LIMITS_DETENTION_CONTRACTS: Text.at(
        "limits contracts for immigration detention", "law.effect.limits-detention-contracts"),
    Effect.FORBIDS_SANCTUARY_POLICIES: Text.at(
        "forbids local rules that limit work with ICE", "law.effect.forbids-sanctuary-policies"),
    Effect.LIMITS_STATUS_QUESTIONS: Text.at(
        "limits questions about immigration status", "law.effect.limits-status-questions"),
    Effect.REQUIRES_STATUS_CHECKS: Text.at(
        "requires checks of immigration status", "law.effect.requires-status-checks"),
    Effect.REQUIRES_TRANSPARENCY: Text.at(
        "requires openness: records, figures or hearings", "law.effect.requires-transparency"),
    Effect.PUNISHES_OFFICIALS: Text.at(
        "punishes officials for a policy or a vote", "law.effect.punishes-officials"),
}
STATES: Mapping[str, Text] = {  # where a rule stands on a day; parts/law.html.j2 says the same
    "in-force": Text.at("In force", "part"),
    "partly-blocked": Text.at("In force, blocked in part by a court", "part"),
    "blocked": Text.at("Blocked by a court", "part"),
    "coming": Text.at("Not yet in force", "part"),
    "proposed": Text.at("Proposed, not law", "part"),
    "past": Text.at("No longer in force", "part"),
}
STAGES: Mapping[str, Text] = {
    "introduced": Text.at("introduced", "law.stage.introduced"),
    "passed": Text.at("passed", "law.stage.passed"),
    "enacted": Text.at("enacted", "law.stage.enacted"),
    "in-force": Text.at("in force", "law.stage.in-force"),
    "enjoined-in-part": Text.at("blocked in part by a court", "law.stage.enjoined-in-part"),
    "enjoined": Text.at("blocked by a court", "law.stage.enjoined"),
    "repealed": Text.at("repealed", "law.stage.repealed"),
    "expired": Text.at("expired", "law.stage.expired"),
}
CERTAINTY: Mapping[str, Text] = {  # the surest first; the last three are said of a state only
    "confirmed": Text.at("confirmed", "law.certainty.confirmed"),
    "secondhand": Text.at("secondhand", "law.certainty.secondhand"),
    "uncertain": Text.at("uncertain", "law.certainty.uncertain"),
    "none-known": Text.at("no rule known", "law.certainty.none-known"),
    "none-in-force": Text.at("none in force", "law.certainty.none-in-force"),
    "not-searched": Text.at("not searched", "law.certainty.not-searched"),
}
REGIMES: Mapping[str, Text] = {
    "requires": Text.at("required", "law.regime.requires"),
    "forbids": Text.at("forbidden", "law.regime.forbids"),
    "limits": Text.at("limited", "law.regime.limits"),
    "none": Text.at("no rule known", "law.regime.none"),
    "unknown": Text.at("not searched", "law.regime.unknown"),
}
KINDS: Mapping[str, Text] = {
    "287g": Text.at("287(g) agreements", "law.kind.287g"),
    "detainers": Text.at("Detainers", "law.kind.detainers"),
}
LEGEND: Mapping[tuple[str, str], Text] = {
    ("287g", "requires"): Text.at("Some or all counties must seek or sign one", "law.legend.287g-requires"),
    ("287g", "forbids"): Text.at("Counties may not have one", "law.legend.287g-forbids"),
    ("287g", "limits"): Text.at("Allowed under conditions", "law.legend.287g-limits"),
    ("detainers", "requires"): Text.at("Jails must comply with them", "law.legend.detainers-requires"),
    ("detainers", "forbids"): Text.at("Jails may not hold people on one", "law.legend.detainers-forbids"),
    ("detainers", "limits"): Text.at("Holds in listed cases only", "law.legend.detainers-limits"),
    ("287g", "none"): Text.at("No statewide rule that we know of", "law.legend.none"),
    ("detainers", "none"): Text.at("No statewide rule that we know of", "law.legend.none"),
    ("287g", "unknown"): Text.at("Not searched", "part"),
    ("detainers", "unknown"): Text.at("Not searched", "part"),
}
STATUS: Mapping[str, Text] = {
    "barred": Text.at("Barred by law in force", "part"),
    "met": Text.at("Already the law", "part"),
    "open": Text.at("Still open", "part"),
}
NEEDS: Mapping[str, Text] = {
    "any": Text.at("where there is an agreement", "law.needs.agreement"),
    "none": Text.at("where there is no agreement", "law.needs.no-agreement"),
    "jem": Text.at("where there is a jail agreement", "law.needs.jem"),
    "wso": Text.at("where there is a warrant agreement", "law.needs.wso"),
    "tfm": Text.at("where there is a task force agreement", "law.needs.tfm"),
}
