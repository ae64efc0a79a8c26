"""Who counts as a signer, when the count stands still, who signs twice, and how names print."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.coalition.clocks import day_and_time, hour
from build_toolkit.coalition.lists import ListRow
from build_toolkit.coalition.names import Twins, alike, fold, same, script_of
from build_toolkit.coalition.signers import Cutoff, columns, read_signers, signers_here
from build_toolkit.importers.lists import read_list
from build_toolkit.model import Signer, SignerList, SignersHere
from build_toolkit.problems import Report

HEAD = "name,kind,tier,city,state,role,approved_on,withdrawn_on,alias_of,order\n"
CLOSES = datetime(2026, 11, 20, 17)
ZONE = "America/Chicago"


def listed(tmp_path: Path, rows: str, *, as_of: str = "2026-11-21", today: str = "", report: Report | None = None,
           head: str = HEAD, **spec: Any) -> SignersHere:
    path = tmp_path / "signers.csv"
    path.write_text(head + rows, encoding="utf-8")
    report = report if report is not None else Report()
    wanted = SignerList(**{"file": "signers.csv", "closes": CLOSES, "zone": ZONE, **spec})
    found = read_signers(read_list(path, "signers.csv", columns(wanted), report), wanted, "signers.csv", report)
    day = Cutoff(date.fromisoformat(as_of), date.fromisoformat(today or as_of), hour(CLOSES, ZONE))
    return signers_here(wanted, found, day, "signers.csv", report)


def names(here: SignersHere) -> list[str]:
    return [one.name for tier in here.tiers for one in tier.signers]


def test_the_count_stands_still_at_the_closing_time(tmp_path: Path) -> None:
    rows = (
        "On time,organization,,,,,2026-11-20,,,\n"
        "To the minute,organization,,,,,2026-11-20T17:00-06:00,,,\n"
        "A minute late,organization,,,,,2026-11-20T17:01-06:00,,,\n"
        "Late by the clock of the list,organization,,,,,2026-11-20T17:30,,,\n"
        "In time by another clock,organization,,,,,2026-11-20T17:30-05:00,,,\n"
        "A day late,organization,,,,,2026-11-21,,,\n"
        "Left before,organization,,,,,2026-11-10,2026-11-19,,\n"
        "Left after,organization,,,,,2026-11-10,2026-12-01,,\n"
    )
    first = listed(tmp_path, rows, as_of="2026-11-21", today="2026-11-21", report=(report := Report()))
    assert [p.code for p in report.errors] == ["SIGN006"]           # the withdrawal of December is still to come
    later = listed(tmp_path, rows, as_of="2026-12-24")
    assert first.closed and later.closed and later.count == 4 == later.organizations
    assert names(later) == ["In time by another clock", "On time", "To the minute"]
    assert later.withdrawn_since == 1


def test_before_it_closes_the_list_counts_what_was_approved_by_the_day_of_the_edition(tmp_path: Path) -> None:
    rows = "A Group,organization,,,,,2026-11-01,,,\nB Group,organization,,,,,2026-11-05,,,\n"
    here = listed(tmp_path, rows, as_of="2026-11-03", today="2026-11-21")
    assert not here.closed and here.count == 1


def test_organizations_by_tier_come_before_people_and_orders_before_the_alphabet(tmp_path: Path) -> None:
    here = listed(tmp_path, (
        "Zoe Zahn,person,,Elm,WI,nurse,2026-11-01,,,\nAnn Abel,person,,Elm,WI,,2026-11-01,,,\n"
        "The Zebra Fund,organization,national,Elm,WI,,2026-11-01,,,\n"
        "Élan Choir,organization,local,Elm,WI,,2026-11-01,,,\n"
        "Apple Friends,organization,local,Oak,MN,,2026-11-01,,,\nLead Group,organization,local,Oak,MN,,2026-11-01,,,1\n"
    ))
    assert [(t.id, t.count) for t in here.tiers if t.count] == [("national", 1), ("local", 3), ("people", 2)]
    assert names(here) == ["The Zebra Fund", "Lead Group", "Apple Friends", "Élan Choir", "Ann Abel", "Zoe Zahn"]
    shown = {one.name: one.detail for tier in here.tiers for one in tier.signers}
    assert (shown["The Zebra Fund"], shown["Apple Friends"], shown["Zoe Zahn"]) == ("", "Oak, MN", "nurse, Elm, WI")
    assert (here.organizations, here.people, here.states) == (4, 2, 2)


def test_without_tiers_there_is_one_list_of_organizations(tmp_path: Path) -> None:
    here = listed(tmp_path, "A Group,organization,,,,,2026-11-01,,,\n")
    assert [t.id for t in here.tiers if t.count] == ["organizations"]


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        (",organization,,,,,2026-11-01,,,\n", "SIGN001", 2),
        ("A Group,club,,,,,2026-11-01,,,\n", "SIGN002", 2),
        ("A Group,organization,regional,,,,2026-11-01,,,\n", "SIGN002", 2),
        ("A Group,organization,,,,,2026-11-01,,,first\n", "SIGN002", 2),
        ("A Group,organization,,,,,20/11/2026,,,\n", "SIGN003", 2),
        ("A Group,organization,,,,,soon,,,\n", "SIGN003", 2),
        ("A Group,organization,,,,,2026-11-01,,,\nB Group,organization,,,,,2026-11-02,,A Club,\n", "SIGN005", 3),
        ("A Group,organization,,,,,2026-12-24,,,\n", "SIGN006", 2),
        ("A Group,organization,,,,,2026-11-05,2026-11-04,,\n", "SIGN006", 2),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, rows: str, code: str, line: int) -> None:
    listed(tmp_path, rows, report=(report := Report()))
    assert [(p.code, p.file, p.line) for p in report.errors] == [(code, "signers.csv", line)]
    assert report.errors[0].fix


@pytest.mark.parametrize(("cell", "told"), [
    ("11/31/2026", "is no day: November has 30. Correct the day."), ("2026-02-30", "is no day: February has 28."),
    ("20/11/2026", "has the day before the month. Lists have the month first: write 2026-11-20."),
    ("20 November 2026", "is no day. Write it as 2026-11-20."), ("soon", "is no day. Write it as 2026-11-20."),
])
def test_what_is_no_day_is_told_with_its_signer(tmp_path: Path, cell: str, told: str) -> None:
    listed(tmp_path, f"A Group,organization,,,,,{cell},,,\n", report=(report := Report()))
    [one] = report.errors
    assert f"{one.what} {one.fix}".startswith(f"approved_on of 'A Group', '{cell}', {told}")


def test_a_cell_that_cannot_be_is_told_with_its_signer(tmp_path: Path) -> None:
    listed(tmp_path, "A Group,organization,,,<b>Racine</b>,,2026-11-01,,,\n", report=(report := Report()))
    assert [one.what for one in report.errors] == ["the cell 'state' of 'A Group' holds HTML."]


def test_one_signer_under_two_names_is_told_and_both_ways_out_work(tmp_path: Path) -> None:
    first = "Alder Street Tenants Union,organization,,,,,2026-11-01,,,\n"
    second = "Alder Street Tenents Union,organization,,,,,2026-11-02,,{},\n"
    listed(tmp_path, first + second.format(""), report=(report := Report()))
    assert [(p.code, p.line) for p in report] == [("SIGN008", 3)]
    here = listed(tmp_path, first + second.format("Alder Street Tenants Union"), report=(report := Report()))
    assert here.count == 1 and not report
    apart = [["Alder Street Tenants Union", "Alder Street Tenents Union"]]
    here = listed(tmp_path, first + second.format(""), report=(report := Report()), different=apart)
    assert here.count == 2 and not report


def test_signers_without_an_approval_are_not_counted_and_told_once(tmp_path: Path) -> None:
    here = listed(tmp_path, "A Group,organization,,,,,,,,\nB Group,organization,,,,,2026-11-01,,,\n",
                  report=(report := Report()))
    assert here.count == 1 and [p.code for p in report.warnings] == ["SIGN004"]


def test_people_sign_when_it_is_their_turn(tmp_path: Path) -> None:
    rows = "Ann Abel,person,,,,,2026-11-03,,,\nA Group,organization,,,,,2026-11-03,,,\n"
    listed(tmp_path, rows, report=(report := Report()), people_from="2026-11-05")
    assert [(p.code, p.line) for p in report.errors] == [("SIGN006", 2)]


def test_the_short_list_names_some_and_counts_the_rest(tmp_path: Path) -> None:
    rows = "".join(f"{word} Group,organization,,,,,2026-11-01,,,\n" for word in ["Alder", "Birch", "Cedar", "Dogwood"])
    here = listed(tmp_path, rows, press_most=2)
    assert [one.name for one in here.short] == ["Alder Group", "Birch Group"] and here.more == 2
    here = listed(tmp_path, rows, press=["Cedar Group", "Nobody"], report=(report := Report()))
    assert [one.name for one in here.short] == ["Cedar Group"] and here.more == 3
    assert [p.code for p in report] == ["SIGN009"]


def test_five_thousand_signers_are_all_counted(tmp_path: Path) -> None:
    towns = [a + b for a in ("Al", "Br", "Ci", "Do", "El", "Fe", "Go", "Ha", "Ir", "Ju")
             for b in ("wick", "ford", "holt", "combe", "mere")]
    kinds = ("Tenants Union", "Friends Meeting", "Workers Center", "Legal Aid", "Clergy Circle", "Farm Alliance",
             "Choir")
    parts = ("North", "South", "East", "West", "Upper", "Lower", "Old", "New", "Great", "Little", "Fair", "Long", "Red",
             "Green", "White")
    rows = [f"{t} {a} {k},organization,local,{t},WI,,2026-11-01,,," for t in towns for k in kinds for a in parts][:5000]
    here = listed(tmp_path, "\n".join(rows) + "\n", report=(report := Report()))
    assert here.count == 5000 and not report


def test_no_private_column_reaches_a_signer() -> None:
    assert not {"email", "phone", "contact", "address"} & Signer.model_fields.keys()


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("Example Civil Liberties Table", "Example  civil-liberties table", True),
        ("Nurses & Friends, Inc.", "The Nurses and Friends", True),
        ("Ärzte für Nachbarn", "Arzte fur Nachbarn", True),
        ("Neighbors for an Open Jail", "Neighbours for an Open Jail", False),
        ("NLG of Elm County", "National Lawyers Guild of Elm County", False),
    ],
)
def test_two_names_of_one_signer_are_found(first: str, second: str, one: bool) -> None:
    twins = [Twins(first, "organization", ""), Twins(second, "organization", "")]
    assert same(twins) == ([[0, 1]] if one else [[0], [1]])
    assert one or alike(twins) == [(0, 1)]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("Letter Carriers Local 12", "Letter Carriers Local 21", "organization"),
        ("Elm Farmers", "Oak Farmers", "organization"),
        ("王伟", "王芳", "person"),
        ("María Soto", "Mario Soto", "person"),
    ],
)
def test_two_signers_stay_two(first: str, second: str, kind: str) -> None:
    twins = [Twins(first, kind, "elm"), Twins(second, kind, "oak")]
    assert same(twins) == [[0], [1]] and not alike(twins)


def test_people_of_one_name_are_one_only_in_one_city() -> None:
    here = [Twins("Ann Abel", "person", "elm"), Twins("Ann Abel", "person", "oak"), Twins("ann abel", "person", "elm")]
    assert same(here) == [[0, 2], [1]] and not alike(here)
    assert alike([here[0], Twins("Ann Abel", "person", "")]) == [(0, 1)]


@pytest.mark.parametrize(
    ("name", "lang", "direction"),
    [("Élan", "", ""), ("تحالف الجيران", "ar", "rtl"), ("王伟互助会", "zh", ""), ("이웃 모임", "ko", ""),
     ("ועד השכנים", "he", "rtl"), ("42 Neighbors", "", ""), ("123", "", "")],
)
def test_letters_choose_typeface_and_direction(name: str, lang: str, direction: str) -> None:
    assert script_of(name) == (lang, direction)


def test_folding_never_empties_a_name() -> None:
    assert fold("The Inc.") and fold("!!!") and fold("हिन्दी") == "हिन्दी".casefold()


@pytest.mark.parametrize(
    ("text", "at"),
    [("11/20/2026 14:03:22", "2026-11-20T14:03:22"), ("2026/11/20 2:03:22 PM CST", "2026-11-20T14:03:22-06:00"),
     ("2026/11/20 12:03:22 AM GMT-6", "2026-11-20T00:03:22-06:00"), ("11/20/2026 2:03pm", "2026-11-20T14:03:00"),
     ("November 20, 2026 2:03pm", "2026-11-20T14:03:00"), ("2026-11-20T20:03:22.000Z", "2026-11-20T20:03:22+00:00"),
     ("2026-11-20 14:03", "2026-11-20T14:03:00"), ("11/20/26 14:03", "2026-11-20T14:03:00"),
     ("11/20/2026", ""), ("Nov 20, 2026", ""), ("2026-11-20", "")],
)
def test_a_day_is_read_as_forms_and_spreadsheets_export_it(text: str, at: str) -> None:
    assert day_and_time(text) == (date(2026, 11, 20), datetime.fromisoformat(at) if at else None)


@pytest.mark.parametrize("text", ["20/11/2026", "11/20/2026 14:03 PM", "11/20/2026 14:03 XST", "0226-11-20", "today"])
def test_what_could_be_another_day_is_none(text: str) -> None:
    assert day_and_time(text) is None


GOOGLE_FORM = (
    '"Timestamp","Email Address","Name of your organization (as it should appear)","Are you signing as",'
    '"City","State","Anything else?"\n'
    '"2026/11/10 9:35:22 AM CST","a@example.org","+Peace Milwaukee","An organization","Milwaukee, WI, USA","WI",""\n'
    '"2026/11/12 9:35:22 AM CST","b@example.org","Ana Peña ✊🏽","Individual","Racine","WI","Thank you,\nall"\n'
    '"2026/11/08 9:35:22 AM CST","c@example.org","Peace Milwaukee, Inc.","An organization","","",""\n'
    '"2026/11/20 5:35:22 PM CST","d@example.org","Too Late League","An organization","Racine","WI",""\n'
)
COLUMNS = {"name": "Name of your organization", "kind": "Are you signing as", "approved_on": "Timestamp"}


def test_the_export_of_a_form_is_read_by_columns_named_once(tmp_path: Path) -> None:
    here = listed(tmp_path, GOOGLE_FORM, head="", columns=COLUMNS, report=(report := Report()))
    assert (here.organizations, here.people) == (1, 1) and names(here) == ["Peace Milwaukee, Inc.", "Ana Peña ✊🏽"]
    assert [one.detail for tier in here.tiers for one in tier.signers] == ["", "Racine"] and here.states == 1
    assert [(one.code, one.line) for one in report] == [("LIST009", 1), ("SIGN007", 5)]
    assert "lines 2, 5" in report.warnings[1].what and not report.errors


def test_a_form_without_columns_named_is_told_what_to_write(tmp_path: Path) -> None:
    listed(tmp_path, GOOGLE_FORM, head="", report=(report := Report()))
    (told,) = report
    assert told.code == "LIST003"
    assert 'columns: {name: Name of your organization (as it should appear), kind: Are you signing as, ' \
        'approved_on: Timestamp' in told.fix


def test_a_column_that_is_not_there_or_holds_contacts_is_told(tmp_path: Path) -> None:
    listed(tmp_path, GOOGLE_FORM, head="", columns=COLUMNS | {"city": "Town"}, report=(report := Report()))
    assert [(one.code, one.line) for one in report.errors] == [("LIST003", 1)]
    listed(tmp_path, GOOGLE_FORM, head="", columns=COLUMNS | {"role": "Email Address"}, report=(report := Report()))
    assert [(one.code, one.line) for one in report.errors] == [("LIST009", 1)]


def test_a_list_of_one_kind_needs_no_column_for_it(tmp_path: Path) -> None:
    rows = "Name,Created\nElm Choir,11/1/2026 2:03pm\nOak Choir,11/2/2026 9:00am\n"      # as Airtable exports it
    here = listed(tmp_path, rows, head="", columns={"approved_on": "Created"}, kind="organization")
    assert here.organizations == here.count == 2


def test_an_evening_here_is_not_the_next_day_of_a_clock_elsewhere(tmp_path: Path) -> None:
    rows = "Late Choir,organization,,,,,2026-11-20T03:30:00Z,,,\nToo Late,organization,,,,,2026-11-20T23:30Z,,,\n"
    here = listed(tmp_path, rows, as_of="2026-11-19", today="2026-11-19")
    assert names(here) == ["Late Choir"]


@pytest.mark.parametrize(
    ("rows", "count", "gone"),
    [
        (["2026-11-05,", "2026-11-03,", "2026-11-04,"], 1, 0),
        (["2026-11-05,", ","], 1, 0),                            # a row that waits for approval takes nothing away
        (["2026-11-03,2026-11-04", "2026-11-05,"], 1, 0),         # signed again after leaving
        (["2026-11-03,", "2026-11-02,2026-11-04"], 0, 0),         # left in one row: left
        (["2026-11-03,", ",2026-12-01"], 1, 1),
    ],
)
def test_a_signer_in_many_rows_counts_once_from_the_first_approval_that_holds(
    tmp_path: Path, rows: list[str], count: int, gone: int,
) -> None:
    text = "".join(f"A Group,organization,,,,,{days},,\n" for days in rows)
    here = listed(tmp_path, text, as_of="2026-12-02", report=(report := Report()))
    assert (here.count, here.withdrawn_since) == (count, gone)
    assert [one.code for one in report] == ["SIGN007"] and not report.errors


@pytest.mark.parametrize(("days", "told"), [
    (("3/4/2026", "5/6/2026"), "2 days under approved_on can be read in two ways and were read with the month first: "
                               "3/4/2026 as March 4, 2026. If the day stands first, write days as 2026-04-03."),
    (("2026-03-01", "3/4/2026", "11/20/2026", "20/11/2026"), "1 day under approved_on can be read in two ways"),
    (("3/4/2026", "11/20/2026"), ""), (("2026-03-04", "3/3/2026"), ""),
])
def test_days_that_can_be_read_in_two_ways_are_told(days: tuple[str, ...], told: str) -> None:
    report = Report()
    rows = [ListRow(n, {"name": f"Group {n}", "kind": "organization", "approved_on": day})
            for n, day in enumerate(days, 2)]
    read_signers(rows, SignerList(file="s.csv", closes=CLOSES), "s.csv", report)
    found = [str(one) for one in report if one.code == "SIGN011"]
    assert (told in found[0]) if told else not found, list(map(str, report))
