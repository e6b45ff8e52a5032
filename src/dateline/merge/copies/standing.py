"""Standing text: what an outlet or agency prints again and again, whatever the news.

A paragraph on how a war began, a sign-up form: it stands in reports of many weeks, so that two reports
which share it need not share their news. In: fingerprints, and the day of each text (-1: unknown). Out:
which fingerprints are standing text; which words of a text are. Fails: never.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.merge.copies.shingles import WINDOW, WORDS, Fingerprints
from dateline.merge.copies.words import Hashes, Places

APART = 7
"""Standing text stands in reports of three days, each more than so many days after the one before."""


def standing_hashes(marks: Fingerprints, days: Places) -> Hashes:
    """The numbers of those fingerprints that are standing text, in order."""
    known = days[marks.texts] >= 0
    order = np.argsort(marks.hashes[known], kind="stable")
    hashes, when = marks.hashes[known][order], days[marks.texts[known]][order]
    if not len(hashes):
        return hashes
    heads = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1]]))
    sizes = np.diff(np.append(heads, len(hashes)))
    first, last = np.minimum.reduceat(when, heads), np.maximum.reduceat(when, heads)
    later = np.where(when > np.repeat(first, sizes) + APART, when, np.iinfo(np.int64).max - APART)
    second = np.minimum.reduceat(later, heads)
    return hashes[heads][last > second + APART]


def standing_words(places: Places, standing: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """Which of a text's `count` words are standing text, by its fingerprints' places and whether they are."""
    steps = np.zeros(count + 1, dtype=np.int32)
    starts = places[standing]
    np.add.at(steps, starts, 1)
    np.add.at(steps, np.minimum(starts + WORDS, count), -1)
    both = standing[1:] & standing[:-1] & (np.diff(places) <= WINDOW)
    np.add.at(steps, places[:-1][both], 1)
    np.add.at(steps, places[1:][both], -1)
    return np.cumsum(steps[:-1]) > 0
