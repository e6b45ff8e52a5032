"""Numbers, and places named beside them → the events they belong to, once mentions are brought together."""

from __future__ import annotations

from dataclasses import replace

from dateline.interpret.arguments_count import Counted, counted
from dateline.interpret.arguments_others import others
from dateline.interpret.arguments_place import scene_of
from dateline.interpret.arguments_several import with_lists
from dateline.interpret.chains import chain_of, holder_of_quantity
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts, tokens_of
from dateline.interpret.coder_frame import Frame
from dateline.interpret.tolls_part import is_wider
from dateline.model import Count, Statement

_TYPES = {
    "killed": ("ASSAULT",),
    "injured": ("ASSAULT", "PROTEST"),
    "arrested": ("COERCE",),
    "displaced": ("COERCE", "ASSAULT"),
    "missing": ("ASSAULT",),
    "captured": ("ASSAULT", "COERCE"),
    "participants": ("PROTEST", "CONSULT"),
    "personnel": ("MOBILIZE", "RETREAT", "AID", "ASSAULT"),
    "materiel": ("MOBILIZE", "RETREAT", "ASSAULT", "AID", "COOPERATE"),
    "money": ("AID", "COOPERATE", "SANCTION", "AGREE"),
    "duration": ("PROTEST", "ASSAULT", "RETREAT", "CONSULT", "COERCE", "MOBILIZE", "SANCTION"),
}
_AFAR = frozenset({"killed", "injured", "participants", "personnel"})
"""What may belong to an event told in another sentence."""
_REACH = 6
"""Sentences at most between the event and a number of its own."""


def _above(facts: Facts, token: int, mention: int) -> bool:
    """Whether the number stands in the trigger's own phrase or clause."""
    return facts.tree.under(token, mention) or facts.tree.under(mention, token)


def _sentences_between(facts: Facts, a: int, b: int) -> int:
    first, last = sorted((facts.tree.sentence[a][0], facts.tree.sentence[b][0]))
    return sum(first <= s < last for s, _ in facts.tree.sentences)


def _distance(facts: Facts, item: Counted, draft: Draft) -> tuple[int, int] | None:
    tree = facts.tree
    if draft.entry.group.like not in _TYPES[item.of]:
        return None
    here = tree.sentence[item.token]
    best: tuple[int, int] | None = None
    for mention in draft.mentions:
        if tree.sentence[mention] == here:
            tied = mention == item.cue or _above(facts, item.token, mention)
            rank = (0 if mention == item.cue else 1 if tied else 2, abs(mention - item.token))
        elif item.of in _AFAR:
            gap = abs(tree.sentence[mention][0] - here[0])
            if item.of in ("killed", "injured") and draft.status not in ("happened", "ongoing"):
                continue
            if mention > item.token and item.of == "killed":
                continue
            if is_wider(facts, item.token) or _sentences_between(facts, mention, item.token) > _REACH:
                continue
            rank = (3 if mention < item.token or item.of == "personnel" else 5, gap)
        else:
            continue
        if best is None or rank < best:
            best = rank
    if best is not None and item.of == "duration" and best[0] > 1:
        return None
    if best is not None and best[0] == 2 and item.of in ("materiel", "money") and best[1] > 12:
        return None
    return best


def _count(facts: Facts, statements: tuple[Statement, ...], item: Counted, draft: Draft) -> Count:
    quantity = item.quantity
    chain = holder_of_quantity(facts.grounded, quantity) or chain_of(statements, quantity.span)
    own = () if [h.span for h in chain] == [h.span for h in draft.chain] else chain
    return Count(quantity.span, item.of, quantity.what, quantity.low, quantity.best, quantity.high, own)


def with_scenes(facts: Facts, drafts: list[Draft]) -> list[Draft]:
    """The drafts, where one without a place takes the place named around one of its mentions."""
    out = []
    for draft in drafts:
        places = draft.places
        for mention in draft.mentions:
            if places or draft.gapped:
                break
            frame = draft.frame if mention == draft.token else Frame(mention, {})
            places = scene_of(facts, draft.entry.group, frame, draft.actors + draft.recipients)
        out.append(replace(draft, places=places))
    return out


def _again(facts: Facts, old: Count, new: Count) -> bool:
    """Whether a number of another sentence tells the same once more."""
    same = (old.of, old.low, old.best, old.high) == (new.of, new.low, new.best, new.high)
    one, two = (tokens_of(facts.tree, count.span) for count in (old, new))
    return same and bool(one and two) and facts.tree.sentence[one[0]] != facts.tree.sentence[two[0]]


def with_counts(facts: Facts, statements: tuple[Statement, ...], drafts: list[Draft]) -> list[Draft]:
    """The drafts with the numbers that belong to each."""
    out = with_scenes(facts, drafts)
    known = with_lists(facts, counted(facts))
    for item in known:
        ranked = [
            (rank, n) for n, draft in enumerate(drafts) if (rank := _distance(facts, item, draft)) is not None
        ]
        if not ranked:
            continue
        _, n = min(ranked)
        count = _count(facts, statements, item, out[n])
        if not any(c.span.overlaps(count.span) or _again(facts, c, count) for c in out[n].counts):
            out[n] = replace(out[n], counts=(*out[n].counts, count))
    for n, item in others(facts, out, known):
        count = _count(facts, statements, item, out[n])
        if not any(_again(facts, c, count) for c in out[n].counts):
            out[n] = replace(out[n], counts=(*out[n].counts, count))
    return out
