"""The one place that joins the steps: read, resolve, compose, render, publish. Layer 5.

`build(request)` reads everything before it writes anything. The core never reads a clock, prints or
reaches a network: today is a field of the request, problems are values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from ..compose.document import Composed, LanguageState, Options
from ..compose.paired import Beside, pair_of, together
from ..compose.templates import Templates
from ..compose.variables import Paper
from ..evidence.facts import old_facts, stale
from ..evidence.interview import Asked, Missing, asked
from ..files.publish import MANIFEST, Output, read_manifest, write_all
from ..files.roots import Roots, project_of
from ..formats.job import Job, Look, Tools
from ..formats.table import plan
from ..library.library import Library, Loaded
from ..locales.coverage import state_of
from ..locales.critical import proven
from ..locales.language import Language
from ..locales.languages import read_language
from ..locales.registry import read_registry
from ..locales.style import NAME, language_css
from ..model import DocumentSpec, PrintedIn, ResolvedCampaign
from ..problems import Problem, ProblemsFound, Report, Severity
from ..resolve import people
from ..resolve.campaign import Wish, resolve
from ..resolve.checks import check_campaign
from ..review.consistency import agree
from ..version import __version__
from .documents import Desk, untranslated
from .outputs import by_document, make

if TYPE_CHECKING:
    from ..render.pdf import Rendered
    from ..render.shelf import Shelf

Step = Callable[[str], None]
LOOK = ("templates/look/tokens.css", "templates/look/print.css", "templates/look/sheets.css",
        "templates/look/papers.css", "templates/look/coalition.css", "templates/look/booklets.css")
BESIDE = "templates/look/beside.css"                 # worn last by editions in two languages


@dataclass(frozen=True)
class BuildRequest:
    """What to build. Without languages and documents, those of the campaign file."""

    file: Path
    today: date
    output: Path = Path("build")
    roots: Roots | None = None
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    as_of: date | None = None
    strict: bool = False
    draft: bool = False
    edition: Literal["public", "internal"] = "public"
    formats: tuple[str, ...] = ("pdf",)
    paper: Paper = "letter"
    black_and_white: bool = False
    large_print: bool = False
    bilingual: Beside | Literal[""] = ""             # one edition in two languages, and how they stand
    impose: str = ""                                 # the way pages are set on sheets for the press: booklet, zine, 2up

    @property
    def steps(self) -> int:
        """Return how many files will be made, for a progress bar; 0 where the campaign file decides."""
        return len(self.languages) * len(self.documents) * len(self.formats)


class BuildOptions(TypedDict, total=False):
    """The fields of BuildRequest but for the file and today."""

    output: Path
    roots: Roots | None
    languages: tuple[str, ...]
    documents: tuple[str, ...]
    as_of: date | None
    strict: bool
    draft: bool
    edition: Literal["public", "internal"]
    formats: tuple[str, ...]
    paper: Paper
    black_and_white: bool
    large_print: bool
    bilingual: Beside | Literal[""]
    impose: str


@dataclass(frozen=True)
class Prepared:
    """A campaign, resolved, with the library it came from."""

    library: Library
    loaded: Loaded
    campaign: ResolvedCampaign
    languages: Mapping[str, Language]
    documents: Mapping[str, DocumentSpec]

    def desk(self) -> Desk:
        """Return what gives each document what it needs besides the county."""
        return Desk(self.library, self.loaded, self.campaign, Templates(self.library.roots, self.loaded.path))


@dataclass(frozen=True)
class BuildResult:
    """What was written, and what there is to say: problems, unknown facts, passages left out, old facts."""

    folder: Path
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...] = ()
    unknown: tuple[str, ...] = ()
    left_out: int = 0
    stale: int = 0
    draft: bool = False
    stopped: tuple[Problem, ...] = ()                # documents that were not made, and why; the others were
    recalled: tuple[PrintedIn, ...] = ()             # earlier files that carry a story whose consent is over
    composed: tuple[Composed, ...] = field(default=(), repr=False)


def load(file: str | Path, *, today: date | None = None, as_of: date | None = None) -> ResolvedCampaign:
    """Return a campaign file as a resolved campaign, with nothing left to look up.

    Raises:
        ProblemsFound: with every problem of the file and of what it uses.
    """
    prepared = prepare(BuildRequest(Path(file), today or date.today(), as_of=as_of))
    prepared.library.report.raise_errors()
    return prepared.campaign


def check(file: str | Path, *, today: date | None = None, as_of: date | None = None) -> list[Problem]:
    """Return every problem of a campaign file, of what it uses and of its documents in all its languages."""
    try:
        request = BuildRequest(Path(file), today or date.today(), as_of=as_of)
        prepared = prepare(request)
        composed = list(compose_all(prepared, request))
    except ProblemsFound as found:
        return list(found.report)
    for one in composed:
        prepared.library.report.extend(one.problems)
    prepared.library.report.extend(agree(composed, prepared.campaign))
    return list(prepared.library.report)


def prepare(request: BuildRequest) -> Prepared:
    """Return everything read and resolved; errors of single languages stay in the library's report.

    Raises:
        ProblemsFound: if the campaign cannot be resolved at all.
    """
    roots = request.roots or Roots.of(project_of(request.file.parent))
    library = Library(roots, Report())
    loaded = library.campaign(request.file)
    campaign = None
    if loaded:
        check_campaign(library, loaded, request.today)
        campaign = resolve(library, loaded, Wish(request.today, request.as_of, request.edition))
    if loaded is None or campaign is None:
        raise ProblemsFound(library.report)
    documents: dict[str, DocumentSpec] = {}
    for number, name in enumerate(request.documents or campaign.documents):
        place = None if request.documents else ("documents", number)
        if library.wanted("document", name, library.documents(), loaded, place, "CAMP005"):
            spec = library.document(name)
            documents |= {name: spec} if spec and _for_readers(library, loaded, spec, number, request) else {}
    languages: dict[str, Language] = {}
    tags: Sequence[str] | None = request.languages or campaign.languages
    if request.bilingual and not (tags := pair_of(request.languages, campaign.languages)):
        library.report.add("CMD008", "An edition in two languages needs two.", "Name them: -l es, which adds English, "
                           "or -l en -l es. The first one named stands first.")
        raise ProblemsFound(library.report)
    for tag in tags or ():
        language = read_language(tag, roots, library.report)
        languages |= {tag: language if request.draft else proven(language)} if language else {}
    return Prepared(library, loaded, campaign, languages, documents)


def _for_readers(
    library: Library, loaded: Loaded, spec: DocumentSpec, number: int, request: BuildRequest,
) -> bool:
    """Return whether a document is for the readers of this edition; if not, say so: no draft of it is made either."""
    if spec.edition != "internal" or request.edition == "internal":
        return True
    line, column = (0, 0) if request.documents else loaded.marked.place(("documents", number))
    library.report.add(
        "DOC005", f"the document {spec.id!r} is for the campaign's own people, and this is a public edition.",
        "Build it alone, with --edition internal, or take it out of the list of documents.",
        file=loaded.marked.name, line=line, column=column,
    )
    return False


def compose_all(
    prepared: Prepared, request: BuildRequest, wanted: Collection[tuple[str, str]] | None = None,
) -> Iterator[Composed]:
    """Yield every document in every language as HTML, or only the wanted pairs of document and language."""
    desk = prepared.desk()
    for language in prepared.languages.values():
        for spec in prepared.documents.values():
            if wanted is None or (spec.id, language.tag) in wanted:
                yield desk.compose(spec, language, _options(prepared, request, language, request.paper))


def _options(prepared: Prepared, request: BuildRequest, language: Language, paper: Paper) -> Options:
    states = tuple(
        LanguageState(tag, one.name, one.english_name, *state_of(one), one is language, one.bcp47, one.direction)
        for tag, one in prepared.languages.items()
    )
    return Options(
        paper=paper, black_and_white=request.black_and_white, large_print=request.large_print, draft=request.draft,
        languages=states, bilingual=bool(request.bilingual),
    )


def questions(request: BuildRequest) -> tuple[ResolvedCampaign, list[Asked]]:
    """Return the campaign and what its documents still need, the most useful question first."""
    prepared = prepare(request)
    missing = [
        Missing(need.path.removeprefix("facts."), need.how, one.document, need.file, need.line)
        for one in compose_all(prepared, request) for need in one.needs
    ]
    return prepared.campaign, asked(missing, prepared.campaign.questions)


def print_nothing(name: str) -> None:
    """Take the name of a step and do nothing with it."""


def fact_rows(request: BuildRequest) -> list[dict[str, Any]]:
    """Return every fact of a campaign as plain values: value, source, day, where printed, what it stands before."""
    prepared = prepare(request)
    campaign = prepared.campaign
    printed: dict[str, list[str]] = {}
    known = dict(campaign.facts)
    for one in compose_all(prepared, request):
        for use in one.printed:
            if use.fact:
                printed.setdefault(use.fact.id, []).append(f"{one.document} ({use.file}:{use.line})")
                known.setdefault(use.fact.id, use.fact)
    old = {fact.id for fact in stale(known.values(), campaign.as_of)}
    return [
        {"id": key, "value": str(fact.choice or fact.value), "unit": fact.unit, "as_of": fact.as_of,
         "source": fact.source, "source_title": _title(campaign, fact.source), "read_on": fact.read_on,
         "confidence": fact.confidence, "expires": fact.expires, "old": key in old, "origin": fact.origin,
         "beats": list(fact.beats), "printed": list(dict.fromkeys(printed.get(key, [])))}
        for key, fact in sorted(known.items())
    ]


def _title(campaign: ResolvedCampaign, source: str) -> str:
    found = campaign.sources.get(source)
    return f"{found.publisher}, {found.cite or found.title}" if found else source


def build(
    request: BuildRequest | str | Path, step: Step = print_nothing, *, today: date | None = None,
    **options: Unpack[BuildOptions],
) -> BuildResult:
    """Build and write all documents; return what was written and what there is to say.

    Args:
        request: what to build; or a campaign file, with the fields of BuildRequest as options.
        step: called with the name of each file begun.
        today: the day of the build, where `request` is a file; default: the clock's.
        options: other fields of BuildRequest, where `request` is a file.

    Raises:
        ProblemsFound: on errors (without `draft`) or warnings (with `strict`); nothing is written then.
        MachineProblem: if the output cannot be written; the older output is whole.
    """
    if not isinstance(request, BuildRequest):
        request = BuildRequest(Path(request), today or date.today(), **options)
    prepared = prepare(request)
    report = prepared.library.report
    forms = plan(prepared.documents, request.formats, prepared.loaded.marked.name, report)
    if prepared.documents and not any(forms.values()):
        raise ProblemsFound(report)
    everything = list(compose_all(prepared, request))
    composed = [one for one in everything if not one.stopped]
    stopped = tuple(dict.fromkeys(problem for one in everything if one.stopped for problem in one.problems))
    if stopped and (request.strict or not together(composed, request.bilingual)):
        report.extend(stopped)
        raise ProblemsFound(report)
    report.extend(problem for one in composed for problem in one.problems)
    report.extend(agree(composed, prepared.campaign))
    printed = {use.fact.id: use.fact for one in composed for use in one.printed if use.fact}
    report.extend(old_facts(printed.values(), prepared.campaign.as_of))
    untranslated(composed, prepared.languages, report, draft=request.draft)
    _stop(report, request)
    composed = together(composed, request.bilingual)
    report.extend([*(problem for one in composed for problem in one.problems), *_faces(prepared, forms)])
    outputs, fonts = make(_jobs(prepared, request, composed), forms, step, request.impose)
    _stop(report, request)
    folder = request.output / prepared.campaign.slug
    needs = {need.path.removeprefix("facts.") for one in composed for need in one.needs}
    left_out = {(need.file, need.line) for one in composed for need in one.needs if need.how != "blank"}
    manifest = _manifest(prepared, request, outputs, fonts, sorted(needs), [*stopped, *report])
    printed_earlier = people.history(read_manifest(folder), manifest)
    write_all(folder, outputs, {**manifest, **({"stories_printed": printed_earlier} if printed_earlier else {})})
    recalled = people.recalled(prepared.desk().stories, printed_earlier, request.today, str(folder / MANIFEST))
    return BuildResult(
        folder, tuple(outputs), tuple(report), tuple(sorted(needs)), len(left_out),
        len(stale(printed.values(), prepared.campaign.as_of)), request.draft, stopped, recalled, tuple(composed),
    )


def _faces(prepared: Prepared, forms: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Yield a warning for each font that a language needs and this machine lacks: another one stands in for it."""
    from ..render.fonts import check_fonts

    tags = [language.bcp47 for language in prepared.languages.values()]
    for problem in check_fonts(tags) if any("pdf" in names for names in forms.values()) else ():
        yield replace(problem, severity=Severity.WARNING)


