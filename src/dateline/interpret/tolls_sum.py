"""Tolls that a noun tells: "the death toll rose to 20", "put the number of those killed at eight"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.interpret.coder_facts import Facts, tokens_of
from dateline.interpret.tolls_list import is_age
from dateline.interpret.tolls_words import Harm, toll_words
from dateline.model import QuantityMention

_NEAR = 10
_REACH = 30
_LINKS = frozenset(
    "to at as be is was were stand stood reach reached exceed exceeded total totalled of like number".split()
)
"""Words right before the figure that a noun of number is said to be."""


@dataclass(frozen=True, slots=True)
class Told:
    """A number, and the noun that makes it a toll."""

    quantity: QuantityMention
    token: int
    cue: int


def told_by_nouns(facts: Facts, harm: Harm) -> Iterator[Told]:
    """Numbers that a noun of number or of death makes tolls."""
    tree = facts.tree
    for _, quantity in facts.quantities:
        run = tokens_of(tree, quantity.span)
        if not run or quantity.unit is not None or quantity.low is quantity.best is quantity.high is None:
            continue
        if run[0] in facts.barred or is_age(facts, quantity):
            continue
        noun = quantity.head
        if noun is not None and tree.lemma[noun] in harm.each:
            yield Told(quantity, noun, noun)
        elif (cue := _sum_before(facts, harm, run[0])) is not None and not _hurt(facts, harm, run[-1]):
            yield Told(quantity, noun if noun is not None else run[-1], cue)


def _sum_before(facts: Facts, harm: Harm, at: int) -> int | None:
    """The noun of number of which the figure at `at` is said."""
    tree = facts.tree
    start = tree.sentence[at][0]
    rivals = [h.done | h.sums for h in toll_words().harms if h is not harm]
    for i in range(at - 1, max(start, at - _REACH) - 1, -1):
        if tree.lemma[i] in harm.sums and tree.is_noun(i):
            linked = at - 1 == i or tree.lower[at - 1] in _LINKS
            return i if linked and _of_harm(facts, harm, i, at) else None
        if any(tree.lemma[i] in words for words in rivals):
            return None
    return None


def _of_harm(facts: Facts, harm: Harm, i: int, at: int) -> bool:
    """Whether the noun is a number of dead: "death toll", "number of civilians killed"."""
    tree = facts.tree
    if tree.lower[i - 1] in ("death", "casualty", "fatality") and i > 0:
        return True
    words = harm.done | harm.deed | harm.each | harm.state
    return any(tree.lemma[k] in words for k in range(i + 1, min(at, i + _NEAR)))


def _hurt(facts: Facts, harm: Harm, last: int) -> bool:
    """Whether another harm follows right after: "at 20, with 15 injured"."""
    tree = facts.tree
    after = tree.lemma[last + 1] if last + 1 < len(tree) else ""
    return any(after in h.done | h.state | h.each for h in toll_words().harms if h is not harm)


def vague_deaths(facts: Facts, harm: Harm) -> Iterator[int]:
    """Plurals of death without a number: "resulting in a number of deaths", "caused fatalities"."""
    tree, words = facts.tree, harm.each | harm.deed
    for i, lemma in enumerate(tree.lemma):
        plural = lemma in words and "Number=Plur" in tree.feats[i]
        if not plural or i in facts.barred or tree.pos[i] != "NOUN":
            continue
        kids = tree.kids[i]
        if any(tree.relation(k) in ("nummod", "nmod") and k != i for k in kids if tree.dep[k] != "nmod:poss"):
            continue
        if any(tree.dep[k] == "det" or tree.dep[k] == "nmod:poss" for k in kids):
            continue
        if not any(quantity.head == i for _, quantity in facts.quantities):
            yield i
