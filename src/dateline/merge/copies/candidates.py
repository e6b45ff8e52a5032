"""Which texts may hold copies of each other: those that share a fingerprint or a band of a signature.

In: the fingerprints and bands of all texts. Out: pairs of texts, each once, the lower number first.
Of more than `MANY` texts that share one, each is paired with the first alone, so that the pairs do not grow
with the square of the texts. Fails: never.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.merge.copies.shingles import Fingerprints
from dateline.merge.copies.words import Hashes, Places

MANY = 20
"""Texts that may share a fingerprint or band and still be paired all with all."""


def candidates(
    marks: Fingerprints, bands: NDArray[np.uint64], new: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """[pairs, 2]: the texts to compare; with `new`, only pairs of which one text at least is new."""
    texts, count = bands.shape
    whole = bands.ravel() != 0
    by_mark = pairs_by_key(marks.hashes, marks.texts, texts)
    by_band = pairs_by_key(bands.ravel()[whole], np.repeat(np.arange(texts), count)[whole], texts)
    codes = np.unique(np.concatenate([by_mark, by_band]))
    found = np.stack(np.divmod(codes, max(texts, 1)), axis=1)
    return found if new is None else found[new[found].any(axis=1)]


def pairs_by_key(keys: Hashes, texts: Places, base: int) -> NDArray[np.int64]:
    """Pairs of texts with a key in common, each as one number: `first * base + second`, in order.

    Keys of more than `MANY` texts give the pairs of the first of them with each other one.
    """
    order = np.lexsort((texts, keys))
    keys, texts = keys[order], texts[order]
    single = np.ones(len(keys), dtype=np.bool_)
    single[1:] = (keys[1:] != keys[:-1]) | (texts[1:] != texts[:-1])
    keys, texts = keys[single], texts[single]
    heads = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else texts
    sizes = np.diff(np.append(heads, len(keys)))
    found = [np.zeros(0, dtype=np.int64)]
    few = np.repeat(sizes <= MANY, sizes)
    some_keys, some = keys[few], texts[few]
    for ahead in range(1, MANY):
        same = some_keys[ahead:] == some_keys[:-ahead]
        if not same.any():
            break
        found.append(some[:-ahead][same] * base + some[ahead:][same])
    firsts, rest = np.repeat(texts[heads], sizes)[~few], texts[~few]
    found.append((firsts * base + rest)[firsts != rest])
    return np.unique(np.concatenate(found))
