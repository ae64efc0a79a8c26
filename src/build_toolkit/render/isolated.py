"""The same as `pdf.render_pdf`, in a child process with limits: for HTML that nobody has checked.

WeasyPrint has no limits of its own: one table cell can keep it busy for minutes. The child gets its request as
JSON on standard input and answers with lines of JSON, the last one followed by the bytes of the file; nothing it
sends is executed. May import `problems` and `pdf`.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import IO, Any

from ..problems import Problem, Severity
from .pdf import OutlineEntry, Progress, Rendered, render_pdf

try:
    import resource
except ImportError:                       # not on Windows: there only the time is limited
    resource = None  # type: ignore[assignment]

_MOST_WRITTEN = 64 << 20                  # bytes a temporary file may grow to
_ROOM = 256 << 20                         # bytes of address space that the program itself may need more than memory


@dataclass(frozen=True)
class Limits:
    """How long a rendering may take by the clock, in seconds, and how much memory it may use, in megabytes."""

    seconds: float = 120
    megabytes: int = 1500


def render_pdf_isolated(
    html: str, css: Sequence[str], *, language: str, title: str, subject: str = "", date: Date | None = None,
    base: Path | None = None, roots: Sequence[Path] = (), source: str = "", css_names: Sequence[str] = (),
    on_progress: Progress | None = None, limits: Limits | None = None,
) -> Rendered:
    """Return what `render_pdf` returns for these arguments, or a problem if a limit stopped it; never raises."""
    limits = limits or Limits()
    request = {
        "limits": asdict(limits), "html": html, "css": list(css), "language": language, "title": title,
        "subject": subject, "date": date.isoformat() if date else None, "base": str(base) if base else None,
        "roots": [str(root) for root in roots], "source": source, "css_names": list(css_names)}
    command = [sys.executable, "-P", "-m", __name__]
    with subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as child:
        try:
            answer, errors, in_time = _talk(child, json.dumps(request).encode(), limits.seconds, on_progress)
        finally:
            child.kill()
    if not in_time:
        return _stopped(source, "PDF022", f"The document took more than {limits.seconds:g} seconds.",
                        "Look for very large tables or very long texts.")
    result = _read_answer(answer)
    if result is not None:
        return result
    if child.returncode in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV) or b"MemoryError" in errors:
        return _stopped(source, "PDF023", f"The document needed more than {limits.megabytes} megabytes of memory.",
                        "Look for very large tables or pictures.")
    last = (errors.decode("utf-8", "replace").strip().splitlines() or [f"status {child.returncode}"])[-1]
    return _stopped(source, "PDF024", f"The program that makes PDF files stopped ({last[:300]}).", "")


def _stopped(source: str, code: str, what: str, fix: str) -> Rendered:
    return Rendered(b"", problems=(Problem(source, 0, 0, code, what, fix),))


def _talk(
    child: subprocess.Popen[bytes], request: bytes, seconds: float, on_progress: Progress | None,
) -> tuple[bytes, bytes, bool]:
    """Return what the child wrote to its two outputs, and whether it ended in time."""
    deadline = time.monotonic() + seconds     # limits how long to wait; nothing in the result depends on it
    assert child.stdin and child.stdout and child.stderr  # noqa: S101
    left = memoryview(request)
    out, errors, told = bytearray(), bytearray(), 0
    with selectors.DefaultSelector() as selector:
        for pipe, event in ((child.stdin, selectors.EVENT_WRITE), (child.stdout, selectors.EVENT_READ),
                            (child.stderr, selectors.EVENT_READ)):
            os.set_blocking(pipe.fileno(), False)
            selector.register(pipe, event)
        while selector.get_map():
            wait = deadline - time.monotonic()
            if wait <= 0:
                return bytes(out), bytes(errors), False
            for key, _ in selector.select(wait):
                if key.fileobj is child.stdin:
                    left = _send(child.stdin, left)
                    if not left:
                        selector.unregister(child.stdin)
                        child.stdin.close()
                    continue
                data = os.read(key.fd, 1 << 16)
                if not data:
                    selector.unregister(key.fileobj)
                (out if key.fileobj is child.stdout else errors).extend(data)
            told = _tell(out, told, on_progress)
    child.wait(max(0.1, deadline - time.monotonic()))
    return bytes(out), bytes(errors), True


def _send(pipe: IO[bytes], left: memoryview) -> memoryview:
    try:
        return left[os.write(pipe.fileno(), left[:1 << 16]):]
    except BlockingIOError:
        return left
    except BrokenPipeError:                   # the child is gone; what it said before tells why
        return left[:0]


def _tell(out: bytearray, told: int, on_progress: Progress | None) -> int:
    """Report the progress lines after `told` bytes, and return up to where lines are read."""
    while out[told:told + 2] == b"P " and (end := out.find(b"\n", told)) >= 0:
        step, pages = json.loads(out[told + 2:end])
        if on_progress:
            on_progress(str(step), int(pages))
        told = end + 1
    return told


def _read_answer(out: bytes) -> Rendered | None:
    while out.startswith(b"P "):
        out = out.partition(b"\n")[2]
    if not out.startswith(b"R "):
        return None
    head, _, pdf = out[2:].partition(b"\n")
    values = json.loads(head)
    if len(pdf) != values["size"]:
        return None
    problems = [Problem(**{**problem, "severity": Severity(problem["severity"])}) for problem in values["problems"]]
    return Rendered(pdf, values["pages"], tuple(map(_entry, values["outline"])), values["fonts"], tuple(problems))


def _entry(values: dict[str, Any]) -> OutlineEntry:
    return OutlineEntry(values["title"], values["page"], tuple(map(_entry, values["children"])))


# From here on: what runs in the child.

def _limit(seconds: float, megabytes: int) -> None:
    if resource is None:
        return
    values = {
        resource.RLIMIT_AS: (megabytes << 20) + _ROOM, resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_FSIZE: _MOST_WRITTEN, resource.RLIMIT_CORE: 0}
    for kind, value in values.items():
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _answer(request: dict[str, Any], write: Callable[[bytes], Any]) -> None:
    values = {key: request[key] for key in ("language", "title", "subject", "source", "css_names")}
    result = render_pdf(
        request["html"], request["css"], **values, roots=[Path(root) for root in request["roots"]],
        date=Date.fromisoformat(request["date"]) if request["date"] else None,
        base=Path(request["base"]) if request["base"] else None,
        on_progress=lambda step, pages: write(b"P %s\n" % json.dumps([step, pages]).encode()))
    head = {
        "size": len(result.pdf), "pages": result.pages, "outline": [asdict(entry) for entry in result.outline],
        "fonts": dict(result.fonts), "problems": [problem.as_dict() for problem in result.problems]}
    write(b"R %s\n" % json.dumps(head).encode())
    write(result.pdf)


def main() -> None:
    """Answer the request on standard input, within its limits."""
    request = json.load(sys.stdin.buffer)
    _limit(**request["limits"])
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())          # whatever a library prints is no answer

    def write(data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[out.write(left) or 0:]

    _answer(request, write)


if __name__ == "__main__":
    main()
