"""Where a text stands in the catalog, and that moving it in a list keeps its translation."""

from build_toolkit.files.roots import Roots
from build_toolkit.files.yamlio import Marked
from build_toolkit.library.library import Library
from build_toolkit.model import Demand, Question, Questions, Rule, Source, Stage
from build_toolkit.model.base import AnyModel, Model, Text, texts
from factories import CERTAIN


def addressed(model: AnyModel, prefix: str) -> AnyModel:
    Library(Roots(())).addressed(model, prefix, Marked("file.yaml", {}, {}))
    return model


class Bag(Model):
    """Every way a text can stand in a file."""

    title: Text
    plain: str = "not for translators"
    costs: list[Text] = []
    demands: list[Demand] = []
    sources: dict[str, Source] = {}
    empty: Text | None = None


def demand(key: str) -> Demand:
    return Demand(id=key, title=f"Title of {key}", ask=f"Ask {key}.", spoken=f"Say {key}.", why=f"Why {key}.",
                  done_when=f"Done {key}.", instrument="report", decider="jail")


def contexts(bag: Bag) -> dict[str, str]:
    return {str(spot.text): spot.context for spot in texts(bag, "policies.x")}


def test_fields_keys_and_ids_make_the_context() -> None:
    source = Source(title="Never translated", publisher="P", read_on="2026-01-01", note="A note")
    bag = Bag(title="T", costs=["Cost one", "Cost two"], demands=[demand("end-it")], sources={"ice-list": source})
    found = contexts(bag)
    assert found["T"] == "policies.x.title"
    assert found["Title of end-it"] == "policies.x.demands.end-it.title"
    assert found["A note"] == "policies.x.sources.ice-list.note"
    assert found["Cost one"] == found["Cost two"] == "policies.x.costs"
    assert "Never translated" not in found and "not for translators" not in found


def test_the_place_of_an_item_in_its_list_does_not_matter() -> None:
    one = Bag(title="T", demands=[demand("a"), demand("b")])
    other = Bag(title="T", demands=[demand("b"), demand("a")])
    assert contexts(one) == contexts(other)


def test_an_item_without_an_id_has_the_context_of_its_list_and_field() -> None:
    rule = Rule(id="tx-sb8", name="SB 8", does=[], citation="c", says="Says.", certainty=CERTAIN, source="s",
                read_on="2026-01-01", stages=[Stage(stage="enacted", note="Signed.")])
    assert {str(s.text): s.context for s in texts(rule, "law.tx")} == {
        "Says.": "law.tx.says", "Signed.": "law.tx.stages.note",
    }


def test_the_library_sets_what_texts_yields_and_paths_lead_to_the_data() -> None:
    bag = addressed(Bag(title="T", demands=[demand("a")]), "policies.x")
    data = bag.model_dump()
    for spot in texts(bag, "policies.x"):
        assert spot.text.context == spot.context
        value = data
        for step in spot.path:
            value = value[step]
        assert value == spot.text
    assert bag.demands[0].ask.context == "policies.x.demands.a.ask"


def test_a_fact_id_with_dots_stays_one_key() -> None:
    questions = Questions(questions={"jail.capacity": Question(label="Beds", type="number", help="H", where="W")})
    addressed(questions, "")
    assert questions.questions["jail.capacity"].label.context == "questions.jail.capacity.label"
