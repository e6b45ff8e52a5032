"""The claims heads' scores → attributions and events: best paths, and nothing outside the window."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.digest.claims import (
    CUE_AT,
    EVENT_AT,
    PARTY_CHANGE,
    QUOTE_CHANGE,
    Claims,
    Floats,
    Ints,
    Near,
    read_claims,
)

TYPES, MODES, STATUSES, SETS, WIDTH, MOST = 3, 4, 2, 2, 2, 3
QUOTE, PARTY = 3, 2
MODE_OF_TYPE = np.array([[True] * MODES, [True, True, False, False], [False, False, True, True]])


def columns(words: int) -> dict[str, tuple[int, ...]]:
    """The shape of each output over so many words."""
    return {
        "cue_out": (words,), "inside_out": (words, 2), "quote_anchor_out": (words, QUOTE * (WIDTH + 1)),
        "quote_word_out": (words, WIDTH), "types_out": (words, TYPES), "modes_out": (words, MODES),
        "statuses_out": (words, STATUSES), "party_anchor_out": (words, PARTY * (WIDTH + 1)),
        "party_word_out": (words, WIDTH), "scales_out": (words, SETS),
    }  # fmt: skip


@st.composite
def batches(draw: st.DrawFn, longest: int = 5, most: int = 3) -> tuple[dict[str, Floats], Ints, Near]:
    """A batch's outputs, the ends of its windows, and what distance tells."""
    counts = draw(st.lists(st.integers(1, longest), min_size=1, max_size=most))
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = draw(st.sampled_from((0.0, 0.3, 2.0)))

    def made(*shape: int) -> Floats:
        return dice.normal(scale=spread, size=shape).astype(np.float32)

    out = {n: made(*s) for n, s in columns(sum(counts)).items()}
    near = Near(made(QUOTE, 2 * MOST + 1), made(PARTY, 2 * MOST + 1))
    return out, np.cumsum([0, *counts]), near


def zeros(words: int) -> dict[str, Floats]:
    """Outputs that see nothing."""
    out = {n: np.zeros(s, dtype=np.float32) for n, s in columns(words).items()}
    out["cue_out"] -= 5
    out["types_out"][:, 0] = 9
    return out


NOTHING_NEAR = Near(np.zeros((QUOTE, 7), np.float32), np.zeros((PARTY, 7), np.float32))


def read(out: dict[str, Floats], bounds: Ints, near: Near = NOTHING_NEAR) -> list[Claims]:
    return read_claims(out, bounds, near, MODE_OF_TYPE)


@given(batches())
def test_every_window_has_its_claims_and_they_stay_inside_it(
    batch: tuple[dict[str, Floats], Ints, Near],
) -> None:
    out, bounds, near = batch
    claims = read(out, bounds, near)
    assert len(claims) == len(bounds) - 1
    for claim, a, b in zip(claims, bounds, bounds[1:], strict=False):
        words = int(b - a)
        assert claim.quotes is not None
        assert claim.inside is not None
        for rows in (claim.inside, claim.types, claim.statuses, claim.scales, claim.modes):
            assert len(rows) == words
        for found, labels in ((claim.quotes, QUOTE), (claim.events, PARTY)):
            for anchored in found:
                assert 0 <= anchored.first <= anchored.last < words
                assert anchored.labels.shape == (words,)
                assert set(anchored.labels.tolist()) <= set(range(labels + 1))
                assert 0 <= anchored.score <= 1
        cues = [q.first for q in claim.quotes]
        assert cues == [i for i in range(words) if out["cue_out"][a + i] > CUE_AT]


@given(batches())
def test_events_are_the_runs_of_one_likely_type(batch: tuple[dict[str, Floats], Ints, Near]) -> None:
    out, bounds, near = batch
    for claim in read(out, bounds, near):
        guess = claim.types.argmax(1)
        for event in claim.events:
            kind = guess[event.first]
            assert kind != 0
            assert (guess[event.first : event.last + 1] == kind).all()
            assert event.first == 0 or guess[event.first - 1] != kind
            assert event.last + 1 == len(guess) or guess[event.last + 1] != kind
            assert event.score >= EVENT_AT
        sure = np.flatnonzero((guess > 0) & (claim.types.max(1) >= EVENT_AT))
        covered = {i for e in claim.events for i in range(e.first, e.last + 1)}
        assert set(sure.tolist()) <= covered, "no likely trigger is left out"


