"""Name tags are legal, and the best of the legal ones."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from dateline.digest.names import best_tags, transitions

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


def legal(tags: tuple[int, ...]) -> bool:
    before = "O"
    for t in tags:
        if TAGS[t].startswith("I-") and before[2:] != TAGS[t][2:]:
            return False
        before = TAGS[t]
    return True


@given(
    st.integers(1, 4).flatmap(
        lambda n: arrays(np.float32, (1, n, len(TAGS)), elements=st.floats(-9, 9, width=32))
    ),
    st.integers(0, 3),
)
def test_the_best_legal_tags_win_whatever_the_padding(scores: NDArray[np.float32], padding: int) -> None:
    n = scores.shape[1]
    allowed = transitions(TAGS)
    padded = np.pad(scores, ((0, 0), (0, padding), (0, 0)), constant_values=7)
    (found,) = best_tags(padded, np.array([n]), allowed, allowed[0])
    every = [c for c in itertools.product(range(len(TAGS)), repeat=n) if legal(c)]

    def total(tags: tuple[int, ...]) -> float:
        return float(sum(scores[0, i, t] for i, t in enumerate(tags)))

    assert legal(tuple(found.tolist()))
    assert total(tuple(found.tolist())) >= max(map(total, every)) - 1e-3
