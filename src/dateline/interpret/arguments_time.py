"""When: the date that belongs to a trigger: one that hangs on its own clause, none that dates the saying."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from dateline.interpret.arguments_place import CLAUSE, climb, phases
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_frame import Frame
from dateline.interpret.coder_tree import cases
from dateline.model import Statement, TimeMention


def _progressive(facts: Facts, v: int) -> bool:
    """Whether a deed has the date of the saying: "were loading", "has left"."""
    tree = facts.tree
    auxiliaries = {tree.lemma[k] for k in tree.kids[v] if tree.dep[k].startswith("aux")}
    if "have" in auxiliaries:
        return not any(tree.lower[k] == "had" for k in tree.kids[v])
    return "be" in auxiliaries and tree.lower[v].endswith("ing")


def _cued(
    facts: Facts, statements: tuple[Statement, ...], verb: int, trigger: int, when: TimeMention
) -> bool:
    """Whether a date on `verb` is that of a statement which holds the trigger."""
    at, inner = facts.tree.start[verb], facts.tree.start[trigger]
    return any(
        any(c.start <= inner < c.end for c in s.content)
        and (any(c.start <= at < c.end for c in s.cue) or _outside(s, when))
        for s in statements
        if s.source  # "reportedly" is no saying that has a date
    )


def _told(facts: Facts, statements: tuple[Statement, ...], trigger: int, when: TimeMention) -> bool:
    """Whether trigger and date stand in the same thing said, wherever the verb of saying stands."""
    at = facts.tree.start[trigger]
    return all(
        any(c.holds(when.span) for c in s.content)
        for s in statements
        if s.source and any(c.start <= at < c.end for c in s.content)
    )


def _outside(statement: Statement, when: TimeMention) -> bool:
    """Whether a date stands outside what is said."""
    return not any(part.overlaps(when.span) for part in statement.content)


_DATE = re.compile(r"\d{4}(-\d\d){0,2}(?=T|$)")
_INTERVAL = re.compile(r"\d{4}[-\d]*/\d{4}[-\d]*$")


def dated(time: TimeMention) -> TimeMention | None:
    """The mention with a value that is a date, a month, a year or an interval; None for "recently"."""
    if time.value is None:
        return time
    if _INTERVAL.match(time.value):
        return time
    found = _DATE.match(time.value)
    if found:
        return replace(time, value=found[0])
    if time.interval and _INTERVAL.match(time.interval):
        return replace(time, value=time.interval)
    return None


_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)


def possible(facts: Facts, time: TimeMention | None, status: str) -> TimeMention | None:
    """The date of an event; what has happened has none after publication, and its Tuesday is the last one."""
    published = facts.grounded.digest.report.published
    if time is None or time.value is None or published is None or status not in ("happened", "ongoing"):
        return time
    begin = time.value.partition("/")[0]
    if begin <= published[: len(begin)]:
        return time
    if not _WEEKDAY.search(time.span.text) or begin != time.value or len(begin) < len("2020-01-01"):
        return None
    before = date.fromisoformat(begin) - timedelta(days=7)
    return replace(time, value=before.isoformat()) if before.isoformat() <= published[:10] else None


_LENGTH = re.compile(r"P(\d+(?:\.\d+)?)([YMWD])$")
_DAYS = {"Y": 365.25, "M": 30.44, "W": 7.0, "D": 1.0}
_PRECISION = {"Y": 4, "M": 7, "W": 10, "D": 10}
_WEEK = re.compile(r"(\d{4})-W(\d\d)$")
_AGO = re.compile(r"(?:a|one|two|three|four|five|six|\d+) weeks? ago$", re.IGNORECASE)


def _days_ago(time: TimeMention, published: str | None) -> TimeMention:
    """A whole number of weeks before publication as the day that it is: "a week ago", not "last week"."""
    week = _WEEK.match(time.value or "")
    if week is None or published is None or not _AGO.match(" ".join(time.span.text.split())):
        return time
    day = date.fromisoformat(published[:10])
    while day.isocalendar()[:2] > (int(week[1]), int(week[2])):
        day -= timedelta(days=7)
    return replace(time, value=day.isoformat(), precision="day")


_UP_TO_NOW = re.compile(r"(?:the |these )?(?:last|past) (?P<vague>few |several |couple of )?", re.IGNORECASE)
_VAGUE = {"few ": 3, "several ": 3, "couple of ": 2}


def _up_to_now(time: TimeMention, published: str | None) -> TimeMention | None:
    """A length that ends at publication as an interval: "over the past two weeks", "in the last few years".

    "A few" and "several" are three at least, as in a count.
    """
    length, told = _LENGTH.match(time.value or ""), _UP_TO_NOW.match(time.span.text)
    if published is None or told is None or time.type != "DURATION":
        return None
    vague = re.match(r"PX([YMWD])$", time.value or "")
    if length is not None:
        count, unit = float(length[1]), length[2]
    elif vague is not None and told["vague"]:
        count, unit = float(_VAGUE[" ".join(told["vague"].lower().split()) + " "]), vague[1]
    else:
        return None
    return replace(time, value=_back_from(published, count, unit), precision=None)


def _back_from(published: str, count: float, unit: str) -> str:
    """The interval of so many units that ends at publication, as fine as the unit."""
    end = date.fromisoformat(published[:10])
    start = end - timedelta(days=count * _DAYS[unit])
    cut = _PRECISION[unit]
    return f"{start.isoformat()[:cut]}/{end.isoformat()[:cut]}"


def _resolved(facts: Facts, mention: TimeMention) -> TimeMention | None:
    """The mention as the date of an event, None where it is none."""
    published = facts.grounded.digest.report.published
    if mention.type in ("DATE", "TIME"):
        return dated(_days_ago(mention, published))
    return _up_to_now(mention, published)


def _since(facts: Facts, i: int, time: TimeMention) -> TimeMention:
    published = facts.grounded.digest.report.published
    if time.value and published and "/" not in time.value and "since" in cases(facts.tree, i):
        return replace(time, value=f"{time.value}/{published[:10]}")
    return time


_TOLD = frozenset(
    ["announce", "declare", "propose", "condemn", "denounce", "criticise", "criticize", "demand"]
)
"""Verbs whose date is that of the speaking, not of the deed that is their object."""


def _clauses(facts: Facts, frame: Frame) -> set[int]:
    """The verbs whose date the trigger shares."""
    tree, trigger = facts.tree, frame.token
    if tree.pos[trigger] != "VERB":
        over = {g for g in frame.get("gov") if tree.lemma[g] not in _TOLD}
        over |= {tree.head[p] for p in phases(facts, trigger) if tree.pos[tree.head[p]] == "VERB"}
        open_to = {k for g in over for k in tree.kids[g] if tree.dep[k] == "xcomp" and tree.pos[k] == "VERB"}
        return {trigger, *over, *open_to}
    if tree.dep[trigger] in ("xcomp", "conj"):
        return {trigger, *(frame.get("gov") or [tree.head[trigger]])}
    return {trigger, *([tree.head[trigger]] if _accompanies(facts, trigger) else [])}


def _accompanies(facts: Facts, v: int) -> bool:
    """Whether a bare participle tells what goes along with the verb over it: "Announcing it, he said …"."""
    tree = facts.tree
    bare = not any(tree.dep[k] in ("mark", "case") or tree.dep[k].startswith("nsubj") for k in tree.kids[v])
    return tree.dep[v] == "advcl" and tree.lower[v].endswith("ing") and bare


_CHAINED = ("xcomp", "conj", "parataxis")


def _chained(facts: Facts, trigger: int) -> set[int]:
    """The verbs above that lead on to the trigger: "On Monday he came in, sat down and began to shout"."""
    tree = facts.tree
    found: set[int] = set()
    for _ in range(_UP):
        if tree.dep[trigger] not in _CHAINED or tree.pos[tree.head[trigger]] != "VERB":
            break
        trigger = tree.head[trigger]
        found.add(trigger)
    return found


_UP = 3


def _fronted(facts: Facts, i: int, top: int, verbs: set[int]) -> bool:
    """Whether a date stands before all verbs of a chain, whichever of them the parser hung it on."""
    tree = facts.tree
    if tree.pos[top] != "VERB":
        return False
    its = {top, *_chained(facts, top)}
    return any(
        its & (run := {v, *_chained(facts, v)}) and i < min(its | run) for v in verbs if tree.pos[v] == "VERB"
    )


def _said_last(facts: Facts, statements: tuple[Statement, ...], trigger: int, top: int) -> bool:
    """Whether a verb of saying stands behind what is said, which holds the trigger."""
    at, inner = facts.tree.start[top], facts.tree.start[trigger]
    return any(
        any(c.start <= at < c.end for c in s.cue) and any(c.start <= inner < c.end for c in s.content)
        for s in statements
    )


def _when(facts: Facts, i: int, trigger: int) -> bool:
    """Whether a clause with "when" says what happened at a date right before it: "until noon, when …"."""
    tree = facts.tree
    v = trigger
    for _ in range(_UP):
        if tree.dep[v].startswith(("advcl", "acl")):
            break
        v = tree.head[v]
    word = next((k for k in tree.kids[v] if tree.lower[k] == "when" and k < v), None)
    if word is None:
        return False
    return i < word and word - i <= 2 and all(tree.pos[k] == "PUNCT" for k in range(i + 1, word))


def _hours_off(facts: Facts, clause: int, trigger: int) -> bool:
    """Whether a deed is told as hours before or after one with a date: the day is the same."""
    tree = facts.tree
    if tree.dep[clause] != "advcl" or tree.head[clause] != trigger:
        return False
    words = {tree.lemma[k] for k in (*tree.kids[clause], *tree.kids[trigger])}
    return bool(words & {"before", "after"}) and bool(words & {"hour", "minute", "moment"})


def _beside(facts: Facts, i: int, trigger: int) -> bool:
    """Whether a date follows right upon a noun and what hangs on it: "the killing of X in May"."""
    tree = facts.tree
    plain = not any(tree.pos[k] in CLAUSE for k in range(trigger, i))
    return plain and tree.pos[trigger] in ("NOUN", "PROPN") and tree.right[trigger] + 1 in (i, tree.left[i])


def _heads(facts: Facts, trigger: int) -> set[int]:
    """The trigger, and a noun over it that only tells a phase of it: "the *start* of talks on Monday"."""
    return {trigger, *phases(facts, trigger)}


_UNTIL = frozenset({"until", "till"})
_HAPPENED = frozenset(
    [
        "happen",
        "occur",
        "place",
        "take",
        "begin",
        "start",
        "kill",
        "injure",
        "wound",
        "leave",
        "claim",
        "destroy",
        "hit",
    ]
)


def _tells_when(facts: Facts, path: list[int], trigger: int) -> bool:
    """Whether a relative clause tells when a deed happened: "a bombing *that happened on June 27*"."""
    tree, verb = facts.tree, path[-1]
    of_it = tree.dep[verb] == "acl:relcl" and tree.head[verb] == trigger and tree.lemma[verb] in _HAPPENED
    return of_it and any(
        tree.dep[k].startswith("nsubj") and tree.lower[k] in ("that", "which") for k in tree.kids[verb]
    )


_IN_FORCE = frozenset({"effective", "due", "valid"})


def _comes_into_force(facts: Facts, i: int) -> int | None:
    """The noun that a date is the term of: "announced his *resignation* effective next Monday"."""
    tree = facts.tree
    before = tree.left[i] - 1
    if before <= 0 or tree.lower[before] not in _IN_FORCE:
        return None
    noun = tree.pos[before - 1] == "NOUN" or tree.dep[before - 1] in ("obj", "nsubj:pass")
    return before - 1 if noun else None


_PASS_ON = frozenset({"medium", "agency"})


def _news_of_the_day(facts: Facts, statements: tuple[Statement, ...], trigger: int, i: int, cue: int) -> bool:
    """Whether a medium tells the news of a day: "On Monday, the agency reported that police arrested X".

    A medium reports what has just happened; an official may speak of any day. "Had arrested" is of another.
    """
    tree = facts.tree
    verb = trigger if tree.pos[trigger] == "VERB" else climb(facts, trigger)[0][-1]
    past = "Tense=Past" in tree.feats[verb] and "VerbForm=Fin" in tree.feats[verb]
    had = any(tree.lemma[k] == "have" for k in tree.kids[verb])
    if i > cue or not past or had:
        return False
    at, inner = tree.start[cue], tree.start[trigger]
    return any(
        s.chain
        and s.chain[-1].kind in _PASS_ON
        and any(c.start <= at < c.end for c in s.cue)
        and any(c.start <= inner < c.end for c in s.content)
        for s in statements
    )


def _rank(
    facts: Facts, statements: tuple[Statement, ...], frame: Frame, i: int, time: TimeMention
) -> int | None:
    """How near a date stands to the trigger; None where it is not the trigger's."""
    tree, trigger = facts.tree, frame.token
    path, _ = climb(facts, i)
    top = path[-1]
    term = _comes_into_force(facts, i)
    if term is not None:
        return 0 if term == trigger else None
    cue = _cued(facts, statements, top, trigger, time)
    if tree.left[i] <= tree.sentence[i][0] + 1 and i < trigger < top and tree.pos[top] == "VERB":
        cue = False  # "On Monday rebels took the town, officials said": the date opens what is said
        if _said_last(facts, statements, trigger, top):
            return 2
    governors, chained = _clauses(facts, frame), _chained(facts, trigger)
    late = i > trigger and tree.dep[trigger] == "conj" and tree.pos[trigger] == "VERB"
    own = bool(_heads(facts, trigger).intersection(path))
    if _when(facts, i, trigger) or _tells_when(facts, path, trigger):
        return 0
    if _UNTIL.intersection(cases(tree, i)):
        return None
    if own and (not cue or _told(facts, statements, trigger, time)):
        return 0
    if _beside(facts, i, trigger):
        return 1
    if top in governors and not cue and not late:
        return 2
    if _hours_off(facts, top, trigger) or (top in chained and not cue and i < min(chained)):
        return 3
    if not cue and _fronted(facts, i, top, governors):
        return 3
    if cue and _news_of_the_day(facts, statements, trigger, i, top):
        return 3
    return 4 if cue and _progressive(facts, trigger) else None


