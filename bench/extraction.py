"""What search, copying and screen readers get: the share of paragraphs that three PDF readers read exactly.

`./run bench extraction` prints a share for each language of locales/registry.yaml and each reader: poppler, pdfium
(Chrome) and MuPDF. `python bench/extraction.py [--verbose] [LANGUAGE...]` prints a table, and with --verbose the first
paragraphs that failed. Languages with translations are measured on their real documents of two counties; all languages
on sentences with numbers, addresses and English names, and on their specimen page.

poppler reads in three ways: by the page (`pdftotext`, Evince, Okular: it guesses columns from distances), in the order
of the file (`pdftotext -raw`: no guess at columns), and by the tags (`pdfinfo -struct-text`: what a screen reader gets,
which leaves out the heads and feet of pages).

A paragraph is exact if its text stands in the text read, character by character. Left out of both are direction marks
and marks of line breaking, which nobody sees, and lines with nothing else. A line end may come between any two
characters or in place of a space, with the hyphen that breaking made, as a reader cannot know which it was (`-raw`
ends a line after each letter that stands to the left of the one before); several spaces count as one.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from measure import ROOT, Row

sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "pdf")]

TODAY = date(2026, 5, 18)
COUNTIES = ("wi-waukesha", "tx-tarrant")
DOCUMENTS = ("talking-points", "rights-card", "flyer", "fact-sheet")
TRANSLATED = ("en", "es", "vi", "ht", "ar", "zh_Hans", "so")
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "img", "li", "main", "nav", "ol",
    "p", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
NOTES = frozenset({"fn", "n", "no"})                    # classes of notes and of numbers that stand beside a text
GAP = "\ue000"                                          # perhaps a space: two elements stand side by side
RUNNING = frozenset({"draft-band", "run-foot"})          # heads and feet of pages: no part of the text for the tags
PAGE = "\ue001"                                         # where a page ends
SKIPPED = frozenset({"head", "script", "style", "svg", "title"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "col"})
MARKS = re.compile("[\u061c\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]")
SPACES = re.compile("[ \t\u00a0\u202f\u2009\u2002\u2003]+")
MADE_HYPHEN = re.compile("[\u00ad\ufffe\x02]\\s*")       # pdfium writes U+FFFE for one at a line end
MIXED = (
    "{0} {1} 287(g) {2} {3}.",
    "{4}: (510) 555-0199, {5} {6}.",
    "{0} https://www.example.org/a-b/c.html?x=1 {1} {2}.",
    "{3} {4} 2026-05-18, {5} 12/31/2025 {6}.",
    "{7} ({0}) {1} John Smith, ACLU of Texas {2}.",
    "{2} 8 C.F.R. § 287.7(a), {3}: $34,500.25 (45%).",
    "“{0} {1}” {2} help@example.org {3}!",
    "{5} I-247A {6} U.S. Marshals {7}, 5:30 {0} 7:45 p.m.",
    "{0} {1} {2} {3} 287(g) {4} {5} {6} {7} (800) 555-0123 {1} {0} {3} {2} Neil O’Brien {5} {4} {7} {6} 12 {0} {2}.",
)
TAGGED_TEXT = re.compile(r'\s*"(.*)"')                    # in what pdfinfo says of the tags
INLINE_TAG = re.compile(r".*\(inline\)|\s*Object \d|\s*\/\w+ ")
Reader = Callable[[Path], str]


@dataclass(frozen=True)
class Share:
    """Paragraphs of a language that a reader got, of all; and those that failed."""

    language: str
    reader: str
    total: int
    failed: tuple[str, ...]

    @property
    def exact(self) -> int:
        """How many were exact."""
        return self.total - len(self.failed)


class Paragraphs(HTMLParser):
    """Collects the text of a page's blocks; notes are blocks of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.running: list[str] = []                      # of these, what stands at the edge of every page
        self._texts: list[list[str]] = [[]]
        self._open: list[tuple[str, bool, bool]] = []     # tag, whether it is a note, and in a running head
        self._skipped = 0
        self._after, self._tick = "", False               # the tag before, "/" for an end; whether it was a tick box

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a note, or something that is not text."""
        given = dict(attrs)
        if tag in BLOCKS:
            self._end()
        if tag in VOID:
            return
        if self._after == "/" or "tick" in (given.get("class") or "").split():
            self._texts[-1].append(GAP)
        self._after = tag
        is_note = tag == "sup" or not NOTES.isdisjoint((given.get("class") or "").split())
        self._skipped += tag in SKIPPED or given.get("aria-hidden") == "true" or self._skipped > 0
        is_running = not RUNNING.isdisjoint((given.get("class") or "").split())
        self._open.append((tag, is_note, is_running or bool(self._open and self._open[-1][2])))
        if is_note:
            self._end()
            self._texts.append([])

    def handle_endtag(self, tag: str) -> None:
        """End a block or a note."""
        self._tick = self._after == "" and tag == "span" and self._texts[-1][-1:] == ["\u2610"]
        self._after = "/"
        while self._open:
            name, is_note, is_running = self._open.pop()
            self._skipped -= self._skipped > 0
            if is_note:
                self._end(is_running)
                self._texts.pop()
            if name in BLOCKS:
                self._end(is_running)
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._skipped:
            self._texts[-1].append(GAP + data if self._tick else data)
        self._after, self._tick = "", False

    def _end(self, is_running: bool = False) -> None:
        text = plain(" ".join("".join(self._texts[-1]).split()))
        if text:
            self.found.append(text)
            self.running += [text] if is_running else []
        self._texts[-1].clear()


def plain(text: str) -> str:
    """Return text without marks of direction and line breaking, with one space where there are several."""
    return SPACES.sub(" ", MARKS.sub("", text).replace("\u00ad", "")).strip()


def lines(text: str) -> str:
    """Return text that was read, line by line, in the same form; empty lines are left out."""
    text = MADE_HYPHEN.sub("", MARKS.sub("", text.replace("\r\n", "\n").replace("\f", f"\n{PAGE}\n")))
    return "\n".join(filter(None, (SPACES.sub(" ", line).strip() for line in text.split("\n"))))


def holds(text: str, paragraph: str) -> bool:
    """Say whether a paragraph stands in a text, with line ends between its characters or in place of its spaces.

    If a page ends in it, the notes and the foot of the page may stand between its two parts.
    """
    paragraph = paragraph.strip(GAP)
    if paragraph in text or pattern(paragraph).search(text):
        return True
    cuts = [found.start() for found in re.finditer(" |(?<=[\u3000-\u9fff])", paragraph)][1:-1]
    for cut in cuts:
        head = pattern(paragraph[:cut]).search(text)
        if head is None:
            return False
        page = text.find(PAGE, head.end())
        if page >= 0 and pattern(paragraph[cut:].strip()).search(text, page):
            return True
    return False


@lru_cache(maxsize=5000)
def pattern(paragraph: str) -> re.Pattern[str]:
    """Return a pattern for a paragraph in lines."""
    forms = {" ": "(?: |\n)", GAP: "[ \n]*"}
    return re.compile("\n?".join(forms.get(one) or re.escape(one) for one in paragraph))


def poppler(path: Path, *options: str) -> str:
    """Read with pdftotext, by the page."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", *options, path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def poppler_raw(path: Path) -> str:
    """Read with pdftotext, in the order of the file."""
    return poppler(path, "-raw")


