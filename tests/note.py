"""A project whose one document is a page of a few words, so that building it is quick."""

from __future__ import annotations

from pathlib import Path

CAMPAIGN = """\
place: us/wi/waukesha
policies: [287g]
documents: [note]
languages: [en]
title: A small test
"""
DOCUMENT = """\
id: note
title: A note
purpose: One page, for tests.
layout: sheet
notes: end
chapters: [{file: note.md}]
"""
CHAPTER = """\
# A note on {{ place.name }}

{% if facts.jail.capacity is known %}
The jail has {{ facts.jail.capacity }} beds.
{% endif %}

Asked of: {{ facts.sheriff.name | blank(20) }}.

{{ sources_list() }}
"""


def note_project(folder: Path, chapter: str = CHAPTER, document: str = DOCUMENT) -> Path:
    """Make a project with the document and no campaign; return its folder."""
    chapters = folder / "templates/documents/note/chapters"
    chapters.mkdir(parents=True)
    (chapters / "note.md").write_text(chapter)
    (chapters.parent / "document.yaml").write_text(document)
    (folder / "toolkits/counties").mkdir(parents=True)
    return folder
