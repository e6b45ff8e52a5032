"""Mentions of the same happening → one event.

A happening is told several times: "shot dead … the attack … three were injured". Results of an attack
(killed, injured) join the attack; a definite noun without arguments of its own joins the last event it can
mean; others join where type, mode, status and all arguments agree and at least one is shared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from dateline.interpret.arguments import PRONOUNS
from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_tree import said_before
from dateline.interpret.tolls_part import is_wider
from dateline.model import ActorMention, Place, TimeMention

SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her"})
_NEAR = 2
"""Sentences in which a result looks back for its attack."""


def _keys(mentions: Iterable[ActorMention]) -> set[str]:
    return {m.country for m in mentions if m.country}


def _alike(a: ActorMention, b: ActorMention) -> bool:
    """Whether two mentions can be the same party: same name, or the same last word."""
    if a.country and b.country and a.country != b.country:
        return False
    if a.span == b.span or (a.name is not None and a.name == b.name):
        return True
    if a.span.text.lower() in PRONOUNS or b.span.text.lower() in PRONOUNS:
        return False
    return a.span.text.lower().split()[-1:] == b.span.text.lower().split()[-1:]


def _shared(facts: Facts, a: tuple[ActorMention, ...], b: tuple[ActorMention, ...]) -> bool:
    one, two = ([m for m in side if m.head in facts.persons] for side in (a, b))
    if one and two:  # where both name persons, offices tell nothing more
        a, b = tuple(one), tuple(two)
    return any(_alike(x, y) and not _two_people(facts, x, y) for x in a for y in b)


def _two_people(facts: Facts, a: ActorMention, b: ActorMention) -> bool:
    """Whether two mentions are persons of different names, though of one government."""
    if a.head not in facts.persons or b.head not in facts.persons:
        return False
    one, two = ({facts.tree.lower[k] for k in _named(facts, m.head)} for m in (a, b))
    return not one & two


def _named(facts: Facts, head: int) -> list[int]:
    return [k for k in (head, *facts.tree.kids[head]) if k in facts.persons and facts.tree.pos[k] == "PROPN"]


def _stem(draft: Draft) -> str:
    return draft.entry.lemma[:5]


def _clash(a: set[str], b: set[str]) -> bool:
    return bool(a) and bool(b) and not a & b


def _names(draft: Draft, known: bool = True) -> set[str]:
    """The places that can contradict each other: a country does not contradict a city."""
    march = draft.entry.group.like == "PROTEST"
    places = (p.mention for p in draft.places if p.role == "at" or not march)
    fine = (m for m in places if m.precision != "country" and (m.name is not None) == known)
    return {m.name or m.span.text for m in fine}


def _elsewhere(a: Draft, b: Draft) -> bool:
    """Whether two drafts name different places; one without identity may lie within a known one."""
    return _clash(_names(a), _names(b)) or _clash(_names(a, known=False), _names(b, known=False))


def _countries(places: tuple[Place, ...]) -> set[str]:
    return {p.mention.country for p in places if p.mention.country}


_BLASTS = frozenset({"explosives", "aerial", "heavy-weapons", "drone", "suicide-attack"})


def modes_agree(one: str | None, two: str | None) -> bool:
    """Whether two modes can be of one happening: "bombed from the air" is called "the bombing" again."""
    if one is None or two is None or one == two or "destroy" in (one, two):
        return True
    return "explosives" in (one, two) and {one, two} <= _BLASTS


def compatible(a: Draft, b: Draft, victims: bool = True) -> bool:
    """Whether nothing that one says of the happening contradicts the other; `victims`: nor who was hit."""
    if a.entry.group.type != b.entry.group.type:
        return False
    if not modes_agree(a.mode, b.mode):
        return False
    if _clash(_keys(a.actors), _keys(b.actors)):
        return False
    if victims and _clash(_keys(a.recipients), _keys(b.recipients)):
        return False
    if a.time and b.time and a.time.value != b.time.value and not (_clock(a.time) or _clock(b.time)):
        return False
    if _clash(_countries(a.places), _countries(b.places)):
        return False
    return not _elsewhere(a, b) or not (a.time or b.time)


def _sentence(facts: Facts, i: int) -> int:
    return facts.tree.sentence[i][0]


def definite(facts: Facts, draft: Draft) -> bool:
    """Whether an event's word has an article or possessive that takes up something known."""
    tree = facts.tree
    return any(tree.lower[k] in _DEFINITE for k in tree.kids[draft.token])


