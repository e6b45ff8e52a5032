"""Tag scores → names: the best sequence of BIO tags in which every I follows its own B or I."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NEVER = np.float32(-1e4)


def transitions(tags: Sequence[str]) -> NDArray[np.float32]:
    """[from, to] 0 where a tag may follow another, a large negative number where not."""
    table = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for j, to in enumerate(tags):
        if to.startswith("I-"):
            for i, before in enumerate(tags):
                if before[2:] != to[2:]:
                    table[i, j] = _NEVER
    return table


def best_tags(scores: NDArray[np.float32], lengths: NDArray[np.int64], allowed: NDArray[np.float32],
              starts: NDArray[np.float32]) -> list[NDArray[np.int64]]:  # fmt: skip
    """Viterbi over scores [windows, words, tags] padded to the longest of `lengths`.

    `starts` is added to the first word's scores (an I may not open a window).
    """
    size, width, _ = scores.shape
    back = np.zeros((size, width, scores.shape[2]), dtype=np.int64)
    best = scores[:, 0] + starts
    final = best.copy()
    for t in range(1, width):
        paths = best[:, :, None] + allowed
        back[:, t] = paths.argmax(1)
        best = paths.max(1) + scores[:, t]
        ends = lengths == t + 1
        final[ends] = best[ends]
    out = []
    for b, n in enumerate(lengths):
        tags = np.zeros(n, dtype=np.int64)
        tags[n - 1] = final[b].argmax()
        for t in range(int(n) - 1, 0, -1):
            tags[t - 1] = back[b, t, tags[t]]
        out.append(tags)
    return out
