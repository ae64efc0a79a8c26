"""The JSON Schema of each kind of YAML file, with a note at every key: for editors and the reference.

The notes are the comments beside the models' fields, or right above them; what a key of one name means
wherever it stands, EVERYWHERE says.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from ..locales.registry import Registry, read_registry
from ..model import (
    Campaign,
    Clauses,
    ConsentFile,
    DocumentSpec,
    Offices,
    Policy,
    Questions,
    RecordsLaws,
    Rights,
    StateForms,
    StateLaw,
)
from ..model.base import Model
from ..model.project import Project
from .library import Library, SourceFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLACE = r"^us(/[a-z]{2}(/[a-z0-9-]+)?)?$"


class Kind(NamedTuple):
    """A kind of file: its model, what it is called, and where such files lie."""

    model: type[Model]
    title: str
    where: str


KINDS: Mapping[str, Kind] = {
    "campaign": Kind(Campaign, "A campaign", "toolkits/counties/<name>.yaml"),
    "project": Kind(Project, "A project", "build-toolkit.yaml in its folder"),
    "sources": Kind(SourceFile, "Sources", "toolkits/sources/<name>.yaml"),
    "questions": Kind(Questions, "Questions", "toolkits/questions.yaml"),
    "policy": Kind(Policy, "A policy", "toolkits/policies/<id>.yaml"),
    "law": Kind(StateLaw, "A state's law", "toolkits/law/<state>.yaml"),
    "offices": Kind(Offices, "Offices", "toolkits/government/offices.yaml"),
    "governments": Kind(StateForms, "Who decides", "toolkits/government/states.yaml"),
    "records": Kind(RecordsLaws, "Records laws", "toolkits/records/records.yaml"),
    "clauses": Kind(Clauses, "Clauses", "toolkits/clauses/<name>.yaml"),
    "rights": Kind(Rights, "Rights cards", "toolkits/rights/card.yaml"),
    "consents": Kind(ConsentFile, "Consents", "<campaign>/consents.yaml"),
    "document": Kind(DocumentSpec, "A document", "templates/documents/<id>/document.yaml"),
    "languages": Kind(Registry, "Languages", "locales/registry.yaml"),
}
EVERYWHERE: Mapping[str, str] = {
    "id": "what other files and translations call it; never change it",
    "source": "where it was read: an id from the file's own `sources`, or from toolkits/sources/",
    "sources": "where it was read: ids from the file's own `sources`, or from toolkits/sources/",
    "more_sources": "where it can be read besides",
    "note": "what else a reader should know",
    "title": "its title, as it is printed",
    "as_of": "the day on which it was so",
    "read_on": "the day on which somebody read it there",
    "seen": "`primary`: the text itself was read; `secondhand`: only what others write about it",
    "certainty": "`confirmed`: read in the text; `secondhand`: in a report on it; `uncertain`: open",
    "when": "what it presupposes; left out: it stands everywhere",
    "barred_by": "left out where a law is in force that does one of these",
    "citation": "where the law stands, as lawyers write it; never translated",
}
# whose ids a key takes, where a project knows all of them
TAKES: Mapping[tuple[str, str], str] = {
    ("Campaign", "policies"): "policies", ("Campaign", "documents"): "documents",
    ("Campaign", "languages"): "languages", ("Policy", "successors"): "policies",
    ("Consent", "documents"): "documents",
    ("HandedOut", "document"): "documents",
}


def notes(model: type[BaseModel]) -> dict[str, str]:
    """Return what each key of a model is for, in words; "" where nobody wrote that down."""
    said: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if issubclass(kind, Model):
            said.update(_comments(kind))
    return {name: said.get(name) or EVERYWHERE.get(name, "") for name in model.model_fields}


@cache
def _comments(kind: type[Model]) -> Mapping[str, str]:
    """Return the comments of a class's own fields: those right above a field and the one beside it."""
    text = inspect.getsource(kind)
    lines, found = text.splitlines(), {}
    whole, = ast.parse(text).body
    for node in whole.body if isinstance(whole, ast.ClassDef) else ():
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            first, last = node.lineno - 1, lines[(node.end_lineno or node.lineno) - 1]
            said = [last.split("  # ", 1)[1].strip()] if "  # " in last else []
            while (above := lines[first - 1].strip()).startswith("# "):
                said.insert(0, above.removeprefix("# "))
                first -= 1
            found[node.target.id] = " ".join(said)
    return found


class _WithNotes(GenerateJsonSchema):
    """Makes schemas in which every key of a model has its note as its description."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return the schema of a model, its own keys before those that it shares with others."""
        made, kind = super().model_schema(schema), schema["cls"]
        keys, own = made.get("properties", {}), inspect.get_annotations(kind)
        made["properties"] = dict(sorted(keys.items(), key=lambda item: item[0] not in own))
        for name, note in notes(kind).items():
            if note:
                keys[name]["description"] = note[0].upper() + note[1:] + ("" if note.endswith(".") else ".")
        return made


def schema(kind: str, library: Library | None = None) -> JsonSchemaValue:
    """Return the JSON Schema of a kind of file; with a library, with the ids of that project."""
    model, title, where = KINDS[kind]
    made = model.model_json_schema(schema_generator=_WithNotes)
    if kind == "sources":                            # such a file is the mapping itself
        made = {**made["properties"]["sources"], "$defs": made["$defs"]}
    if kind == "campaign":
        made["properties"]["place"]["pattern"] = PLACE
    if library:
        _name_ids(model.__name__, made, library)
    head = {"$schema": DIALECT, "$id": f"urn:x-build-toolkit:{kind}", "title": f"{title}: {where}"}
    return {**made, **head}


def _name_ids(root: str, made: JsonSchemaValue, library: Library) -> None:
    """Write the ids that a project knows into a schema."""
    known = {"policies": library.ids("policies"), "documents": library.documents(),
             "languages": list(read_registry(library.roots, library.report).languages),
             "facts": list(library.questions)}
    models = {root: made, **made.get("$defs", {})}
    for (owner, key), whose in TAKES.items():
        if key in models.get(owner, {}).get("properties", {}):
            one = models[owner]["properties"][key]
            one.get("items", one)["enum"] = known[whose]
    if root == "Campaign":
        facts = made["properties"]["facts"]
        entry = facts["additionalProperties"]
        facts["additionalProperties"] = False
        facts["properties"] = {key: {**entry, "title": one.label, "description": f"{one.help} {one.where}"}
                               for key, one in library.questions.items()}
