"""Reads `geonames.bin`: places by the hash of a folded name, memory-mapped, nothing copied at load."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"DLGAZ1\0\0"
BUCKETS = 1 << 16
KINDS = ("city", "admin1", "admin2", "airport")
LOG_STEP = 30.0
"""Populations are kept as log10 in steps of a thirtieth: enough to weigh one place against another."""


def key_hash(key: str) -> tuple[int, int]:
    """A stable hash of a folded name: its bucket (16 bits) and its place there (32 bits).

    With a million names, one unknown name in 280 million meets a stranger's hash.
    """
    digest = blake2b(key.encode(), digest_size=6).digest()
    return int.from_bytes(digest[:2], "little"), int.from_bytes(digest[2:], "little")


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the table. `usual`: it was found under its usual name, not an alternate one."""

    index: int
    usual: bool
    geonameid: int
    name: str
    icao: str
    iso2: str
    admin: str
    kind: str
    lat: float
    lon: float
    weight: float
    """log10 of (population + 1)."""


class Table:
    """The columns of `geonames.bin`, looked up by folded name or by division key."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        if data[:8] != MAGIC:
            raise ValueError(f"{path} is not a gazetteer table of this version")
        size = int.from_bytes(data[8:12], "little")
        header = json.loads(data[12 : 12 + size])
        self._countries: list[str] = header["countries"]
        self._divisions: list[str] = header["divisions"]
        self._columns: dict[str, NDArray[Any]] = {}
        at = 12 + size
        for name, kind, count in header["columns"]:
            at += -at % 8
            self._columns[name] = np.frombuffer(data, kind, count, at)
            at += self._columns[name].nbytes

    def __len__(self) -> int:
        return len(self._columns["id"])

    def find(self, key: str) -> Iterator[Row]:
        """Every place with this folded name."""
        bucket, wanted = key_hash(key)
        start, end = self._columns["buckets"][bucket : bucket + 2].tolist()
        keys = self._columns["keys"][start:end].tolist()
        for offset, found in enumerate(keys):
            if found == wanted:
                ref = int(self._columns["refs"][start + offset])
                yield self.row(ref >> 1, bool(ref & 1))

    def row(self, index: int, usual: bool = True) -> Row:
        """The place at a position."""
        get = self._columns
        start, end = get["ends"][index : index + 2].tolist()
        name, _, icao = get["names"][start:end].tobytes().decode().partition("\t")
        return Row(
            index=index,
            usual=usual,
            geonameid=int(get["id"][index]),
            name=name,
            icao=icao,
            iso2=self._countries[get["cc"][index]],
            admin=self._divisions[get["adm"][index]],
            kind=KINDS[get["kind"][index]],
            lat=int(get["lat"][index]) / 100,
            lon=int(get["lon"][index]) / 100,
            weight=int(get["pop"][index]) / LOG_STEP,
        )

    def towns(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Latitude, longitude and ISO 3166-1 alpha-2 country of every town."""
        towns = self._columns["kind"] == KINDS.index("city")
        lat, lon, country = (self._columns[name][towns] for name in ("lat", "lon", "cc"))
        return lat / 100, lon / 100, np.array(self._countries)[country]

    def divisions(self) -> Iterator[Row]:
        """Every first-level division; they stand first in the table."""
        kinds = self._columns["kind"]
        for index in range(int((kinds != KINDS.index("admin1")).argmax())):
            yield self.row(index)


def frame_hash(country: str, frame: str) -> int:
    """The key of a frame in a country: 32 bits."""
    return int.from_bytes(blake2b(f"{country} {frame}".encode(), digest_size=4).digest(), "little")


class Frames:
    """`spellings.npy`: the rows of the table by the frame of their usual name, within a country."""

    def __init__(self, path: Path) -> None:
        self._keys, self._rows = np.load(path, mmap_mode="r")

    def find(self, country: str, frame: str) -> list[int]:
        """Positions in the table of the places with this frame; a stranger's now and then."""
        key = np.uint32(frame_hash(country, frame))
        first, last = np.searchsorted(self._keys, key), np.searchsorted(self._keys, key, side="right")
        return [int(row) for row in self._rows[first:last]]
