"""GDELT 2.0: a table of events with 61 columns and one of mentions with 16, by tabs, without a header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dateline.model import ActorMention, PlaceMention, Span
from dateline.publish.cells import Cell
from dateline.publish.chosen import Chosen, EventRow
from dateline.publish.crosswalks import (
    CameoActor,
    cameo,
    cameo_actor,
    goldstein,
    numeric_id,
    quad_class,
    state,
)
from dateline.publish.formats.form import EVENTS, Column, Format, facts, told, write_bare
from dateline.publish.formats.polecat import place_of
from dateline.record import number


@dataclass(frozen=True, slots=True)
class Happening:
    """What GDELT calls an event: an incident, or an event that is in none, with all that tells of it."""

    id: int
    lead: EventRow
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in one report that tells of a happening."""

    happening: Happening
    row: EventRow
    span: Span


def happenings(chosen: Chosen) -> Iterator[Happening]:
    """The incidents that were chosen, whole, then the events that are in none."""
    for incident in chosen.incidents():
        rows = tuple(facts(incident.events, chosen))
        if rows:
            lead = incident.lead if incident.lead in rows else rows[0]
            yield Happening(numeric_id(incident.incident["incident_id"]), lead, rows)
    for row in chosen.events():
        if row.incident_id is None:
            for one in facts([row], chosen):
                yield Happening(numeric_id(one.event.id), one, (one,))


def mentions(chosen: Chosen) -> Iterator[Mention]:
    """Every mention of every happening, report by report in the order of the text."""
    for happening in happenings(chosen):
        for row in happening.rows:
            for span in row.event.mentions or (row.event.trigger,):
                yield Mention(happening, row, span)


def _stamp(moment: datetime | None) -> Cell:
    return int(moment.strftime("%Y%m%d%H%M%S")) if moment else None


def _published(row: EventRow) -> Cell:
    """The time of publication; midnight where only the day is known."""
    digits = "".join(c for c in (row.event.report.published or "")[:19] if c.isdecimal())
    return int(digits.ljust(14, "0")) if len(digits) >= 8 else None


def _day(h: Happening) -> date | None:
    return h.lead.day


def _same(h: Happening, part: Callable[[date], int]) -> int | None:
    """The year or the month, where both ends of the time agree on it."""
    low, high = h.lead.low, h.lead.high
    return part(low) if low and high and part(low) == part(high) else None


def _fraction(h: Happening) -> float | None:
    """GDELT's year with the part of it that has gone by, days of 30 to a month."""
    day = _day(h)
    return None if day is None else round(day.year + (day.month * 30 + day.day) / 365, 4)


def _actor(n: int) -> tuple[Column[Happening], ...]:
    """The ten columns of actor 1, who did it, or 2, to whom."""
    who = "who did it" if n == 1 else "to whom it was done"

    def first(h: Happening) -> ActorMention | None:
        event = h.lead.event
        actors = event.actors if n == 1 else event.recipients
        return actors[0] if actors else None

    def code(h: Happening) -> CameoActor:
        actor = first(h)
        return cameo_actor(actor) if actor else CameoActor()

    c = Column[Happening]
    return (
        c(f"Actor{n}Code", f"CAMEO-like code of {who}: the first one named", lambda h: code(h).code),
        c(f"Actor{n}Name", "name in capitals, or the report's words",
          lambda h: (a.name or a.span.text).upper() if (a := first(h)) else None),
        c(f"Actor{n}CountryCode", "ISO 3166-1 alpha-3, where it is a country's", lambda h: code(h).country),
        c(f"Actor{n}KnownGroupCode", "UNO for the United Nations", lambda h: code(h).group),
        c(f"Actor{n}EthnicCode", "not coded"),
        c(f"Actor{n}Religion1Code", "not coded"),
        c(f"Actor{n}Religion2Code", "not coded"),
        c(f"Actor{n}Type1Code", "CAMEO role, from the PLOVER sector", lambda h: code(h).role),
        c(f"Actor{n}Type2Code", "not coded"),
        c(f"Actor{n}Type3Code", "not coded"),
    )  # fmt: skip


def _no_place(who: str) -> tuple[Column[Happening], ...]:
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return tuple(Column[Happening](f"{who}Geo_{part}", "not known: places are the event's") for part in parts)


def _place(h: Happening) -> PlaceMention | None:
    return place_of(h.lead)


def _geo_type(h: Happening) -> int | None:
    """1 a country, 2 and 3 a state and a city of the United States, 4 and 5 a city and a division elsewhere."""
    place = _place(h)
    if place is None or place.precision is None:
        return None
    at_home = place.country == "USA"
    kinds = {"country": 1, "admin": 2 if at_home else 5}
    return kinds.get(place.precision, 3 if at_home else 4)


def _of_cameo(h: Happening) -> str:
    return cameo(h.lead.event) or ""


