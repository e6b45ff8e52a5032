"""Read the tables of actors; a mistake in one is reported with file and line."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from dateline.errors import UserError
from dateline.ground.actors.table import (
    ActorTable,
    Entry,
    NameForm,
    Role,
    RoleForm,
    Term,
    fold,
    pieces_of,
)

SECTORS = frozenset(
    [
        "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL",
        "NGO", "OPP", "PRE", "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK",
    ]
)  # fmt: skip
KINDS = {
    "organisations": "organisation",
    "bodies": "institution",
    "armed_groups": "group",
    "media": "media",
    "parties": "party",
}
"""The plain tables of names, and what kind of actor each holds."""
OPTIONAL = frozenset(("id", "start", "end", "active_in", "sponsors"))
"""Columns that a table may have after those it must have."""

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_COUNTRY = re.compile(r"[A-Z]{3}")
Row = tuple[str, int, dict[str, str]]


@cache
def load_actors() -> ActorTable:
    """The tables shipped with dateline, compiled; the same object on every call."""
    return read_actors(Path(__file__).parents[2] / "_ref" / "actors")


def read_actors(folder: Path) -> ActorTable:
    """The tables in `folder`, compiled. A mistake raises UserError: file, line, what to do."""
    entries = [*_countries(folder), *_regions(folder), *_persons(folder)]
    for table in KINDS:
        entries += _plain(folder, table)
    names: dict[str, list[NameForm]] = defaultdict(list)
    countries: dict[str, str] = {}
    for entry, spellings in entries:
        if entry.kind == "country" and entry.country:
            countries[entry.country] = entry.name
        for spelling in spellings:
            form = _name_form(entry, spelling)
            if form is not None and form not in names[form.pieces[0]]:
                names[form.pieces[0]].append(form)
    return ActorTable(_longest_first(names), _roles(folder), _words(folder), countries)


def _name_form(entry: Entry, spelling: str) -> NameForm | None:
    pieces = pieces_of(spelling)
    letters = spelling.replace(".", "").replace("-", "")
    # Short capitals ("US", "WHO") are words of English too: they must stand in capitals.
    exact = spelling if len(pieces) == 1 and letters.isupper() and len(letters) <= 6 else None
    return NameForm(pieces, exact, entry) if pieces else None


def _longest_first(forms: dict[str, list[NameForm]]) -> dict[str, tuple[NameForm, ...]]:
    return {key: tuple(sorted(group, key=lambda form: -len(form.pieces))) for key, group in forms.items()}


def _rows(folder: Path, table: str, header: str) -> Iterator[Row]:
    name, columns = f"{table}.csv", header.split(",")
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        given = next(reader, None) or []
        if given[: len(columns)] != columns or not set(given[len(columns) :]) <= OPTIONAL:
            raise UserError(f"{name}, line 1: the columns must be {header}")
        columns = given
        for row in reader:
            if not row or row[0].startswith("#"):
                continue
            if len(row) != len(columns):
                raise UserError(
                    f"{name}, line {reader.line_num}: {len(row)} fields instead of {len(columns)} "
                    f"({header}); put a field that holds a comma between double quotes"
                )
            yield name, reader.line_num, dict(zip(columns, (cell.strip() for cell in row), strict=True))


def _fail(row: Row, what: str) -> UserError:
    return UserError(f"{row[0]}, line {row[1]}: {what}")


def _code(row: Row, column: str = "country") -> str | None:
    code = row[2][column]
    if code and not _COUNTRY.fullmatch(code):
        raise _fail(row, f"{code!r} is no three-letter code such as SYR, UNO or IGO")
    return code or None


def _sector(row: Row) -> str | None:
    sector = row[2]["sector"]
    if sector and sector not in SECTORS:
        raise _fail(row, f"{sector!r} is no sector; use one of {' '.join(sorted(SECTORS))} or leave it empty")
    return sector or None


def _named(row: Row) -> str:
    if not row[2]["name"]:
        raise _fail(row, "the name is missing")
    return row[2]["name"]


def _list(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _countries(folder: Path) -> Iterator[tuple[Entry, list[str]]]:
    for row in _rows(folder, "countries", "code,name,other_names,adjectives,people,seats"):
        code, name, cells = _code(row, "code"), _named(row), row[2]
        for kind, spellings, sector in (
            ("country", [name, *_list(cells["other_names"])], "GOV"),
            ("seat", _list(cells["seats"]), "GOV"),
            ("adjective", _list(cells["adjectives"]), None),
            ("people", _list(cells["people"]), None),
        ):
            yield Entry(name, kind, code, sector, f"countries.csv:{code} {kind}"), spellings


def _regions(folder: Path) -> Iterator[tuple[Entry, list[str]]]:
    for row in _rows(folder, "regions", "name,country,adjectives,people"):
        code, name = _code(row), _named(row)
        source = f"regions.csv:{row[1]}"
        yield Entry(name, "region", code, None, f"{source} {name}"), [name]
        yield Entry(name, "adjective", code, None, f"{source} {name} adjective"), _list(row[2]["adjectives"])
        yield Entry(name, "people", code, None, f"{source} {name} people"), _list(row[2]["people"])


def _plain(folder: Path, table: str) -> Iterator[tuple[Entry, list[str]]]:
    for row in _rows(folder, table, "name,country,sector,aliases"):
        name = _named(row)
        source = f"{table}.csv:{row[1]} {name}"
        spelled = [] if "(" in name else [name]
        yield (
            Entry(name, KINDS[table], _code(row), _sector(row), source),
            [*spelled, *_list(row[2]["aliases"])],
        )


def _persons(folder: Path) -> Iterator[tuple[Entry, list[str]]]:
    terms: dict[str, list[Term]] = defaultdict(list)
    spellings: dict[str, list[str]] = {}
    for row in _rows(folder, "persons", "name,country,sector,role,from,to,aliases"):
        name, cells = _named(row), row[2]
        for column in ("from", "to"):
            if cells[column] and not _DAY.fullmatch(cells[column]):
                raise _fail(row, f"{cells[column]!r} is no date; write 2016, 2016-03 or 2016-03-15")
        if cells["from"] and cells["to"] and cells["to"] < cells["from"][: len(cells["to"])]:
            raise _fail(row, f"the term of {name} ends before it begins")
        terms[name].append(Term(_code(row), _sector(row), cells["role"], cells["from"], cells["to"]))
        spellings.setdefault(name, [name]).extend(_list(cells["aliases"]))
    for name, held in terms.items():
        yield Entry(name, "person", None, None, f"persons.csv:{name}", tuple(held)), spellings[name]


def _roles(folder: Path) -> dict[str, tuple[RoleForm, ...]]:
    canonical = {
        form: row[2]["name"]
        for row in _rows(folder, "institutions", "name,forms")
        for form in _list(row[2]["forms"])
    }
    forms: dict[str, dict[tuple[str, ...], RoleForm]] = defaultdict(dict)
    for row in _rows(folder, "roles", "sector,gives,kind,words"):
        cells = row[2]
        if cells["gives"] not in ("own", "lent") or cells["kind"] not in ("person", "body", "thing"):
            raise _fail(row, "gives must be own or lent, kind must be person, body or thing")
        for words in _list(cells["words"]):
            pieces = pieces_of(words)
            if pieces in forms[pieces[0]]:
                raise _fail(row, f"{words!r} is in the table twice; remove one")
            role = Role(
                words,
                _sector(row),
                cells["gives"] == "lent",
                cells["kind"],
                f"roles.csv:{words}",
                canonical.get(words),
            )
            forms[pieces[0]][pieces] = RoleForm(pieces, role)
    return {key: tuple(sorted(group.values(), key=lambda f: -len(f.pieces))) for key, group in forms.items()}


def _words(folder: Path) -> dict[str, frozenset[str]]:
    return {
        row[2]["kind"]: frozenset(_fold_all(_list(row[2]["words"])))
        for row in _rows(folder, "words", "kind,words")
    }


def _fold_all(words: Iterable[str]) -> Iterator[str]:
    return map(fold, words)
