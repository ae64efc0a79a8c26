"""The English of pages against the editorial style sheet (templates/STYLE.md), with file and line.

What the sheet forbids is an error, what it asks to look at a warning. templates/style.yaml has the turns to
avoid.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from ..files.roots import Roots
from ..library.library import Library
from ..locales.catalog import Key
from ..locales.fidelity import PLACEHOLDER
from ..locales.readability import STOP, Measure, measure, plain, sentences, words
from ..model.base import Model
from ..model.bounds import TIP_LINE
from ..problems import Problem, Report, Severity
from .extraction import Templates, extract
from .reading import ENOUGH, FEWEST, NO_SENTENCES, documents_of

SHEET = "templates/style.yaml"
GROUPS = {"turns": "STY021", "legal": "STY023", "face": "STY024", "pointers": "STY022"}
LEGAL = ("ordinance", "clauses")
BOOKS = ("toolkit", "booklet")                       # their titles and figures are held to the whole sheet
SHARED = {"parts": ("templates/parts", "*.j2", 8), "layouts": ("templates/layouts", "*.j2", 8),
          "clauses": ("toolkits/clauses", "*.yaml", 10), "records": ("toolkits/records", "*.yaml", 9)}
PEOPLE = 8                                           # the highest grade of what everyone reads
LONGEST = {True: 25, False: 32}                      # words in a sentence, by whether it is for everyone
LONG, SHORT = 22, 6
MEAN, MEAN_LOOK = (9, 18), (10, 16)                  # words in a sentence on average
MOST_SHORT, SHORT_LOOK = 0.25, 0.17                  # shares of sentences
MOST_PASSIVE, PASSIVE_LOOK = 0.25, 0.15
LEAST_ADDRESS, ADDRESS_LOOK = 0.5, 1.0               # you, your, we, our in a hundred words
TITLE, TITLE_LOOK = 13, 10                           # words
CALLS, CALLS_LOOK = 4, 2                             # calls for notes in a sentence
FEW = 20                                             # sentences: of fewer a share says nothing
SHOWN = 70
UNIVERSAL = re.compile(
    r"\b(?:nobody|no one|never|(?<!not )always|(?<!often )cannot|everyone|proves?|the only)\b", re.IGNORECASE)
COMMAND = re.compile(
    r"(?:so )?(?:never|do not|don’t|please|say|ask|tell|write|call|keep|give|read|look|count|find|get|hold"
    r"|turn|release|take|bring|film|promise|thank|welcome)\b",
    re.IGNORECASE)
OTHERS = re.compile(r"sure:|say:|\bclaim:", re.IGNORECASE)   # its source is beside it, or others say it
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?"
    r"(?:\w+ed|held|kept|made|told|given|shown|sent|paid|written|known|found|seen|done)\b")
ADDRESS = re.compile(r"\b(?:you|your|we|our|us)\b", re.IGNORECASE)
TOPIC = re.compile(r"(?:how|what|who|where|why|about)\b(?!.*[?,])", re.IGNORECASE)
FIGURE = re.compile(r"\$\d[\d.,]*\d(?: (?:million|billion))?|\b\d[\d,.]* (?:percent|detainers|arrests)\b"
                    r"|\b[A-Z]\w+(?: [A-Z]\w+)* v\. [A-Z]\w+")
QUOTED = re.compile(r"“[^”]*”")
CALL = re.compile(r"\{cite[^{}]*\}")
CALLED = re.compile(rf"([.!?][”\"’)»]*)((?:{CALL.pattern})+)")
ITEM = re.compile(r"\s*(?:[-*]|\d+\.)\s")
HEADING = re.compile(r"(#+)\s")


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error.msg}") from error
    return text


class Turn(Model):
    """A turn to avoid: its pattern, what to use, why, a sentence that has it, and the files it is for."""

    avoid: Annotated[str, AfterValidator(_pattern)]
    use: str
    why: str = ""
    example: str
    files: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern, for whole words."""
        return re.compile(rf"(?<!\w)(?:{self.avoid})(?!\w)", re.IGNORECASE)

    def concerns(self, file: str) -> bool:
        """Return whether the rule is for a file."""
        return (not self.files or any(fnmatchcase(file, one) for one in self.files)) and not any(
            fnmatchcase(file, one) for one in self.but_not)


