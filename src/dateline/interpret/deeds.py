"""Where a deed and those around it stand in a report: tokens, sentences, and what words are tied to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.interpret.attribution_tree import Tree
from dateline.model import Span

_STEPS = 5
_NEAR, _FAR, _LOST = 0.6, 0.25, 0.5
"""What a mention one sentence from the deed counts, one further off, and any where the deed has no words."""


def tokens_at(tree: Tree, spans: Iterable[Span]) -> list[int]:
    """The token at the head of each span: the last of its tokens that hangs outside it."""
    found = []
    for span in spans:
        first = bisect_right(tree.start, span.start) - 1
        last = bisect_right(tree.start, max(span.start, span.end - 1)) - 1
        inside = [t for t in range(max(first, 0), last + 1) if tree.end[t] > span.start]
        tops = [t for t in inside if not first <= tree.head[t] <= last or tree.head[t] == t]
        if inside:
            found.append(tops[-1] if tops else inside[-1])
    return sorted(set(found))


@dataclass(frozen=True, slots=True)
class Zone:
    """The sentences that a deed is told in."""

    sentences: frozenset[int]
    """Their numbers; empty where the deed has no words of its own."""
    number: tuple[int, ...]
    """Of each token, its sentence's number."""

    def weight(self, token: int) -> float:
        """How much a word counts for the deed: by how far its sentence is from one that tells of it."""
        if not self.sentences:
            return _LOST
        away = min(abs(self.number[token] - s) for s in self.sentences)
        return 1.0 if away == 0 else _NEAR if away == 1 else _FAR


def zone_of(tree: Tree, tokens: Sequence[int]) -> Zone:
    """The sentences around the deed's own words."""
    number = tuple(n for n, (first, last) in enumerate(tree.sentences) for _ in range(first, last + 1))
    return Zone(frozenset(number[t] for t in tokens), number)


def above(tree: Tree, token: int) -> list[int]:
    """A token and what governs it, a few steps up."""
    line = [token]
    while len(line) <= _STEPS and tree.head[line[-1]] != line[-1]:
        line.append(tree.head[line[-1]])
    return line


def tie(tree: Tree, clue: int, token: int) -> str | None:
    """How a clue is tied to a word: as its doing ("agent"), as said of it ("governs"), or "describes"."""
    line = above(tree, token)
    if clue in line[1:]:
        below = line[line.index(clue) - 1]
        return "agent" if is_agent(tree, below) else "governs"
    if tree.head[clue] in line[:4] and clue not in line:
        return "describes"
    return None


def is_agent(tree: Tree, token: int) -> bool:
    """Whether a word is who does what its head says: an active subject, or "by …" of a passive."""
    head = tree.head[token]
    if tree.relation(token) == "nsubj":
        second = token > head and any(tree.relation(k) == "nsubj" and k < head for k in tree.kids[head])
        return tree.dep[token] != "nsubj:pass" and not second  # of two, the one after the verb is a slip
    by = any(tree.lower[k] == "by" and tree.dep[k] == "case" for k in tree.kids[token])
    return by and tree.relation(token) in ("obl", "nmod")
