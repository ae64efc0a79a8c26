"""What searching and copying in a finished PDF give: phrases found, characters in order, invisible characters.

`./run bench extraction` prints these shares for each language of locales/registry.yaml, in pdfium (Chrome, Edge) and in
MuPDF; `python bench/extraction.py [--verbose] [LANGUAGE...]` prints a table, and with --verbose what failed first.
Languages with translations are measured on their real documents of two counties; all languages on sentences with
numbers, addresses and English names, and on their specimen page.

- Phrases: from each word of each paragraph on, two to four words that follow each other are searched for with the
  reader's own search (FPDFText_FindStart, search_for), as somebody would type them.
- Paragraphs: the text that is copied has the paragraph's characters in order. Nothing is left out of either side but
  what says where a line may end and which way it runs (U+200B, U+2060, soft hyphens, marks of direction): nobody types
  these, and they are not to be copied. A line end may stand for a space or between two characters, with a hyphen.
- Invisible: format characters (marks of direction, joiners, soft hyphens) that were copied and the source lacks.

By the tags (`pdfinfo -struct-text`, what a screen reader gets) only paragraphs are measured, without heads and feet.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

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
LAYOUT = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u061c\u200e\u200f\u2066\u2067\u2068\u2069"))
ALONE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"                    # characters that are words of their own
WORD = re.compile(f"[{ALONE}]|[^\\s\u200b{ALONE}]+|\\s+|\u200b")
SPACES = re.compile(r"[^\S\n]+")
LINE_END = "(?:[-\u2010\u00ad]?\n|\u00ad)?"
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
TAGS = "tags"
READERS = ("pdfium", "MuPDF")


@dataclass
class Count:
    """What a reader gets of a language: of phrases and paragraphs those that are there, and invisible characters."""

    phrases: int = 0
    lost_phrases: list[str] = field(default_factory=list)
    paragraphs: int = 0
    lost_paragraphs: list[str] = field(default_factory=list)
    invisible: int = 0

    @property
    def found(self) -> float:
        """The share of phrases that are found."""
        return 1 - len(self.lost_phrases) / self.phrases if self.phrases else 1.0

    @property
    def exact(self) -> float:
        """The share of paragraphs that are copied as they are."""
        return 1 - len(self.lost_paragraphs) / self.paragraphs if self.paragraphs else 1.0

    def add(self, other: Count) -> None:
        """Add what was counted in another document."""
        self.phrases += other.phrases
        self.lost_phrases += other.lost_phrases
        self.paragraphs += other.paragraphs
        self.lost_paragraphs += other.lost_paragraphs
        self.invisible += other.invisible


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
        text = " ".join("".join(self._texts[-1]).split())
        if text:
            self.found.append(text)
            self.running += [text] if is_running else []
        self._texts[-1].clear()


def source(text: str) -> str:
    """Return a paragraph without what says where a line may end and which way it runs."""
    return text.translate(LAYOUT)


def phrases(paragraph: str) -> Iterator[str]:
    """Yield two to four words that follow each other, from each word on."""
    for part in paragraph.split(GAP):
        words: list[str] = []
        for found in WORD.findall(part):
            if found.isspace():
                words[-1:] = [f"{words[-1]} "] if words else []
            elif found != "\u200b":
                words.append(source(found))
        for n in range(len(words) - 1):
            yield "".join(words[n:n + 2 + n % 3]).strip()


def invisible(text: str) -> Counter[str]:
    """Count the characters of a text that nobody sees; a hyphen made at a line's end (U+00AD, U+FFFE) is seen."""
    text = text.replace("\u00ad\n", "\n").replace("\u00ad\r", "\r")
    return Counter(one for one in text if one not in "\n\r\t\f\ufffe" and unicodedata.category(one) in ("Cf", "Cc"))


def lines(text: str) -> str:
    """Return text that was read, line by line; empty lines are left out, several spaces are one."""
    text = text.replace("\r\n", "\n").replace("\ufffe", "-\n").replace("\f", f"\n{PAGE}\n")
    return "\n".join(filter(None, (SPACES.sub(" ", line).strip() for line in text.split("\n"))))


def holds(text: str, paragraph: str) -> bool:
    """Say whether a paragraph stands in lines.

    If a page ends in it, the notes and the foot of the page may stand between its two parts.
    """
    paragraph = source(paragraph).strip(GAP)
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
    forms = {" ": "[ \n]", "\u00a0": "[ \n]", "\u202f": "[ \n]", GAP: "[ \n]*"}
    return re.compile(LINE_END.join(forms.get(one) or re.escape(one) for one in paragraph))


