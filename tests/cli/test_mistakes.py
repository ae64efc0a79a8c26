"""The likeliest mistakes of people who write a campaign file: each file or command, and what they are told.

A table to be read: the line as it was written, and the message, shortened with ... Where the message says "Write:", the
lines below it are put in the place of the line it names, and the file has to be right then. No message may speak of
what the program is made of.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from note import note_project

HEAD = """\
place: us/wi/sheboygan
policies: [287g, detainers]
documents: [note]
languages: [en]
title: Who decides at the jail?
"""
FACT = "  jail.capacity: {value: 400, as_of: 2026-11-01, source: jail-report}\n"
SOURCE = ("  jail-report: {kind: paper, title: Annual report, publisher: Sheriff, date: 2026-11-01, "
          "read_on: 2026-11-02}\n")
GOOD = f"{HEAD}facts:\n{FACT}sources:\n{SOURCE}"
RECORD = "{value: 400, as_of: 2026-11-01, source: jail-report}"
INSIDE = re.compile(r"pydantic|pyyaml|jinja|weasyprint|input should|valid (?:dictionary|list|string)|instance of|"
                    r"mapping values|expected key|token|did not find|could not find|block mapping|scalar|string should|"
                    r"traceback|NoneType|errno", re.IGNORECASE)

# what was written in place of what; what is told
MISTAKES: list[tuple[str, str, str]] = [
    # facts
    (RECORD, "about 400", "7:3: ...holds 'about 400'. Write: ... {value: 400, about: true, as_of: 2026-11-29, "
     "source: jail-report}"),
    (RECORD, "400", "...holds 400. Write: ... jail.capacity: {value: 400, as_of: 2026-11-29, source: jail-report}"),
    ("value: 400", "value: about 400", "7:19: ...'about 400' is no number; write value: 400, about: true"),
    ("value: 400", "value: 300 to 400", "...is no number; write value: 300, to: 400"),
    ("value: 400", "value: 4 hundred", "...'4 hundred' is no number; write it in figures, such as 40"),
    ("value: 400, as_of: 2026-11-01", "value: 400, note: about, as_of: 2026-11-01",
     "warning: jail.capacity prints as if it were exact...Write in place of the note: about: true"),
    ("as_of: 2026-11-01", "as_of: 11/29/2026", "7:31: ...'11/29/2026' is no date. Write 2026-11-29."),
    ("as_of: 2026-11-01", 'as_of: "Nov. 3, 2026"', "...is no date. Write 2026-11-03."),
    ("as_of: 2026-11-01", "as_of: today", "...files say the day itself, not 'today'. Write 2026-11-29."),
    ("as_of: 2026-11-01", "as_of: 2026-11", "...'2026-11' is no date. Write the day too, such as 2026-05-18."),
    ("as_of: 2026-11-01", "as_of: 2026", "...'2026' is no date. Write the day too"),
    (", source: jail-report}", "}", "...jail.capacity.source is missing. Add: source: jail-report"),
    ("as_of: 2026-11-01, source", "source", "...as_of is missing. Add: as_of: 2026-11-29"),
    ("jail.capacity", "jail.beds", "7:3: there is no fact 'jail.beds'. Did you mean 'jail.capacity' (Beds in"),
    ("jail.capacity", "Jail capacity", "...Did you mean 'jail.capacity' (Beds in the jail)?"),
    ("jail.capacity: {value: 400", "board.meeting: {value: 2026-12-15",
     "7:19: ...2026-12-15 says no hour; write it as 2026-12-15T19:00, with the hour"),
    ("jail.capacity: {value: 400", 'board.meeting: {value: "12/15/2026 7 pm"', "...write 2026-12-15T19:00."),
    ("jail.capacity: {value: 400", "board.meeting: {value: 2026-11-03T18:30",
     "warning: board.meeting: 2026-11-03 has gone by...Write the next one, such as: 2026-12-01T18:30"),
    # sources
    ("source: jail-report", "source: jail-reprt", "7:50: there is no source 'jail-reprt'. Did you mean 'jail-report'?"),
    ("source: jail-report", "source: web-page", "...Write it below sources: ...   web-page: {kind: web, publisher: …, "
     "title: …, url: …, read_on: 2026-11-29}"),
    ("source: jail-report", "source: “jail-report”", "...small letters, digits and hyphens. Write jail-report."),
    ("{kind: paper, title: Annual report, publisher: Sheriff, date: 2026-11-01, read_on: 2026-11-02}",
     "https://sheriff.us/report", '...{kind: web, title: …, publisher: …, url: "https://sheriff.us/report", read_on: '),
    ("kind: paper", "kind: website", "...kind cannot be 'website'. Did you mean web? It can be web, paper, call or"),
    ("date: 2026-11-01", "url: www.sheriff.us/report, date: 2026-11-01", "...Write https://www.sheriff.us/report."),
    ("date: 2026-11-01", "url: https://example.org/report, date: 2026-11-01", "...is an address of examples"),
    # names
    ("[287g, detainers]", "[287(g)]", "2:12: ...'287(g)' has to be of small letters, digits and hyphens. Write 287g."),
    ("[287g, detainers]", "287g", "2:1: policies has to be a list. Write: ... policies: [287g]"),
    ("[287g, detainers]", "[ice]", "...Known: 287g (287(g) agreements), detainers (ICE detainers"),
    ("[note]", "note, flyer", "...documents has to be a list. Write: ... documents: [note, flyer]"),
    ("[note]", "[Fact sheet]", "...Write fact-sheet."),
    ("[note]", "[flier]", "3:13: there is no document 'flier'. Did you mean 'flyer'?"),
    ("[en]", "[English]", "4:13: there is no language 'English'. Write en, for English."),
    ("[en]", "[en, sp]", "...Write one of: en (English), es (Spanish)"),
    # YAML
    ("title: Who decides", "title: Jail: who decides", '5:8: a colon stands in the value... title: "Jail: who decides'),
    ("Who decides at the jail?", '"Who decides" at the jail?', "...Write: ... title: '\"Who decides\" at the jail?'"),
    ("Who decides at the jail?", "'Who's at the jail?'", '...Write: ... title: "Who\'s at the jail?"'),
    ("Who decides at the jail?", '"Who decides at the jail?', '...the quote " is never closed. Write: ... title: "Who'),
    ("Who decides at the jail?", "“Who decides: the jail?”", '...Write: ... title: "Who decides: the jail?"'),
    ("Who decides at the jail?", "#1 issue", '...title is empty. What comes after # is a note. To mean it, write: '
     'title: "#1 issue"'),
    ("Who decides at the jail?", "@home here", "...no value begins with @... title: \"@home here\""),
    ("title: Who", "title:Who", "5:7: a blank is missing after the colon. Write: ... title: Who decides at the jail?"),
    ("title: Who", "title = Who", "...a value comes after a colon, not after =. Write: ... title: Who decides"),
    ("title:", "Title:", "5:1: 'Title' is not a key that is known here. Write title:"),
    ("title: Who decides at the jail?\n", "", "1:1: title is missing. Add: title: Who decides at the jail?"),
    ("facts:\n", " subtitle: Whose?\nfacts:\n", "6:1: the line begins with a blank too many. Write: ... subtitle:"),
    ("facts:\n", "#coalition:\n  name: Neighbors\nfacts:\n", "6:1: this key is still switched off... coalition:"),
    ("facts:\n", "coalition:\n\tname: Neighbors\nfacts:\n", "7:1: a tab stands where only blanks may stand. Write: ..."
     "   name: Neighbors"),
    ("facts:\n", "coalition:\n\xa0\xa0name: Neighbors\nfacts:\n", "7:1: a blank stands here that YAML does not know"),
    ("[287g, detainers]", "[287g, detainers", "2:27: the [ is never closed. Write: ... policies: [287g, detainers]"),
    (" [287g, detainers]", "\n-287g\n-detainers", "3:2: a blank is missing after the hyphen. Write: ... - 287g"),
    ("jail-report}", "jail-report", "7:69: the { is never closed."),
    ("facts:\n", "coalition: Neighbors United\nfacts:\n", "...Write: ... coalition: {name: Neighbors United}"),
    ("facts:\n", "phone: 920-555-0100\nfacts:\n", '...It belongs under coalition:'),
    ("facts:\n", "tax_status: 501(c)(3)\nfacts:\n", "...Write 501c3. It can be 501c3, 501c4, pac or none."),
    # braces
    ("Who decides", "Who {decides}", "5:1: nothing is filled in for {decides}. Write the words without braces: those "
     "stand for what the program fills in, {place.name} (Sheboygan County), "),
    ("Who decides", "Who in {place.nme} decides", "...Did you mean 'place.name'? There are: {place.name}"),
    ("facts:\n", 'coalition: {name: "Friends of {place.nam}"}\nfacts:\n', "6:13: ...Did you mean 'place.name'?"),
    ("publisher: Sheriff", 'publisher: "Sheriff of {place.name}"', "...Write the words out: braces are filled in"),
    # slips
    ("facts:\n", "coalition: {name: Yes, contact: ana}\nfacts:\n", "warning: the group's name is 'Yes'. Write what"),
    ("facts:\n", "coalition: {name: Us, contact: ana}\nfacts:\n", "warning: 'ana' reaches nobody. Write a phone"),
    ("facts:\n", "coalition: {name: Us, meeting: {at: 2072-01-12T18:30, place: Library}}\nfacts:\n",
     "warning: coalition.meeting: 2072-01-12 is years ahead. Correct the year."),
    ("jail.capacity: {value: 400", "board.meeting: {value: 2062-12-15T18:30",
     "warning: board.meeting: 2062-12-15 is years ahead"),
    # places
    ("us/wi/sheboygan", "Springfield", "1:1: 'Springfield' is the name of several towns...Sangamon County, IL"),
    ("us/wi/sheboygan", "Springfield, IL", "...is a town, the seat of Sangamon County, IL. Write: Sangamon County, IL"),
    ("us/wi/sheboygan", "53081", "...53081 is no county's code; is it a ZIP code?...build-toolkit places find TOWN"),
    ("us/wi/sheboygan", "San Juan, PR", "...is not covered: Puerto Rico is a territory, and the law and the lists"),
    ("us/wi/sheboygan", "Wisconsin", "...is a state, not a county...build-toolkit places list --state WI"),
    ("us/wi/sheboygan", "Sheboygan County, MN", "...no Sheboygan County in Minnesota. Write: Sheboygan County, WI"),
    ("us/wi/sheboygan", "us/wi/sheboigan", "...Did you mean Sheboygan County, WI"),
    ("us/wi/sheboygan", "Washington County", "...may be any of 31 places. Write one of: Washington County, AL; "),
    ("us/wi/sheboygan", "Toronto, Ontario", "...'Ontario' is no state of the United States."),
    # the first hour
    ("[287g, detainers]", "287g detainers", "...Write: ... policies: [287g, detainers]"),
    ("facts:\n", "coalition:\n  name:Neighbors\nfacts:\n", "...a blank is missing...name: Neighbors"),
    ("facts:\n", "coalition:\n  name:Neighbors\n  phone: 920-555-0100\nfacts:\n",
     "7:8: a blank is missing after the colon. Write: ...   name: Neighbors"),
    ("facts:\n", "coalition:\n  name:N\n  phone:920-555-0100\nfacts:\n", "...name: N ... phone: 920-555-0100"),
    ("title: Who", "title：Who", "5:6: the colon is a wide one, of another keyboard. Write: ... title: Who"),
    ("facts:\n", "coalition:\n  name: N\n  meeting: {when: 2027-01-12T18:30, where: Library}\nfacts:\n",
     "8:13: 'when' and 'where' are not keys that are known here. Write at: and place:"),
    ("facts:\n", "coalition:\n  name: N\n  meeting: {at: 2027-01-12T18:30}\nfacts:\n",
     '...coalition.meeting.place is missing. Add "place:".'),
    ("value: 400", "value: 1,400", "7:28: a comma stands in a value here; within { } it begins the next key. Write: ..."
     " {value: 1400, as_of"),
    ("facts:\n", "coalition:\n  name: N\n  meeting: {at: 2027-01-12T18:30, place: Library, 305 S Broadway, Winnett}\n"
     "facts:\n", '8:51: ... {at: 2027-01-12T18:30, place: "Library, 305 S Broadway, Winnett"}'),
    ("publisher: Sheriff", "publisher: “Sheriff, Inc.”", '...publisher: "Sheriff, Inc.", date'),
    ("jail.capacity: {", "jail:\n    capacity: {",
     "8:5: 'capacity' stands a level too deep, below 'jail'. Write the two as "
     "one key: jail.capacity: {…}"),
    ("facts:\n", "coalition:\n  name: N\n  meeting: January 12 at 6:30pm, Winnett Library\nfacts:\n",
     '...Write: ... meeting: {at: 2027-01-12T18:30, place: Winnett Library}'),
    ("facts:\n",
     "coalition:\n  name: N\n  meeting: Winnett Library, 305 S Broadway, Tuesday, Jan. 12, 6:30 pm\nfacts:\n",
     '...Write: ... meeting: {at: 2027-01-12T18:30, place: "Winnett Library, 305 S Broadway"}'),
    ("facts:\n", "coalition:\n  name: N\n  meeting: 12/15 at 7 pm in the Library\nfacts:\n",
     '...Write: ... meeting: {at: 2026-12-15T19:00, place: the Library}'),
    ("facts:\n", "coalition:\n  name: N\n  meeting: January 12, 2028 at 6:30pm\nfacts:\n",
     '...Write: ... meeting: {at: 2028-01-12T18:30, place: …}'),
    ("facts:\n", "coalition:\n  name: N\n  meeting: every Tuesday, Winnett Library\nfacts:\n",
     '...Write: ... meeting: {at: …, place: …}'),
    ("value: 400", "value: forty", "7:19: ...'forty' is no number; write it in figures, such as 40"),
    ("Who decides at the jail?", "[Who, decides]",
     "5:1: title is one text, and holds a list. Write it without brackets or "
     'hyphens: "Who, decides"'),
    ("facts:\n", "coalition:\n  name: [Neighbors, United]\nfacts:\n",
     "7:3: coalition.name is one text, and holds a list."),
    ("facts:\n", "coalition: {name: {en: Neighbors}}\nfacts:\n",
     "...is one text, and holds keys with values. Write the"),
    ("facts:\n",
     "coalition:\n  name: N\n  meeting:\n    - {at: 2027-01-12T18:30, place: Library}\n    - {at: 2027-02-12T18:30,"
     " place: Library}\nfacts:\n", "8:3: coalition.meeting can be one only, and 2 are listed. Keep one of them"),
    ("source: jail-report", "source: https://www.sheriff.us/report",
     "7:50: ...an address stands here, and a source has a "
     "name of its own. Write source: sheriff here, and list it ... below sources: ...   sheriff: {kind: web, title: …, "
     'publisher: …, url: "https://www.sheriff.us/report", read_on: 2026-11-29}'),
    ("[note]", "[note, note]", "3:19: documents[2]: 'note' stands in the list twice. Keep one."),
    ("[note]", "[note, note, flyer, flyer]", "3:19: ...'note' and 'flyer' stand in the list twice. Keep one of each."),
    ("[note]", "[flier, tolkit]", "3:13: there is no document 'flier'... 3:20: there is no document 'tolkit'."),
    ("facts:\n", "coalition:\n  name: N\n  members:\n  • One\n  • Two\nfacts:\n",
     "9:3: an entry begins with a hyphen and a blank, not with a bullet. Write: ...   - One   - Two"),
    ("facts:\n", "coalition:\n  name: N\n  members:\n    • One\n    • Two\nfacts:\n",
     "8:3: coalition.members has to be a list, with hyphens instead of bullets. Write: ...members: - One - Two"),
    (" [287g, detainers]", "\n– 287g\n– detainers", "3:1: an entry begins with a hyphen"),
    ("as_of: 2026-11-01", "as_of: 2026–11–01", "7:31: ...is no date. Write 2026-11-01."),
    ("facts:\n", "coalition: {name: N, web: ana@example.org}\nfacts:\n",
     "...'ana@example.org' is an e-mail address. Write that of a page, such as https://example.org."),
]
COMMANDS: list[tuple[list[str], int, str]] = [
    (["nwe", "x"], 2, "There is no command 'nwe'. Did you mean new?"),
    (["TX"], 2, 'To begin with a county, write its file: build-toolkit new "Harris County, TX"'),
    (["Waukesha County, WI"], 2, 'build-toolkit new "Waukesha County, WI"'),
    (["help"], 2, "There is no command 'help'. Did you mean --help?"),
    (["--verison"], 2, "There is no option '--verison'. Did you mean --version?"),
    (["questons", "camp.yaml"], 2, "There is no command 'questons'. Did you mean questions?"),
    (["check", "cmap.yaml"], 1, "cmap.yaml:1: there is no such file. Did you mean 'camp.yaml'?"),
    (["check", "empty"], 1, "there is no such file. The folder holds no campaign file"),
    (["check", "plan.docx"], 1, "this is a document of Word, Excel or the like"),
    (["check", "plan.pdf"], 1, "this is a PDF, not a text file. Save it as plain text"),
    (["camp.yaml", "-d", "flier"], 1, "there is no document 'flier'. Did you mean 'flyer'?"),
    (["camp.yaml", "-l", "Spanish"], 1, "there is no language 'Spanish'. Write es, for Spanish."),
    (["camp.yaml", "--as-of", "11/29/2026"], 2, "'11/29/2026' is no date; write 2026-11-29."),
    (["new", "Springfield"], 1, "Sangamon County, IL"),
]
Told = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a document of one page, and files of other programs."""
    folder = note_project(tmp_path_factory.mktemp("mistakes"))
    (folder / "empty").mkdir()
    (folder / "plan.docx").write_bytes(b"PK\3\4\x14\0\6\0[Content_Types].xml")
    (folder / "plan.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\n")
    (folder / "camp.yaml").write_text(GOOD)
    return folder


