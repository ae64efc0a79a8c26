"""Files by which others meet the project: what they name is there, and agrees."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import yaml
from trove_classifiers import classifiers

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_the_citation_and_the_metadata_agree() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert {"cff-version", "message", "title", "authors"} <= {*cited}
    assert (cited["title"], cited["version"]) == (PROJECT["name"], PROJECT["version"])
    assert [one["name"] for one in cited["authors"]] == [one["name"] for one in PROJECT["authors"]]
    assert not [one for one in PROJECT["classifiers"] if one not in classifiers]
    least = PROJECT["requires-python"].removeprefix(">=")
    assert f"Programming Language :: Python :: {least}" in PROJECT["classifiers"]


def test_checks_before_a_commit_run_what_the_project_has() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    for hook in hooks:
        for word in hook["entry"].split():
            if word.startswith("tools/"):
                assert (ROOT / word).is_file()
        assert hook["entry"].startswith(".venv/bin/")


def test_forms_for_issues_ask_for_what_is_needed_and_warn_of_names() -> None:
    for file in (ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"):
        form = yaml.safe_load(file.read_text())
        assert {"name", "description", "body"} <= {*form}
        assert any(one.get("validations", {}).get("required") for one in form["body"])
        assert "private people" in file.read_text()


def test_the_workflow_says_that_it_is_untried_and_builds_only_the_counties_that_changed(tmp_path: Path) -> None:
    text = (ROOT / ".github/workflows/toolkits.yml").read_text()
    assert text.startswith("# UNTRIED")
    assert ".github/changed-counties.sh" in yaml.safe_load(text)["jobs"]["build"]["steps"][2]["run"]
    script = tmp_path / ".github/changed-counties.sh"
    script.parent.mkdir()
    shutil.copy(ROOT / ".github/changed-counties.sh", script)
    counties = tmp_path / "toolkits/counties"
    (counties / "wi-dane/chapters").mkdir(parents=True)
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
           "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org"}

    def committed() -> list[str]:
        for command in ("init -q", "add -A", "commit -q -m x"):
            subprocess.run(["git", *command.split()], cwd=tmp_path, env=env, check=True, capture_output=True)
        done = subprocess.run([script], env=env, check=True, capture_output=True, text=True)
        return done.stdout.split()

    for name in ("wi-dane.yaml", "tx-bell.yaml", "_starter.yaml"):
        (counties / name).write_text("place: x\n")
    assert committed() == ["toolkits/counties/tx-bell.yaml", "toolkits/counties/wi-dane.yaml"]
    (counties / "wi-dane/chapters/use.md").write_text("# Use\n")
    assert committed() == ["toolkits/counties/wi-dane.yaml"]
    (counties / "tx-bell.yaml").unlink()
    assert committed() == []
