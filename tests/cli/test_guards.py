"""What keeps people safe on the command line: no private data, no step that a law punishes."""

import json
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from build_toolkit.cli.main import run
from note import note_project

CAMPAIGN = """\
# Our county. Keep this line.
place: us/wi/waukesha
policies: [287g]
documents: [note]
languages: [en]
title: A small test
facts:
  jail.name:
    value: The jail   # as on the door
    as_of: 2026-01-01
    source: roster

# Where we read it
sources:
  roster: {title: Roster, publisher: The sheriff, read_on: 2026-02-01}
"""
DOCUMENT = "id: note\ntitle: A note\npurpose: One page.\nlayout: letter\nnotes: end\nchapters: [{file: note.md}]\n"
CHAPTER = """\
# A note on {{ place.name }}

## Where to call

Call {{ facts.help.hotline | blank(20) }}.

## Sources

{{ sources_list() }}
"""
FILE = "toolkits/counties/test.yaml"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with a document of one page."""
    folder = note_project(tmp_path / "project", CHAPTER, DOCUMENT)
    (folder / "toolkits/counties/test").mkdir()
    (folder / FILE).write_text(CAMPAIGN)
    monkeypatch.chdir(folder)
    return folder


def with_fact(project: Path, lines: str) -> None:
    (project / FILE).write_text(CAMPAIGN.replace("facts:\n", f"facts:\n{lines}"))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("  signer.name: {value: 'A 123-456-789', as_of: 2026-01-01, source: roster}\n", ["test.yaml:8:", "PRIV001"]),
        ("  # x\n  detainers.policy_link: {value: y, as_of: 2026-01-01, source: roster, note: Call 262-648-7001}\n",
         ["test.yaml:9:", "PRIV003"]),
    ],
)
def test_private_data_in_a_campaign_file_is_told_with_its_line_and_stops_the_build(
    project: Path, capsys: pytest.CaptureFixture[str], lines: str, told: list[str],
) -> None:
    with_fact(project, lines)
    assert run(["check", FILE]) == 1
    err = capsys.readouterr().err
    assert all(piece in err for piece in told), err
    assert "648-7001" not in err and "456" not in err
    assert run([FILE]) == 1
    assert not (project / "build").exists()


def test_private_data_in_the_files_beside_a_campaign_stops_it_too(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    folder = project / "toolkits/counties/test"
    (folder / "chapters/note").mkdir(parents=True)
    (folder / "chapters/note/note.md").write_text("# Mine\n\nWrite to anna@example-mail.net.\n")
    (folder / "signers.csv").write_text("name,home address\nA. B.,12 Example Street\n")
    (folder / "pictures").mkdir()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (43.0, 1.0, 1.0)}
    Image.new("RGB", (4, 4)).save(folder / "pictures/bus.jpg", exif=exif)
    (folder / "minutes.docx").write_bytes(b"PK")
    assert run(["check", FILE]) == 1
    err = capsys.readouterr().err
    for place, code in (("test/chapters/note/note.md:3:10:", "PRIV005"), ("test/signers.csv:1:2:", "PRIV009"),
                        ("test/pictures/bus.jpg:", "PRIV006"), ("test/minutes.docx:", "PRIV013")):
        assert any(place in line and code in line for line in err.splitlines()), (place, err)
    assert "anna" not in err


def test_an_official_number_prints_and_the_leak_report_says_where(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    with_fact(project, "  help.hotline: {value: 262-648-7001, as_of: 2026-01-01, expires: 2099-01-01, source: roster}\n"
                       "  records.sent: {value: 2026-02-03, as_of: 2026-02-03, source: roster}\n")
    assert run([FILE]) == 0
    capsys.readouterr()
    assert run(["check", "--leaks", FILE]) == 0
    out = capsys.readouterr().out
    assert "note (en): 1 phone number (recorded as official) under “Where to call”" in out
    assert "withheld from this edition: records.sent" in out
    assert "build/test/en/note.pdf" in out and "no author, user, machine or folder" in out
    (project / "templates/documents/note/chapters/note.md").write_text(CHAPTER + "\nOr call 262-648-7002.\n")
    assert run(["check", "--leaks", FILE, "--format", "json"]) == 1
    row = json.loads(capsys.readouterr().out)[0]
    assert [c["official"] for c in row["pages"][0]["contacts"]].count(False) == 1
    assert run([FILE]) == 1
    err = capsys.readouterr().err
    assert "templates/documents/note/chapters/note.md" in err and "under “Sources”" in err and "7002" not in err


def test_an_answer_to_a_request_becomes_a_fact_and_the_file_keeps_its_comments(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    first = ["records", "answer", FILE, "detainers.held", "12"]
    assert run(first) == 2
    about = ["--agency", "The sheriff’s office", "--sent", "2026-03-02", "--answered", "2026-03-20"]
    assert run([*first, *about, "--print"]) == 0
    assert capsys.readouterr().out.startswith("facts:\n  detainers.held:\n    value: 12\n")
    assert (project / FILE).read_text() == CAMPAIGN
    assert run([*first, *about, "--as-of", "2025-12-31"]) == 0
    assert run(["records", "answer", FILE, "jail.operator", "sheriff"]) == 0
    text = (project / FILE).read_text()
    old, new = CAMPAIGN.splitlines(), text.splitlines()
    assert [line for line in new if line in old] == old
    at = new.index("  detainers.held:")
    assert new[at + 1:at + 4] == ["    value: 12", "    as_of: 2025-12-31", "    source: records-first"]
    assert text.count("  records-first:") == 1 and "publisher: The sheriff’s office" in text
    capsys.readouterr()
    assert run(["facts", "show", FILE]) == 0
    out = capsys.readouterr().out
    assert "detainers.held = 12 people  (as of 2025-12-31)" in out and "jail.operator = the sheriff" in out
    assert run(first) == 1
    assert "test.yaml:12:3:" in capsys.readouterr().err
    assert run(["records", "answer", FILE, "detainers.recieved", "3"]) == 1
    assert "Did you mean 'detainers.received' (Requests from ICE in" in capsys.readouterr().err


def test_a_file_that_cannot_be_added_to_stays_and_the_lines_are_printed(
    project: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    text = CAMPAIGN.split("facts:")[0] + "facts: {jail.name: {value: x, as_of: 2026-01-01, source: crs-if11898}}\n"
    (project / FILE).write_text(text)
    code = run(["records", "answer", FILE, "detainers.held", "12", "--agency", "The sheriff", "--sent", "2026-03-02"])
    out, err = capsys.readouterr()
    assert code == 1 and "REC004" in err and "  detainers.held:\n    value: 12\n" in out
    assert (project / FILE).read_text() == text


PAPER = """\
id: paper
title: A paper
purpose: For an official.
layout: letter
notes: end
asks_official: true
review: all
chapters: [{file: paper.md}]
"""


@pytest.fixture
def texas(project: Path) -> Path:
    """A campaign in a state that punishes officials, with a paper for one of them."""
    folder = project / "templates/documents/paper/chapters"
    folder.mkdir(parents=True)
    (folder.parent / "document.yaml").write_text(PAPER)
    (folder / "paper.md").write_text("# A paper\n\nThe board asks for figures.\n\nThe sheriff publishes them.\n")
    text = CAMPAIGN.replace("us/wi/waukesha", "us/tx/tarrant").replace("[note]", "[note, paper]")
    (project / FILE).write_text(text)
    return project


def approve(*more: str) -> int:
    return run(["review", "approve", FILE, "-d", "paper", "--by", "M. R.", "--role", "lawyer",
                "--on", date.today().isoformat(), *more])


def test_where_a_law_punishes_officials_a_paper_for_them_stops_and_the_rest_is_built(
    texas: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([FILE, "--format", "html"]) == 1
    out, err = capsys.readouterr()
    assert out == "build/test/en/note.html\n" and "REV010" in err and "Senate Bill 4 (2017)" in err
    assert "test.yaml:4:" in err
    assert run([FILE, "--format", "html"]) == 1, "a build that changed nothing says it again"
    assert run([FILE, "-d", "paper", "--draft", "--format", "html", "-o", "other"]) == 1
    assert not (texas / "other").exists()
    assert run(["check", FILE]) == 1
    assert "REV010" in capsys.readouterr().err


def test_a_lawyers_approval_opens_a_paper_and_one_comma_closes_it_again(
    texas: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    chapter = texas / "templates/documents/paper/chapters/paper.md"
    assert run(["review", "packet", FILE, "-d", "paper", "-o", "out"]) == 0
    packet = texas / "out/test/review/packet.json"
    assert sorted(p.name for p in packet.parent.iterdir()) == ["packet.json", "packet.pdf", "packet.txt"]
    assert len(json.loads(packet.read_text())["paragraphs"]) == 3
    chapter.write_text(chapter.read_text().replace("The sheriff publishes", "The sheriff never publishes"))
    assert approve("--packet", str(packet)) == 1, "what changed since the packet was printed is not approved"
    assert "2 paragraphs approved" in capsys.readouterr().out
    assert run([FILE, "-d", "paper"]) == 1
    assert approve() == 0
    assert run([FILE, "--format", "html"]) == 0
    assert (texas / "build/test/en/paper.html").exists()
    capsys.readouterr()
    chapter.write_text(chapter.read_text().replace("The board asks", "The board, asks"))
    assert run([FILE, "--format", "html"]) == 1
    capsys.readouterr()
    assert run(["review", "show", FILE, "-d", "paper"]) == 0
    out = capsys.readouterr().out
    assert "paper: 2 of 3 paragraphs approved by M. R. (lawyer)" in out and "changed since it was approved" in out
    assert run(["review", "packet", FILE, "-d", "paper", "-o", "out"]) == 0
    text = (packet.parent / "packet.txt").read_text()
    assert "The board[+,+] asks for figures." in text and "\n1. " in text and "\n2. " not in text


@pytest.mark.parametrize(
    ("args", "told"),
    [(["--by", "Maria Rossi", "--role", "lawyer"], "initials"), (["--by", "M. R.", "--role", "x"], "role")],
)
def test_the_ledger_holds_initials_and_a_role_and_no_name(
    texas: Path, capsys: pytest.CaptureFixture[str], args: list[str], told: str,
) -> None:
    assert run(["review", "approve", FILE, "-d", "paper", "--on", "2026-11-20", *args]) == 2
    assert told in capsys.readouterr().err
    assert not (texas / "toolkits/review.jsonl").exists()


def test_a_day_to_come_and_an_unknown_id_are_refused(texas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "approve", FILE, "--by", "MR", "--role", "lawyer", "--on", "2099-01-01"]) == 2
    assert approve("--only", "no-such-paragraph") == 1
    assert "REV003" in capsys.readouterr().err


def test_a_broken_line_in_the_ledger_is_told_and_approves_nothing(
    texas: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert approve() == 0
    ledger = texas / "toolkits/review.jsonl"
    lines = ledger.read_text().splitlines()
    ledger.write_text("\n".join([lines[0], lines[1][:-5], *lines[2:]]) + "\n")
    capsys.readouterr()
    assert run([FILE, "--format", "html"]) == 1
    assert "toolkits/review.jsonl:2:" in capsys.readouterr().err
