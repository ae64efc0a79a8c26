"""Compiles chapters, parts, layouts and phrases to Jinja templates, once for each language.

Joins `chapter`, `messages`, `translate` and `dress`. Errors name the author's line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from types import CodeType
from typing import SupportsInt

from jinja2 import Environment, TemplateSyntaxError, nodes
from markdown_it.token import Token
from markupsafe import Markup, escape

from ..locales.language import ENGLISH, Language
from ..page.marks import FIRST, TAG
from ..problems import Problem, ProblemsFound
from . import kept
from .chapter import ChapterSource, readable, refuse_private, scan, syntax
from .compiled import Compiled, Spoken
from .dress import dress
from .ledger import LEDGER, Translatable, here
from .markdown import markdown
from .messages import NAME, TemplateMessage, blocks
from .phrases import CALLS
from .sandbox import Sandbox, for_templates
from .translate import Translator, filtered

PATH = re.compile(r"[a-z_]\w*(\.[a-z_]\w*)*", re.IGNORECASE)
CALL = re.compile(r"(?!cite\b)[A-Za-z]\w*\s*\(")
# files of one language; counties bring chapters of their own
MOST_KEPT = 2000
MOST_LANGUAGES = 128
RESERVED = {"caller", "varargs", "kwargs", "loop", "self", "context"}


class Composer:
    """Compiles templates for one language; faults of translations are collected, English stands in."""

    def __init__(self, language: Language) -> None:
        self.language, self.md = language, markdown()
        self.env = Sandbox()
        for name, rule in (("form_", language.plural), ("form_en_", ENGLISH.plural)):
            self.env.globals[name] = for_templates(_form(rule))
        self.shelf, self._fresh = kept.KeptTemplates.of(language), list[kept.Later]()
        self._kept: dict[tuple[str, str], Compiled] = {}
        self._phrases: dict[tuple[tuple[str, ...], str | None, str], Spoken] = {}

    def chapter(self, name: str, text: str) -> Compiled:
        """Return a chapter, compiled.

        Raises:
            ProblemsFound: with the faults in the chapter itself.
        """
        return self._once(name, text, self.shelf, self._chapter)

    def page(self, name: str, text: str) -> Compiled:
        """Return a file of parts or a layout, compiled.

        Raises:
            ProblemsFound: with the fault in it.
        """
        return self._once(name, text, kept.shared(), self._page)

    def _once(
        self, name: str, text: str, shelf: kept.KeptTemplates, compiling: Callable[[str, str], Compiled],
    ) -> Compiled:
        if (name, text) not in self._kept:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
                self._fresh.clear()
            if plain := shelf.find(name, text):
                self._kept[name, text] = Compiled.known(name, self.env, plain)
            else:
                with readable(name):
                    self._kept[name, text] = compiling(name, text)
                if kept.shared_by_all(name):
                    self._fresh.append(self._keep_template(shelf, name, text))
        return self._kept[name, text]

    def keep(self) -> None:
        """Keep for later runs what was compiled in this one."""
        if self._fresh:
            said = kept.words(one.code for (name, _), one in self._kept.items()
                              if "code" in one.__dict__ and kept.shared_by_all(name))
            for keep in self._fresh:
                keep(said)
            self._fresh.clear()
        self.shelf.save()
        kept.shared().save()

    def _keep_template(self, shelf: kept.KeptTemplates, name: str, text: str) -> kept.Later:
        def keep(_: Collection[str]) -> None:
            one = self._kept.get((name, text))
            if one and "code" in one.__dict__:       # what nobody rendered is not worth compiling
                shelf.put(one.plain, name, text)

        return keep

    def _keep_phrase(self, phrase: Translatable, spoken: Spoken) -> kept.Later:
        ids, context = phrase.ids, phrase.context    # not the phrase, which holds the values of a page

        def keep(said: Collection[str]) -> None:
            if kept.may_be_kept(ids, context, said):
                self.shelf.put(spoken.plain, context or "", *ids)

        return keep

    def _chapter(self, name: str, text: str) -> Compiled:
        chapter = scan(self.env, text, name)
        tokens, found = blocks(self.env, self.md, chapter)
        translator = Translator(self.language, self.md)
        for index, tree in found.items():
            token, around = tokens[index], (tokens[index - 1], tokens[index + 1])
            token.children = list(translator.tokens(chapter, tree))
            if around[0].type == "heading_open":
                filtered(chapter, token.children, "unnoted")
            alone = around[0].type == "paragraph_open" and TAG.fullmatch(token.content)
            if alone and CALL.match(chapter.tag(token.content).code):
                around[0].hidden = around[1].hidden = True  # a part brings its own blocks
        code, syntax_tree = self._compile(chapter, dress(tokens, chapter))
        seen = _Seen(syntax_tree)
        return Compiled(
            name, self.env, lambda: code, seen.variables(), seen.facts(), translator.used,
            translator.stand_ins, tuple(translator.report),
        )

    def _compile(self, chapter: ChapterSource, tokens: list[Token]) -> tuple[CodeType, nodes.Template]:
        html = self.md.renderer.render(tokens, self.md.options, {})
        text, lines = _emit(chapter, html)
        tree, starts = self.env.parse(text, chapter.name, chapter.name), sorted(lines)
        for node in tree.find_all(nodes.Node):  # Jinja's own tracebacks then show the chapter
            at = bisect_right(starts, node.lineno or 0) - 1
            node.lineno = lines[starts[at]] + node.lineno - starts[at] if at >= 0 else 1
        return _finished(self.env, tree, chapter.name), tree

    def _page(self, name: str, text: str) -> Compiled:
        refuse_private(text, name)
        try:
            tree = self.env.parse(text, name, name)
        except TemplateSyntaxError as error:
            raise syntax(error, name) from error
        seen = _Seen(tree)
        for node in seen.loads:
            what = "Templates do not load each other."
            fix = "Every part is at hand by its name."
            raise ProblemsFound([Problem(name, node.lineno, 0, "TPL003", what, fix)])
        one = Compiled(name, self.env, lambda: _finished(self.env, tree, name), seen.variables(),
                       seen.facts())
        if not {node.name for node in seen.applied} <= {*self.env.filters, *self.env.tests}:
            _ = one.code                             # tells which one there is not
        return one

    def speak(self, phrase: Translatable) -> Markup:
        """Return a phrase in the language, its placeholders filled; what is missing or faulty is noted.

        Inside a text that stands in for a translation it is English like the text around it.
        """
        ledger = LEDGER.get()
        spoken = self._known(phrase, ledger.own_words(phrase))
        ledger.charge(steps=1)
        if spoken.worded and spoken.key not in ledger.used:
            ledger.used[spoken.key] = here()
        if spoken.stand_in and spoken.key not in ledger.stand_ins:
            ledger.stand_ins[spoken.key] = here()
        for problem in spoken.problems:
            file, _, number = phrase.origin.rpartition(":")
            file, line = (file, int(number)) if file else here()
            ledger.report.add(problem.code, problem.what, problem.fix, file=file, line=line,
                              severity=problem.severity)
        if ledger.language.wording != self.language.wording:
            spoken = composer_for(ledger.language)._known(phrase)
        if spoken.template is None:
            return spoken.html
        try:
            values = {**ledger.variables, **(phrase.values or {}), "count_": phrase.count}
            return Markup(spoken.template.render(values))  # noqa: S704
        except Exception as error:
            if phrase.origin and not hasattr(error, "__notes__"):
                error.add_note(phrase.origin)        # where it has to be mended
            raise

    def stands_in(self, phrase: Translatable) -> bool:
        """Return whether the phrase has no translation that may be printed, so that its English stands in."""
        return self._known(phrase, LEDGER.get().own_words(phrase)).stand_in

    def _known(self, phrase: Translatable, own: str = "") -> Spoken:
        """Return a phrase in the language; `own` is how the campaign's own files say it, where they do."""
        found = self._phrases.get((phrase.ids, phrase.context, own))
        if found is None:
            if len(self._phrases) > 10 * MOST_KEPT:
                self._phrases.clear()
                self._fresh.clear()
            plain = None if own else self.shelf.find(phrase.context or "", *phrase.ids)
            if plain:
                found = Spoken.known(self.env, plain)
            else:
                found = self._spoken(phrase, own)
                if not own:
                    self._fresh.append(self._keep_phrase(phrase, found))
            self._phrases[phrase.ids, phrase.context, own] = found
        return found

    def _spoken(self, phrase: Translatable, own: str) -> Spoken:
        chapter = ChapterSource(f"<{phrase.context}>")
        try:
            with readable(chapter.name):
                return self._phrase(phrase, chapter, own)
        except ProblemsFound as fault:
            problems = tuple(
                Problem("", 0, 0, problem.code, f"In the text “{phrase.ids[0][:60]}”: {problem.what}",
                        problem.fix)
                for problem in fault.report
            )
            return Spoken(self.env, (phrase.context, phrase.ids[0]), None, escape(phrase.ids[0]), False,
                           False, problems)

    def _phrase(self, phrase: Translatable, chapter: ChapterSource, own: str) -> Spoken:
        marks: dict[str, str] = {}
        texts = []
        for text in phrase.ids:
            refuse_private(text, chapter.name)
            for name in NAME.findall(text):
                if not PATH.fullmatch(name):
                    raise chapter.stop("TPL023", 0, f"{{{name}}} is no placeholder.", "Write {place.name}.")
                marks.setdefault(name, "") or marks.update({name: chapter.add("expression", name, 1)})
            texts.append(NAME.sub(lambda m: marks[m[1]], text))
        if any(c in text for text in texts for c in "{}"):
            raise chapter.stop("TPL010", 0, "There is a single brace.", "Leave it out.")
        count = "count_" if len(phrase.ids) > 1 else ""
        message = TemplateMessage(phrase.ids, tuple(texts), count, marks, 0, phrase.context)
        language = replace(self.language, catalog={message.key: (own,)}) if own else self.language
        translator = Translator(language, self.md)
        tokens = list(translator.tokens(chapter, message))
        block = Token("inline", "", 0, children=tokens)
        code = None
        html = Markup(self.md.renderer.render([block], self.md.options, {}))  # noqa: S704
        if TAG.search(html):
            code, _ = self._compile(chapter, [block])
        return Spoken(
            self.env, message.key, code, html, message.worded, bool(translator.stand_ins),
            tuple(translator.report),
        )


