"""`build-toolkit check --leaks`: what the pages of a campaign and its built files give away."""

from __future__ import annotations

import getpass
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack, cast

import click

from . import common

if TYPE_CHECKING:
    from ..pipeline import Prepared


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
    """What a built file says of itself (a PDF), what of that it should not say, and what secrets it holds."""

    path: str
    says: dict[str, str]
    unwanted: list[str]
    holds: list[str]                                 # where what may not be in it is recorded
    read: bool                                       # whether it could be opened


class CampaignLeaks(TypedDict):
    """What one campaign gives away; `bad` where that is more than it recorded as official."""

    file: str
    edition: str
    pages: list[PageLeaks]
    withheld: list[str]
    built: list[BuiltFile]
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
    built = list(_built(prepared, request.folder(prepared.campaign.slug)))
    unrecorded = any(not leak.official for _, here in found for leak in here)
    return {
        "file": str(file), "edition": prepared.campaign.edition, "pages": [
            {"document": one.document, "language": one.language,
             "contacts": [cast(Contact, {**asdict(leak), "kind": leak.kind}) for leak in here]}
            for one, here in found],
        "withheld": list(withheld(prepared.library, prepared.loaded, prepared.campaign.edition)),
        "built": built,
        "bad": unrecorded or any(one["unwanted"] or one["holds"] or not one["read"] for one in built),
    }


def _built(prepared: Prepared, folder: Path) -> Iterator[BuiltFile]:
    """Yield what each built file says of itself, and which secrets stand anywhere in its bytes."""
    from ..files.publish import read_manifest
    from ..protection.secrets import Search, secrets
    from ..review.leaks import holds, pdf_says

    stories, loaded = prepared.maker().stories, prepared.loaded
    wanted = secrets(loaded.campaign, prepared.library.questions, stories.file if stories else None,
                     prepared.campaign.edition)
    search = Search(wanted, ("en", *prepared.campaign.languages))
    told = (read_manifest(folder) or {}).get("files", {})
    names = (_name(getpass.getuser), _name(socket.gethostname))
    for path in sorted(one for one in folder.rglob("*") if one.is_file()) if folder.is_dir() else ():
        data, about = path.read_bytes(), told.get(path.relative_to(folder).as_posix(), {})
        says = pdf_says(data, names) if path.suffix == ".pdf" else None
        found = holds(data, search, about.get("stories", ()))
        yield {"path": str(path), "says": dict(says.says) if says else {},
               "unwanted": list(says.unwanted) if says else [], "holds": list(found or ()),
               "read": found is not None}


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
    for one in row["built"]:
        yield from _file_lines(one)
    if not row["built"]:
        yield "  no built files were found; name their folder with --output to look into them too"
    else:
        clean = sum(one["read"] and not one["holds"] for one in row["built"])
        yield (f"  {common.count(len(row['built']), 'file', 'files')} read to the last byte, {clean} of them "
               "without anything that this edition may not print")


def _file_lines(one: BuiltFile) -> Iterator[str]:
    """Yield what there is to say of a built file; nothing of one that holds nothing and says nothing."""
    if not (one["says"] or one["holds"] or not one["read"]):
        return
    yield f"  {one['path']}"
    if one["says"]:
        yield f"    says of itself: {'; '.join(f'{key} {value}' for key, value in one['says'].items())}"
        yield f"    SHOULD NOT SAY: {'; '.join(one['unwanted'])}" if one["unwanted"] else \
            "    no author, user, machine or folder"
    if one["holds"]:
        yield f"    HOLDS WHAT THIS EDITION MAY NOT PRINT: {', '.join(one['holds'])}"
    if not one["read"]:
        yield "    COULD NOT BE OPENED: look through it yourself, or build it again"
