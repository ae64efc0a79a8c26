"""Private data is refused wherever it hides, and what only looks like it passes."""

import io
import struct
import zlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from build_toolkit.files.yamlio import load
from build_toolkit.model import Fact
from build_toolkit.problems import Report
from build_toolkit.protection.privacy import Official, lint_csv, lint_data, lint_image, lint_text, official, plain


def codes(text: str, passes: Official | None = None) -> list[str]:
    return [p.code for p in lint_text(text, "x.md", passes)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("His number is A 204 555 617.", "PRIV001"),
        ("A-204-555-617", "PRIV001"),
        ("case a204555617 is open", "PRIV001"),
        ("Alien number: 204555617", "PRIV001"),
        ("her SSN is 123456789", "PRIV002"),
        ("123-45-6789", "PRIV002"),
        ("ITIN 912-34-5678", "PRIV002"),
        ("Call me at (414) 234-5678.", "PRIV003"),
        ("414.234.5678", "PRIV003"),
        ("+1 414-234-5678", "PRIV003"),
        ("cell 4142345678", "PRIV003"),
        ("WhatsApp +52 55 1234 5678", "PRIV003"),
        ("She lives at 812 Lincoln Avenue, Apt 4.", "PRIV004"),
        ("812 N. Martin Luther King Dr., Milwaukee", "PRIV004"),
        ("1420 W 5th St", "PRIV004"),
        ("rosa.m@gmail.com", "PRIV005"),
        ("write to maria@neighbors-together.org", "PRIV005"),
        ("born on March 4, 1990", "PRIV011"),
        ("DOB: 03/04/1990", "PRIV011"),
    ],
)
def test_private_data_in_text_is_found(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "8 U.S.C. 1357(g)(9) and 8 C.F.R. 287.7(d), Wis. Stat. 946.65, Ark. Code 25-19-105, Tenn. Code 10-7-503",
        "Forms I-247A, I-200, I-205 and DD-214; FIPS 55133; Laws 2022 ch. 142; Docket No. 25-5320; 3:12-cv-02317-ST",
        "On 2026-05-18 there were 1,843 agreements; 308 506 641; pages 100-200-300; 2014 WL 1414305",
        "The 254 Texas Commissioners Courts meet weekly. In 2014 the Circuit Court, on appeal, agreed.",
        "400 St. Louis County jail beds; 12 Miami-Dade officers; 2026 Voter Registration Drive",
        "1-800-555-0199, (855) 448-6903 and (414) 555-0123 are not private.",
        "sheriff@waukeshacounty.gov, clerk@co.jackson.wi.us, someone@example.org",
        "https://www.scribd.com/doc/247780884 and https://x.org/414-234-5678/a123456789",
        "$600,000 in FY2024, 48 hours, 6 am-10 pm, sections 66.0101 to 66.0104, 99 Stat. 1234, 119 Stat. 231-2005",
        "2026/11/21 10:30, 05-18-2026, ISBN 978-3-16-148410-0, Executive Order 13768, 82 FR 8799",
    ],
)
def test_what_only_looks_private_passes(text: str) -> None:
    assert codes(text) == []


def test_a_problem_names_line_and_column_and_never_repeats_what_it_found() -> None:
    found = lint_text("First line.\nThe number 123-45-6789 is hers.\n", "story.md", line=10)
    assert [(p.line, p.column, p.code) for p in found] == [(11, 12, "PRIV002")]
    assert "6789" not in str(found[0])


@pytest.mark.parametrize("hidden", ["123–45–6789", "１２３-４５-６７８９", "123‑45‑6789", "١٢٣-٤٥-٦٧٨٩", "123−45−6789"])
def test_other_dashes_and_digits_hide_nothing(hidden: str) -> None:
    assert codes(hidden) == ["PRIV002"]


@given(st.text())
def test_the_plain_form_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert isinstance(lint_text(text, "x"), list)


@pytest.mark.parametrize("text", ["1 " + "A " * 20000, "a@" + "b." * 20000, "+" + "1 2 " * 20000, "9" * 50000,
                                  "A-" * 30000])
def test_hostile_text_does_not_hang(text: str) -> None:
    assert isinstance(lint_text(text, "x"), list)


def fact(key: str, value: str, kind: str = "text", **more: Any) -> Fact:
    return Fact(id=key, value=value, kind=kind, as_of=date(2026, 1, 1), source="s", **more)


