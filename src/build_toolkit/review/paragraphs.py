"""A composed document as the paragraphs that a lawyer reads, each with its law, its facts and its rule.

What a paragraph is, and what its context is, is what translators see too.
Only English is read here; translations have reviewers of their own. Which paragraphs count is the document's
`review`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..compose.document import Composed
from ..compose.extract import Extracted, chapter_messages
from ..model import AppliedRule, Clause, DocumentSpec, Effect, Fact, LawHere, Objection, ResolvedCampaign
from ..model.review import ApprovalBasis, ReviewParagraph, Why
from ..model.when import ALWAYS, When
from ..problems import Report
from .leaks import page_text

# contexts that begin so are read in every document
LEGAL = ("law", "policies", "clauses", "records", "rights")
PROSE = (None, "cell", "term", "heading")            # contexts of chapters
NEVER = ("templates/layouts/", "templates/parts/end.html.j2", "templates/parts/review.html.j2")
STATEMENT = re.compile(r"\{%-?\s*(if|elif|else|endif|for|endfor)\b\s*(.*?)\s*-?%\}")
ABOUT_LAW = re.compile(r"\b(law|asks_barred|asks_met|asks_nobody|government|records|papers)\b")
NAME = re.compile(r"\{([^{}]+)\}")
CITE = re.compile(r"\bcite\(\s*['\"]([^'\"]+)['\"](?:\s*,\s*['\"]([^'\"]*)['\"])?")
PATH = re.compile(r"[a-z_]\w*(?:\.\w+)+")
LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
# words from which on a phrase of a part is read by a lawyer
FEWEST = 3
# letters from which on a piece of text is looked for on the page
LONG = 12
Reader = Callable[[str], str]


@dataclass(frozen=True)
class Pages:
    """A composed English document and what its paragraphs rest on."""

    one: Composed
    spec: DocumentSpec
    campaign: ResolvedCampaign
    clauses: Mapping[str, Clause]
    read: Reader                                     # the text of a template by the name that people call it
    _chapters: dict[str, _Source] = field(default_factory=dict, repr=False)

    @cached_property
    def words(self) -> str:
        """Return the words of all chapters, on one line, without the notes."""
        return _line(page_text(self.one.tree))

    def source(self, file: str) -> _Source:
        """Return what a chapter's text alone tells."""
        if file not in self._chapters:
            text = self.read(file)
            found = chapter_messages(text, file, Report())
            self._chapters[file] = _Source({(m.context, m.ids[0]): m for m in found}, _conditions(text))
        return self._chapters[file]


@dataclass(frozen=True)
class _Source:
    messages: Mapping[tuple[str | None, str], Extracted]
    conditions: list[tuple[str, ...]]                # for each line, the {% if %} and {% for %} around it

    def around(self, line: int) -> tuple[str, ...]:
        """Return the conditions around a line, counted from 1; none where it is not known."""
        return self.conditions[min(line, len(self.conditions)) - 1] if self.conditions and line else ()


def paragraphs(pages: Pages) -> tuple[ReviewParagraph, ...]:
    """Return the paragraphs of a document that a lawyer reads, in the order in which they were composed."""
    found = []
    for (context, text), (file, line) in pages.one.used.items():
        if file.startswith(NEVER):
            continue
        prose = context in PROSE or (context == "part" and file.endswith(".md"))
        one = _prose(pages, context, text, file,
                     line) if prose else _content(pages, context or "", text, file, line)
        if one:
            found.append(one)
    return tuple(found)


def _prose(pages: Pages, context: str | None, text: str, file: str, line: int) -> ReviewParagraph | None:
    """Return a paragraph of a chapter, if it is on the page and is to be read."""
    source = pages.source(file)
    message = source.messages.get((context, text))
    notes = " ".join(message.comments) if message else ""
    cites = [(found[1], found[2] or "") for found in CITE.finditer(notes)]
    conditions = source.around(line)
    legal = bool(cites) or any(map(ABOUT_LAW.search, conditions))
    wanted = pages.spec.review == "all" or (legal and context in (None, "cell", "term"))
    if not wanted or not _on_page(text, pages.words):
        return None
    law = (*map(rule_line, _rules_in(" ".join(conditions), pages.campaign.law)),
           *(_source_line(pages, *cite) for cite in cites))
    why = Why(kind="condition", words=conditions) if conditions else Why(kind="passage")
    return _paragraph(pages, file, text, law, why, file, line)


def _rules_in(conditions: str, law: LawHere) -> list[AppliedRule]:
    """Return the rules whose effects conditions name."""
    named = [rule for rule in law.rules if any(f"'{effect}'" in conditions for effect in rule.rule.does)]
    return [*named, *(law.punishes if "law.punishes" in conditions else ())]


