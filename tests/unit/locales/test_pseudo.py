"""Pseudo-languages change every word, keep what must be kept, and pass the checks that translations pass."""

from pathlib import Path

import pytest
from locale_projects import project

from build_toolkit.files.roots import Roots
from build_toolkit.locales.catalog import Message
from build_toolkit.locales.check import check_message
from build_toolkit.locales.languages import read_language
from build_toolkit.locales.pseudo import pseudo_catalog
from build_toolkit.locales.registry import read_registry
from build_toolkit.problems import Report, Severity

REGISTRY = read_registry(Roots.of(None), Report())
TEXTS = [
    "On {date}, the **sheriff** of {place.name} held 21 people; see [the form](https://ice.gov/form).",
    "Call 1-800-555-1234 or write to help@example.org about form I-247A, section 287(g).{cite_8_CFR_287_7}",
    "*Who decides?*", "**Done when:**", "`code` stays; so does ice.gov/287g &amp; \\*this\\*", "Is it a warrant?",
    "It cost $1,234.50.", "[Everything is a link]({agreement.link})",
]


@pytest.mark.parametrize("tag", ["en_XA", "en_XL", "ar_XB"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_pseudo_translation_has_no_error_and_leaves_no_word_as_it_was(tag: str, text: str) -> None:
    entry = REGISTRY.languages[tag]
    (made,) = pseudo_catalog([Message(text)], entry).values()
    faults = check_message(tag, Message(text, strings=made), entry)
    assert [fault for severity, fault in faults if severity is Severity.ERROR] == []
    assert made != (text,)


def test_accented_english_is_a_third_longer_and_readable() -> None:
    text = "A detainer is a request by ICE to hold a person for two more days."
    (made,) = pseudo_catalog([Message(text)], REGISTRY.languages["en_XA"]).values()
    assert 1.3 < len(made[0]) / len(text) < 1.5
    assert made[0].startswith("Á ďéťáíñéř íš á řéqüéšť bÿ ÍÇÉ") and made[0].endswith(".")


def test_stretched_english_has_long_words_and_as_many_of_them() -> None:
    text = "A detainer is a request by ICE to hold a person for two more days."
    (made,) = pseudo_catalog([Message(text)], REGISTRY.languages["en_XL"]).values()
    assert 1.5 < len(made[0]) / len(text) < 1.75 and len(made[0].split()) == len(text.split())
    assert made[0].startswith("A deeetaaiineer iiis") and made[0].endswith(".")


def test_the_other_one_is_in_letters_from_right_to_left() -> None:
    (made,) = pseudo_catalog([Message("Who decides, {name}?")], REGISTRY.languages["ar_XB"]).values()
    letters = [c for c in made[0].replace("{name}", "") if c.isalpha()]
    assert all("\u0600" <= c <= "\u06ff" for c in letters) and made[0].endswith("؟") and "{name}" in made[0]


def test_what_has_no_words_stays() -> None:
    made = pseudo_catalog([Message("{n}"), Message("287(g)"), Message("2014-2017")], REGISTRY.languages["en_XA"])
    assert [strings[0] for strings in made.values()] == ["{n}", "287(g)", "2014-2017"]


@pytest.mark.parametrize(("tag", "forms"), [("en_XA", 2), ("en_XL", 2), ("ar_XB", 6)])
def test_plurals_have_all_their_forms(tag: str, forms: int) -> None:
    made = pseudo_catalog([Message("{n} day", "{n} days")], REGISTRY.languages[tag])
    assert len(made[None, "{n} day"]) == forms


def test_a_pseudo_language_is_made_from_the_templates(tmp_path: Path) -> None:
    template = 'msgid ""\nmsgstr ""\n"Language: \\n"\n\nmsgctxt "heading"\nmsgid "Who decides?"\nmsgstr ""\n'
    language = read_language("ar_XB", project(tmp_path, {"locales/pot/documents.pot": template}), Report())
    assert language is not None and language.pseudo and language.direction == "rtl"
    assert list(language.catalog) == [("heading", "Who decides?")]
