"""A country's or an actor's page: what happened, with whom, when, and on whose word."""

from __future__ import annotations

from typing import Any, Final

from dateline.serve import ledger
from dateline.serve.overview import LIST
from dateline.serve.view import View

_ACTOR: Final = "(list_contains(actors, $1) OR list_contains(recipients, $1))"
_COUNTRY: Final = "country = $1"
MOST: Final = 30


def country(view: View, code: str) -> dict[str, Any] | None:
    """A country by its code; None where nothing happened there and nobody is from there."""
    found = _common(view, _COUNTRY, code)
    if found is None:
        return None
    who = view.rows(
        "SELECT value, count(*) AS incidents FROM (SELECT unnest(actors) AS value FROM incidents WHERE "
        "country = $1) "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}",
        [code],
    )
    return found | {
        "kind": "country",
        "name": code,
        "with": who,
        "ledger": ledger.of(view, "place_country", code),
    }


def actor(view: View, name: str) -> dict[str, Any] | None:
    """An actor by name; None where no incident has one of it."""
    found = _common(view, _ACTOR, name)
    if found is None:
        return None
    others = view.rows(
        'SELECT value, count(*) FILTER (acted) AS toward, count(*) FILTER (NOT acted) AS "from", count(*) '
        "AS incidents FROM ("
        "SELECT unnest(recipients) AS value, true AS acted FROM incidents WHERE list_contains(actors, $1) "
        "UNION ALL "
        "SELECT unnest(actors), false FROM incidents WHERE list_contains(recipients, $1)) "
        f"WHERE value <> $1 GROUP BY 1 ORDER BY 4 DESC, 1 LIMIT {MOST}",
        [name],
    )
    return found | {"kind": "actor", "name": name, "with": others, "ledger": ledger.of(view, "actor", name)}


def _common(view: View, where: str, value: str) -> dict[str, Any] | None:
    total = view.rows(
        "SELECT count(*) AS incidents, count(*) FILTER (disputed) AS disputed, min(first_day) AS first, "
        f"max(last_day) AS last FROM incidents WHERE {where}",
        [value],
    )[0]
    if not total["incidents"]:
        return None
    width = "month" if total["first"] and (total["last"] - total["first"]).days > 120 else "day"
    return {
        "total": total,
        "types": view.rows(
            f"SELECT type AS value, count(*) AS incidents FROM incidents WHERE {where} GROUP BY 1 ORDER BY "
            f"2 DESC, 1", [value]
        ),
        "timeline": {
            "bin": width,
            "bars": view.rows(
                f"SELECT date_trunc('{width}', first_day)::DATE AS start, type, count(*) AS incidents FROM "
                f"incidents "
                f"WHERE first_day IS NOT NULL AND {where} GROUP BY 1, 2 ORDER BY 1, 2",
                [value],
            ),
        },
        "list": view.rows(
            f"SELECT {LIST} FROM incidents WHERE {where} "
            f"ORDER BY last_day DESC NULLS LAST, incident_id LIMIT {MOST}",
            [value],
        ),
    }  # fmt: skip
