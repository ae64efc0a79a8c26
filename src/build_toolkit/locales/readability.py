"""How hard a text is to read, by formulas that were validated for its language: English and Spanish only.

English: the Flesch-Kincaid grade. Spanish: Fernández Huerta's ease of reading and Szigriszt Pazos's
perspicuity, both from 0 (very hard) to 100 (very easy); a grade stands for each band of Fernández Huerta's
scale. Our own code: no other language has a formula that was validated, and none is made up for it here. Pure
functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .fidelity import PLACEHOLDER, URL

LONG = 25                                            # words: a sentence from here on is told
LANGUAGES = ("en", "es")
CITES = re.compile(r"\{cite[^{}]*\}")
LINK = re.compile(r"\]\([^)]*\)")
MARKS = re.compile(r"[*_`\[\]]+")
# A sentence ends at a mark that a space or the end follows, not after an initial, a number's point or a short
# form.
SHORT = re.compile(
    r"\b(?:U\.\s?S|(?<!\bto )[A-Z]|No|Mr|Mrs|Ms|Dr|St|vs|e\.g|i\.e|a\.m|p\.m|EE|UU|Sr|Sra|art|núm|pág"
    r"|etc)\.$")
END = re.compile(r"(?<=[.!?:;])[”\"’)»]*\s+")
STOP = re.compile(r"(?<=[.!?])[”\"’)»]*\s+")          # where only what a full stop ends is a sentence
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
VOWELS_EN = re.compile(r"[aeiouy]+")
# Letters e that are written and not said: at the end, in -es and -ed, and before some endings.
SILENT = re.compile(
    r"(?<![aeiouy])(?<![^aeiouy]l)e$|(?<![aeiouyscgzx])(?<!ch|sh)(?<![^aeiouy]l)es$"
    r"|(?<![aeiouytd])(?<![^aeiouyl]l)ed$"
    r"|(?<=[aeiouy][^aeiouy])e(?=(?:ments?|ly|ful|less|ness|ty|land|thing|times?|where|body|one)$)"
)
# Vowels that stand side by side and are said apart; and, before, those that -cial, -tion and their like say
# as one.
ONE_EN = re.compile(
    r"(?<=[tcsgx])i(?=[aou](?!t))|(?<=[tc])i(?=ent|ence|ency)|(?<=[ln])i(?=on|ors?$)|(?<=[qg])u(?=[aeiou])"
    r"|(?<=[aeo])y(?![aeiou])"
)
SPLIT_EN = re.compile(
    r"i(?=[aou])|(?<=[rdlnscvuq])i(?=e(?:n|t))|u(?=[ao]|e[ln])(?<![qg]u)|(?<=cr)e(?=at)|e(?=o|um|ali|ing)"
    r"|o(?=ing|em|et)"
    r"|(?<=^c)o(?=o[pr])|(?<=id)e(?=a)|(?<=ar)e(?=a)|[aeou]y(?=[aeiou])|i(?=er(?!e))|y(?=ing)|ii"
)
SAID = {"every": 2, "business": 2, "people": 2, "everyone": 3, "everything": 3, "being": 2, "does": 1,
        "something": 2, "anyone": 3, "therefore": 2, "lion": 2, "any": 2, "ago": 2}
VOWELS_ES = re.compile(r"[aeiouáéíóúü]+")
STRONG_ES = "aeoáéíóú"


@dataclass(frozen=True)
class Measure:
    """What was counted in a text, and what the formulas make of it."""

    words: int
    sentences: int
    syllables: int
    language: str

    @property
    def words_a_sentence(self) -> float:
        """Return how long a sentence is on average."""
        return self.words / max(self.sentences, 1)

    @property
    def syllables_a_word(self) -> float:
        """Return how long a word is on average."""
        return self.syllables / max(self.words, 1)

    @property
    def grade(self) -> float | None:
        """Return the US school grade a reader needs, or None where no formula was validated."""
        if self.language == "en":
            return max(0.0, 0.39 * self.words_a_sentence + 11.8 * self.syllables_a_word - 15.59)
        if self.language == "es":
            bands = ((90, 4), (80, 5), (70, 6), (60, 8), (50, 10), (30, 12))
            return float(next((grade for least, grade in bands if self.ease >= least), 16))
        return None

    @property
    def ease(self) -> float:
        """Return Fernández Huerta's ease of reading, 0 to 100; for Spanish."""
        return 206.84 - 60 * self.syllables_a_word - 1.02 * self.words_a_sentence

    @property
    def perspicuity(self) -> float:
        """Return Szigriszt Pazos's perspicuity, 0 to 100; for Spanish. Ordinary readers manage from 55 on."""
        return 206.835 - 62.3 * self.syllables_a_word - self.words_a_sentence


def plain(text: str) -> str:
    """Return a message as it is read: without marks and notes, a word in place of each placeholder."""
    text = LINK.sub("]", CITES.sub("", text))
    return " ".join(MARKS.sub("", PLACEHOLDER.sub("county", URL.sub("", text))).split())


def sentences(text: str, end: re.Pattern[str] = END) -> list[str]:
    """Return the sentences of a message; a colon or semicolon ends one too, as the formulas have it."""
    found: list[str] = []
    for piece in end.split(plain(text)):
        if found and SHORT.search(found[-1]):
            found[-1] += f" {piece}"
        elif WORD.search(piece):
            found.append(piece)
    return found


def words(text: str) -> list[str]:
    """Return the words of a plain text."""
    return WORD.findall(text)


def measure(texts: Iterable[str], language: str) -> Measure:
    """Return the measure of several messages together."""
    lines = [sentence for text in texts for sentence in sentences(text)]
    found = [word for line in lines for word in words(line)]
    count = syllables_es if language == "es" else syllables_en
    return Measure(len(found), len(lines), sum(map(count, found)), language)


def syllables_en(word: str) -> int:
    """Return the syllables of an English word, by rules, so that a rare word comes out one off."""
    low = re.sub(r"[^a-z]", "", re.sub(r"['’]s$", "", word.lower()))
    if low in SAID or len(low) <= 3:
        return SAID.get(low, 1)
    low = ONE_EN.sub("", SILENT.sub("", low))
    return max(len(VOWELS_EN.findall(low)) + len(SPLIT_EN.findall(low)), 1)


def syllables_es(word: str) -> int:
    """Return the syllables of a Spanish word: each group of vowels, split where two strong ones meet."""
    low = re.sub(r"qu|gu(?=[eiéí])", "k", word.lower())
    low = re.sub(r"y$", "i", low)
    count = 0
    for group in VOWELS_ES.findall(low):
        count += 1
        count += sum(one in STRONG_ES and two in STRONG_ES for one, two in pairwise(group))
    return max(count, 1)


def long_sentences(text: str, most: int = LONG) -> list[tuple[int, str]]:
    """Return the sentences of a message with more words than `most`: (words, the sentence)."""
    return [(n, one) for one in sentences(text) if (n := len(words(one))) > most]
