"""Event mentions into incidents: reports first, mentions second, in one pass in the order reports appear.

A mention is compared with those of the reports that were found near its own, and with those that share type,
place and day with it; what the window forgets is forgotten here too.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from dateline.merge.incidents.clusters import UNLIKE, Change, Clusters
from dateline.merge.incidents.mentions import FEATURES, Mention, compare
from dateline.merge.incidents.stories import Stories

LEARNED = frozenset({"ASSAULT"})
"""Types whose events one story seldom tells twice: what `typed` was fitted on."""
MOVES = frozenset({"RETREAT", "MOBILIZE"})
"""Where that holds mode by mode: a story has one withdrawal, a withdrawal and a truce are two."""
SAME_REPORT = 5.0
"""Log-odds of a report being of one story with itself."""
FARTHEST = -4.0
"""Log-odds of two reports below which their mentions are not compared for the reports' sake."""
MOST_BY_KEY = 12
"""Latest mentions of the same type, place and day that are compared."""
MOST_COMPARED = 120


@dataclass(frozen=True, slots=True)
class Weights:
    """Logistic regressions over `mentions.FEATURES`: readable weights, log-odds as their sum.

    `typed` speaks for two events of a type that the weights were learned for, and parts types; `untyped` for
    all others: two demands in one story are seldom one, so that there the words have to tell.
    """

    typed: Mapping[str, float]
    untyped: Mapping[str, float]
    settings: Mapping[str, float]
    synonyms: Mapping[str, str] = field(default_factory=dict)

    def of(self, a: Mention, b: Mention) -> Mapping[str, float]:
        """The weights that speak for two mentions."""
        if not a.type or not b.type:
            return self.untyped
        alike = a.type in LEARNED or (a.type in MOVES and a.mode == b.mode)
        return self.typed if alike or a.type != b.type else self.untyped

    def odds(self, a: Mention, b: Mention, story: float) -> float:
        """The log-odds that two mentions are of one event, `story` those of their reports being one story."""
        figures, weights = compare(a, b, story, self.synonyms), self.of(a, b)
        return sum([weights[n] * v for n, v in zip(FEATURES, figures, strict=True)])

    def reasons(self, a: Mention, b: Mention, story: float) -> dict[str, float]:
        """What each figure adds to them."""
        named = zip(FEATURES, compare(a, b, story, self.synonyms), strict=True)
        weights = self.of(a, b)
        return {n: round(weights[n] * v, 3) for n, v in named if v}


@dataclass(slots=True)
class Happenings:
    """The incidents of a stream; mentions are numbered as they come."""

    weights: Weights
    stories: Stories
    clusters: Clusters = field(init=False)
    mentions: dict[int, Mention] = field(default_factory=dict)
    _slot: dict[int, int] = field(default_factory=dict)
    _in_report: dict[int, list[int]] = field(default_factory=dict)
    _by_key: defaultdict[tuple[object, ...], deque[int]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=MOST_BY_KEY))
    )
    _next: int = 0

    def __post_init__(self) -> None:
        """Clusters that ask for pairs of the mentions in the window."""
        self.clusters = Clusters(self.weights.settings, self._odds)

    def add(self, slot: int, left: Iterable[int], found: Iterable[Mention]) -> Iterator[Change]:
        """Takes in the mentions of the report in `slot`; `left` are the reports that left the window."""
        for gone in left:
            for number in self._in_report.pop(gone):
                self._drop(number)
        self._in_report[slot] = []
        near = self._near(slot)
        for mention in found:
            number = self._next
            self._next += 1
            self.mentions[number] = mention
            self._slot[number] = slot
            odds = {o: self._odds(o, number) for o in self._candidates(number, near)}
            self._in_report[slot].append(number)
            for key in _keys(mention):
                self._by_key[key].append(number)
            yield from self.clusters.add(number, odds)

    def reasons(self, early: int, late: int) -> dict[str, float]:
        """What each figure adds to the log-odds of two mentions in the window."""
        story = self._story(self._slot[early], self._slot[late])
        return self.weights.reasons(self.mentions[early], self.mentions[late], story)

    def _odds(self, early: int, late: int) -> float:
        story = self._story(self._slot[early], self._slot[late])
        return self.weights.odds(self.mentions[early], self.mentions[late], story)

    def _story(self, one: int, two: int) -> float:
        """Log-odds of two reports being one story; even, where only others tie them together."""
        if one == two:
            return SAME_REPORT
        stories = self.stories.clusters
        apart = 0.0 if stories.of[one] == stories.of[two] else UNLIKE
        return stories.odds[max(one, two)].get(min(one, two), apart)

    def _near(self, slot: int) -> list[int]:
        odds = self.stories.near(slot)
        near = sorted((s for s, v in odds.items() if v > FARTHEST), key=odds.__getitem__, reverse=True)
        story = self.stories.clusters.members[self.stories.clusters.of[slot]]
        return list(dict.fromkeys([slot, *near, *(s for s in story[-MOST_BY_KEY:] if s != slot)]))

    def _candidates(self, number: int, near: list[int]) -> list[int]:
        mention = self.mentions[number]
        by_key = [o for key in _keys(mention) for o in self._by_key.get(key, ())]
        beside = [o for s in near for o in self._in_report.get(s, ())]
        return sorted(list(dict.fromkeys([*by_key, *beside]))[:MOST_COMPARED])

    def _drop(self, number: int) -> None:
        mention = self.mentions.pop(number)
        self.clusters.drop(number)
        del self._slot[number]
        for key in _keys(mention):
            kept = self._by_key.get(key)
            if kept is not None and number in kept:
                kept.remove(number)
                if not kept:
                    del self._by_key[key]


def _keys(mention: Mention) -> Iterator[tuple[object, ...]]:
    """What mentions of one event are looked up by: type and day with place, or with who and whom."""
    if mention.first is None or mention.last is None or (mention.last - mention.first).days > 3:
        return
    days = [mention.first + timedelta(n) for n in range((mention.last - mention.first).days + 1)]
    for day in days:
        for where in mention.places:
            if where.precision != "country":
                yield mention.type, where.name, day
        for actor in mention.actors:
            for recipient in mention.recipients:
                yield mention.type, actor, recipient, day


def probability(odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
