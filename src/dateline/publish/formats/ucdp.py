"""UCDP GED-like: one row an incident in which somebody died, 49 columns, CSV."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.model import ActorMention
from dateline.publish.cells import joined
from dateline.publish.chosen import Chosen, IncidentRow
from dateline.publish.crosswalks import (
    country_name,
    mapping,
    numeric_id,
    state,
    ucdp_region,
    violence_type,
)
from dateline.publish.formats.form import INCIDENTS, Column, Format, told, write_rows
from dateline.publish.formats.sides import (
    Number,
    incidents,
    killed,
    last_holders,
    parties,
    party_name,
    quotations,
    reports,
    span_of_days,
)
from dateline.record import number

CELL = 0.5
"""Degrees of a PRIO-GRID cell; its numbers run from the south-west, row by row of 720."""


@dataclass(frozen=True, slots=True)
class Row:
    """An incident with what its columns share."""

    of: IncidentRow
    deaths: Number
    civilians: float | None
    a: tuple[str, ...]
    b: tuple[str, ...]
    countries: tuple[str | None, str | None]
    violence: int | None


def rows(chosen: Chosen) -> Iterator[Row]:
    """The incidents in which somebody died by some source's number; the others are left out and counted."""
    for incident in incidents(chosen):
        deaths = killed(incident)
        if deaths is None or not any((deaths.low, deaths.best, deaths.high)):
            chosen.left_out["incident: nobody is said to have died"] += 1
            continue
        actors, recipients = parties(incident)
        civilians = killed(incident, "civilians")
        yield Row(
            incident,
            deaths,
            civilians.best if civilians else None,
            tuple(map(party_name, actors)),
            tuple(map(party_name, recipients)),
            (_state_of(actors), _state_of(recipients)),
            violence_type((a.sector for a in actors), (r.sector for r in recipients)),
        )


def _state_of(actors: tuple[ActorMention, ...]) -> str | None:
    """The country of the first party that is a state's."""
    of_state = mapping("ucdp")["parties"]["state"]
    return next((actor.country for actor in actors if actor.sector in of_state), None)


def _first(r: Row) -> str | None:
    days = span_of_days(r.of)
    return days[0].isoformat() if days else None


def _last(r: Row) -> str | None:
    days = span_of_days(r.of)
    return days[1].isoformat() if days else None


def _date_prec(r: Row) -> int | None:
    """1 the day, 2 to 6 days, 3 a week, 4 a month, 5 a year; None beyond."""
    days = span_of_days(r.of)
    limits = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
    return next((code for most, code in limits if days[2] <= most), None) if days else None


def _point(r: Row) -> str | None:
    lat, lon = r.of.incident["lat"], r.of.incident["lon"]
    return None if lat is None or lon is None else f"POINT ({lon:.6f} {lat:.6f})"


def _gid(r: Row) -> int | None:
    lat, lon = r.of.incident["lat"], r.of.incident["lon"]
    if lat is None or lon is None:
        return None
    row: int = min(math.floor((lat + 90) / CELL), 359)
    column: int = min(math.floor((lon + 180) / CELL), 719)
    return row * 720 + column + 1


def _unknown(r: Row) -> float | None:
    """The dead of whom nothing more is told: all but the civilians among them."""
    if r.deaths.best is None:
        return None
    return number(max(0, r.deaths.best - (r.civilians or 0)))


