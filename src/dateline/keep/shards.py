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

from dateline.keep.durable import put_in_place, sync_folder, write_whole
from dateline.keep.manifest import File, Line

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


def read_shards(folder: Path, shards: Sequence[Line], table: str, schema: pa.Schema) -> pa.Table:
    """All rows of a table in these shards, in their order."""
    read = [pq.read_table(path, schema=schema, partitioning=None) for path in paths(folder, shards, table)]
    return pa.concat_tables(read) if read else schema.empty_table()


def remove_strangers(folder: Path, lines: Sequence[Line]) -> None:
    """Takes away what no line names: shards that a cut left behind. Only for who may write."""
    named = {(line.generation, line.shard) for line in lines}
    for home in (folder / FOLDER).glob("*"):
        for shard in home.glob("*"):
            if (home.name, shard.name) not in named:
                shutil.rmtree(shard, ignore_errors=True)
