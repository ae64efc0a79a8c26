"""Where files are looked for: the user's project folder, then what the package brings.

A file of the project folder comes before the packaged one of the same relative path, for toolkits, templates
and locales alike. Nothing here reads a file's content, so that starting stays quick.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDERS = ("toolkits", "templates", "locales")
INTERNAL = "internal"                                # where internal editions lie; no campaign is called so


def packaged() -> Path:
    """Return the folder with the package's own toolkits, templates and locales."""
    package = Path(__file__).parents[1]
    inside = package / "_data"
    return inside if inside.is_dir() else package.parents[1]


def project_of(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds a folder toolkits/, templates/ or locales/."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / name).is_dir() for name in FOLDERS):
            return folder
    return None


@dataclass(frozen=True)
class Roots:
    """Folders to look in, the first before the next."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, project: Path | None) -> Roots:
        """Return the project folder, if any, and the package's own."""
        own = packaged().resolve()
        return cls((own,) if project is None or project.resolve() == own else (project.resolve(), own))

    def find(self, relative: str) -> Path | None:
        """Return the file of this relative path, or None."""
        return next((path for folder in self.folders if (path := folder / relative).is_file()), None)

    def all(self, relative: str) -> list[Path]:
        """Return every file of this relative path, the one that counts first."""
        return [path for folder in self.folders if (path := folder / relative).is_file()]

    def list(self, folder: str, pattern: str = "*") -> dict[str, Path]:
        """Return files below a folder by relative path, sorted; of two with one path the first root's."""
        found: dict[str, Path] = {}
        for root in self.folders:
            base = root / folder
            for path in base.rglob(pattern) if base.is_dir() else ():
                hidden = any(part.startswith((".", "_")) for part in path.relative_to(base).parts)
                if path.is_file() and not hidden:
                    found.setdefault(path.relative_to(root).as_posix(), path)
        return dict(sorted(found.items()))

    def name(self, path: Path) -> str:
        """Return a file's name in messages: relative to its root or the current folder, or the full path."""
        resolved = path.resolve()
        for folder in (*self.folders, Path.cwd()):
            if resolved.is_relative_to(folder):
                return resolved.relative_to(folder).as_posix()
        return str(path)

    def everything(self) -> Iterator[Path]:
        """Yield every file that a build may read."""
        for root in self.folders:
            for folder in FOLDERS:
                base = root / folder
                yield from (path for path in sorted(base.rglob("*"))
                            if path.is_file()) if base.is_dir() else ()
