"""A text's lexemes, items and matches, made once for the readers of times and of numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from dateline.ground.times.grammar import Found, find
from dateline.ground.times.items import Items, items_of
from dateline.ground.times.lexemes import Lexeme, lexemes_of


class Scan(NamedTuple):
    """What a text is cut into, and the rules' matches in it."""

    lexemes: tuple[Lexeme, ...]
    items: Items
    found: tuple[Found, ...]


@lru_cache(maxsize=2)
def scan(text: str) -> Scan:
    """The scan of a text; kept for the report under way, whose numbers are read after its times."""
    lexemes = tuple(lexemes_of(text))
    items = items_of(text, lexemes)
    return Scan(lexemes, items, tuple(find(items)))