class Sheet(Model):
    """The turns to avoid, by the kind of place that they are for: all pages, legal drafts, faces, books."""

    turns: tuple[Turn, ...] = ()
    legal: tuple[Turn, ...] = ()
    face: tuple[Turn, ...] = ()
    pointers: tuple[Turn, ...] = ()


class Passage(NamedTuple):
    """One text as it is written: `kind` is heading, cell, label or prose; `source` its line of Markdown."""

    text: str
    kind: str
    file: str
    line: int
    source: str

    def told(self, code: str, what: str, fix: str, *, fails: bool = True) -> Problem:
        """Return a problem of it."""
        return Problem(self.file, self.line, 0, code, what, fix,
                       Severity.ERROR if fails else Severity.WARNING)


@dataclass(frozen=True)
class Style:
    """How a document, or a table that documents print from, keeps to the sheet."""

    document: str
    measure: Measure
    calls: int
    doubled: int
    flagged: int                                     # what is told of its sentences
    problems: tuple[Problem, ...]


def styles(roots: Roots, report: Report, only: Sequence[str] = ()) -> tuple[Style, ...]:
    """Return how each document keeps to the style sheet; with `only`, these documents."""
    library = Library(roots, report)
    sheet = library.file(SHEET, Sheet, "STY", "")
    if sheet is None:
        return ()
    templates = [extract(folder, Report()) for folder in roots.folders]
    groups = [*documents_of(library), *((name, grade, list(roots.list(folder, kind)))
                                        for name, (folder, kind, grade) in SHARED.items())]
    for name in only:
        if name not in (known := [one for one, _, _ in groups]):
            report.add("STY003", f"there is no document {name}.", f"There are: {', '.join(known)}.")
    found = []
    for name, grade, files in groups:
        if not only or name in only:
            texts = {file: text for file in files if (path := roots.find(file)) is not None
                     for text in (path.read_text(encoding="utf-8").splitlines(),)}
            found.append(_style(name, grade, list(_passages(templates, texts)), texts, sheet))
    return tuple(found)


def _passages(templates: Sequence[Templates], texts: dict[str, list[str]]) -> Iterator[Passage]:
    """Yield what some files say, in order of files and lines."""
    order = list(texts)
    spots: set[tuple[int, int, Key]] = {
        (order.index(file), line, key) for one in templates for key, places in one.places.items()
        for file, line in places if file in texts}
    for number, line, (context, english) in sorted(spots, key=lambda spot: (*spot[:2], spot[2][1])):
        source = texts[order[number]][line - 1] if 0 < line <= len(texts[order[number]]) else ""
        spoken = context == "part" and english.rstrip("”’\"").endswith((".", "?"))
        label = (context in NO_SENTENCES and not spoken) or len(words(english)) < FEWEST
        kind = context if context in ("heading", "cell") else "label" if label else "prose"
        yield Passage(english, kind or "", order[number], line, source)


def _style(
    name: str, grade: int, passages: list[Passage], texts: dict[str, list[str]], sheet: Sheet
) -> Style:
    prose = [one for one in passages if one.kind == "prose"]
    found = measure((one.text for one in prose), "en")
    doubled = tuple(_doubled(name, passages))
    in_sentences = tuple(_all_sentences(prose, grade, sheet, name))
    problems = [*in_sentences, *doubled, *_whole(name, grade, found, prose),
                *(p for one in passages for p in _titles(one, name)),
                *(p for one in passages if one.kind != "prose" for p in _turns(one, sheet, name)),
                *(p for file in texts if file.endswith(".md") for p in _shape(file, texts[file]))]
    calls = sum(map(len, map(CALL.findall, (one.text for one in passages))))
    return Style(name, found, calls, len(doubled), len(in_sentences), tuple(sorted(set(problems))))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN - 1]}…"