def _content(pages: Pages, context: str, text: str, file: str, line: int) -> ReviewParagraph | None:
    """Return a text of a YAML file, or a phrase of a part in documents that are read whole."""
    area, *path = context.split(".")
    if area in LEGAL:
        law, why = BASES[area](pages, path)
        return _paragraph(pages, context, text, law, why, file, line)
    whole = pages.spec.review == "all" and len(text.split()) >= FEWEST
    if whole and context == "part" and file.startswith("templates/parts/"):
        return _paragraph(pages, file, text, (), Why(kind="passage"), file, line)
    return None


def _paragraph(
    pages: Pages, context: str, text: str, law: tuple[str, ...], why: Why, file: str, line: int,
) -> ReviewParagraph:
    facts = tuple(dict.fromkeys(said for name in NAME.findall(text)
                                if (said := _fact_line(pages.campaign, name))))
    basis = ApprovalBasis(context=context, text=text, law=tuple(dict.fromkeys(law)), facts=facts, why=why)
    mark = hashlib.sha256(text.encode()).hexdigest()[:6]
    ident = context if "/" not in context else f"{context.removeprefix('templates/')}#{mark}"
    return ReviewParagraph(
        id=ident, basis=basis, shown=_shown(pages.campaign, text), document=pages.one.document, file=file,
        line=line,
        digest=(digest := basis.digest()), digest_mark=digest[:12],
    )


def rule_line(applied: AppliedRule) -> str:
    """Return a rule as an approval is bound to it: its name, citation, state, words and how sure they are."""
    rule, since = applied.rule, f" from {applied.from_day}" if applied.from_day else ""
    more = f" Leaves open: {rule.leaves_open}" if rule.leaves_open else ""
    confirm = f" To confirm: {rule.confirm}" if rule.confirm else ""
    where = f"{rule.name}, {rule.citation} ({applied.word}{since}; {rule.least_sure})."
    words = "".join(f" “{one.quote}” ({one.pin})" for one in rule.words)
    return f"{where} {rule.says}{words}{more}{confirm}"


def _source_line(pages: Pages, key: str, pinpoint: str = "") -> str:
    source = pages.campaign.sources.get(key)
    if source is None:
        return key
    day = f", {source.date}" if source.date else ""
    seen = " (secondhand)" if source.seen == "secondhand" else ""
    named = source.cite or f"{source.publisher}, {source.title or source.kind}"
    return f"{named}{day}{f', {pinpoint}' if pinpoint else ''}{seen}"


def _law(pages: Pages, path: list[str]) -> tuple[tuple[str, ...], Why]:
    law = pages.campaign.law
    known = (*law.rules, *law.coming)
    if len(path) > 2 and path[1] == "rules":
        own = next((rule for rule in known if rule.rule.id == path[2]), None)
        if own:
            return (rule_line(own), _source_line(pages, own.rule.source)), Why(kind="law", state=own.state)
    return tuple(map(rule_line, known)), Why(kind="law")


def _policy(pages: Pages, path: list[str]) -> tuple[tuple[str, ...], Why]:
    policy, part, key = (*path, "", "")[:3]
    if part == "demands":
        return _demand(pages, key)
    owner = next((one for one in pages.campaign.policies if one.id == policy), None)
    items = getattr(owner, part, None) if owner else None
    known = items if isinstance(items, list) else []
    item = next((one for one in known if getattr(one, "id", "") == key), None)
    if item is None:
        return (), Why(kind="item", words=(policy, part))
    when: When = getattr(item, "when", ALWAYS)
    law = _lines_of(pages, {*when.law.named, *when.law.lacks})
    sources = item.sources if isinstance(item, Objection) else filter(None, [getattr(item, "source", None)])
    law += [_source_line(pages, source) for source in sources]
    return tuple(law), Why(kind="item", words=tuple(when.told()))


def _lines_of(pages: Pages, effects: set[Effect]) -> list[str]:
    """Return the rules in force that have one of some effects."""
    return [rule_line(rule) for rule in pages.campaign.law.rules if effects & set(rule.rule.does)]


def _demand(pages: Pages, key: str) -> tuple[tuple[str, ...], Why]:
    ask = next((one for one in pages.campaign.asks if one.demand.id == key), None)
    if ask is None:
        return (), Why(kind="demand", words=(key,))
    demand = ask.demand
    law = [rule_line(rule) for rule in ask.because]
    law += [_source_line(pages, demand.source)] if demand.source else []
    words = [f"{name}: {', '.join(effects)}" for name, effects in (
        ("barred_by", demand.barred_by), ("met_by", demand.met_by), ("instead_of", demand.instead_of))
             if effects]
    who = ask.decision
    words += [f"asked_of: {who.office} ({who.instrument})"] if who and who.can else []
    return tuple(law), Why(kind="demand", state=ask.status, words=tuple(words))


