"""Where a text tells calendar times: for readers of numbers, which must leave those alone."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.ground.times.context import Context, Match
from dateline.ground.times.grammar import find
from dateline.ground.times.items import items_of
from dateline.ground.times.lexemes import Lexeme
from dateline.ground.times.readers import READERS

_COUNTING = frozenset(["duration", "span", "ago", "set"])


def calendar_spans(text: str, lexemes: Sequence[Lexeme]) -> list[tuple[int, int]]:
    """Code points of the dates and times of day in `text`, in order; durations are quantities too."""
    items = items_of(text, lexemes)
    context = Context(items, None)
    return [
        (items.items[found.first].start, items.items[found.last - 1].end)
        for found in find(items)
        if found.rule not in _COUNTING and READERS[found.rule](Match(found, items), context) is not None
    ]
