"""`build-toolkit doctor`: what this installation works with, what it lacks, how old its data are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from textwrap import wrap

import click

from ..files.cache import cache
from ..files.layers import FOLDERS
from ..files.roots import Roots, packaged, project_of
from ..problems import Problem, ProblemsFound, Report, Severity
from ..version import __version__
from . import common


@dataclass(frozen=True)
class Installation:
    """What there is on this machine; the days are those on which lists and laws were made or checked."""

    version: str
    program: str                                     # the folder of its own templates, law and languages
    project: str                                     # "" where there is none
    layers: Mapping[str, str]                        # of a coalition: name and folder
    libraries: Mapping[str, str]                     # "-" for one that is not there
    lacking_fonts: Mapping[str, tuple[str, ...]]     # by language; nothing for one that has all
    cache: str                                       # "" where there is none
    cache_entries: int
    cache_bytes: int
    agreements: str                                  # the day of ICE's list; "" where there is none
    agreements_old: bool
    law_checked: Mapping[str, str]                   # by state, "US" for federal law


@click.command("doctor")
@common.clock
@common.project
@common.formats("text", "json")
def doctor_command(project: Path | None, form: str) -> int:
    """Say on one page what this installation works with: libraries, fonts, cache, the age of its data.

    Send it along when you ask for help; it names folders of this machine, and nothing of a campaign. The exit
    code is 5 where something is lacking that every PDF file needs.
    """
    found = project or project_of(Path.cwd())
    here = _installation(Roots.of(found), found, common.today())
    lacking = _lacking()
    if form == "json":
        told = {**asdict(here), "problems": [problem.as_dict() for problem in lacking]}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for name, text in _lines(here, common.today()):
            click.echo("\n".join(wrap(f"{name:10} {text}", 100, subsequent_indent=" " * 11)))
        common.show_problems(lacking)
    wrong = any(problem.severity is Severity.ERROR for problem in lacking)
    if form == "text":
        click.echo("Something that every PDF file needs is lacking." if wrong
                   else "All that every PDF file needs is here.")
    return 5 if wrong else 0


def _installation(roots: Roots, project: Path | None, today: date) -> Installation:
    from ..evidence import datasets
    from ..evidence.localfigures import FRESH
    from ..legal.law import FEDERAL, STATES
    from ..library.library import Library
    from ..locales.registry import read_registry
    from ..render.fonts import families_for, installed_fonts
    from ..render.machine import libraries

    report, kept = Report(), cache()
    entries = list(kept.entries())
    registry = read_registry(roots, report)
    listed = max((day for day in datasets.snapshots(root / "toolkits/facts" for root in roots.folders)
                  if day <= today), default=None)
    library = Library(roots, report)
    laws = {state: law for state in (*STATES, FEDERAL) if (law := library.state_law(state))}
    families = {font.family for font in installed_fonts()[0]}
    lacking = {tag: tuple(set(families_for([registry.languages[tag].bcp47])) - families)
               for tag in registry.real}
    return Installation(
        __version__, str(packaged().resolve()), str(project.resolve()) if project else "",
        {layer.name: str(layer.folder) for layer in roots.layers}, libraries(),
        lacking, str(kept.folder or ""), len(entries), sum(one.size for one in entries),
        listed.isoformat() if listed else "", bool(listed and today > listed + FRESH),
        {state: law.checked_on.isoformat() for state, law in laws.items()},
    )


def _lacking() -> tuple[Problem, ...]:
    """Return what every PDF file needs and this machine lacks."""
    from ..render.engine import load_engine
    from ..render.fonts import check_fonts

    try:
        told = load_engine()
    except ProblemsFound as found:
        return tuple(found.report)
    return (*told, *check_fonts(["en"]))


def _lines(here: Installation, today: date) -> Iterator[tuple[str, str]]:
    """Yield what to print: a name and a text."""
    yield "Version", f"build-toolkit {here.version}, Python {here.libraries['Python']}"
    yield "Program", here.program
    yield "Project", here.project or f"none: no folder {', '.join(FOLDERS)} here or above"
    for layer, folder in here.layers.items():
        yield "Layer", f"{layer}: {folder}"
    there = {name: version for name, version in here.libraries.items() if version != "-" and name != "Python"}
    yield "Libraries", ", ".join(f"{name} {version}" for name, version in there.items())
    if absent := [name for name in here.libraries if name not in (*there, "Python", "patches turned off")]:
        yield "", f"not there: {', '.join(absent)}"
    yield from _fonts(here.lacking_fonts)
    size = f"{common.count(here.cache_entries, 'entry', 'entries')}, {here.cache_bytes / 1e6:.1f} MB"
    yield "Cache", f"{here.cache}: {size}" if here.cache else "none is kept"
    yield "Data", _data(here, today)
    days = sorted(here.law_checked.values()) or ["never"]
    laws = common.count(len(here.law_checked), "file", "files")
    yield "Law", f"{laws}, checked from {days[0]} to {days[-1]}"


def _fonts(lacking: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield for which languages all fonts are there; and of the others, which are not, with their package."""
    from ..render.fonts import package_of

    whole = [tag for tag, missing in lacking.items() if not missing]
    each = "all languages" if len(whole) == len(lacking) else ", ".join(whole) or "no language"
    yield "Fonts", f"all there for {each}"
    without: dict[str, list[str]] = {}
    for tag, missing in lacking.items():
        for family in missing:
            without.setdefault(family, []).append(tag)
    for family, tags in without.items():
        whose = "all languages" if len(tags) == len(lacking) else ", ".join(tags)
        yield "", f"not there: {family} (Debian package {package_of(family)}), for {whose}"


def _data(here: Installation, today: date) -> str:
    if not here.agreements:
        return "no list of ICE's agreements"
    age = (today - date.fromisoformat(here.agreements)).days
    told = f"ICE's list of agreements of {here.agreements}, {common.count(age, 'day', 'days')} old"
    return f"{told}; past its date: build-toolkit facts import --list says where people get a newer one" \
        if here.agreements_old else told
