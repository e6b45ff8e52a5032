"""Loads a user's GeoNames dump into a table on disk: line by line, resumable, whole or not at all.

The lines go into a database beside the result, a batch and the position reached in one transaction,
so that a killed run goes on where it stood. When all lines are read, the finished table is written
under another name and renamed; the first database is deleted. Memory does not grow with the dump.
"""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO

from dateline._ref.gazetteer.table import key_hash
from dateline.errors import UserError
from dateline.ground.places.geonames_line import BrokenLineError, Named, read_line

FILE_NAME = "geonames-full.sqlite"
LAYOUT = "2"
"""The version of what the table holds; another one is loaded anew."""
_BATCH = 20_000
_LOOK, _MOST_BROKEN = 1_000, 0.5
"""If more than half of the first thousand lines are broken, the file is something else."""
_TOLD = 20
"""Broken lines that are named; the rest are counted."""
_COLUMNS = "name TEXT, kind TEXT, country TEXT, admin TEXT, lat REAL, lon REAL, weight REAL"

Progress = Callable[[int, int, str], None]
"""Told the bytes done, the bytes in all, and what is being done."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load gave. `broken`: the first broken lines, `line 17: 5 columns instead of 19`."""

    path: Path
    lines: int
    places: int
    skipped: int
    broken: tuple[str, ...]
    resumed_at: int
    """The line at which it went on after an earlier run was cut off; 0 for a fresh one."""


@dataclass(slots=True)
class _State:
    """How far the lines are read."""

    offset: int = 0
    lines: int = 0
    skipped: int = 0
    broken: str = ""