def checked(capsys: Told) -> tuple[int, str]:
    code = run(["check", "camp.yaml", "--today", "2026-11-29", "--no-cache"])
    return code, capsys.readouterr().err


def assert_told(expected: str, text: str) -> None:
    """Fail unless the parts of what is expected stand in a text, in their order, however its lines break."""
    at, flat = 0, " ".join(text.split())
    for part in filter(None, (" ".join(part.split()) for part in expected.split("..."))):
        assert part in flat[at:], f"{part!r} is not told in: {text}"
        at = flat.index(part, at) + len(part)
    assert not INSIDE.search(text), text


@pytest.mark.parametrize(("right", "wrong", "told"), MISTAKES, ids=[wrong for _, wrong, _ in MISTAKES])
def test_a_mistake_is_told_with_what_to_write(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told, right: str, wrong: str, told: str,
) -> None:
    monkeypatch.chdir(home)
    assert right in GOOD
    file = home / "camp.yaml"
    file.write_text(GOOD.replace(right, wrong, 1))
    code, text = checked(capsys)
    assert code == (0 if " warning: " in text and told.startswith(("warning", "...is an address")) else 1)
    text = text.replace(" [CAMP", "\n[CAMP").replace(" [YAML", "\n[YAML")
    assert_told(told, re.sub(r"\n?\[[A-Z]+\d+\]", "", text))
    place, *lines = text.split("\n")
    if "Write:" in text and (at := re.match(r"camp\.yaml:(\d+):.*Write:$", place.strip())):
        lines = lines[1:lines.index("1 error, 0 warnings.")] if "1 error, 0 warnings." in lines else lines[1:]
        pasted(file, int(at[1]), [line for line in lines if line and "unknown" not in line and "left out" not in line])
        code, text = checked(capsys)
        assert code == 0 or "…" in file.read_text(), text


