"""The model card says what each head learned from, under which licence, and shows both packages' figures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from training import card
from training.card import Made, Scored, last_note, write_card
from training.sources import homes

CLAIMS = {"said": {"cue": 71.5, "source": 80.25}, "sure": {"sure": 61.0}, "deeds": {"types": 83.0}}
MADE = Made("9.9.9", False, 1200, 61.4, "2 cores", "2.12", "dateline-en 9.9.8", CLAIMS)
SCORES, WIDE = {"ewt.LAS": 88.66, "only.int8": 1.0}, {"ewt.LAS": 88.7}


def written(place: Path, made: Made = MADE, other: Scored | None = None) -> str:
    write_card(place, made, SCORES, WIDE, other)
    return place.read_text(encoding="utf8")


def row(text: str, start: str) -> str:
    """The one table row that begins so."""
    (line,) = (line for line in text.splitlines() if line.startswith(f"| {start}"))
    return line


@pytest.mark.parametrize(
    ("start", "teaches", "licence"),
    [
        ("PolNeAR", "source, cue, content", "none stated"),
        ("UDS-IH2", "factuality", "MIT, over texts of UD English EWT, CC BY-SA 4.0"),
        ("MEANTIME", "factuality", "CC BY 4.0"),
        ("UW", "factuality", "none stated**; annotated over news of TimeBank and TempEval"),
        ("RP", "factuality", "none stated"),
        ("`training/sentences`", "events", "CC BY 4.0"),
        ("worldwide newswire", "names", "none stated"),
    ],
)
def test_every_set_stands_with_what_it_teaches_and_its_licence(
    tmp_path: Path, start: str, teaches: str, licence: str
) -> None:
    line = row(written(tmp_path / "card.md"), start)
    assert teaches in line
    assert licence in line


def test_every_home_of_the_data_is_credited(tmp_path: Path) -> None:
    text = written(tmp_path / "card.md")
    for home in (h for h in vars(homes).values() if isinstance(h, homes.Home) and h is not homes.PUD):
        assert home.name in text


def test_a_card_of_open_sets_names_no_other_and_no_attributions(tmp_path: Path) -> None:
    text = written(tmp_path / "card.md", replace(MADE, open_only=True))
    assert "every set states a licence" in text
    assert not [name for name in ("PolNeAR", "| UW", "| RP", "worldwide newswire") if name in text]
    assert "names, events and factuality, in one" in " ".join(text.split())


def test_it_says_what_open_only_leaves_out_and_how_it_was_made(tmp_path: Path) -> None:
    text = " ".join(written(tmp_path / "card.md").split())
    assert "has no head for attributions and reads them by rules alone" in text
    assert "going on from the weights of dateline-en 9.9.8: 1200 steps in 61 minutes" in text
    assert "from the encoder: 1200" in " ".join(
        written(tmp_path / "card.md", replace(MADE, started=None)).split()
    )


def test_the_figures_of_both_packages_stand_side_by_side(tmp_path: Path) -> None:
    other = Scored(True, {"ewt.LAS": 88.1}, {"sure": {"sure": 70.0}})
    other.write(tmp_path / "scores.json")
    text = written(tmp_path / "card.md", other=Scored.read(tmp_path / "scores.json"))
    assert row(text, "ewt.LAS") == "| ewt.LAS | 88.66 | 88.70 | 88.10 |"
    assert row(text, "said.cue") == "| said.cue | 71.50 | – |"
    assert row(text, "sure.sure") == "| sure.sure | 0.61 | 0.70 |"
    alone = written(tmp_path / "card.md")
    assert row(alone, "ewt.LAS") == "| ewt.LAS | 88.66 | 88.70 |"
    assert row(alone, "deeds.types") == "| deeds.types | 83.00 |"


def test_the_last_line_of_the_curve_is_taken(tmp_path: Path) -> None:
    lines = [{"step": 1, "minutes": 0.1}, {"step": 2, "minutes": 0.3, "said": {"cue": 3.0}}]
    (tmp_path / "curve.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert last_note(tmp_path) == lines[1]
    assert set(card.CLAIMS_HEADS) == {"said", "sure", "deeds"}
