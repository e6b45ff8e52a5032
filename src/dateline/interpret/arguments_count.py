"""How many: numbers of the text → what they count and which event they belong to."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from dateline.interpret.arguments_ages import tells_age
from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder_facts import Facts, tokens_of
from dateline.interpret.coder_tree import cases
from dateline.model import QuantityMention

_UP = 4
_THEN = frozenset({"after", "before", "later", "earlier", "ago", "previously", "early", "late"})


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


_UPWARD = frozenset(
    [
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
        "acl",
    ]
)
_REACHED = frozenset({"to", "at", "by", "of", "from"})
"""Prepositions of a figure that a predicate gives: "rose to 20"; not "between the two blasts"."""


def _predicative(facts: Facts, i: int) -> bool:
    tree = facts.tree
    return any(tree.dep[k] == "cop" for k in tree.kids[i])


def _below(facts: Facts, i: int) -> list[int]:
    """What is said of the noun inside its own phrase; not what is said of a number that follows it."""
    tree = facts.tree
    others = [top for top, _ in facts.quantities]
    return [
        k
        for k in tree.kids[i]
        if (tree.dep[k] in ("acl", "amod", "acl:relcl", "appos"))
        and not any(i < other < k for other in others)
    ]


def _above(facts: Facts, i: int) -> list[int]:
    """The words at the head of `i` that its relation makes speak of it."""
    tree = facts.tree
    head, dep = tree.head[i], tree.dep[i]
    found: list[int] = []
    if _predicative(facts, i):
        found += [k for k in tree.kids[i] if tree.dep[k] == "nsubj"]
    if dep in _UPWARD or (dep == "advcl" and _predicative(facts, i)):
        found.append(head)
        if dep == "obj":
            found += [k for k in tree.kids[head] if tree.dep[k] in ("xcomp", "advmod", "obl")]
    elif dep == "obl" and _REACHED.intersection(cases(tree, i)):
        found += [k for k in tree.kids[head] if tree.dep[k].startswith("nsubj") or tree.dep[k] == "obj"]
        found.append(head)
    return found


def _around(facts: Facts, i: int) -> list[int]:
    """The words beside a counted noun that may say what happened to it: participles, predicates, verbs."""
    tree = facts.tree
    found = [i, *_below(facts, i)]
    for _ in range(_UP):
        found += _above(facts, i)
        head = tree.head[i]
        clause = tree.pos[head] == "VERB" and tree.dep[head] != "acl"
        if head == i or (clause and tree.dep[i] not in ("conj", "acl")):
            break
        i = head
    return found


def _troops(facts: Facts, tokens: list[int], words: frozenset[str]) -> bool:
    tree = facts.tree
    return any(
        tree.lemma[k] in words
        for i in tokens
        for k in range(tree.left[i], min(tree.right[i], tree.left[i] + 14) + 1)
    )


def _crowd(facts: Facts, i: int, words: frozenset[str]) -> int | None:
    """The verb of the sentence that tells of a gathering, for a figure that is somebody's estimate."""
    tree = facts.tree
    first, last = tree.sentence[i]
    return next((k for k in range(first, last + 1) if tree.pos[k] == "VERB" and tree.lemma[k] in words), None)


def _told_right_before(
    facts: Facts, quantity: QuantityMention, words: dict[str, frozenset[str]]
) -> int | None:
    """The verb right before a number, whose object it is: "killed two and *injured* 30", however parsed."""
    tree = facts.tree
    run = tokens_of(tree, quantity.span)
    before = run[0] - 1 if run else -1
    if before < 0 or tree.pos[before] != "VERB" or tree.sentence[before] != tree.sentence[run[0]]:
        return None
    return before if _of(tree.lemma[before], words) else None


def _told_right_after(
    facts: Facts, quantity: QuantityMention, noun: int, words: dict[str, frozenset[str]]
) -> int | None:
    """The participle right after a number or its noun: "38 were killed and 2,200 *arrested*"."""
    tree = facts.tree
    run = tokens_of(tree, quantity.span)
    if not run:
        return None
    after = max(run[-1], noun if noun - run[-1] <= _PHRASE else 0) + 1
    inside = after < len(tree) and tree.sentence[after] == tree.sentence[run[0]]
    participle = inside and tree.pos[after] == "VERB" and "VerbForm=Part" in tree.feats[after]
    if not participle or any(tree.dep[k] == "obj" for k in tree.kids[after]):
        return None
    return after if _of(tree.lemma[after], words) else None


