"""The one verdict on a campaign: what a build makes of it, and all there is to say before it is rendered.

`check` shows it, `build` renders it, a session tells it; so all of them find the same problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..compose.document import Composed
from ..compose.paired import together
from ..compose.speech import out_of_time
from ..evidence.facts import old_facts
from ..files.publish import read_manifest
from ..formats.table import plan
from ..model import Fact
from ..model.base import SOURCE
from ..page.outline import Chapter
from ..page.tree import Node
from ..problems import Problem, ProblemsFound, Report, Severity
from ..protection.consents import listed
from ..resolve.standing import internal_among_public
from ..review.consistency import agree
from ..review.stand_ins import untranslated
from .preparing import Prepared, compose_all, prepare
from .rendering import look
from .request import BuildRequest

UNREAD = frozenset({"svg", "style", "script"})
CALLS = frozenset({"fn", "call", "en"})              # what a note leaves in its place

Begin = Callable[[Prepared, Composed], None]
Forms = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Verdict:
    """What a campaign makes: its documents composed, those in two languages joined, and the facts on them.

    `stopped` are the problems that keep documents from being made; all others are in the library's report.
    """

    prepared: Prepared
    forms: Forms
    composed: tuple[Composed, ...]
    stopped: tuple[Problem, ...]
    facts: tuple[Fact, ...]

    @property
    def report(self) -> Report:
        """Return what there is to say of what is made."""
        return self.prepared.library.report


def judge(
    request: BuildRequest, called_back: Sequence[Problem] = (), forms: Forms | None = None,
    begin: Begin = lambda _prepared, _one: None,
) -> Verdict:
    """Return the verdict on a request.

    Args:
        request: what to build.
        called_back: what there is to say of what was built before.
        forms: what each document is made as, if not what the request says.
        begin: called with each document that may be printed as it is, as soon as it is composed.

    Raises:
        ProblemsFound: with all problems, where nothing could be made at all.
    """
    try:
        prepared = prepare(request)
    except ProblemsFound as found:
        raise ProblemsFound([*found.report, *called_back]) from None
    report = prepared.library.report
    report.extend(called_back)
    if request.edition == "public" and (
            mixed := internal_among_public(prepared.library, request.folder(prepared.campaign.slug))):
        report.extend([mixed])
    try:
        look(prepared.library.roots)                 # what is wrong with a style sheet is told with the rest
    except ProblemsFound as found:
        report.extend(found.report)
    forms = forms or plan(prepared.documents, request.formats, prepared.loaded.marked.name, report,
                          request.large_print)
    if prepared.documents and not any(forms.values()):
        raise ProblemsFound(report)
    everything: list[Composed] = []
    for one in compose_all(prepared, request, forms=forms):
        everything.append(one)
        if "pdf" in one.forms and _sound(one, request):
            begin(prepared, one)
    return _told(prepared, request, forms, everything)


def _told(prepared: Prepared, request: BuildRequest, forms: Forms, everything: list[Composed]) -> Verdict:
    """Return the verdict on composed documents, with all there is to say of them in the report."""
    report, made = prepared.library.report, [one for one in everything if not one.stopped]
    stopped = tuple(dict.fromkeys(problem for one in everything if one.stopped for problem in one.problems))
    facts = tell_of(made, prepared)
    joined = together(made, request.bilingual) if request.bilingual else made
    report.extend(_told_first_here(joined, prepared))
    report.extend(_faces(prepared, forms))
    report.extend(pictures_back(prepared, request))
    return Verdict(prepared, forms, tuple(joined), stopped, tuple(facts))


def pictures_back(prepared: Prepared, request: BuildRequest) -> Iterator[Problem]:
    """Yield, for each picture whose consent is over, which files that were built before still show it."""
    campaign, day = prepared.loaded.campaign, max(request.today, request.present)
    over = {key for key, one in campaign.pictures.items() if one.consent.over(day)}
    for folder in [request.folder(prepared.campaign.slug, each) for each in ("public", "internal") if over]:
        told = (read_manifest(folder) or {}).get("files")
        files = told if isinstance(told, dict) else {}
        for key in sorted(over):
            held = tuple(f"{folder}/{name}" for name, about in files.items() if isinstance(about, dict)
                         and key in listed(about.get("pictures")) and (folder / name).is_file())
            if held:
                line, column = prepared.loaded.marked.place(("pictures", key))
                yield Problem(prepared.loaded.marked.name, line, column, "PIC007",
                              f"{len(held)} files built before still show the picture {key!r}, whose "
                              "consent is over.", "Build these documents again or delete them, and call "
                              "printed copies back.", Severity.WARNING, held)


def _sound(one: Composed, request: BuildRequest) -> bool:
    """Return whether nothing that is known so far keeps a document from being printed as it is."""
    errors = any(problem.severity is Severity.ERROR for problem in one.problems)
    return not (one.stopped or request.bilingual or (errors and not request.draft))


def tell_of(composed: Sequence[Composed], prepared: Prepared) -> list[Fact]:
    """Report what there is to say of composed documents; return the facts on them."""
    report = prepared.library.report
    report.extend(_told_first_here(composed, prepared))
    report.extend(agree(composed, prepared.campaign))
    report.extend([problem for one in composed for problem in _too_long(one)])
    printed = {use.fact.id: use.fact for one in composed for use in one.printed if use.fact}
    answers = {use.fact.id for one in composed for use in one.printed if use.fact and not use.named}
    old = old_facts(printed.values(), prepared.campaign.as_of, prepared.campaign.sources, answers)
    marked = prepared.loaded.marked                  # stands for lists of the package, which nobody edits
    line, _ = marked.place(("place",))
    report.extend(one if _seen(prepared, one.file) else replace(one, file=marked.name, line=line)
                  for one in old)
    untranslated([one for one in composed if not one.stopped], prepared.languages, prepared.texts, report,
                 asked=_asked(prepared))
    return list(printed.values())


def _too_long(one: Composed) -> Iterator[Problem]:
    """Yield a warning of what is too long: a chapter for its budget in document.yaml, speech for its time.

    Other languages take more words for the same page, so only English is counted.
    """
    for chapter in one.chapters if one.language == SOURCE else ():
        yield from out_of_time(chapter)
        if not (entry := chapter.entry):
            continue
        read = list(_read(chapter.tree))
        words = sum(len(piece.split()) for piece in read if isinstance(piece, str))
        calls = sum(isinstance(piece, Node) for piece in read)
        if entry.words is not None and words > entry.words:
            yield _long(chapter, f"has {words} words", entry.words, "words")
        if entry.calls is not None and calls > entry.calls:
            yield _long(chapter, f"has {calls} calls for notes", entry.calls, "calls")


def _long(chapter: Chapter, what: str, most: int, key: str) -> Problem:
    return Problem(chapter.file, 1, 0, "DOC010", f"This chapter {what}; {most} are planned for it.",
                   f"Shorten it, or raise its `{key}:` in document.yaml.", Severity.WARNING)


def _read(node: Node) -> Iterator[str | Node]:
    """Yield what is read of a page: its texts, and in place of a note the element that calls for it."""
    for child in node.children:
        if isinstance(child, str) or child.classes & CALLS:
            yield child
        elif child.tag not in UNREAD:
            yield from _read(child)


def _told_first_here(composed: Sequence[Composed], prepared: Prepared) -> list[Problem]:
    """Return the problems of pages, without private data that is told in the campaign's own file already.

    What that file says stands in templates of the package too, which those who wrote it have never seen.
    """
    own = {one.code for one in prepared.library.report
           if one.file == prepared.loaded.marked.name and one.code.startswith("PRIV")}
    return [one for page in composed for one in page.problems
            if one.code not in own or _seen(prepared, one.file)]


def _seen(prepared: Prepared, file: str) -> bool:
    """Return whether who wrote the campaign could have seen a file: it is not the package's alone."""
    root = prepared.library.roots.folders[-1]
    own, found = prepared.loaded.path.resolve(), prepared.library.roots.find(file)
    return own.is_relative_to(root) or not (found and found.is_relative_to(root))


def _asked(prepared: Prepared) -> dict[str, tuple[str, int]]:
    """Return the place of the campaign file where each language is asked for."""
    marked, own = prepared.loaded.marked, list(prepared.loaded.campaign.languages)
    return {tag: (marked.name, marked.place(("languages", own.index(tag)) if tag in own else ())[0])
            for tag in prepared.languages}


def _faces(prepared: Prepared, forms: Forms) -> tuple[Problem, ...]:
    """Return a problem for each font that pages on paper need and this machine lacks."""
    from ..render.fonts import check_fonts

    tags = [language.bcp47 for language in prepared.languages.values()]
    return check_fonts(tags) if any("pdf" in names for names in forms.values()) else ()
