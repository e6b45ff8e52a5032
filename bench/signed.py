"""Logistic regressions whose weights may speak one way only, for pairs of event mentions: fitted, written.

A figure that tells of likeness may not, by an accident of the sample, come to speak against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dateline.merge.incidents.clusters import UNLIKE
from dateline.merge.incidents.happenings import Weights
from dateline.merge.incidents.mentions import FEATURES, Mention, compare
from dateline.merge.incidents.trees import Floats
from dateline.merge.incidents.weights import MENTIONS, mention_weights, synonyms

SETTINGS = {"join": 0.0, "merge": 0.3, "leave": -2.0, "never": -6.0, "best_share": 0.8}
SIGNS = {
    "bias": 0, "crossed": 0,
    "status": -1, "elsewhere": -1, "other_day": -1, "told_apart": -1, "same_report": -1,
}  # fmt: skip
"""Which way a figure may speak: 1 for, -1 against, 0 either; 1 where it is not named."""
FIXED = {"told_apart": -12.0}
"""What a writer tells apart within a report is two events: that is no matter of odds."""
HEAD = """# Whether two mentions tell of one event: logistic regressions over the figures of
# merge/incidents/mentions.py; a weight may only speak the way its figure means.
# Made by `python3 dev.py bench gva_events --fit` (typed: events of a coder) and `bench ecb --fit` (untyped:
# mentions without a type); SOURCES.md says from what.
"""


@dataclass(frozen=True)
class Recorder(Weights):
    """Takes down the figures that it is asked about and calls no two mentions alike."""

    seen: list[list[float]] = field(default_factory=list)

    def odds(self, a: Mention, b: Mention, story: float) -> float:
        """Never alike."""
        self.seen.append(compare(a, b, story, self.synonyms))
        return UNLIKE


def recorder_of() -> Recorder:
    """A recorder with nothing taken down."""
    return Recorder({}, {}, SETTINGS, synonyms())


def fit(
    figures: Floats, same: NDArray[np.bool_], prior: Mapping[str, tuple[float, float]] | None = None,
    fixed: Mapping[str, float] | None = None, pull: float = 2.0, rounds: int = 400,
) -> dict[str, float]:  # fmt: skip
    """The weights with signs, pulled by `pull` towards zero, or as `prior` says: weight and pull; `fixed`
    ones are as they are; by proximal steps with momentum (FISTA).
    """
    ruled = [n for n, name in enumerate(FEATURES) if name in (fixed or {})]
    open_to_odds = ~(figures[:, ruled] != 0).any(
        axis=1
    )  # where a fixed figure decides there is nothing to learn
    figures, same = figures[open_to_odds], same[open_to_odds]
    sign = np.array([SIGNS.get(n, 1) for n in FEATURES])
    told = {"bias": (0.0, 0.0)} | dict(prior or {})
    middle, held = np.array([told.get(n, (0.0, pull)) for n in FEATURES]).T
    step = 1.0 / (np.linalg.norm(figures, 2) ** 2 / 4 + held.max())
    set_by_us = np.array([n in (fixed or {}) for n in FEATURES])
    w = ahead = np.array([(fixed or {}).get(n, 0.0) for n in FEATURES])
    for n in range(rounds):
        slope = figures.T @ (1 / (1 + np.exp(-figures @ ahead)) - same) + held * (ahead - middle)
        new = ahead - step * slope
        new = np.where(set_by_us, w, np.where(new * sign < 0, 0.0, new))
        ahead = new + n / (n + 3) * (new - w)
        w = new
    return {n: round(float(v), 3) for n, v in zip(FEATURES, w, strict=True)}


def write(weights: Weights) -> None:
    """The data file that the program reads."""
    parts = [HEAD]
    for name, values in (("typed", weights.typed), ("untyped", weights.untyped), ("settings", SETTINGS)):
        parts.append(f"[{name}]\n" + "".join(f"{k} = {v}\n" for k, v in values.items()))
    MENTIONS.write_text("\n".join(parts), encoding="utf8")
    mention_weights.cache_clear()
