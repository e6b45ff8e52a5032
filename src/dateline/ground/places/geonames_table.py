"""Reads a user's own GeoNames table: where it lies, and its places by folded name."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline._ref.gazetteer.table import Row
from dateline.errors import UserError
from dateline.ground.places.geonames_load import FILE_NAME, LAYOUT, hash_of

VARIABLE = "DATELINE_GAZETTEER"
"""The environment variable that names the table's folder, or says `none`."""
NONE = "none"
_AGAIN = "make it again with `dateline gazetteer build`"


def default_folder() -> Path:
    """Where a user's table lies unless a folder is named: the user's own folder for data."""
    if sys.platform.startswith("win"):
        base = os.environ.get("LOCALAPPDATA", "")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "dateline"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "dateline"
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local" / "share") / "dateline"


def find_table() -> Path | None:
    """The user's table, if there is one. Raises UserError where a named folder has none."""
    named = os.environ.get(VARIABLE, "")
    if named.lower() == NONE:
        return None
    path = (Path(named) if named else default_folder()) / FILE_NAME
    if path.is_file():
        return path
    if named:
        raise UserError(
            f"{VARIABLE} names {named}, which holds no {FILE_NAME}; make one with `dateline gazetteer build`"
            f" --out there, or set it to {NONE}"
        )
    return None


class FullTable:
    """The places of a user's GeoNames table, by folded name. Opened anew in each process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._process = 0
        self._database: sqlite3.Connection | None = None
        found = self._ask("SELECT value FROM about WHERE name = 'layout'")
        if found != [(LAYOUT,)]:
            raise UserError(f"{path} was made by another version of dateline; {_AGAIN}")

    def __len__(self) -> int:
        [(count,)] = self._ask("SELECT count(*) FROM place")
        return int(count)

    def find(self, key: str) -> Iterator[Row]:
        """Every place with this folded name."""
        wanted = (
            "SELECT ref & 1, id, name, country, admin, kind, lat, lon, weight"
            " FROM key CROSS JOIN place ON id = ref >> 1 WHERE hash = ? ORDER BY weight DESC LIMIT 100"
        )
        for usual, number, name, country, admin, kind, lat, lon, weight in self._ask(wanted, hash_of(key)):
            yield Row(
                index=-1, usual=bool(usual), geonameid=number, name=name, icao="", iso2=country,
                admin=admin, kind=kind, lat=lat, lon=lon, weight=weight,
            )  # fmt: skip

    def _ask(self, question: str, *values: object) -> list[Any]:
        try:
            if self._database is None or self._process != os.getpid():
                # A connection must not be carried into a forked process.
                self._process = os.getpid()
                address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
                self._database = sqlite3.connect(address, uri=True, check_same_thread=False)
            return self._database.execute(question, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise UserError(f"{self.path}: {error}; delete it, or {_AGAIN}") from error
