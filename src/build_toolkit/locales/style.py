"""The style sheet that the registry makes: the fonts of each language, and where its lines may end.

`tokens.css` says sizes and line heights by script, and the faces of the languages it knows; a sheet made here
follows it, so that a language that somebody adds to the registry has its fonts without a word of CSS.
"""

from __future__ import annotations

from .registry import Entry, Registry

JOINED = frozenset({"Arab", "Deva", "Beng", "Guru", "Gujr", "Khmr", "Laoo", "Mymr", "Thai", "Syrc", "Nkoo"})
# without slanted letters of their own
UPRIGHT = JOINED | {"Hans", "Hant", "Kore", "Jpan", "Ethi", "Hebr", "Armn"}
# the digits of the registry, as style sheets name them
COUNTERS = {"arab": "arabic-indic", "arabext": "persian", "beng": "bengali", "deva": "devanagari",
            "khmr": "cambodian", "laoo": "lao", "mymr": "myanmar"}
NARROW = (".side", ".cols > :first-child", ".terms dt", ".data td", ".data th", ".facts .k", ".gloss",
          ".pairs", ".two-up", ".columns", ".log th", ".lane", ".kyr", ".left-out")
# What people copy or type is never broken with a hyphen: addresses, phones, keys, numbers, citations.
WHOLE = ":root :is(a, code, cite, .nb, .n, .src, [lang=en])"
NAME = "the languages of locales/registry.yaml"


def language_css(registry: Registry) -> str:
    """Return the sheet of all languages; it comes after tokens.css and belongs to the same layer."""
    rules = "".join(_rule(entry, registry) for tag, entry in registry.languages.items())
    words = "".join(f"  [lang]:lang({e.bcp47}) {{ word-break: keep-all }}\n"
                    for e in registry.languages.values()
                    if e.line_break == "keep-words")
    narrow = ", ".join(f":root:lang({e.bcp47}) {place}" for e in registry.languages.values() if e.hyphenate
                       and e.bcp47 != "en" for place in NARROW)
    modes = "".join(_digits(e.bcp47, COUNTERS[e.digits])
                    for e in registry.languages.values() if e.digits in COUNTERS)
    # In the first layer of elements, so that a list which shows no numbers, or its own, goes on doing so.
    lists = "".join(f"  :root:lang({e.bcp47}) ol {{ list-style-type: {COUNTERS[e.digits]} }}\n"
                    for e in registry.languages.values() if e.digits in COUNTERS)
    modes += f"  {narrow} {{ hyphens: auto; hyphenate-limit-chars: 7 3 3 }}\n" if narrow else ""
    modes += f"  {WHOLE} {{ hyphens: manual }}\n"
    screen = f"@media screen {{\n{words}}}\n" if words else ""      # in PDF files compose keeps words whole
    return f"@layer tokens {{\n{rules}}}\n@layer base {{\n{lists}}}\n@layer modes {{\n{modes}}}\n{screen}"


def _digits(tag: str, style: str) -> str:
    """Return the rules that count pages and notes in a language's own digits."""
    own = f"  :root:lang({tag})"
    return (f"{own} .folio::after {{ content: counter(page, {style}) }}\n"
            f"{own} .toc a::after {{ content: leader(' . ') ' ' counter(target-page, {style}) }}\n"
            f"{own} .fn::footnote-call {{ content: counter(footnote, {style}) }}\n"
            f"{own} .fn::footnote-marker {{ content: counter(footnote, {style}) '. ' }}\n")


def _rule(entry: Entry, registry: Registry) -> str:
    fonts = registry.fonts[entry.fonts]
    parts = [f"--serif: {_stack(fonts.serif, 'serif')}", f"--sans: {_stack(fonts.sans, 'sans-serif')}"]
    parts += ["--track: 0"] if entry.script in JOINED else []       # letters that join must not be spaced out
    parts += ["--slant: normal", "--heavy: 700"] if entry.script in UPRIGHT else []
    return f"  [lang]:lang({entry.bcp47}) {{ {'; '.join(parts)} }}\n"


def _stack(names: list[str], last: str) -> str:
    safe = ("".join(c for c in name if c.isalnum() or c in " -") for name in names)
    return ", ".join([*(f"'{name}'" for name in safe), last])
