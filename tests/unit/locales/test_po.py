"""PO files from every tool come in, go out in one form, and a broken one says where and costs only itself."""

import shutil
import subprocess

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from build_toolkit.locales.catalog import Catalog, Message, Previous
from build_toolkit.locales.merge import FIXED
from build_toolkit.locales.po import MOST_BYTES, po_text, read_file, read_po
from build_toolkit.problems import Report, Severity

HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def read(text: str | bytes) -> tuple[Catalog | None, Report]:
    report = Report()
    raw = text if isinstance(text, bytes) else text.encode()
    return read_po(raw, "locales/es/LC_MESSAGES/documents.po", report), report


def good(text: str | bytes) -> Catalog:
    catalog, report = read(text)
    assert catalog is not None and not list(report)
    return catalog


FULL = HEAD + """\
# A translator's note
#. {place}: place.name
#: templates/a.md
#, fuzzy, python-brace-format
#| msgctxt "heading"
#| msgid "Old {place}"
msgctxt "heading"
msgid "New {place}"
msgstr "Nuevo {place}"

#, python-brace-format
msgid "{n} person"
msgid_plural "{n} people"
msgstr[0] "{n} persona"
msgstr[1] "{n} personas"

# kept
#~| msgid "Once"
#~ msgctxt "heading"
#~ msgid "Gone"
#~ msgstr "Ido"
"""


def test_everything_a_translator_wrote_is_read_and_written() -> None:
    catalog = good(FULL)
    first, second, third = catalog.messages
    assert first.fuzzy and first.previous == Previous("Old {place}", "", "heading")
    assert first.comments == ("A translator's note",) and first.references == ("templates/a.md",) and first.line == 12
    assert second.strings == ("{n} persona", "{n} personas")
    assert third.obsolete and third.previous == Previous("Once") and third.comments == ("kept",)
    assert po_text(catalog) == FULL


@pytest.mark.parametrize(
    "variant",
    [
        FULL.replace("\n", "\r\n").encode(),
        FULL.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + FULL.encode(),
        FULL.replace("\n\n", "\n\n\n\n"),
        FULL.replace("#, fuzzy, python", "#, fuzzy\n#, python"),
        FULL.replace('msgid "New {place}"', 'msgid ""\n"New "\n"{place}"'),
        FULL.replace('msgstr "Nuevo', '  msgstr   "Nuevo'),
        FULL.replace("#. {place}", "#.{place}"),
        FULL.replace("# kept", "#~ # kept"),
        FULL.replace("#, fuzzy", "#= fuzzy\n#,").replace("#,,", "#,"),
    ],
    ids=["windows", "old-mac", "bom", "blank", "flag-lines", "wrapped", "spaces", "tight", "old-comment", "sticky"],
)
def test_every_tools_way_of_writing_comes_out_the_same(variant: str | bytes) -> None:
    assert po_text(good(variant)) == FULL


def test_headers_come_in_one_order_and_own_ones_stay() -> None:
    text = 'msgid ""\nmsgstr ""\n"X-Own: kept\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: es\\n"\n'
    catalog = good(text).with_headers([("language", "es_changed")])
    assert catalog.headers == (
        ("Language", "es_changed"), ("Content-Type", "text/plain; charset=UTF-8"), ("X-Own", "kept"),
    )


def test_escapes_and_line_ends_survive() -> None:
    message = Message('a "b" \\ c\n\td', strings=("x\ny\n",))
    assert good(po_text(Catalog((message,), (("Language", "es"),)))).messages == (message,)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (HEAD + 'msgid "a"\nmsgstr "b', "PO007", 7),
        (HEAD + 'msgid "a"\nmsgstr "b" c"\n', "PO007", 7),
        (HEAD + 'msgid "a"\n', "PO009", 6),
        (HEAD + 'msgid "a"\nmsgstr "x"\n\nmsgid "a"\nmsgstr "y"\n', "PO010", 9),
        (HEAD + 'msgstr "x"\n', "PO006", 6),
        (HEAD + 'msgid "a"\n# note\nmsgstr "x"\n', "PO006", 7),
        (HEAD + 'msgid_plural "a"\nmsgstr[0] "x"\n', "PO006", 6),
        (HEAD + '<<<<<<< HEAD\nmsgid "a"\nmsgstr "x"\n', "OVER003", 6),
        (HEAD + 'msgid "a"\nmsgstr "x"\n>>>>>>> theirs\n', "OVER003", 8),
        (HEAD + '=======\nmsgid "a"\nmsgstr "x"\n', "PO005", 6),
        (HEAD + 'msgid "a"\nmsgstr "\\d"\n', "PO008", 7),
        (HEAD + 'msgctxt "c"\nmsgid ""\nmsgstr "x"\n', "PO011", 6),
        (HEAD + HEAD, "PO010", 6),
        ('msgid "a"\nmsgstr "x"\n', "PO013", 1),
        (HEAD.replace("UTF-8", "ISO-8859-1"), "PO004", 4),
        (HEAD.encode() + b'msgid "a"\nmsgstr "\xe1"\n', "PO003", 7),
        (HEAD.encode() + b"\0", "PO003", 6),
        (HEAD.encode("utf-16"), "PO003", 1),
    ],
)
def test_a_broken_file_says_where(text: str | bytes, code: str, line: int) -> None:
    _, report = read(text)
    assert (report.errors[0].code, report.errors[0].line) == (code, line)
    assert report.errors[0].file.endswith("documents.po") and report.errors[0].fix


