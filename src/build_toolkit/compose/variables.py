"""The variables of templates: the campaign and its figures, the page, and functions that ask about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal, SupportsInt, TypeGuard

from markupsafe import Markup
from pydantic import ValidationError

from ..legal.conditions import situation_of
from ..locales.language import Language
from ..locales.names import PlaceName
from ..model import (
    Authority,
    DocumentSpec,
    Fact,
    KeyMessage,
    LocalGovernment,
    Objection,
    Place,
    Policy,
    PrintedStory,
    ResolvedCampaign,
    Text,
)
from ..model.government import PlaceWords
from ..model.when import When
from ..resolve.campaign import DECIDERS
from ..workers.within import LONGEST
from .drawings import drawings
from .exposure import opened
from .figures import figures
from .identity import own_signs
from .ledger import LEDGER, Ledger, SourceNote, Unsuited
from .notes import SourceNotes, work
from .phrases import CALLS
from .printing import NOTES
from .sandbox import for_templates
from .speech import board_ask, main_ask, timed
from .templates import Store
from .values import Absent, Known, Namespace, Phrase, Unknown, visible

WORDS = PlaceWords(the=Text.at("the county", "places.the"), our=Text.at("our county", "places.our"),
                   all=Text.at("counties", "places.all"))
DAY = Markup('<span class="blank name"></span>')      # {some.day}: somebody writes one in
# Pages to set on sheets of paper, two on a side. They are drawn larger than they will be, and shrunk
# with them.
Paper = Literal["letter", "a4", "tabloid", "a3", "half-letter", "half-a4"]

SMALLER: Mapping[str, Paper] = {"tabloid": "letter", "a3": "a4"}


def paper_for(spec: DocumentSpec, paper: Paper) -> Paper:
    """Return the paper of a document: half the sheet that was asked for, where that is not one of its own."""
    return paper if paper in spec.papers else SMALLER.get(paper, paper)


@dataclass(frozen=True)
class LanguageState:
    """How far a language of the campaign is, for the colophon; percent is None where nobody has counted."""

    tag: str
    name: str
    english_name: str = ""
    percent: int | None = None
    reviewed_by: str = ""
    current: bool = False
    bcp47: str = ""
    direction: str = "ltr"
    headline: str = ""                               # the campaign's title in it, "" where nobody has said it


@dataclass(frozen=True)
class ReviewState:
    """Which lawyer has read the edition, by initials and role, and when; and how much of it.

    Of `total` paragraphs `approved` stand as a lawyer approved them. A total of 0 means that nobody counted.
    """

    by: str
    on: date
    approved: int = 0
    total: int = 0

    @property
    def whole(self) -> bool:
        """Return whether every paragraph stands as it was approved."""
        return self.approved >= self.total


@dataclass(frozen=True)
class Options:
    """How a document is built; all of it is the same for every chapter."""

    paper: Paper = "letter"
    black_and_white: bool = False
    large_print: bool = False
    draft: bool = False
    bilingual: bool = False                          # the page will be joined with that of another language
    languages: tuple[LanguageState, ...] = ()
    review: ReviewState | None = None
    stories: tuple[PrintedStory, ...] = ()           # those that may print in this document and language
    # for the review packet: the paragraphs a lawyer has to read
    packet: object = None
    seconds: float = LONGEST                         # of the processor, to compose it


@dataclass(frozen=True)
class Mode:
    """The options as templates test them: mode.bw.

    A part of a sheet ("half") has the one column of large print.
    """

    paper: str
    bw: bool
    large: bool
    part: str = ""
    both: bool = False                               # an edition in two languages

    @classmethod
    def of(cls, options: Options) -> Mode:
        """Return the mode of a document."""
        part, _, paper = options.paper.rpartition("-")
        return cls(paper, options.black_and_white, options.large_print or bool(part), part, options.bilingual)


def page_variables(
    campaign: ResolvedCampaign, spec: DocumentSpec, language: Language, options: Options, store: Store | None,
) -> dict[str, object]:
    """Return the variables of a document; `policy` is the first until a chapter sets another."""
    return {
        "place": (place := _named(campaign.place)), "place_line": _place_line(place),
        "campaign": _campaign(campaign), "here": campaign.here,
        "state": campaign.state,
        "nation": campaign.nation, "law": campaign.law, "government": campaign.government,
        "rights": campaign.rights, "papers": campaign.papers, "records": campaign.records,
        "joint": campaign.joint,
        "policies": campaign.policies,
        "policy": campaign.policies[0] if campaign.policies else None,
        **{f"asks_{status}": tuple(ask for ask in campaign.asks if ask.status == status)
           for status in ("open", "barred", "met", "nobody")},
        "facts": Namespace(campaign.facts, frozenset(campaign.questions)),
        "questions": campaign.questions, "sources": campaign.sources,
        "as_of": campaign.as_of, "today": campaign.today, "edition": campaign.edition,
        "doc": spec, "lang": language.bcp47, "dir": language.direction, "notes": spec.notes,
        "draft": options.draft,
        "mode": Mode.of(options),
        "languages_state": options.languages, "stories": options.stories, "packet": options.packet,
        "review": options.review if options.review and options.review.whole else None,
        "review_state": options.review,              # also of a review that is not whole
        "ask_aloud": board_ask(campaign), "ask_besides": main_ask(campaign), "timed": for_templates(timed),
        **_names(campaign.government), **_questions_of(campaign), **_sources_of(), **_facts_of(campaign),
        "regimes": campaign.regimes, "paid": campaign.paid,
        **figures(store.shapes() if store else None), **drawings(store, language.direction),
        **own_signs(campaign.identity.pictures),
        "_": for_templates(_phrase), "_n": for_templates(_plural), "_c": for_templates(_critical),
    }


def _campaign(campaign: ResolvedCampaign) -> Mapping[str, object]:
    """Return what templates may know of the campaign.

    A contact that is not public stays out of public editions.
    """
    coalition = campaign.coalition
    if coalition and campaign.edition != "internal" and not coalition.contact_public:
        coalition = coalition.model_copy(update={"contact": ""})
    return {
        "slug": campaign.slug, "title": campaign.title, "subtitle": campaign.subtitle,
        "edition": campaign.edition,
        "tax_status": campaign.tax_status, "coalition": coalition, "identity": campaign.identity,
    }


def _named(place: Place) -> Place:
    """Return a place whose names are printed as the page's language calls it."""
    name, state = PlaceName.of_place(place)
    return place.model_copy(update={"name": name, "state_name": state})


