"""How many modules and steps lie between a file and a page: what one has to read to follow a thing."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def hops() -> ModuleType:
    """Return the tool that follows a thing on its way."""
    path = Path(__file__).parents[2] / "tools/hops.py"
    spec = importlib.util.spec_from_file_location("hops", path)
    assert spec and spec.loader
    module = sys.modules["hops"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_fact_is_on_the_page_in_thirteen_modules_and_twenty_one_hops(hops: ModuleType, tmp_path: Path) -> None:
    way = hops.fact_way(tmp_path)
    assert "compose.printing" in way.modules and way.modules[-1].startswith("page.")
    assert len(way.modules) <= 13 and len(way.hops) <= 21, way.hops


def test_a_paragraph_is_in_the_pdf_in_forty_hops(hops: ModuleType, tmp_path: Path) -> None:
    way = hops.paragraph_way(tmp_path)
    assert "compose.translate" in way.modules and "render.pdf" in way.modules
    assert len(way.hops) <= 40, way.hops
    assert len([name for name in way.modules if not name.startswith("render.")]) <= 17, way.modules
