"""SVG drawings that people give: what draws is kept, what runs or asks for something outside is refused."""

from pathlib import Path

import pytest

from build_toolkit.files.svg import MOST_BYTES, cleaned
from build_toolkit.files.xmltree import XmlError

HEAD = ('<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 40 30">\n{}\n</svg>')
# a chain of parts, each of which draws the one before ten times: 10 million in all
BOMB = '<path id="p0" d="M0 0h1"/>' + "".join(
    f'<g id="p{n}">{f"""<use href="#p{n - 1}"/>""" * 10}</g>' for n in range(1, 8))


@pytest.mark.parametrize(("inside", "told"), [
    ("<script>alert(1)</script>", "holds a script"),
    ('<g onload="alert(1)"/>', "holds a script"),
    ('<use xlink:href="https://example.org/a.svg#b"/>', "asks for something outside itself"),
    ('<rect fill="url( \'https://example.org/a.svg#b\')"/>', "asks for something outside itself"),
    ('<style>@import "https://example.org/a.css";</style>', "asks for something outside itself"),
    ('<path style="fill:u\\72l(https://example.org)"/>', "asks for something outside itself"),
    ('<image href="photo.jpg"/>', "holds a picture of pixels"),
    ("<foreignObject/>", "holds a web page"),
    ("<text>Dane</text>", "holds letters"),
    ("<filter/>", "holds <filter>"),
    ('<g id="a"><use href="#a"/></g>', "draws a part of itself"),
    (BOMB, "draws more than 20,000 parts"),
    ("<g>" * 80 + "</g>" * 80, "is nested too deeply"),
    ("<g>", "is not whole"),
])
def test_what_no_page_may_hold_is_refused_with_its_line(inside: str, told: str) -> None:
    with pytest.raises(XmlError, match=told) as caught:
        cleaned(HEAD.format(inside).encode())
    assert caught.value.line in (2, 3)


def test_entities_and_files_without_measure_are_refused() -> None:
    entity = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>' + HEAD.format("&b;")
    bare = HEAD.format("").replace(' viewBox="0 0 40 30"', ' width="5cm" height="2cm"')
    for written, told in ((entity, "declares a document type or entities"), (bare, "has no viewBox of four numbers"),
                          ("<html/>", "is no SVG drawing"), (HEAD.format(" " * MOST_BYTES), "is the most")):
        with pytest.raises(XmlError, match=told):
            cleaned(written.encode())


def test_a_drawing_keeps_what_draws_and_loses_what_programs_wrote_of_their_user(tmp_path: Path) -> None:
    written = ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
               '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape" '
               'i:export-filename="/media/ana/logo.png" width="40px" height="30">'
               '<title>Ana’s logo</title><metadata>Ana</metadata><i:view/>'
               '<style>.a{fill:url(#g)}</style><path class="a" d="M0 0h40" i:label="Ana"/></svg>')
    made = cleaned(written.encode())
    assert "ana" not in made.lower() and "view/>" not in made
    assert 'viewBox="0 0 40 30"' in made and ".a{fill:url(#g)}" in made and 'd="M0 0h40"' in made
