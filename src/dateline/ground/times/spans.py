"""Where a text tells calendar times: for readers of numbers, which must leave those alone."""

from __future__ import annotations

from dateline.ground.times.context import Context, Match
from dateline.ground.times.readers import READERS
from dateline.ground.times.scan import Scan

_COUNTING = frozenset(["duration", "span", "ago", "set", "anchored"])


def calendar_spans(scanned: Scan) -> list[tuple[int, int]]:
    """Code points of the dates and times of day in a text, in order; durations are quantities too."""
    items = scanned.items
    context = Context(items, None)
    return [
        (items.items[found.first].start, items.items[found.last - 1].end)
        for found in scanned.found
        if found.rule not in _COUNTING and READERS[found.rule](Match(found, items), context) is not None
    ]
