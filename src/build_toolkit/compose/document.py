"""A document, a resolved campaign and a language to one page of HTML, with all it used and lacked. Layer 4.

Two rounds: every chapter is rendered, numbered and given its notes; then the parts that need all of that
(contents, sources, what was left out), and the layout around it. The seventh and last step of compose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from html import unescape
from typing import Any

from markupsafe import Markup

from ..locales.language import Key, Language
from ..model import DocumentSpec, Policy, ResolvedCampaign
from ..problems import Problem, ProblemsFound, Report, Severity
from .bdi import isolate
from .composer import Compiled, Composer, composer_for
from .directions import english_ltr, with_plain_digits
from .faults import rendered
from .joints import with_signs
from .ledger import LEDGER, Ledger, Need, Note
from .marks import ANY, PLACE, pattern
from .notes import Cited, Notes
from .outline import Finished, Outline, dangling, without_empty
from .parts import LATE, Calls, Parts, read_parts
from .sandbox import GLOBALS
from .templates import Store
from .values import undeclared
from .variables import LanguageState, Options, ReviewState, left_out_items, page_variables
from .wordbreaks import ready, with_breaks

__all__ = ["Composed", "LanguageState", "Options", "ReviewState", "compose_document"]
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True)
class Composed:
    """A finished page and what is to be said about it.

    `printed` are the notes of facts that are on the page, `used` and `stand_ins` the messages of the catalog
    with the place where each was first used.
    """

    document: str
    language: str
    bcp47: str
    direction: str
    title: str
    subject: str
    html: str = field(repr=False)
    chapters: tuple[Finished, ...] = field(default=(), repr=False)
    needs: tuple[Need, ...] = ()
    printed: tuple[Note, ...] = ()
    sources: tuple[str, ...] = ()
    used: Mapping[Key, tuple[str, int]] = field(default_factory=dict, repr=False)
    stand_ins: Mapping[Key, tuple[str, int]] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()
    stopped: bool = False                            # not made at all, and `problems` says why

    def page(self, css: Iterable[str]) -> str:
        """Return the page as one file, with its style sheets in it."""
        sheet = "\n".join(css).replace("</", "<\\/")
        style = f"<style>\n{sheet}\n</style>"
        return self.html.replace("</head>", style + "</head>", 1)


@dataclass(frozen=True)
class _Job:
    """What every step of one document works with."""

    spec: DocumentSpec
    campaign: ResolvedCampaign
    language: Language
    store: Store
    composer: Composer
    ledger: Ledger
    parts: Parts
    variables: dict[str, Any]
    calls: Calls

    @property
    def report(self) -> Report:
        """Return where problems go."""
        return self.ledger.report


def compose_document(
    spec: DocumentSpec, campaign: ResolvedCampaign, language: Language, store: Store, options: Options | None = None,
) -> Composed:
    """Return a document as HTML in a language, with every problem found on the way; never stops at one."""
    options = options or Options()
    composer = composer_for(language)
    ledger = Ledger(language, composer, campaign.as_of, campaign.edition, campaign.sources)
    token = LEDGER.set(ledger)
    if not ready(language):
        ledger.report.add("LOC112", f"Lines of {language.english_name or language.tag} cannot be broken between words.",
                          "Install the package that finds words: pip install 'build-toolkit[breaks]'.",
                          severity=Severity.WARNING)
    try:
        variables = page_variables(campaign, spec, language, options, store.shapes())

        def sound(file: Compiled) -> bool:
            return _sound(job, file, file.name, dict.fromkeys(LATE))

        try:
            pages = store.parts()
        except ProblemsFound as found:
            ledger.report.extend(found.report)
            pages = []
        parts = read_parts(composer, pages, ledger.report, sound)
        job = _Job(spec, campaign, language, store, composer, ledger, parts, variables, Calls(parts))
        for page in parts.loose:
            parts.compiled(page)
        return _composed(job)
    finally:
        LEDGER.reset(token)


def _composed(job: _Job) -> Composed:
    outline, notes = Outline(), Notes(job.ledger, job.spec.notes)
    chapters = []
    for name, path, policy, local in _entries(job):
        file, html = _chapter(job, path, policy)
        if html.strip():
            done = outline.chapter(file, name, policy.id if policy else "", html, local)
            chapters.append(replace(done, html=Markup(notes.chapter(done.html))))  # noqa: S704
    sources = notes.sources()
    late: dict[str, Any] = {
        "outline": tuple(outline.entries), "sources_used": sources,
        "left_out_items": left_out_items(job.ledger, job.campaign),
    }
    chapters = [replace(one, html=Markup(html)) for one, html in _second_round(job, chapters, late, notes)]  # noqa: S704
    html = _layout(job, chapters, late, notes)
    _links(job, html)
    title = TITLE.search(html)
    printed = tuple(note for note in dict.fromkeys(notes.printed) if note.fact)
    return Composed(
        job.spec.id, job.language.tag, job.language.bcp47, job.language.direction,
        unescape(ANY.sub("", title[1])).strip() if title else str(job.spec.title),
        f"{job.campaign.place.name}, {job.campaign.place.state_name}", html, tuple(chapters),
        tuple(job.ledger.needs), printed, tuple(_sources(notes, sources)),
        job.ledger.used, job.ledger.stand_ins, tuple(job.report),
    )


def _sources(notes: Notes, listed: Iterable[Cited]) -> Iterator[str]:
    yield from dict.fromkeys([*(note.source for note in notes.printed), *(one.id for one in listed)])


def _entries(job: _Job) -> Iterator[tuple[str, str, Policy | None, bool]]:
    """Yield the name, path, policy and local flag of each chapter of the document."""
    for entry in job.spec.chapters:
        name = re.sub(r"^\d+-", "", (entry.file or entry.each_policy).removesuffix(".md"))
        if entry.file:
            yield name, f"documents/{job.spec.id}/chapters/{entry.file}", None, entry.local
        for policy in job.campaign.policies if entry.each_policy else ():
            yield name, f"policies/{policy.id}/{entry.each_policy}", policy, entry.local


def _chapter(job: _Job, path: str, policy: Policy | None) -> tuple[str, str]:
    """Return the file and the HTML of one chapter, with marks for its notes; nothing where it has a fault."""
    try:
        page = job.store.read(path)
        if page is None:
            if policy is None:
                fix = f"Write it, or take it out of templates/documents/{job.spec.id}/document.yaml."
                job.report.add("DOC001", "There is no such chapter.", fix, file=f"templates/{path}")
            return path, ""
        compiled = job.composer.chapter(page.name, page.text)
    except ProblemsFound as found:
        job.report.extend(found.report)
        return path, ""
    job.report.extend(compiled.problems)
    for key, place in (compiled.used or {}).items():
        job.ledger.used.setdefault(key, place)
    for key, place in (compiled.stand_ins or {}).items():
        job.ledger.stand_ins.setdefault(key, place)
    if not _sound(job, compiled, page.name):
        return page.name, ""
    return page.name, without_empty(_rendered(job, compiled, {"policy": policy} if policy else {}))


def _rendered(job: _Job, compiled: Compiled, more: Mapping[str, Any]) -> str:
    job.ledger.variables = variables = job.calls.page({**job.variables, **more})
    return rendered(lambda: compiled.template.render(variables), job.report, compiled.name)


def _second_round(
    job: _Job, chapters: list[Finished], late: Mapping[str, Any], notes: Notes,
) -> Iterator[tuple[Finished, str]]:
    """Yield chapters with the parts that had to wait, and isolated where the page runs right to left."""
    job.calls.late = late
    job.variables.update(late)

    def place(found: re.Match[str]) -> str:
        html = rendered(job.calls.waiting[int(found[1])], job.report, "")
        return notes.resolve(without_empty(html))

    for one in chapters:
        html = pattern(PLACE).sub(place, one.html)
        yield one, _finished(job, html)


def _finished(job: _Job, html: str) -> str:
    html = with_plain_digits(ANY.sub("", html)) if job.language.digits != "latn" else ANY.sub("", html)
    html = with_breaks(with_signs(html, job.language), job.language)
    return isolate(english_ltr(html)) if job.language.direction == "rtl" else html


def _layout(job: _Job, chapters: list[Finished], late: Mapping[str, Any], notes: Notes) -> str:
    path = f"layouts/{job.spec.layout}.html.j2"
    body = Markup("\n").join(one.html for one in chapters)
    try:
        page = job.store.read(path)
        if page is None:
            fix = f"Write it, or name another one in templates/documents/{job.spec.id}/document.yaml."
            job.report.add("DOC002", "There is no such layout.", fix, file=f"templates/{path}")
            return body
        compiled = job.composer.page(page.name, page.text)
    except ProblemsFound as found:
        job.report.extend(found.report)
        return body
    more = {**late, "chapters": tuple(chapters), "body": body}
    if not _sound(job, compiled, page.name, more):
        return body
    html = _rendered(job, compiled, more)
    return _finished(job, notes.chapter(html)).strip() + "\n"


def _sound(job: _Job, compiled: Compiled, file: str, more: Mapping[str, Any] | None = None) -> bool:
    """Return whether a template names only what there is; what it names besides becomes problems."""
    known = {*job.variables, *job.parts.owner, *GLOBALS, *(more or ()), "form_", "form_en_", "count_"}
    sound = True
    for name, line in compiled.names:
        if name not in known:
            near = get_close_matches(name, sorted(known), 1)
            fix = f"Did you mean {near[0]}?" if near else "Templates know the variables listed in templates/README.md."
            job.report.add("TPL016", f"There is no variable or part named {name}.", fix, file=file, line=line)
            sound = False
    declared = frozenset(job.campaign.questions)
    for path, line in compiled.facts:
        ids = (*declared, *job.campaign.facts)
        if not any(key == path or key.startswith(path + ".") or path.startswith(key + ".") for key in ids):
            what, fix = undeclared(path, declared)
            job.report.add("TPL015", what, fix, file=file, line=line)
    return sound


def _links(job: _Job, html: str) -> None:
    for target in dangling(html):
        what = f"A link leads to #{target}, which this document does not have."
        fix = "Give the heading {#" + target + "}, or take the link out."
        file = f"templates/documents/{job.spec.id}/document.yaml"
        job.report.add("DOC003", what, fix, file=file, severity=Severity.WARNING)

