"""Who was hit or did it, where a later sentence gives the names: "The dead were identified as A and B".

In: the drafts of a report. Out: the same; the attack told last before such a sentence has those whom it names
among its recipients ("among the injured are A, B", "the body of A was found"), or among its actors ("the
suspects, who were identified as A and B"). The evidence is kept among the draft's paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.interpret.arguments_answers import REAL, path_by
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_tree import cases
from dateline.model import ActorMention

_HARMED = frozenset(
    "victim dead deceased injured wounded casualty fatality body hostage captive kidnapped abducted".split()
)
_DOERS = frozenset(
    "suspect attacker assailant killer murderer gunman perpetrator assassin kidnapper bomber culprit".split()
)
_COPULA = frozenset({"be", "include"})
_NAMING = frozenset({"identify", "name", "recognize", "recognise"})
_NEAR = 8
"""Words between what somebody is called and the verb that gives the name."""
_REACH = 6
"""Sentences from an attack to the names."""
_INNER = frozenset({"of", "by", "to", "with", "for", "from", "in", "at", "against"})


def by_way_of_names(facts: Facts, events: list[Draft]) -> list[Draft]:
    """The drafts with those whom a later sentence names."""
    out = list(events)
    for noun, verb, harmed in _introductions(facts):
        named = _named_after(facts, verb)
        n = attack_before(facts, out, noun, _REACH)
        if not named or n is None:
            continue
        out[n] = _with(out[n], named, facts.tree.lower[noun], harmed=harmed)
    return out


def _introductions(facts: Facts) -> Iterator[tuple[int, int, bool]]:
    """Each noun for those who came to harm, or did it, with the verb or mark after it that gives names."""
    tree = facts.tree
    for i, (lemma, lower) in enumerate(zip(tree.lemma, tree.lower, strict=True)):
        harmed = lemma in _HARMED or lower in _HARMED
        doers = lemma in _DOERS or lower in _DOERS
        they = _they_are(facts, i) if lower in _THEY else None
        if they is not None:
            yield i, they, True
        if not (harmed or doers) or (tree.pos[i] == "VERB" and not _those_who(facts, i)):
            continue
        last = min(tree.sentence[i][1], i + _NEAR)
        for v in range(i + 1, last + 1):
            gives = tree.lemma[v] in _NAMING or (harmed and tree.lemma[v] in _COPULA)
            if gives and not (tree.lemma[v] == "be" and _goes_on(facts, v)):
                yield i, v, harmed
                break


_THEY = frozenset({"they", "these"})


def _they_are(facts: Facts, i: int) -> int | None:
    """The copula of "they are A, B and C", where these are persons: those told of before."""
    tree = facts.tree
    if not tree.dep[i].startswith("nsubj"):
        return None
    name = tree.head[i]
    several = any(tree.dep[k] == "conj" for k in tree.kids[name])
    if name not in facts.persons or not several:
        return None
    return next((k for k in tree.kids[name] if tree.dep[k] == "cop"), None)


def _those_who(facts: Facts, verb: int) -> bool:
    """Whether a verb only says who they are: "*those who were kidnapped* are A and B", "the injured"."""
    tree = facts.tree
    if verb and tree.lower[verb - 1] == "the":
        return True
    return tree.dep[verb] == "acl:relcl" and tree.lower[tree.head[verb]] in ("those", "people", "persons")


def _goes_on(facts: Facts, v: int) -> bool:
    """Whether "are" only helps a verb: "the victims were murdered"."""
    tree = facts.tree
    return tree.dep[v].startswith("aux")


def _named_after(facts: Facts, verb: int) -> tuple[ActorMention, ...]:
    """The persons named behind a verb up to the end of its sentence, those inside other phrases left out."""
    tree, found = facts.tree, list[ActorMention]()
    for i in range(verb + 1, tree.sentence[verb][1] + 1):
        if tree.pos[i] == "VERB" and tree.dep[i] in ("conj", "advcl", "ccomp", "parataxis"):
            break
        mention = facts.actors.get(i)
        if mention is None or i not in facts.persons or _INNER & set(cases(tree, i)[:1]):
            continue
        if tree.dep[i] != "nmod:poss" and not any(m.span.overlaps(mention.span) for m in found):
            found.append(mention)
    return tuple(found)


def attack_before(facts: Facts, events: list[Draft], token: int, reach: int) -> int | None:
    """The number of the attack told last before a token, at most so many sentences before its own."""
    tree = facts.tree
    told = [
        (m, n)
        for n, d in enumerate(events)
        for m in d.mentions
        if d.entry.group.type == "ASSAULT" and d.status in REAL and m <= token
    ]
    if not told:
        return None
    last, n = max(told)
    between = [s for s, _ in tree.sentences if tree.sentence[last][0] <= s <= tree.sentence[token][0]]
    return n if len(between) <= reach else None


def _with(draft: Draft, named: tuple[ActorMention, ...], word: str, *, harmed: bool) -> Draft:
    """The draft with those named among its recipients where they came to harm, else among its actors."""
    known = {m.span for m in (*draft.recipients, *draft.actors)}
    new = tuple(m for m in named if m.span not in known)
    role = "recipient" if harmed else "actor"
    paths = draft.paths + tuple(path_by(role, m, f"named as {word}") for m in new)
    if harmed:
        return replace(draft, recipients=draft.recipients + new, paths=paths)
    return replace(draft, actors=draft.actors + new, paths=paths)