def poppler_tags(path: Path) -> str:
    """Read with pdfinfo, by the tags."""
    done = subprocess.run(["pdfinfo", "-enc", "UTF-8", "-struct-text", path], capture_output=True, check=True)
    blocks: list[str] = []
    for line in done.stdout.decode().split("\n"):
        if TAGGED_TEXT.fullmatch(line):
            blocks[-1] += TAGGED_TEXT.sub(r"\1", line)
        elif not INLINE_TAG.match(line):
            blocks.append("")
    return "\n".join(blocks)


def pdfium(path: Path) -> str:
    """Read with what Chrome has in it."""
    import pypdfium2
    document = pypdfium2.PdfDocument(path)
    try:
        return "\f".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def mupdf(path: Path) -> str:
    """Read with MuPDF."""
    import pymupdf
    with pymupdf.open(path) as document:
        return "\f".join(page.get_text() for page in document)


TAGS = "poppler tags"
READERS: dict[str, Reader] = {
    "poppler": poppler, "poppler -raw": poppler_raw, TAGS: poppler_tags, "pdfium": pdfium, "MuPDF": mupdf}


def documents(tag: str) -> Iterator[tuple[str, bytes]]:
    """Yield HTML and PDF of what is measured in a language."""
    yield specimen(tag)
    yield sentences(tag)
    if tag in TRANSLATED:
        yield from real(tag)


def specimen(tag: str) -> tuple[str, bytes]:
    """Return the specimen page of a language."""
    from build_toolkit.files.roots import Roots
    from build_toolkit.locales.registry import read_registry
    from build_toolkit.problems import Report
    from build_toolkit.translators.specimen import specimen_html, specimen_pdf
    roots = Roots.of(ROOT)
    registry = read_registry(roots, Report())
    return specimen_html(tag, registry), specimen_pdf(tag, roots, registry).pdf


