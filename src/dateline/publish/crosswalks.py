"""The words of other projects for ours, as `_ref/exports` has them: states, CAMEO, ACLED, UCDP."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dateline.interpret.ontology_read import load_ontology
from dateline.model import ActorMention, Event

FOLDER = Path(__file__).parents[1] / "_ref" / "exports"
COUNTRIES = Path(__file__).parents[1] / "_ref" / "actors" / "countries.csv"
QUAD_CLASS = {
    "verbal cooperation": 1,
    "material cooperation": 2,
    "verbal conflict": 3,
    "material conflict": 4,
}


@dataclass(frozen=True, slots=True)
class State:
    """A state's codes; "" where none is known. `gw`: Gleditsch and Ward's number, as UCDP uses it."""

    iso3: str
    numeric: str = ""
    cow: str = ""
    gw: str = ""
    fips: str = ""


@cache
def states() -> Mapping[str, State]:
    """ISO 3166-1 alpha-3 → codes."""
    with (FOLDER / "states.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: State(**row) for row in csv.DictReader(file)}


def state(country: str | None) -> State:
    """The codes of a country; empty ones for what is no state of the table."""
    return states().get(country or "", State(country or ""))


@cache
def _names() -> Mapping[str, str]:
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file) if not row["end"]}


def country_name(country: str | None) -> str | None:
    """The English name of a country; None for what is none."""
    return _names().get(country or "")


@cache
def sector_names() -> Mapping[str, str]:
    """PLOVER sector → what it means, `Armed forces of a state`."""
    return {code: gloss.capitalize() for code, gloss in load_ontology().sectors.items()}


@cache
def mapping(name: str) -> Mapping[str, Any]:
    """One of the TOML files: `cameo`, `acled`, `ucdp`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def cameo(event: Event) -> str | None:
    """The CAMEO code of an event in PLOVER or in CAMEO; None where its ontology is another."""
    table = mapping("cameo")
    codes = load_ontology("cameo").types
    if event.type in codes:
        return event.type
    force = any(a.sector in {"MIL", "REB", "PRM"} for a in event.actors)
    of_type = {**table["types"], **(table["types_of_forces"] if force else {})}
    found = table["modes"].get(f"{event.type}.{event.mode}", of_type.get(event.type))
    return None if found is None else str(found)


def goldstein(code: str | None) -> float | None:
    """The Goldstein score of a CAMEO code, or of the one that it is a kind of; None where neither has any."""
    codes = load_ontology("cameo").types
    found = [codes[one].score for one in (code or "", (code or "")[:3]) if one in codes]
    return next((score for score in found if score is not None), None)


def cameo_name(code: str | None) -> str | None:
    """What a CAMEO code is called."""
    codes = load_ontology("cameo").types
    return codes[code].definition if code and code in codes else None


def quad_class(event: Event) -> int | None:
    """GDELT's number for the quad, as the record has it."""
    return QUAD_CLASS.get(event.quad or "")


@dataclass(frozen=True, slots=True)
class CameoActor:
    """An actor in CAMEO's parts: the whole code, the country, the known group, the role."""

    code: str = ""
    country: str = ""
    group: str = ""
    role: str = ""


def cameo_actor(actor: ActorMention) -> CameoActor:
    """The actor's code: country and role, `RUSMIL`, or a body's own, `IGOUNO`; empty parts where unknown."""
    table = mapping("cameo")
    role = str(table["roles"].get(actor.sector or "", ""))
    body = table["bodies"].get(actor.country or "")
    if body:
        return CameoActor(body["code"] + role, "", body["group"], body["role"] or role)
    country = actor.country or ""
    return CameoActor(actor.code or country + role, country, "", role)


def inter(actor: ActorMention, *, recipient: bool = False, country: str | None = None) -> int | None:
    """ACLED's number for a kind of actor; `country` is where the event took place."""
    table = mapping("acled")
    found: int | None = table["inter"].get(actor.sector or "")
    if recipient:
        found = table["inter_of_recipient"].get(actor.sector or "", found)
    abroad = country and actor.country in states() and actor.country != country
    return dict(table["inter_abroad"]).get(str(found), found) if abroad else found


@dataclass(frozen=True, slots=True)
class AcledKind:
    """ACLED's three words for an event; "" where the rules leave one open."""

    disorder: str
    event: str
    sub_event: str


def acled_kind(event: Event, one: Iterable[int | None], other: Iterable[int | None]) -> AcledKind | None:
    """The kind of an event between actors of these inter codes; None where it is none of ACLED's."""
    table = mapping("acled")
    classes = (_classes(one), _classes(other))
    for rule in table["rule"]:
        modes = rule.get("modes")
        wanted = (rule.get("actor"), rule.get("recipient"))
        if (
            rule["type"] == event.type
            and (modes is None or (event.mode or "") in modes)
            and all(want is None or want in there for want, there in zip(wanted, classes, strict=True))
        ):
            kind = rule["event_type"]
            return AcledKind(table["disorder"][kind], kind, rule["sub_event_type"])
    return None


def _classes(codes: Iterable[int | None]) -> set[str]:
    listed = list(codes)
    armed = {"armed"} if {1, 2, 3, 8} & set(listed) else set()
    return armed | ({"civilian"} if 7 in listed else set()) | (set() if listed else {"none"})


def violence_type(actors: Iterable[str | None], recipients: Iterable[str | None]) -> int | None:
    """UCDP's type of violence between sectors; None where the rules leave it open."""
    table = mapping("ucdp")
    sides = [_parties(table["parties"], sectors) for sectors in (actors, recipients)]
    for rule in table["violence"]:
        if rule["actor"] in sides[0] and rule["recipient"] in sides[1]:
            return int(rule["type"])
    return None


def _parties(parties: Mapping[str, list[str]], sectors: Iterable[str | None]) -> set[str]:
    listed = set(sectors)
    return {name for name, members in parties.items() if listed & set(members)}


def ucdp_region(gw: str) -> str | None:
    """UCDP's region of a state, by Gleditsch and Ward's number."""
    if not gw:
        return None
    return next((str(r["name"]) for r in mapping("ucdp")["region"] if int(gw) <= r["to"]), None)


def numeric_id(text: str) -> int:
    """An id as a whole number that every program can hold: its first 15 hexadecimal digits.

    So the id begins with the number written in hexadecimal.
    """
    digits = text.rpartition("-")[2][:15]
    if len(digits) == 15 and all(c in "0123456789abcdef" for c in digits):
        return int(digits, 16)
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:15], 16)
