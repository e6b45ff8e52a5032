"""The places that names can stand for: our own tables over GeoNames, by folded name."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from math import log10
from pathlib import Path
from typing import Any

from dateline._ref import gazetteer as data
from dateline._ref.gazetteer.fold import bare, fold, is_code
from dateline._ref.gazetteer.spelling import SPELLED_VARIOUSLY, is_frame, spelling
from dateline._ref.gazetteer.table import Frames, Row, Table
from dateline.ground.places.geonames_line import precision_of
from dateline.ground.places.geonames_table import FullTable, find_table
from dateline.ground.places.variants import closest

HOME = Path(data.__file__).parent
CITY_KINDS = frozenset({"city", "town", "village", "district"})
_WEIGHT = {
    "continent": 8.0,
    "sea": 7.0,
    "disputed area": 6.5,
    "region": 6.0,
    "former state": 7.0,
    "strait": 6.5,
    "river": 6.0,
    "mountains": 6.0,
    "lake": 5.5,
}
_FULL = "geonames-full"
"""How a record names the user's own GeoNames table."""
_SAME_FIELD = 0.05
"""Degrees within which an airfield is the same one."""
_OWN_WEIGHT = 4.5
"""What a row of our own weighs, as log10 of people: a site in the news counts like a town of 30,000."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place a name can stand for. `weight`: log10 of its people, or what makes up for them."""

    name: str
    kind: str
    country: str | None
    admin: str
    lat: float
    lon: float
    precision: str
    geonameid: int | None
    source: str
    weight: float
    usual: bool = True
    """Found under its usual name, not under an alternate one."""
    capital: bool = False
    own: bool = False
    """From our own tables, which name what conflict reports name."""


