"""One word in every private field there is: found in no byte of a public edition, and inside only where it may be."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from build_toolkit.cli.main import run
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.files.yamlio import load
from build_toolkit.library.library import Library
from build_toolkit.model import Campaign
from build_toolkit.model.base import Model
from build_toolkit.model.confidential import marks
from build_toolkit.model.people import ConsentFile
from build_toolkit.problems import Report
from build_toolkit.protection.secrets import Search, Secret
from build_toolkit.review.leaks import holds
from counting import Counted

FILE = Path("toolkits/counties/test.yaml")
LETTER = packaged() / "toolkits/coalitions/detention-letter-2024.yaml"
PUBLIC = "Publiccanary"                              # a word that has to stand in what is made
BASE: dict[str, Any] = {
    "place": "us/wi/waukesha", "policies": ["287g", "detainers"], "languages": ["en", "es"], "title": f"The {PUBLIC}",
    "as_of": "2026-05-18", "coalition": {"name": "Example Neighbors", "members": ["Example Group"]},
    "sources": {"list": {"title": "A list", "publisher": "An office", "read_on": "2026-05-01"}},
    "pictures": {"market": {"file": "market.png", "alt": "Trees", "credit": "A. R.", "consent": {
        "people": "none", "given_on": "2026-05-01", "kept_by": "A. R."}}}, "cover_picture": "market",
}
JOINT = ("own_demands", "letter", "signers", "petition", "press", "quotes", "posts", "example", "tallies", "avoid")


class Canaries:
    """Words and numbers that stand nowhere else, by where they were put."""

    def __init__(self) -> None:
        self.never: dict[str, object] = {}
        self.inside: dict[str, object] = {}

    def word(self, where: str, inside: bool = False) -> str:
        found = f"Kanarie{len(self.never) + len(self.inside):03d}vogel"
        (self.inside if inside else self.never)[where] = found
        return found

    def number(self, where: str, inside: bool = False) -> int:
        found = 731_000 + 7 * (len(self.never) + len(self.inside))
        (self.inside if inside else self.never)[where] = found
        return found


def kinds(root: type[Model]) -> Iterator[type[Model]]:
    """The models that a model can hold, itself included."""
    seen, waiting = set(), [root]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        yield kind
        types: list[Any] = [field.annotation for field in kind.model_fields.values()]
        while types:
            one = types.pop()
            types += getattr(one, "__args__", ())
            if isinstance(one, type) and issubclass(one, Model):
                waiting.append(one)


def planted(value: object, canaries: Canaries, path: str, done: set[tuple[type, str]]) -> object:
    """A model as plain data, with a canary in every confidential field."""
    if isinstance(value, Model):
        found = {name: planted(getattr(value, name), canaries, f"{path}.{name}", done)
                 for name in value.model_fields_set}
        for name, mark in marks(type(value)).items():
            found[name] = canaries.word(f"{path}.{name}", mark.inside)
            done.add((type(value), name))
        return found
    if isinstance(value, dict):
        return {key: planted(item, canaries, f"{path}.{key}", done) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [planted(item, canaries, f"{path}.{n}", done) for n, item in enumerate(value)]
    return value if isinstance(value, int | bool | None) else str(value)


def facts(canaries: Canaries) -> dict[str, Any]:
    """Every question that takes a word or a number, answered with a canary: half inside, half never printed."""
    found: dict[str, Any] = {}
    for key, question in Library(Roots((packaged(),))).questions.items():
        if question.type not in ("text", "number", "money"):
            continue
        inside = len(found) % 2 == 0
        make = canaries.word if question.type == "text" else canaries.number
        found[key] = {"value": make(f"facts.{key}", inside), "as_of": "2026-05-01", "source": "list",
                      "sensitivity": "internal" if inside else "never-print",
                      "note": canaries.word(f"facts.{key}.note", inside)}
    return found


def stories(canaries: Canaries) -> dict[str, Any]:
    """Consents that do not hold, each for another reason, and one that does; each story is a canary."""
    good = {"who": "M. R.", "who_is": "initials", "languages": ["all"], "given_on": "2026-04-01",
            "scope": ["print", "web", "email", "press", "slides", "posts", "hearing"],
            "expires": "2099-01-01", "kept_by": "x"}
    more = {"good": {}, "withdrawn": {"withdrawn_on": "2026-05-02"}, "over": {"expires": "2026-05-02"},
            "elsewhere": {"languages": ["so"]}, "other": {"documents": ["no-such-document"]}}
    text = {name: f"{PUBLIC} tale" if name == "good" else canaries.word(f"stories.{name}") for name in more}
    role = {name: "a cook" if name == "good" else canaries.word(f"stories.{name}.role") for name in more}
    return {"consents": {name: {**good, **fields} for name, fields in more.items()},
            "stories": {name: {"consent": name, "text": text[name], "role": role[name], "told_on": "2026-04-01"}
                        for name in more},
            "handed_out": [{"on": "2026-05-03", "document": "flyer", "to": "x"}]}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Canaries:
    """A county's campaign with joint work, and a canary in each of its private fields."""
    canaries, done = Canaries(), set()
    marked = load(LETTER.read_text(), "letter.yaml", Report())
    assert marked is not None and isinstance(marked.data, dict)
    joint = {key: marked.data[key] for key in JOINT if key in marked.data}
    joint["own_demands"][0]["title"] += f" {PUBLIC}"
    joint["posts"] = [{**post, "alt": f"{PUBLIC}. {post['alt']}"} for post in joint["posts"] if post.get("alt")]
    campaign = Campaign.model_validate({**BASE, **joint, "facts": facts(canaries)})
    told = ConsentFile.model_validate(stories(canaries))
    folder = tmp_path / FILE.with_suffix("")
    folder.mkdir(parents=True)
    (tmp_path / FILE).write_text(json.dumps(planted(campaign, canaries, "campaign", done)))
    (folder / "consents.yaml").write_text(json.dumps(planted(told, canaries, "consents", done)))
    signers = (LETTER.parent / campaign.signers.file).read_text().splitlines()  # type: ignore[union-attr]
    Image.new("RGB", (1800, 1200), "#888888").save(folder.parent / "market.png")
    (folder.parent / campaign.signers.file).write_text("\n".join(  # type: ignore[union-attr]
        [f"{signers[0]},staff contact", *(f"{row},{canaries.word('a column')}" for row in signers[1:3]), *signers[3:]]))
    everywhere = {(kind, name) for root in (Campaign, ConsentFile) for kind in kinds(root) for name in marks(kind)}
    assert everywhere == done and len(done) >= 4, "a confidential field that no canary was put into"
    monkeypatch.chdir(tmp_path)
    return canaries


