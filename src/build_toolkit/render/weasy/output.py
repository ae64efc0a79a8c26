"""Writes the file: objects, one compressed object stream, cross-references. Bytes depend on the objects only."""

from __future__ import annotations

import hashlib
import struct
import zlib

import pydyf

LEVEL = 6                            # of zlib: 9 costs much time and gains next to nothing
HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_ROW = struct.Struct(">BIH")         # cross-reference: kind, offset or object stream, index


class File(pydyf.PDF):  # type: ignore[misc]
    """A PDF file in the making; knows its pages' references without counting them anew."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[bytes] = []

    def add_page(self, page: pydyf.Dictionary) -> None:
        """Add a page at the end."""
        super().add_page(page)
        self._pages.append(page.reference)

    @property
    def page_references(self) -> list[bytes]:
        """Return the references of all pages."""
        return self._pages

    def data(self) -> bytes:
        """Return the bytes of the file."""
        self.add_object(self.info)
        out = [HEADER]
        rows, packed = [_ROW.pack(0, 0, 65535)], list[tuple[int, bytes]]()
        position = len(out[0])
        holder = len(self.objects)                    # the number of the object stream
        for thing in self.objects[1:]:
            if thing.compressible:
                rows.append(_ROW.pack(2, holder, len(packed)))
                packed.append((thing.number, thing.data))
            else:
                rows.append(_ROW.pack(1, position, 0))
                out.append(stream_object(thing.number, thing.extra, content_of(thing), thing.compress))
                position += len(out[-1])
        rows.append(_ROW.pack(1, position, 0))
        out.append(object_stream(holder, packed))
        position += len(out[-1])
        rows.append(_ROW.pack(1, position, 0))
        digest = hashlib.sha256(b"".join(out)).hexdigest()[:32]
        extra = {
            "Type": "/XRef", "W": "[1 4 2]", "Size": holder + 2, "Root": self.catalog.reference,
            "Info": self.info.reference, "ID": f"[<{digest}> <{digest}>]"}
        out.append(stream_object(holder + 1, extra, b"".join(rows)))
        out.append(b"startxref\n%d\n%%%%EOF\n" % position)
        return b"".join(out)


def content_of(stream: pydyf.Stream) -> bytes:
    """Return a stream's bytes, not yet compressed."""
    return b"\n".join([item if type(item) is bytes else pydyf._to_bytes(item) for item in stream.stream])


def stream_object(number: int, extra: dict[str, object], content: bytes, compress: bool = True) -> bytes:
    """Return a stream as it stands in the file."""
    entries = dict(extra)
    if compress:
        content = zlib.compress(content, LEVEL)
        entries["Filter"] = "/FlateDecode"
    entries["Length"] = len(content)
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, pydyf.Dictionary(entries).data, content)


def object_stream(number: int, packed: list[tuple[int, bytes]]) -> bytes:
    """Return the stream that holds objects, given by number and bytes."""
    head, position = [], 0
    for key, body in packed:
        head.append(b"%d %d" % (key, position))
        position += len(body) + 1
    first = b" ".join(head) + b"\n"
    extra = {"Type": "/ObjStm", "N": len(packed), "First": len(first)}
    return stream_object(number, extra, first + b"\n".join([body for _, body in packed]))
