"""The losses of all heads on one batch, and their quick check on development data."""

from __future__ import annotations

from collections import Counter

import torch
from torch import Tensor
from torch.nn import functional as F

from training.batches import IGNORE, Batch
from training.corpus import CONTENT, SOURCE
from training.network import PARTY_LABELS, QUOTE_LABELS, Network

WEIGHTS = {
    "arc": 1.0, "rel": 1.0, "upos": 0.5, "feats": 0.3, "scripts": 0.3, "starts": 0.5, "names": 1.5,
    "cue": 2.0, "inside": 0.7, "quotes": 2.0, "sure": 0.5,
    "types": 4.0, "modes": 0.5, "statuses": 0.5, "deeds": 1.0,
}  # fmt: skip
_QUOTE_WEIGHTS = (1.0, 2.0, 2.0, 1.0)
"""Nothing, source, cue, content: few words are sources and cues, and each tells much."""
_DEED_WEIGHTS = (0.5, 1.0, 1.0)
SMOOTHING = 0.03


def run_words(net: Network, b: Batch) -> tuple[Tensor, Tensor]:
    """Word vectors [B, W, width] and the root's [B, width]."""
    vectors = net.encoder(b.ids, b.shapes, b.mask)
    words = net.heads.words(vectors, b.first, b.word_shapes)
    return net.heads.dropout(words), vectors[:, 0]


