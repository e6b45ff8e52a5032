"""Lists of people: the ones that the text does not number, and the sum where all are just people.

"Three soldiers and a policeman were killed" tells two numbers; "a man and two women were hurt" tells one,
three: men, women and children are no sides that a reader would count apart.
"""

from __future__ import annotations

from dateline.interpret.arguments_count import Counted
from dateline.interpret.coder_facts import Facts
from dateline.interpret.tolls_part import is_part, population_of
from dateline.model import QuantityMention

_OF_PEOPLE = frozenset({"killed", "injured", "arrested", "captured", "missing"})
"""What is done to people one by one, so that "a child" in their list is one more."""
_ANYONE = frozenset({"men", "women", "children", "civilians"})


def with_lists(facts: Facts, found: list[Counted]) -> list[Counted]:
    """The numbers, with those of their lists that "a" alone tells, summed where they are just people."""
    out = list(found)
    for item in found:
        if item.of not in _OF_PEOPLE or item not in out:
            continue
        singles = _singles(facts, item, out)
        if not singles:
            continue
        group = [one for one in out if one.token in _list(facts, item.token)] + singles
        whole = _sum(facts, group)
        out = [one for one in out if one not in group] + ([whole] if whole else group)
    return sorted(out, key=lambda item: item.quantity.span.start)


def _list(facts: Facts, noun: int) -> list[int]:
    """The heads of the list in which a noun stands."""
    tree, first = facts.tree, noun
    while tree.dep[first] == "conj" and tree.head[first] != first:
        first = tree.head[first]
    return [first, *(kid for kid in tree.kids[first] if tree.dep[kid] == "conj")]


def _singles(facts: Facts, item: Counted, found: list[Counted]) -> list[Counted]:
    """Those of its list whom the text tells by "a" alone: "two policemen and *a* child were killed"."""
    tree, seen, singles = facts.tree, {one.token for one in found}, []
    for noun in _list(facts, item.token):
        article = next((k for k in tree.kids[noun] if tree.lemma[k] == "a" and tree.dep[k] == "det"), None)
        if article is None or noun in seen or tree.pos[noun] != "NOUN" or noun not in facts.actors:
            continue
        what = facts.span(article + 1, noun).text
        one = QuantityMention(facts.span(article, article), 1.0, 1.0, 1.0, 1.0, what=what, head=noun)
        singles.append(Counted(one, item.of, noun, item.cue))
    return singles


def _sum(facts: Facts, group: list[Counted]) -> Counted | None:
    """The list as one number, where it is told exactly of how many men, women and children it is."""
    each = sorted(group, key=lambda one: one.token)
    exact = [one.quantity.best for one in each if one.quantity.low == one.quantity.best == one.quantity.high]
    people = all(population_of(facts, one.token) in _ANYONE for one in each)
    some = any(is_part(facts, one.token, one.token) for one in each)
    told = [number for number in exact if number is not None]
    if not people or some or len(told) < len(each) or {one.of for one in each} != {each[0].of}:
        return None
    tree = facts.tree
    first = min(tree.start.index(one.quantity.span.start) for one in each)
    n = sum(told)
    whole = QuantityMention(facts.span(first, each[-1].token), n, n, n, n, what="people", head=each[0].token)
    return Counted(whole, each[0].of, each[0].token, each[0].cue)
