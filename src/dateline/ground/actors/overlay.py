"""A user's own actors: a table in CSV, or PETRARCH dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import UserError
from dateline.ground.actors.lint import lint
from dateline.ground.actors.petrarch import read_petrarch
from dateline.ground.actors.rows import Row, code_of, days_of, items, name_of, read_free_rows, sector_of
from dateline.ground.actors.table import Entry, Named, Term

PETRARCH = "petrarch:"
"""What stands in front of the path of a PETRARCH dictionary, or of a folder of them."""
KINDS = frozenset(
    "country seat adjective people region organisation institution group media party person".split()
)
COLUMNS = (
    "country", "sector", "kind", "role", "from", "to", "aliases", "id", "start", "end", "active_in",
    "sponsors",
)  # fmt: skip
"""Columns that a user's table may have beside `name`, in any order."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a user's file says: names, role words with sector and source, and what was left out of it."""

    named: list[Named]
    roles: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()


def read_overlay(given: str, states: frozenset[str]) -> Overlay:
    """A user's actors. A mistake in a CSV table raises UserError; odd lines of PETRARCH's become notes."""
    if given.startswith(PETRARCH):
        read = read_petrarch(Path(given.removeprefix(PETRARCH)), states)
        return Overlay(read.named, tuple(read.roles), tuple(read.notes))
    return Overlay(list(read_own(Path(given))))


def problems(given: str, states: frozenset[str]) -> list[str]:
    """All that is wrong in a user's actors, each with file and line; of PETRARCH's what is passed over."""
    if given.startswith(PETRARCH):
        return list(read_overlay(given, states).notes)
    path = Path(given)
    found: dict[int, list[str]] = {}
    try:
        for row in read_free_rows(path, ("name",), COLUMNS):
            try:
                _own_entry([row])
            except UserError as error:
                found.setdefault(row.line, []).append(str(error))
    except UserError as error:
        if not path.is_file() or ", line 1: " in str(error) or "is no CSV" in str(error):
            return [str(error)]  # of the file or its header: nothing else can be told
    # The linter knows more of each row; what the reading itself refuses is told for the other rows.
    for problem in (linted := lint(path)):
        found.pop(problem.line, None)
    told = [(problem.line, str(problem)) for problem in linted]
    told += [(line, message) for line, messages in found.items() for message in messages]
    return [message for _, message in sorted(told, key=lambda pair: pair[0])]


def read_own(path: Path) -> Iterator[Named]:
    """The entries of a user's table: rows of one id, or of one name, are one identity at different times."""
    groups: dict[str, list[Row]] = {}
    for row in read_free_rows(path, ("name",), COLUMNS):
        groups.setdefault(row.get("id") or name_of(row), []).append(row)
    for group in groups.values():
        yield _own_entry(group)


def _own_entry(group: list[Row]) -> Named:
    first = group[0]
    name, kind, where = name_of(first), first.get("kind") or "named", f"{first.file}:{first.line}"
    if kind not in KINDS | {"named"}:
        raise first.wrong(f"{kind!r} is no kind; use one of {' '.join(sorted(KINDS))} or leave it empty")
    terms = tuple(_term(row) for row in group)
    dated = len(terms) > 1 or terms[0].start or terms[0].end or kind == "person"
    spellings = [name]
    for row in group:
        spellings += [name_of(row)] if name_of(row) != name else []
        spellings += items(row.get("aliases"))
    entry = Entry(
        name, kind, terms[0].country, terms[0].sector, f"{where} {name}", terms if dated else (),
        first.get("id") or None, where, tuple(items(first.get("sponsors"))),
        tuple(items(first.get("active_in"))),
    )  # fmt: skip
    return entry, spellings


def _term(row: Row) -> Term:
    pair = ("from", "to") if row.get("from") or row.get("to") else ("start", "end")
    country, sector = code_of(row), sector_of(row)
    if not (country or sector):
        raise row.wrong(
            "neither country nor sector is given; say what is known of the actor, or remove the row"
        )
    return Term(country, sector, row.get("role"), *days_of(row, *pair), row.line)