def load(source: Path, folder: Path, progress: Progress | None = None) -> Loaded:
    """Loads the dump `source` (`allCountries.txt`, a country's file, or the zip of one) into `folder`.

    Raises UserError where the file is missing, is no GeoNames dump, or the disk is full.
    """
    tell = progress or (lambda _done, _total, _what: None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _opened(source) as (stream, size):
            return _load(source, stream, size, folder, tell)
    except sqlite3.OperationalError as error:
        raise UserError(f"{folder}: {error}; free some disk, or end the other load, and call again") from None
    except OSError as error:
        raise UserError(f"{error.filename or source}: {error.strerror or error}") from None


def _load(source: Path, stream: IO[bytes], size: int, folder: Path, tell: Progress) -> Loaded:
    loading, target = folder / f"{FILE_NAME}.loading", folder / FILE_NAME
    stamp = f"{LAYOUT} {size} {_fingerprint(stream)}"
    with closing(_resumed(loading, stamp)) as database:
        state = _state(database)
        resumed = state.lines
        stream.seek(state.offset)
        _read(source, stream, size, database, state, tell)
    tell(size, size, "sorting names")
    count = _finish(loading, target, state, source)
    _drop(loading)
    told = tuple(filter(None, state.broken.split("\n")))
    return Loaded(target, state.lines, count, state.skipped, told, resumed)


class _opened:  # noqa: N801 - used as a context manager's name
    """The dump's bytes and how many there are; a zip's first text file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[IO[bytes] | zipfile.ZipFile] = []

    def __enter__(self) -> tuple[IO[bytes], int]:
        if not zipfile.is_zipfile(self._path):
            stream = self._path.open("rb")
            self._open = [stream]
            return stream, self._path.stat().st_size
        archive = zipfile.ZipFile(self._path)
        self._open = [archive]
        texts = [item for item in archive.infolist() if item.filename.endswith(".txt")]
        texts = [item for item in texts if item.filename.lower() != "readme.txt"]
        if len(texts) != 1:
            raise UserError(f"{self._path}: {len(texts)} text files in the archive; a GeoNames dump has one")
        member = archive.open(texts[0])
        self._open.insert(0, member)
        return member, texts[0].file_size

    def __exit__(self, *_: object) -> None:
        for item in self._open:
            item.close()


def _fingerprint(stream: IO[bytes]) -> str:
    mark = blake2b(stream.read(1 << 16), digest_size=8).hexdigest()
    stream.seek(0)
    return mark


def _resumed(loading: Path, stamp: str) -> sqlite3.Connection:
    """The database of the lines read so far: an earlier run's over the same dump, or a fresh one."""
    database = sqlite3.connect(loading, isolation_level=None, timeout=1)
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        database.execute("BEGIN EXCLUSIVE")
        known = dict(database.execute("SELECT name, value FROM state").fetchall())
        database.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise
        known = {}
    if known.get("stamp") == stamp:
        return database
    database.close()
    _drop(loading)
    database = sqlite3.connect(loading, isolation_level=None, timeout=1)
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("BEGIN EXCLUSIVE")
    database.execute("CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT)")
    database.execute(f"CREATE TABLE place (id INTEGER, {_COLUMNS})")
    database.execute("CREATE TABLE key (hash INTEGER, ref INTEGER)")
    database.execute("INSERT INTO state VALUES ('stamp', ?)", (stamp,))
    _save(database, _State())
    database.execute("COMMIT")
    return database


def _drop(path: Path) -> None:
    for name in (path, path.with_name(f"{path.name}-journal")):
        with suppress(FileNotFoundError):
            name.unlink()


def _state(database: sqlite3.Connection) -> _State:
    known = dict(database.execute("SELECT name, value FROM state").fetchall())
    return _State(int(known["offset"]), int(known["lines"]), int(known["skipped"]), known["broken"])


def _save(database: sqlite3.Connection, state: _State) -> None:
    values = (
        ("offset", state.offset),
        ("lines", state.lines),
        ("skipped", state.skipped),
        ("broken", state.broken),
    )
    database.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", values)


def _read(
    source: Path, stream: IO[bytes], size: int, database: sqlite3.Connection, state: _State, tell: Progress
) -> None:
    """Reads the lines that are left, a batch a transaction."""
    while True:
        batch: list[Named] = []
        start = state.lines
        for line in _lines(stream):
            state.lines += 1
            state.offset += len(line)
            place = _place(line, state)
            if place is not None:
                batch.append(place)
            if state.lines - start == _BATCH:
                break
            if state.lines == _LOOK and state.skipped > _LOOK * _MOST_BROKEN:
                raise _not_a_dump(source, state)
        if state.lines == start:
            break
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (_row(place) for place in batch)
        )
        database.executemany(
            "INSERT INTO key VALUES (?, ?)", (ref for place in batch for ref in _refs(place))
        )
        _save(database, state)
        database.execute("COMMIT")
        tell(state.offset, size, "reading lines")
    if state.skipped >= state.lines * _MOST_BROKEN:
        raise _not_a_dump(source, state)


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Lines by the newline byte alone: names may hold other line separators."""
    return iter(stream.readline, b"")


def _place(line: bytes, state: _State) -> Named | None:
    try:
        return read_line(line)
    except BrokenLineError as error:
        state.skipped += 1
        if state.skipped <= _TOLD:
            state.broken += f"line {state.lines}: {error}\n"
        return None


def _not_a_dump(source: Path, state: _State) -> UserError:
    first = state.broken.partition("\n")[0] or "it is empty"
    return UserError(
        f"{source} is no GeoNames dump ({first}); take allCountries.zip"
        " of the GeoNames export folder, unpacked or not"
    )


def _row(place: Named) -> tuple[int, str, str, str, str, float, float, float]:
    return (
        place.id, place.name, place.kind, place.country, place.admin, place.lat, place.lon, place.weight,
    )  # fmt: skip


def _refs(place: Named) -> Iterator[tuple[int, int]]:
    for key, usual in place.keys.items():
        yield hash_of(key), place.id << 1 | usual


def hash_of(key: str) -> int:
    """The hash of a folded name as one number."""
    bucket, rest = key_hash(key)
    return bucket << 32 | rest


def _finish(loading: Path, target: Path, state: _State, source: Path) -> int:
    """Writes the finished table and puts it in its place; the number of places."""
    part = target.with_name(f"{target.name}.part")
    _drop(part)
    with closing(sqlite3.connect(part, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA cache_size = -65536")
        database.execute("ATTACH ? AS read", (str(loading),))
        database.execute("BEGIN")
        database.execute(f"CREATE TABLE place (id INTEGER PRIMARY KEY, {_COLUMNS})")
        database.execute("INSERT OR REPLACE INTO place SELECT * FROM read.place ORDER BY id, rowid")
        database.execute(
            "CREATE TABLE key (hash INTEGER, ref INTEGER, PRIMARY KEY (hash, ref)) WITHOUT ROWID"
        )
        database.execute("INSERT OR IGNORE INTO key SELECT hash, ref FROM read.key ORDER BY hash, ref")
        database.execute("CREATE INDEX division ON place (admin) WHERE kind = 'admin1'")
        database.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
        facts = (("layout", LAYOUT), ("lines", str(state.lines)), ("source", source.name))
        database.executemany("INSERT INTO about VALUES (?, ?)", facts)
        database.execute("COMMIT")
        [[count]] = database.execute("SELECT count(*) FROM place").fetchall()
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    return int(count)
