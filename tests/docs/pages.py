"""Runs what a page of the documentation says, as somebody would who reads it from top to bottom.

Blocks of `sh` are typed in, line by line; a line that is noted to end with 1 does so. A block of `text` after one is
what has to be seen: each of its lines, in order, where … stands for anything. Any other block is written into the
file that the line above it names: "Write `FILE`:" makes it, "Add to `FILE`:" goes on at its end. A line that ends
with `--watch` goes on beside the rest.
"""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"(Write|Add to) `([^`]+)`[^`]*:$")
MOST_SECONDS = 240


@dataclass
class Reader:
    """Somebody who follows a page in a folder of their own."""

    folder: Path
    seen: str = ""
    watching: list[tuple[subprocess.Popen[str], Path]] = field(default_factory=list)

    def follow(self, page: Path) -> None:
        """Do all that a page says; whoever starts something ends it."""
        try:
            above = ""
            for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
                if token.type == "inline":
                    above = token.content.splitlines()[-1]
                elif token.type == "fence":
                    self.do(token.info.strip(), token.content, above)
        finally:
            self.stop()

    def do(self, kind: str, text: str, above: str) -> None:
        if kind == "sh":
            self.seen = ""
            for line in re.sub(r"\\\n\s*", "", text).splitlines():
                self.type(line)
        elif kind == "text":
            self.see(text)
        elif kind:
            found = NAMED.search(above)
            assert found, f"no file is named above a block of {kind}: {above}"
            file = self.folder / found[2]
            file.parent.mkdir(parents=True, exist_ok=True)
            before = file.read_text(encoding="utf-8") if found[1] == "Add to" else ""
            file.write_text(before + text, encoding="utf-8")

    def type(self, line: str) -> None:
        line, _, note = line.partition("   # ")
        ends = re.match(r"ends with (\d)", note)
        bin_ = self.folder.parent / f"{self.folder.name}-bin"
        if not bin_.exists():
            bin_.mkdir()
            for name in (bin_ / "build-toolkit", self.folder / "run"):
                name.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m build_toolkit "$@"\n')
                name.chmod(0o755)
        env = {**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "src"),
               "BUILD_TOOLKIT_CACHE": str(self.folder.parent / "cache")}
        if line.endswith("--watch"):
            log = self.folder.parent / f"{self.folder.name}-watch.txt"
            with log.open("w") as told:
                process = subprocess.Popen(["bash", "-c", f"exec {line}"], cwd=self.folder, env=env, stdout=told,
                                           stderr=subprocess.STDOUT, text=True)
            self.watching.append((process, log))
            self.until("Watching", log)
            return
        done = subprocess.run(["bash", "-euc", line], cwd=self.folder, env=env, text=True, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=MOST_SECONDS)
        self.seen += done.stdout + done.stderr
        assert done.returncode == int(ends[1] if ends else 0), f"{line}\n{done.stdout}{done.stderr}"

    def see(self, text: str) -> None:
        for line in filter(None, map(str.strip, text.splitlines())):
            pattern = ".*".join(map(re.escape, line.split("…")))
            if self.watching:
                self.seen = self.until(pattern, self.watching[-1][1])
            found = re.search(pattern, self.seen)
            assert found, f"not seen: {line}\n{self.seen}"
            self.seen = self.seen[found.end():]

    def until(self, pattern: str, log: Path) -> str:
        end = time.monotonic() + MOST_SECONDS
        while not re.search(pattern, said := log.read_text()) and time.monotonic() < end:
            time.sleep(0.2)
        return said

    def stop(self) -> None:
        for process, _ in self.watching:
            process.send_signal(signal.SIGINT)
            process.wait(60)
