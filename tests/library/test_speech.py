"""What people say aloud: it fits its time, names what matters, and asks for nothing that a law may punish.

The situations are made up, on real places chosen for who governs them.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from build_toolkit.compose.document import Composed
from build_toolkit.compose.speech import TIMES, in_words, out_of_time
from build_toolkit.page.tree import Node
from build_toolkit.pipeline import BuildRequest, check, compose_all, prepare
from factories import law_file

TODAY = date(2026, 11, 30)
DOCUMENTS = ("public-comment", "call-script", "meeting-agenda")
SPEAKERS = ("parent", "owner", "faith", "helper")
LIST_DAY = "May 18, 2026"                            # said where ICE's list is what we know
NOT_KNOWN = "us/ne/hall"                             # who runs the jail there; people say "our jail"
IN_COMMON = 12                                       # words in a row that two speakers may share
OFFICIAL = "sheriff|official|commissioner|correction|director|officer"
BREATH = 32                                          # words: most are far shorter; see the average


class Told(NamedTuple):
    """A situation: the place, the models of its sheriff's agreements, law and reports of it, the day, a figure."""

    place: str = "us/wi/dane"
    models: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    day: date = TODAY
    figure: str = ""
    policies: str = "[287g, detainers]"


SITUATIONS = {
    "two agreements": Told(models=("jem", "wso")),
    "one, and a figure": Told(models=("wso",), figure="309"),
    "patrol": Told(models=("tfm",)),
    "jail and patrol": Told(models=("tfm", "jem", "wso")),
    "none found": Told(),
    "none, and a figure": Told(figure="1,400"),
    "required and signed": Told("us/tx/tarrant", ("jem",), ("requires-287g", "punishes-officials")),
    "required and not signed": Told(does=("requires-287g",)),
    "forbidden": Told("us/il/cook", does=("forbids-287g", "forbids-detainer-holds")),
    "forbidden and listed": Told("us/il/cook", ("wso",), ("forbids-287g",)),
    "reported only": Told("us/ga/cobb", reported=("requires-287g", "punishes-officials")),
    "holds ordered": Told("us/nc/gaston", ("jem",), ("requires-detainers", "bars-limits-on-cooperation")),
    "no sheriff, no board": Told("us/ct/greater-bridgeport"),
    "the state's jails": Told("us/ak/anchorage"),
    "2015": Told(day=date(2015, 8, 31), policies="[pep, detainers]"),
    "2017, no list": Told("us/nc/gaston", day=date(2017, 3, 1)),
    "detainers alone": Told(policies="[detainers]"),
    "required and signed, and a figure": Told("us/tx/tarrant", ("jem", "wso"), ("requires-287g",), figure="1,472"),
    "reported only, and a figure": Told("us/ga/cobb", reported=("requires-287g",), figure="77"),
    "nobody knows who runs the jail": Told(NOT_KNOWN),
    "nobody knows who runs the jail, and a figure": Told(NOT_KNOWN, figure="309"),
}


def written(folder: Path, told: Told) -> Path:
    law = law_file(folder, told.place.split("/")[1].upper(), *told.does, reported=told.reported)
    law.write_text(law.read_text().replace("2025-01-01", "2010-01-01"))
    rest = f"signed: 2025-03-01, as_of: {told.day}, source: made"
    rows = "".join(f"  - {{agency: Sheriff’s Office, model: {model}, {rest}}}\n" for model in told.models)
    count = f"  detainers.received: {{value: {told.figure.replace(',', '')}, as_of: {told.day}, source: made}}\n"
    file = folder / "x.yaml"
    file.write_text(
        f"place: {told.place}\npolicies: {told.policies}\ntitle: A test\nlanguages: [en, es]\n"
        f"documents: [{', '.join(DOCUMENTS)}]\n"
        + (f"agreements:\n{rows}" if rows else "") + (f"facts:\n{count}" if told.figure else "")
        + "sources:\n  made: {title: A letter, publisher: The jail, date: 2015-01-02, read_on: 2015-01-03}\n")
    return file


def composed(folder: Path, told: Told, **more: object) -> list[Composed]:
    request = BuildRequest(written(folder, told), TODAY, as_of=told.day, languages=("en",), **more)
    prepared = prepare(request)
    made = list(compose_all(prepared, request))
    assert len(made) == len(DOCUMENTS)
    return made


def pieces(made: list[Composed]) -> Iterator[tuple[str, Node]]:
    for one in made:
        for chapter in one.chapters:
            for node in chapter.tree.all(lambda node: "data-spoken" in node.attrs):
                yield node.attrs["data-spoken"], node