def test_contacts_recorded_as_official_pass_in_any_spelling() -> None:
    passes = official([
        fact("help.hotline", "414-234-5678", "phone"), fact("board.room", "Room 255, 515 W. Moreland Blvd, Waukesha"),
        fact("board.sign_up", "clerk@countyboard.org"), fact("helper.note", "414-234-9999"),
        fact("records.address", "812 Lincoln Avenue", sensitivity="internal"),
    ])
    assert codes("Call (414) 234-5678 or +1 414.234.5678.", passes) == []
    assert codes("Come to 515 W. Moreland Blvd.", passes) == []
    assert codes("Write to Clerk@CountyBoard.org.", passes) == []
    assert codes("414-234-9999", passes) == ["PRIV003"]
    assert codes("812 Lincoln Avenue", passes) == ["PRIV004"]


def test_an_a_number_is_never_official() -> None:
    assert codes("A204555617", official([fact("records.office", "A204555617")])) == ["PRIV001"]


def test_yaml_values_and_keys_are_checked_at_their_places() -> None:
    marked = load("facts:\n  a.b: {value: 4142345678, note: fine}\nstories:\n  - text: Call 414-234-5678\n",
                  "c.yaml", Report())
    assert marked is not None
    found = lint_data(marked.data, "c.yaml", marked.marks)
    assert [(p.code, p.line, p.column) for p in found] == [("PRIV003", 4, 5)]
    assert [p.code for p in lint_data({"rosa@gmail.com": 1}, "c.yaml", {})] == ["PRIV005"]
    assert lint_data({"fips": "55133", "population": 411023, "flag": True}, "c.yaml", {}) == []


def test_deeply_nested_data_is_read_to_the_end() -> None:
    data: Any = "123-45-6789"
    for _ in range(5000):
        data = [data]
    assert [p.code for p in lint_data(data, "c.yaml", {})] == ["PRIV002"]


def test_tables_are_checked_by_column_and_by_value() -> None:
    text = "name,Home Address,note\nRosa,812 Lincoln Avenue,call 414-234-5678\nAnn,,\n"
    found = [(p.code, p.line, p.column) for p in lint_csv(text, "signers.csv")]
    assert found == [("PRIV009", 1, 2), ("PRIV004", 2, 2), ("PRIV003", 2, 3)]


def test_a_table_of_people_is_refused_even_without_names() -> None:
    text = "detainer_prepare_date,citizenship_country,gender\n2026-01-02,MEXICO,Male\n"
    assert [p.code for p in lint_csv(text, "rows.csv")] == ["PRIV010"]
    assert lint_csv("month,detainers\n2026-01,12\n", "counts.csv") == []
    assert lint_csv("", "empty.csv") == []


def picture(kind: str = "JPEG", **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, kind, **save)
    return out.getvalue()


def exif(**tags: Any) -> Image.Exif:
    data = Image.Exif()
    for tag, value in tags.items():
        data[int(tag[1:])] = value
    return data


def image_codes(data: bytes) -> list[str]:
    return [p.code for p in lint_image(data, "p.jpg")]


def test_a_clean_picture_passes_and_turning_it_tells_nothing() -> None:
    assert image_codes(picture()) == []
    assert image_codes(picture("PNG")) == []
    assert image_codes(picture(exif=exif(t274=6))) == []


def test_a_picture_that_says_where_or_with_what_it_was_taken_is_refused() -> None:
    where = exif()
    where.get_ifd(0x8825)[2] = (43.0, 0.0, 42.0)
    assert image_codes(picture(exif=where)) == ["PRIV006", "PRIV007"]
    assert image_codes(picture("PNG", exif=where.tobytes())) == ["PRIV006", "PRIV007"]
    assert image_codes(picture(exif=exif(t271="ACME", t306="2026:05:18 10:00:00"))) == ["PRIV007"]


def test_comments_text_and_xmp_are_found_too() -> None:
    assert image_codes(picture(comment=b"taken by Rosa")) == ["PRIV007"]
    assert image_codes(picture(xmp=b"<x exif:GPSLatitude='43'/>")) == ["PRIV006", "PRIV007"]
    png = picture("PNG")
    body = b"Author\0Rosa"
    chunk = struct.pack(">I4s", len(body), b"tEXt") + body + struct.pack(">I", zlib.crc32(b"tEXt" + body))
    assert image_codes(png[:33] + chunk + png[33:]) == ["PRIV007"]


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40,
                                  b"\xff\xd8\xff\xe1\x00\x00", b"\xff\xd8\xff\xe1\xff\xffExif\0\0"])
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    assert image_codes(data)[0] == "PRIV008"


def test_a_broken_exif_block_counts_as_hidden_data() -> None:
    block = b"Exif\0\0" + b"MM\0*\xff\xff\xff\xff" + b"GPS"
    jpeg = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(block) + 2) + block + picture()[2:]
    assert "PRIV007" in image_codes(jpeg)


@given(st.binary(max_size=300))
def test_no_bytes_can_crash_the_check(data: bytes) -> None:
    for head in (b"", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n"):
        assert isinstance(lint_image(head + data, "p"), list)
