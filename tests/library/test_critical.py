"""Words on people's rights: never printed in a translation that nobody has read, save on a draft."""

from datetime import date
from pathlib import Path

from build_toolkit.cli.main import run
from build_toolkit.pipeline import BuildRequest, compose_all, prepare
from build_toolkit.roots import Roots, packaged

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
        request = BuildRequest(file, date(2026, 11, 21), roots=roots, draft=draft)
        made = list(compose_all(prepare(request), request))
        assert all("LOC113" in str(one.problems[0]) for one in made if one.stopped)
        return {(one.document, one.language) for one in made if one.stopped}

    assert stopped() == {("rights-card", "es")}
    assert stopped(draft=True) == set()
    command = ["locales", "review", "mark", "es", "--by", "M. R.", "--role", "court interpreter", "--on", "2026-11-20",
               "--domain", "content", "--project", str(tmp_path)]
    assert run(command) == 0
    assert stopped() == set()
