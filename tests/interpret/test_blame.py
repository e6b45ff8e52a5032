"""Who is blamed and on whose word, and how far a deed has come: sentences of our own, read to the end."""

from __future__ import annotations

import re

import pytest

from dateline.interpret.blame import BASES, blamed, responsibility
from dateline.interpret.blame_clues import clues_of, is_authority
from dateline.interpret.stage import STAGES, stage
from dateline.interpret.weighted import load_weights, probabilities
from dateline.model import Holder, Span
from tests.interpret.reading import events, read

BLAME = {
    "claims it": (
        "The Shining Path claimed responsibility for the bombing of the bank in Lima.",
        "The Shining Path",
        "bombing",
        "admitted",
    ),
    "told by the report": (
        "Shining Path rebels killed the mayor of Ayacucho and burned his house on Friday.",
        "Shining Path",
        "mayor",
        "fact",
    ),
    "accused by nobody in office": (
        "Villagers accused the army of killing the teacher.",
        "army",
        "teacher",
        "accused",
    ),
    "accused by the police": (
        "Police accused the rebels of bombing the bank in Lima.",
        "rebels",
        "bank",
        "accused by authorities",
    ),
}
STAGE = {
    "defused": ("Police defused a bomb that had been placed at the bank.", "bomb", "explosives", "attempted"),
    "threatened": ("The cartel threatened to kill the judges.", "judges", None, "threatened"),
    "done": ("A bomb exploded at the embassy, killing two guards.", "guards", "explosives", "accomplished"),
}


def spans(text: str, words: str) -> list[Span]:
    """Every place where words stand."""
    return [Span.of(text, m.start(), m.end()) for m in re.finditer(re.escape(words), text)]


@pytest.mark.parametrize("name", BLAME)
def test_how_an_actor_is_tied_to_a_deed(name: str) -> None:
    text, actor, deed, basis = BLAME[name]
    told = responsibility(read(text), spans(text, actor), spans(text, deed))
    assert told is not None
    assert told.basis == basis


@pytest.mark.parametrize("name", STAGE)
def test_how_far_a_deed_has_come(name: str) -> None:
    text, deed, mode, wanted = STAGE[name]
    told = stage(read(text), spans(text, deed), mode)
    assert told is not None
    assert told.name == wanted


def test_the_accuser_is_kept_with_its_words() -> None:
    text = "Police accused the Shining Path of bombing the bank in Lima."
    told = responsibility(read(text), spans(text, "Shining Path"), spans(text, "bank"))
    assert told is not None
    assert [h.span.text for h in told.by] == ["Police"]
    assert all(text[s.start : s.end] == s.text for s in told.evidence)


def test_who_accuses_is_not_accused() -> None:
    text = "The rebels accused the army of killing the teacher."
    found = clues_of(read(text), spans(text, "The rebels"), spans(text, "teacher"))
    assert "accuses others" in found.features
    assert "accuses tied" not in found.features


def test_a_claim_that_nobody_made_is_none() -> None:
    text = "The Shining Path has not claimed responsibility for the attack."
    found = clues_of(read(text), spans(text, "The Shining Path"), spans(text, "attack"))
    assert not any(name.startswith("admits t") for name in found.features)


def test_an_actor_or_deed_that_is_not_there_has_no_answer() -> None:
    reading = read("The harbour was quiet on Sunday.")
    assert responsibility(reading, [], []) is None
    assert stage(reading, []) is None


def test_each_actor_of_an_event_is_tied() -> None:
    text = "The police said Shining Path rebels killed four villagers near Ayacucho on Friday."
    (event,) = events(text, "ASSAULT")
    told = blamed(read(text), event)
    assert [actor.span for actor, _ in told] == [a.span for a in event.actors]
    assert all(tie.basis in BASES and 0 < tie.probability <= 1 for _, tie in told)


@pytest.mark.parametrize(
    ("phrase", "sector", "state"),
    [
        ("the provincial police", None, True),
        ("Colonel Ruiz", "MIL", True),
        ("two neighbours", None, False),
        ("police reporters", "JRN", False),
    ],
)
def test_who_speaks_for_a_state(phrase: str, sector: str | None, state: bool) -> None:
    assert is_authority(Holder(Span(0, len(phrase), phrase), None, sector=sector)) is state


def test_weights_name_the_answers_and_give_probabilities() -> None:
    assert set(load_weights("stage_weights")) == set(STAGES)
    assert set(load_weights("blame_weights")) <= set(BASES)
    likely = probabilities({"a": {"bias": 0.0, "x": 1.0}, "b": {"bias": 0.0}}, {"x": 2.0, "unknown": 9.0})
    assert likely["a"] > likely["b"]
    assert sum(likely.values()) == pytest.approx(1.0)
