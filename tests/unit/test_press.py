"""The press kit says what the letter says: no other demand, count, word or speaker; posts fit their networks."""

from pathlib import Path

import pytest

from build_toolkit.coalition.press import PressFacts, length, reworded, wrong_counts, wrong_how_many
from build_toolkit.model import JointDemand, Text
from joint import DEMANDS, LETTER, SIGNERS, composed, line_of, looked_at, write

PRESS = """\
quotes:
  one: {words: We pay for it and may see it., speaker: Example speaker 1, role: treasurer, approved_on: 2026-11-19}
press:
  contact: press@aldertenants.net
  release:
    on: 2026-11-20
    place: Alder
    headline: "{joint.signers.count} signers ask for open books"
    paragraphs:
      - "{joint.signers.organizations} organizations wrote to the board. The letter makes two demands."
    quotes: [one]
posts:
  - {id: short, network: x, text: "{joint.signers.count} signers ask for open books.", demand: open-books,
     card: count, alt: A card.}
"""
WHOLE = DEMANDS + LETTER + SIGNERS


def demand(key: str, ask: str) -> JointDemand:
    return JointDemand(id=key, number=1, title=Text("A title of its own"), ask=Text(ask))


def test_a_kit_prints_the_letters_demands_and_count(tmp_path: Path) -> None:
    kit, posts = composed(write(tmp_path, WHOLE + PRESS, documents="press-kit, social-posts"))
    assert not [*kit.problems, *posts.problems]
    release = kit.html.split('class="joint-page c-release')[1]
    for words in ("4 signers ask for open books", "3 organizations wrote", "Publish every contract on detention within",
                  "“We pay for it and may see it.”", "Alder Tenants Union", "press@aldertenants.net"):
        assert words in release
    assert "4 signers ask for open books. Publish every contract on detention within thirty days." in " ".join(
        posts.html.split()).replace("</p>", "")


@pytest.mark.parametrize(
    ("change", "code", "at"),
    [
        (("{joint.signers.organizations} organizations", "198 organizations"), "PRESS002", "198"),
        (("{joint.signers.organizations} organizations", "Nearly 5 groups"), "PRESS002", "Nearly"),
        (("makes two demands", "makes three demands"), "PRESS003", "three demands"),
        (("    quotes: [one]", "    quotes: [one]\n    demands: [close-jail]"), "LETR006", "close-jail"),
        (("    quotes: [one]", "    quotes: [one]\n    says: {close-jail: Close the jail.}"), "PRESS001", "close-jail"),
        (("    quotes: [one]", "    quotes: [one]\n    says: {open-books: Publish some contracts on detention.}"),
         "PRESS004", "some contracts"),
        (("The letter makes two demands.", "Publish every contract on detention within sixty days."),
         "PRESS004", "sixty"),
        (("The letter makes two demands.", "The letter makes two demands. The letter says that the board agrees."),
         "PRESS016", "the board agrees"),
        (("The letter makes two demands.", "The letter calls and says “everything must end.”"), "PRESS016", "must end"),
        (("quotes: [one]", "quotes: [two]"), "PRESS006", "quotes: [two]"),
        (("approved_on: 2026-11-19", "approved_on: 2026-11-21"), "PRESS007", "speaker 1"),
        (("speaker: Example speaker 1, ", ""), "CAMP002", "one: {words"),
        (("speaker: Example speaker 1", 'speaker: ""'), "CAMP002", "one: {words"),
        (("demand: open-books", "demand: open-boks"), "PRESS001", "id: short"),
        ((", alt: A card.", ""), "PRESS010", "id: short"),
        (("card: count", "card: tally"), "PRESS011", "card: tally"),
        (("card: count", 'tags: ["open books"], card: count'), "PRESS012", 'tags: ["open books"]'),
    ],
)
def test_what_the_letter_does_not_say_is_refused_with_its_line(
    tmp_path: Path, change: tuple[str, str], code: str, at: str,
) -> None:
    text = WHOLE + PRESS.replace(*change)
    path = write(tmp_path, text, documents="press-kit, social-posts")
    errors = [p for p in looked_at(path)[1] if p.severity == "error"]
    assert [p.code for p in errors] == [code]
    assert (errors[0].file, errors[0].line) == ("toolkits/coalitions/test.yaml", line_of(path, at)) and errors[0].fix


def test_a_day_that_the_file_does_not_know_is_warned_of(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE + PRESS.replace("wrote to the board", "wrote to the board on November 18"))
    assert [p.code for p in looked_at(path)[1]] == ["PRESS005"]


def test_an_op_ed_keeps_the_outlets_limit(tmp_path: Path) -> None:
    piece = "  op_ed: {author: Example, role: treasurer, limit: 50, paragraphs: [%s]}\nposts:" % ("word " * 51)
    path = write(tmp_path, WHOLE + PRESS.replace("posts:", piece))
    assert [p.code for p in looked_at(path)[1]] == ["PRESS008"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("193 organizations", []), ("193 immigrant justice organizations", []), ("198 groups", ["198 groups"]),
        ("nearly 193 groups", ["nearly 193 groups"]), ("more than 190 groups", []),
        ("more than 200 groups", ["more than 200 groups"]), ("In 2024, groups wrote", []), ("In 2009 groups wrote", []),
        ("287(g) groups", []),
        ("12 groups of people", ["12 groups"]), ("1,193 signers", ["1,193 signers"]), ("no number of groups", []),
    ],
)
def test_counts_in_free_text(text: str, wrong: list[str]) -> None:
    assert list(wrong_counts(text, PressFacts((), frozenset({193, 180}), 193))) == wrong


def test_numbers_of_demands_in_free_text() -> None:
    known = PressFacts((demand("a", "Do the first thing."), demand("b", "Do the second thing.")))
    found = wrong_how_many("two demands, 2 demands, three demands and 4 asks", known)
    assert list(found) == ["three demands", "4 asks"]


def test_a_demand_in_other_words_is_known_from_a_text_about_something_else() -> None:
    known = PressFacts((demand("a", "Publish every contract on detention within thirty days."),))
    assert not list(reworded("We ask the board to “Publish every contract on detention within thirty days.”", known))
    assert not list(reworded("The board met for two hours and published nothing at all.", known))
    assert [key for _, key in reworded("Publish each contract on detention within thirty days!", known)] == ["a"]


def test_links_count_as_networks_count_them() -> None:
    link = "https://www.example.org/" + "x" * 80
    assert length(f"A {link}", "x") == 25 and length(f"A {link}", "bluesky") == 2 + len(link)


def test_a_post_that_is_too_long_is_found_in_the_language_in_which_it_prints(tmp_path: Path) -> None:
    from build_toolkit.pipeline import BuildRequest, compose_all, prepare
    from build_toolkit.review.consistency import agree
    from joint import TODAY

    text = PRESS.replace("signers ask for open books.", "signers ask for open books. " + "Long. " * 40)
    path = write(tmp_path, WHOLE + text, documents="social-posts")
    request = BuildRequest(path, TODAY)
    prepared = prepare(request)
    found = agree(compose_all(prepared, request), prepared.campaign)
    assert [p.code for p in found] == ["PRESS014"] and "x takes 280" in found[0].what
