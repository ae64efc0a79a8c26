"""What stands on paper and in a file that should not: told with its place, never repeated."""

import io
from datetime import date

import pikepdf

from build_toolkit.model import Fact
from build_toolkit.page.tree import parse
from build_toolkit.protection.privacy import Official, official
from build_toolkit.protection.secrets import Search
from build_toolkit.review.leaks import holds, leaks, lint_page, page_text, pdf_says
from factories import composed, fact

HOTLINE = official([Fact(id="help.hotline", value="262-648-7001", kind="phone", as_of=date(2026, 1, 1), source="s")])


def test_words_of_a_page_are_those_people_read_and_what_its_links_dial() -> None:
    html = "<head><title>x</title></head><p>Call <b>us</b></p><p>now &amp; <a href=\"tel:+12626487001\">here</a></p>"
    lines = [line for line in page_text(parse(html)).split("\n") if line.strip()]
    assert lines == ["Call us", "now & here", "+12626487001"]


def test_a_number_written_into_a_chapter_is_found_under_its_heading_and_not_repeated() -> None:
    page = composed("# Help\n\nFine.\n\n## Whom to call\n\nCall 262-648-7002 now, or 262-648-7001.\n")
    found = {(leak.heading, leak.official): leak.count for leak in leaks(page, HOTLINE)}
    assert found == {("Whom to call", False): 1, ("Whom to call", True): 1}
    problem = lint_page(page, HOTLINE, "c.yaml")
    assert [p.code for p in problem] == ["PRIV003"] and "Whom to call" in problem[0].what
    assert problem[0].file == "templates/documents/toolkit/chapters/a.md" and "7002" not in str(problem)


def test_a_private_number_in_a_heading_is_not_repeated_either() -> None:
    page = composed("# Call Anna at 262-648-7002\n\nPlease.\n")
    assert len(lint_page(page, Official(), "c.yaml")) == 1
    assert "7002" not in str(lint_page(page, Official(), "c.yaml"))


def test_what_the_layout_prints_counts_too() -> None:
    layout = "<html><head><title>t</title></head><body>{% for c in chapters %}{{ c.html }}{% endfor %}" \
             "<p>call 262-648-7002</p></body></html>"
    page = composed("# Title\n\nWords.\n", texts={"layouts/plain.html.j2": layout})
    assert [(p.file, p.code) for p in lint_page(page, Official(), "c.yaml")] == [("c.yaml", "PRIV003")]


def test_a_fact_in_a_page_passes_if_it_is_official_and_not_otherwise() -> None:
    known = {"help.hotline": fact("help.hotline", "262-648-7001", "phone")}
    page = composed("# Help\n\nCall {{ facts.help.hotline }}.\n", facts=known)
    assert not lint_page(page, HOTLINE, "c.yaml")
    assert lint_page(page, Official(), "c.yaml")


def pdf(body: bytes = b"", **info: str) -> bytes:
    out, file = io.BytesIO(), pikepdf.new()
    file.add_blank_page()
    file.pages[0].Contents = file.make_stream(body)
    for key, value in info.items():
        file.docinfo[f"/{key}"] = value
    file.save(out, compress_streams=True)
    return out.getvalue()


def test_a_pdf_that_names_its_author_user_or_folder_is_told() -> None:
    path = b"file:///ho" + b"me/anna/x.html"
    made = pdf(b"/Span <</ActualText (" + path + b")>> BDC EMC", Title="A note of laptop-anna", Author="Anna")
    found = pdf_says(made, ["laptop-anna", "anna"])
    assert found.says["Title"] == "A note of laptop-anna"
    assert {word.split(":")[0] for word in found.unwanted} == {"Author", "file", "the name laptop-anna",
                                                               "the name anna"}


def test_titles_in_any_script_are_read_and_say_nothing_wrong() -> None:
    found = pdf_says(pdf(Title="¿Quién decide?", Producer="build-toolkit"), ["root"])
    assert found.says == {"Title": "¿Quién decide?", "Producer": "build-toolkit"} and not found.unwanted


def test_a_pdf_that_cannot_be_opened_is_not_taken_for_clean() -> None:
    assert pdf_says(b"%PDF-1.7 and then nothing").unwanted
    assert holds(b"%PDF-1.7 and then nothing", Search([])) is None