@given(batches())
def test_a_word_has_only_modes_of_its_type(batch: tuple[dict[str, Floats], Ints, Near]) -> None:
    out, bounds, near = batch
    for claim in read(out, bounds, near):
        assert MODE_OF_TYPE[claim.types.argmax(1), claim.modes].all()


def total(labels: tuple[int, ...], scores: Floats, change: float) -> float:
    """What a labelling of a window scores: its words', less a price for each change."""
    words = sum(float(scores[i, label]) for i, label in enumerate(labels))
    return words - change * sum(a != b for a, b in itertools.pairwise(labels))


def word_scores(out: dict[str, Floats], name: str, near: Floats, a: int, b: int, anchor: int) -> Floats:
    """What each word scores as each label to an anchor, straight from the definition."""
    labels = near.shape[0]
    scores = np.zeros((b - a, labels + 1))
    for label in range(labels):
        vector = out[f"{name}_anchor_out"][a + anchor][label * (WIDTH + 1) : (label + 1) * (WIDTH + 1)]
        for i in range(b - a):
            away = max(-MOST, min(MOST, i - anchor)) + MOST
            product = float(out[f"{name}_word_out"][a + i] @ vector[:WIDTH])
            scores[i, label + 1] = product + float(vector[WIDTH]) + float(near[label, away])
    return scores


@given(batches(longest=4, most=2))
def test_labels_follow_the_best_path_of_all(batch: tuple[dict[str, Floats], Ints, Near]) -> None:
    out, bounds, near = batch
    for claim, a, b in zip(read(out, bounds, near), bounds.tolist(), bounds.tolist()[1:], strict=False):
        for name, found, table, change in (
            ("quote", claim.quotes or (), near.quote, QUOTE_CHANGE),
            ("party", claim.events, near.party, PARTY_CHANGE),
        ):
            for anchored in found:
                scores = word_scores(out, name, table, a, b, anchored.first)
                every = itertools.product(range(table.shape[0] + 1), repeat=b - a)
                best = max(total(path, scores, change) for path in every)
                assert total(tuple(anchored.labels.tolist()), scores, change) == pytest.approx(best, abs=1e-3)


def test_a_window_without_anchors_has_no_claims_beside_one_that_has() -> None:
    out = zeros(5)
    out["cue_out"][4] = 3
    out["types_out"][3] = (0, 9, 0)
    first, second = read(out, np.array([0, 2, 5]))
    assert (first.quotes, first.events) == ((), ())
    assert [(q.first, q.last) for q in second.quotes or ()] == [(2, 2)]
    assert [(e.first, e.last) for e in second.events] == [(1, 1)]
    assert [c.quotes for c in read(zeros(3), np.array([0, 1, 3]))] == [(), ()]


def test_a_single_word_of_doubt_does_not_cut_a_span() -> None:
    out = zeros(5)
    out["types_out"][0] = (0, 9, 0)
    out["party_anchor_out"][0, WIDTH] = 2  # every word looks like the first label,
    out["party_anchor_out"][0, :WIDTH] = (1, 0)
    out["party_word_out"][2, 0] = -2.5  # one of them not quite
    (claim,) = read(out, np.array([0, 5]))
    assert claim.events[0].labels.tolist() == [1] * 5
    out["party_word_out"][2, 0] = -2 - 2 * PARTY_CHANGE - 0.5
    (claim,) = read(out, np.array([0, 5]))
    assert claim.events[0].labels.tolist() == [1, 1, 0, 1, 1]


def test_distance_alone_can_tell_who_is_who() -> None:
    near = Near(np.zeros((QUOTE, 7), np.float32), np.full((PARTY, 7), -9, np.float32))
    near.party[0, MOST - 1] = near.party[1, MOST + 1] = 9  # the word before, the word behind
    out = zeros(3)
    out["types_out"][1] = (0, 0, 9)
    (claim,) = read(out, np.array([0, 3]), near)
    assert claim.events[0].labels.tolist() == [1, 0, 2]


@given(batches())
def test_weights_without_attributions_give_none_and_the_same_events(
    batch: tuple[dict[str, Floats], Ints, Near],
) -> None:
    out, bounds, near = batch
    said = ("cue_out", "inside_out", "quote_anchor_out", "quote_word_out")
    without = read({n: v for n, v in out.items() if n not in said}, bounds, near)
    for less, more in zip(without, read(out, bounds, near), strict=True):
        assert less.quotes is None
        assert less.inside is None
        assert [(e.first, e.labels.tolist()) for e in less.events] == [
            (e.first, e.labels.tolist()) for e in more.events
        ]
