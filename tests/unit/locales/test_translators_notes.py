"""What translators are told of a text can be read by people who never saw a template."""

from pathlib import Path

import pytest
from locale_projects import project

from build_toolkit.files.roots import Roots
from build_toolkit.locales.catalog import COUNTED, Message
from build_toolkit.locales.fidelity import PLACEHOLDER
from build_toolkit.locales.languages import read_templates
from build_toolkit.problems import Report
from build_toolkit.translators.extraction import extract
from build_toolkit.translators.notes import SHORT
from build_toolkit.translators.slots import BEGINNINGS, SLOTS, explained

CODE = ("('", "()", " | ", "|date", "_(", "{{", "{%", ".yaml", "templates/")


@pytest.fixture(scope="module")
def texts() -> tuple[Message, ...]:
    return tuple(m for catalog in read_templates(Roots.of(None), Report()) for m in catalog.live)


def test_no_note_looks_like_code(texts: tuple[Message, ...]) -> None:
    said = [note for m in texts for note in m.notes if not note.startswith(COUNTED)]
    assert len(said) > 1000
    assert not [note for note in said if any(mark in note.partition(": ")[2] for mark in CODE)]


def test_every_short_text_has_a_note(texts: tuple[Message, ...]) -> None:
    assert not [(m.context, m.id) for m in texts if len(m.plural or m.id) <= SHORT and not m.notes]


def test_every_placeholder_is_explained_by_its_own_words(texts: tuple[Message, ...]) -> None:
    for m in texts:
        for name in {found[1:-1] for found in PLACEHOLDER.findall(m.plural or m.id)}:
            beginning = next((start for start in BEGINNINGS if name.startswith(start)), name)
            assert name in SLOTS or beginning in ("cite", "chapter_ref"), f"add {name} to slots.py: {m.id!r}"
            assert any(note.startswith((f"{{{name}}}: ", "{cite...}: ")) for note in m.notes), m.id


def test_a_sentence_is_shown_as_it_may_be_printed() -> None:
    assert explained("**Who** decides in {place.name}?{cite_gao_09_109}") == (
        "{place.name}: the name of the county; for example: Waukesha County",
        "{cite...}: the call of a footnote; it stays right behind the full stop of its claim",
        "In print, for example: Who decides in Waukesha County?",
    )
    assert explained("{own.thing}!") == ("{own.thing}: is filled in when the page is made",)


def test_notes_say_what_stands_beside_a_text_and_which_documents_print_it(tmp_path: Path) -> None:
    roots = project(tmp_path, {
        "templates/parts/a.html.j2": "{% macro outer() %}{{ inner() }}{% endmacro %}\n{% macro inner() %}"
                                     "<th>{{ _('Day') }}</th>\n<th>{{ _('Who answered') }}</th>{% endmacro %}\n"
                                     "{% macro unused() %}{{ _('Nobody prints this text anywhere') }}{% endmacro %}",
        "templates/documents/leaflet/document.yaml":
            "id: leaflet\ntitle: Leaflet\npurpose: To try.\nlayout: handout\nchapters: [{file: one.md}]\n",
        "templates/documents/leaflet/chapters/one.md":
            "## Log\n\n<!-- translators: of a ship -->\nDeck\n\n{{ outer() }}\n",
    })
    found = {m.id: m.notes for m in extract(roots.folders[0], Report()).catalogs["documents"].live}
    assert found["Day"] == ("Stands before “Who answered”.", "In: leaflet")
    assert found["Log"] == ("Stands before “Deck”.",) and found["Deck"] == ("of a ship",)
    assert found["Nobody prints this text anywhere"] == ()
    content = {m.id: m.notes for m in extract(roots.folders[0], Report()).catalogs["content"].live}
    assert content["Leaflet"] == ("What it is: its title, as it is printed",)
