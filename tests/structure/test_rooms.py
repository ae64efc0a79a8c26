"""The shape of the house: rooms in one order, files with a reason to stand alone, and bounds on the whole."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src/build_toolkit"
FILES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
DOORS = ("__init__.py", "__main__.py", "version.py")
SMALL = 60                                           # lines; below that a file is a door or a leaf
LEAF = 4                                             # modules of the package that a leaf may import


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, known: set[str]) -> set[str]:
    """Return the modules of the package that a file imports, late ones and those for type checking too."""
    own, found = module_name(path), set()
    home = own.split(".") if path.name == "__init__.py" else own.split(".")[:-1]
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom):
            base = home[:len(home) - node.level + 1] if node.level else []
            full = ".".join([*base, *filter(None, [node.module])])
            named = {f"{full}.{alias.name}" for alias in node.names}
            found |= (named & known) or ({full} & known)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known
    return found - {own}


def test_no_line_is_longer_than_110_characters() -> None:
    long = [f"{path.relative_to(ROOT)}:{number}" for path in FILES
            for number, line in enumerate(lines(path), 1) if len(line) > 110]
    assert not long


def test_the_program_does_not_grow_by_what_it_could_do_without() -> None:
    assert sum(len(lines(path)) for path in FILES) <= 54_600


def test_any_is_written_at_most_150_times() -> None:
    written = {str(path.relative_to(ROOT)): sum(isinstance(node, ast.Name) and node.id == "Any"
                                                for node in ast.walk(tree)) for path, tree in TREES.items()}
    most = sorted(((number, name) for name, number in written.items() if number), reverse=True)
    assert sum(written.values()) <= 150, most[:10]


def contract_of_layers() -> dict[str, Any]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    found, = (one for one in contracts if one["type"] == "layers")
    return found


def test_every_room_stands_in_exactly_one_row_and_a_row_is_a_room() -> None:
    contract = contract_of_layers()
    rooms = [path.stem for path in PACKAGE.iterdir()
             if path.suffix == ".py" or (path / "__init__.py").is_file() or any(path.glob("*.py"))]
    assert contract["exhaustive"] is True
    assert sorted(contract["layers"]) == sorted(room for room in rooms if room != "__init__")
    assert not contract.get("ignore_imports")


def test_a_small_file_is_a_door_or_a_leaf() -> None:
    known = {module_name(path) for path in FILES}
    imports = {path: imported(path, known) for path in FILES}
    used = set().union(*imports.values())
    verbs = {path for path in FILES if path.is_relative_to(PACKAGE / "cli")}       # commands are opened by name
    odd = [f"{path.relative_to(ROOT)} imports {len(imports[path])}" for path in FILES
           if len(lines(path)) < SMALL and path.name not in DOORS and path not in verbs
           and not (module_name(path) in used and len(imports[path]) <= LEAF)]
    assert not odd


def test_the_readme_names_every_room_in_the_order_of_the_contract() -> None:
    contract = contract_of_layers()
    text = (ROOT / "src/README.md").read_text(encoding="utf-8")
    table = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    named = [word for cell in table for word in cell.replace(",", " ").replace("`", " ").split()]
    assert named == [room for room in contract["layers"] if room not in ("__main__", "version")]
    files = re.findall(r"`((?:\w+/)+\w+\.py)`", text)
    assert len(files) > 10
    assert not [name for name in files if not (PACKAGE / name).is_file() and not (ROOT / name).is_file()]