@pytest.mark.parametrize(("wrong", "told"), [
    ('title: T\nzebra: x\nfacts: {jail.capacity: {value: 4, as_of: 2026-01-01, source: nowhere}}\npolicies: [287g]',
     ("'zebra' is not a key", "there is no source 'nowhere'")),
    ('title: T\npolicies: ["287(g)", detaners]', ("Write 287g.", "there is no policy 'detaners'")),
])
def test_a_mistake_hides_no_other_one_behind_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told, wrong: str, told: tuple[str, str],
) -> None:
    monkeypatch.chdir(home)
    (home / "camp.yaml").write_text(f"place: us/wi/waukesha\ndocuments: [note]\nlanguages: [en]\n{wrong}\n")
    code, text = checked(capsys)
    assert code == 1 and all(part in text for part in told) and text.count("camp.yaml:") == 2


@pytest.mark.parametrize(("raw", "told"), [
    (GOOD.replace("Who", "¿Quién").encode("cp1252"),
     "camp.yaml:5:8: the file is not UTF-8 here, where “¿Quién” begins in the "
     "encoding of Windows (“ANSI”). Open it in a text editor, choose “Save as”, take the encoding UTF-8"),
    (GOOD.encode("utf-16"), "camp.yaml:1:1: the file is in the encoding UTF-16, which Notepad calls “Unicode” too."),
    (GOOD.encode("utf-16-be"), "camp.yaml:1:1: the file is in the encoding UTF-16"),
    (b"\n", 'camp.yaml:1:1: the file is empty...build-toolkit new "Waukesha County, WI"'),
], ids=["Windows", "UTF-16 with a mark", "UTF-16 without", "empty"])
def test_a_file_in_another_encoding_is_told_with_how_to_save_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told, raw: bytes, told: str,
) -> None:
    monkeypatch.chdir(home)
    (home / "camp.yaml").write_bytes(raw)
    code, text = checked(capsys)
    assert code == 1
    assert_told(told, text)


