"""The language of `dateline find`: `who:RUS what:RETREAT where:Syria since:2016-03` → conditions in SQL.

Words stand side by side, and all of them must hold; `key:a,b` means either; a minus before a word turns it
round; quotation marks keep blanks together.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from dateline.errors import UserError
from dateline.ground.times.values import days_of
from dateline.interpret.ontology_read import load_ontology
from dateline.keep.snapshot import Snapshot

STATUSES: Final = ("happened", "ongoing", "planned", "possible", "denied")
COUNTRIES: Final = Path(__file__).parents[1] / "_ref" / "gazetteer" / "countries.csv"
WORD = re.compile(r'(-?)(?:(\w+):((?:"[^"]*"|[^\s"])*)|((?:"[^"]*"|[^\s"])+))')
CODE = re.compile(r"[A-Z]{3}(?:[./][A-Z]{3})?")
LATEST: Final = "e.report_id NOT IN (SELECT revises FROM reports WHERE revises IS NOT NULL)"
"""Of a page that changed, its last version alone."""

Condition = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Names:
    """What words in a query may mean: codes and types of the store and of the shipped tables."""

    countries: Mapping[str, str]
    """Name, in small letters → ISO 3166-1 alpha-3."""
    codes: frozenset[str]
    """Countries, and others that act like one."""
    sectors: frozenset[str]
    types: Mapping[str, str]
    """Type, in small letters → as it is written."""
    modes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the language."""

    meaning: str
    condition: Callable[[str, Names], Condition]


def names_of(snapshot: Snapshot) -> Names:
    """What the words of a query may mean in this store."""
    countries = _countries()
    ontology = load_ontology()
    found = snapshot.rows("SELECT DISTINCT type, mode FROM events")
    types = {*ontology.types, *(row["type"] for row in found)}
    modes = {mode for one in ontology.types.values() for mode in one.modes}
    acting = snapshot.rows("SELECT DISTINCT country, sector FROM event_actors")
    return Names(
        countries=countries,
        codes=frozenset(countries.values()) | {row["country"] for row in acting if row["country"]},
        sectors=frozenset(ontology.sectors) | {row["sector"] for row in acting if row["sector"]},
        types={name.casefold(): name for name in types},
        modes=frozenset(modes | {row["mode"] for row in found if row["mode"]}),
    )


@cache
def _countries() -> dict[str, str]:
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return {
            name.casefold(): row["iso3"]
            for row in csv.DictReader(file)
            for name in (row["iso3"], row["name"], *row["aliases"].split(";"))
            if name
        }


def condition_of(query: str, snapshot: Snapshot, *, every_version: bool = False) -> Condition:
    """The query as a condition on `events e JOIN reports r`; UserError where a word of it has no meaning."""
    if query.count('"') % 2:
        raise UserError(f"find: a quotation mark is not closed in “{query}”")
    names = names_of(snapshot)
    parts: list[str] = [] if every_version else [LATEST]
    params: list[Any] = []
    for match in WORD.finditer(query):
        sql, given = _condition(match[2], match[3] or match[4] or "", names)
        parts.append(f"NOT coalesce({sql}, false)" if match[1] else f"({sql})")
        params += given
    return " AND ".join(parts) or "true", params


def _condition(key: str | None, written: str, names: Names) -> Condition:
    if key is None:
        return _words(written.replace('"', ""), names)
    known = KEYS.get(key.casefold())
    if known is None:
        raise UserError(f"find: there is no “{key}:”; there are {', '.join(f'{one}:' for one in KEYS)}")
    values = [value.replace('"', "") for value in re.findall(r'(?:"[^"]*"|[^,"])+', written)]
    if not any(values):
        raise UserError(f"find: “{key}:” needs a value, as in {known.meaning}")
    either = [known.condition(value, names) for value in values if value]
    return " OR ".join(f"({sql})" for sql, _ in either), [one for _, given in either for one in given]


def _holds(column: str) -> str:
    return f"contains(lower({column}), ?)"


def _words(value: str, names: Names) -> Condition:
    sentence = "substring(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start)"
    return _holds(sentence), [value.lower()]


def _party(role: str) -> Callable[[str, Names], Condition]:
    def condition(value: str, names: Names) -> Condition:
        sql, params = _actor(value, names)
        of = f"FROM event_actors a WHERE a.event_id = e.event_id AND a.role = '{role}'"
        return f"EXISTS (SELECT 1 {of} AND ({sql}))", params

    return condition


