"""Pages for screens: one file that loads nothing, with landmarks, names and notes that can be followed by ear."""

import re
from itertools import pairwise

import pytest

from build_toolkit.formats.page import page as written
from build_toolkit.formats.page import screen_page
from build_toolkit.locales.language import ENGLISH
from build_toolkit.page.fields import FIELD, MORE, SAID, name_fields, say_blanks
from build_toolkit.page.passes import finish
from build_toolkit.page.tree import Node, has, named, parse, to_html
from forms import COUNTY, WAUKESHA, job, jobs

ALL = (*((WAUKESHA, name) for name in COUNTY), ("coalitions/detention-letter-2024", "sign-on-letter"),
       ("coalitions/detention-letter-2024", "social-posts"), ("coalitions/pep-tally-2015", "tally"),
       ("coalitions/platform-2019", "platform"), ("coalitions/candidates-2019", "pledge"))


def opened(campaign: str, document: str, language: str = "en") -> tuple[str, Node]:
    text = written(job(campaign, document, language))
    return text, parse(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))


@pytest.mark.parametrize(("campaign", "document"), ALL)
def test_every_page_loads_nothing_and_can_be_read_aloud(campaign: str, document: str) -> None:
    text, root = opened(campaign, document)
    assert text.startswith("<!doctype html>") and root.attrs["lang"] == "en"
    assert not re.search(r"<(script|link|iframe|object|embed|base)\b|@import|url\((?!\"data:|#|&quot;data:)", text)
    assert not root.all(lambda one: (one.tag == "img" and "alt" not in one.attrs) or "src" in one.attrs)
    names = [one.attrs.get("name") or one.attrs.get("http-equiv") for one in root.all(lambda one: one.tag == "meta")]
    assert "viewport" in names and "Content-Security-Policy" in names
    (main,) = root.all(lambda one: one.tag == "main")
    body = root.find(lambda one: one.tag == "body")
    assert body and body.nodes[0].attrs["href"] == f"#{main.attrs['id']}" and body.nodes[0].text() == "Skip to the text"
    assert {one.tag for one in body.nodes} <= {"a", "header", "nav", "main", "footer"}
    title = root.find(lambda one: one.tag == "title")
    assert title and title.text()


@pytest.mark.parametrize(("campaign", "document"), ALL)
def test_ids_are_given_once_links_lead_somewhere_and_heads_say_of_what_they_are(campaign: str, document: str) -> None:
    _, root = opened(campaign, document)
    ids = [one.attrs["id"] for one in root.walk() if "id" in one.attrs]
    assert len(ids) == len(set(ids))
    targets = [one.attrs["href"][1:] for one in root.all(lambda one: one.attrs.get("href", "").startswith("#"))]
    assert set(targets) <= set(ids)
    assert all("scope" in one.attrs for one in root.all(lambda one: one.tag == "th"))
    assert all(one.attrs.get("role") == "img" or one.attrs.get("aria-hidden") for one in
               root.all(lambda one: one.tag == "svg"))
    assert len(root.all(lambda one: one.tag == "h1")) == 1
    levels = [int(one.tag[1]) for one in root.all(lambda one: one.tag in ("h1", "h2", "h3", "h4"))]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_a_link_that_is_a_number_says_where_it_leads_and_a_source_on_whose_pages_it_stands() -> None:
    tree = parse('<html lang="en"><head><title>T</title></head><body><h1>T</h1><p>Law<sup class="call"><a id="call-1" '
                 'href="#src-1">1</a></sup>, see <a href="#one">1</a>.</p><ul class="sources"><li id="src-1">'
                 '<a class="src" href="#call-1">1</a>. <a class="src" href="https://www.example.org/cfr">'
                 "8 C.F.R. 287.8</a></li></ul></body></html>")
    finish(tree, ENGLISH)
    found = parse(screen_page(tree, [], "", ENGLISH))
    assert [(link.attrs.get("aria-label"), link.attrs.get("role")) for link in found.all(named("a"))
            if "skip" not in link.classes and link.attrs["href"] != "#top"] == [
        ("Note 1", "doc-noteref"), (None, None), ("Back to number 1", "doc-backlink"),
        ("8 C.F.R. 287.8 (example.org)", None)]


