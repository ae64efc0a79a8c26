"""Hostile documents: nothing is read that was not allowed, nothing runs for ever, nothing is swallowed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pdf_samples import BOOKLET, SVG, look, page, render

import build_toolkit.render.pdf as pdf_module
from build_toolkit.problems import ProblemsFound, Severity
from build_toolkit.render.pdf import Rendered


@pytest.fixture()
def folder(tmp_path: Path) -> Path:
    """A folder `in` that may be read, with a picture, and one beside it."""
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.svg").write_text(SVG)
    return tmp_path / "in"


@pytest.mark.parametrize("address", [
    "../out/a.svg", "%2e%2e/out/a.svg", "sub/../../out/a.svg", "file:///etc/hostname", "file://otherhost/etc/hostname",
    "http://example.org/a.svg", "https://example.org/a.svg", "ftp://example.org/a.svg", "//example.org/a.svg",
    "FILE:///etc/hostname", "jar:file:///a.svg", "link.svg"])
def test_what_is_outside_is_refused(folder: Path, address: str) -> None:
    (folder / "link.svg").symlink_to(folder.parent / "out" / "a.svg")
    result = render(page(f'<h1>x</h1><img src="{address}" alt="x">'), base=folder, roots=[folder])
    assert result.pdf == b""
    problem, = result.problems
    assert (problem.code, problem.severity, problem.file) == ("PDF010", Severity.ERROR, "sample.yaml")
    assert str(folder.parent) not in problem.what


@pytest.mark.parametrize("sheet", [
    "@import url(http://example.org/a.css);", "p { background: url(http://example.org/a.png) }",
    "@font-face { font-family: x; src: url(https://example.org/a.ttf) } p { font-family: x }",
    "p { content: url(file:///etc/hostname) } p::before { content: url(file:///etc/hostname) }"])
def test_style_sheets_are_not_let_out_either(sheet: str) -> None:
    for html, css in ((page("<p>x</p>", style=sheet), []), (page("<p>x</p>"), [sheet])):
        result = render(html, css=css)
        wanted = "PDF007" if "@import" in sheet else "PDF010"     # a sheet that brings another is not even read
        assert wanted in [problem.code for problem in result.problems], result.problems
        assert result.pdf == b""


@pytest.mark.parametrize("html", [
    '<base href="http://example.org/"><img src="a.png" alt="x">', '<link rel="stylesheet" href="http://example.org/a.css">',
    '<object data="http://example.org/a.svg">x</object>', '<embed src="file:///etc/hostname">',
    '<link rel="attachment" href="file:///etc/hostname">',
    '<svg width="9" height="9"><title>x</title><image href="http://example.org/a.png" width="9" height="9"/></svg>'])
def test_other_ways_out_are_closed(html: str) -> None:
    result = render(page(f"<h1>x</h1>{html}"), css=[])
    assert result.problems
    assert b"root:" not in result.pdf
    assert {problem.code for problem in result.problems} <= {"PDF007", "PDF010", "PDF011", "PDF018"}


def test_a_missing_file_is_named(folder: Path) -> None:
    result = render(page('<h1>x</h1><img src="b.svg" alt="x">'), base=folder, roots=[folder])
    problem, = result.problems
    assert problem.code == "PDF011"
    assert "'b.svg'" in problem.what


def test_a_device_is_not_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe.svg")
    result = render(page('<h1>x</h1><img src="pipe.svg" alt="x">'), base=folder, roots=[folder])
    assert [problem.code for problem in result.problems] == ["PDF011"]


def test_a_mistake_in_a_style_sheet_names_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    result = render(page("<h1>x</h1>"), css=[*look(), "\n\n  h1 { colour: red }"])
    problem, = result.problems
    assert (problem.file, problem.line, problem.column) == ("style sheet 3", 3, 8)
    assert (problem.code, problem.severity) == ("PDF012", Severity.WARNING)
    assert result.pdf.startswith(b"%PDF-1.7")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("css", "line"), [
    ("h1 { colour: red }", 3), ("\r\nh1:foo( { color: red }", 4), ("h1::nope { color: red }", 3),
    ("\nh1, h2 > > p\n{ color: red }", 4), ("h1 {\n color: var(--nothing) }", 4),
    ("h1 { background: url(nothing.png) }", 3), ("@foo { a {} }", 3),
])
def test_whatever_is_wrong_with_a_style_sheet_is_told_in_it(css: str, line: int) -> None:
    sheets = ["p { margin: 0 }\n", f"\n\n{css}", "p { margin: 0 }"]
    result = render(page('<h1>x</h1><p style="colour: blue">x</p>'), css=sheets, source="campaign.yaml")
    assert sorted({(problem.file, problem.line) for problem in result.problems}) == [
        ("campaign.yaml", 1), ("style sheet 2", line)]


@pytest.mark.parametrize(("html", "codes"), [
    ('<h1>x</h1><a href="#nowhere">x</a>', ["PDF013"]),
    ('<h1 id="a">x</h1><p id="a">y</p>', ["PDF014"]),
    ('<h1>x</h1><a href="javascript:alert(1)">x</a>', ["PDF017"]),
    ('<h1>x</h1><img src="data:image/png;base64,AAAA" alt="x">', ["PDF011"]),
    ('<h1>x</h1><link rel="attachment" href="data:text/plain,x">', ["PDF018"]),
])
def test_what_is_wrong_in_a_document_is_told(html: str, codes: list[str]) -> None:
    assert [problem.code for problem in render(page(html), css=[]).problems] == codes


def test_the_language_and_the_title_are_asked_for() -> None:
    assert [p.code for p in render(page("<h1>x</h1>", lang="es")).problems] == ["PDF016"]
    assert [p.code for p in render(page("<h1>x</h1>"), title=" ").problems] == ["PDF030"]


def test_text_that_runs_over_the_edge_of_the_paper_is_told() -> None:
    sheet = "@page { size: 60mm 60mm; margin: 5mm }"
    long = "ဘုတ်အဖွဲ့က" * 9
    problem, = render(page(f"<p>{long}</p><p>{long}</p>", lang="my"), "my", css=[sheet]).problems
    assert (problem.code, problem.severity) == ("PDF032", Severity.WARNING)
    assert problem.what.startswith("Page 1: ")
    broken = "\u200b".join(["ဘုတ်အဖွဲ့က"] * 9)
    assert not render(page(f"<p>{broken}</p>", lang="my"), "my", css=[sheet]).problems


def test_two_documents_at_once_keep_their_problems_apart() -> None:
    found: dict[str, Rendered] = {}

    def work(name: str) -> None:
        found[name] = render(page(f'<h1>x</h1><a href="#{name}">x</a>'), css=[])

    threads = [threading.Thread(target=work, args=(f"id{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: [p.what for p in result.problems] for name, result in found.items()} == {
        name: [f"A link leads to #{name}, but nothing has this id."] for name in ("id0", "id1", "id2")}


def test_a_document_nested_too_deeply_is_a_problem() -> None:
    result = render(page("<div>" * 3000 + "x"), css=[])
    assert [problem.code for problem in result.problems] == ["PDF020"]


def test_a_fault_of_the_engine_is_a_problem_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AssertionError("no page")

    import weasyprint
    monkeypatch.setattr(weasyprint.HTML, "render", broken)
    problem, = render(page("<h1>x</h1>")).problems
    assert problem.code == "PDF021"
    assert "AssertionError: no page" in problem.what


def test_without_a_font_nothing_is_begun(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig><dir>/nowhere</dir></fontconfig>")
    script = ("import sys; from build_toolkit.render.pdf import render_pdf;"
              "made = render_pdf('<html lang=en><p>x', [], language='en', title='x');"
              "print([(p.code, p.fix) for p in made.problems])")
    alone = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    done = subprocess.run([sys.executable, "-c", script], env=alone, capture_output=True, text=True, check=True)
    assert "PDF006" in done.stdout
    assert "fonts-noto-core" in done.stdout


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    kept = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "weasyprint"}
    for name in kept:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(ProblemsFound) as found:
        pdf_module.load_engine()
    problem, = found.value.report
    assert problem.code == "PDF001"
    assert "libpangoft2-1.0-0" in problem.fix


def test_progress_is_told_step_by_step() -> None:
    steps: list[tuple[str, int]] = []
    result = render(page(BOOKLET), on_progress=lambda step, pages: steps.append((step, pages)))
    assert list(dict.fromkeys(step for step, _ in steps)) == ["read", "style", "boxes", "layout", "write"]
    assert max(pages for _, pages in steps) == result.pages
    assert steps[-1] == ("write", result.pages)