_COMPOSERS: dict[str, Composer] = {}


def composer_for(language: Language) -> Composer:
    """Return the one composer in this process of all languages of the same wording."""
    if language.wording not in _COMPOSERS:
        if len(_COMPOSERS) >= MOST_LANGUAGES:
            _COMPOSERS.clear()
        _COMPOSERS[language.wording] = Composer(language)
    return _COMPOSERS[language.wording]


def _form(rule: Callable[[int], int]) -> Callable[[SupportsInt], int]:
    return lambda count: rule(int(count))


def _emit(chapter: ChapterSource, html: str) -> tuple[str, dict[int, int]]:
    """Return the template's text, and the chapter's line for each of its lines that begins a tag.

    Each tag stands behind a line break inside its delimiters: a line of its own, and no space on paper.
    Braces outside of tags become entities: entities and backslashes of Markdown may have made some.
    """
    out, lines, number = list[str](), dict[int, int](), 1
    for piece in TAG.split(html):
        if piece >= FIRST:
            tag = chapter.tag(piece)
            shown = f"{{{{\n{tag.code} }}}}" if tag.kind == "expression" else f"{{%\n{tag.code} %}}"
            lines[number + 1] = tag.line
        else:
            shown = piece.replace("{", "&#123;").replace("}", "&#125;").replace("<!--", "&lt;!--")
        out.append(shown)
        number += shown.count("\n")
    return "".join(out), lines


