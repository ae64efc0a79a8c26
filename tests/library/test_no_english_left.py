"""Pages of another language hold no English but names: of agencies, laws and sources, and what stands in quotes.

An English word here is one that the English texts have in small letters, and no translation. A plain run reads the
documents of one county and one coalition; `--all` those of places of other kinds too.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from build_toolkit.files.roots import Roots, packaged
from build_toolkit.locales.languages import read_catalogs
from build_toolkit.model import ResolvedCampaign
from build_toolkit.page.tree import Node
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from build_toolkit.problems import Report
from factories import some

TODAY = date(2026, 11, 30)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SLOT = re.compile(r"\{[^{}]*\}|\S+[./@]\S+")
# What may be English: a quotation, a word in brackets behind its translation, an address, and a name in capitals,
# such as Department of Homeland Security.
QUOTED = re.compile(r"“[^”]*”|\([^()]*\)|\S*[./@]\S+|[A-Z][\w’'-]+(?: (?:of|and|the|in|for|on|to))+(?: [A-Z])")
ALWAYS = frozenset({"the", "of", "and", "to", "section", "county", "state"})
ABBREVIATED = frozenset({"may", "ago"})               # months, which are English words too
ORLEANS = "place: us/la/orleans\npolicies: [287g, detainers]\ntitle: Who decides at the jail?\n"
PLACES = ("us/wi/waukesha", "us/la/orleans", "us/ny/new-york", "us/ak/juneau", "us/va/alexandria", "us/ct/capitol")
DOCUMENTS = ("talking-points", "toolkit", "ordinance", "records-request", "fact-sheet", "slides", "flyer", "booklet",
             "public-comment", "call-script", "meeting-agenda")


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Words that English texts have, and no Spanish translation outside of quotes and brackets."""
    english, spanish = set[str](), set[str]()
    for catalog in read_catalogs("es", Roots.of(None), Report()):
        for message in catalog.live:
            for text in filter(None, (message.id, message.plural)):
                english.update(word for word in WORD.findall(SLOT.sub("", text)) if word.islower())
            for text in message.strings:
                spanish.update(map(str.lower, WORD.findall(QUOTED.sub("", SLOT.sub("", text)))))
    return frozenset(word for word in english if len(word) > 1) - spanish - ABBREVIATED | ALWAYS


def own_names(campaign: ResolvedCampaign) -> re.Pattern[str]:
    """Return what finds the names of this place, which stand on papers and websites as they are."""
    names = [str(fact.value) for fact in campaign.facts.values() if isinstance(fact.value, str)]
    names += [one.agency for one in (*campaign.here.agreements, *campaign.here.others)]
    names += [text for one in campaign.law.rules for text in (str(one.rule.name), one.rule.citation)]
    for source in campaign.sources.values():
        names += [source.title, source.publisher, source.short or ""]
    return re.compile("|".join(map(re.escape, sorted(filter(None, set(names)), key=len, reverse=True))))


def spanish_texts(node: Node) -> Iterator[str]:
    """Yield each block of a page as one text, without what is marked as English, and without addresses."""
    if node.tag in ("script", "style", "head", "svg", "code") or node.attrs.get("lang", "es") != "es":
        return
    if node.tag in ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "dd", "dt", "figcaption", "caption", "div"):
        yield node.text(lambda one: one.attrs.get("lang", "es") != "es" or "fn" in one.classes
                        or one.tag in ("p", "li", "table", "ul", "ol", "dl", "div", "svg", "code", "h1", "h2", "h3"))
    for child in node.nodes:
        yield from spanish_texts(child)


def left_in_english(file: Path, documents: tuple[str, ...] = ()) -> list[str]:
    wanted = BuildRequest(file, TODAY, languages=("es",), documents=documents, draft=True)
    prepared = prepare(wanted)
    names, words = own_names(prepared.campaign), english_words()
    found = []
    for one in compose_all(prepared, wanted):
        for text in dict.fromkeys(spanish_texts(one.tree)):
            rest = QUOTED.sub(" ", names.sub(" ", QUOTED.sub(" ", text)))
            found += [f"{one.document}: {word}: {text[:120]}" for word in WORD.findall(rest) if word in words]
    return found


@pytest.mark.parametrize("place", some(PLACES, every=6))
def test_no_english_word_is_left_on_a_spanish_page_of_a_county(tmp_path: Path, place: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(ORLEANS.replace("us/la/orleans", place))
    assert left_in_english(file, DOCUMENTS) == []


@pytest.mark.parametrize(("campaign", "documents"), [
    ("platform-2019", ()), pytest.param("candidates-2019", (), marks=pytest.mark.only_all),
    # without those that list signers and places of events, which have the names that people gave them
    pytest.param("detention-letter-2024", ("petition", "sign-on-call", "tally"), marks=pytest.mark.only_all),
])
def test_no_english_word_is_left_on_a_spanish_page_of_a_coalition(campaign: str, documents: tuple[str, ...]) -> None:
    assert left_in_english(packaged() / f"toolkits/coalitions/{campaign}.yaml", documents) == []


def test_an_english_sentence_is_found(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(ORLEANS)
    page = Node("div", {}, [Node("p", {}, ["La cárcel the jail 19.31 to 19.39 “the jail” (detainer)."])])
    text, = filter(None, spanish_texts(page))
    words = [word for word in WORD.findall(QUOTED.sub(" ", text)) if word in english_words()]
    assert words == ["the", "jail", "to"]
