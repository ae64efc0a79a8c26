"""Every problem names the user's own file and line, the guilty one, in words that need no Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .mutating import told_by
from .project import CAMPAIGN, CHAPTER, CHECK, DOCUMENT, FILE, LAYOUT, PART

NOTE = "templates/documents/note/chapters/note.md"
SPEC = "templates/documents/note/document.yaml"
ZZ = "templates/parts/zz.html.j2"
LEAKS = re.compile(r"unicode string|nonetype|NoneType|object has no attribute|<class|Traceback|Decimal\(|instance of "
                   r"|not supported between|\\x|pydantic|should match pattern")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str | bytes]], tuple[int, list[str]]]:
    """Give what checks a project in which some files were changed: the exit code, and its lines with a code."""
    monkeypatch.chdir(tmp_path)
    good = {FILE: CAMPAIGN.replace("[en, es]", "[en]"), NOTE: CHAPTER, SPEC: DOCUMENT, ZZ: PART,
            "templates/layouts/plain.html.j2": LAYOUT}

    def of(files: dict[str, str | bytes]) -> tuple[int, list[str]]:
        for name, text in {**good, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code, out, _ = told_by(CHECK)
        assert not LEAKS.search(out), out
        return code, [line for line in out.splitlines() if re.search(r"\[[A-Z]+\d{3}\]$", line)]

    return of


def line_of(text: str, words: str) -> int:
    return text[:text.index(words)].count("\n") + 1


def changed(old: str, new: str, file: str = FILE) -> dict[str, str | bytes]:
    text = {FILE: CAMPAIGN.replace("[en, es]", "[en]"), NOTE: CHAPTER, SPEC: DOCUMENT, ZZ: PART}[file]
    assert old in text
    return {file: text.replace(old, new, 1)}


FORMS, ROLES = "toolkits/government/states.yaml", "toolkits/government/offices.yaml"
POLICY, STATES, OFFICES = ((Path(__file__).parents[2] / name).read_text(encoding="utf-8")
                           for name in ("toolkits/policies/287g.yaml", FORMS, ROLES))
BEDS = "The jail has"
AT = line_of(CHAPTER, BEDS)
CASES: dict[str, tuple[dict[str, str | bytes], str, str]] = {
    "empty file": ({FILE: ""}, f"{FILE}:1:1:", "YAML004"),
    "blanks only": ({FILE: " \n\n"}, f"{FILE}:1:1:", "YAML004"),
    "comments only": ({FILE: "# a\n# b\n"}, f"{FILE}:1:1:", "YAML004"),
    "NUL": (changed("subtitle: Who", "subtitle: W\0ho"), f"{FILE}:7:12:", "YAML012"),
    "escape": (changed("subtitle: Who", "subtitle: W\x1b[2Jho"), f"{FILE}:7:12:", "YAML012"),
    "not UTF-8": ({FILE: CAMPAIGN.encode().replace(b"Second", b"S\xe9cond")}, f"{FILE}:9:", "YAML003"),
    "one word": ({FILE: "hello"}, f"{FILE}:1:1:", "CAMP002"),
    "language outside": (changed("[en]", "[en, ../es]"), f"{FILE}:5:17:", "LOC010"),
    "unknown document": (changed("[note]", "[note, nota]"), f"{FILE}:4:19:", "CAMP005"),
    "ledger": ({"toolkits/review.jsonl": b"\n\n{\"id\": \"\xff\"}\n"}, "toolkits/review.jsonl:3:", "REV001"),
    "chapter that is not there": (changed("note.md", "nota.md", SPEC), f"{SPEC}:7:", "DOC001"),
    "link that leads nowhere": (changed(BEDS, "See [there](#there). " + BEDS, NOTE), f"{NOTE}:{AT}:", "DOC003"),
    "javascript": (changed(BEDS, "See [x](javascript:alert(1)). " + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL013"),
    "javascript in capitals": (changed(BEDS, "See [x](JAVASCRIPT:alert(1)). " + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL013"),
    "data": (changed(BEDS, "See [x](data:text/html,x). " + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL013"),
    "a file": (changed(BEDS, "See <file:///etc/passwd>. " + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL013"),
    "vbscript by reference": (changed(BEDS, "[x]: vbscript:a\n\nSee [x]. " + BEDS, NOTE), f"{NOTE}:{AT + 2}:",
                              "TPL013"),
    "picture of a file": (changed(BEDS, "![x](file:///a.png) " + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL014"),
    "picture beside": (changed(BEDS, "![x](a.png) " + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL014"),
    "direction in a chapter": (changed(BEDS, "The\u202e jail has", NOTE), f"{NOTE}:{AT}:4:", "TPL002"),
    "direction in a title": (changed("title: A small", "title: A\u202e small"), f"{FILE}:6:8:", "YAML012"),
    "control in a part": (changed("<p>", "<p>\x07", ZZ), f"{ZZ}:2:4:", "TPL002"),
    "a mapping of a record": (changed(BEDS, "{% set a = items(place) %}\n\n" + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL019"),
    "a field of nothing": (changed(BEDS, "{% set a = none.b %}\n{{ a }}\n\n" + BEDS, NOTE), f"{NOTE}:{AT + 1}:",
                           "TPL016"),
    "text and number": (changed(BEDS, "{% set a = 'x' < 1 %}\n\n" + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL019"),
    "division": (changed(BEDS, "{% set a = 1 / 0 %}\n\n" + BEDS, NOTE), f"{NOTE}:{AT}:", "TPL019"),
    "placeholder of a title": (changed("{place.name}", "{place.nme}"), f"{FILE}:6:", "CAMP030"),
    "link in a title": (changed("Who **decides**?", "Who [x](javascript:a)"), f"{FILE}:7:", "TPL013"),
    "text of a policy": ({"toolkits/policies/287g.yaml": POLICY.replace("\nsummary:", "\nsummary: See ![x](a.png)", 1)},
                         f"toolkits/policies/287g.yaml:{line_of(POLICY, 'summary:')}:", "TPL014"),
    "unknown key": (changed("subtitle:", "subtitel:"), f"{FILE}:7:1:", "CAMP001"),
    "office of a state": ({FORMS: STATES.replace("board: county-commission", "board: x", 1)},
                          f"{FORMS}:{line_of(STATES, 'board: county-commission')}:", "GOV003"),
    "office that is needed": ({ROLES: OFFICES.replace("unknown-jail:", "unknown-jaol:")},
                              f"{ROLES}:{line_of(OFFICES, 'offices:' + chr(10))}:", "GOV002"),
    "table": ({"toolkits/facts/own/2026-01-01.csv":
               b"fips,fact,value,as_of,source\n55133,jail.name,\xff,2026-01-01,a\n"},
              "toolkits/facts/own/2026-01-01.csv:2:17:", "DOC004"),
}


@pytest.mark.parametrize(("files", "place", "code"), CASES.values(), ids=CASES.keys())
def test_a_problem_is_told_first_at_its_own_place(
    told: Callable[[dict[str, str | bytes]], tuple[int, list[str]]], files: dict[str, str | bytes], place: str,
    code: str,
) -> None:
    files = {**files}
    if "{place.nme}" in str(files.get(FILE)) or "javascript:a)" in str(files.get(FILE)):
        files[NOTE] = CHAPTER + "\n{{ doc.title }} {{ campaign.title }} {{ campaign.subtitle }}\n"
    _, lines = told(files)
    assert lines and lines[0].startswith(place) and f"[{code}]" in lines[0], lines


def test_a_file_as_it_should_be_is_told_nothing(
    told: Callable[[dict[str, str | bytes]], tuple[int, list[str]]],
) -> None:
    assert told({}) == (0, [])


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_an_impossible_day_of_the_command_line_is_no_bug(
    told: Callable[[dict[str, str | bytes]], tuple[int, list[str]]], day: str,
) -> None:
    told({})
    for command in ([FILE, "--as-of", day], ["law", "show", "WI", "--as-of", day], ["check", FILE, "--today", day]):
        code, out, _ = told_by(command)
        assert code == 2 and "between 1900 and 2100" in out.replace("\n", " "), out


@pytest.mark.parametrize(("name", "raw"), [
    ("cut", b"PK\x03\x04" + b"\0" * 60), ("text", b"hello"), ("nothing", b""), ("page", b"<html></html>"),
])
@pytest.mark.parametrize("command", [
    ["facts", "import", "ice-287g", "book.xlsx", "--list-date", "2026-01-01", "--dry-run"],
    ["locales", "import", "book.xlsx", "-l", "es", "--check"],
], ids=["import", "exchange"])
def test_a_broken_workbook_is_told_at_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, raw: bytes, command: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toolkits").mkdir()
    (tmp_path / "book.xlsx").write_bytes(raw)
    code, out, _ = told_by(command)
    assert code == 1 and "book.xlsx:1: " in {line[:13] for line in out.splitlines()} and not LEAKS.search(out), name
