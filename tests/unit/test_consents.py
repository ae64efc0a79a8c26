"""Nobody's words are printed without a yes that holds, and a no takes effect at the next build."""

from datetime import date
from typing import Any

import pytest

from build_toolkit.model.people import ConsentFile, ConsentScope
from build_toolkit.problems import Severity
from build_toolkit.protection.consents import (
    SCOPES,
    StoryUse,
    check,
    printed_files,
    problems_of,
    recalled,
    stories_for,
    words_of,
)

TODAY = date(2026, 11, 21)


def consent(**fields: Any) -> dict[str, Any]:
    return {"who": "M. R.", "who_is": "initials", "scope": ["print"], "languages": ["es", "en"],
            "given_on": "2026-06-01", "expires": "2027-06-01", "kept_by": "Neighbors Together", **fields}


def file(**fields: Any) -> ConsentFile:
    return ConsentFile.model_validate({
        "consents": {"mr": consent(**fields)},
        "stories": {"bus-stop": {"consent": "mr", "text": "I was on my way to work.", "told_on": "2026-06-01"}},
    })


def use(**fields: Any) -> StoryUse:
    return StoryUse(**{"as_of": TODAY, "today": TODAY, "language": "es", "document": "toolkit", **fields})


def code(consents: ConsentFile, where: StoryUse) -> str:
    may, held = stories_for(consents, where)
    assert len(may) + len(held) == 1
    return held[0].code if held else ""


def test_a_story_prints_under_its_pseudonym_or_initials_within_its_consent() -> None:
    may, held = stories_for(file(), use())
    assert [(s.id, s.who, s.text) for s in may] == [("bus-stop", "M. R.", "I was on my way to work.")]
    assert not held


@pytest.mark.parametrize(
    ("fields", "where", "expected"),
    [
        ({"withdrawn_on": "2026-11-21"}, {}, "CONS002"),
        ({"withdrawn_on": "2026-12-24"}, {}, "CONS002"),
        ({"expires": "2026-11-21"}, {}, "CONS003"),
        ({}, {"language": "ar"}, "CONS004"),
        ({"scope": ["web"]}, {}, "CONS005"),
        ({"editions": ["internal"]}, {}, "CONS005"),
        ({"documents": ["press-release"]}, {}, "CONS005"),
        ({"given_on": "2026-11-22"}, {}, "CONS006"),
        ({}, {"as_of": date(2026, 5, 31)}, "CONS007"),
    ],
)
def test_a_consent_that_does_not_hold_keeps_the_story_out(
    fields: dict[str, Any], where: dict[str, Any], expected: str,
) -> None:
    assert code(file(**fields), use(**where)) == expected


def test_a_withdrawn_story_stays_out_of_an_edition_of_the_past_built_today() -> None:
    past = use(as_of=date(2026, 7, 1))
    assert code(file(), past) == ""
    assert code(file(withdrawn_on="2026-10-01"), past) == "CONS002"


def test_languages_cover_their_regions_and_never_another_script() -> None:
    assert code(file(languages=["es"]), use(language="es_US")) == ""
    assert code(file(languages=["zh-Hans"]), use(language="zh-Hant")) == "CONS004"
    assert code(file(languages=["all"]), use(language="hmn")) == ""


def test_a_story_without_a_consent_record_is_an_error_and_the_rest_are_told_as_warnings() -> None:
    orphan = ConsentFile.model_validate({"stories": {"x": {"consent": "nobody", "text": "t", "told_on": "2026-01-01"}}})
    _, held = stories_for(orphan, use())
    assert [(p.code, p.severity) for p in problems_of(held, "c.yaml")] == [("CONS001", Severity.ERROR)]
    _, held = stories_for(file(withdrawn_on="2026-11-01"), use())
    told = problems_of(held, "c.yaml")
    assert [(p.code, p.severity) for p in told] == [("CONS002", Severity.WARNING)]
    assert "2026-11-01" in told[0].what


def test_a_whole_name_where_initials_are_meant_is_refused() -> None:
    assert [p.code for p in check(file(who="Maria Ramirez"), "c.yaml", TODAY)] == ["CONS008"]
    assert not check(file(who="Maria Ramirez", who_is="public-official"), "c.yaml", TODAY)
    assert not check(file(who="M.R."), "c.yaml", TODAY)
    assert [p.code for p in check(file(expires="2026-05-01"), "c.yaml", TODAY)] == ["CONS009"]


