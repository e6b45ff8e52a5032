"""`dateline ref`: what a name resolves to and why, and whether a user's table of actors is in order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from dateline._cli.run import console, tell, tell_notes
from dateline.collect.records import problem_of_date
from dateline.collect.text.credits import load_agencies
from dateline.digest import digest, load_model
from dateline.errors import UserError
from dateline.ground import ground, load_tables
from dateline.ground.actors.lookup import Found, look_up
from dateline.ground.actors.overlay import problems
from dateline.ground.actors.table import fold
from dateline.ground.places.candidates import candidates
from dateline.ground.tables import Tables
from dateline.model import Report
from dateline.publish.words import printable

Finding = dict[str, Any]
MOST_PLACES = 10
"""Namesakes listed at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a name, and what is known of where it stands."""

    name: str
    date: str | None = None
    country: str | None = None
    context: str | None = None
    actors: tuple[str, ...] = ()


def find(asked: Asked, *, as_json: bool) -> int:
    """Print all that a name can stand for; 1 where that is nothing, else 0."""
    problem = asked.date and problem_of_date(asked.date)
    if problem:
        raise UserError(f"--date: {problem}")
    tables = load_tables(asked.actors)
    tell_notes(tables.actors.notes)
    found = list(_findings(asked, tables))
    if not found:
        tell(f"nothing is known of {asked.name!r}; an own table can say who it is: --actors FILE")
        return 1
    if as_json:
        _lines(found)
    else:
        _print(found)
    return 0


def lint(files: Sequence[str]) -> int:
    """Print every mistake of tables of actors with file and line; 1 where there is any, else 0."""
    states = frozenset(load_tables().actors.countries)
    wrong = [problem for given in files for problem in problems(given, states)]
    out = console()
    for problem in wrong:
        out.out(printable(problem), highlight=False)
    if not wrong:
        tell(f"{len(files)} {'table' if len(files) == 1 else 'tables'} in order")
    return 1 if wrong else 0


def _findings(asked: Asked, tables: Tables) -> Iterator[Finding]:
    if asked.context is not None:
        yield from _in_context(asked, asked.context, tables)
    for one in look_up(asked.name, tables.actors, asked.date):
        yield _actor(one)
    for place in candidates(asked.name, tables.gazetteer, asked.country)[:MOST_PLACES]:
        yield {
            "layer": "place", "text": asked.name, "name": place.name, "country": place.country,
            "lat": place.lat, "lon": place.lon, "precision": place.precision, "belief": round(place.score, 3),
            "why": place.why, "where": place.source,
        }  # fmt: skip
    spelled = {fold(name): agency for name, agency in load_agencies().canonical.items()}
    agency = spelled.get(fold(asked.name))
    if agency is not None:
        why = "a credit of this name says where a text comes from"
        yield {"layer": "agency", "text": asked.name, "name": agency, "why": why, "where": "agencies.toml"}


def _actor(one: Found) -> Finding:
    terms = [
        {
            "country": term.country, "sector": term.sector, "role": term.role or None,
            "from": term.start or None, "to": term.end or None, "line": term.line or None,
        }
        for term in one.terms
    ]  # fmt: skip
    return {
        "layer": one.layer, "text": one.spelled, "name": one.name, "kind": one.kind,
        "country": one.country, "sector": one.sector, "id": one.id, "taken": one.taken, "why": one.why,
        "where": one.where, "terms": terms, "sponsors": list(one.sponsors),
        "active_in": list(one.active_in),
    }  # fmt: skip


def _in_context(asked: Asked, context: str, tables: Tables) -> Iterator[Finding]:
    """What the whole flow reads of the name where it stands in a text of the user's."""
    at = context.find(asked.name)
    if at < 0:
        raise UserError(f"{asked.name!r} does not stand in the context; give a text that holds it as written")
    (read,) = digest([Report("context", context, "", published=asked.date)], load_model())
    grounded = ground(read, tables)
    end = at + len(asked.name)
    for mention in grounded.actors:
        if mention.span.start < end and at < mention.span.end:
            yield {
                "layer": "actor in context", "text": mention.span.text, "name": mention.name,
                "country": mention.country, "sector": mention.sector, "id": mention.id, "why": mention.rule,
            }  # fmt: skip
    for place in grounded.places:
        if place.span.start < end and at < place.span.end:
            yield {
                "layer": "place in context", "text": place.span.text, "name": place.name,
                "country": place.country, "lat": place.lat, "lon": place.lon, "precision": place.precision,
                "belief": round(place.confidence, 3), "why": place.note, "where": place.source,
            }  # fmt: skip


def _lines(found: Sequence[Finding]) -> None:
    out = console()
    for one in found:
        out.out(json.dumps(one, ensure_ascii=False), highlight=False)


def _print(found: Sequence[Finding]) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("what", "text", "stands for", "codes", "why", "where"):
        table.add_column(column, overflow="fold")
    for one in found:
        style = "dim" if one.get("taken") is False else "bold" if "context" in one["layer"] else ""
        codes = " ".join(filter(None, (one.get("country"), one.get("sector"), one.get("precision"))))
        cells = (one["layer"], one["text"], one["name"], codes or "–", one["why"], one.get("where"))
        table.add_row(*(Text(printable(str(cell or "–")), style=style) for cell in cells))
    console().print(table)
