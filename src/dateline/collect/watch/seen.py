"""What has been read of each feed, in a file that survives whatever ends the program.

One SQLite file: every entry that is done, with the day on which its feed last had it, and what a server
wants to hear when it is asked for a feed again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from dateline.collect.fetch import Validators
from dateline.errors import UserError

APPLICATION = 0x444C_5741
"""SQLite's mark for whose file it is: DLWA."""
VERSION = 1
KEPT = timedelta(days=180)
"""How long an entry is remembered after its feed has dropped it."""
PATIENCE = 30.0
"""Seconds to wait for another program that is writing."""
TABLES = """
    CREATE TABLE feed (address TEXT PRIMARY KEY, etag TEXT, last_modified TEXT) WITHOUT ROWID;
    CREATE TABLE entry (
        id TEXT, feed TEXT, link TEXT, done INTEGER NOT NULL, tries INTEGER NOT NULL, day TEXT NOT NULL,
        PRIMARY KEY (id, feed, link)
    ) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Key:
    """What tells an entry: its feed's address, its id there, and its page (or what else it has of its own).

    `alone`: no other entry of the feed has the id, so that it tells the entry wherever it links to.
    """

    feed: str
    id: str
    link: str
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """The file, open. Use as a context, or call `close`. All methods raise UserError where it fails."""

    path: Path
    connection: sqlite3.Connection

    @classmethod
    def open(cls, path: Path, today: date) -> Self:
        """Opens the file, or makes it, readable for its owner alone."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise UserError(
                f"{path}: cannot be written ({error.strerror}); name another file with --state"
            ) from error
        with _told(path):
            connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            seen = cls(path, connection)
            try:
                seen._prepare(today)
            except BaseException:
                connection.close()
                raise
        return seen

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()

    def has(self, key: Key) -> bool:
        """Whether the entry is done: with its id in this feed, or with its id and page in any."""
        found = self._do(
            "SELECT 1 FROM entry WHERE id = ? AND done AND (link = ? OR (? AND feed = ?)) LIMIT 1",
            (key.id, key.link, key.alone, key.feed),
        )
        return bool(found)

    def add(self, key: Key, today: date) -> None:
        """The entry is done; it is written to the disk when this returns."""
        self._do(
            "INSERT INTO entry VALUES (?, ?, ?, 1, 0, ?)"
            " ON CONFLICT (id, feed, link) DO UPDATE SET done = 1, day = excluded.day",
            (key.id, key.feed, key.link, today.isoformat()),
        )

    def missed(self, key: Key, today: date) -> int:
        """The entry could not be had this time; how many times that makes."""
        self._do(
            "INSERT INTO entry VALUES (?, ?, ?, 0, 1, ?)"
            " ON CONFLICT (id, feed, link) DO UPDATE SET tries = tries + 1",
            (key.id, key.feed, key.link, today.isoformat()),
        )
        found = self._do(
            "SELECT tries FROM entry WHERE id = ? AND feed = ? AND link = ?", (key.id, key.feed, key.link)
        )
        return int(found[0][0])

    def still_there(self, keys: Iterable[Key], today: date) -> None:
        """The feeds have these entries today, so they are remembered on."""
        day = today.isoformat()
        with _told(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.executemany(
                "UPDATE entry SET day = ? WHERE id = ? AND feed = ? AND day <> ?",
                [(day, key.id, key.feed, day) for key in keys],
            )
            self.connection.execute("COMMIT")

    def validators(self, feed: str) -> Validators:
        """What the feed's server gave with what has been read to the end."""
        found = self._do("SELECT etag, last_modified FROM feed WHERE address = ?", (feed,))
        return Validators(*found[0]) if found else Validators()

    def keep(self, feed: str, validators: Validators) -> None:
        """All that the server gave with these is done."""
        self._do("REPLACE INTO feed VALUES (?, ?, ?)", (feed, validators.etag, validators.last_modified))

    def _do(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with _told(self.path):
            return self.connection.execute(statement, values).fetchall()

    def _prepare(self, today: date) -> None:
        """Makes the tables in a new file; refuses what is another program's or another version's."""
        self.connection.execute("BEGIN IMMEDIATE")  # two programs may start at once
        owner = self._pragma("application_id")
        if owner == 0 and not self._do("SELECT 1 FROM sqlite_master"):
            for statement in TABLES.split(";\n"):
                self.connection.execute(statement)
            self.connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self.connection.execute(f"PRAGMA user_version = {VERSION}")
        elif owner != APPLICATION:
            raise UserError(f"{self.path}: not a state of dateline watch; name another file with --state")
        elif self._pragma("user_version") != VERSION:
            raise UserError(
                f"{self.path}: made by another version of dateline; name another file with --state"
            )
        self._do("DELETE FROM entry WHERE day < ?", ((today - KEPT).isoformat(),))
        self.connection.execute("COMMIT")

    def _pragma(self, name: str) -> int:
        return int(self._do(f"PRAGMA {name}")[0][0])


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise UserError(
            f"{path}: cannot be used as a state ({error}); name another file with --state"
        ) from error
