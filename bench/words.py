"""The words of each document: how many, how hard, how they keep to the style sheet; facts of two counties.

What stands in words-before.csv was measured by this part on the program before the words were written anew:
`python bench/words.py FOLDER > bench/words-before.csv`, with a folder's own templates and toolkits.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from measure import ROOT, Table

BEFORE = Path(__file__).with_name("words-before.csv")
COUNTIES = ("wi-waukesha", "tx-tarrant")
HEADS = ("document", "words", "grade", "notes", "told twice", "flagged", *COUNTIES)
DAY = date(2026, 11, 30)                               # a fact may end; figures of two days are compared


def rows() -> Iterator[Table | str]:
    """Yield a table of all documents, each figure with the one before in brackets."""
    before = {row["document"]: row for row in csv.DictReader(BEFORE.open(encoding="utf-8"))}
    yield ("Before in brackets. Flagged: findings in a hundred sentences. "
           "Counties: percent known of the facts asked.")
    yield Table(HEADS, tuple(
        tuple(value if head == "document" else f"{value} ({before.get(found[0], {}).get(head) or '-'})"
              for head, value in zip(HEADS, found, strict=True))
        for found in measured(ROOT)))


def measured(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield what is measured of each document, in the order of HEADS; "-" where it has no such thing."""
    from build_toolkit.files.roots import Roots
    from build_toolkit.problems import Report
    from build_toolkit.translators.style import styles

    known = {county: dict(shares(folder / f"toolkits/counties/{county}.yaml")) for county in COUNTIES}
    for one in styles(Roots((folder.resolve(),)), Report()):
        sentences = max(one.measure.sentences, 1)
        yield (one.document, str(one.measure.words), f"{one.measure.grade or 0:.1f}", str(one.calls),
               str(one.doubled), f"{100 * one.flagged / sentences:.0f}",
               *(f"{share:.0f}" if (share := known[county].get(one.document)) is not None else "-"
                 for county in COUNTIES))


def shares(county: Path) -> Iterator[tuple[str, float]]:
    """Yield for each document of a county what part of the facts that it asks for is known, in percent."""
    from build_toolkit import pipeline

    if not county.is_file():
        return
    request = pipeline.BuildRequest(county, DAY, languages=("en",))
    prepared = pipeline.prepare(request)
    questions = prepared.campaign.questions
    for one in pipeline.compose_all(prepared, request):
        known = {note.fact.id for note in one.printed if note.fact is not None}
        asked = {need.path.removeprefix("facts.") for need in one.needs}
        lacking = {fact for fact in asked if fact in questions} - known
        if known or lacking:
            yield one.document, 100 * len(known) / (len(known) + len(lacking))


if __name__ == "__main__":
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(HEADS)
    out.writerows(measured(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
