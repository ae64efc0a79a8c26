"""Small made-up values for tests: a county, its facts and sources, and a campaign with nothing left to look up.

Each function takes what a test cares about and fills in the rest. Names and figures are invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_toolkit.compose.document import Composed, Options, compose_document
from build_toolkit.compose.templates import TemplateFile
from build_toolkit.legal.conditions import Situation
from build_toolkit.locales.language import ENGLISH, Language
from build_toolkit.model import (
    Agreement,
    Ask,
    Demand,
    DocumentSpec,
    Fact,
    Here,
    LawHere,
    NationFigures,
    Place,
    Policy,
    Question,
    ResolvedCampaign,
    Source,
    StateFigures,
    StateLaw,
    Text,
)

DAY = date(2026, 5, 18)


def some(cases: Iterable[Any], every: int = 2) -> list[Any]:
    """Return the cases as parameters of a test, of which a plain run takes one in so many, the first among them."""
    return [pytest.param(case, marks=[pytest.mark.only_all] if number % every else []) for number, case in
            enumerate(cases)]


def text(words: str, context: str = "") -> Text:
    """Return a Text at a place in the catalog."""
    return Text.at(words, context)


def source(**changes: Any) -> Source:
    """Return a source: a report of the sheriff."""
    return Source(**{
        "title": "Jail report 2025", "publisher": "Sample County Sheriff", "date": date(2026, 1, 15),
        "url": "https://example.org/report", "read_on": date(2026, 5, 1), **changes,
    })


def fact(key: str, value: Any, kind: str = "number", **changes: Any) -> Fact:
    """Return a public fact of the day of that report."""
    return Fact(**{"id": key, "value": value, "kind": kind, "as_of": date(2026, 1, 15), "source": "report", **changes})


def question(label: str, kind: str = "number", **changes: Any) -> Question:
    """Return a question that declares a fact."""
    return Question(**{"label": label, "type": kind, "help": "Help.", "where": "The jail's report.", **changes})


def policy(key: str = "sample", **changes: Any) -> Policy:
    """Return a policy with nothing in its lists."""
    lists = ("life", "steps", "authorities", "demands", "objections", "messages", "audiences", "terms")
    words = {name: text(f"The {name} of {key}", f"policies.{key}.{name}")
             for name in ("name", "short", "summary", "headline")}
    return Policy(**{"id": key, **words, **{name: [] for name in lists}, **changes})


CERTAIN = dict.fromkeys(("text", "dates", "current"), "confirmed")


def state_law(*effects: str, state: str = "WI", reported: tuple[str, ...] = (), **changes: Any) -> StateLaw:
    """Return the law of a state: one rule for each effect, in force since 2025; without any, a search found none.

    The text of those `reported` was not read.
    """
    rules = [{"id": f"rule-{effect}", "name": f"Act that {effect}", "does": [effect], "citation": f"Stat. {number}",
              "says": f"It {effect}.", "in_force_from": "2025-01-01", "certainty": CERTAIN, "source": "made-law",
              "read_on": "2026-05-01"} for number, effect in enumerate((*effects, *reported), 1)]
    for rule in rules[len(effects):]:
        rule |= {"certainty": {**CERTAIN, "text": "secondhand"}, "confirm": "Its text."}
    return StateLaw.model_validate({"state": state, "summary": "Made up for a test.", "checked_on": "2026-05-01",
                                    "no_rule_known": not rules, "rules": rules, **changes})


def law_file(project: Path, state: str, *effects: str, reported: tuple[str, ...] = ()) -> Path:
    """Write such a law, and the source it names, into a project folder, where it stands before the state's own."""
    files = {"sources/made.yaml": {"made-law": source().model_dump(mode="json", exclude_none=True)},
             f"law/{state.lower()}.yaml": state_law(*effects, state=state, reported=reported).model_dump(
                 mode="json", exclude_none=True)}
    for name, data in files.items():
        path = project / "toolkits" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data))
    return path


def ask(key: str, title: str, status: str = "open", **changes: Any) -> Ask:
    """Return an ask of the sheriff."""
    demand = Demand(id=key, title=text(title), ask=text("Do it."), spoken=text("Please do it."),
                    why=text("Because."), done_when=text("It is done."), instrument="report", decider="jail")
    return Ask(**{"demand": demand, "policy": "sample", "status": status, "decider": text("the sheriff"), **changes})