class Gazetteer:
    """Countries, divisions, sites, regions and towns, looked up by name in any usual spelling."""

    def __init__(self, home: Path = HOME, full: FullTable | None = None) -> None:
        self._table = Table(home / "geonames.bin")
        self._full = full
        self._frames = Frames(home / "spellings.npy")
        self._own: dict[str, list[Entry]] = defaultdict(list)
        self._fields: set[str] = set()
        self._codes: dict[str, list[Entry]] = defaultdict(list)
        self.demonyms: dict[str, Entry] = {}
        """Words for a country's people, as written: `Syrian`, `Swedes`."""
        self._iso3: dict[str, str] = {}
        self._capitals: dict[str, str] = {}
        self.countries: dict[str, Entry] = {}
        """Countries by ISO 3166-1 alpha-3."""
        self._add_countries(home / "countries.csv")
        self._divisions = {row.admin: self._entry(row) for row in self._table.divisions()}
        self._add_codes(home / "admin1.csv")
        for path in sorted((home / "places").glob("*.csv")):
            self._add_places(path)
        self.lookup = lru_cache(maxsize=20_000)(self._lookup)
        """Every place with this name, ours first, then by weight; () where there is none."""
        self._spelled = lru_cache(maxsize=None)(self._own_spellings)
        self.longest = max(key.count(" ") + 1 for key in self._own)
        """Words in the longest name of our own tables."""

    def knows(self, name: str) -> bool:
        """Whether our own tables (countries, sites, regions) have the name: a safe match."""
        return name in self._codes or (fold(name) in self._own and not is_code(name))

    def division(self, key: str) -> Entry | None:
        """A first-level division by GeoNames key: `SY.02`, `US.VA`."""
        return self._divisions.get(key)

    def capital(self, country: str) -> Entry | None:
        """The capital of a country by ISO 3166-1 alpha-3."""
        found = self._of_key(self._capitals.get(country, ""))
        return next((entry for entry in found if entry.capital and entry.country == country), None)

    def code(self, name: str) -> tuple[Entry, ...]:
        """What an abbreviation stands for, exactly as written: `U.S.`, `Va.`, `DRC`."""
        return tuple(self._codes.get(name, ()))

    def variants(self, name: str, country: str) -> tuple[tuple[float, Entry], ...]:
        """What a name that no table has may be another spelling of, in a country: likeness, entry."""
        if country not in SPELLED_VARIOUSLY:
            return ()
        frame, _ = spelling(name, country)
        if not is_frame(frame):
            return ()
        rows = (self._table.row(index) for index in self._frames.find(country, frame))
        known = chain(
            self._spelled(country).get(frame, ()),
            ((row.name, self._entry(row)) for row in rows if self._iso3[row.iso2] == country),
        )
        found: dict[str, tuple[float, Entry]] = {}
        for likeness, entry in closest(name, country, known):
            found.setdefault(entry.source, (likeness, entry))
        return tuple(found.values())

    def _own_spellings(self, country: str) -> dict[str, list[tuple[str, Entry]]]:
        """The names of our own rows in a country by their frames."""
        made: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for key, entries in self._own.items():
            for entry in entries:
                if entry.country == country and entry.kind != "country":
                    made[spelling(key, country)[0]].append((key, entry))
        return made

    def _lookup(self, name: str) -> tuple[Entry, ...]:
        if found := self._codes.get(name):
            return tuple(found)
        key = fold(name)
        if not key or (is_code(name) and len(key) < 4):
            return ()
        if name.islower():
            return tuple(self._own.get(key, ())) if " " in key else ()
        entries = self._of_key(key)
        shorter = bare(key)
        if not entries and shorter != key:
            entries = self._of_key(shorter)
        return tuple(entries)

    def _of_key(self, key: str) -> list[Entry]:
        own = list(self._own.get(key, ()))
        full = [self._entry(row, _FULL) for row in self._full.find(key)] if self._full is not None else []
        rest = [self._entry(row) for row in self._table.find(key) if row.icao not in self._fields]
        known = {entry.source for entry in own} | {entry.geonameid for entry in own}
        full = [entry for entry in full if entry.geonameid not in known]
        rest = [entry for entry in rest if entry.source not in known and not _is_among(entry, full)]
        return own + sorted(full + rest, key=lambda entry: -entry.weight)

    def _entry(self, row: Row, origin: str = "geonames") -> Entry:
        country = self._iso3.get(row.iso2)
        if row.icao:
            source, precision, weight = f"airportsdata:{row.icao}", "site", _OWN_WEIGHT
        else:
            source, precision, weight = (
                f"{origin}:{row.geonameid or row.admin}",
                precision_of(row.kind),
                row.weight,
            )
        return Entry(
            name=row.name,
            kind=row.kind,
            country=country,
            admin=row.admin,
            lat=row.lat,
            lon=row.lon,
            precision=precision,
            geonameid=row.geonameid or None,
            source=source,
            weight=weight,
            usual=row.usual,
            capital=row.kind == "city"
            and country is not None
            and self._capitals.get(country) == fold(row.name)
            and weight > 3,
        )

    def _add(self, entry: Entry, names: list[str]) -> None:
        other_name = replace(entry, usual=False)
        for name in dict.fromkeys((entry.name, *filter(None, names))):
            named = entry if name == entry.name else other_name
            if is_code(name):
                self._codes[name].append(named)
                continue
            folded = fold(name)
            for key in {folded, bare(folded)}:
                if all(other.source != entry.source for other in self._own[key]):
                    self._own[key].append(named)

    def _add_countries(self, path: Path) -> None:
        for row in _rows(path):
            self._iso3[row["iso2"]] = row["iso3"]
            self._capitals[row["iso3"]] = fold(row["capital"])
            entry = Entry(
                name=row["name"],
                kind="country",
                country=row["iso3"],
                admin="",
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                precision="country",
                geonameid=int(row["geonameid"]),
                source=f"geonames:{row['geonameid']}",
                weight=log10(int(row["population"]) + 1),
                own=True,
            )
            self.countries[entry.country or ""] = entry
            self._add(entry, row["aliases"].split(";"))
            for word in filter(None, row["demonyms"].split(";")):
                self.demonyms.setdefault(word, entry)

    def _add_codes(self, path: Path) -> None:
        for row in _rows(path):
            entry = self._divisions.get(row["key"])
            for alias in row["aliases"].split(";"):
                if entry and is_code(alias):
                    self._codes[alias].append(entry)

    def _add_places(self, path: Path) -> None:
        for row in _rows(path):
            aliases = row["aliases"].split(";")
            geonameid = int(row["geonameid"]) if row["geonameid"] else None
            known = self._known(geonameid, (row["name"], *aliases))
            entry = Entry(
                name=row["name"],
                kind=row["kind"],
                country=row["country"] or None,
                admin=row["admin"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                precision=row["precision"],
                geonameid=geonameid,
                source=row["source"],
                weight=known.weight if known else _WEIGHT.get(row["kind"], _OWN_WEIGHT),
                capital=bool(known and known.capital),
                own=True,
            )
            self._add(entry, aliases)
            if entry.source.startswith("ourairports:"):
                self._fields.add(entry.source.partition(":")[2])

    def _known(self, geonameid: int | None, names: tuple[str, ...]) -> Entry | None:
        if geonameid is None:
            return None
        rows = (row for name in names for row in self._table.find(fold(name)) if row.geonameid == geonameid)
        first = next(rows, None)
        return self._entry(first) if first else None


def _is_among(entry: Entry, full: list[Entry]) -> bool:
    """Whether a place of the shipped table is one of the user's fuller table."""
    for other in full:
        if entry.geonameid and entry.geonameid == other.geonameid:
            return True
        division = entry.kind == other.kind and entry.kind.startswith("admin") and not entry.geonameid
        if division and entry.admin == other.admin:
            return True
        near = abs(entry.lat - other.lat) < _SAME_FIELD and abs(entry.lon - other.lon) < _SAME_FIELD
        if entry.kind == "airport" and other.precision == "site" and near:
            return True
    return False


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that ships with the program, over the user's own GeoNames table if there is one."""
    path = find_table()
    return Gazetteer(full=FullTable(path) if path else None)
