"""The model holds what it has reached, on a development set small enough for every run of the tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.gold import read_lines
from bench.language import FLOORS, score_raw, score_tokens
from dateline.digest import load_model

PARAGRAPHS = 150


@pytest.mark.gold
def test_no_figure_falls_below_its_floor(gold: Path) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf8"))["language_dev"]
    rows = list(read_lines(gold / "language" / "ud_gum.dev.jsonl.gz"))[:PARAGRAPHS]
    model = load_model()
    scores = score_tokens(model, rows, given=False)
    scores["sentences"] = score_raw(model, rows)["sentences"]
    assert {name: scores[name] for name, floor in floors.items() if scores[name] < floor} == {}