def campaign(facts: Mapping[str, Fact] | None = None, **changes: Any) -> ResolvedCampaign:
    """Return a campaign of Sample County, Wisconsin; every fact given is declared by a question too."""
    facts = dict(facts or {})
    questions = {key: question(f"Label of {key}", "text") for key in facts} | changes.pop("questions", {})
    return ResolvedCampaign(**{
        "slug": "wi-sample", "title": text("Who decides?"), "subtitle": None,
        "place": Place(fips="55999", name="Sample County", short="Sample", kind="county", state="WI",
                       state_name="Wisconsin", slug="wi-sample", counties_in_state=72),
        "as_of": DAY, "today": DAY, "edition": "public", "tax_status": "none", "coalition": None,
        "documents": ("toolkit",), "languages": ("en",), "policies": (policy(),),
        "here": Here(listed=False, list_date=None, agreement_count=None, agreements=(), others=(), models=()),
        "state": StateFigures(), "nation": NationFigures(),
        "law": LawHere(regime_287g="none", regime_detainers="none", effects=(), rules=(), summary=text("No law."),
                       checked_on=DAY),
        "asks": (), "facts": facts, "questions": questions, "sources": {"report": source()}, **changes,
    })


def situation(
    day: date = DAY, *models: str, effects: tuple[str, ...] = (), reported: tuple[str, ...] = (), **changes: Any,
) -> Situation:
    """Return what texts may presuppose in a place whose sheriff has agreements of some models."""
    signed = fact("here.signed", date(2025, 5, 13), "date")
    own = tuple(Agreement(agency="Sheriff", model=m, model_name=text(m), code=m.upper(), ends=None, signed=signed)
                for m in models)
    here = Here(listed=bool(own), list_date=None, agreement_count=None, agreements=own, others=(), models=models)
    law = LawHere(regime_287g="none", regime_detainers="none", effects=effects, reported=reported, rules=(),
                  summary=text("No law."), checked_on=DAY)
    return Situation(**{"as_of": day, "law": law, "here": here, "state": "WI", **changes})


def language(tag: str = "es", translations: Mapping[Any, Any] | None = None, **changes: Any) -> Language:
    """Return a language; translations by English text, or by (context, English text)."""
    catalog = {
        key if isinstance(key, tuple) else (None, key): (value,) if isinstance(value, str) else tuple(value)
        for key, value in (translations or {}).items()
    }
    known = {"es": ("es_US", "ltr"), "ar": ("ar_EG", "rtl"), "ru": ("ru", "ltr"), "en": ("en_US", "ltr")}
    locale, direction = known[tag]
    return Language(**{"tag": tag, "bcp47": tag, "direction": direction, "format_locale": locale, "catalog": catalog,
                       **changes})


@dataclass(frozen=True)
class Given:
    """Template files held in memory, by their path below templates/."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def read(self, path: str) -> TemplateFile | None:
        """Return a file, or None."""
        return TemplateFile(f"templates/{path}", self.texts[path]) if path in self.texts else None

    def parts(self) -> list[TemplateFile]:
        """Return the files of parts."""
        return [TemplateFile(f"templates/{path}", self.texts[path]) for path in sorted(self.texts)
                if path.startswith("parts/")]

    def shapes(self) -> Path | None:
        """Return no maps."""
        return None


LAYOUT = """<html lang="{{ lang }}" dir="{{ dir }}"><head><title>{{ doc.title|text_only }}</title></head><body>
{% for c in chapters %}{{ c.html }}{% endfor %}</body></html>"""


def document(**changes: Any) -> DocumentSpec:
    """Return a document of one chapter, a.md, in the layout named plain."""
    return DocumentSpec(**{
        "id": "toolkit", "title": text("Toolkit"), "purpose": text("To test."), "layout": "plain",
        "chapters": [{"file": "a.md"}], **changes,
    })


def composed(
    chapter: str, spoken: Language = ENGLISH, *, parts: str = "", spec: DocumentSpec | None = None,
    texts: Mapping[str, str] | None = None, options: Options | None = None, **changes: Any,
) -> Composed:
    """Return a document of one chapter, composed; `changes` are those of `campaign`."""
    store = Given({
        "documents/toolkit/chapters/a.md": chapter, "layouts/plain.html.j2": LAYOUT, "parts/all.html.j2": parts,
        **(texts or {}),
    })
    return compose_document(spec or document(), campaign(**changes), spoken, store, options)
