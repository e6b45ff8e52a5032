"""Texts to words that compare: folded, hashed, each with its place; all texts at once.

In: texts, and for each the stretches to leave out (furniture). Out: `Words`: one row of numbers a word.
Two words are the same word when letters and digits agree, whatever their case and accents and whatever
apostrophe stands inside: texts lose those on their way through web pages. Fails: never.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
Stretches = Sequence[tuple[int, int]]

BASE = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse modulo 2**64."""
INVERSE = pow(BASE, -1, 1 << 64)
PLANE = 0x10000
"""Characters beyond the basic plane count as letters of their own."""
JOINS = "'’‘ʼ`´"
"""Apostrophes: they belong to the word they stand in and do not count."""
CHUNK = 500_000
"""Characters read at once, which bounds memory."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of many texts: those of text `i` are the rows `rows[i]` to `rows[i + 1]`."""

    hashes: Hashes
    starts: Places
    """Offset of each word in its own text."""
    ends: Places
    rows: Places

    def of(self, text: int) -> Words:
        """The words of one text alone."""
        begin, end = self.rows[text], self.rows[text + 1]
        rows = np.array([0, end - begin], dtype=np.int64)
        return Words(self.hashes[begin:end], self.starts[begin:end], self.ends[begin:end], rows)

    def __len__(self) -> int:
        """How many words there are in all texts together."""
        return len(self.hashes)


def read_words(texts: Sequence[str], leave_out: Sequence[Stretches] | None = None) -> Words:
    """The words of `texts`; those that touch a stretch of `leave_out` are not there."""
    parts: list[Words] = []
    begin = size = 0
    for number, text in enumerate(texts):
        size += len(text) + 1
        if size >= CHUNK or number == len(texts) - 1:
            parts.append(_read(texts[begin : number + 1], leave_out and leave_out[begin : number + 1]))
            begin, size = number + 1, 0
    return joined(parts)


def joined(parts: Sequence[Words]) -> Words:
    """The words of all texts of all parts, in order."""
    none = np.zeros(0, np.int64)
    parts = [Words(np.zeros(0, np.uint64), none, none, np.zeros(1, np.int64)), *parts]
    counts = np.concatenate([np.diff(part.rows) for part in parts])
    return Words(
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )


def _read(texts: Sequence[str], leave_out: Sequence[Stretches] | None) -> Words:
    """The words of so many texts as are laid end to end, a blank after each."""
    whole = "\n".join(texts) + "\n"
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded = _folding()[np.minimum(codes, PLANE - 1)]
    folded = np.where(codes >= PLANE, codes, folded)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    heads = np.concatenate([[0], np.cumsum(lengths)])
    if leave_out is not None:
        folded[_marked(heads, leave_out)] = 0
    starts, ends = _bounds(codes, folded)
    hashes = _hashes(folded, starts, ends)
    text = np.searchsorted(heads, starts, side="right") - 1
    rows = np.searchsorted(text, np.arange(len(texts) + 1))
    return Words(hashes, starts - heads[text], ends - heads[text], rows.astype(np.int64))


@cache
def _folding() -> NDArray[np.uint32]:
    """For each character what it counts as; 0 for what is no part of a word, 1 for an apostrophe."""
    table = np.zeros(PLANE, dtype=np.uint32)
    for code in range(PLANE - 1):
        char = chr(code)
        if char.isalnum():
            table[code] = ord(unicodedata.normalize("NFKD", char)[0].casefold()[0])
        elif unicodedata.category(char) == "Mn":
            table[code] = 1
    table[[ord(char) for char in JOINS]] = 1
    return table


def _marked(heads: Places, leave_out: Sequence[Stretches]) -> NDArray[np.bool_]:
    """Which characters lie in a stretch to leave out."""
    steps = np.zeros(heads[-1] + 1, dtype=np.int32)
    for head, stretches in zip(heads.tolist(), leave_out, strict=False):
        for start, end in stretches:
            steps[head + start] += 1
            steps[head + end] -= 1
    return np.cumsum(steps[:-1]) > 0


def _bounds(codes: NDArray[np.uint32], folded: NDArray[np.uint32]) -> tuple[Places, Places]:
    """Where words start and end; apostrophes belong to a word between two letters, points between digits."""
    letter = folded > 1
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    point = (codes == ord(",")) | (codes == ord("."))
    inside = letter.copy()
    inside[1:-1] |= (folded[1:-1] == 1) & letter[:-2] & letter[2:]
    inside[1:-1] |= point[1:-1] & digit[:-2] & digit[2:] & letter[:-2] & letter[2:]
    edges = np.diff(inside.astype(np.int8), prepend=0, append=0)
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def _hashes(folded: NDArray[np.uint32], starts: Places, ends: Places) -> Hashes:
    """A number for each word, the same for the same letters: a polynomial in them, by running sums."""
    letter = folded > 1
    places = np.concatenate([[0], np.cumsum(letter)])
    letters = folded[letter].astype(np.uint64)
    powers, inverses = (all_of[: len(letters) + 1] for all_of in _powers(len(letters).bit_length()))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(letters * powers[:-1], dtype=np.uint64)])
    first, last = places[starts], places[ends]
    return mixed((sums[last] - sums[first]) * inverses[first])


@cache
def _powers(bits: int) -> tuple[Hashes, Hashes]:
    """The first 2**bits powers of the base and of its inverse, modulo 2**64."""
    both = []
    for base in (BASE, INVERSE):
        factors = np.full((1 << bits) + 1, base, dtype=np.uint64)
        factors[0] = 1
        both.append(np.multiply.accumulate(factors))
    return both[0], both[1]


def mixed(numbers: Hashes) -> Hashes:
    """The numbers spread over all 64 bits, so that near ones lie far apart (the finish of splitmix64)."""
    out: Hashes = numbers ^ (numbers >> np.uint64(30))
    out = out * np.uint64(0xBF58476D1CE4E5B9)
    out ^= out >> np.uint64(27)
    out = out * np.uint64(0x94D049BB133111EB)
    out ^= out >> np.uint64(31)
    return out
