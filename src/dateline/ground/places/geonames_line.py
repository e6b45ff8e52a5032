"""One line of a GeoNames dump (`allCountries.txt`): nineteen columns, kept if news could mean it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log10
from pathlib import Path

from dateline._ref import gazetteer as data
from dateline._ref.gazetteer.keys import is_spelled, keys_of

COLUMNS = 19
_ID, _NAME, _ASCII, _OTHERS, _LAT, _LON, _CLASS, _CODE, _COUNTRY = range(9)
_ADMIN1, _POPULATION = 10, 14
_MOST_BY_NAMES = 4.5
"""The most that a place without people weighs, however many names it has: as much as a town of 30,000."""


class BrokenLineError(ValueError):
    """A line that is none of a GeoNames dump; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place of the dump and the keys it is found under (True: the key of its usual name)."""

    id: int
    name: str
    kind: str
    country: str
    admin: str
    lat: float
    lon: float
    weight: float
    keys: Mapping[str, bool]


@cache
def features() -> Mapping[bytes, tuple[str, str]]:
    """What each feature code that is kept stands for: kind and precision."""
    with (Path(data.__file__).parent / "features.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"].encode(): (row["kind"], row["precision"]) for row in csv.DictReader(stream)}


@cache
def precision_of(kind: str) -> str:
    """The precision of a kind of place."""
    known = dict(features().values())
    return known[kind]


def read_line(line: bytes) -> Named | None:
    """The place of a line; None for features that no report of an event names. Raises BrokenLineError."""
    cells = line.rstrip(b"\r\n").split(b"\t")
    if len(cells) != COLUMNS:
        raise BrokenLineError(f"{len(cells)} columns instead of {COLUMNS}")
    kept = features().get(b"%b.%b" % (cells[_CLASS], cells[_CODE]))
    if kept is None:
        return None
    try:
        number, lat, lon = int(cells[_ID]), float(cells[_LAT]), float(cells[_LON])
        people = int(cells[_POPULATION] or 0)
    except ValueError as error:
        raise BrokenLineError(f"a number is expected: {error}") from None
    if not (0 < number < 1 << 53 and abs(lat) <= 90 and abs(lon) <= 180 and people >= 0):
        raise BrokenLineError(f"id {number}, {lat}, {lon} or population {people} is out of range")
    try:
        name, ascii_name, others, country, admin = (
            cells[at].decode() for at in (_NAME, _ASCII, _OTHERS, _COUNTRY, _ADMIN1)
        )
    except UnicodeDecodeError as error:
        raise BrokenLineError(f"not UTF-8 at byte {error.start}") from None
    return _named(
        number, name, [ascii_name, *others.split(",")], kept[0], f"{country}.{admin}", (lat, lon), people
    )


def _named(
    number: int,
    name: str,
    others: list[str],
    kind: str,
    admin: str,
    point: tuple[float, float],
    people: int,
) -> Named | None:
    country = admin.partition(".")[0]
    spelled = [other for other in others if is_spelled(other)]
    keys = keys_of(name, spelled, country, division=kind in ("admin1", "admin2"))
    keys.pop("", None)
    if not keys:
        return None
    weight = log10(people + 1) if people else min(_MOST_BY_NAMES, len(spelled) / 4)
    return Named(number, name, kind, country, admin, *point, round(weight, 3), keys)
