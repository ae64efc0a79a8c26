"""`./run` on a machine that lacks everything: what it says and asks for before it fetches anything."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("bash", "cat", "cksum", "dirname", "find", "grep", "env", "touch")
NEEDED = ("libpangoft2-1.0-0", "libharfbuzz-subset0", "python3", "python3-venv")


class Machine:
    """A machine with few tools, of which some are made up; `says` is what ./run printed."""

    def __init__(self, folder: Path) -> None:
        """Put a checkout and the tools into a folder."""
        self.home, self.bin = folder / "a checkout", folder / "bin"
        self.home.mkdir()
        self.bin.mkdir()
        for name in ("run", "pyproject.toml", "requirements.lock"):
            shutil.copy(ROOT / name, self.home)
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name) or name)
        self.has("ldconfig", "true")

    def has(self, name: str, does: str) -> None:
        (self.bin / name).write_text(f"#!{self.bin}/bash\n{does}\n")
        (self.bin / name).chmod(0o755)

    def run(self, *args: str) -> int:
        done = subprocess.run(
            [self.bin / "bash", self.home / "run", *args], env={"PATH": str(self.bin)}, cwd="/",
            capture_output=True, text=True, timeout=60, check=False)
        self.says = done.stderr
        return done.returncode


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("sudo", ["", "exit 1"], ids=["without sudo", "not in sudoers"])
def test_who_may_not_install_gets_one_line_for_an_administrator(machine: Machine, sudo: str) -> None:
    machine.has("id", "echo 1000")
    machine.has("apt-get", f"echo >> {machine.home}/touched")
    if sudo:
        machine.has("sudo", sudo)
    assert machine.run("--version") == 5
    (line,) = [line for line in machine.says.splitlines() if line.startswith("  ")]
    whole = "  sudo apt-get update && sudo apt-get install --no-install-recommends -y (.*)"
    found = re.fullmatch(whole, line)
    assert found and set(NEEDED) <= set(found[1].split())
    assert re.match(r"Once: system packages, about \d+ MB, 1 (to \d )?minutes?: libpango", machine.says)
    assert {path.name for path in machine.home.iterdir()} == {"pyproject.toml", "requirements.lock", "run"}


def test_an_administrator_is_told_when_the_system_cannot_install(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has("apt-get", "[ $1 = update ] && exit; echo 'Need to get 9 MB'; echo 'E: full' >&2; exit 100")
    assert machine.run() == 5
    assert machine.says.index("  Need to get 9 MB") < machine.says.index("apt-get did not end well")
    assert "E: full" in machine.says
    assert "  sudo apt-get install --no-install-recommends -y libpango" in machine.says


def test_a_system_without_apt_hears_what_is_needed(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    assert machine.run() == 5
    assert "brew install python pango" in machine.says and "Python 3.11 or newer is needed" in machine.says
    assert not (machine.home / ".venv").exists()
