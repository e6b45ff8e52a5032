"""Small boosted trees as a readable data file: what they ask, what answers add, which figure said so.

A tree asks the same question of all nodes of a level (`names > 0.31`); the answers, no or yes, number its
leaves, whose value is added to the log-odds. `training` of the trees is `bench`'s affair; here they are read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.errors import UserError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """`asked` [trees, depth]: columns; `limits`: what they are compared with; `values` [trees, 2**depth]."""

    features: tuple[str, ...]
    base: float
    asked: NDArray[np.int64]
    limits: Floats
    values: Floats
    settings: Mapping[str, float]
    _asked: NDArray[np.int64] = field(init=False)
    """[depth, trees], as `_limits` is: a level of all trees in one piece, for speed."""
    _limits: Floats = field(init=False)
    _first: NDArray[np.int64] = field(init=False)
    """Where each tree's values begin, of all values in a row."""

    def __post_init__(self) -> None:
        """Lays the questions out by level."""
        object.__setattr__(self, "_asked", np.ascontiguousarray(self.asked.T))
        object.__setattr__(self, "_limits", np.ascontiguousarray(self.limits.T))
        object.__setattr__(self, "_first", np.arange(len(self.values)) * self.values.shape[1])

    def odds(self, figures: Floats) -> Floats:
        """The log-odds of each row of figures."""
        leaf = self._leaves(figures)
        out: Floats = self.base + self.values.take(leaf + self._first).sum(axis=1)
        return out

    def _leaves(self, figures: Floats) -> NDArray[np.int64]:
        yes = figures.take(self._asked, axis=1) > self._limits
        leaf = np.zeros((len(figures), len(self.values)), dtype=np.int64)
        for level in range(self.asked.shape[1]):
            leaf += leaf
            leaf += yes[:, level]
        return leaf

    def reasons(self, row: Sequence[float]) -> dict[str, float]:
        """What each figure added to the log-odds of one row, the base and all means as `base`; sums to them.

        Down a tree, the mean of the leaves below changes at each question: the change is the figure's.
        """
        figures = np.asarray(row, dtype=float)
        added = np.zeros(len(self.features))
        below = self.values
        means = below.mean(axis=1)
        base = self.base + float(means.sum())
        yes = figures[self.asked] > self.limits
        for level in range(self.asked.shape[1]):
            half = below.shape[1] // 2
            below = np.where(yes[:, level, None], below[:, half:], below[:, :half])
            now = below.mean(axis=1)
            np.add.at(added, self.asked[:, level], now - means)
            means = now
        return {"base": base} | {n: float(v) for n, v in zip(self.features, added, strict=True) if v}


def read_trees(path: Path, features: Sequence[str]) -> Trees:
    """The trees of a data file, over these figures. Raises UserError where the file asks for others."""
    data = tomllib.loads(path.read_text("utf8"))
    place = {name: i for i, name in enumerate(features)}
    asked, limits, values = [], [], []
    for tree in data["tree"]:
        questions = [q.split(" > ") for q in tree["ask"]]
        for name, _ in questions:
            if name not in place:
                raise UserError(f"{path}: asks for {name!r}, which is no figure: make it anew with the bench")
        asked.append([place[name] for name, _ in questions])
        limits.append([float(limit) for _, limit in questions])
        values.append(tree["add"])
    return Trees(
        tuple(features),
        float(data["base"]),
        np.array(asked), np.array(limits), np.array(values, dtype=float),
        {k: float(v) for k, v in data["settings"].items()},
    )  # fmt: skip


def write_trees(path: Path, trees: Trees, head: str) -> None:
    """The data file of these trees, `head` on top as a comment."""
    lines = [*(f"# {line}" for line in head.splitlines()), "", f"base = {trees.base:.4f}", "", "[settings]"]
    lines += [f"{name} = {value}" for name, value in trees.settings.items()]
    for asked, limits, values in zip(trees.asked, trees.limits, trees.values, strict=True):
        ask = ", ".join(f'"{trees.features[j]} > {t:.5g}"' for j, t in zip(asked, limits, strict=True))
        add = ", ".join(f"{v:.4f}" for v in values)
        lines += ["", "[[tree]]", f"ask = [{ask}]", f"add = [{add}]"]
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
