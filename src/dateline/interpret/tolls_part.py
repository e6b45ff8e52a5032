"""What a toll counts: a part of another, one incident or a whole war, and which population."""

from __future__ import annotations

from dateline.interpret.coder_facts import Facts
from dateline.interpret.tolls_words import toll_words

_UP = 6
_BACK = 14


def is_part(facts: Facts, noun: int, first: int) -> bool:
    """Whether those counted are some of a whole that is told beside them."""
    return _introduced(facts, noun) or _after_including(facts, first) or _some_of(facts, first)


def _introduced(facts: Facts, i: int) -> bool:
    """By the tree: "including" stands on the noun or on what it is joined to."""
    tree, words = facts.tree, toll_words().part_before
    for _ in range(_UP):
        if any(tree.lower[k] in words for k in tree.kids[i] if k < i):
            return True
        if tree.dep[i] not in ("conj", "nmod", "appos", "nummod"):
            return False
        i = tree.head[i]
    return False


def _after_including(facts: Facts, first: int) -> bool:
    """By the words before: "including", "among them" with nothing but a list between."""
    tree, words = facts.tree, toll_words().part_before
    start = tree.sentence[first][0]
    for i in range(first - 1, max(start, first - _BACK) - 1, -1):
        if tree.lower[i] in words:
            return True
        if tree.pos[i] in ("VERB", "AUX") or tree.lower[i] in (";", ":"):
            return False
    return False


def _some_of(facts: Facts, first: int) -> bool:
    """`two of whom`, `most of them`, `five of the victims`."""
    tree, words = facts.tree, toll_words().part_of
    last = tree.sentence[first][1]
    after = [tree.lower[i] for i in range(first + 1, min(first + 4, last + 1))]
    return "of" in after and bool(words.intersection(after))


def is_wider(facts: Facts, i: int) -> bool:
    """Whether the sentence tells of a longer time or a wider area than one incident."""
    tree = facts.tree
    first, last = tree.sentence[i]
    told = tree.text[tree.start[first] : tree.end[last]].lower()
    return any(f" {word} " in f" {told} " for word in toll_words().wider)


def population_of(facts: Facts, noun: int) -> str | None:
    """Of whom the noun speaks: civilians, children, fighters …; None for people without more."""
    tree, table = facts.tree, toll_words().population
    near = [noun, *(k for k in tree.kids[noun] if tree.dep[k] in ("amod", "compound"))]
    return next((table[tree.lemma[i]] for i in near if tree.lemma[i] in table), None)
