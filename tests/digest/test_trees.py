"""Trees are trees, and none that spans the words scores higher."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from dateline.digest.trees import best_tree

Floats = NDArray[np.float32]
SCORE = st.floats(-20, 20, width=32)


def scores_of(n: int) -> st.SearchStrategy[Floats]:
    return arrays(np.float32, (n, n + 1), elements=SCORE)


def reaches_root(heads: list[int], root: int) -> bool:
    for start in range(len(heads)):
        at = start
        for _ in heads:
            at = heads[at]
        if at != root:
            return False
    return True


@given(st.integers(1, 12).flatmap(scores_of))
def test_any_scores_give_one_tree_with_one_root(scores: Floats) -> None:
    heads = best_tree(scores).tolist()
    roots = [i for i, h in enumerate(heads) if h == i]
    assert len(roots) == 1
    assert reaches_root(heads, roots[0])


@given(st.integers(2, 4).flatmap(scores_of))
def test_no_tree_with_that_root_scores_higher(scores: Floats) -> None:
    heads = best_tree(scores).tolist()
    n = len(heads)
    root = next(i for i, h in enumerate(heads) if h == i)

    def total(candidate: tuple[int, ...]) -> float:
        return float(sum(scores[i, 1 + h] for i, h in enumerate(candidate) if i != root))

    others = [
        c for c in itertools.product(range(n), repeat=n)
        if [i for i, h in enumerate(c) if h == i] == [root] and reaches_root(list(c), root)
    ]  # fmt: skip
    assert total(tuple(heads)) >= max(map(total, others)) - 1e-3
