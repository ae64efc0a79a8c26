"""Changes to WeasyPrint: each fits or stays off, can be turned off, and still mends what it is there for.

If the test of a patch fails after an update of WeasyPrint, either the fault was mended there (take the patch
out), or the patch has to be written anew.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import weasyprint
from pdf_reading import open_pdf, pieces, read
from pdf_samples import page, render

from build_toolkit.problems import Severity
from build_toolkit.render import patches
from build_toolkit.render.patches import Function, Patch
from build_toolkit.render.pdf import load_engine
from build_toolkit.render.weasy import patches_of, tags

TARGET = "weasyprint.pdf.anchors:add_outlines"
SIGNATURE = "(pdf, bookmarks, parent=None)"


def _none(_: Function) -> Function:
    return lambda *_, **__: ([], 0)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Whatever a test puts in goes again."""
    load_engine()
    applied, refused = dict(patches._applied), dict(patches._refused)
    yield
    for name in patches._applied.keys() - applied.keys():
        patches._applied[name].put(patches._applied[name].before)
    for kept, before in ((patches._applied, applied), (patches._refused, refused)):
        kept.clear()
        kept.update(before)  # type: ignore[call-overload]


def test_a_patch_that_fits_is_in_and_can_be_taken_out() -> None:
    before = weasyprint.pdf.anchors.add_outlines
    assert patches.apply((Patch("outlines", "no reason", TARGET, SIGNATURE, _none),)) == ()
    assert weasyprint.pdf.anchors.add_outlines is not before
    assert "outlines" in patches.active()
    with patches.without("outlines"):
        assert weasyprint.pdf.anchors.add_outlines is before
    assert weasyprint.pdf.anchors.add_outlines is not before


@pytest.mark.parametrize(
    ("target", "signature", "also"),
    [
        (TARGET, "(pdf, bookmarks)", ()),
        ("weasyprint.pdf.anchors:no_such", SIGNATURE, ()),
        ("weasyprint.nowhere:add_outlines", SIGNATURE, ()),
        (TARGET, SIGNATURE, ("weasyprint.pdf.tags:add_tags",)),
    ],
)
def test_patches_that_do_not_fit_stay_off_with_one_warning(
    target: str, signature: str, also: tuple[str, ...]
) -> None:
    before = weasyprint.pdf.anchors.add_outlines
    wrong = [Patch(name, "no reason", target, signature, _none, also) for name in ("one", "two")]
    (warning,) = patches.apply(wrong)
    assert (warning.code, warning.severity) == ("PDF002", Severity.WARNING)
    assert "one (" in warning.what and "two (" in warning.what
    assert weasyprint.pdf.anchors.add_outlines is before
    made = render(page("<h1>x</h1>"))
    assert [problem.code for problem in made.problems] == ["PDF002"] and made.pdf.startswith(b"%PDF-")


def test_a_patch_that_breaks_is_not_blamed_on_the_page_and_the_page_is_made_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A release may keep a function's signature and change what is in it."""
    monkeypatch.setattr(tags, "_sheets", None)
    done = render(page("<h1>Who opens the library?</h1><p>The board decides.</p>"))
    (problem,) = [problem for problem in done.problems if problem.code == "PDF002"]
    assert done.pages == 1 and "tags.py" in problem.what and f"{patches.SWITCH}=all" in problem.fix
    assert not [problem for problem in done.problems if problem.severity is Severity.ERROR]
    assert patches.active()


def test_the_switch_turns_patches_off() -> None:
    script = (
        "from build_toolkit.render import patches, pdf; print(pdf.load_engine(), patches.active());"
        "print(len(pdf.render_pdf('<html lang=en><h1>x', [], language='en', title='x').pdf))"
    )
    told = {}
    for off in ("", "tags", "all"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, patches.SWITCH: off},
            check=True,
            capture_output=True,
            text=True,
        )
        told[off] = done.stdout
    assert "'tags'" in told[""] and "'tags'" not in told["tags"]
    assert told["all"].startswith("() ()\n") and int(told["all"].split()[-1]) > 1000


def test_every_patch_says_why_and_fits_the_installed_version() -> None:
    for patch in patches_of():
        assert len(patch.why) > 30
        assert patch.name in patches.active(), patch.name
        with patches.without(patch.name):
            module, name = patch.places[0].split(":")
            assert str(inspect.signature(getattr(sys.modules[module], name))) in (
                patch.signature if isinstance(patch.signature, tuple) else (patch.signature,)
            )


def test_without_tags_of_ours_a_paragraph_over_two_pages_is_two() -> None:
    html = page("<h1>x</h1><p>" + "word " * 3000)
    assert len(read(render(html, css=[]).pdf).all("P")) == 1
    with patches.without("tags"):
        plain = render(html, css=[])
        assert plain.pdf and not plain.problems
        assert len(read(plain.pdf).all("P")) > 1


def test_without_tags_of_ours_leaders_are_read() -> None:
    html = page("<p>One</p>", style="p::after { content: leader(' . ') '7' }")

    def dots() -> list[int | None]:
        with open_pdf(render(html, css=[]).pdf) as pdf:
            return [piece.mark for piece in pieces(pdf) if piece.text.strip(" .") == "" and "." in piece.text]

    assert dots() == [None], "one silent piece"
    with patches.without("tags"):
        assert len(dots()) > 20 and None not in dots()


def test_lines_of_a_paragraph_are_one_piece_of_marked_content() -> None:
    with open_pdf(render(page("<p>" + "word " * 300), css=[]).pdf) as pdf:
        assert len([piece for piece in pieces(pdf) if piece.mark is not None]) == 1


def test_documents_of_others_are_made_by_weasyprint_alone(tmp_path: Path) -> None:
    """In a program that only imports this one, WeasyPrint is what it was."""
    script = (
        "import sys, weasyprint; html = '<html lang=en><p>' + 'word ' * 60;"
        "before = weasyprint.HTML(string=html).write_pdf(pdf_variant='pdf/ua-1');"
        "import build_toolkit.render.pdf;"
        "sys.exit(weasyprint.HTML(string=html).write_pdf(pdf_variant='pdf/ua-1') != before)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=False).returncode == 0


def test_lines_are_not_remembered_where_a_release_has_a_property_of_text_that_nobody_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from build_toolkit.render.weasy import lines

    assert lines.PATCH.doubt() == ""
    monkeypatch.setitem(lines.INITIAL_VALUES, "text_spacing_trim", "normal")
    assert lines.PATCH.doubt() == "lines may hang on text_spacing_trim"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_title_has_lines_of_about_one_length_on_its_side_and_no_more_of_them(direction: str) -> None:
    html = page("<h1>Who decides at the jail?</h1><p>Text</p>", rtl=direction == "rtl",
                style="h1 { font-size: 20pt; width: 200pt; margin: 0 }")

    def title() -> list[tuple[str, float, float]]:
        box = weasyprint.HTML(string=html).render().pages[0]._page_box
        lines = [one for one in box.descendants()
                 if type(one).__name__ == "LineBox" and one.element_tag == "h1"]
        return [("".join(text.text for text in line.descendants() if hasattr(text, "text")).strip(),
                 line.position_x, line.position_x + line.width) for line in lines]

    with patches.without("balance"):
        assert [text for text, *_ in title()] == ["Who decides at the", "jail?"]
        edges = title()
    assert [text for text, *_ in title()] == ["Who decides", "at the jail?"]
    side = 1 if direction == "ltr" else 2
    assert [round(line[side], 3) for line in title()] == [round(line[side], 3) for line in edges]
