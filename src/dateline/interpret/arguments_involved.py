"""Who is said to have had a part in a deed: "the soldiers involved in the killing", "the army's involvement".

In: the drafts of a report. Out: the same; a deed whose doer nobody tells, or only the language model guesses,
has those who are said to be involved in it, suspected of it or responsible for it. The evidence is kept among
the draft's paths.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.interpret.arguments import PRONOUNS, resolve
from dateline.interpret.arguments_answers import by_token, meant, with_actors
from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_frame import surface_subject
from dateline.interpret.coder_tree import cases
from dateline.model import Statement

_WORDS = frozenset({"involve", "involved", "implicate", "implicated", "suspect", "suspected", "responsible"})
_NOUNS = frozenset({"involvement", "participation", "complicity", "responsibility", "implication"})
_TO = frozenset({"in", "of", "for", "with", "to"})
_DENIED = frozenset({"deny", "reject", "refute", "rule", "dismiss", "no", "not", "n't", "never", "without"})
_DEEDS = frozenset({"ASSAULT"})
_GUESS = "(read by the language model)"


def guessed(draft: Draft) -> bool:
    """Whether nobody is known to have done it but by the language model's guess."""
    starts = tuple(f"actor: {' '.join(a.span.text.split())} (" for a in draft.actors)
    told = [p for p in draft.paths if p.startswith(starts)] if starts else []
    return all(p.endswith(_GUESS) for p in told)


def involved(facts: Facts, statements: tuple[Statement, ...], events: list[Draft]) -> list[Draft]:
    """The drafts with those who are said to have had a part in them."""
    out, known = list(events), by_token(events)
    for word, who, deeds in _parts(facts):
        named = tuple(
            m
            for i in who
            if (m := resolve(facts, statements, i)) is not None and m.span.text.lower() not in PRONOUNS
        )
        for n in meant(facts, known, deeds) if named else []:
            struck = {r.span for r in out[n].recipients}
            doers = tuple(m for m in named if m.span not in struck)
            if doers and out[n].entry.group.type in _DEEDS and guessed(out[n]):
                out[n] = with_actors(out[n], doers, f"said to be {facts.tree.lower[word]} in it")
    return out


def _parts(facts: Facts) -> Iterator[tuple[int, list[int], list[int]]]:
    """Each word for having a part in something, with who has and in what."""
    tree = facts.tree
    for i in range(len(tree)):
        noun = tree.lemma[i] in _NOUNS and tree.pos[i] == "NOUN"
        if not noun and not {tree.lemma[i], tree.lower[i]} & _WORDS:
            continue
        deeds = [k for k in tree.kids[i] if k > i and _told_of(tree, k)]
        if not deeds or _denied(tree, i):
            continue
        yield i, (_of_noun(tree, i, deeds) if noun else _of_word(tree, i)), deeds


def _told_of(tree: Tree, k: int) -> bool:
    marks = {tree.lower[c] for c in tree.kids[k] if tree.dep[c] in ("mark", "case")}
    return bool(marks & _TO) and tree.dep[k].partition(":")[0] in ("obl", "nmod", "advcl", "acl")


def _denied(tree: Tree, i: int) -> bool:
    head = tree.head[i]
    return tree.lemma[head] in _DENIED or any(
        tree.lower[k] in _DENIED for k in (*tree.kids[i], *tree.kids[head])
    )


def _of_noun(tree: Tree, i: int, deeds: list[int]) -> list[int]:
    """Whose part it is: "the army's involvement", "the participation of troops"."""
    found = [k for k in tree.kids[i] if tree.dep[k] == "nmod:poss"]
    found += [k for k in tree.kids[i] if cases(tree, k)[:1] == ["of"] and k not in deeds]
    if not found and len(deeds) > 1 and cases(tree, deeds[0])[:1] == ["of"]:
        return deeds[:1]
    return found or [k for k in tree.kids[i] if tree.dep[k] == "compound"]


def _of_word(tree: Tree, i: int) -> list[int]:
    """Who is involved: the noun that the word describes, or its subject."""
    head = tree.head[i]
    if tree.dep[i] in ("amod", "acl"):
        copula = any(tree.dep[k] == "cop" for k in tree.kids[tree.head[head]])
        if tree.lower[head] in ("those", "one", "ones") and tree.dep[head] == "nsubj" and copula:
            return [tree.head[head]]
        return [head]
    return surface_subject(tree, i)
