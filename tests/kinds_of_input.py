"""A small project in which every kind of file that people write bears on a page, and one edit of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_toolkit.cli.main import run

ROOT = Path(__file__).parents[1]
FILE = "toolkits/counties/de-kent.yaml"
DAY = "2026-07-02"
NOTE = ("de-kent/en/note.pdf", "de-kent/es/note.pdf")
OTHER = ("de-kent/en/other.pdf", "de-kent/es/other.pdf")
BOTH = (*NOTE, *OTHER)
CAMPAIGN = """\
place: us/de/kent
policies: [287g]
documents: [note, other]
languages: [en, es]
title: A small test
coalition_file: table
facts:
  sheriff.name: {value: R. Doe, as_of: 2026-03-01, source: crs-if11898}
signers: {file: kent-signers.csv, opens: 2026-01-01, closes: "2026-06-01T12:00", zone: America/New_York}
"""
COALITION = """\
place: us
policies: []
documents: [note]
languages: [en, es]
title: Our table
coalition: {name: Example Table}
example: Everyone here is invented.
letter:
  on: 2026-06-02
  subject: One letter
  recipients: [{id: board, office: The county board}]
  opening: [We write together.]
  lead_in: "We ask one thing:"
"""
SIGNERS = "name,kind,approved_on\nFirst Church of Example,organization,2026-02-01\n"
CONSENTS = """\
consents:
  mr: {who: M. R., who_is: initials, scope: [print], languages: [en, es], given_on: 2026-06-01, expires: 2099-06-01,
       kept_by: Neighbors Together}
stories:
  bus: {consent: mr, text: I was on my way to work., told_on: 2026-06-01, role: a cook}
"""
FACTS = "fips,fact,value,as_of,source\n10001,jail.capacity,1234,2026-01-01,crs-if11898\n"
SPEC = "title: A {name}\npurpose: For tests.\nlayout: letter\nnotes: end\nchapters: [{{file: {name}.md}}]\nid: {name}\n"
CHAPTER = """\
# A note on {{ place.name }}, {{ place.state_name }}

The jail of {{ facts.sheriff.name }} has {{ facts.jail.capacity }} beds.

{{ law_table() }}

{{ notice() }}

{{ stories_list() }}

{% if joint %}
{{ letter_to() }}

{{ signers_list() }}
{% endif %}

{{ sources_list() }}
"""
OTHER_CHAPTER = """\
# {{ policy.headline }}

## If you hear this

“I cannot talk about that.” Say: “Then please tell me who can, and where the rule is written.”

“I will pass it on.” Say: “Thank you. When may I call to hear what came of it?”

Nothing else stands here.
"""
PART = """\
{% macro notice() -%}
<p class="part"><img src="file://{folder}/templates/pictures/mark.svg" alt="A mark"> {{ _('Take part') }}</p>
{%- endmacro %}
"""
PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#211d1a"/></svg>
"""
COPIED = ("toolkits/law/de.yaml", "toolkits/law/federal.yaml", "toolkits/policies/287g.yaml", "toolkits/questions.yaml",
          *(f"toolkits/places/{name}.csv" for name in ("counties", "states", "about", "neighbours", "former",
                                                       "jails", "towns")),
          "toolkits/sources/data.yaml", "templates/look/print.css",
          "templates/layouts/letter.html.j2", "locales/registry.yaml", "locales/es/LC_MESSAGES/documents.po",
          "locales/es/LC_MESSAGES/policies.po", "locales/pot/documents.pot")


QUESTION = """\
    help: The person who holds the office today.
    where: The jail’s website; the clerk.
    fresh_days: 90
"""


@dataclass(frozen=True)
class Edit:
    """One edit of one kind of input: what is written into which file, and the pages on which it shows."""

    kind: str
    file: str
    change: Callable[[str], str] = str
    shows: Collection[str] = ()
    batch: Collection[str] = ("*",)                  # the pages of two counties that are looked at again
    command: Sequence[str] = ()                      # what writes the file, where a command does


def instead(old: str, new: str) -> Callable[[str], str]:
    """Return what puts a text in the place of another one, the first time that it stands there."""
    def change(text: str) -> str:
        assert old in text, f"{old!r} stands there no more: the edit would change nothing"
        return text.replace(old, new, 1)

    return change


def more(text: str) -> Callable[[str], str]:
    """Return what writes something at the end."""
    return lambda before: before + text


