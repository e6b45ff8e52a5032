"""How alike two reports are: one named figure for each thing that may be shared.

Each figure is -1 where one of the two says nothing about the matter: that is another thing than a difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dateline.merge.incidents.sketch import COUNTED, MOST_CHARACTERS, Sketch

KEEP = {"body": 60, "title": 12, "caps": 30, "pairs": 20, "numbers": 10}
"""Terms kept of each kind: the heaviest."""
FEATURES = (
    "text", "title", "names", "full_names", "numbers", "title_in_text", "rarest_name", "shared_names",
    "rarest_full_name", "shared_full_names", "ages", "addresses", "streets", "dead", "hurt", "people",
    "clock_apart", "days_apart", "days_shared", "published_apart", "same_outlet", "sizes", "shorter",
)  # fmt: skip
GROUPS = {
    "text": ("text", "title", "title_in_text", "sizes", "shorter", "same_outlet"),
    "actors": ("names", "full_names", "rarest_name", "shared_names", "rarest_full_name", "shared_full_names",
               "ages", "people"),
    "place": ("addresses", "streets"),
    "time": ("clock_apart", "days_apart", "days_shared", "published_apart"),
    "counts": ("numbers", "dead", "hurt"),
}  # fmt: skip
"""What each figure speaks to."""
UNKNOWN = -1.0
_MORE = [0.0, *(1 + math.log(n) for n in range(1, MOST_CHARACTERS))]
"""What a word weighs that stands there n times."""
Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A report's sketch with its terms weighted by rarity, each kind scaled to length one."""

    text: Terms
    title: Terms
    names: Terms
    full_names: Terms
    numbers: Terms
    rarity: Mapping[str, float]
    """Of its names: how rare they were when the report came."""
    facts: Mapping[str, frozenset[object]]
    days: tuple[int, ...]
    """The days that it tells of, as numbers."""
    size: int
    day: date | None
    outlet: str | None


def weigh(sketch: Sketch, rarity: Mapping[str, float], day: date | None, outlet: str | None) -> Weighted:
    """The sketch's heaviest terms, by how often they stand there and how rare they are elsewhere."""
    kinds = {}
    for kind in COUNTED:
        weights = {t: (_MORE[n] if n > 1 else 1.0) * rarity[t] for t, n in sketch.counts[kind].items()}
        kept = sorted(weights, key=weights.__getitem__, reverse=True)[: KEEP[kind]]
        norm = math.sqrt(sum([weights[t] ** 2 for t in kept])) or 1.0
        kinds[kind] = {t: weights[t] / norm for t in kept}
    named = {t: rarity[t] for kind in ("caps", "pairs") for t in kinds[kind]}
    return Weighted(
        kinds["body"],
        kinds["title"],
        kinds["caps"],
        kinds["pairs"],
        kinds["numbers"],
        named,
        sketch.facts,
        tuple([d.toordinal() for d in sketch.facts["days"]]),  # type: ignore[attr-defined]
        sketch.size,
        day,
        outlet,
    )


def _cosine(a: Terms, b: Terms) -> float:
    return sum([a[t] * b[t] for t in a.keys() & b.keys()])


def _share(a: frozenset[object], b: frozenset[object]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else UNKNOWN


def _apart(a: Iterable[int], b: Iterable[int]) -> float:
    return min([abs(x - y) for x in a for y in b]) if a and b else UNKNOWN


def compare(a: Weighted, b: Weighted) -> list[float]:
    """The figures of `FEATURES`, in order."""
    names = a.names.keys() & b.names.keys()
    full = a.full_names.keys() & b.full_names.keys()
    fa, fb = a.facts, b.facts
    less, more = (a.size, b.size) if a.size < b.size else (b.size, a.size)
    return [
        _cosine(a.text, b.text),
        _cosine(a.title, b.title) if a.title and b.title else UNKNOWN,
        sum([a.names[t] * b.names[t] for t in names]),
        sum([a.full_names[t] * b.full_names[t] for t in full]),
        _cosine(a.numbers, b.numbers) if a.numbers and b.numbers else UNKNOWN,
        (_cosine(a.title, b.text) + _cosine(b.title, a.text)) / 2,
        max([b.rarity[t] for t in names], default=0.0),
        len(names),
        max([b.rarity[t] for t in full], default=0.0),
        len(full),
        *[_share(fa[k], fb[k]) for k in ("ages", "addresses", "streets", "dead", "hurt", "people")],
        _apart(fa["clocks"], fb["clocks"]),  # type: ignore[arg-type]
        _apart(a.days, b.days),
        _share(fa["days"], fb["days"]),
        abs((a.day - b.day).days) if a.day and b.day else UNKNOWN,
        float(a.outlet == b.outlet) if a.outlet and b.outlet else UNKNOWN,
        less / max(1, more),
        less,
    ]
