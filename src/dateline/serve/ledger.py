"""The ledger: who has what where, and when it came or left, each line with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dateline.errors import UserError
from dateline.serve.view import Row, View

PAGE: Final = 100
CHANGES: Final = ("present", "arrives", "leaves", "announced")
COLUMNS: Final = (
    "l.actor, l.country, l.what, l.place, l.place_country, l.low, l.best, l.high, l.number_text, "
    "l.from_day, l.to_day, "
    'l.change, l.status, l.holder, l.holder_kind, l.report_id, l.event_id, l.start, l."end", l.text'
)
_EXACT: Final = ("actor", "country", "place", "place_country", "change")


def ledger(view: View, query: Mapping[str, str], most: int = PAGE) -> dict[str, Any]:
    """One page of the lines under these filters, newest first; all of them where `most` is 0."""
    chosen = {name: query.get(name, "").strip()[:300] for name in (*_EXACT, "page")}
    if chosen["change"] and chosen["change"] not in CHANGES:
        raise UserError(f"change “{chosen['change']}”: it is one of {', '.join(CHANGES)}")
    held = [name for name in _EXACT if chosen[name]]
    where = " AND ".join(f"l.{name} = ?" for name in held) or "true"
    values: list[Any] = [chosen[name] for name in held]
    count = view.rows(f"SELECT count(*) AS n FROM ledger l WHERE {where}", values)[0]["n"]
    number = max(1, int(chosen["page"])) if chosen["page"].isascii() and chosen["page"].isdigit() else 1
    limit = f"LIMIT {most} OFFSET {(number - 1) * most}" if most else ""
    rows = view.rows(
        f"SELECT {COLUMNS} FROM ledger l WHERE {where} "
        f"ORDER BY l.from_day DESC NULLS LAST, l.to_day DESC NULLS LAST, l.event_id, l.start {limit}",
        values,
    )
    select = "SELECT report_id, outlet, published_day FROM reports"
    told = {r["report_id"]: r for r in view.among(select, "report_id", {row["report_id"] for row in rows})}
    nothing = {"outlet": None, "published_day": None}
    return {
        "filters": {name: value for name, value in chosen.items() if value and name != "page"},
        "total": count,
        "page": number,
        "pages": max(1, -(-count // (most or count or 1))),
        "rows": [row | told.get(row["report_id"], nothing) for row in rows],
    }


def offered(view: View) -> dict[str, list[str]]:
    """What the ledger can be narrowed to."""
    return {
        name: [
            str(row["value"])
            for row in view.rows(
                f"SELECT {name} AS value FROM ledger WHERE {name} IS NOT NULL GROUP BY 1 ORDER BY count(*) "
                f"DESC, 1 LIMIT 300"
            )
        ]
        for name in ("actor", "place", "place_country")
    }  # fmt: skip


def of(view: View, column: str, value: str, most: int = 20) -> list[Row]:
    """The newest lines of one actor or one country."""
    return ledger(view, {column: value}, most)["rows"]  # type: ignore[no-any-return]
