"""Quotations that several reports have in common: the same words, in quotation marks in each.

In: reports as the search sees them. Out: pairs of reports with the runs of words that both quote. They
show one speaker, not one writer: each may have heard him. Fails: never.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from dateline.merge.copies.align import Run, align
from dateline.merge.copies.candidates import pairs_by_key
from dateline.merge.copies.shingles import shingle_places
from dateline.merge.copies.texts import Sighted
from dateline.merge.copies.words import Places, Words, joined

LEAST = 8
"""Words of a quotation in common."""


def quoting_pairs(sighted: Sequence[Sighted]) -> Iterator[tuple[int, int, tuple[Run, ...]]]:
    """The pairs of reports that quote the same words, by their places, the lower first."""
    spoken = [_spoken(one) for one in sighted]
    whole = joined([words for words, _ in spoken])
    numbers, places = shingle_places(whole, LEAST)
    owners = np.searchsorted(whole.rows, places, side="right") - 1
    for code in pairs_by_key(numbers, owners, len(sighted)).tolist():
        first, second = divmod(code, len(sighted))
        (words_a, in_a), (words_b, in_b) = spoken[first], spoken[second]
        if runs := _in_full(align(words_a, words_b, LEAST), in_a, in_b):
            yield first, second, runs


def _spoken(one: Sighted) -> tuple[Words, Places]:
    """The quoted words of a report alone, and the place of each among all its words."""
    places = np.flatnonzero(one.quoted)
    words = one.words
    rows = np.array([0, len(places)], dtype=np.int64)
    return Words(words.hashes[places], words.starts[places], words.ends[places], rows), places


def _in_full(runs: Sequence[Run], in_a: Places, in_b: Places) -> tuple[Run, ...]:
    """The runs by the places of all words, cut where words that are not quoted stand between."""
    found = []
    for run in runs:
        a, b = in_a[run.a : run.a + run.count], in_b[run.b : run.b + run.count]
        cuts = np.flatnonzero((np.diff(a) != 1) | (np.diff(b) != 1)) + 1
        edges = [0, *cuts.tolist(), run.count]
        for first, last in pairwise(edges):
            if last - first >= LEAST:
                found.append(Run(int(a[first]), int(b[first]), last - first))
    return tuple(found)
