"""Two reports → whether one text is behind both, and why.

In: two reports as the search sees them. Out: a `Kinship`, or None. What two reports have word for word
counts as a copy so far as it can be nothing else: what both quote counts nothing (each may have heard the
speaker), what one of them quotes counts half, standing text counts nothing (see `standing`). How many
words are needed depends on whether both report on the same day's news: the weekdays that their openings
name, or that stand by a passage in common. Fails: never.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dateline.merge.copies.align import Run, aligned
from dateline.merge.copies.texts import OPENING, Sighted, likeness

WORDS_SAME_DAY = 30
"""Words in common that make a copy where both name the same day."""
WORDS_UNDATED = 60
"""The same where one names no day."""
FEW_WORDS, SHORT_SHARE = 16, 0.2
"""So few are enough where both name the same day and they are this share of the shorter report."""
LIKENESS = 0.1
"""How alike the openings must be where fewer words than `WORDS_UNDATED` make a copy (see `likeness`)."""
WHOLE_SHARE = 2 / 3
"""This share of the shorter report is a copy whatever days are named: a later version names another."""
NEAR_SHARE = 0.8
"""A near copy has this share of each of the two; with less it is a copy in part."""
LEAST_WORDS = 8
"""A report with fewer words is no copy of anything: a headline, a caption."""
FOOT = 3
"""Words after the foot of a page."""
NEARBY = 8
"""Words around a passage in which the day it tells of is named."""
WEEKDAYS_LAST = 45
"""Days between two publications after which the same weekday is no evidence."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """What two reports have in common, word for word, and what that makes them.

    `kind`: same, near, part (and quote, for what only quotations show). `counted` is how many of the words in
    common count; `same_day` is True where both name a day in common, False where they name days and none in
    common, None where one names none.
    """

    kind: str
    runs: tuple[Run, ...]
    counted: float
    share_of_a: float
    share_of_b: float
    same_day: bool | None


def kinship(a: Sighted, b: Sighted) -> Kinship | None:
    """What kind of copies two reports are of each other; None where they are none."""
    short = min(len(a.words), len(b.words))
    if short < LEAST_WORDS:
        return None
    runs = aligned(a.shingles, b.shingles)
    weights = [_weights(a, b, run) for run in runs]
    counted = float(sum(part.sum() for part in weights))
    same_day = _same_day(a, b, runs)
    if not _is_copy(counted, short, same_day, likeness(a, b)):
        return None
    shared = sum(run.count for run in runs)
    of_a, of_b = shared / len(a.words), shared / len(b.words)
    kind = _kind(of_a, of_b, len(runs))
    if kind == "part":
        runs = tuple(run for run, part in zip(runs, weights, strict=True) if part.any())
    return Kinship(kind, runs, counted, of_a, of_b, same_day)


def _kind(of_a: float, of_b: float, runs: int) -> str:
    if of_a == of_b == runs == 1:
        return "same"
    return "near" if min(of_a, of_b) >= NEAR_SHARE else "part"


def _weights(a: Sighted, b: Sighted, run: Run) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How much each word of a run counts."""
    in_a, in_b = slice(run.a, run.a + run.count), slice(run.b, run.b + run.count)
    quoted = a.quoted[in_a].astype(np.float64) + b.quoted[in_b]
    nothing = a.standing[in_a] | b.standing[in_b] | _is_foot(a, b, run)
    return np.where(nothing, 0, 1 - quoted / 2)


def _is_foot(a: Sighted, b: Sighted, run: Run) -> bool:
    """Whether one outlet's site prints a run at the foot of both reports, less than half of either."""
    left = len(a.words) - run.a - run.count, len(b.words) - run.b - run.count
    few = 2 * run.count < min(len(a.words), len(b.words))
    return few and max(left) <= FOOT and a.outlet is not None and a.outlet == b.outlet


def _is_copy(counted: float, short: int, same_day: bool | None, alike: float) -> bool:
    share = counted / short
    if share >= WHOLE_SHARE or counted >= WORDS_UNDATED:
        return share >= WHOLE_SHARE or same_day is not False
    enough = counted >= WORDS_SAME_DAY or (counted >= FEW_WORDS and share >= SHORT_SHARE)
    return bool(same_day) and enough and alike >= LIKENESS


def _same_day(a: Sighted, b: Sighted, runs: tuple[Run, ...]) -> bool | None:
    """Whether both name a day in common: by a passage in common, else in their openings."""
    if a.day and b.day and abs((a.day - b.day).days) > WEEKDAYS_LAST:
        return None
    for run in runs:
        near_a = a.weekdays(run.a - NEARBY, run.a + run.count + NEARBY)
        if near_a & b.weekdays(run.b - NEARBY, run.b + run.count + NEARBY):
            return True
    opening_a, opening_b = a.weekdays(0, OPENING), b.weekdays(0, OPENING)
    return bool(opening_a & opening_b) if opening_a and opening_b else None
