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
    Effect.REQUIRES_FULL_287G: Text.at(
        "requires 287(g) agreements to go as far as federal law allows", "law.effect.requires-full-287g"),
    Effect.REQUIRES_DETAINERS: Text.at(
        "requires jails to comply with detainers", "law.effect.requires-detainers"),
    Effect.LIMITS_DETAINERS: Text.at(
        "allows holds on a detainer in listed cases only", "law.effect.limits-detainers"),
    Effect.FORBIDS_DETAINER_HOLDS: Text.at("forbids holds on a detainer",
                                           "law.effect.forbids-detainer-holds"),
    Effect.REQUIRES_NOTIFICATION: Text.at("requires notice to ICE", "law.effect.requires-notification"),
    Effect.LIMITS_NOTIFICATION: Text.at("limits notice to ICE", "law.effect.limits-notification"),
    Effect.REQUIRES_STATUS_NOTICE: Text.at(
        "requires telling federal officials a person’s status", "law.effect.requires-status-notice"),
    Effect.LIMITS_INTERVIEWS: Text.at("sets conditions for ICE interviews in jail",
                                      "law.effect.limits-interviews"),
    Effect.LIMITS_TRANSFERS: Text.at("limits handing people over to ICE", "law.effect.limits-transfers"),
    Effect.FORBIDS_TRANSFERS: Text.at(
        "forbids handing people over to ICE without a judge", "law.effect.forbids-transfers"),
    Effect.LIMITS_PERSONAL_DATA: Text.at(
        "limits giving ICE addresses and other personal data", "law.effect.limits-personal-data"),
    Effect.REQUIRES_DETENTION_CONTRACTS: Text.at(
        "requires contracts for immigration detention", "law.effect.requires-detention-contracts"),
    Effect.FORBIDS_DETENTION_CONTRACTS: Text.at(
        "forbids contracts for immigration detention", "law.effect.forbids-detention-contracts"),
    Effect.LIMITS_DETENTION_CONTRACTS: Text.at(
        "limits contracts for immigration detention", "law.effect.limits-detention-contracts"),
    Effect.BARS_LIMITS_ON_SHARING: Text.at(
        "forbids local limits on telling ICE a person’s status", "law.effect.bars-limits-on-sharing"),
    Effect.BARS_LIMITS_ON_NOTIFICATION: Text.at(
        "forbids local limits on telling ICE of a release", "law.effect.bars-limits-on-notification"),
    Effect.BARS_LIMITS_ON_287G: Text.at(
        "forbids local blocks of 287(g) agreements", "law.effect.bars-limits-on-287g"),
    Effect.BARS_LIMITS_ON_DETAINERS: Text.at(
        "forbids local limits on honoring detainers", "law.effect.bars-limits-on-detainers"),
    Effect.BARS_LIMITS_ON_QUESTIONS: Text.at(
        "forbids local limits on asking about status", "law.effect.bars-limits-on-questions"),
    Effect.BARS_LIMITS_ON_ACCESS: Text.at(
        "forbids local limits on letting ICE into the jail", "law.effect.bars-limits-on-access"),
    Effect.BARS_LIMITS_ON_SPENDING: Text.at(
        "forbids local limits on money for work with ICE", "law.effect.bars-limits-on-spending"),
    Effect.BARS_LIMITS_ON_COOPERATION: Text.at(
        "forbids local limits on any work with ICE", "law.effect.bars-limits-on-cooperation"),
    Effect.FORBIDS_SANCTUARY_POLICIES: Text.at(
        "forbids local rules that limit work with ICE; how far was not read",
        "law.effect.forbids-sanctuary-policies"),
    Effect.MAKES_ENTRY_A_CRIME: Text.at(
        "makes entry without permission a crime of the state", "law.effect.makes-entry-a-crime"),
    Effect.LIMITS_STATUS_QUESTIONS: Text.at(
        "limits questions about immigration status", "law.effect.limits-status-questions"),
    Effect.REQUIRES_STATUS_CHECKS: Text.at(
        "requires checks of immigration status", "law.effect.requires-status-checks"),
    Effect.REQUIRES_TRANSPARENCY: Text.at(
        "requires openness: records, figures or hearings", "law.effect.requires-transparency"),
    Effect.PUNISHES_OFFICIALS: Text.at(
        "punishes officials for a policy or a vote", "law.effect.punishes-officials"),
    Effect.PUNISHES_INTERFERENCE: Text.at(
        "punishes anyone who acts to hinder immigration enforcement", "law.effect.punishes-interference"),
}
STATES: Mapping[str, Text] = {  # where a rule stands on a day; parts/law.html.j2 says the same
    "in-force": Text.at("In force", "part"),
    "partly-blocked": Text.at("In force, blocked in part by a court", "part"),
    "blocked": Text.at("Blocked by a court", "part"),
    "coming": Text.at("Not yet in force", "part"),
    "passed": Text.at("Passed; we have not seen that it became law", "part"),
    "proposed": Text.at("Proposed, not law", "part"),
    "past": Text.at("No longer in force", "part"),
    "reported": Text.at("Reported as law; we have not read its whole text", "part"),
    "opinion": Text.at("An opinion, not law", "part"),
    "ruling": Text.at("Ruling of a court", "part"),
    "reported-ruling": Text.at("Ruling of a court, as reported", "part"),
    "trial-ruling": Text.at("Ruling of a trial court", "part"),
}
STAGES: Mapping[str, Text] = {
    "introduced": Text.at("introduced", "law.stage.introduced"),
    "passed": Text.at("passed", "law.stage.passed"),
    "enacted": Text.at("enacted", "law.stage.enacted"),
    "in-force": Text.at("in force", "law.stage.in-force"),
    "enjoined-in-part": Text.at("blocked in part by a court", "law.stage.enjoined-in-part"),
    "enjoined": Text.at("blocked by a court", "law.stage.enjoined"),
    "stayed": Text.at("the court order was stayed", "law.stage.stayed"),
    "vacated": Text.at("the court order was lifted", "law.stage.vacated"),
    "reversed": Text.at("reversed by a higher court", "law.stage.reversed"),
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
    "unsettled": Text.at("not settled", "law.regime.unsettled"),
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
    ("287g", "unsettled"): Text.at("Reported or disputed only", "law.legend.unsettled"),
    ("detainers", "unsettled"): Text.at("Reported or disputed only", "law.legend.unsettled"),
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
    "not-only-wso": Text.at("where not all agreements are for warrants", "law.needs.not-only-wso"),
}
CLAIMS: Mapping[str, Text] = {  # what each word for how sure is said of
    "text": Text.at("its words", "law.claim.text"),
    "dates": Text.at("its days", "law.claim.dates"),
    "current": Text.at("that nothing changed it since", "law.claim.current"),
}
TERMS: Mapping[str, Text] = {  # what a rule settles beside what it does
    "binds": Text.at("Binds", "law.term.binds"),
    "signing": Text.at("Signs", "law.term.signing"),
    "consent": Text.at("With the consent of", "law.term.consent"),
    "end-consent": Text.at("Must agree to its end", "law.term.end-consent"),
    "triggers": Text.at("Applies on", "law.term.triggers"),
    "deadlines": Text.at("Deadlines", "law.term.deadlines"),
    "penalties": Text.at("Penalties", "law.term.penalties"),
    "enforced-by": Text.at("Enforced by", "law.term.enforced-by"),
    "dates": Text.at("Days", "law.term.dates"),
    "exceptions": Text.at("Exceptions", "law.term.exceptions"),
    "holding": Text.at("Court", "law.term.holding"),
    "lays-down": Text.at("What it lays down", "law.term.lays-down"),
}
VALUES: Mapping[str, Text] = {
    "sheriffs": Text.at("sheriffs", "law.value.sheriffs"),
    "jails": Text.at("jails", "law.value.jails"),
    "police": Text.at("police", "law.value.police"),
    "counties": Text.at("counties", "law.value.counties"),
    "cities": Text.at("cities", "law.value.cities"),
    "state-agencies": Text.at("state agencies", "law.value.state-agencies"),
    "federal-agencies": Text.at("federal agencies", "law.value.federal-agencies"),
    "prosecutors": Text.at("prosecutors", "law.value.prosecutors"),
    "schools": Text.at("schools and colleges", "law.value.schools"),
    "everyone": Text.at("everyone, private people too", "law.value.everyone"),
    "sheriff": Text.at("the sheriff", "law.value.sheriff"),
    "board": Text.at("the county’s governing body", "law.value.board"),
    "governor": Text.at("the governor", "law.value.governor"),
    "state-agency": Text.at("a state agency", "law.value.state-agency"),
    "city": Text.at("the city’s governing body", "law.value.city"),
    "any-arrest": Text.at("any arrest", "law.value.any-arrest"),
    "charge": Text.at("listed charges", "law.value.charge"),
    "felony-charge": Text.at("a felony charge", "law.value.felony-charge"),
    "conviction": Text.at("listed convictions", "law.value.conviction"),
    "felony-conviction": Text.at("a felony conviction", "law.value.felony-conviction"),
    "judge-warrant": Text.at("a judge’s warrant", "law.value.judge-warrant"),
    "ice-warrant": Text.at("a warrant form of ICE", "law.value.ice-warrant"),
    "removal-order": Text.at("a final order of removal", "law.value.removal-order"),
    "watch-list": Text.at("a match on a terrorist watch list", "law.value.watch-list"),
    "fine": Text.at("a fine", "law.value.fine"),
    "crime": Text.at("a criminal charge", "law.value.crime"),
    "removal": Text.at("removal from office", "law.value.removal"),
    "loss-of-money": Text.at("loss of state money", "law.value.loss-of-money"),
    "court-order": Text.at("a court order", "law.value.court-order"),
    "damages": Text.at("damages", "law.value.damages"),
    "attorney-general": Text.at("the attorney general", "law.value.attorney-general"),
    "residents": Text.at("residents, in court", "law.value.residents"),
    "injured-person": Text.at("the person harmed, in court", "law.value.injured-person"),
    "supreme": Text.at("the highest court", "law.value.supreme"),
    "appeals": Text.at("a court of appeals", "law.value.appeals"),
    "trial": Text.at("a trial court", "law.value.trial"),
    "binds-nation": Text.at("binds everywhere", "law.value.binds-nation"),
    "binds-circuit": Text.at("binds in its circuit", "law.value.binds-circuit"),
    "binds-state": Text.at("binds in the state", "law.value.binds-state"),
    "binds-district": Text.at("binds in its district", "law.value.binds-district"),
    "binds-parties": Text.at("binds the parties only", "law.value.binds-parties"),
    "appeal-none-known": Text.at("no appeal known", "law.value.appeal-none-known"),
    "appeal-pending": Text.at("an appeal is pending", "law.value.appeal-pending"),
    "appeal-decided": Text.at("appeals are decided", "law.value.appeal-decided"),
}
DUES: Mapping[str, Text] = {
    "sign": Text.at("to sign", "part"),
    "hold": Text.at("to hold a person", "part"),
    "notify": Text.at("to tell ICE", "part"),
    "answer": Text.at("to answer", "part"),
    "check": Text.at("to check status", "part"),
    "report": Text.at("to report", "part"),
}
