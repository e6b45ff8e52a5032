"""Examples → tensors, in batches of about equal length."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from dateline.digest.lemmas import make_script
from dateline.digest.pieces import CLS, MASK, MAX_PIECES_A_WORD, SEP, PieceTable
from training.corpus import Deed, Example, Labels, cut_long

IGNORE = -100
_UPPER, _TITLE, _LOWER = 2, 1, 0
_PLAIN = ("upos", "feats", "scripts", "heads", "deprel", "starts")
_LATER = ("inside", "types", "modes", "statuses")


@dataclass
class Coded:
    """An example as numbers. Per word lists; IGNORE where the gold is silent."""

    pieces: list[tuple[int, ...]]
    shapes: list[int]
    upos: list[int]
    feats: list[int]
    scripts: list[int]
    heads: list[int]
    deprel: list[int]
    starts: list[int]
    names: list[list[int]]
    source: int
    length: int
    inside: list[int] | None = None
    quotes: list[Pairing] | None = None
    sure: list[tuple[int, float] | None] | None = None
    deeds: list[Pairing] | None = None
    types: list[int] | None = None
    modes: list[int] | None = None
    statuses: list[int] | None = None


@dataclass
class Pairing:
    """An anchor, and the words that are something to it, by label (1 is the first)."""

    anchor: int
    labels: list[list[int]]


@dataclass
class Paired:
    """A batch's anchors: their rows, words, and gold [P, W] (IGNORE behind a row's end)."""

    rows: Tensor
    at: Tensor
    gold: Tensor

    def to(self, device: torch.device | str) -> Paired:
        """The same on another device."""
        return Paired(self.rows.to(device), self.at.to(device), self.gold.to(device))


@dataclass
class Batch:
    """Padded tensors; W words, L pieces: ids, shapes, mask [B, L]; first, the golds [B, W]."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    word_shapes: Tensor
    word_mask: Tensor
    upos: Tensor
    feats: Tensor
    scripts: Tensor
    heads: Tensor
    deprel: Tensor
    starts: Tensor
    names: Tensor
    """[B, W, tags], True where the gold allows the tag; all False where it is silent."""
    sources: Tensor
    cue: Tensor
    """[B, W]: 1 on an attribution's anchor, 0 on other words."""
    inside: Tensor
    """[B, W]: bits SOURCE and CONTENT."""
    sets: Tensor
    """[B, W]: whose factuality `values` tells."""
    values: Tensor
    types: Tensor
    modes: Tensor
    statuses: Tensor
    quotes: Paired
    deeds: Paired

    def to(self, device: torch.device | str) -> Batch:
        """The same on another device."""
        return Batch(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


class Coder:
    """Turns examples into numbers by the label inventories."""

    def __init__(self, labels: Labels, pieces: PieceTable) -> None:
        self.labels = labels
        self.pieces = pieces
        self._upos = {t: i for i, t in enumerate(labels.upos)}
        self._feats = {t: i for i, t in enumerate(labels.feats)}
        self._scripts = {t: i for i, t in enumerate(labels.scripts)}
        self._deprel = {t: i for i, t in enumerate(labels.deprel)}
        self._names = {t: i for i, t in enumerate(labels.names)}
        self._types = {t: i for i, t in enumerate(labels.types)}
        self._modes = {t: i for i, t in enumerate(labels.modes)}
        self._statuses = {t: i for i, t in enumerate(labels.statuses)}

    def code(self, e: Example) -> Coded:
        """One example as numbers."""
        found = self.pieces.lookup(e.words)
        pieces = [p for p, _ in found]
        silent = [IGNORE] * len(e.words)
        scripts = silent
        if e.lemma:
            made = (make_script(w, m) for w, m in zip(e.words, e.lemma, strict=True))
            scripts = [self._scripts.get(s, IGNORE) for s in made]
        coded = Coded(
            pieces=pieces,
            shapes=[s for _, s in found],
            upos=[self._upos[t] for t in e.upos] if e.upos else silent,
            feats=[self._feats[t] for t in e.feats] if e.feats else silent,
            scripts=scripts,
            heads=[0 if h == i else h + 1 for i, h in enumerate(e.heads)] if e.heads else silent,
            deprel=[self._deprel[t] for t in e.deprel] if e.deprel else silent,
            starts=[int(s) for s in e.starts] if e.starts else silent,
            names=[
                [self._names[t] for t in tags] if tags else [] for tags in e.names or [None] * len(e.words)
            ],
            source=max(e.source, 0),
            length=2 + sum(len(p) for p in pieces),
            inside=e.inside,
            sure=e.sure,
        )
        if e.quotes is not None:
            coded.quotes = [Pairing(q.anchor, [q.source, q.cue, q.content]) for q in e.quotes]
        if e.deeds is not None:
            self._code_deeds(coded, e.deeds)
        return coded

    def _code_deeds(self, coded: Coded, deeds: list[Deed]) -> None:
        coded.types = [0] * len(coded.pieces)
        coded.modes = [IGNORE] * len(coded.pieces)
        coded.statuses = [IGNORE] * len(coded.pieces)
        coded.deeds = []
        for deed in deeds:
            for i in deed.trigger:
                coded.types[i] = self._types[deed.type]
                coded.modes[i] = self._modes[f"{deed.type}.{deed.mode or ''}"]
                coded.statuses[i] = self._statuses[deed.status]
                coded.deeds.append(Pairing(i, [deed.actors, deed.recipients]))


def gather_rows(rows: list[Example], rng: random.Random, most: int = 5) -> list[Example]:
    """Names-only rows, neighbours put together now and then, as paragraphs come at run time."""
    out: list[Example] = []
    at = 0
    while at < len(rows):
        take = rng.choice((1, 1, 2, 3, most))
        group = rows[at : at + take]
        at += len(group)
        while len(group) > 1 and sum(len(e.words) for e in group) > 120:
            out.append(group.pop(0))
        words = [w for e in group for w in e.words]
        names = [t for e in group for t in e.names or []]
        out.extend(cut_long(Example(words, names=names, source=group[0].source)))
    return out


def split_paragraph(e: Example, rng: random.Random) -> list[Example]:
    """Now and then a paragraph's sentences apart, so that headlines and single lines are known too."""
    if not e.starts or sum(e.starts) < 2 or rng.random() > 0.15:
        return [e]
    at = [i for i, s in enumerate(e.starts) if s]
    cut = rng.choice(at[1:])
    return [_part(e, 0, cut), _part(e, cut, len(e.words))]


def _part(e: Example, a: int, b: int) -> Example:
    if not (e.upos and e.feats and e.lemma and e.heads and e.deprel and e.starts):
        raise ValueError("only a paragraph with syntax can be cut")
    names = e.names[a:b] if e.names else None
    heads = [h - a for h in e.heads[a:b]]
    sure = e.sure[a:b] if e.sure else None
    return Example(
        e.words[a:b],
        e.upos[a:b],
        e.feats[a:b],
        e.lemma[a:b],
        heads,
        e.deprel[a:b],
        e.starts[a:b],
        names,
        e.source,
        sure=sure,
    )


def make_batches(coded: list[Coded], budget: int, rng: random.Random) -> list[list[Coded]]:
    """Batches of at most `budget` pieces with padding, of like lengths, in random order."""
    order = sorted(coded, key=lambda c: c.length + rng.random() * 8)
    out: list[list[Coded]] = []
    group: list[Coded] = []
    width = 0
    for c in order:
        width = max(width, c.length)
        if group and width * (len(group) + 1) > budget:
            out.append(group)
            group, width = [], c.length
        group.append(c)
    if group:
        out.append(group)
    rng.shuffle(out)
    return out


def _disturb(c: Coded, rng: random.Random) -> tuple[list[tuple[int, ...]], list[int]]:
    """Case lost as in headlines, and some pieces hidden, so that context has to help."""
    shapes, roll = c.shapes, rng.random()
    if roll < 0.10:
        to = _LOWER if roll < 0.05 else _UPPER if roll < 0.075 else _TITLE
        shapes = [to if s <= 3 else s for s in shapes]
    pieces = [tuple(MASK for _ in p) if rng.random() < 0.05 else p for p in c.pieces]
    return pieces, shapes


def pad(group: list[Coded], tags: int, rng: random.Random | None = None) -> Batch:
    """Tensors of a group of examples; with `rng`, disturbed for training."""
    size, width = len(group), max(len(c.pieces) for c in group)
    length = max(min(c.length, 2 + len(c.pieces) * MAX_PIECES_A_WORD) for c in group)
    ids = torch.zeros(size, length, dtype=torch.long)
    shapes = torch.full((size, length), 5, dtype=torch.long)
    mask = torch.zeros(size, length)
    first = torch.zeros(size, width, dtype=torch.long)
    words = {n: torch.full((size, width), IGNORE, dtype=torch.long) for n in
             (*_PLAIN, *_LATER, "cue", "sets")}  # fmt: skip
    word_shapes = torch.full((size, width), 5, dtype=torch.long)
    word_mask = torch.zeros(size, width, dtype=torch.bool)
    names = torch.zeros(size, width, tags, dtype=torch.bool)
    values = torch.zeros(size, width)
    for b, c in enumerate(group):
        pieces, forms = _disturb(c, rng) if rng else (c.pieces, c.shapes)
        flat, flat_shapes, at = [CLS], [5], []
        for p, s in zip(pieces, forms, strict=True):
            at.append(len(flat))
            flat.extend(p)
            flat_shapes.extend([s] * len(p))
        flat.append(SEP)
        flat_shapes.append(5)
        n, w = len(flat), len(pieces)
        ids[b, :n] = torch.tensor(flat)
        shapes[b, :n] = torch.tensor(flat_shapes)
        mask[b, :n] = 1
        first[b, :w] = torch.tensor(at)
        word_shapes[b, :w] = torch.tensor(forms)
        word_mask[b, :w] = True
        for name in _PLAIN:
            words[name][b, :w] = torch.tensor(getattr(c, name))
        for name in _LATER:
            if (gold := getattr(c, name)) is not None:
                words[name][b, :w] = torch.tensor(gold)
        if c.quotes is not None:
            words["cue"][b, :w] = 0
            words["cue"][b, [q.anchor for q in c.quotes]] = 1
        for i, known in enumerate(c.sure or ()):
            if known:
                words["sets"][b, i], values[b, i] = known
        for i, allowed in enumerate(c.names):
            names[b, i, allowed] = True
    return Batch(ids, shapes, mask, first, word_shapes, word_mask, names=names, values=values,
                 sources=torch.tensor([c.source for c in group]), quotes=_paired(group, "quotes", width),
                 deeds=_paired(group, "deeds", width), **words)  # fmt: skip


def _paired(group: list[Coded], name: str, width: int) -> Paired:
    """The pairings of a group as tensors."""
    found = [(b, len(c.pieces), p) for b, c in enumerate(group) for p in getattr(c, name) or ()]
    gold = torch.full((len(found), width), IGNORE, dtype=torch.long)
    for row, (_, words, pairing) in enumerate(found):
        gold[row, :words] = 0
        for label, where in enumerate(pairing.labels, 1):
            gold[row, where] = label
    rows, at = [b for b, _, _ in found], [p.anchor for _, _, p in found]
    return Paired(torch.tensor(rows, dtype=torch.long), torch.tensor(at, dtype=torch.long), gold)
