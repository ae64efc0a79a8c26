"""No function branches more than a reader can follow."""

from collections.abc import Iterator
from pathlib import Path

from radon.complexity import cc_visit
from radon.visitors import Class, Function

ROOT = Path(__file__).parents[2]
MOST = 15                                            # cyclomatic complexity; radon's rank C ends at 20


def functions(blocks: list[Class | Function]) -> Iterator[Function]:
    """Yield functions and methods with those inside them."""
    for block in blocks:
        if isinstance(block, Class):
            yield from functions([*block.methods, *block.inner_classes])
        else:
            yield block
            yield from functions(block.closures)


def found(text: str) -> dict[str, int]:
    """Return functions that branch too much, by line and name."""
    return {f"{one.lineno} {one.name}": one.complexity
            for one in functions(cc_visit(text)) if one.complexity > MOST}


def test_no_function_has_a_complexity_above_15() -> None:
    over = {f"{path.relative_to(ROOT)}:{place}": number for path in sorted((ROOT / "src").rglob("*.py"))
            for place, number in found(path.read_text()).items()}
    assert not over


def test_a_function_that_branches_16_times_is_found_wherever_it_stands() -> None:
    branches = "\n".join(f"            if x == {n}: return {n}" for n in range(MOST))
    assert list(found(f"class A:\n    def f(self):\n        def g(x):\n{branches}\n            return x\n"
                      "        return g\n")) == ["3 g"]
