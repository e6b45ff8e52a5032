"""Gapping: a second clause that leaves out its verb: "Russia withdrew its jets and Syria its troops".

Parsers take the remnant for a part of the first object. It shows itself by its form: after "and" or a comma
stands a name, and right behind it a noun phrase with an article, a number or a possessive of its own, which
no name has inside its phrase.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder_facts import Facts, Gap, tokens_of
from dateline.interpret.coder_frame import Frame, Slots
from dateline.interpret.coder_tree import cases

_OPENERS = frozenset({"DET", "NUM"})
_OWN = frozenset({"its", "their", "his", "her"})
_FAR = 12


def _opens(facts: Facts, i: int) -> bool:
    """Whether a noun phrase begins at `i`, right behind a name: with an article, or bare behind a country."""
    tree = facts.tree
    if tree.pos[i] in _OPENERS or tree.lower[i] in _OWN:
        return True
    place = facts.places.get(i - 1)
    country = (
        place is not None and place.precision == "country" and not tree.text[tree.end[i - 1] - 1].isupper()
    )
    return country and tree.pos[i] == "NOUN" and "Number=Plur" in tree.feats[i]


def _object_of(facts: Facts, start: int, last: int) -> int | None:
    """The head of the noun phrase that opens at `start`; None for a time ("the next day")."""
    tree = facts.tree
    if any(start in tokens_of(tree, t.span) for _, t in facts.times):
        return None
    for i in range(start, min(last, start + _FAR) + 1):
        if tree.pos[i] in ("NOUN", "PROPN"):
            after = i + 1 <= last and tree.pos[i + 1] in ("NOUN", "PROPN")
            if not after:
                return i
        elif i > start and tree.pos[i] not in ("ADJ", "NUM", "ADV"):
            return None
    return None


def gap_after(facts: Facts, v: int) -> Gap | None:
    """The clause after a verb and its object that shares the verb and does not name it again."""
    tree = facts.tree
    last = tree.sentence[v][1]
    objects = [k for k in tree.kids[v] if tree.dep[k] == "obj" and k > v]
    subject = any(tree.dep[k] == "nsubj" and k < v for k in tree.kids[v])
    if tree.pos[v] != "VERB" or not objects or not subject:
        return None
    for c in range(min(objects) + 1, last - 2):
        if tree.pos[c] == "VERB" or tree.pos[c] == "AUX":
            return None
        if tree.lower[c] != "and" or tree.pos[c + 1] != "PROPN":
            continue
        name = c + 1
        while name + 1 < last and tree.pos[name + 1] == "PROPN":
            name += 1
        head = _object_of(facts, name + 1, last) if _opens(facts, name + 1) else None
        if head is None or any(tree.pos[k] in ("VERB", "AUX") for k in range(c, last + 1)):
            continue
        return Gap(name, head, c, last)
    return None


def _within(tree: Tree, gap: Gap) -> Slots:
    """The prepositions of the second clause, each with its noun."""
    found: Slots = {}
    for i in range(gap.object + 1, gap.last + 1):
        if tree.pos[i] in ("NOUN", "PROPN", "PRON"):
            for word in cases(tree, i):
                found.setdefault(word, []).append(i)
    return found


def frame_of(tree: Tree, frame: Frame, gap: Gap) -> Frame:
    """The frame of the second clause: its own parts, and the helpers of the verb that it shares."""
    shared: Slots = {name: frame.slots[name] for name in ("aux", "neg", "prt", "gov") if name in frame.slots}
    return replace(frame, slots={**shared, **_within(tree, gap), "subj": [gap.subject], "obj": [gap.object]})


def bridged(facts: Facts) -> Facts:
    """The facts with the gaps that the report has, and the tree without the remnants in other phrases."""
    found = ((v, gap_after(facts, v)) for v in range(len(facts.tree)) if facts.tree.pos[v] == "VERB")
    gaps = {v: gap for v, gap in found if gap is not None}
    return replace(facts, tree=_parted(facts.tree, gaps), gaps=gaps) if gaps else facts


def _parted(tree: Tree, gaps: dict[int, Gap]) -> Tree:
    """The tree with what stands in each second clause hung on the verb as a part of that clause."""
    head, dep, kids = list(tree.head), list(tree.dep), [list(k) for k in tree.kids]
    for v, gap in gaps.items():
        for i in range(gap.first, gap.last + 1):
            if head[i] < gap.first or i in (gap.subject, gap.object):
                kids[head[i]].remove(i)
                head[i], dep[i] = v, "gap"
                kids[v].append(i)
    return replace(tree, head=head, dep=dep, kids=kids)


def settle_parties(facts: Facts, gap: Gap) -> None:
    """Let the name be somebody, and "its" in the object behind it that name's, whatever was read before."""
    tree = facts.tree
    who = facts.party(gap.subject) or facts.phrase(gap.subject)
    if who is None or who.country is None:
        return
    span = facts.span(gap.first + 1, gap.subject)
    facts.cache[gap.subject] = replace(who, span=span, head=gap.subject, sector=who.sector or "GOV")
    what = facts.party(gap.object)
    if what is not None:
        own = any(tree.lower[k] in _OWN for k in range(gap.subject + 1, gap.object))
        nation = replace(what, country=who.country, name=who.name) if own else what
        facts.cache[gap.object] = replace(nation, span=facts.span(gap.subject + 1, gap.object))