def _stop(report: Report, request: BuildRequest) -> None:
    if (report.errors and not request.draft) or (request.strict and len(report)):
        raise ProblemsFound(report)


def look(roots: Roots) -> list[str]:
    """Return the texts of the style sheets that every page wears, in their order, and that of all languages."""
    return [*(text for name in LOOK if (text := _read(roots, name))), language_css(read_registry(roots, Report()))]


def _read(roots: Roots, name: str) -> str:
    path = roots.find(name)
    return path.read_text(encoding="utf-8") if path else ""


def render(prepared: Prepared, one: Composed, css: Sequence[str], shelf: Shelf | None = None) -> Rendered:
    """Return the PDF of a composed document with what there is to say about it."""
    from ..render.pdf import render_pdf

    return render_pdf(
        one.html, css, language=one.bcp47, title=one.title, subject=one.subject, date=prepared.campaign.today,
        roots=[folder / "templates" for folder in prepared.library.roots.folders], source=prepared.loaded.marked.name,
        css_names=(*LOOK, NAME, BESIDE), shelf=shelf,
    )


def _jobs(prepared: Prepared, request: BuildRequest, composed: Sequence[Composed]) -> Iterator[Job]:
    """Yield each document in each language with what its writers may ask for."""
    css, also, desk = tuple(look(prepared.library.roots)), by_document(composed), prepared.desk()
    css += (_read(prepared.library.roots, BESIDE),) if request.bilingual else ()
    for one in composed:
        spoken = [prepared.languages[tag] for tag in one.language.split("+")]

        def compose(spec: DocumentSpec, paper: Paper, spoken: Sequence[Language] = spoken) -> Composed:
            pages = [desk.compose(spec, each, _options(prepared, request, each, paper)) for each in spoken]
            found = together(pages, request.bilingual)[0]
            told = list(prepared.library.report)
            prepared.library.report.extend(problem for problem in found.problems if problem not in told)
            return found

        yield Job(
            one, prepared.documents[one.document], spoken[0], prepared.campaign,
            Look(css, request.paper, request.black_and_white, request.large_print),
            Tools(compose, partial(render, prepared), partial(_read, prepared.library.roots)), prepared.library.report,
            prepared.loaded.marked.name, prepared.loaded.slug, also[one.document], prepared.languages,
        )


def _manifest(
    prepared: Prepared, request: BuildRequest, outputs: list[Output], fonts: dict[str, str], unknown: list[str],
    problems: Iterable[Problem],
) -> dict[str, Any]:
    campaign = prepared.campaign
    return {
        "program": f"build-toolkit {__version__}", "campaign": campaign.slug, "place": campaign.place.fips,
        "title": str(campaign.title), "as_of": campaign.as_of.isoformat(), "built": campaign.today.isoformat(),
        "edition": campaign.edition, "content": campaign.digest(),
        "options": {"paper": request.paper, "black_and_white": request.black_and_white,
                    "large_print": request.large_print, "draft": request.draft, "strict": request.strict,
                    **{key: value for key in ("bilingual", "impose") if (value := getattr(request, key))}},
        "files": {o.path: {"sha256": o.sha256, "bytes": len(o.data), **o.about} for o in outputs},
        "fonts": dict(sorted(fonts.items())), "unknown": unknown,
        "problems": [str(problem) for problem in problems],
    }
