"""Nobody's words are printed without a yes that holds, and a no takes effect at the next build."""

from datetime import date
from typing import Any

import pytest

from build_toolkit.model.people import ConsentFile
from build_toolkit.problems import Severity
from build_toolkit.protection.consents import StoryUse, check, problems_of, stories_for, where_printed, withdrawn

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


def test_every_file_that_carries_a_withdrawn_story_is_listed() -> None:
    gone = withdrawn(file(withdrawn_on="2026-11-01"), TODAY)
    assert gone == ("bus-stop",)
    manifests = {
        "may": {"as_of": "2026-07-01", "files": [
            {"path": "en/toolkit.pdf", "document": "toolkit", "language": "en", "stories": ["bus-stop"]},
            {"path": "en/card.pdf", "stories": []},
        ]},
        "june": {"files": {"es/toolkit.pdf": {"stories": ["other", "bus-stop"]}}},
    }
    found = where_printed(gone, manifests)
    assert [(p.manifest, p.file, p.language, p.as_of) for p in found] == \
        [("june", "es/toolkit.pdf", "", ""), ("may", "en/toolkit.pdf", "en", "2026-07-01")]


@pytest.mark.parametrize("manifest", [None, [], "x", {"files": 3}, {"files": [None, {"stories": "bus-stop"}]},
                                      {"files": [{"stories": [1]}]}])
def test_a_manifest_that_somebody_broke_is_passed_over(manifest: Any) -> None:
    assert where_printed(["bus-stop"], {"m": manifest}) == ()
