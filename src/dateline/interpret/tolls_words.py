"""The table of `_ref/lexicon/tolls.toml`: words that tell how many came to harm."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Harm:
    """The words of one kind of harm, as the table explains them."""

    name: str
    done: frozenset[str]
    befell: frozenset[str]
    deed: frozenset[str]
    each: frozenset[str]
    state: frozenset[str]
    sums: frozenset[str]


@dataclass(frozen=True, slots=True)
class TollWords:
    """The table."""

    harms: tuple[Harm, ...]
    part_before: frozenset[str]
    part_of: frozenset[str]
    joined: frozenset[str]
    wider: tuple[str, ...]
    several: frozenset[str]
    people: frozenset[str]
    population: dict[str, str]
    """Noun → population."""


@cache
def toll_words() -> TollWords:
    """The shipped table, read once."""
    text = (files("dateline") / "_ref" / "lexicon" / "tolls.toml").read_text(encoding="utf8")
    data = tomllib.loads(text)
    harms = tuple(
        Harm(name, **{key: frozenset(words) for key, words in data[name].items()})
        for name in ("killed", "injured")
    )
    return TollWords(
        harms,
        frozenset(data["part"]["before"]),
        frozenset(data["part"]["of"]),
        frozenset(data["with"]["words"]),
        tuple(data["wider"]["words"]),
        frozenset(data["several"]["words"]),
        frozenset(data["people"]["words"]),
        {noun: name for name, nouns in data["population"].items() for noun in nouns},
    )
