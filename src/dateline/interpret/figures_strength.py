"""Strengths: so many soldiers or weapons, whose they are, and where: "Chad keeps 1,200 troops in Mali"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from dateline.interpret.arguments_count import Counted, count_words, counted
from dateline.interpret.chains import chain_of, holder_of_quantity
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_frame import surface_subject
from dateline.interpret.coder_tree import cases
from dateline.interpret.status import status_of
from dateline.model import ActorMention, Event, Figure, Place, Statement, TimeMention

_UP = 8
_DEPLOYED = ("MOBILIZE", "RETREAT", "AID")
_CHANGES = ("leaves", "arrives", "present")


@cache
def strength_words() -> dict[str, dict[str, frozenset[str]]]:
    """The shipped table, read once."""
    text = (files("dateline") / "_ref" / "lexicon" / "strengths.toml").read_text(encoding="utf8")
    data = tomllib.loads(text)
    return {name: {key: frozenset(words) for key, words in table.items()} for name, table in data.items()}


def strengths(facts: Facts, statements: tuple[Statement, ...], events: tuple[Event, ...]) -> list[Figure]:
    """The figures of soldiers and weapons of which the clause says whose they are or where."""
    items = (item for item in counted(facts) if item.of in ("personnel", "materiel"))
    found = (_strength(facts, statements, events, item) for item in items if item.token not in facts.barred)
    return [figure for figure in found if figure is not None]


def _strength(
    facts: Facts, statements: tuple[Statement, ...], events: tuple[Event, ...], item: Counted
) -> Figure | None:
    clause = _clause(facts, item.token)
    place = _place(facts, item, clause)
    change = _change(facts, clause) or _in_phrase(facts, item, place)
    actor = _actor(facts, item, clause, place)
    if place is None or actor is None or change is None:
        return None
    quantity = item.quantity
    span = quantity.span
    chain = holder_of_quantity(facts.grounded, quantity) or chain_of(statements, span)
    event = _event_of(facts, events, clause)
    return Figure(
        span=span, of=item.of, what=quantity.what or _force(facts, item, clause),
        low=quantity.low, best=quantity.best, high=quantity.high, rule="strength",
        status=status_of(facts.grounded, statements, clause), said_by=chain,
        event=event.id if event else None, actor=actor, place=place,
        time=_time(facts, clause), change=change,
    )  # fmt: skip


def _clause(facts: Facts, i: int) -> int:
    """The word that the clause around a token hangs on: a verb, or what is said to be."""
    tree = facts.tree
    for _ in range(_UP):
        verb = tree.pos[i] == "VERB" and tree.dep[i] != "amod"
        if verb or tree.head[i] == i or any(tree.dep[k] == "cop" for k in tree.kids[i]):
            break
        i = tree.head[i]
    return i


def _change(facts: Facts, clause: int) -> str | None:
    """Whether the clause says that the force is there, comes or goes; None where it says something else."""
    tree, verbs = facts.tree, strength_words()["verbs"]
    if tree.pos[clause] != "VERB":
        return "present"
    return next((change for change in _CHANGES if tree.lemma[clause] in verbs[change]), None)


def _in_phrase(facts: Facts, item: Counted, place: Place | None) -> str | None:
    """Whether a place in their own phrase says where they are, whatever is told of them: "14 jets at Gao"."""
    tree = facts.tree
    if place is None:
        return None
    held = [
        k for k in tree.children(item.token, "nmod") if k in facts.places and facts.places[k] is place.mention
    ]
    return "present" if held and place.role == "at" else None


def _zone(facts: Facts, clause: int) -> Iterator[int]:
    """The tokens of a clause, those of the clauses inside it left out."""
    tree = facts.tree
    waiting = [clause]
    while waiting:
        i = waiting.pop()
        yield i
        waiting += [
            k for k in tree.kids[i]
            if not tree.relation(k).startswith(("advcl", "ccomp", "parataxis"))
            and not (tree.dep[k] == "conj" and tree.pos[k] == "VERB")
            and not (tree.dep[k].startswith("acl") and k > i and tree.pos[k] == "VERB" and _other(facts, k))
        ]  # fmt: skip


def _other(facts: Facts, verb: int) -> bool:
    """Whether a verb on a noun tells something else: "soldiers stationed in Gao" does not."""
    verbs = strength_words()["verbs"]
    return not any(facts.tree.lemma[verb] in verbs[change] for change in _CHANGES)


def _role(facts: Facts, i: int) -> str | None:
    """The role of a place by the preposition on it or on the noun it belongs to."""
    tree, roles = facts.tree, strength_words()["roles"]
    for _ in range(4):
        words = cases(tree, i)
        role = next((role for role, forms in roles.items() if forms.intersection(words)), None)
        if role is not None:
            return role
        if tree.dep[i] not in ("compound", "flat", "appos", "nmod:poss", "amod"):
            return None
        i = tree.head[i]
    return None


def _of_object(facts: Facts, i: int, clause: int) -> str | None:
    """The role of a place that is the object: "left Gao", "reached Gao"."""
    tree, verbs = facts.tree, strength_words()["verbs"]
    if tree.dep[i] != "obj" or tree.head[i] != clause:
        return None
    lemma = tree.lemma[clause]
    return "from" if lemma in verbs["leaves"] else "to" if lemma in verbs["arrives"] | {"reach"} else None


_FINENESS = ("site", "city", "admin", "country")


def _place(facts: Facts, item: Counted, clause: int) -> Place | None:
    """Where the force is: the finest place that a preposition of the clause puts it in."""
    tree = facts.tree
    found: list[tuple[int, int, Place]] = []
    for i in _zone(facts, clause):
        mention = facts.places.get(i)
        role = (_role(facts, i) or _of_object(facts, i, clause)) if mention is not None else None
        if mention is not None and role is not None:
            fine = _FINENESS.index(mention.precision) if mention.precision in _FINENESS else 9
            found.append((fine, abs(i - item.token), Place(mention, role)))
    if tree.lemma[clause] in strength_words()["verbs"]["host"]:
        hosts = [facts.places[i] for i in surface_subject(tree, clause) if i in facts.places]
        found += [(0, 0, Place(mention, "at")) for mention in hosts]
    return min(found, key=lambda row: row[:2])[2] if found else None


def _actor(facts: Facts, item: Counted, clause: int, place: Place | None) -> ActorMention | None:
    """Whose they are: by a word on the noun ("Chadian troops"), its owner, or who keeps or sends them.

    The counted things themselves come last: they tell less of whose they are.
    """
    tree = facts.tree
    others = [i for i in _forces(facts, item, clause) if i != item.token and tree.head[i] != item.token]
    return (
        _by_words_on(facts, item.token, place)
        or _by_holder(facts, item, clause)
        or next((m for i in others if (m := _by_words_on(facts, i, place) or _armed(facts, i, place))), None)
        or _itself(facts, item, place)
    )


def _by_words_on(facts: Facts, noun: int, place: Place | None) -> ActorMention | None:
    tree = facts.tree
    kids = [
        k for k in tree.children(noun, "amod", "compound", "nmod:poss", "nmod")
        if not (tree.dep[k] == "nmod" and (k in facts.places or not _of(facts, k)))
    ]  # fmt: skip
    return next((m for i in kids if (m := _armed(facts, i, place))), None)


def _of(facts: Facts, k: int) -> bool:
    return "of" in cases(facts.tree, k)


def _by_holder(facts: Facts, item: Counted, clause: int) -> ActorMention | None:
    """Who keeps, sends or withdraws them, where the verb is one of that."""
    tree = facts.tree
    if tree.lemma[clause] not in strength_words()["verbs"]["holder"]:
        return None
    agents = [k for k in tree.kids[clause] if tree.dep[k] == "obl:agent"]
    for i in agents or surface_subject(tree, clause):
        found = facts.party(i) or _armed(facts, i, None)
        if found is not None and i != item.token and found.country:
            return found
    return None


def _itself(facts: Facts, item: Counted, place: Place | None) -> ActorMention | None:
    """What is known of the counted itself; not where its country may be that of the place in its phrase."""
    mention = _armed(facts, item.token, place)
    if mention is None or (place is not None and mention.span.holds(place.mention.span)):
        return None
    return mention


def _forces(facts: Facts, item: Counted, clause: int) -> list[int]:
    """The counted noun, then the other nouns of the clause that stand for forces."""
    tree = facts.tree
    things = count_words()["things"]
    words = things["personnel"] | things["materiel"] | strength_words()["nouns"]["force"]
    return [
        item.token,
        *(i for i in sorted(_zone(facts, clause)) if tree.lemma[i] in words and i != item.token),
    ]


def _armed(facts: Facts, i: int, place: Place | None) -> ActorMention | None:
    """The mention at a token, if it tells a country or a name and is not the place where they are."""
    mention = facts.actors.get(i) or facts.inside.get(i)
    if mention is None or not (mention.country or mention.name):
        return None
    if place is not None and place.mention.span.holds(mention.span):
        return None
    return mention


def _force(facts: Facts, item: Counted, clause: int) -> str | None:
    """What is counted where the number stands alone: "estimates of Russian personnel vary from 3 to 6"."""
    tree = facts.tree
    nouns = [i for i in _forces(facts, item, clause) if tree.is_noun(i) and tree.pos[i] != "NUM"]
    return facts.span(nouns[0], nouns[0]).text if nouns else None


def _time(facts: Facts, clause: int) -> TimeMention | None:
    """The time in the clause itself."""
    zone = set(_zone(facts, clause))
    return next((t for top, t in facts.times if top in zone and t.type == "DATE"), None)


def _event_of(facts: Facts, events: tuple[Event, ...], clause: int) -> Event | None:
    """The deployment or withdrawal that the clause tells."""
    at = facts.tree.start[clause]
    return next(
        (e for e in events if e.type in _DEPLOYED and any(m.start <= at < m.end for m in e.mentions)), None
    )
