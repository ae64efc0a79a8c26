"""Puts the translation in the place of a message where it is faithful, else English that says so.

A translation can change words only: what it adds or loses of placeholders, links, tags and addresses is
found on its tokens, since entities and backslashes can hide anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from ..locales.fidelity import FIGURES
from ..locales.language import ENGLISH, Key, Language
from ..locales.names import form_at
from ..page.marks import PRIVATE, TAG, is_private
from ..problems import Problem, Report, Severity
from .chapter import ChapterSource
from .markdown import SCHEMES, Markdown
from .messages import NAME, TemplateMessage, Tree

BRACKETED = re.compile(r"\s*[(（]\{([\w.]*\bname)\}[)）]")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ADDRESS = re.compile(r"https?:|www\.|javascript:|\S@\S|\b[\w-]+\.(?:com|org|net|gov|us|info)\b",
                     re.IGNORECASE)
Fault = tuple[str, str]                              # code and words


@dataclass
class Translator:
    """Puts the messages of one text into a language; keeps what was used, what is missing, and faults."""

    language: Language
    md: Markdown
    report: Report = field(default_factory=Report)
    used: dict[Key, tuple[str, int]] = field(default_factory=dict)
    stand_ins: dict[Key, tuple[str, int]] = field(default_factory=dict)

    def tokens(self, chapter: ChapterSource, tree: Tree) -> Iterator[Token]:
        """Yield the inline tokens of a block, with Jinja's tags for its choices.

        Raises:
            ProblemsFound: where the English itself holds HTML, an image or a link that is not allowed.
        """
        if isinstance(tree, TemplateMessage):
            yield from self._message(chapter, tree)
            return
        for tag, branch in tree.branches:
            yield statement(chapter, tag.code, tag.line)
            yield from self.tokens(chapter, branch)
        yield statement(chapter, "endif", tree.branches[0][0].line)

    def _message(self, chapter: ChapterSource, message: TemplateMessage) -> Iterator[Token]:
        english = [self.md.tokens(text, chapter.references) for text in message.texts]
        for text, tokens in zip(message.texts, english, strict=True):
            _refuse(chapter, message, text, tokens)
        own = self._own(chapter, message)
        if message.worded:
            self.used.setdefault(message.key, (chapter.name, message.line))
        missing = not own and message.worded and not self.language.source
        if number := self.language.numbers.get(message.key):
            yield Token("jinja", "", 0, content=f'<span class="text-no" data-no="{number}"></span>')
        if missing:
            self.stand_ins.setdefault(message.key, (chapter.name, message.line))
            yield from self._standing_in(chapter, message, english)
        else:
            yield from _forms(chapter, message, *((own, "form_") if own else (english, "form_en_")))

    def _standing_in(
        self, chapter: ChapterSource, message: TemplateMessage, english: list[list[Token]],
    ) -> Iterator[Token]:
        """Yield the English of a message as what it is; what fills it is then English too."""
        filled = bool(message.marks or message.count)
        if filled:
            yield statement(chapter, "call in_english_()", message.line)
        yield Token("stand_in_open", "span", 1, attrs=_english(self.language))
        yield from _forms(chapter, message, english, "form_en_")
        yield Token("stand_in_close", "span", -1)
        if filled:
            yield statement(chapter, "endcall", message.line)

    def _own(self, chapter: ChapterSource, message: TemplateMessage) -> list[list[Token]]:
        """Return the tokens of each form of the translation; nothing if there is none or it has a fault."""
        forms = self.language.catalog.get(message.key, ())
        parsed = [self._verify(chapter, message, form, number) for number, form in enumerate(forms)]
        faults = {fault for _, found in parsed for fault in found}
        if len(forms) > 1 and not message.count:
            faults.add(("LOC106", "it has plural forms and the English has none"))
        for code, what in sorted(faults):
            text = f"The {self.language.tag} translation of “{message.ids[0][:60]}” is not used: {what}."
            fix = f"Mend it in locales/{self.language.tag}/."
            self.report.extend([Problem(chapter.name, message.line, 0, code, text, fix, Severity.WARNING)])
        return [] if faults else [tokens for tokens, _ in parsed]

    def _verify(self, chapter: ChapterSource, message: TemplateMessage, text: str,
                number: int) -> tuple[list[Token], list[Fault]]:
        """Parse one form of a translation and find its faults."""
        alone = self._alone(message, number)
        faults = list(_placeholders(message, text, alone))
        english = message.ids[0 if alone and number == self.language.plural(1) else -1]
        faults += [(fault.code, fault.what.rstrip(".")) for check in FIGURES
                   for fault in check(english, text)]
        if UNSEEN.search(text) or PRIVATE.search(text):
            faults.append(("LOC104", "it holds a control, direction or private-use character"))
        marked = BRACKETED.sub(lambda m: self._once(chapter, message, m), text)
        marked = NAME.sub(lambda m: self._filled(chapter, message, m), marked)
        marked = self._glossed(chapter, message, marked)
        tokens = self.md.tokens(marked, chapter.references)
        original = self.md.tokens(message.texts[-1], chapter.references)
        old, new = Counter(_census(original)), Counter(_census(tokens))
        faults += [("LOC105", f"{what} “{value}” is not in the English") for what, value in new - old]
        faults += [("LOC105", f"{what} “{value}” is lost") for what, value in old - new
                   if what in ("link", "image")]
        if _hidden(marked, tokens):
            faults.append(("LOC104", "a placeholder is hidden in an entity or a title"))
        return tokens, faults

    def _filled(self, chapter: ChapterSource, message: TemplateMessage, found: re.Match[str]) -> str:
        """Return the mark of a placeholder; where it holds a place's name, of that in the form it needs."""
        mark = message.marks.get(found[1], "")
        form = form_at(found.string[:found.start()], found.string[found.end():])
        if not mark or not form or not self.language.names:
            return mark
        tag = chapter.tag(mark)
        return chapter.add(tag.kind, f"({tag.code}) | called({form!r})", tag.line)

    def _once(self, chapter: ChapterSource, message: TemplateMessage, found: re.Match[str]) -> str:
        """Return the mark of a name that only the translation has in brackets: printed once a document."""
        mark = message.marks.get(found[1], "")
        if not mark or f"({{{found[1]}}})" in message.ids[-1]:
            return found[0]
        tag = chapter.tag(mark)
        return chapter.add(tag.kind, f"once_({tag.code})", tag.line)

    def _glossed(self, chapter: ChapterSource, message: TemplateMessage, text: str) -> str:
        """Return a translation with the marks of English words that may stand behind what they are there."""
        english, low = message.ids[-1].casefold(), text.casefold()
        for word, pattern in self.language.glosses.items():
            found = re.search(pattern, text, re.IGNORECASE) if word.casefold() in english else None
            if found and word.casefold() not in low:
                mark = chapter.add("expression", f"gloss_({word!r})", message.line)
                text = text[:found.end()] + mark + text[found.end():]
        return text

    def _alone(self, message: TemplateMessage, number: int) -> bool:
        """Return whether a plural form stands for one number only, so that it may say "one" without it."""
        return bool(message.count) and [self.language.plural(n) for n in range(200)].count(number) == 1


