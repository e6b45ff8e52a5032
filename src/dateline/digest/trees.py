"""Arc scores → dependency trees: greedy where that is a tree, else the maximum spanning one.

Chu and Liu 1965, Edmonds 1967; one root a sentence, chosen where the root beats the best other
head by most.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_NEVER = -1e9


def best_tree(scores: Floats) -> Ints:
    """Heads of one sentence: scores [n, 1 + n] (column 0 the root) → heads [n], a root's own index.

    Raises nothing: any scores give a tree.
    """
    n = len(scores)
    if n == 1:
        return np.zeros(1, dtype=np.int64)
    words = scores[:, 1:].copy()
    np.fill_diagonal(words, _NEVER)
    heads: Ints = words.argmax(1)
    root = int((scores[:, 0] - words.max(1)).argmax())
    heads[root] = root
    if _is_tree(heads, root):
        return heads
    words[root] = _NEVER
    words[root, root] = 0.0
    return _edmonds(words, root)


def _is_tree(heads: Ints, root: int) -> bool:
    """Whether following the heads from every word ends at the root."""
    at = heads
    for _ in range(len(heads).bit_length()):
        at = at[at]
    return bool((at == root).all())


def _find_cycle(heads: Ints, root: int) -> list[int] | None:
    """A cycle that does not hold the root, or None."""
    state = np.zeros(len(heads), dtype=np.int8)
    state[root] = 2
    for start in range(len(heads)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1:
            return path[path.index(at) :]
        state[path] = 2
    return None


def _edmonds(scores: Floats, root: int) -> Ints:
    """The maximum spanning arborescence of scores [dependent, head] rooted at `root`."""
    heads: Ints = scores.argmax(1)
    heads[root] = root
    cycle = _find_cycle(heads, root)
    if cycle is None:
        return heads
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    ring = np.array(cycle)
    # The cycle becomes one node, the last: arcs into it pay for the arc of the cycle they break.
    into = scores[np.ix_(ring, rest)] - scores[ring, heads[ring]][:, None]
    out = scores[np.ix_(rest, ring)]
    small = np.full((len(rest) + 1, len(rest) + 1), _NEVER, dtype=np.float32)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    small[-1, :-1] = into.max(0)
    small[:-1, -1] = out.max(1)
    new_root = int(np.searchsorted(rest, root))
    small[new_root] = _NEVER
    solved = _edmonds(small, new_root)
    for i, h in enumerate(solved[:-1]):
        heads[rest[i]] = ring[out[i].argmax()] if h == len(rest) else rest[h]
    heads[root] = root
    enter = int(solved[-1])
    broken = int(ring[into[:, enter].argmax()])
    heads[broken] = rest[enter]
    return heads
