"""Platforms: the summary and the pledge are taken from the whole text, never typed again."""

import re
from pathlib import Path

import pytest

from joint import composed, line_of, looked_at, write

PLATFORM = """\
platform:
  purpose: One plan in three hands.
  themes:
    - {id: home, title: At home}
    - {id: abroad, title: Abroad}
  pledge: [end-agreements, open-data]
actions:
  - {id: pause, theme: home, actor: executive, title: Pause, text: Pause it for a year., status_on: 2026-01-01,
     summary: true}
  - {id: open-data, theme: home, actor: local, title: Open the data, text: Publish counts., status_on: 2026-01-01}
  - {id: end-agreements, theme: home, actor: local, title: End agreements, text: End them in writing.,
     status_on: 2026-01-01, summary: true, status: done, status_source: report, authority: 8 U.S.C. § 1357(g)}
  - {id: aid, theme: abroad, actor: legislative, title: Review aid, text: Publish a review., status_on: 2026-01-01,
     summary: true}
"""


def test_one_list_gives_themes_actors_summary_and_pledge(tmp_path: Path) -> None:
    joint, problems = looked_at(write(tmp_path, PLATFORM))
    assert joint and joint.platform and not problems
    home, abroad = joint.platform.themes
    assert [(g.actor, [a.id for a in g.actions]) for g in home.groups] == [
        ("executive", ["pause"]), ("local", ["open-data", "end-agreements"])]
    assert [a.id for a in home.summary] == ["pause", "end-agreements"] and [a.id for a in abroad.summary] == ["aid"]
    assert [a.id for a in joint.platform.points] == ["end-agreements", "open-data"]


def test_the_summary_holds_only_words_of_the_whole_text(tmp_path: Path) -> None:
    whole, summary, endorsement = composed(
        write(tmp_path, PLATFORM, documents="platform, platform-summary, endorsement"))
    assert not [*whole.problems, *summary.problems, *endorsement.problems]
    titles = re.compile(r'data-demand="([\w-]+)"><p class="t"[^>]*>([^<]*)</p>')
    told = dict(titles.findall(whole.html))
    assert set(told) == {"pause", "open-data", "end-agreements", "aid"}
    for page in (summary, endorsement):
        found = titles.findall(page.html)
        assert found and set(found) <= set(told.items())
    assert "Publish a review." in summary.html and "End them in writing." in summary.html
    assert "8 U.S.C." not in summary.html and "Publish a review." not in endorsement.html


@pytest.mark.parametrize(
    ("change", "code", "at"),
    [
        (("theme: abroad", "theme: abraod"), "PLAT001", "abraod"),
        (("pledge: [end-agreements", "pledge: [end-agreement"), "PLAT002", "pledge:"),
        (("id: aid", "id: pause"), "CAMP002", "Review aid"),
        (("text: Publish a review.", "demand: nothing, text: Publish a review."), "PLAT004", "Review aid"),
        ((", status_source: report", ""), "PLAT005", "status: done"),
        (("    - {id: abroad, title: Abroad}\n", "    - {id: abroad, title: Abroad}\n    - {id: sea, title: At sea}\n"),
         "PLAT006", "At sea"),
        (("     summary: true}\n  - {id: open", "     summary: false}\n  - {id: open"), "", ""),
    ],
)
def test_faults_name_their_line(tmp_path: Path, change: tuple[str, str], code: str, at: str) -> None:
    path = write(tmp_path, PLATFORM.replace(*change))
    _, problems = looked_at(path)
    errors = [p for p in problems if p.severity == "error"]
    found = [p for p in errors if p.code == code]
    assert bool(found) == bool(code) == bool(errors)
    assert not found or (found[0].line == line_of(path, at) and found[0].fix)


def test_a_theme_that_the_summary_passes_over_is_warned_of(tmp_path: Path) -> None:
    text = PLATFORM.removesuffix("true}\n") + "false}\n"
    assert [p.code for p in looked_at(write(tmp_path, text))[1]] == ["PLAT007"]
