"""Items into clusters in one pass: an item joins the cluster that its best and its mean member speak for.

Then what came earlier is looked at once more in its light: two clusters that the item ties together become
one, and a member that the others of its cluster no longer speak for leaves it. Nothing is kept of items that
were dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

UNLIKE = -5.0
"""Log-odds of two items that were not compared because nothing brought them together."""
MOST = 8
"""Members of a cluster that are looked at when clusters are compared: the first and the latest."""


@dataclass(frozen=True, slots=True)
class Change:
    """`create`, `link`, `merge` (`other` went into `cluster`) or `split` (`item` left `other`)."""

    action: str
    cluster: int
    item: int
    score: float
    other: int | None = None
    beside: int | None = None
    """The member whose likeness decided."""


@dataclass(slots=True)
class Clusters:
    """Clusters of items, numbered as they come. `settings`: join, merge, leave, never (log-odds), best_share.

    Two items whose log-odds are not above `never` do not come into one cluster, whoever else speaks for it.
    """

    settings: Mapping[str, float]
    pair: Callable[[int, int], float]
    """Log-odds of two items, the earlier first; asked for where a re-check needs a pair not yet compared."""
    of: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    odds: dict[int, dict[int, float]] = field(default_factory=dict)
    _next: int = 0

    def add(self, item: int, odds: dict[int, float]) -> Iterator[Change]:
        """Places the item by its log-odds with earlier ones, then looks at its neighbours again."""
        self.odds[item] = odds
        yield self._place(item, odds)
        if len(odds) > 1:
            yield from self._merge(item, odds)
            yield from self._split(item, odds)

    def drop(self, item: int) -> None:
        """Forgets an item."""
        cluster = self.of.pop(item)
        del self.odds[item]
        self.members[cluster].remove(item)
        if not self.members[cluster]:
            del self.members[cluster]

    def _new(self, item: int) -> int:
        cluster = self.of[item] = self._next
        self.members[cluster] = [item]
        self._next += 1
        return cluster

    def _place(self, item: int, odds: Mapping[int, float]) -> Change:
        by: dict[int, list[float]] = {}
        for other, value in odds.items():
            by.setdefault(self.of[other], []).append(value)
        never = self.settings["never"]
        ranked = [
            (self._joint(values, len(self.members[c])), c) for c, values in by.items() if min(values) > never
        ]
        score, best = max(ranked, default=(UNLIKE, -1))
        if best < 0 or score <= self.settings["join"]:
            return Change("create", self._new(item), item, score)
        beside = max((o for o in odds if self.of[o] == best), key=odds.__getitem__)
        self.of[item] = best
        self.members[best].append(item)
        return Change("link", best, item, score, beside=beside)

    def _joint(self, odds: list[float], size: int) -> float:
        share = self.settings["best_share"]
        return share * max(odds) + (1 - share) * (sum(odds) + (size - len(odds)) * UNLIKE) / size

    def _merge(self, item: int, odds: Mapping[int, float]) -> Iterator[Change]:
        best: dict[int, float] = {}
        for other, value in odds.items():
            if self.of[other] != self.of[item] and value > self.settings["join"]:
                best[self.of[other]] = max(value, best.get(self.of[other], UNLIKE))
        share = self.settings["best_share"]
        for other, value in best.items():
            old, new = sorted((self.of[item], other))
            pairs = [self._known(x, y) for x in self._some(old) for y in self._some(new)]
            if min(pairs) <= self.settings["never"]:
                continue
            score = share * value + (1 - share) * sum(pairs) / len(pairs)
            if score > self.settings["merge"]:
                for moved in self.members[new]:
                    self.of[moved] = old
                self.members[old] = sorted(self.members[old] + self.members.pop(new))
                yield Change("merge", old, item, score, other=new)

    def _split(self, item: int, odds: Mapping[int, float]) -> Iterator[Change]:
        cluster = self.of[item]
        doubted = [o for o, value in odds.items() if value < self.settings["leave"] and self.of[o] == cluster]
        for member in doubted:
            rest = [self._known(member, o) for o in self._some(cluster) if o != member]
            if len(rest) > 1 and (score := self._joint(rest, len(rest))) < self.settings["leave"]:
                self.members[cluster].remove(member)
                yield Change("split", self._new(member), member, score, other=cluster)

    def _some(self, cluster: int) -> list[int]:
        all_of_it = self.members[cluster]
        return all_of_it if len(all_of_it) <= MOST else [*all_of_it[: MOST // 2], *all_of_it[-MOST // 2 :]]

    def _known(self, a: int, b: int) -> float:
        early, late = (a, b) if a < b else (b, a)
        if early not in self.odds[late]:
            self.odds[late][early] = self.pair(early, late)
        return self.odds[late][early]
