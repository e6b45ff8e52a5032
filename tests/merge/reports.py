"""Rows of the table `reports` for the tests of merge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from dateline.collect.text.credits import find
from dateline.collect.text.furniture import mark
from dateline.keep.schema import TABLES, to_table


def report(report_id: str, text: str, outlet: str | None = None, day: str | None = None) -> dict[str, Any]:
    """A row with what collect finds in a text: its furniture and its credits."""
    furniture = mark(text, outlet)
    row: dict[str, Any] = dict.fromkeys(TABLES["reports"].names)
    return row | {
        "report_id": report_id,
        "text": text,
        "text_sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "outlet": outlet,
        "published": day,
        "published_day": date.fromisoformat(day) if day else None,
        "added_at": datetime(2026, 11, 1, tzinfo=UTC),
        "furniture": [{"start": f.start, "end": f.end, "rule": f.rule} for f in furniture],
        "credits": [
            {
                "start": c.span.start,
                "end": c.span.end,
                "text": c.span.text,
                "agency": c.agency,
                "rule": c.rule,
            }
            for c in find(text, furniture)
        ],
    }


def table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The rows as the table `reports`."""
    return to_table("reports", [dict(row) for row in rows])
