"""FollowTheMoney: reports, events, parties and places as entities, one JSON object a line."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from dateline.model import ActorMention, Event, PlaceMention, Report
from dateline.publish.cells import whole_text
from dateline.publish.chosen import Chosen, EventRow, IncidentRow
from dateline.publish.formats.form import EVENTS, INCIDENTS, Format, facts
from dateline.publish.formats.sides import incidents, last_holders
from dateline.publish.words import line_of

COUNTRIES = Path(__file__).parents[2] / "_ref" / "gazetteer" / "countries.csv"
PUBLIC: Final = frozenset({"COP", "GOV", "JUD", "LEG", "MIL", "SPY"})
LANGUAGES: Final = {"en": "eng", "es": "spa", "fr": "fra", "de": "deu", "ar": "ara", "ru": "rus"}
"""FollowTheMoney names languages by ISO 639-3."""
Entity = dict[str, Any]
Values = Iterable[str | None]


@cache
def _iso2() -> dict[str, str]:
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: row["iso2"].lower() for row in csv.DictReader(file)}


def _id(kind: str, *parts: str | None) -> str:
    key = "\x1f".join(part or "" for part in (kind, *parts))
    return f"dateline-{kind}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def _entity(key: str, schema: str, **properties: Values) -> Entity:
    """An entity with the values that are known, each once."""
    known = {
        name: list(dict.fromkeys(whole_text(v) for v in values if v)) for name, values in properties.items()
    }
    return {"id": key, "schema": schema, "properties": {name: vs for name, vs in known.items() if vs}}


def _country(country: str | None) -> str | None:
    return _iso2().get(country or "")


def article(report: Report, version: str) -> Entity:
    """A report as an Article, with its text."""
    return _entity(
        _id("report", report.id),
        "Article",
        fileName=[report.title or report.id],
        title=[report.title],
        author=[report.author],
        publisher=[report.outlet],
        publishedAt=[(report.published or "")[:10]],
        language=[LANGUAGES.get((report.language or "")[:2])],
        sourceUrl=[report.url],
        bodyText=[report.text],
        processingAgent=[f"dateline {version}"],
    )


def party(actor: ActorMention) -> Entity | None:
    """A party that is known by name: a PublicBody where it is a state's, else a LegalEntity."""
    if actor.name is None:
        return None
    schema = "PublicBody" if actor.sector in PUBLIC else "LegalEntity"
    key = _id("party", actor.name, actor.country, actor.sector, actor.id)
    keywords = [actor.sector, None if _country(actor.country) else actor.country]
    return _entity(key, schema, name=[actor.name], country=[_country(actor.country)], keywords=keywords)


def address(place: PlaceMention) -> Entity | None:
    """A place with its degrees; None where it has none."""
    if place.lat is None or place.lon is None:
        return None
    name = place.name or place.span.text
    return _entity(
        _id("place", name, place.country, str(place.lat), str(place.lon)),
        "Address",
        full=[name],
        name=[name],
        latitude=[str(place.lat)],
        longitude=[str(place.lon)],
        country=[_country(place.country)],
        keywords=[place.precision],
    )


def _parties(actors: Iterable[ActorMention]) -> list[Entity]:
    return [entity for actor in actors if (entity := party(actor))]


def _days(low: date | None, high: date | None) -> dict[str, Values]:
    if low is None or high is None:
        return {}
    return {"startDate": [low.isoformat()], "endDate": [high.isoformat()]}


def _name(event: Event) -> str:
    line = line_of(event)
    return " ".join(filter(None, (line.who, line.what, line.whom and f"→ {line.whom}")))


def _of_event(row: EventRow) -> list[Entity]:
    event = row.event
    actors, recipients = _parties(event.actors), _parties(event.recipients)
    places = [entity for place in event.places if (entity := address(place.mention))]
    said = "; ".join(holder.name or holder.span.text for holder in event.said_by)
    own = _entity(
        _id("event", event.id),
        "Event",
        name=[_name(event)],
        summary=[event.sentence.text],
        description=[f"said by {said}" if said else None],
        recordId=[event.id],
        country=[_country(place.mention.country) for place in event.places],
        location=[place.mention.name or place.mention.span.text for place in event.places],
        addressEntity=[entity["id"] for entity in places],
        organizer=[entity["id"] for entity in actors],
        involved=[entity["id"] for entity in recipients],
        proof=[_id("report", event.report.id)],
        publisher=[event.report.outlet],
        sourceUrl=[event.report.url],
        keywords=[event.type, event.mode, event.status, *event.contexts],
        **_days(row.low, row.high),
    )
    return [article(event.report, event.version.dateline), *actors, *recipients, *places, own]


