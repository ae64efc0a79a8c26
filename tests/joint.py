"""A small coalition campaign on disk for tests: files by name, and what preparing it says. All names are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from build_toolkit.compose.document import Composed
from build_toolkit.model import JointHere
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from build_toolkit.problems import Problem, ProblemsFound

TODAY = date(2026, 11, 21)
HEAD = """\
place: us
policies: []
documents: [{documents}]
languages: [en]
title: Open the books
as_of: 2026-11-21
tax_status: {tax}
coalition: {{name: Example Table for Open Books}}
sources:
  report: {{title: A report, publisher: Example Press, date: 2026-10-01, read_on: 2026-11-01}}
"""
DEMANDS = """\
own_demands:
  - id: open-books
    title: Open the books
    ask: Publish every contract on detention within thirty days.
    evidence: [{text: None has been published so far., source: report}]
  - id: open-hearing
    title: Hold a hearing
    ask: Hold a public hearing before anything new is signed.
    evidence: [{text: None was held in ten years., source: report}]
"""
LETTER = """\
letter:
  on: 2026-11-20
  subject: Two steps toward open books
  recipients:
    - {id: chair, office: Chair of the Example Board, address: [1 Example Plaza]}
  opening: [We live here and pay for this.]
  lead_in: "We ask you to:"
  answer_by: 2026-12-15
"""
SIGNERS = """\
signers:
  file: signers.csv
  closes: 2026-11-19T17:00
  zone: America/Chicago
"""
ROWS = """\
name,kind,tier,sector,city,state,approved_on
Alder Tenants Union,organization,local,housing,Alder,WI,2026-11-10
Birch Friends Meeting,organization,local,faith,Birch,WI,2026-11-11
Cedar Clinic,organization,local,health,Cedar,WI,2026-11-12
Ann Abel,person,,,Alder,WI,2026-11-12
"""


def write(folder: Path, text: str, documents: str = "sign-on-letter", tax: str = "none", rows: str = ROWS) -> Path:
    """Write the campaign and its list, and return its file."""
    home = folder / "toolkits/coalitions"
    home.mkdir(parents=True, exist_ok=True)
    (home / "signers.csv").write_text(rows, encoding="utf-8")
    path = home / "test.yaml"
    path.write_text(HEAD.format(documents=documents, tax=tax) + text, encoding="utf-8")
    return path


def line_of(path: Path, text: str) -> int:
    """Return the line of the first occurrence of a text in a file."""
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def looked_at(path: Path, as_of: date | None = None) -> tuple[JointHere | None, list[Problem]]:
    """Return the joint work of a campaign file and every problem of reading it."""
    try:
        prepared = prepare(BuildRequest(path, TODAY, as_of=as_of))
    except ProblemsFound as found:
        return None, list(found.report)
    return prepared.campaign.joint, list(prepared.library.report)


def composed(path: Path, as_of: date | None = None, **more: str) -> list[Composed]:
    """Return its documents, composed."""
    request = BuildRequest(path, TODAY, as_of=as_of, **more)  # type: ignore[arg-type]
    return list(compose_all(prepare(request), request))
