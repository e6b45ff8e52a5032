"""Words to shingles, fingerprints and MinHash signatures: what makes copies meet without comparing all.

In: `Words` of many texts. Out: numbers, with the text and the place each belongs to. Two texts that share
a run of `WORDS + WINDOW - 1` words share a fingerprint, always (winnowing); two that share most of their
words share a band of their signatures, nearly always. Fails: never.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import rensa
from numpy.typing import NDArray

from dateline.merge.copies.words import Hashes, Places, Words, mixed

WORDS = 7
"""Words of a shingle."""
WINDOW = 8
"""Of so many shingles in a row at least one is kept as a fingerprint: the one with the least number."""
BANDS, ROWS = 16, 4
"""A signature has BANDS * ROWS numbers; texts meet that agree in a whole band."""
SEED = 20160315


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The fingerprints of many texts, in order: number, text, and the word in the text it begins with."""

    hashes: Hashes
    texts: Places
    places: Places

    def only(self, which: NDArray[np.bool_]) -> Fingerprints:
        """Some of the fingerprints alone."""
        return Fingerprints(self.hashes[which], self.texts[which], self.places[which])

    def rows(self, texts: int) -> Places:
        """Where the fingerprints of each of so many texts begin."""
        return np.searchsorted(self.texts, np.arange(texts + 1)).astype(np.int64)


def shingle(words: Words, size: int = WORDS) -> Hashes:
    """A number for each `size` words in a row, by the place of the first; none goes on in the next text."""
    return shingle_places(words, size)[0]


def shingle_places(words: Words, size: int = WORDS) -> tuple[Hashes, Places]:
    """The same, and the places among the words of all texts."""
    numbers, places = _shingles(words, size)
    return numbers[places], places


def fingerprints(words: Words) -> Fingerprints:
    """The fingerprints of each text, the same wherever the same words stand."""
    numbers, places = shingle_places(words)
    texts = np.searchsorted(words.rows, places, side="right") - 1
    kept = np.zeros(len(numbers), dtype=np.bool_)
    least = _least(numbers, texts)
    for ahead in range(min(WINDOW, len(numbers))):
        size = len(numbers) - ahead
        kept[ahead:] |= (numbers[ahead:] == least[:size]) & (texts[ahead:] == texts[:size])
    return Fingerprints(numbers[kept], texts[kept], places[kept] - words.rows[texts[kept]])


def _least(numbers: Hashes, texts: Places) -> Hashes:
    """The least of each number and those after it in its window, as far as they are of the same text."""
    least = numbers.copy()
    for ahead in range(1, min(WINDOW, len(numbers))):
        size = len(numbers) - ahead
        np.minimum(least[:size], numbers[ahead:], out=least[:size], where=texts[ahead:] == texts[:size])
    return least


def bands(marks: Fingerprints, texts: int) -> NDArray[np.uint64]:
    """[texts, BANDS]: the bands of each text's MinHash signature; a text without fingerprints has zeros."""
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(
        marks.hashes, marks.rows(texts).tolist(), BANDS * ROWS, SEED
    )
    rows = np.array(matrix.to_rows(), dtype=np.uint64).reshape(texts, BANDS, ROWS)
    weights = mixed(np.arange(1, ROWS + 1, dtype=np.uint64)) | np.uint64(1)
    found = mixed((rows * weights).sum(axis=2, dtype=np.uint64) + np.arange(BANDS, dtype=np.uint64))
    found[np.diff(marks.rows(texts)) == 0] = 0
    return found


def _shingles(words: Words, size: int) -> tuple[Hashes, Places]:
    """A number for each `size` words in a row, and those places where they belong to one text."""
    count = max(0, len(words) - size + 1)
    weights = mixed(np.arange(1, size + 1, dtype=np.uint64)) | np.uint64(1)
    total = np.zeros(count, dtype=np.uint64)
    for ahead in range(size):
        total += words.hashes[ahead : ahead + count] * weights[ahead]
    whole = np.ones(count, dtype=np.bool_)
    for back in range(1, size):
        ends = words.rows[1:] - back
        whole[ends[(ends >= 0) & (ends < count)]] = False
    return mixed(total), np.flatnonzero(whole)
