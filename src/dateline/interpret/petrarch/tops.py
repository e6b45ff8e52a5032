"""The highest clauses of a sentence: its main verbs, and what somebody says before it is told who."""

from __future__ import annotations

from dateline.interpret.attribution_tree import Tree

_UNDER_NO_VERB = ("parataxis", "ccomp", "conj", "list", "dep", "advcl")


def tops(tree: Tree, first: int, last: int) -> list[tuple[int, set[int]]]:
    """Each highest verb with the verbs below it that are read by themselves, in text order."""
    roots = [t for t in range(first, last + 1) if not first <= tree.head[t] <= last or tree.head[t] == t]
    found: dict[int, set[int]] = {}
    for root in roots:
        _collect(tree, root, found)
    return sorted(found.items())


def _collect(tree: Tree, verb: int, found: dict[int, set[int]]) -> None:
    if not _verbal(tree, verb):
        for kid in tree.kids[verb]:
            if _verbal(tree, kid) and tree.relation(kid) in _UNDER_NO_VERB:
                _collect(tree, kid, found)
        return
    apart = found.setdefault(verb, set())
    for kid in tree.kids[verb]:
        if _alone(tree, verb, kid):
            apart.add(kid)
            _collect(tree, kid, found)


def _alone(tree: Tree, verb: int, kid: int) -> bool:
    """Whether a clause is read by itself: quoted before its speaker, beside, coordinated, or put first."""
    if not _verbal(tree, kid):
        return False
    relation = tree.relation(kid)
    subject = tree.child(kid, "nsubj")
    if relation == "parataxis":
        return True
    if relation == "conj":
        return subject is not None
    return relation in ("ccomp", "advcl") and kid < verb and subject is not None


def _verbal(tree: Tree, token: int) -> bool:
    return tree.is_verb(token) or any(tree.relation(k) in ("cop", "nsubj") for k in tree.kids[token])
