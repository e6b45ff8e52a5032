"""Boosted trees that ask one question a level, fitted to pairs: what `merge.incidents.trees` reads.

Newton boosting on the logistic loss (Friedman 2001; leaves as in Chen and Guestrin 2016); questions are
chosen from at most `CUTS` limits a figure. Nothing is drawn by chance: the same pairs give the same trees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.merge.incidents.trees import Floats, Trees

CUTS = 32
RATE = 0.1
PULL = 5.0
"""What each leaf is pulled towards zero with."""


def fit(
    figures: Floats, same: NDArray[np.bool_], features: Sequence[str], settings: Mapping[str, float],
    *, trees: int = 120, depth: int = 3, weight: Floats | None = None,
) -> Trees:  # fmt: skip
    """Trees that tell the log-odds of `same` from each row of figures."""
    cuts = [_cuts(column) for column in figures.T]
    binned = np.stack([np.searchsorted(c, x, side="left") for c, x in zip(cuts, figures.T, strict=True)])
    w = np.ones(len(same)) if weight is None else weight
    share = float((w * same).sum() / w.sum())
    base = float(np.log(share / (1 - share)))
    odds = np.full(len(same), base)
    asked, limits, values = [], [], []
    for _ in range(trees):
        p = 1 / (1 + np.exp(-odds))
        slope, bend = w * (same - p), w * p * (1 - p)
        leaf = np.zeros(len(same), dtype=np.int64)
        questions = []
        for level in range(depth):
            figure, cut = _best(binned, leaf, slope, bend, cuts, 1 << level)
            questions.append((figure, float(cuts[figure][cut])))
            leaf = leaf * 2 + (binned[figure] > cut)
        leaves = 1 << depth
        gain = np.bincount(leaf, slope, leaves) / (np.bincount(leaf, bend, leaves) + PULL)
        odds += RATE * gain[leaf]
        asked.append([f for f, _ in questions])
        limits.append([t for _, t in questions])
        values.append(RATE * gain)
    return Trees(tuple(features), base, np.array(asked), np.array(limits), np.array(values), dict(settings))


def _cuts(column: Floats) -> Floats:
    points = np.unique(np.quantile(column, np.linspace(0.002, 0.998, CUTS)))
    return (points[:-1] + points[1:]) / 2 if len(points) > 1 else points


def _best(
    binned: NDArray[np.int64],
    leaf: NDArray[np.int64],
    slope: Floats,
    bend: Floats,
    cuts: list[Floats],
    nodes: int,
) -> tuple[int, int]:
    """The figure and limit that part all nodes of a level best."""
    best = (-1.0, 0, 0)
    for figure, limits in enumerate(cuts):
        width = len(limits) + 1
        key = leaf * width + binned[figure]
        g = np.bincount(key, slope, nodes * width).reshape(nodes, width)
        h = np.bincount(key, bend, nodes * width).reshape(nodes, width)
        left_g, left_h = g.cumsum(1)[:, :-1], h.cumsum(1)[:, :-1]
        right_g, right_h = g.sum(1, keepdims=True) - left_g, h.sum(1, keepdims=True) - left_h
        gains = (left_g**2 / (left_h + PULL) + right_g**2 / (right_h + PULL)).sum(0)
        cut = int(gains.argmax())
        if gains[cut] > best[0]:
            best = (float(gains[cut]), figure, cut)
    return best[1], best[2]