@pytest.mark.parametrize(("right", "wrong"), [
    ("facts:\n", "coalition:\n  name: N\n  meeting: {when: 2027-01-12T18:30, where: Library}\nfacts:\n"),
    ("facts:\n", "coalition:\n  name: N\n  meeting: {at: 2027-01-12T18:30, place: Library, 305 S Broadway, "
     "Winnett}\nfacts:\n"),
    ("jail.capacity: {", "jail:\n    capacity: {"),
    ("title: Who", "ti\u200btle: Who"),
])
def test_one_mistake_is_told_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told, right: str, wrong: str,
) -> None:
    monkeypatch.chdir(home)
    (home / "camp.yaml").write_text(GOOD.replace(right, wrong, 1))
    assert checked(capsys)[1].count("camp.yaml:") == 1


def pasted(file: Path, number: int, lines: list[str]) -> None:
    """Put lines in the place of one, and of as many after it, as somebody who follows a message does."""
    old = file.read_text().split("\n")
    file.write_text("\n".join([*old[:number - 1], *lines, *old[number - 1 + len(lines):]]))


@pytest.mark.parametrize(("args", "code", "told"), COMMANDS, ids=[" ".join(args) for args, _, _ in COMMANDS])
def test_a_mistyped_command_is_told_as_what_it_is(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told, args: list[str], code: int, told: str,
) -> None:
    monkeypatch.chdir(home)
    (home / "camp.yaml").write_text(GOOD)
    assert run(args) == code
    assert_told(told, capsys.readouterr().err)


