"""What the tables of actors say, in the form in which the matcher asks for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

OVERSEAS = ("IGO", "UNO", "EUR", "NGO", "IMG")
"""Codes that stand where no single state does."""


@dataclass(frozen=True, slots=True)
class Term:
    """What somebody was from one day to another (ISO dates; an open end is empty)."""

    country: str | None
    sector: str | None
    role: str
    start: str
    end: str

    def holds(self, day: str) -> bool:
        """Whether the term runs on `day` (an ISO date); a year or month stands for all its days."""
        if self.start and day[: len(self.start)] < self.start:
            return False
        return not self.end or day[: len(self.end)] <= self.end


@dataclass(frozen=True, slots=True)
class Entry:
    """One identity of the tables.

    `kind`: country, seat, adjective, people, region, organisation, institution, group, media, party, person.
    `source` names the table and the entry for `ActorMention.rule`.
    """

    name: str
    kind: str
    country: str | None
    sector: str | None
    source: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A class of nouns: what somebody so called is, whoever it is.

    `lent`: a modifier decides the sector ("Hamas leader"), and `sector` holds only where none does.
    `kind`: person, body or thing.
    """

    words: str
    sector: str | None
    lent: bool
    kind: str
    source: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class NameForm:
    """One spelling of an entry, cut into folded pieces; `exact` spellings must agree in case."""

    pieces: tuple[str, ...]
    exact: str | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class RoleForm:
    """One wording of a role, cut into folded pieces."""

    pieces: tuple[str, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class ActorTable:
    """All tables, compiled: forms by their first piece, longest first."""

    names: Mapping[str, tuple[NameForm, ...]]
    roles: Mapping[str, tuple[RoleForm, ...]]
    words: Mapping[str, frozenset[str]]
    countries: Mapping[str, str] = field(default_factory=dict)


def fold(text: str) -> str:
    """Case, accents and curly apostrophes away: the key under which spellings meet."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'").replace("ı", "i"))
    return "".join(c for c in plain.casefold() if not unicodedata.combining(c))


def pieces_of(text: str) -> tuple[str, ...]:
    """The folded pieces of a name: cut at blanks, hyphens, commas and brackets."""
    folded = fold(text)
    for mark in "-–/,()":
        folded = folded.replace(mark, " ")
    return tuple(f"{folded} ".replace("'s ", " 's ").replace("s' ", "s ' ").split())


def resolve(entry: Entry, day: str | None) -> tuple[str | None, str | None, Term | None]:
    """Country, sector and term of an entry on the day of the report (None: undated).

    A person between or after terms keeps the country; an office of state ends with its term, other
    sectors (rebels, soldiers, clerics) last. Undated reports get only what all terms agree on.
    """
    if not entry.terms:
        return entry.country, entry.sector, None
    if day is None:
        countries = {term.country for term in entry.terms}
        sectors = {term.sector for term in entry.terms}
        return _only(countries), _only(sectors), None
    running = [term for term in entry.terms if term.holds(day)]
    if running:
        return running[-1].country, running[-1].sector, running[-1]
    past = [term for term in entry.terms if term.end and day > term.end]
    if past:
        last = past[-1]
        home = last.country if last.country not in OVERSEAS else _only({t.country for t in entry.terms})
        return home, None if last.sector == "GOV" else last.sector, None
    home = _only({term.country for term in entry.terms})
    return (None if home in OVERSEAS else home), None, None


def _only(values: set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