def _bare(facts: Facts, draft: Draft) -> bool:
    """A definite noun that names a happening told before: "the attack"."""
    noun = facts.tree.pos[draft.token] in ("NOUN", "PROPN")  # also that of a pattern: "attended the rally"
    return noun and definite(facts, draft) and not (draft.actors and draft.recipients)


_MANY_WORDS = frozenset({"ASSAULT", "PROTEST", "CONSULT"})
"""What is told in ever new words, so that a verb may take up a noun."""
_TALKS = frozenset({"talk", "negotiation", "parley"})


def _same_talks(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether "the negotiations" are the talks of the sentence before, which go on or have begun."""
    names = facts.tree.lemma[old.token] in _TALKS and facts.tree.lemma[new.token] in _TALKS
    under_way = old.status != "denied" and new.status in ("happened", "ongoing")
    return names and under_way and _follows(facts, old, new) and compatible(old, new)


WARS = frozenset({"war", "conflict", "insurgency", "rebellion", "uprising", "struggle", "jihad"})
"""What goes on for so long that no single deed is called so, and no day or place of one is its own."""


def _a_war(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether a mention is of a war that no mention of the other names: a deed in it is not it."""
    lemma = facts.tree.lemma
    return lemma[new.token] in WARS and not any(lemma[m] in WARS for m in old.mentions)


def _same(facts: Facts, old: Draft, new: Draft) -> bool:
    if new.gapped or _a_war(facts, old, new):
        return False
    if _same_talks(facts, old, new):
        return True
    if old.status != new.status or not compatible(old, new):
        return False
    if old.entry.group.like == "CONSULT" and new.mode and not old.mode and new.entry.pos == "verb":
        return False  # a call or a visit is not the talks that were told of before
    actors, recipients = (
        _shared(facts, old.actors, new.actors),
        _shared(facts, old.recipients, new.recipients),
    )
    akin = _stem(old) == _stem(new)
    if old.entry.group.like in SPOKEN:
        if akin and _takes_up(facts, new) and _keys(old.actors) == _keys(new.actors) != set():
            return True
        near = _sentence(facts, old.token) == _sentence(facts, new.token) or new.entry.pos == "noun"
        return akin and near and (actors or recipients)
    crowd = _one_crowd(facts, old, new) or _one_campaign(old, new)
    if old.actors and new.actors and not actors and not crowd:
        return False
    if old.recipients and new.recipients and not recipients:
        return False
    if actors or recipients:
        if _once(facts, old, new, actors):
            return True
        named = new.entry.pos == "noun" or (old.entry.pos == "noun" and old.entry.group.like in _MANY_WORDS)
        return crowd or akin or named
    if (old.actors and new.actors) or crowd:
        return crowd
    return akin and new.entry.pos == "noun" and not (new.actors or new.recipients)


def _once(facts: Facts, old: Draft, new: Draft, same_actors: bool) -> bool:
    """What happens to somebody once, whatever it is called: nobody leaves one office twice.

    Who is convicted in one sentence is also sentenced in it, and serves that.
    """
    if old.mode != new.mode:
        return False
    return (old.mode == "resign" and same_actors) or (old.mode == "convict" and _follows(facts, old, new))


def _follows(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether a mention stands in the sentence of the last one or in the next."""
    first, last = _sentence(facts, old.mentions[-1]), _sentence(facts, new.token)
    return len([s for s, _ in facts.tree.sentences if first <= s <= last]) <= _NEAR


_DECIDED = frozenset({"decision", "move", "plan", "announcement", "step", "intention", "choice"})


def _takes_up(facts: Facts, draft: Draft) -> bool:
    """Whether what is announced is only called that again: "announcing *his decision*"."""
    tree = facts.tree
    return any(
        tree.lemma[o] in _DECIDED and any(tree.lower[k] in _DEFINITE for k in tree.kids[o])
        for o in draft.frame.get("obj")
    )


_CROWD = frozenset({"CVL", "OPP", "LAB", "EDU", None})


def _one_crowd(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether "the protesters" of the next sentence are the people who were just said to march."""
    tree = facts.tree
    between = [
        s for s, _ in tree.sentences if _sentence(facts, old.mentions[-1]) <= s <= _sentence(facts, new.token)
    ]
    crowds = all(a.sector in _CROWD for a in (*old.actors, *new.actors))
    said = bool(old.actors and new.actors) and not (new.time or _names(new))
    return old.entry.group.like == "PROTEST" and crowds and said and len(between) <= _NEAR


def _one_campaign(old: Draft, new: Draft) -> bool:
    """Whether protests that go on are those that were said to go on before."""
    protest = old.entry.group.like == new.entry.group.like == "PROTEST" and old.mode == new.mode
    crowds = all(a.sector in _CROWD for a in (*old.actors, *new.actors))
    return protest and crowds and old.status == new.status == "ongoing"


def _joined_result(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether `new` (killed, injured) is what came of `old`."""
    if old.entry.group.like != "ASSAULT" or new.entry.group.result is None:
        return False
    if old.status != new.status and ("denied" in (old.status, new.status) or new.status == "happened"):
        return False  # the dead of an attack are not those of one that is only feared
    if said_before(facts.tree, new.token, old.mentions):
        return False
    if _sentence(facts, old.token) == _sentence(facts, new.token):
        return _linked(facts, old.token, new.token) or not _clash(_keys(old.actors), _keys(new.actors))
    own = (new.actors and not _same_man(facts, old, new)) or new.time or new.places
    return not own and not _clash(_keys(old.recipients), _keys(new.recipients))


def _same_man(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether one person, who acts alone, did both: "a man drew a knife … *he* injured two women"."""
    alone = all(
        a.sector in ("CRM", "CVL") and "Number=Plur" not in facts.tree.feats[a.head] for a in new.actors
    )
    return alone and _shared(facts, old.actors, new.actors)


def _outcome(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether a participle says what an attack did or a crowd wanted: "hit a base, killing three men"."""
    tree, v = facts.tree, new.token
    both = old.entry.group.type == new.entry.group.type and old.status == new.status
    both = both and old.entry.group.like in ("ASSAULT", "PROTEST")
    return (
        both
        and tree.head[v] in old.mentions
        and tree.dep[v] == "advcl"
        and tree.lower[v].endswith("ing")
        and not any(tree.dep[k] in ("mark", "case") or tree.dep[k].startswith("nsubj") for k in tree.kids[v])
        and modes_agree(old.mode, new.mode)
    )


def _linked(facts: Facts, a: int, b: int) -> bool:
    tree = facts.tree
    return tree.head[b] == a or tree.head[a] == b or tree.head[a] == tree.head[b]


def _akin(old: Draft, new: Draft) -> bool:
    """An attack may be called anything; other happenings keep their word."""
    if new.mode is not None and old.mode is None and _stem(old) != _stem(new):
        return False
    return new.entry.group.like in ("ASSAULT", "PROTEST") or _stem(old) == _stem(new)


def _together(a: tuple[ActorMention, ...], b: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
    """Those of both mentions, each once: who was hit is told bit by bit."""
    return a + tuple(y for y in b if y.span.text.lower() not in PRONOUNS and not any(_one(x, y) for x in a))


def _one(a: ActorMention, b: ActorMention) -> bool:
    """Whether two mentions of who was hit are one party; two described ones are by the same word alone."""
    if _described(a) and _described(b) and a.span != b.span:
        return a.span.text.lower().split()[-1:] == b.span.text.lower().split()[-1:]
    return _alike(a, b)


def _described(mention: ActorMention) -> bool:
    """Whether a mention tells only what somebody is: two guards of one country need not be the same."""
    return (
        mention.rule.startswith("roles.csv") and "coref" not in mention.rule and "persons" not in mention.rule
    )


def _fuller(one: TimeMention | None, two: TimeMention | None) -> TimeMention | None:
    """The first time, but where it only reads the clock the one that names the day."""
    return two if one is None or (two is not None and _clock(one)) else one


def _clock(time: TimeMention) -> bool:
    """Whether a time only reads the clock, so that its day is a guess."""
    return time.type == "TIME" and bool(_CLOCK.match(time.span.text))


_CLOCK = re.compile(r"(?:at |around |about )?\d{1,2}(?:[:.]\d\d| ?[ap]\.?m)", re.IGNORECASE)


def _finer(one: str | None, two: str | None) -> str | None:
    """The first mode; that something was destroyed says less than how."""
    return two or one if one in (None, "destroy") else one


_FINE = {"site": 0, "city": 1, None: 1, "admin": 2, "country": 3}


def _finest(one: tuple[Place, ...], two: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places of the mention that speaks; where it only names a country, the other's within it."""
    if not one:
        return two
    out = []
    for place in one:
        finer = [
            p
            for p in two
            if p.role == place.role
            and p.mention.country == place.mention.country
            and _FINE.get(p.mention.precision, 4) < _FINE.get(place.mention.precision, 4)
        ]
        out.append(finer[0] if finer else place)
    return tuple(out)


def merge(a: Draft, b: Draft) -> Draft:
    """One draft of two mentions: the fuller one speaks, the other fills what it leaves open."""
    best, other = (b, a) if b.filled > a.filled and not b.entry.group.result else (a, b)
    told = best.recipients or other.recipients
    if a.entry.group.type == "ASSAULT":
        told = _together(best.recipients, other.recipients)
    talks = a.entry.group.like == "CONSULT"
    new = tuple(t for t in other.targets if not any(t.overlaps(o) for o in best.targets))
    return replace(
        best,
        actors=best.actors or other.actors,
        recipients=told,
        targets=best.targets + new,
        paths=best.paths + tuple(p for p in other.paths if p not in best.paths),
        chain=a.chain,
        places=_finest(best.places, other.places),
        time=_fuller(best.time, other.time),
        counts=best.counts + other.counts,
        mentions=tuple(sorted({*a.mentions, *b.mentions})),
        mode=_finer(best.mode, other.mode),
        status="ongoing" if talks and "ongoing" in (a.status, b.status) else best.status,
    )


def _others_own(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether two mentions tell of persons of different names: "his resignation" is not the governor's."""
    people = {m.name for m in facts.grounded.actors if m.head in facts.persons}
    one, two = ({a.name for a in draft.actors} for draft in (old, new))
    return bool(one and two) and (one | two) <= people and not one & two


def _predicated(facts: Facts, old: Draft, new: Draft) -> Draft:
    """Two mentions as one; where the noun is the verb's subject ("the attacks struck a plant") it speaks."""
    tree, verb, one = facts.tree, new.token, merge(old, new)
    verbs = {verb}
    while tree.dep[verb] == "conj" and tree.head[verb] != verb:
        verb = tree.head[verb]
        verbs.add(verb)
    subject = any(tree.dep[m].startswith("nsubj") and tree.head[m] in verbs for m in old.mentions)
    if one.token != new.token or new.entry.pos != "verb" or not subject:
        return one
    return replace(
        one, token=old.token, trigger=old.trigger, entry=old.entry, frame=old.frame, coder=old.coder
    )


_FIGHTS = ("fight", "coup", "war", "invasion", "seize", "operation")
"""How the entries are called that tell of a war rather than of a single deed."""


def elaborates(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether a deed that hits nobody named tells who made the attack right before it, and how.

    "A judge was shot dead. Two men on a motorcycle opened fire."
    """
    attacks = old.entry.group.type == new.entry.group.type == "ASSAULT" and new.entry.pos == "verb"
    how = bool(new.actors) and not new.recipients and not new.targets
    hit = not old.actors and bool(old.recipients or old.targets)
    if not (attacks and how and hit) or old.status != new.status or old.status != "happened":
        return False
    meant = replace(old, mode=None) if old.mode == "targeted" else old  # which tells nothing of the means
    if any(d.entry.group.id.startswith(_FIGHTS) for d in (old, new)) or not compatible(meant, new):
        return False
    first, last = _sentence(facts, old.mentions[-1]), _sentence(facts, new.token)
    return len([s for s, _ in facts.tree.sentences if first <= s <= last]) <= _NEAR + 1


def _doubts_doer(old: Draft, new: Draft) -> bool:
    """Whether only who did it is uncertain of what is told before: "the attack was presumably made by X"."""
    real = old.status in ("happened", "ongoing")
    return real and new.status == "possible" and bool(new.actors) and not new.recipients


def _died_in(draft: Draft) -> bool:
    """Whether a noun only says in what people came to harm: some of the victims of what was told before."""
    return draft.entry.group.type == "ASSAULT" and draft.entry.pos == "verb" and not draft.actors


def _victims(facts: Facts, draft: Draft) -> set[tuple[str, object]]:
    """Who came to harm: the word for each party, and how many, None where that is not told."""
    tree = facts.tree
    numbers: dict[int | None, object] = {q.head: (q.low, q.best, q.high) for _, q in facts.quantities}
    told: set[tuple[str, object]] = set()
    for r in draft.recipients:
        one = any(tree.lower[k] in ("a", "an") for k in tree.kids[r.head])
        told.add((tree.lemma[r.head], numbers.get(r.head, (1.0, 1.0, 1.0) if one else None)))
    return told


def _same_victims(facts: Facts, old: Draft, new: Draft) -> bool:
    """Whether a whole list of victims is told again: "hurt a man and two women … two women and a man"."""
    if new.entry.group.result is None or old.status != new.status:
        return False
    hit = _victims(facts, new)
    numbered = len(hit) >= _LIST and all(number is not None for _, number in hit)
    return numbered and hit <= _victims(facts, old) and compatible(old, new)


_LIST = 2


def _target(facts: Facts, events: list[Draft], draft: Draft) -> int | None:
    """The event so far that `draft` is another mention of."""
    again = [n for n, old in enumerate(events) if _same_victims(facts, old, draft)]
    beside = any(_sentence(facts, old.token) == _sentence(facts, draft.token) for old in events)
    if again and not beside:
        return again[-1]
    whole = bool(draft.entry.group.result) and is_wider(facts, draft.token)
    for n in range(len(events) - 1, -1, -1):
        old = events[n]
        if whole and _sentence(facts, old.token) != _sentence(facts, draft.token):
            continue  # the dead of a whole war
        if _joined_result(facts, old, draft):
            first = min(_sentence(facts, m) for m in old.mentions)
            here = _sentence(facts, draft.token)
            starts = [s for s, _ in facts.tree.sentences if first <= s <= here]
            if len(starts) <= _NEAR + 1 or not draft.actors:
                return n
        if _same(facts, old, draft) or _outcome(facts, old, draft) or elaborates(facts, old, draft):
            return n
    return _taken_up(facts, events, draft) if _bare(facts, draft) else None


def _taken_up(facts: Facts, events: list[Draft], draft: Draft) -> int | None:
    """The event that a definite noun takes up: one told by the same word, else the nearest."""
    lemma = facts.tree.lemma
    order = list(range(len(events) - 1, -1, -1))
    word = [n for n in order if any(lemma[m] == lemma[draft.token] for m in events[n].mentions)]
    victims = not _died_in(draft)
    for n in (*word, *order):
        alike = events[n].status == draft.status or _doubts_doer(events[n], draft)
        fits = alike and compatible(events[n], draft, victims)
        other = _others_own(facts, events[n], draft) or _a_war(facts, events[n], draft)
        if fits and _akin(events[n], draft) and not other:
            return n
    return None


def merged(facts: Facts, drafts: list[Draft]) -> list[Draft]:
    """The drafts, those of one happening brought together, in the order of first mention.

    Harm that may be an accident's is left out where no attack is told that it came of.
    """
    ordered = sorted(drafts, key=lambda d: (_sentence(facts, d.token), bool(d.entry.group.result), d.token))
    events: list[Draft] = []
    for draft in ordered:
        n = _target(facts, events, draft)
        if n is not None:
            doubtful = _doubts_doer(events[n], draft)
            both = _predicated(facts, events[n], draft)
            events[n] = replace(both, status=events[n].status) if doubtful else both
        elif not draft.entry.group.bound:
            events.append(draft)
    return events