_PHRASE = 3
"""Words at most from a number to the noun it counts."""


def _dates_something(facts: Facts, quantity: QuantityMention, unit: int) -> bool:
    """Whether a number of days tells when, not how long: "two weeks before", "72 hours after the attack"."""
    tree, span = facts.tree, quantity.span
    if any(
        time.type in ("DATE", "TIME") and time.span.start <= span.start < time.span.end
        for _, time in facts.times
    ):
        return True
    return unit + 1 < len(tree) and tree.lemma[unit + 1] in _THEN


def _one_of_the_most(quantity: QuantityMention) -> bool:
    """Whether "one" only praises: "one of the biggest raids", "one of the most violent nights"."""
    first = (quantity.what or "").partition(" ")[0].lower()
    return quantity.span.text.lower() == "one" and (first.endswith("est") or first in ("most", "worst"))


def _lasting(facts: Facts, quantity: QuantityMention, words: frozenset[str]) -> int | None:
    """The unit of time right after a number: the "weeks" of "two weeks of protests"."""
    tree = facts.tree
    run = tokens_of(tree, quantity.span)
    after = run[-1] + 1 if run else len(tree)
    while after < len(tree) and tree.lower[after] == "-":  # "a two-week siege"
        after += 1
    if after >= len(tree) or tree.lemma[after] not in words:
        return None
    return after


def is_label(facts: Facts, quantity: QuantityMention) -> bool:
    """Whether a number names a thing or is a share of it: "Article 50", "a quarter of the city"."""
    tree = facts.tree
    run = tokens_of(tree, quantity.span)
    known = next((n for n in (quantity.best, quantity.low, quantity.high) if n is not None), None)
    if known is not None and 0 < known < 1:
        return True
    before = run[0] - 1 if run else -1
    if not quantity.span.text.isdecimal() or before < tree.sentence[run[0]][0]:
        return False
    named = tree.pos[before] in ("NOUN", "PROPN")
    after = run[-1] + 1
    if quantity.head is None and _ends_slogan(tree, before, after):
        return True
    counts = after < len(tree) and tree.pos[after] in ("NOUN", "PROPN", "ADJ")
    return named and (quantity.head is None or (quantity.head == before and not counts))


_SLOGAN = 5
"""Words at most of a slogan or a title in quotation marks."""


def _ends_slogan(tree: Tree, before: int, after: int) -> bool:
    """Whether a number ends a few words in quotation marks: a poster "Repeal Act 12", a film "District 9"."""
    if after >= len(tree) or tree.lower[after] not in _QUOTES:
        return False
    start = next((i for i in range(before, max(before - _SLOGAN, -1), -1) if tree.pos[i] == "PUNCT"), None)
    return start is not None and tree.lower[start] in _QUOTES and start < before


_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "''", "``", "«", "»"})
_FLOCK = {
    "come": frozenset({"together", "out"}),
    "turn": frozenset({"out"}),
    "take": frozenset({"part", "street"}),
    "pour": frozenset({"street", "square"}),
    "fill": frozenset({"street", "square"}),
    "flood": frozenset({"street", "square"}),
    "join": frozenset({"march", "protest", "rally"}),
}
"""Verbs, each with a word beside it, by which a crowd is said to gather."""


def _flocking(facts: Facts, noun: int) -> int | None:
    """The verb by which those counted are said to gather: "thousands have come together"."""
    tree, top = facts.tree, noun
    while tree.dep[top] in ("nmod", "nummod") and tree.head[top] != top:
        top = tree.head[top]
    v = tree.head[top]
    if not tree.dep[top].startswith("nsubj") or tree.lemma[v] not in _FLOCK:
        return None
    beside = {tree.lemma[k] for k in tree.kids[v]}
    return v if beside & _FLOCK[tree.lemma[v]] else None


