"""Snapshots: numbered DuckDB files made from the shards, and a pointer to the one that readers open."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Self

import duckdb
import pyarrow as pa

from dateline.errors import UserError
from dateline.keep.durable import put_in_place, replace_whole, sync_folder
from dateline.keep.manifest import Line
from dateline.keep.polite import politely
from dateline.keep.schema import TABLES
from dateline.keep.shards import paths
from dateline.keep.tables import report_of
from dateline.model import Report

FOLDER: Final = "snapshots"
POINTER: Final = "CURRENT"
STORAGE: Final = "v1.4.0"
"""The oldest DuckDB that can open a snapshot."""
OFFLINE: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
READ_ONLY: Final = OFFLINE | {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
}
_OPENING: Final = threading.Lock()
"""One at a time: two that open the same file share its settings."""
Parameters = Sequence[Any] | Mapping[str, Any] | None
"""What a query's `?` or `$name` stand for."""
INDEXED: Final[Mapping[str, tuple[str, ...]]] = {
    "reports": ("report_id",),
    "events": ("event_id", "report_id"),
    "event_counts": ("event_id",),
    "event_holders": ("event_id",),
    "statements": ("report_id",),
    "passages": ("report_id",),
    "report_texts": ("report_id",),
    "copies": ("report_a", "report_b"),
    "incidents": ("incident_id",),
    "incident_events": ("incident_id", "event_id"),
    "incident_log": ("incident_id", "other"),
    "claims": ("incident_id",),
    "answers": ("incident_id",),
}
"""By these, pages ask for single rows: found in a millisecond or two, where reading a column takes twenty."""
KEPT = 2
"""Snapshots that stay: the current one, and the one before for who has just read the pointer."""


class Snapshot:
    """A store as it was at one moment, open for reading. Use as a context, or call `close`.

    With `threads` 1, each query is answered in the thread that asks: best for many small ones at a time. It
    holds for whoever opens first the same snapshot in the same process.
    """

    def __init__(self, path: Path, threads: int | None = None) -> None:
        self.path = path
        with _OPENING:
            self._connection = duckdb.connect(str(path), read_only=True, config=READ_ONLY)
            _settle(self._connection, threads)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    @property
    def number(self) -> int:
        """Which snapshot it is; a later one has a higher number."""
        return int(self.path.stem)

    @property
    def about(self) -> dict[str, str]:
        """What it was made of: the generation, and how many lines of manifest and judgements."""
        return {row["name"]: row["value"] for row in self.rows("SELECT name, value FROM about")}

    def sql(self, text: str, params: Parameters = None) -> pa.Table:
        """What a query gives. It can only read: UserError where it is no SQL, or would write.

        Safe to call from several threads.
        """
        with self._connection.cursor() as cursor:
            try:
                found = cursor.sql(text, params=params)
                if found is None:
                    raise UserError("SQL: that asks for nothing; begin with SELECT")
                return found.to_arrow_table()
            except duckdb.Error as error:
                raise UserError(f"SQL: {' '.join(str(error).split())}") from error

    def rows(self, text: str, params: Parameters = None) -> list[dict[str, Any]]:
        """What a query gives, a dict a row; for few rows in half the time that a table takes."""
        with self._connection.cursor() as cursor:
            try:
                found = cursor.execute(text, params)
                names = [column[0] for column in found.description or ()]
                return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
            except duckdb.Error as error:
                raise UserError(f"SQL: {' '.join(str(error).split())}") from error

    def table(self, name: str) -> pa.Table:
        """A whole table, with the types of `keep.schema`."""
        schema = TABLES[name]
        columns = ", ".join(f'"{column}"' for column in schema.names)
        return self.sql(f'SELECT {columns} FROM "{name}"').cast(schema)

    def report(self, report_id: str) -> Report | None:
        """A report as it was read; None where there is none of this id."""
        found = self.rows("SELECT * FROM reports WHERE report_id = ?", [report_id])
        return report_of(found[0]) if found else None

    def event(self, event_id: str) -> dict[str, Any] | None:
        """The record of an event, whole; None where there is none of this id."""
        found = self.rows("SELECT record FROM events WHERE event_id = ?", [event_id])
        return dict(json.loads(found[0]["record"])) if found else None


