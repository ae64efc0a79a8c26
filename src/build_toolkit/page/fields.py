"""Names what can be typed into: each blank of a page gets the words that are printed for it.

What stands before a blank is its name, or what stands after it where nothing does, or else the last words
above; a box to tick is named by the question before it and what follows; an empty cell by the heads of its
row and its column. A template names what has no words of its own by `data-label`. In letters that an office
takes one by one, a name that several of them have begins with the letter's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .tree import Node, has, marked, named

FIELD = "data-field"
LABEL = "data-label"
TICKS = has("tick", "inline-tick")
BLANKS = has("blank", "w", "ruled")
FLOWING = frozenset({"a", "b", "bdi", "br", "em", "i", "q", "small", "span", "strong", "sup"})
UNSEEN = has("draft-band", "draft-start", "run-foot")
LONGEST = 90                                         # letters of a name
EDGES = " :;,.…“”„«»\"☐*†、。，：،"                  # what a name does not begin or end with
ENDS = (". ", "? ", "! ", ": “", "。", "؟ ")
LEAST = 4                                            # letters of words that name something by themselves


def name_fields(page: Node) -> None:
    """Give each blank, box to tick and empty cell of a page its name, as an attribute."""
    body = page.find(lambda node: node.tag == "body") or page
    _block(body, "")
    letters = [(letter, {one.attrs[FIELD] for one in letter.all(marked(FIELD))})
               for letter in body.all(marked("data-file"))]
    for letter, own in letters:
        shared = own & {name for other, names in letters if other is not letter for name in names}
        title = next((one.text().partition(":")[0] for one in letter.all(named("h1"))), "")
        for one in letter.all(marked(FIELD)) if title else ():
            if one.attrs[FIELD] in shared:
                one.attrs[FIELD] = f"{title}: {one.attrs[FIELD]}"


def _block(node: Node, above: str) -> str:
    """Name what is in a block, below some words; return the words that what follows it stands below."""
    parts = list(_parts(node))
    words, asked = "", node.attrs.pop(LABEL, None)
    for at, part in enumerate(parts):
        if isinstance(part, str):
            words += part
        elif TICKS(part):
            asked = _last(words) if asked is None else asked
            part.attrs[FIELD] = _said(asked, _first(_until(parts[at + 1:])) or above)
            words = ""
        elif BLANKS(part):
            name = part.attrs.pop(LABEL, "") or _said(asked, _around(part, words, parts[at + 1:]))
            part.attrs[FIELD] = above = name or above
            words = ""
        else:
            above = _last(words) or above
            words = ""
            above = _table(part) or above if part.tag == "table" else _block(part, above)
    return _last(words) or above


def _said(asked: str | None, name: str) -> str:
    """Return a name with the question that it answers."""
    return f"{asked}: {name}" if asked and name else name


def _around(blank: Node, words: str, rest: Sequence[Node | str]) -> str:
    """Return the name of a blank: the words before it, those after it, or both, as in “On … I asked”."""
    before = _last(words)
    after = "" if "ruled" in blank.classes else _first(_until(rest))
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
    for row in table.all(lambda node: node.tag == "tr"):
        cells = row.nodes
        said = [_last(" ".join(cell.texts(TICKS))) for cell in cells]
        if all(cell.tag == "th" for cell in cells):
            heads = said
            continue
        for at, cell in enumerate(cells):
            before = [(one.tag == "th", words) for one, words in zip(cells[:at], said, strict=False) if words]
            row_head = max(reversed(before), key=lambda one: one[0], default=(False, ""))[1]
            name = ": ".join(filter(None, (row_head, *heads[at:at + 1])))
            _cell(cell, name, bool(name) and not said[at] and (at > 0 or not any(said)))
    return heads[0] if heads else ""


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


def _first(words: str) -> str:
    """Return the beginning of what stands after a blank."""
    said = " ".join(words.split()).strip(EDGES)
    return said if len(said) <= LONGEST else said[:LONGEST].rpartition(" ")[0] + "…"
