"""PETRARCH's published dictionaries, where they lie beside the gold: sentences of our own, and the gold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.petrarch import coded as coded_by_bench
from bench.petrarch import readings, wanted
from dateline.interpret.petrarch import load_dictionaries
from dateline.pipeline import load_engine
from tests.interpret.petrarch.own import Triple, coded

FLOOR = 0.85
CASES: list[tuple[str, list[Triple]]] = [
    ("Turkey and Iran signed a trade agreement on Monday.", [("TUR", "IRN", "061"), ("IRN", "TUR", "061")]),
    ("Israeli soldiers shot two Palestinian farmers near Hebron.", [("ISRMIL", "PSEAGR", "190")]),
    ("Kenyan troops killed ten al-Shabab fighters in Somalia.", [("KENMIL", "SOMUAF", "190")]),
    ("Pakistan's army chief visited Saudi Arabia on Tuesday.",
     [("PAKMIL", "SAU", "042"), ("SAU", "PAKMIL", "043")]),
    ("Russia said on Monday that Ukraine had attacked a convoy.", [("RUS", "UKR", "112")]),
    ("A Nigerian court sentenced three Boko Haram members to death.", [("NGAJUD", "NGAREB", "172")]),
    ("The mayor of Kiev was kidnapped by Russian gunmen.", [("RUS", "UKRGOV", "181")]),
    ("Hamas fired rockets at Israel.", [("PSEREBHMS", "ISR", "194")]),
    ("Germany will not send weapons to Ukraine.", [("DEU", "UKR", "120")]),
    ("Ethiopia hopes to buy helicopters from Russia.", [("ETH", "RUS", "0212")]),
    ("According to Pakistani officials, India shelled a Chinese ship.", [("IND", "CHN", "190")]),
    ("Poland's parliament approved a loan to Ukraine.", [("POLLEG", "UKR", "0311")]),
    ("The United States and Britain will not lift sanctions against Zimbabwe.",
     [("USA", "ZWE", "1244"), ("GBR", "ZWE", "1244")]),
    ("Iran's president, Hassan Rouhani, criticized Israel in New York.", [("IRNGOV", "ISR", "111")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def published(gold: Path) -> str:
    """The folder of the published dictionaries."""
    folder = gold.parent / "petrarch"
    if not folder.is_dir():
        pytest.skip(f"no PETRARCH dictionaries at {folder}")
    return str(folder)


@pytest.mark.gold
@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_sentence_is_coded_by_the_published_dictionaries(
    text: str, expected: list[Triple], published: str
) -> None:
    assert coded(text, published, "2014-06-01") == set(expected)


@pytest.mark.gold
def test_they_load_but_for_a_few_lines_that_are_told(published: str) -> None:
    read = load_dictionaries(published)
    assert sum(len(verbs) for verbs in read.verbs.verbs.values()) > 6_000
    assert len(read.verbs.transforms) == 8
    assert len(read.notes) < 60
    assert all(":" in note for note in read.notes)


@pytest.mark.gold
def test_no_figure_falls_below_its_floor(gold: Path, published: str) -> None:
    engine = load_engine((), None, (f"petrarch:{published}",))
    right = total = 0
    for row, reading in readings(gold / "events" / "petr2_gsr.dev.jsonl", engine):
        sets = [wanted(row), coded_by_bench(reading)]
        kept = [{e for e in s if not e[0].startswith("---") and not e[1].startswith("---")} for s in sets]
        right += len(kept[0] & kept[1])
        total += len(kept[0]) + len(kept[1])
    assert 2 * right / total >= FLOOR
