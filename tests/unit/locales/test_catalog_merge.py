"""What happens to a translator's work when the English changes, moves, goes and comes back."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_toolkit.locales.catalog import Catalog, Key, Message, Previous
from build_toolkit.locales.merge import merge
from build_toolkit.locales.po import po_text, read_po
from build_toolkit.locales.registry import Plurals
from build_toolkit.problems import Report

SPANISH = Plurals(count=2, rule="n != 1")
LONG = "A detainer is a request by ICE to hold a person for two more days."
CHANGED = "A detainer is a written request by ICE to hold a person for two more days."
OTHER = "The county board votes on the budget every year in the fall."


def english(*messages: Message) -> Catalog:
    return Catalog(messages)


def spanish(*messages: Message) -> Catalog:
    return Catalog(messages, (("Language", "es"), ("X-Own", "kept")))


def merged(old: Catalog, template: Catalog, **options: object) -> dict[Key, Message]:
    catalog = merge(old, template, "es", SPANISH, **options)  # type: ignore[arg-type]
    again = merge(catalog, template, "es", SPANISH)
    assert po_text(again) == po_text(catalog), "a second run changes nothing"
    return {m.key: m for m in catalog.messages}


def test_unchanged_english_keeps_translation_comments_and_headers() -> None:
    old = spanish(Message(LONG, strings=("Uno",), comments=("mine",), flags=("no-wrap",)))
    catalog = merge(old, english(Message(LONG, notes=("to translators",), references=("b.md",))), "es", SPANISH)
    (found,) = catalog.messages
    assert found.strings == ("Uno",) and found.comments == ("mine",) and not found.fuzzy
    assert found.notes == ("to translators",) and found.references == ("b.md",) and "no-wrap" in found.flags
    assert catalog.header("X-Own") == "kept" and catalog.header("Plural-Forms") == SPANISH.header


def test_changed_english_becomes_fuzzy_and_shows_what_it_was() -> None:
    found = merged(spanish(Message(LONG, strings=("Uno",), comments=("mine",))), english(Message(CHANGED)))
    message = found[None, CHANGED]
    assert message.fuzzy and message.strings == ("Uno",) and message.previous == Previous(LONG)
    assert message.comments == ("mine",) and len(found) == 1


def test_english_that_changes_twice_shows_what_the_translation_was_made_for() -> None:
    once = merge(spanish(Message(LONG, strings=("Uno",))), english(Message(CHANGED)), "es", SPANISH)
    found = merged(once, english(Message(CHANGED + " It is no order.")))
    assert found[None, CHANGED + " It is no order."].previous == Previous(LONG)


def test_another_text_is_not_taken_for_a_new_version() -> None:
    found = merged(spanish(Message(LONG, strings=("Uno",))), english(Message(OTHER)))
    assert not found[None, OTHER].strings and found[None, LONG].obsolete


@pytest.mark.parametrize(("before", "after"), [("Sheriff", "Shelf"), ("Yes", "Yet"), ("cell", "call"), ("2014", "15")])
def test_short_words_that_only_look_alike_are_not_mixed_up(before: str, after: str) -> None:
    assert not merged(spanish(Message(before, strings=("x",))), english(Message(after)))[None, after].strings


def test_a_field_that_was_rewritten_keeps_its_translation_as_a_guess() -> None:
    place = "policies.287g.ask"
    found = merged(spanish(Message("End the agreement with ICE now.", context=place, strings=("Uno",))),
                   english(Message("Please end every agreement with ICE.", context=place)))
    assert found[place, "Please end every agreement with ICE."].fuzzy


def test_a_text_that_moved_keeps_its_translation() -> None:
    found = merged(spanish(Message(LONG, context="policies.a.ask", strings=("Uno",))),
                   english(Message(LONG, context="policies.b.ask")))
    message = found["policies.b.ask", LONG]
    assert message.strings == ("Uno",) and not message.fuzzy and len(found) == 1


def test_a_text_translated_in_two_ways_is_a_guess_where_it_moves() -> None:
    old = spanish(Message("Sheriff", context="a.x", strings=("Alguacil",)),
                  Message("Sheriff", context="a.y", strings=("Sheriff",)))
    assert merged(old, english(Message("Sheriff", context="a.z")))["a.z", "Sheriff"].fuzzy


def test_a_copy_starts_from_the_translation_that_is_there() -> None:
    old = spanish(Message(LONG, strings=("Uno",)))
    found = merged(old, english(Message(LONG), Message(LONG, context="policies.a.ask")))
    assert not found[None, LONG].fuzzy
    assert found["policies.a.ask", LONG].fuzzy and found["policies.a.ask", LONG].strings == ("Uno",)


def test_what_is_gone_stays_until_it_is_purged_and_comes_back_whole() -> None:
    old = spanish(Message(LONG, strings=("Uno",), references=("a.md",)), Message("Never translated"))
    gone = merge(old, english(Message(OTHER)), "es", SPANISH)
    assert [m.id for m in gone.obsolete] == [LONG] and not gone.obsolete[0].references
    back = merged(gone, english(Message(OTHER), Message(LONG)))
    assert back[None, LONG].strings == ("Uno",) and not back[None, LONG].obsolete and not back[None, LONG].fuzzy
    purged = merge(gone, english(Message(OTHER)), "es", SPANISH, purge=True)
    assert not purged.obsolete


def test_a_text_that_went_to_another_file_takes_its_translation_along() -> None:
    found = merged(spanish(), english(Message(LONG)), pool=[Message(LONG, strings=("Uno",))])
    assert found[None, LONG].strings == ("Uno",) and not found[None, LONG].fuzzy


def test_plurals_that_come_or_change_are_guesses_with_the_right_number_of_forms() -> None:
    one = merged(spanish(Message("{n} person", strings=("{n} persona",))), english(Message("{n} person", "{n} people")))
    assert one[None, "{n} person"].fuzzy and one[None, "{n} person"].strings == ("{n} persona", "{n} persona")
    back = merged(spanish(Message("{n} person", "{n} people", strings=("a", "b"))), english(Message("{n} person")))
    assert back[None, "{n} person"].strings == ("b",) and back[None, "{n} person"].fuzzy
    three = merged(spanish(Message("{n} a", "{n} b", strings=("x", "y", "z"))), english(Message("{n} a", "{n} b")))
    assert three[None, "{n} a"].strings == ("x", "z") and three[None, "{n} a"].fuzzy


def test_each_old_text_is_used_once_and_the_nearest_wins() -> None:
    old = spanish(Message(LONG, strings=("Uno",)))
    found = merged(old, english(Message(CHANGED + " It is no order of a judge."), Message(CHANGED)))
    assert found[None, CHANGED].fuzzy
    assert not found[None, CHANGED + " It is no order of a judge."].strings


TEXTS = st.sampled_from([LONG, CHANGED, OTHER, "Yes", "No", "Sheriff", "Sheriffs", "{n} person", OTHER + " Always."])
KEYS = st.tuples(st.sampled_from([None, "heading", "policies.a.ask"]), TEXTS)


@settings(deadline=None)
@given(st.lists(st.lists(KEYS, unique=True, max_size=6), min_size=2, max_size=5), st.data())
def test_any_history_can_be_merged_twice_and_loses_nothing(history: list[list[Key]], data: st.DataObject) -> None:
    plurals = {"{n} person": "{n} people"}
    catalog = spanish()
    for keys in history:
        template = english(*(Message(text, plurals.get(text, ""), context) for context, text in keys))
        before = {string for m in catalog.messages for string in m.strings if string}
        catalog = merge(catalog, template, "es", SPANISH)
        assert po_text(merge(catalog, template, "es", SPANISH)) == po_text(catalog)
        assert before <= {string for m in catalog.messages for string in m.strings}
        assert [m.key for m in catalog.live] == keys
        done = [
            replace(m, strings=(f"T {m.id}",) * (2 if m.plural else 1), flags=(), previous=None)
            if not m.obsolete and data.draw(st.booleans()) else m
            for m in catalog.messages
        ]
        catalog = replace(catalog, messages=tuple(done))
        report = Report()
        read = read_po(po_text(catalog).encode(), "x.po", report)
        assert read is not None and po_text(read) == po_text(catalog) and not list(report)


def test_of_five_thousand_messages_the_reworded_become_fuzzy_each_from_its_own_text() -> None:
    """Tenth of the paragraphs reworded, each by a word or two: exactly those become fuzzy, each from its own text."""
    pick = random.Random(7)
    words = [f"word{n}" for n in range(3000)]
    weights = [1 / n for n in range(1, 3001)]
    texts = [" ".join(pick.choices(words, weights, k=pick.randint(12, 60))) for _ in range(5000)]
    raw = po_text(spanish(*(Message(t, strings=(t.upper(),)) for t in texts))).encode()
    reworded = {}
    for number in pick.sample(range(5000), 500):
        parts = texts[number].split()
        parts[pick.randrange(len(parts))] = "changed"
        reworded[" ".join(parts)] = texts[number]
        texts[number] = " ".join(parts)
    template = english(*map(Message, texts))
    old = read_po(raw, "es.po", Report())
    assert old is not None
    new = merge(old, template, "es", SPANISH)
    po_text(new)
    guessed = {m.id: m.previous.id for m in new.live if m.previous}
    assert guessed == reworded


def test_a_story_that_is_gone_is_not_kept_as_obsolete_nor_guessed_for_another_text() -> None:
    gone = Message(LONG, context="campaigns.x.stories.bus.text", strings=("Uno",), comments=("mine",))
    other = Message(LONG, context="campaigns.x.title", strings=("Dos",))
    assert set(merged(spanish(gone, other), english())) == {other.key}
    found = merged(spanish(gone), english(Message(CHANGED)))
    assert not found[None, CHANGED].strings and len(found) == 1
