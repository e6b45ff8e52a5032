"""Read the shipped tables of actors and lay a user's own over them."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.ground.actors.forms import LazyForms, lay_over, longest_first
from dateline.ground.actors.overlay import Overlay, read_overlay
from dateline.ground.actors.rows import Row, code_of, days_of, items, name_of, read_rows, sector_of
from dateline.ground.actors.table import ActorTable, Entry, Named, Role, RoleForm, Term, fold, pieces_of

KINDS = {
    "organisations": "organisation",
    "bodies": "institution",
    "armed_groups": "group",
    "media": "media",
    "parties": "party",
}
"""The plain tables of names, and what kind of actor each holds."""
SHIPPED = Path(__file__).parents[2] / "_ref" / "actors"
RoleForms = dict[str, dict[tuple[str, ...], RoleForm]]
"""Role words by their first piece, then by all pieces."""
_DATED = ("id", "start", "end")
_PLAIN = (*_DATED, "active_in", "sponsors")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a folder as read, before anything is laid over them."""

    entries: list[Named]
    roles: RoleForms
    offices: dict[str, str]
    words: dict[str, frozenset[str]]
    countries: dict[str, str]
    """The name of each state by its code."""


@cache
def load_actors(own: tuple[str, ...] = ()) -> ActorTable:
    """The tables shipped with dateline and a user's own over them; the same object on every call.

    `own`: actor tables in CSV, or `petrarch:` and a PETRARCH dictionary or a folder of them. A later one
    goes over an earlier one.
    """
    with uncollected():
        return _compiled(_shipped(), own)


def read_actors(folder: Path, own: Sequence[str] = ()) -> ActorTable:
    """The tables in `folder`, compiled. A mistake raises UserError: file, line, what to do."""
    return _compiled(_read(folder), own)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would walk the growing tables again and again and find nothing."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@cache
def _shipped() -> Tables:
    return _read(SHIPPED)


def _read(folder: Path) -> Tables:
    entries = [*_countries(folder), *_regions(folder), *_persons(folder)]
    for table in KINDS:
        entries += _plain(folder, table)
    countries: dict[str, str] = {}
    for entry, _ in entries:
        if entry.kind == "country" and entry.country:
            countries.setdefault(entry.country, entry.name)
    roles, offices = _roles(folder)
    return Tables(entries, roles, offices, _words(folder), countries)


def _compiled(tables: Tables, own: Sequence[str]) -> ActorTable:
    overlays = [read_overlay(given, frozenset(tables.countries)) for given in own]
    names = _laid(tables.entries, overlays)
    roles = {key: dict(group) for key, group in tables.roles.items()} if overlays else tables.roles
    for overlay in overlays:
        _lay_roles(roles, overlay)
    notes = tuple(note for overlay in overlays for note in overlay.notes)
    return ActorTable(names, longest_first(roles), tables.words, tables.countries, tables.offices, notes)


def _laid(entries: list[Named], overlays: Iterable[Overlay]) -> LazyForms:
    for overlay in overlays:
        entries = lay_over(entries, overlay.named)
    return LazyForms(entries)


def _countries(folder: Path) -> Iterator[Named]:
    columns = ("code", "name", "other_names", "adjectives", "people", "seats")
    for row in read_rows(folder / "countries.csv", columns, _DATED):
        code, name = code_of(row, "code"), name_of(row)
        ident = row.get("id") or None
        for kind, spellings, sector in (
            ("country", [name, *items(row.get("other_names"))], "GOV"),
            ("seat", items(row.get("seats")), "GOV"),
            ("adjective", items(row.get("adjectives")), None),
            ("people", items(row.get("people")), None),
        ):
            source, where = f"countries.csv:{code} {kind}", f"{row.file}:{row.line}"
            terms = _own_days(row, code, sector)
            yield Entry(name, kind, code, sector, source, terms, ident, where), spellings


def _own_days(row: Row, code: str | None, sector: str | None) -> tuple[Term, ...]:
    start, end = days_of(row)
    return (Term(code, sector, "", start, end, row.line),) if start or end else ()


def _regions(folder: Path) -> Iterator[Named]:
    for row in read_rows(folder / "regions.csv", ("name", "country", "adjectives", "people"), _DATED):
        code, name = code_of(row), name_of(row)
        terms, ident, where = _own_days(row, code, None), row.get("id") or None, f"{row.file}:{row.line}"
        for kind, label, spellings in (
            ("region", name, [name]),
            ("adjective", f"{name} adjective", items(row.get("adjectives"))),
            ("people", f"{name} people", items(row.get("people"))),
        ):
            yield Entry(name, kind, code, None, f"{where} {label}", terms, ident, where), spellings


