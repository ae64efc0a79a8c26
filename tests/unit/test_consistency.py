"""The documents of one build agree with each other; each test breaks one thing that a reader would stumble over."""

from datetime import date
from pathlib import Path

import pytest

from build_toolkit.files.roots import packaged
from build_toolkit.pipeline import BuildRequest, build, check, compose_all, prepare
from build_toolkit.problems import Problem, ProblemsFound
from build_toolkit.review.consistency import agree
from joint import DEMANDS, LETTER, ROWS, SIGNERS, TODAY, write

PRESS = """\
petition: {to: the board, text: [We ask for open books.], keep: Sheets are counted and handed over.}
press:
  release: {on: 2026-11-20, place: Alder, headline: Open the books, paragraphs: [A letter went to the board.]}
"""
WHOLE = DEMANDS + LETTER + SIGNERS + PRESS
NAMES = "sign-on-letter, petition, press-kit"


def told(tmp_path: Path, chapter: str = "", text: str = "", place: str = "press-kit/release.md") -> list[Problem]:
    """Compose everything, with one chapter of the campaign's own, and say where the pages disagree."""
    path = write(tmp_path, WHOLE, documents=NAMES)
    if chapter or text:
        own = path.with_suffix("") / "chapters" / place
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(chapter or text, encoding="utf-8")
    request = BuildRequest(path, TODAY)
    prepared = prepare(request)
    assert not prepared.library.report.errors
    return agree(compose_all(prepared, request), prepared.campaign)


def test_what_comes_from_one_file_agrees(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("chapter", "code", "words"),
    [
        ("# News\n\nPublish all contracts on detention within thirty days.\n", "SAME003", "open-books"),
        ("# News\n\n- Hold a public hearing before anything is signed.\n", "SAME003", "open-hearing"),
        ("# News\n\nThe letter was signed by 198 organizations.\n", "SAME004", "198 organizations"),
        ("# News\n\nAlmost 4 signers stand behind it.\n", "SAME004", "Almost 4 signers"),
        ("# News\n\nIt makes three demands.\n", "SAME002", "three demands"),
        ("# News\n\nIt went to the Chair of the Exemple Board.\n", "SAME006", "Chair of the Exemple Board"),
        ("# News\n\nThe Example Tabel for Open Books wrote it.\n", "SAME006", "Example Tabel for Open Books"),
    ],
)
def test_a_retyped_chapter_that_says_something_else_is_found(
    tmp_path: Path, chapter: str, code: str, words: str,
) -> None:
    (problem,) = told(tmp_path, chapter)
    assert problem.code == code and words in problem.what and problem.file.endswith("press-kit/release.md")


def test_a_chapter_of_ones_own_that_agrees_is_left_alone(tmp_path: Path) -> None:
    chapter = ("# News\n\n{{ joint.signers.organizations }} organizations and more than 3 signers in all made two "
               "demands: Publish every contract on detention within thirty days.\n\n"
               "It went to the Chair of the Example Board. Example Table for Open Books wrote it.\n")
    assert told(tmp_path, chapter) == []


def test_a_part_of_ones_own_that_renumbers_or_invents_is_found(tmp_path: Path) -> None:
    parts = tmp_path / "templates/parts/own.html.j2"
    parts.parent.mkdir(parents=True)
    parts.write_text(
        '{% macro own() -%}<ol><li data-demand="open-books"><b data-number="2">2</b><p class="t">Open the books</p>'
        '<p class="a">Publish it.</p></li><li data-demand="close-jail"><p class="t">{{ _(\'Close it\') }}</p></li></ol>'
        '<p data-count="organizations">5</p><p data-day="answer">December 16, 2026</p>{%- endmacro %}')
    codes = sorted(p.code for p in told(tmp_path, "# News\n\n{{ own() }}\n"))
    assert codes == ["SAME001", "SAME002", "SAME003", "SAME004", "SAME005"]


