"""What translators get to see of chapters, parts, YAML files and the program, and where each text stands."""

from pathlib import Path

import pytest

from build_toolkit.files.roots import Roots, packaged
from build_toolkit.library.library import Library
from build_toolkit.locales.catalog import BRACES, DOMAINS, Message
from build_toolkit.locales.languages import read_language
from build_toolkit.locales.update import template_files
from build_toolkit.model.base import texts
from build_toolkit.problems import Report
from build_toolkit.translators.extraction import Templates, extract

CHAPTER = """\
# Who decides in {{ place.name }} {#who}

<!-- translators: "held" means kept in a jail -->
{{ facts.jail.capacity }} people are held.
{% if here.listed %}
- {{ here.agreement_count }} {% if here.agreement_count is one %}agreement{% else %}agreements{% endif %}
{% endif %}

| Year | Held |
|------|-----:|
| {{ as_of | date('year') }} | 2 |
"""
PART = """\
{% macro box() %}<p>{{ _('Done when:') }} {{ _('From {day}', day=as_of) }}
{{ _n('one', '{n} more', 2) }}</p>{% endmacro %}
"""
QUESTIONS = """\
questions:
  jail.capacity:
    label: Beds in the jail
    type: number
    help: The number the jail is rated for.
    where: The jail's own report.
    choices:
      few: Only a few
"""
CAMPAIGN = "place: WI\npolicies: [x]\ntitle: Who decides at the jail?\n"
SOURCES = """\
report:
  title: Never translated
  publisher: P
  read_on: 2026-01-01
  note: Only a summary
"""


@pytest.fixture
def found(tmp_path: Path) -> Templates:
    return extracted(tmp_path, {})


def extracted(folder: Path, more: dict[str, str], report: Report | None = None) -> Templates:
    files = {
        "templates/documents/toolkit/chapters/10-who.md": CHAPTER, "templates/policies/x/how.md": "How it works.\n",
        "templates/parts/box.html.j2": PART, "toolkits/questions.yaml": QUESTIONS,
        "toolkits/counties/wi-some.yaml": CAMPAIGN,
        "toolkits/counties/_starter.yaml": CAMPAIGN.replace("jail", "START"),
        "toolkits/counties/wi-some/chapters/toolkit/own.md": "Our own chapter.\n",
        "toolkits/sources/a.yaml": SOURCES, "templates/documents/README.md": "For authors.\n", **more,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    own = Report() if report is None else report
    templates = extract(folder, own)
    assert report is not None or not list(own)
    return templates


def message(templates: Templates, domain: str, english: str) -> Message:
    return next(m for m in templates.catalogs[domain].messages if m.id == english)


def test_a_chapter_gives_one_message_a_block(found: Templates) -> None:
    title = message(found, "documents", "Who decides in {place.name}")
    assert title.context == "heading" and title.flags == (BRACES,)
    held = message(found, "documents", "{facts.jail.capacity} people are held.")
    assert held.notes == ('"held" means kept in a jail',
                          "{facts.jail.capacity}: an answer about the county, from its file")
    assert found.places[held.key] == [("templates/documents/toolkit/chapters/10-who.md", 4)]
    cell = message(found, "documents", "Year")
    assert cell.context == "cell" and not cell.flags


def test_a_plural_names_its_number(found: Templates) -> None:
    plural = message(found, "documents", "{here.agreement_count} agreement")
    assert plural.plural == "{here.agreement_count} agreements"
    assert "Plural by {here.agreement_count}" in plural.notes


def test_parts_and_the_programs_own_words_have_their_contexts(found: Templates) -> None:
    assert message(found, "documents", "Done when:").context == "part"
    assert message(found, "documents", "one").plural == "{n} more"
    assert message(found, "documents", "From {day}").flags == (BRACES,)


def test_yaml_fields_have_their_id_path_and_line(found: Templates) -> None:
    help_ = message(found, "content", "The number the jail is rated for.")
    assert help_.context == "questions.jail.capacity.help"
    assert found.places[help_.key] == [("toolkits/questions.yaml", 5)]
    assert message(found, "content", "Only a few").context == "questions.jail.capacity.choices.few"
    assert message(found, "content", "Only a summary").context == "sources.report.note"
    assert message(found, "campaigns", "Who decides at the jail?").context == "campaigns.wi-some.title"


def test_each_file_goes_to_its_domain_and_notes_for_authors_to_none(found: Templates) -> None:
    assert set(found.catalogs) == set(DOMAINS)
    assert [m.id for m in found.catalogs["policies"].messages] == ["How it works."]
    assert message(found, "campaigns", "Our own chapter.").references == (
        "toolkits/counties/wi-some/chapters/toolkit/own.md",)
    every = {m.id for catalog in found.catalogs.values() for m in catalog.messages}
    assert not {"Never translated", "For authors."} & every
    assert message(found, "campaigns", "Who decides at the START?").context == "starter.title"
    files = [file for places in found.places.values() for file, _ in places]
    assert files.count("templates/policies/x/how.md") == 1


def test_the_same_text_in_two_chapters_is_one_message(tmp_path: Path) -> None:
    again = "{{ facts.jail.capacity }} people are held.\n"
    found = extracted(tmp_path, {"templates/documents/toolkit/chapters/20-more.md": again})
    assert len(message(found, "documents", "{facts.jail.capacity} people are held.").references) == 2


def test_files_with_faults_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    report = Report()
    found = extracted(tmp_path, {
        "templates/policies/x/bad.md": "{{ a | }}\n", "toolkits/policies/x.yaml": "id: [\n",
        "templates/parts/bad.html.j2": "{% macro y() %}{{ _('a' ~ x) }}{% endmacro %}",
    }, report)
    assert {p.file for p in report.errors} == {
        "templates/policies/x/bad.md", "toolkits/policies/x.yaml", "templates/parts/bad.html.j2"}
    assert message(found, "policies", "How it works.") and message(found, "documents", "Done when:")
    (tmp_path / "templates/policies/x/latin.md").write_bytes("ñ".encode("latin-1"))
    again = Report()
    extract(tmp_path, again)
    assert "LOC017" in {p.code for p in again.errors}


def test_one_text_with_two_plurals_is_told(tmp_path: Path) -> None:
    report = Report()
    two = "{% macro z() %}{{ _('one') }}{% endmacro %}"
    extracted(tmp_path, {"templates/parts/two.html.j2": two}, report)
    (problem,) = report
    assert problem.code == "LOC018" and problem.file == "templates/parts/two.html.j2"


def test_what_is_extracted_is_what_a_page_looks_up(tmp_path: Path) -> None:
    found = extracted(tmp_path, {})
    library = Library(Roots((tmp_path,)))
    keys = {m.key for catalog in found.catalogs.values() for m in catalog.messages}
    looked_up = {(spot.text.context, str(spot.text)) for q in library.questions.values() for spot in texts(q)}
    assert looked_up <= keys and len(looked_up) == 4


def test_every_extracted_word_reaches_the_pseudo_language(tmp_path: Path) -> None:
    registry = (packaged() / "locales/registry.yaml").read_text(encoding="utf-8")
    found = extracted(tmp_path, {"locales/registry.yaml": registry})
    for name, text in template_files(tmp_path, found.catalogs).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    language = read_language("en_XA", Roots((tmp_path,)), Report())
    assert language is not None
    assert language.catalog.keys() == {m.key for catalog in found.catalogs.values() for m in catalog.messages}
    assert language.total == len(language.catalog)