def sentences(tag: str, turns: int = 4) -> tuple[str, bytes]:
    """Return pages of sentences of a language with foreign names and numbers, in its own look."""
    from pdf_samples import LANGUAGES

    from build_toolkit.compose.formats import day
    from build_toolkit.files.roots import Roots
    from build_toolkit.locales.languages import bare_language
    from build_toolkit.locales.registry import read_registry
    from build_toolkit.page.passes import flowed
    from build_toolkit.pipeline import look
    from build_toolkit.problems import Report
    from build_toolkit.render.pdf import render_pdf
    from build_toolkit.translators.specimen import WEEK, YEAR, specimen_words
    roots = Roots.of(ROOT)
    entry = read_registry(roots, Report()).languages[tag]
    language = bare_language(tag, entry)
    names = [*specimen_words(tag, entry), *(day(one, "weekday", language) for one in WEEK),
             *(day(one, "month", language) for one in YEAR)]
    texts = [LANGUAGES[entry.bcp47][2]] if entry.bcp47 in LANGUAGES else []
    for turn in range(turns):
        words = names[turn * 8:] + names
        texts += [form.format(*words) for form in MIXED]
    body = flowed("".join(f"<p>{escape(text, quote=False)}</p>\n" for text in texts), language)
    direction = ' dir="rtl"' if entry.direction == "rtl" else ""
    html = (f'<!doctype html><html lang="{entry.bcp47}"{direction}><head><meta charset="utf-8">'
            f'<title>{tag}</title></head><body><article class="points">{body}'
            "</article></body></html>")
    return html, render_pdf(html, look(roots), language=entry.bcp47, title=tag).pdf


def real(tag: str) -> Iterator[tuple[str, bytes]]:
    """Yield real documents of a language."""
    from build_toolkit.pipeline import BuildRequest, compose_all, look, prepare, render
    for county in COUNTIES:
        request = BuildRequest(ROOT / f"toolkits/counties/{county}.yaml", TODAY, languages=(tag,), documents=DOCUMENTS,
                               draft=True)
        prepared = prepare(request)
        css = look(prepared.library.roots)
        for one in compose_all(prepared, request):
            yield one.html, render(prepared, one, css).pdf


def wrong(html: str, path: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Yield each reader, how many paragraphs there are for it, and those that it does not read exactly."""
    parser = Paragraphs()
    parser.feed(html)
    for name, read in READERS.items():
        wanted = [one for one in parser.found if name != TAGS or one not in parser.running]
        text = lines(read(path))
        yield name, len(wanted), [one for one in wanted if not holds(text, one)]


def measure(tag: str) -> list[Share]:
    """Return the shares of a language, one a reader."""
    failed: dict[str, list[str]] = {name: [] for name in READERS}
    total = dict.fromkeys(READERS, 0)
    for html, pdf in documents(tag):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            for name, count, found in wrong(html, Path(file.name)):
                total[name] += count
                failed[name] += found
    return [Share(tag, name, total[name], tuple(found)) for name, found in failed.items()]


def languages() -> list[str]:
    """Return the languages of the registry."""
    from build_toolkit.files.roots import Roots
    from build_toolkit.locales.registry import read_registry
    from build_toolkit.problems import Report
    found = read_registry(Roots.of(ROOT), Report()).languages
    return [tag for tag, entry in found.items() if not entry.pseudo]


def rows() -> Iterator[Row]:
    """Yield the exact paragraphs of each language and reader against all of them."""
    for tag in languages():
        for share in measure(tag):
            yield Row(f"{tag}: paragraphs that {share.reader} reads exactly", share.exact, share.total, 1.0, True)


def main(*arguments: str) -> None:
    """Print a table, and with --verbose the first failures."""
    names = [one for one in arguments if not one.startswith("-")] or languages()
    print(f"{'':10}{'paragraphs':>12}" + "".join(f"{name:>14}" for name in READERS))
    for tag in names:
        shares = measure(tag)
        found = "".join(f"{one.exact / one.total:>14.1%}" for one in shares)
        print(f"{tag:10}{shares[0].total:>12}{found}", flush=True)
        if "--verbose" in arguments:
            for one in shares:
                for text in one.failed[:5]:
                    print(f"    {one.reader}: {text}")


if __name__ == "__main__":
    main(*sys.argv[1:])
