"""What stands around a verb, as PETRARCH's patterns ask for it: subjects, objects, prepositions, verbs."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.petrarch.phrases import Phrases

_NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
_BELOW = ("xcomp", "ccomp", "advcl", "csubj")
_INTENT = frozenset({"will", "would", "'ll", "shall"})


@dataclass(slots=True)
class Clause:
    """A verb and what depends on it; heads are token numbers."""

    verb: int
    passive: bool
    subjects: list[int]
    objects: list[int]
    preps: list[tuple[str, int]]
    """Preposition and head, of the verb's own prepositional phrases."""
    near: list[int]
    """Adverbs, particles and predicates beside the verb."""
    below: list[int]
    """Verbs of clauses under this one, in text order."""
    negated: bool
    intent: bool
    """With "will" or "would"."""
    consumed: frozenset[int] = frozenset()
    """Words that a pattern has used: they name no actor any more."""
    bound: dict[str, int] = field(default_factory=dict)
    """Phrases that a pattern names as source or target."""


def clause_of(phrases: Phrases, verb: int) -> Clause:
    """The clause of a verb."""
    tree = phrases.tree
    passive = _passive(tree, verb)
    clause = Clause(verb, passive, [], [], [], [], [], False, False)
    for kid in tree.kids[verb]:
        relation = tree.relation(kid)
        if relation == "nsubj":
            clause.subjects.append(kid)
        elif relation in ("obj", "iobj"):
            _object(phrases, clause, kid)
        elif relation in ("obl", "nmod"):
            case = phrases.case(kid)
            if case and kid > verb:  # one put first ("According to …") belongs to the whole sentence
                clause.preps.append((case, kid))
        elif relation == "advmod" or tree.dep[kid] == "compound:prt":
            clause.negated |= tree.lower[kid] in _NEGATIONS
            clause.near.append(kid)
        elif relation == "aux":
            clause.intent |= tree.lower[kid] in _INTENT
        elif relation in _BELOW and not _prepositional(tree, kid):
            _below(tree, clause, kid)
    clause.below += [kid for kid in tree.kids[verb] if tree.dep[kid] == "conj" and _that(tree, verb, kid)]
    _existential(tree, clause)
    clause.preps += _with_sub_preps(phrases, clause.preps)
    return clause


def coordinated(tree: Tree, verb: int) -> list[int]:
    """The verbs coordinated with one, but those that the parser took from the clause below it."""
    return [
        kid
        for kid in tree.kids[verb]
        if tree.dep[kid] == "conj"
        and (tree.is_verb(kid) or tree.child(kid, "nsubj") is not None)
        and not _that(tree, verb, kid)
    ]


def _that(tree: Tree, verb: int, kid: int) -> bool:
    """Whether a coordinated clause is a second thing said: "alleged that … and that …"."""
    below = any(tree.dep[k] == "ccomp" and k < kid for k in tree.kids[verb])
    return below and any(tree.dep[k] == "mark" and tree.lower[k] == "that" for k in tree.kids[kid])


def _existential(tree: Tree, clause: Clause) -> None:
    """Read "there were soldiers killed" as "soldiers were killed"."""
    if tree.child(clause.verb, "expl") is None:
        return
    for subject in clause.subjects:
        acl = [k for k in tree.kids[subject] if tree.dep[k] == "acl" and "Voice=Pass" in tree.feats[k]]
        clause.below += acl


def _object(phrases: Phrases, clause: Clause, kid: int) -> None:
    case = phrases.case(kid)
    if case:
        clause.preps.append((case, kid))
    else:
        clause.objects.append(kid)


def _with_sub_preps(phrases: Phrases, preps: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """A preposition of several words also by its last one, "out of" as "of"."""
    return [(case.rsplit(" ", 1)[1], kid) for case, kid in preps if " " in case]


def _below(tree: Tree, clause: Clause, kid: int) -> None:
    if tree.is_verb(kid) or any(tree.relation(k) in ("cop", "nsubj") for k in tree.kids[kid]):
        clause.below.append(kid)
    else:
        clause.near.append(kid)


def _prepositional(tree: Tree, kid: int) -> bool:
    """Whether a clause is no more than the object of a preposition: "by promoting", "before leaving"."""
    if tree.relation(kid) != "advcl" or tree.child(kid, "nsubj") is not None:
        return False
    return tree.lower[kid].endswith("ing") and tree.child(kid, "mark", "case") is not None


def _passive(tree: Tree, verb: int) -> bool:
    if any(tree.dep[k] in ("aux:pass", "nsubj:pass") for k in tree.kids[verb]):
        return True
    perfect = any(tree.dep[k] == "aux" and tree.lemma[k] == "have" for k in tree.kids[verb])
    if perfect or not tree.passive(verb) or tree.child(verb, "nsubj", "obj") is not None:
        return False
    # A coordinated participle without an auxiliary is what the first verb is: "was seized and burned".
    return tree.dep[verb] != "conj" or _passive(tree, tree.head[verb])