def _place_line(place: Place) -> Phrase:
    """Return a place with its state, and the District of Columbia once."""
    names = dict.fromkeys(filter(None, (place.name, place.state_name)))
    return Phrase(("{place.name}, {place.state_name}",) if len(names) > 1 else ("{place.name}",), "part")


def _names(here: LocalGovernment | None) -> dict[str, Mapping[str, Phrase | Markup]]:
    """Return what sentences call the place, its board and whoever runs its jail.

    {the.place} and {our.place} stand within a sentence, {The.place} begins one.
    """
    def name(text: Text) -> Phrase:
        return Phrase.of(text).turned(lambda html: NOTES.sub("", html))

    words = here.words if here and here.words else WORDS
    board, jailer = (here.board, here.jail) if here else (None, None)
    payer = here.payer if here and here.payer else words
    within = {"place": name(words.the), "places": name(words.all), "payer": name(payer.the),
              "board": name(board.official if board else DECIDERS["board"]),
              "jailer": name(jailer.official if jailer else DECIDERS["jail"])}
    if here and here.executive:
        within["executive"] = name(here.executive.official)
    return {"the": within, "our": {"place": name(words.our)}, "some": {"day": DAY},
            "The": {key: one.turned(lambda html: html[:1].upper() + html[1:]) for key, one in within.items()}}


def _questions_of(campaign: ResolvedCampaign) -> dict[str, Callable[..., object]]:
    situation = situation_of(campaign)

    def when(**words: object) -> bool:
        """Return whether what a passage presupposes is so here: the words of `when:` in every file."""
        try:
            return not situation.lacks(When.model_validate(words))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            key = ".".join(map(str, first["loc"]))
            raise Unsuited(f"when({key}): {first['msg'].removeprefix('Value error, ')}") from error

    def law_behind(item: KeyMessage | Objection) -> Markup:
        """Return the notes of the rules that a message or an answer tells of."""
        return Markup("").join(map(_cite, situation.behind(item.when.law)))

    def has_policy(policy: str) -> bool:
        return any(one.id == policy for one in campaign.policies)

    def rulings(policy: Policy) -> tuple[Authority, ...]:
        """Return the rulings of courts that the table of a policy's authorities prints here."""
        return tuple(a for a in policy.authorities
                     if a.court and (not a.binds or campaign.place.state in a.binds))

    def no_such_chapter(name: str) -> str:
        """Tell that a reference leads to a chapter that this document does not have."""
        ledger = LEDGER.get()
        file, line = ledger.waited or ("", 0)
        what = f"This refers to the chapter {name!r}, which this document does not have."
        ledger.report.add("DOC009", what,
                          "Take the reference out, or let it stand only where that chapter does.",
                          file=file, line=line)
        return ""

    def is_past(policy: Policy | str) -> bool:
        return (policy.id if isinstance(policy, Policy) else policy) in campaign.past_policies

    return {function.__name__: for_templates(function)
            for function in (when, law_behind, has_policy, is_past, rulings, no_such_chapter)}


