"""Internal pages say so on every page of every form, and lie, are kept and are listed apart from public ones."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from build_toolkit.cli.main import run
from build_toolkit.files.roots import packaged

COUNTY = packaged() / "toolkits/counties/wi-waukesha.yaml"
LETTER = packaged() / "toolkits/coalitions/detention-letter-2024.yaml"
FORMS = ("pdf", "html", "docx", "pptx", "txt", "png", "ics", "csv", "json")
FILE = "toolkits/counties/test.yaml"


def unmarked(path: Path) -> list[str]:
    """What of a file does not say that it is internal: pages, parts, its title."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(data) as file:
            said = {f"page {n}": page.get_textpage().get_text_bounded() for n, page in enumerate(file, 1)}
            said["title"] = file.get_metadata_dict()["Title"]
    elif path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            said = {name: zipped.read(name).decode() for name in ("word/header1.xml", "docProps/core.xml")}
            assert b"headerReference" in zipped.read("word/document.xml") and b"titlePg" not in zipped.read(
                "word/document.xml")
    elif path.suffix == ".pptx":
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            said = {name: zipped.read(name).decode() for name in zipped.namelist()
                    if name.startswith("ppt/slides/slide") or name == "docProps/core.xml"}
    elif path.suffix == ".png":
        with Image.open(path) as picture:
            said = {"words": str(picture.info)}
    elif path.suffix == ".csv":
        said = {f"row {n}": row for n, row in enumerate(data.decode("utf-8-sig").splitlines()[1:], 1)}
    elif path.suffix == ".html":
        text = data.decode()
        said = {"title": text.split("</title>")[0], "band": text.split('class="draft-band"')[-1][:300]}
    else:
        said = {"text": data.decode()}
    assert said
    return [where for where, words in said.items() if "INTERN" not in words]


@pytest.mark.long
@pytest.mark.parametrize(("file", "documents"), [
    (COUNTY, ("toolkit", "talking-points", "rights-card", "flyer", "slides", "power-map")),
    (LETTER, ("sign-on-letter", "press-kit", "social-posts", "petition")),
], ids=lambda value: value.stem if isinstance(value, Path) else "")
def test_every_page_of_every_form_of_an_internal_edition_says_so(
    tmp_path: Path, whole: bool, file: Path, documents: tuple[str, ...],
) -> None:
    named = [word for name in documents if whole or name != "toolkit" for word in ("-d", name)]
    forms = [word for form in FORMS if whole or form != "png" or file == LETTER for word in ("--format", form)]
    languages = ["-l", "en", "-l", "es"] if whole else ["-l", "es"]
    assert run([str(file), *named, *forms, *languages, "--edition", "internal", "--draft", "-o", str(tmp_path)]) == 4
    made = [path for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert {path.suffix for path in made} >= {".pdf", ".html", ".txt", ".docx"}
    lacking = {str(path.relative_to(tmp_path)): found for path in made
               if path.name != "manifest.json" and (found := unmarked(path))}
    assert not lacking
    assert {path.relative_to(tmp_path).parts[0] for path in made} == {"internal"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text("place: us/wi/waukesha\npolicies: [287g]\ndocuments: [flyer]\nlanguages: [en]\n"
                                 "title: A small test\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_layout_without_a_band_makes_no_internal_edition(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layouts = project / "templates/layouts"
    layouts.mkdir(parents=True)
    (layouts / "flyer.html.j2").write_text("<html><head><title>T</title></head><body>{{ body }}</body></html>\n")
    assert run([FILE, "--format", "html"]) == 0
    assert run([FILE, "--format", "html", "--edition", "internal"]) == 1
    assert "DOC008" in capsys.readouterr().err
    assert not Path("build/internal").exists()


def test_public_and_internal_editions_share_no_folder_and_no_manifest(project: Path) -> None:
    assert run([FILE, "-d", "flyer", "-d", "power-map", "--format", "txt", "--edition", "internal"]) == 0
    assert run([FILE, "--format", "txt"]) == 0
    public = json.loads(Path("build/test/manifest.json").read_text())
    internal = json.loads(Path("build/internal/test/manifest.json").read_text())
    assert (public["edition"], internal["edition"]) == ("public", "internal")
    assert "INTERNAL" not in Path("build/test/en/flyer.txt").read_text()
    assert "INTERNAL" in Path("build/internal/test/en/flyer.txt").read_text()
    assert not list(Path("build/test").rglob("power-map*"))
    assert run([FILE, "--format", "txt", "--edition", "internal"]) == 0
    assert run([FILE, "--format", "txt"]) == 0, "each is up to date for itself"


def test_an_older_folder_with_both_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([FILE, "-d", "flyer", "-d", "power-map", "--format", "txt", "--edition", "internal"]) == 0
    Path("build/internal/test").rename("build/test")
    capsys.readouterr()
    assert run([FILE, "--format", "txt"]) == 1
    err = capsys.readouterr().err
    assert "PRIV016" in err and "en/flyer.txt" in err and "en/power-map.txt" in err
    manifest = Path("build/test/manifest.json")
    manifest.write_text(manifest.read_text().replace('"internal"', '"public"'))
    assert run([FILE, "--format", "txt"]) == 1
    err = capsys.readouterr().err
    assert "en/power-map.txt" in err and "en/flyer.txt" not in err
    Path("build/test/en/power-map.txt").unlink()
    assert run([FILE, "--format", "txt"]) == 0


def test_an_internal_batch_lies_apart_and_keeps_no_painted_pages(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:
    monkeypatch.setenv("BUILD_TOOLKIT_CACHE", str(tmp_path / "kept"))
    common = ["batch", "--county", "55133", "--county", "55079", "-l", "en", "-j", "1"]
    assert run([*common, "--edition", "internal", "-o", "made"]) == 0
    assert not list((tmp_path / "kept/pages").rglob("*"))
    assert {path.parts[0] for path in Path().rglob("*.pdf")} == {"made-internal"}
    assert [unmarked(path) for path in Path("made-internal").rglob("*.pdf")] == [[], []]
