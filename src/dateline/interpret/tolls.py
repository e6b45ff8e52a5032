"""Tolls: how many a sentence says came to harm, in numbers or by naming them one by one."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.interpret.arguments_count import Counted, counted
from dateline.interpret.coder_facts import Facts, tokens_of
from dateline.interpret.coder_frame import verb_frame
from dateline.interpret.tolls_list import Listed, counts, is_age, listed, somebody, together, values_of
from dateline.interpret.tolls_part import is_part, is_wider, population_of
from dateline.interpret.tolls_sum import told_by_nouns, vague_deaths
from dateline.interpret.tolls_words import Harm, toll_words
from dateline.model import QuantityMention

_FIGHTING = frozenset({"fighters", "soldiers", "police"})


@dataclass(frozen=True, slots=True)
class Toll:
    """So many came to harm, tokens [first, last] say; `rule`: number, list, vague.

    `part`: some of those whom another toll counts ("including two children"). `wider`: of a longer time
    or a larger area than one incident ("since the war began").
    """

    first: int
    last: int
    of: str
    low: float | None
    best: float | None
    high: float | None
    noun: int
    cue: int
    rule: str
    population: str | None = None
    part: bool = False
    wider: bool = False


def tolls(facts: Facts) -> list[Toll]:
    """All tolls of a report, in text order."""
    found: list[Toll] = []
    numbers = [item for item in counted(facts) if item.of in ("killed", "injured")]
    for harm in toll_words().harms:
        own = [item for item in numbers if item.of == harm.name and _of_people(facts, harm, item)]
        lists = [toll for cue in _cues(facts, harm) for toll in _tolls_of(facts, harm, cue)]
        lists += [_of_number(facts, harm, q, noun, cue) for q, noun, cue in _numbers(facts, harm, own)]
        found += _apart(lists)
        found += _apart([*_vague(facts, harm), *lists])[: 0 if lists else 1]
    return sorted(found, key=lambda toll: (toll.first, toll.last))


def _numbers(facts: Facts, harm: Harm, own: list[Counted]) -> list[tuple[QuantityMention, int, int]]:
    """Numbers with their noun and the word of harm, as the coder's counts and as nouns tell them."""
    found = {item.quantity.span.start: (item.quantity, item.token, item.cue) for item in own}
    for told in told_by_nouns(facts, harm):
        found.setdefault(told.quantity.span.start, (told.quantity, told.token, told.cue))
    return list(found.values())


def _vague(facts: Facts, harm: Harm) -> list[Toll]:
    """Plurals of death without a number."""
    return [
        Toll(i, i, harm.name, 2.0, None, None, i, i, "vague", None, is_part(facts, i, i), is_wider(facts, i))
        for i in vague_deaths(facts, harm)
    ]


def _cues(facts: Facts, harm: Harm) -> list[int]:
    tree = facts.tree
    words = harm.done | harm.befell | harm.deed
    return [
        i
        for i in range(len(tree))
        if tree.lemma[i] in words and i not in facts.barred and not _denied(facts, i)
    ]


def _denied(facts: Facts, i: int) -> bool:
    """Whether the word is negated in its own clause: "nobody was killed", "did not die"."""
    tree = facts.tree
    return any(tree.lower[k] in ("not", "n't", "n’t", "never") for k in tree.kids[i])


def victims(facts: Facts, harm: Harm, cue: int) -> list[int]:
    """The heads of the phrases that name whom the word of harm took."""
    tree = facts.tree
    if tree.lemma[cue] in harm.deed and tree.pos[cue] == "NOUN":
        return [
            k
            for k in tree.kids[cue]
            if tree.dep[k] == "nmod:poss" or (tree.dep[k] == "nmod" and _case(facts, k, ("of", "to")))
        ]
    slot = "obj" if tree.lemma[cue] in harm.done else "subj"
    found = verb_frame(tree, cue).get(slot)
    own = [i for i in found if tree.under(i, cue) or tree.under(cue, i)]
    found = [i for i in own or found if counts(facts, i)] or _amounts(facts, cue)
    return [i for i in (*found, *together(facts, cue)) if not _otherwise(facts, harm, i)]


def _amounts(facts: Facts, cue: int) -> list[int]:
    """Objects that the parser takes for obliques: "killed between four and five people", "killed over 30"."""
    tree = facts.tree
    starts = {q.span.start for _, q in facts.quantities}
    starts |= {q.span.start - len("between ") for _, q in facts.quantities}
    return [
        k
        for k in tree.kids[cue]
        if tree.dep[k] == "obl" and k > cue and any(tree.start[i] in starts for i in range(cue + 1, cue + 3))
    ][:1]


