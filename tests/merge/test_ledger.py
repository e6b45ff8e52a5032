"""The ledger: who has what where since when, on whose word, read from reports with the real model."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dateline.keep.schema import to_table
from dateline.keep.tables import coded_rows
from dateline.merge.ledger import Position, chosen, ledger_table, positions_of
from dateline.model import Interpretation
from tests.interpret.reading import read

NAMES = {"somalia": "SOM", "kenya": "KEN", "syria": "SYR", "russia": "RUS", "niger": "NER"}


def rows_of(reading: Interpretation) -> dict[str, Any]:
    """The rows that a store keeps of a reading."""
    return dict(coded_rows(reading, datetime(2021, 5, 1, tzinfo=UTC)))


def ledger(text: str, published: str = "2020-03-18") -> list[Position]:
    """The ledger of one report."""
    return positions_of(rows_of(read(text, published)))


def only(text: str, published: str = "2020-03-18") -> Position:
    """The one position with a number that a report tells."""
    (found,) = [p for p in ledger(text, published) if p.number_text]
    return found


@pytest.mark.parametrize(
    ("text", "country", "place", "levels", "change"),
    [
        ("There are 900 Kenyan troops in Somalia.", "KEN", "SOM", (900, 900, 900), "present"),
        ("Denmark has sent more than 40 tanks to Ukraine.", "DNK", "UKR", (41, None, None), "arrives"),
        ("France withdrew 150 soldiers from Niger on Monday.", "FRA", "NER", (150, 150, 150), "leaves"),
        ("Rwanda will send 1,000 soldiers to Mozambique.", "RWA", "MOZ", (1000, 1000, 1000), "announced"),
        ("Some 2,500 American soldiers remain in Iraq.", "USA", "IRQ", (None, 2500, None), "present"),
        (
            "British estimates of the number of Ethiopian soldiers in Eritrea vary from 2,000 to 4,500.",
            "ETH", "ERI", (2000, None, 4500), "present",
        ),
    ],
)  # fmt: skip
def test_a_strength_is_a_position(
    text: str, country: str, place: str, levels: tuple[float | None, ...], change: str
) -> None:
    found = only(text)
    assert (found.country, found.place_country, found.change) == (country, place, change)
    assert (found.low, found.best, found.high) == levels


def test_it_says_on_whose_word() -> None:
    found = only("British estimates of the number of Ethiopian soldiers in Eritrea vary from 2,000 to 4,500.")
    assert found.holder == "United Kingdom"
    assert only("There are 900 Kenyan troops in Somalia.").holder is None  # the reporter


def test_what_left_has_an_end_and_what_came_a_beginning() -> None:
    left = only("France withdrew 150 soldiers from Niger on Monday.")
    assert (left.from_day, left.to_day) == (None, date(2020, 3, 16))
    came = only("Kenya deployed 400 soldiers to Somalia on 2 March 2020.")
    assert (came.from_day, came.to_day) == (date(2020, 3, 2), None)


def test_open_ends_stay_open() -> None:
    found = only("There are 900 Kenyan troops in Somalia.")
    assert (found.from_day, found.to_day) == (None, None)


def test_a_withdrawal_without_a_number_is_one_too() -> None:
    (found,) = ledger("The last Chadian troops left Mali on Friday, the army said.")
    assert (found.country, found.place_country, found.change) == ("TCD", "MLI", "leaves")
    assert (found.to_day, found.number_text) == (date(2020, 3, 13), None)


def test_a_denial_is_kept_without_a_day() -> None:
    (found,) = [
        p for p in ledger("India denied that it had stationed 300 troops in the Maldives.") if p.number_text
    ]
    assert (found.status, found.holder, found.from_day) == ("denied", "India", None)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels freed 12 soldiers in Gao.",
        "Police arrested 20 soldiers in Khartoum.",
        "The two armies agreed on a ceasefire in Aleppo.",
        "The defence minister of Kenya resigned on Monday.",
    ],
)
def test_what_moves_no_force_is_no_position(text: str) -> None:
    assert ledger(text) == []


@pytest.mark.parametrize(
    ("actor", "place", "number"),
    [
        (None, None, 3), ("KEN", None, 2), ("Kenya", "Somalia", 1), ("kenya", "SOM", 1),
        ("Kenya", "Niger", 1), ("France", None, 1), (None, "Mali", 0),
    ],
)  # fmt: skip
def test_choosing_by_country_or_name(actor: str | None, place: str | None, number: int) -> None:
    text = (
        "There are 900 Kenyan troops in Somalia. France withdrew 150 soldiers from Niger. "
        "Kenya has sent 40 soldiers to Niger."
    )
    found = chosen(ledger(text), actor, place, NAMES | {"france": "FRA"})
    assert len(found) == number


def test_the_table_has_the_schema_and_every_text_its_place() -> None:
    text = "France withdrew 150 soldiers from Niger on Monday, the governor said."
    rows = rows_of(read(text))
    names = ("events", "event_actors", "event_places", "event_counts", "event_holders", "figures")
    table = ledger_table({name: to_table(name, rows[name]) for name in names})
    assert table.num_rows
    for row in table.to_pylist():
        assert text[row["start"] : row["end"]] == row["text"]


@pytest.mark.gold
def test_the_report_on_hmeimim(gold: Path) -> None:
    """Who has what in Syria, as the report tells it, each on the word of whoever says so."""
    given = json.loads((gold / "reports" / "withdrawal-2016.report.json").read_text(encoding="utf8"))
    found = chosen(ledger(given["text"], given["published"]), "RUS", "Syria", NAMES)

    def one(change: str, **told: Any) -> Position:
        (position,) = [
            p for p in found if p.change == change and all(getattr(p, k) == v for k, v in told.items())
        ]
        return position

    aircraft = one("arrives", number_text="more than 50")
    assert (aircraft.low, aircraft.place, aircraft.holder) == (51, "Khmeimim Air Base", None)
    personnel = one("present", number_text="3,000 to 6,000")
    assert (personnel.low, personnel.high, personnel.place) == (3000, 6000, "Syria")
    assert personnel.holder == "United States"
    first = one("leaves", to_day=date(2016, 3, 15))
    assert first.what == "The first group of Russian aircraft"
    assert first.holder_kind in ("official", "party")
    assert any(p.change == "announced" and "bulk of its forces" in p.what for p in found)
