"""A sentence that becomes a part of another keeps its words and elements, and loses capital and full stop."""

import pytest

from build_toolkit.compose.sentences import lower_first, without_stop


@pytest.mark.parametrize(("html", "expected"), [
    ("It is so.", "It is so"), ('<span lang="en">It is so.</span>', '<span lang="en">It is so</span>'),
    ("In <b>5.</b>", "In <b>5</b>"), ("", ""), ("So?", "So?"),
])
def test_a_full_stop_at_the_end_goes_however_deep_it_stands(html: str, expected: str) -> None:
    assert without_stop(html) == expected


def test_a_capital_goes_however_deep_it_stands() -> None:
    assert lower_first('<span lang="en">The rule.</span>') == '<span lang="en">the rule.</span>'