def test_one_broken_message_costs_only_itself() -> None:
    catalog, report = read(HEAD + 'msgid "a"\nmsgstr "b" c"\n\nmsgid "d"\nmsgstr "e"\n\nmsgid "d"\nmsgstr "f"\n')
    assert catalog is not None
    assert [(m.id, m.strings) for m in catalog.messages] == [("d", ("e",))]
    assert len(report.errors) == 2


def test_a_file_cut_in_its_last_line_is_told() -> None:
    _, report = read(HEAD + 'msgid "a"\nmsgstr "b"')
    assert [(p.code, p.severity) for p in report] == [("PO014", Severity.WARNING)]


def test_garbage_is_given_up_soon() -> None:
    _, report = read("so many words\n" * 700_000)
    assert len(report) < 50 and report.errors[-1].code in ("PO012", "PO013")


def test_ten_megabytes_are_read_and_more_is_refused(tmp_path) -> None:
    text = HEAD + "".join(f'msgid "{n} {"words " * 100}"\nmsgstr "{"palabras " * 60}"\n\n' for n in range(9_000))
    assert len(text) > 10_000_000 and len(good(text).messages) == 9_000
    large = tmp_path / "large.po"
    large.write_bytes(b"#" * (MOST_BYTES + 1))
    report = Report()
    assert read_file(large, "large.po", report) is None
    assert report.errors[0].code == "PO002"
    assert read_file(tmp_path / "none.po", "none.po", report) is None
    assert report.errors[-1].code in ("PO001", "PO002")


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=40)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=30)
PLACE = st.from_regex(r"[a-z]{1,30}/[a-z]{1,40}\.md(:[1-9][0-9]{0,2})?", fullmatch=True)
PLACES = st.lists(PLACE, unique=True, max_size=5)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    plural = draw(st.one_of(st.just(""), WORDS))
    fuzzy = draw(st.booleans())
    return Message(
        id=draw(WORDS), plural=plural, context=draw(st.none() | WORDS),
        strings=tuple(draw(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")),
                                    min_size=2, max_size=3))) if plural else (draw(WORDS),),
        comments=tuple(draw(st.lists(LINE, max_size=2))), notes=tuple(draw(st.lists(LINE, max_size=2))),
        references=tuple(draw(PLACES)), flags=("fuzzy",) if fuzzy else (),
        previous=Previous(draw(WORDS)) if fuzzy else None, obsolete=draw(st.booleans()),
    )


@settings(deadline=None)
@given(st.lists(messages(), max_size=5, unique_by=lambda m: m.key))
def test_what_is_written_is_read_again(found: list[Message]) -> None:
    ordered = sorted(found, key=lambda m: m.obsolete)
    catalog = Catalog(tuple(ordered), (("Language", "es"), ("Content-Type", "text/plain; charset=UTF-8")))
    text = po_text(catalog)
    again = good(text)
    assert again.messages == catalog.messages
    assert po_text(again) == text


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 9)), max_size=6))
def test_no_damage_to_a_file_makes_the_reader_stumble(cuts: list[tuple[int, bytes, int]]) -> None:
    raw = FULL.encode()
    for at, put, drop in cuts:
        raw = raw[: at % len(raw)] + put + raw[at % len(raw) + drop:] or b"#"
    report = Report()
    catalog = read_po(raw, "x.po", report)
    assert catalog is not None or report.errors
    if catalog is not None:
        good(po_text(catalog.with_headers(FIXED)))    # what was understood can be written


@pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext is not installed")
@settings(deadline=None, max_examples=50)
@given(st.lists(messages(), min_size=1, max_size=4, unique_by=lambda m: m.key))
def test_nothing_that_is_written_makes_gettext_stumble(found: list[Message]) -> None:
    ordered = sorted(found, key=lambda m: m.obsolete)
    text = po_text(Catalog(tuple(ordered), (("Content-Type", "text/plain; charset=UTF-8"),)))
    assume("\x04" not in text)                       # gettext's own mark between context and text
    done = subprocess.run(["msgcat", "--no-wrap", "-"], input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
