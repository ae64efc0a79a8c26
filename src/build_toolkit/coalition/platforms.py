"""Platforms: one list of actions gives the whole text, the summary and the pledge.

Nothing is written twice: the summary and the pledge print the marked actions of the whole text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from ..files.yamlio import Faults, near
from ..model import Action, ActionGroup, Platform, PlatformHere, PlatformTheme, Text, ThemeHere

ACTORS: Mapping[str, Text] = {
    "executive": Text.at("Executive action", "platform.executive"),
    "legislative": Text.at("Legislation", "platform.legislative"),
    "local": Text.at("Local action", "platform.local"),
}
SETTLED = ("done", "blocked", "undone")              # a status that needs a source


def platform_here(
    platform: Platform, actions: Sequence[Action], demands: Collection[str], faults: Faults,
) -> PlatformHere:
    """Return a platform with its actions by theme and actor; faults go to the report."""
    _actions(platform, actions, demands, faults)
    _themes(platform, actions, faults)
    by_id = {action.id: action for action in actions}
    themes = tuple(_theme(theme, [one for one in actions if one.theme == theme.id])
                   for theme in platform.themes)
    count: Counter[str] = Counter(action.actor for action in actions)
    return PlatformHere(
        platform=platform, principles=tuple(platform.principles), themes=themes,
        points=tuple(by_id[key] for key in platform.pledge if key in by_id),
        counts=tuple((name, count[actor]) for actor, name in ACTORS.items() if count[actor]),
        actions=len(actions),
    )


def _theme(theme: PlatformTheme, own: Sequence[Action]) -> ThemeHere:
    by_actor = {actor: tuple(one for one in own if one.actor == actor) for actor in ACTORS}
    groups = tuple(ActionGroup(actor=actor, name=ACTORS[actor], actions=of) for actor, of in by_actor.items()
                   if of)
    return ThemeHere(theme=theme, groups=groups, summary=tuple(one for one in own if one.summary))


def _actions(
    platform: Platform, actions: Sequence[Action], demands: Collection[str], faults: Faults,
) -> None:
    """Report actions of no theme, for no demand, or said to be settled without a source."""
    themes = [theme.id for theme in platform.themes]
    for number, action in enumerate(actions):
        at = ("actions", number)
        if action.theme not in themes:
            faults.note("PLAT001", (*at, "theme"), f"there is no theme {action.theme!r}.",
                        near(action.theme, themes))
        if action.demand and action.demand not in demands:
            faults.note("PLAT004", (*at, "demand"), f"there is no demand {action.demand!r}.",
                        near(action.demand, demands))
        if action.status in SETTLED and not action.status_source:
            faults.note("PLAT005", (*at, "status"),
                        f"{action.id!r} is said to be {action.status}, without a source.",
                 "Add status_source, or write “asked”.")


def _themes(platform: Platform, actions: Sequence[Action], faults: Faults) -> None:
    """Report themes without an action or a line in the summary, and unknown actions in the pledge."""
    seen = {action.id for action in actions}
    for number, key in enumerate(platform.pledge):
        if key not in seen:
            faults.note("PLAT002", ("platform", "pledge", number), f"there is no action {key!r}.",
                        near(key, seen))
    for number, theme in enumerate(platform.themes):
        if not any(action.theme == theme.id for action in actions):
            faults.note("PLAT006", ("platform", "themes", number), f"the theme {theme.id!r} has no action.",
                 "Write one under “actions:”, or take the theme out.")
        elif not any(action.theme == theme.id and action.summary for action in actions):
            faults.warn("PLAT007", ("platform", "themes", number),
                        f"the summary has nothing of {theme.id!r}.", "Mark an action with “summary: true”.")
