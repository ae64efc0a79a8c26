"""`build-toolkit cache`: what the program keeps for itself, how much of it there is, and an end to it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TypedDict

import click

from ..files.cache import KINDS, VARIABLE, Cache, CacheEntry, cache
from . import common

MEANINGS = {
    "checks": "checks that found nothing wrong",
    "languages": "translations, read",
    "pages": "public pages, laid out",
    "rules": "what style sheets say of pages",
    "templates": "chapters, parts and phrases, compiled",
}


class Row(TypedDict):
    """What there is of one kind; the days are those of the last use."""

    kind: str
    entries: int
    bytes: int
    oldest: str
    newest: str


@click.command("cache")
@click.option("--clear", is_flag=True, help="Delete all that was kept in it; it fills again by itself.")
@common.formats("text", "json")
def cache_command(clear: bool, form: str) -> int:
    """Show your cache folder: what is in it, by kind, its size, and when it was last used.

    Nothing in it is needed or private: no stories, contacts, internal facts or drafts, and no pages that show
    any. Only you can read it; a folder that others can write to is not used. BUILD_TOOLKIT_CACHE names
    another folder, or says "no".
    """
    kept = cache()
    if kept.folder is None:
        click.echo(f"There is no cache folder: {VARIABLE} says so, or this system cannot keep one private.",
                   err=True)
        return 0
    if not kept.usable:
        click.echo(f"{kept.folder} is not used, since others can write to it, or it is not yours. Close it "
                   f"(chmod 700), or name another folder with {VARIABLE}.", err=True)
        return 1
    if clear:
        return _clear(kept)
    found = list(kept.entries())
    if form == "json":
        told = {"folder": os.fspath(kept.folder), "kinds": [_row(kind, found) for kind in _kinds(found)]}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return 0
    click.echo(str(kept.folder))
    for row in (_row(kind, found) for kind in _kinds(found)):
        entries = common.count(row["entries"], "entry", "entries")
        click.echo(f"  {row['kind']:12}{entries:>12}{row['bytes'] / 1e6:>9.1f} MB  used {row['oldest']} to "
                   f"{row['newest']}  {MEANINGS[row['kind']]}")
    click.echo(f"{common.count(len(found), 'entry', 'entries')}, "
               f"{sum(one.size for one in found) / 1e6:.1f} MB.")
    return 0


def _clear(kept: Cache) -> int:
    """Delete all entries and say how many there were; return the exit code."""
    try:
        deleted = kept.clear()
    except OSError as error:
        click.echo(f"{error.filename or kept.folder} cannot be deleted: {error.strerror or error}. Make its "
                   f"folder writable (chmod 700), or name another cache folder with {VARIABLE}.", err=True)
        return 5
    click.echo(f"{common.count(deleted, 'entry', 'entries')} deleted from {kept.folder}.")
    return 0


def _kinds(found: list[CacheEntry]) -> list[str]:
    return [kind for kind in KINDS if any(one.kind == kind for one in found)]


def _row(kind: str, found: list[CacheEntry]) -> Row:
    """Return what there is of a kind: how many entries, how many bytes, and the days of their last use."""
    mine = [one for one in found if one.kind == kind]
    days = [datetime.fromtimestamp(one.used, UTC).date().isoformat() for one in mine]
    return {"kind": kind, "entries": len(mine), "bytes": sum(one.size for one in mine),
            "oldest": min(days), "newest": max(days)}
