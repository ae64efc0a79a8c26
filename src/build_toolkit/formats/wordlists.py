"""The lists of a file for a word processor: bullets, counted lists, sections that count their items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from .wordfile import NAMES
from .wordstyles import SIGNS

LEVELS = 4
SECTION = "Section"                                  # style of headings that count: Section, Section2, ...
STEP = 360                                           # twentieths of a point that a level of a list is set in
# what a heading bears before its name: “2. ”, “Section 2. ”, “Sec. 2.48.030 ”, “§ 2-3 ”
HEADING = re.compile(r"((?:[^\W\d]+\.? |§ )?(?:\d+[.-])*)(\d+|[IVXLC]+)(\.?) (?=\S)")
BULLETS = ("•", "–", "▪", "·")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LETTERING = f'<w:rPr><w:rFonts w:ascii="{SIGNS}" w:hAnsi="{SIGNS}" w:cs="{SIGNS}"/></w:rPr>'


@dataclass(frozen=True)
class Form:
    """What the items of a list bear: bullet, decimal, lowerLetter and so on, with signs around its %1."""

    kind: str
    text: str
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document: every counted one begins by itself."""

    found: list[list[str]] = field(default_factory=list)
    counted: dict[str, tuple[int, int]] = field(default_factory=dict)    # of headings: list, last number
    styled: dict[int, str] = field(default_factory=dict)                 # lists of sections: their styles
    current: int = 0                                 # the list of the last heading, while it has no items
    items: dict[int, Form] = field(default_factory=dict)                 # what items of its sections bear

    def heading(self, text: str) -> tuple[int, str]:
        """Return the list that counts one such as “Section 2. Purpose”, and the words after its number.

        The list is 0 where the number begins or goes on no row.
        """
        self.current = 0
        found = HEADING.match(text)
        if not found or not (found[3] or (found[1].endswith((".", "-")) and not found[1][0].isdigit())):
            return 0, text
        before, number, after = found.groups()
        tens = number.startswith("0") and number.endswith("0")           # 010, 020, 030: the county skips
        form = "upperRoman" if not number.isdecimal() else "decimalZero" if tens else "decimal"
        around = f"{before}%1{'0' if tens else ''}{after}"
        own, last = self.counted.get(around, (0, 0))
        if number in ("1", "I", "010"):
            own, last = self._sections(Form(form, around), bool(before)), 0
        if not own or (form != "upperRoman" and int(number) != (last + 1) * (10 if tens else 1)):
            return 0, text
        self.counted[around] = own, last + 1
        self.current = own if before else 0
        return own, text[found.end():]

    def _sections(self, form: Form, named: bool) -> int:
        """Return the number of a new list of headings; each whose number is named has a style of its own."""
        key = f"{SECTION}{len(self.styled) + 1 if self.styled else ''}" if named else ""
        style = f'<w:pStyle w:val="{key}"/>' if key else ""
        self.found.append([
            _level(0, form, style + '<w:suff w:val="space"/>', 0, 0),
            *(_level(level, Form("lowerLetter", "(%1)"), "", STEP * level) for level in range(1, LEVELS))])
        if key:
            self.styled[len(self.found)] = key
        return len(self.found)

    def under(self, form: Form) -> tuple[int, int]:
        """Return level and list of items: below the section that they stand in, or in a list of their own."""
        own, self.current = self.current, 0
        if own and form.start == 1 and self.items.setdefault(own, form) == form:
            self.found[own - 1][1] = _level(1, form, "", STEP)
            return 1, own
        return 0, self.add(form)

    def add(self, form: Form) -> int:
        """Return the number of a new list."""
        bullets = form.text == "•"
        self.found.append([
            _level(level, Form(form.kind, BULLETS[level] if bullets else form.text,
                               form.start if level == 0 else 1),
                   "", STEP * (level + 1), STEP, LETTERING if form.kind == "bullet" and not bullets else "")
            for level in range(LEVELS)])
        return len(self.found)

    def xml(self) -> str:
        """Return the part numbering.xml."""
        lists = "".join(
            f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}'
            "</w:abstractNum>" for n, levels in enumerate(self.found, 1))
        uses = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
                       for n in range(1, len(self.found) + 1))
        return f"<w:numbering {NAMES}>{lists}{uses}</w:numbering>"


def _level(level: int, form: Form, more: str, left: int, hanging: int = STEP, letters: str = "") -> str:
    """Return a level of a list; `more` stands between how it counts and what it shows."""
    shown = form.text.replace("%1", f"%{level + 1}")
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{form.start}"/><w:numFmt w:val="{form.kind}"/>{more}'
        f'<w:lvlText w:val={quoteattr(shown)}/><w:lvlJc w:val="start"/><w:pPr><w:ind w:start="{left}" '
        f'w:hanging="{hanging}"/></w:pPr>{letters}</w:lvl>'
    )


def form_of(labels: Sequence[str]) -> Form | None:
    """Return how a list counts whose items bear these labels; None where they count nothing."""
    bare = [label.strip("().") for label in labels]
    around = labels[0].replace(bare[0], "%1", 1)
    if around == "%1":
        around = "%1."
    if all(one.isascii() and one.isdecimal() for one in bare):
        start = int(bare[0])
        if bare == [str(start + n) for n in range(len(bare))]:
            return Form("decimal", around, start)
    return Form("lowerLetter", around) if bare == list(LETTERS[: len(bare)]) else None
