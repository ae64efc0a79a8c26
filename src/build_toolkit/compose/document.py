"""Composes a document of a campaign in a language: the page, and all it used and lacked.

Every chapter is rendered, parsed, numbered and given its notes; then the parts that need all of that
(contents, sources, what was left out), and the layout around it. The page then goes through `page.passes`,
once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import PurePosixPath

from markupsafe import Markup

from ..locales.language import Key, Language
from ..model import ChapterEntry, DocumentSpec, Policy, ResolvedCampaign, Text
from ..page.fields import WRITTEN, name_fields, say_blanks
from ..page.glosses import Glosses
from ..page.line_breaks import ready
from ..page.marks import PLACE, pattern
from ..page.notes import place_notes
from ..page.outline import Chapter, Outline, fill_slots
from ..page.passes import begin, finish, lead_to_sources
from ..page.tree import Child, Node, change_texts, marked, named, parse, styled, to_html
from ..problems import Problem, ProblemsFound, Report, Severity
from ..workers.within import TooLong, within
from .chapter import MOST_COLUMNS, TOO_WIDE
from .compiled import Compiled
from .composer import Composer, composer_for
from .faults import told, too_long
from .kept import shared_by_all
from .ledger import LEDGER, Ledger, Need, SourceNote, lost
from .notes import Cited, SourceNotes
from .parts import LATE, Calls, Parts, read_parts
from .sandbox import GLOBALS
from .templates import Store
from .values import undeclared
from .variables import LanguageState, Options, ReviewState, left_out_items, page_variables

__all__ = ["Composed", "LanguageState", "Options", "ReviewState", "compose_document"]


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
    tree: Node = field(repr=False)
    chapters: tuple[Chapter, ...] = field(default=(), repr=False)
    needs: tuple[Need, ...] = ()
    printed: tuple[SourceNote, ...] = ()
    sources: tuple[str, ...] = ()
    used: Mapping[Key, tuple[str, int]] = field(default_factory=dict, repr=False)
    stand_ins: Mapping[Key, tuple[str, int]] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()
    private: bool = True                             # must not be kept outside the campaign's folder
    stopped: bool = False                            # not made at all, and `problems` says why
    forms: tuple[str, ...] = ()                      # what it may be made as; others hold other stories
    stories: frozenset[str] = frozenset()            # ids of those on it

    @cached_property
    def html(self) -> str:
        """Return the page as HTML, for a file or a comparison; whoever reads the page reads its tree."""
        return to_html(self.tree)

    def page(self, css: Iterable[str]) -> str:
        """Return the page as one file, with its style sheets in it."""
        return to_html(styled(self.tree, css))


@dataclass(frozen=True)
class _Composition:
    """What composing one document needs in every step, and the ledger of what it used and lacked."""

    spec: DocumentSpec
    campaign: ResolvedCampaign
    language: Language
    store: Store
    composer: Composer
    ledger: Ledger
    parts: Parts
    variables: dict[str, object]
    calls: Calls

    @property
    def report(self) -> Report:
        """Return where problems go."""
        return self.ledger.report


def compose_document(
    spec: DocumentSpec, campaign: ResolvedCampaign, language: Language, store: Store,
    options: Options | None = None,
) -> Composed:
    """Return a document as HTML in a language, with every problem found on the way; never stops at one.

    One that takes too long is nothing but the problem which names the file that was worked at.
    """
    options = options or Options()
    try:
        with within(options.seconds):
            return _in_any_time(spec, campaign, language, store, options)
    except TooLong as error:
        found = too_long(error, f"templates/documents/{spec.id}/document.yaml")
        return Composed(spec.id, language.tag, language.bcp47, language.direction, str(spec.title), "",
                        Node(""), problems=(found,), private=True, stopped=True)


def _in_any_time(
    spec: DocumentSpec, campaign: ResolvedCampaign, language: Language, store: Store, options: Options,
) -> Composed:
    composer = composer_for(language)
    ledger = Ledger(language, composer, campaign.as_of, campaign.edition, campaign.sources,
                    private=options.draft or "internal" in (campaign.edition, spec.edition))
    token = LEDGER.set(ledger)
    if not ready(language):
        ledger.report.add("LOC112",
                          f"Lines of {language.english_name or language.tag} cannot be broken between words.",
                          "Install the package that finds words: pip install 'build-toolkit[breaks]'.",
                          severity=Severity.WARNING)
    try:
        variables = page_variables(campaign, spec, language, options, store)

        def sound(file: Compiled) -> bool:
            return _sound(job, file, file.name, dict.fromkeys(LATE))

        try:
            pages = store.parts()
        except ProblemsFound as found:
            ledger.report.extend(found.report)
            pages = []
        parts = read_parts(composer, pages, ledger.report, sound)
        job = _Composition(spec, campaign, language, store, composer, ledger, parts, variables, Calls(parts))
        for page in parts.loose:
            parts.compiled(page)
        return _composed(job)
    finally:
        LEDGER.reset(token)


def _composed(job: _Composition) -> Composed:
    outline, notes, glosses = Outline(), SourceNotes(job.ledger, job.spec.notes), Glosses()
    chapters = []
    before: ChapterEntry | None = None
    opens: Text | None = None
    for name, path, policy, entry in _entries(job):
        if entry is not before:                      # of a chapter for each policy the first opens the part
            before, opens = entry, entry.part or opens
        try:
            file, tree = _chapter(job, path, policy)
        except TooLong as error:
            page = job.store.read(path)
            error.add_note(f"{page.name if page else path}:1")
            raise
        notes.begin_chapter()
        head = begin(tree, notes, (outline, name, policy.id if policy else ""), glosses)
        if head:
            chapters.append(Chapter(file, entry.local, head, tree, opens, entry))
            opens = None
    sources = notes.sources()
    late = _known_late(job, outline, chapters, sources)
    _place_late(job, chapters, late, notes)
    tree = _layout(job, chapters, late, notes, glosses)
    for part in (tree, *fill_slots(tree, chapters)):
        finish(part, job.language)
    lead_to_sources(tree, {key: source.url for key, source in job.ledger.sources.items()})
    _links(job, tree, chapters)
    _endings(job)
    _marked(job, tree)
    title = tree.find(named("title"))
    printed = tuple(note for note in dict.fromkeys(notes.printed) if note.fact)
    return Composed(
        job.spec.id, job.language.tag, job.language.bcp47, job.language.direction,
        title.text() if title else str(job.spec.title),
        f"{job.campaign.place.name}, {job.campaign.place.state_name}", tree, tuple(chapters),
        tuple(job.ledger.needs), printed, tuple(_sources(notes, sources)),
        job.ledger.used, job.ledger.stand_ins, tuple(job.report), job.ledger.private,
        stories=frozenset(job.ledger.stories),
    )


def _known_late(
    job: _Composition, outline: Outline, chapters: Sequence[Chapter], sources: object,
) -> dict[str, object]:
    """Return what is known when all chapters are there."""
    return {
        "outline": tuple(outline.entries), "sources_used": sources,
        "opened": {one.head.id: one.part for one in chapters if one.part},
        "left_out_items": left_out_items(job.ledger, job.campaign),
        "left_out_passages": len(lost(job.ledger.needs, job.campaign.questions)),
        "held_back": bool(job.language.withheld & job.ledger.stand_ins.keys()),
        "old_answers": any(note.fact and not note.named and note.fact.old(job.ledger.as_of)
                           for note in job.ledger.notes),
    }


def _marked(job: _Composition, tree: Node) -> None:
    """Mark what can be filled in, and the title of an internal edition, by which files name themselves.

    A layout without a mark for it is a fault.
    """
    if tree.find(WRITTEN):
        name_fields(tree)
        say_blanks(tree, job.language, job.spec.fillable)
    if job.campaign.edition != "internal":
        return
    band, title = tree.find(marked("data-mark")), tree.find(named("title"))
    if title and band:
        title.children = [f"{band.attrs['data-mark']}: {title.text()}"]
    elif tree.text().strip():
        job.report.add(
            "DOC008", "The layout has no band for internal editions, so that this page could be taken for a "
            "public one.", "Place {{ band() }} first in its body, and give it a title.",
            file=f"templates/layouts/{job.spec.layout}.html.j2")


def _sources(notes: SourceNotes, listed: Iterable[Cited]) -> Iterator[str]:
    yield from dict.fromkeys([*(note.source for note in notes.printed), *(one.id for one in listed)])


def _entries(job: _Composition) -> Iterator[tuple[str, str, Policy | None, ChapterEntry]]:
    """Yield the name, path and policy of each chapter of the document, and its line in document.yaml."""
    for entry in job.spec.chapters:
        policies = job.campaign.policies if entry.each_policy else (None,)
        paths = entry.files(job.spec.id, [one.id for one in policies if one])
        for path, policy in zip(paths, policies, strict=True):
            yield re.sub(r"^\d+-", "", PurePosixPath(path).stem), path, policy, entry


def _chapter(job: _Composition, path: str, policy: Policy | None) -> tuple[str, Node]:
    """Return the file and the nodes of one chapter, with marks for its notes; none where it has a fault."""
    try:
        page = job.store.read(path)
        if page is None:
            if policy is None:
                file, name = f"documents/{job.spec.id}/document.yaml", path.rsplit("/", 1)[-1]
                job.report.add("DOC001", f"There is no chapter {name!r}.", "Write it, or take it out here.",
                               file=f"templates/{file}", line=_line_of(job, file, name))
            return path, Node("")
        compiled = job.composer.chapter(page.name, page.text)
    except ProblemsFound as found:
        job.report.extend(found.report)
        return path, Node("")
    job.report.extend(compiled.problems)
    job.ledger.private |= not shared_by_all(page.name)
    for key, place in (compiled.used or {}).items():
        job.ledger.used.setdefault(key, place)
    for key, place in (compiled.stand_ins or {}).items():
        job.ledger.stand_ins.setdefault(key, place)
    if not _sound(job, compiled, page.name):
        return page.name, Node("")
    tree = _rendered(job, compiled, {"policy": policy} if policy else {})
    if any(map(_too_wide, tree.walk())):             # what parts make, or loops
        job.report.add("TPL026", *TOO_WIDE, file=page.name, line=1)
        tree = Node("")
    return page.name, tree


def _too_wide(node: Node) -> bool:
    """Return whether a node is a row of a table with too many columns."""
    cells = [one.attrs.get("colspan", "") for one in node.children if isinstance(one, Node)] \
        if node.tag == "tr" else ()
    return sum(int(span) if span.isdecimal() else 1 for span in cells) > MOST_COLUMNS


def _rendered(job: _Composition, compiled: Compiled, more: Mapping[str, object]) -> Node:
    """Return what a template prints, parsed."""
    job.ledger.variables = variables = job.calls.page({**job.variables, **more})
    html = ""
    with told(job.report, compiled.name):
        html = compiled.template.render(variables)
    return parse(html)


def _place_late(
    job: _Composition, chapters: Iterable[Chapter], late: Mapping[str, object], notes: SourceNotes,
) -> None:
    """Put the parts that had to wait in the places of their marks."""
    job.calls.late = late
    job.variables.update(late)
    waiting = pattern(PLACE)

    def placed(text: str) -> Iterator[Child]:
        for at, piece in enumerate(waiting.split(text)):
            if at % 2 == 0:
                yield piece
                continue
            html = ""
            with told(job.report, one.file):
                html = job.calls.waiting[int(piece)]()
            begin(part := parse(html), notes)
            yield from part.children

    for one in chapters if job.calls.waiting else ():
        change_texts(one.tree, placed)


def _layout(
    job: _Composition, chapters: Sequence[Chapter], late: Mapping[str, object], notes: SourceNotes,
    glosses: Glosses,
) -> Node:
    """Return the whole page; without its layout, if that has a fault, one chapter after the other."""
    path = f"layouts/{job.spec.layout}.html.j2"
    placed = tuple(one.slot(place) for place, one in enumerate(chapters))
    body = Markup("\n").join(one.html for one in placed)
    tree = Node("", {}, [body])
    try:
        page = job.store.read(path)
        if page is None:
            fix = f"Write it, or name another one in templates/documents/{job.spec.id}/document.yaml."
            job.report.add("DOC002", "There is no such layout.", fix, file=f"templates/{path}")
        else:
            compiled = job.composer.page(page.name, page.text)
            more = {**late, "chapters": placed, "body": body}
            if _sound(job, compiled, page.name, more):
                tree = _rendered(job, compiled, more)
                notes.begin_chapter()
                glosses.place(tree)
                place_notes(tree, notes)
    except ProblemsFound as found:
        job.report.extend(found.report)
    return tree


def _sound(
    job: _Composition, compiled: Compiled, file: str, more: Mapping[str, object] | None = None,
) -> bool:
    """Return whether a template names only what there is; what it names besides becomes problems."""
    known = {*job.variables, *job.parts.owner, *GLOBALS, *(more or ()), "form_", "form_en_", "count_"}
    sound = True
    for name, line in compiled.names:
        if name not in known:
            near = get_close_matches(name, sorted(known), 1)
            fix = (
                f"Did you mean {near[0]}?"
                if near
                else "Templates know the variables listed in templates/README.md."
            )
            job.report.add("TPL016", f"There is no variable or part named {name}.", fix, file=file, line=line)
            sound = False
    declared = frozenset(job.campaign.questions)
    for path, line in compiled.facts:
        ids = (*declared, *job.campaign.facts)
        if not any(key == path or key.startswith(path + ".") or path.startswith(key + ".") for key in ids):
            what, fix = undeclared(path, declared)
            job.report.add("TPL015", what, fix, file=file, line=line)
    return sound


def _line_of(job: _Composition, path: str, words: str) -> int:
    """Return the first line of a template file that holds some words, or 1."""
    page = job.store.read(path)
    lines = page.text.split("\n") if page else []
    return next((number for number, line in enumerate(lines, 1) if words in line), 1)


def _endings(job: _Composition) -> None:
    """Tell of cases that are cited without a source, known on that day, of how they ended."""
    ledger, cited = job.ledger, {note.source for note in job.ledger.notes}
    for note in ledger.notes:
        source = ledger.sources.get(note.source)
        ends = [key for key in source.ends_in if (end := ledger.sources.get(key)) is None
                or (end.date or ledger.as_of) <= ledger.as_of] if source else []
        if ends and cited.isdisjoint(ends):
            job.report.add("SRC008", f"“{note.source}” is told here without its ending.",
                           f"Say what came of it, with cite('{ends[-1]}').", file=note.file, line=note.line,
                           severity=Severity.WARNING)


def _linked(tree: Node) -> set[str]:
    return {node.attrs["href"][1:] for node in tree.walk() if node.attrs.get("href", "").startswith("#")}


def _links(job: _Composition, tree: Node, chapters: Iterable[Chapter]) -> None:
    """Tell of links to places that the page does not have."""
    ids = {node.attrs["id"] for node in tree.walk() if "id" in node.attrs}
    for target in sorted(_linked(tree) - ids):
        what = f"A link leads to #{target}, which this document does not have."
        fix = "Give the heading {#" + target + "}, or take the link out."
        layout = f"templates/layouts/{job.spec.layout}.html.j2"
        file = next((one.file for one in chapters if target in _linked(one.tree)), layout)
        line = _line_of(job, file.removeprefix("templates/"), f"#{target}")
        job.report.add("DOC003", what, fix, file=file, line=line, severity=Severity.WARNING)
