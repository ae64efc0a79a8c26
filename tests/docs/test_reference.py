"""The reference pages are complete: every command, option, key and problem code."""

import ast
import re
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path

from build_toolkit.model import StateLaw

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"(?:PO|[A-Z]{3,5})\d{3}")


VALIDATED = ("CAMP", "FACT", "SRC", "POL", "LAW", "LOC", "GOV", "REC", "CARD", "CLA", "STORY")


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


def test_the_reference_of_commands_and_keys_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools/reference.py", "--check"], capture_output=True, check=False)
    assert done.returncode == 0, "run: .venv/bin/python tools/reference.py"


def test_the_table_of_states_is_what_the_law_files_say() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools/law_table.py", "--check"], capture_output=True, check=False)
    assert done.returncode == 0, "run: .venv/bin/python tools/law_table.py"


def test_the_table_of_states_names_what_bars_and_what_meets() -> None:
    rows = runpy.run_path(str(ROOT / "tools/law_table.py"))["table_rows"]
    base = {"name": "Act 1", "citation": "Code 1", "says": "It does.", "certainty": "confirmed", "source": "s",
            "read_on": "2026-01-01", "in_force_from": "2020-01-01"}
    law = StateLaw.model_validate({"state": "WI", "summary": "It is so.", "checked_on": "2026-01-01", "rules": [
        {**base, "id": "r", "does": ["forbids-287g"]}, {**base, "id": "q", "does": ["requires-detainers"]}]})
    row, = rows({"WI": law}, ["WI"], date(2026, 1, 1))
    assert row.startswith("| WI | forbids | requires |")
    assert row.endswith("| stop holds (q) | end 287(g) (r) |")


def test_every_key_of_every_model_is_described() -> None:
    page = (ROOT / "docs/reference.md").read_text()
    tool = runpy.run_path(str(ROOT / "tools/reference.py"))
    for names in tool["FILES"].values():
        for name in names:
            assert f"#### {name}" in page
            for key, *_ in tool["models"]()[name][1]:
                assert re.search(rf"\| \**{key}\** \|", page), (name, key)
