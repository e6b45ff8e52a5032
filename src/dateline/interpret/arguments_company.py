"""Those who come to harm together with others: "killed along with his driver", "12 miners, including X"."""

from __future__ import annotations

from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_frame import Frame
from dateline.interpret.coder_tree import cases
from dateline.interpret.lexicon import Group

_AMONG = frozenset({"include", "including", "among"})
_BESIDE = frozenset({"along", "alongside", *_AMONG})


def with_company(facts: Facts, frame: Frame, heads: list[int]) -> list[int]:
    """The heads of who is hit, and of those who are said to be hit with them or to be among them."""
    tree, v = facts.tree, frame.token
    found = list(heads)
    beside = [k for k in tree.kids[v] if k > v and tree.dep[k] == "obl" and _together(facts, v, k)]
    for i in (*heads, *beside):
        if heads and i not in found:
            found.append(i)
        inner = [k for k in tree.kids[i] if tree.dep[k] == "nmod" and _AMONG & set(cases(tree, k)[:1])]
        found += [k for k in inner if k not in found]
    return found + [c for i in found[len(heads) :] for c in _joined(facts, i) if c not in found]


_NOBODY = frozenset({"life", "victim", "loss", "fatality"})


def persons_hit(facts: Facts, group: Group, heads: list[int]) -> list[int]:
    """The heads without words that only say that somebody came to harm: "victims", "lives", "hostages"."""
    tree = facts.tree
    words = _NOBODY | {"hostage"} if group.mode == "abduct" else _NOBODY
    return [
        i
        for i in heads
        if tree.lemma[i] not in words or any(tree.dep[k] in ("nmod", "appos") for k in tree.kids[i])
    ]


def _together(facts: Facts, v: int, k: int) -> bool:
    """Whether a phrase on a verb says in whose company it was: "along with", "together with", "including"."""
    words = cases(facts.tree, k)
    if words[:1] and words[0] in _BESIDE:
        return True
    return words[:1] == ["with"] and any(
        facts.tree.lower[j] == "together" and v < j < k for j in facts.tree.kids[v]
    )


def _joined(facts: Facts, i: int) -> list[int]:
    return [k for k in facts.tree.kids[i] if facts.tree.dep[k] == "conj"]
