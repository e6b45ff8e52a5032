"""CSV: flat, documented, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.publish import publish
from dateline.publish.sheet import COLUMNS
from tests.publish.events import SENTENCE, reading_of, withdrawal


def table(**given: str) -> list[dict[str, str]]:
    lines = publish([reading_of(withdrawal(**given))], "csv")
    return list(csv.DictReader(io.StringIO("\n".join(lines) + "\n", newline="")))


def test_one_row_an_event_with_documented_columns() -> None:
    (row,) = table(outlet="The Pebble")
    assert list(row) == [name for name, _, _ in COLUMNS]
    assert all(explained for _, explained, _ in COLUMNS)
    expected = {
        "outlet": "The Pebble", "type": "RETREAT", "mode": "withdraw", "contexts": "military", "score": "6.5",
        "actor_countries": "RUS", "recipient_names": "", "places": "from Khmeimim Air Base", "lat": "35.4",
        "time_value": "2016-03-15", "counts": "materiel 51+ (more than 50)",
        "killed_low": "",
        "trigger": "left", "said_by": "Ministry of Defence", "sentence": SENTENCE, "confidence": "0.86",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_the_header_comes_without_events() -> None:
    assert list(publish([], "csv")) == [",".join(name for name, _, _ in COLUMNS)]


def test_several_actors_stay_side_by_side() -> None:
    event = withdrawal()
    two = (event.actors[0], replace(event.actors[0], name=None, country="SYR"))
    lines = publish([reading_of(replace(event, actors=two))], "csv")
    (row,) = csv.DictReader(io.StringIO("\n".join(lines)))
    assert (row["actor_names"], row["actor_countries"]) == ("Russia; ", "RUS; SYR")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", "\t=1", " =cmd|' /C calc'!A0", "\r=1"])
def test_no_cell_runs_as_a_formula(title: str) -> None:
    assert table(title=title)[0]["title"].startswith("'")


@given(st.text(min_size=1))
def test_any_title_comes_through(title: str) -> None:
    event = replace(withdrawal(), report=replace(withdrawal().report, title=title))
    _, line = publish([reading_of(event)], "csv")
    (row,) = csv.reader(io.StringIO(line.encode("utf-8").decode("utf-8"), newline=""), strict=True)
    assert len(row) == len(COLUMNS)
    assert not row[4].lstrip().startswith(("=", "+", "-", "@"))
