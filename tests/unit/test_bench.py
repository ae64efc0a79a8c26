"""The benchmark remembers its figures, and fails where something got much worse, breaks or takes too long."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A benchmark without parts of its own."""
    folder = tmp_path / "bench"
    folder.mkdir()
    for name in ("run.py", "measure.py", "figures.py"):
        shutil.copy(BENCH / name, folder)
    return folder


def part(bench: Path, *lines: str) -> None:
    """Write the part `sample`."""
    text = "\n    ".join(lines)
    (bench / "sample.py").write_text(f"from measure import Row, Table\n\ndef rows():\n    {text}\n")


def run(bench: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(bench / "run.py"), *words], capture_output=True, text=True,
                          check=False, timeout=60)
    return done.returncode, done.stdout


def row(ours: float, what: str = "a build (wall s)", more: str = "") -> str:
    return f"yield Row({what!r}, {ours}, 2.0, 1.0{more})"


def test_a_ratio_that_worsens_by_a_quarter_fails_and_is_named(bench: Path) -> None:
    part(bench, row(1.0))
    assert run(bench, "sample", "--keep")[0] == 0
    part(bench, row(1.24))
    assert run(bench)[0] == 0
    part(bench, row(1.26))
    code, said = run(bench)
    assert code == 1 and "worse than kept" in said and "1 failed" in said


def test_where_more_is_better_less_is_worse(bench: Path) -> None:
    part(bench, row(4.0, more=", True"))
    assert run(bench, "--keep")[0] == 0
    part(bench, row(3.0, more=", True"))
    assert run(bench)[0] == 1
    part(bench, row(8.0, more=", True"))
    assert run(bench)[0] == 0


def test_a_missed_goal_is_told_and_fails_nothing(bench: Path) -> None:
    part(bench, row(9.0), "yield 'a line'", "yield Table(('', 'kB'), (('ours', '7'),))")
    code, said = run(bench)
    assert code == 0 and "missed" in said and "1 goals missed" in said and "a line" in said and "ours" in said


def test_to_keep_takes_worse_figures_and_leaves_other_parts(bench: Path) -> None:
    other = {"day": "2026-01-01", "processors": 1, "figures": [], "tables": []}
    (bench / "figures.json").write_text(json.dumps({"other": other}))
    for ours in (1.0, 1.9):
        part(bench, row(ours))
        assert run(bench, "sample", "--keep")[0] == 0
    kept = json.loads((bench / "figures.json").read_text())
    assert list(kept) == ["other", "sample"]
    assert [(one["ours"], one["ratio"]) for one in kept["sample"]["figures"]] == [(1.9, 0.95)]


def test_a_part_that_breaks_fails_and_keeps_nothing(bench: Path) -> None:
    part(bench, row(1.0), "raise SystemExit('no')")
    code, said = run(bench, "--keep")
    assert code == 1 and "broke off" in said and not (bench / "figures.json").exists()


def test_a_part_that_takes_too_long_is_ended_with_all_that_it_started(bench: Path) -> None:
    (bench / "run.py").write_text((bench / "run.py").read_text().replace("SECONDS = 300", "SECONDS = 3"))
    part(bench, "import subprocess", row(1.0), f"subprocess.run(['sh', '-c', 'sleep 5; touch {bench}/late'])")
    code, said = run(bench)
    assert code == 1 and "not done in 3 s" in said and "a build (wall s)" in said
    assert subprocess.run(["pgrep", "-f", f"{bench}/late"], check=False).returncode == 1


def test_a_part_that_there_is_not_is_told(bench: Path) -> None:
    part(bench, row(1.0))
    code, said = run(bench, "other")
    assert code == 2 and "other" in said and "sample" in said


def test_a_cost_counts_what_children_take(bench: Path) -> None:
    """CPU and memory of a process that only waits for two others."""
    busy = "sum(range(6_000_000)); x = b'1' * 60_000_000; import time; time.sleep(.6)"
    one = [sys.executable, "-c", busy]
    two = ["sh", "-c", f'"{sys.executable}" -c "{busy}" & "{sys.executable}" -c "{busy}" & wait']
    script = (f"import sys; sys.path.insert(0, {str(bench)!r}); from measure import once\n"
              f"a, b = once({one!r}, '.'), once({two!r}, '.'); print(b.cpu / a.cpu, b.memory / a.memory)")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                          timeout=60)
    cpu, memory = map(float, done.stdout.split())
    assert cpu > 1.5 and memory > 1.6