def _all_sentences(prose: Sequence[Passage], grade: int, sheet: Sheet, name: str) -> Iterator[Problem]:
    for one in prose:
        yield from _sentences(one, grade, sheet, name)


def _sentences(passage: Passage, grade: int, sheet: Sheet, name: str) -> Iterator[Problem]:
    """Yield what is wrong with each sentence; calls for notes are counted before they are taken out."""
    most = LONGEST[grade <= PEOPLE]
    for sentence in sentences(passage.text, STOP):
        count = len(words(sentence))
        if count > most or (count > LONG and grade <= PEOPLE):
            yield passage.told("STY011", f"a sentence of {count} words, not {most}: “{_cut(sentence)}”",
                               "Make two of it, if nothing is lost.",
                               fails=count > most and name not in LEGAL)
        free = QUOTED.sub("", sentence)
        if (universal := UNIVERSAL.search(free)) and not COMMAND.match(free.lstrip(" –")) \
                and not OTHERS.search(passage.source):
            what = f"“{universal[0]}” is broken by one example: “{_cut(sentence)}”"
            fix = "Say what was found, or write {# sure: the source #} in its line."
            yield passage.told("STY031", what, fix, fails=False)
    inside = CALLED.sub(r"\2\1", passage.text)        # a sentence's calls stand after its full stop
    if (calls := max(map(len, map(CALL.findall, STOP.split(inside))), default=0)) > CALLS_LOOK:
        yield passage.told("STY035", f"{calls} calls for notes in one sentence.", "Keep the best source.",
                           fails=calls > CALLS)
    yield from _turns(passage, sheet, name)


def _turns(passage: Passage, sheet: Sheet, name: str) -> Iterator[Problem]:
    """Yield each turn to avoid, and ICE's tip line."""
    text = plain(passage.text)
    for group, code in GROUPS.items():
        if group == "legal" and name not in LEGAL:
            continue
        turns: tuple[Turn, ...] = getattr(sheet, group)
        for turn in turns:
            said = passage.text if group in ("legal", "face") else text
            if turn.concerns(passage.file) and (found := turn.pattern.search(said)):
                yield passage.told(code, f"“{found[0]}” is a turn to avoid ({turn.why}).",
                                   f"Use instead: {turn.use}.")
    if TIP_LINE.search(passage.text):
        yield passage.told("STY025", "ICE’s tip line stands here; it reports people.", "Take it out.")


def _titles(passage: Passage, name: str) -> Iterator[Problem]:
    """Yield what is wrong with a title: a topic in place of a finding, or too many words."""
    if passage.kind != "heading" or not passage.source.startswith("#") or "{%" in passage.source:
        return
    title = plain(PLACEHOLDER.sub("county", passage.text))
    first = passage.source.startswith("# ")
    if first and TOPIC.match(title):
        yield passage.told("STY032", f"the title “{_cut(title)}” is a topic.",
                           "Say the finding, or what to do, with a verb.", fails=name in BOOKS)
    if (count := len(words(title))) > TITLE_LOOK:
        yield passage.told("STY033", f"a title of {count} words, not {TITLE_LOOK}: “{_cut(title)}”",
                           "Shorten it.", fails=count > TITLE)


def _doubled(name: str, passages: Iterable[Passage]) -> Iterator[Problem]:
    """Yield each figure or case that a second chapter tells again; a file's own branches may repeat it."""
    told: dict[str, dict[str, Passage]] = defaultdict(dict)
    for one in passages:
        for figure in FIGURE.findall(plain(one.text)):
            told[figure].setdefault(one.file, one)
    for figure, places in told.items():
        first, *more = places.values()
        for one in more:
            yield one.told("STY034", f"“{figure}” was told in {first.file}:{first.line}.",
                           "Tell it once, and point there by ref().", fails=name in BOOKS)


