"""POLECAT: one row an event, 40 columns separated by tabs, with a header."""

from __future__ import annotations

from pathlib import Path

from dateline.model import ActorMention, PlaceMention
from dateline.publish.cells import Cell, joined
from dateline.publish.chosen import Chosen, EventRow
from dateline.publish.crosswalks import state
from dateline.publish.formats.form import EVENTS, Column, Format, facts, told, write_rows
from dateline.record import number

Row = EventRow
GEONAMES = "geonames:"


def place_of(row: Row) -> PlaceMention | None:
    """Where the event took place: the first place that is no origin or goal, else the first."""
    places = row.event.places
    at = [place for place in places if place.role == "at"] or list(places)
    return at[0].mention if at else None


def named(row: Row, precision: str) -> str | None:
    """The event's place, where it is of this precision."""
    place = place_of(row)
    return place.name if place and place.precision == precision else None


def degrees(row: Row) -> tuple[float | None, float | None]:
    """Latitude and longitude of the event's place."""
    place = place_of(row)
    return (place.lat, place.lon) if place else (None, None)


def geonames_id(row: Row) -> int | None:
    """GeoNames' number of the event's place, where its degrees are from there."""
    place = place_of(row)
    source = (place.source or "") if place else ""
    given = source.removeprefix(GEONAMES)
    return int(given) if source.startswith(GEONAMES) and given.isdecimal() else None


def names(actors: tuple[ActorMention, ...]) -> str:
    """Who, by name; the report's words where nobody is known behind them."""
    return joined((actor.name or actor.span.text for actor in actors), keep_empty=True)


def _codes(actors: tuple[ActorMention, ...], field: str) -> str:
    values = [getattr(actor, field) for actor in actors]
    return joined(values, keep_empty=True) if any(values) else ""


def _cow(actors: tuple[ActorMention, ...]) -> str:
    values = [state(actor.country).cow for actor in actors]
    return joined(values, keep_empty=True) if any(values) else ""


def _first(actors: tuple[ActorMention, ...]) -> Cell:
    return next((actor.sector for actor in actors if actor.sector), None)


def _raw(actors: tuple[ActorMention, ...]) -> str:
    return joined((actor.span.text for actor in actors), keep_empty=True)


def day_text(row: Row) -> str | None:
    """The day of the event, ISO 8601."""
    return row.day.isoformat() if row.day else None


def published_day(row: Row) -> str | None:
    """The day of publication, as far as the report's date tells one."""
    published = row.event.report.published
    return published[:10] if published else None


C = Column[Row]
COLUMNS: tuple[Column[Row], ...] = (
    C("Event ID", "dateline's id of the event", lambda r: r.event.id),
    C("Event Date", "day of the event, ISO 8601; empty where the report does not tell the day", day_text),
    C("Event Type", "PLOVER type", lambda r: r.event.type),
    C("Event Mode", "PLOVER mode", lambda r: r.event.mode),
    C("Intensity", "PLOVER score of type and mode", lambda r: number(r.event.score)),
    C("Quad Code", "the quad in capitals: MATERIAL CONFLICT", lambda r: (r.event.quad or "").upper()),
    C("Contexts", "PLOVER contexts", lambda r: joined(r.event.contexts)),
    C("Actor Name", "who did it, by name or in the report's words", lambda r: names(r.event.actors)),
    C("Actor Country", "ISO 3166-1 alpha-3, or UNO, EUR, IGO, NGO, IMG", lambda r: _codes(r.event.actors, "country")),
    C("Actor COW", "number in the Correlates of War state system", lambda r: _cow(r.event.actors)),
    C("Primary Actor Sector", "the first sector of `Actor Sectors`", lambda r: _first(r.event.actors)),
    C("Actor Sectors", "PLOVER sectors", lambda r: _codes(r.event.actors, "sector")),
    C("Actor Title", "not read"),
    C("Actor Name Raw", "the words of the report", lambda r: _raw(r.event.actors)),
    C("Wikipedia Actor ID", "not known; dateline's own ids are in its other exports"),
    C("Recipient Name", "to whom it was done, as `Actor Name`", lambda r: names(r.event.recipients)),
    C("Recipient Country", "as `Actor Country`", lambda r: _codes(r.event.recipients, "country")),
    C("Recipient COW", "as `Actor COW`", lambda r: _cow(r.event.recipients)),
    C("Primary Recipient Sector", "as `Primary Actor Sector`", lambda r: _first(r.event.recipients)),
    C("Recipient Sectors", "as `Actor Sectors`", lambda r: _codes(r.event.recipients, "sector")),
    C("Recipient Title", "not read"),
    C("Recipient Name Raw", "the words of the report", lambda r: _raw(r.event.recipients)),
    C("Wikipedia Recipient ID", "not known"),
    C("Placename", "name of the place", lambda r: (p.name or p.span.text) if (p := place_of(r)) else None),
    C("City", "the same, where it is a town or a part of one", lambda r: named(r, "city")),
    C("District", "not known"),
    C("Province", "the same, where it is a division or a region", lambda r: named(r, "admin")),
    C("Country", "ISO 3166-1 alpha-3 of the place", lambda r: p.country if (p := place_of(r)) else None),
    C("Latitude", "WGS 84 degrees", lambda r: degrees(r)[0]),
    C("Longitude", "WGS 84 degrees", lambda r: degrees(r)[1]),
    C("GeoNames ID", "where the degrees are GeoNames'", geonames_id),
    C("Raw Placename", "the words of the report", lambda r: p.span.text if (p := place_of(r)) else None),
    C("Feature Type", "not kept"),
    C("Source", "the outlet", lambda r: r.event.report.outlet),
    C("Publication Date", "day of publication, ISO 8601", published_day),
    C("Story People", "not kept in the store"),
    C("Story Organizations", "not kept in the store"),
    C("Story Locations", "not kept in the store"),
    C("Language", "language of the report, ISO 639", lambda r: r.event.report.language),
    C("Version", "version of dateline", lambda r: r.event.version.dateline),
)  # fmt: skip


def write(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes the events as POLECAT's weekly files have them."""
    return write_rows(path, COLUMNS, facts(chosen.events(), chosen), tabs=True)


FORMAT = Format(
    name="polecat",
    title="POLECAT",
    suffix=".txt",
    write=write,
    fields={EVENTS: told(COLUMNS)},
    about="The columns of the POLECAT event data (PLOVER 2.0), so that scripts written for its weekly files read "
    "dateline's events. One row an event.",
    file="UTF-8, separated by tabs, with a header; a cell that holds a quotation mark is quoted as in CSV; tabs and "
    "line breaks in a text are written as a space.",
    notes=(
        "Several actors, recipients or contexts of one event are joined by `; `, in the same order in each column.",
        "The place is the first at which the event was; of a movement without one, the first place named.",
        "POLECAT takes the publication date for an event that is not dated; dateline leaves `Event Date` empty.",
        "Events that are planned, possible or denied are left out: the format has no column that would say so.",
    ),
)
