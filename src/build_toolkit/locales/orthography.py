"""What a translation should look like in its own language: its characters, script and marks.

Faults of characters and script are errors, the rest warnings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from .fidelity import PLACEHOLDER, URL, TextFault
from .registry import Entry

Check = Callable[[str, str, str, Entry], Iterator[TextFault]]   # tag, English, translation, language
SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "DEVANAGARI": "Deva", "BENGALI": "Beng",
    "GURMUKHI": "Guru", "ETHIOPIC": "Ethi", "MYANMAR": "Mymr", "KHMER": "Khmr", "LAO": "Laoo",
    "HANGUL": "Kore", "CJK": "Hani",
    "GREEK": "Grek", "HEBREW": "Hebr", "ARMENIAN": "Armn", "THAI": "Thai", "GUJARATI": "Gujr",
    "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "TAMIL": "Taml", "TELUGU": "Telu", "GEORGIAN": "Geor",
    "CHEROKEE": "Cher", "NKO": "Nkoo", "THAANA": "Thaa",
}
WRITTEN_IN = {"Hans": {"Hani"}, "Hant": {"Hani"}, "Kore": {"Kore", "Hani"}, "Jpan": {"Jpan", "Hani"}}
LOOKALIKES = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Cher"})
PAIRS = (
    "们們这這来來对對时時会會国國为爲发發过過还還说說经經现現实實关關问問题題东東车車长長门門见見电電话話书書让讓认認识識进進"
    "远遠边邊觉覺头頭应應该該务務业業产產动動员員场場报報处處总總战戰线線谁誰请請谢謝议議论論证證权權县縣执執狱獄审審"
)
ONLY_HANS, ONLY_HANT = frozenset(PAIRS[::2]), frozenset(PAIRS[1::2] + "為")
JOINERS, SPACES = "\u200c\u200d", "\u200b"
PLAIN = frozenset({"Latn", "Cyrl", "Hans", "Hant", "Kore", "Ethi"})
UNSPACED = frozenset({"Khmr", "Laoo", "Mymr", "Thai"})
ENDS = {
    ".": ".．。۔።।။។", "?": "?？؟፧", "!": "!！", ":": ":：፡፦៖",
}
CLOSERS = " \u00a0\u202f*_\"'”’»›)）」』】]"
NO_STOP = frozenset({"Laoo", "Thai"})
NOT = re.compile(
    r"(?<![-:])\b(?:not(?!\s+both\b)|never|cannot|without|nothing|nobody|(?-i:none)|neither|nor"
    r"|no(?!\.\s?\d|-)"
    r"(?!\s+(?:fewer|less|more|later|sooner|earlier|longer)\s+than))\b|n['’]t\b", re.IGNORECASE,
)
ACRONYM = re.compile(r"(?<![\w-])[A-Z]{3,6}(?![\w-])")
KEPT = frozenset({"ICE", "DHS", "FBI", "CBP", "USCIS", "ACLU", "FOIA", "SCAAP", "GAO", "PDF"})
BRACKETS = (("()", "（）"), ("[]", "【】"), ("“”",), ("«»",))
OPENERS = " *_\"'“‘«¿¡([（「"
PRIVATE = "\U000f0000-\U0010ffff"
LENGTHS = {"Hans": (0.12, 1.3), "Hant": (0.12, 1.3), "Kore": (0.2, 1.4)}
LONG_ENOUGH = 30
MOSTLY_LATIN = 20  # letters: so many Latin ones and no other are no translation
MARKS_APART = frozenset({"Deva", "Beng", "Guru"})    # a colon right behind a letter looks like one there
DOUBLED = re.compile(r"(?<![\w-])([^\W\d_]{2,})\s+\1(?![\w-])", re.IGNORECASE)
TWICE_IS_FINE = frozenset({"nos", "vous", "nous", "bora", "had", "that", "tout", "muy"})
WORD = re.compile(r"[^\W\d_]+")
PERCENT = re.compile(r"%\(\w+\)[a-z]|%[a-z]|&#?\w+;")


def characters(_tag: str, english: str, text: str, language: Entry) -> Iterator[TextFault]:
    """No invisible or control character is in a text, save those its script is written with."""
    found = sorted(set(_forbidden(language.script).findall(text)) - set(english))
    if found:
        names = ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, 'control character')}" for c in found[:3])
        yield TextFault("LOC029", f"characters that cannot be printed: {names}.",
                    "Delete them; type the words anew if you cannot see them.")


def script(tag: str, english: str, text: str, language: Entry) -> Iterator[TextFault]:
    """Letters are of the language's own script, or Latin ones for names; no word mixes look-alikes."""
    if language.script == "Latn" and text.isascii():
        return
    plain = PLACEHOLDER.sub(" ", URL.sub(" ", text))
    own = WRITTEN_IN.get(language.script, {language.script})
    kinds, fix = {_script(c) for c in plain}, f"Write it in {language.english}."
    foreign = {c for c in plain if _script(c) not in own | {"", "Latn"}} - set(english)
    latin = sum(_script(c) == "Latn" for c in plain)
    if foreign:
        names = ", ".join(f"{c} ({unicodedata.name(c, '?')})" for c in sorted(foreign)[:3])
        yield TextFault("LOC030", f"letters of another script: {names}.",
                        f"{fix} Letters that look alike are not equal.")
    elif not own & kinds and latin >= MOSTLY_LATIN and text != english:
        yield TextFault("LOC030", f"not one letter is in the script of {language.english}.", fix)
    elif wrong := set(plain) & {"zh_Hans": ONLY_HANT, "zh_Hant": ONLY_HANS}.get(tag, frozenset()):
        yield TextFault("LOC030", f"not in {language.english}: {''.join(sorted(wrong))[:10]}.", fix)
    elif mixed := _mixed(plain) if len(kinds & LOOKALIKES) > 1 else "":
        yield TextFault("LOC030", f"the word {mixed[:30]!r} mixes letters of two alphabets.",
                        "Type the word anew.")


