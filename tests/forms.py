"""Jobs for tests of forms: a campaign's composed documents with the real look and tools."""

from __future__ import annotations

import atexit
from datetime import date
from functools import cache
from pathlib import Path

from build_toolkit.files.roots import packaged
from build_toolkit.formats.job import FormatJob
from build_toolkit.page.tree import Node, parse
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from build_toolkit.pipeline.building import _jobs
from build_toolkit.pipeline.rendering import Printer

TODAY = date(2026, 11, 30)
COUNTY = ("toolkit", "talking-points", "call-script", "fact-sheet", "flyer", "meeting-agenda", "monitoring-form",
          "ordinance", "public-comment", "rebuttals", "records-request", "rights-card", "slides",
          "timeline")
WAUKESHA = "counties/wi-waukesha"


@cache
def jobs(name: str, languages: tuple[str, ...] = ("en",), documents: tuple[str, ...] = ()) -> tuple[FormatJob, ...]:
    """Return the jobs of an example campaign; its own documents, or those named."""
    request = BuildRequest(packaged() / f"toolkits/{name}.yaml", TODAY, languages=languages, documents=documents,
                           draft=True)
    return _jobs_of(request)


def job(name: str, document: str, language: str = "en") -> FormatJob:
    """Return one document of an example campaign in one language."""
    return jobs(name, (language,), (document,))[0]


def written(file: Path, **more: object) -> tuple[FormatJob, ...]:
    """Return the jobs of a campaign file."""
    request = BuildRequest(file, TODAY, **more)  # type: ignore[arg-type]
    return _jobs_of(request)


def _jobs_of(request: BuildRequest) -> tuple[FormatJob, ...]:
    prepared = prepare(request)
    printer = Printer(prepared.library.roots, jobs=1)
    atexit.register(printer.__exit__)
    composed = [one for one in compose_all(prepared, request) if not one.stopped]
    return tuple(_jobs(prepared, request, composed, printer))


def page(body: str, lang: str = "en", rtl: bool = False) -> Node:
    """Return a page around a body."""
    direction = ' dir="rtl"' if rtl else ""
    return parse(f'<html lang="{lang}"{direction}><head><title>A page</title></head><body>{body}</body></html>')
