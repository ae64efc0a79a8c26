"""What a document may read while it is rendered: files in allowed folders and data: addresses, nothing else.

WeasyPrint asks this fetcher for every image and style sheet. May import `problems`, `files_read` and
WeasyPrint's fetcher.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ...problems import Problem
from ..files_read import file_behind


class RefusedError(FatalURLFetchingError):  # type: ignore[misc]
    """A document asked for something it may not read; `problem` says what. Stops the rendering."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class LocalFetcher(URLFetcher):  # type: ignore[misc]
    """Reads data: addresses and files below the given folders. No network, no redirects, no other scheme."""

    def __init__(self, roots: Sequence[Path], source: str = "") -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self._roots = tuple(roots)
        self._source = source
        self.served: dict[str, str] = {}  # addresses of files that were read, with their sha256

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the content behind an address.

        Raises:
            RefusedError: if the address is not allowed, or the file cannot be read.
        """
        parts = urlsplit(url)
        scheme = parts.scheme.lower()
        if scheme == "data":
            try:
                return super().fetch(url, headers)
            except Exception as error:
                raise self._refused(
                    "PDF011",
                    f"A data: address cannot be read ({error}).",
                    "Write it again; it is probably cut short.",
                ) from error
        if scheme != "file" or parts.netloc not in ("", "localhost"):
            raise self._refused(
                "PDF010",
                f"The document asks for {_short(url)}, which is not a file of the project.",
                "Put the file into the project and name it by its path.",
            )
        return self._read(url, parts.path)

    def _read(self, url: str, path: str) -> URLFetcherResponse:
        name = unquote(path).rsplit("/", 1)[-1]
        try:
            file, inside = file_behind(path, self._roots)
            if inside and not file.is_file():
                raise FileNotFoundError(2, "no such file")
            body = file.read_bytes() if inside else b""
        except (OSError, ValueError) as error:
            raise self._refused(
                "PDF011",
                f"The file {name!r} cannot be read ({_reason(error)}).",
                "Check the name and that the file is there.",
            ) from error
        if not inside:
            raise self._refused(
                "PDF010",
                f"The document asks for the file {name!r}, which is outside the folders it may read.",
                "Put the file into the project.",
            )
        self.served[url] = hashlib.sha256(body).hexdigest()
        kind = _KINDS.get(file.suffix.lower(), "application/octet-stream")
        return URLFetcherResponse(file.as_uri(), body, {"Content-Type": kind})

    def _refused(self, code: str, what: str, fix: str) -> RefusedError:
        return RefusedError(Problem(self._source, 0, 0, code, what, fix))


_KINDS = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


def _short(url: str, most: int = 100) -> str:
    return url if len(url) <= most else url[:most] + "…"


def _reason(error: Exception) -> str:
    return (error.strerror or "unreadable") if isinstance(error, OSError) else "not a valid path"
