"""Mentions of events, and how alike two of them are: one named figure for each thing that may be shared.

A figure is 0 where one of the two says nothing of the matter, positive where they agree, and negative (or
a figure of its own) where they differ: silence speaks neither for nor against.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

FEATURES = (
    "story", "same_report", "same_trigger", "like_trigger", "same_type", "same_mode", "actors", "recipients",
    "crossed", "names", "place", "elsewhere", "day", "other_day", "counts", "words", "status", "told_apart",
    "bias",
)  # fmt: skip
GROUPS = {
    "text": ("story", "same_report", "words", "status", "told_apart"),
    "type": ("same_trigger", "like_trigger", "same_type", "same_mode"),
    "actors": ("actors", "recipients", "crossed", "names"),
    "place": ("place", "elsewhere"),
    "time": ("day", "other_day"),
    "counts": ("counts",),
}
"""What each figure speaks to: the reasons of a link are given by these names as well."""
NEAR_KM = 30.0
"""Towns at most so far apart may be names for one place."""
FAR_KM = 150.0
_REGIONAL = frozenset({"country", "admin"})


@dataclass(frozen=True, slots=True)
class Where:
    """A place of an event: its name, and where known country, degrees and precision."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an event in one report; what it does not say is empty or None."""

    key: str
    report: str
    trigger: str
    """The trigger's main word as the dictionary has it, lower case."""
    type: str | None = None
    mode: str | None = None
    status: str | None = None
    words: Mapping[str, float] = field(default_factory=dict)
    """Content words of its sentence, weighted, scaled to length one."""
    names: frozenset[str] = frozenset()
    """Words of its sentence that are names, lower case."""
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    acting: frozenset[str] = frozenset()
    """The sides that the actors are of: a country, or those in arms against it."""
    acted_on: frozenset[str] = frozenset()
    places: tuple[Where, ...] = ()
    first: date | None = None
    last: date | None = None
    counts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """What is counted → lowest and highest number that is meant."""


def compare(a: Mention, b: Mention, story: float, synonyms: Mapping[str, str]) -> list[float]:
    """The figures of `FEATURES`, in order; `story`: log-odds that the two reports are of one story.

    `synonyms`: word → class of words that tell of the same kind of happening.
    """
    same = a.trigger == b.trigger
    actors = parties(a.actors, b.actors, a.acting, b.acting)
    recipients = parties(a.recipients, b.recipients, a.acted_on, b.acted_on)
    place, day = same_place(a.places, b.places), same_time(a, b)
    within = a.report == b.report
    return [
        max(-5.0, min(5.0, story)) / 5,
        float(within),
        float(same),
        float(not same and _akin(a.trigger, b.trigger, synonyms)),
        _agree(a.type, b.type),
        _agree(a.mode, b.mode),
        actors,
        recipients,
        float(bool(a.actors & b.recipients or a.recipients & b.actors)),
        shared(a.names, b.names),
        max(0.0, place),
        max(0.0, -place),
        max(0.0, day),
        max(0.0, -day),
        same_counts(a.counts, b.counts),
        sum([a.words[w] * b.words[w] for w in a.words.keys() & b.words.keys()]),
        float(a.status is not None and b.status is not None and a.status != b.status),
        told_apart(place, day, actors, recipients) if within else 0.0,
        1.0,
    ]


def told_apart(place: float, day: float, actors: float, recipients: float) -> float:
    """How far who writes of two events in one report tells them apart; by day or side alone, half."""
    if place <= -1 or (place < 0 and day < 0):
        return 1.0
    return 0.5 if min(day, actors, recipients) <= -1 else 0.0


def _akin(a: str, b: str, synonyms: Mapping[str, str]) -> bool:
    """Words of one class, or of one stem: `explode`, `explosion`."""
    if a in synonyms and synonyms[a] == synonyms.get(b):
        return True
    stem = min(len(a), len(b)) - 2
    return stem >= 4 and a[:stem] == b[:stem]


def _agree(a: str | None, b: str | None) -> float:
    return 0.0 if a is None or b is None else 1.0 if a == b else -1.0


def shared(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of the smaller side that both name, from -1 (none) to 1 (all); 0 where a side is silent."""
    return 2 * len(a & b) / min(len(a), len(b)) - 1 if a and b else 0.0


def parties(a: frozenset[str], b: frozenset[str], sides_a: frozenset[str], sides_b: frozenset[str]) -> float:
    """1 where somebody is in both, -1 where they are of other sides; else 0: `a man` may be `the gunman`."""
    if a & b:
        return 1.0
    return -1.0 if sides_a and sides_b and not sides_a & sides_b else 0.0


def same_place(a: tuple[Where, ...], b: tuple[Where, ...]) -> float:
    """Of all pairs of places the closest: 1 the same, -1 far apart or in other countries."""
    return max([_place(x, y) for x in a for y in b], default=0.0)


def _place(a: Where, b: Where) -> float:
    if a.country and b.country and a.country != b.country:
        return -1.0
    if a.name == b.name:
        return 0.3 if a.precision == "country" else 1.0
    if a.precision in _REGIONAL or b.precision in _REGIONAL:
        return 0.2 if a.country and a.country == b.country else 0.0
    if None in {a.lat, a.lon, b.lat, b.lon}:
        return -0.5
    km = distance(a, b)
    return 0.6 if km <= NEAR_KM else -1.0 if km >= FAR_KM else -0.5


def distance(a: Where, b: Where) -> float:
    """Kilometres along the great circle between two places with degrees."""
    lat_a, lon_a, lat_b, lon_b = (math.radians(x or 0.0) for x in (a.lat, a.lon, b.lat, b.lon))
    half = math.sin((lat_a - lat_b) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_a - lon_b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))


def same_time(a: Mention, b: Mention) -> float:
    """1 the same day or days that may be the same, falling to -1 a week apart; long spans say little."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return 0.0
    gap = max((a.first - b.last).days, (b.first - a.last).days)
    if gap > 0:
        return max(-1.0, 0.5 - gap * 0.5)
    longest = max((a.last - a.first).days, (b.last - b.first).days)
    return 1.0 if longest <= 1 else 0.5 if longest <= 7 else 0.1


def same_counts(a: Mapping[str, tuple[float, float]], b: Mapping[str, tuple[float, float]]) -> float:
    """Mean over what both count: 1 where the numbers can be the same, else -1."""
    both = a.keys() & b.keys()
    agreed = [1.0 if a[k][0] <= b[k][1] and b[k][0] <= a[k][1] else -1.0 for k in both]
    return sum(agreed) / len(agreed) if agreed else 0.0


def unit(counts: Mapping[str, float]) -> dict[str, float]:
    """The weights scaled to length one."""
    norm = math.sqrt(sum(w * w for w in counts.values())) or 1.0
    return {t: w / norm for t, w in counts.items()}


def grouped(reasons: Mapping[str, float], groups: Mapping[str, Iterable[str]]) -> dict[str, float]:
    """Contributions summed by what they speak to: time, place, actors, type, counts, text."""
    return {g: round(sum(reasons.get(n, 0.0) for n in names), 3) for g, names in groups.items()}