def _finished(environment: Environment, tree: nodes.Template, name: str) -> CodeType:
    """Return the code of a template from its syntax tree, every loop counted and every choice guarded."""
    _guarded(tree)
    _rewritten(tree)
    try:
        code: CodeType = environment.compile(tree, name, name)
    except TemplateSyntaxError as error:  # an unknown filter or test
        raise syntax(error, name) from error
    return code


def _guarded(node: nodes.Node) -> None:
    """Wrap every if and for of a syntax tree in a call to guard, in place."""
    for body in (getattr(node, "body", None), getattr(node, "else_", None)):
        for index, child in enumerate(body or []):
            _guarded(child)
            if body and isinstance(child, nodes.If | nodes.For):
                call = nodes.Call(nodes.Name("guard_", "load"), [], [], None, None, lineno=child.lineno)
                body[index] = nodes.CallBlock(call, [], [], [child]).set_lineno(child.lineno)
    for branch in getattr(node, "elif_", None) or []:
        _guarded(branch)


def _rewritten(tree: nodes.Template) -> None:
    """Count loops and what is compared, join with ~ through our function, work out the values of phrases."""
    for loop in tree.find_all(nodes.For):
        loop.iter = _call("steps_", [loop.iter])
    for compared in tree.find_all(nodes.Operand):
        if not isinstance(compared.expr, nodes.Const):
            compared.expr = _call("weighed_", [compared.expr])
    for literal in tree.find_all(nodes.Pair):        # a key is hashed with all that is in it
        literal.key = _call("weighed_", [literal.key])
    for node in list(tree.find_all(nodes.Node)):
        for name, value in node.iter_fields():
            if isinstance(value, list):
                value[:] = map(_replaced, value)
            else:
                setattr(node, name, _replaced(value))


