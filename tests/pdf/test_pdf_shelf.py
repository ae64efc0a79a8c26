"""The shelf: painted parts in the user's cache folder. Right pages always, whatever happens to it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from test_pdf_bound import COUNTIES, CSS

from build_toolkit.files.cache import MARK, Cache
from build_toolkit.render.page_cache import KIND, PageCache
from build_toolkit.render.pdf import Rendered, render_pdf
from build_toolkit.render.weasy.painter import Painter


def leaflet(county: str) -> str:
    """Cover, contents and a chapter of a county, and two chapters that all share: five parts, and two of margins."""
    chapters = "".join(
        f'<section class="chapter page"><h1 id="c{n}">Chapter {n}</h1><p>{text} decides.<span class="fn">Note.</span>'
        f'</p><p><a href="#c1">First</a></p></section>' for n, text in enumerate((county, "The board", "A judge"), 1))
    return ('<!doctype html><html lang="en"><head><title>Sample</title></head><body>'
            f'<div class="foot"><span>{county}</span><span class="folio"></span></div>'
            f'<section><h1>{county}</h1></section><section class="page toc"><h1>Contents</h1>'
            f'<p><a href="#c3" data-page="">Last, in {county}</a></p></section>{chapters}</body></html>')


def render(html: str, shelf: Path | None, public: bool = True, at_once: bool = True, css: str = CSS) -> Rendered:
    """A file, made as a new process makes it: with nothing in memory."""
    pages = PageCache(Cache(shelf), at_once)
    return render_pdf(html, [css], language="en", title="Sample", cache=pages, public=public)


def entries(shelf: Path) -> list[Path]:
    return sorted(path for path in (shelf / KIND).glob("*"))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of what was painted."""
    found: list[str] = []
    paint = Painter.laid_out

    def noted(self: Painter, root: Any, kind: str) -> Any:
        found.append(kind)
        return paint(self, root, kind)

    monkeypatch.setattr(Painter, "laid_out", noted)
    return found


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_what_was_painted_once_is_taken_from_the_shelf(shelf: Path, counted: list[str]) -> None:
    cold = render(leaflet(COUNTIES[0]), shelf)
    assert len(counted) == len(entries(shelf)) == 7
    counted.clear()
    assert render(leaflet(COUNTIES[0]), shelf) == cold and not counted
    other = render(leaflet(COUNTIES[1]), shelf)
    assert counted == ["segment"] * 3 + ["margins"], "what counties share is painted once"
    assert other == render(leaflet(COUNTIES[1]), None)