def _mixed(text: str) -> str:
    """Return the first word whose letters are of two alphabets that look alike, or ""."""
    return next((w for w in WORD.findall(text) if len({_script(c) for c in w} & LOOKALIKES) > 1), "")


def copied(_tag: str, english: str, text: str, _language: Entry) -> Iterator[TextFault]:
    """A translation that is the English itself was probably forgotten."""
    plain = PERCENT.sub(" ", PLACEHOLDER.sub(" ", URL.sub(" ", english)))
    words = [w for w in WORD.findall(plain) if len(w) > 2 and w.islower()]
    if len(words) > 1 and text.strip() == english.strip():
        yield TextFault("LOC040", "the translation is the English text.",
                        "Translate it, or leave it empty for now.")


def ending(tag: str, english: str, text: str, language: Entry) -> Iterator[TextFault]:
    """A sentence ends as the English does, in the language's own marks."""
    if re.fullmatch(r"(?:\w+\.)+", english.strip()):
        return                                       # a short form: Jan., p.m.
    wanted, found = _end(english), _end(text)
    if wanted != found and not (language.script in NO_STOP and {wanted, found} == {".", ""}):
        shown = [f"with {mark!r}" if mark else "without a mark" for mark in (wanted, found)]
        yield TextFault("LOC041", f"the English ends {shown[0]}, this {shown[1]}.", "End it in the same way.")
    if tag == "es" and len(re.findall(r"\w[\W_]*\?", text)) > text.count("¿"):
        yield TextFault("LOC041", "a question has no ¿.", "Begin it with ¿.")


def spaces(tag: str, english: str, text: str, language: Entry) -> Iterator[TextFault]:
    """There is no space too many."""
    odd = (text != text.strip()) != (english != english.strip())
    wide = ("  " in text and "  " not in english) or "\t" in text
    if odd or wide or text.count("\n") != english.count("\n"):
        yield TextFault("LOC042", "spaces or line ends are not as in the English.", "Make them alike.")
    elif tag != "fr" and (found := re.search(r"[^\W\d_] +[,.;:!?](?=\s|$)", text)) and not (
            language.script in MARKS_APART and found[0][-1] in ":?!"):
        yield TextFault("LOC042", f"a space stands before {found[0][-1]!r}.", "Delete it.")


def length(_tag: str, english: str, text: str, language: Entry) -> Iterator[TextFault]:
    """A text far shorter or longer than the English has probably lost or gained something."""
    low, high = LENGTHS.get(language.script, (0.45, 2.2))
    apart = not low <= len(text) / len(english) <= high if len(english) >= LONG_ENOUGH else (
        len(text) > LONG_ENOUGH + high * len(english))
    if apart:
        yield TextFault("LOC043", f"the text has {len(text)} characters, the English {len(english)}.",
                    "See that nothing is missing and nothing was added.")


