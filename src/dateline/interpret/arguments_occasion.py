"""When and where, taken over from the occasion on which something was done or said.

What is done "during the rally" has its day and place; so has what a speaker goes on to promise after
a dated saying or at a gathering. What it was taken from is named among the draft's paths.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.interpret.arguments_answers import REAL
from dateline.interpret.arguments_place import climb
from dateline.interpret.arguments_time import dated
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.events_merge import SPOKEN
from dateline.model import ActorMention, Place, Statement, TimeMention

_AT_IT = ("during", "at", "amid", "throughout")
_GATHERINGS = frozenset({"PROTEST", "CONSULT"})
_NEXT, _LONG = 1, 8
"""Sentences after a saying, or a gathering, that belong to it; further ones must tell of him."""
_BEFORE = frozenset({"recently", "earlier", "previously", "already", "formerly", "once", "had", "ago"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where somebody was seen or heard."""

    at: int
    """The token that tells of it."""
    who: frozenset[str | None]
    time: TimeMention | None
    places: tuple[Place, ...]
    word: str
    reach: int = _NEXT


def _amid(draft: Draft, other: Draft) -> bool:
    """Whether a trigger is said to have happened in the course of another event: "during the rally"."""
    return any(i in other.mentions for slot in _AT_IT for i in draft.frame.get(slot))


def _taken_over(draft: Draft, time: TimeMention | None, places: tuple[Place, ...], word: str) -> Draft:
    paths = draft.paths
    if draft.time is None and time is not None:
        draft = replace(draft, time=time)
        paths += (f"time: {' '.join(time.span.text.split())} (that of {word})",)
    if not draft.places and (at := tuple(p for p in places if p.role == "at")):
        draft = replace(draft, places=at)
        paths += tuple(f"place: {' '.join(p.mention.span.text.split())} (that of {word})" for p in at)
    return replace(draft, paths=paths)


def _key(facts: Facts, mention: ActorMention) -> str | None:
    """What a person is called again by, the last name; None for those who are no single person."""
    tree = facts.tree
    if mention.name is None and tree.pos[mention.head] == "PRON":
        return None
    person = mention.head in facts.persons or any(
        k in facts.persons and tree.dep[k] in ("appos", "flat", "nmod:desc") for k in tree.kids[mention.head]
    )
    words = (mention.name or mention.span.text).lower().split()
    if person or tree.pos[mention.head] == "PRON":
        return words[-1] if words else None
    return None


def _sentence(facts: Facts, i: int) -> int:
    """The number of a token's sentence in the report."""
    return bisect_left(facts.tree.sentences, facts.tree.sentence[i])


def _dated_sayings(facts: Facts, statements: tuple[Statement, ...]) -> Iterator[Occasion]:
    """Each saying whose verb has a date of its own."""
    tree = facts.tree
    days = [
        (climb(facts, i)[0][-1], mention) for i, mention in facts.times if mention.type in ("DATE", "TIME")
    ]
    for statement in statements:
        if not statement.chain or not statement.cue:
            continue
        on_cue = [
            (top, m) for top, m in days if any(c.start <= tree.start[top] < c.end for c in statement.cue)
        ]
        if not on_cue:
            continue
        speaker = next((m for m in facts.grounded.actors if m.span.overlaps(statement.chain[-1].span)), None)
        if speaker is None:
            continue
        for top, mention in on_cue:
            time = dated(mention)
            if time is not None and not any(c.overlaps(mention.span) for c in statement.content):
                yield Occasion(top, frozenset({_key(facts, speaker)}), time, (), tree.lower[top])


def _people(facts: Facts, first: int, last: int) -> set[str | None]:
    return {
        _key(facts, m) for m in facts.grounded.actors if first <= m.head <= last and m.head in facts.persons
    }


def _gatherings(facts: Facts, events: list[Draft]) -> Iterator[Occasion]:
    """Each meeting or rally with a day or place, with those whom the sentences of its mentions name."""
    tree = facts.tree
    for draft in events:
        if (
            draft.entry.group.like not in _GATHERINGS
            or draft.status not in REAL
            or not (draft.time or draft.places)
        ):
            continue
        own = {_key(facts, a) for a in draft.actors}
        for m in draft.mentions:
            near = frozenset(own | _people(facts, *tree.sentence[m]))
            yield Occasion(m, near, draft.time, draft.places, tree.lower[m], _LONG)


