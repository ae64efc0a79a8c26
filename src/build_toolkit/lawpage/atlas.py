"""The states by what their law does, as a map and as the same in words.

A map holds no words: its legend and the list of states stand beside it as text. Each group has lines of its
own besides its colour, so that nothing hangs on colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup

from ..compose.plain_texts import Voice
from ..files.roots import Roots
from ..geography import maps
from ..model import Text
from .situation import StateLine
from .text import cells, wrapped
from .words import KINDS, LEGEND

ORDER = ("requires", "forbids", "limits", "unsettled", "none", "unknown")
RARE = ("unsettled", "unknown")                      # in the legend only where there are such states
FILLS: Mapping[str, maps.Fill] = {
    "requires": maps.Fill("#9b3d14"),
    "limits": maps.Fill("#e3eeee", "diagonal", "#1f5a63"),
    "forbids": maps.Fill("#b5d3d5", "cross", "#1f5a63"),
    "unsettled": maps.Fill("#f6ead2", "upright", "#9b3d14"),
    "none": maps.Fill("#ffffff"),
    "unknown": maps.Fill("#eeeeee", "level", "#6b6b6b"),
}
BLACK_AND_WHITE: Mapping[str, maps.Fill] = {
    "requires": maps.Fill("#000000"),
    "limits": maps.Fill("#ffffff", "diagonal", "#000000"),
    "forbids": maps.Fill("#ffffff", "cross", "#000000"),
    "unsettled": maps.Fill("#ffffff", "upright", "#000000"),
    "none": maps.Fill("#ffffff"),
    "unknown": maps.Fill("#ffffff", "level", "#000000"),
}
LOOK = maps.MapStyle(border="#5d554e", border_width=0.18, outline="#211d1a", outline_width=0.3)
TITLE = Text.at("{kind}: what state law does, {day}", "law.map")
GROUP = Text.at("{legend}: {states}.", "law.map-group")
COUNT = Text.at("{legend} ({count})", "law.map-count")
NOBODY = Text.at("no state", "law.map-nobody")


@dataclass(frozen=True)
class Group:
    """The states of one regime: its id, its words, a small picture of it, and names with postal codes."""

    regime: str
    legend: str
    swatch: Markup
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Atlas:
    """A map, and all it says as text."""

    kind: str
    name: str
    title: str
    svg: Markup
    width: float                                     # millimetres
    height: float
    groups: tuple[Group, ...]


def atlas(
    kind: str, lines: Sequence[StateLine], as_of: date, voice: Voice, roots: Roots, *,
    black_and_white: bool = False, width: float = 150,
) -> Atlas:
    """Return the map of one kind, 287g or detainers, with its groups in the order of the legend.

    Raises:
        ProblemsFound: PLACE004, if the shapes are not there.
    """
    fills = BLACK_AND_WHITE if black_and_white else FILLS
    by_regime = {word: [line for line in lines if line.regime(kind) == word] for word in ORDER}
    groups = tuple(
        Group(word, voice.say(LEGEND[kind, word]), Markup(maps.swatch(fills[word], look=LOOK)),  # noqa: S704
              tuple((line.state, line.name) for line in found))
        for word, found in by_regime.items() if found or word not in RARE
    )
    title = voice.say(TITLE, kind=voice.say(KINDS[kind]), day=voice.day(as_of))
    drawn = maps.nation_map(
        maps.shapes_folder(roots), {line.state: line.regime(kind) for line in lines}, fills, rest="unknown",
        width=width, look=LOOK, title=title, desc=" ".join(_sentences(groups, voice)), ident=f"law-{kind}",
    )
    svg = Markup(drawn.svg)  # noqa: S704
    return Atlas(kind, voice.say(KINDS[kind]), title, svg, drawn.width, drawn.height, groups)


def _sentences(groups: Iterable[Group], voice: Voice) -> Iterable[str]:
    for group in groups:
        names = voice.listed([name for _, name in group.states]) or voice.say(NOBODY)
        yield voice.say(GROUP, legend=group.legend, states=names)


def atlas_text(drawn: Iterable[Atlas], voice: Voice) -> str:
    """Return what maps show as text of 80 columns."""
    out: list[str] = []
    for one in drawn:
        out += ["", one.title, "-" * cells(one.title)] if out else [one.title, "-" * cells(one.title)]
        for group in one.groups:
            out += ["", voice.say(COUNT, legend=group.legend, count=len(group.states))]
            out += wrapped(", ".join(f"{name} ({code})" for code, name in group.states) or voice.say(NOBODY),
                           "   ")
    return "\n".join(out) + "\n"


def standalone(one: Atlas, voice: Voice) -> str:
    """Return a map as an SVG file of its own, with its title and legend in words on it."""
    room, step, left = 12, 6.5, 2
    high = room + one.height + 4 + step * len(one.groups) + 2
    rtl = voice.language.direction == "rtl"
    x, anchor = (one.width - left, ' direction="rtl"') if rtl else (left, "")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{one.width}mm" height="{high:g}mm" '
        f'viewBox="0 0 {one.width} {high:g}" lang="{voice.language.bcp47}" font-family="Lato, Noto Sans, '
        'sans-serif">',
        f"<title>{escape(one.title)}</title>"
        f'<rect width="100%" height="100%" fill="#ffffff"/><text x="{x:g}" y="7" font-size="4.6" '
        f'font-weight="700"{anchor}>{escape(one.title)}</text>',
        f'<g transform="translate(0 {room})">{_unitless(one.svg)}</g>',
    ]
    for number, group in enumerate(one.groups):
        top = room + one.height + 4 + step * number
        box = one.width - left - 6 if rtl else left
        words = voice.say(COUNT, legend=group.legend, count=len(group.states))
        beside = f'x="{x + (-9 if rtl else 9):g}" y="{top + 3.3:g}" font-size="3.8"{anchor}'
        parts.append(f'<g transform="translate({box:g} {top:g})">{_unitless(group.swatch)}</g>'
                     f"<text {beside}>{escape(words)}</text>")
    return "".join([*parts, "</svg>\n"])


def _unitless(svg: Markup) -> str:
    """Return an inner SVG sized in the units of the one around it, which are millimetres."""
    head, end, rest = str(svg).partition(">")        # a Markup would escape what is put in
    return head.replace('mm"', '"') + end + rest
