"""How far a document is in a language is said in a word, by what is translated, told as rights, and read."""

import pytest

from build_toolkit.translators.grid import Standing, as_text


@pytest.mark.parametrize(("to_go", "rights", "read", "state"), [
    (3, 2, 0, "3 to go"), (0, 2, 4, "needs approval"), (0, 0, 9, "draft"), (0, 0, 10, "whole"), (0, 0, 0, "draft"),
])
def test_a_state_promises_no_more_than_was_done(to_go: int, rights: int, read: int, state: str) -> None:
    assert Standing("card", "vi", 10, to_go, rights, read).state == state


def test_the_table_has_a_line_for_each_document_and_a_column_for_each_language() -> None:
    rows = [Standing("card", "vi", 10, 0, 0, 0), Standing("card", "ar", 10, 3, 0, 0)]
    assert as_text(rows) == "document  vi     ar\ncard      draft  3 to go\n"
