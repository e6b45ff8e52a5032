"""Lexemes sorted into the classes that the grammar of times is written in.

An item is one or more lexemes that count as one piece (`at least`, `two hundred`, `Sept.`). The
classes of a text's items, one character each, make a string that the grammar's patterns run over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dateline.ground.times.lexemes import Lexeme, lexemes_of
from dateline.ground.times.numbers import NUMBER_WORDS, Number, number_at

Value = str | int | float

SHAPES = (
    "OTHER BREAK STOP ISO SLASH CLOCK DECADE OLDDECADE SHORTYEAR DAYNUM NUMBER YEARNUM NUMWORD HOLIDAY"
).split()
"""Classes that are told by a lexeme's shape; the rest are the tables of `words.toml`."""

_CAPITAL_ONLY = {"MONTHISH", "WEEKDAYISH", "MONTH", "WEEKDAY"}
_BY_KIND = {"break": "BREAK", "iso": "ISO", "slash": "SLASH", "clock": "CLOCK", "shortyear": "SHORTYEAR"}


class Item(NamedTuple):
    """One piece of a report's text as the grammar sees it: code points [start, end), class, value."""

    start: int
    end: int
    cls: str
    value: Value
    low: str


@dataclass(frozen=True, slots=True)
class Items:
    """A text's items, and `codes`: their classes as one string, a character each."""

    text: str
    items: tuple[Item, ...]
    codes: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word tables: single words, rows of words by their first, and each class's character."""

    words: Mapping[str, tuple[str, Value]]
    rows: Mapping[str, tuple[tuple[tuple[str, ...], str, Value], ...]]
    codes: Mapping[str, str]


def _load(name: str) -> dict[str, dict[str, Value]]:
    return tomllib.loads((files("dateline") / "_ref" / "times" / name).read_text(encoding="utf-8"))


@cache
def vocabulary() -> Vocabulary:
    """The tables of `_ref/times`, read once."""
    tables = _load("words.toml")
    holidays = _load("holidays.toml")
    tables["HOLIDAY"] = {name: f"{kind}/{name}" for kind, names in holidays.items() for name in names}
    words: dict[str, tuple[str, Value]] = {}
    rows: dict[str, list[tuple[tuple[str, ...], str, Value]]] = {}
    for cls, table in tables.items():
        for key, value in table.items():
            pieces = tuple(lexeme.low for lexeme in lexemes_of(key[:1].upper() + key[1:]))
            if len(pieces) == 1:
                words[pieces[0]] = (cls, value)
            else:
                rows.setdefault(pieces[0], []).append((pieces, cls, value))
    names = list(dict.fromkeys([*SHAPES, *tables]))
    return Vocabulary(
        words,
        {first: tuple(sorted(found, key=lambda row: -len(row[0]))) for first, found in rows.items()},
        {name: chr(0x100 + i) for i, name in enumerate(names)},
    )


@cache
def holidays() -> Mapping[str, Mapping[str, object]]:
    """Feasts by how their day is told: fixed, weekday, easter."""
    return _load("holidays.toml")


def items_of(text: str, lexemes: Sequence[Lexeme] | None = None) -> Items:
    """The items of `text`; pass its lexemes where they are at hand."""
    lexemes = lexemes_of(text) if lexemes is None else lexemes
    found: list[Item] = []
    words = vocabulary()
    codes = words.codes
    shapes: list[str] = []
    i = 0
    while i < len(lexemes):
        if lexemes[i].low in "[]" and _brackets_one(lexemes, i):
            i += 1
            continue
        item, i = _item_at(text, lexemes, i, words)
        found.append(item)
        shapes.append(codes[item.cls])
    return Items(text, tuple(found), "".join(shapes))


def _brackets_one(lexemes: Sequence[Lexeme], i: int) -> bool:
    """Whether a square bracket opens or closes an editor's single word: `[Ten] years ago`."""
    opens = i if lexemes[i].low == "[" else i - 2
    return 0 <= opens < len(lexemes) - 2 and lexemes[opens].low + lexemes[opens + 2].low == "[]"


def _item_at(text: str, lexemes: Sequence[Lexeme], i: int, words: Vocabulary) -> tuple[Item, int]:
    here = lexemes[i]
    low, kind = here.low, here.kind
    if low in words.rows:
        for pieces, cls, value in words.rows[low]:
            end = i + len(pieces)
            if end <= len(lexemes) and all(lexemes[i + k].low == piece for k, piece in enumerate(pieces)):
                last = lexemes[end - 1].end
                return Item(here.start, last, cls, value, " ".join(pieces)), end
    if kind == "number" or low in NUMBER_WORDS:
        number = number_at(lexemes, i)
        if number is not None:
            return _number_item(lexemes, number), number.end
    known = words.words.get(low)
    if known is not None:
        cls, value = known
        if cls in _CAPITAL_ONLY and not text[here.start].isupper():
            cls, value = "OTHER", 0
        return Item(here.start, here.end, cls, value, low), i + 1
    return _shape_item(here), i + 1


def _number_item(lexemes: Sequence[Lexeme], number: Number) -> Item:
    first, last = lexemes[number.start], lexemes[number.end - 1]
    value: Value = number.value if number.value % 1 else int(number.value)
    if number.form == "year":
        cls = "YEARNUM"
    elif number.form != "digits" or number.end - number.start > 1 or not first.low.isdecimal():
        cls = "NUMWORD" if number.form == "words" else "NUMBER"
    elif len(first.low) == 4 and 1000 <= number.value < 2200:
        cls = "YEARNUM"
    elif len(first.low) <= 2 and 1 <= number.value <= 31:
        cls = "DAYNUM"
    else:
        cls = "NUMBER"
    return Item(first.start, last.end, cls, value, first.low)


def _shape_item(here: Lexeme) -> Item:
    low, kind = here.low, here.kind
    if kind in _BY_KIND:
        return Item(here.start, here.end, _BY_KIND[kind], low, low)
    if kind == "ordinal":
        return Item(here.start, here.end, "ORDINAL", int(low[:-2].replace(",", "")), low)
    if kind == "decade":
        digits = low.strip("'’‘s")
        return Item(here.start, here.end, "OLDDECADE" if len(digits) == 3 else "DECADE", digits, low)
    if low in (".", "!", "?", ";", ":"):
        return Item(here.start, here.end, "STOP", 0, low)
    return Item(here.start, here.end, "OTHER", 0, low)
