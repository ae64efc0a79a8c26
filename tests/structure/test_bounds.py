"""The shape of the code that keeps it readable: sizes, imports, types, style; and what no file may hold."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "src").rglob("*.py"))
BIN = Path(sys.executable).parent


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\n") if listed.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_module_is_longer_than_400_lines() -> None:
    long = {str(m.relative_to(ROOT)): n for m in MODULES if (n := len(m.read_text().splitlines())) > 400}
    assert not long


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{module.relative_to(ROOT)}:{node.lineno} {node.name}"
        for module in MODULES for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 50  # type: ignore[operator]
    ]
    assert not long


@pytest.mark.parametrize("command", [["mypy"], ["ruff", "check"], ["lint-imports"]], ids=lambda c: c[0])
def test_the_tools_find_nothing(command: list[str]) -> None:
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_names_a_package_registry_or_a_machines_path() -> None:
    names = [r"pypi\.o" + "rg", r"pythonhosted\.o" + "rg", r"npmjs\.(com|o" + "rg)", r"deb\.debian\.o" + "rg"]
    hosts = re.compile("|".join(names))
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if hosts.search(text) or re.search(r"(?<![\w.])/(home|work|root)/\w", text):
            found.append(str(path.relative_to(ROOT)))
    assert not found


def test_locks_hold_versions_and_hashes_only() -> None:
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert len(locks) == 6
    for lock in locks:
        text = lock.read_text()
        assert "://" not in text
        pinned = re.findall(r"^[a-z0-9._-]+==\S+", text, re.MULTILINE | re.IGNORECASE)
        assert pinned and text.count("--hash=sha256:") >= len(pinned)
