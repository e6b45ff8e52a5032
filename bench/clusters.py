"""How well clusters meet the gold's: B³, pairs, MUC, CEAFe, and CoNLL's mean of three.

Items are named; a clustering maps each to its cluster. B³ as Bagga and Baldwin 1998, MUC as Vilain et al.
1995, CEAFe as Luo 2005 with the entity similarity 2·|both| / (|a| + |b|) and the best one-to-one pairing;
CoNLL: the mean of the F of MUC, B³ and CEAFe (Pradhan et al. 2012). Gold and system hold the same items.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Clustering = Mapping[str, Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall; sums of them can be added over runs before they are divided."""

    right_p: float
    of_p: float
    right_r: float
    of_r: float

    def __add__(self, other: Score) -> Score:
        """The two pooled."""
        return Score(
            self.right_p + other.right_p, self.of_p + other.of_p, self.right_r + other.right_r,
            self.of_r + other.of_r,
        )  # fmt: skip

    @property
    def precision(self) -> float:
        """In per cent."""
        return 100 * self.right_p / self.of_p if self.of_p else 0.0

    @property
    def recall(self) -> float:
        """In per cent."""
        return 100 * self.right_r / self.of_r if self.of_r else 0.0

    @property
    def f(self) -> float:
        """The harmonic mean, in per cent."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def __str__(self) -> str:
        """Precision, recall, F."""
        return f"{self.precision:5.1f} {self.recall:5.1f} {self.f:6.2f}"


def groups(clustering: Clustering) -> dict[Hashable, list[str]]:
    """Cluster → its items."""
    out: dict[Hashable, list[str]] = defaultdict(list)
    for item, cluster in clustering.items():
        out[cluster].append(item)
    return out


def _both(gold: Clustering, system: Clustering) -> Counter[tuple[Hashable, Hashable]]:
    if gold.keys() != system.keys():
        raise ValueError("gold and system do not hold the same items")
    return Counter((gold[i], system[i]) for i in gold)


def b_cubed(gold: Clustering, system: Clustering, only: Collection[str] | None = None) -> Score:
    """Over the items of `only` (all where None): the share of each item's cluster that belongs with it."""
    both, wanted, got = _both(gold, system), Counter(gold.values()), Counter(system.values())
    items = gold if only is None else only
    p = sum(both[gold[i], system[i]] / got[system[i]] for i in items)
    r = sum(both[gold[i], system[i]] / wanted[gold[i]] for i in items)
    return Score(p, len(items), r, len(items))


def pairs(gold: Clustering, system: Clustering, only: Collection[str] | None = None) -> Score:
    """Pairs in one cluster, each counted once from each end that is in `only`."""
    both, wanted, got = _both(gold, system), Counter(gold.values()), Counter(system.values())
    items = gold if only is None else only
    right = sum(both[gold[i], system[i]] - 1 for i in items)
    return Score(
        right, sum(got[system[i]] - 1 for i in items), right, sum(wanted[gold[i]] - 1 for i in items)
    )


def muc(gold: Clustering, system: Clustering) -> Score:
    """Links that are not missing."""
    p, of_p = _links(system, gold)
    r, of_r = _links(gold, system)
    return Score(p, of_p, r, of_r)


def _links(of: Clustering, by: Clustering) -> tuple[float, float]:
    kept = total = 0
    for items in groups(of).values():
        total += len(items) - 1
        kept += len(items) - len({by[i] for i in items})
    return kept, total


def ceaf_e(gold: Clustering, system: Clustering) -> Score:
    """The likeness of gold and system clusters, paired one to one as well as can be."""
    wanted, got = groups(gold), groups(system)
    rows = {c: n for n, c in enumerate(wanted)}
    columns = {c: n for n, c in enumerate(got)}
    total = 0.0
    likeness: dict[tuple[int, int], float] = {}
    for (g, s), both in _both(gold, system).items():
        likeness[rows[g], columns[s]] = 2 * both / (len(wanted[g]) + len(got[s]))
    for block in _blocks(likeness):
        total += _best_pairing(block)
    return Score(total, len(got), total, len(wanted))


def _blocks(likeness: Mapping[tuple[int, int], float]) -> list[NDArray[np.float64]]:
    """Matrices of the clusters that hang together: pairing is done in each by itself."""
    by_row, by_column = defaultdict(list), defaultdict(list)
    for row, column in likeness:
        by_row[row].append(column)
        by_column[column].append(row)
    seen: set[int] = set()
    out = []
    for start in by_row:
        if start in seen:
            continue
        rows, columns, queue = {start}, set(), [start]
        while queue:
            for column in by_row[queue.pop()]:
                if column not in columns:
                    columns.add(column)
                    fresh = [r for r in by_column[column] if r not in rows]
                    rows.update(fresh)
                    queue += fresh
        seen |= rows
        matrix = np.array([[likeness.get((r, c), 0.0) for c in sorted(columns)] for r in sorted(rows)])
        out.append(matrix)
    return out


def _best_pairing(likeness: NDArray[np.float64]) -> float:
    """The largest sum of one-to-one pairs (Kuhn and Munkres), by shortest augmenting paths."""
    cost = -likeness if likeness.shape[0] <= likeness.shape[1] else -likeness.T
    n, m = cost.shape
    row_price, column_price = np.zeros(n + 1), np.zeros(m + 1)
    owner = np.zeros(m + 1, dtype=int)
    for row in range(1, n + 1):
        owner[0] = row
        at, came = 0, np.zeros(m + 1, dtype=int)
        least, used = np.full(m + 1, np.inf), np.zeros(m + 1, dtype=bool)
        while owner[at]:
            used[at] = True
            reduced = cost[owner[at] - 1] - row_price[owner[at]] - column_price[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better], came[1:][better] = reduced[better], at
            step_at = int(np.where(used[1:], np.inf, least[1:]).argmin()) + 1
            step = least[step_at]
            row_price[owner[used]] += step
            column_price[used] -= step
            least[~used] -= step
            at = step_at
        while at:
            owner[at] = owner[came[at]]
            at = came[at]
    return float(-sum(cost[owner[j] - 1, j - 1] for j in range(1, m + 1) if owner[j]))


@dataclass(frozen=True, slots=True)
class Conll:
    """The three measures and their mean."""

    muc: Score
    b_cubed: Score
    ceaf_e: Score

    @property
    def f(self) -> float:
        """The mean of the three F."""
        return (self.muc.f + self.b_cubed.f + self.ceaf_e.f) / 3

    def __str__(self) -> str:
        """All on one line."""
        return f"MUC {self.muc}   B3 {self.b_cubed}   CEAFe {self.ceaf_e}   CoNLL {self.f:.2f}"


def conll(gold: Clustering, system: Clustering) -> Conll:
    """All three."""
    return Conll(muc(gold, system), b_cubed(gold, system), ceaf_e(gold, system))
