"""What reading pages and telling languages has reached is held, on sets small enough for every run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.gate import own_paragraphs
from bench.gate import score as score_languages
from bench.language import FLOORS
from bench.pages import left_over, samples, score, summary
from dateline.collect.page.article import read_page
from dateline.collect.text.language import language_of

HELD = json.loads(FLOORS.read_text(encoding="utf8"))["collect"]


@pytest.mark.gold
def test_articles(gold: Path) -> None:
    folder = gold.parent / "corpora" / "pages"
    if not folder.is_dir():
        pytest.skip(f"no pages at {folder}")
    sample = list(samples(folder))
    pages = [read_page(one.html, address=one.address) for one in sample]
    f1, _, _ = summary([score(p.text or "", s.article) for p, s in zip(pages, sample, strict=True)])
    assert f1 >= HELD["articles.f1"]
    assert [line for p, s in zip(pages, sample, strict=True) for line in left_over(p, s)] == []


def test_languages() -> None:
    found = [(code, language_of(text), text) for code, text in own_paragraphs()]
    named, kept = score_languages("own paragraphs", found)
    assert len({code for code, _ in own_paragraphs()}) >= 20
    assert named >= HELD["language.named"]
    assert kept >= HELD["language.gate"]
