"""Parquet files of reports, one report a row. `file.parquet:12` is the twelfth row."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dateline.collect.items import Record
from dateline.collect.opening.columns import Columns, find_columns
from dateline.config import Settings
from dateline.model import Failure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MARK = b"PAR1"
BATCH = 256
MEMORY = 1 << 30
PATTERN = frozenset("*?[{")
"""What the database takes for a pattern of names: a file that has one of these is read from a copy."""
FROM = (
    "FROM read_parquet(?, binary_as_string = true, hive_partitioning = false, union_by_name = false,"
    " filename = false)"
)
LOCKED: dict[str, str | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "temp_directory": "",
    "threads": 1,
}


def parquet_rows(
    stream: BinaryIO, path: str | None, origin: str, settings: Settings
) -> Iterator[Record | Failure]:
    """The rows as records, in order. The file is read where it lies, or else from a temporary copy."""
    import duckdb

    with ExitStack() as stack:
        if path is None or PATTERN.intersection(path):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            path = os.fspath(Path(folder, "rows.parquet"))
            with Path(path).open("wb") as copy:
                shutil.copyfileobj(stream, copy, 1 << 20)
        try:
            database = stack.enter_context(_locked(path))
            yield from _records(database, path, origin, settings)
        except duckdb.Error as error:
            reason = str(error).splitlines()[0].replace(path, origin)[:200]
            yield Failure(origin, f"a Parquet file that cannot be read ({reason}); write it again")


def _locked(path: str) -> DuckDBPyConnection:
    """A database in memory that can read this one file and nothing else, and writes nowhere."""
    import duckdb

    database = duckdb.connect(":memory:", config={**LOCKED, "memory_limit": f"{MEMORY}B"})
    database.execute("SET allowed_paths = ?", [[path]])
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database


def _records(
    database: DuckDBPyConnection, path: str, origin: str, settings: Settings
) -> Iterator[Record | Failure]:
    described = database.execute(f"DESCRIBE SELECT * {FROM}", [path]).fetchall()
    types = {str(name): str(kind) for name, kind, *_ in described}
    columns = find_columns(list(types), origin, settings.columns)
    if isinstance(columns, Failure):
        yield columns
        return
    names = list(types)
    text = names[columns.places["text"][0]]
    if types[text] != "VARCHAR":
        yield Failure(
            origin, f"column “{text}” holds {types[text]}, no text; name the one that does (text=COLUMN)"
        )
        return
    wanted = list(dict.fromkeys(index for index, _ in columns.places.values()))
    selected = ", ".join(_as_text(names[index], types[names[index]]) for index in wanted)
    columns = Columns({f: (wanted.index(index), name) for f, (index, name) in columns.places.items()})
    number = 0
    result = database.execute(f"SELECT {selected} {FROM}", [path])  # names quoted, path bound
    while batch := result.fetchmany(BATCH):
        for row in batch:
            number += 1
            yield columns.record(row, f"{origin}:{number}", None)
    if number == 0:
        yield Failure(origin, "empty: there is no row in the table")


def _as_text(name: str, kind: str) -> str:
    """The SQL for a column as text: lists joined, times with a zone in UTC."""
    quoted = '"' + name.replace('"', '""') + '"'
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(make_timestamp(epoch_us({quoted})), '%Y-%m-%dT%H:%M:%SZ')"
    if kind == "VARCHAR[]":
        return f"array_to_string({quoted}, ', ')"
    return quoted if kind == "VARCHAR" else f"CAST({quoted} AS VARCHAR)"