def said(node: Node) -> list[str]:
    """What is said, block by block: without what is printed for the eye alone."""
    blocks = node.all(lambda one: one.tag == "p" and "say" in one.classes)
    return [block.text(lambda one: bool(one.classes & {"unsaid", "slot"})).strip() for block in blocks]


@pytest.fixture(scope="module", params=SITUATIONS)
def situation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, list[Composed]]:
    told = SITUATIONS[request.param]
    return told, composed(tmp_path_factory.mktemp("speech"), told)


def test_everything_that_is_said_fits_its_time_in_every_situation(situation: tuple[Told, list[Composed]]) -> None:
    _, made = situation
    kinds = [kind for kind, _ in pieces(made)]
    assert set(kinds) == set(TIMES) and kinds.count("3 minutes") == len(SPEAKERS)
    assert not [problem.what for one in made for chapter in one.chapters for problem in out_of_time(chapter)]


def test_a_comment_names_ice_the_jail_and_an_official_and_is_said_in_short_breaths(
        situation: tuple[Told, list[Composed]]) -> None:
    told, made = situation
    for kind, node in pieces(made):
        if kind not in ("1 minute", "2 minutes", "3 minutes"):
            continue
        text = " ".join(said(node)).replace(LIST_DAY, "that day")
        assert "ICE, the federal immigration agency" in text and re.search(r"\bjails?\b", text), text
        official = "our jail" if told.place == NOT_KNOWN else OFFICIAL
        assert re.search(official, text, re.IGNORECASE), text
        assert not re.search(r"[\[\]†*()]|287", text), text
        assert re.findall(r"\d[\d,]*", text) == ([told.figure] if told.figure else []), text
        sentences = [len(one.split()) for one in re.split(r"(?<=[.?!])”?\s+", text) if one]
        assert max(sentences) <= BREATH and sum(sentences) / len(sentences) <= 14, text


def test_a_longer_comment_says_the_shorter_one_word_for_word_and_all_speakers_ask_the_same(
        situation: tuple[Told, list[Composed]]) -> None:
    _, made = situation
    comments = [said(node) for kind, node in pieces(made) if "minute" in kind]
    asks = {block for blocks in comments for block in blocks if block.startswith("So I ask you for one thing.")}
    assert len(comments) == 3 * len(SPEAKERS) and len(asks) == 1
    for one, two, three in zip(comments[::3], comments[1::3], comments[2::3], strict=True):
        assert [block for block in two if block in one] == one and [block for block in three if block in two] == two
        assert three[-1] == one[-1] and not three[-1].startswith("So I ask"), "the ask is never the last sentence"


def test_no_two_speakers_read_the_same_script(situation: tuple[Told, list[Composed]]) -> None:
    _, made = situation
    heard = [said(node) for kind, node in pieces(made) if kind == "3 minutes"]
    assert len({blocks[1] for blocks in heard}) == 1, "the place and its figure are the same for all"
    for place in (0, 2, 3, 4, -1):                   # the opening, the reason, its story, an objection, the last word
        assert len({blocks[place] for blocks in heard}) == len(SPEAKERS)
    runs = [own_runs(node) for kind, node in pieces(made) if kind == "3 minutes"]
    for one, other in combinations(runs, 2):
        assert not one & other, one & other


def own_runs(comment: Node) -> set[str]:
    """All runs of words longer than may be shared, of what is neither asked nor told of the place."""
    blocks = comment.all(lambda one: one.tag == "p" and "say" in one.classes)
    asks = {block.text() for block in blocks
            if "the-line" in block.classes or block.all(lambda one: "data-demand" in one.attrs)}
    own = [block.text() for number, block in enumerate(blocks) if number != 1 and block.text() not in asks]
    words = [re.findall(r"[\w’-]+", text.lower()) for text in own]
    return {" ".join(one[at:at + IN_COMMON + 1]) for one in words for at in range(len(one) - IN_COMMON)}


def test_what_a_speaker_may_not_have_lived_stands_in_brackets(situation: tuple[Told, list[Composed]]) -> None:
    _, made = situation
    marked = []
    for _, node in pieces(made):
        text = node.text(lambda one: "slot" in one.classes)
        marked += re.findall(r"\[only if true: [^\[\]]*[.?!]\]", text)
        outside = re.sub(r"\[only if true: [^\[\]]*\]", "", text)
        assert not re.search(r"[\[\]]|\bI’ve (?!heard that state law)|\bI (saw|met|sat|looked|asked)\b|\basked me\b",
                             outside), outside
    assert len(set(marked)) == 3


