"""Spellings compiled for the matcher: by first piece, longest first, cut up only when first asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dateline.ground.actors.table import Entry, Named, NameForm, RoleForm, Spellings, fold, pieces_of

_FIRST = re.compile(r"[\s\-–/,()]*([^\s\-–/,()]+)")
LONGEST_CAPITALS = 6
"""Short capitals ("US", "WHO") are words of English too: they must stand in capitals."""
TERRITORY = "territory"
"""The kind of a dictionary's entry that names a state and all that stands for it."""
Key = tuple[str, ...]


class LazyForms(Mapping[str, Spellings]):
    """The spellings of all entries by their first piece.

    Most of a table's names occur in no report of a run: only those whose first word does are cut up.
    """

    def __init__(self, entries: list[Named]) -> None:
        raw: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for entry, spellings in entries:
            for spelling in spellings:
                raw[_first_piece(spelling)].append((spelling, entry))
        raw.pop("", None)
        self._raw = dict(raw)
        self._made: dict[str, Spellings] = {}

    def __getitem__(self, key: str) -> Spellings:
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = _compiled(self._raw[key])
        return found

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as Mapping has it
        """The spellings with this first piece; quick where there are none, as for most words."""
        return self[key] if key in self._raw else default

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def _compiled(raw: list[tuple[str, Entry]]) -> Spellings:
    forms: dict[Key, dict[NameForm, None]] = defaultdict(dict)
    for spelling, entry in raw:
        form = name_form(entry, spelling)
        forms[form.pieces][form] = None
    widths = tuple(sorted({len(pieces) for pieces in forms}, reverse=True))
    return Spellings(widths, {pieces: tuple(group) for pieces, group in forms.items()})


def _first_piece(spelling: str) -> str:
    found = _FIRST.match(spelling)
    word = fold(found[1]) if found else ""
    if "'" not in word:
        return word
    pieces = pieces_of(word)
    return pieces[0] if pieces else ""


def name_form(entry: Entry, spelling: str) -> NameForm:
    """One spelling of an entry, ready to be compared with a text."""
    pieces = pieces_of(spelling)
    exact = None
    if len(pieces) == 1:
        letters = spelling.replace(".", "").replace("-", "")
        if letters.isupper() and len(letters) <= LONGEST_CAPITALS:
            exact = spelling
    return NameForm(pieces, exact, entry)


def longest_first(forms: Mapping[str, Mapping[Key, RoleForm]]) -> dict[str, tuple[RoleForm, ...]]:
    """Role words by their first piece, the longest first."""
    return {
        key: tuple(sorted(group.values(), key=lambda form: -len(form.pieces))) for key, group in forms.items()
    }


def lay_over(entries: list[Named], own: list[Named]) -> list[Named]:
    """The entries with a user's own over them.

    An own entry takes the place of those that are called the same, with all their spellings, and takes
    each of its other spellings from whoever had it. What it leaves open (kind, id) stays as it was.
    """
    holders: dict[Key, list[int]] = defaultdict(list)
    for number, (_, spellings) in enumerate(entries):
        for spelling in spellings:
            holders[pieces_of(spelling)].append(number)
    taken: set[Key] = set()
    gone: set[int] = set()
    laid: list[Named] = []
    for entry, spellings in own:
        keys = [pieces_of(spelling) for spelling in spellings]
        if entry.kind == TERRITORY:
            laid += _territory(entry, zip(spellings, keys, strict=True), entries, holders)
        else:
            same = [
                n for n in holders.get(keys[0], ()) if n not in gone and _is_called(entries[n][0], keys[0])
            ]
            gone.update(same)
            more = [spelling for number in same for spelling in entries[number][1]]
            laid.append((_like(entry, [entries[number][0] for number in same]), [*spellings, *more]))
        taken.update(keys)
    for number, (entry, spellings) in enumerate(entries):
        if number not in gone:
            laid.append((entry, [spelling for spelling in spellings if pieces_of(spelling) not in taken]))
    return laid


def _is_called(entry: Entry, key: Key) -> bool:
    return entry.kind not in ("adjective", "people", "seat") and pieces_of(entry.name) == key


def _like(entry: Entry, old: list[Entry]) -> Entry:
    """An own entry with the kind and id of the one it replaces, where it names none itself."""
    if not old:
        return entry
    name = old[0].name if entry.name.isupper() else entry.name
    kind = old[0].kind if entry.kind == "named" else entry.kind
    return replace(entry, name=name, kind=kind, id=entry.id or old[0].id)


def _territory(
    entry: Entry, spellings: Iterable[tuple[str, Key]], entries: list[Named], holders: dict[Key, list[int]]
) -> Iterator[Named]:
    """A dictionary's list of all that stands for a state, sorted by what each spelling is known to be.

    Country, adjective, people or seat, where the shipped tables have it for the same state; else a region.
    """
    states = {entry.country, *(term.country for term in entry.terms)}
    sorted_in: dict[int, list[str]] = defaultdict(list)
    for spelling, key in spellings:
        known = (n for n in holders.get(key, ()) if entries[n][0].country in states)
        sorted_in[next(known, -1)].append(spelling)
    name = next((entries[number][0].name for number in sorted_in if number >= 0), entry.name)
    for number, group in sorted_in.items():
        if number < 0:
            yield replace(entry, kind="region", sector=None, name=name), group
            continue
        old = entries[number][0]
        terms = tuple(replace(term, sector=old.sector) for term in entry.terms)
        yield replace(old, terms=terms, source=entry.source, where=entry.where), group