def _placeholders(message: TemplateMessage, text: str, alone: bool) -> Iterator[Fault]:
    names = {mark: name for name, mark in message.marks.items()}
    wanted, used = Counter(names[m] for m in TAG.findall(message.texts[-1])), Counter(NAME.findall(text))
    for name in used.keys() - wanted.keys():
        yield "LOC101", f"{{{name}}} is not in the English"
    for name, times in wanted.items():
        optional = alone and name in (message.count, "count", "n")
        if used[name] < times and not optional:
            yield "LOC102", f"{{{name}}} is missing"
        if used[name] > times:
            yield "LOC103", f"{{{name}}} is repeated"


def _census(tokens: Iterable[Token]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        if token.type in ("link_open", "image"):
            yield token.type.removesuffix("_open"), str(token.attrs.get("href") or token.attrs.get("src"))
        elif token.type == "html_inline":
            yield "HTML", token.content
        elif token.type in ("text", "code_inline"):
            yield from (("brace", c) for c in token.content if c in "{}")
            yield from (("address", found) for found in ADDRESS.findall(token.content))


def _hidden(marked: str, tokens: list[Token]) -> bool:
    """Return whether entities or titles make or hide marks."""
    kept = (c for t in tokens for c in t.content + "".join(map(str, t.attrs.values())) if is_private(c))
    return Counter(kept) != Counter(filter(is_private, marked))


def _refuse(chapter: ChapterSource, message: TemplateMessage, text: str, tokens: list[Token]) -> None:
    for token in tokens:
        if token.type == "html_inline":
            what = f"HTML is not allowed here: {token.content}"
            raise chapter.stop("TPL004", message.line, what, "Use Markdown, or a part.")
        if token.type == "image":
            what = "Pictures are not placed with ![...](...)."
            raise chapter.stop("TPL014", message.line, what,
                               "Use a part, which gives them their size and title.")
        if token.type == "link_open":
            target = str(token.attrs["href"])
            if not target.startswith(SCHEMES) and not TAG.match(target):
                fix = "Begin it with https:// or #, or use mailto: or tel:."
                raise chapter.stop("TPL013", message.line, f"The link to “{target}” leads nowhere on paper.",
                                   fix)
    if _hidden(text, tokens):
        raise chapter.stop("TPL002", message.line, "An entity here makes a private-use character.",
                           "Delete it.")


def _english(language: Language) -> dict[str, str | int | float]:
    attributes: dict[str, str | int | float] = {"lang": ENGLISH.bcp47, "class": "untranslated"}
    return attributes | ({"dir": "ltr"} if language.direction == "rtl" else {})


def statement(chapter: ChapterSource, code: str, line: int) -> Token:
    """Return a token for a Jinja statement of our own."""
    return Token("jinja", "", 0, content=chapter.add("statement", code, line))


def _forms(
    chapter: ChapterSource, message: TemplateMessage, versions: list[list[Token]], rule: str,
) -> Iterator[Token]:
    """Yield the one text of a message, or the forms of a plural with the choice between them."""
    for number, tokens in enumerate(versions):
        if len(versions) > 1:
            test = f"if {rule}({message.count}) == {number}"
            test = "else" if number + 1 == len(versions) else f"el{test}" if number else test
            yield statement(chapter, test, message.line)
        yield from _in_context(chapter, tokens)
    if len(versions) > 1:
        yield statement(chapter, "endif", message.line)


def filtered(chapter: ChapterSource, tokens: Iterable[Token], name: str) -> None:
    """Add a filter to every expression in the tokens' text and attributes."""

    def through(match: re.Match[str]) -> str:
        tag = chapter.tag(match[0])
        return chapter.add(tag.kind, f"({tag.code}) | {name}",
                           tag.line) if tag.kind == "expression" else match[0]

    for token in tokens:
        token.content = TAG.sub(through, token.content)
        token.attrs = {k: TAG.sub(through, v) if isinstance(v, str) else v for k, v in token.attrs.items()}


def _in_context(chapter: ChapterSource, tokens: list[Token]) -> list[Token]:
    """Return tokens in which values in a link's target are a link or a part of one.

    Link texts hold no note.
    """
    inside = False
    for token in tokens:
        if token.type == "link_open":
            filtered(chapter, [token], "link_target" if len(str(token.attrs["href"])) == 1 else "link_part")
        elif inside:
            filtered(chapter, [token], "text_only")
        inside = token.type == "link_open" or (inside and token.type != "link_close")
    return tokens