def _plain(folder: Path, table: str) -> Iterator[Named]:
    columns = ("name", "country", "sector", "aliases")
    return identities(read_rows(folder / f"{table}.csv", columns, _PLAIN), KINDS[table])


def identities(rows: Iterable[Row], kind: str) -> Iterator[Named]:
    """Entries of rows: those of one id are one identity at different times."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get("id") or f"{row.file}:{row.line}", []).append(row)
    for group in groups.values():
        yield _identity(group, kind)


def _identity(group: list[Row], kind: str) -> Named:
    first = group[0]
    name, country, sector = name_of(first), code_of(first), sector_of(first)
    where = f"{first.file}:{first.line}"
    terms: tuple[Term, ...] = ()
    if len(group) > 1 or first.get("start") or first.get("end"):
        terms = tuple(Term(code_of(row), sector_of(row), "", *days_of(row), row.line) for row in group)
    spellings = [] if "(" in name else [name]
    for row in group:
        spellings += items(row.get("aliases"))
        if row is not first and name_of(row) != name:
            spellings.append(name_of(row))
    entry = Entry(
        name, kind, country, sector, f"{where} {name}", terms, first.get("id") or None, where,
        tuple(items(first.get("sponsors"))), tuple(items(first.get("active_in"))),
    )  # fmt: skip
    return entry, spellings


def _persons(folder: Path) -> Iterator[Named]:
    columns = ("name", "country", "sector", "role", "from", "to", "aliases")
    terms: dict[str, list[Term]] = defaultdict(list)
    spellings: dict[str, list[str]] = {}
    first: dict[str, Row] = {}
    for row in read_rows(folder / "persons.csv", columns, ("id",)):
        name = name_of(row)
        key = row.get("id") or name
        first.setdefault(key, row)
        terms[key].append(
            Term(code_of(row), sector_of(row), row.get("role"), *days_of(row, "from", "to"), row.line)
        )
        spellings.setdefault(key, [name]).extend(items(row.get("aliases")))
    for key, row in first.items():
        name, where = row.get("name"), f"{row.file}:{row.line}"
        entry = Entry(
            name, "person", None, None, f"persons.csv:{name}", tuple(terms[key]), row.get("id") or None, where
        )
        yield entry, spellings[key]


def _roles(folder: Path) -> tuple[RoleForms, dict[str, str]]:
    """The role words by their first piece, and the ids of the bodies that every state has, by name."""
    canonical: dict[str, str] = {}
    offices: dict[str, str] = {}
    for row in read_rows(folder / "institutions.csv", ("name", "forms"), _DATED):
        canonical |= dict.fromkeys(items(row.get("forms")), row.get("name"))
        if row.get("id"):
            offices[row.get("name")] = row.get("id")
    forms: RoleForms = defaultdict(dict)
    for row in read_rows(folder / "roles.csv", ("sector", "gives", "kind", "words")):
        sector, gives, kind = sector_of(row), row.get("gives"), row.get("kind")
        if gives not in ("own", "lent") or kind not in ("person", "body", "thing"):
            raise row.wrong("gives must be own or lent, kind must be person, body or thing")
        for words in items(row.get("words")):
            pieces = pieces_of(words)
            if pieces in forms[pieces[0]]:
                raise row.wrong(f"{words!r} is in the table twice; remove one")
            name, where = canonical.get(words), f"{row.file}:{row.line}"
            role = Role(words, sector, gives == "lent", kind, f"roles.csv:{words}", name, where)
            forms[pieces[0]][pieces] = RoleForm(pieces, role)
    return forms, offices


def _lay_roles(roles: RoleForms, overlay: Overlay) -> None:
    """Put a user's role words in the place of the shipped ones, which keep what the user does not say."""
    for words, sector, source in overlay.roles:
        pieces = pieces_of(words)
        if not pieces:
            continue
        group = roles.setdefault(pieces[0], {})
        old = group.get(pieces)
        last = roles.get(pieces[-1], {}).get(pieces[-1:])
        like = old or last
        kind = like.role.kind if like else "person"
        lent = old.role.lent if old else False
        role = Role(
            words.lower(), sector, lent, kind, source, old.role.name if old else None, source.split()[0]
        )
        group[pieces] = RoleForm(pieces, role)


def _words(folder: Path) -> dict[str, frozenset[str]]:
    return {
        row.get("kind"): frozenset(map(fold, items(row.get("words"))))
        for row in read_rows(folder / "words.csv", ("kind", "words"))
    }