E = Column[Happening]
EVENT_COLUMNS: tuple[Column[Happening], ...] = (
    E("GLOBALEVENTID", "a number of dateline's own, see below", lambda h: h.id),
    E("SQLDATE", "day of the event, YYYYMMDD; empty where it is not told to the day",
      lambda h: int(d.strftime("%Y%m%d")) if (d := _day(h)) else None),
    E("MonthYear", "its month, YYYYMM", lambda h: _same(h, lambda d: d.year * 100 + d.month)),
    E("Year", "its year", lambda h: _same(h, lambda d: d.year)),
    E("FractionDate", "year + (month × 30 + day) / 365, as GDELT's codebook has it", _fraction),
    *_actor(1),
    *_actor(2),
    E("IsRootEvent", "not told: paragraphs are not kept"),
    E("EventCode", "CAMEO code by the table below", _of_cameo),
    E("EventBaseCode", "its first three digits", lambda h: _of_cameo(h)[:3]),
    E("EventRootCode", "its first two digits", lambda h: _of_cameo(h)[:2]),
    E("QuadClass", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; "
      "PLOVER's, which may differ from that of the CAMEO code", lambda h: quad_class(h.lead.event)),
    E("GoldsteinScale", "Goldstein score of the CAMEO code", lambda h: number(goldstein(_of_cameo(h)))),
    E("NumMentions", "rows it has in the table of mentions",
      lambda h: sum(max(1, len(r.event.mentions)) for r in h.rows)),
    E("NumSources", "outlets that tell of it; those without a name are one",
      lambda h: len({r.event.report.outlet for r in h.rows})),
    E("NumArticles", "reports that tell of it", lambda h: len({r.event.report.id for r in h.rows})),
    E("AvgTone", "dateline measures no tone"),
    *_no_place("Actor1"),
    *_no_place("Actor2"),
    E("ActionGeo_Type", "1 country, 2 US state, 3 US city, 4 city, 5 division", _geo_type),
    E("ActionGeo_FullName", "name of the place", lambda h: p.name if (p := _place(h)) else None),
    E("ActionGeo_CountryCode", "FIPS 10-4", lambda h: state(p.country).fips if (p := _place(h)) else None),
    E("ActionGeo_ADM1Code", "not known"),
    E("ActionGeo_ADM2Code", "not known"),
    E("ActionGeo_Lat", "WGS 84 degrees", lambda h: p.lat if (p := _place(h)) else None),
    E("ActionGeo_Long", "WGS 84 degrees", lambda h: p.lon if (p := _place(h)) else None),
    E("ActionGeo_FeatureID", "not known: GDELT's are GNS and GNIS numbers"),
    E("DATEADDED", "when the first report of it came into the store, UTC, YYYYMMDDHHMMSS",
      lambda h: _stamp(min((r.added_at for r in h.rows if r.added_at), default=None))),
    E("SOURCEURL", "address of the report that tells of it most certainly", lambda h: h.lead.event.report.url),
)  # fmt: skip

M = Column[Mention]


def _offset(actors: tuple[ActorMention, ...]) -> int | None:
    return actors[0].span.start if actors else None


MENTION_COLUMNS: tuple[Column[Mention], ...] = (
    M("GLOBALEVENTID", "as in the table of events", lambda m: m.happening.id),
    M("EventTimeDate", "when the first report of the event came in, as its DATEADDED",
      lambda m: _stamp(min((r.added_at for r in m.happening.rows if r.added_at), default=None))),
    M("MentionTimeDate", "when this report was published, YYYYMMDDHHMMSS in its own time; zeros where no time of day "
      "is known", lambda m: _published(m.row)),
    M("MentionType", "1, the web, where the report has an address; else 2, cited by source",
      lambda m: 1 if m.row.event.report.url else 2),
    M("MentionSourceName", "the outlet", lambda m: m.row.event.report.outlet),
    M("MentionIdentifier", "address of the report; its id in dateline where it has none",
      lambda m: m.row.event.report.url or m.row.event.report.id),
    M("SentenceID", "not kept in the store"),
    M("Actor1CharOffset", "offset of who did it in the report's text", lambda m: _offset(m.row.event.actors)),
    M("Actor2CharOffset", "offset of to whom it was done", lambda m: _offset(m.row.event.recipients)),
    M("ActionCharOffset", "offset of the words that tell of the event", lambda m: m.span.start),
    M("InRawText", "always 1: every mention stands in the text as stored", lambda _: 1),
    M("Confidence", "dateline's confidence in the event, percent", lambda m: round(m.row.event.confidence * 100)),
    M("MentionDocLen", "characters of the report", lambda m: len(m.row.event.report.text)),
    M("MentionDocTone", "dateline measures no tone"),
    M("MentionDocTranslationInfo", "nothing is translated"),
    M("Extras", "dateline's id of the event", lambda m: m.row.event.id),
)  # fmt: skip


def write_events(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes GDELT's table of events."""
    return write_bare(path, EVENT_COLUMNS, happenings(chosen))


def write_mentions(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes GDELT's table of mentions."""
    return write_bare(path, MENTION_COLUMNS, mentions(chosen))


FILE = (
    "UTF-8, separated by tabs, no header, no quotation: tabs and line breaks in a text are written as a space, and "
    "double quotation marks as single ones, so that a reader of CSV is not misled."
)  # fmt: skip
NOTES = (
    "`GLOBALEVENTID` is no number of GDELT's: it is the first 15 hexadecimal digits of dateline's id of the incident "
    "(of the event, where it is in none) as a decimal number, so that the id begins with the number written in "
    "hexadecimal.",
    "A row is an incident where incidents were made, so that copies of one dispatch are one event with several "
    "mentions; the actors, the code and the place are those of its most certain event.",
    "Events that are planned, possible or denied are left out: the format has no column that would say so.",
)
FORMAT = Format(
    name="gdelt",
    title="GDELT 2.0 events",
    suffix=".export.CSV",
    write=write_events,
    fields={EVENTS: told(EVENT_COLUMNS)},
    about="The columns of GDELT 2.0's event files. The mentions go into a file of their own: `gdelt-mentions`.",
    file=FILE,
    notes=(*NOTES, "codes:cameo"),
)
MENTIONS_FORMAT = Format(
    name="gdelt-mentions",
    title="GDELT 2.0 mentions",
    suffix=".mentions.CSV",
    write=write_mentions,
    fields={EVENTS: told(MENTION_COLUMNS)},
    about="The columns of GDELT 2.0's mention files: each place in each report that tells of an event of `gdelt`. "
    "Offsets are Unicode code points into the text that the store keeps.",
    file=FILE,
    notes=NOTES,
)
