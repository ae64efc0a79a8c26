"""Remembers the spaces that line breaking swallows, so that words stay apart when read by the tags.

WeasyPrint drops the space at which it breaks a line, at the end of the text before or at the start of the
next. Boxes get `space_after` or `space_before` where one was; `text` writes it when they are painted.
"""

from __future__ import annotations

from typing import Any, cast

from weasyprint.formatting_structure import boxes

from ..patches import Function, Patch


def _splitting(original: Function) -> Function:
    def split_text_box(
        context: Any, box: Any, available_width: Any, skip: int, is_line_start: bool = True,
    ) -> tuple[Any, int | None, Any]:
        result = cast("tuple[Any, int | None, Any]", original(
            context, box, available_width, skip, is_line_start))
        found, resume, _ = result
        if found is not None:
            found.space_before = bool(skip) and getattr(box, "spaced_to", None) == skip
            if resume is not None:
                found.space_after = box.text.encode()[skip:resume].endswith((b" ", b"\n"))
        elif resume is not None and not box.text.encode()[skip:resume].strip():
            box.spaced_to = resume                   # only a space had room: the text begins the next line
        return result

    return split_text_box


def _removing(original: Function) -> Function:
    def remove_last_whitespace(context: Any, line: Any) -> None:
        last = line
        while isinstance(last, (boxes.LineBox, boxes.InlineBox)) and last.children:
            last = last.children[-1]
        had_one = isinstance(last, boxes.TextBox) and last.text.endswith(" ")
        original(context, line)
        if had_one and not last.text.endswith(" "):
            last.space_after = True
        inside = list(line.descendants())
        if inside and any(box.element_tag == "br" for box in inside):
            for box in [box for box in inside if isinstance(box, boxes.TextBox) and box.text.strip()][-1:]:
                box.space_after = True               # a forced end of a line parts words, too

    return remove_last_whitespace


def had_space(box: Any) -> bool:
    """Say whether a space stood behind a text box that was broken off there."""
    return bool(getattr(box, "space_after", False))


def skipped_space(box: Any) -> bool:
    """Say whether a space stood before a text box that begins a line."""
    return bool(getattr(box, "space_before", False))


_WHY = "The space at which a line is broken is in the PDF neither before nor behind the break: read by the "\
       "tags, the words around it are one."
PATCHES = (
    Patch("breaks", _WHY, "weasyprint.layout.inline:split_text_box",
          "(context, box, available_width, skip, is_line_start=True)", _splitting),
    Patch("endings", _WHY, "weasyprint.layout.inline:remove_last_whitespace", "(context, line)", _removing),
)
