"""Rows without trees get those that the weights which a run goes on from read in them.

Attributions and events are told on sentences without gold trees. Left silent there, the tagger and parser
drift on just such sentences; held to what they read before, they stay (learning without forgetting, Li and
Hoiem 2016). Gold is never replaced: only what a row is silent on is filled.
"""

from __future__ import annotations

import random

import torch

from training.batches import IGNORE, Batch, Coded, make_batches, pad
from training.losses import arc_scores, pick_relations, run_words
from training.network import Network

_BUDGET = 4000


def fill_in(teacher: Network, rows: list[Coded]) -> None:
    """Put tags, features, lemma scripts, sentence starts and trees of `teacher` on rows that have none."""
    silent = [row for row in rows if all(t == IGNORE for t in row.upos)]
    teacher.eval()
    with torch.no_grad():
        for group in make_batches(silent, _BUDGET, random.Random(0)):
            _fill(teacher, pad(group, teacher.sizes.names), group)


def _fill(teacher: Network, b: Batch, rows: list[Coded]) -> None:
    words, root = run_words(teacher, b)
    arcs, dep, head = arc_scores(teacher, b, words, root)
    heads = arcs.argmax(-1)
    names = ("upos", "feats", "scripts", "starts")
    read = {name: getattr(teacher.heads, name)(words).argmax(-1) for name in names}
    labels = torch.full_like(heads, IGNORE)
    labels[b.word_mask] = pick_relations(teacher, heads, dep, head, b.word_mask).argmax(-1)
    for i, row in enumerate(rows):
        n = len(row.pieces)
        row.heads, row.deprel = heads[i, :n].tolist(), labels[i, :n].tolist()
        for name, values in read.items():
            setattr(row, name, values[i, :n].tolist())
