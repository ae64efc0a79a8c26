"""Remembers how text was broken into lines, so that Pango is asked once for each line and width.

A page is laid out several times until its columns are even and its notes fit, and a batch says the same
sentences for every county. What WeasyPrint keeps of a line is plain values; it hangs on the text, the width
and the properties below alone, and on the fonts of the machine, with which it is kept.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any, cast

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.line_break import Layout

from ..patches import Function, Patch

MOST = 10_000                        # lines of one set of fonts, some 2 kB each
_NAMES = (
    "direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override",
    "font_size", "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps",
    "font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric", "font_variant_position",
    "font_variation_settings", "font_weight", "hyphenate_character", "hyphenate_limit_chars",
    "hyphenate_limit_zone", "hyphens", "lang", "letter_spacing", "line_height", "overflow_wrap",
    "tab_size", "text_decoration_line", "white_space", "word_break", "word_spacing",
)
_PROPERTIES = itemgetter(*_NAMES)
# These change how a line is set or painted once it is broken, or what its text is beforehand.
_LATER = frozenset((
    "font_variant", "quotes", "text_align_all", "text_align_last", "text_decoration_color",
    "text_decoration_style", "text_decoration_thickness", "text_indent", "text_overflow", "text_transform",
    "text_underline_offset",
))
_OF_TEXT = re.compile(
    "font|text|hyphen|word|letter|white|tab_|line_|overflow_wrap|lang|direction|wrap|quotes"
)


def _unknown() -> str:
    """Return the properties of text that this release has and the key of a line does not."""
    new = sorted(name for name in INITIAL_VALUES if _OF_TEXT.match(name) and name not in {*_NAMES, *_LATER})
    return f"lines may hang on {', '.join(new)}" if new else ""


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
    also=("weasyprint.layout.inline:split_first_line", "weasyprint.layout.preferred:split_first_line"),
    doubt=_unknown)
