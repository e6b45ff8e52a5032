"""How old somebody is: a number of years that counts nobody and lasts over nothing that happens."""

from __future__ import annotations

import re

from dateline.interpret.coder_facts import Facts, tokens_of
from dateline.interpret.tolls_words import toll_words
from dateline.model import QuantityMention

_OLD = re.compile(r"[\s–-]*(?:year|month|week|day)s?[\s–-]+old\b", re.IGNORECASE)
_UNIT = re.compile(r"[\s–-]*(?:year|month|week|day|decade)", re.IGNORECASE)


def tells_age(facts: Facts, quantity: QuantityMention) -> bool:
    """Whether a number is an age: "a 31-year-old man", "Ali Omar, 34,", "aged 43"; no "year-old siege"."""
    text, end = facts.tree.text, quantity.span.end
    old = _OLD.match(text, end)
    if old is None:
        return quantity.unit == "year" and _UNIT.match(text, end) is None
    after = next(
        (
            i
            for i in range(tokens_of(facts.tree, quantity.span)[0], len(facts.tree))
            if facts.tree.start[i] >= old.end()
        ),
        None,
    )
    return after is None or not _lasts(facts, after)


def _lasts(facts: Facts, i: int) -> bool:
    """Whether a word begins the name of what has gone on for so long, not of who is that old."""
    tree, words = facts.tree, toll_words()
    people = words.people | words.several | words.population.keys()
    while tree.pos[i] in ("ADJ", "PROPN") and tree.head[i] > i and tree.dep[i] in ("amod", "compound"):
        i = tree.head[i]
    return tree.pos[i] == "NOUN" and tree.lemma[i] not in people and i not in facts.actors