def _sources_of() -> dict[str, Callable[..., Markup]]:
    def cite(source: object, pinpoint: str = "") -> Markup:
        if isinstance(source, Unknown):
            return Markup("")
        if isinstance(source, Known | Fact):
            fact = source.fact if isinstance(source, Known) else source
            return LEDGER.get().owe(fact.source, fact=fact, pinpoint=pinpoint)
        return _cite(source, pinpoint)

    def short_source(source: str, day: str = "") -> Markup:
        ledger = LEDGER.get()
        return ledger.owe(source, silent=True) + work(ledger.sources[source], ledger, full=False, day=day) \
            if _known_source(source) else Markup("")

    def source_line(source: str) -> Markup:
        if not _known_source(source):
            return Markup("")
        ledger, note = LEDGER.get(), SourceNote(source, "", 0)
        return ledger.owe(source, silent=True) + SourceNotes(ledger, "end").text(note, full=True)

    return {function.__name__: for_templates(function) for function in (cite, short_source, source_line)}


def _cite(source: object, pinpoint: str = "") -> Markup:
    """Return the mark for a note; nothing is cited that was written after the day of the edition."""
    ledger = LEDGER.get()
    if not _known_source(source) or (ledger.sources[source].date or ledger.as_of) > ledger.as_of:
        return Markup("")
    return ledger.owe(source, pinpoint=pinpoint)


def _known_source(source: object) -> TypeGuard[str]:
    ledger = LEDGER.get()
    if source in ledger.sources:
        return True
    near = get_close_matches(str(source), list(ledger.sources), 1)
    fix = f"Did you mean “{near[0]}”?" if near else "Add it to a file in toolkits/sources/."
    ledger.problem("TPL020", f"There is no source “{source}”.", fix)
    return False


def _facts_of(campaign: ResolvedCampaign) -> dict[str, Callable[..., object]]:
    def fact(key: str) -> Known | Absent:
        """Return a fact by its id; an Absent where it is unknown, which is noted as wanted."""
        found = Namespace(campaign.facts, frozenset(campaign.questions)).member(str(key))
        if isinstance(found, Unknown):
            found.lack("optional")
        return found if isinstance(found, Known) else Absent(str(key))

    def value(path: str) -> object:
        """Return the value of a dotted path such as here.agreement_count, or an Absent."""
        ledger = LEDGER.get()
        if path.startswith("facts."):
            return fact(path.removeprefix("facts."))
        first, *rest = path.split(".")
        found: object = ledger.variables.get(first)
        for name in rest:
            fields = getattr(type(found), "model_fields", ())
            inner = found.get(name) if isinstance(found, Mapping) else None
            record, found = found, getattr(found, name) if name in fields else inner
            opened(record, name, found)
        found = visible(found) if isinstance(found, Fact) else found
        return Absent(path) if found is None or isinstance(found, Unknown) else found

    return {function.__name__: for_templates(function) for function in (fact, value)}


def _phrase(text: str, **values: object) -> Phrase:
    return Phrase((str(text),), CALLS["_"][1], values)


def _critical(text: str, **values: object) -> Phrase:
    """Return words that may do harm where they are wrong: see locales/language.py."""
    return Phrase((str(text),), CALLS["_c"][1], values)


def _plural(one: str, many: str, count: SupportsInt, **values: object) -> Phrase:
    number = int(count)
    return Phrase((str(one), str(many)), CALLS["_n"][1], {"n": count, "count": count, **values}, number)


def left_out_items(ledger: Ledger, campaign: ResolvedCampaign) -> tuple[Text, ...]:
    """Return the questions whose answers would have printed what was left out."""
    missing = dict.fromkeys(need.path for need in ledger.needs if need.how in ("print", "branch"))
    return tuple(campaign.questions[path].label for path in missing if path in campaign.questions)
