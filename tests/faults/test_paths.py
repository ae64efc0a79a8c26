"""No name and no link leads out of a folder: every file that is written lies in the one that is printed."""

import json
import os
from pathlib import Path

import pytest

from build_toolkit.cli.main import run
from build_toolkit.files.campaigns import campaign_file, slug_of
from build_toolkit.problems import ProblemsFound
from note import CAMPAIGN, note_project

SECRET = "what nobody may read"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose one document is a page, beside a file that is none of its business."""
    folder = note_project(tmp_path / "maria.lopez/project",
                          "# A note\n\nWords.\n\nThe jail has {{ facts.jail.capacity }} beds.\n")
    (tmp_path / "secret.txt").write_text(f"# A note\n\n{SECRET}\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(("path", "name"), [
    ("wi-waukesha.yaml", "wi-waukesha"), ("campaign.yaml", "here"), ("st.louis/campaign.yaml", "st-louis"),
    ("../here/a b.yaml", "a-b"), ("Doña Ana.yaml", "Doña-Ana"), ("Don\u0303a.yaml", "Doña"),
    ("a.b.c.yaml", "a-b-c"), ("दक्षिण.yaml", "दक्षिण"), ("…x….yaml", "x"), ("-x.yaml", "x"),
    ("a\u202eb.yaml", "a-b"), ("_x.yaml", "_x"),
    ("a;rm -rf.yaml", "a-rm--rf"),
    ("...yaml", ""), ("..", ""), ("---.yaml", ""), ("\u0301.yaml", ""), ("a" * 200 + ".yaml", ""),
    ("a" * 300 + ".yaml", ""), ("a\0b.yaml", ""), ("internal.yaml", ""), ("Internal.yaml", ""),
    ("/campaign.yaml", ""),
])
def test_a_campaign_has_a_safe_name_or_is_refused(tmp_path: Path, path: str, name: str) -> None:
    here = tmp_path / "here"
    here.mkdir()
    if name:
        assert slug_of(campaign_file(here / path)) == name
    else:
        with pytest.raises(ProblemsFound, match="CAMP020"):
            slug_of(campaign_file(here / path) if path != ".." else Path("/campaign.yaml"))


@pytest.mark.parametrize(("at", "file", "given"), [
    ("foo/chapters", "foo/campaign.yaml", "../campaign.yaml"),
    ("foo", "foo/campaign.yaml", "campaign.yaml"), ("foo", "foo/campaign.yaml", "."),
    ("foo/chapters", "foo/campaign.yaml", ".."), (".", "foo.yaml", "foo.yaml"),
    (".", "foo/campaign.yaml", "foo/"), (".", "foo.yaml", "toolkits/../foo.yaml"),
    (".", "st.louis/campaign.yaml", "st.louis/"), (".", "our county.yaml", "our county.yaml"),
])
def test_every_file_lies_where_it_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    at: str, file: str, given: str,
) -> None:
    (project / file).parent.mkdir(exist_ok=True)
    (project / file).write_text(CAMPAIGN)
    (project / at).mkdir(exist_ok=True)
    monkeypatch.chdir(project / at)
    before = {path for path in project.rglob("*") if path.is_file()}
    assert run([given, "--format", "txt", "-o", "out"]) == 0
    written = {path for path in project.rglob("*") if path.is_file()} - before
    slug = slug_of(project / file)
    assert all(path.is_relative_to(project / at / "out" / slug) for path in written) and len(written) == 3
    (printed,) = capsys.readouterr().out.splitlines()
    assert (project / at / printed).is_file() and printed == f"out/{slug}/en/note.txt"


def test_two_campaigns_of_one_name_are_told_apart(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("counties", "coalitions"):
        (project / folder).mkdir()
        (project / folder / "c.yaml").write_text(CAMPAIGN)
    files = ["counties/c.yaml", "coalitions/c.yaml"]
    assert run([*files, "--format", "txt"]) == 1
    assert "CAMP021" in capsys.readouterr().err and not (project / "build").exists()
    assert run([files[0], "--format", "txt"]) == 0
    assert run([files[1], "--format", "txt"]) == 1
    assert "made from counties/c.yaml, not from coalitions/c.yaml" in capsys.readouterr().err
    assert run([files[1], "--format", "txt", "-o", "other"]) == 0


def test_a_manifest_says_nothing_of_the_machine(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = project.parent / "c.yaml"
    fact = "{value: 4, as_of: 2020-01-01, source: crs-if11898}"
    file.write_text(f"{CAMPAIGN}facts: {{jail.capacity: {fact}}}\n")
    elsewhere = project.parents[1] / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert run([str(file), "--format", "txt", "--project", str(project)]) == 0
    text = (elsewhere / "build/c/manifest.json").read_text()
    assert json.loads(text)["file"] == "c.yaml" and "c.yaml:6" in text
    assert "maria.lopez" not in text and str(project.parents[1]) not in text


LINKS = {
    "chapter": "templates/documents/note/chapters/note.md", "part": "templates/parts/x.html.j2",
    "style sheet": "templates/look/tokens.css", "picture": "templates/pictures/x.svg",
    "data": "toolkits/facts/x/2026-01-01.csv", "law": "toolkits/law/wi.yaml", "catalog": "locales/es/x.po",
    "own chapter": "toolkits/counties/test/chapters/note/note.md",
    "consents": "toolkits/counties/test/consents.yaml",
    "folder": "toolkits/law/more", "campaign": "toolkits/counties/linked.yaml", "folder of all": "locales",
}


@pytest.mark.parametrize("path", LINKS.values(), ids=LINKS)
def test_a_link_that_leads_out_of_the_project_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], path: str,
) -> None:
    (project / "toolkits/counties/test.yaml").write_text(CAMPAIGN)
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).unlink(missing_ok=True)
    out = project.parents[1] / ("secret.txt" if "." in path else "outside")
    (project.parents[1] / "outside").mkdir()
    (project / path).symlink_to(os.path.relpath(out, (project / path).parent))
    for command in (["build", "--format", "txt"], ["check"]):
        assert run([*command, "toolkits/counties/test.yaml"]) == 1
        told = capsys.readouterr()
        (line,) = [line for line in told.err.splitlines() if "this is a link" in line]
        assert line.startswith(f"{path}:") and SECRET not in told.err + told.out
    assert not (project / "build").exists()


def test_a_link_of_a_campaigns_own_folder_stays_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                      capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for alone in ("c/campaign.yaml", "d.yaml"):
        (tmp_path / alone).parent.mkdir(exist_ok=True)
        (tmp_path / alone).write_text(CAMPAIGN.replace("[note]", "[talking-points]"))
    (tmp_path / "secret.md").write_text(SECRET)
    for folder, given in (("c", "c/"), ("d", "d.yaml")):
        (tmp_path / folder / "chapters/talking-points").mkdir(parents=True)
        (tmp_path / folder / "chapters/talking-points/front.md").symlink_to(tmp_path / "secret.md")
        assert run(["check", given]) == 1
        assert "LINK001" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["check", "x.yaml"], ["x.yaml", "--format", "txt"], ["questions", "x.yaml"]])
def test_a_campaign_file_that_is_a_link_out_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str],
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "here/x.yaml").symlink_to("../secret")
    monkeypatch.chdir(tmp_path / "here")
    assert run(command) == 1
    told = capsys.readouterr()
    assert "LINK001" in told.err and SECRET not in told.err + told.out and "secret" not in told.err


def test_a_link_inside_a_project_is_followed(project: Path) -> None:
    (project / "toolkits/counties/test.yaml").write_text(CAMPAIGN)
    note = project / "templates/documents/note/chapters/note.md"
    note.rename(project / "templates/shared.md")
    note.symlink_to("../../../shared.md")
    (project / "templates/again").symlink_to("..")
    assert run(["toolkits/counties/test.yaml", "--format", "txt"]) == 0
    assert "Words." in (project / "build/test/en/note.txt").read_text()
