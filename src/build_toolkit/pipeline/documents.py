"""The documents of one campaign: what each gets besides its county, and what stops it before anyone sees it.

Stories that may print, drafts of papers, the records law and what is unknown, the state of a lawyer's review:
each is read when a document first asks for it. A document that asks an official for something that a law
punishes stops here until a lawyer has approved every paragraph of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from ..approvals.ledger import LAWYERS, ApprovalLedger, read_ledger, who
from ..compose import partly
from ..compose.document import Composed, Options, ReviewState, compose_document
from ..compose.ledger import Need
from ..compose.templates import TemplateFolders
from ..compose.variables import paper_for
from ..evidence.facts import Missing, asked
from ..legal.deciders import asked_here
from ..library.library import Library, Loaded
from ..locales.language import ENGLISH, Language, unread
from ..model import (
    BASE_DOCUMENT,
    DocumentSpec,
    Paper,
    PrintedStory,
    RecordsHere,
    ResolvedCampaign,
)
from ..model.review import ReviewParagraph
from ..page.tree import Node
from ..problems import Problem
from ..protection.consents import StoryUse
from ..protection.privacy import Official
from ..resolve.coalitions import joint_stop
from ..resolve.drafting import papers
from ..resolve.people import Stories, contacts, stories
from ..resolve.requests import records_here
from ..review.leaks import lint_page
from ..review.packets import Packet, Read, packet_of
from ..review.paragraphs import Pages, paragraphs
from ..review.stand_ins import stands_in
from ..workers.within import LONGEST

PACKET = "review-packet"                              # the document that a command of its own fills in


def spoken_in(options: Options) -> str:
    """Return the languages of an edition in two, such as "es+en": a story in it needs consent to both."""
    return "+".join(state.tag for state in options.languages)


@dataclass(frozen=True)
class DocumentMaker:
    """Makes the documents of one campaign, each with what it needs; everything is worked out once."""

    library: Library
    loaded: Loaded
    campaign: ResolvedCampaign
    store: TemplateFolders
    packet: Packet | None = None
    # sources that are not there, each told where content names it
    missing: frozenset[str] = frozenset()
    consents_on: date = date.max                     # the day on which consents to stories have to hold
    _late: list[str] = field(default_factory=list, repr=False)       # documents that took too long
    _english: dict[str, Composed] = field(default_factory=dict, repr=False)
    _needs: dict[str, tuple[Need, ...]] = field(default_factory=dict, repr=False)
    _paragraphs: dict[str, tuple[ReviewParagraph, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def stories(self) -> Stories | None:
        """Return the campaign's stories and consents, if it has any."""
        return stories(self.library, self.loaded, self.campaign.today)

    @cached_property
    def passes(self) -> Official:
        """Return the contact data that pages of this edition may carry."""
        return contacts(self.library, self.loaded, self.campaign.edition)

    @cached_property
    def ledger(self) -> ApprovalLedger:
        """Return what lawyers have approved."""
        return read_ledger(self.library.roots, LAWYERS, self.library.report)

    def compose(self, spec: DocumentSpec, language: Language, options: Options,
                forms: Sequence[str] = ()) -> Composed:
        """Return a document in a language with all that belongs to it, or one that says why it stopped.

        It holds the stories that may stand in the first of the forms, which are `alike`; without one, none.
        """
        stop = self.stop(spec)
        if stop or spec.id in self._late:            # told once, of the first language
            return Composed(spec.id, language.tag, language.bcp47, language.direction, str(spec.title), "",
                            Node(""), problems=(stop,) if stop else (), stopped=True, forms=tuple(forms))
        spoken = spoken_in(options) if options.bilingual else language.tag
        told, problems = self._stories(spec, spoken, forms[0]) if forms else ((), ())
        options = replace(options, paper=paper_for(spec, options.paper), stories=told,
                          review=self.review(spec), packet=self.packet)
        one = self._composed(spec, self.campaign_for(spec), language, options)
        if language.wording == ENGLISH.wording:      # paper, band and list of languages ask for no facts
            self._needs[spec.id] = one.needs
        one = replace(one, forms=tuple(forms))
        if not options.draft and (stop := self._untold(spec, one, language)):
            return replace(one, tree=Node(""), problems=(stop,), stopped=True)
        if not options.bilingual and not {"pptx", "png"} & {*spec.formats}:
            one = self._translated(one, spec, language)
        found = (*self._told_first_here(one), *problems,
                 *lint_page(one, self.passes, self.loaded.marked.name))
        return replace(one, problems=tuple(dict.fromkeys(found)))

    def _translated(self, one: Composed, spec: DocumentSpec, language: Language) -> Composed:
        """Return a document that says on its first page what is translated, or is only that."""
        missing = partly.lacking(one.stand_ins, language)
        if missing and (spec.layout in partly.SHEETS or len(missing) * 2 > len(one.used)):
            return partly.sheet(one, spec.layout, missing, language)
        if missing:
            one.tree.put_behind_title(partly.note(missing, len(one.used), language))
        return one

    def _composed(
        self, spec: DocumentSpec, campaign: ResolvedCampaign, language: Language, options: Options,
    ) -> Composed:
        """Return a document in a language; after one that took too long, the others have less time."""
        options = replace(options, seconds=LONGEST / 10 if self._late else LONGEST)
        one = compose_document(spec, campaign, language, self.store, options)
        if one.stopped:
            self._late.append(spec.id)
        return one

    def _told_first_here(self, one: Composed) -> Iterator[Problem]:
        """Yield a page's problems without those of templates that cite what the content names in vain."""
        echoes = {f"There is no source “{source}”." for source in self.missing}
        yield from (problem for problem in one.problems if problem.what not in echoes)

    def _untold(self, spec: DocumentSpec, one: Composed, language: Language) -> Problem | None:
        """Return why a document is a draft only in a language: rights that nobody read, or mostly English."""
        if texts := unread(one.used, language):
            return self._unread(spec, language, len(texts))
        lacking = stands_in(one, language)
        if lacking * 2 <= len(one.used):
            return None
        names = list(self.loaded.campaign.languages)
        line, column = self.loaded.marked.place(("languages", names.index(language.tag))
                                                if language.tag in names else ())
        return Problem(
            self.loaded.marked.name, line, column, "LOC111",
            f"{spec.id!r} is not made in {language.english_name or language.tag}: {lacking} of its "
            f"{len(one.used)} texts have no translation.",
            f"Translate more of it (build-toolkit locales export {language.tag} -d {spec.id} "
            f"--to {language.tag}.xlsx), or draft it with --draft.")

    def _unread(self, spec: DocumentSpec, language: Language, count: int) -> Problem:
        """Return why a document with rights in it is not made: nobody has read their translation."""
        names = self.loaded.campaign.documents
        line, column = self.loaded.marked.place(("documents", names.index(spec.id)) if spec.id in names
                                                else ())
        return Problem(
            self.loaded.marked.name,
            line,
            column,
            "LOC113",
            f"{spec.id!r} stops here in {language.english_name or language.tag}: it tells people their "
            f"rights, and "
            f"nobody has approved {count} of these lines in this language.",
            f"Have a person read them (build-toolkit locales review mark {language.tag}), or draft it with "
            f"--draft.",
        )

    def alike(self, spec: DocumentSpec, languages: Sequence[str],
              forms: Iterable[str]) -> list[tuple[str, ...]]:
        """Return the forms in groups: those of one have the same stories in every language, so one page."""
        groups: dict[tuple[tuple[str, ...], ...], list[str]] = {}
        for form in forms:
            told = tuple(tuple(story.id for story in self._stories(spec, language, form)[0])
                         for language in languages)
            groups.setdefault(told, []).append(form)
        return [tuple(group) for group in groups.values()]

    def _stories(self, spec: DocumentSpec, language: str,
                 form: str) -> tuple[tuple[PrintedStory, ...], tuple[Problem, ...]]:
        if self.stories is None:
            return (), ()
        return self.stories.for_use(StoryUse(
            as_of=self.campaign.as_of, today=self.consents_on, language=language,
            edition=self.campaign.edition, document=spec.id, form=form, made_for=spec.scope,
        ))

    def campaign_for(self, spec: DocumentSpec, as_read: bool = False) -> ResolvedCampaign:
        """Return the campaign with the drafts and the records law, for a document that asks for them.

        Args:
            spec: the document.
            as_read: as a lawyer gets it, whatever has been approved so far.
        """
        more: dict[str, object] = {}
        if spec.asks_official:
            may = as_read or not self.campaign.law.punishes or self._cleared(spec)
            more["papers"] = self.papers if may else self._papers_unapproved
        more["records"] = self._records if spec.asks_unknown else self._records_law
        return self.campaign.model_copy(update=more)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Return the drafts of papers as a lawyer would get them, whatever has been approved so far."""
        return papers(self.library, self.loaded, self.campaign, True)

    @cached_property
    def _papers_unapproved(self) -> tuple[Paper, ...]:
        return papers(self.library, self.loaded, self.campaign, False)

    @cached_property
    def _records_law(self) -> RecordsHere | None:
        return records_here(self.library, self.campaign)

    @cached_property
    def _records(self) -> RecordsHere | None:
        known = {*self.loaded.campaign.facts, *self.campaign.facts}
        return records_here(self.library, self.campaign,
                            [fact for fact in self.unknown() if fact not in known])

    def unknown(self) -> list[str]:
        """Return the facts that the campaign's other documents lack, the most useful first."""
        missing = [
            Missing(need.path.removeprefix("facts."), need.how, spec.id, need.file, need.line)
            for spec in self._asked_of() for need in self._needs_of(spec) if need.how != "withheld"
        ]
        drafted = [Missing(fact, "optional", "papers", left.clause, 0) for paper in self.papers
                   for left in paper.draft.left_out for fact in left.facts]
        here = asked_here(self.campaign.questions, self.campaign.government)
        return [one.fact for one in asked([*missing, *drafted], here)]

    def _asked_of(self) -> list[DocumentSpec]:
        """Return the documents whose unknown facts are asked for: the campaign's public ones, or the kit."""
        specs = map(self.library.document, self.loaded.campaign.documents)
        public = [spec for spec in specs if spec and not spec.asks_unknown and spec.edition == "public"]
        return public or [spec for name in (BASE_DOCUMENT,) if (spec := self.library.document(name))]

    def _needs_of(self, spec: DocumentSpec) -> tuple[Need, ...]:
        """Return what a document lacks in English: as it was composed already, if it was."""
        return self._needs[spec.id] if spec.id in self._needs else self.as_read(spec).needs

    def as_read(self, spec: DocumentSpec) -> Composed:
        """Return a document in English as a lawyer would get it, whatever has been approved so far.

        It holds no stories: nobody agreed to stand in a lawyer's packet, and nothing in them wants approval.
        """
        if spec.id not in self._english:
            campaign = self.campaign_for(spec, as_read=True)
            self._english[spec.id] = self._composed(spec, campaign, ENGLISH, Options())
        return self._english[spec.id]

    def paragraphs(self, spec: DocumentSpec) -> tuple[ReviewParagraph, ...]:
        """Return the paragraphs of a document that a lawyer reads."""
        if spec.id not in self._paragraphs:
            campaign = self.campaign_for(spec, as_read=True).model_copy(update={"papers": self.papers})
            pages = Pages(self.as_read(spec), spec, campaign, self.library.clauses().clauses, self._read)
            self._paragraphs[spec.id] = tuple(paragraphs(pages))
        return self._paragraphs[spec.id]

    def _read(self, name: str) -> str:
        path = self.library.roots.find(name) or Path(name)
        return path.read_text(encoding="utf-8").replace("\r\n", "\n") if path.is_file() else ""

    def review(self, spec: DocumentSpec) -> ReviewState | None:
        """Return how much of a document lawyers have approved as it stands; None where that is nothing."""
        if not self.ledger.approvals:
            return None
        found = self.paragraphs(spec)
        given = [one for p in found if self.ledger.approved(p.digest)
                 and (one := self.ledger.verdict(p.digest))]
        if not given:
            return None
        return ReviewState(who(given), max(one.on for one in given), len(given), len(found))

    def _cleared(self, spec: DocumentSpec) -> bool:
        """Return whether a lawyer has approved every paragraph of a document as it stands."""
        found = self.paragraphs(spec) if self.ledger.approvals else ()
        return bool(found) and all(self.ledger.approved(one.digest) for one in found)

    def stop(self, spec: DocumentSpec) -> Problem | None:
        """Return why a document may not be made here.

        A law punishes officials for what it asks, or the tax status.
        """
        if joint := joint_stop(spec, self.campaign, self.loaded.marked):
            return joint
        if spec.id == PACKET and self.packet is None:
            return self._stopped(
                spec, "REV004", f"{spec.id!r} is filled in by a command of its own, and is empty without it.",
                f"Take it out of the list, and write: build-toolkit review packet {self.loaded.marked.name}")
        law = self.campaign.law
        punishing = (*law.punishes, *law.blocked) if spec.asks_official else ()
        if not punishing or self._cleared(spec):
            return None
        blocked = ", which a court has blocked at least in part"
        laws = "; ".join(f"{one.rule.name} ({one.rule.citation}{blocked if one.state != 'in-force' else ''})"
                         for one in punishing)
        return self._stopped(
            spec,
            "REV010",
            f"{spec.id!r} stops here: state law can punish an official who adopts or supports such a text: "
            f"{laws}.",
            f'Have a lawyer read it first: "build-toolkit review packet FILE -d {spec.id}". The other '
            f'documents, and '
            "speaking, petitions and records requests, are not touched.",
        )

    def _stopped(self, spec: DocumentSpec, code: str, what: str, fix: str) -> Problem:
        """Return a problem at the place where the campaign file asks for a document."""
        names = self.loaded.campaign.documents
        at = ("documents", names.index(spec.id)) if spec.id in names else ("documents",)
        return Problem(self.loaded.marked.name, *self.loaded.marked.place(at), code, what, fix)

    def packet_of(self, specs: Iterable[DocumentSpec], everything: bool = False) -> Packet:
        """Return what a lawyer has to read of some documents.

        All of it, or what is not approved as it stands.
        """
        read = [Read(spec.id, self.paragraphs(spec), frozenset(text for _, text in page.used), page.sources)
                for spec in specs for page in (self.as_read(spec),)]
        return packet_of(read, self.ledger, self.campaign.sources, everything)
