"""Where the tree is read otherwise than the parser made it, and the prepositions on a word."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.interpret.attribution_tree import Tree


def cases(tree: Tree, i: int) -> list[str]:
    """The prepositions on `i`; "out of" gives both words."""
    words = []
    for kid in tree.kids[i]:
        if tree.dep[kid] == "case" and tree.lemma[kid] not in ("'s", "’s", "'", "’"):
            words.append(tree.lemma[kid])
            words.extend(tree.lemma[k] for k in tree.kids[kid] if tree.dep[k] == "fixed")
    return words


def across_verb(tree: Tree, k: int, i: int) -> bool:
    """Whether an auxiliary stands between a noun and what the parser took for its modifier."""
    return any(tree.pos[j] == "AUX" for j in range(k + 1, i))


_CONJUNCTIONS = frozenset({"after", "before", "as", "since", "until", "while", "when", "because"})


def after_conjunction(tree: Tree, v: int) -> list[int]:
    """The subject that the parser hung as an oblique: "arrested *after the mayor was* stabbed"."""
    auxiliaries = [k for k in tree.kids[v] if tree.dep[k].startswith("aux") and k < v]
    if not auxiliaries or any(tree.dep[k] == "mark" for k in tree.kids[v]):
        return []
    before = [k for k in tree.kids[v] if tree.dep[k] == "obl" and k < auxiliaries[0]]
    return [k for k in before if _CONJUNCTIONS.intersection(cases(tree, k)[:1])][:1]


_STRAY = frozenset({"appos", "nmod:unmarked", "obl:unmarked", "list", "dep", "nmod"})


def before_auxiliary(tree: Tree, v: int) -> list[int]:
    """The subject that the parser hung elsewhere: the phrase right before "were" in "20 people were hurt"."""
    auxiliaries = [k for k in tree.kids[v] if tree.dep[k] == "aux:pass" and k < v]
    if not auxiliaries or tree.dep[v] in ("conj", "xcomp", "acl:relcl"):
        return []
    at = auxiliaries[0] - 1
    while at > tree.sentence[v][0] and tree.pos[at] in ("SPACE", "ADV", "AUX"):
        at -= 1
    if at < tree.sentence[v][0] or tree.pos[at] not in ("NOUN", "PROPN"):
        return []
    while tree.head[at] < auxiliaries[0] and tree.dep[at] in ("flat", "compound") and tree.head[at] != at:
        at = tree.head[at]
    return [at] if tree.dep[at] in _STRAY and not cases(tree, at) else []


def names_it(tree: Tree, g: int, top: int) -> bool:
    """Whether "call" says what something is: "called the stabbing barbaric", "called the raid a crime"."""
    told = (
        k > top and tree.dep[k] in ("xcomp", "obj", "iobj", "ccomp", "obl:unmarked", "parataxis")
        for k in tree.kids[g]
        if k != top
    )
    return tree.lemma[g] == "call" and any(told)


def misread_object(tree: Tree, k: int) -> bool:
    """Whether the parser took a noun after its verb for a clause: "announced the withdrawal of …"."""
    noun = tree.dep[k] == "ccomp" and tree.pos[k] == "NOUN" and k > tree.head[k]
    return noun and not any(tree.dep[kid] in ("cop", "nsubj", "mark") for kid in tree.kids[k])


_DESIGNS = frozenset("attempt plan plot bid conspiracy scheme effort intention threat order decision".split())
_LEARNT = frozenset(
    """foil thwart frustrate prevent avert stop block abort warn inform tell alert learn hear know discover
    uncover detect reveal disclose expose report announce denounce condemn reject repudiate mention describe
    investigate deny fear blame confirm defuse deactivate solve probe find say""".split()
)
"""Verbs whose subject hears or tells of somebody's deed or design, or hinders it, and does not do it."""


def only_learns(tree: Tree, verb: int) -> bool:
    """Whether the subject of a verb only hears or tells of a deed, looks into it or hinders it."""
    return tree.lemma[verb] in _LEARNT


def planner(tree: Tree, noun: int) -> list[int]:
    """Whose design it is: "an attempt *by rebels* to kill him", "the *rebel* plan to attack a station"."""
    if tree.lemma[noun] not in _DESIGNS:
        return []
    by = [k for k in tree.kids[noun] if "by" in cases(tree, k)]
    return by or [k for k in tree.kids[noun] if k < noun and tree.dep[k] == "compound"][-1:]


def hears_of(tree: Tree, noun: int, verb: int) -> bool:
    """Whether the subject of a verb does not have the design that it tells of: "foiled an attempt to …"."""
    return tree.lemma[noun] in _DESIGNS and only_learns(tree, verb)


_HELPERS = frozenset({"has", "had", "is", "was", "were", "are", "will", "would", "did", "does"})


def finite(tree: Tree, v: int) -> bool:
    """Whether a verb has a helper that no infinitive has, so that it is joined to what stands higher."""
    return any(tree.dep[k] == "aux" and tree.lower[k] in _HELPERS for k in tree.kids[v])


def said_before(tree: Tree, i: int, tokens: Sequence[int]) -> bool:
    """Whether a word tells what went before one of others: "set fires *after the killing*"."""
    for _ in range(3):
        if tree.head[i] in tokens:
            marks = {tree.lower[k] for k in tree.kids[i] if tree.dep[k] in ("case", "mark")}
            return bool(marks & {"after", "following", "since"})
        i = tree.head[i]
    return False