# What a plain run makes: each form of some documents. A whole one makes every document in every form.
SAMPLE = {"html": ("toolkit", "press-kit", "fact-sheet", "records-request", "power-map"),
          "docx": ("ordinance", "petition"), "txt": ("talking-points", "sign-on-letter", "public-comment"),
          "ics": ("timeline",), "csv": ("sign-on-letter",), "json": ("sign-on-letter",), "png": ("social-posts",),
          "pdf": ("press-kit",)}
ELSEWHERE = ("review-packet", "pledge", "candidate-letters", "platform", "platform-summary", "endorsement", "event-kit",
             "sign-on-call")                         # of keys that this campaign does not have


def build(edition: str, whole: bool) -> tuple[int, list[Path]]:
    """Build documents in all forms; return the exit code and every file that is there afterwards."""
    every = [key for key in Library(Roots((packaged(),))).documents() if key not in ELSEWHERE]
    code = 0
    for form, documents in SAMPLE.items():
        named = [key for key in (every if whole else documents) if edition == "internal" or key != "power-map"]
        code = max(code, run([str(FILE), *(word for key in named for word in ("-d", key)), "--format", form, "-l", "en",
                              *(["-l", "es"] if whole else []), "--edition", edition, "--draft"]))
    return code, [path for path in Path("build").rglob("*") if path.is_file()]


