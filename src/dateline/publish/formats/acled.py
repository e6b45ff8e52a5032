"""ACLED-like: one row an incident, 31 columns, CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from dateline.publish.cells import joined
from dateline.publish.chosen import Chosen, IncidentRow
from dateline.publish.crosswalks import AcledKind, acled_kind, country_name, inter, mapping, state
from dateline.publish.formats.form import INCIDENTS, Column, Format, told, write_rows
from dateline.publish.formats.sides import (
    Number,
    incidents,
    killed,
    parties,
    party_name,
    quotations,
    reports,
    span_of_days,
)
from dateline.record import number

CIVILIANS = 7
TARGETING = "Civilian targeting"


@dataclass(frozen=True, slots=True)
class Row:
    """An incident with what its columns share."""

    of: IncidentRow
    kind: AcledKind
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    inter: tuple[int | None, int | None]
    deaths: Number | None


def rows(chosen: Chosen) -> Iterator[Row]:
    """The incidents that a rule of `acled.toml` takes; the others are left out and counted."""
    for incident in incidents(chosen):
        actors, recipients = parties(incident)
        country = incident.incident["country"]
        one = [inter(actor, country=country) for actor in actors]
        other = [inter(actor, recipient=True, country=country) for actor in recipients]
        kind = acled_kind(incident.lead.event, one, other)
        if kind is None:
            chosen.left_out["incident: of no type that ACLED has"] += 1
            continue
        sides = (tuple(map(party_name, actors)), tuple(map(party_name, recipients)))
        yield Row(incident, kind, sides, _kinds(incident, kind, one, other), killed(incident))


def _kinds(
    incident: IncidentRow, kind: AcledKind, one: list[int | None], other: list[int | None]
) -> tuple[int | None, int | None]:
    """The kinds of both sides; those who protest are protesters, whichever side they stand on."""
    crowd = mapping("acled")["inter_by_event"].get(kind.event)
    theirs = incident.lead.event.type == "PROTEST"
    first = crowd if crowd and one and theirs else _first(one)
    return first, crowd if crowd and other and not theirs else _first(other)


def _first(codes: list[int | None]) -> int | None:
    return codes[0] if codes else None


def _interaction(r: Row) -> int | None:
    """The two kinds of actor, the smaller first; one alone with a nought. None where a kind is not known."""
    if not r.sides[0] or (r.sides[1] and None in r.inter) or r.inter[0] is None:
        return None
    one, other = r.inter[0], r.inter[1]
    return one * 10 if other is None else min(one, other) * 10 + max(one, other)


def _time_precision(r: Row) -> int | None:
    days = span_of_days(r.of)
    return next((code for most, code in ((1, 1), (7, 2), (31, 3)) if days[2] <= most), None) if days else None


def _date(r: Row) -> str | None:
    days = span_of_days(r.of)
    return days[0].isoformat() if days and _time_precision(r) else None


def _fatalities(r: Row) -> float | None:
    """One figure, the lowest that stands where the rule has no best."""
    if r.deaths is None:
        return None
    return number(r.deaths.best if r.deaths.best is not None else r.deaths.low)


def _notes(r: Row) -> str:
    if r.deaths is None:
        return f"{quotations(r.of)} | fatalities: no source gives a number"
    spread = " / ".join("?" if v is None else f"{v:g}" for v in (r.deaths.low, r.deaths.best, r.deaths.high))
    return f"{quotations(r.of)} | fatalities low / best / high {spread} by the rule: {r.deaths.rule}"


def _admin1(r: Row) -> str | None:
    name: str | None = r.of.incident["place_name"]
    return name if r.of.incident["place_precision"] == "admin" else None


def _stamp(r: Row) -> int | None:
    moments = [row.added_at.replace(tzinfo=UTC) for row in r.of.events if row.added_at]
    return int(max(moments).timestamp()) if moments else None


C = Column[Row]
COLUMNS: tuple[Column[Row], ...] = (
    C("event_id_cnty", "dateline's id of the incident", lambda r: r.of.incident["incident_id"]),
    C("event_date", "first day on which it may have been; empty where the month is not known", _date),
    C("year", "its year", lambda r: int(d[:4]) if (d := _date(r)) else None),
    C("time_precision", "1 the day, 2 within a week, 3 within a month", _time_precision),
    C("disorder_type", "by event type, see below", lambda r: r.kind.disorder),
    C("event_type", "by the rules below; empty for violence whose parties are not told", lambda r: r.kind.event),
    C("sub_event_type", "by the rules below; empty where they leave it open", lambda r: r.kind.sub_event),
    C("actor1", "who did it: the first party, by name or in a report's words; a state's forces or people as `Libya (COP)`", lambda r: joined(r.sides[0][:1])),
    C("assoc_actor_1", "the other parties on that side", lambda r: joined(r.sides[0][1:])),
    C("inter1", "kind of actor1: 1 state forces, 2 rebels, 3 political militias, 5 rioters, 6 protesters, 7 civilians, "
      "8 external forces", lambda r: r.inter[0]),
    C("actor2", "to whom it was done: the first party", lambda r: joined(r.sides[1][:1])),
    C("assoc_actor_2", "the other parties on that side", lambda r: joined(r.sides[1][1:])),
    C("inter2", "kind of actor2", lambda r: r.inter[1]),
    C("interaction", "both kinds, the smaller first; one alone followed by 0", _interaction),
    C("civilian_targeting", "“Civilian targeting” where violence is done to civilians",
      lambda r: TARGETING if r.inter[1] == CIVILIANS and r.of.lead.event.type == "ASSAULT" else None),
    C("iso", "ISO 3166-1 numeric code of the country", lambda r: int(n) if (n := state(r.of.incident["country"]).numeric) else None),
    C("region", "ACLED's own regions: not given"),
    C("country", "English name of the country", lambda r: country_name(r.of.incident["country"])),
    C("admin1", "name of the place, where it is a division or region", _admin1),
    C("admin2", "not known"),
    C("admin3", "not known"),
    C("location", "name of the place", lambda r: r.of.incident["place_name"]),
    C("latitude", "WGS 84 degrees", lambda r: r.of.incident["lat"]),
    C("longitude", "WGS 84 degrees", lambda r: r.of.incident["lon"]),
    C("geo_precision", "1 a town or spot, 3 a larger region or a country",
      lambda r: mapping("acled")["geo_precision"].get(r.of.incident["place_precision"])),
    C("source", "outlets, one entry a report", lambda r: reports(r.of, "outlet")),
    C("source_scale", "not known"),
    C("notes", "the sentences that tell of it, each with outlet and date; low, best and high deaths and the rule by "
      "which they were settled", _notes),
    C("fatalities", "the rule's best figure, else its low one; empty where no source gives a number (ACLED writes 0)",
      _fatalities),
    C("tags", "ACLED's own"),
    C("timestamp", "when the last report of it came into the store, seconds since 1970 UTC", _stamp),
)  # fmt: skip


def write(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes the incidents as ACLED's CSV export has them."""
    return write_rows(path, COLUMNS, rows(chosen))


FORMAT = Format(
    name="acled",
    title="ACLED-like",
    suffix=".csv",
    rule="lowest-credible",
    write=write,
    fields={INCIDENTS: told(COLUMNS)},
    about="The columns of ACLED's export, so that scripts for it read dateline's incidents. “Like”: ACLED has no part "
    "in it, no id is ACLED's, and no event was coded by ACLED's researchers. One row an incident.",
    file="CSV as RFC 4180: UTF-8, separated by commas, with a header.",
    notes=(
        "Incidents that no rule below takes (meetings, statements, sanctions and the like) are left out.",
        "Incidents that are planned, possible or denied are left out: the format has no column that would say so.",
        "Fatalities are settled by the rule `lowest-credible` (`--rule` names another), told in `notes`. Where sources "
        "tell groups and no whole, civilians and fighters are added up; of women, children and the like the largest "
        "group stands. Without claims in the store the counts of the events stand in.",
        "Several names or outlets are joined by `; `.",
        "codes:acled",
    ),
)