def test_the_file_that_the_mistakes_are_made_in_is_right(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told,
) -> None:
    monkeypatch.chdir(home)
    (home / "camp.yaml").write_text(GOOD)
    assert checked(capsys)[0] == 0
    assert run(["camp.yaml", "--paper", "A4", "--today", "2026-11-29"]) == 0
    shutil.rmtree(home / "build")


@pytest.mark.parametrize(("chapter", "told"), [
    ("{{ place.name }", "What stands in braces here cannot be read"),
    ("{% if facts.jail.capacity %}", "{% if %} is never closed. Write {% endif %} where it ends."),
    ("<<<<<<< yours\nMine.\n||||||| as it was\nOld.\n=======\nNew.\n>>>>>>> now", "two versions of this place stand"),
    ("{% fi %}", "There is no tag {% fi %} that would fit here."),
    ("{{ place.name|bold }}", "There is no filter 'bold'."),
    ("{{ facts.jail.beds }}", "No question declares the fact “jail.beds”."),
])
def test_a_mistake_in_a_chapter_is_told_in_words(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told, chapter: str, told: str,
) -> None:
    monkeypatch.chdir(home)
    (home / "camp.yaml").write_text(GOOD)
    own = home / "camp/chapters/note/note.md"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(f"# A note\n\n{chapter}\n")
    code, text = checked(capsys)
    shutil.rmtree(home / "camp")
    assert code == 1 and re.match(r"camp/chapters/note/note\.md:[34]: ", text), text
    assert_told(told, text)


@pytest.mark.parametrize("name", ["templates/look/own.css", "templates/parts/ours.html.j2", "toolkits/law/wi.yaml",
                                  "locales/es/LC_MESSAGES/documents.po"])
def test_two_versions_of_a_place_are_told_in_every_kind_of_file(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Told, name: str,
) -> None:
    monkeypatch.chdir(home)
    (home / "camp.yaml").write_text(GOOD.replace("[en]", "[en, es]"))
    file = home / name
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n<<<<<<< yours\na\n=======\nb\n>>>>>>> as it is now\n")
    code, text = checked(capsys)
    file.unlink() if before is None else file.write_bytes(before)
    assert code == 1 and f"{name}:2: two versions of this place stand" in " ".join(text.split()), text
