"""The tables of `_ref/quantities`: units, currencies, and the words around numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.ground.times.lexemes import Lexeme, lexemes_of

Rows = Mapping[str, tuple[tuple[tuple[str, ...], Any], ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases by their first word (by their last, where they stand before a number), longest first."""

    units: Rows
    tight: Mapping[str, str]
    prefixes: Rows
    before: Rows
    after: Rows
    turn: Mapping[str, str]
    vague: Rows
    some: Rows
    pair: Rows
    fraction: Mapping[str, int]
    labels: frozenset[str]
    scale: Mapping[str, int]
    unknown: Mapping[str, frozenset[str]]
    zero: Mapping[str, frozenset[str]]
    firsts: frozenset[str]
    """Words that a number may begin with where it is not in digits."""


@cache
def words() -> Words:
    """The tables, read once."""
    units, told = _load("units.toml"), _load("words.toml")
    unknown = {name: frozenset(forms) for name, forms in told["unknown"].items()}
    names = {**_inverted(units["unit"]), **_inverted(units["currency"])}
    return Words(
        units=_rows(names),
        tight=_inverted(units["tight"]),
        prefixes=_rows(_inverted(units["currency_prefix"]), last=True),
        before=_rows(_inverted(told["before"]), last=True),
        after=_rows(_inverted(told["after"])),
        turn=_inverted(told["turn"]),
        vague=_rows(told["vague"]),
        some=_rows(told["some"]),
        pair=_rows(told["pair"]),
        fraction=told["fraction"],
        labels=frozenset(told["label"]["words"]),
        scale=told["scale"],
        unknown=unknown,
        zero={name: frozenset(forms) for name, forms in told["zero"].items()},
        firsts=_first_words(told) | unknown["kinds"] | unknown["figures"],
    )


def _first_words(told: Mapping[str, Any]) -> frozenset[str]:
    forms = [form for name in ("vague", "some", "pair", "fraction") for form in told[name]]
    return frozenset(form.split()[0] for form in forms)


def phrase_at(rows: Rows, lexemes: Sequence[Lexeme], i: int) -> tuple[int, Any] | None:
    """(end, what it stands for) of the longest phrase that begins at lexeme `i`."""
    if i >= len(lexemes):
        return None
    for pieces, value in rows.get(lexemes[i].low, ()):
        end = i + len(pieces)
        if end <= len(lexemes) and all(lexemes[i + k].low == piece for k, piece in enumerate(pieces)):
            return end, value
    return None


def phrase_before(rows: Rows, lexemes: Sequence[Lexeme], i: int) -> tuple[int, Any] | None:
    """(start, what it stands for) of the longest phrase that ends right before lexeme `i`."""
    if i < 1:
        return None
    for pieces, value in rows.get(lexemes[i - 1].low, ()):
        start = i - len(pieces)
        if start >= 0 and all(lexemes[start + k].low == piece for k, piece in enumerate(pieces)):
            return start, value
    return None


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("dateline") / "_ref" / "quantities" / name).read_text(encoding="utf-8"))


def _inverted(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {form: name for name, forms in table.items() for form in forms}


def _rows(table: Mapping[str, Any], last: bool = False) -> Rows:
    found: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
    for form, value in table.items():
        pieces = tuple(lexeme.low for lexeme in lexemes_of(form))
        found.setdefault(pieces[-1 if last else 0], []).append((pieces, value))
    return {key: tuple(sorted(rows, key=lambda row: -len(row[0]))) for key, rows in found.items()}
