"""The search for copies holds what it has reached on the pairs that were judged by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.copies import CORPUS, score, search
from bench.language import FLOORS


@pytest.mark.gold
def test_copies_among_real_reports(gold: Path) -> None:
    corpora = gold.parent / "corpora"
    if not (corpora / CORPUS).is_file():
        pytest.skip(f"no {CORPUS} beside the gold sets")
    figures = score(*search(corpora))
    floors = json.loads(FLOORS.read_text(encoding="utf8"))["copies"]
    assert {name: figures[name] for name, floor in floors.items() if figures[name] < floor} == {}