def _of_incident(row: IncidentRow) -> list[Entity]:
    incident, events = row.incident, [r.event for r in row.events]
    inner = [entity for r in row.events for entity in _of_event(r)]
    by_schema = {
        schema: [e["id"] for e in inner if e["schema"] in schema.split()]
        for schema in ("Address", "Article")
    }  # fmt: skip
    own = _entity(
        _id("incident", incident["incident_id"]),
        "Event",
        name=[incident["title"]],
        summary=[event.sentence.text for event in events],
        description=[f"said by {holders}" if (holders := last_holders(row)) else None],
        recordId=[incident["incident_id"]],
        country=[_country(incident["country"])],
        location=[incident["place_name"]],
        addressEntity=by_schema["Address"],
        organizer=[entity["id"] for event in events for entity in _parties(event.actors)],
        involved=[entity["id"] for event in events for entity in _parties(event.recipients)],
        proof=by_schema["Article"],
        publisher=[event.report.outlet for event in events],
        sourceUrl=[event.report.url for event in events],
        keywords=[incident["type"], *incident["modes"], incident["status"]],
        **_days(incident["first_day"], incident["last_day"]),
    )
    return [*(entity for entity in inner if entity["schema"] != "Event"), own]


def entities(chosen: Chosen, unit: str) -> Iterator[Entity]:
    """All entities, each once, those that others point to first."""
    seen: set[str] = set()
    groups: Iterator[list[Entity]]
    if unit == EVENTS:
        groups = (_of_event(row) for row in facts(chosen.events(), chosen))
    else:
        groups = (_of_incident(row) for row in incidents(chosen))
    for group in groups:
        for entity in group:
            if entity["id"] not in seen:
                seen.add(entity["id"])
                yield entity


def write(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes the entities, one a line."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for entity in entities(chosen, unit):
            file.write(json.dumps(entity, ensure_ascii=False) + "\n")
            count += 1
    return count


_FIELDS = (
    ("Article", "a report: `fileName` (title, or id), `title`, `author`, `publisher`, `publishedAt`, `language`, "
     "`sourceUrl`, `bodyText`, `processingAgent`", True),
    ("Event", "`name` (who, type and mode, to whom), `summary` (the sentence), `description` (who says so), `startDate` and "
     "`endDate`, `location`, `country`, `addressEntity`, `organizer` (who did it), `involved` (to whom), `proof` (the "
     "Article), `publisher`, `sourceUrl`, `recordId` (dateline's id), `keywords` (type, mode, status, contexts)", True),
    ("PublicBody", "a party that is a state's: `name`, `country`, `keywords` (PLOVER sector)", True),
    ("LegalEntity", "any other party that is known by name; one without a name is in the event's `name` alone", True),
    ("Address", "a place on the map: `full`, `latitude`, `longitude`, `country`, `keywords` (precision)", True),
)  # fmt: skip
FORMAT = Format(
    name="ftm",
    title="FollowTheMoney",
    suffix=".ftm.json",
    lines="entities",
    write=write,
    fields={EVENTS: _FIELDS, INCIDENTS: _FIELDS},
    about="Entities of the FollowTheMoney model, for OpenAleph, Yente and the `ftm` command. An Event is a coded event, "
    "or with `--unit incidents` an incident whose `proof` are all its reports.",
    file="JSON lines, UTF-8: one entity a line with `id`, `schema` and `properties`, each once.",
    notes=(
        "Countries are lower-case ISO 3166-1 alpha-2; what is no country (UNO, IGO, NGO, IMG) is a keyword of its party.",
        "Events that are planned, possible or denied are left out: the model has no property that would say so.",
        "Offsets have no place in the model: `recordId` leads back to them.",
    ),
)
