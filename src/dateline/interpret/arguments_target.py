"""What was hit: the things an attack is aimed at, which are nobody: buildings, vehicles, lines.

They are kept as the phrases that name them. Whose they are is said by the recipients, where that is known.
"""

from __future__ import annotations

from functools import cache

from dateline.interpret.arguments import WEAPONS, in_roles
from dateline.interpret.arguments_count import count_words
from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder_facts import Facts, contents
from dateline.interpret.coder_frame import Frame
from dateline.interpret.coder_tree import cases
from dateline.interpret.lexicon import Group
from dateline.model import Span

_LEFT = frozenset(
    ["amod", "compound", "nummod", "det", "nmod:poss", "nmod:desc", "nmod", "nmod:unmarked", "flat"]
)
_AROUND = ("at", "in", "outside", "inside", "near", "under", "against", "on", "of", "to", "front", "into")
"""Prepositions by which an explosion tells what it hit."""
_BLASTS = frozenset({"explosives", "suicide-attack", "aerial", "heavy-weapons", "drone"})


@cache
def things() -> frozenset[str]:
    """The nouns for what can be hit without being anybody."""
    words = count_words()
    return frozenset().union(*words["targets"].values(), words["things"]["materiel"])


def phrase_of(facts: Facts, i: int) -> Span:
    """The noun phrase at `i`: what stands before its head, and the "of" phrases right after it."""
    tree = facts.tree
    first = last = i
    for k in tree.kids[i]:
        if k < i and tree.dep[k] in _LEFT and not cases(tree, k):
            first = min(first, tree.left[k])
        elif tree.left[k] == last + 1 and (
            tree.dep[k] in ("flat", "compound") or (tree.dep[k] == "nmod" and cases(tree, k)[:1] == ["of"])
        ):
            last = tree.right[k]
    return facts.span(first, last)


_MEANS = {
    "explosives": frozenset({"bomb", "dynamite", "explosive", "grenade", "device", "charge", "mine"}),
    "firearms": frozenset({"rifle", "gun", "machinegun", "pistol", "submachinegun", "gunfire", "bullet"}),
    "heavy-weapons": frozenset({"mortar", "rocket", "missile", "shell", "artillery"}),
    "primitive": frozenset({"knife", "machete", "sword", "axe", "stone"}),
}
"""What an attack is made with, by the mode it shows."""


def mode_of(facts: Facts, group: Group, frame: Frame) -> str | None:
    """The mode of an entry; where it has none, that which the weapon named with the attack shows."""
    if group.type != "ASSAULT" or group.mode not in (None, "destroy"):
        return group.mode
    lemma, mods = facts.tree.lemma, frame.get("mod")
    used = [
        *frame.get("with"),
        *frame.get("with-obj"),
        *frame.get("by"),
        *frame.get("agent"),
        *frame.get("using"),
        *mods,
    ]
    used += [k for i in used for k in contents(facts.tree, i)]
    return next((mode for mode, words in _MEANS.items() if any(lemma[i] in words for i in used)), group.mode)


def _thing(tree: Tree, i: int) -> bool:
    """Whether a noun is a thing that can be hit; what it is hit with is none."""
    return tree.pos[i] in ("NOUN", "PROPN") and tree.lemma[i] in things() - WEAPONS


def _within(tree: Tree, i: int) -> list[int]:
    """A noun and what it holds or is part of: "a row of *shops*", "the windows of the *bank*"."""
    found = contents(tree, i)
    if tree.lemma[i] in count_words()["parts"]["of"]:
        found += [
            k for k in tree.kids[i] if tree.dep[k] in ("compound", "nmod:poss") or cases(tree, k) == ["of"]
        ]
    return found


def targets_of(facts: Facts, group: Group, frame: Frame) -> tuple[Span, ...]:
    """The things that an attack hits, in text order."""
    heads = in_roles(facts, group.recipient, frame)
    if group.mode in _BLASTS:
        heads += [i for slot in _AROUND for i in frame.get(slot)]
    return things_at(facts, group, [i for i in heads if i != frame.token], frame.token)


_BODIES = ("bodies.csv", "organisations.csv", "institutions.csv", "media.csv", "parties.csv")
_FORCES = frozenset({"MIL", "COP", "REB", "GOV", "UAF", "PRM"})


def _has_premises(facts: Facts, i: int) -> bool:
    """Whether a blast that hits a body hits its premises: "a bomb attack on the union", not on its troops."""
    party = facts.party(i)
    if party is None or i in facts.persons or party.sector in _FORCES or i in facts.places:
        return False
    return i in facts.orgs or party.rule.startswith(_BODIES)


def _in_list(tree: Tree, head: int) -> list[int]:
    """The things of a list that were read as other names of its first: "the palace, a home and a bank"."""
    renamed = [k for k in tree.kids[head] if tree.dep[k] == "appos" and _thing(tree, k)]
    joined = [k for i in (head, *renamed) for k in tree.kids[i] if tree.dep[k] == "conj" and k > head]
    return [*renamed, *joined] if renamed and joined else []


def things_at(facts: Facts, group: Group, heads: list[int], token: int = -1) -> tuple[Span, ...]:
    """The things among those whom or what an attack is said to hit, in text order."""
    if group.type != "ASSAULT" or group.mode == "abduct":
        return ()
    tree = facts.tree
    found: dict[int, Span] = {}
    heads = [i for head in heads for i in (head, *_in_list(tree, head))]
    for head in heads:
        i = next((k for k in _within(tree, head) if _thing(tree, k)), None)
        if i is None and group.mode in _BLASTS and _has_premises(facts, head):
            i = head
        if i is not None and i != token:
            found.setdefault(i, phrase_of(facts, i))
    spans = [found[i] for i in sorted(found)]
    return tuple(s for n, s in enumerate(spans) if not any(s.overlaps(other) for other in spans[:n]))