def test_whatever_way_people_speak_they_make_one_ask_and_tell_the_figure_once(
        situation: tuple[Told, list[Composed]]) -> None:
    told, made = situation
    asked = next(node for kind, node in pieces(made) if kind == "1 minute").all(lambda one: "the-line" in one.classes)
    ask = asked[0].text().split("one thing. ")[1]
    for kind, node in pieces(made):
        text = node.text()
        assert "ICE" in text and re.search(r"jail|sheriff|Officers here", text), text
        if kind != "one sentence":
            assert text.count(ask) == 1 and (not told.figure or text.count(told.figure) == 1), text
    assert not told.figure or f"If they ask for a number, say: “Our jail counted {told.figure} " in call_sheet(made)


def call_sheet(made: list[Composed]) -> str:
    return " ".join(chapter.tree.text() for chapter in made[1].chapters)


def test_on_the_speakers_sheets_stand_no_notes_and_the_clerks_names_the_sources(tmp_path: Path) -> None:
    comment = composed(tmp_path, SITUATIONS["one, and a figure"])[0]
    sheets = {Path(chapter.file).stem: chapter.tree for chapter in comment.chapters}
    assert not sheets["script"].all(lambda node: bool(node.classes & {"fn", "call"}))
    clerk = sheets["clerk"].text()
    assert clerk.index("requires no state or county to sign") < clerk.index("How many requests our jail counted")
    assert "8 U.S.C. 1357(g)" in clerk and "The jail" in clerk


@pytest.mark.parametrize(("does", "reported"), [
    (("requires-287g",), ()), (("punishes-officials",), ()), (("bars-limits-on-cooperation",), ()),
    ((), ("requires-287g",)), ((), ("punishes-officials",)),
])
def test_what_a_law_may_bar_or_punish_is_not_asked_aloud(
        tmp_path: Path, does: tuple[str, ...], reported: tuple[str, ...]) -> None:
    made = composed(tmp_path, Told("us/ga/cobb", ("wso",), does, reported))
    text = " ".join(" ".join(said(node)) for _, node in pieces(made))
    asked = {node.attrs["data-demand"] for _, piece in pieces(made)
             for node in piece.all(lambda node: "data-demand" in node.attrs)}
    assert asked <= {"public-hearing", "public-forum", "quarterly-report", "publish-agreement", "detainer-log",
                     "say-what-exists", "both-columns", "hold-costs", "complaint-route", "answer-requests",
                     "publish-rule", "retire-old-rules"}
    assert "end every agreement" not in text and "on patrol acts for ICE" not in text and "rent jail beds" not in text


def test_of_a_day_without_a_list_nobody_says_that_there_is_no_agreement(tmp_path: Path) -> None:
    text = " ".join(" ".join(said(node)) for _, node in pieces(composed(tmp_path, SITUATIONS["2017, no list"])))
    assert "I don’t know if our jail has an agreement" in text
    assert "shows no agreement" not in text and "don’t ask ICE for an agreement" not in text


def test_where_a_law_is_only_reported_no_press_is_given_as_the_law(tmp_path: Path) -> None:
    clerk = composed(tmp_path, SITUATIONS["reported only"])[0].chapters[-2].tree.text()
    assert "We have only read reports" in clerk and "A made-up source" not in clerk and "Written in" not in clerk


def test_a_speech_over_its_time_is_told_with_file_and_line(tmp_path: Path) -> None:
    file = written(tmp_path, Told())
    assert not [problem for problem in check(BuildRequest(file, TODAY)) if problem.code == "SPK001"]
    long = tmp_path / "templates/parts/contact.html.j2"
    long.parent.mkdir(parents=True)
    own = Path(__file__).parents[2] / "templates/parts/contact.html.j2"
    more = "I have one request. " + "Please listen to me now. " * 9
    long.write_text(own.read_text().replace("I have one request.", more))
    told = [problem for problem in check(BuildRequest(file, TODAY)) if problem.code == "SPK001"]
    assert [(problem.file.rsplit("/", 1)[-1], problem.line) for problem in told] == [("script.md", 17)]
    assert "a call" in told[0].what and "40 to 75" in told[0].what


@pytest.mark.parametrize(("number", "words"), [("0", 1), ("7", 1), ("20", 1), ("42", 2), ("309", 3), ("1,400", 4),
                                                ("112,000,000", 4), ("2026", 4)])
def test_a_number_counts_as_the_words_in_which_it_is_spoken(number: str, words: int) -> None:
    assert in_words(number) == words
