"""How far reviewers agree: Krippendorff's alpha for names (nominal data), with values missing as they may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from dateline.serve.judged import Judged


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """1 for full agreement, 0 for what chance gives, below 0 for less than that.

    Each unit holds the values that it got, one a reviewer; units with fewer than two tell nothing. None where
    nothing can be said: no unit has two values, or all values are the same (no disagreement was possible).
    """
    pairable = [list(unit) for unit in units if len(unit) > 1]
    totals = Counter(value for unit in pairable for value in unit)
    n = sum(totals.values())
    if len(totals) < 2:
        return None
    observed = sum(_differing(Counter(unit)) / (len(unit) - 1) for unit in pairable)
    expected = _differing(totals) / (n - 1)
    return 1 - observed / expected


def _differing(counts: Counter[Hashable]) -> int:
    """Ordered pairs of different values."""
    n = counts.total()
    return n * n - sum(count * count for count in counts.values())


def agreement(judged: Judged) -> dict[str, Any]:
    """What the review page tells: who judged how many, how many in common, and alpha of the verdicts."""
    units = []
    reviewers: Counter[str] = Counter()
    for event in judged.events():
        verdicts = {name: rows[-1]["action"] for name, rows in judged.verdicts(event).items()}
        reviewers.update(list(verdicts))
        units.append(list(verdicts.values()))
    common = [unit for unit in units if len(unit) > 1]
    return {
        "reviewers": dict(reviewers.most_common()),
        "judged": len(units),
        "common": len(common),
        "same": len([unit for unit in common if len(set(unit)) == 1]),
        "alpha": alpha(units),
    }
