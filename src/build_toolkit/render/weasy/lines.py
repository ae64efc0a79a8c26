"""Remembers how text was broken into lines, so that Pango is asked once for each line and width.

A page is laid out several times until its columns are even and its notes fit, and a batch says the same
sentences for every county. What WeasyPrint keeps of a line is plain values; it hangs on the text, the width
and the properties below alone, and on the fonts of the machine, with which it is kept.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any, cast

from weasyprint.text.line_break import Layout

from ..patches import Function, Patch

MOST = 10_000                        # lines of one set of fonts, some 2 kB each
_PROPERTIES = itemgetter(
    "direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override",
    "font_size", "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps",
    "font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric", "font_variant_position",
    "font_variation_settings", "font_weight", "hyphenate_character", "hyphenate_limit_chars",
    "hyphenate_limit_zone", "hyphens", "lang", "letter_spacing", "line_height", "overflow_wrap",
    "tab_size", "text_decoration_line", "white_space", "word_break", "word_spacing",
)


def _remembering(original: Function) -> Function:
    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any,
        is_line_start: bool = True, minimum: bool = False,
    ) -> tuple[Any, ...]:
        lines: dict[Any, tuple[Any, ...]] = vars(style.font_config).setdefault("lines", {})
        key = (text, max_width, justification_spacing, is_line_start, minimum, _PROPERTIES(style))
        try:
            found = lines.get(key)
        except TypeError:                            # a property that is a set or a list
            key = (*key[:-1], repr(key[-1]))
            found = lines.get(key)
        if found is None:
            found = cast("tuple[Any, ...]", original(
                text, style, context, max_width, justification_spacing, is_line_start, minimum))
            if len(lines) >= MOST:
                lines.clear()
            lines[key] = found
        layout = object.__new__(Layout)              # boxes do not share what they write to
        vars(layout).update(vars(found[0]))
        return (layout, *found[1:])

    return split_first_line


PATCH = Patch(
    "lines", "A page that is laid out several times (columns made even, notes fitted) asks Pango for the "
    "same lines again, which is half of its time.",
    "weasyprint.text.line_break:split_first_line",
    "(text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False)",
    _remembering,
    also=("weasyprint.layout.inline:split_first_line", "weasyprint.layout.preferred:split_first_line"))
