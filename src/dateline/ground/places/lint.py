"""Checks our tables of places row by row, so that a mistake is told with its file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dateline._ref.gazetteer.fold import fold
from dateline._ref.gazetteer.table import Table
from dateline.ground.places.gazetteer import HOME

COLUMNS = ("name", "kind", "country", "admin", "lat", "lon", "precision", "geonameid", "source", "aliases")
PRECISIONS = frozenset({"site", "city", "admin", "country"})
KINDS = frozenset(
    "air base|airport|area|bridge|building|camp|canal|checkpoint|church|city|continent|crossing|dam|desert|"
    "disputed area|district|forest|former state|hospital|hotel|island|lake|line|market|military base|mine|"
    "monastery|mosque|mountain|mountains|museum|naval base|nuclear site|oil field|park|pass|port|power plant|"
    "prison|refinery|region|river|school|sea|settlement|site|square|stadium|station|strait|synagogue|territory|"
    "theatre|town|tunnel|university|valley|village".split("|")
)
_ANYWHERE = frozenset({"crossing", "disputed area", "island", "oil field", "pass", "line", "lake"})
"""Kinds of site that may lie far from every town of their country, or off its coast."""
_ABROAD_KM, _EMPTY_KM = 150, 500
"""How much nearer than a town of its own country a site may lie to one of another (borders run through
empty land), and from where on there are no towns to tell by."""
_SAME_FIELD_KM = 5
_NEAR_DEGREES, _FAR_DEGREES = 0.5, 9.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with where it stands."""

    where: str
    cells: dict[str, str]

    def names(self) -> list[str]:
        """Its name and its other names."""
        return [self.cells["name"], *filter(None, self.cells["aliases"].split(";"))]


def lint(home: Path = HOME) -> list[str]:
    """What is wrong in the tables of places under `home`, each as `file:line: what`; [] where all is well."""
    found: list[str] = []
    rows: list[_Row] = []
    countries = _column(home / "countries.csv", "iso3", "iso2")
    for path in sorted((home / "places").glob("*.csv")):
        for row in _read(path, found):
            problems = list(_problems(row.cells, countries))
            found += [f"{row.where}: {problem}" for problem in problems]
            if not problems:
                rows.append(row)
    return found + list(_twice(rows)) + list(_misplaced(rows, Table(home / "geonames.bin"), countries))


def _column(path: Path, key: str, value: str) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row[key]: row[value] for row in csv.DictReader(stream)}


def _read(path: Path, found: list[str]) -> Iterator[_Row]:
    name = f"{path.parent.name}/{path.name}"
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        if (header := tuple(next(reader, ()))) != COLUMNS:
            found.append(f"{name}:1: the columns are {','.join(header)}; they must be {','.join(COLUMNS)}")
            return
        for cells in reader:
            where = f"{name}:{reader.line_num}"
            if len(cells) == len(COLUMNS):
                yield _Row(where, dict(zip(COLUMNS, cells, strict=True)))
            else:
                found.append(f"{where}: {len(cells)} cells; a row has {len(COLUMNS)}")


def _problems(cells: dict[str, str], countries: dict[str, str]) -> Iterator[str]:
    """What is wrong with a row by itself."""
    if not fold(cells["name"]):
        yield "no name"
    if cells["kind"] not in KINDS:
        yield f"unknown kind {cells['kind']!r}"
    if cells["precision"] not in PRECISIONS:
        yield f"unknown precision {cells['precision']!r}; there are {', '.join(sorted(PRECISIONS))}"
    if cells["country"] and cells["country"] not in countries:
        yield f"unknown country {cells['country']!r}; use ISO 3166-1 alpha-3"
    elif cells["admin"] and not cells["admin"].startswith(f"{countries.get(cells['country'])}."):
        yield f"division {cells['admin']} is not one of {cells['country'] or 'no country'}"
    for axis, limit in (("lat", 90), ("lon", 180)):
        yield from _degrees(axis, cells[axis], limit)
    aliases = [alias for alias in cells["aliases"].split(";") if alias]
    if any(alias != alias.strip() for alias in aliases):
        yield "blanks around an alias"
    if len(set(aliases)) < len(aliases) or cells["name"] in aliases:
        yield "an alias stands twice, or repeats the name"
    yield from _source(cells["source"], cells["geonameid"])


