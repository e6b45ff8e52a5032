"""Rows as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dateline.publish.sheet import LINE_END, sheet_row
from dateline.serve.text import plain
from dateline.serve.view import Row, as_data


def as_csv(rows: Sequence[Row], columns: Iterable[str] = ()) -> str:
    """One line a row, headed by the columns' names; lists are joined, unseen characters written out."""
    names = list(columns) or list(rows[0] if rows else ())
    lines = [sheet_row(names), *(sheet_row(_cell(row.get(name)) for name in names) for row in rows)]
    return "".join(line + LINE_END for line in lines)


def _cell(value: Any) -> str | int | float | None:  # noqa: ANN401 - any value of a row
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, list):
        return plain("; ".join(map(str, value)))
    return plain(as_data(value))