def _whole(name: str, grade: int, found: Measure, prose: Sequence[Passage]) -> Iterator[Problem]:
    """Yield what is wrong with a document as a whole: grade, address, passive, rhythm."""
    own = [s for one in prose if not ITEM.match(one.source) for s in sentences(one.text, STOP)]
    if found.words < ENOUGH or len(own) < FEW:
        return
    file = prose[0].file
    if file.startswith("templates/documents/"):
        file = f"templates/documents/{name}/document.yaml"
    for code, what, fix, fails in (*_level(grade, found, prose), *_rhythm(name, own)):
        yield Problem(file, 0, 0, code, f"{name}: {what}", fix, Severity.ERROR if fails else Severity.WARNING)


def _level(grade: int, found: Measure, prose: Sequence[Passage]) -> Iterator[tuple[str, str, str, bool]]:
    if found.grade is not None and found.grade > grade:
        yield ("STY013", f"grade {found.grade:.1f}, not {grade} or less.", "Use shorter words and sentences.",
               found.grade > grade + 1)
    address = 100 * sum(len(ADDRESS.findall(plain(one.text))) for one in prose) / found.words
    if grade <= PEOPLE and address < ADDRESS_LOOK:
        yield ("STY014", f"{address:.1f} of a hundred words are you, we and our.", "Speak to the reader.",
               address < LEAST_ADDRESS)


def _rhythm(name: str, own: Sequence[str]) -> Iterator[tuple[str, str, str, bool]]:
    passive = sum(bool(PASSIVE.search(one)) for one in own) / len(own)
    if passive > PASSIVE_LOOK:
        yield ("STY015", f"{passive:.0%} of sentences are passive.", "Say who does it.",
               passive > MOST_PASSIVE)
    sizes = [len(words(one)) for one in own]
    mean, short = sum(sizes) / len(own), sum(size < SHORT for size in sizes) / len(own)
    if not MEAN_LOOK[0] <= mean <= MEAN_LOOK[1] or short > SHORT_LOOK:
        yield ("STY012", f"{mean:.1f} words in a sentence, {short:.0%} have five or fewer.",
               "Join what belongs together; 10 to 16 words are easiest to follow.",
               name in BOOKS and (not MEAN[0] <= mean <= MEAN[1] or short > MOST_SHORT))


def _shape(file: str, lines: Sequence[str]) -> Iterator[Problem]:
    """Yield each heading over nothing and each list of one; what a condition may fill is not looked at."""
    rows = [(number, line.rstrip()) for number, line in enumerate(lines, 1)
            if line.strip() and not line.startswith(("{#", "<!--"))]
    plain_rows = [line for _, line in rows]
    for before, (number, line), after in zip(["", *plain_rows], rows, [*plain_rows[1:], ":::"], strict=False):
        if _is_over_nothing(line, after):
            yield Problem(file, number, 0, "STY041", f"nothing stands below the heading “{_cut(line)}”.",
                          "Write what it promises, or take it out.")
        if ITEM.match(line) and not any(map(_goes_on, (before, after))):
            yield Problem(file, number, 0, "STY042", f"a list of one: “{_cut(line)}”",
                          "Make a sentence of it.")


def _is_over_nothing(line: str, after: str) -> bool:
    one, two = HEADING.match(line), HEADING.match(after)
    return one is not None and (after == ":::" or (two is not None and len(two[1]) <= len(one[1])))


def _goes_on(line: str) -> bool:
    """Return whether a list may go on here: an item, the second line of one, or a condition."""
    return ITEM.match(line) is not None or "{%" in line or line.startswith("  ")
