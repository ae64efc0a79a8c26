"""`build-toolkit law` and `check --all`: what they print and write, and the exit codes of what goes wrong."""

import json
import subprocess
import sys
from pathlib import Path
from xml.dom import minidom

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.roots import packaged

Capture = pytest.CaptureFixture[str]
DAY = ["--as-of", "2026-11-21"]


def test_show_prints_the_law_of_a_state_by_code_or_name(capsys: Capture) -> None:
    assert run(["law", "show", "texas", *DAY]) == 0
    by_name = capsys.readouterr()
    assert run(["law", "show", "TX", *DAY]) == 0
    assert capsys.readouterr().out == by_name.out and by_name.err == ""
    assert by_name.out.startswith("Texas (TX)") and "requires 287(g) agreements" in by_name.out


def test_show_as_json_is_complete_and_plain(capsys: Capture) -> None:
    assert run(["law", "show", "CA", "--as-of", "2015-08-31", "--format", "json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert (page["state"], page["as_of"], page["regime_detainers"]) == (
        "CA", "2015-08-31", {"id": "limits", "words": "limited"})
    rule, = page["rules"]
    assert rule["id"] == "ca-trust-act" and rule["does"][0]["id"] == "limits-detainers"
    assert {*rule["sources"]} <= set(page["sources"]) and len(page["digest"]) == 64
    assert {"status", "because", "policy", "confirm"} <= set(page["demands"][0]) and page["review"] is None


def test_show_writes_a_pdf_by_the_ending_of_its_name(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "tx.pdf"
    assert run(["law", "show", "TX", *DAY, "--paper", "a4", "-o", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF-") and capsys.readouterr().out == f"{file}  2 pages\n"
    assert run(["law", "show", "TX", *DAY, "-o", str(tmp_path / "tx.txt")]) == 0
    assert (tmp_path / "tx.txt").read_text().startswith("Texas (TX)")


def test_show_speaks_other_languages(capsys: Capture) -> None:
    assert run(["law", "show", "TX", *DAY, "--language", "es"]) == 0
    assert "21 de noviembre de 2026" in capsys.readouterr().out
    assert run(["law", "show", "TX", "--language", "xx"]) == 1
    assert "LOC010" in capsys.readouterr().err


@pytest.mark.parametrize(("args", "hint"), [
    (["show", "Texsa"], "Did you mean Texas (TX)?"), (["show", "PR"], "territory"),
    (["show", "TX", "--as-of", "2026-02-30"], "is no date"), (["map", "-o", "x.svg"], "287g or detainers"),
    (["map", "--kind", "contracts"], "contracts"),
])
def test_a_wrong_command_line_says_what_is_meant(args: list[str], hint: str, capsys: Capture) -> None:
    assert run(["law", *args]) == 2
    assert hint in capsys.readouterr().err


def test_list_has_a_line_for_each_state(capsys: Capture) -> None:
    assert run(["law", "list", *DAY]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 52 and max(map(len, lines)) <= 80
    texas = next(line for line in lines if line.startswith("TX Texas"))
    assert texas.split()[2:] == ["required", "required", "uncertain", "2026-11-30"]
    assert run(["law", "list", *DAY, "--format", "json"]) == 0
    rows = {row["state"]: row for row in json.loads(capsys.readouterr().out)}
    assert len(rows) == 51 and rows["TX"]["regime_287g"] == "requires" and rows["WI"]["certainty"]["id"] == "none-known"


def test_map_is_text_svg_or_a_page(tmp_path: Path, capsys: Capture) -> None:
    assert run(["law", "map", *DAY]) == 0
    text = capsys.readouterr().out
    assert text.count("Texas (TX)") == 2 and max(map(len, text.splitlines())) <= 80
    svg, page = tmp_path / "map.svg", tmp_path / "map.html"
    assert run(["law", "map", *DAY, "--kind", "287g", "--black-and-white", "-o", str(svg)]) == 0
    drawing = minidom.parse(str(svg)).documentElement
    assert drawing and drawing.getElementsByTagName("desc") and "#9b3d14" not in svg.read_text()
    words = "".join(node.firstChild.data for node in drawing.getElementsByTagName("text") if node.firstChild)
    assert "Some or all counties must seek or sign one" in words
    assert run(["law", "map", *DAY, "-o", str(page)]) == 0
    html = page.read_text()
    assert html.count('role="img"') == 2 and html.count("<table") == 2 and "https://" not in html


def test_a_map_that_cannot_be_written_is_the_machines_fault(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("")
    assert run(["law", "map", "--kind", "287g", "-o", str(tmp_path / "file" / "map.svg")]) == 5
    assert "OUT001" in capsys.readouterr().err


def test_help_of_law_stays_light() -> None:
    code = ("import sys; from build_toolkit.cli.main import run; run(['law', 'show', '--help']); "
            "print(*sys.modules, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"weasyprint", "pydantic", "babel", "jinja2", "yaml"}
    assert "--as-of" in done.stdout and not heavy & set(done.stderr.split())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with a law file of its own, as the folder one stands in."""
    (tmp_path / "toolkits/law").mkdir(parents=True)
    (tmp_path / "toolkits/law/wi.yaml").write_text(
        "state: WI\nsummary: None known.\nchecked_on: 2026-01-01\nno_rule_known: true\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_all_finds_a_sound_project_good(project: Path, capsys: Capture) -> None:
    assert run(["check", "--all"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("0 errors")
    assert {line.rpartition("[")[2][:7] for line in captured.err.splitlines() if "[" in line} <= {"SRC007]"}


def test_check_all_tells_every_problem_with_its_file_and_line(project: Path, capsys: Capture) -> None:
    law = project / "toolkits/law/wi.yaml"
    sure = "{text: secondhand, dates: confirmed, current: confirmed}"
    rule = f"id: r, name: N, does: [], citation: C, says: S., certainty: {sure}, source: nowhere, read_on: 2026-01-01"
    law.write_text(law.read_text() + f"rules:\n  - {{{rule}}}\n")
    chapter = project / "templates/documents/toolkit/chapters/use.md"
    chapter.parent.mkdir(parents=True)
    chapter.write_text("# Use\n\n{{ broken\n")
    (project / "toolkits/counties").mkdir()
    (project / "toolkits/counties/mine.yaml").write_text("place: Nowhere, WI\npolicies: [287g]\ntitle: T\n")
    assert run(["check", "--all", str(project), "--format", "json"]) == 1
    found = {(p["code"], p["file"], p["line"]) for p in json.loads(capsys.readouterr().out)}
    assert {("LAW005", "toolkits/law/wi.yaml", 4), ("LAW009", "toolkits/law/wi.yaml", 6),
            ("LAW007", "toolkits/law/wi.yaml", 6), ("LAW011", "toolkits/law/wi.yaml", 6)} <= found
    assert any(file == "toolkits/counties/mine.yaml" and code.startswith("PLACE") for code, file, _ in found)
    assert any(file == "templates/documents/toolkit/chapters/use.md" and line == 3 for _, file, line in found)
    assert run(["check"]) == 2


def test_a_states_page_is_not_made_of_a_faulty_file(project: Path, capsys: Capture) -> None:
    (project / "toolkits/law/wi.yaml").write_text("state: WI\nsummary: None.\nno_rule_known: true\n")
    assert run(["law", "show", "WI"]) == 1
    assert "toolkits/law/wi.yaml:1:1: checked_on is missing." in capsys.readouterr().err
    assert run(["law", "list"]) == 1


def test_a_lawyers_word_on_a_state_stands_until_its_law_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    project = tmp_path / "ours"
    (project / "toolkits/law").mkdir(parents=True)
    (project / "toolkits/law/tx.yaml").write_text((packaged() / "toolkits/law/tx.yaml").read_text())
    told = ["--project", str(project)]
    assert run(["law", "approve", "TX", "--by", "Maria Rossi", "--role", "lawyer", "--on", "2026-11-20", *told]) == 2
    assert run(["law", "approve", "TX", "--by", "M. R.", "--role", "lawyer", "--on", "2026-11-20", *told]) == 0
    capsys.readouterr()

    def review() -> object:
        assert run(["law", "show", "TX", "--format", "json", *told]) == 0
        return json.loads(capsys.readouterr().out)["review"]

    found = review()
    assert isinstance(found, dict)
    assert (found["by"], found["on"], found["verdict"]) == ("M. R.", "2026-11-20", "approved")
    law = project / "toolkits/law/tx.yaml"
    law.write_text(law.read_text().replace("sheriff", "Sheriff", 1) if "sheriff" in law.read_text() else "")
    assert review() is None
