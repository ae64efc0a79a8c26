"""The field's terms: how they are found, how a table with faults is told, and that the real one can be kept."""

from pathlib import Path

import pytest

from build_toolkit.files.roots import Roots
from build_toolkit.locales.glossary import Glossary, read_glossary, terms
from build_toolkit.problems import Report

HEAD = "term,translation,avoid,legal,note\n"


def glossary(folder: Path, text: str | bytes) -> tuple[Glossary, Report]:
    path = folder / "locales/glossary/es.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report()
    return read_glossary("es", Roots((folder,)), report), report


def codes(found: Glossary, english: str, text: str) -> list[str]:
    return [fault.code for fault in terms(english, text, found)]


def test_terms_are_found_in_any_form_and_the_longer_one_first(tmp_path: Path) -> None:
    found, report = glossary(tmp_path, HEAD + (
        "warrant,orden*,,yes,\njudicial warrant,orden* judicial*,,yes,\ncounty,condado*,distrito,no,\n"))
    assert not list(report)
    assert not codes(found, "Warrants differ.", "Las órdenes difieren. La orden.")
    assert codes(found, "A judicial warrant.", "Una orden.") == ["LOC031"]
    assert not codes(found, "A judicial warrant.", "Una orden judicial.")
    assert codes(found, "Counties decide.", "Los distritos deciden.") == ["LOC046"]
    assert codes(found, "The county decides.", "El distrito del condado decide.") == ["LOC046"]
    assert not codes(found, "See {county.name} and https://county.org/county.", "Vea.")
    assert not codes(found, "A warranty.", "Una garantía.")


def test_the_project_can_choose_its_own_word(tmp_path: Path) -> None:
    own, packaged = tmp_path / "own", tmp_path / "packaged"
    glossary(packaged, HEAD + "sheriff,sheriff,,no,\njail,cárcel,,no,\n")
    glossary(own, HEAD + "Sheriff,alguacil,,no,\n")
    found = read_glossary("es", Roots((own, packaged)), Report())
    assert not codes(found, "The sheriff runs the jail.", "El alguacil dirige la cárcel.")
    assert codes(found, "The sheriff runs the jail.", "El sheriff dirige la cárcel.") == ["LOC046"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("a,b\n", 1), ("", 1), (HEAD + "jail,cárcel,,maybe,\n", 2), (HEAD + "jail,,,no,\n", 2),
     (HEAD + "jail,cárcel\n", 2), (HEAD + '"jail,cárcel,,no,\n', 2), (HEAD.encode("utf-16"), 1),
     (HEAD.encode() + b"\0", 1), (HEAD.encode() + b"jail,c\xe1rcel,,no,\n", 2)],
)
def test_a_table_with_a_fault_is_told_with_its_line(tmp_path: Path, text: str | bytes, line: int) -> None:
    found, report = glossary(tmp_path, text)
    assert not found
    (problem,) = report.errors
    assert (problem.code, problem.line) == ("LOC013", line) and problem.file == "locales/glossary/es.csv"


@pytest.mark.parametrize(("text", "what", "fix"), [
    (HEAD + "jail,cárcel,,maybe,\n", "legal says “maybe”", "yes"),
    (HEAD + "jail,,,no,\n", "translation is empty", "delete"),
    (HEAD + "jail,cárcel\n", "2 cells, not 5", "quote"), (HEAD.encode("utf-16"), "is UTF-16", "CSV UTF-8"),
    ("English,Spanish\n", "“English,Spanish”", "term,translation,avoid,legal,note"),
    (HEAD + '"jail,cárcel,,no,\n', "quotation mark", '("...")'),
])
def test_a_fault_of_a_glossary_says_what_is_wrong_and_what_to_do(
    tmp_path: Path, text: str | bytes, what: str, fix: str,
) -> None:
    (problem,) = glossary(tmp_path, text)[1].errors
    assert what in problem.what and fix in problem.fix


def test_a_spreadsheets_own_ways_are_read(tmp_path: Path) -> None:
    found, report = glossary(tmp_path, b"\xef\xbb\xbf" + (HEAD + '"due process",debido proceso,,yes,"a, b"\n,,,,\n')
                             .replace("\n", "\r\n").encode())
    assert not list(report) and [term.term for term in found] == ["due process"]


def test_the_spanish_glossary_holds_the_terms_that_matter() -> None:
    report = Report()
    found = {term.term: term for term in read_glossary("es", Roots.of(None), report)}
    assert not list(report)
    assert {"detainer", "judicial warrant", "administrative warrant", "agreement", "sheriff", "county board",
            "booking", "jail"} <= found.keys()
    assert found["detainer"].legal and not found["sheriff"].legal
