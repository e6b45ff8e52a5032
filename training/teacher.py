"""Rows without trees get those that trained networks read in them.

Names, attributions and events are told on sentences without gold trees. Left silent there, the tagger and
parser drift on just such sentences; held to what the weights read before, they stay (learning without
forgetting, Li and Hoiem 2016). Several networks, whose probabilities are averaged, read better than the one
that is taught, and so teach it news that no treebank has (tri-training, Zhou and Li 2005; distillation of an
ensemble, Kuncoro and others 2016). Gold is never replaced: only what a row is silent on is filled. Events
that several networks read are filled in where they are sure of them; where they waver, a word stays silent.
"""

from __future__ import annotations

import random

import torch
from torch import Tensor

from training.batches import IGNORE, Batch, Coded, Pairing, make_batches, pad
from training.losses import arc_scores, pick_relations, run_words
from training.network import Network

_BUDGET = 8000
_PLAIN = ("upos", "feats", "scripts", "starts")
_SURE_OF_EVENT, _SURE_OF_NONE = 0.8, 0.9
"""How probable an event, or none, must be on the mean of the teachers to be taught."""


def fill_in(teachers: list[Network], rows: list[Coded], device: str = "cpu", *, events: bool = True) -> None:
    """Put tags, features, lemma scripts, sentence starts and trees of `teachers` on rows that have none."""
    silent = [row for row in rows if all(t == IGNORE for t in row.upos)]
    for teacher in teachers:
        teacher.to(device).eval()
    with torch.no_grad():
        for group in make_batches(silent, _BUDGET, random.Random(0)):
            _fill(teachers, pad(group, teachers[0].sizes.names).to(device), group, events=events)


def _mean(scores: list[Tensor]) -> Tensor:
    """The mean of the probabilities that scores tell."""
    return torch.stack([s.float().softmax(-1) for s in scores]).mean(0)


def _fill(teachers: list[Network], b: Batch, rows: list[Coded], *, events: bool) -> None:
    told = [(net, *run_words(net, b)) for net in teachers]
    trees = [arc_scores(net, b, words, root) for net, words, root in told]
    heads = _mean([arcs for arcs, _, _ in trees]).argmax(-1)
    read = {
        name: _mean([getattr(net.heads, name)(words) for net, words, _ in told]).argmax(-1).tolist()
        for name in _PLAIN
    }
    labels = torch.full_like(heads, IGNORE)
    labels[b.word_mask] = _mean(
        [
            pick_relations(net, heads, dep, head, b.word_mask)
            for (net, _, _), (_, dep, head) in zip(told, trees, strict=True)
        ]
    ).argmax(-1)
    arcs, relations = heads.tolist(), labels.tolist()
    if events and len(teachers) > 1:
        _fill_events([(net, words) for net, words, _ in told], b, rows)
    for i, row in enumerate(rows):
        n = len(row.pieces)
        row.heads, row.deprel = arcs[i][:n], relations[i][:n]
        for name, values in read.items():
            setattr(row, name, values[i][:n])


def _fill_events(told: list[tuple[Network, Tensor]], b: Batch, rows: list[Coded]) -> None:
    """Put the events that the teachers are sure of on rows whose events nobody labelled."""
    hidden = [(net, net.heads.hidden("deed", words)) for net, words in told]
    odds, types = _mean([net.heads.types(deed) for net, deed in hidden]).max(-1)
    sure = odds >= torch.where(types > 0, _SURE_OF_EVENT, _SURE_OF_NONE)
    found = sure & (types > 0) & b.word_mask
    at_row, at_word = found.nonzero(as_tuple=True)
    parties: list[list[int]] = []
    if len(at_row):
        scores = [net.heads.party(deed, at_row, at_word).transpose(1, 2) for net, deed in hidden]
        parties = _mean(scores).argmax(-1).tolist()
    taught = types.masked_fill(~sure, IGNORE).tolist()
    modes = _mean([net.heads.modes(deed) for net, deed in hidden]).argmax(-1).tolist()
    statuses = _mean([net.heads.statuses(deed) for net, deed in hidden]).argmax(-1).tolist()
    silent = [row.types is None for row in rows]
    for i, row in enumerate(rows):
        if silent[i]:
            row.types, row.deeds = taught[i][: len(row.pieces)], []
            row.modes, row.statuses = ([IGNORE] * len(row.pieces) for _ in range(2))
    for row_at, word, party in zip(at_row.tolist(), at_word.tolist(), parties, strict=True):
        row = rows[row_at]
        if silent[row_at] and row.modes is not None and row.statuses is not None and row.deeds is not None:
            row.modes[word], row.statuses[word] = modes[row_at][word], statuses[row_at][word]
            who = [[i for i, p in enumerate(party[: len(row.pieces)]) if p == n] for n in (1, 2)]
            row.deeds.append(Pairing(word, who))