def _actor(value: str, names: Names) -> Condition:
    """RUS, MIL, RUS.MIL, Russia, or words of a name."""
    first, _, second = value.upper().replace("/", ".").partition(".")
    if second and first in names.codes:
        return "a.country = ? AND a.sector = ?", [first, second]
    if first == value.upper() and first in names.codes | names.sectors:
        return "a.country = ? OR a.sector = ?", [first, first]
    words = f"{_holds('a.name')} OR {_holds('a.text')} OR a.id = ?"
    given = [value.lower(), value.lower(), value]
    country = names.countries.get(value.casefold())
    return (f"a.country = ? OR {words}", [country, *given]) if country else (words, given)


def _what(value: str, names: Names) -> Condition:
    wanted, _, mode = value.partition(".")
    type_ = names.types.get(wanted.casefold())
    if type_ and mode:
        return "e.type = ? AND e.mode = ?", [type_, mode.lower()]
    if type_:
        return "e.type = ?", [type_]
    if value.lower() in names.modes:
        return "e.mode = ?", [value.lower()]
    there = ", ".join(sorted(names.types.values()))
    raise UserError(f"find: there is no type or mode “{value}”; the types are {there}")


def _where(value: str, names: Names) -> Condition:
    country = names.countries.get(value.casefold()) or (
        value.upper() if value.upper() in names.codes else None
    )
    sql, params = f"{_holds('p.name')} OR {_holds('p.text')}", [value.lower(), value.lower()]
    if country and CODE.fullmatch(value.upper()):
        sql, params = "p.country = ?", [country]
    elif country:
        sql, params = f"p.country = ? OR {sql}", [country, *params]
    return f"EXISTS (SELECT 1 FROM event_places p WHERE p.event_id = e.event_id AND ({sql}))", params


def _days(value: str) -> tuple[Any, Any]:
    days = days_of(value) if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else None
    if days is None:
        raise UserError(f"find: “{value}” is no date; write it as 2016, 2016-03 or 2016-03-15")
    return days


def _since(value: str, _names: Names) -> Condition:
    return "coalesce(e.time_high, e.time_low, r.published_day) >= ?", [_days(value)[0]]


def _until(value: str, _names: Names) -> Condition:
    return "coalesce(e.time_low, e.time_high, r.published_day) <= ?", [_days(value)[1]]


def _status(value: str, _names: Names) -> Condition:
    if value.lower() not in STATUSES:
        raise UserError(f"find: there is no status “{value}”; there are {', '.join(STATUSES)}")
    return "e.status = ?", [value.lower()]


def _source(value: str, _names: Names) -> Condition:
    return _holds("r.outlet"), [value.lower()]


def _said_by(value: str, names: Names) -> Condition:
    sql, params = _actor(value, names)
    sql = sql.replace("a.id = ?", "a.kind = ?")
    params = [*params[:-1], value.lower()] if "a.kind" in sql else params
    of = "FROM event_holders a WHERE a.event_id = e.event_id AND a.count_n IS NULL"
    return f"EXISTS (SELECT 1 {of} AND ({sql}))", params


def _report(value: str, _names: Names) -> Condition:
    return "e.report_id = ? OR r.given_id = ?", [value, value]


def _incident(value: str, _names: Names) -> Condition:
    return "e.event_id IN (SELECT event_id FROM incident_events WHERE starts_with(incident_id, ?))", [value]


KEYS: Final[Mapping[str, Key]] = {
    "who": Key("who:RUS, who:RUS.MIL or who:Hezbollah", _party("actor")),
    "actor": Key("actor:RUS (the same as who:)", _party("actor")),
    "whom": Key("whom:SYR", _party("recipient")),
    "recipient": Key("recipient:SYR (the same as whom:)", _party("recipient")),
    "what": Key("what:RETREAT, what:RETREAT.withdraw or what:withdraw", _what),
    "where": Key("where:SYR, where:Syria or where:Aleppo", _where),
    "since": Key("since:2016-03", _since),
    "until": Key("until:2016-03-15", _until),
    "status": Key("status:denied", _status),
    "source": Key("source:Guardian", _source),
    "said_by": Key("said_by:RUS, said_by:Pentagon or said_by:official", _said_by),
    "report": Key("report:ID", _report),
    "incident": Key("incident:ID", _incident),
}
"""Every key, with an example."""
