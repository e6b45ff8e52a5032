"""The encoder (all-MiniLM-L6-v2's architecture) and its heads, in PyTorch.

Heads read the vector of a word's first piece plus the word's shape. Dependencies are biaffine
(Dozat and Manning 2017); position 0 of a sequence ([CLS]) stands for the root.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
ARC, REL = 192, 96


@dataclass(frozen=True)
class Sizes:
    """How many labels each head tells apart."""

    upos: int
    feats: int
    scripts: int
    deprel: int
    names: int
    shapes: int = 6


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