def bad(made: list[Path], canaries: dict[str, object]) -> dict[str, tuple[str, ...] | None]:
    """The files that hold a canary, or that cannot be opened."""
    search = Search([Secret(where, value) for where, value in canaries.items()], ("en", "es"))
    return {str(path): found for path in made if (found := holds(path.read_bytes(), search)) != ()}


def tell(
    counted: Counted, edition: str, made: list[Path], never: dict[str, object], seen: Mapping[str, object],
) -> None:
    """Count the words that may stand nowhere, and by kind the files that were read for them."""
    for path in made:
        counted(f"Canaries in the {edition} edition", path.suffix, words=0, files=1, **{
            "hold the public word": int(str(path) in seen)})
    counted(f"Canaries in the {edition} edition", "words put in", words=len(never))


@pytest.mark.long
def test_a_word_in_every_private_field_is_in_no_byte_of_a_public_edition(
    project: Canaries, whole: bool, capsys: pytest.CaptureFixture[str], counted: Counted,
) -> None:
    code, made = build("public", whole)
    assert code in (1, 4), capsys.readouterr().err
    assert {path.suffix for path in made} >= {".html", ".docx", ".txt", ".pdf", ".png", ".csv", ".json"}
    assert len(project.never) + len(project.inside) > 60
    assert bad(made, {**project.never, **project.inside}) == {}
    seen = bad(made, {"public": PUBLIC})
    lacking = {path.suffix for path in made} - {Path(name).suffix for name in seen}
    assert lacking <= {".ics"}, "the reader is blind to these, or nothing was printed"
    tell(counted, "public", made, {**project.never, **project.inside}, seen)


@pytest.mark.long
def test_inside_only_what_is_for_inside_stands_on_pages(project: Canaries, whole: bool, counted: Counted) -> None:
    code, made = build("internal", whole)
    assert code in (1, 4)
    assert bad(made, project.never) == {}
    found = {name for names in bad(made, project.inside).values() for name in names or ()}
    assert {"campaign.coalition.contact", "facts.jail.capacity"} & found, "nothing internal was printed at all"
    assert all(Path(name).parts[1] == "internal" for name in bad(made, project.inside))
    tell(counted, "internal", made, project.never, {})


SECRET = Secret("x", "Kanarie vogel 77")