FORM = ('<html lang="en"><head><title>Form</title></head><body><h1>Form</h1><p>Your name: <span class="blank"></span>'
        '</p><p>In your words:</p><div class="ruled"></div><div class="ruled"></div><ul><li><span class="tick">☐</span>'
        'Yes</li></ul><table><thead><tr><th>Who</th><th>Day</th></tr></thead><tbody><tr><th>Chair</th><td></td>'
        '</tr></tbody></table></body></html>')


@pytest.mark.parametrize("typed", [True, False])
def test_people_type_into_a_form_and_hear_of_each_blank_elsewhere(typed: bool) -> None:
    tree = parse(FORM)
    name_fields(tree)
    say_blanks(tree, ENGLISH, typed)
    found = parse(screen_page(tree, [], "", ENGLISH))
    told = [(node.tag, node.attrs.get("type") or node.attrs.get("rows"), node.attrs["aria-label"])
            for node in found.walk() if node.tag in ("input", "textarea") or node.attrs.get("role") == "img"]
    assert told == ([
        ("input", "text", "Your name"), ("textarea", "2", "In your words"), ("input", "checkbox", "Yes"),
        ("textarea", "1", "Chair: Day")] if typed else [("span", None, "blank"), ("div", None, "blank")])
    assert len(found.all(has("ruled"))) == (1 if typed else 2)
    assert not [key for node in found.walk() for key in node.attrs if key in (FIELD, SAID, MORE)]


def test_notes_at_the_foot_become_notes_at_the_end_with_a_way_back() -> None:
    _, root = opened(WAUKESHA, "sourcebook")
    assert not root.all(lambda one: "fn" in one.classes)
    (notes,) = root.all(lambda one: one.attrs.get("role") == "doc-endnotes")
    items = notes.all(lambda one: one.tag == "li")
    assert len(items) > 20 and len({one.text() for one in items}) == len(items)
    first = items[0]
    back = first.find(lambda one: one.attrs.get("role") == "doc-backlink")
    assert back and root.find(lambda one: one.attrs.get("id") == back.attrs["href"][1:])
    assert back.attrs["aria-label"] == "Back to number 1"


def test_what_is_wider_than_a_telephone_stands_in_a_frame_that_scrolls_and_has_a_name() -> None:
    _, root = opened(WAUKESHA, "fact-sheet")
    frames = root.all(lambda one: "frame" in one.classes)
    assert frames and all(one.attrs["tabindex"] == "0" and one.attrs["aria-label"] for one in frames)


def words(node: Node) -> set[str]:
    """Return the words and the numbers of a part, each by itself."""
    return set(re.findall(r"[^\W\d]+|\d+", node.text()))


def test_right_to_left_pages_say_so_and_all_words_are_there() -> None:
    one = job(WAUKESHA, "talking-points", "ar_XB")
    text, root = opened(WAUKESHA, "talking-points", "ar_XB")
    assert root.attrs["dir"] == "rtl"
    body = one.one.tree.find(lambda node: node.tag == "body")
    main = root.find(lambda node: node.tag == "main")
    feet = body.all(lambda node: "run-foot" in node.classes)
    assert body and main and words(body) - words(main) <= set().union(*map(words, feet))
    assert "@page" not in text


def test_the_draft_mark_is_on_the_page_and_what_is_known_of_it_in_its_head() -> None:
    for one in jobs(WAUKESHA, ("en",), ("call-script",)):
        root = parse(re.sub(r"<style>.*?</style>", "", written(one), flags=re.DOTALL))
        head = root.find(lambda node: node.tag == "header")
        assert head and "Not reviewed by a lawyer" in head.text()
        band = root.find(lambda node: "draft-band" in node.classes)
        assert band and band.text().startswith("DRAFT")


def test_a_tree_is_written_as_it_was_read() -> None:
    text = '<div class="a &amp; b"><p>1 &lt; 2<br>x</p><svg viewBox="0 0 1 1"><path d="M0"></path></svg></div>'
    assert to_html(parse(text)) == text