def _degrees(axis: str, cell: str, limit: int) -> Iterator[str]:
    try:
        value = float(cell)
    except ValueError:
        yield f"{axis} {cell!r} is no number"
        return
    if not abs(value) <= limit:
        yield f"{axis} {cell} is beyond {limit} degrees"
    if len(cell.partition(".")[2]) > 2:
        yield f"{axis} {cell} claims more than two decimals, which nothing here supports"


def _source(source: str, geonameid: str) -> Iterator[str]:
    origin, _, ident = source.partition(":")
    if origin not in ("geonames", "ourairports", "dateline") or not ident:
        yield f"source {source!r} must be geonames:ID, ourairports:IDENT or dateline:NAME"
    if origin == "geonames" and geonameid and ident != geonameid:
        yield f"source {source} and geonameid {geonameid} differ"
    if geonameid and not geonameid.isdigit():
        yield f"geonameid {geonameid!r} is no number"


def _twice(rows: list[_Row]) -> Iterator[str]:
    """Sources that two rows share, and names that mean two places of one country."""
    first: dict[str, str] = {}
    named: dict[tuple[str, str], str] = {}
    for row in rows:
        source = row.cells["source"]
        if source in first:
            yield f"{row.where}: source {source} stands at {first[source]} already"
        first.setdefault(source, row.where)
        for key in {fold(name) for name in row.names()}:
            other = named.setdefault((key, row.cells["country"]), row.where)
            if other != row.where:
                yield f"{row.where}: {key!r} means {other} already"


def _misplaced(rows: list[_Row], table: Table, countries: dict[str, str]) -> Iterator[str]:
    """Sites and towns that lie nearer to another country's towns than to their own country's."""
    towns = _Towns(table)
    for row in rows:
        cells = row.cells
        lat, lon = float(cells["lat"]), float(cells["lon"])
        near = cells["precision"] in ("site", "city") and cells["kind"] not in _ANYWHERE
        if near and cells["country"]:
            at_home, abroad = towns.nearest(lat, lon, countries[cells["country"]])
            if abroad + _ABROAD_KM < at_home and abroad < _EMPTY_KM:
                far = f"{at_home:.0f} km from the next town of {cells['country']}"
                yield f"{row.where}: {cells['name']} lies {far}, {abroad:.0f} km from one of another country"
        yield from _off_field(row, table, lat, lon)


def _off_field(row: _Row, table: Table, lat: float, lon: float) -> Iterator[str]:
    """An airfield that lies elsewhere than the register of airfields says."""
    origin, _, ident = row.cells["source"].partition(":")
    if origin != "ourairports":
        return
    for name in row.names():
        for field in table.find(fold(name)):
            apart = float(np.hypot(field.lat - lat, field.lon - lon)) * 111
            if field.icao == ident and apart > _SAME_FIELD_KM:
                yield f"{row.where}: {ident} lies at {field.lat}, {field.lon}, {apart:.0f} km away"
                return


class _Towns:
    """Every town of the table, sorted by latitude."""

    def __init__(self, table: Table) -> None:
        lat, lon, iso2 = table.towns()
        order = lat.argsort()
        self._lat, self._lon, self._iso2 = lat[order], lon[order], iso2[order]

    def nearest(self, lat: float, lon: float, iso2: str) -> tuple[float, float]:
        """Kilometres to the nearest town of a country, and to the nearest one of any other."""
        ours, others = self._within(lat, lon, iso2, _NEAR_DEGREES)
        if ours > _NEAR_DEGREES * 100:
            ours, others = self._within(lat, lon, iso2, _FAR_DEGREES)
        return ours, others

    def _within(self, lat: float, lon: float, iso2: str, reach: float) -> tuple[float, float]:
        window = slice(*np.searchsorted(self._lat, (lat - reach, lat + reach)))
        across = np.abs(self._lon[window] - lon)
        across = np.minimum(across, 360 - across) * np.cos(np.radians(lat))
        apart = 111.2 * np.hypot(self._lat[window] - lat, across)
        ours = self._iso2[window] == iso2
        return float(apart[ours].min(initial=np.inf)), float(apart[~ours].min(initial=np.inf))
