"""PO text to a catalog and back, in one canonical form.

Reads what Poedit, gettext, OmegaT and Weblate write: any line ends, a byte order mark, any wrapping, any
order of headers. Writes what `msgcat --no-wrap` writes, so that nothing changes but what somebody
changed. A fault costs its own message only, and names file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..files.texts import BOTH, CONFLICT, size_of
from ..problems import Report, Severity
from .catalog import Catalog, Key, Message, Previous

MOST_BYTES = 16_000_000
MOST_FAULTS = 30
WIDTH = 79                                           # of a line of references; texts are not wrapped
KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d{1,2})\])?\s*(\".*)")
STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"')
ESCAPE = re.compile(r"\\(?:([abfnrtv\"\\])|([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))", re.DOTALL)
CHARSET = re.compile(rb"charset=([\w.:-]+)")
REFERENCE = re.compile("\u2068([^\u2069]*)\u2069(:\\d+)?|(\\S+)")
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}
QUOTES = {ord(char): f"\\{name}" for name, char in ESCAPES.items()}
COMMENTS = {".": "notes", ":": "references", ",": "flags", "=": "flags"}
CUT = "Go back to an earlier version of the file."
SAVE = "Save the file again with the encoding UTF-8."


def read_file(path: Path, name: str, report: Report) -> Catalog | None:
    """Return the catalog of a PO file, or None with a problem in the report."""
    try:
        if size_of(path) > MOST_BYTES:
            report.add("PO002", f"the file is larger than {MOST_BYTES:,} bytes, the most that is read.",
                       "Check that it is the right file.", file=name)
            return None
        raw = path.read_bytes()
    except OSError as error:
        report.add("PO001", f"the file cannot be read: {error.strerror}.", "Check its name and permissions.",
                   file=name)
        return None
    return read_po(raw, name, report)


def read_po(raw: bytes, name: str, report: Report) -> Catalog | None:
    """Return the catalog of a PO file's bytes, with problems in the report; None if nothing can be read."""
    text = _decoded(raw, name, report)
    if text is None:
        return None
    if both := CONFLICT.search(text):
        report.add("OVER003", *BOTH, file=name, line=text.count("\n", 0, both.start()) + 1)
        return None
    if text and not text.endswith(("\n", "\r")):
        report.add("PO014", "the last line has no end; the file may be cut short.",
                   "Compare the last message with an earlier version of the file.",
                   file=name, line=text.count("\n") + 1, severity=Severity.WARNING)
    reader = _PoReader(name, report)
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        reader.take(line.strip(" \t"), number)
        if reader.faults >= MOST_FAULTS:
            reader.fault("PO012", number,
                         "this is not a PO file, or it is badly damaged; the rest was not read.",
                         CUT)
            break
    else:
        reader.flush()
    return reader.catalog()


def _decoded(raw: bytes, name: str, report: Report) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.add("PO003", "the file is UTF-16.", SAVE, file=name, line=1)
        return None
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        report.add("PO003", "there is a NUL character here; this is no text file.",
                   CUT, file=name, line=line)
        return None
    charset = CHARSET.search(raw[:20_000])
    told = charset[1].decode().casefold() if charset else "utf-8"
    if told not in ("utf-8", "utf8", "us-ascii", "ascii", "charset"):
        line = raw[: charset.start() if charset else 0].count(b"\n") + 1
        report.add("PO004", f"the header says charset={told}.", f"{SAVE} Write charset=UTF-8.", file=name,
                   line=line)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        report.add("PO003", "the file is not UTF-8 here.", SAVE, file=name, line=line, column=column)
        return None


@dataclass
class _Draft:
    """A message while its lines are read; `texts` by keyword, "#|msgid" for previous English."""

    line: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    obsolete: bool = False
    broken: bool = False
    last: str = ""


