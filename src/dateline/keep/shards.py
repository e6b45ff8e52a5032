"""Shards: rows → Parquet files in a folder of their own, which appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.errors import UserError
from dateline.keep.durable import put_in_place, sync_folder, write_whole
from dateline.keep.manifest import File, Line
from dateline.keep.schema import CODED, TABLES

FOLDER = "shards"


def write_shard(folder: Path, generation: str, name: str, tables: Mapping[str, pa.Table]) -> dict[str, File]:
    """The tables that have rows, as `shards/GENERATION/NAME/TABLE.parquet`; what a line says of them."""
    home = folder / FOLDER / generation
    _made(home)
    with _draft(home, name) as draft:
        files = {table: _write(draft, table, rows) for table, rows in tables.items() if rows.num_rows}
        sync_folder(draft)
        put_in_place(draft, home / name)
    return files


def _made(home: Path) -> None:
    """The folder of a generation, its name on the disk."""
    if not home.is_dir():
        home.mkdir(parents=True)
        sync_folder(home.parent)
        sync_folder(home.parent.parent)


@contextmanager
def _draft(home: Path, name: str) -> Iterator[Path]:
    draft = home / f".{name}.{os.getpid()}"
    draft.mkdir()
    try:
        yield draft
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _write(folder: Path, table: str, rows: pa.Table) -> File:
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd")
    content = memoryview(sink.getvalue())
    write_whole(folder / f"{table}.parquet", content)
    return File(f"{table}.parquet", hashlib.sha256(content).hexdigest(), rows.num_rows)


def paths(folder: Path, shards: Sequence[Line], table: str) -> list[Path]:
    """The files of a table in these shards, in their order."""
    return [
        folder / FOLDER / shard.generation / shard.shard / shard.files[table].name
        for shard in shards
        if table in shard.files
    ]


def read_shards(folder: Path, shards: Sequence[Line], table: str) -> pa.Table:
    """All rows of a table in these shards, in their order."""
    schema = TABLES[table]
    read = [_today(pq.read_table(path, partitioning=None), schema) for path in paths(folder, shards, table)]
    return pa.concat_tables(read or [schema.empty_table()])


def _today(part: pa.Table, schema: pa.Schema) -> pa.Table:
    """The rows in today's columns; those that an older shard lacks are null."""
    for column in schema:
        if column.nullable and column.name not in part.column_names:
            part = part.append_column(column, pa.nulls(part.num_rows, column.type))
    return part.select(schema.names).cast(schema)


def read_columns(folder: Path, shards: Sequence[Line], table: str, columns: Sequence[str]) -> pa.Table:
    """Some columns of a table in these shards, without reading the rest."""
    schema = pa.schema([TABLES[table].field(name) for name in columns])
    read = [
        pq.read_table(path, columns=list(columns), partitioning=None) for path in paths(folder, shards, table)
    ]
    return pa.concat_tables([part.cast(schema) for part in read or [schema.empty_table()]])


class ShardTables(Mapping[str, pa.Table]):
    """The tables of some shards, the coded and what merged ones there are, each read when asked for."""

    def __init__(self, folder: Path, shards: Sequence[Line]) -> None:
        self._folder, self._shards = folder, shards
        merged = {name for shard in shards for name in shard.files} - set(CODED)
        self._names = (*CODED, *sorted(merged & set(TABLES)))

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self._names:
            raise KeyError(name)
        try:
            return read_shards(self._folder, self._shards, name)
        except FileNotFoundError as error:
            raise UserError(f"{self._folder}: changed while it was being read; try again") from error

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def remove_strangers(folder: Path, live: Sequence[Line]) -> None:
    """Takes away what does not count: shards that a cut left or others took over. For the writer."""
    named = {(line.generation, line.shard) for line in live}
    for home in (folder / FOLDER).glob("*"):
        for shard in home.glob("*"):
            if (home.name, shard.name) not in named:
                shutil.rmtree(shard, ignore_errors=True)


def broken_file(folder: Path, shards: Sequence[Line]) -> Path | None:
    """The first file that is missing or whose bytes are not those that were stored."""
    for shard in shards:
        for one in shard.files.values():
            path = folder / FOLDER / shard.generation / shard.shard / one.name
            try:
                with path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                return path
            if found != one.sha256:
                return path
    return None