def test_an_edition_in_two_languages_needs_consent_to_both() -> None:
    assert code(file(languages=["es"]), use(language="es+en")) == "CONS004"
    assert code(file(languages=["es", "en"]), use(language="es+en")) == ""


def test_every_scope_is_explained_and_nothing_else_is_a_scope() -> None:
    assert set(SCOPES) == set(ConsentScope)
    with pytest.raises(ValueError, match="scope"):
        file(scope=["internet"])


def said(story: str, _language: str) -> str:
    return words_of(file(), story)


def nothing_special(document: str) -> None:
    """No document has a scope of its own."""


MANIFEST = {"as_of": "2026-07-01", "built": "2026-07-01", "edition": "public", "files": {
    "en/toolkit.pdf": {"document": "toolkit", "language": "en", "format": "pdf", "sha256": "1",
                       "stories": ["bus-stop"], "words": {"bus-stop": words_of(file(), "bus-stop")}},
    "en/card.pdf": {"sha256": "2", "stories": []},
}}


@pytest.mark.parametrize(("fields", "why"), [
    ({}, []), ({"withdrawn_on": "2026-11-01"}, ["CONS002"]), ({"expires": "2026-11-21"}, ["CONS003"]),
    ({"languages": ["es"]}, ["CONS004"]), ({"scope": ["web"]}, ["CONS005"]), ({"documents": ["flyer"]}, ["CONS005"]),
    ({"editions": ["internal"]}, ["CONS005"]),
])
def test_a_file_is_called_back_when_its_story_may_not_stand_there_any_more(fields: dict[str, Any],
                                                                          why: list[str]) -> None:
    found = recalled(file(**fields), printed_files(MANIFEST), TODAY, nothing_special, said)
    assert [one.why for one in found] == why
    assert [(one.story, one.file, one.sha256) for one in found] == [("bus-stop", "en/toolkit.pdf", "1")] * len(why)


def test_a_story_that_is_gone_from_the_file_is_called_back_until_somebody_says_all_of_it_is_back() -> None:
    rows = printed_files(MANIFEST)
    assert [one.why for one in recalled(None, rows, TODAY, nothing_special, said)] == ["CONS011"]
    for day, left in (("2026-06-30", 1), ("2026-07-01", 0), ("2026-11-20", 0)):
        back = ConsentFile.model_validate({"called_back": {"bus-stop": day}})
        assert sum(not one.settled for one in recalled(back, rows, TODAY, nothing_special, said)) == left


def test_a_recall_says_where_copies_went() -> None:
    went = [{"on": "2026-08-01", "document": "toolkit", "copies": 40, "to": "the library"},
            {"on": "2026-08-01", "document": "toolkit", "language": "es", "to": "the church"},
            {"on": "2026-08-01", "document": "flyer", "to": "the school"}]
    copies = ConsentFile.model_validate({"handed_out": went})
    found = recalled(copies, printed_files(MANIFEST), TODAY, nothing_special, said)
    assert [copy.to for copy in found[0].copies] == ["the library"]


def test_what_was_ever_printed_is_remembered_over_builds() -> None:
    second = {"built": "2026-08-01", "as_of": "2026-08-01", "stories_printed": printed_files(MANIFEST),
              "files": {"es/toolkit.pdf": {"sha256": "3", "stories": ["bus-stop"]}},
              "earlier": {"en/toolkit.html": {"sha256": "4", "stories": ["other"]}}}
    rows = printed_files(second, MANIFEST)
    assert [(row["path"], row["built"], row["stories"]) for row in rows] == [
        ("en/toolkit.pdf", "2026-07-01", ["bus-stop"]), ("es/toolkit.pdf", "2026-08-01", ["bus-stop"]),
        ("en/toolkit.html", "2026-08-01", ["other"])]


@pytest.mark.parametrize("manifest", [{}, {"files": 3}, {"files": [None, {"stories": "bus-stop"}]},
                                      {"files": [{"stories": [1]}]}, {"stories_printed": [1, "x"]},
                                      {"files": {"a": 3}, "earlier": "x", "edited": None}])
def test_a_manifest_that_somebody_broke_is_passed_over(manifest: Any) -> None:
    assert recalled(None, printed_files(manifest, None), TODAY, nothing_special, said) == ()
