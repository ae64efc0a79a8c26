"""`build-toolkit schema`: the JSON Schema of a kind of YAML file, for editors."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.argument("kind", type=click.Choice(["campaign", "document", "law", "policy", "project", "questions",
                                         "sources"]))
def schema_command(kind: str) -> int:
    """Print the JSON Schema of a kind of YAML file, for completion in an editor.

    \b
    build-toolkit schema campaign > campaign.schema.json
    and in the editor, as the first line of a file:
    # yaml-language-server: $schema=campaign.schema.json
    """  # noqa: D301
    from pydantic import BaseModel

    from ..library.library import SourceFile
    from ..model import Campaign, DocumentSpec, Policy, Questions, StateLaw
    from ..model.project import Project

    models: dict[str, type[BaseModel]] = {
        "campaign": Campaign, "document": DocumentSpec, "law": StateLaw, "policy": Policy,
        "project": Project, "questions": Questions, "sources": SourceFile,
    }
    schema = models[kind].model_json_schema()
    if kind == "sources":
        schema = {**schema["properties"]["sources"], "$defs": schema["$defs"]}
    click.echo(json.dumps(schema, indent=1, ensure_ascii=False))
    return 0
