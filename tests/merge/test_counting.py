"""Counts and time series over a store's tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from dateline.errors import UserError
from dateline.keep.schema import TABLES, to_table
from dateline.merge.counting import EVENT_TABLES, INCIDENT_TABLES, Asked, count


def table(name: str, *rows: dict[str, Any]) -> pa.Table:
    """A table whose columns that a row leaves out are empty, or what may not be empty stands for nothing."""
    empty = {pa.string(): "", pa.int32(): 0, pa.float64(): 0.0, pa.bool_(): False}
    filled = []
    for row in rows:
        whole = {
            field.name: None
            if field.nullable
            else empty.get(field.type, [] if pa.types.is_list(field.type) else None)
            for field in TABLES[name]
        }
        filled.append(whole | row)
    if name == "reports":
        filled = [row | {"added_at": datetime(2021, 1, 1)} for row in filled]  # noqa: DTZ001
    return to_table(name, filled)


def event(
    name: str, report: str, type_: str, status: str, low: str | None, high: str | None = None
) -> dict[str, Any]:
    """A row of `events`; `low` and `high` bound its time."""
    first = date.fromisoformat(low) if low else None
    last = date.fromisoformat(high) if high else first
    told = {"event_id": name, "report_id": report, "type": type_, "status": status}
    return told | {"time_low": first, "time_high": last}


@pytest.fixture
def tables() -> dict[str, pa.Table]:
    return {
        "reports": table(
            "reports",
            {"report_id": "r1", "outlet": "The Post", "published_day": date(2021, 5, 3)},
            {"report_id": "r2", "published_day": date(2021, 6, 1)},
        ),
        "events": table(
            "events",
            event("e1", "r1", "ASSAULT", "happened", "2021-05-01") | {"mode": "aerial"},
            event("e2", "r1", "ASSAULT", "denied", "2021-05-31"),
            event("e3", "r2", "RETREAT", "happened", "2021-06-01", "2021-06-30"),
            event("e4", "r2", "RETREAT", "planned", "2021-01-01", "2021-12-31"),
            event("e5", "r2", "PROTEST", "happened", None),
        ),
        "event_actors": table(
            "event_actors",
            {"event_id": "e1", "role": "actor", "country": "KEN", "name": "Kenya"},
            {"event_id": "e1", "role": "actor", "country": "UGA", "n": 1},
            {"event_id": "e1", "role": "actor", "country": "UGA", "n": 2},
            {"event_id": "e2", "role": "actor", "name": "Red Column"},
            {"event_id": "e3", "role": "actor", "text": "gunmen"},
            {"event_id": "e1", "role": "recipient", "country": "SOM"},
        ),
        "event_places": table(
            "event_places", {"event_id": "e1", "country": "SOM"}, {"event_id": "e1", "country": "SOM", "n": 1}
        ),
    }  # fmt: skip


def rows(tables: dict[str, pa.Table], *by: str, **more: Any) -> list[tuple[Any, ...]]:
    """The rows of a count."""
    return [tuple(row.values()) for row in count(tables, Asked(by, **more)).to_pylist()]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("month", [("2021-05", 2), ("2021-06", 1), (None, 2)]),  # "in 2021" has no month
        ("year", [("2021", 4), (None, 1)]),
        ("day", [("2021-05-01", 1), ("2021-05-31", 1), (None, 3)]),
        ("week", [("2021-W17", 1), ("2021-W22", 1), (None, 3)]),
        ("type", [("ASSAULT", 2), ("PROTEST", 1), ("RETREAT", 2)]),
        ("mode", [("aerial", 1), (None, 4)]),
        ("status", [("denied", 1), ("happened", 3), ("planned", 1)]),
        ("country", [("SOM", 1), (None, 4)]),
        ("actor", [("KEN", 1), ("Red Column", 1), ("UGA", 1), ("gunmen", 1), (None, 2)]),
        ("recipient", [("SOM", 1), (None, 4)]),
        ("outlet", [("The Post", 2), (None, 3)]),
    ],
)
def test_each_dimension(tables: dict[str, pa.Table], by: str, expected: list[tuple[str | None, int]]) -> None:
    assert rows(tables, by) == expected


def test_two_dimensions_in_the_order_asked_for(tables: dict[str, pa.Table]) -> None:
    found = count(tables, Asked(("type", "month")))
    assert found.column_names == ["type", "month", "events"]
    assert rows(tables, "type", "month")[0] == ("ASSAULT", "2021-05", 2)


@pytest.mark.parametrize(
    ("only", "number"),
    [
        ({"actor": ["ken"]}, 1),
        ({"actor": ["KEN", "Red Column"]}, 2),
        ({"actor": ["UGA"], "status": ["happened"]}, 1),
        ({"type": ["ASSAULT"], "outlet": ["the post"]}, 2),
        ({"actor": ["' OR 1=1 --"]}, 0),
    ],
)
def test_what_is_kept(tables: dict[str, pa.Table], only: dict[str, list[str]], number: int) -> None:
    assert rows(tables, only=only) == [(number,)]


def test_days_bound_what_is_counted(tables: dict[str, pa.Table]) -> None:
    assert rows(tables, since="2021-05-02") == [(2,)]
    assert rows(tables, since="2021-05-01", until="2021-05-31") == [(2,)]


def test_events_may_count_on_the_day_of_their_report(tables: dict[str, pa.Table]) -> None:
    assert rows(tables, "month", dated="published") == [("2021-05", 2), ("2021-06", 3)]
    assert rows(tables, since="2021-06-01", dated="published") == [(3,)]


def test_incidents_are_counted_alike(tables: dict[str, pa.Table]) -> None:
    when = {"first_day": date(2021, 5, 1), "last_day": date(2021, 5, 1)}
    own = {
        "reports": tables["reports"],
        "incidents": table(
            "incidents",
            {"incident_id": "i1", "type": "ASSAULT", "actors": ["Kenya", "Uganda"]} | when,
            {"incident_id": "i2", "type": "PROTEST"},
        ),
        "incident_events": table(
            "incident_events",
            {"incident_id": "i1", "report_id": "r1"}, {"incident_id": "i1", "report_id": "r2"},
        ),
    }  # fmt: skip
    assert set(own) == set(INCIDENT_TABLES)
    assert rows(own, "month", "actor", unit="incident") == [
        ("2021-05", "Kenya", 1), ("2021-05", "Uganda", 1), (None, None, 1),
    ]  # fmt: skip
    assert rows(own, "outlet", unit="incident") == [("The Post", 1), (None, 2)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Asked(("planet",)), "cannot count by planet: there are day, week, month"),
        (Asked(("type", "type")), "each dimension once in --by, not type,type"),
        (Asked(("month",), unit="incident", dated="published"), "only events are counted by the day"),
    ],
)
def test_what_cannot_be_counted_is_told_in_a_line(
    tables: dict[str, pa.Table], asked: Asked, told: str
) -> None:
    assert set(tables) == set(EVENT_TABLES)
    with pytest.raises(UserError, match=told):
        count(tables, asked)
