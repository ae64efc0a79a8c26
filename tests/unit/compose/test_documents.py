"""Whole documents: contents, what was left out, layout, speed, and a county's own chapters."""

from __future__ import annotations

import time
from pathlib import Path

from build_toolkit.compose.document import Options, ReviewState
from build_toolkit.compose.templates import TemplateFolders
from build_toolkit.files.roots import Roots
from factories import DAY, composed, document, fact, language, question

PARTS = """{% macro toc() %}<ul>{% for e in outline -%}
<li>{{ e.level }} {{ e.number or '-' }} <a href="#{{ e.id }}">{{ e.title }}</a></li>
{%- endfor %}</ul>{% endmacro %}
{% macro left_out() %}{% for item in left_out_items %}<li>{{ item }}</li>{% endfor %}{% endmacro %}
{% macro both() %}{{ toc() }}{{ left_out() }}{% endmacro %}"""
CHAPTERS = "{{ both() }}\n\n# One *and* {{ facts.a.n }}\n\n## Two\n\n### Three\n\nx {{ facts.a.b }}\n"


def test_contents_and_what_was_left_out_know_the_whole_document() -> None:
    spec = document(chapters=[{"file": "a.md"}, {"file": "b.md"}])
    done = composed(CHAPTERS, spec=spec, parts=PARTS, facts={"a.n": fact("a.n", 7)}, questions={
        "a.b": question("How many beds?"), "a.c": question("How many cells?")},
        texts={"documents/toolkit/chapters/b.md": "# Four {.plain}\n\n{{ facts.a.c }} cells\n\nLast.\n"})
    assert not done.problems
    assert ('<ul><li>1 1 <a href="#one-and">One <em>and</em> 7</a></li><li>2 - <a href="#two">Two</a></li>'
            '<li>3 - <a href="#three">Three</a></li><li>1 - <a href="#four">Four</a></li></ul>'
            "<li>How many beds?</li><li>How many cells?</li>") in done.html


def test_the_contents_are_in_the_readers_language() -> None:
    spoken = language("es", {("heading", "Two"): "Dos"})
    done = composed("{{ toc() }}\n\n## Two\n", spoken, parts=PARTS)
    assert '<a href="#two">Dos</a>' in done.html


def test_layouts_see_chapters_and_options() -> None:
    layout = "{% for c in chapters %}[{{ c.name }} {{ c.id }} {{ c.number or '' }} {{ c.title }}"
    layout += "{% if c.local %} local{% endif %}]{% endfor %}{% if draft %}DRAFT{% endif %} "
    layout += "{{ mode.paper }}{% if mode.bw %} bw{% endif %} {{ review.by }} {{ lang }} {{ notes }}"
    spec = document(chapters=[{"file": "10-a.md", "local": True}])
    options = Options("a4", black_and_white=True, draft=True, review=ReviewState("A. B.", DAY))
    done = composed("", spec=spec, options=options, texts={
        "documents/toolkit/chapters/10-a.md": "# T\n", "layouts/plain.html.j2": layout})
    assert done.html == "[a c-a 1 T local]DRAFT a4 bw A. B. en foot" and not done.problems


def test_a_page_can_be_one_file() -> None:
    page = composed("x").page(["p { content: '</style>' }", "b { }"])
    assert page.index("<style>") < page.index("</head>") and page.count("</style>") == 1


def test_a_county_brings_its_own_chapters(tmp_path: Path) -> None:
    shared = tmp_path / "templates/documents/toolkit/chapters/use.md"
    own = tmp_path / "toolkits/counties/wi-x/chapters/toolkit/use.md"
    for path, words in ((shared, "Shared\r\n"), (own, "Own")):
        path.parent.mkdir(parents=True)
        path.write_bytes(words.encode())
    roots = Roots((tmp_path,))
    where = "documents/toolkit/chapters/use.md"
    for campaign in ("wi-x.yaml", "wi-x/campaign.yaml"):
        page = TemplateFolders(roots, tmp_path / "toolkits/counties" / campaign).read(where)
        assert page == ("toolkits/counties/wi-x/chapters/toolkit/use.md", "Own")
    other = TemplateFolders(roots, tmp_path / "toolkits/counties/wi-y.yaml").read(where)
    assert other == ("templates/documents/toolkit/chapters/use.md", "Shared\n")
    assert TemplateFolders(roots).read("documents/toolkit/chapters/none.md") is None


def test_the_second_county_costs_little() -> None:
    section = "## Section N\n\nThe jail has {{ facts.a.n }} beds, N.\n\n- a\n- b {{ place.name }}\n\n"
    chapter = "".join(section.replace("N", str(n)) for n in range(150))
    composed(chapter, facts={"a.n": fact("a.n", 1)})
    start = time.process_time()
    done = composed(chapter, facts={"a.n": fact("a.n", 2)})
    assert time.process_time() - start < 0.25 and done.html.count("2") > 150