C = Column[Row]
COLUMNS: tuple[Column[Row], ...] = (
    C("id", "a number of dateline's own: the first 15 hexadecimal digits of `relid` as a decimal number",
      lambda r: numeric_id(r.of.incident["incident_id"])),
    C("relid", "dateline's id of the incident", lambda r: r.of.incident["incident_id"]),
    C("year", "year of `date_end`", lambda r: int(d[:4]) if (d := _last(r)) else None),
    C("active_year", "not told: UCDP's threshold of 25 deaths a year is not applied"),
    C("code_status", "UCDP's own"),
    C("type_of_violence", "1 state-based, 2 non-state, 3 one-sided, by the table below; empty where the parties "
      "leave it open", lambda r: r.violence),
    C("conflict_dset_id", "UCDP's own"),
    C("conflict_new_id", "UCDP's own"),
    C("conflict_name", "UCDP's own"),
    C("dyad_dset_id", "UCDP's own"),
    C("dyad_new_id", "UCDP's own"),
    C("dyad_name", "`side_a` - `side_b`, where both are known",
      lambda r: f"{joined(r.a)} - {joined(r.b)}" if r.a and r.b else None),
    C("side_a_dset_id", "UCDP's own"),
    C("side_a_new_id", "UCDP's own"),
    C("side_a", "who did it, by name or in a report's words; a state's forces or people as `Libya (COP)`", lambda r: joined(r.a)),
    C("side_b_dset_id", "UCDP's own"),
    C("side_b_new_id", "UCDP's own"),
    C("side_b", "to whom it was done", lambda r: joined(r.b)),
    C("number_of_sources", "reports that tell of it", lambda r: r.of.incident["reports"]),
    C("source_article", "the sentences that tell of it, each with outlet and date, and the rule of the numbers",
      lambda r: f"{quotations(r.of)} | deaths by the rule: {r.deaths.rule}"),
    C("source_office", "outlets, one entry a report", lambda r: reports(r.of, "outlet")),
    C("source_date", "dates of publication, likewise", lambda r: reports(r.of, "published")),
    C("source_headline", "titles, likewise", lambda r: reports(r.of, "title")),
    C("source_original", "on whose word it stands: the last sources that the reports name", lambda r: last_holders(r.of)),
    C("where_prec", "1 the spot, 2 a town or near it, 4 a division or region, 6 the country alone",
      lambda r: mapping("ucdp")["where_prec"].get(r.of.incident["place_precision"])),
    C("where_coordinates", "name of the place", lambda r: r.of.incident["place_name"]),
    C("where_description", "not written"),
    C("adm_1", "name of the place, where it is a division or region",
      lambda r: r.of.incident["place_name"] if r.of.incident["place_precision"] == "admin" else None),
    C("adm_2", "not known"),
    C("latitude", "WGS 84 degrees", lambda r: r.of.incident["lat"]),
    C("longitude", "WGS 84 degrees", lambda r: r.of.incident["lon"]),
    C("geom_wkt", "the point as WKT", _point),
    C("priogrid_gid", "number of the PRIO-GRID cell, from the degrees", _gid),
    C("country", "English name of the country", lambda r: country_name(r.of.incident["country"])),
    C("country_id", "its number in Gleditsch and Ward's list", lambda r: state(r.of.incident["country"]).gw),
    C("region", "Africa, Americas, Asia, Europe, Middle East, by that number",
      lambda r: ucdp_region(state(r.of.incident["country"]).gw)),
    C("event_clarity", "not told"),
    C("date_prec", "1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year; from the two dates", _date_prec),
    C("date_start", "first day on which it may have been", _first),
    C("date_end", "last day on which it may have been", _last),
    C("deaths_a", "not told by side"),
    C("deaths_b", "not told by side"),
    C("deaths_civilians", "best number of civilians killed, where sources tell it", lambda r: number(r.civilians)),
    C("deaths_unknown", "`best` less `deaths_civilians`", _unknown),
    C("best", "deaths, best number by the rule named in `source_article`; empty where the rule gives none",
      lambda r: number(r.deaths.best)),
    C("high", "deaths at most; empty where no source sets an upper bound", lambda r: number(r.deaths.high)),
    C("low", "deaths at least", lambda r: number(r.deaths.low)),
    C("gwnoa", "number of the state on side a, where it is a state's", lambda r: state(r.countries[0]).gw),
    C("gwnob", "number of the state on side b, likewise", lambda r: state(r.countries[1]).gw),
)  # fmt: skip


def write(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes the incidents as the CSV file of UCDP's georeferenced event dataset has them."""
    return write_rows(path, COLUMNS, rows(chosen))


FORMAT = Format(
    name="ucdp",
    title="UCDP GED-like",
    suffix=".csv",
    rule="ucdp",
    write=write,
    fields={INCIDENTS: told(COLUMNS)},
    about="The columns of the UCDP Georeferenced Event Dataset, so that scripts for it read dateline's incidents. "
    "“Like”: UCDP has no part in it, no id is UCDP's, and no event was coded by UCDP's rules. One row an incident.",
    file="CSV as RFC 4180: UTF-8, separated by commas, with a header.",
    notes=(
        "As in UCDP's data a row needs at least one death in one of the three estimates; other incidents are left out.",
        "Incidents that are planned, possible or denied are left out: the format has no column that would say so.",
        "Deaths are settled by the rule `ucdp` (`--rule` names another), told in `source_article`. Where sources tell "
        "groups and no whole, civilians and fighters are added up; of women, children and the like the largest group "
        "stands as `low`. Without claims in the store the counts of the events stand in.",
        "Several names, outlets or dates are joined by `; `.",
        "codes:ucdp",
    ),
)
