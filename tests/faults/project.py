"""A project with a small file of every kind that people write or hand in. Names and figures are invented."""

from __future__ import annotations

import contextlib
import io
import re
from datetime import datetime
from pathlib import Path

import openpyxl

from build_toolkit.cli.main import run
from build_toolkit.files.roots import packaged
from joint import DEMANDS, HEAD, LETTER, ROWS, SIGNERS

from .mutating import Kind, book_mutant, text_mutant

CAMPAIGN = """\
# Our county.
place: us/wi/waukesha
policies: [287g]
documents: [note]
languages: [en, es]
title: A small test of {place.name}
subtitle: Who **decides**?
tax_status: 501c3
coalition: {name: Neighbors, members: [First Church, Second Union], contact: office@example.org}
demands: [end-287g, publish-agreement]
agreements:
  - {agency: Sheriff, model: jem, signed: 2020-03-01, ended: 2025-01-01, as_of: 2026-01-01, source: roster}
facts:
  jail.name: {value: The jail, as_of: 2026-01-01, source: roster}
  jail.capacity: {value: 400, as_of: 2026-01-01, source: roster, read_on: 2026-02-01, expires: 2027-01-01}
  help.hotline: {value: 262-555-0123, as_of: 2026-06-01, source: roster}
  detainers.policy_link: {value: "https://www.example.org/policy", as_of: 2026-01-01, source: roster}
  sheriff.next_election: {value: 2026-11-03, as_of: 2026-01-01, source: roster, sensitivity: internal}
sources:
  roster:
    {title: Roster, publisher: The sheriff, url: "https://www.example.org/", date: 2026-01-15, read_on: 2026-02-01}
as_of: 2026-06-10
example: Made up for a test.
"""
CHAPTER = """\
# A note on {{ place.name }}

The jail has {{ facts.jail.capacity }} beds. Call {{ facts.help.hotline | blank(20) }}.

{% if stories %}
## What people say

{{ stories_list() }}
{% endif %}

:::ask
### What to ask
{% for ask in asks_open %}
- **{{ ask.demand.title }}** {{ ask.demand.ask }}
{% endfor %}
:::

| when | what |
|------|-----:|
| {{ as_of | date }} | {{ here.agreement_count }} |

{{ small(policies) }} See [the page](https://www.example.org/).

## Sources

{{ sources_list() }}
"""
PART = """\
{% macro small(list) %}
<p>{% for one in list %}{{ one.name }}: {{ one.summary }}{% if not loop.last %}, {% endif %}{% endfor %}</p>
{% set total = list | length + 1 %}
<p>{{ _n('{count} policy', '{count} policies', total) }} {{ _('Since {day}', day=as_of | date) }}</p>
{% endmacro %}
"""
LAYOUT = """\
<html lang="{{ lang }}" dir="{{ dir }}"><head><title>{{ doc.title|text_only }}</title></head><body>
{% for c in chapters %}<section id="{{ c.id }}" class="page">{{ c.html }}</section>{% endfor %}
</body></html>
"""
DOCUMENT = """\
id: note
title: A note
purpose: One page.
layout: plain
notes: end
review: all
chapters: [{file: note.md}]
"""
CONSENTS = """\
consents:
  mr: {who: M. R., who_is: initials, scope: [print, web], languages: [en], given_on: 2026-06-01, expires: 2099-06-01,
       kept_by: Neighbors Together}
stories:
  bus-stop: {consent: mr, text: I was on my way to work., told_on: 2026-06-01, role: a cook}
"""
LAW = """\
state: WI
summary: Made up for a test.
checked_on: 2026-05-01
rules:
  - id: act-1
    name: Act 1 (2025)
    does: [requires-detainers, limits-287g]
    citation: Code 1
    says: It orders jails to hold.
    in_force_from: 2025-01-01
    stages: [{stage: enacted, on: 2024-12-01}, {stage: in-force, on: 2025-01-01}]
    certainty: {text: secondhand, dates: secondhand, current: secondhand}
    confirm: Whether it holds.
    source: act
    read_on: 2026-05-01
unresolved: [{id: open, what: Nobody knows., source: act}]
"""
SOURCES = """\
act: {title: Act 1, publisher: The legislature, cite: Act 1 § 2, read_on: 2026-05-01, seen: secondhand}
"""
TABLE = """\
fips,fact,value,unit,as_of,source
55133,detainers.received,120,requests,2025-12-31,act
55133,detainers.held,30,people,2025-12-31,act
Waukesha County,jail.bookings,9000,,2025-12-31,act
"""
EVENTS = """\
date,time,zone,kind,city,host,state,place
2026-12-08,18:30,America/Chicago,vigil,Alder,Alder Friends,WI,Square
2026-12-09,12:00,America/Chicago,march,Birch,Birch Friends,WI,Hall
"""
COALITION = HEAD.format(documents="sign-on-letter", tax="501c4") + DEMANDS + LETTER + SIGNERS + """\
events_file: events.csv
quotes:
  chair: {words: We are here., speaker: A. Alder, role: chair, approved_on: 2026-11-18}
posts: [{id: first, network: bluesky, text: Read the letter., demand: open-books, link: "https://example.org/a"}]
call: {why: [Because.], who: Anyone., how: By mail., keep: We keep nothing.}
petition: {to: the board, text: [We ask.], keep: Nothing is kept., rows: 12}
avoid: [{term: crackdown, say: enforcement, why: It is loaded.}]
"""
HEADINGS = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM"]
ICE = "participatingAgencies05182026am.xlsx"
FILE = "toolkits/counties/test.yaml"
CHECK, BUILD = ["check", FILE], [FILE, "--format", "html", "--format", "txt", "-o", "out", "-l", "en"]
JOINT = "toolkits/coalitions/letter.yaml"
PO = "locales/es/LC_MESSAGES/documents.po"
EMPTY = re.compile(r'(?m)^msgid ((?:".*"\n)+)msgstr ""\n(?!")')    # a text without a translation
PDF = [FILE, "-o", "out", "-l", "en"]
MAP = ["law", "map", "-o", "law.html"]
FIND = ["places", "find", "waukesha"]
CUT = {"counties": ("55", "09"), "neighbours": ("55", "09"), "former": ("09",), "jails": ("55",)}


