"""`build-toolkit gallery`: one picture of the first pages of everything a campaign builds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from ..files.freshness import campaign_files, inputs, rests_on
from ..files.publish import About, entries, read_manifest
from ..files.roots import Roots, project_of
from ..files.writing import digest
from ..problems import Severity
from . import common, completing

if TYPE_CHECKING:
    from ..compose.document import Composed
    from ..locales.language import Language
    from ..model import DocumentSpec
    from ..pipeline import BuildRequest, Prepared
    from ..pipeline.gallery import Shown
    from ..render.pdf import Rendered

Pair = tuple[str, str]                               # document and language


class GalleryFlags(TypedDict):
    """What the command line says of which documents to show."""

    languages: tuple[str, ...]
    documents: tuple[str, ...]
    everything: bool
    built: Path
    edition: Literal["public", "internal"]


@click.command("gallery")
@common.files
@click.option("-l", "--language", "languages", multiple=True, metavar="LANG",
              shell_complete=completing.languages,
              help="A language to show (repeatable; default: those of the file).")
@click.option("-d", "--document", "documents", multiple=True, metavar="NAME",
              shell_complete=completing.documents,
              help="A document to show (repeatable, in this order; default: those of the file).")
@click.option("--all", "everything", is_flag=True,
              help="Show every document for which one of the files has what it needs.")
@click.option("-o", "--output", "goal", type=click.Path(dir_okay=False, path_type=Path),
              default=Path("gallery.png"),
              show_default=True, help="Where to write: a name that ends in .png or .pdf.")
@click.option("--built", type=click.Path(file_okay=False, path_type=Path), default=Path("build"),
              show_default=True,
              help="Where earlier builds are; what is there and not out of date is not made anew.")
@click.option("--edition", type=click.Choice(["public", "internal"]), default="public", show_default=True,
              help="internal shows the documents for the campaign's own people too.")
@click.option("--width", type=click.IntRange(300, 6000), default=1800, show_default=True,
              help="Of a PNG, in dots.")
@common.clock
@common.no_cache
@common.project
def gallery_command(
    files: tuple[Path, ...], goal: Path, width: int, project: Path | None, **options: Unpack[GalleryFlags],
) -> int:
    """Make one picture of the first pages of all documents of campaign files.

    What it shows is printed in words too, to stand beside the picture for those who do not see it.

    \b
    build-toolkit gallery wi-waukesha.yaml                      what the file builds, as gallery.png
    build-toolkit gallery wi-waukesha.yaml --all -o sheet.pdf   every document that can be made
    build-toolkit gallery wi-waukesha.yaml -d flyer -l en -l es one document in two languages
    """  # noqa: D301
    from ..files.writing import write_bytes
    from ..pipeline.gallery import alternative, as_png, columns_for, gallery_pdf

    if goal.suffix.lower() not in (".png", ".pdf"):
        raise click.UsageError(f"{goal}: a gallery is written as .png or .pdf; give it a name that ends so.")
    gathered = _Gathered(options, several=len(files) > 1 and not options["everything"])
    heads = [gathered.add(file, Roots.of(project or project_of(file.parent))) for file in files]
    found = gathered.shown
    if not found:
        click.echo("There is nothing to show. " + " ".join(gathered.left), err=True)
        return 1
    title, place = heads[0]
    line = f"{place}, {common.count(len(found), 'document', 'documents')}"
    languages = len({one.bcp47 for one in found})
    columns = languages * max(1, columns_for(len(found)) // languages) if 1 < languages < 8 else 0
    made = gallery_pdf(title, line, found, Roots.of(project or project_of(files[-1].parent)), columns)
    common.show_problems(made.problems)
    write_bytes(goal, made.pdf if goal.suffix.lower() == ".pdf" else as_png(made.pdf, width))
    click.echo(str(goal))
    click.echo(alternative(f"{title} ({place})", found))
    for reason in gathered.left:
        click.echo(reason, err=True)
    return int(any(problem.severity is Severity.ERROR for problem in made.problems))


@dataclass
class _Gathered:
    """The documents that campaign files show, and why others are left out."""

    options: GalleryFlags
    several: bool                                    # whether the name of each county is told
    shown: list[Shown] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    seen: set[Pair] = field(default_factory=set)

    def add(self, file: Path, roots: Roots) -> tuple[str, str]:
        """Add what a campaign file shows; return its title and its place."""
        from ..pipeline import BuildRequest, prepare

        request = BuildRequest(file=file, today=common.today(), roots=roots,
                               languages=self.options["languages"],
                               documents=self.options["documents"])
        first = prepare(replace(request, documents=()))
        campaign, place = first.campaign, first.campaign.place
        common.show_problems(p for p in first.library.report if p.severity is Severity.ERROR)
        for asked, prepared in _prepared(first, request, self.options):
            made = self._made(prepared, asked)
            self.shown += _ordered(made, prepared, len(first.languages) > 1,
                                   place.name if self.several else "")
            self.seen.update(made if self.options["everything"] else ())
        return str(campaign.title), ", ".join(dict.fromkeys((place.name, place.state_name)))

    def _made(self, prepared: Prepared, request: BuildRequest) -> dict[Pair, bytes]:
        """Return the PDF of each document in each language: of an earlier build, or made now."""
        wanted = {(name, tag) for name in prepared.documents for tag in prepared.languages} - self.seen
        known = _known(prepared, request.file, self.options["built"])
        made = {pair: pdf for pair in wanted if request.edition == "public"
                and (pdf := _fresh(*known, *pair))}
        wanted -= made.keys()
        for one, done in self._drawn(prepared, request, wanted) if wanted else ():
            common.show_problems(p for p in done.problems if p.severity is Severity.ERROR)
            if done.pdf:
                made[one.document, one.language] = done.pdf
        return made

    def _drawn(
        self, prepared: Prepared, request: BuildRequest, wanted: set[Pair],
    ) -> Iterator[tuple[Composed, Rendered]]:
        """Yield the wanted documents with their PDFs; tell why others are left out."""
        from ..pipeline import Printer, compose_all, look

        css = look(prepared.library.roots)
        waiting: list[Composed] = []
        with common.progress(len(wanted)) as step, Printer(prepared.library.roots) as printer:
            for one in compose_all(prepared, request, wanted):
                errors = [p for p in one.problems if p.severity is Severity.ERROR]
                if one.stopped or errors:
                    self.left.append(f"{one.document} is not shown: "
                                     f"{errors[0] if errors else 'it stops here'}")
                    continue
                printer.begin(prepared, one, css)
                waiting.append(one)
            for one in waiting:
                step(f"{one.document} ({one.language})")
                yield one, printer.pdf(prepared, one, css)


def _prepared(first: Prepared, request: BuildRequest,
              options: GalleryFlags) -> Iterator[tuple[BuildRequest, Prepared]]:
    """Yield the campaign for the public, and then for its own people with what is made for them alone."""
    from ..pipeline import prepare

    specs = _specs(first, options)
    editions: tuple[Literal["public", "internal"], ...] = ("public", "internal")
    for edition in editions:
        mine = tuple(name for name, spec in specs.items() if spec.edition == edition)
        if mine and edition in ("public", options["edition"]):
            asked = replace(request, documents=mine, edition=edition)
            yield asked, prepare(asked)


def _specs(first: Prepared, options: GalleryFlags) -> dict[str, DocumentSpec]:
    """Return the documents to show: those named, else those of the file, and with --all what can be made."""
    names = list(options["documents"] or first.campaign.documents)
    if options["everything"]:
        names = list(dict.fromkeys([*names, *first.library.documents()]))
    specs = {name: spec for name in names if (spec := first.library.document(name))}
    for name in options["documents"]:
        if name not in specs:
            raise click.UsageError(
                f'there is no document {name!r}; "build-toolkit list documents" names them.')
    if not options["everything"]:
        return specs
    maker = first.maker()
    return {name: spec for name, spec in specs.items() if name in options["documents"]
            or not maker.stop(spec)}


def _ordered(made: dict[Pair, bytes], prepared: Prepared, several: bool, named: str) -> list[Shown]:
    """Return documents in the order of the campaign, each with what tells it from others of its name."""
    from ..pipeline.gallery import shown

    def more(spec: DocumentSpec, language: Language) -> str:
        told = (named, language.english_name if several else "",
                "internal" if spec.edition == "internal" else "")
        return ", ".join(word for word in told if word)

    return [
        shown(made[name, tag], _title(spec, language), bcp47=language.bcp47, direction=language.direction,
              more=more(spec, language))
        for name, spec in prepared.documents.items() for tag, language in prepared.languages.items()
        if (name, tag) in made
    ]


def _title(spec: DocumentSpec, language: Language) -> str:
    """Return the title of a document in a language, or in English where it has none."""
    told = language.catalog.get((spec.title.context or None, str(spec.title)))
    return told[0] if told else str(spec.title)


def _known(prepared: Prepared, file: Path, built: Path) -> tuple[Path, dict[str, About]]:
    """Return a folder of output, and what its manifest says of the files of a build.

    Nothing unless that was a plain public one, made today of the very files that are there now.
    """
    folder = built / prepared.campaign.slug
    manifest = read_manifest(folder) or {}
    plain = {"paper": "letter", "black_and_white": False, "large_print": False, "draft": False}
    options = manifest.get("options", {})
    same = {"built": common.today().isoformat(), "edition": "public", "content": prepared.campaign.digest()}
    if any(manifest.get(key) != value for key, value in same.items()) or any(
            options.get(key) != value for key, value in plain.items()) or rests_on(folder) != inputs(
            prepared.library.roots, campaign_files(file, built)):
        return folder, {}
    return folder, entries(manifest, "files")


def _fresh(folder: Path, known: Mapping[str, About], document: str, language: str) -> bytes | None:
    """Return a PDF that is as a build made it, or None; one with stories is agreed to for that file only."""
    name = f"{language}/{document}.pdf"
    about, path = known.get(name, {}), folder / name
    if not about or about.get("stories") or not path.is_file():
        return None
    data = path.read_bytes()
    return data if digest(data) == about.get("sha256") else None
