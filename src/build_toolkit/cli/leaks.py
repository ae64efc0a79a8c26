"""`build-toolkit check --leaks`: what the pages of a campaign and its built files give away."""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Literal, TypedDict, Unpack, cast

import click

from . import common


class LeaksFlags(TypedDict):
    """Whose pages are looked at, and on which day; None for the day of the campaign file."""

    as_of: date | None
    edition: Literal["public", "internal"]


class Contact(TypedDict):
    """Contact data of one kind under one heading of a page."""

    kind: str
    heading: str
    official: bool
    count: int


class PageLeaks(TypedDict):
    """The contact data of one document in one language."""

    document: str
    language: str
    contacts: list[Contact]


class BuiltFile(TypedDict):
    """What a PDF file says of itself, and what of that it should not say."""

    path: str
    says: dict[str, str]
    unwanted: list[str]


class CampaignLeaks(TypedDict):
    """What one campaign gives away; `bad` where that is more than it recorded as official."""

    file: str
    edition: str
    pages: list[PageLeaks]
    withheld: list[str]
    pdf: list[BuiltFile]
    bad: bool


def report_leaks(files: tuple[Path, ...], output: Path, form: str, **asked: Unpack[LeaksFlags]) -> int:
    """Print what is given away; return 1 where that is more than the campaign recorded as official."""
    rows = [leak_row(file, output, **asked) for file in files]
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False, default=str))
    else:
        for row in rows:
            for line in _lines(row):
                click.echo(line)
    return int(any(row["bad"] for row in rows))


def leak_row(file: Path, output: Path, **asked: Unpack[LeaksFlags]) -> CampaignLeaks:
    """Return the contact data of each page of a campaign, what is withheld, and what its built files say."""
    from ..pipeline import BuildRequest, compose_all, prepare
    from ..resolve.people import withheld
    from ..review.leaks import leaks

    request = BuildRequest(file, common.today(), output, as_of=asked["as_of"], edition=asked["edition"])
    prepared = prepare(request)
    passes = prepared.maker().passes
    found = [(one, leaks(one, passes)) for one in compose_all(prepared, request) if not one.stopped]
    pdfs = list(_pdfs(request.folder(prepared.campaign.slug)))
    unrecorded = any(not leak.official for _, here in found for leak in here)
    return {
        "file": str(file), "edition": prepared.campaign.edition, "pages": [
            {"document": one.document, "language": one.language,
             "contacts": [cast(Contact, {**asdict(leak), "kind": leak.kind}) for leak in here]}
            for one, here in found],
        "withheld": list(withheld(prepared.library, prepared.loaded, prepared.campaign.edition)), "pdf": pdfs,
        "bad": unrecorded or any(pdf["unwanted"] for pdf in pdfs),
    }


def _pdfs(folder: Path) -> Iterator[BuiltFile]:
    """Yield what each built file says of itself."""
    from ..review.leaks import pdf_says

    names = (_name(getpass.getuser), _name(socket.gethostname))
    for path in sorted(folder.rglob("*.pdf")) if folder.is_dir() else ():
        found = pdf_says(path.read_bytes(), names)
        yield {"path": str(path), "says": dict(found.says), "unwanted": list(found.unwanted)}


def _name(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except (OSError, KeyError):
        return ""


def _lines(row: CampaignLeaks) -> Iterator[str]:
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
