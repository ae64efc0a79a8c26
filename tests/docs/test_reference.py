"""The reference pages are complete: every command, option, key and problem code."""

import ast
import re
import runpy
import subprocess
import sys
from pathlib import Path

from build_toolkit.files.roots import Roots
from build_toolkit.library.library import Library
from build_toolkit.library.schemas import EVERYWHERE, KINDS, schema
from build_toolkit.model.base import Model
from factories import law_file

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"(?:PO|[A-Z]{3,5})\d{3}")


VALIDATED = ("CAMP", "FACT", "SRC", "POL", "LAW", "LOC", "GOV", "REC", "CARD", "CLA", "STORY",
             "PROJ", "STY")


def codes() -> set[str]:
    """Every code that stands in the source as a string of its own, and those that validation makes."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.add(node.value)
    return found | {f"{kind}00{n}" for kind in VALIDATED for n in (1, 2)}


def test_every_problem_code_has_a_heading_and_every_heading_a_code() -> None:
    headings = re.findall(r"^### (\w+)$", (ROOT / "docs/problems.md").read_text(), re.MULTILINE)
    assert len(headings) == len(set(headings))
    missing = sorted(codes() - set(headings))
    assert not missing
    gone = sorted(set(headings) - codes() - {"OUT002"})
    assert not gone


def test_every_heading_is_explained() -> None:
    parts = re.split(r"^### \w+$", (ROOT / "docs/problems.md").read_text(), flags=re.MULTILINE)[1:]
    assert all(len(part.split("\n##")[0].strip()) > 15 for part in parts)


def test_the_reference_and_the_tables_of_the_readmes_are_up_to_date() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools/reference.py", "--check"], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, f"run: .venv/bin/python tools/reference.py   (late: {done.stdout} {done.stderr})"


def test_a_new_document_or_law_makes_a_table_late_and_the_tool_mends_it(tmp_path: Path) -> None:
    tool = runpy.run_path(str(ROOT / "tools/reference.py"))
    here = tmp_path / "templates/documents/door-hanger/document.yaml"
    here.parent.mkdir(parents=True)
    here.write_text("id: door-hanger\ntitle: T\npurpose: To hang on doors.\nlayout: sheet\nchapters: [{file: a.md}]\n")
    law_file(tmp_path, "WI", "requires-detainers", "forbids-287g")
    library = Library(Roots.of(tmp_path))
    assert "| `door-hanger` | To hang on doors. |  |" in tool["documents"](library)
    row = next(line for line in tool["laws"](library).splitlines() if line.startswith("| WI |"))
    assert row.startswith("| WI | forbids | requires |")
    assert row.endswith("| stop holds (rule-requires-detainers); limit notice (rule-requires-detainers) "
                        "| end 287(g) (rule-forbids-287g) |")


def test_every_key_has_a_note_and_its_kind_in_words() -> None:
    page = (ROOT / "docs/reference.md").read_text().split("## YAML keys")[1]
    rows = re.findall(r"^\| \**(\w+)\** \| (.*?) \| (.*) \|$", page, re.MULTILINE)
    assert len(rows) > 400
    assert not [row for row in rows if len(row[2]) < 5]
    code = re.compile(r"Annotated|Literal|Optional|None|\bstr\b|\bdict\b|\[\w+\](?!\()")
    assert not [kind for _, kind, _ in rows if code.search(kind)]


def test_every_note_that_is_shared_is_used() -> None:
    used = {name for kind in KINDS.values() for model in models(kind.model) for name in model.model_fields}
    assert not set(EVERYWHERE) - used


def models(top: type[Model]) -> list[type[Model]]:
    """A model and all that it is made of."""
    names = {top.__name__, *schema(next(k for k, kind in KINDS.items() if kind.model is top)).get("$defs", {})}
    below, found = [Model], []
    while below:
        kind = below.pop()
        below += kind.__subclasses__()
        found += [kind] * (kind.__name__ in names)
    return found