def _settle(connection: duckdb.DuckDBPyConnection, threads: int | None) -> None:
    """The last settings, after which no query can change any.

    Not given on opening: who opens a file that this process has open shares it, and must give the same then.
    """
    (settled,) = connection.execute("SELECT current_setting('lock_configuration')").fetchone() or (False,)
    if not settled:
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        connection.execute("SET lock_configuration = true")


def build(folder: Path, shards: Sequence[Line], judgements: pa.Table, about: Mapping[str, str]) -> int:
    """A new snapshot of these shards, which is the current one when this returns; its number."""
    home = folder / FOLDER
    home.mkdir(exist_ok=True)
    number = max(_numbers(home), default=0) + 1
    draft = home / f".{number}.duckdb"
    _remove(draft)
    try:
        politely(lambda: _fill(draft, folder, shards, judgements, about))
        _sync(draft)
        put_in_place(draft, home / f"{number}.duckdb")
    except BaseException:
        _remove(draft)
        raise
    replace_whole(home / POINTER, f"{number}\n".encode())
    for old in sorted(_numbers(home))[:-KEPT]:
        _remove(home / f"{old}.duckdb")
    return number


def _numbers(home: Path) -> list[int]:
    return [int(path.stem) for path in home.glob("*.duckdb") if path.stem.isdecimal()]


def _fill(
    draft: Path, folder: Path, shards: Sequence[Line], judgements: pa.Table, about: Mapping[str, str]
) -> None:
    spill = {"temp_directory": str(draft.with_name(".spilled"))}
    with duckdb.connect(":memory:", config=OFFLINE | spill) as connection:
        connection.execute("SET enable_progress_bar = false")  # standard output is for data
        connection.execute(f"ATTACH {_quoted(draft)} AS snapshot (STORAGE_VERSION '{STORAGE}')")
        for table, schema in TABLES.items():
            connection.register("nothing", judgements if table == "judgements" else schema.empty_table())
            connection.execute(f'CREATE TABLE snapshot."{table}" AS SELECT * FROM nothing')
            files = paths(folder, shards, table)
            if files:
                listed = ", ".join(_quoted(path) for path in files)
                connection.execute(
                    f'INSERT INTO snapshot."{table}" BY NAME '
                    f"SELECT * FROM read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
                )
        for table, columns in INDEXED.items():
            for column in columns:
                connection.execute(f'CREATE INDEX "{table} by {column}" ON snapshot."{table}" ("{column}")')
        told = pa.table({"name": list(about), "value": list(about.values())})
        connection.register("told", told)
        connection.execute("CREATE TABLE snapshot.about AS SELECT * FROM told")
        connection.execute("CHECKPOINT snapshot")
        connection.execute("DETACH snapshot")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _remove(path: Path) -> None:
    for one in (path, path.with_name(f"{path.name}.wal")):
        try:
            one.unlink(missing_ok=True)
        except PermissionError:  # Windows, where a reader has it open: the next writer takes it away
            continue


def current_number(folder: Path) -> int | None:
    """The number that the pointer names; None where it cannot be read."""
    try:
        return int((folder / FOLDER / POINTER).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def open_current(folder: Path, threads: int | None = None, tries: int = 5) -> Snapshot:
    """The snapshot that the pointer names; UserError where there is none.

    It may be taken away between looking and opening, where a writer is very quick: then there is a newer one.
    """
    home = folder / FOLDER
    try:
        path = home / f"{int((home / POINTER).read_text('utf-8'))}.duckdb"
        return Snapshot(path, threads)
    except FileNotFoundError as error:
        raise UserError(f"{folder}: holds no snapshot to read yet; `dateline rebuild` makes one") from error
    except (OSError, ValueError, duckdb.Error) as error:
        if tries > 1 and not isinstance(error, ValueError):
            return open_current(folder, threads, tries - 1)
        what = str(error).splitlines()[0]
        raise UserError(
            f"{folder}: its snapshot cannot be read ({what}); `dateline rebuild` makes another"
        ) from error


def number_of(folder: Path, about: Mapping[str, str]) -> int | None:
    """The number of the current snapshot, where it is whole and just that; None otherwise."""
    try:
        with open_current(folder) as snapshot:
            return snapshot.number if snapshot.about == about else None
    except UserError:
        return None
