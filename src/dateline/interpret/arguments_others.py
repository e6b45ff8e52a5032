"""Numbers that belong to an event though they tell no harm, crowd, force or sum: `of` is "other".

Those of the happening's own word ("three airstrikes"), of what somebody is charged with or convicted of
("13 counts of fraud"), and of those to whom it was done ("expelled 35 diplomats").
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.interpret.arguments_ages import tells_age
from dateline.interpret.arguments_count import Counted, is_label
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts, tokens_of
from dateline.model import QuantityMention

_OFFENCES = frozenset(
    ["offence", "offense", "crime", "count", "charge", "felony", "misdemeanor", "misdemeanour", "violation"]
)
_JUDGED = frozenset({"ACCUSE", "SANCTION"})
_DONE_TO = frozenset({"ACCUSE", "SANCTION", "RETREAT"})
"""What is done to so many people, whose number no other kind of count tells."""
_FACED = frozenset({"face", "await"})
_KNOWN = frozenset({"the", "both", "these", "those", "all"})
"""Words before a number that says again how many there were: "between the two blasts"."""
_NOMINAL = ("NOUN", "PROPN")


def others(facts: Facts, drafts: list[Draft], known: list[Counted]) -> Iterator[tuple[int, Counted]]:
    """Each such number with the place of its draft in the list; `known` are those of which more is known."""
    taken = [item.quantity.span for item in known]
    for top, quantity in facts.quantities:
        if not _plain(facts, quantity) or any(span.overlaps(quantity.span) for span in taken):
            continue
        noun = quantity.head if quantity.head is not None else top
        fits = [n for n, draft in enumerate(drafts) if _belongs(facts, draft, quantity, noun)]
        if fits:
            n = min(fits, key=lambda n: min(abs(m - noun) for m in drafts[n].mentions))
            yield n, Counted(quantity, "other", noun, noun)


def _plain(facts: Facts, quantity: QuantityMention) -> bool:
    """Whether a number counts something, and is no measure, age, share, number of a thing, or none."""
    levels = [n for n in (quantity.low, quantity.best, quantity.high) if n is not None]
    if quantity.unit is not None or not levels or max(levels) < 1:
        return False
    return not (tells_age(facts, quantity) or is_label(facts, quantity))


def _belongs(facts: Facts, draft: Draft, quantity: QuantityMention, noun: int) -> bool:
    tree, type_ = facts.tree, draft.entry.group.like
    if noun in draft.mentions:
        return tree.pos[noun] in _NOMINAL and not _again(facts, quantity)
    if type_ in _JUDGED and tree.lemma[noun] in _OFFENCES:
        return any(_tied(facts, noun, m) for m in draft.mentions)
    if type_ not in _DONE_TO:
        return False
    return any(r.head == noun for r in draft.recipients) or _faces(facts, draft, noun)


def _again(facts: Facts, quantity: QuantityMention) -> bool:
    """Whether the number is known before ("the two attacks"), or only a part of it ("one of the attacks")."""
    tree, run = facts.tree, tokens_of(facts.tree, quantity.span)
    if not run:
        return True
    known = any(tree.lower[k] in _KNOWN for k in (run[0], run[0] - 1) if k >= 0)
    return known or (quantity.best == 1 and tree.lower[run[-1] + 1 : run[-1] + 2] == ["of"])


def _tied(facts: Facts, noun: int, trigger: int) -> bool:
    """Whether a noun stands below the trigger, or below the verb that the trigger is the object of."""
    tree = facts.tree
    over = tree.head[trigger] if tree.dep[trigger] in ("obj", "obl", "conj") else trigger
    return noun != trigger and (tree.under(noun, trigger) or tree.under(noun, over))


def _faces(facts: Facts, draft: Draft, noun: int) -> bool:
    """Whether those counted are said to face it: "the 36 must *face* charges"."""
    tree = facts.tree
    verb = tree.head[noun]
    subject = tree.dep[noun].startswith("nsubj") and tree.lemma[verb] in _FACED
    return subject and any(tree.under(m, verb) for m in draft.mentions if m != verb)
