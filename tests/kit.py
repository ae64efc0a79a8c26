"""A small project with a booklet of a few pages, for tests of what is built again and again."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2

CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
documents: [kit]
languages: [en]
title: A small test
facts:
  jail.capacity: {value: 400, as_of: 2025-12-31, source: jail-report}
sources:
  jail-report:
    title: Annual report of the jail
    publisher: Waukesha County Sheriff
    url: https://www.example.org/report
    read_on: 2026-05-01
"""
DOCUMENT = """\
id: kit
title: A small kit
purpose: A few pages, for tests.
layout: booklet
notes: short
chapters:
  - {file: cover.md, local: true}
  - {file: contents.md}
  - {file: use.md, part: Before you read}
  - {file: here.md, part: What is so here, local: true}
  - {file: say.md, part: What you can do}
  - {file: sources.md, part: Where it is written}
"""
LINE = "We ask the county to show the public what its jail does, and to look again at what was signed."
CHAPTERS = {
    "cover.md": "# A small kit\n",
    "contents.md": "# What is in this kit {.plain}\n\n{{ toc() }}\n",
    "use.md": "# How to use this kit\n\nRead it aloud.\n",
    "here.md": "# What is in force\n\n" + f"{LINE}\n\n" * 24
               + "## The jail\n\nThe jail has {{ facts.jail.capacity }} beds.\n\n" + f"{LINE}\n\n" * 24,
    "say.md": "# What to say\n\nSay it in your own words.\n",
    "sources.md": "# Where the facts come from\n\n{{ sources_list() }}\n",
}
CATALOG = """\
msgid ""
msgstr ""
"Language: es\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: templates/documents/kit/chapters/use.md
msgid "Read it aloud."
msgstr "Léalo en voz alta."
"""
CHAPTER = "templates/documents/kit/chapters"
PO = "locales/es/LC_MESSAGES/documents.po"
SHEET = "templates/look/print.css"
COUNTY = "toolkits/counties/test.yaml"


def kit_project(folder: Path) -> Path:
    """Write the project below a folder, and return its own folder."""
    root = Path(__file__).parents[1]
    files = {COUNTY: CAMPAIGN, "templates/documents/kit/document.yaml": DOCUMENT, PO: CATALOG,
             SHEET: (root / SHEET).read_text(encoding="utf-8"),
             **{f"{CHAPTER}/{name}": text for name, text in CHAPTERS.items()}}
    for name, text in files.items():
        path = folder / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "project"


def edit(path: Path, before: str, after: str) -> None:
    """Put a text in the place of another one, as an editor does that saves a file."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def pictures(pdf: bytes) -> list[bytes]:
    """Return what the pages of a PDF look like."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [page.render(scale=0.7).to_pil().tobytes() for page in document]


def different(before: bytes, after: bytes) -> list[int]:
    """Return the numbers of the pages of a PDF that do not look as in another one."""
    old, new = pictures(before), pictures(after)
    return [number for number, one in enumerate(new, 1) if old[number - 1:number] != [one]]
