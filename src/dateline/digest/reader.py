"""Windows of words → what the model sees in them, in batches of like lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.digest.claims import Claims, read_claims
from dateline.digest.language_model import LanguageModel
from dateline.digest.names import best_tags
from dateline.digest.pieces import CLS, SEP
from dateline.digest.trees import best_tree

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

BATCH_PIECES: Final = 768
"""Word pieces a batch, padding included: small enough that a layer's activations stay in the cache."""
MAX_PIECES: Final = 500
"""A window's pieces; the encoder knows 512 positions. Words beyond it share the last position."""
_ROOT_ONLY: Final = -1e9


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model sees in one window; arrays of one entry a word.

    `heads` are indices in the window (a root is its own head); the others index the model's label
    lists; `starts` is True where a sentence begins.
    """

    upos: Ints
    feats: Ints
    scripts: Ints
    heads: Ints
    deprel: Ints
    starts: NDArray[np.bool_]
    tags: Ints
    claims: Claims


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows packed for the encoder: their indices, word counts, and its five inputs."""

    order: list[int]
    counts: list[int]
    pieces: NDArray[np.int32]
    shapes: NDArray[np.int32]
    mask: NDArray[np.int32]
    words: Ints
    word_shapes: Ints


def read_windows(
    model: LanguageModel,
    windows: Sequence[list[str]],
    known_starts: Sequence[NDArray[np.bool_]] | None = None,
) -> list[Reading]:
    """Read each window of words; none may be empty.

    `known_starts` gives the sentence starts where they are known (to score on gold sentences).
    """
    out: list[Reading | None] = [None] * len(windows)
    for batch in batches(model, windows):
        given = [known_starts[i] for i in batch.order] if known_starts is not None else None
        for i, reading in zip(batch.order, _read_batch(model, batch, windows, given), strict=True):
            out[i] = reading
    return [r for r in out if r is not None]


def batches(model: LanguageModel, windows: Sequence[list[str]]) -> Iterator[Batch]:
    """Windows sorted by length, packed so that little of a batch is padding."""
    coded = [model.pieces.lookup(w) for w in windows]
    lengths = [min(2 + sum(len(p) for p, _ in c), MAX_PIECES + 2) for c in coded]
    order = sorted(range(len(windows)), key=lengths.__getitem__)
    group: list[int] = []
    for i in order:
        if group and lengths[i] * (len(group) + 1) > BATCH_PIECES:
            yield _pack(coded, lengths, group)
            group = []
        group.append(i)
    if group:
        yield _pack(coded, lengths, group)


def _pack(coded: list[list[tuple[tuple[int, ...], int]]], lengths: list[int], group: list[int]) -> Batch:
    width = max(lengths[i] for i in group)
    pieces = np.zeros((len(group), width), dtype=np.int32)
    shapes = np.full((len(group), width), 5, dtype=np.int32)
    mask = np.zeros((len(group), width), dtype=np.int32)
    words: list[int] = []
    word_shapes: list[int] = []
    for row, i in enumerate(group):
        ids, forms = [CLS], [5]
        for piece_ids, shape in coded[i]:
            words.append(row * width + min(len(ids), MAX_PIECES))
            word_shapes.append(shape)
            ids.extend(piece_ids)
            forms.extend([shape] * len(piece_ids))
        ids = [*ids[: MAX_PIECES + 1], SEP]
        forms = [*forms[: MAX_PIECES + 1], 5]
        pieces[row, : len(ids)] = ids
        shapes[row, : len(ids)] = forms
        mask[row, : len(ids)] = 1
    words.extend(row * width for row in range(len(group)))
    word_shapes.extend([5] * len(group))
    return Batch(
        group, [len(coded[i]) for i in group], pieces, shapes, mask, np.array(words), np.array(word_shapes)
    )


def feed_of(batch: Batch) -> dict[str, NDArray[np.int32] | Ints]:
    """The encoder's inputs by name."""
    return {
        "pieces_in": batch.pieces,
        "shapes_in": batch.shapes,
        "mask_in": batch.mask,
        "words_in": batch.words,
        "word_shapes_in": batch.word_shapes,
    }


def _read_batch(
    model: LanguageModel, batch: Batch, windows: Sequence[list[str]], given: list[NDArray[np.bool_]] | None
) -> list[Reading]:
    out = dict(zip(model.outputs, model.encoder.run(None, feed_of(batch)), strict=True))
    upos, feats, scripts = out["upos_out"], out["feats_out"], out["scripts_out"]
    arc, dep, head = out["arc_out"], out["dep_out"], out["head_out"]
    bounds = np.cumsum([0, *batch.counts])
    total = int(bounds[-1])
    cuts: list[NDArray[np.bool_]] = []
    heads = np.empty(total, dtype=np.int64)
    for row, (a, b) in enumerate(pairwise(bounds)):
        words = windows[batch.order[row]]
        cut = given[row] if given is not None else _sentence_starts(words, out["starts_out"][a:b])
        cuts.append(cut)
        heads[a:b] = _heads(arc, head, int(a), total + row, cut)
    labels = _labels(model, heads, dep, head, bounds, total)
    tags = _tags(model, out["names_out"], bounds)
    claims = read_claims(out, bounds, model.near, model.mode_of_type)
    return [
        Reading(
            upos[a:b], feats[a:b], scripts[a:b], heads[a:b], labels[a:b], cuts[row], tags[row], claims[row]
        )
        for row, (a, b) in enumerate(pairwise(bounds))
    ]


def _sentence_starts(words: list[str], odds: Floats) -> NDArray[np.bool_]:
    """Where sentences begin; never behind a possessive, which a capital often follows in news."""
    starts = odds > 0
    starts[0] = True
    for i in np.flatnonzero(starts[1:]) + 1:
        if words[i - 1] in ("'s", "’s"):
            starts[i] = False
    return starts


def _heads(arc: Floats, head: Floats, base: int, root: int, starts: NDArray[np.bool_]) -> Ints:
    """Heads in one window: each sentence a tree of its own. Indices in the window."""
    width = arc.shape[1]
    out = np.empty(len(starts), dtype=np.int64)
    at = [*np.flatnonzero(starts).tolist(), len(starts)]
    for a, b in pairwise(at):
        left = arc[base + a : base + b]
        scores = np.empty((b - a, b - a + 1), dtype=np.float32)
        scores[:, 0] = left @ head[root, :width]
        scores[:, 1:] = left @ head[base + a : base + b, :width].T
        out[a:b] = best_tree(scores) + a
    return out


def _labels(model: LanguageModel, heads: Ints, dep: Floats, head: Floats, bounds: Ints, total: int) -> Ints:
    """Relation of each word to its head; the root's label for roots and for no other word."""
    counts = np.diff(bounds)
    base = np.repeat(bounds[:-1], counts)
    is_root = heads + base == np.arange(total)
    rows = np.where(is_root, total + np.repeat(np.arange(len(counts)), counts), heads + base)
    (scores,) = model.labeller.run(None, {"dep_in": dep, "head_in": head[rows, -dep.shape[1] :]})
    scores[:, model.root] = _ROOT_ONLY
    labels: Ints = scores.argmax(1)
    labels[is_root] = model.root
    return labels


def _tags(model: LanguageModel, names: Floats, bounds: Ints) -> list[Ints]:
    lengths = np.diff(bounds)
    padded = np.zeros((len(lengths), int(lengths.max()), names.shape[1]), dtype=np.float32)
    for row, (a, b) in enumerate(pairwise(bounds)):
        padded[row, : b - a] = names[a:b]
    return best_tags(padded, lengths, model.allowed, model.starts)
