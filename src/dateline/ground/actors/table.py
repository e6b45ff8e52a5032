"""What the tables of actors say, in the form in which the matcher asks for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

OVERSEAS = ("IGO", "UNO", "EUR", "NGO", "IMG")
"""Codes that stand where no single state does."""
EX_OFFICE = "ELI"
"""PLOVER's sector of those who no longer hold an office of state: elites."""
_POSSESSIVE = re.compile(r"'s(?= )|(?<=s)'(?= )")
_CUTS = str.maketrans(dict.fromkeys("-–/,()", " "))


@dataclass(frozen=True, slots=True)
class Term:
    """What somebody was from one day to another (ISO dates; an open end is empty)."""

    country: str | None
    sector: str | None
    role: str
    start: str
    end: str
    line: int = 0
    """The line of the table that says so."""

    def holds(self, day: str) -> bool:
        """Whether the term runs on `day` (an ISO date); a year or month stands for all its days."""
        if self.start and day[: len(self.start)] < self.start:
            return False
        return not self.end or day[: len(self.end)] <= self.end

    def over(self, day: str) -> bool:
        """Whether the term has ended before `day`."""
        return bool(self.end) and day[: len(self.end)] > self.end


@dataclass(frozen=True, slots=True)
class Entry:
    """One identity of the tables.

    `kind`: country, seat, adjective, people, region, organisation, institution, group, media, party,
    person; `named` where a user's table does not say: the language model's label decides in the text.
    `source` names the table and the entry for `ActorMention.rule`, `where` file and line.
    """

    name: str
    kind: str
    country: str | None
    sector: str | None
    source: str
    terms: tuple[Term, ...] = ()
    id: str | None = None
    where: str = ""
    sponsors: tuple[str, ...] = ()
    active_in: tuple[str, ...] = ()

    def stands(self, day: str) -> bool:
        """Whether the entry says something of `day`: it has no dates, or one of its terms runs."""
        return not self.terms or any(term.holds(day) for term in self.terms)


Named = tuple[Entry, list[str]]
"""An entry and its spellings."""


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
    where: str = ""


@dataclass(frozen=True, slots=True)
class NameForm:
    """One spelling of an entry, cut into folded pieces; `exact` spellings must agree in case."""

    pieces: tuple[str, ...]
    exact: str | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class Spellings:
    """The forms that share a first piece, by all their pieces, and how long they are, the longest first."""

    widths: tuple[int, ...]
    forms: Mapping[tuple[str, ...], tuple[NameForm, ...]]

    def __iter__(self) -> Iterator[NameForm]:
        return (form for group in self.forms.values() for form in group)


@dataclass(frozen=True, slots=True)
class RoleForm:
    """One wording of a role, cut into folded pieces."""

    pieces: tuple[str, ...]
    role: Role


@dataclass(frozen=True, slots=True, eq=False)
class ActorTable:
    """All tables, compiled: forms by their first piece, longest first."""

    names: Mapping[str, Spellings]
    roles: Mapping[str, tuple[RoleForm, ...]]
    words: Mapping[str, frozenset[str]]
    countries: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    """The ids of the bodies that every state has ("presidency"), by their names."""
    notes: tuple[str, ...] = ()
    """What was left out of a user's files: file, line, why."""


def fold(text: str) -> str:
    """Case, accents and curly apostrophes away: the key under which spellings meet."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'").replace("ı", "i"))
    return "".join(c for c in plain.casefold() if not unicodedata.combining(c))


def pieces_of(text: str) -> tuple[str, ...]:
    """The folded pieces of a name: cut at blanks, hyphens, commas and brackets."""
    folded = fold(text).translate(_CUTS)
    if "'" in folded:
        folded = _POSSESSIVE.sub(lambda found: f" {found.group()}", f"{folded} ")
    return tuple(folded.split())


@dataclass(frozen=True, slots=True)
class Standing:
    """What an entry is on a day; `note` says what of it the date decided, or that there was no date."""

    country: str | None
    sector: str | None
    term: Term | None = None
    note: str = ""


def resolve(entry: Entry, day: str | None) -> Standing:
    """Country and sector of an entry on the day of the report (None: undated).

    A person after the last term keeps the country, and of an office of state only that it was held;
    other sectors (rebels, soldiers, clerics) last. Of a person an undated report gets what all terms agree
    on. A body or group with one row is that on any day; with several, the nearest row holds, and the first
    (or one without dates) where the report is undated.
    """
    if not entry.terms or (len(entry.terms) == 1 and entry.kind != "person"):
        return Standing(entry.country, entry.sector) if not entry.terms else _of(entry.terms[0])
    if day is None:
        if entry.kind != "person":
            always = [term for term in entry.terms if not term.start and not term.end]
            return replace(_of((always or entry.terms)[0]), note="report undated")
        countries = {term.country for term in entry.terms}
        sectors = {term.sector for term in entry.terms}
        return Standing(_only(countries), _only(sectors), None, "report undated")
    running = [term for term in entry.terms if term.holds(day)]
    if running:
        return Standing(running[-1].country, running[-1].sector, running[-1])
    past = [term for term in entry.terms if term.over(day)]
    if entry.kind != "person":
        return _of((past or list(entry.terms))[-1 if past else 0])
    return _past(entry, past[-1]) if past else _before(entry)


def _of(term: Term) -> Standing:
    return Standing(term.country, term.sector)


def _past(entry: Entry, last: Term) -> Standing:
    home = last.country if last.country not in OVERSEAS else _home(entry)
    sector = EX_OFFICE if last.sector == "GOV" else last.sector
    return Standing(home, sector, None, f"{last.role or 'term'} until {last.end}")


def _before(entry: Entry) -> Standing:
    start = min(term.start for term in entry.terms)
    return Standing(_home(entry), None, None, f"before {start}")


def _home(entry: Entry) -> str | None:
    """The one country a person stands for, whatever they do for organisations in between."""
    return _only({term.country for term in entry.terms if term.country not in OVERSEAS})


def _only(values: set[str | None]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
