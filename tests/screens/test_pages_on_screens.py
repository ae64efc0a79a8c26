"""Pages for screens in a real browser: nothing scrolls sideways, all can be read, by eye or ear, light or dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser

from build_toolkit.cli.main import run
from build_toolkit.formats.page import page as written
from forms import COUNTY, WAUKESHA, job
from screens.looking import AXE, NU, Scheme, chromium, missing, nu_errors, opened, violations, wider

pytestmark = pytest.mark.long
LAW = {"law-tx": ["law", "show", "TX"], "law-map": ["law", "map"], "law-audit": ["law", "audit"]}
SAMPLE = ("toolkit-en", "toolkit-ar", "slides-en", "talking-points-zh_Hans", "law-tx", "law-map")
REST = tuple(name for name in (*(f"{one}-{tag}" for one in COUNTY for tag in ("en", "es", "ar", "zh_Hans")),
                               "sourcebook-en", "booklet-en", *LAW, "law-tx-es") if name not in SAMPLE)
PAGES = (*SAMPLE, *(pytest.param(name, marks=pytest.mark.only_all) for name in REST))
VIEWS: tuple[tuple[int, Scheme], ...] = (
    (360, "dark"), (360, "light"), (768, "dark"), (1280, "light"), (768, "light"), (1280, "dark"))
needs_browser = pytest.mark.skipif(bool(missing(AXE)), reason=missing(AXE))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def file_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return what writes a page, once: of Waukesha County by document and language, or of the law."""
    folder = tmp_path_factory.mktemp("pages")

    def made(name: str) -> Path:
        file = folder / f"{name}.html"
        law = next((LAW[key] for key in LAW if name.startswith(key)), None)
        if not file.exists() and law:
            tag = ["-l", "es"] if name.endswith("-es") else []
            assert run([*law, *tag, "--as-of", "2026-11-21", "-o", str(file)]) == 0
        elif not file.exists():
            document, _, language = name.rpartition("-")
            file.write_text(written(job(WAUKESHA, document, language)), encoding="utf-8")
        return file

    return made


@needs_browser
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
        name: str, browser: Browser, file_of: Callable[[str], Path], whole: bool) -> None:
    first = SAMPLE.index(name) if name in SAMPLE else 0       # in a sample each width and scheme comes once
    for width, scheme in VIEWS if whole else (VIEWS[first],):
        with opened(browser, file_of(name), width, scheme, script=True) as page:
            assert not violations(page), (width, scheme)
            assert not wider(page), (width, scheme)


@pytest.mark.skipif(bool(missing(NU)), reason=missing(NU))
def test_the_checker_of_w3c_finds_no_error(file_of: Callable[[str], Path], whole: bool) -> None:
    assert nu_errors([file_of(name) for name in (*SAMPLE, *(REST if whole else ()))]) == []


@needs_browser
def test_the_checks_see_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text('<!doctype html><html><head></head><body><main><img src="x.png"><p style="width:900px">wide</p>'
                    "<p style='color:#ccc'>pale</p></main></body></html>")
    with opened(browser, file, 360, script=True) as page:
        found = " ".join(violations(page))
        assert "html-has-lang" in found and "color-contrast" in found and "image-alt" in found
        assert "900px" in " ".join(wider(page))


@needs_browser
def test_the_menu_opens_without_a_script_and_leads_to_a_chapter(
        browser: Browser, file_of: Callable[[str], Path]) -> None:
    with opened(browser, file_of("toolkit-en"), 360) as page:
        link = page.locator(".menu a").nth(9)
        assert not link.is_visible()
        page.locator(".menu summary").click()
        words = link.inner_text()
        link.click()
        heading = page.locator(":target")
        box = heading.bounding_box()
        assert heading.inner_text().split() == words.split() and box and -5 < box["y"] < 200
        page.locator(".up").click()                  # at hand on every page, and back at the menu
        box = page.locator(".menu ol").bounding_box()
        assert box and -5 < box["y"] < 400


@needs_browser
def test_the_first_key_leads_past_the_head(browser: Browser, file_of: Callable[[str], Path]) -> None:
    with opened(browser, file_of("talking-points-zh_Hans"), 360) as page:
        page.keyboard.press("Tab")
        box = page.locator(".skip").bounding_box()
        assert box and box["width"] > 40 and page.locator(".skip").inner_text() == "跳到正文"


def _light(color: str) -> float:
    """Return how light a color as browsers tell it is, from 0 to 255."""
    return sum(float(part) for part in color.split("(")[1].rstrip(")").split(",")[:3]) / 3


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_of_maps_charts_and_drawings_stand_out_in_the_dark_and_in_the_light(
        scheme: str, browser: Browser, file_of: Callable[[str], Path]) -> None:
    for name in ("toolkit-en", "law-map"):
        with opened(browser, file_of(name), 1280, cast("Scheme", scheme), script=True) as page:
            ground = _light(page.evaluate("getComputedStyle(document.documentElement).backgroundColor")) \
                if scheme == "dark" else 255
            for shape in ("figure svg [stroke='var(--ink)']", ".drawing:not(.on-fill) .d-l", ".drawn svg path"):
                drawn = page.locator(shape)
                assert name == "law-map" or drawn.count(), shape
                colors = drawn.evaluate_all("all => all.map(one => getComputedStyle(one).stroke)")
                assert all(abs(_light(color) - ground) > 100 for color in colors if color != "none"), shape


@needs_browser
def test_on_paper_a_page_has_no_menu_and_dark_letters(browser: Browser, file_of: Callable[[str], Path]) -> None:
    with opened(browser, file_of("toolkit-en"), 768, "dark", script=True) as page:
        page.emulate_media(media="print", color_scheme="light")
        assert not page.locator(".menu, .up, .end").filter(visible=True).count()
        assert _light(page.evaluate("getComputedStyle(document.body).color")) < 60


@needs_browser
def test_what_is_wide_becomes_narrow_on_a_telephone(browser: Browser, file_of: Callable[[str], Path]) -> None:
    with opened(browser, file_of("slides-en"), 360) as page:
        chart, bars = page.locator(".growth .frame"), page.locator(".growth .bar-list")
        assert not chart.is_visible() and bars.is_visible()
        numbers = [int(one.replace(",", "")) for one in bars.locator("b").all_inner_texts() if one[0].isdigit()]
        widths = [box["width"] for one in bars.locator(".bar-of").all() if (box := one.bounding_box())]
        assert len(widths) == len(numbers) > 2
        assert all(abs(a / max(numbers) - b / max(widths)) < 0.05 for a, b in zip(numbers, widths, strict=True))
    with opened(browser, file_of("law-tx"), 360) as page:
        row = page.locator(".stacks tbody tr").first
        heads = row.locator("td[data-head]")
        assert heads.count() and all(one.bounding_box() for one in heads.all())
    with opened(browser, file_of("slides-en"), 1280) as page:
        assert page.locator(".growth .frame").is_visible() and not page.locator(".growth .bar-list").is_visible()
