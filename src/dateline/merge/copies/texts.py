"""One report as the search for copies sees it: its words, and which of them are quoted or standing text."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dateline.interpret.quotes import quotations
from dateline.merge.copies.words import Hashes, Words

OPENING = 120
"""Words at a report's head in which the days are named that it reports on."""
LEAD = 60
"""Words at a report's head by which two openings are likened."""
SHORT, LONG = 3, 9
"""Letters up to which a word of an opening weighs nothing, and beyond which it weighs no more."""
UNCLOSED = 300
"""Characters that a quotation without a closing mark is taken to have."""
WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sighted:
    """A report with its words; the two masks have one entry a word."""

    report_id: str
    text: str
    outlet: str | None
    day: date | None
    words: Words
    quoted: NDArray[np.bool_]
    standing: NDArray[np.bool_]
    shingles: Hashes
    """Its shingles as `align` wants them."""
    opening: Mapping[int, float]
    """The words of its opening by their numbers, each with its weight."""

    def weekdays(self, first: int, end: int) -> frozenset[str]:
        """The days of the week named between two words."""
        first, end = max(0, first), min(len(self.words), end)
        if first >= end:
            return frozenset()
        stretch = self.text[int(self.words.starts[first]) : int(self.words.ends[end - 1])]
        return frozenset(name.lower() for name in WEEKDAY.findall(stretch))


def likeness(a: Sighted, b: Sighted) -> float:
    """How alike the openings of two reports are: the cosine of their words by weight, from 0 to 1."""
    common = sum(weight * weight for word, weight in a.opening.items() if word in b.opening)
    size = math.prod(math.sqrt(sum(w * w for w in one.opening.values())) for one in (a, b))
    return common / size if size else 0.0


def opening_words(words: Words) -> dict[int, float]:
    """The words of a report's opening by their numbers; a long word weighs more than a short one."""
    hashes, lengths = words.hashes[:LEAD], (words.ends - words.starts)[:LEAD]
    weights = np.maximum(0, np.minimum(lengths, LONG) - SHORT).astype(np.float64)
    return dict(zip(hashes.tolist(), weights.tolist(), strict=True))


def quoted_words(text: str, words: Words) -> NDArray[np.bool_]:
    """Which words stand in quotation marks."""
    steps = np.zeros(len(words) + 1, dtype=np.int32)
    for quotation in quotations(text):
        limit = quotation.end if quotation.closed else min(quotation.end, quotation.start + UNCLOSED)
        first, end = np.searchsorted(words.starts, [quotation.start, limit])
        steps[first] += 1
        steps[end] -= 1
    return np.cumsum(steps[:-1]) > 0
