"""One report as the search for copies sees it: its words, and which of them are quoted or standing text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dateline.interpret.quotes import quotations
from dateline.merge.copies.words import Words

OPENING = 120
"""Words at a report's head in which the days are named that it reports on."""
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

    def weekdays(self, first: int, end: int) -> frozenset[str]:
        """The days of the week named between two words."""
        first, end = max(0, first), min(len(self.words), end)
        if first >= end:
            return frozenset()
        stretch = self.text[int(self.words.starts[first]) : int(self.words.ends[end - 1])]
        return frozenset(name.lower() for name in WEEKDAY.findall(stretch))


def quoted_words(text: str, words: Words) -> NDArray[np.bool_]:
    """Which words stand in quotation marks."""
    steps = np.zeros(len(words) + 1, dtype=np.int32)
    for quotation in quotations(text):
        limit = quotation.end if quotation.closed else min(quotation.end, quotation.start + UNCLOSED)
        first, end = np.searchsorted(words.starts, [quotation.start, limit])
        steps[first] += 1
        steps[end] -= 1
    return np.cumsum(steps[:-1]) > 0
