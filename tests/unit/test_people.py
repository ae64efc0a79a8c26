"""A campaign's own files hold no private data, and its stories print only as people agreed."""

from datetime import date
from pathlib import Path

import pytest

from build_toolkit.files.campaigns import own_folder
from build_toolkit.files.publish import Output, publish
from build_toolkit.files.roots import Roots
from build_toolkit.library.library import Library, Loaded
from build_toolkit.problems import Report, Severity
from build_toolkit.protection.consents import StoryUse
from build_toolkit.resolve.people import (
    check_people,
    contacts,
    stories,
    withheld,
)
from build_toolkit.translators.extraction import extract

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
HEAD = "place: us/wi/waukesha\npolicies: [287g]\ntitle: T\n"
CONSENT = ("{who: M. R., who_is: initials, scope: [print], languages: [en], given_on: 2026-06-01, "
           "expires: 2027-06-01, kept_by: Us}")
STORY = "{consent: mr, text: I was on my way., told_on: 2026-06-01}"


def opened(path: Path, text: str = HEAD) -> tuple[Library, Loaded]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    library = Library(Roots((ROOT,)), Report())
    loaded = library.campaign(path)
    assert loaded, list(map(str, library.report))
    return library, loaded


def codes(library: Library) -> list[str]:
    return [problem.code for problem in library.report]


def test_a_campaigns_files_are_in_its_folder_or_in_the_folder_called_like_it(tmp_path: Path) -> None:
    assert own_folder(tmp_path / "wi-x.yaml") == tmp_path / "wi-x"
    assert own_folder(tmp_path / "wi-x/campaign.yaml") == tmp_path / "wi-x"


@pytest.mark.parametrize("file", ["c.yaml", "c/campaign.yaml"])
def test_consents_are_found_beside_both_kinds_of_campaign_file(tmp_path: Path, file: str) -> None:
    library, loaded = opened(tmp_path / file)
    (tmp_path / "c").mkdir(exist_ok=True)
    (tmp_path / "c/consents.yaml").write_text(f"consents: {{mr: {CONSENT}}}\nstories: {{bus: {STORY}}}\n")
    found = stories(library, loaded, TODAY)
    assert found and not library.report
    may, problems = found.for_use(StoryUse(TODAY, TODAY, "en"))
    assert [(s.id, s.who, s.text.context) for s in may] == [("bus", "M. R.", "campaigns.c.stories.bus.text")]
    assert not problems


def test_a_story_held_for_its_language_is_no_problem_and_one_without_a_consent_is_an_error(tmp_path: Path) -> None:
    library, loaded = opened(tmp_path / "c.yaml")
    (tmp_path / "c").mkdir()
    (tmp_path / "c/consents.yaml").write_text(
        f"consents:\n  mr: {CONSENT}\nstories:\n  bus: {STORY}\n  lost: {STORY.replace('mr', 'nobody')}\n")
    found = stories(library, loaded, TODAY)
    assert found
    assert [p.code for p in found.for_use(StoryUse(TODAY, TODAY, "es"))[1]] == ["CONS001"]
    problem = found.for_use(StoryUse(TODAY, TODAY, "es"))[1][0]
    assert problem.severity is Severity.ERROR and problem.line == 5


def test_faults_of_a_consent_file_have_their_line(tmp_path: Path) -> None:
    library, loaded = opened(tmp_path / "c.yaml")
    (tmp_path / "c").mkdir()
    (tmp_path / "c/consents.yaml").write_text(
        f"consents:\n  mr: {CONSENT.replace('M. R.', 'Maria Rossi')}\nstories: {{}}\n")
    stories(library, loaded, TODAY)
    assert [(p.code, p.line) for p in library.report] == [("CONS008", 2)]
    library, loaded = opened(tmp_path / "c.yaml")
    (tmp_path / "c/consents.yaml").write_text("consents:\n  mr: {whom: x}\n")
    assert stories(library, loaded, TODAY) is None and "STORY001" in codes(library)


CONTACTS = HEAD + """\
coalition: {name: Neighbors, contact: hello@neighbors-example.net}
facts:
  help.hotline: {value: 262-648-7001, as_of: 2026-01-01, source: s}
  records.address: {value: "515 Moreland Boulevard, Waukesha", as_of: 2026-01-01, source: s, sensitivity: internal}
sources: {s: {title: T, publisher: P, read_on: 2026-01-01}}
"""


def test_what_is_recorded_with_its_source_may_stand_in_the_file(tmp_path: Path) -> None:
    library, loaded = opened(tmp_path / "c.yaml", CONTACTS)
    check_people(library, loaded)
    assert not library.report


