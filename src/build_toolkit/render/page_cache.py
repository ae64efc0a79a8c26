"""Where painted parts of documents are kept for other documents and later runs: in memory and on the shelf.

What is kept is found by the checksum of all that it was made of, so it never grows wrong by growing old, and
a document meets only what it would have painted itself, byte for byte. The shelf is the user's private cache
folder (`files.cache`), which sees to damaged entries, room and privacy. Only parts of documents that their
makers call public go there: see `compose.exposure`. May import `files.cache`.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import NamedTuple, TypeAlias

from ..files.cache import Cache

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
KIND = "pages"
_LENGTH = 4  # bytes of the number that says how long the text before a PDF is


class Kept(NamedTuple):
    """A PDF, and what is said of it beside, as plain values."""

    pdf: bytes
    about: dict[str, Plain]


class PageCache:
    """Keeps PDFs in memory, the least used of which goes first, and on a shelf."""

    def __init__(self, shelf: Cache | None = None, at_once: bool = True, most: int = 96 << 20) -> None:
        """Make an empty cache.

        Args:
            shelf: the folder of this user, or None.
            at_once: whether all that may go there goes there, or only what a second document uses.
            most: bytes to keep in memory.
        """
        self.shelf, self.at_once, self.most = shelf or Cache(None), at_once, most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._shelved: set[str] = set()
        self._weight = 0

    def get(self, key: str, public: bool = False) -> Kept | None:
        """Return what is kept under a key (a checksum, in hex), or None; only what is public is shelved."""
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
            self._shelve(key, found, public)
            return found
        found = _unpacked(self.shelf.load(KIND, key)) if public else None
        if found:
            self._shelved.add(key)
            self.put(key, found)
        return found

    def put(self, key: str, kept: Kept, public: bool = False) -> None:
        """Keep a PDF under a key."""
        if key in self._kept:
            self._weight -= len(self._kept.pop(key).pdf)
        self._kept[key] = kept
        self._weight += len(kept.pdf)
        self._shelve(key, kept, public and self.at_once)
        while self._weight > self.most and len(self._kept) > 1:
            self._weight -= len(self._kept.popitem(last=False)[1].pdf)

    def _shelve(self, key: str, kept: Kept, public: bool) -> None:
        if public and key not in self._shelved:
            self._shelved.add(key)
            self.shelf.save(KIND, key, _packed(kept))


def _packed(kept: Kept) -> bytes:
    text = json.dumps(kept.about, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return len(text).to_bytes(_LENGTH, "big") + text + kept.pdf


def _unpacked(data: bytes | None) -> Kept | None:
    """Return what was packed; None where it is nothing of the kind."""
    if not data:
        return None
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    try:
        about = json.loads(data[_LENGTH:end])
    except ValueError:
        return None
    return Kept(data[end:], about) if isinstance(about, dict) else None
