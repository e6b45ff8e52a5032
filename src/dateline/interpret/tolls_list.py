"""Victims named one by one: "a woman, her husband and their three children" are five."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.interpret.coder_facts import Facts, tokens_of
from dateline.interpret.tolls_words import Harm, toll_words
from dateline.model import QuantityMention

_VAGUE_LOW = 2.0
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Listed:
    """One member of a list: tokens [first, last], the noun, and how many it stands for."""

    first: int
    last: int
    noun: int
    low: float | None
    best: float | None
    high: float | None
    numbered: bool = False
    vague: bool = False


def together(facts: Facts, verb: int) -> list[int]:
    """Who shares a fate: "was killed along with his two sons", "alongside"."""
    tree, words = facts.tree, toll_words().joined
    return [k for k in tree.kids[verb] if tree.dep[k].startswith("obl") and _joined(facts, k, words)]


def _joined(facts: Facts, k: int, words: frozenset[str]) -> bool:
    """Whether a preposition of company stands before `k`, which is somebody."""
    tree = facts.tree
    company = any(tree.lemma[c] in words and tree.dep[c] in ("case", "advmod", "fixed") for c in tree.kids[k])
    return company and somebody(facts, k)


def listed(facts: Facts, heads: Iterable[int]) -> list[int]:
    """The heads with all that is joined to them, in text order; parts ("including …") left out."""
    tree, words = facts.tree, toll_words()
    found: list[int] = []

    def take(i: int, depth: int) -> None:
        if i in found or depth > _DEPTH:
            return
        found.append(i)
        for k in tree.kids[i]:
            joined = tree.dep[k] == "nmod" and _joined(facts, k, words.joined)
            if (joined or (tree.dep[k] == "conj" and _another(facts, i, k))) and not _in_part(facts, i, k):
                take(k, depth + 1)
            elif tree.dep[k] == "appos" and _quantity(facts, i) is None and not _plural(facts, i):
                if _owned(facts, k) and k not in facts.persons:  # "a man, his wife and her son"
                    take(k, depth + 1)
                for more in tree.kids[k]:  # "a teacher, Ali Omar, and his two sons"
                    if tree.dep[more] == "conj" and _another(facts, k, more) and not _in_part(facts, i, more):
                        take(more, depth + 1)

    for head in heads:
        take(head, 0)
    return sorted(found)


def _in_part(facts: Facts, head: int, k: int) -> bool:
    """Whether "including" stands before `k`, or between the head and it: some of those who are counted."""
    tree, words = facts.tree, toll_words().part_before
    return any(tree.lower[c] in words for c in range(head + 1, k)) or any(
        tree.lower[c] in words for c in tree.kids[k] if c < k
    )


def _another(facts: Facts, first: int, k: int) -> bool:
    """Whether a conjunct is somebody else: not so in "a poet and novelist", "all members of one family"."""
    tree = facts.tree
    before = {tree.relation(c) for c in tree.kids[k] if c < k}
    if any(tree.lower[c] in ("all", "both", "mostly", "most") for c in tree.kids[k] if c < k):
        return False
    if k in facts.persons or _plural(facts, k) or before & {"det", "nummod"} or _owned(facts, k):
        return True
    return _owned(facts, first) or _quantity(facts, k) is not None


def _owned(facts: Facts, i: int) -> bool:
    return any(facts.tree.dep[c] == "nmod:poss" for c in facts.tree.kids[i])


def values_of(facts: Facts, harm: Harm, heads: list[int]) -> list[Listed]:
    """How many each head of a list stands for; nothing where it is nobody."""
    found: list[Listed] = []
    for head in heads:
        value = _value(facts, head)
        if (
            value is None
            or _other_verb(facts, harm, value)
            or any(v.numbered and value.numbered and v.first == value.first for v in found)
        ):
            continue
        if len(found) == 1 and _explains(facts, found[0], head):
            return found
        if value.vague and _names(facts, head):
            value = _of_names(facts, head, heads)
        found.append(value)
    return found


def _other_verb(facts: Facts, harm: Harm, value: Listed) -> bool:
    """Whether the verb right before is of another harm, however parsed: "killed three and *wounded* ten"."""
    before = value.first - 1
    if before < 0 or facts.tree.pos[before] != "VERB":
        return False
    return any(facts.tree.lemma[before] in h.done for h in toll_words().harms if h is not harm)


def _explains(facts: Facts, first: Listed, second: int) -> bool:
    """Whether a list of names only says who the first number are: "three brothers, Ali, Omar and Zaid"."""
    if not first.numbered or (first.low or first.high or 0) < 2:
        return False
    tree = facts.tree
    after = first.noun + 1
    while after < second and tree.lower[after] in (",", ":", "-", "–", "—", "("):
        after += 1
    return second in facts.persons or (after > first.noun + 1 and after in facts.persons)


def _value(facts: Facts, head: int) -> Listed | None:
    tree = facts.tree
    quantity = _quantity(facts, head)
    if quantity is not None:
        run = tokens_of(tree, quantity.span)
        first = run[0] if run else head
        return Listed(
            min(first, head), max(run[-1] if run else head, head), head,
            quantity.low, quantity.best, quantity.high, True,
        )  # fmt: skip
    if not somebody(facts, head):
        return None
    if _plural(facts, head):
        return Listed(_first(facts, head), head, head, _VAGUE_LOW, None, None, vague=True)
    return Listed(_first(facts, head), head, head, 1.0, 1.0, 1.0)


def _first(facts: Facts, head: int) -> int:
    """The first of the words right before a noun that belong to it."""
    tree = facts.tree
    at = head
    while (
        at > 0 and tree.head[at - 1] == head and tree.dep[at - 1] in ("det", "amod", "compound", "nmod:poss")
    ):
        at -= 1
    return at


def _quantity(facts: Facts, head: int) -> QuantityMention | None:
    """The number that counts a noun, ages left out."""
    tree = facts.tree
    for top, quantity in facts.quantities:
        if quantity.unit is not None or quantity.low is quantity.best is quantity.high is None:
            continue
        counts_it = head in (top, quantity.head) or (tree.head[top] == head and tree.dep[top] == "nummod")
        if counts_it and not is_age(facts, quantity):
            return quantity
    return None


def is_age(facts: Facts, quantity: QuantityMention) -> bool:
    """`(31 years old)`, `39-year-old`, `(7)`."""
    text, end = facts.tree.text, quantity.span.end
    after = text[end : end + 12].lower().lstrip(" -–")
    before = text[max(0, quantity.span.start - 1) : quantity.span.start]
    return after.startswith(("year", "month", "week", "day")) or (
        before == "(" and text[end : end + 1] == ")"
    )


def counts(facts: Facts, i: int) -> bool:
    """Whether the noun is somebody, or so many of something that may be people."""
    return somebody(facts, i) or (_quantity(facts, i) is not None and i not in facts.places)


def somebody(facts: Facts, i: int) -> bool:
    """Whether the noun is a person or several."""
    tree, words = facts.tree, toll_words()
    if tree.pos[i] == "PRON":
        return False
    known = (words.population, words.several, words.people)
    if i in facts.persons or any(tree.lemma[i] in table for table in known):
        return True
    party = facts.actors.get(i)
    return party is not None and party.country is not None and _plural_name(facts, i)


def _plural_name(facts: Facts, i: int) -> bool:
    """Whether the word names the people of a country: "Kenyans"."""
    tree = facts.tree
    return tree.lower[i].endswith(("s", "ese")) and i not in facts.places and i not in facts.orgs


def _plural(facts: Facts, i: int) -> bool:
    tree = facts.tree
    if i in facts.persons or tree.pos[i] == "PROPN":
        return False
    return "Number=Plur" in tree.feats[i] or tree.lemma[i] in toll_words().several


def _names(facts: Facts, head: int) -> bool:
    """Whether names follow a plural that only says what they are: "the brothers Ali and Omar"."""
    return head + 1 < len(facts.tree) and head + 1 in facts.persons


def _of_names(facts: Facts, head: int, heads: list[int]) -> Listed:
    """The names that a plural introduces and that are not in the list themselves."""
    tree = facts.tree
    last = head
    names = 0
    for i in range(head + 1, tree.sentence[head][1] + 1):
        if i in facts.persons:
            if i - 1 not in facts.persons or tree.dep[i] == "conj":
                names += i not in heads
            last = i
        elif tree.lower[i] not in (",", "and", "(", ")", "&") and tree.pos[i] != "NUM":
            break
    count = float(max(names, 1))
    return Listed(_first(facts, head), last, head, count, count, count)
