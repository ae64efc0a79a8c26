"""Faults at every call that changes a folder: the process dies there, the disk is full or fails, or it waits.

A process of its own reads everything once and is forked for each case, so that a case takes a moment. A case
begins from the same files, meets its fault, and is followed by the same command without one.
"""

import builtins
import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

DIED, LIMIT = 99, 120
CALLS = ("rename", "replace", "link", "unlink", "remove", "rmdir", "mkdir", "write", "fsync", "ftruncate")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MAKES = {"open", "write", "mkdir", "link", "fsync", "ftruncate"}       # what a full disk refuses


class Point(NamedTuple):
    """A call that changes a folder: what it is, and the path below the folder."""

    name: str
    path: str


class Injector:
    """Counts calls that change what is below a folder, and spoils one (on a full disk, all from it on)."""

    def __init__(self, root: Path, kind: str = "", at: int = -1, report: Path | None = None) -> None:
        self.root, self.kind, self.at, self.report = root.resolve(), kind, at, report
        self.points: list[Point] = []
        self.busy = False

    def install(self) -> None:
        for name in CALLS:
            self.wrap(os, name, name)
        self.wrap(os, "open", "open", lambda args: len(args) > 1 and bool(args[1] & WRITES))
        for module in (builtins, io):
            self.wrap(module, "open", "open", lambda args: not set("wax+").isdisjoint([*args, ""][1]))
        from build_toolkit.files import switching

        self.wrap(switching, "rename_exchange", "exchange")

    def wrap(
        self, module: Any, attribute: str, name: str, counts: Callable[[Any], bool] = lambda _args: True,
    ) -> None:
        real = getattr(module, attribute)

        def call(*args: Any, **options: Any) -> Any:
            path = "" if self.busy or not args or not counts(args) else self.path_of(args[0], options)
            if path and self.met(Point(name, path)):
                self.busy = True
                self.spoil(name, real, args)
                self.busy = False
            return real(*args, **options)

        setattr(module, attribute, call)

    def path_of(self, what: Any, options: Any) -> str:
        """Return the path below the folder that a call is about, "" for others."""
        try:
            if isinstance(what, int):
                path = Path(f"/proc/self/fd/{what}").readlink()
            else:
                near = options.get("dir_fd")
                path = (Path(f"/proc/self/fd/{near}").readlink() if near is not None else Path.cwd()) / what
        except (OSError, TypeError, ValueError):
            return ""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else ""

    def met(self, point: Point) -> bool:
        self.points.append(point)
        number = len(self.points) - 1
        return number == self.at or (self.kind == "ENOSPC" and 0 <= self.at < number and point.name in MAKES)

    def spoil(self, name: str, real: Callable[..., Any], args: Any) -> None:
        if self.report:
            self.report.write_text(json.dumps(self.points[-1]))
        if name == "write" and self.kind in ("die", "ENOSPC"):
            real(args[0], bytes(args[1])[:len(args[1]) // 2])
        if self.kind == "die":
            os._exit(DIED)
        if self.kind in ("ENOSPC", "EIO"):
            number = getattr(errno, self.kind)
            raise OSError(number, os.strerror(number))
        if self.kind == "pause":
            os.kill(os.getpid(), signal.SIGSTOP)


def spread(count: int, step: int) -> range:
    """Return every so many of some numbers, as far from the first as from the last; at least the middle one."""
    return range(count % step // 2, count, step)


def visible(root: Path) -> dict[str, bytes]:
    """Return all files that people see, by path."""
    return {name: path.read_bytes() for name, path in below(root) if "/." not in f"/{name}"}


def hidden(root: Path, usual: tuple[str, ...] = ()) -> list[str]:
    """Return what is hidden below a folder and not usual."""
    found = (path.relative_to(root).as_posix() for path in sorted(root.rglob("*")))
    return [name for name in found if "/." in f"/{name}" and name.rpartition("/")[2] not in usual]


def below(root: Path) -> Iterator[tuple[str, Path]]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    yield from ((path.relative_to(root).as_posix(), path) for path in files)


class Case(NamedTuple):
    """A command over a folder: what is there before, the arguments, and what counts as whole."""

    start: str                                       # a folder to copy, with a folder `project` in it
    arguments: list[str]                             # of the command line; or "call" and a name of calls.py
    changes: str = "."                               # below the project: what is watched
    usual: list[str] = []                            # the names of hidden files that may stay
    pango: bool = False                              # whether pages are drawn: nothing is read beforehand
    at_once: bool = True                             # old or new at every instant, else after the next run
    refuses: bool = False                            # whether of two at a time one is told to wait


def forked(work: Callable[[], int]) -> int:
    """Return the exit code of some work in a child process of its own."""
    return ended(begun(work))


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def begun(work: Callable[[], int]) -> int:
    """Begin some work in a child process of its own, and return that one's number."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        signal.alarm(LIMIT)
        quiet = os.open(os.environ.get("FAULTS_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = work()
    finally:
        os._exit(code)


def called(name: str) -> int:
    """Return the exit code that a command line would have after a function of calls.py."""
    import calls

    from build_toolkit.problems import ProblemsFound

    try:
        getattr(calls, name)()
    except ProblemsFound as found:
        print(found)
        return 5
    return 0


class Driver:
    """Runs the cases of one command."""

    def __init__(self, case: Case, scratch: Path) -> None:
        self.case, self.scratch = case, scratch
        self.project, self.told = scratch / "project", scratch / "told.json"
        self.watched = self.project / case.changes

    def fresh(self) -> None:
        shutil.rmtree(self.project, ignore_errors=True)
        shutil.copytree(Path(self.case.start) / "project", self.project, symlinks=True)
        self.told.unlink(missing_ok=True)

    def command(self, injector: Injector | None = None) -> int:
        os.chdir(self.project)
        if injector:
            injector.install()
        if self.case.arguments[0] == "call":
            code = called(self.case.arguments[1])
        else:
            from build_toolkit.cli.main import run

            code = run(self.case.arguments)
        if injector and injector.kind == "count":
            self.told.write_text(json.dumps(injector.points))
        return code

    def measured(self) -> tuple[list[Point], dict[str, bytes], dict[str, bytes]]:
        """Return the points of the command, and what people see before and after it."""
        self.fresh()
        old = visible(self.watched)
        code = forked(lambda: self.command(Injector(self.watched, "count")))
        assert code in (0, 1), f"the command itself ends with {code}"
        return [Point(*point) for point in json.loads(self.told.read_text())], old, visible(self.watched)

    def run(self, kinds: list[str], every: dict[str, int]) -> dict[str, Any]:
        points, old, new = self.measured()
        wrong, met = [], 0
        assert old != new and points
        tried = {kind: spread(len(points), every.get(kind, 1)) for kind in kinds}
        for kind, numbers in tried.items():
            for number in numbers:
                found = list(self.paused(number, old, new) if kind == "pause" else
                             self.one(kind, number, old, new))
                met += self.told.is_file()
                wrong += [f"{kind} at {number} {'/'.join(points[number])}: {what}" for what in found]
        return {"points": points, "tried": {kind: len(numbers) for kind, numbers in tried.items()}, "met": met,
                "wrong": wrong, "new": [*new]}

    def one(self, kind: str, number: int, old: dict[str, bytes], new: dict[str, bytes]) -> Iterator[str]:
        self.fresh()
        code = forked(lambda: self.command(Injector(self.watched, kind, number, self.told)))
        now = visible(self.watched)
        if self.case.at_once and now not in (old, new):
            yield f"a mixture: {differing(now, old, new)}"
        if kind == "die" and code != DIED:
            yield f"ended with {code}, not by death"
        if kind != "die" and code not in (0, 1, 5):
            yield f"ended with {code}"
        if kind != "die" and code == 5 and self.case.at_once and now != old and now != new:
            yield "said that it failed, and changed something"
        again = forked(self.command)
        if again not in (0, 1):
            yield f"the next run ended with {again}"
        now = visible(self.watched)
        if now != new:
            yield f"the next run did not mend it: {differing(now, old, new)}"
        if left := hidden(self.watched, tuple(self.case.usual)):
            yield f"left behind: {left}"


    def paused(self, number: int, old: dict[str, bytes], new: dict[str, bytes]) -> Iterator[str]:
        """Stop a first writer at a point, let a second one begin, and then both go on."""
        self.fresh()
        first = begun(lambda: self.command(Injector(self.watched, "pause", number, self.told)))
        _, state = os.waitpid(first, os.WUNTRACED)
        second = begun(self.command)
        time.sleep(0.1)
        now = visible(self.watched)
        if self.case.at_once and now not in (old, new):
            yield f"a mixture while one waits: {differing(now, old, new)}"
        codes = []
        if os.WIFSTOPPED(state):
            os.kill(first, signal.SIGCONT)
            codes.append(ended(first))
        codes.append(ended(second))
        if not set(codes) <= {0, 1, 5} if self.case.refuses else not set(codes) <= {0, 1}:
            yield f"two ended with {codes}"
        if set(codes) == {5}:
            yield "two were refused, each for the other"
        now = visible(self.watched)
        if now != new:
            yield f"two made a mixture: {differing(now, old, new)}"
        if left := hidden(self.watched, tuple(self.case.usual)):
            yield f"two left behind: {left}"


def differing(now: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> dict[str, str]:
    """Return which files are old, which new and which neither, some of those where these differ."""
    names = [name for name in sorted({*now, *old, *new})
             if not now.get(name) == old.get(name) == new.get(name)]
    states = dict.fromkeys(names[:8], ("old", "new"))
    return {name: next((word for word, files in zip(words, (old, new), strict=True)
                        if now.get(name) == files.get(name)), "neither") for name, words in states.items()}


def faults(
    case: Case, scratch: Path, kinds: list[str], every: dict[str, int] | None = None, seconds: float = 1800,
) -> dict[str, Any]:
    """Run a command with each kind of fault at each point, in a process of its own.

    Of some kinds only `every` such point is tried. Returns the points and what was wrong.
    """
    spec = scratch / "spec.json"
    spec.write_text(json.dumps([case._asdict(), str(scratch), kinds, every or {}]))
    env = {**os.environ, "BUILD_TOOLKIT_CACHE": "no", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, __file__, str(spec)], env=env, capture_output=True, text=True,
                          timeout=seconds, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    spec, folder, kinds, every = json.loads(Path(sys.argv[1]).read_text())
    driver = Driver(Case(**spec), Path(folder))
    driver.fresh()
    if driver.case.pango:
        import build_toolkit.batch.run
        import build_toolkit.pipeline  # noqa: F401
    else:
        quiet = os.dup(1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        driver.command()                             # now all is imported, and read once
        os.dup2(quiet, 1)
    began = time.monotonic()
    result = driver.run(kinds, every)
    print(json.dumps({**result, "seconds": round(time.monotonic() - began, 1)}))


if __name__ == "__main__":
    main()