def doubled(_tag: str, english: str, text: str, language: Entry) -> Iterator[TextFault]:
    """No word stands twice in a row, where the language does not do so on purpose."""
    if language.doubled_words and not DOUBLED.search(english):
        found = next((m[1] for m in DOUBLED.finditer(text) if m[1].casefold() not in TWICE_IS_FINE), None)
        if found:
            yield TextFault("LOC044", f"the word {found!r} stands twice.", "Delete one.")


def negation(_tag: str, english: str, text: str, language: Entry) -> Iterator[TextFault]:
    """Where the English says "not", so does the translation."""
    if english.strip() == "No.":
        return                                       # an answer, or the head of a column of numbers
    if not language.negations or not NOT.search(english):
        return
    if not _negative(language.negations, language.script).search(text):
        yield TextFault("LOC045", "the English says not, no or without; no such word is here.",
                    "See that the text does not say the opposite.")


def acronyms(_tag: str, english: str, text: str, _language: Entry) -> Iterator[TextFault]:
    """The short names of agencies and forms stand as in English, at least once."""
    names = ACRONYM.findall(PLACEHOLDER.sub(" ", URL.sub(" ", english)))
    lost = sorted({name for name in names if name not in text} & KEPT)
    if lost:
        yield TextFault("LOC048", f"{', '.join(lost)} is missing.", "Keep it; explain it if you wish.")


def brackets(_tag: str, english: str, text: str, _language: Entry) -> Iterator[TextFault]:
    """Every bracket and quotation mark that opens closes, where the English does so."""
    for pair in BRACKETS:
        opened, closed = (sum(map(text.count, side)) for side in zip(*pair, strict=True))
        if opened != closed and english.count(pair[0][0]) == english.count(pair[0][1]):
            yield TextFault("LOC049", f"{pair[0]}: {opened} opened, {closed} closed.", "Add or delete one.")


def capital(_tag: str, english: str, text: str, _language: Entry) -> Iterator[TextFault]:
    """A sentence begins with a capital where the English does, in letters that have them."""
    begun = text.lstrip(OPENERS)[:1]
    if english.lstrip(OPENERS)[:1].isupper() and begun.islower() and _end(english):
        yield TextFault("LOC056", f"it begins with a small {begun!r}.", "Begin with a capital.")


ERRORS: tuple[Check, ...] = (characters, script)
WARNINGS: tuple[Check, ...] = (
    copied, ending, spaces, length, doubled, negation, acronyms, brackets, capital)


@lru_cache(maxsize=16)
def _forbidden(script: str) -> re.Pattern[str]:
    """Return what finds the characters that a text of this script may not hold."""
    allowed = "\n\t\u00ad\u2060"
    allowed += "" if script in PLAIN else JOINERS
    allowed += SPACES if script in UNSPACED else ""
    unseen = re.escape("".join(sorted(_invisible() - set(allowed))))
    return re.compile(f"[{unseen}\ufffc-\uffff\ue000-\uf8ff{PRIVATE}]")


@lru_cache(maxsize=1)
def _invisible() -> frozenset[str]:
    return frozenset(c for c in map(chr, range(0xE1000)) if unicodedata.category(c) in ("Cc", "Cf"))


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    if not unicodedata.category(char).startswith("L"):
        return ""
    return SCRIPTS.get(unicodedata.name(char, "").split(" ")[0], "")


def _end(text: str) -> str:
    rest = re.sub(r"(?:\s*\{cite[^{}]*\})+$", "", text.rstrip(CLOSERS)).rstrip(CLOSERS)
    last = rest[-1:]
    if last == "…" or rest.endswith("..."):
        return "…"
    if rest.endswith("::"):
        return "."                                   # two word separators, for the Ethiopic full stop
    return next((kind for kind, marks in ENDS.items() if last and last in marks), "")


@lru_cache(maxsize=64)
def _negative(words: tuple[str, ...], script: str) -> re.Pattern[str]:
    if script in WRITTEN_IN:
        return re.compile("|".join(map(re.escape, words)))
    parts = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"\b(?:{parts})\b", re.IGNORECASE)
