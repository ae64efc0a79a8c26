"""Where files are looked for: the user's project folder, then layers of a coalition, then the package.

A file of the project folder comes before the one of a layer, and that before the packaged one of the same
relative path, for toolkits, templates and locales alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ..problems import Problem, ProblemsFound
from .layers import FOLDERS, PROJECT, Layer, layers_of
from .writing import finish

INTERNAL = "internal"                                # where internal editions lie; no campaign is called so


def packaged() -> Path:
    """Return the folder with the package's own toolkits, templates and locales."""
    package = Path(__file__).parents[1]
    inside = package / "_data"
    return inside if inside.is_dir() else package.parents[1]


def below(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder in the order of the paths; a folder behind a link is gone into too.

    A link back to a folder above is not followed.
    """
    return iter(sorted(_below(folder, frozenset())))


def _below(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    try:
        state, found = folder.stat(), list(folder.iterdir())
    except OSError:
        return
    here = (state.st_dev, state.st_ino)
    for path in found if here not in above else ():
        if path.is_dir():
            yield from _below(path, above | {here})
        elif path.is_file():
            yield path


def project_of(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` with a project's file or one of FOLDERS in it."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / name).is_dir() for name in FOLDERS) or (folder / PROJECT).is_file():
            return folder
    return None


def require_no_way_out(places: Iterable[Path], roots: Sequence[Path]) -> None:
    """Refuse symbolic links below some folders that lead out of all roots: no page shows what is there.

    Raises:
        ProblemsFound: LINK001, for each of them.
    """
    inside = [os.path.realpath(root) for root in roots]
    out = sorted(_ways_out([os.fspath(place) for place in places], inside))
    if out:
        raise ProblemsFound(Problem(
            next((place[len(root) + 1:] for root in inside if place.startswith(root + os.sep)), place), 0, 0,
            "LINK001", "this is a link to a place outside of the project.",
            "Put the file or folder itself in its place.") for place in out)


def _ways_out(ahead: list[str], inside: Sequence[str]) -> Iterator[str]:
    """Yield each place, of some and all below them, that is a link out of all folders of `inside`."""
    seen = set[str]()
    while ahead:
        place = ahead.pop()
        real = os.path.realpath(place)
        if real != place and not any(f"{real}{os.sep}".startswith(f"{root}{os.sep}") for root in inside):
            yield place
        elif real not in seen and os.path.isdir(real):  # noqa: PTH112  texts are quicker, and these are many
            seen.add(real)
            with suppress(OSError), os.scandir(real) as entries:
                ahead += [one.path for one in entries if one.is_symlink() or one.is_dir()]


@dataclass(frozen=True)
class Roots:
    """Folders to look in, the first before the next."""

    folders: tuple[Path, ...]
    layers: tuple[Layer, ...] = ()                   # whose folders are among them

    @classmethod
    def of(cls, project: Path | None) -> Roots:
        """Return the project folder, if any, layers, and the package's own.

        What was half-written in the project is finished.

        Raises:
            ProblemsFound: LINK001, if a symbolic link leads out of all of them; LAYER001, if a layer is none.
            MachineProblem: OUT001, if something must be finished and cannot be written.
        """
        bare = cls.unguarded(project)
        *first, own = bare.folders
        layers = tuple(layer for layer in layers_of(bare.own) if layer.folder not in bare.folders)
        found = cls((*first, *(layer.folder for layer in layers), own), layers)
        if own.name != "_data" or first:
            finish(bare.own)
            require_no_way_out([folder / name for folder in (bare.own, *(layer.folder for layer in layers))
                                for name in FOLDERS], found.folders)
        return found

    @classmethod
    def unguarded(cls, project: Path | None) -> Roots:
        """Return project and package, whatever links are in them: for what shows nothing of what it reads."""
        own = packaged().resolve()
        project = project.resolve() if project else own
        return cls((own,) if project == own else (project, own))

    @property
    def own(self) -> Path:
        """Return the folder in which commands write: the project's, or the program's where there is none."""
        shared = [layer.folder for layer in self.layers]
        return next(folder for folder in self.folders if folder not in shared)

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
            for path in below(base):
                hidden = any(part.startswith((".", "_")) for part in path.relative_to(base).parts)
                if fnmatchcase(path.name, pattern) and not hidden:
                    found.setdefault(path.relative_to(root).as_posix(), path)
        return dict(sorted(found.items()))

    def name(self, path: Path) -> str:
        """Return a file's name in messages: relative to its root or the current folder, or the full path.

        A file of a layer has the layer's name before it.
        """
        resolved = path.resolve()
        for layer in self.layers:
            if resolved.is_relative_to(layer.folder):
                return f"{layer.name}/{resolved.relative_to(layer.folder).as_posix()}"
        for folder in (*self.folders, Path.cwd()):
            if resolved.is_relative_to(folder):
                return resolved.relative_to(folder).as_posix()
        return str(path)

    def everything(self) -> Iterator[Path]:
        """Yield every file that a build may read, those behind symbolic links too."""
        for root in self.folders:
            for folder in FOLDERS:
                yield from below(root / folder)
