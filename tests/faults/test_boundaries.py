"""What is taken and what is refused, by door, kind of value and value; a refusal names file and line."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from build_toolkit.evidence.facts import typed
from build_toolkit.model import Question, Text
from build_toolkit.model.bounds import FIRST_AGREEMENT, day, hidden, moment, phone, unfit, web_address

from .mutating import told_by

DAYS = {
    "1900-01-01": True, "2100-12-31": True, "2026-02-28": True, "1899-12-31": False, "2101-01-01": False,
    "9999-12-31": False, "0001-01-01": False, "2026-02-29": False, "02/03/2026": False, "": False, "today": False,
}
ADDRESSES = {
    "https://www.example.org/a?b=c#d": True, "http://example.org": True, "https://müller.example/": True,
    "https://example.org:8443/x": True, "https://a.b.example.co.uk/%20": True, "": True,
    "javascript:alert(1)": False, "JaVaScRiPt:alert(1)": False, "data:text/html,x": False, "file:///etc/passwd": False,
    "www.example.org": False, "example.org/page": False, "https://": False, "https://localhost/": False,
    "http://127.0.0.1/": False, "http://[::1]/": False, "https://me@example.org/": False, "https://exa mple.org": False,
    "//example.org": False, "https://example.org:99999/": False, "ftp://example.org/": False, "https://-a.org/": False,
    'https://example.org/"x': False, "mailto:a@example.org": False,
}
PHONES = {"262-555-0123": True, "+1 (262) 555-0123 ext. 4": True, "1-800-CALL-NOW 24 hours": True, "311": True,
          "javascript:alert(1)": False, "call us": False, "<b>262-555-0123</b>": False, "2" * 200: False}
NUMBERS = {"0": True, "400": True, "1,200": True, "200000": False, "-5": False, "-400": False, "999999999999": False,
           "1e3": False, "NaN": False, "4.5": False, "": False}
MONEY = {"0": True, "$1,200.50": True, "1000000000000": True, "1000000000001": False, "-1": False, "Infinity": False,
         "NaN": False, "much": False}
YEARS = {"1900": True, "2026": True, "2100": True, "1899": False, "2101": False, "-2026": False, "20 26": False}
TEXTS = {
    "Neighbors’ jail — 5 % {place.name}": True, "नमस्ते می‌روم 👩‍👩‍👧": True, "two\nlines\tand a tab": True,
    "{{ 7*7 }}": False, "{% if a %}": False, "{# a": False, "<!-- a": False, "a\0b": False, "a\x1b[2Jb": False,
    "a\u202eb": False, "a\u2066b": False, "a\u200fb": False, "a\u200bb": False, "a\u00adb": False, "a\ufeffb": False,
    "a\ue000b": False, "a\U000f0000b": False, "a\ufffdb": False, "x" * 30_000: False,
}


def question(kind: str, most: int = 100_000) -> Question:
    return Question(label=Text("L"), type=kind, help=Text("H"), where=Text("W"), most=most)


def taken(read: object, value: str) -> bool:
    try:
        read(value)  # type: ignore[operator]
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(("read", "table"), [
    (day, DAYS), (web_address, ADDRESSES), (phone, PHONES),
    (lambda text: typed(text, question("number")), NUMBERS), (lambda text: typed(text, question("money")), MONEY),
    (lambda text: typed(text, question("year")), YEARS), (lambda text: typed(text, question("date")), DAYS),
    (lambda text: typed(text, question("phone")), PHONES),
], ids=["day", "address", "phone", "number", "money", "year", "date of a fact", "phone of a fact"])
def test_a_value_is_taken_or_refused(read: object, table: dict[str, bool]) -> None:
    assert {value: taken(read, value) for value in table} == table


def test_text_that_a_page_cannot_print_is_refused() -> None:
    assert {text: not unfit(text) for text in TEXTS} == TEXTS
    assert unfit(f"a{chr(0xD800)}b")
    assert hidden("ab\u202ec") == (2, "a character that turns the direction of the text (U+202E)")


def test_a_moment_lies_between_the_same_years() -> None:
    assert taken(moment, "2026-12-08T18:30") and not taken(moment, "9999-12-08T18:30") and not taken(moment, "1 pm")


HEAD = "place: us/wi/waukesha\npolicies: [287g]\ndocuments: [flyer]\nlanguages: [en]\ntitle: T\n"
FACT = "facts:\n  board.seats: {{value: {}, as_of: {}, source: s}}\n"
SOURCE = "sources:\n  s: {{title: T, publisher: P, url: \"{}\", date: {}, read_on: {}}}\n"
GOOD = FACT.format(25, "2026-01-01") + SOURCE.format("https://example.org/", "1791-12-15", "2026-01-01")
AGREEMENT = "agreements: [{{agency: A, model: jem, signed: {}, ended: {}, as_of: 2026-01-01, source: s}}]\n"
CAMPAIGNS = {                                        # what stands in the file, and what is told of it
    GOOD: "", "place: us/wi/waukesha": ":1:1: policies is missing",
    "as_of: 1800-01-01\n" + GOOD: ":6:1: as_of: 1800-01-01 does not lie between 1900 and 2100",
    "as_of: 9999-12-31\n" + GOOD: ":6:1: as_of", "as_of: 0001-01-01\n" + GOOD: ":6:1: as_of",
    "as_of: 2026-05-18\n" + GOOD: "",
    GOOD.replace("25,", "999999999999,"): ":7:17: the value of board.seats does not fit: 999999999999 is more than 200",
    GOOD.replace("25,", "-5,"): ":7:17: the value of board.seats does not fit: -5 is less than 0",
    GOOD.replace("25,", "'{{ 7*7 }}',"): "[YAML012]", GOOD.replace("25,", "[1],"): ":7:17: facts.board.seats.value",
    GOOD.replace("25,", ","): ":7:17: facts.board.seats.value is empty",
    GOOD.replace("https://example.org/", "javascript:alert(1)"): ":9:31: sources.s.url",
    GOOD.replace("https://example.org/", "www.example.org"): "Write https://www.example.org",
    GOOD.replace("read_on: 2026", "read_on: 1700"): "sources.s.read_on: 1700-01-01",
    GOOD.replace("1791-12-15", "0791-12-15"): "sources.s.date",
    AGREEMENT.format("2020-03-01", "2025-01-01") + GOOD: "",
    AGREEMENT.format("1996-09-30", "2025-01-01") + GOOD: "agreements[1].signed",
    AGREEMENT.format("2020-03-01", "2019-01-01") + GOOD: "2019-01-01 is before signed, 2020-03-01",
    "demands:\n" + GOOD: ":6:1: demands: is empty. Leave the key out to mean all",
    "demands: []\n" + GOOD: ":6:1: demands: is empty",
    "demands: [end-287g, end-287g]\n" + GOOD: ":6:21: demands[2]: 'end-287g' stands in the list twice",
    "subtitle: \"a\\u202eb\"\n" + GOOD: ":6:11: the value here holds a character that turns the direction",
    "subtitle: \"a\\0b\"\n" + GOOD: ":6:11: the value here holds a control character",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "toolkits/counties").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told_of(project: Path, text: str) -> list[str]:
    """Return what is told of a campaign file, in JSON so that not one word is lost."""
    (project / "toolkits/counties/test.yaml").write_text(text, encoding="utf-8")
    _, out, _ = told_by(["check", "toolkits/counties/test.yaml", "--format", "json"])
    found = json.loads(out[out.index("["):]) if "[" in out else []
    return [f"{p['file'].rsplit('/', 1)[-1]}:{p['line']}:{p['column']}: {p['what']} {p['fix']} [{p['code']}]"
            for p in found if p["severity"] == "error"]


@pytest.mark.parametrize(("text", "told"), CAMPAIGNS.items(), ids=range(len(CAMPAIGNS)))
def test_a_campaign_file_is_taken_or_its_value_told_at_its_place(project: Path, text: str, told: str) -> None:
    found = told_of(project, text if text.startswith("place") else HEAD + text)
    if not told:
        assert not found
    else:
        assert any(told in one and one.startswith("test.yaml:") for one in found), found


@pytest.mark.parametrize("key", ["languages", "documents", "policies"])
def test_a_list_holds_nothing_twice(project: Path, key: str) -> None:
    value = {"languages": "en", "documents": "flyer", "policies": "287g"}[key]
    found = told_of(project, HEAD.replace(f"{key}: [{value}]", f"{key}: [{value}, {value}]") + GOOD)
    assert len(found) == 1 and f"{value!r} stands in the list twice" in found[0]


def test_a_campaign_of_a_county_without_a_policy_is_told_at_its_line(project: Path) -> None:
    found = told_of(project, HEAD.replace("[287g]", "[]") + GOOD)
    assert len(found) == 1 and found[0].startswith("test.yaml:2:1: ") and found[0].endswith("[CAMP012]")


ANSWER = ["records", "answer", "toolkits/counties/test.yaml"]
SENT = ["--agency", "The sheriff", "--sent", "2026-03-02", "--answered", "2026-03-20"]


@pytest.mark.parametrize(("args", "code", "told"), [
    (["detainers.held", "12", *SENT], 0, "is written"),
    (["detainers.held", "-400", *SENT], 1, "command line: the value of detainers.held does not fit: -400 is less"),
    (["detainers.held", "{{ 7*7 }}", *SENT], 1, "command line: the value of detainers.held does not fit"),
    (["jail.name", "{{ 7*7 }}", *SENT], 1, "it holds {{"), (["jail.name", "a\u202eb", *SENT], 1, "U+202E"),
    (["jail.name", "", *SENT], 1, "it is empty"),
    (["help.hotline", "javascript:alert(1)", *SENT], 1, "is no telephone number"),
    (["detainers.held", "12", "--agency", "A", "--sent", "2026-06-01", "--answered", "2026-01-01"], 2,
     "--answered: 2026-01-01 is before sent, 2026-06-01"),
    (["detainers.held", "12", "--as-of", "9999-12-31", *SENT], 2, "does not lie between 1900 and 2100"),
    (["detainers.recieved", "3", *SENT], 1, "command line: there is no fact"),
])
def test_an_answer_of_the_command_line_is_taken_or_told(
    project: Path, args: list[str], code: int, told: str,
) -> None:
    file = project / "toolkits/counties/test.yaml"
    file.write_text(HEAD + GOOD)
    found, out, _ = told_by([*ANSWER, *args])
    assert found == code and told in out.replace("\n", " ")
    assert (file.read_text() == HEAD + GOOD) == (code != 0)


ROW = ["55133", "detainers.held", "30", "2025-12-31"]


@pytest.mark.parametrize(("column", "value", "told"), [
    (2, "30", ""), (2, "{{ 7*7 }}", "a cell holds {{"), (2, "", "no value"), (3, "9999-12-31", "no date such as"),
    (3, "1800-01-01", "no date such as"), (3, "12/31/2025", ""), (0, "99999", "no such county"),
    (1, "Held", "no fact id"),
])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_row_of_a_table_is_taken_or_told(
    project: Path, column: int, value: str, told: str, ending: str,
) -> None:
    row = [value if number == column else cell for number, cell in enumerate(ROW)]
    path = project / f"table.{ending}"
    rows = [["fips", "fact", "value", "as_of"], row]
    if ending == "csv":
        path.write_text("\n".join(",".join(cells) for cells in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for cells in rows:
            book.worksheets[0].append(cells)
        book.save(path)
    code, out, _ = told_by(["facts", "import", "csv", path.name, "--dry-run"])
    assert code == bool(told) and told in out
    assert not told or f"table.{ending}:2:" in out


@pytest.mark.parametrize(("row", "told"), [
    ("55133,jail.capacity,40,2026-01-01,act", ""), ("55133,jail.capacity,40,9999-01-01,act", "IMP020"),
    ("55133,jail.capacity,{{ 7 }},2026-01-01,act", "IMP020"), ("55133,jail.capacity,a\u202eb,2026-01-01,act", "IMP020"),
    ("55133,jail.capacity,-40,2026-01-01,act", "FACT005"), ("55133,jail.capacity,999999999,2026-01-01,act", "FACT005"),
])
def test_a_row_of_an_imported_list_is_taken_or_told_with_its_line(project: Path, row: str, told: str) -> None:
    folder = project / "toolkits/facts/own"
    folder.mkdir(parents=True)
    (folder / "2026-01-01.csv").write_text(f"fips,fact,value,as_of,source\n{row}\n", encoding="utf-8")
    (project / "toolkits/sources").mkdir()
    (project / "toolkits/sources/made.yaml").write_text("act: {title: T, publisher: P, read_on: 2026-01-01}\n")
    found = told_of(project, HEAD)
    assert bool(found) == bool(told)
    assert not told or (found[0].startswith("2026-01-01.csv:2:") and told in found[0])


def test_the_first_agreement_is_the_importers_too() -> None:
    from build_toolkit.importers.ice_287g import FIRST_DAY

    assert FIRST_DAY == FIRST_AGREEMENT
