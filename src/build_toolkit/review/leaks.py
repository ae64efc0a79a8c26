"""What finished pages and files give away: contact data on paper, and what a PDF file says of its makers.

Text and bytes in, values and Problems out; a problem names the place and never repeats what stands there.
What the campaign recorded as official may stand on paper, nothing else.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..compose.document import Composed
from ..page.tree import Node
from ..problems import Problem
from ..protection.privacy import MESSAGES, Official, find, plain, private
from ..protection.secrets import Search
from .insides import Unreadable, pieces

KINDS: Mapping[str, str] = {
    "PRIV001": "A-number", "PRIV002": "Social Security number", "PRIV003": "phone number",
    "PRIV004": "street address",
    "PRIV005": "e-mail address", "PRIV011": "date of birth",
}
UNSEEN = frozenset({"style", "svg", "head", "script"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {"p", "li", "ul", "ol", "td", "th", "tr", "table", "div", "section", "article", "aside",
                     "dt", "dd",
                     "dl", "br", "figcaption"}
LINKED = re.compile(r"(?:mailto|tel):([^?]*)")
LIKELY = re.compile(r"[0-9@]")
# What a PDF file may say of itself. Anything else is told.
PLAIN_KEYS = {"Title", "Subject", "Producer", "CreationDate", "ModDate", "Lang"}
PATHS = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|tmp|var|work)/[\w.-]+|file:///[\w./-]+"
                   r"|(?<!\w)[A-Z]:\\\\?Users\\\\?[\w.-]+")


@dataclass(frozen=True)
class Leak:
    """Contact data of one kind on one page: where, how often, and whether it is recorded as official."""

    document: str
    language: str
    file: str
    heading: str
    code: str
    official: bool
    count: int = 1

    @property
    def kind(self) -> str:
        """Return what it is, in a word."""
        return KINDS[self.code]


def likely(text: str) -> str:
    """Return the lines of a text that could hold contact data: those with a digit or an at sign."""
    return "\n".join(line for line in plain(text).split("\n") if LIKELY.search(line))


@dataclass
class _Section:
    """What stands under a heading, and what its links dial or write to."""

    heading: str = ""
    words: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return both, a line for each block and each link."""
        return "\n".join(["".join(self.words), *self.linked])


def page_text(tree: Node) -> str:
    """Return the words of a page with a line for each block, and what its links dial or write to."""
    return "\n".join(section.text for section in _sections(tree))


def _sections(tree: Node) -> list[_Section]:
    """Return the parts of a page, each with the heading it stands under and the heading itself."""
    found = [_Section()]
    _read(tree, found)
    return found


def _read(node: Node, found: list[_Section]) -> None:
    for child in node.children:
        if isinstance(child, str):
            found[-1].words.append(child)
        elif child.tag in UNSEEN:
            found[-1].words.append(" ")
        else:
            if child.tag in HEADINGS:
                found.append(_Section(child.text()))
            if number := LINKED.match(child.attrs.get("href", "")):
                found[-1].linked.append(number[1])
            line = ["\n"] if child.tag in BLOCKS else []
            found[-1].words += line
            _read(child, found)
            found[-1].words += line


def leaks(one: Composed, passes: Official) -> tuple[Leak, ...]:
    """Return the contact data that a composed document prints, chapter by chapter.

    Official data is marked so.
    """
    whole = list(_found(page_text(one.tree), passes))
    if not whole:
        return ()
    found: list[tuple[str, str, str, bool]] = []
    told: Counter[tuple[str, str]] = Counter()
    for chapter in one.chapters:
        for section in _sections(chapter.tree):
            seen = list(_found(section.text, passes))
            told.update((code, key) for code, key, _ in seen)
            found += [(chapter.file, section.heading, code, official) for code, _, official in seen]
    around = Counter((code, key) for code, key, _ in whole) - told
    known = {(code, key): official for code, key, official in whole}
    found += [("", "", code, known[code, key]) for (code, key), count in around.items() for _ in range(count)]
    return tuple(Leak(one.document, one.language, *where, count) for where, count in Counter(found).items())


def _found(words: str, passes: Official) -> Iterator[tuple[str, str, bool]]:
    text = likely(words)
    every = list(find(text))
    bad = {(one.code, one.start) for one in (private(text, passes) if every else ())}
    for one in every:
        yield one.code, one.key or text[one.start : one.end], (one.code, one.start) not in bad


def lint_page(one: Composed, passes: Official, source: str) -> tuple[Problem, ...]:
    """Return a problem for each kind of private data a document prints.

    `source` is the campaign file's name.
    """
    problems = []
    for leak in leaks(one, passes):
        if not leak.official:
            what, fix = MESSAGES[leak.code]
            where = f" under “{leak.heading[:60]}”" if leak.heading and not _tells(
                leak.heading, passes) else ""
            said = f"{what} It is printed in {leak.document} ({leak.language}){where}."
            problems.append(Problem(leak.file or source, 0, 0, leak.code, said, fix))
    return tuple(dict.fromkeys(problems))


def _tells(heading: str, passes: Official) -> bool:
    return bool(private(heading, passes))


@dataclass(frozen=True)
class FileSays:
    """What a PDF file says of itself, and what it should not say."""

    says: Mapping[str, str]
    unwanted: tuple[str, ...] = ()


def pdf_says(data: bytes, names: Iterable[str] = ()) -> FileSays:
    """Return the metadata of a PDF file.

    `names` are those of the user and the machine, which must not be in it.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            says = {str(key).lstrip("/"): str(value) for key, value in pdf.docinfo.items()}
        said = [piece.text for piece in pieces(data)]
    except (pikepdf.PdfError, Unreadable):
        return FileSays({}, ("it cannot be opened",))
    unwanted = [f"{key}: {value}" for key, value in says.items() if key not in PLAIN_KEYS and value]
    unwanted += sorted({found for text in said for found in PATHS.findall(text)})
    meta = " ".join(says.values()).lower()
    told = [name for name in names if len(name) > 3 and re.search(rf"\b{re.escape(name.lower())}\b", meta)]
    return FileSays(says, (*unwanted, *(f"the name {name}" for name in told)))


def holds(data: bytes, search: Search, stories: Collection[str] = ()) -> tuple[str, ...] | None:
    """Return the names of the secrets anywhere in the bytes of a file; None if it cannot be opened.

    `stories` are the ids of those that may be in it.
    """
    found: set[str] = set()
    try:
        for piece in pieces(data):
            found |= {one.name for one in search.found(piece.text, piece.raw) if one.story not in stories}
    except Unreadable:
        return None
    return tuple(sorted(found))
