"""`build-toolkit schema`: the JSON Schema of a kind of YAML file, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..files.roots import Roots, project_of
from . import common

KINDS = ("campaign", "clauses", "consents", "document", "governments", "languages", "law", "offices",
         "policy", "project", "questions", "records", "rights", "sources")


@click.command("schema")
@click.argument("kind", type=click.Choice(KINDS))
@common.project
def schema_command(kind: str, project: Path | None) -> int:
    """Print the JSON Schema of a kind of YAML file, for completion in an editor.

    \b
    build-toolkit schema campaign > campaign.schema.json
    and in the editor, as a line at the head of a file:
    # yaml-language-server: $schema=campaign.schema.json
    It says what each key is for, and names the facts, documents, languages and policies of your project.
    """  # noqa: D301
    from ..library.library import Library
    from ..library.schemas import schema

    library = Library(Roots.of(project or project_of(Path.cwd())))
    click.echo(json.dumps(schema(kind, library), indent=1, ensure_ascii=False))
    return 0
