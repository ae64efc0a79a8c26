"""Finds private data: A-numbers, Social Security numbers, phones, addresses, e-mails, data in pictures.

Text, values or bytes come in, Problems come out. A problem never repeats what it found, since reports are
shared too. What a campaign recorded as an official contact passes (`official`); so do toll-free numbers,
numbers set aside for fiction, government e-mail, statutes, form numbers, dates and county codes.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model.bounds import TIP_LINE
from ..model.facts import Fact, Sensitivity
from ..problems import Problem

MOST = 5_000_000                                    # characters of one text, bytes of one table that are read
TOLL_FREE = {"800", "833", "844", "855", "866", "877", "888"}
OFFICIAL_KINDS = {"phone", "url"}
OFFICIAL_ENDINGS = ("address", "room", "location", "place", "office", "email", "phone", "hotline",
                    "custodian", "officer", "sign_up", "interpreter", "lawyers")
OPEN_DOMAINS = re.compile(r"(^|\.)(gov|mil|us|example|invalid|test|localhost|example\.(com|org|net))$")
COURTS = {"Superior", "Supreme", "District", "Circuit", "County", "Commissioners", "Fiscal", "Quorum", "Levy",
          "Appeals", "Chancery", "Juvenile", "Immigration", "Federal", "Municipal", "Probate", "Trial",
          "State",
          "City", "Criminal", "Family", "Claims", "Appellate", "Pleas", "Registration", "United", "Crown"}
PRIVATE_COLUMNS = {
    "ssn", "social security", "social security number", "a number", "anumber", "alien number",
    "alien registration number", "dob", "date of birth", "birth date", "birthdate", "home address",
    "passport", "passport number", "drivers license",
}
PERSON_COLUMNS = {
    "birth year", "birth date", "birth country", "citizenship", "citizenship country", "nationality",
    "gender", "sex", "ethnicity", "race", "marital status", "unique identifier", "alien file number",
    "inmate name", "last name", "first name", "full name", "age", "detainer prepare date",
    "apprehension date", "book in date", "booking number",
}
MESSAGES = {
    "PRIV001": ("an A-number (alien registration number) stands here.",
                "Take it out; no document needs one."),
    "PRIV002": ("a Social Security or taxpayer number stands here.", "Take it out; no document needs one."),
    "PRIV003": ("a phone number stands here that is not recorded as an official one.",
                "If it is a public office's or hotline's, record it as a fact with a source; else take it "
                "out."),
    "PRIV004": ("a street address stands here that is not recorded as an official one.",
                "If it is a public building, record it as a fact with a source; else take it out."),
    "PRIV005": ("an e-mail address stands here that is not recorded as an official one.",
                "If it is published for this purpose, record it as a fact with a source; else take it out."),
    "PRIV006": ("the picture says where it was taken (GPS).", "Save a copy without metadata."),
    "PRIV007": ("the picture carries hidden data ({kinds}).", "Save a copy without metadata."),
    "PRIV008": ("the file is no JPEG or PNG picture that can be checked.", "Save it as JPEG or PNG."),
    "PRIV009": ("the column {name!r} holds private data in {count} rows.", "Delete the column."),
    "PRIV010": ("the table has a row for each person ({names}).", "Keep counts only, and no small ones."),
    "PRIV011": ("a date of birth stands here.", "Take it out; an age group is enough."),
    "PRIV012": ("this is longer than can be checked.", "Split it."),
    "PRIV017": ("ICE’s tip line stands here. Calls to it report people to ICE.",
                "Take it out; write a number that a group answers for, and that you have called."),
}
URL = re.compile(r"https?://[^\s<>\"')\]]+")
A_NUMBER = re.compile(
    r"(?<![\w-])(?:(?-i:A)[-#]? ?\d{3}[- ]\d{3}[- ]\d{2,3}|a[-#]?\d{8,9}|(?-i:A)[-#] \d{8,9})(?![\w-])"
    r"|\b(?:alien|a)[- ]?(?:registration )?(?:number|no\.?|#)s?[:\s#=]{0,3}(?:is |was )?"
    r"A?-?\d(?:[- ]?\d){6,8}\b",
    re.IGNORECASE)
SSN = re.compile(
    r"(?<![\w-])(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])"
    r"|\b(?:ssn|itin|social security)(?: number| no\.?| #)?[:\s#=]{0,3}(?:is |was )?\d(?:[- ]?\d){8}\b",
    re.IGNORECASE)
PHONE_WORD = r"(?:phone|mobile|cell|call|text|fax|tel|tel[eé]fono|celular|llame|whatsapp|signal)"
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+?1[-. ]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])[2-9]\d\d[-. ]\d{4}(?![\w-]|[.,]\d)"
    rf"|\b{PHONE_WORD}\b[:. ]{{0,3}}(?:\w{{2,8}} )?\(?[2-9]\d\d\)?[-. ]?[2-9]\d\d[-. ]?\d{{4}}(?!\d)"
    r"|(?<![\w+])\+(?!1[-. ]?[(2-9])[1-9]\d{0,2}(?:[ .()-]{1,2}\d{1,5}){2,5}(?!\d)", re.IGNORECASE)
NAME = r"(?:[A-Z][\w'’.-]{0,20}|\d{1,3}(?:st|nd|rd|th))"
STRONG = r"(?:Street|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Parkway|Pkwy|Terrace|Highway|Hwy|St)"
WEAK = r"(?:Drive|Dr|Court|Ct|Way|Place|Pl|Circle|Cir|Trail|Trl)"
ADDRESS = re.compile(
    rf"(?<![\w.,/§$%(-])\d{{1,6}}[A-Z]? (?:{NAME} ){{1,4}}"
    rf"(?:{STRONG}\b(?!\.? [A-Z][a-z]+ (?:County|city|City))|"
    rf"{WEAK}\b(?=\.?\s*(?:,|$|\n|#|Apt|Unit|Suite|Rm|\d{{5}})))"
    r"\.?(?:,? ?(?:Apt|Apartment|Unit|#)\.? ?\w{1,5})?", re.MULTILINE)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w-])")
BIRTH = re.compile(
    r"\b(?:dob|d\.o\.b\.|date of birth|birth ?date|born on|born)\b[:\s]{0,3}(?:on )?"
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})",
    re.IGNORECASE)


@dataclass(frozen=True)
class Official:
    """Contacts that a campaign recorded as official ones, in the form in which they are compared."""

    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PrivateData:
    """Private data found in a text: which kind, and where it begins and ends."""

    code: str
    start: int
    end: int
    key: str                                         # in the form in which it is compared; never printed


def official(facts: Iterable[Fact]) -> Official:
    """Return the contacts in public facts that are recorded as such: phones, links, addresses, offices."""
    values = [
        str(fact.value) for fact in facts
        if fact.sensitivity is Sensitivity.PUBLIC and fact.confidence != "unknown"
        and (fact.kind in OFFICIAL_KINDS or fact.id.startswith("help.")
             or fact.id.rsplit(".", 1)[-1].endswith(OFFICIAL_ENDINGS))
    ]
    found = [one for value in values for one in find(f"phone {value}" if value[:1].isdigit() else value)]
    found += [one for value in values for one in find(value)]
    kept: dict[str, set[str]] = {"PRIV003": set(), "PRIV004": set(), "PRIV005": set()}
    for one in found:
        kept.get(one.code, set()).add(one.key)
    return Official(*(frozenset(group) for group in kept.values()))


def plain(text: str) -> str:
    """Return a text of the same length, with plain digits, dashes and blanks for those of any script."""
    return text.translate({ord(char): _plain(char) for char in set(text) if not char.isascii()})


def _plain(char: str) -> str:
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    kind = unicodedata.category(char)
    if kind == "Pd" or char == "−":
        return "-"
    wide = unicodedata.normalize("NFKC", char)
    return " " if kind in ("Zs", "Cf") else wide if len(wide) == 1 else char


def find(text: str) -> Iterator[PrivateData]:
    """Yield what may be private in a text, whoever it belongs to."""
    clean = URL.sub(lambda m: " " * len(m[0]), plain(text))
    for code, pattern in (("PRIV001", A_NUMBER), ("PRIV002", SSN), ("PRIV011", BIRTH),
                          ("PRIV017", TIP_LINE)):
        for match in pattern.finditer(clean):
            yield PrivateData(code, match.start(), match.end(), "")
    for match in PHONE.finditer(clean):
        digits = re.sub(r"\D", "", match[0])
        digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
        if digits[:3] not in TOLL_FREE and not re.fullmatch(r"\d{3}55501\d\d", digits):
            yield PrivateData("PRIV003", match.start(), match.end(), digits)
    for match in ADDRESS.finditer(clean):
        words = match[0].split()
        if words[-1].rstrip(".") not in ("Court", "Way", "Drive") or words[-2] not in COURTS:
            yield PrivateData("PRIV004", match.start(), match.end(), _address(match[0]))
    for match in EMAIL.finditer(clean):
        if not OPEN_DOMAINS.search(match[1].lower()):
            yield PrivateData("PRIV005", match.start(), match.end(), match[0].lower())


def _address(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def private(text: str, passes: Official | None = None) -> list[PrivateData]:
    """Return what is private in a text, in order, without what is recorded as official."""
    allowed = passes or Official()
    known = allowed.phones | allowed.emails
    return sorted(
        (one for one in find(text)
         if not (one.key and (one.key in known or _official_address(one, allowed)))),
        key=lambda one: one.start,
    )


def _official_address(one: PrivateData, allowed: Official) -> bool:
    return one.code == "PRIV004" and one.key in allowed.addresses


def lint_text(
    text: str, file: str, passes: Official | None = None, line: int = 1, column: int = 1,
) -> list[Problem]:
    """Return a problem for each private thing in a text whose first character is at a line and column."""
    if len(text) > MOST:
        return [_problem("PRIV012", file, line, column)]
    found = []
    for one in private(text, passes):
        breaks = text.count("\n", 0, one.start)
        before = one.start - (text.rfind("\n", 0, one.start) + 1)
        found.append(_problem(one.code, file, line + breaks, before + (1 if breaks else column)))
    return found


def _problem(code: str, file: str, line: int = 0, column: int = 0, **words: str | int) -> Problem:
    what, fix = MESSAGES[code]
    return Problem(file, line, column, code, what.format(**words), fix)


def lint_data(
    data: object, file: str, marks: Mapping[tuple[str | int, ...], tuple[int, int]],
    passes: Official | None = None,
) -> list[Problem]:
    """Return a problem for each private thing in the values and keys of data read from YAML.

    `marks` maps a path of keys to its line and column, as yamlio.Marked has it.
    """
    found: list[Problem] = []
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += [((*path, key), item) for key, item in value.items()]
            value = "\n".join(str(key) for key in value)
        elif isinstance(value, list):
            waiting += [((*path, index), item) for index, item in enumerate(value)]
            continue
        if isinstance(value, str | int) and not isinstance(value, bool):
            text = str(value)
            line, column = marks.get(path, (0, 0))
            codes = dict.fromkeys(one.code for one in private(text[:MOST], passes))
            found += [_problem(code, file, line, column) for code in codes]
    return sorted(found)


def lint_csv(text: str, file: str, passes: Official | None = None) -> list[Problem]:
    """Return a problem for each private value or column of a table, and one where its rows are people."""
    if len(text) > MOST:
        return [_problem("PRIV012", file)]
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return lint_text(text, file, passes)
    found = _private_columns(rows, file) if len(rows) > 1 else []
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            found += [_problem(one.code, file, line, column) for one in private(value, passes)]
    return found


def _private_columns(rows: list[list[str]], file: str) -> list[Problem]:
    """Return a problem for each column that holds private data, and one where the columns describe people."""
    found = []
    heads = [_head(name) for name in rows[0]]
    for index, head in enumerate(heads):
        filled = sum(1 for row in rows[1:] if index < len(row) and row[index].strip())
        if head in PRIVATE_COLUMNS and filled:
            found.append(_problem("PRIV009", file, 1, index + 1, name=rows[0][index].strip(), count=filled))
    people = [head for head in heads if head in PERSON_COLUMNS]
    if len(people) > 1:
        found.append(_problem("PRIV010", file, 1, 0, names=", ".join(people)))
    return found


def _head(name: str) -> str:
    return re.sub(r"[^a-z]+", " ", name.lower().lstrip("\ufeff")).strip()


# Pictures: read segment by segment, never decoded, so that a hostile file costs nothing.
HARMLESS_TAGS = {0x0103, 0x0112, 0x011A, 0x011B, 0x0128, 0x0213, 0x8769, 0x0100, 0x0101, 0x0102, 0x0106,
                 0x0115, 0xA001, 0xA002, 0xA003, 0x9000, 0x9101, 0xA000, 0x0201, 0x0202}
KINDS = {"exif": "camera data", "xmp": "XMP", "iptc": "IPTC", "text": "text", "time": "time"}


def lint_image(data: bytes, file: str) -> list[Problem]:
    """Return a problem where a JPEG or PNG picture says where, when, by whom or with what it was taken."""
    parts = list(metadata(data))
    if any(kind == "broken" for kind, _ in parts):
        return [_problem("PRIV008", file)]
    kinds, place = [], False
    for kind, raw in parts:
        telling = True
        if kind == "exif":
            telling, here = _exif(raw)
            place |= here
        place |= kind == "xmp" and b"GPSL" in raw
        kinds += [KINDS[kind]] * telling
    found = [_problem("PRIV006", file)] if place else []
    if kinds:
        found.append(_problem("PRIV007", file, kinds=", ".join(dict.fromkeys(kinds))))
    return found


def metadata(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the kind (exif, xmp, iptc, text, time, broken) and the bytes of each hidden part of a picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from _png(data)
    elif data.startswith(b"\xff\xd8"):
        yield from _jpeg(data)
    else:
        yield "broken", b""


def _png(data: bytes) -> Iterator[tuple[str, bytes]]:
    names = {b"eXIf": "exif", b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"tIME": "time"}
    at = 8
    while at + 8 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if name in names:
            yield ("xmp" if body.startswith(b"XML:com.adobe.xmp") else names[name]), body
        if name == b"IEND":
            return
        at += 12 + length
    yield "broken", b""


def _jpeg(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        body = data[at + 4 : at + 2 + length]
        if marker == 0xE1:
            yield ("exif", body[6:]) if body.startswith(b"Exif\0") else ("xmp", body)
        elif marker in (0xED, 0xFE):
            yield ("iptc" if marker == 0xED else "text"), body
        at += 2 + max(length, 2)
    yield "broken", b""


def _exif(raw: bytes) -> tuple[bool, bool]:
    """Return whether EXIF data tells anything beyond size and turn, and whether it tells the place."""
    from PIL import Image  # only who has pictures pays for it

    try:
        exif = Image.Exif()
        exif.load(raw if raw.startswith(b"Exif\0") else b"Exif\0\0" + raw)
        tags = {*exif, *exif.get_ifd(0x8769)}
        place = bool(exif.get_ifd(0x8825)) or 0x8825 in tags
    except Exception:  # a broken block may hide anything, and Pillow raises many kinds of errors
        return True, b"GPS" in raw
    return place or bool(tags - HARMLESS_TAGS), place
