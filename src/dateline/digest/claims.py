"""The heads that read claims: scores of a batch → attributions, events and factuality, window by window.

An attribution hangs on its cue's first word, an event on its trigger; every other word of the window is
something to that anchor, or nothing. Which, is the best path over the words at a price for each change,
so that spans come out whole (Viterbi 1967).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dateline.digest.names import best_tags

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

CUE_AT = -1.2
"""Log-odds from which a word is proposed as a cue: low, since the rules choose among what is proposed."""
EVENT_AT = 0.5
"""Probability of its type from which a word counts as a trigger."""
QUOTE_CHANGE, PARTY_CHANGE = 1.0, 0.5
"""What each change of label along a window costs, in nats."""


@dataclass(frozen=True, slots=True)
class Near:
    """How each distance from an anchor speaks for each label: [labels, 2 * most + 1]."""

    quote: Floats
    party: Floats


@dataclass(frozen=True, slots=True)
class Anchored:
    """An anchor's words: [first, last], what each word of the window is to it, and how sure that is."""

    first: int
    last: int
    labels: Ints
    """Per word 0 nothing, then source, cue, content, or actor, recipient."""
    score: float


@dataclass(frozen=True, slots=True)
class Claims:
    """What the claims heads see in one window; arrays of one row a word.

    `quotes` and `inside` are None where the weights were not taught attributions.
    """

    quotes: tuple[Anchored, ...] | None
    inside: Floats | None
    """[words, 2]: probability of standing in any source, in any content."""
    events: tuple[Anchored, ...]
    types: Floats
    """[words, types]: probabilities; the first is no event."""
    modes: Ints
    statuses: Floats
    scales: Floats
    """[words, sets]: factuality from -3 to 3, in the use of each set that taught it."""


def read_claims(
    out: dict[str, Floats], bounds: Ints, near: Near, mode_of_type: NDArray[np.bool_]
) -> list[Claims]:
    """The claims of each window of a batch; `bounds` are the windows' ends among its words."""
    types = _softmax(out["types_out"])
    guess = types.argmax(1)
    statuses = _softmax(out["statuses_out"])
    modes = np.where(mode_of_type[guess], out["modes_out"], -np.inf).argmax(1)
    runs = [list(_runs(guess[a:b], types[a:b])) for a, b in pairwise(bounds)]
    starts = [[first for first, _ in group] for group in runs]
    parties = _labelled(
        out["party_anchor_out"], out["party_word_out"], bounds, starts, near.party, PARTY_CHANGE
    )
    quotes, inside = read_quotes(out, bounds, near)
    claims = []
    for row, (a, b) in enumerate(pairwise(bounds)):
        events = tuple(
            Anchored(first, last, labels, float(types[a + first : a + last + 1, guess[a + first]].max()))
            for (first, last), labels in zip(runs[row], parties[row], strict=True)
        )
        claims.append(
            Claims(
                quotes[row] if quotes is not None else None,
                inside[a:b] if inside is not None else None,
                events,
                types[a:b],
                modes[a:b],
                statuses[a:b],
                out["scales_out"][a:b],
            )
        )
    return claims


def read_quotes(
    out: dict[str, Floats], bounds: Ints, near: Near, cue_at: float = CUE_AT, change: float = QUOTE_CHANGE
) -> tuple[list[tuple[Anchored, ...]] | None, Floats | None]:
    """The attributions of each window, and each word's odds; None of both where the weights know none."""
    if "cue_out" not in out:
        return None, None
    cue = out["cue_out"]
    anchors = [np.flatnonzero(cue[a:b] > cue_at).tolist() for a, b in pairwise(bounds)]
    labelled = _labelled(out["quote_anchor_out"], out["quote_word_out"], bounds, anchors, near.quote, change)
    odds = _sigmoid(cue)
    quotes = [
        tuple(Anchored(i, i, labels, float(odds[a + i])) for i, labels in zip(at, group, strict=True))
        for a, at, group in zip(bounds, anchors, labelled, strict=False)
    ]
    return quotes, _sigmoid(out["inside_out"])


def _sigmoid(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def _softmax(scores: Floats) -> Floats:
    top: Floats = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(top / top.sum(1, keepdims=True), dtype=np.float32)


def _runs(guess: Ints, types: Floats) -> Iterator[tuple[int, int]]:
    """Stretches of words of one type, where one of them is likely enough."""
    cuts = np.flatnonzero(np.diff(guess)) + 1
    for a, b in pairwise([0, *cuts.tolist(), len(guess)]):
        if guess[a] and types[a:b, guess[a]].max() >= EVENT_AT:
            yield a, b - 1


def _labelled(
    anchors: Floats, words: Floats, bounds: Ints, at: Sequence[Sequence[int]], near: Floats, change: float
) -> list[list[Ints]]:
    """What each word of a window is to each of the window's anchors."""
    labels, width = near.shape[0], words.shape[1]
    found = [(row, i) for row, group in enumerate(at) for i in group]
    if not found:
        return [[] for _ in at]
    longest = int(np.diff(bounds).max())
    scores = np.zeros((len(found), longest, labels + 1), dtype=np.float32)
    most = near.shape[1] // 2
    for k, (row, i) in enumerate(found):
        a, b = int(bounds[row]), int(bounds[row + 1])
        vector = anchors[a + i].reshape(labels, width + 1)
        away = np.clip(np.arange(b - a) - i, -most, most) + most
        scores[k, : b - a, 1:] = words[a:b] @ vector[:, :width].T + vector[:, width] + near[:, away].T
    lengths = np.diff(bounds)[[row for row, _ in found]]
    price = np.where(np.eye(labels + 1, dtype=bool), 0.0, -change).astype(np.float32)
    paths = iter(best_tags(scores, lengths, price, np.zeros(labels + 1, dtype=np.float32)))
    return [[next(paths) for _ in group] for group in at]
