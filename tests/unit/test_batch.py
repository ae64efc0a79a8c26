"""Batches: what is chosen, why a page is built again, what survives killed workers, torn records and full disks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from build_toolkit.batch import basis as basis_module
from build_toolkit.batch import manifest
from build_toolkit.batch.basis import PARTS, PageBasis, Trace
from build_toolkit.batch.coverage import coverage_page
from build_toolkit.batch.pieces import MACRO, BasisPart, message_mark, part, read_files
from build_toolkit.batch.plan import Plan, path_of, plan, tasks
from build_toolkit.batch.pool import Shared, given_up, run_local
from build_toolkit.batch.scope import BatchRequest, Scope, read_scope
from build_toolkit.batch.state import STATE, BatchState, Journal, Record, journal_of, read_state, save, standing
from build_toolkit.batch.store import Folder, store_at
from build_toolkit.batch.work import PageTask, Task, Traced
from build_toolkit.files import publish
from build_toolkit.files.writing import MachineProblem
from build_toolkit.problems import ProblemsFound
from build_toolkit.render.fonts import FontFile

ROOT = Path(__file__).parents[2]
DAY = date(2026, 6, 1)
RECORD = Record("55133", "note", "en", (), 0, "page", "content", "0" * 64, 3, "1", 1, "A note", "2026-06-01",
                "2026-06-01", 0, 0.5)


def request(project: Path | None = None, **changes: Any) -> BatchRequest:
    return BatchRequest(**{"today": DAY, "project": project, "states": ("DE",), **changes})


def codes(found: ProblemsFound) -> set[str]:
    assert all(problem.fix for problem in found.report)
    return {problem.code for problem in found.report}


# What is chosen

def test_states_counties_and_the_nation_are_found_and_each_county_is_there_once() -> None:
    assert len(read_scope(request(states=(), nation=True)).counties) == 3144
    found = read_scope(request(states=("delaware", "DE", "RI"), counties=("Waukesha County, WI", "10003")))
    assert [county.state for county in found.counties] == ["DE"] * 3 + ["RI"] * 5 + ["WI"]
    campaign = found.campaign(found.counties[0]).campaign
    assert (campaign.place, campaign.policies) == ("us/de/kent", ["287g", "detainers"])


def test_everything_that_there_is_not_is_told_at_once_with_a_guess() -> None:
    with pytest.raises(ProblemsFound) as found:
        read_scope(request(states=("Wisconsn", "PR"), policies=("287h",), documents=("talking-point",),
                           languages=("zh-hans",), counties=("Washington County",)))
    told = str(found.value)
    assert codes(found.value) >= {"BATCH001", "BATCH003", "BATCH004", "LOC010", "PLACE002"}
    guesses = ("Wisconsin", "'287g'", "'talking-points'", "zh_Hans", "Washington County, WI")
    assert all(guess in told for guess in guesses)
    with pytest.raises(ProblemsFound, match="BATCH002"):
        read_scope(request(states=()))


CAMPAIGN = "place: us/de/kent\npolicies: [287g]\ntitle: Kent County decides\n"


def own_files(folder: Path, **files: str) -> Path:
    counties = folder / "toolkits/counties"
    counties.mkdir(parents=True)
    for name, text in files.items():
        (counties / f"{name.replace('_', '-')}.yaml").write_text(text)
    return folder


def test_a_countys_own_file_wins_but_an_edition_of_the_past_does_not(tmp_path: Path) -> None:
    old = CAMPAIGN.replace("Kent County decides", "As it was") + "as_of: 2015-08-31\n"
    project = own_files(tmp_path, a_old=old, kent=CAMPAIGN)
    found = read_scope(request(project))
    kent, other = found.counties[0], found.counties[1]
    assert found.campaign(kent).campaign.title == "Kent County decides" and not found.problems
    assert found.campaign(other).campaign.title != "Kent County decides"
    past = read_scope(request(project, as_of=date(2015, 8, 31)))
    assert past.campaign(kent).campaign.title == "As it was"
    assert [problem.code for problem in past.problems] == ["BATCH006"]


def test_a_file_with_errors_is_told_and_its_county_is_built_without_it(tmp_path: Path) -> None:
    found = read_scope(request(own_files(tmp_path, de_kent=CAMPAIGN.replace("title", "titel"))))
    assert [(problem.code, problem.file) for problem in found.problems] == [
        ("BATCH008", "toolkits/counties/de-kent.yaml")]
    assert not found.own and len(found.counties) == 3


@pytest.mark.parametrize(("data", "told"), [
    (b"fips,fact,value,as_of,source\n10001,jail.capacity,40,yesterday,crs-if11898\n", "2026-01-01.csv:2"),
    (b"fips,fact,value,as_of,source\n10001,jail.capacity,\xff,2026-01-01,crs-if11898\n",
     "2026-01-01.csv:2:21: The file is not UTF-8 here"),
])
def test_a_broken_row_of_an_imported_list_is_told_with_its_line(tmp_path: Path, data: bytes, told: str) -> None:
    folder = tmp_path / "toolkits/facts/own"
    folder.mkdir(parents=True)
    (folder / "2026-01-01.csv").write_bytes(data)
    with pytest.raises(ProblemsFound, match=r"IMP020|DOC004") as found:
        made = basis(request(tmp_path))
        made.known(made.scope.counties[0])
    assert told in str(found.value)


def test_a_template_gives_title_and_coalition_but_no_county_its_facts(tmp_path: Path) -> None:
    template = tmp_path / "all.yaml"
    template.write_text("place: us/de/kent\npolicies: [287g]\ntitle: Ours\ncoalition: {name: Neighbors}\n")
    found = read_scope(request(template=template, policies=("detainers",)))
    campaign = found.campaign(found.counties[2]).campaign
    assert (campaign.title, campaign.place, campaign.policies) == ("Ours", "us/de/sussex", ["detainers"])
    fact = "facts: {jail.capacity: {value: 1, as_of: 2026-01-01, source: crs-if11898}}\n"
    template.write_text(template.read_text() + fact)
    with pytest.raises(ProblemsFound, match=r"all\.yaml:5:1: facts of one county") as stopped:
        read_scope(request(template=template))
    assert codes(stopped.value) == {"BATCH005"}


# Why a page is built again

FACTS = "fips,fact,value,as_of,source\n10001,jail.capacity,40,2026-01-01,crs-if11898\n"
TRACE = Trace(frozenset({"jail.capacity"}), frozenset({"usc-1357g"}), frozenset({"jail.capacity"}), frozenset())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "toolkits/facts/own").mkdir(parents=True)
    (folder / "toolkits/facts/own/2026-01-01.csv").write_text(FACTS)
    for name in ("templates/parts/say.html.j2", "toolkits/law/de.yaml", "toolkits/questions.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text((ROOT / name).read_text())
    return folder


def remembered(made: PageBasis, folder: Path, trace: Trace = TRACE) -> BatchState:
    """Return a state in which every page of a scope was built and looked at what `trace` says."""
    state, store = BatchState(), Folder(folder)
    wanted = made.scope.request
    for county in made.scope.counties:
        for language in wanted.languages:
            path = path_of(county, "talking-points", language)
            size, mark = store.write(path, b"pdf")
            parts = made.parts(county, "talking-points", language, trace)
            state.builds[path] = RECORD._replace(
                fips=county.fips, document="talking-points", language=language, size=size, mark=mark,
                on=tuple(state.number(one) for one in parts), unknown=state.number(part({"sheriff.name": ""})))
    return state


def basis(wanted: BatchRequest) -> PageBasis:
    return PageBasis(read_scope(wanted), read_files(wanted.roots))


def planned(wanted: BatchRequest, state: BatchState, folder: Path) -> Plan:
    return plan(basis(wanted), state, Folder(folder).stats(state.builds))


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


EDITS = {
    "a county's fact": ("toolkits/facts/own/2026-01-01.csv", ",40,", ",41,", {"10001"}, "facts: jail.capacity"),
    "another fact": ("toolkits/facts/own/2026-01-01.csv", "10001,jail.capacity,40",
                     "10003,jail.bookings,9,2026-01-01,crs-if11898\n10001,jail.capacity,40", set(), ""),
    "a state's law": ("toolkits/law/de.yaml", "state: DE", "# checked\nstate: DE", {"10001", "10003", "10005"},
                      "law: toolkits/law/de.yaml"),
    "a question asked": ("toolkits/questions.yaml", "label: Beds in the jail", "label: Beds",
                         {"10001", "10003", "10005", "11001"}, "questions: jail.capacity"),
    "a question not asked": ("toolkits/questions.yaml", "label: Bookings in a year", "label: Bookings", set(), ""),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_change_touches_the_pages_that_rest_on_it_and_no_others(project: Path, tmp_path: Path, edit: str) -> None:
    wanted = request(project, states=("DE", "DC"))
    state = remembered(basis(wanted), tmp_path / "out")
    assert not planned(wanted, state, tmp_path / "out").todo
    file, old, new, touched, why = EDITS[edit]
    edited(project / file, old, new)
    todo = planned(wanted, state, tmp_path / "out").todo
    assert {page.county.fips for page in todo} == touched
    assert all(page.why == (why,) for page in todo)


def test_of_a_file_of_parts_only_the_macros_count_that_a_document_calls(project: Path, tmp_path: Path) -> None:
    wanted = request(project)
    made = basis(wanted)
    table = made.parts(made.scope.counties[0], "talking-points", "en", TRACE)[PARTS.index("templates")].table
    file, macro = next(name.split() for name in table if name.startswith("templates/parts/"))
    target, text = project / file, (ROOT / file).read_text()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text + "\n{% macro nobody_calls_this() %}x{% endmacro %}")
    state = remembered(basis(wanted), tmp_path / "out")
    edited(target, "nobody_calls_this() %}x", "nobody_calls_this() %}y")
    assert not planned(wanted, state, tmp_path / "out").todo
    whole = MACRO.search(target.read_text(), target.read_text().index(f"macro {macro}(") - 6)
    assert whole and whole[1] == macro
    edited(target, whole[0], whole[0].replace("endmacro", "set more = 1 %}{% endmacro", 1))
    found = planned(wanted, state, tmp_path / "out")
    assert len(found.todo) == 3 and found.todo[0].why == (f"templates: {file} {macro}",)


def test_a_translation_touches_pages_of_its_language_that_use_it(project: Path, tmp_path: Path) -> None:
    wanted = request(project, languages=("en", "es"))
    made = basis(wanted)
    known = made.catalog("es")["messages"]
    marks = sorted(known)[:2]
    state = remembered(made, tmp_path / "out", TRACE._replace(messages=frozenset(marks[:1])))
    made.memo["es"]["messages"] = {**known, marks[1]: "another"}
    memo = made.memo
    again = PageBasis(made.scope, made.files, memo)
    whole = Folder(tmp_path / "out").stats(state.builds)
    assert not plan(again, state, whole).todo
    memo["es"]["messages"] = {**known, marks[0]: "another"}
    todo = plan(PageBasis(made.scope, made.files, memo), state, whole).todo
    assert {page.language for page in todo} == {"es"} and todo[0].why == ("messages: 1 translated anew",)


def test_fonts_program_options_and_files_nobody_knows_touch_every_page(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = request(project)
    state = remembered(basis(wanted), tmp_path / "out")
    (project / "toolkits/new").mkdir()
    (project / "toolkits/new/table.yaml").write_text("a: 1\n")
    why = {page.why for page in planned(wanted, state, tmp_path / "out").todo}
    assert why == {("other files: toolkits/new/table.yaml",)}
    (project / "toolkits/new/table.yaml").unlink()
    found = planned(replace(wanted, paper="a4"), state, tmp_path / "out")
    assert len(found.todo) == 3 and found.todo[0].why == ("options: a4, letter",)
    monkeypatch.setattr(basis_module.pieces, "program", lambda: {"build-toolkit 9.9": "x"})
    assert "program: " in planned(wanted, state, tmp_path / "out").todo[0].why[0]
    monkeypatch.undo()
    font = tmp_path / "Lato-Regular.ttf"
    font.write_bytes(b"another font")
    fonts = (FontFile(font, "Lato", "Regular", False),)
    monkeypatch.setattr(basis_module, "installed_fonts", lambda: (fonts, ()))
    found = planned(wanted, state, tmp_path / "out")
    assert len(found.todo) == 3 and found.todo[0].why[0].startswith("fonts: ")


def test_a_day_counts_when_something_grows_old_on_it_and_not_before(project: Path, tmp_path: Path) -> None:
    wanted = request(project, today=date(2026, 7, 1))
    state = remembered(basis(wanted), tmp_path / "out")
    made = basis(wanted)
    old = made.snapshot.list_date.toordinal() + 91 if made.snapshot else 0
    assert not planned(replace(wanted, today=date(2026, 7, 2)), state, tmp_path / "out").todo
    found = planned(replace(wanted, today=date.fromordinal(old)), state, tmp_path / "out")
    assert len(found.todo) == 3 and any(why.startswith("a day counts: ") for why in found.todo[0].why)
    assert found.todo[0].day == "", "such a page cannot stay as it is"


def test_an_edition_of_a_day_of_its_own_goes_by_the_calendar_only_for_stories(tmp_path: Path) -> None:
    project = own_files(tmp_path / "project", de_kent=CAMPAIGN)
    (project / "toolkits/counties/de-kent").mkdir()
    (project / "toolkits/counties/de-kent/consents.yaml").write_text("expires: 2026-07-10\n")
    wanted = request(project, as_of=DAY, today=date(2026, 7, 1))
    state = remembered(basis(wanted), tmp_path / "out")
    assert not planned(replace(wanted, today=date(2026, 7, 9)), state, tmp_path / "out").todo
    found = planned(replace(wanted, today=date(2027, 7, 10)), state, tmp_path / "out").todo
    assert [page.county.short for page in found] == ["Kent"] and found[0].day == ""


def test_a_file_that_is_gone_or_was_changed_is_built_again_and_unknown_facts_are_counted(tmp_path: Path) -> None:
    wanted, out = request(), tmp_path / "out"
    state = remembered(basis(wanted), out)
    (out / "de-kent/en/talking-points.pdf").unlink()
    (out / "de-sussex/en/talking-points.pdf").write_bytes(b"another")
    found = planned(wanted, state, out)
    assert {page.county.short: page.why[0].split(" is ")[0].split(" was ")[0] for page in found.todo} == {
        "Kent": "the file", "Sussex": "the file"}
    assert found.unknown == {"sheriff.name": 3} and found.count("fresh") == 1
    assert [task.fips for task in tasks(found.todo)] == ["10001", "10005"]
    assert found.minutes(2) < found.minutes(1)


def test_what_composing_looks_at_is_noted_whatever_way_it_looks() -> None:
    found = Traced({"a": 1, "b": 2, "c": 3, "d": 4})
    assert [*found] == ["a", "b", "c", "d"] and len(found) == 4 and not found.seen
    assert found["a"] == 1 and found.get("x") is None and "b" in found
    assert found.seen == {"a", "x", "b"}
    assert {**found} == {"a": 1, "b": 2, "c": 3, "d": 4} and found.seen == {"a", "b", "c", "d", "x"}
    for look in (lambda d: dict(d), lambda d: list(d.items()), lambda d: list(d.values())):
        other = Traced({"a": 1})
        look(other)
        assert other.seen == {"a"}


# What is remembered

def test_records_come_back_as_they_were_and_tables_are_shared(tmp_path: Path) -> None:
    store, state = Folder(tmp_path), BatchState()
    journal = Journal(store, state)
    for number in range(3):
        on = (state.number(part({"a": "1"})), state.number(part({"n": str(number)})))
        journal.add(f"{number}.pdf", RECORD._replace(on=on, unknown=on[0]))
    torn = read_state(store)
    assert torn.builds == state.builds and torn.tables == state.tables
    with (tmp_path / journal_of("")).open("ab") as file:
        file.write(b'{"path": "9.pdf", "record": ["551')
    assert read_state(store).builds == state.builds, "a torn line costs only itself"
    del state.builds["2.pdf"]
    save(store, state)
    again = read_state(store)
    assert again.builds == state.builds and len(again.tables) == 3 and not list(tmp_path.rglob("*journal*"))


@pytest.mark.parametrize("data", [
    b"", b"{", b"[]", b"null", b'{"form": 1}',
    b'{"form": 1, "tables": [{"a": "b"}, {"a": "b"}], "builds": {}, "catalogs": {}}',
    b'{"form": 1, "tables": [], "catalogs": {}, "builds": {"x.pdf": [1, 2]}}', b"\xff\xfe\x00",
    json.dumps({"form": 1, "tables": [], "catalogs": {}, "builds": {"x": RECORD._replace(on=(7,))}}).encode(),
    json.dumps({"form": 1, "tables": [{}], "catalogs": {}, "builds": {"x": RECORD._replace(size="big")}}).encode(),
])
def test_a_broken_record_is_told_and_costs_a_rebuild(tmp_path: Path, data: bytes) -> None:
    store = Folder(tmp_path)
    store.write(STATE, data)
    found = read_state(store)
    assert not found.builds and [problem.code for problem in found.problems] == ["BATCH010"]


def test_a_file_is_known_by_size_and_time_of_change(tmp_path: Path) -> None:
    store, state = Folder(tmp_path), BatchState()
    size, mark = store.write("a/b.pdf", b"abc")
    state.builds["a/b.pdf"] = RECORD._replace(size=size, mark=mark)
    assert standing(state, store.stats(state.builds)) == {"a/b.pdf"}
    os.utime(tmp_path / "a/b.pdf", (1, 1))
    assert not standing(state, store.stats(state.builds)) and store.stats(["nothing.pdf"]) == {}


# Where it is kept

def test_two_batches_in_one_folder_are_refused_and_a_dead_one_is_not(tmp_path: Path) -> None:
    code = ("import sys, time; from pathlib import Path; from build_toolkit.batch.store import Folder\n"
            "with Folder(Path(sys.argv[1])).locked():\n    print('held', flush=True); time.sleep(60)")
    other = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(MachineProblem, match=f"another batch .*process {other.pid} on ") as found, \
                Folder(tmp_path).locked():
            pass
        assert codes(found.value) == {"BATCH021"}
    finally:
        other.kill()
        other.communicate()
    with Folder(tmp_path).locked():
        assert (tmp_path / ".batch/lock").read_text().count(str(os.getpid())) == 1


def test_a_full_disk_leaves_the_older_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Folder(tmp_path)
    store.write("a.pdf", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish.os, "fsync", full)
    with pytest.raises(MachineProblem, match="No space left"):
        store.write("a.pdf", b"new and longer")
    assert (tmp_path / "a.pdf").read_bytes() == b"old" and [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    store.write("a/b.pdf", b"whole")
    (tmp_path / "a/.writing-xyz").write_bytes(b"ha")
    store.sweep()
    assert [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()] == ["a/b.pdf"]


def test_object_storage_keeps_files_journals_and_a_lock() -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is an extra")
    name = f"memory://batch-{time.monotonic_ns()}/folder"
    store = store_at(name)
    size, mark = store.write("a/b.pdf", b"abc")
    assert store.read("a/b.pdf") == b"abc" and store.read("nothing") is None
    assert store.stats(["a/b.pdf", "x"]) == {"a/b.pdf": (size, mark)} and size == 3
    store.append(journal_of(""), b"one\n")
    store.append(journal_of(""), b"two\n")
    other = store_at(name)
    other.append(journal_of(""), b"three\n")
    assert b"".join(other.parts(journal_of(""))) == b"one\ntwo\nthree\n"
    assert list(store.list()) == ["a/b.pdf"]
    with store.locked():
        with pytest.raises(MachineProblem, match="--take-over"), other.locked():
            pass
        with other.locked(take_over=True):
            pass
    other.remove(journal_of(""))
    assert not list(store.parts(journal_of(""))) and fsspec.__version__


def test_storage_that_is_not_installed_is_told() -> None:
    with pytest.raises(MachineProblem) as found:
        store_at("nosuchkind://bucket")
    assert codes(found.value) == {"BATCH020"}


# Workers

def shared(project: Path, **changes: Any) -> Shared:
    wanted = request(project, documents=("flyer",), **changes)
    return Shared(wanted, basis(wanted).content)


def test_a_county_that_ends_its_worker_each_time_is_told() -> None:
    problem = given_up(Task("10001", ()), 3, "ended by signal 9 (SIGKILL)")
    assert (problem.code, problem.file) == ("BATCH030", "county 10001")
    assert "its worker ended by signal 9 (SIGKILL), 3 times" in problem.what


def test_a_bug_is_told_as_one_and_stops_one_county_only(project: Path) -> None:
    tasks = [Task("99999", (PageTask("flyer", "en"),)), Task("10001", (PageTask("flyer", "en"),))]
    results = {done.task.fips: done for done in run_local(tasks, shared(project), 1)}
    assert [p.code for p in results["99999"].problems] == ["BATCH031"] and len(results["10001"].made) == 1
    assert "KeyError" in results["99999"].problems[0].what and results["10001"].memory > 0


def test_files_that_were_changed_since_the_plan_stop_the_batch(project: Path) -> None:
    planned_with = shared(project)
    edited(project / "toolkits/law/de.yaml", "state: DE", "# checked\nstate: DE")
    with pytest.raises(ProblemsFound, match="BATCH042"):
        list(run_local([Task("10001", (PageTask("flyer", "en"),))], planned_with, 1))


def test_a_fault_that_all_counties_share_is_told_once_and_nothing_is_built(project: Path) -> None:
    edited(project / "toolkits/law/de.yaml", "state: DE", "state: Delaware")
    (done,) = run_local([Task("10001", (PageTask("flyer", "en"),))], shared(project), 1)
    assert done.common and done.problems and not done.made


# What the folder tells

def whole(tmp_path: Path) -> tuple[Scope, BatchState, PageBasis]:
    made = basis(request())
    state = remembered(made, tmp_path)
    manifest.write_manifest(Folder(tmp_path), state, {"coverage.html": b"<html></html>"})
    return made.scope, state, made


def test_the_manifest_finds_every_fault(tmp_path: Path) -> None:
    _, state, _ = whole(tmp_path)
    store = Folder(tmp_path)
    for record_path, record in state.builds.items():
        state.builds[record_path] = record._replace(
            sha256="e2a8c5cd0bfc5d8a96af2d0c5b9e55ba3e5c8c6f6d0f7b8f0a5f4dfe0cf9f3a5")
    manifest.write_manifest(store, state, {})
    count, problems = manifest.verify(store)
    assert count == 3 and {problem.code for problem in problems} == {"BATCH052", "BATCH054"}
    assert manifest.verify(Folder(tmp_path / "nowhere"))[1][0].code == "BATCH050"


def test_a_whole_folder_verifies_here_and_with_the_usual_tool(tmp_path: Path) -> None:
    import hashlib

    _, state, _ = whole(tmp_path)
    for path, record in state.builds.items():
        state.builds[path] = record._replace(sha256=hashlib.sha256(b"pdf").hexdigest())
    store = Folder(tmp_path)
    manifest.write_manifest(store, state, {"coverage.html": b"<html></html>"})
    assert manifest.verify(store) == (4, [])
    done = subprocess.run(["sha256sum", "-c", "--quiet", manifest.SUMS], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    (tmp_path / "de-kent/en/talking-points.pdf").unlink()
    (tmp_path / "stray.pdf").write_bytes(b"x")
    edited(tmp_path / "manifest.json", '"document": "talking-points"', '"document": "other"')
    assert {p.code for p in manifest.verify(store)[1]} == {"BATCH051", "BATCH054"}
    told = json.loads((tmp_path / "manifest.json").read_text())
    told["files"]["../../etc/passwd"] = told["files"].pop("de-sussex/en/talking-points.pdf")
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    found = manifest.verify(store)[1]
    assert {p.code for p in found} == {"BATCH051", "BATCH053", "BATCH054"}


class Outline(HTMLParser):
    """Collects what a screen reader and a link checker would meet."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.heads: list[str | None] = []
        self.captions = self.tables = 0
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("meta", "path", "circle", "br"):
            self.open.append(tag)
        self.links += [given["href"] or ""] if tag == "a" else []
        self.ids += [given["id"] or ""] if "id" in given else []
        self.heads += [given.get("scope")] if tag == "th" else []
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag == "svg" and given.get("aria-hidden") != "true" and not given.get("aria-labelledby"):
            self.wrong.append("svg")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_coverage_page_adds_up_links_to_files_and_can_be_read_aloud(tmp_path: Path) -> None:
    _, state, made = whole(tmp_path)
    page = coverage_page(made, state)
    outline = Outline()
    outline.feed(page.html)
    assert not page.problems and not outline.wrong and not outline.open
    assert "the states add up to 3 counties" in page.html and "3 files" in page.html
    assert set(outline.heads) <= {"row", "col"} and outline.tables == outline.captions == 3
    files = [link for link in outline.links if not link.startswith("#")]
    assert len(files) == 3 and all((tmp_path / link).is_file() for link in files)
    assert len(outline.ids) == len(set(outline.ids))
    assert all(link[1:] in outline.ids for link in outline.links if link.startswith("#"))
    assert "http" not in page.html.replace("http://www.w3.org/2000/svg", "")


def test_the_coverage_page_says_when_sums_do_not_add_up(tmp_path: Path) -> None:
    _, state, made = whole(tmp_path)
    state.builds["zz-gone/en/talking-points.pdf"] = RECORD._replace(fips="99999", unknown=0)
    page = coverage_page(made, state)
    assert {problem.code for problem in page.problems} == {"BATCH060"} and "check wrong" in page.html


def test_parts_are_as_many_as_their_names(project: Path) -> None:
    made = basis(request(project))
    found = made.parts(made.scope.counties[0], "talking-points", "en", TRACE)
    assert len(found) == len(PARTS) and all(isinstance(one, BasisPart) for one in found)
    assert message_mark((None, "x")) != message_mark(("a", "x"))
