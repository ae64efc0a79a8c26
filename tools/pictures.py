"""Makes the pictures of the README anew, from real pages: docs/img/*.png. Needs poppler's pdftoppm.

Run it after a change of the look: .venv/bin/python tools/pictures.py
"""

from __future__ import annotations

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from build_toolkit.pipeline import BuildRequest, build

ROOT = Path(__file__).parents[1]
GAP, PAPER = 14, "#b9b4ac"
SHEETS = {
    "toolkit": ("wi-waukesha", "en", "toolkit", (1, 2, 4, 13, 14, 16, 20, 29, 31, 34), 5),
    "talking-points": ("wi-waukesha", "en+es", "talking-points", (1, 2), 4),
}


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


def main() -> None:
    """Build the pages and write the pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sheet, (campaign, languages, document, numbers, columns) in SHEETS.items():
            request = BuildRequest(ROOT / f"toolkits/counties/{campaign}.yaml", date(2026, 11, 21), output=folder,
                                   languages=tuple(languages.split("+")), documents=(document,))
            result = build(request)
            found = [picture for output in result.outputs
                     for picture in pages(result.folder / output.path, numbers, folder, 110 // columns * 3)]
            made = contact(found, columns).convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
            made.save(ROOT / f"docs/img/{sheet}.png", optimize=True)


if __name__ == "__main__":
    main()