def _spoken(facts: Facts, events: list[Draft]) -> Iterator[Occasion]:
    """Each promise, demand or reproach that has a day."""
    for draft in events:
        if draft.entry.group.like in SPOKEN and draft.time is not None and draft.actors:
            who = frozenset(_key(facts, a) for a in draft.actors)
            yield Occasion(draft.token, who, draft.time, draft.places, facts.tree.lower[draft.token])


def _unbroken(facts: Facts, statements: tuple[Statement, ...], who: str, first: int, last: int) -> bool:
    """Whether every sentence between two tells of the same person or is what he says, and none has a date.

    A day to come breaks nothing: it is that of what he announces.
    """
    tree = facts.tree
    for low, high in tree.sentences[first + 1 : last]:
        if _past_date(facts, low, high):
            return False
        if any(_key(facts, m) == who for m in facts.grounded.actors if low <= m.head <= high):
            continue
        start, end = tree.start[low], tree.end[high]
        quoted = any(
            any(c.start < end and start < c.end for c in s.content) and _says(facts, s, who)
            for s in statements
        )
        if not quoted and any(letter.isalnum() for letter in tree.text[start:end]):
            return False
    return True


def _another_day(facts: Facts, occasion: Occasion, here: int) -> bool:
    """Whether a sentence between an occasion and a later one has gone on to a day after it."""
    day = (occasion.time.value or "") if occasion.time is not None else ""
    between = facts.tree.sentences[_sentence(facts, occasion.at) + 1 : here]
    return bool(day) and any(_past_date(facts, low, high, day) for low, high in between)


def _past_date(facts: Facts, low: int, high: int, after: str = "") -> bool:
    """Whether tokens low…high have a date that is not still to come, and later than one that is given."""
    published = (facts.grounded.digest.report.published or "")[:10]
    dates = (dated(t) for i, t in facts.times if low <= i <= high and t.type in ("DATE", "TIME"))
    return any(
        d is not None and (d.value or "") > after and not (d.interval or "")[-10:] > published for d in dates
    )


def _says(facts: Facts, statement: Statement, who: str) -> bool:
    """Whether the person of that name is the one who says it."""
    if not statement.chain:
        return False
    holder = statement.chain[-1]
    speaker = next((m for m in facts.grounded.actors if m.span.overlaps(holder.span)), None)
    by_name = holder.name is not None and holder.name.lower().split()[-1:] == [who]
    return by_name or (speaker is not None and _key(facts, speaker) == who)


def _goes_on(
    facts: Facts, statements: tuple[Statement, ...], draft: Draft, occasions: list[Occasion]
) -> Occasion | None:
    """The occasion at which a speech act was done that has no date of its own: the last of its speaker."""
    tree, v = facts.tree, draft.token
    told = draft.entry.group.like in SPOKEN and draft.status not in ("planned", "denied")
    if not told or draft.entry.pos == "noun" or len(draft.actors) != 1:
        return None
    who = _key(facts, draft.actors[0])
    if who is None or any(tree.lower[k] in _BEFORE for k in tree.kids[v]):
        return None
    here, last = _sentence(facts, v), tree.sentence[v][1]
    near = [
        o
        for o in occasions
        if o.at <= last
        and o.at != v
        and who in o.who
        and (
            (here - _sentence(facts, o.at) <= o.reach and not _another_day(facts, o, here))
            or _unbroken(facts, statements, who, _sentence(facts, o.at), here)
        )
    ]
    return max(near, key=lambda o: o.at) if near else None


def _of_event(draft: Draft, events: list[Draft]) -> Draft | None:
    """The event in the course of which another happened."""
    if draft.status not in REAL:
        return None
    others = (o for o in events if o is not draft)
    return next((o for o in others if _amid(draft, o)), None)


def by_way_of_occasions(facts: Facts, statements: tuple[Statement, ...], events: list[Draft]) -> list[Draft]:
    """The drafts with the dates and places that their occasion gives them."""
    out: list[Draft] = []
    occasions = [*_dated_sayings(facts, statements), *_gatherings(facts, events), *_spoken(facts, events)]
    for draft in events:
        new, other = draft, _of_event(draft, events)
        if other is not None:
            new = _taken_over(new, other.time, other.places, facts.tree.lower[other.token])
        occasion = None if new.time and new.places else _goes_on(facts, statements, new, occasions)
        if occasion is not None:
            new = _taken_over(new, occasion.time, occasion.places, occasion.word)
        out.append(new)
    return out
