"""When and where, taken over from another event of the same scene, where the sentence leaves it out.

What somebody does while doing something dated has that date: "protesters, asking the government to resign,
marched on Saturday". So has what is told again of one attack: the same victims or things hit, or, right
beside it, what names nobody. Where a report dates its attacks to one day alone, what it goes on to tell of
attacks without a date of their own is of that day. The event it was taken from is named among the paths.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dateline.interpret.arguments_answers import REAL
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.events_merge import WARS, modes_agree
from dateline.model import ActorMention

_VIOLENT = frozenset({"ASSAULT"})
_ANYBODY = frozenset(
    {"people", "person", "persons", "men", "man", "one", "others", "them", "him", "it", "who"}
)
_ON = 4
"""Sentences that a report goes on about one day."""
Rule = Callable[[Facts, Draft, Draft], bool]


def _during(facts: Facts, draft: Draft, other: Draft) -> bool:
    """Whether a trigger hangs below another event's verb, or on its subject, as a participle does."""
    tree, v = facts.tree, draft.token
    if tree.pos[v] != "VERB" or not tree.lower[v].endswith("ing"):
        return False
    own = any(tree.dep[k].startswith(("aux", "nsubj")) for k in tree.kids[v])
    if own and not any(tree.lower[k] == "with" for k in tree.kids[v]):
        return False
    return any(tree.sentence[m] == tree.sentence[v] and tree.under(v, m) for m in other.mentions)


def _hit(draft: Draft) -> set[str]:
    """The words at the heads of who and what was hit."""
    spans = [r.span for r in draft.recipients] + list(draft.targets)
    return {span.text.lower().split()[-1] for span in spans if span.text} - _ANYBODY


def _apart(facts: Facts, draft: Draft, other: Draft) -> int:
    """How many sentences lie between the nearest mentions of two events."""
    order = {first: n for n, (first, _) in enumerate(facts.tree.sentences)}
    number = facts.tree.sentence
    return min(abs(order[number[a][0]] - order[number[b][0]]) for a in draft.mentions for b in other.mentions)


def _violent(draft: Draft, other: Draft) -> bool:
    both = draft.entry.group.type in _VIOLENT and other.entry.group.type in _VIOLENT
    return both and modes_agree(draft.mode, other.mode)


def _countries(mentions: tuple[ActorMention, ...]) -> set[str]:
    return {m.country for m in mentions if m.country}


def _two_sides(draft: Draft, other: Draft) -> bool:
    """Whether two attacks are told to be by different nations."""
    one, two = _countries(draft.actors), _countries(other.actors)
    return bool(one and two) and not one & two


def _two_fights(draft: Draft, other: Draft) -> bool:
    """Whether two attacks are by different nations, neither of which hits the other in them."""
    one, two = _countries(draft.actors), _countries(other.actors)
    hit = (_countries(draft.recipients) & two) | (_countries(other.recipients) & one)
    return _two_sides(draft, other) and not hit


def _same_deed(facts: Facts, draft: Draft, other: Draft) -> bool:
    """Whether two attacks are one: they hit the same, or one told beside the other names nobody else."""
    if not _violent(draft, other) or _two_sides(draft, other):
        return False
    hit, known = _hit(draft), _hit(other)
    return bool(hit & known) or (_apart(facts, draft, other) <= 1 and not (hit and known))


_EARLIER = frozenset({"previously", "before", "earlier", "already", "formerly", "once", "ever", "often"})


def _own_time(facts: Facts, draft: Draft) -> bool:
    """Whether an event is told to be of another time, or of a long one: a war, "have attacked before"."""
    tree = facts.tree
    told = any(tree.lower[k] in _EARLIER and tree.dep[k] == "advmod" for k in tree.kids[draft.token])
    return told or any(tree.lemma[m] in WARS for m in draft.mentions)


def _missing(draft: Draft) -> bool:
    return draft.status in REAL and (draft.time is None or not draft.places)


def _taken_over(draft: Draft, other: Draft, word: str) -> Draft:
    paths = draft.paths
    time, places = draft.time, draft.places
    if time is None and other.time is not None:
        time = other.time
        paths += (f"time: {' '.join(time.span.text.split())} (that of {word})",)
    if not places and (at := tuple(p for p in other.places if p.role == "at")):
        places = at
        paths += tuple(f"place: {' '.join(p.mention.span.text.split())} (that of {word})" for p in at)
    return replace(draft, time=time, places=places, paths=paths)


def _filled(facts: Facts, draft: Draft, events: list[Draft], same: Rule) -> Draft:
    """The draft with what the nearest events of its scene tell, those before it first."""
    others = [o for o in events if o is not draft and o.status in REAL and (o.time or o.places)]
    near = sorted(others, key=lambda o: (_apart(facts, draft, o), o.token > draft.token))
    for other in near:
        if not _missing(draft):
            break
        if same(facts, draft, other):
            draft = _taken_over(draft, other, facts.tree.lower[other.token])
    return draft


def _dated_here(facts: Facts, draft: Draft) -> bool:
    """Whether the sentence of a trigger names a day, be it that of something else."""
    here = facts.tree.sentence[draft.token]
    return any(facts.tree.sentence[i] == here and time.type == "DATE" for i, time in facts.times)


def _day_of_report(facts: Facts, events: list[Draft]) -> Draft | None:
    """The first attack with a date, where all attacks with one have the same."""
    dated = [e for e in events if e.time and e.time.value and e.status in REAL and _violent(e, e)]
    days = {e.time.value for e in dated if e.time and e.time.value}
    one = len({day[:10] for day in days}) == 1 and not any("/" in day for day in days)
    return min(dated, key=lambda e: e.token) if one else None


def _of_that_day(facts: Facts, events: list[Draft]) -> list[Draft]:
    first = _day_of_report(facts, events)
    if first is None or first.time is None:
        return events
    out = []
    for draft in events:
        open_ = draft.time is None and draft.status in REAL and _violent(draft, draft)
        open_ = open_ and not _own_time(facts, draft)
        goes_on = draft.token > first.token and _apart(facts, draft, first) <= _ON
        goes_on = goes_on and not _two_fights(draft, first)
        if open_ and goes_on and not _dated_here(facts, draft):
            out.append(_taken_over(draft, replace(first, places=()), facts.tree.lower[first.token]))
        else:
            out.append(draft)
    return out


def by_way_of_scenes(facts: Facts, events: list[Draft]) -> list[Draft]:
    """The drafts with the dates and places that their scene gives them."""
    out: list[Draft] = []
    for draft in events:
        other = None
        if _missing(draft):
            other = next((o for o in events if o is not draft and o.time and _during(facts, draft, o)), None)
        out.append(_taken_over(draft, other, facts.tree.lower[other.token]) if other else draft)
    out = [
        _filled(facts, d, out, _same_deed)
        if _missing(d) and _violent(d, d) and not _own_time(facts, d)
        else d
        for d in out
    ]
    return _of_that_day(facts, out)
