"""Remembers the spaces that line breaking swallows, so that words at a line's end stay apart when read aloud.

WeasyPrint drops the space at which it breaks a line, at the end of the text before or at the start of the next. Boxes
get `space_after` or `space_before` where one was; `tagging` reads it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

_split_text_box = inline.split_text_box
_remove_last_whitespace = inline.remove_last_whitespace


def _split(context: Any, box: Any, available_width: Any, skip: int, is_line_start: bool = True) -> Any:
    result = _split_text_box(context, box, available_width, skip, is_line_start)
    found, resume, _ = result
    if found is not None:
        found.space_before = bool(skip) and getattr(box, "spaced_to", None) == skip
        if resume is not None:
            found.space_after = box.text.encode()[skip:resume].endswith((b" ", b"\n"))
    elif resume is not None and not box.text.encode()[skip:resume].strip():
        box.spaced_to = resume                       # only a space had room: the text begins the next line
    return result


def _remove(context: Any, line: Any) -> None:
    last = line
    while isinstance(last, (boxes.LineBox, boxes.InlineBox)) and last.children:
        last = last.children[-1]
    had_space = isinstance(last, boxes.TextBox) and last.text.endswith(" ")
    _remove_last_whitespace(context, line)
    if had_space and not last.text.endswith(" "):
        last.space_after = True


def had_space(box: Any) -> bool:
    """Say whether a space stood behind a text box that was broken off there."""
    return bool(getattr(box, "space_after", False))


def skipped_space(box: Any) -> bool:
    """Say whether a space stood before a text box that begins a line."""
    return bool(getattr(box, "space_before", False))


inline.split_text_box = _split
inline.remove_last_whitespace = _remove
