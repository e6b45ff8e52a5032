"""Attribution and the coder hold what they have reached, on sets small enough for every run of the tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.attribution import COLUMNS, read_articles, score_polnear
from bench.language import FLOORS
from bench.reports import code, scorer
from dateline.digest import load_model
from dateline.pipeline import load_engine
from dateline.record import event_record

ARTICLES = 20
HELD = json.loads(FLOORS.read_text(encoding="utf8"))


@pytest.mark.gold
def test_who_says_what(gold: Path) -> None:
    articles, reads = read_articles(gold, load_model(), ARTICLES)
    figures = dict(zip(COLUMNS, score_polnear(articles, reads), strict=True))
    floors = HELD["attribution_dev"]
    assert {name: figures[name] for name, floor in floors.items() if figures[name] < floor} == {}


@pytest.mark.gold
def test_what_happened(gold: Path, tmp_path: Path) -> None:
    module = scorer(gold)
    readings = code(gold / "reports", load_engine())
    events = tmp_path / "events.jsonl"
    lines = [json.dumps(event_record(event)) for reading in readings for event in reading.events]
    events.write_text("\n".join(lines) + "\n", encoding="utf8")
    result = module.score(gold / "reports", str(events))
    figures = {level: result[level]["f1"] for level in ("event", "sentence", "dyad")}
    figures |= {name: field["accuracy"] for name, field in result["fields"].items()}
    assert result["bad_offsets"] == 0
    assert {name: figures[name] for name, floor in HELD["reports"].items() if figures[name] < floor} == {}
