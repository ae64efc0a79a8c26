"""Makes all files of a build from its composed documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ..compose.document import Composed
from ..files.publish import Output
from ..formats.job import FormatFile, FormatJob
from ..formats.sheets import imposed
from ..formats.table import FORMS, NEUTRAL

Step = Callable[[str], None]


def make(
    jobs: Sequence[FormatJob], plan: Mapping[str, Sequence[str]], step: Step, impose: str = "",
) -> tuple[list[Output], dict[str, str]]:
    """Return every file of a build and the fonts in them; problems go to the report of the jobs.

    Args:
        jobs: the documents, each in one language.
        plan: the forms of each document, by its id.
        step: called with the name of each file begun.
        impose: the way pages are set on sheets for the press, or nothing.
    """
    outputs: list[Output] = []
    fonts: dict[str, str] = {}
    once: set[tuple[str, str]] = set()
    for job in jobs:
        one = job.one
        for name in plan.get(one.document, ()):
            form = FORMS[name]
            if form.once and (one.document, name) in once:
                continue
            once.add((one.document, name))
            step(f"{one.document} ({one.language})" if name == "pdf"
                 else f"{one.document}, {name} ({one.language})")
            folder = NEUTRAL if form.once else one.language
            outputs += _outputs(job, form.writer()(job), folder, name)
        if impose and "pdf" in plan.get(one.document, ()):
            outputs += _outputs(job, imposed(job, impose), one.language, "pdf")
        fonts.update(job.fonts)
    return outputs, fonts


def _outputs(job: FormatJob, made: Iterable[FormatFile], folder: str, form: str) -> Iterable[Output]:
    """Yield finished files with what the manifest says of them: whose they are, and in what form."""
    one = job.one
    told = _stories_of(one, job.slug)
    about: dict[str, object] = {"document": one.document, "language": one.language, "title": one.title,
                             "format": form}
    about |= {"stories": told} if told else {}
    if folder == NEUTRAL:
        about |= {"language": ", ".join(other.language for other in job.also)}
    for file in made:
        yield Output(f"{folder}/{one.document}{file.suffix}", file.data, {**about, **file.about})


def _stories_of(one: Composed, slug: str) -> list[str]:
    """Return the ids of the stories on a document's pages."""
    start = f"campaigns.{slug}.stories."
    contexts = [context for context, _ in one.used if context and context.startswith(start)]
    return sorted({context.removeprefix(start).split(".")[0] for context in contexts})
