"""What a document gets besides its county, and what is done with its pages before anyone sees them.

The layer between compose and the pipeline. Stories that may print, drafts of papers, the records law and what is
unknown, the state of a lawyer's review: each is read when a document first asks for it. A document that asks an
official for something that a law punishes stops here until a lawyer has approved every paragraph of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..approvals.ledger import LAWYERS, Ledger, Piece, State, changed, difference, read_ledger, who
from ..compose.document import Composed, Options, ReviewState, compose_document
from ..compose.templates import Templates
from ..evidence.interview import Missing, asked
from ..legal.law import applied
from ..library.library import Library, Loaded
from ..locales.critical import unread
from ..locales.language import ENGLISH, Language
from ..model import AppliedRule, DocumentSpec, Effect, PrintedStory, ResolvedCampaign
from ..model.review import Approval, Paragraph
from ..problems import Problem, Report, Severity
from ..protection.consents import Use
from ..protection.privacy import Official
from ..resolve.coalitions import joint_stop
from ..resolve.drafting import papers
from ..resolve.inquiry import records_here
from ..resolve.people import Stories, contacts, stories
from ..review.leaks import lint_page
from ..review.paragraphs import Pages, paragraphs

BASE = ("toolkit",)                                  # what is composed for its unknown facts where a file names nothing


@dataclass(frozen=True)
class Law:
    """A rule or source that paragraphs rest on; its words stand once in a packet, under its number."""

    number: int                                      # 0 for a source, which has no words of its own
    name: str
    words: str
    new: bool = False                                # since the paragraph was approved


@dataclass(frozen=True)
class Item:
    """A paragraph of a packet: where it stands, and what has changed since it was approved."""

    paragraph: Paragraph
    word: str                                        # approved, refused, changed, new
    approval: Approval | None = None
    text: tuple[Piece, ...] = ()
    law: tuple[Law, ...] = ()
    law_out: tuple[str, ...] = ()
    facts_out: tuple[str, ...] = ()
    facts_new: tuple[str, ...] = ()
    why_changed: bool = False


@dataclass(frozen=True)
class Packet:
    """What a lawyer has to read: the paragraphs that are not approved as they stand, and how many there are in all."""

    items: tuple[Item, ...]
    total: int
    approved: int
    documents: tuple[str, ...]
    laws: tuple[Law, ...] = ()
    sources: tuple[str, ...] = ()                    # ids of all that these documents cite, for the annex


@dataclass(frozen=True)
class Desk:
    """One campaign's documents, with what each of them gets; everything is worked out once."""

    library: Library
    loaded: Loaded
    campaign: ResolvedCampaign
    store: Templates
    packet: Packet | None = None
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def stories(self) -> Stories | None:
        """Return the campaign's stories and consents, if it has any."""
        return stories(self.library, self.loaded, self.campaign.today)

    @cached_property
    def passes(self) -> Official:
        """Return the contact data that pages of this edition may carry."""
        return contacts(self.library, self.loaded, self.campaign.edition)

    @cached_property
    def ledger(self) -> Ledger:
        """Return what lawyers have approved."""
        return read_ledger(self.library.roots, LAWYERS, self.library.report)

    @cached_property
    def _punishing(self) -> tuple[AppliedRule, ...]:
        """Return the laws that punish officials: those in force, and those a court blocked where that is in doubt."""
        own = self.library.state_law(self.campaign.place.state)
        known = applied(own.rules if own else (), self.campaign.as_of)
        doubtful = [one for one in known if one.state == "blocked" and Effect.PUNISHES_OFFICIALS in one.rule.does
                    and (one.rule.confirm or one.rule.certainty != "confirmed")]
        return (*self.campaign.law.punishes, *doubtful)

    def compose(self, spec: DocumentSpec, language: Language, options: Options) -> Composed:
        """Return a document in a language with all that belongs to it, or one that says why it stopped."""
        if stop := self.stop(spec):
            return Composed(spec.id, language.tag, language.bcp47, language.direction, str(spec.title), "", "",
                            problems=(stop,), stopped=True)
        told, problems = self._stories(spec, language)
        options = replace(options, stories=told, review=self.review(spec), packet=self.packet)
        one = compose_document(spec, self.campaign_for(spec), language, self.store, options)
        if not options.draft and (texts := unread(one.used, language)):
            return replace(one, html="", problems=(self._unread(spec, language, len(texts)),), stopped=True)
        found = (*one.problems, *problems, *lint_page(one, self.passes, self.loaded.marked.name))
        return replace(one, problems=tuple(dict.fromkeys(found)))

    def _unread(self, spec: DocumentSpec, language: Language, count: int) -> Problem:
        """Return why a document with rights in it is not made: nobody has read their translation."""
        names = self.loaded.campaign.documents
        line, column = self.loaded.marked.place(("documents", names.index(spec.id)) if spec.id in names else ())
        return Problem(
            self.loaded.marked.name, line, column, "LOC113",
            f"{spec.id!r} stops here in {language.english_name or language.tag}: it tells people their rights, and "
            f"nobody has approved {count} of these lines in this language.",
            f"Have a person read them (build-toolkit locales review mark {language.tag}), or draft it with --draft.",
        )

    def _stories(self, spec: DocumentSpec, language: Language) -> tuple[tuple[PrintedStory, ...], tuple[Problem, ...]]:
        if self.stories is None:
            return (), ()
        return self.stories.for_use(Use(
            as_of=self.campaign.as_of, today=self.campaign.today, language=language.tag, edition=self.campaign.edition,
            document=spec.id,
        ))

    def campaign_for(self, spec: DocumentSpec) -> ResolvedCampaign:
        """Return the campaign with the drafts and the records law, for a document that asks for them."""
        more: dict[str, Any] = {}
        if spec.asks_official:
            allowed = not self.campaign.law.punishes or self._once(("approved", spec.id), lambda: self._cleared(spec))
            more["papers"] = self._papers(allowed)
        if spec.asks_unknown:
            more["records"] = self._once("records", self._records)
        return self.campaign.model_copy(update=more) if more else self.campaign

    def _papers(self, approved: bool) -> Any:
        return self._once(("papers", approved), lambda: papers(self.library, self.loaded, self.campaign, approved))

    def _once(self, key: Any, make: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _records(self) -> Any:
        known = {*self.loaded.campaign.facts, *self.campaign.facts}
        return records_here(self.library, self.campaign, [fact for fact in self.unknown() if fact not in known])

    def unknown(self) -> list[str]:
        """Return the facts that the campaign's other documents lack, the most useful first."""
        named = [spec for name in self.loaded.campaign.documents if (spec := self.library.document(name))]
        others = [spec for spec in named if not spec.asks_unknown and spec.edition == "public"]
        others = others or [spec for name in BASE if (spec := self.library.document(name))]
        missing = [
            Missing(need.path.removeprefix("facts."), need.how, spec.id, need.file, need.line)
            for spec in others for need in self._english(spec).needs if need.how != "withheld"
        ]
        drafted = [Missing(fact, "optional", "papers", left.clause, 0) for paper in self._papers(approved=True)
                   for left in paper.draft.left_out for fact in left.facts]
        return [one.fact for one in asked([*missing, *drafted], self.campaign.questions)]

    def _english(self, spec: DocumentSpec) -> Composed:
        """Return a document in English as a lawyer would get it, whatever has been approved so far."""
        def make() -> Composed:
            campaign = self.campaign
            if spec.asks_official:
                campaign = campaign.model_copy(update={"papers": self._papers(approved=True)})
            if spec.asks_unknown:
                campaign = campaign.model_copy(update={"records": self._once("records", self._records)})
            told, _ = self._stories(spec, ENGLISH)
            return compose_document(spec, campaign, ENGLISH, self.store, Options(stories=told))

        one: Composed = self._once(("english", spec.id), make)
        return one

    def paragraphs(self, spec: DocumentSpec) -> tuple[Paragraph, ...]:
        """Return the paragraphs of a document that a lawyer reads."""
        def make() -> tuple[Paragraph, ...]:
            one = self._english(spec)
            campaign = self.campaign.model_copy(update={"papers": self._papers(approved=True)})
            if spec.asks_unknown:
                campaign = campaign.model_copy(update={"records": self._once("records", self._records)})
            return paragraphs(Pages(one, spec, campaign, self.library.clauses().clauses, self._read))

        found: tuple[Paragraph, ...] = self._once(("paragraphs", spec.id), make)
        return found

    def _read(self, name: str) -> str:
        path = self.library.roots.find(name) or Path(name)
        return path.read_text(encoding="utf-8").replace("\r\n", "\n") if path.is_file() else ""

    def review(self, spec: DocumentSpec) -> ReviewState | None:
        """Return how much of a document lawyers have approved as it stands; None where that is nothing."""
        if not self.ledger.approvals:
            return None
        return self._once(("review", spec.id), lambda: self._review(spec))  # type: ignore[no-any-return]

    def _review(self, spec: DocumentSpec) -> ReviewState | None:
        found = self.paragraphs(spec)
        given = [one for p in found if self.ledger.approved(p.digest) and (one := self.ledger.verdict(p.digest))]
        if not given:
            return None
        return ReviewState(who(given), max(one.on for one in given), len(given), len(found))

    def _cleared(self, spec: DocumentSpec) -> bool:
        """Return whether a lawyer has approved every paragraph of a document as it stands."""
        found = self.paragraphs(spec) if self.ledger.approvals else ()
        return bool(found) and all(self.ledger.approved(one.digest) for one in found)

    def stop(self, spec: DocumentSpec) -> Problem | None:
        """Return why a document may not be made here: a law punishes officials for what it asks, or the tax status."""
        if joint := joint_stop(spec, self.campaign, self.loaded.marked):
            return joint
        punishing = self._punishing if spec.asks_official else ()
        if not punishing or self._once(("approved", spec.id), lambda: self._cleared(spec)):
            return None
        blocked = ", which a court has blocked at least in part"
        laws = "; ".join(f"{one.rule.name} ({one.rule.citation}{blocked if one.state != 'in-force' else ''})"
                         for one in punishing)
        names = self.loaded.campaign.documents
        at = ("documents", names.index(spec.id)) if spec.id in names else ("documents",)
        line, column = self.loaded.marked.place(at)
        return Problem(
            self.loaded.marked.name, line, column, "REV010",
            f"{spec.id!r} stops here: state law can punish an official who adopts or supports such a text: {laws}.",
            f'Have a lawyer read it first: "build-toolkit review packet FILE -d {spec.id}". The other documents, and '
            "speaking, petitions and records requests, are not touched.",
        )

    def packet_of(self, specs: Iterable[DocumentSpec], everything: bool = False) -> Packet:
        """Return what a lawyer has to read of some documents: all of it, or what is not approved as it stands."""
        found: dict[str, Paragraph] = {}
        documents, texts, cited = list[str](), set[str](), dict[str, None]()
        for spec in specs:
            documents.append(spec.id)
            page = self._english(spec)
            texts |= {text for _, text in page.used}
            cited |= dict.fromkeys(page.sources)
            for one in self.paragraphs(spec):
                found.setdefault(one.digest, one)
        states = {key: self.ledger.state(one, texts) for key, one in found.items()}
        kept = [one for key, one in found.items() if everything or states[key].word != "approved"]
        lines = dict.fromkeys(line for one in kept for line in one.basis.law)
        numbers = iter(range(1, len(lines) + 1))
        laws = {line: _law(line, numbers) for line in lines}
        return Packet(
            tuple(_item(one, states[one.digest], laws) for one in kept), len(found),
            sum(state.word == "approved" for state in states.values()), tuple(documents),
            tuple(law for law in laws.values() if law.words),
            tuple(key for key in cited if key in self.campaign.sources),
        )


def _law(line: str, numbers: Iterator[int]) -> Law:
    """Return a rule with its name and state apart from its words; a source has no words, and no number."""
    head, found, words = line.partition("). ")
    return Law(next(numbers), f"{head})", words) if found else Law(0, line, "")


def _item(one: Paragraph, state: State, laws: Mapping[str, Law]) -> Item:
    now, own = one.basis, tuple(laws[line] for line in one.basis.law)
    before = state.approval.basis if state.approval and state.word == "changed" else None
    if before is None:
        return Item(one, state.word, state.approval, law=own)
    law_out, law_new = changed(before.law, now.law)
    facts_out, facts_new = changed(before.facts, now.facts)
    return Item(
        one, state.word, state.approval, difference(before.text, now.text) if before.text != now.text else (),
        tuple(replace(law, new=line in law_new) for law, line in zip(own, now.law, strict=True)),
        law_out, facts_out, facts_new, before.why != now.why,
    )


def untranslated(
    composed: Iterable[Composed], languages: Mapping[str, Language], report: Report, *, draft: bool = False,
) -> None:
    """Say where English stands in. Where it is most of a document that is an error, save in a draft."""
    for one in composed:
        language = languages[one.language.split("+")[0]]
        if not one.stand_ins or language.source or language.pseudo:
            continue
        name, total = language.english_name or language.tag, len(one.used)
        unread = {key: place for key, place in one.stand_ins.items() if key in language.withheld}
        missing = {key: place for key, place in one.stand_ins.items() if key not in unread}
        if missing:
            most = len(missing) * 2 > total
            file, line = next(iter(missing.values()))
            stop = "It can be a draft only, as it is here: translate more of it before you hand it out." if draft else \
                "Translate more of it. Until then only a draft can be built: --draft."
            report.add(
                "LOC111" if most else "LOC110", f"{len(missing)} of {total} texts of {one.document} have no "
                f"translation into {name}, and stand in English.",
                stop if most else "They are boxed and marked as English. To see which: build-toolkit locales preview "
                f"{language.tag} -d {one.document}.",
                file=file, line=line, severity=Severity.ERROR if most and not draft else Severity.WARNING)
        if unread:
            file, line = next(iter(unread.values()))
            report.add(
                "LOC114", f"{len(unread)} of {total} texts of {one.document} give a phone or a deadline, and stand in "
                f"English: nobody has approved their translation into {name}.",
                f"Have a person read them in a proof (build-toolkit locales proof {language.tag} -d {one.document}), "
                f"then: build-toolkit locales review mark {language.tag}.",
                file=file, line=line, severity=Severity.WARNING)


def stories_of(one: Composed, slug: str) -> list[str]:
    """Return the ids of the stories on a document's pages."""
    start = f"campaigns.{slug}.stories."
    contexts = [context for context, _ in one.used if context and context.startswith(start)]
    return sorted({context.removeprefix(start).split(".")[0] for context in contexts})
