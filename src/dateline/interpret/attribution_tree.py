"""A digest's tokens as plain lists: the tree is walked often, and a spaCy token costs a call each time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.interpret.cues import verb_forms

if TYPE_CHECKING:
    from spacy.tokens import Doc

Run = tuple[int, int]
"""Tokens [first, last], both included."""


@dataclass(frozen=True, slots=True)
class Tree:
    """All tokens of a report: words, tags, heads (token numbers), children and sentence bounds."""

    text: str
    start: list[int]
    end: list[int]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    dep: list[str]
    feats: list[str]
    head: list[int]
    kids: list[list[int]]
    left: list[int]
    """First token of the subtree under each token."""
    right: list[int]
    """Last token of that subtree."""
    sentence: list[Run]
    """Of each token, its sentence."""
    sentences: list[Run]

    def __len__(self) -> int:
        return len(self.lower)

    def relation(self, token: int) -> str:
        """The token's relation to its head without the subtype: `nsubj:pass` gives `nsubj`."""
        return self.dep[token].partition(":")[0]

    def under(self, token: int, top: int) -> bool:
        """Whether `token` is `top` or hangs below it."""
        for _ in range(len(self.lower)):
            if token == top:
                return True
            if self.head[token] == token:
                return False
            token = self.head[token]
        return False

    def child(self, token: int, *relations: str) -> int | None:
        """The first child in one of these relations (full label, or the label without its subtype)."""
        for kid in self.kids[token]:
            if self.dep[kid] in relations or self.relation(kid) in relations:
                return kid
        return None

    def children(self, token: int, *relations: str) -> list[int]:
        """All children in one of these relations."""
        return [k for k in self.kids[token] if self.dep[k] in relations or self.relation(k) in relations]

    def passive(self, token: int) -> bool:
        """Whether a verb is passive: by its auxiliary, or, without a subject, by its features."""
        kids = self.kids[token]
        if any(self.lemma[k] in ("be", "get") and k < token and self.relation(k) == "aux" for k in kids):
            return "Voice=Pass" in self.feats[token] or any(
                self.dep[k] in ("aux:pass", "nsubj:pass") for k in kids
            )
        own = any(self.relation(k) == "nsubj" and k < token for k in kids)
        return "Voice=Pass" in self.feats[token] and not own

    def is_verb(self, token: int) -> bool:
        """Whether the token is tagged as a verb."""
        return self.pos[token] == "VERB"

    def is_noun(self, token: int) -> bool:
        """Whether the token is a noun, a name or a pronoun."""
        return self.pos[token] in ("NOUN", "PROPN", "PRON")


def _edges(
    heads: list[int], dep: list[str], sentences: list[Run], kids: list[list[int]]
) -> tuple[list[int], list[int]]:
    left, right = list(range(len(heads))), list(range(len(heads)))
    for first, last in sentences:
        stack = [t for t in range(first, last + 1) if heads[t] == t]
        order: list[int] = []
        while stack:
            token = stack.pop()
            order.append(token)
            stack.extend(kid for kid in kids[token] if kids[kid])
        for token in reversed(order):
            # A stray full stop or quotation mark widens nothing.
            inner = [kid for kid in kids[token] if dep[kid] != "punct"]
            if inner:
                left[token] = min(token, *[left[kid] for kid in inner])
                right[token] = max(token, *[right[kid] for kid in inner])
    return left, right


def _sentences(doc: Doc) -> list[Run]:
    if not len(doc):
        return []
    if not doc.has_annotation("SENT_START"):
        return [(0, len(doc) - 1)]
    marks = doc.to_array("SENT_START").astype("int64").tolist()
    starts = [0, *(i for i, mark in enumerate(marks) if mark == 1 and i)]
    return [(first, after - 1) for first, after in zip(starts, [*starts[1:], len(doc)], strict=True)]


def _resplit(sentences: list[Run], words: list[str]) -> list[Run]:
    """Sentences parted where a quotation has ended with a full stop and a capital follows."""
    parts: list[Run] = []
    for first, last in sentences:
        start = first
        for token in range(first + 1, last - 2):
            if (
                words[token] in ('"', "”")
                and words[token - 1] in (".", "!", "?")
                and words[token + 1][:1].isupper()
            ):
                parts.append((start, token))
                start = token + 1
        parts.append((start, last))
    return parts


_CLOSED = frozenset(["PART", "DET", "INTJ", "ADP", "SCONJ", "PRON"])


def _tag(tag: str, lower: str, forms: dict[str, str]) -> str:
    """A word's tag; classes that are few and closed hold no "refused" and no "shelled"."""
    verb = tag == "PART" and lower in forms
    return "VERB" if verb or (tag in _CLOSED and len(lower) > 4 and lower.endswith("ed")) else tag


@lru_cache(maxsize=4)
def tree_of(doc: Doc) -> Tree:
    """The lists of a doc; those of the docs read last are kept."""
    table = doc.to_array(["IDX", "ORTH", "LEMMA", "POS", "DEP", "MORPH", "SPACY", "HEAD"]).reshape(
        len(doc), 8
    )
    columns = [table[:, c].tolist() for c in range(7)]
    jumps = table[:, 7].astype("int64").tolist()
    strings = doc.vocab.strings
    names: dict[int, str] = {}

    def texts(column: list[int]) -> list[str]:
        for key in set(column):
            if key not in names:
                names[key] = strings[key] if key else ""
        return [names[key] for key in column]

    start, orth = columns[0], texts(columns[1])
    heads = [t + jump for t, jump in enumerate(jumps)]
    kids: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            kids[head].append(token)
    lower = [word.lower() for word in orth]
    lemma, dep = texts(columns[2]), texts(columns[4])
    sentences = _sentences(doc)
    left, right = _edges(heads, dep, sentences, kids)
    sentences = _resplit(sentences, orth)
    forms = verb_forms()
    tags = zip(texts(columns[3]), lower, strict=True)
    pos = [_tag(tag, lo, forms) if tag in _CLOSED else tag for tag, lo in tags]
    return Tree(
        text="".join([f"{word} " if space else word for word, space in zip(orth, columns[6], strict=True)]),
        start=start,
        end=[s + len(word) for s, word in zip(start, orth, strict=True)],
        lower=lower,
        lemma=[
            forms.get(lo, le.lower()) if tag in ("VERB", "AUX") else (le.lower() or lo)
            for le, lo, tag in zip(lemma, lower, pos, strict=True)
        ],
        pos=pos,
        dep=dep,
        feats=texts(columns[5]),
        head=heads,
        kids=kids,
        left=left,
        right=right,
        sentence=[run for run in sentences for _ in range(run[0], run[1] + 1)],
        sentences=sentences,
    )
