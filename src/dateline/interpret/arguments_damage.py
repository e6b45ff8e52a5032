"""What an attack damaged, where a noun tells it: "causing damage to houses", "the car suffered damage".

In: the drafts of a report. Out: the same; the attack told last in the same sentence or right before has those
things among its targets. The evidence is kept among the draft's paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.interpret.arguments import conjuncts
from dateline.interpret.arguments_answers import REAL
from dateline.interpret.arguments_named import attack_before
from dateline.interpret.arguments_target import things_at
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_tree import cases

_DAMAGE = frozenset({"damage", "destruction"})
_TAKEN = frozenset({"sustain", "suffer", "receive"})
_NEAR = 2
"""Sentences from an attack to the damage, both counted."""


def by_way_of_damage(facts: Facts, events: list[Draft]) -> list[Draft]:
    """The drafts with the things that are said to have come to damage."""
    out = list(events)
    for noun, heads in _damages(facts):
        n = _attack_of(facts, out, noun)
        if n is None:
            continue
        known = out[n].targets
        things = things_at(facts, out[n].entry.group, heads)
        new = tuple(t for t in things if not any(t.overlaps(k) for k in known))
        paths = tuple(f"target: {' '.join(t.text.split())} (came to {facts.tree.lower[noun]})" for t in new)
        out[n] = replace(out[n], targets=known + new, paths=out[n].paths + paths)
    return out


def _damages(facts: Facts) -> Iterator[tuple[int, list[int]]]:
    """Each noun for damage with the heads of what it was done to."""
    tree = facts.tree
    for i in range(len(tree)):
        if tree.lemma[i] not in _DAMAGE or tree.pos[i] != "NOUN" or i in facts.barred:
            continue
        verb = tree.head[i]
        if any(tree.lower[k] == "no" for k in tree.kids[i]) or any(
            tree.lower[k] in ("not", "n't") for k in tree.kids[verb]
        ):
            continue
        heads = [k for k in (*tree.kids[i], *tree.kids[verb]) if k > i and cases(tree, k)[:1] == ["to"]]
        if tree.lemma[verb] in _TAKEN and tree.dep[i] == "obj":
            heads += [k for k in tree.kids[verb] if tree.dep[k] == "nsubj"]
        if heads:
            yield i, [c for k in heads for c in conjuncts(facts, k)]


def _attack_of(facts: Facts, events: list[Draft], token: int) -> int | None:
    """The attack that caused it: one told in the same sentence, else the last one before, close by."""
    sentence = facts.tree.sentence
    here = [
        n
        for n, d in enumerate(events)
        if d.entry.group.type == "ASSAULT"
        and d.status in REAL
        and any(sentence[m] == sentence[token] for m in d.mentions)
    ]
    return here[-1] if here else attack_before(facts, events, token, _NEAR)