def test_internal_contacts_may_stand_in_the_file_but_not_on_public_pages(tmp_path: Path) -> None:
    library, loaded = opened(tmp_path / "c.yaml", CONTACTS)
    public, internal = contacts(library, loaded, "public"), contacts(library, loaded, "internal")
    assert public.phones and not public.addresses and not public.emails
    assert internal.addresses and internal.emails
    assert withheld(library, loaded, "public") == ("records.address", "coalition.contact")
    assert withheld(library, loaded, "internal") == ()


def test_a_contact_that_is_meant_for_the_public_passes(tmp_path: Path) -> None:
    text = CONTACTS.replace("contact: hello", "contact_public: true, contact: hello")
    library, loaded = opened(tmp_path / "c.yaml", text)
    assert contacts(library, loaded, "public").emails and "coalition.contact" not in withheld(library, loaded, "public")


@pytest.mark.parametrize(("value", "passes"), [("never-print", False), ("internal", True), ("public", True)])
def test_a_number_that_must_never_print_does_not_belong_into_the_file(tmp_path: Path, value: str, passes: bool) -> None:
    text = CONTACTS.replace("value: 262-648-7001,", f"value: 262-648-7001, sensitivity: {value},")
    library, loaded = opened(tmp_path / "c.yaml", text)
    check_people(library, loaded)
    assert ("PRIV003" not in codes(library)) == passes


def test_every_kind_of_file_beside_a_campaign_is_looked_into(tmp_path: Path) -> None:
    library, loaded = opened(tmp_path / "c.yaml")
    folder = tmp_path / "c"
    (folder / ".git").mkdir(parents=True)
    for name, data in {
        "notes.txt": "A 123-456-789", "more.yaml": "x: SSN 123-45-6789", "broken.yaml": "x: [A 123-456-789",
        "list.csv": "a,b\n1,call 262-648-7001\n", "old.heic": "x", "plan.pdf": "x", "fine.md": "Words.",
        "tool.py": "A 123-456-789", ".git/x.txt": "A 123-456-789",
    }.items():
        (folder / name).write_text(data)
    check_people(library, loaded)
    found = {(Path(p.file).name, p.code) for p in library.report}
    assert found == {("notes.txt", "PRIV001"), ("more.yaml", "PRIV002"), ("broken.yaml", "PRIV001"),
                     ("list.csv", "PRIV003"), ("old.heic", "PRIV008"), ("plan.pdf", "PRIV013")}


def test_what_was_built_in_a_campaigns_own_folder_is_passed_over_as_it_was_made(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    library, loaded = opened(folder / "campaign.yaml")
    made = [Output(name, b"%PDF made", {}) for name in ("en/flyer.pdf", "en/toolkit.pdf", "en/old.pdf")]
    for outputs in (made, made[:2]):
        publish(folder / "build/mine", outputs, {"files": {one.path: {"sha256": one.sha256} for one in outputs}},
                lambda _about: False)
    (folder / "build/mine/en/toolkit.pdf").write_bytes(b"%PDF changed")
    (folder / "build/mine/en/mine.pdf").write_bytes(b"%PDF mine")
    check_people(library, loaded)
    assert {(Path(p.file).name, p.code) for p in library.report} == {
        ("toolkit.pdf", "PRIV013"), ("mine.pdf", "PRIV013")}


def test_a_folder_with_too_many_files_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("build_toolkit.resolve.people.MOST_FILES", 3)
    library, loaded = opened(tmp_path / "c.yaml")
    (tmp_path / "c").mkdir()
    for number in range(5):
        (tmp_path / "c" / f"{number}.txt").write_text("x")
    check_people(library, loaded)
    assert codes(library) == ["PRIV014"]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_translators_see_a_story_as_long_as_its_consent_was_not_withdrawn(tmp_path: Path, withdrawn: bool) -> None:
    consent = CONSENT.replace("kept_by", "withdrawn_on: 2026-07-01, kept_by") if withdrawn else CONSENT
    opened(tmp_path / "toolkits/counties/c.yaml")
    folder = tmp_path / "toolkits/counties/c"
    folder.mkdir()
    (folder / "consents.yaml").write_text(f"consents: {{mr: {consent}}}\nstories: {{bus: {STORY}}}\n")
    found = extract(tmp_path, Report()).catalogs["campaigns"]
    assert ("I was on my way." in {message.id for message in found.messages}) != withdrawn


def test_translators_see_every_clause_of_the_library() -> None:
    contexts = {message.context for message in extract(ROOT, Report()).catalogs["content"].messages}
    assert {"clauses.no-hold.options.policy.text", "clauses.no-hold.options.policy.gloss", "clauses.purpose.heading",
            "numbering.section.name"} <= contexts
