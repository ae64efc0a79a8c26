"""The documentation becomes a site without a broken link, and is found by its search."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_site_is_made_without_a_warning_and_can_be_searched(tmp_path: Path) -> None:
    pytest.importorskip("sphinx", reason="requirements-docs.lock is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-c", "docs", "-d", str(tmp_path / "trees"),
         ".", str(tmp_path / "site")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    index = (tmp_path / "site/searchindex.js").read_text().removeprefix("Search.setIndex(").removesuffix(")")
    found = json.loads(index)
    assert {"docs/tutorial", "docs/how-to/logo", "README"} <= {*found["docnames"]}
    pages = found["titleterms"]["logo"]
    assert found["docnames"].index("docs/how-to/logo") in (pages if isinstance(pages, list) else [pages])