def pdfium(data: bytes) -> tuple[str, Callable[[str], bool]]:
    """Return what Chrome copies from a file, and its search."""
    import pypdfium2
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(data)]

    def find(phrase: str) -> bool:
        return any(page.search(phrase, match_case=True).get_next() for page in pages)

    return "\f".join(page.get_text_range() for page in pages), find


def mupdf(data: bytes) -> tuple[str, Callable[[str], bool]]:
    """Return what MuPDF copies from a file, and its search."""
    import pymupdf
    document = pymupdf.open("pdf", data)
    pages = [(page, page.get_textpage(flags=pymupdf.TEXTFLAGS_SEARCH)) for page in document]

    def find(phrase: str) -> bool:
        return any(page.search_for(phrase, textpage=text) for page, text in pages)

    return "\f".join(page.get_text() for page in document), find


def tags(data: bytes) -> str:
    """Return what a file's tags say (`pdfinfo` of poppler), a block a line."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(["pdfinfo", "-enc", "UTF-8", "-struct-text", file.name], capture_output=True, check=True)
    blocks: list[str] = []
    for line in done.stdout.decode().split("\n"):
        if TAGGED_TEXT.fullmatch(line):
            blocks[-1] += TAGGED_TEXT.sub(r"\1", line)
        elif not INLINE_TAG.match(line):
            blocks.append("")
    return "\n".join(blocks)


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


def count(html: str, data: bytes) -> dict[str, Count]:
    """Return what each reader, and a reader of the tags, gets of a document."""
    parser = Paragraphs()
    parser.feed(html)
    wanted = [phrase for paragraph in parser.found for phrase in phrases(paragraph)]
    has = invisible(source("".join(parser.found)))
    result = {}
    for name, (text, find) in zip(READERS, (pdfium(data), mupdf(data)), strict=True):
        read = lines(text)
        result[name] = Count(
            len(wanted), [phrase for phrase in wanted if not find(phrase)],
            len(parser.found), [one for one in parser.found if not holds(read, one)],
            (invisible(text) - has).total())
    told, read = [one for one in parser.found if one not in parser.running], lines(tags(data))
    result[TAGS] = Count(paragraphs=len(told), lost_paragraphs=[one for one in told if not holds(read, one)])
    return result


def measure(tag: str) -> dict[str, Count]:
    """Return what each reader gets of a language."""
    total = {name: Count() for name in (*READERS, TAGS)}
    for html, data in documents(tag):
        for name, found in count(html, data).items():
            total[name].add(found)
    return total


def languages() -> list[str]:
    """Return the languages of the registry."""
    from build_toolkit.files.roots import Roots
    from build_toolkit.locales.registry import read_registry
    from build_toolkit.problems import Report
    found = read_registry(Roots.of(ROOT), Report()).languages
    return [tag for tag, entry in found.items() if not entry.pseudo]


def rows() -> Iterator[Row]:
    """Yield found phrases and exact paragraphs against all of them, and invisible characters against none."""
    for tag in languages():
        for reader, found in measure(tag).items():
            if reader in READERS:
                yield Row(f"{tag}: phrases that {reader} finds", found.phrases - len(found.lost_phrases), found.phrases,
                          1.0, True)
                yield Row(f"{tag}: invisible characters in {reader}", found.invisible, found.phrases, 0.0)
            yield Row(f"{tag}: paragraphs copied as they are ({reader})", found.paragraphs - len(found.lost_paragraphs),
                      found.paragraphs, 1.0, True)


def main(*arguments: str) -> None:
    """Print a table, and with --verbose the first failures."""
    names = [one for one in arguments if not one.startswith("-")] or languages()
    print(f"{'':10}{'phrases':>10}" + "".join(f"{name:>10}" for name in READERS) + f"{'paragraphs':>14}"
          + "".join(f"{name:>10}" for name in (*READERS, TAGS)) + f"{'invisible':>14}" + f"{'':>10}")
    for tag in names:
        found = measure(tag)
        first = found[READERS[0]]
        print(f"{tag:10}{first.phrases:>10}" + "".join(f"{found[name].found:>10.1%}" for name in READERS)
              + f"{first.paragraphs:>14}" + "".join(f"{found[name].exact:>10.1%}" for name in (*READERS, TAGS))
              + "".join(f"{found[name].invisible:>14}" for name in READERS), flush=True)
        if "--verbose" in arguments:
            for name, one in found.items():
                for text in [*one.lost_phrases[:10], *one.lost_paragraphs[:3]]:
                    print(f"    {name}: {text}")


if __name__ == "__main__":
    main(*sys.argv[1:])
