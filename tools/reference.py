"""Makes docs/reference.md and the tables of the READMEs anew; `--check` only names those that are not up to date.

The words come from the program itself (help texts, and the schemas of the models with the notes beside their fields)
and from the content, so that no page can lag behind. A table stands between `<!-- made: NAME -->` and `<!-- end -->`.
Problem codes have a page of their own, docs/problems.md, written by hand.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import click

from build_toolkit.cli.main import COMMANDS, cli
from build_toolkit.files.roots import Roots
from build_toolkit.lawpage.audit import ALL, LACKS, audits, totals
from build_toolkit.lawpage.words import EFFECTS
from build_toolkit.legal.law import FEDERAL, STATES, law_here, verdict
from build_toolkit.library.library import Library
from build_toolkit.library.schemas import KINDS, PLACE, schema
from build_toolkit.locales.registry import SOURCE, read_registry
from build_toolkit.model import Effect, LawHere
from build_toolkit.model.people import ConsentScope
from build_toolkit.protection.consents import SCOPES
from build_toolkit.translators.grid import as_markdown, standings

Json: TypeAlias = dict[str, Any]
ROOT = Path(__file__).parents[1]
PAGE = "docs/reference.md"
TABLES = ("README.md", "templates/README.md", "toolkits/README.md", "toolkits/law/README.md", "docs/speed.md")
TAKEN_HOME = ("talking-points", "rights-card", "flyer", "fact-sheet", "call-script", "booklet")
ALL_LIMITS = (Effect.BARS_LIMITS_ON_COOPERATION, Effect.FORBIDS_SANCTUARY_POLICIES)
Bars: TypeAlias = tuple[tuple[Effect, ...], tuple[Effect, ...]]    # what bars a kind of ask, and what meets it
DEMANDS = {"end 287(g)": ("287g", "end-287g"), "stop holds": ("detainers", "no-hold-without-judge"),
           "limit notice": ("detainers", "limit-notification")}    # kinds of ask that one demand of a policy stands for
KINDS_OF_ASK: Mapping[str, Bars] = {                               # and those that no demand stands for
    "local rule": (ALL_LIMITS, ()),
    "end detention contract": ((Effect.REQUIRES_DETENTION_CONTRACTS,), (Effect.FORBIDS_DETENTION_CONTRACTS,)),
    "publish figures": ((), (Effect.REQUIRES_TRANSPARENCY,)),
}
MADE = re.compile(r"(<!-- made: (\w+) -->)(.*?)(<!-- end -->)", re.DOTALL)
def commands() -> str:
    """Return the help of every command as Markdown."""
    out = ["## Commands\n", "Each command explains itself with `--help`; this is the same text.\n"]
    top = click.Context(cli, info_name="build-toolkit", terminal_width=100, max_content_width=100)
    out.append(f"```text\n{cli.get_help(top).rstrip()}\n```\n")
    for name in COMMANDS:
        command = cli.get_command(top, name)
        assert command is not None
        out += described(command, name, top, 3)
    return "\n".join(out)


def described(command: click.Command, name: str, parent: click.Context, level: int) -> list[str]:
    """Return the heading and help of one command, and of those below it."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    path = context.command_path.removeprefix("build-toolkit ")
    out = [f"{'#' * level} `{path}`\n", f"```text\n{command.get_help(context).rstrip()}\n```\n"]
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found:
                out += described(found, below, context, level + 1)
    return out


def keys() -> str:
    """Return every key of every YAML file as Markdown tables, from the schemas that editors get."""
    out = ["## YAML keys\n",
           "A key in bold must be there. Days are written `2026-05-18`, hours `2026-12-08T18:30`. A text is English,",
           "or gives more languages: `{en: Who decides?, es: ¿Quién decide?}`; it may hold placeholders such as",
           "`{place.name}`. An id is made of small letters, digits and hyphens. `build-toolkit schema` gives the",
           "same to editors; [In an editor](how-to/editor.md) says how.\n"]
    done: set[str] = set()
    for kind, (model, title, where) in KINDS.items():
        made = schema(kind)
        out.append(f"### {title}: `{where}`\n\n`build-toolkit schema {kind}`\n")
        parts = made.get("$defs", {})
        if kind == "sources":
            out.append("One [Source](#source) for each id of your own choice.\n")
        else:
            parts = {model.__name__: made, **parts}
        for name, part in parts.items():
            if "properties" in part and name not in done:
                done.add(name)
                out += [f"#### {name}\n\n{told(part.get('description', ''))}\n", *table(part, made), ""]
    return "\n".join(out)


def told(words: str) -> str:
    """Return words as Markdown prints them: what stands between < and > is no mark of HTML."""
    return words.replace("<", "&lt;")