def test_a_build_with_a_contradiction_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE, documents=NAMES)
    own = path.with_suffix("") / "chapters/press-kit/release.md"
    own.parent.mkdir(parents=True)
    own.write_text("# News\n\nThe letter was signed by 198 organizations.\n")
    with pytest.raises(ProblemsFound, match="SAME004"):
        build(BuildRequest(path, TODAY, output=tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    assert "SAME004" in [p.code for p in check(BuildRequest(path, TODAY))]


COUNTY = """\
place: us/wi/waukesha
policies: [287g]
documents: [{documents}]
languages: [en{more}]
title: Test
tax_status: none
sources:
  clerk: {{title: A notice, publisher: Example Clerk, date: 2026-11-01, read_on: 2026-11-01}}
facts:
  board.meeting: {{value: 2026-12-08T18:30, as_of: 2026-11-20, source: clerk}}
"""
HEARING = """\
letter:
  on: 2026-11-20
  subject: What our jail does
  recipients: [{id: sheriff, office: Sheriff}]
  opening: [We live here.]
  lead_in: "We ask you to:"
  demands: [quarterly-report, end-287g]
events:
  - {kind: hearing, at: @AT@, zone: America/Chicago, city: Waukesha, state: WI, host: Example Table}
press:
  advisory: {on: 2026-11-20, headline: A hearing, what: The board hears the public., who: Neighbors.}
"""


def county(
    tmp_path: Path, text: str, documents: str, parts: dict[str, str] | None = None, more: str = "",
) -> list[Problem]:
    """Compose a county's documents, some parts replaced by the county's own, and say where they disagree."""
    path = tmp_path / "toolkits/counties/wi-waukesha.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(COUNTY.format(documents=documents, more=more) + text, encoding="utf-8")
    for name, chapter in (parts or {}).items():
        own = path.with_suffix("") / "chapters" / name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(chapter, encoding="utf-8")
    request = BuildRequest(path, TODAY)
    prepared = prepare(request)
    assert not prepared.library.report.errors, list(map(str, prepared.library.report))
    return agree(compose_all(prepared, request), prepared.campaign)


def test_one_number_means_one_demand_in_letter_and_hand_outs(tmp_path: Path) -> None:
    documents = "toolkit, meeting-agenda, call-script, sign-on-letter, press-kit"
    assert county(tmp_path, HEARING.replace("@AT@", "2026-12-08T18:30"), documents) == []
    prepared = prepare(BuildRequest(tmp_path / "toolkits/counties/wi-waukesha.yaml", TODAY))
    numbers = {ask.demand.id: ask.number for ask in prepared.campaign.asks if ask.status == "open"}
    assert numbers["quarterly-report"] == 1 and numbers["end-287g"] == 2
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    assert [ask.number for ask in prepared.campaign.asks if ask.number] == sorted(numbers.values())


@pytest.mark.parametrize("more", ["", ", es"])
def test_a_hearing_of_another_day_in_flyer_and_advisory_is_found(tmp_path: Path, more: str) -> None:
    found = county(tmp_path, HEARING.replace("@AT@", "2026-12-09T18:30"), "flyer, press-kit", more=more)
    assert {p.code for p in found} == {"SAME005"} and "December 8" in str(found[0]) and len(found) == 1 + bool(more)


def test_a_retyped_ask_in_a_county_without_a_coalition_is_found(tmp_path: Path) -> None:
    retyped = ('# Log\n\n{{ own() }}\n')
    parts = tmp_path / "templates/parts/own.html.j2"
    parts.parent.mkdir(parents=True)
    parts.write_text('{% macro own() -%}<p data-demand="end-287g"><b data-number="7">7</b> <span class="a">Please end '
                     'it.</span></p><p data-demand="close-jail">{{ _(\'Close it\') }}</p>{%- endmacro %}')
    found = county(tmp_path, "", "toolkit, meeting-agenda", {"meeting-agenda/log.md": retyped})
    assert sorted(p.code for p in found) == ["SAME001", "SAME002", "SAME003"]


def test_an_event_that_hands_the_letter_over_on_another_day_than_the_record_is_found(tmp_path: Path) -> None:
    event = ("events:\n  - {kind: delivery, at: 2026-11-21T10:00, zone: America/Chicago, city: Alder, "
             "host: Example Table}\n")
    record = "  deliveries: [{on: 2026-11-20, to: chair, how: Handed over}]\n"
    path = write(tmp_path, DEMANDS + LETTER + record + SIGNERS + event + "event_kit: {intro: One event.}\n",
                 documents="event-kit")
    request = BuildRequest(path, TODAY)
    prepared = prepare(request)
    (problem,) = agree(compose_all(prepared, request), prepared.campaign)
    assert problem.code == "SAME005" and "2026-11-20" in problem.what


def test_a_letter_of_five_thousand_names_in_many_scripts_is_one_letter(tmp_path: Path) -> None:
    kinds = ("Tenants Union", "Friends Meeting", "Workers Center", "Legal Desk", "Clergy Circle")
    names = [f"{a}{b}{c} {kind}" for a in ("Al", "Bir", "Ce", "Dog", "El") for b in ("wick", "ford", "holt", "combe")
             for c in ("", "e", "bury", "dale", "mouth", "port", "gate", "ham", "stead", "burn") for kind in kinds]
    names = [f"{name} of {town}" for town in ("Oak", "Pine", "Ash", "Yew", "Fir") for name in names][:4996]
    odd = ["تحالف الجيران", "王伟互助会", "{{ name }} & *Friends*", "“Quotes” <3"]
    rows = ROWS.splitlines()[0] + "\n" + "".join(f"{n},organization,local,,,WI,2026-11-12\n" for n in names + odd)
    path = write(tmp_path, WHOLE, documents=NAMES, rows=rows)
    request = BuildRequest(path, TODAY)
    prepared = prepare(request)
    assert not list(prepared.library.report)
    made = list(compose_all(prepared, request))
    assert agree(made, prepared.campaign) == [] and not [p for one in made for p in one.problems]
    letter, _, kit = (" ".join(one.html.split()) for one in made)
    assert "on behalf of <span data-count=\"organizations\">5,000</span> organizations" in letter
    assert "{{ name }} &amp; *Friends*" in letter and "and 4,988 more." in kit


def test_the_ordinance_of_a_county_with_a_petition_heads_a_clause_as_law_does() -> None:
    file = packaged() / "toolkits/counties/wi-waukesha.yaml"
    request = BuildRequest(file, date(2026, 11, 30), documents=("ordinance", "petition"), languages=("en",))
    prepared = prepare(request)
    composed = list(compose_all(prepared, request))
    assert "Ending the agreement" in composed[0].html and agree(composed, prepared.campaign) == []
