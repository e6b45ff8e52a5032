"""Which event a sentence is mainly about: the one that it asserts, not those it mentions on the way.

"The ministers met after a coup toppled the government" tells of a meeting; the coup is its background. Main
is, of the events told in a sentence, the one whose word stands highest in the tree, the first of equals: what
hangs below another event (what was demanded, who was arrested for what), in a clause beside it ("after …",
"who …"), or in a noun among its arguments is told in passing. Words of reporting are no events, so that
what somebody says is as high as if it were told outright. An event that is main in any sentence is main.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder_facts import Facts, tokens_of, top_of
from dateline.model import Event


def depth(tree: Tree, token: int) -> int:
    """How many words stand above a token in its tree."""
    above = 0
    while tree.head[token] != token and above < len(tree):
        token, above = tree.head[token], above + 1
    return above


def with_mains(facts: Facts, events: Iterable[Event]) -> tuple[Event, ...]:
    """The events, each marked as main or told in passing."""
    coded = tuple(events)
    tree = facts.tree
    highest: dict[int, tuple[int, int, int]] = {}
    for n, event in enumerate(coded):
        for span in event.mentions or (event.trigger,):
            run = tokens_of(tree, span)
            if not run:
                continue
            token = top_of(tree, run)
            rank = (depth(tree, token), token, n)
            sentence = tree.sentence[token][0]
            highest[sentence] = min(highest.get(sentence, rank), rank)
    mains = {n for _, _, n in highest.values()}
    return tuple(replace(event, main=n in mains) for n, event in enumerate(coded))
