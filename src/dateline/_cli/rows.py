"""Rows of any table on standard output: for a person, as JSON lines, or as CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
from rich.table import Table
from rich.text import Text

from dateline._cli.run import console, unwritten
from dateline.publish.sheet import sheet_row
from dateline.publish.words import printable

SHOWN = 1000
"""Rows of a table for a person; who wants more takes them as JSON or CSV."""


def write_table(table: pa.Table, form: str) -> None:
    """An Arrow table in a form."""
    rows = (row for batch in table.to_batches(1000) for row in batch.to_pylist())
    write_rows(table.column_names, rows, form, total=table.num_rows)


def write_rows(columns: Sequence[str], rows: Iterable[dict[str, Any]], form: str, *, total: int = 0) -> None:
    """Rows in a form; fails in one line where they cannot be written."""
    if form == "table":
        _print(columns, rows, total)
    else:
        write_lines(_json(rows) if form == "json" else _csv(columns, rows))


def write_lines(lines: Iterable[str]) -> None:
    """Lines on standard output, as UTF-8."""
    out = sys.stdout.buffer
    try:
        for line in lines:
            out.write(line.encode("utf-8", "surrogatepass") + b"\n")
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritten(error) from error


def _json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (json.dumps(row, ensure_ascii=False, default=_plain) for row in rows)


def _plain(value: object) -> str | float:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _csv(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield sheet_row(columns)
    for row in rows:
        yield sheet_row(_cell(row[name]) for name in columns)


def _cell(value: Any) -> str | int | float | None:  # noqa: ANN401 - any value of a row
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return _plain(value)


def _print(columns: Sequence[str], rows: Iterable[dict[str, Any]], total: int) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in columns:
        table.add_column(printable(name), overflow="fold")
    for n, row in enumerate(rows):
        if n >= SHOWN:
            break
        table.add_row(*(Text(printable(_shown(row[name]))) for name in columns))
    out = console()
    out.print(table)
    if total > SHOWN:
        out.print(Text(f"… and {total - SHOWN:,} more rows; all of them with --json or --csv", style="dim"))


def _shown(value: Any) -> str:  # noqa: ANN401 - any value of a row
    cell = _cell(value)
    return "" if cell is None else str(cell)
