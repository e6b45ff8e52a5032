"""Two texts → the stretches in which they have the same words.

In: the words of both. Out: `Run`s, in order of the first text: no word of either text is in two of them.
The same runs come out whichever text is named first. Fails: never.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.merge.copies.shingles import shingle
from dateline.merge.copies.words import Hashes, Places, Words

SHORTEST = 6
"""Words of a run; shorter ones are turns of phrase."""
MOST = 50
"""Times that the same words may stand in a text: one that says a word over and over is all meetings."""


@dataclass(frozen=True, slots=True)
class Run:
    """`count` words in the same order in both texts, from word `a` of one and word `b` of the other."""

    a: int
    b: int
    count: int

    def turned(self) -> Run:
        """The same, seen from the other text."""
        return Run(self.b, self.a, self.count)


def align(a: Words, b: Words, shortest: int = SHORTEST) -> tuple[Run, ...]:
    """The runs of at least `shortest` words that both texts have; the longest are chosen first."""
    return aligned(shingle(a, shortest), shingle(b, shortest), shortest)


def aligned(a: Hashes, b: Hashes, shortest: int = SHORTEST) -> tuple[Run, ...]:
    """The same from the shingles of both texts, of `shortest` words each."""
    if len(a) and np.array_equal(a, b):
        return (Run(0, 0, len(a) + shortest - 1),)
    if _comes_after(a, b):
        return tuple(sorted((run.turned() for run in aligned(b, a, shortest)), key=lambda run: run.a))
    found = _longest_runs(*_meetings(a, b), shortest)
    found.sort(key=lambda run: (-run.count, min(run.a, run.b), max(run.a, run.b), run.a))
    free_a, free_b = (np.ones(len(one) + shortest - 1, dtype=np.bool_) for one in (a, b))
    kept: list[Run] = []
    for run in found:
        for part in _free(run, free_a, free_b):
            if part.count >= shortest:
                free_a[part.a : part.a + part.count] = False
                free_b[part.b : part.b + part.count] = False
                kept.append(part)
    return tuple(sorted(kept, key=lambda run: run.a))


def _comes_after(a: Hashes, b: Hashes) -> bool:
    """Which of two texts is taken second, by their words alone: so that either order gives the same runs."""
    if len(a) != len(b):
        return len(a) > len(b)
    first = int(np.argmax(a != b)) if len(a) else 0
    return len(a) > 0 and bool(a[first] > b[first])


def _meetings(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> tuple[Places, Places]:
    """All places (i, j) at which both texts have the same shingle."""
    order = np.argsort(b, kind="stable")
    ordered = b[order]
    first, last = np.searchsorted(ordered, a, "left"), np.searchsorted(ordered, a, "right")
    times = last - first
    times[times > MOST] = 0
    at_a = np.repeat(np.arange(len(a)), times)
    within = np.arange(len(at_a)) - np.repeat(np.cumsum(times) - times, times)
    return at_a, order[np.repeat(first, times) + within]


def _longest_runs(at_a: Places, at_b: Places, shortest: int) -> list[Run]:
    """Meetings that go on word by word, joined."""
    if not len(at_a):
        return []
    order = np.lexsort((at_a, at_a - at_b))
    at_a, at_b = at_a[order], at_b[order]
    new = np.concatenate([[True], (np.diff(at_a) != 1) | (np.diff(at_b) != 1)])
    heads = np.flatnonzero(new)
    counts = np.diff(np.append(heads, len(at_a))) + shortest - 1
    rows = zip(at_a[heads].tolist(), at_b[heads].tolist(), counts.tolist(), strict=True)
    return [Run(a, b, count) for a, b, count in rows]


def _free(run: Run, free_a: NDArray[np.bool_], free_b: NDArray[np.bool_]) -> list[Run]:
    """The parts of a run whose words are in no other run yet."""
    both = free_a[run.a : run.a + run.count] & free_b[run.b : run.b + run.count]
    edges = np.diff(both.astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist()
    return [Run(run.a + s, run.b + s, e - s) for s, e in zip(starts, ends, strict=True)]