def table(part: Json, made: Json) -> list[str]:
    """Return the table of a model's keys."""
    must = part.get("required", ())
    rows = [row(key, value, made, key in must) for key, value in part["properties"].items()]
    return ["| key | kind | what it is |", "|---|---|---|", *rows]


def row(key: str, value: Json, made: Json, must: bool) -> str:
    """Return the row of a key: its name, its kind in words, what it is for, and what it is where it is left out."""
    default = value.get("default")
    given = f" Default: `{default if isinstance(default, str) else json.dumps(default, ensure_ascii=False)}`."
    note = value.get("description", "") + (given if default not in (None, "", [], {}, False) else "")
    return f"| {f'**{key}**' if must else key} | {in_words(value, made)} | {told(note)} |"


def in_words(value: Json, made: Json) -> str:
    """Return what a key takes, in words: "list of ids", "whole number from 1 to 20"."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        found = made["$defs"][name]
        return f"[{name}](#{name.lower()})" if "properties" in found else in_words(found, made)
    if "enum" in value:
        return "one of " + ", ".join(f"`{one}`" for one in value["enum"])
    if "anyOf" in value:
        return either([one for one in value["anyOf"] if one != {"type": "null"}], made)
    if "prefixItems" in value or value.get("type") == "array":
        least = f" (at least {value['minItems']})" if value.get("minItems", 0) > 0 else ""
        return "list: " + in_words(value.get("items", {}), made) + least
    if value.get("type") == "object":
        inner = [*value.get("patternProperties", {}).values(), value.get("additionalProperties", {})]
        return "for each id: " + in_words(next(one for one in inner if one), made)
    return scalar(value)


def either(kinds: list[Json], made: Json) -> str:
    """Return what a key takes that takes one of several kinds."""
    if any(SOURCE in one.get("required", ()) for one in kinds):
        return "text"
    if len(kinds) > 3:
        return "number, text, day, or `true` and `false`"
    return " or ".join(dict.fromkeys(in_words(one, made) for one in kinds))


PATTERNS = {PLACE: "place", "a-z0-9-": "id", "_]*(": "id of a fact", "T ]": "day and hour",
            "A-Z][a-z]{3})?(_": "code of a language"}
FORMATS = {"date": "day", "uri-reference": "address of a page"}
TYPES = {"string": "words", "boolean": "`true` or `false`", "number": "number"}


def scalar(value: Json) -> str:
    """Return the kind of a single value in words."""
    if "const" in value:
        return f"`{value['const']}`"
    if value.get("type") == "integer":
        low, high = value.get("minimum"), value.get("maximum")
        return "whole number" + ("" if low is None else f" from {low:,}") + ("" if high is None else f" to {high:,}")
    kind = next((word for part, word in PATTERNS.items() if part in value.get("pattern", "")), "")
    return kind or FORMATS.get(value.get("format", "")) or TYPES[value["type"]]


def reference() -> str:
    """Return the whole page of commands and keys."""
    head = ("# Reference\n\nEvery command and option, and every key of the YAML files. Made by\n"
            "`tools/reference.py`; do not edit by hand. What each problem code means stands in\n"
            "[problems.md](problems.md).\n")
    return "\n".join([head, commands(), keys()]).rstrip() + "\n"


def effects() -> str:
    """Return the words that a rule of law may say it does, each with its meaning."""
    rows = [f"| `{effect}` | {EFFECTS[effect]} |" for effect in Effect]
    return "\n".join(["| word | what the law does |", "|---|---|", *rows])


def scopes() -> str:
    """Return what a person may agree to, and what is made under it."""
    rows = [f"| `{scope}` | {SCOPES[scope]} |" for scope in ConsentScope]
    return "\n".join(["| scope | where the story may stand |", "|---|---|", *rows])


def asks(library: Library) -> dict[str, Bars]:
    """Return what bars and meets each kind of ask: the words of the demand that stands for it, where there is one."""
    found = {}
    for ask, (name, demand) in DEMANDS.items():
        policy = library.policy(name)
        assert policy is not None
        one = next(d for d in policy.demands if d.id == demand)
        found[ask] = (tuple(one.barred_by), tuple(one.met_by))
    return found | dict(KINDS_OF_ASK)


def law_row(state: str, here: LawHere, kinds: Mapping[str, Bars]) -> str:
    """Return the row of a state: what it does about agreements and detainers, and where each kind of ask stands."""
    cells: dict[str, list[str]] = {"open": [], "barred": [], "met": []}
    for ask, (barred_by, met_by) in kinds.items():
        word, because = verdict(barred_by, met_by, here)
        by = ", ".join(dict.fromkeys(a.rule.id for a in because))
        cells[word].append(f"{ask} ({by})" if by else ask)
    shown = (state, here.regime_287g, here.regime_detainers, *("; ".join(cell) or "-" for cell in cells.values()))
    return f"| {' | '.join(shown)} |"


def laws(library: Library) -> str:
    """Return what the law of every state comes to on the last day that a file was checked: one row a state."""
    found = {state: law for state in (*STATES, FEDERAL) if (law := library.state_law(state))}
    day = max(law.checked_on for law in found.values())
    kinds = asks(library)
    rows = [law_row(state, law_here(found.get(state), found.get(FEDERAL), day), kinds) for state in STATES]
    return "\n".join([f"As of {day:%B} {day.day}, {day.year}:", "",
                      "| state | 287(g) | detainers | open | barred (by) | met (by) |", "|---|---|---|---|---|---|",
                      *rows])


def audited(library: Library) -> str:
    """Return what the rules of all states lack, in all, on the last day that a file was checked."""
    day = max(law.checked_on for state in ALL if (law := library.state_law(state)))
    sums = totals(audits(library, ALL, day))
    rows = [f"| {LACKS[key]} (`{key}`) | {sums[key]} |" for key in LACKS]
    quoting = sums["rules"] - sums["words"]
    head = (f"As of {day:%B} {day.day}, {day.year}: of {sums['rules']} rules, {quoting} quote words of their text,\n"
            f"and {sums['whole']} lack nothing but a review.")
    return "\n".join([head, "", "| what rules lack | rules |",
                      "|---|---|", *rows])


def documents(library: Library) -> str:
    """Return every document with what it is for and what it needs in the campaign's file or on the command line."""
    rows = []
    for name in library.documents():
        if spec := library.document(name):
            needs = [*(f"`{key}:`" for key in spec.needs), *(["`--edition internal`"] * (spec.edition == "internal"))]
            rows.append(f"| `{name}` | {spec.purpose} | {', '.join(needs)} |")
    return "\n".join(["| document | what it is for | needs |", "|---|---|---|", *rows])