def pdf(fill: Any) -> bytes:
    out, file = io.BytesIO(), pikepdf.new()
    file.add_blank_page()
    fill(file)
    file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def zipped(name: str, data: bytes, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
        file.comment = comment
    return out.getvalue()


def png(**info: str) -> bytes:
    out, told = io.BytesIO(), PngInfo()
    for key, value in info.items():
        told.add_text(key, value, zip=True)
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def jpeg(text: str) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = text
    Image.new("RGB", (4, 4)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def attach(file: pikepdf.Pdf, data: bytes, name: str = "a.zip") -> None:
    file.attachments[name] = pikepdf.AttachedFileSpec(file, data, filename=name)


def described(file: pikepdf.Pdf, title: str) -> None:
    with file.open_metadata() as found:
        found["dc:description"] = title


def outline(file: pikepdf.Pdf, title: str) -> None:
    with file.open_outline() as found:
        found.root.append(pikepdf.OutlineItem(title, 0))


WORD = "Kanarie vogel 77"
HIDING = {
    "plain": WORD.encode(), "other case, spacing and a soft hyphen": "KANARIE\n vo\u00adgel  77".encode(),
    "html, entities": b"<p>Kanarie&#32;&#118;ogel 77</p>", "html, tags between": b"<p>Kan<b>arie</b> vogel 77</p>",
    "html, attribute": b'<img alt="Kanarie vogel 77">', "html, comment": b"<p>x</p><!-- Kanarie vogel 77 -->",
    "json, escaped": b'{"a": ["K\\u0061narie vogel 77"]}', "ics, folded": b"SUMMARY:Kanarie vo\r\n gel 77",
    "word, over two runs": zipped("word/document.xml", b"<w:t>Kanarie vo</w:t><w:r/><w:t>gel 77</w:t>"),
    "zip, a name": zipped("Kanarie vogel 77.txt", b""), "zip, its comment": zipped("a", b"", WORD.encode()),
    "zip in a zip": zipped("a.zip", zipped("b.txt", WORD.encode())),
    "png, packed text": png(Description=WORD), "jpeg, EXIF": jpeg(WORD),
    "a picture in a zip": zipped("a.jpg", jpeg(WORD)),
    "pdf, title": pdf(lambda file: file.docinfo.__setitem__("/Title", WORD)),
    "pdf, title in UTF-16": pdf(lambda file: file.docinfo.__setitem__("/Title", "Ü " + WORD)),
    "pdf, outline": pdf(lambda file: outline(file, WORD)),
    "pdf, a key": pdf(lambda file: file.Root.__setitem__("/Kanarievogel77", 1)),
    "pdf, a stream": pdf(lambda file: file.pages[0].__setattr__("Contents", file.make_stream(
        zlib.compress(b"% Kanarie vogel 77"), Filter=pikepdf.Name.FlateDecode))),
    "pdf, words for those who do not see": pdf(lambda file: file.pages[0].__setattr__("Contents", file.make_stream(
        b"/Span <</ActualText <FEFF" + WORD.encode("utf-16-be").hex().encode() + b">>> BDC EMC"))),
    "pdf, XMP": pdf(lambda file: described(file, WORD)),
    "pdf, the name of an attachment": pdf(lambda file: attach(file, b"x", WORD)),
    "pdf, a zip attached": pdf(lambda file: attach(file, zipped("b", WORD.encode()))),
}


@pytest.mark.parametrize("where", HIDING)
def test_the_leak_report_finds_a_secret_wherever_it_hides(where: str) -> None:
    assert holds(HIDING[where], Search([SECRET])) == ("x",)


@pytest.mark.parametrize("where", HIDING)
def test_and_none_where_there_is_none(where: str) -> None:
    assert holds(HIDING[where], Search([Secret("y", "Papegaai vogel 77")])) == ()


@pytest.mark.parametrize(("text", "found"), [
    ("It has 731,007 beds", True), ("731007", True), ("731.007 camas", True), ("731 007", True), ("731\u202f007", True),
    ("1,731,007", False), ("7310071", False), ("12.731.007", False),
])
def test_a_number_is_found_as_people_write_it_and_not_in_a_larger_one(text: str, found: bool) -> None:
    assert bool(holds(text.encode(), Search([Secret("n", 731_007)]))) == found


def test_a_broken_file_is_not_taken_for_clean() -> None:
    for data in (b"%PDF-1.7 nothing", b"PK\3\4 nothing", b"\x89PNG\r\n\x1a\nnothing"):
        assert holds(data, Search([SECRET])) is None


def test_the_leak_report_names_the_field_and_never_the_value(
    project: Canaries, capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([str(FILE), "-d", "flyer", "-l", "en", "--format", "html", "--draft"]) == 4
    assert run(["check", "--leaks", str(FILE)]) == 0, capsys.readouterr().out
    page, secret = Path("build/test/en/flyer.html"), str(project.inside["campaign.coalition.contact"])
    page.write_text(page.read_text().replace("</body>", f"<!-- {secret} --></body>"))
    capsys.readouterr()
    assert run(["check", "--leaks", str(FILE)]) == 1
    out = capsys.readouterr().out
    assert "coalition.contact" in out and secret not in out