def test_another_process_gives_the_same_bytes(shelf: Path) -> None:
    cold = render(leaflet(COUNTIES[1]), shelf).pdf
    script = ("import sys; sys.path[:0] = sys.argv[2:]; import test_pdf_shelf as t; from pathlib import Path;"
              "sys.stdout.buffer.write(t.render(t.leaflet(t.COUNTIES[1]), Path(sys.argv[1])).pdf)")
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    for seed in ("1", "2"):
        other = subprocess.run([sys.executable, "-c", script, str(shelf), *folders], capture_output=True,
                               check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        assert other.stdout == cold


def test_what_is_not_public_is_never_shelved(shelf: Path) -> None:
    render(leaflet(COUNTIES[0]), shelf, public=False)
    assert not shelf.exists()


def test_a_batch_shelves_only_what_a_second_document_uses(shelf: Path) -> None:
    pages = PageCache(Cache(shelf), at_once=False)
    for county in COUNTIES:
        assert not entries(shelf)
        render_pdf(leaflet(county), [CSS], language="en", title="x", cache=pages, public=True)
    assert len(entries(shelf)) == 3, "two chapters, and the numbers of pages"


@pytest.mark.parametrize("harm", ["cut short", "altered", "empty", "foreign", "another's", "a folder", "a link",
                                  "in nobody's hands"])
def test_an_entry_that_is_not_what_it_was_is_made_anew(
    shelf: Path, tmp_path: Path, harm: str, counted: list[str],
) -> None:
    cold, cache = render(leaflet(COUNTIES[0]), shelf), Cache(shelf)
    before = {path.name: path.read_bytes() for path in entries(shelf)}
    counted.clear()
    for path in entries(shelf):
        data = before[path.name]
        match harm:
            case "cut short":
                path.write_bytes(data[:-9])
            case "altered":
                path.write_bytes(data[:90] + b"x" + data[91:])
            case "empty":
                path.write_bytes(b"")
            case "foreign":
                cache.save(KIND, path.name, b"\0\0\0\2{}%PDF-1.7")
            case "another's":
                cache.save(KIND, path.name, b"[" * 40)
            case "a folder":
                path.unlink()
                path.mkdir()
            case "a link":
                (tmp_path / path.name).write_bytes(data)
                path.unlink()
                path.symlink_to(tmp_path / path.name)
            case "in nobody's hands":
                os.mkfifo(path.with_suffix(".new"))
                path.with_suffix(".new").replace(path)
    assert render(leaflet(COUNTIES[0]), shelf) == cold
    assert len(counted) >= len(before), "nothing of it was used"


def test_entries_that_have_changed_names_are_made_anew(shelf: Path, counted: list[str]) -> None:
    cold = render(leaflet(COUNTIES[0]), shelf)
    paths = entries(shelf)
    data = [path.read_bytes() for path in paths]
    counted.clear()
    for path, other in zip(paths, [*data[1:], data[0]], strict=True):
        path.write_bytes(other)
    assert render(leaflet(COUNTIES[0]), shelf) == cold == render(leaflet(COUNTIES[0]), None)
    assert len(counted) == 2 * len(paths), "nothing of it was used"


def test_an_entry_of_other_fonts_is_made_anew(shelf: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from build_toolkit.render import painted

    cold = render(leaflet(COUNTIES[0]), shelf)
    counted.clear()
    monkeypatch.setattr(painted, "fingerprint", lambda _path: "0" * 64)
    assert render(leaflet(COUNTIES[0]), shelf) == cold and len(counted) == 7


@pytest.mark.parametrize(("what", "other"), [("fonts_mark", "another"), ("renderer", {"Pango": "another"})])
def test_another_version_or_font_set_meets_no_entry(
    shelf: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch, what: str, other: object,
) -> None:
    from build_toolkit.render import painted

    render(leaflet(COUNTIES[0]), shelf)
    counted.clear()
    painted._makers.cache_clear()
    monkeypatch.setattr(painted, what, lambda: other)
    try:
        render(leaflet(COUNTIES[0]), shelf)
    finally:
        painted._makers.cache_clear()
    assert len(counted) == 7


def test_a_style_sheet_that_changed_meets_no_entry(shelf: Path, counted: list[str]) -> None:
    render(leaflet(COUNTIES[0]), shelf)
    counted.clear()
    changed = CSS.replace("#9b3d14", "#000").replace("10pt/14pt", "10pt/15pt")
    assert render(leaflet(COUNTIES[0]), shelf, css=changed) == render(leaflet(COUNTIES[0]), None, css=changed)
    assert counted


def test_a_picture_that_changed_is_drawn_anew(shelf: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    page = ('<html lang="en"><body><section><h1>x</h1><img src="a.svg" alt="A bar" width="90" height="90">'
            '</section></body></html>')

    def made(color: str, shelf: Path | None) -> bytes:
        file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
                        f'<path fill="{color}" d="M0 0h9v9z"/></svg>')
        return render_pdf(page, [], language="en", title="x", base=tmp_path, roots=[tmp_path], public=True,
                          cache=PageCache(Cache(shelf))).pdf

    red, blue = made("red", shelf), made("blue", shelf)
    assert red != blue and (made("red", None), made("blue", None)) == (red, blue)


def test_a_folder_that_cannot_be_written_to_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    cold = render(leaflet(COUNTIES[0]), None)
    assert render(leaflet(COUNTIES[0]), tmp_path / "file") == cold
    assert render(leaflet(COUNTIES[0]), Path("/proc/none/cache")) == cold
    (tmp_path / "open").mkdir(mode=0o755)            # others could look into it
    assert render(leaflet(COUNTIES[0]), tmp_path / "open") == cold
    assert not (tmp_path / "open").stat().st_mode & 0o077, "it is closed before anything is kept in it"


def test_a_full_disk_costs_time_only(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from build_toolkit.files import cache

    failed = []

    def full(*_args: object, **_options: object) -> tuple[int, str]:
        failed.append(1)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cache.tempfile, "mkstemp", full)
    assert render(leaflet(COUNTIES[0]), shelf) == render(leaflet(COUNTIES[0]), None)
    assert len(failed) == 7 and not entries(shelf)


def test_two_processes_write_one_folder(shelf: Path) -> None:
    """Both at once, and one of them killed in the middle: what is left is whole or is not used."""
    script = ("import sys; sys.path[:0] = sys.argv[2:]; import test_pdf_shelf as t; from pathlib import Path\n"
              "for n in range(400): t.render(t.leaflet(f'County {n}'), Path(sys.argv[1]))")
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    both = [subprocess.Popen([sys.executable, "-c", script, str(shelf), *folders]) for _ in range(2)]
    try:
        until = time.monotonic() + 60
        while len(entries(shelf)) < 12 and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        for process in both:
            process.kill()
            process.wait()
    for n in range(3):
        assert render(leaflet(f"County {n}"), shelf) == render(leaflet(f"County {n}"), None)


def test_a_clock_that_jumps_and_ten_thousand_entries(shelf: Path) -> None:
    """What is used stays, what is not goes, whatever day the clock says; half-written files of the dead go too."""
    cold, cache = render(leaflet(COUNTIES[0]), shelf), Cache(shelf, most=3_000_000)
    mine = {path.name for path in entries(shelf)}
    for number in range(10_000):
        path = shelf / KIND / f"{number:064x}"
        path.write_bytes(MARK + b"x" * 1000)
        os.utime(path, (0, number if number % 2 else 4_000_000_000 + number))  # long ago, and far in the future
    (shelf / KIND / ".writing-dead").write_bytes(b"x" * 1000)
    os.utime(shelf / KIND / ".writing-dead", (0, 0))
    cache._trim()
    left = {path.name for path in entries(shelf)}
    assert mine < left and len(left) <= 3_000 and ".writing-dead" not in left
    assert render(leaflet(COUNTIES[0]), shelf) == cold
