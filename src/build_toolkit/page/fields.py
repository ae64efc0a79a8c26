"""Names what can be filled in: each blank gets the words that are printed for it, and says that it is one.

What stands before a blank is its name, or what stands after it where nothing does, or else the last words
above; a box to tick is named by the question before it and what follows; an empty cell by the heads of its
row and its column. A template names what has no words of its own by `data-label`. In letters that an office
takes one by one, a name that several of them have begins with the letter's. Lines of one answer are one
blank, of so many lines. Where nobody types, as on a sheet for a pen, a blank is no field, and is only said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ..locales.language import Language, said
from ..model import Text
from .tree import Node, has, marked, named

BLANK = Text.at("blank", "page.blank")
FIELD = "data-field"
NAME = "data-name"                                   # of a blank that is no field
SAID = "data-said"                                   # what is heard of a blank
LABEL = "data-label"
LEAD = "data-lead"                                   # the name of the blank before on a line, for a while
LINES, MORE = "data-lines", "data-more"              # of the first line of an answer, of those after it
TICKS = has("tick", "inline-tick")
BLANKS = has("blank", "w", "ruled")
WRITTEN = has("blank", "w", "ruled", "sign", "write-line")
FLOWING = frozenset({"a", "b", "bdi", "br", "em", "i", "q", "small", "span", "strong", "sup"})
UNSEEN = has("draft-band", "draft-start", "run-foot")
LONGEST = 90                                         # letters of a name
EDGES = " :;,.…“”„«»\"☐*†、。，：،"                  # what a name does not begin or end with
ENDS = (". ", "? ", "! ", ": “", "。", "؟ ")
SHORT = 6                                            # letters of a word that says nothing by itself
LEAST = 4                                            # letters of words that name something by themselves


def name_fields(page: Node) -> None:
    """Give each blank, box to tick and empty cell of a page its name, as an attribute."""
    body = page.find(lambda node: node.tag == "body") or page
    _block(body, "")
    fields = body.all(marked(FIELD))
    times = Counter(one.attrs[FIELD] for one in fields)
    for one in fields:
        lead, name = one.attrs.pop(LEAD, ""), one.attrs[FIELD]
        if lead and (len(name) < SHORT or times[name] > 1):
            one.attrs[FIELD] = f"{lead}: {name}"     # of two blanks on a line: “We promised: by”
    _in_letters([(letter, letter.all(marked(FIELD))) for letter in body.all(marked("data-file"))])


def _in_letters(letters: Sequence[tuple[Node, Sequence[Node]]]) -> None:
    """Let a name that several letters have begin with the letter's."""
    names = [{one.attrs[FIELD] for one in fields} for _, fields in letters]
    for at, (letter, fields) in enumerate(letters):
        shared = {name for other, found in enumerate(names) if other != at for name in found}
        title = next((one.text().partition(":")[0] for one in letter.all(named("h1"))), "")
        for one in fields if title else ():
            if one.attrs[FIELD] in shared:
                one.attrs[FIELD] = f"{title}: {one.attrs[FIELD]}"


def say_blanks(page: Node, language: Language, typed: bool) -> None:
    """Let each blank, named before, say in the page's language that it is one.

    Where nothing is typed, no blank, cell or box is a field.
    """
    word = said(BLANK, language)
    foreign = {"lang": "en"} if word == str(BLANK) and not language.bcp47.startswith("en") else {}
    for one in page.walk():
        if WRITTEN(one) and not one.nodes and MORE not in one.attrs:
            label = one.attrs.get(LABEL, "")
            one.attrs |= {SAID: f"{word}: {label}" if label else word} | ({} if label else foreign)
        name = "" if typed else one.attrs.pop(FIELD, "")
        if name and BLANKS(one):
            one.attrs[NAME] = name


def _block(node: Node, above: str) -> str:
    """Name what is in a block, below some words; return the words that what follows it stands below."""
    parts = list(_joined(_parts(node)))
    words, asked, lead = "", node.attrs.pop(LABEL, None), ""
    for at, part in enumerate(parts):
        if isinstance(part, str):
            words += part
            continue
        if TICKS(part):
            asked = asked if asked is not None else _last(words)
            part.attrs[FIELD] = _said(asked, _first(_until(parts[at + 1:])) or above)
        elif BLANKS(part) and node.tag != "dt":      # there it is a sign that is explained
            name = _blank(part, asked, _around(part, words, parts[at + 1:]), lead)
            above, lead = part.attrs.setdefault(FIELD, name or above), lead or name
        else:
            above = _last(words) or above
            above = _table(part) or above if part.tag == "table" else _block(part, above)
        words = ""
    return _last(words) or above


