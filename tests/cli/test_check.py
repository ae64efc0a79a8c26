"""What people are told before they build: what their words lack, which file is at fault, and what nobody reads."""

from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from note import CAMPAIGN as COUNTY
from note import DOCUMENT

LAW = """\
state: WI
summary: A law for tests.
checked_on: 2026-11-21
rules:
  - id: wi-act
    name: 2026 Act
    does: [requires-detainers]
    citation: Stat. 1
    says: Jails honor detainers.
    in_force_from: 2026-06-01
    certainty: {text: secondhand, dates: confirmed, current: confirmed}
    leaves_open: Agreements.
    source: law-wi-act
    read_on: 2026-11-21
    confirm: Its text.
"""
CITING = """\
# A note

{% for applied in law.rules %}
{{ applied.rule.says }}{{ cite(applied.rule.source) }}
{% endfor %}

{{ sources_list() }}
"""
Told = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a document of one page for one county."""
    written(tmp_path / "templates/documents/note/document.yaml", DOCUMENT)
    written(tmp_path / "templates/documents/note/chapters/note.md", "# A note on {{ place.name }}\n")
    written(tmp_path / "county.yaml", COUNTY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def checked(told: Told, *more: str) -> tuple[int, list[str]]:
    code = run(["check", "county.yaml", *more])
    return code, told.readouterr().err.splitlines()


def test_a_paragraph_that_vanishes_is_told_with_its_own_line(project: Path, capsys: Told) -> None:
    note = project / "templates/documents/note/chapters/note.md"
    note.write_text("# A note\n\nThe jail has {{ facts.jail.capacity }} beds.\n\n"
                    "{% if facts.jail.bookings > 100 %}\nMany, by {{ facts.sheriff.name }}.\n{% endif %}\n\n"
                    "{% if facts.jail.operator is known %}\nKnown.\n{% endif %}\n")
    code, err = checked(capsys)
    name = "templates/documents/note/chapters/note.md"
    assert code == 0
    assert [line for line in err if "left out:" in line] == [
        f"{name}:3: left out: jail.capacity is unknown", f"{name}:5: left out: jail.bookings is unknown"]
    assert any(line.startswith("2 passages were left out") for line in err)
    assert run(["county.yaml"]) == 0
    assert f"{name}:3: left out: jail.capacity is unknown" in capsys.readouterr().err.splitlines()


def test_a_countys_own_chapter_is_told_by_line_and_what_others_lack_as_facts(project: Path, capsys: Told) -> None:
    (project / "county.yaml").write_text(COUNTY.replace("[note]", "[note, flyer]"))
    written(project / "county/chapters/note/note.md", "# Ours\n\n{{ facts.jail.capacity }} beds.\n")
    _, err = checked(capsys)
    assert [line for line in err if "left out:" in line] == [
        "county/chapters/note/note.md:3: left out: jail.capacity is unknown"]
    assert any("1 passage was left out because of them." in line for line in err)
    assert any("facts are still unknown: " in line and "board.meeting" in line for line in err)


def test_a_fact_that_no_question_declares_is_an_error_and_nothing_else(project: Path, capsys: Told) -> None:
    written(project / "templates/documents/note/chapters/note.md", "# A note\n\n{{ facts.jail.capcity }} beds.\n")
    code, err = checked(capsys)
    assert code == 1 and len(err) == 1
    assert "note.md:3: " in err[0] and "Did you mean facts.jail.capacity?" in err[0]


def test_a_source_that_the_states_law_lacks_is_told_in_the_law_and_blamed_on_no_template(
    project: Path, capsys: Told,
) -> None:
    written(project / "toolkits/law/wi.yaml", LAW)
    note = written(project / "templates/documents/note/chapters/note.md", CITING)
    code, err = checked(capsys)
    assert (code, [line for line in err if "no source" in line]) == (1, [
        "toolkits/law/wi.yaml:13:5: there is no source 'law-wi-act'. Add it to toolkits/sources/law.yaml. [LAW007]"])
    note.write_text(CITING + "\nMore{{ cite('law-wi-acts') }}.\n")
    _, err = checked(capsys)
    assert any("chapters/note.md:9: There is no source “law-wi-acts”" in line for line in err)


@pytest.mark.parametrize(("file", "text", "told"), [
    ("toolkits/facts/ours/2026-01-01.csv", "fips,fact,value,as_of,source\n55133,jail.capacity,400,2026-01-01,nowhere\n",
     "toolkits/facts/ours/2026-01-01.csv:2: there is no source 'nowhere'."),
    ("county.yaml", COUNTY + "facts: {jail.capacity: {value: 4, as_of: 2026-01-01, source: nowhere}}\n",
     "county.yaml:6:54: there is no source 'nowhere'."),
])
def test_a_source_that_is_missing_is_told_once_where_it_is_named(
    project: Path, capsys: Told, file: str, text: str, told: str,
) -> None:
    written(project / file, text)
    written(project / "templates/documents/note/chapters/note.md",
            "# A note\n\n{{ facts.jail.capacity }} beds.\n\n{{ sources_list() }}\n")
    code, err = checked(capsys)
    assert code == 1 and len([line for line in err if "no source" in line]) == 1
    assert any(line.startswith(told) for line in err), err


def test_a_law_of_another_state_does_not_matter(project: Path, capsys: Told) -> None:
    written(project / "toolkits/law/mn.yaml", LAW.replace("state: WI", "state: MN"))
    assert checked(capsys)[0] == 0
    assert run(["check", "--all", "."]) == 1


@pytest.mark.parametrize(("change", "told"), [
    (("    leaves_open: Agreements.\n", "    leaves_open: {a: 1}\n"), "wi.yaml:12:5: rules[wi-act].leaves_open: "),
    (("    read_on: 2026-11-21\n", ""), "wi.yaml:5:5: rules[wi-act].read_on is missing. Add \"read_on:\"."),
    (("  - id: wi-act\n    name", "  - name"), "wi.yaml:5:5: rules[1].id is missing. Add \"id:\"."),
    (("[requires-detainers]", "[requires-detainer]"), "rules[wi-act].does[1] cannot be 'requires-detainer'. "
    "Did you mean requires-detainers?"),
])
def test_a_key_is_called_as_people_write_it(
    project: Path, capsys: Told, change: tuple[str, str], told: str,
) -> None:
    written(project / "toolkits/law/wi.yaml", LAW.replace(*change))
    code, err = checked(capsys)
    assert code == 1 and any(told in line for line in err), err


def test_a_chapter_in_a_wrong_folder_is_told_with_the_right_one(project: Path, capsys: Told) -> None:
    right = "county/chapters/note/note.md"
    for wrong in ("county/chapters/note.md", "county/note.md", "chapters/note/note.md",
                  "county/chapters/notes/note.md"):
        path = written(project / wrong, "# Ours\n")
        code, err = checked(capsys)
        assert (code, err) == (0, [f"{wrong}:1: warning: no document reads this file. Move it to {right}. [DOC007]"])
        path.unlink()
    written(project / right, "# Ours\n")
    written(project / "county/README.md", "Notes of our group.\n")
    assert checked(capsys) == (0, [])


def test_a_chapter_that_its_document_does_not_name_is_told(project: Path, capsys: Told) -> None:
    folder = "templates/documents/note"
    written(project / folder / "chapters/more.md", "# More\n")
    written(project / folder / "note.md", "# A note\n")
    assert checked(capsys) == (0, [
        f"{folder}/chapters/more.md:1: warning: no document reads this file. Name it under chapters: in document.yaml. "
        "[DOC007]",
        f"{folder}/note.md:1: warning: no document reads this file. Move it to {folder}/chapters/note.md. [DOC007]"])
