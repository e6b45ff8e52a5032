"""GeoJSON (RFC 7946): points of events or incidents, for QGIS, kepler.gl and other maps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dateline.model import Place
from dateline.publish.cells import Cell, whole_text
from dateline.publish.chosen import Chosen, EventRow
from dateline.publish.formats.form import EVENTS, INCIDENTS, Column, Format
from dateline.publish.formats.plain import EVENT_COLUMNS, INCIDENT_COLUMNS

Feature = dict[str, Any]
NO_POINT = "without a point on the map"
OF_PLACE: tuple[tuple[str, str, Callable[[Place], Cell]], ...] = (
    ("place_role", "at, from or to: what this point is to the event", lambda p: p.role),
    ("place_name", "name of the place", lambda p: p.mention.name or p.mention.span.text),
    ("place_country", "ISO 3166-1 alpha-3", lambda p: p.mention.country),
    ("place_precision", "site, city, admin, country: how exactly the point is meant", lambda p: p.mention.precision),
    ("place_text", "the words of the report", lambda p: p.mention.span.text),
    ("place_start", "their offset in the report's text", lambda p: p.mention.span.start),
)  # fmt: skip
NOT_ONCE_MORE = frozenset({"lat", "lon", *(name for name, _, _ in OF_PLACE)})
OF_EVENT: tuple[Column[EventRow], ...] = tuple(c for c in EVENT_COLUMNS if c.name not in NOT_ONCE_MORE)
OF_INCIDENT = tuple(c for c in INCIDENT_COLUMNS if c.name not in {"lat", "lon"})


def _text(value: Cell) -> Cell:
    return whole_text(value) if isinstance(value, str) else value


def _feature(key: str, lat: float, lon: float, properties: dict[str, Cell]) -> Feature:
    kept = {name: _text(value) for name, value in properties.items()}
    return {
        "type": "Feature",
        "id": key,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": kept,
    }


def _of_events(chosen: Chosen) -> Iterator[Feature]:
    """A feature for each place of each event that is on the map."""
    for row in chosen.events():
        own = {c.name: c.value(row) if c.value else None for c in OF_EVENT}
        placed = False
        for n, place in enumerate(row.event.places):
            lat, lon = place.mention.lat, place.mention.lon
            if lat is not None and lon is not None:
                placed = True
                of_place = {name: value(place) for name, _, value in OF_PLACE}
                yield _feature(f"{row.event.id}/{n}", lat, lon, own | of_place)
        if not placed:
            chosen.left_out[NO_POINT] += 1


def _of_incidents(chosen: Chosen) -> Iterator[Feature]:
    for row in chosen.incidents():
        lat, lon = row.incident["lat"], row.incident["lon"]
        if lat is None or lon is None:
            chosen.left_out[f"incident: {NO_POINT}"] += 1
            continue
        properties = {c.name: c.value(row) if c.value else None for c in OF_INCIDENT}
        yield _feature(row.incident["incident_id"], lat, lon, properties)


def write(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes a FeatureCollection, one feature a line."""
    features = _of_events(chosen) if unit == EVENTS else _of_incidents(chosen)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for count, feature in enumerate(features, 1):
            line = json.dumps(feature, ensure_ascii=False, allow_nan=False)
            file.write(("\n" if count == 1 else ",\n") + line)
        file.write("\n]}\n")
    return count


FORMAT = Format(
    name="geojson",
    title="GeoJSON",
    suffix=".geojson",
    write=write,
    fields={
        EVENTS: (
            *((c.name, c.told, True) for c in OF_EVENT),
            *((name, meaning, True) for name, meaning, _ in OF_PLACE),
        ),
        INCIDENTS: tuple((c.name, c.told, True) for c in OF_INCIDENT),
    },
    about="Points for a map, which QGIS, kepler.gl, Leaflet and GDAL open as they are. A feature is one place of one "
    "event, so that a movement has one at its origin and one at its goal; with `--unit incidents` it is an incident.",
    file="A FeatureCollection as RFC 7946 has it: UTF-8, longitude before latitude, WGS 84; one feature a line.",
    notes=(
        "Events without a point on the map are left out.",
        "A point of precision `admin` or `country` is a rough middle: do not read a place off it.",
        "All events are written, whatever their `status`: filter by it before counting.",
        "`id` of a feature: the event's id, a slash and the number of the place; or the incident's id.",
    ),
)
