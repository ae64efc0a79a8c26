"""Tables and data: demands in every language, signers as printed, tallies that add up; no formula in any cell."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.formats import data
from build_toolkit.formats.data import guarded
from forms import jobs, written
from joint import DEMANDS, LETTER, SIGNERS, write

LETTER_2024 = "coalitions/detention-letter-2024"


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def told(name: str, document: str, languages: tuple[str, ...] = ("en", "es")) -> Any:
    (made,) = data.json(jobs(name, languages, (document,))[0])
    return json.loads(made.data)


def test_data_have_demands_in_every_language_with_their_sources() -> None:
    found = told(LETTER_2024, "sign-on-letter")
    assert list(found) == ["schema", "campaign", "document", "title", "as_of", "edition", "languages", "example",
                           "mark", "demands", "signers"]
    assert found["languages"] == ["en", "es"] and [one["number"] for one in found["demands"]] == [1, 2, 3]
    first = found["demands"][0]
    assert first["title"] == {"en": "Close detention sites", "es": "Cerrar centros de detención"}
    assert first["evidence"][0]["source"]["url"].startswith("https://")
    assert found["mark"].startswith("DRAFT")


def test_signers_stand_as_printed_and_the_count_is_that_of_the_closing_time() -> None:
    signers = told(LETTER_2024, "sign-on-letter")["signers"]
    assert signers["count"] == len(signers["list"]) == 193
    assert signers["closes"] == "2024-11-13T17:00" and signers["zone"] == "America/New_York" and signers["closed"]
    assert set(signers["list"][0]) == {"tier", "name", "detail", "language", "direction"}
    assert signers["list"][0]["tier"] == "national"


def test_tables_have_the_same_names_in_the_same_order() -> None:
    one = jobs(LETTER_2024, ("en", "es"), ("sign-on-letter",))[0]
    demands, signers = data.csv(one)
    assert (demands.suffix, signers.suffix) == ("-demands.csv", "-signers.csv")
    assert [row["ask_es"][:6] for row in rows(demands.data)] == ["Cerrar", "Parar ", "Dejar "]
    listed = told(LETTER_2024, "sign-on-letter")["signers"]["list"]
    assert [row["name"] for row in rows(signers.data)] == [one["name"] for one in listed]


def test_a_tally_adds_up() -> None:
    (tally,) = told("coalitions/pep-tally-2015", "tally")["tallies"]
    assert sum(answer["count"] for answer in tally["answers"]) == tally["total"] == 49
    (table,) = data.csv(jobs("coalitions/pep-tally-2015", ("en", "es"), ("tally",))[0])
    assert [row["count"] for row in rows(table.data)] == ["33", "11", "5"]


def test_placeholders_are_filled_and_what_nobody_translated_is_not_there() -> None:
    found = told("coalitions/end-287g-letter-2009", "sign-on-letter", ("en", "ko"))
    assert "{" not in json.dumps(found["demands"], ensure_ascii=False).replace("{\"", "")
    assert all(set(demand["ask"]) == {"en"} for demand in found["demands"])


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(begin: str) -> None:
    assert guarded(begin) == f"'{begin}" and guarded("plain = text") == "plain = text" and guarded(7) == 7


def test_a_name_that_would_be_a_formula_is_written_as_text(tmp_path: Path) -> None:
    signers = ("name,kind,tier,sector,city,state,approved_on,phone\n"
               "-1-2 Alder Union,organization,local,,Alder,WI,2026-11-10,555-0100\n")
    path = write(tmp_path, DEMANDS + LETTER + SIGNERS, rows=signers)
    _, table = data.csv(written(path)[0])
    (row,) = rows(table.data)
    assert row["name"] == "'-1-2 Alder Union" and b"555-0100" not in table.data


def test_without_joint_work_nothing_is_made_and_it_is_told() -> None:
    one = jobs("counties/wi-waukesha", ("en",), ("call-script",))[0]
    one = replace(one, campaign=one.campaign.model_copy(update={"joint": None}))
    before = len(one.report)
    assert list(data.json(one)) == [] and list(data.csv(one)) == []
    assert {problem.code for problem in list(one.report)[before:]} == {"FMT002"}
