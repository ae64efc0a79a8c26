"""Style sheets for screens: what a page has no use for goes, and what stays comes to the same result."""

from build_toolkit.formats.screen_css import screen_css
from forms import page

PAPER = """
@layer tokens, parts;
@page { margin: 2cm; @top-center { content: element(head) } }
@layer tokens {
  :root { --ink: #000; --kept: var(--deep); --deep: red; --unused: blue }
  [lang]:lang(ar) { --ink: #111 }
}
@layer parts {
  .run-foot { position: running(foot); color: var(--ink) }
  .there, .gone { color: var(--kept); bookmark-level: 1 } .gone > p { margin: 0 }
  p:is(.gone, .there) { float: footnote }
  .fn::footnote-call { content: "x" } h1 { font-size: 2em } h2 { font-size: 1em }
}
@media print { .there { color: green } }
"""


def test_pages_notes_at_the_foot_and_rules_of_other_documents_are_left_out() -> None:
    root = page('<p class="there run-foot fn">x</p><h1>a</h1><h2>b</h2>')
    css = screen_css([PAPER], "@media print { .there { color: black } }", root, lowered=False)
    left_out = ("@page", "running", "bookmark", "footnote", "gone", "green", "unused", "lang")
    assert not any(word in css for word in left_out)
    assert css.splitlines()[0] == "@layer tokens, parts;" and "--deep:red" in css and ".there{color:var(--kept)}" in css
    assert "@media print{.there{color:black}}" in css and "h1{font-size:2em}" in css


def test_rules_of_a_language_stay_where_somebody_reads_it() -> None:
    assert "--ink:#111" in screen_css([PAPER], "p { color: var(--ink) }", page("<p>x</p>", "ar", rtl=True), False)


def test_lowered_headings_keep_their_looks_and_a_class_that_is_called_like_one_is_none() -> None:
    root = page('<h1>t</h1><h2 class="h1">a</h2><h3>b</h3>')
    css = screen_css(["h1 { color: red } .h1 > h2, h2 { color: blue } :is(h1, h2) b { color: green } .h1 { top: 0 }"],
                     "", root, lowered=True)
    assert css.splitlines()[0] == ":is(h1, h2){color:red}" and "h3{color:blue}" in css and ".h1{top:0}" in css
    assert "h2{color:blue}" not in css


def test_rules_that_no_browser_understands_are_left_out_and_the_rest_stays() -> None:
    css = screen_css(["p { color: red } ]] { x } q:::r { top: 0 } p { top: 1px }"], "", page("<p>x</p>"), False)
    assert "p{color:red}" in css and ":::" not in css
