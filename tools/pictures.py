"""Makes the pictures of the README files anew, from real pages: docs/img/*.png. Needs poppler's pdftoppm.

Run it after a change of the look: .venv/bin/python tools/pictures.py [NAME ...]
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from pathlib import Path

from PIL import Image

from build_toolkit.compose.formats import day, joined
from build_toolkit.files.roots import Roots
from build_toolkit.library.library import Library
from build_toolkit.locales.languages import bare_language
from build_toolkit.locales.registry import Entry, read_registry
from build_toolkit.page.passes import flowed
from build_toolkit.pipeline import BuildRequest, build, look
from build_toolkit.pipeline.gallery import Shown, as_png, gallery_pdf, shown
from build_toolkit.problems import Report
from build_toolkit.render.pdf import Rendered, render_pdf
from build_toolkit.translators.specimen import DAY, YEAR, specimen_words

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 21)
GAP, PAPER = 14, "#b9b4ac"
SHEETS = {
    "toolkit": ("wi-waukesha", "en", "toolkit", (1, 2, 4, 13, 14, 16, 20, 29, 31, 34), 5),
    "talking-points": ("wi-waukesha", "en+es", "talking-points", (1, 2), 4),
}
COUNTY, COALITIONS = "counties/wi-waukesha", "coalitions/"
GALLERY = (  # which file each document is made from, in the order of the picture
    (COUNTY, "toolkit talking-points rights-card flyer fact-sheet slides rebuttals call-script public-comment "
             "meeting-agenda timeline monitoring-form records-request power-map ordinance review-packet"),
    (COALITIONS + "detention-letter-2024", "sign-on-letter petition press-kit social-posts"),
    (COALITIONS + "end-287g-letter-2009", "sign-on-call event-kit"),
    (COALITIONS + "platform-2019", "platform platform-summary endorsement"),
    (COALITIONS + "candidates-2019", "pledge candidate-letters"),
    (COALITIONS + "pep-tally-2015", "tally"),
)
PAGES = {"ordinance": 2, "records-request": 2}   # shown in place of page 1
PILOTS = ("en", "es", "ar", "zh_Hans", "ht", "so", "vi")
TALL = ("Arab", "Mymr", "Khmr", "Laoo", "Beng", "Deva", "Guru", "Ethi")   # scripts that need more room between lines
CELLS = "tools/languages.css"


def pages(pdf: Path, numbers: tuple[int, ...], folder: Path, dots: int) -> list[Image.Image]:
    """Return pages of a PDF as pictures."""
    found = []
    for number in numbers:
        stem = folder / f"{pdf.parent.name}-{pdf.stem}-{number}"
        command = ["pdftoppm", "-r", str(dots), "-f", str(number), "-l", str(number), "-png", "-singlefile", pdf, stem]
        subprocess.run(command, check=True)
        found.append(Image.open(stem.with_suffix(".png")))
    return found


def contact(pictures: list[Image.Image], columns: int) -> Image.Image:
    """Return pictures side by side on a gray ground."""
    width, height = pictures[0].size
    lines = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (width + GAP) + GAP, lines * (height + GAP) + GAP), PAPER)
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (GAP + number % columns * (width + GAP), GAP + number // columns * (height + GAP)))
    return sheet


def some_pages(name: str, folder: Path) -> None:
    """Write a picture of some pages of one document."""
    campaign, languages, document, numbers, columns = SHEETS[name]
    request = BuildRequest(ROOT / f"toolkits/counties/{campaign}.yaml", TODAY, output=folder,
                           languages=tuple(languages.split("+")), documents=(document,))
    result = build(request)
    found = [picture for output in result.outputs
             for picture in pages(result.folder / output.path, numbers, folder, 110 // columns * 3)]
    made = contact(found, columns).convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
    made.save(ROOT / f"docs/img/{name}.png", optimize=True)


def built(file: str, documents: list[str], languages: tuple[str, ...], edition: str, folder: Path) -> Iterator[bytes]:
    """Yield the PDF of each document in each language, in their order."""
    request = BuildRequest(ROOT / f"toolkits/{file}.yaml", TODAY, output=folder / edition, languages=languages,
                           documents=tuple(documents), edition="internal" if edition == "internal" else "public")
    made = {(o.about["document"], o.about["language"]): o.data for o in build(request).outputs}
    for document in documents:
        yield from (made[document, language] for language in languages)


def gallery(name: str, folder: Path) -> None:
    """Write a picture of the first page of every document."""
    roots = Roots.of(ROOT)
    library = Library(roots, Report())
    found: dict[str, Shown] = {}
    order = [document for _, names in GALLERY for document in names.split()]
    for file, names in GALLERY:
        specs = {document: spec for document in names.split() if (spec := library.document(document))}
        for edition in ("public", "internal"):
            mine = [document for document, spec in specs.items() if spec.edition == edition]
            for document, pdf in zip(mine, built(file, mine, ("en",), edition, folder) if mine else (), strict=True):
                found[document] = shown(pdf, str(specs[document].title), first=PAGES.get(document, 1),
                                        more="internal" if edition == "internal" else "")
    line = f"{len(order)} documents, from the files of one county and five coalitions"
    made = gallery_pdf("Who decides at the jail?", line, [found[document] for document in order], roots, 7)
    (ROOT / f"docs/img/{name}.png").write_bytes(as_png(made.pdf, 1800, 160))


def card(tag: str, entry: Entry, left: float, top: float) -> str:
    """Return a small card of a language: its name, a day, names of countries (or of months)."""
    language = bare_language(tag, entry)
    room = {"ur": 2, "my": 1}.get(tag, 3)
    words = specimen_words(tag, entry)[:room] or [day(one, "month", language) for one in YEAR[:room]]
    long = " long" if len(entry.name) > 15 else ""
    text = (f'<p class="own{long}">{escape(entry.name)}</p><p class="day">{escape(day(DAY, "long", language))}</p>'
            f'<p class="words">{escape(joined(words, language))}</p>')
    text = flowed(text, language)
    own, lines = (50, 25) if tag == "ur" else (44, 20) if entry.script in TALL else (34, 16)
    return (f'<div class="cell" lang="{entry.bcp47}" dir="{entry.direction}" style="left:{left:.1f}pt;top:{top:.1f}pt;'
            f'--l-own:{own}pt;--l-day:{lines}pt"><p class="en"><span lang="en" dir="ltr">{escape(entry.english)}</span>'
            f"</p>{text}</div>")


def cards(entries: Mapping[str, Entry], roots: Roots) -> Rendered:
    """Return a sheet with a card of each language."""
    across, down, columns = 205 + 23.75, 148 + 14, 5
    height = 80 + -(-len(entries) // columns) * down + 30
    found = "".join(card(tag, entry, n % columns * across, 80 + n // columns * down)
                    for n, (tag, entry) in enumerate(entries.items()))
    html = ('<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Languages</title></head><body>'
            f'<section class="cells"><header><h1>{len(entries)} more, ready for translators</h1>'
            "<p>letters, days and names before a word is translated, from Unicode’s data</p></header>"
            f"{found}</section></body></html>")
    css = (ROOT / CELLS).read_text(encoding="utf-8").replace("HEIGHT", f"{height:.0f}")
    return render_pdf(html, [*look(roots), css], language="en", title="Languages", source="languages")


def languages(name: str, folder: Path) -> None:
    """Write a picture of the talking points in the languages that have them, and of a card for each of the others."""
    roots = Roots.of(ROOT)
    registry = read_registry(roots, Report())
    entries = {tag: registry.languages[tag] for tag in registry.real}
    sheets = [shown(pdf, entry.name, bcp47=entry.bcp47, direction=entry.direction, more=entry.english)
              for pdf, entry in zip(built(COUNTY, ["talking-points"], PILOTS, "public", folder),
                                    (entries[tag] for tag in PILOTS), strict=True)]
    parts = [gallery_pdf("One sheet in seven languages", "English, Spanish, and drafts in five more", sheets, roots, 7),
             cards({tag: entry for tag, entry in entries.items() if tag not in PILOTS}, roots)]
    for problem in (problem for part in parts for problem in part.problems):
        print(problem)
    drawn = [Image.open(io.BytesIO(as_png(one.pdf, 1800, 255))).convert("RGB") for one in parts]
    sheet = Image.new("RGB", (1800, sum(part.height for part in drawn)))
    for part, top in zip(drawn, (0, drawn[0].height), strict=True):
        sheet.paste(part, (0, top))
    sheet.quantize(160, dither=Image.Dither.NONE).save(ROOT / f"docs/img/{name}.png", optimize=True)


def coverage(name: str, folder: Path) -> None:
    """Write a picture of the top of the page that a batch for Wisconsin makes."""
    batch = [sys.executable, "-m", "build_toolkit", "batch", "--state", "WI", "--policy", "287g",
             "--document", "talking-points", "-l", "en", "-l", "es", "-o", str(folder / "batch")]
    subprocess.run(batch, cwd=ROOT, check=True, capture_output=True)
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--hide-scrollbars", "--force-device-scale-factor=1.5", "--window-size=1100,1500",
         f"--user-data-dir={folder / 'profile'}", f"--screenshot={folder / 'page.png'}",
         (folder / "batch/coverage.html").as_uri()], check=True, capture_output=True)
    with Image.open(folder / "page.png") as page:
        top = page.convert("RGB").crop((0, 0, page.width, 1540))
    top.quantize(64, dither=Image.Dither.NONE).save(ROOT / f"docs/img/{name}.png", optimize=True)


PICTURES = {"toolkit": some_pages, "talking-points": some_pages, "gallery": gallery, "languages": languages,
            "coverage": coverage}


def main() -> None:
    """Build the pages and write the pictures, or those that are named."""
    for picture in sys.argv[1:] or PICTURES:
        with tempfile.TemporaryDirectory() as name:
            PICTURES[picture](picture, Path(name))


if __name__ == "__main__":
    main()
