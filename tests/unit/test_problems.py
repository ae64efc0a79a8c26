"""A problem as a value: what is kept of one for a later run is the same one."""

import json

from build_toolkit.problems import Problem, Severity


def test_a_problem_that_was_kept_as_json_equals_the_first_and_is_told_once() -> None:
    first = Problem("a.yaml", 3, 1, "PDF029", "A letter lacks.", "Look.", Severity.WARNING, ("es", "ar"))
    again = Problem(**json.loads(json.dumps(first.as_dict())))
    assert again == first and len({again, first}) == 1
