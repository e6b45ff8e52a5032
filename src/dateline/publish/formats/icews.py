"""ICEWS: one row an event, 20 columns separated by tabs, with a header; CAMEO codes."""

from __future__ import annotations

from pathlib import Path

from dateline.model import ActorMention
from dateline.publish.cells import joined
from dateline.publish.chosen import Chosen, EventRow
from dateline.publish.crosswalks import cameo, cameo_name, country_name, goldstein, sector_names
from dateline.publish.formats.form import EVENTS, Column, Format, facts, told, write_rows
from dateline.publish.formats.polecat import day_text, degrees, named, names, place_of
from dateline.record import number

Row = EventRow
C = Column[Row]


def _sectors(actors: tuple[ActorMention, ...]) -> str:
    values = [sector_names().get(actor.sector or "") for actor in actors]
    return joined(values, keep_empty=True) if any(values) else ""


def _countries(actors: tuple[ActorMention, ...]) -> str:
    values = [country_name(actor.country) or actor.country for actor in actors]
    return joined(values, keep_empty=True) if any(values) else ""


COLUMNS: tuple[Column[Row], ...] = (
    C("Event ID", "dateline's id of the event", lambda r: r.event.id),
    C("Event Date", "day of the event, ISO 8601; empty where the report does not tell the day", day_text),
    C("Source Name", "who did it, by name or in the report's words", lambda r: names(r.event.actors)),
    C("Source Sectors", "what they are: the meaning of their PLOVER sectors", lambda r: _sectors(r.event.actors)),
    C("Source Country", "English name of their country, or UNO, EUR, IGO, NGO, IMG", lambda r: _countries(r.event.actors)),
    C("Event Text", "the name of the CAMEO code", lambda r: cameo_name(cameo(r.event))),
    C("CAMEO Code", "by the table below; empty where the ontology is neither PLOVER nor CAMEO", lambda r: cameo(r.event)),
    C("Intensity", "Goldstein score of the CAMEO code", lambda r: number(goldstein(cameo(r.event)))),
    C("Target Name", "to whom it was done, as `Source Name`", lambda r: names(r.event.recipients)),
    C("Target Sectors", "as `Source Sectors`", lambda r: _sectors(r.event.recipients)),
    C("Target Country", "as `Source Country`", lambda r: _countries(r.event.recipients)),
    C("Story ID", "dateline's id of the report", lambda r: r.event.report.id),
    C("Sentence Number", "not kept in the store; `dateline show` has the sentence's offsets"),
    C("Publisher", "the outlet", lambda r: r.event.report.outlet),
    C("City", "name of the place, where it is a town or a part of one", lambda r: named(r, "city")),
    C("District", "not known"),
    C("Province", "name of the place, where it is a division or a region", lambda r: named(r, "admin")),
    C("Country", "English name of the place's country", lambda r: country_name(p.country) if (p := place_of(r)) else None),
    C("Latitude", "WGS 84 degrees", lambda r: degrees(r)[0]),
    C("Longitude", "WGS 84 degrees", lambda r: degrees(r)[1]),
)  # fmt: skip


def write(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes the events as ICEWS' yearly files have them."""
    return write_rows(path, COLUMNS, facts(chosen.events(), chosen), tabs=True)


FORMAT = Format(
    name="icews",
    title="ICEWS",
    suffix=".tab",
    write=write,
    fields={EVENTS: told(COLUMNS)},
    about="The columns of the ICEWS coded event data. One row an event; codes are CAMEO's, names are dateline's.",
    file="UTF-8, separated by tabs, with a header; a cell that holds a quotation mark is quoted as in CSV; tabs and "
    "line breaks in a text are written as a space.",
    notes=(
        "Several sources or targets of one event are joined by `; `, in the same order in each column.",
        "ICEWS' event ids are numbers, and unique only together with the date; dateline's are text, and unique.",
        "Events that are planned, possible or denied are left out: the format has no column that would say so.",
        "codes:cameo",
    ),
)