def _blank(blank: Node, asked: str | None, words: str, lead: str) -> str:
    """Return the name of a blank with these words around it, and keep that of the first one on its line."""
    name = blank.attrs.get(LABEL, "") or _said(asked, words)
    if lead and "short" in blank.classes:
        blank.attrs[LEAD] = lead
    return name


def _joined(parts: Iterable[Node | str]) -> Iterator[Node | str]:
    """Yield parts of a block, of the lines of one answer only the first."""
    first: Node | None = None
    for part in parts:
        if isinstance(part, str):
            first = None if part.strip() else first
        elif first and "ruled" in part.classes and not part.nodes:
            part.attrs[MORE] = ""
            first.attrs[LINES] = str(int(first.attrs.get(LINES, "1")) + 1)
            continue
        else:
            first = part if "ruled" in part.classes and not part.nodes else None
        yield part


def _said(asked: str | None, name: str) -> str:
    """Return a name with the question that it answers."""
    return f"{asked}: {name}" if asked and name else name


def _around(blank: Node, words: str, rest: Sequence[Node | str]) -> str:
    """Return the name of a blank: the words before it, those after it, or both, as in “On … I asked”."""
    before = _last(words)
    after = "" if "ruled" in blank.classes else _first(_until(rest), LONGEST if not before else LONGEST // 2)
    short = "blank" in blank.classes and len(before) < LEAST and not words.rstrip().endswith((":", "："))
    return f"{before} … {after}" if before and after and short else before or after


def _parts(node: Node) -> Iterator[Node | str]:
    """Yield what is in a block in its order: texts, what can be filled in, and blocks."""
    for child in node.children:
        if isinstance(child, str) or ((BLANKS(child) or TICKS(child)) and not child.nodes):
            yield child
        elif child.tag in FLOWING:
            yield from _parts(child)
            yield " " if child.tag == "br" else ""
        elif child.tag != "svg" and not UNSEEN(child):
            yield child


def _until(parts: Sequence[Node | str]) -> str:
    """Return the text before the next part that is none."""
    words = ""
    for part in parts:
        if not isinstance(part, str):
            break
        words += part
    return words


def _table(table: Node) -> str:
    """Name the empty cells and the boxes to tick of a table; return the name of its last row."""
    heads: list[str] = []
    rows = table.all(named("tr"))
    free = [row for row in rows if not row.text(TICKS)]
    for row in rows:
        said = [_first(" ".join(cell.texts(TICKS))) for cell in row.nodes]
        if all(cell.tag == "th" for cell in row.nodes):
            heads = said
        else:
            _row(row, said, heads, f"{free.index(row) + 1}. " if len(free) > 1 and row in free else "")
    return heads[0] if heads else ""


def _row(row: Node, said: Sequence[str], heads: Sequence[str], number: str) -> None:
    """Name the cells of a row that hold these words, below these heads."""
    cells = row.nodes
    for at, cell in enumerate(cells):
        before = [(one.tag == "th", words) for one, words in zip(cells[:at], said, strict=False) if words]
        row_head = max(reversed(before), key=lambda one: one[0], default=(False, ""))[1]
        name = ": ".join(filter(None, (row_head, *heads[at:at + 1])))
        _cell(cell, number + name, bool(name) and not said[at] and (at > 0 or not any(said)))


def _cell(cell: Node, name: str, empty: bool) -> None:
    """Name a cell that is empty, or the box to tick in it, or else what is in it."""
    ticks = cell.all(TICKS)
    if ticks and not cell.text(TICKS):
        ticks[0].attrs[FIELD] = name
    elif empty and not cell.nodes:
        cell.attrs[FIELD] = name
    else:
        _block(cell, name)


def _last(words: str) -> str:
    """Return what stands before a blank, or the end of it where it is long."""
    said = " ".join(words.split()).strip(EDGES)
    if len(said) > LONGEST:
        said = said[max(said.rfind(sign) + len(sign) if sign in said else 0 for sign in ENDS):].strip(EDGES)
    return said if len(said) <= LONGEST else "…" + said[-LONGEST:].partition(" ")[2]


def _first(words: str, most: int = LONGEST) -> str:
    """Return the beginning of what stands after a blank, or in a cell."""
    said = " ".join(words.split()).strip(EDGES)
    return said if len(said) <= most else said[:most].rpartition(" ")[0].rstrip(EDGES) + "…"
