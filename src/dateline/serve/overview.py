"""The overview: incidents on a map and a timeline, counted where they are asked for, and a list of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from dateline.serve.filters import Filters
from dateline.serve.view import Row, View

PAGE: Final = 40
MOST_PLACES: Final = 1500
OFFERED: Final = 300
MOST_ROWS: Final = 100_000
LIST: Final = (
    "incident_id, title, type, modes, first_day, last_day, country, place_name, status, actors, recipients, "
    "reports, texts, origins, events, disputed, confidence"
)
_BINS: Final = ((92, "day"), (800, "week"), (365 * 12, "month"))
"""Up to so many days, bars are a day, a week or a month wide; beyond, a year."""


def overview(view: View, filters: Filters) -> dict[str, Any]:
    """All that the overview shows under these filters."""
    where, values = filters.where()
    total = view.rows(
        "SELECT count(*) AS incidents, coalesce(sum(reports), 0)::BIGINT AS reports, "
        "count(*) FILTER (disputed) AS disputed, count(*) FILTER (first_day IS NULL) AS undated, "
        "count(*) FILTER (lat IS NULL) AS unplaced, min(first_day) AS first, max(first_day) AS last "
        f"FROM incidents WHERE {where}",
        values,
    )[0]
    return {
        "filters": filters.set(),
        "total": total,
        "map": _places(view, where, values),
        "timeline": _timeline(view, where, values, total["first"], total["last"]),
        "types": _counted(view, "type", where, values),
        "countries": _counted(view, "country", where, values),
        "list": listing(view, filters),
        "pages": max(1, -(-total["incidents"] // PAGE)),
    }


def listing(view: View, filters: Filters) -> list[Row]:
    """One page of the list."""
    where, values = filters.where()
    return view.rows(
        f"SELECT {LIST} FROM incidents WHERE {where} ORDER BY {filters.order} LIMIT {PAGE} OFFSET ?",
        [*values, (filters.number - 1) * PAGE],
    )


def sheet(view: View, filters: Filters) -> list[Row]:
    """The whole list, at most `MOST_ROWS` of it."""
    where, values = filters.where()
    return view.rows(
        f"SELECT {LIST}, lat, lon, place_precision FROM incidents WHERE {where} ORDER BY {filters.order} "
        f"LIMIT {MOST_ROWS}",
        values,
    )


def _places(view: View, where: str, values: list[Any]) -> dict[str, Any]:
    """Incidents a place, the most told of first; how many places are not shown."""
    found = view.rows(
        "SELECT place_name, country, round(lat, 3) AS lat, round(lon, 3) AS lon, count(*) AS incidents, "
        "count(*) FILTER (disputed) AS disputed, any_value(place_precision) AS precision "
        f"FROM incidents WHERE lat IS NOT NULL AND {where} GROUP BY ALL EXCLUDE (precision) "
        f"ORDER BY incidents DESC, place_name LIMIT {MOST_PLACES + 1}"
        .replace("GROUP BY ALL EXCLUDE (precision)", "GROUP BY 1, 2, 3, 4"),
        values,
    )  # fmt: skip
    return {"places": found[:MOST_PLACES], "more": len(found) > MOST_PLACES}


def _timeline(
    view: View, where: str, values: list[Any], first: date | None, last: date | None
) -> dict[str, Any]:
    """Incidents by type in each stretch of time."""
    if first is None or last is None:
        return {"bin": "month", "bars": []}
    width = next((name for most, name in _BINS if (last - first) <= timedelta(most)), "year")
    bars = view.rows(
        f"SELECT date_trunc('{width}', first_day)::DATE AS start, type, count(*) AS incidents FROM incidents "
        f"WHERE first_day IS NOT NULL AND {where} GROUP BY 1, 2 ORDER BY 1, 2",
        values,
    )
    return {"bin": width, "bars": bars}


def _counted(view: View, column: str, where: str, values: list[Any]) -> list[Row]:
    return view.rows(
        f"SELECT {column} AS value, count(*) AS incidents FROM incidents "
        f"WHERE {column} IS NOT NULL AND {where} GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    )


def offered(view: View) -> dict[str, list[str]]:
    """What can be filled in: the most frequent actors, recipients, places and sources of the whole store."""
    asked = {
        "actors": "SELECT unnest(actors) AS value FROM incidents",
        "recipients": "SELECT unnest(recipients) AS value FROM incidents",
        "places": "SELECT place_name AS value FROM incidents",
        "sources": "SELECT outlet AS value FROM reports UNION ALL SELECT holder FROM claims",
        "types": "SELECT type AS value FROM incidents",
        "countries": "SELECT country AS value FROM incidents",
    }
    return {
        name: [
            row["value"]
            for row in view.rows(
                f"SELECT value FROM ({query}) WHERE value IS NOT NULL GROUP BY 1 "
                f"ORDER BY count(*) DESC, 1 LIMIT {OFFERED}"
            )
        ]
        for name, query in asked.items()
    }
