"""SQLite: the store's tables with keys and indexes, for Datasette and every program that reads SQLite."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from dateline.errors import UserError
from dateline.keep.schema import TABLES
from dateline.publish.cells import whole_text
from dateline.publish.chosen import Chosen
from dateline.publish.formats.form import EVENTS, Format

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "reports": ("report_id",),
    "events": ("event_id",),
    "incidents": ("incident_id",),
    "claims": ("claim_id",),
    "judgements": ("judgement_id",),
    "incident_events": ("incident_id", "event_id"),
}
FOREIGN: Final[Mapping[str, str]] = {
    "report_id": "reports",
    "event_id": "events",
    "incident_id": "incidents",
}
INDEXED: Final = frozenset(
    "type mode status country sector name outlet published_day time_low first_day question actor what role".split()
)
OWN: Final = tuple(name for name in TABLES if name not in {"copies", "incident_log", "judgements"})
"""What goes in; who decided what, and which texts are copies, stays in the store."""
TYPES: Final = (
    (pa.types.is_integer, "INTEGER"),
    (pa.types.is_boolean, "INTEGER"),
    (pa.types.is_floating, "REAL"),
)
SEARCH: Final = "reports_search"


def _type(kind: pa.DataType) -> str:
    return next((name for test, name in TYPES if test(kind)), "TEXT")


def create(table: str) -> str:
    """The statement that makes one table."""
    schema, key = TABLES[table], KEYS.get(table, ())
    lines = [
        f'"{f.name}" {_type(f.type)}' + ("" if f.nullable else " NOT NULL")
        for f in schema
    ]  # fmt: skip
    if key:
        lines.append(f"PRIMARY KEY ({', '.join(key)})")
    for column, there in FOREIGN.items():
        if column in schema.names and there != table:
            lines.append(f'FOREIGN KEY ("{column}") REFERENCES "{there}" ("{column}")')
    return f'CREATE TABLE "{table}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _indexes(table: str) -> Iterable[str]:
    first = KEYS.get(table, ("",))[0]
    for column in TABLES[table].names:
        if column != first and (column in FOREIGN or column in INDEXED):
            yield f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")'


def _cell(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """The value as SQLite holds it: dates as ISO 8601, lists as JSON."""
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, (list, dict)):
        return whole_text(json.dumps(value, ensure_ascii=False, default=str))
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def write(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes a database with the chosen events, their reports, and their incidents whole."""
    path.unlink(missing_ok=True)
    whole = chosen.with_whole_incidents()
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            _fill(connection, whole)
            connection.execute("COMMIT")
            _check(connection)
            events: int = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    except sqlite3.Error as error:
        raise UserError(f"{path.parent}: no database can be written there ({error}); make room") from error
    chosen.left_out.update(whole.left_out)
    return events


def _fill(connection: sqlite3.Connection, chosen: Chosen) -> None:
    inserts = {}
    for table in OWN:
        connection.execute(create(table))
        marks = ", ".join("?" * len(TABLES[table].names))
        inserts[table] = f'INSERT INTO "{table}" VALUES ({marks})'
    for table, row in chosen.tables(OWN):
        connection.execute(inserts[table], [_cell(row[name]) for name in TABLES[table].names])
    for table in OWN:
        for statement in _indexes(table):
            connection.execute(statement)
    _make_searchable(connection)


def _make_searchable(connection: sqlite3.Connection) -> None:
    """A full-text index of the reports, where this SQLite can make one."""
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute(
            f"CREATE VIRTUAL TABLE {SEARCH} USING fts5(title, text, content='reports', tokenize='unicode61')"
        )
        connection.execute(f"INSERT INTO {SEARCH} ({SEARCH}) VALUES ('rebuild')")


def _check(connection: sqlite3.Connection) -> None:
    wrong = connection.execute("PRAGMA foreign_key_check").fetchone()
    if wrong:
        raise UserError(
            f"sqlite: a row of {wrong[0]} points to a row of {wrong[2]} that the store lacks; "
            "nothing was exported; run `dateline rebuild`"
        )


def _fields() -> tuple[tuple[str, str, bool], ...]:
    listed = []
    for table in OWN:
        for f in TABLES[table]:
            points = FOREIGN.get(f.name)
            to = f"; points to `{points}`" if points and points != table else ""
            key = "; primary key" if KEYS.get(table) == (f.name,) else ""
            listed.append((f"{table}.{f.name}", f"{_type(f.type)}, {f.type}{key}{to}", True))
    return tuple(listed)


FORMAT = Format(
    name="sqlite",
    title="SQLite",
    suffix=".db",
    write=write,
    fields={EVENTS: _fields()},
    about="The store's tables as a SQLite database: `datasette FILE` shows it in a browser with links from event to "
    "report and incident, facets and full-text search. The chosen events with their reports, and the incidents they "
    "belong to whole, with claims, answers and ledger.",
    file="SQLite 3. Dates are ISO 8601 text, lists and structures JSON text, truth values 0 and 1.",
    notes=(
        f"`{SEARCH}` is an FTS5 index over title and text of the reports, where the SQLite that wrote the file has FTS5.",
        "All events are written, whatever their `status`: filter by it before counting.",
        "Fields that a person corrected are as they were coded; the corrections are in the store. Rejected events are "
        "left out.",
    ),
)