def time_of(facts: Facts, statements: tuple[Statement, ...], frame: Frame) -> TimeMention | None:
    """The date of the event: one that hangs on its own clause, not one that dates the saying."""
    tree, trigger = facts.tree, frame.token
    found: list[tuple[int, int, int, TimeMention]] = []
    for i, mention in facts.times:
        if tree.sentence[i] != tree.sentence[trigger]:
            continue
        time = _resolved(facts, mention)
        rank = None if time is None else _rank(facts, statements, frame, i, time)
        if time is not None and rank is not None:
            value = time.value or ""
            found.append((rank, -len(value) if "/" not in value else 0, i, time))
    if not found:
        return _until_its_end(facts, trigger)
    _, _, at, best = min(found, key=lambda item: item[:2])
    return _since(facts, at, best)


_OVER = frozenset({"end", "halt", "close", "conclusion", "finish"})


def _until_its_end(facts: Facts, trigger: int) -> TimeMention | None:
    """When something was that is called by its length and is over now: "an end to the two-month siege"."""
    tree, published = facts.tree, facts.grounded.digest.report.published
    if published is None or not any(tree.lemma[p] in _OVER for p in phases(facts, trigger)):
        return None
    for i, mention in facts.times:
        length = _LENGTH.match(mention.value or "") if mention.type == "DURATION" else None
        if (
            length is None
            or tree.head[i] != trigger
            or tree.dep[i] not in ("compound", "amod", "nummod", "nmod")
        ):
            continue
        return replace(mention, value=_back_from(published, float(length[1]), length[2]))
    return None