def _otherwise(facts: Facts, harm: Harm, i: int) -> bool:
    """Whether another harm is told of somebody: the 15 of "killed, with 15 others injured"."""
    tree = facts.tree
    others = [h for h in toll_words().harms if h is not harm]
    after = tree.lemma[i + 1] if i + 1 < len(tree) else ""
    return any(after in other.done | other.state for other in others) or any(
        tree.dep[k].startswith(("acl", "amod")) and tree.lemma[k] in other.done
        for k in tree.kids[i]
        for other in others
    )


def _case(facts: Facts, i: int, words: tuple[str, ...]) -> bool:
    tree = facts.tree
    return any(tree.dep[k] == "case" and tree.lemma[k] in words for k in tree.kids[i])


def _tolls_of(facts: Facts, harm: Harm, cue: int) -> list[Toll]:
    """The sum over those whom one word of harm took; fighters and others apart, if both are told."""
    values = values_of(facts, harm, listed(facts, victims(facts, harm, cue)))
    fighting = [v for v in values if population_of(facts, v.noun) in _FIGHTING]
    groups = (fighting, [v for v in values if v not in fighting])
    return [_toll(facts, harm, cue, group) for group in groups if group]


def _toll(facts: Facts, harm: Harm, cue: int, values: list[Listed]) -> Toll:
    low, best, high = _summed(values)
    rule = "vague" if all(v.vague for v in values) else "number" if values[0].numbered else "list"
    noun, first = values[0].noun, min(value.first for value in values)
    return Toll(
        first, max(value.last for value in values), harm.name, low, best, high, noun, cue, rule,
        _population(facts, values), is_part(facts, noun, values[0].first), is_wider(facts, cue),
    )  # fmt: skip


def _summed(values: list[Listed]) -> tuple[float | None, float | None, float | None]:
    """Level by level; what one of several leaves open stays open. Plurals without a number add nothing."""
    if len(values) == 1:
        return values[0].low, values[0].best, values[0].high
    told = [v for v in values if not v.vague]
    if told and len(told) < len(values):
        low, best, _ = _summed(told)
        return (low if low is not None else best), None, None
    lows = [v.low if v.low is not None else v.best for v in values]
    bests, highs = [v.best for v in values], [v.high for v in values]
    low = sum(x for x in lows if x is not None) if any(x is not None for x in lows) else None
    best = sum(x for x in bests if x is not None) if None not in bests else None
    high = sum(x for x in highs if x is not None) if None not in highs else None
    return low, best, high


def _population(facts: Facts, values: list[Listed]) -> str | None:
    """Their population where all have the same."""
    kinds = {population_of(facts, value.noun) for value in values}
    return kinds.pop() if len(kinds) == 1 else None


def _apart(found: list[Toll]) -> list[Toll]:
    """Of tolls over the same words, the widest."""
    kept: list[Toll] = []
    for toll in sorted(found, key=lambda t: (t.first - t.last, t.first)):
        if not any(other.first <= toll.last and toll.first <= other.last for other in kept):
            kept.append(toll)
    return kept


def _of_people(facts: Facts, harm: Harm, item: Counted) -> bool:
    """Whether a number counts people or deaths, and no age, no floors, no others who were only hurt."""
    tree, quantity = facts.tree, item.quantity
    if quantity.unit is not None or is_age(facts, quantity):
        return False
    run = tokens_of(tree, quantity.span)
    after = run[-1] + 1 if run else item.token + 1
    told = tree.lemma[after] if after < len(tree) else ""
    if any(told in h.done | h.state for h in toll_words().harms if h is not harm):
        return False
    noun = item.token
    alone = noun in run or tree.pos[noun] in ("NUM", "VERB", "ADJ")
    return alone or tree.lemma[noun] in harm.each | harm.deed | harm.sums or somebody(facts, noun)


def _of_number(facts: Facts, harm: Harm, quantity: QuantityMention, noun: int, cue: int) -> Toll:
    """A number that stands for itself: "a death toll of 12", "25 deaths"."""
    run = tokens_of(facts.tree, quantity.span)
    return Toll(
        run[0], run[-1], harm.name, quantity.low, quantity.best, quantity.high, noun, cue, "number",
        population_of(facts, noun), is_part(facts, noun, run[0]), is_wider(facts, noun),
    )  # fmt: skip
