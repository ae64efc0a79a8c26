"""Pages for screens as browsers and checkers see them: Chromium, axe, and W3C's Nu checker.

axe and the checker come from npm, by the lock beside this file, into the folder of the Python that runs the tests.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

MODULES = Path(sys.prefix) / "node_modules"
AXE, NU = MODULES / "axe-core/axe.min.js", MODULES / "vnu-jar/build/dist/vnu.jar"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
Scheme = Literal["light", "dark"]


def missing(*needed: Path) -> str:
    """Return what keeps a check from running here, or nothing."""
    if not BROWSER and AXE in needed:
        return "there is no browser (Debian package chromium)"
    return next((f"{path} is not there: ./run test fetches it with npm" for path in needed if not path.exists()), "")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Have a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, file: Path, width: int, scheme: Scheme = "light", script: bool = False) -> Iterator[Page]:
    """Have a page open; its own scripts do not run, and those of a check only if it says so."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=script,
                                  java_script_enabled=script)
    try:
        page = context.new_page()
        page.goto(file.as_uri())
        yield page
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, each with the element and why."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"]
            for node in one["nodes"]]


def wider(page: Page) -> list[str]:
    """Return what makes a page scroll sideways, or its width if nothing is found to do so."""
    if page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        return []
    return page.evaluate("""() => ["the page is " + document.documentElement.scrollWidth + " wide",
        ...[...document.querySelectorAll("main *")].filter(one => {
            const box = one.getBoundingClientRect();
            return (box.right > innerWidth + 1 || box.left < -1) && !one.closest(".frame");
        }).slice(0, 9).map(one => one.outerHTML.slice(0, 120))]""")


def nu_errors(files: Iterable[Path]) -> list[str]:
    """Return the errors that W3C's Nu checker finds in pages: file, line, what."""
    told = subprocess.run(["java", "-Xss8m", "-jar", NU, "--format", "json", "--stdout", *files],
                          capture_output=True, text=True, check=False, timeout=300)
    assert told.stdout, told.stderr[-2000:]
    messages = json.loads(told.stdout)["messages"]
    return [f"{Path(one.get('url', '')).name}:{one.get('lastLine', 0)}: {one['message']}" for one in messages
            if one["type"] != "info"]