def _counted(facts: Facts, top: int, quantity: QuantityMention) -> Counted | None:
    tree, words = facts.tree, count_words()
    if quantity.low is quantity.best is quantity.high is None:
        return None  # what is not told ("how many") is a quantity, and no event's count
    noun = quantity.head if quantity.head is not None else top
    unit = (quantity.unit or "").lower()
    if quantity.unit and _of(unit, words["units"]) == "money":
        return Counted(quantity, "money", noun, noun)
    if is_label(facts, quantity) or _one_of_the_most(quantity) or tells_age(facts, quantity):
        return None
    lasting = _lasting(facts, quantity, words["things"]["duration"])
    if lasting is not None:
        dated = _dates_something(facts, quantity, lasting) or "within" in cases(tree, lasting)
        return None if dated else Counted(quantity, "duration", lasting, _of_what(tree, lasting))
    return _by_words(facts, quantity, noun)


def _by_words(facts: Facts, quantity: QuantityMention, noun: int) -> Counted | None:
    """A number of somebody or something, by what the words around the counted noun say of it."""
    tree, words, lemma = facts.tree, count_words(), facts.tree.lemma[noun]
    if lemma == "wound" and tree.pos[noun] == "NOUN":
        return None  # wounds are of one body
    around = _around(facts, noun)
    if lemma not in words["things"]["duration"]:
        verb = _told_right_before(facts, quantity, words["cues"])
        if verb is None:
            verb = _told_right_after(facts, quantity, noun, words["cues"])
        for i in around if verb is None else [verb, *around]:
            of = _of(tree.lemma[i], words["cues"])
            if of and not (of == "participants" and lemma in words["things"]["materiel"]):
                return Counted(quantity, of, noun, i)
    flocking = _flocking(facts, noun)
    if flocking is not None:
        return Counted(quantity, "participants", noun, flocking)
    of = _of(lemma, words["things"])
    if of:
        return Counted(quantity, of, noun, noun)
    if not any(tree.lemma[i] in words["ranges"]["verbs"] for i in around):
        return None
    if _troops(facts, [i for i in around if i != noun], words["things"]["personnel"]):
        return Counted(quantity, "personnel", noun, noun)
    crowd = _crowd(facts, noun, words["cues"]["participants"])
    return Counted(quantity, "participants", noun, crowd) if crowd is not None else None


def counted(facts: Facts) -> list[Counted]:
    """Every number in the words of the text that counts something an event may have."""
    return list(_all_counted(facts))


@lru_cache(maxsize=2)
def _all_counted(facts: Facts) -> tuple[Counted, ...]:
    # Events, tolls and strengths of one report each ask for them.
    found = []
    for top, quantity in facts.quantities:
        item = _counted(facts, top, quantity)
        if item is not None:
            found.append(item)
    return tuple(sorted([*found, *_ordinals(facts)], key=lambda item: item.quantity.span.start))


_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_NTH = re.compile(r"(\d+)(?:st|nd|rd|th)")


def _ordinals(facts: Facts) -> list[Counted]:
    """How long something has gone on by now: "in the *eleventh* week of protests"."""
    tree, units = facts.tree, count_words()["things"]["duration"]
    found = []
    for i, unit in enumerate(tree.lemma[1:]):
        if unit not in units:
            continue
        digits = _NTH.fullmatch(tree.lower[i])
        if not (digits or tree.lower[i] in _ORDINALS):
            continue
        of = i + 2 < len(tree) and tree.lower[i + 2] == "of"
        n = float(digits[1]) if digits else _ORDINALS.index(tree.lower[i]) + 1.0
        if of and n > 1:
            quantity = QuantityMention(facts.span(i, i), n, n, n, n, what=tree.lower[i + 1], head=i + 1)
            found.append(Counted(quantity, "duration", i + 1, _of_what(tree, i + 1)))
    return found


def _of_what(tree: Tree, unit: int) -> int:
    """The noun whose length is told: the "protests" of "weeks of violent protests"; else the unit itself."""
    last = min(tree.sentence[unit][1], unit + 6)
    if unit + 1 <= last and tree.lower[unit + 1] == "of":
        for i in range(unit + 2, last + 1):
            if tree.pos[i] in ("NOUN", "PROPN") and (i == last or tree.pos[i + 1] not in ("NOUN", "PROPN")):
                return i
    return unit
