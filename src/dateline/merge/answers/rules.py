"""The named rules that make low, best and high of what the sources say. A user chooses; the output names it.

Each takes the latest asserting claims, one or more an origin, in order of publication, with the lowest and
the highest number that each states.

ucdp               low and high are the lowest and the highest figure; best is the figure that the most
                   independent origins give, of equals the lower one.
lowest-credible    low and best are the lowest figure of a credible source (not anonymous, not a guess);
                   high is the highest figure.
median-of-origins  each origin counts once, by the middle of its latest figures; best is their median, of two
                   in the middle the lower; low and high are the lowest and the highest figure.
latest-of-closest  best is the latest figure of the kind of source that stands closest: medics and rescuers,
                   officials, witnesses, organisations, parties to the conflict, agencies, media, documents,
                   anonymous; low and high are the lowest and the highest figure.
summary            for reports that weigh their sources themselves: low is the figure that is stated first, of
                   "up to 20" the lowest figure at all; high is the highest figure that anybody states, words
                   for numbers left out; best only where both are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dateline.errors import UserError
from dateline.merge.answers.bounds import PLURAL
from dateline.merge.answers.claim import Claim

DEFAULT: Final = "latest-of-closest"
CLOSEST: Final = (
    "medic", "official", "witness", "ngo", "party", "agency", "medium", None, "document", "anonymous",
)  # fmt: skip
"""Kinds of holders from the most directly placed; None is the reporter."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim with the lowest and the highest number that it states."""

    claim: Claim
    low: float
    high: float
    vague: bool = False
    """Whether words stand for the number ("dozens")."""

    @property
    def point(self) -> float:
        """The one number that stands for it: its best, else its low."""
        return self.claim.best if self.claim.best is not None else self.low


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a rule makes of the figures."""

    low: float | None
    best: float | None
    high: float | None


Rule = Callable[[Sequence[Figure]], Estimate]


def _range(figures: Sequence[Figure]) -> tuple[float, float]:
    return min(f.low for f in figures), max(f.high for f in figures)


def _middle(numbers: Sequence[float]) -> float:
    """The median; of two in the middle the lower."""
    return sorted(numbers)[(len(numbers) - 1) // 2]


def _by_origin(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.claim.origin_id, []).append(figure)
    return found


def ucdp(figures: Sequence[Figure]) -> Estimate:
    """Best is what most independent origins say; of equals the lower."""
    low, high = _range(figures)
    votes = Counter(point for own in _by_origin(figures).values() for point in {f.point for f in own})
    most = max(votes.values())
    return Estimate(low, min(point for point, count in votes.items() if count == most), high)


def lowest_credible(figures: Sequence[Figure]) -> Estimate:
    """The lowest that a credible source says; where none is credible, the lowest."""
    credible = [f for f in figures if f.claim.holder_kind != "anonymous"] or list(figures)
    low = min(f.low for f in credible)
    return Estimate(low, low, _range(figures)[1])


def median_of_origins(figures: Sequence[Figure]) -> Estimate:
    """The median over origins."""
    low, high = _range(figures)
    return Estimate(
        low, _middle([_middle([f.point for f in own]) for own in _by_origin(figures).values()]), high
    )


def latest_of_closest(figures: Sequence[Figure]) -> Estimate:
    """The latest figure of the most directly placed kind of source; of equals the lower."""
    low, high = _range(figures)
    rank = min(_closeness(f) for f in figures)
    closest = [f for f in figures if _closeness(f) == rank]
    last = max(f.claim.day or date.min for f in closest)
    return Estimate(low, min(f.point for f in closest if (f.claim.day or date.min) == last), high)


def _closeness(figure: Figure) -> int:
    kind = figure.claim.holder_kind
    return CLOSEST.index(kind) if kind in CLOSEST else len(CLOSEST)


def summary(figures: Sequence[Figure]) -> Estimate:
    """What the report states first, up to the highest that it or anybody states."""
    some = [f for f in figures if f.high > 0] or list(figures)
    solid = [f for f in some if f.claim.value is None and f.high > 1]
    lead = solid[0] if some[0].claim.value == PLURAL and solid else some[0]
    stated = [f for f in some if f is lead or (f.claim.value != PLURAL and not f.vague)]
    low = lead.low
    if lead.claim.low is None and lead.claim.best is None:
        low = min(f.low for f in stated if f.claim.value is None)
    high = max(low, *(f.high for f in stated))
    return Estimate(low, low if low == high else None, high)


RULES: Final[dict[str, Rule]] = {
    "latest-of-closest": latest_of_closest,
    "ucdp": ucdp,
    "lowest-credible": lowest_credible,
    "median-of-origins": median_of_origins,
    "summary": summary,
}


def rule_named(name: str) -> Rule:
    """The rule of a name. Raises UserError where there is none."""
    if name not in RULES:
        raise UserError(f"no rule named {name}: there are {', '.join(RULES)}")
    return RULES[name]
