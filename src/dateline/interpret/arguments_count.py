"""How many: numbers of the text → what they count and which event they belong to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.interpret.coder_facts import Facts
from dateline.model import QuantityMention

_UP = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, what it counts, and the token that shows it."""

    quantity: QuantityMention
    of: str
    token: int
    cue: int


@cache
def count_words() -> dict[str, dict[str, frozenset[str]]]:
    """The shipped table of words that tell what a number counts."""
    path = Path(__file__).parents[1] / "_ref" / "lexicon" / "counts.toml"
    data = tomllib.loads(path.read_text(encoding="utf8"))
    return {name: {key: frozenset(words) for key, words in table.items()} for name, table in data.items()}


def _of(word: str, table: dict[str, frozenset[str]]) -> str | None:
    return next((of for of, words in table.items() if word in words), None)


def _around(facts: Facts, i: int) -> list[int]:
    """The words beside a counted noun that may say what happened to it: participles, predicates, verbs."""
    tree = facts.tree
    found = [i, *(k for k in tree.kids[i] if tree.dep[k] in ("acl", "amod", "acl:relcl", "appos"))]
    head, dep = tree.head[i], tree.dep[i]
    for _ in range(_UP):
        if head == i:
            break
        if dep in (
            "obj",
            "nsubj",
            "nsubj:pass",
            "conj",
            "nmod",
            "nummod",
            "xcomp",
            "obl:agent",
            "ccomp",
            "parataxis",
        ):
            found.append(head)
            if dep == "obj":
                found += [k for k in tree.kids[head] if tree.dep[k] in ("xcomp", "advmod", "obl")]
        elif dep == "obl":
            found += [k for k in tree.kids[head] if tree.dep[k].startswith("nsubj") or tree.dep[k] == "obj"]
            found.append(head)
        if tree.pos[head] == "VERB" and dep != "conj":
            break
        i, head, dep = head, tree.head[head], tree.dep[head]
    return found


def _troops(facts: Facts, tokens: list[int], words: frozenset[str]) -> bool:
    tree = facts.tree
    return any(
        tree.lemma[k] in words
        for i in tokens
        for k in range(tree.left[i], min(tree.right[i], tree.left[i] + 14) + 1)
    )


def _counted(facts: Facts, top: int, quantity: QuantityMention) -> Counted | None:
    tree, words = facts.tree, count_words()
    noun = quantity.head if quantity.head is not None else top
    unit = (quantity.unit or "").lower()
    if quantity.unit and _of(unit, words["units"]) == "money":
        return Counted(quantity, "money", noun, noun)
    lemma = tree.lemma[noun]
    around = _around(facts, noun)
    if lemma not in words["things"]["duration"]:
        for i in around:
            of = _of(tree.lemma[i], words["cues"])
            if of and not (of == "participants" and lemma in words["things"]["materiel"]):
                return Counted(quantity, of, noun, i)
    of = _of(lemma, words["things"])
    if of:
        return Counted(quantity, of, noun, noun)
    given = any(tree.lemma[i] in words["ranges"]["verbs"] for i in around)
    if given and _troops(facts, [i for i in around if i != noun], words["things"]["personnel"]):
        return Counted(quantity, "personnel", noun, noun)
    return None


def counted(facts: Facts) -> list[Counted]:
    """Every number that counts something an event may have."""
    found = []
    for top, quantity in facts.quantities:
        item = _counted(facts, top, quantity)
        if item is not None:
            found.append(item)
    return found