def places(folder: Path) -> dict[str, str]:
    """Return the tables of places, cut down to two states."""
    found = {}
    for path in folder.glob("*.csv"):
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if path.stem not in CUT or row.startswith(CUT[path.stem])]
        found[f"toolkits/places/{path.name}"] = "".join([head, *kept])
    return found


def made(folder: Path) -> None:
    """Write the project, with catalogs, exchange files, a ledger and a workbook as the program makes them."""
    library = packaged() / "toolkits"
    files = {
        FILE: CAMPAIGN, "toolkits/counties/test/consents.yaml": CONSENTS, JOINT: COALITION,
        "toolkits/coalitions/signers.csv": ROWS, "toolkits/coalitions/events.csv": EVENTS,
        "toolkits/law/wi.yaml": LAW, "toolkits/sources/made.yaml": SOURCES,
        "toolkits/facts/own/2026-01-01.csv": TABLE.replace("Waukesha County", "55133"),
        "toolkits/policies/287g.yaml": (library / "policies/287g.yaml").read_text(encoding="utf-8"),
        "toolkits/questions.yaml": (library / "questions.yaml").read_text(encoding="utf-8"),
        "templates/documents/note/document.yaml": DOCUMENT, "templates/documents/note/chapters/note.md": CHAPTER,
        "templates/parts/zz.html.j2": PART, "templates/layouts/plain.html.j2": LAYOUT,
        "table.csv": TABLE, **places(library / "places"),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["287(g) agencies"], HEADINGS,
                ["WISCONSIN", "Waukesha County Sheriff's Office", "County", "Waukesha County",
                 "Warrant Service Officer", datetime(2025, 5, 13), "link", None],
                ["TEXAS", "Tarrant County Sheriff's Office", "County", "Tarrant County", "Jail Enforcement Model",
                 datetime(2017, 6, 1), "link", None]):
        sheet.append(row)
    book.save(folder / ICE)
    for command in (["locales", "extract"], ["locales", "init", "es"],
                    ["locales", "export", "es", "-d", "note", "--to", "es.xliff"],
                    ["locales", "export", "es", "-d", "note", "--to", "es.xlsx"],
                    ["review", "approve", FILE, "-d", "note", "--by", "MR", "--role", "lawyer", "--on", "2026-11-01"]):
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
            assert run(command) == 0, (command, out.getvalue())
        if "init" in command:
            own = (folder / PO).read_text(encoding="utf-8")
            (folder / PO).write_text(EMPTY.sub(r"msgid \1msgstr \1", own), encoding="utf-8")


def text_of(document: str, form: str = "txt") -> list[str]:
    """Return the command that makes a document in a form without pages."""
    return [FILE, "-d", document, "--format", form, "-o", "out", "-l", "en"]