def arc_scores(net: Network, b: Batch, words: Tensor, root: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Arc scores [B, W, 1+W] with padding masked out, and the relation vectors."""
    arcs, dep, head = net.heads.project(words, root)
    allowed = F.pad(b.word_mask, (1, 0), value=True)[:, None, :]
    return arcs.masked_fill(~allowed, -1e4), dep, head


def pick_relations(net: Network, heads: Tensor, dep: Tensor, head: Tensor, where: Tensor) -> Tensor:
    """Relation scores [N, labels] of the words `where` [B, W] with the given heads [B, W]."""
    chosen = torch.gather(head, 1, heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, head.shape[-1]))
    return net.heads.relations(dep[where], chosen[where])


def name_scores(net: Network, words: Tensor, sources: Tensor | None) -> Tensor:
    """Tag scores [B, W, tags] in the habit of each row's source; the habits' mean with None."""
    extra = net.heads.habits.mean(0, keepdim=True) if sources is None else net.heads.habits[sources]
    weight, bias = extra[..., :-1], extra[..., -1]
    return net.heads.names(words) + words @ weight.transpose(1, 2) + bias.unsqueeze(1)


def batch_loss(net: Network, b: Batch) -> tuple[Tensor, dict[str, Tensor]]:
    """The weighted sum over heads, and each head's own loss."""
    words, root = run_words(net, b)
    parts: dict[str, Tensor] = {}
    for name in ("upos", "feats", "scripts", "starts"):
        gold = getattr(b, name)
        if (known := gold != IGNORE).any():
            scores = getattr(net.heads, name)(words[known])
            parts[name] = F.cross_entropy(scores, gold[known], label_smoothing=SMOOTHING)
    if (known := b.heads != IGNORE).any():
        arcs, dep, head = arc_scores(net, b, words, root)
        parts["arc"] = F.cross_entropy(arcs[known], b.heads[known])
        rel = pick_relations(net, b.heads, dep, head, known)
        parts["rel"] = F.cross_entropy(rel, b.deprel[known], label_smoothing=SMOOTHING)
    if (known := b.names.any(-1)).any():
        scores = name_scores(net, words, b.sources)[known].log_softmax(-1)
        # A coarse gold allows several tags: their probabilities are added up.
        parts["names"] = -scores.masked_fill(~b.names[known], -1e4).logsumexp(-1).mean()
    parts |= _said_losses(net, b, words) | _deed_losses(net, b, words)
    total = torch.stack([WEIGHTS[n] * v for n, v in parts.items()]).sum()
    return total, {n: v.detach() for n, v in parts.items()}


def _said_losses(net: Network, b: Batch, words: Tensor) -> dict[str, Tensor]:
    """Attributions (is this a cue; in any source or content; what is each word to each cue), factuality."""
    parts: dict[str, Tensor] = {}
    if (known := b.cue != IGNORE).any():
        said = net.heads.hidden("said", words)
        odds = net.heads.cue(said)[known].squeeze(-1)
        parts["cue"] = F.binary_cross_entropy_with_logits(odds, b.cue[known].to(odds.dtype))
        bits = torch.stack([b.inside[known] & SOURCE, b.inside[known] & CONTENT], -1) > 0
        inside = net.heads.inside(said)[known]
        parts["inside"] = F.binary_cross_entropy_with_logits(inside, bits.to(inside.dtype))
        if len(b.quotes.rows):
            scores = net.heads.quote(said, b.quotes.rows, b.quotes.at)
            weight = torch.tensor(_QUOTE_WEIGHTS, dtype=scores.dtype, device=scores.device)
            parts["quotes"] = F.cross_entropy(scores, b.quotes.gold, weight)
    if (known := b.sets != IGNORE).any():
        told = net.heads.scales(net.heads.hidden("sure", words)[known])
        told = told.gather(1, b.sets[known].unsqueeze(1)).squeeze(1)
        parts["sure"] = F.smooth_l1_loss(told, b.values[known].to(told.dtype), beta=0.5)
    return parts


def _deed_losses(net: Network, b: Batch, words: Tensor) -> dict[str, Tensor]:
    """Events: is this word a trigger and of what type, its mode and status, who does it to whom."""
    parts: dict[str, Tensor] = {}
    if not (known := b.types != IGNORE).any():
        return parts
    deed = net.heads.hidden("deed", words)
    parts["types"] = F.cross_entropy(net.heads.types(deed)[known], b.types[known], label_smoothing=SMOOTHING)
    for name in ("modes", "statuses"):
        gold = getattr(b, name)
        if (told := gold != IGNORE).any():
            scores = getattr(net.heads, name)(deed)[told]
            parts[name] = F.cross_entropy(scores, gold[told], label_smoothing=SMOOTHING)
    if len(b.deeds.rows):
        scores = net.heads.party(deed, b.deeds.rows, b.deeds.at)
        weight = torch.tensor(_DEED_WEIGHTS, dtype=scores.dtype, device=scores.device)
        parts["deeds"] = F.cross_entropy(scores, b.deeds.gold, weight)
    return parts


def quick_check(net: Network, batches: list[Batch]) -> dict[str, float]:
    """Word accuracies in per cent on batches with gold: greedy heads, no decoding."""
    net.eval()
    hit: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    with torch.no_grad():
        for b in batches:
            _check_batch(net, b, hit, seen)
    net.train()
    return {n: round(100 * hit[n] / seen[n], 2) for n in seen if seen[n]}


def _check_claims(net: Network, b: Batch, words: Tensor, hit: Counter[str], seen: Counter[str]) -> None:
    """Word F of cues, of what is what to a cue or trigger, and of types; the mean error of factuality."""
    if (known := b.cue != IGNORE).any():
        said = net.heads.hidden("said", words)
        found, gold = net.heads.cue(said).squeeze(-1)[known] > 0, b.cue[known] == 1
        _count_f("cue", found, gold, hit, seen)
        if len(b.quotes.rows):
            guess = net.heads.quote(said, b.quotes.rows, b.quotes.at).argmax(1)
            for label, name in enumerate(QUOTE_LABELS, 1):
                real = b.quotes.gold != IGNORE
                _count_f(name, (guess == label) & real, b.quotes.gold == label, hit, seen)
    if (known := b.sets != IGNORE).any():
        told = net.heads.scales(net.heads.hidden("sure", words)[known]).gather(1, b.sets[known].unsqueeze(1))
        hit["sure"] += int(100 * (told.squeeze(1) - b.values[known]).abs().sum())
        seen["sure"] += 100 * int(known.sum())
    if (known := b.types != IGNORE).any():
        deed = net.heads.hidden("deed", words)
        guess, gold = net.heads.types(deed).argmax(-1)[known], b.types[known]
        hit["types"] += 2 * int(((guess == gold) & (gold > 0)).sum())
        seen["types"] += int((guess > 0).sum() + (gold > 0).sum())
        for name in ("modes", "statuses"):
            told = (gold := getattr(b, name)) != IGNORE
            hit[name] += int((getattr(net.heads, name)(deed)[told].argmax(-1) == gold[told]).sum())
            seen[name] += int(told.sum())
        if len(b.deeds.rows):
            guess = net.heads.party(deed, b.deeds.rows, b.deeds.at).argmax(1)
            for label, name in enumerate(PARTY_LABELS, 1):
                real = b.deeds.gold != IGNORE
                _count_f(name, (guess == label) & real, b.deeds.gold == label, hit, seen)


def _count_f(name: str, found: Tensor, gold: Tensor, hit: Counter[str], seen: Counter[str]) -> None:
    hit[name] += 2 * int((found & gold).sum())
    seen[name] += int(found.sum()) + int(gold.sum())


def _check_batch(net: Network, b: Batch, hit: Counter[str], seen: Counter[str]) -> None:
    words, root = run_words(net, b)
    _check_claims(net, b, words, hit, seen)
    for name in ("upos", "feats", "scripts", "starts"):
        gold = getattr(b, name)
        known = gold != IGNORE
        hit[name] += int((getattr(net.heads, name)(words[known]).argmax(-1) == gold[known]).sum())
        seen[name] += int(known.sum())
    known = b.heads != IGNORE
    if known.any():
        arcs, dep, head = arc_scores(net, b, words, root)
        guess = arcs.argmax(-1)
        right = (guess == b.heads)[known]
        label = pick_relations(net, guess, dep, head, known).argmax(-1) == b.deprel[known]
        hit["uas"] += int(right.sum())
        hit["las"] += int((right & label).sum())
        seen["uas"] += int(known.sum())
        seen["las"] += int(known.sum())
    known = b.names.any(-1)
    guess = name_scores(net, words, b.sources)[known].argmax(-1)
    right = b.names[known].gather(1, guess.unsqueeze(1)).squeeze(1)
    inside = ~b.names[known][:, 0]
    hit["names"] += int((right & inside).sum())
    seen["names"] += int(inside.sum())