def languages(library: Library) -> str:
    """Return how far the papers that people take home are in each language, as on a day on which facts were fresh."""
    rows = standings(library.roots, date(2026, 11, 30), library.report, documents=TAKEN_HOME)
    titles = {spec.id: str(spec.title) for spec in map(library.document, TAKEN_HOME) if spec}
    return as_markdown(rows, read_registry(library.roots, library.report), titles)


def kept_figures() -> dict[str, dict[str, Any]]:
    """Return what `./run bench --keep` has kept, by part."""
    file = ROOT / "bench/figures.json"
    found: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def figures() -> str:
    """Return the kept ratios of the benchmark, part by part."""
    rows = []
    for part, kept in kept_figures().items():
        for one in kept["figures"] if part != "extraction" else ():
            sign = "at least " if one["more_is_better"] else "at most "
            goal = "" if one["goal"] is None else f"{sign}{one['goal']:.2f}"
            rows.append(f"| `{part}` | {one['what']} | {one['ours']:.2f} | {one['other']:.2f} | "
                        f"{one['ratio']:.2f} | {goal} | {kept['day']} |")
    heads = ["| part | what | ours | other | ratio | goal | measured on |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*heads, *rows])


def peers() -> str:
    """Return the kept table of this program beside others."""
    tables = kept_figures().get("peers", {}).get("tables")
    if not tables:
        return "Nothing is kept yet."
    heads, *rows = tables[0]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def pages() -> dict[str, str]:
    """Return the pages that this tool writes, by their path, as they ought to be."""
    library = Library(Roots((ROOT,)))
    makers: Mapping[str, Callable[[], str]] = {
        "effects": effects, "scopes": scopes, "laws": lambda: laws(library), "audit": lambda: audited(library),
        "documents": lambda: documents(library),
        "languages": lambda: languages(library), "figures": figures, "peers": peers,
    }
    found = {PAGE: reference()}
    for name in TABLES:
        text = (ROOT / name).read_text(encoding="utf-8")
        found[name] = MADE.sub(lambda part: filled(part, makers[part[2]]()), text)
    return found


def filled(part: re.Match[str], made: str) -> str:
    """Return what stands between two marks made anew: a table on lines of its own, words within a line."""
    around = "\n" if part[3].startswith("\n") else ""
    return f"{part[1]}{around}{made}{around}{part[4]}"


def main() -> int:
    """Write the pages, or with --check name those that are not up to date."""
    late = {name: text for name, text in pages().items()
            if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != text}
    for name, text in late.items():
        print(name)
        if "--check" not in sys.argv:
            (ROOT / name).write_text(text, encoding="utf-8")
    return int(bool(late) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