def _replaced(node: object) -> object:
    """Return what takes a node's place: concat_ that of ~, said_(voice_(...), phrase) that of a phrase."""
    match node:
        case nodes.Concat():
            return _call("concat_", node.nodes)
        case nodes.Call(node=nodes.Name(name=str(name)), args=args, kwargs=kwargs) if name in CALLS:
            count, context = CALLS[name]
            if kwargs or len(args) > count:
                where: nodes.Expr = nodes.Const(context, lineno=node.lineno)
                return _call("said_", [_call("voice_", [where, *args[:count]]), node])
    return node


def _call(name: str, arguments: Sequence[nodes.Node]) -> nodes.Call:
    line = arguments[0].lineno if arguments else 1
    return nodes.Call(nodes.Name(name, "load", lineno=line), list(arguments), [], None, None, lineno=line)


class _Seen:
    """What stands in a syntax tree, gathered in one walk, in the order of the text."""

    def __init__(self, tree: nodes.Node) -> None:
        self.names: list[nodes.Name] = []
        self.loads: list[nodes.Node] = []
        self.applied: list[nodes.Filter | nodes.Test] = []
        self._paths: list[nodes.Getattr] = []
        self._own, self._inner = set(RESERVED), set[int]()
        self._walk(tree)

    def _walk(self, node: nodes.Node) -> None:
        match node:
            case nodes.Name():
                self.names.append(node)
                if node.ctx != "load":
                    self._own.add(node.name)
            case nodes.Getattr():
                self._paths.append(node)
                self._inner.add(id(node.node))
            case nodes.Filter() | nodes.Test():
                self.applied.append(node)
            case nodes.Macro():
                self._own.add(node.name)
            case nodes.Import() | nodes.FromImport() | nodes.Include() | nodes.Extends():
                self.loads.append(node)
        for field_ in node.fields:
            value = getattr(node, field_)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, nodes.Node):
                    self._walk(child)

    def variables(self) -> tuple[tuple[str, int], ...]:
        """Return the variables it uses but does not set, each with its first line."""
        found: dict[str, int] = {}
        for node in self.names:
            if node.name not in self._own:
                found[node.name] = min(found.get(node.name, node.lineno), node.lineno)
        return tuple(found.items())

    def facts(self) -> tuple[tuple[str, int], ...]:
        """Return the fact ids it names as facts.a.b, with their lines."""
        found = []
        for node in self._paths:
            names, at = [node.attr], node.node
            while isinstance(at, nodes.Getattr):
                names, at = [at.attr, *names], at.node
            if isinstance(at, nodes.Name) and at.name == "facts" and id(node) not in self._inner:
                found.append((".".join(names), node.lineno))
        return tuple(dict.fromkeys(found))
