"""Makes docs/reference.md anew: every command and option, every YAML key. `--check` only says whether it is up to date.

The words come from the program itself (help texts, docstrings, and the notes beside the fields of the models),
so that the page cannot lag behind. Problem codes have a page of their own, docs/problems.md, written by hand.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import click

from build_toolkit.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference.md"
FILES = {
    "A campaign: `toolkits/counties/<name>.yaml`": ["Campaign", "Coalition", "AgreementEntry", "FactEntry", "Source"],
    "Sources: `toolkits/sources/*.yaml`": ["Source"],
    "Questions: `toolkits/questions.yaml`": ["Questions", "Question"],
    "A policy: `toolkits/policies/<id>.yaml`": [
        "Policy", "Period", "Variant", "ProcessStep", "Authority", "Demand", "Objection", "KeyMessage", "Audience",
        "DefinedTerm"],
    "A state's law: `toolkits/law/<state>.yaml`": ["StateLaw", "Rule", "Stage", "Unresolved"],
    "Who decides: `toolkits/government/*.yaml`": [
        "Offices", "Office", "Instrument", "StateForms", "StateForm", "LocalForm"],
    "Records laws: `toolkits/records/records.yaml`": [
        "RecordsLaws", "RecordsLaw", "Clock", "Appeal", "SideStatute", "RecordsWords"],
    "Clauses: `toolkits/clauses/*.yaml`": ["Clauses", "Clause", "Option", "NumberingStyle"],
    "Rights cards: `toolkits/rights/card.yaml`": ["Rights", "RightsLine", "NeverPromise"],
    "Consents: `consents.yaml` of a campaign": ["ConsentFile", "Consent", "Story"],
    "A document: `templates/documents/<id>/document.yaml`": ["DocumentSpec", "ChapterEntry"],
}


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


def models() -> dict[str, tuple[str, list[tuple[str, str, bool, str]]]]:
    """Return, for each model, its docstring and its fields: name, type, whether it must be there, note."""
    found = {}
    for path in sorted((ROOT / "src/build_toolkit/model").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.parse(text).body:
            if not isinstance(node, ast.ClassDef):
                continue
            fields = []
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    last = lines[(item.end_lineno or 1) - 1]
                    note = last.split("  # ", 1)[1].strip() if "  # " in last else ""
                    kind = re.sub(r"\s+", " ", ast.unparse(item.annotation)).replace("|", "or")
                    fields.append((item.target.id, kind, item.value is None, note))
            found[node.name] = (ast.get_docstring(node) or "", fields)
    return found


def keys() -> str:
    """Return every key of every YAML file as Markdown tables."""
    known = models()
    out = ["## YAML keys\n", "Only `true` and `false` are booleans; dates are written `2026-05-18`. A key in bold must",
           "be there. `Text` is English text that translators see; it may hold placeholders such as `{place.name}`.\n"]
    done: set[str] = set()
    for title, names in FILES.items():
        out.append(f"### {title}\n")
        for name in names:
            docstring, fields = known[name]
            if name in done:
                out.append(f"`{name}` is described above.\n")
                continue
            done.add(name)
            out.append(f"#### {name}\n\n{docstring}\n\n| key | kind | note |\n|---|---|---|")
            out += [f"| {f'**{f}**' if must else f} | `{kind}` | {note} |" for f, kind, must, note in fields]
            out.append("")
    return "\n".join(out)


def page() -> str:
    """Return the whole page."""
    head = ("# Reference\n\nEvery command and option, and every key of the YAML files. Made by\n"
            "`tools/reference.py`; do not edit by hand. What each problem code means stands in\n"
            "[problems.md](problems.md).\n")
    return "\n".join([head, commands(), keys()]).rstrip() + "\n"


def main() -> int:
    """Write the page, or with --check say whether it is up to date."""
    text = page()
    if "--check" in sys.argv:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