def _clause(pages: Pages, path: list[str]) -> tuple[tuple[str, ...], Why]:
    clause = pages.clauses.get(path[0]) if path else None
    if clause is None:
        return (), Why(kind="clause")
    option = clause.options.get(path[2]) if len(path) > 2 and path[1] == "options" else None
    barred = [*clause.barred_by, *(option.barred_by if option else [])]
    papers = pages.campaign.papers
    rules = {rule_line(rule): None for paper in papers for left in paper.draft.left_out
             if left.clause == path[0] for rule in left.rules}
    asked = frozenset().union(*(paper.asks for paper in papers))
    carried = [demand for demand in clause.demands if demand in asked]
    words = [*_listed("demands", carried), *_listed("barred_by", dict.fromkeys(barred))]
    words += ["neutral"] if clause.neutral else []
    law = (*rules, *(_source_line(pages, source) for source in clause.sources))
    return law, Why(kind="clause", words=tuple(words))


def _listed(name: str, ids: Iterable[str]) -> list[str]:
    """Return a line with a name and what belongs to it; none where nothing does."""
    text = ", ".join(map(str, ids))
    return [f"{name}: {text}"] if text else []


def _records(pages: Pages, path: list[str]) -> tuple[tuple[str, ...], Why]:
    records = pages.campaign.records
    if records is None or path[:1] == ["words"]:
        return (), Why(kind="item")
    law, seen = records.law, f"read on {records.law.read_on}, {records.law.certainty}"
    return (f"{law.act}, {law.citation} ({seen})", _source_line(pages, law.source)), Why(kind="item")


def _rights(pages: Pages, path: list[str]) -> tuple[tuple[str, ...], Why]:
    line = pages.campaign.rights.get(path[1]) if len(path) > 1 else None
    if line is None:
        return (), Why(kind="item")
    law = _lines_of(pages, {*line.when.law.named, *line.when.law.lacks})
    cited = (*line.cites, *(_source_line(pages, source) for source in line.sources))
    return (*law, *cited), Why(kind="item", words=tuple(line.when.told()))


BASES: Mapping[str, Callable[[Pages, list[str]], tuple[tuple[str, ...], Why]]] = {
    "law": _law, "policies": _policy, "clauses": _clause, "records": _records, "rights": _rights,
}


def _conditions(text: str) -> list[tuple[str, ...]]:
    """Return, for each line of a chapter, the conditions around its beginning, outermost first."""
    stack: list[str] = []
    found = []
    for line in text.split("\n"):
        found.append(tuple(stack))
        for word, code in STATEMENT.findall(line):
            if word in ("if", "for"):
                stack.append(f"{word} {code}")
            elif word in ("elif", "else") and stack:
                stack[-1] = f"{'otherwise' if word == 'else' else f'if {code}'}, not {stack[-1]}"
            elif stack:
                stack.pop()
    return found


def _on_page(text: str, words: str) -> bool:
    """Return whether a message is on the page: every longer piece of it between its placeholders."""
    pieces = [piece for piece in map(_line, NAME.split(LINK.sub(r"\1", text))[::2]) if piece]
    long = [piece for piece in pieces if len(piece) >= LONG] or pieces
    return all(piece in words for piece in long)


def _line(text: str) -> str:
    return " ".join(re.sub(r"[*_`\\]", "", text).split())


def value_at(campaign: ResolvedCampaign, name: str) -> object:
    """Return the value of a dotted name such as facts.jail.capacity or place.name, or None."""
    if not PATH.fullmatch(name):
        return None
    first, *rest = name.split(".")
    if first == "facts":
        return campaign.facts.get(".".join(rest))
    found: object = getattr(campaign, first, None)
    for part in rest:
        found = getattr(found, part) if part in getattr(type(found), "model_fields", ()) else None
    return found


def _fact_line(campaign: ResolvedCampaign, name: str) -> str:
    fact = value_at(campaign, name)
    if not isinstance(fact, Fact):
        return ""
    unit = f" {fact.unit}" if fact.unit else ""
    return f"{name} = {fact.choice or fact.value}{unit} (as of {fact.as_of}, {fact.source})"


def _shown(campaign: ResolvedCampaign, text: str, depth: int = 0) -> str:
    """Return a text with this campaign's values.

    Calls of cite are left out, other names stay in angle marks.
    """
    def value(found: re.Match[str]) -> str:
        known = value_at(campaign, found[1])
        if known is None:
            return "" if found[1].startswith("cite_") else "‹…›"
        plain = str(known.choice or known.value) if isinstance(known, Fact) else str(known)
        return _shown(campaign, plain, depth + 1) if "{" in plain and depth < 3 else plain
    return _line(NAME.sub(value, text))


def unread(pages: Pages) -> Iterator[str]:
    """Yield the texts of every message of a document, to tell whether an earlier paragraph is still there."""
    yield from (text for _, text in pages.one.used)
