"""The encoder (all-MiniLM-L6-v2's architecture) and its heads, in PyTorch.

Heads read the vector of a word's first piece plus the word's shape. Dependencies are biaffine
(Dozat and Manning 2017); position 0 of a sequence ([CLS]) stands for the root.
"""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
ARC, REL = 192, 96
SAID, DEED, SURE = 256, 256, 128
"""Widths of the hidden layers before the heads for attributions, events and factuality."""
PAIR, NEAR = 96, 24
"""Width of the vectors that tell what a word is to an anchor, and how many words away still counts."""
QUOTE_LABELS = ("source", "cue", "content")
PARTY_LABELS = ("actor", "recipient")


@dataclass(frozen=True)
class Sizes:
    """How many labels each head tells apart."""

    upos: int
    feats: int
    scripts: int
    deprel: int
    names: int
    types: int
    modes: int
    statuses: int
    sets: int
    shapes: int = 6

    @classmethod
    def of(cls, labels: Mapping[str, Sized]) -> Sizes:
        """The sizes of label inventories by the heads' names."""
        return cls(**{f.name: len(labels[f.name]) for f in fields(cls) if f.name != "shapes"})


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """X [B, L, width], bias [B, 1, 1, L] (0 or a large negative number) → [B, L, width]."""
        b, length, _ = x.shape
        split = self.qkv(x).view(b, length, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        q, k, v = split.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        mixed = mixed.transpose(1, 2).reshape(b, length, WIDTH)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and shapes → vectors."""

    def __init__(self, shapes: int, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(shapes, WIDTH)
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """ids, shapes, mask [B, L] → [B, L, width]."""
        where = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.positions(where) + self.kind + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        bias = ((1.0 - mask.to(x.dtype)) * -10000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of `model.safetensors` as published for all-MiniLM-L6-v2."""
        w = load_file(str(path))
        with torch.no_grad():
            self.pieces.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.positions.weight.copy_(w["embeddings.position_embeddings.weight"])
            self.kind.copy_(w["embeddings.token_type_embeddings.weight"][0])
            _copy(self.norm, w, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    three = [w[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat(three))
                _copy(layer.out, w, at + "attention.output.dense")
                _copy(layer.norm1, w, at + "attention.output.LayerNorm")
                _copy(layer.up, w, at + "intermediate.dense")
                _copy(layer.down, w, at + "output.dense")
                _copy(layer.norm2, w, at + "output.LayerNorm")


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[name + ".weight"])
    module.bias.copy_(weights[name + ".bias"])


class Pairs(nn.Module):
    """What each word is to an anchor (a cue, a trigger): bilinear, and how far away it stands.

    The anchor's vector is made once for all labels, so that at run time a window's pairs are one product.
    """

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.labels = labels
        self.anchor = nn.Linear(width, labels * (PAIR + 1))
        self.word = nn.Linear(width, PAIR)
        self.near = nn.Parameter(torch.zeros(labels, 2 * NEAR + 1))

    def forward(self, hidden: Tensor, rows: Tensor, at: Tensor) -> Tensor:
        """Hidden [B, W, width]; rows, at [P] (an anchor's row and word) → scores [P, labels + 1, W].

        The first label, nothing, always scores 0.
        """
        anchors = self.anchor(hidden[rows, at]).view(len(rows), self.labels, PAIR + 1)
        words = self.word(hidden)
        words = torch.cat([words, torch.ones_like(words[..., :1])], -1)[rows]
        scores = anchors @ words.transpose(1, 2)
        away = torch.arange(hidden.shape[1], device=at.device)[None] - at[:, None]
        scores = scores + self.near[:, away.clamp(-NEAR, NEAR) + NEAR].permute(1, 0, 2)
        return F.pad(scores, (0, 0, 1, 0))


class Heads(nn.Module):
    """All heads over word vectors."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.shapes = nn.Embedding(sizes.shapes, WIDTH)
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.upos = nn.Linear(WIDTH, sizes.upos)
        self.feats = nn.Linear(WIDTH, sizes.feats)
        self.scripts = nn.Linear(WIDTH, sizes.scripts)
        self.starts = nn.Linear(WIDTH, 2)
        self.names = nn.Linear(WIDTH, sizes.names)
        self.habits = nn.Parameter(torch.zeros(2, sizes.names, WIDTH + 1))
        """What differs between the names sets' annotation habits, added to `names`."""
        self.dep = nn.Linear(WIDTH, ARC + REL)
        self.head = nn.Linear(WIDTH, ARC + REL)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.dropout = nn.Dropout(dropout)
        self.rel = nn.Parameter(torch.randn(REL + 1, sizes.deprel, REL + 1) * 0.02)
        self.said = nn.Linear(WIDTH, SAID)
        self.cue = nn.Linear(SAID, 1)
        self.inside = nn.Linear(SAID, 2)
        self.quote = Pairs(SAID, len(QUOTE_LABELS))
        self.deed = nn.Linear(WIDTH, DEED)
        self.types = nn.Linear(DEED, sizes.types)
        self.modes = nn.Linear(DEED, sizes.modes)
        self.statuses = nn.Linear(DEED, sizes.statuses)
        self.party = Pairs(DEED, len(PARTY_LABELS))
        self.sure = nn.Linear(WIDTH, SURE)
        self.scales = nn.Linear(SURE, sizes.sets)

    def hidden(self, name: str, words: Tensor) -> Tensor:
        """The hidden layer of `said`, `deed` or `sure` over word vectors [B, W, width]."""
        layer: nn.Linear = getattr(self, name)
        return self.dropout(F.gelu(layer(words)))

    def words(self, vectors: Tensor, first: Tensor, shapes: Tensor) -> Tensor:
        """Vectors [B, L, width], first [B, W] (piece index), shapes [B, W] → [B, W, width]."""
        picked = torch.gather(vectors, 1, first.unsqueeze(-1).expand(-1, -1, WIDTH))
        return picked + self.shapes(shapes)

    def project(self, words: Tensor, root: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Words [B, W, width], root [B, width] → arcs [B, W, 1+W], dependents' and heads' REL parts."""
        dep = self.dropout(F.gelu(self.dep(words)))
        head = self.dropout(F.gelu(self.head(torch.cat([root.unsqueeze(1), words], 1))))
        arcs = torch.cat([dep[..., :ARC], torch.ones_like(dep[..., :1])], -1) @ self.arc
        arcs = arcs @ head[..., :ARC].transpose(1, 2)
        return arcs, dep[..., ARC:], head[..., ARC:]

    def relations(self, dep: Tensor, head: Tensor) -> Tensor:
        """Pairs of REL vectors [N, REL] → [N, labels]."""
        dep = torch.cat([dep, torch.ones_like(dep[:, :1])], -1)
        head = torch.cat([head, torch.ones_like(head[:, :1])], -1)
        left = torch.einsum("nd,dlh->nlh", dep, self.rel)
        return torch.einsum("nlh,nh->nl", left, head)


class Network(nn.Module):
    """Encoder and heads together."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.25) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(sizes.shapes, dropout)
        self.heads = Heads(sizes, head_dropout)
