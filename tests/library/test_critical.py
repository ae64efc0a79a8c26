"""Words on people's rights, and phones: never printed in a translation that nobody has read, save on a draft."""

from datetime import date
from pathlib import Path

from build_toolkit.cli.main import run
from build_toolkit.files.roots import Roots, packaged
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from build_toolkit.problems import Problem, Report, Severity
from build_toolkit.review.stand_ins import untranslated

CARD = """\
place: us/wi/waukesha
title: A card for the pocket
policies: [287g]
languages: [en, es]
documents: [rights-card, timeline]
"""


def test_a_rights_card_stops_where_nobody_has_read_it_and_is_made_once_somebody_has(tmp_path: Path) -> None:
    file = tmp_path / "toolkits/counties/wi-waukesha.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(CARD)
    roots = Roots((tmp_path, packaged()))

    def stopped(draft: bool = False) -> set[tuple[str, str]]:
        request = BuildRequest(file, date(2026, 11, 30), roots=roots, draft=draft)
        made = list(compose_all(prepare(request), request))
        assert all("LOC113" in str(one.problems[0]) for one in made if one.stopped)
        return {(one.document, one.language) for one in made if one.stopped}

    assert stopped() == {("rights-card", "es")}
    assert stopped(draft=True) == set()
    command = ["locales", "review", "mark", "es", "--by", "M. R.", "--role", "court interpreter", "--on", "2026-11-20",
               "--domain", "content", "--project", str(tmp_path)]
    assert run(command) == 0
    assert stopped() == set()


HELP = """\
facts:
  help.hotline: {value: 262-555-0123, as_of: 2026-11-18, source: line, read_on: 2026-11-20}
sources:
  line: {title: A line, publisher: A group, url: "https://example.org/", read_on: 2026-11-20}
"""


def test_a_phone_stands_in_english_until_somebody_has_approved_the_words_around_it(tmp_path: Path) -> None:
    file = tmp_path / "toolkits/counties/wi-waukesha.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(CARD.replace("rights-card, timeline", "monitoring-form") + HELP)
    roots = Roots((tmp_path, packaged()))

    def made(draft: bool = False) -> tuple[str, list[Problem]]:
        request = BuildRequest(file, date(2026, 11, 30), roots=roots, draft=draft, languages=("es",))
        prepared, report = prepare(request), Report()
        (one,) = compose_all(prepared, request)
        assert not one.stopped
        untranslated([one], prepared.languages, prepared.texts, report)
        return one.html, list(report)

    html, (problem,) = made()
    start = '<span lang="en" class="untranslated">'
    assert f'{start}For help: <span class="nb">262-555-0123</span>, checked Nov 18, 2026</span>' in html
    assert (problem.code, problem.severity) == ("LOC114", Severity.WARNING) and "1 of" in problem.what
    html, problems = made(draft=True)
    assert "Para pedir ayuda: " in html and not problems
    command = ["locales", "review", "mark", "es", "--by", "M. R.", "--role", "court interpreter", "--on", "2026-11-20",
               "--domain", "documents", "--project", str(tmp_path)]
    assert run(command) == 0
    html, problems = made()
    assert "Para pedir ayuda: " in html and "18 nov 2026" in html and not problems


def test_a_page_of_rights_waits_in_english_within_the_toolkit_and_says_why(tmp_path: Path) -> None:
    file = tmp_path / "toolkits/counties/wi-waukesha.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(CARD.replace("rights-card, timeline", "toolkit, booklet"))

    def pages(draft: bool = False) -> list[str]:
        request = BuildRequest(file, date(2026, 11, 30), roots=Roots((tmp_path, packaged())), draft=draft,
                               languages=("es",))
        made = list(compose_all(prepare(request), request))
        names = {"toolkit": "rights", "booklet": "taken"}
        return [next(str(c.html) for c in one.chapters if c.head.name == names[one.document]) for one in made]

    for page in pages():
        assert "You do not have to open the door to talk" in page and "están en inglés porque" in page
    for page in pages(draft=True):
        assert "No tiene que abrir la puerta" in page and "You do not have to open" not in page
