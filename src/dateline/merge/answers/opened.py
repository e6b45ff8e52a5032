"""Rows of the table `figures` with what their record holds: whose, where, and who says so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dateline.merge.answers.origin import Row


def opened(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows with `actor`, `place` and `holders` of their record, each as its own table would have it."""
    found = []
    for row in rows:
        record = json.loads(row["record"])
        parts = {"actor": record["actor"], "place": record["place"], "holders": record["said_by"]}
        found.append({**row, **parts})
    return found