@dataclass
class _PoReader:
    name: str
    report: Report
    faults: int = 0
    draft: _Draft = field(default_factory=_Draft)
    messages: list[Message] = field(default_factory=list)
    places: dict[tuple[Key, bool], int] = field(default_factory=dict)
    header: Message | None = None

    def fault(self, code: str, line: int, what: str, fix: str) -> None:
        self.faults += 1
        self.draft.broken = True
        self.report.add(code, what, fix, file=self.name, line=line)

    def take(self, line: str, number: int) -> None:
        """Use one line."""
        if not line:
            if self.finished:
                self.flush()
        elif line.startswith(("#~|", "#|")):
            self.keyword(line.split("|", 1)[1].strip(), number, "#|", obsolete=line[1] == "~")
        elif line.startswith("#~") and not line[2:].lstrip().startswith("#"):
            self.keyword(line[2:].strip(), number, "", obsolete=True)
        elif line.startswith("#"):
            self.comment(line.removeprefix("#~").lstrip(), number)
        else:
            self.keyword(line, number, "", obsolete=False)

    @property
    def finished(self) -> bool:
        return any(key.startswith("msgstr") for key in self.draft.texts)

    def comment(self, line: str, number: int) -> None:
        if self.finished:
            self.flush()
        if "msgid" in self.draft.texts:
            self.fault("PO006", number, "a comment stands inside a message.", "Move it above msgid.")
        kind = COMMENTS.get(line[1:2], "comments")
        text = line[1:] if kind == "comments" else line[2:]
        self.draft.notes.setdefault(kind, []).append(text.removeprefix(" ").rstrip())

    def keyword(self, line: str, number: int, prefix: str, *, obsolete: bool) -> None:
        if line.startswith('"') and self.draft.last:
            self.draft.texts[self.draft.last] += self.string(line, number)
            return
        found = KEYWORD.fullmatch(line)
        if not found:
            fix = "Each line begins with #, msgctxt, msgid, msgstr or a quotation mark."
            self.fault("PO005", number, f"this line is not part of a message: {line[:40]!r}.", fix)
            self.draft.broken = bool(self.draft.texts)
            return
        word, index, quoted = found.groups()
        key = prefix + word + (f"[{int(index)}]" if index else "")
        if self.finished and (prefix or word in ("msgctxt", "msgid")):
            self.flush()
        draft = self.draft
        before = {"msgid_plural": "msgid", "msgstr": "msgid"}.get(word, "")
        if key in draft.texts or (before and prefix + before not in draft.texts):
            what = "stands here a second time" if key in draft.texts else f"stands here without {before}"
            self.fault("PO006", number, f"{word} {what}.", "Compare with the message above and below.")
        if not draft.line and not prefix:
            draft.line = number
        draft.obsolete |= obsolete
        draft.last = key
        draft.texts[key] = self.string(quoted, number)

    def string(self, quoted: str, number: int) -> str:
        """Return the text of one quoted line."""
        found = STRING.fullmatch(quoted)
        if not found:
            self.fault("PO007", number, "a quotation mark is missing, or one stands inside the text.",
                       'Put " at both ends, and write \\" inside.')
            return ""
        if "\\" not in found[1]:
            return found[1]
        for escape in ESCAPE.finditer(found[1]):
            if escape[4]:
                self.fault("PO008", number, f"\\{escape[4]} means nothing here.",
                           "Write \\\\ for a backslash.")
        return ESCAPE.sub(_unescaped, found[1])

    def flush(self) -> None:
        """End the message that is being read."""
        draft, self.draft = self.draft, _Draft()
        if not draft.texts:
            self.draft.notes = draft.notes           # comments with nothing below them yet
            return
        line = draft.line or 1
        if not draft.broken and not any(key.startswith("msgstr") for key in draft.texts):
            self.fault("PO009", line, "this message has no msgstr; is the file cut short?", CUT)
        elif not draft.broken:
            self.add(_message(draft, line), line)
        self.draft.broken = False

    def add(self, message: Message, line: int) -> None:
        if not message.id and message.context is None and not message.obsolete:
            if self.header:
                self.fault("PO010", line, "the file has a second header.", "Keep the first one.")
            self.header = self.header or message
            return
        if not message.id:
            self.fault("PO011", line, "this message has no English text.", "Delete it.")
            return
        place = (message.key, message.obsolete)
        if place in self.places and not message.obsolete:
            self.fault("PO010", line, f"this message stands on line {self.places[place]} too.",
                       "Keep one of the two.")
        elif place not in self.places:
            self.places[place] = line
            self.messages.append(message)

    def catalog(self) -> Catalog:
        header = self.header or Message("")
        if not self.header:
            self.report.add("PO013", "the file has no header.", "Copy it from another file of this language.",
                            file=self.name, line=1)
        fields = [line.partition(":") for line in (header.strings or ("",))[0].split("\n") if ":" in line]
        live = {m.key for m in self.messages if not m.obsolete}
        kept = sorted((m for m in self.messages if not (m.obsolete and m.key in live)),
                      key=lambda m: m.obsolete)
        return Catalog(
            messages=tuple(kept), headers=tuple((name.strip(), value.strip()) for name, _, value in fields),
            comments=header.comments, tail=tuple(self.draft.notes.get("comments", ())),
            header_line=header.line, name=self.name,
        )


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return ESCAPES[found[1]]
    if found[2] or found[3]:
        return chr(int(found[2], 8) if found[2] else int(found[3], 16))
    return found[0]


