"""Reads and resolves a campaign file with all it uses, and composes its documents. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ..compose.composer import composer_for
from ..compose.document import Composed, LanguageState, Options
from ..compose.paired import pair_of
from ..compose.templates import TemplateFolders
from ..compose.variables import Paper
from ..files.campaigns import campaign_file, slug_of
from ..files.roots import Roots, project_of
from ..library.library import Library, Loaded
from ..locales.coverage import state_of
from ..locales.language import ENGLISH, Language, proven
from ..locales.languages import read_language
from ..model import DocumentSpec, ResolvedCampaign, Text
from ..problems import COMMAND_LINE, ProblemsFound
from ..resolve.campaign import EditionRequest, resolve
from ..resolve.checks import check_campaign, check_used
from ..resolve.coalitions import with_group
from ..resolve.recalls import Recalls, problems_of, recall, taken_back
from ..resolve.words import OwnTexts, own_texts, speaking_for
from .documents import DocumentMaker, spoken_in
from .request import BuildRequest


@dataclass(frozen=True)
class Prepared:
    """A campaign, resolved, with the library it came from."""

    library: Library
    loaded: Loaded
    campaign: ResolvedCampaign
    languages: Mapping[str, Language]
    documents: Mapping[str, DocumentSpec]
    # ids of sources that content names and nobody has described
    missing: frozenset[str] = frozenset()
    consents_on: date = date.max                     # the day on which consents to stories have to hold
    texts: OwnTexts = field(default_factory=dict, repr=False)

    def maker(self) -> DocumentMaker:
        """Return the DocumentMaker of the campaign, which composes its documents."""
        store = TemplateFolders(self.library.roots, self.loaded.path)
        return DocumentMaker(self.library, self.loaded, self.campaign, store, missing=self.missing,
                             consents_on=self.consents_on)


def prepare(
    request: BuildRequest, known: Library | None = None, facts: Mapping[str, object] | None = None,
) -> Prepared:
    """Return everything read and resolved; errors of single languages stay in the library's report.

    Args:
        request: what to build.
        known: a library to be used, with what it has read already.
        facts: what stands in place of the campaign file's facts, as `Library.campaign` takes it.

    Raises:
        ProblemsFound: if the campaign cannot be resolved at all.
    """
    library = known or Library(roots_of(request))
    loaded = library.campaign(request.file, facts, request.today)
    campaign = None
    if loaded:
        check_campaign(library, loaded, request.today)
        loaded = with_group(library, loaded)
        campaign = resolve(library, loaded, EditionRequest(request.today, request.as_of, request.edition))
    if loaded is None or campaign is None:
        raise ProblemsFound(library.report)
    documents = _documents(library, loaded, campaign, request)
    missing = check_used(library, loaded, campaign, documents)
    own = own_texts(library, loaded)
    languages = speaking_for(_languages(library, loaded, request), library, own, campaign.place)
    return Prepared(library, loaded, campaign, languages, documents, missing,
                    max(request.today, request.present), own)


def roots_of(request: BuildRequest, project: Path | None = None) -> Roots:
    """Return where the files of a request are looked for: its own roots, else a project's or the nearest's.

    Raises:
        ProblemsFound: LINK001, if a link leads out; stories that have to come back are taken back before.
    """
    if request.roots:
        return request.roots
    project = project or project_of(request.file.parent)
    try:
        return Roots.of(project)
    except ProblemsFound as found:
        back = recalls(replace(request, roots=Roots.unguarded(project)))
        raise ProblemsFound([*found.report, *problems_of(taken_back(back)), *back.more]) from None


def _documents(
    library: Library, loaded: Loaded, campaign: ResolvedCampaign, request: BuildRequest,
) -> dict[str, DocumentSpec]:
    """Return the documents wanted, by id.

    One that there is not, or that is not for these readers, is a problem.
    """
    found: dict[str, DocumentSpec] = {}
    for number, name in enumerate(request.documents or campaign.documents):
        place = None if request.documents else ("documents", number)
        if library.wanted("document", name, library.documents(), loaded, place, "CAMP005"):
            spec = library.document(name)
            if spec and _for_readers(library, loaded, spec, number, request):
                found[name] = spec
    return found


def _languages(library: Library, loaded: Loaded, request: BuildRequest) -> dict[str, Language]:
    """Return the languages wanted, by tag; one that cannot be read is a problem.

    Raises:
        ProblemsFound: if an edition in two languages is wanted and there are not two.
    """
    own = tuple(loaded.campaign.languages)
    tags: Sequence[str] | None = request.languages or own
    if request.bilingual and not (tags := pair_of(request.languages, own)):
        library.report.add("CMD008", "An edition in two languages needs two.", "Name them: -l es, which adds "
                           "English, or -l en -l es. The first one named stands first.")
        raise ProblemsFound(library.report)
    found: dict[str, Language] = {}
    for tag in tags or ():
        line, column = loaded.marked.place(("languages", own.index(tag) if tag in own else 0))
        at = (COMMAND_LINE, 0, 0) if tag in request.languages else (loaded.marked.name, line, column)
        language = read_language(tag, library.roots, library.report, named_at=at)
        if language:
            found[tag] = language if request.draft else proven(language)
    return found


def _for_readers(
    library: Library, loaded: Loaded, spec: DocumentSpec, number: int, request: BuildRequest,
) -> bool:
    """Return whether a document is for the readers of this edition.

    If not, say so: no draft of it is made either.
    """
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
    forms: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Composed]:
    """Yield every document in every language as HTML, or only the wanted pairs of document and language.

    `forms` are what each document, by its id, will be made as. One that holds other stories on the web than
    on paper comes once for each; without forms it has no stories: those print where a file is recorded.
    """
    maker = prepared.maker()
    for language in prepared.languages.values():
        for spec in prepared.documents.values():
            if wanted is None or (spec.id, language.tag) in wanted:
                yield from compose(maker, prepared, request, (spec, language), (forms or {}).get(spec.id, ()))
    for language in (*prepared.languages.values(), ENGLISH):
        composer_for(language).keep()


def compose(
    maker: DocumentMaker, prepared: Prepared, request: BuildRequest, wanted: tuple[DocumentSpec, Language],
    forms: Sequence[str],
) -> Iterator[Composed]:
    """Yield a document in a language, once for the forms that hold the same stories."""
    spec, language = wanted
    options = options_for(prepared, request, language, request.paper)
    tags = [spoken_in(options)] if options.bilingual else list(prepared.languages)
    for alike in maker.alike(spec, tags, forms) or [()]:
        yield maker.compose(spec, language, options, alike)


def recalls(request: BuildRequest) -> Recalls:
    """Return what has to come back of all that was ever built of a campaign, of either edition.

    The campaign file may be wrong: its name is enough. What a dead process left beside the folders goes.

    Raises:
        ProblemsFound: OUT013, if a folder is that of another campaign file.
    """
    file = campaign_file(request.file)
    folders = tuple(request.folder(slug_of(file), edition) for edition in ("public", "internal"))
    return recall(Library(roots_of(request)), file, folders, max(request.today, request.present))


def options_for(prepared: Prepared, request: BuildRequest, language: Language, paper: Paper) -> Options:
    """Return how a document is composed in a language, for a paper."""
    states = tuple(
        LanguageState(tag, one.name, one.english_name, *state_of(one), one is language, one.bcp47,
                      one.direction, _headline(prepared.campaign.title, one))
        for tag, one in prepared.languages.items()
    )
    return Options(
        paper=paper, black_and_white=request.black_and_white, large_print=request.large_print,
        draft=request.draft,
        languages=states, bilingual=bool(request.bilingual),
    )


def _headline(title: Text, language: Language) -> str:
    """Return a campaign's title in a language; "" where nobody has said it, or it holds a placeholder."""
    key = (title.context or None, str(title))
    own = language.own.get(key)
    said = str(title) if language.source else own.words if own else (language.catalog.get(key) or ("",))[0]
    return "" if "{" in said else said