KINDS = (
    Kind("campaign", FILE, (CHECK, CHECK, BUILD, ["facts", "show", FILE], ["questions", FILE]), text_mutant),
    Kind("coalition", JOINT, (["check", JOINT], [JOINT, "--format", "txt", "-o", "out"]), text_mutant),
    Kind("signers", "toolkits/coalitions/signers.csv", (["check", JOINT],), text_mutant),
    Kind("events", "toolkits/coalitions/events.csv", (["check", JOINT],), text_mutant),
    Kind("consents", "toolkits/counties/test/consents.yaml", (CHECK, BUILD), text_mutant),
    Kind("law of a test", "toolkits/law/wi.yaml", (CHECK, ["law", "show", "WI"]), text_mutant),
    Kind("sources", "toolkits/sources/made.yaml", (CHECK,), text_mutant),
    Kind("policy", "toolkits/policies/287g.yaml", (CHECK, BUILD), text_mutant),
    Kind("questions", "toolkits/questions.yaml", (CHECK, ["questions", FILE]), text_mutant),
    Kind("data table", "toolkits/facts/own/2026-01-01.csv", (CHECK, ["facts", "show", FILE]), text_mutant),
    Kind("document", "templates/documents/note/document.yaml", (CHECK, BUILD), text_mutant),
    Kind("chapter", "templates/documents/note/chapters/note.md", (CHECK, BUILD), text_mutant),
    Kind("part", "templates/parts/zz.html.j2", (CHECK, BUILD), text_mutant),
    Kind("layout", "templates/layouts/plain.html.j2", (BUILD,), text_mutant),
    Kind("import table", "table.csv", (["facts", "import", "csv", "table.csv", "--dry-run"],), text_mutant),
    Kind("import workbook", ICE, (["facts", "import", "ice-287g", ICE, "--dry-run"],), book_mutant),
    Kind("catalog", PO, (["locales", "check", "es"], CHECK), text_mutant),
    Kind("exchange XLIFF", "es.xliff", (["locales", "import", "es.xliff", "--check"],), text_mutant),
    Kind("exchange workbook", "es.xlsx", (["locales", "import", "es.xlsx", "--check"],), book_mutant),
    Kind("review ledger", "toolkits/review.jsonl", (["review", "show", FILE, "-d", "note"], CHECK), text_mutant),
    Kind("places, counties", "toolkits/places/counties.csv", (FIND, CHECK, ["places", "list", "--state", "WI"]),
         text_mutant),
    Kind("places, states", "toolkits/places/states.csv", (FIND, CHECK), text_mutant),
    Kind("places, neighbours", "toolkits/places/neighbours.csv", (FIND, CHECK), text_mutant),
    Kind("places, former", "toolkits/places/former.csv", (FIND, ["places", "find", "Fairfield, CT"]), text_mutant),
    Kind("places, sources", "toolkits/places/about.csv", (FIND, CHECK, BUILD), text_mutant),
    Kind("places, shapes", "toolkits/places/shapes/us.json", (MAP,), text_mutant),
    Kind("languages", "locales/registry.yaml", (CHECK, ["locales", "check", "es"], ["list", "languages"]), text_mutant),
    Kind("glossary", "locales/glossary/es.csv", (["locales", "glossary", "check", "es"], ["locales", "check", "es"]),
         text_mutant),
    Kind("clauses", "toolkits/clauses/limits.yaml", (text_of("ordinance"), text_of("ordinance", "docx")), text_mutant),
    Kind("numbering", "toolkits/clauses/numbering.yaml", (text_of("ordinance"),), text_mutant),
    Kind("style sheet", "templates/look/print.css", (PDF,), text_mutant, dear=True),
    Kind("style sheet for screens", "templates/look/screen.css", (BUILD,), text_mutant),
    Kind("law of a state", "toolkits/law/tx.yaml", (["law", "show", "TX"], ["law", "list"], MAP), text_mutant),
    Kind("federal law", "toolkits/law/federal.yaml", (CHECK, ["law", "show", "US"]), text_mutant),
    Kind("government", "toolkits/government/states.yaml", (CHECK, text_of("ordinance")), text_mutant),
    Kind("offices", "toolkits/government/offices.yaml", (CHECK, text_of("ordinance")), text_mutant),
    Kind("rights", "toolkits/rights/card.yaml", (text_of("rights-card"),), text_mutant),
    Kind("records", "toolkits/records/records.yaml", (text_of("records-request"), text_of("records-request", "ics")),
         text_mutant),
    Kind("list of agreements", "toolkits/facts/ice-287g/2026-05-18.csv", (CHECK, ["facts", "show", FILE]), text_mutant),
)