def _message(draft: _Draft, line: int) -> Message:
    texts, notes = draft.texts, draft.notes
    strings = {int(k[7:-1]) if "[" in k else 0: v for k, v in texts.items() if k.startswith("msgstr")}
    flags = [flag.strip() for text in notes.get("flags", ()) for flag in text.split(",")]
    places = [(m[1] or m[3]) + (m[2] or "") for text in notes.get("references", ())
              for m in REFERENCE.finditer(text)]
    old = texts.get("#|msgid")
    return Message(
        id=texts["msgid"], plural=texts.get("msgid_plural", ""), context=texts.get("msgctxt"),
        strings=tuple(strings.get(n, "") for n in range(max(strings) + 1)),
        comments=tuple(notes.get("comments", ())), notes=tuple(notes.get("notes", ())),
        references=tuple(dict.fromkeys(places)), flags=tuple(dict.fromkeys(flag for flag in flags if flag)),
        previous=None if old is None else Previous(old, texts.get("#|msgid_plural", ""),
                                                   texts.get("#|msgctxt")),
        obsolete=draft.obsolete, line=line,
    )


def po_text(catalog: Catalog) -> str:
    """Return a catalog as PO text in the one canonical form: unwrapped, with Unix ends of lines."""
    fields = "".join(f"{name}: {value}\n" for name, value in catalog.headers)
    blocks = [_block(Message("", strings=(fields,), comments=catalog.comments)),
              *map(_block, catalog.messages)]
    if catalog.tail:
        blocks.append("".join(_commented("#", catalog.tail)))
    return "\n".join(blocks)


def _block(message: Message) -> str:
    old, mark = message.previous, "#~ " if message.obsolete else ""
    lines = [*_commented("#", message.comments), *_commented("#.", message.notes)]
    lines += _places(message.references)
    if message.flags:
        order = sorted(message.flags, key=lambda flag: flag != "fuzzy")
        lines.append(f"#, {', '.join(order)}\n")
    if old:
        lines += _texts([("msgctxt", old.context), ("msgid", old.id), ("msgid_plural", old.plural or None)],
                        "#~| " if message.obsolete else "#| ")
    pairs: list[tuple[str, str | None]] = [
        ("msgctxt", message.context), ("msgid", message.id), ("msgid_plural", message.plural or None),
    ]
    strings = message.strings or ("",) * (2 if message.plural else 1)
    forms: list[tuple[str, str | None]] = [(f"msgstr[{n}]", s) for n, s in enumerate(strings)]
    pairs += forms if message.plural else [("msgstr", strings[0])]
    return "".join([*lines, *_texts(pairs, mark)])


def _commented(mark: str, texts: Iterable[str]) -> Iterator[str]:
    return (f"{mark} {text}".rstrip() + "\n" for text in texts)


def _places(references: Iterable[str]) -> Iterator[str]:
    """Yield the lines of references, as many on a line as gettext puts there."""
    line = "#:"
    for place in map(_reference, references):
        if line != "#:" and len(line) + 1 + len(place) > WIDTH:
            yield f"{line}\n"
            line = "#:"
        line += f" {place}"
    if line != "#:":
        yield f"{line}\n"


def _reference(place: str) -> str:
    path, colon, line = place.rpartition(":") if place.rpartition(":")[2].isdigit() else (place, "", "")
    return f"\u2068{path}\u2069{colon}{line}" if " " in path else place


def _texts(pairs: Iterable[tuple[str, str | None]], mark: str) -> Iterator[str]:
    for word, text in pairs:
        if text is not None:
            lines = text.split("\n")
            parts = [f"{line}\n" for line in lines[:-1]]
            parts += [lines[-1]] if lines[-1] or len(lines) == 1 else []
            quoted = [f'"{part.translate(QUOTES)}"' for part in parts]
            yield f"{mark}{word} {quoted[0]}\n" if len(quoted) == 1 else f'{mark}{word} ""\n'
            if len(quoted) > 1:
                yield from (f"{mark}{line}\n" for line in quoted)
