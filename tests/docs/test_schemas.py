"""Editors are told the truth: the schemas take every file that ships, and refuse what the program refuses."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from build_toolkit.cli.main import run
from build_toolkit.files.roots import Roots
from build_toolkit.library.library import Library, starter, switched_on
from build_toolkit.library.schemas import KINDS, schema
from build_toolkit.problems import Report

ROOT = Path(__file__).parents[2]
LIBRARY = Library(Roots((ROOT,)))
MADE = {kind: schema(kind, LIBRARY) for kind in KINDS}
SHIPPED = {
    "campaign": "toolkits/co[ua]*/*.yaml", "sources": "toolkits/sources/*.yaml", "questions": "toolkits/questions.yaml",
    "policy": "toolkits/policies/*.yaml", "law": "toolkits/law/*.yaml", "offices": "toolkits/government/offices.yaml",
    "governments": "toolkits/government/states.yaml", "records": "toolkits/records/*.yaml",
    "clauses": "toolkits/clauses/*.yaml", "rights": "toolkits/rights/*.yaml",
    "consents": "toolkits/counties/*/consents.yaml", "document": "templates/documents/*/document.yaml",
    "languages": "locales/registry.yaml", "project": "tests/data/project/build-toolkit.yaml",
}


class Editor(yaml.CSafeLoader):
    """Reads YAML as editors do: days are text, and of words only true and false are something else."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?i:true|false)$"), list("tTfF"))


def faults(kind: str, text: str) -> list[str]:
    check = jsonschema.Draft202012Validator(MADE[kind], format_checker=jsonschema.FormatChecker())
    return [f"{one.json_path}: {one.message[:80]}" for one in check.iter_errors(yaml.load(text, Loader=Editor))]


def shipped(kind: str) -> list[Path]:
    found = sorted(ROOT.glob(SHIPPED.get(kind, "build-toolkit.yaml")))
    return [path for path in found if not path.name.startswith("_")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_names_itself_and_takes_every_file_that_ships(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(MADE[kind])
    assert MADE[kind]["$id"] == f"urn:x-build-toolkit:{kind}"
    assert MADE[kind]["title"]
    assert shipped(kind) or kind == "project"        # a project's own file; none ships
    wrong = {path.name: found for path in shipped(kind) if (found := faults(kind, path.read_text()))}
    assert not wrong


def test_the_command_prints_them_for_the_project_at_hand(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mine = tmp_path / "templates/documents/door-hanger/document.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("id: door-hanger\ntitle: T\npurpose: P.\nlayout: sheet\nchapters: [{file: a.md}]\n")
    assert run(["schema", "campaign", "--project", str(tmp_path)]) == 0
    made: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert {"door-hanger", "toolkit"} <= {*made["properties"]["documents"]["items"]["enum"]}
    assert made["properties"]["facts"]["properties"]["jail.capacity"]["description"].endswith(".")


@pytest.mark.parametrize(("line", "path"), [
    ("documents: [toolkti]", "$.documents[0]"), ("languages: [spanish]", "$.languages[0]"),
    ("policies: ['287(g)']", "$.policies[0]"), ("place: Waukesha County", "$.place"),
    ("facts: {jail.capcity: {value: 4, as_of: 2026-01-01, source: a}}", "$.facts"),
    ("facts: {jail.capacity: 400}", "$.facts['jail.capacity']"), ("as_of: 11/29/2026", "$.as_of"),
    ("signers: {file: a.csv, closes: 2026-12-08}", "$.signers"), ("titel: T", "$"),
])
def test_an_editor_sees_the_mistakes_that_people_make(line: str, path: str) -> None:
    good = {"place": "us/wi/dane", "policies": ["287g"], "title": "T"}
    text = yaml.safe_dump({**good, **yaml.load(line, Loader=Editor)})
    assert {one.split(":")[0] for one in faults("campaign", text)} == {path}


def test_a_new_county_names_its_schema_and_fits_it_with_all_lines_switched_on() -> None:
    found = starter("Dane County, WI", LIBRARY.roots, date(2026, 11, 30), Report())
    assert found
    assert "# yaml-language-server: $schema=campaign.schema.json" in found[1].splitlines()[:4]
    assert not faults("campaign", found[1])
    assert not faults("campaign", switched_on(found[1]))


def test_every_kind_that_the_command_offers_is_one() -> None:
    from build_toolkit.cli.schema import KINDS as OFFERED

    assert sorted(OFFERED) == sorted(KINDS)
