"""HTML to PDF: ours (tagged, exact text) against plain WeasyPrint, the same pages, whole processes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from measure import PYTHON, ROOT, Row, in_turn

sys.path.insert(0, str(ROOT / "tests" / "pdf"))

# Languages of a document, and how much more CPU time it may take.
CASES = {
    "a booklet in English": (("booklet",), 1.15),
    "Spanish and Russian": (("es", "ru"), 1.15),
    "Arabic and Urdu": (("ar", "ur"), 1.35),
    "Hindi, Bengali, Khmer and Burmese": (("hi", "bn", "km", "my"), 1.35),
    "Chinese and Korean": (("zh-Hans", "ko"), 1.15),
}


def document(parts: tuple[str, ...]) -> tuple[str, str]:
    """Return about 20 pages of HTML, and its language."""
    from pdf_samples import BOOKLET, LANGUAGES, page
    if parts == ("booklet",):
        head, body = BOOKLET.split("<section", 1)
        copies = [re.sub(r'(href="#|id=")(\w+)"', rf'\g<1>\g<2>{n}"', "<section" + body) for n in range(5)]
        return page(head + "".join(copies)), "en"
    body = ""
    for part in parts * (16 // len(parts)):
        direction, _, text = LANGUAGES[part]
        body += f'<section lang="{part}" dir="{direction}"><h1>{text[:30]}</h1>'
        body += f"<p>{text} {text} {text}</p>" * 9 + "</section>"
    direction = LANGUAGES[parts[0]][0]
    return page(body, lang=parts[0], rtl=direction == "rtl"), parts[0]


def rows() -> Iterator[Row]:
    """Yield CPU time and peak memory of each case."""
    for name, (_, goal) in CASES.items():
        commands = [[PYTHON, __file__, side, name] for side in ("ours", "plain")]
        ours, plain = in_turn(commands, ROOT, 3, seconds=45)
        yield Row(f"render {name}: CPU seconds", ours.cpu, plain.cpu, goal)
        yield Row(f"render {name}: memory, MB", ours.memory, plain.memory, 1.15)


def main(side: str, name: str) -> None:
    """Make one document once, in this process."""
    from pdf_samples import look
    html, language = document(CASES[name][0])
    if side == "plain":
        import weasyprint
        sheet = weasyprint.CSS(string="\n".join(look()))
        weasyprint.HTML(string=html).write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    else:
        from build_toolkit.render.pdf import render_pdf
        result = render_pdf(html, look(), language=language, title="Sample")
        if not result.pdf or result.problems:
            raise SystemExit("\n".join(map(str, result.problems)))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main(*sys.argv[1:])