EDITS = (
    Edit("campaign", FILE, instead("R. Doe", "J. Roe"), NOTE, ("de-kent/*",)),
    Edit("title", FILE, instead("A small test", "Another test"), (), ("de-kent/*",)),
    Edit("facts", "toolkits/facts/own/2026-06-01.csv", instead(",1234,", ",1235,"), NOTE, ("de-kent/*note*",)),
    Edit("law", "toolkits/law/de.yaml", instead("House Bill 182 (2025)", "House Bill 182 of 2025"), NOTE),
    Edit("policy", "toolkits/policies/287g.yaml", instead("287(g): who decides", "287(g): who can decide"), OTHER),
    Edit("chapter", "templates/documents/note/chapters/note.md", instead("beds.", "beds in all."), NOTE, ("*note*",)),
    Edit("county's own chapter", "toolkits/counties/de-kent/chapters/other/other.md",
         lambda _: OTHER_CHAPTER.replace("Nothing", "No thing"), OTHER, ("de-kent/*",)),
    Edit("part", "templates/parts/notice.html.j2", instead("Take part", "Take part now"), NOTE, ("*note*",)),
    Edit("style sheet", "templates/look/print.css", more("\n@layer print { p { color: #1235 } }\n"), BOTH),
    Edit("layout", "templates/layouts/letter.html.j2", instead("_('Not reviewed by", "_('Not yet reviewed by"), BOTH),
    Edit("document", "templates/documents/other/document.yaml",
         instead("A other", "Another title"), OTHER, ("*other*",)),
    Edit("PO", "locales/es/LC_MESSAGES/documents.po", more(
        '\nmsgid "No thing else stands here."\nmsgstr "Aquí no hay nada más."\n'), OTHER[1:], OTHER[1:]),
    Edit("registry", "locales/registry.yaml", instead("es_US\n    fonts: latin", "es_US\n    fonts: korean"),
         (NOTE[1], OTHER[1]), ("*/es/*",)),
    Edit("data table", "toolkits/places/states.csv", instead("Delaware", "The First State"),
         BOTH),
    Edit("picture", "templates/pictures/mark.svg", instead("#211d1a", "#aa0000"), NOTE),
    Edit("consents", "toolkits/counties/de-kent/consents.yaml",
         instead("on my way to work", "on my way home"), NOTE, ("de-kent/*",)),
    Edit("coalition", "toolkits/coalitions/table.yaml", instead("The county board", "The sheriff"), NOTE),
    Edit("signers", "toolkits/counties/kent-signers.csv",
         more("Second Church,organization,2026-03-01\n"), NOTE, ("de-kent/*",)),
    Edit("questions", "toolkits/questions.yaml", instead(QUESTION, QUESTION.replace("90", "900")), NOTE, ("*note*",)),
    Edit("source", "toolkits/sources/data.yaml", instead("Enforcement (IF11898)", "Enforcement"), NOTE,
         ("de-kent/*note*",)),
    Edit("approval of a lawyer", "toolkits/review.jsonl", shows=BOTH, command=(
        "review", "approve", FILE, "--by", "M. R.", "--role", "lawyer", "--on", "2026-07-01", "--today", DAY)),
    Edit("reading of a translation", "locales/review/es.jsonl", command=(     # each page may say who has read it
        "locales", "review", "mark", "es", "--by", "M. R.", "--role", "interpreter", "--on", "2026-07-01")),
    Edit("comment in a campaign", FILE, more("# a word to ourselves\n"), (), ("de-kent/*",)),
    Edit("comment in a chapter", "templates/documents/note/chapters/note.md",
         more("\n<!-- a word to translators -->\n"), (), ("*note*",)),
    Edit("comment in a law", "toolkits/law/de.yaml", more("# a word to ourselves\n")),
    Edit("comment in a style sheet", "templates/look/print.css", more("/* a word to ourselves */\n")),
)


def written(folder: Path) -> Path:
    """Write the project into a folder, and return it."""
    files = {
        FILE: CAMPAIGN, "toolkits/coalitions/table.yaml": COALITION, "toolkits/counties/kent-signers.csv": SIGNERS,
        "toolkits/counties/de-kent/consents.yaml": CONSENTS, "toolkits/facts/own/2026-06-01.csv": FACTS,
        "toolkits/counties/de-kent/chapters/other/other.md": OTHER_CHAPTER,
        "templates/documents/note/document.yaml": SPEC.format(name="note"),
        "templates/documents/other/document.yaml": SPEC.format(name="other"),
        "templates/documents/note/chapters/note.md": CHAPTER,
        "templates/documents/other/chapters/other.md": OTHER_CHAPTER,
        "templates/parts/notice.html.j2": PART.replace("{folder}", str(folder)), "templates/pictures/mark.svg": PICTURE,
        **{name: (ROOT / name).read_text(encoding="utf-8") for name in COPIED},
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def edited(project: Path, edit: Edit) -> None:
    """Make an edit as a person does: by hand, or with the command that is there for it."""
    path = project / edit.file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if edit.command:
        assert run(list(edit.command)) == 0
    else:
        path.write_text(edit.change(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before, "nothing was edited"


def pages(folder: Path) -> dict[str, bytes]:
    """Return the finished PDF files of all counties below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("*/*/*.pdf"))
            if not path.relative_to(folder).parts[0].startswith(".")}
