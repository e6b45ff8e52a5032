"""The record: its values. (Its names and their order are held to docs/record.md by tests/repo.)"""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dateline.publish import publish
from dateline.record import event_record, layers_record, number, to_json
from tests.publish.events import SENTENCE, TEXT, reading_of, withdrawal


def test_values() -> None:
    record = event_record(withdrawal())
    assert record["counts"][0] | {"start": 0, "end": 0} == {
        "start": 0, "end": 0, "text": "more than 50", "of": "materiel", "what": "jets",
        "low": 51, "best": None, "high": None, "said_by": [],
    }  # fmt: skip
    assert isinstance(record["counts"][0]["low"], int)
    assert record["report"]["published"] is None
    sentence = record["sentence"]
    assert TEXT[sentence["start"] : sentence["end"]] == SENTENCE


def test_what_is_unknown_is_null() -> None:
    record = event_record(replace(withdrawal(), time=None, mode=None, said_by=(), counts=(), score=None))
    assert (record["time"], record["mode"], record["score"]) == (None, None, None)
    assert (record["said_by"], record["counts"], record["recipients"]) == ([], [], [])


def test_layers_words_and_statements() -> None:
    record = layers_record(reading_of(withdrawal()))
    assert record["tokens"][0] == {
        "start": 0, "end": 5, "lemma": "", "upos": "", "head": None, "deprel": "root",
    }  # fmt: skip
    assert record["tokens"][1]["head"] == 0
    (attribution,) = record["attributions"]
    assert [TEXT[a:b] for a, b in attribution["source"]] == ["the Russian Defense Ministry"]
    assert record["furniture"] == [{"start": 0, "end": 5, "rule": "share"}]


def test_lines() -> None:
    (line,) = publish([reading_of(withdrawal())], "json")
    assert json.loads(line) == event_record(withdrawal())
    (layers,) = publish([reading_of(withdrawal())], "layers")
    assert json.loads(layers)["events"][0]["id"] == withdrawal().id


def test_numbers() -> None:
    assert [number(v) for v in (None, 3.0, 3.5, 0.0)] == [None, 3, 3.5, 0]
    assert repr(number(50.0)) == "50"


@given(st.text(), st.text())
def test_any_text_is_one_line_of_utf8(one: str, other: str) -> None:
    line = to_json({one: other})
    assert json.loads(line.encode("utf-8")) == {one: other}
    assert "\n" not in line
