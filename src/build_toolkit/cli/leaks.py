"""`build-toolkit check --leaks`: what the pages of a campaign and its built files give away."""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from . import common


def report_leaks(files: tuple[Path, ...], output: Path, form: str, **options: Any) -> int:
    """Print what is given away; return 1 where that is more than the campaign recorded as official."""
    rows = [leak_row(file, output, **options) for file in files]
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False, default=str))
    else:
        for row in rows:
            for line in _lines(row):
                click.echo(line)
    return int(any(row["bad"] for row in rows))


def leak_row(file: Path, output: Path, **options: Any) -> dict[str, Any]:
    """Return, as plain values, the contact data of each page, what is withheld, and what built files say."""
    from ..pipeline import BuildRequest, compose_all, prepare
    from ..resolve.people import withheld
    from ..review.leaks import leaks

    request = BuildRequest(file, date.today(), as_of=options["as_of"], edition=options["edition"])
    prepared = prepare(request)
    maker = prepared.maker()
    pages = [
        {"document": one.document, "language": one.language,
         "contacts": [{**asdict(leak), "kind": leak.kind} for leak in leaks(one, maker.passes)]}
        for one in compose_all(prepared, request) if not one.stopped
    ]
    pdfs = list(_pdfs(output / prepared.campaign.slug))
    return {
        "file": str(file), "edition": prepared.campaign.edition, "pages": pages,
        "withheld": list(withheld(prepared.library, prepared.loaded, prepared.campaign.edition)), "pdf": pdfs,
        "bad": any(pdf["unwanted"] for pdf in pdfs) or any(
            not contact["official"] for page in pages for contact in page["contacts"]),  # type: ignore[index]
    }


def _pdfs(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what each built file says of itself."""
    from ..review.leaks import pdf_says

    names = (_name(getpass.getuser), _name(socket.gethostname))
    for path in sorted(folder.rglob("*.pdf")) if folder.is_dir() else ():
        found = pdf_says(path.read_bytes(), names)
        yield {"path": str(path), "says": dict(found.says), "unwanted": list(found.unwanted)}


def _name(ask: Any) -> str:
    try:
        return str(ask())
    except (OSError, KeyError):
        return ""


def _lines(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['file']}, {row['edition']} edition"
    for page in row["pages"]:
        said = [
            f"{common.count(c['count'], c['kind'], c['kind'] + 's')}"
            f"{' (recorded as official)' if c['official'] else ' NOT RECORDED AS OFFICIAL'}"
            f"{' under “' + c['heading'] + '”' if c['heading'] else ''}"
            for c in page["contacts"]
        ]
        yield f"  {page['document']} ({page['language']}): {'; '.join(said) or 'no contact data'}"
    if row["withheld"]:
        yield f"  withheld from this edition: {', '.join(row['withheld'])}"
    for pdf in row["pdf"]:
        yield f"  {pdf['path']}"
        yield f"    says of itself: {'; '.join(f'{key} {value}' for key, value in pdf['says'].items())}"
        yield f"    SHOULD NOT SAY: {'; '.join(pdf['unwanted'])}" if pdf["unwanted"] else \
            "    no author, user, machine or folder"
    if not row["pdf"]:
        yield "  no built files were found; name their folder with --output to look into them too"
