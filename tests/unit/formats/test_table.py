"""Which forms a document can have: told in its document.yaml, refused with what there is, listed once."""

from pathlib import Path
from typing import get_args

import pytest

from build_toolkit.cli.build import FORMATS
from build_toolkit.files.roots import Roots
from build_toolkit.formats.table import FORMS, plan
from build_toolkit.library.library import Library
from build_toolkit.model.campaign import FormatName
from build_toolkit.problems import Report, Severity

LIBRARY = Library(Roots.of(None), Report())
LETTERS = {"sign-on-letter", "candidate-letters", "ordinance", "press-kit", "records-request", "public-comment",
           "call-script", "petition", "endorsement", "meeting-agenda", "pledge", "platform", "platform-summary",
           "talking-points", "rebuttals", "toolkit"}


def test_the_names_are_the_same_on_the_command_line_in_files_and_in_the_table() -> None:
    assert set(FORMATS) == set(get_args(FormatName)) == set(FORMS)


def test_every_document_can_be_a_pdf_a_page_and_plain_text_and_letters_can_be_edited() -> None:
    specs = {name: LIBRARY.document(name) for name in LIBRARY.documents()}
    assert all(spec and {"pdf", "html", "txt"} <= set(spec.formats) for spec in specs.values())
    assert {name for name, spec in specs.items() if spec and "docx" in spec.formats} >= LETTERS
    assert {name for name, spec in specs.items() if spec and "json" in spec.formats} == {"sign-on-letter", "tally"}


@pytest.mark.parametrize(("wanted", "severity"), [(("docx", "pdf"), Severity.WARNING), (("docx",), Severity.ERROR)])
def test_what_a_document_cannot_be_is_told_with_what_it_can(wanted: tuple[str, ...], severity: Severity) -> None:
    spec, report = LIBRARY.document("flyer"), Report()
    assert spec
    found = plan({"flyer": spec}, (*wanted, *wanted), "file.yaml", report)
    assert found == {"flyer": [name for name in wanted if name == "pdf"]}
    (problem,) = report
    assert (problem.code, problem.severity, problem.file) == ("FMT001", severity, "file.yaml")
    assert "docx" in problem.what and "pdf, html, txt, png, ics" in problem.fix


def test_no_form_is_wanted_that_nobody_writes(tmp_path: Path) -> None:
    spec, report = LIBRARY.document("flyer"), Report()
    assert spec and plan({"flyer": spec}, ("exe",), "", report) == {"flyer": []}
    assert [problem.code for problem in report] == ["FMT001"]
