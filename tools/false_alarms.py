"""Counts how often the checks of translations complain about catalogs that many people have read and used for years.

    pip install --no-deps --target CATALOGS django sphinx wtforms humanize djangorestframework
    python tools/false_alarms.py CATALOGS [-v]

Prints, per language of the registry, the messages checked, those with a real slip only, and the share with any other
complaint, which is an upper bound of false alarms. A real slip can be seen by rule: English left as it was, an end mark
lost or added, blanks too many, letters of another script, characters of direction or of no width, another web address,
plural forms of another rule than the header's.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from build_toolkit.files.roots import Roots, packaged
from build_toolkit.locales.check import check_message
from build_toolkit.locales.fidelity import TextFault
from build_toolkit.locales.po import read_file
from build_toolkit.locales.registry import read_registry
from build_toolkit.problems import Report

SLIPS = {"LOC022", "LOC027", "LOC029", "LOC030", "LOC040", "LOC041"}
ALIASES = {"zh_CN": "zh_Hans", "zh_TW": "zh_Hant", "fa": "fa_AF"}


def slip(fault: TextFault) -> bool:
    """Return whether a complaint names something that anybody can see to be a slip."""
    return fault.code in SLIPS or (fault.code == "LOC042" and "too many" in fault.what)


def row(name: str, checked: int, slipped: int, alarmed: int, often: str) -> str:
    """Return one line of the table."""
    return f"{name:<10}{checked:>9}{slipped:>8}{alarmed:>8}{100 * alarmed / max(checked, 1):>7.2f}  {often}".rstrip()


def main() -> int:
    """Print the table; with -v, each complaint."""
    verbose, folder = "-v" in sys.argv, Path(sys.argv[1])
    registry = read_registry(Roots((packaged(),)), Report())
    seen: set[tuple[str, str, tuple[str, ...]]] = set()
    checked, slipped, alarmed = Counter[str](), Counter[str](), Counter[str]()
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.rglob("*.po")):
        name = next((part for part in reversed(path.parts[:-1]) if part != "LC_MESSAGES"), "")
        tag = ALIASES.get(name, name)
        entry = registry.languages.get(tag)
        catalog = read_file(path, str(path), Report()) if entry and tag != "en" else None
        for message in catalog.live if catalog and entry else ():
            mark = (tag, message.id, message.strings)
            if not message.complete or message.fuzzy or mark in seen:
                continue
            seen.add(mark)
            checked[tag] += 1
            found = list(check_message(tag, message, entry))
            other = [fault for _, fault in found if not slip(fault)]
            alarmed[tag] += bool(other)
            slipped[tag] += bool(found) and not other
            for severity, fault in found:
                codes[tag][fault.code] += not slip(fault)
                if verbose and not slip(fault):
                    print(f"{tag} {fault.code} {severity.name}: {fault.what}\n  {message.id!r}\n  {message.strings!r}")
    print(f"{'language':<10}{'checked':>9}{'slips':>8}{'other':>8}{'%':>7}  most often")
    for tag in sorted(checked, key=lambda one: -checked[one]):
        often = ", ".join(f"{code} {count}" for code, count in codes[tag].most_common(4) if count)
        print(row(tag, checked[tag], slipped[tag], alarmed[tag], often))
    print(row("all", checked.total(), slipped.total(), alarmed.total(), ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
