"""Text that is found and copied as it was composed, where WeasyPrint's is not.

That is text in scripts with several glyphs a letter, lines in which two directions meet, and the spaces at
which lines are broken. All other text is WeasyPrint's own.
"""

from .drawing import PATCHES, finish

__all__ = ["PATCHES", "finish"]
