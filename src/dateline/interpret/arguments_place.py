"""Where: the places that belong to a trigger: its clause first, then its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dateline.ground.places.phrases import NOUNS
from dateline.interpret.arguments_nation import national_places
from dateline.interpret.attribution_tree import Tree
from dateline.interpret.coder_facts import Facts, tokens_of, top_of
from dateline.interpret.coder_frame import Frame
from dateline.interpret.coder_tree import cases
from dateline.interpret.lexicon import Group
from dateline.model import ActorMention, Place, PlaceMention

_FROM = frozenset({"from", "out", "off"})
_TO = frozenset({"to", "into", "toward", "towards", "onto"})
_AT = frozenset(
    [
        "in",
        "at",
        "on",
        "near",
        "outside",
        "inside",
        "within",
        "around",
        "across",
        "over",
        "along",
        "through",
        "throughout",
        "between",
        "by",
        "of",
        "beside",
        "off",
        "behind",
        "beneath",
        "above",
        "opposite",
        "amid",
        "north",
        "south",
        "east",
        "west",
    ]
)
_INSIDE = frozenset(
    ["in", "into", "near", "at", "across", "inside", "outside", "around", "throughout", "over"]
)
_BELONGING = frozenset({"of", "from", "for", "to", "with", "on"})
"""Prepositions by which a place only tells who somebody is: "the mayor of London"."""

_FINE = {"site": 0, "city": 1, None: 1, "admin": 2, "country": 3}
"""How fine a place is; one that no gazetteer knows is a small one."""
CLAUSE = ("VERB", "AUX")
"""Parts of speech that head a clause."""
_DEPTH = 12


def climb(facts: Facts, i: int) -> tuple[list[int], list[str]]:
    """The tokens from `i` up to the first verb above it, and the prepositions on the way, nearest first."""
    tree = facts.tree
    path, words = [i], [*cases(tree, i)]
    for _ in range(_DEPTH):
        head = tree.head[i]
        if head == i:
            break
        i = head
        path.append(i)
        if tree.pos[i] in CLAUSE:
            break
        words.extend(cases(tree, i))
    return path, words


def _role(words: list[str]) -> str | None:
    for word in words:
        if word in _FROM:
            return "from"
        if word in _TO:
            return "to"
        if word in _AT:
            return "at"
    return None


def _slot_role(group: Group, frame: Frame, path: list[int]) -> str | None:
    """The role that the entry gives to the slot in which the place stands."""
    for slot, role in group.places.items():
        if any(i in path for i in frame.get(slot)):
            return role
    return None


def _argument(facts: Facts, mention: PlaceMention, taken: tuple[ActorMention, ...]) -> bool:
    """Whether the place's name is itself the name of somebody who takes part ("Moscow announced")."""
    return any(
        t.span == mention.span
        or (
            t.span.holds(mention.span)
            and t.span.end == mention.span.end
            and len(tokens_of(facts.tree, t.span)) - len(tokens_of(facts.tree, mention.span)) <= 1
        )
        for t in taken
    )


_KINDS = {
    "country": ("country",),
    "city": ("city",),
    "town": ("city",),
    "capital": ("city",),
    "province": ("admin",),
    "region": ("admin", "country"),
    "area": ("site", "city", "admin"),
    "base": ("site",),
}


def _named_before(facts: Facts, i: int, taken: tuple[ActorMention, ...]) -> PlaceMention | None:
    """The place that "the country", "the city" stands for: the last one of its kind named before.

    Not the country of somebody who takes part: who leaves "the country" leaves another's.
    """
    tree = facts.tree
    kinds = _KINDS.get(tree.lemma[i])
    if kinds is None or not any(tree.lower[k] in ("the", "this", "that") for k in tree.kids[i]):
        return None
    if _has_own_name(facts, i):
        return None
    first = next(k for k in tree.kids[i] if tree.lower[k] in ("the", "this", "that"))
    span = facts.span(first, i)
    if any(p.span.overlaps(span) and p.precision in kinds for p in facts.grounded.places):
        return None
    own = {t.country for t in taken} if "country" in kinds else set()
    before = [
        p
        for p in facts.grounded.places
        if p.span.end <= span.start and p.precision in kinds and p.name and p.country not in own
    ]
    return replace(before[-1], span=span, note=f"as named before: {before[-1].span.text}") if before else None


def _has_own_name(facts: Facts, i: int) -> bool:
    """Whether a name says which place it is: "the rebel-held city *of Lubumbashi*", "the port *Aden*"."""
    tree = facts.tree
    beside = [
        k for k in tree.kids[i] if k > i and (tree.dep[k] in ("appos", "flat", "nmod:desc") or _of(tree, k))
    ]
    beside += [i + 1] if i + 1 < len(tree) and tree.sentence[i + 1] == tree.sentence[i] else []
    return any(k in facts.places or tree.pos[k] == "PROPN" for k in beside)


def _of(tree: Tree, k: int) -> bool:
    return tree.dep[k] == "nmod" and cases(tree, k)[:1] == ["of"]


def _anaphoric(
    facts: Facts, group: Group, frame: Frame, taken: tuple[ActorMention, ...]
) -> list[tuple[int, Place]]:
    found = []
    roles = {"in": "at"} if group.like in _WORDS else {"in": "at", "from": "from", **group.places}
    for slot, role in roles.items():
        for i in [*frame.get(slot), *frame.get(f"{slot}-obj")]:
            mention = _named_before(facts, i, taken)
            if mention is not None:
                found.append((0, Place(mention, role)))
    if not found and group.type in _SEEN:
        found = [(0, Place(p, "at")) for p in _within(facts, frame.token, taken)]
    return found


def _within(facts: Facts, trigger: int, taken: tuple[ActorMention, ...]) -> list[PlaceMention]:
    """The place that a phrase below the trigger takes up: "vandalism against a shop in the city"."""
    tree = facts.tree
    below = range(tree.left[trigger], tree.right[trigger] + 1)
    heads = [i for i in below if tree.lemma[i] in _KINDS and _INSIDE.intersection(cases(tree, i))]
    return [p for i in heads[:1] if (p := _named_before(facts, i, taken)) is not None]


def _best(facts: Facts, found: list[tuple[int, Place]]) -> tuple[Place, ...]:
    """One place a role, the nearest clause first, then the most specific; with those joined to it."""
    chosen: dict[str, tuple[tuple[int, int, int], Place]] = {}
    for distance, place in found:
        known = place.mention.name is not None
        key = (distance, 0 if known else 1, _FINE.get(place.mention.precision, 4))
        if place.role not in chosen or key < chosen[place.role][0]:
            chosen[place.role] = (key, place)
    best = [place for _, place in chosen.values()]
    joined = [p for _, p in found if p not in best and any(_joined(facts, p, b) for b in best)]
    return tuple(sorted([*best, *joined], key=lambda place: place.mention.span.start))


def _joined(facts: Facts, one: Place, two: Place) -> bool:
    """Whether two places are sites of one list: "struck Homs and the Hama air base"."""
    tree = facts.tree
    if one.role != two.role or _FINE["country"] in (_fine(one), _fine(two)):
        return False
    tops = [_holder(facts, top_of(tree, tokens_of(tree, p.mention.span))) for p in (one, two)]
    for a, b in (tops, tops[::-1]):
        top = tree.head[a] if tree.dep[a] in ("compound", "nmod:desc") else a
        if tree.dep[top] == "conj" and tree.head[top] in (b, tree.head[b]):
            return True
    return False


def _fine(place: Place) -> int:
    return _FINE.get(place.mention.precision, 4)


_PLACE_NOUNS = NOUNS | {
    "capital",
    "outskirts",
    "suburb",
    "countryside",
    "neighborhood",
    "building",
    "side",
    "part",
}
"""Nouns for a place: what hangs on them says which one it is."""


def _modifies(facts: Facts, mention: PlaceMention, top: int) -> bool:
    """Whether a country only says whose or of what nation something is: "US troops", "Syria's army"."""
    tree = facts.tree
    owner = facts.inside.get(top)
    if tree.dep[top] == "nmod:poss" and owner is not None and owner.sector == "GOV":
        return True  # "Moscow's raids" are those of a government
    country = mention.precision == "country" and tree.lemma[tree.head[top]] not in _PLACE_NOUNS
    return country and tree.dep[top] in ("nmod:poss", "compound", "amod", "nmod:desc")


def _holder(facts: Facts, top: int) -> int:
    """The noun for a place that a name belongs to ("the *village* of Mainok"), or the name's own head."""
    tree = facts.tree
    for _ in range(_DEPTH):
        head = tree.head[top]
        names = tree.dep[top] in ("compound", "appos", "nmod:desc", "flat") or (
            tree.dep[top] == "nmod" and cases(tree, top)[:1] == ["of"]
        )
        if head == top or not names or tree.lemma[head] not in _PLACE_NOUNS:
            break
        top = head
    return top


_HOLD = frozenset({"control", "hold", "grip", "possession", "siege", "part", "rest", "half"})
"""Nouns between a verb and the place it takes: "took *control* of the town"."""


def _owned(facts: Facts, path: list[int], governors: set[int], moving: bool) -> bool:
    """Whether the place belongs to the name of somebody rather than to what happens."""
    tree = facts.tree
    for lower, upper in pairwise(path):
        if tree.pos[upper] in CLAUSE or upper in governors:
            return False
        if tree.dep[upper] == "obl:agent" and facts.party(upper) is not None:
            return True  # "was claimed by the movement in Yemen" tells of the movement
        if tree.lemma[upper] in _PLACE_NOUNS | _HOLD:
            continue
        if tree.dep[lower].startswith("nmod") and facts.party(upper) is not None:
            words = cases(tree, lower)
            if moving and "of" not in words[:1]:
                continue  # "the withdrawal of troops from Syria" tells whence, not whose
            if tree.dep[lower] == "nmod:poss" or (words and words[0] in _BELONGING):
                return True
    return False


def _first_of_list(tree: Tree, i: int) -> int:
    """The first of the nouns that a noun is joined to."""
    while tree.dep[i] == "conj" and tree.pos[tree.head[i]] in ("NOUN", "PROPN") and tree.head[i] < i:
        i = tree.head[i]
    return i


def _hit(facts: Facts, group: Group, frame: Frame, top: int, governors: set[int]) -> bool:
    """Whether the place itself is what an attack hits, or the subject of "was the target of an attack"."""
    tree = facts.tree
    if group.like != "ASSAULT":
        return False
    named, top = top, _first_of_list(tree, _holder(facts, top))
    target = tree.head[top]
    if target in governors:
        known = named not in facts.places or facts.places[named].precision is not None
        does = target == frame.token or tree.dep[frame.token].startswith("nsubj")
        return (tree.dep[top] == "obj" and does) or (tree.dep[top] == "nsubj:pass" and known)
    bare = not any(tree.dep[k] in ("mark", "case") for k in tree.kids[frame.token])
    above = bare and tree.dep[frame.token] in ("advcl", "conj") and target == tree.head[frame.token]
    return (above and tree.dep[top] == "obj") or (
        tree.dep[top].startswith("nsubj")
        and tree.lemma[target] in _TARGETS
        and facts.tree.under(frame.token, target)
    )


_PHASES = frozenset(
    [
        "start", "beginning", "end", "resumption", "continuation", "launch", "outbreak", "opening", "close",
        "conclusion", "collapse", "suspension", "outset", "onset", "resume", "day", "round", "wave", "series",
        "couple", "number", "string", "spate", "handful", "pair", "flurry", "dozen", "succession",
    ]
)  # fmt: skip
"""Nouns for a phase or a part of what happens."""


def phases(facts: Facts, trigger: int) -> list[int]:
    """The nouns over a trigger that tell only a phase of it: "the *resumption* of talks in Geneva"."""
    tree, found = facts.tree, []
    for _ in range(_DEPTH):
        head = tree.head[trigger]
        part = tree.dep[trigger] == "nmod" and cases(tree, trigger)[:1] in (["of"], ["to"])
        if head == trigger or not part or tree.lemma[head] not in _PHASES:
            break
        found.append(head)
        trigger = head
    return found


_TARGETS = frozenset({"target", "site", "scene", "venue", "location"})


_WITH = frozenset({"with", "against", "about", "without", "than", "like", "regarding", "concerning"})
_DOERS = frozenset({"by", "between"})


def _no_place(facts: Facts, top: int) -> bool:
    """Whether a preposition tells of somebody, not of where: "backed *by* Russia", "border *with* Syria"."""
    words = cases(facts.tree, top)[:1]
    mention = facts.places.get(top)
    country = mention is not None and mention.precision == "country"
    return bool(words) and (words[0] in _WITH or (country and words[0] in _DOERS))


def _meanwhile(tree: Tree, verb: int) -> bool:
    """Whether a clause tells what somebody was about: "the minister, who was visiting Lyon"."""
    return tree.lower[verb].endswith("ing") and any(tree.lemma[k] == "be" for k in tree.kids[verb])


def _told_of_another(facts: Facts, verb: int, trigger: int) -> bool:
    """Whether a clause with a place only says of somebody what else he did: "the raid that killed X in Y"."""
    tree = facts.tree
    for _ in range(_DEPTH):
        if tree.dep[verb] == "acl:relcl":
            return not tree.under(trigger, verb) and not _meanwhile(tree, verb)
        if tree.head[verb] == verb:
            break
        verb = tree.head[verb]
    return False


def _placed(
    facts: Facts, group: Group, frame: Frame, top: int, governors: set[int]
) -> tuple[int, str] | None:
    """How near a place stands to the trigger (0 own clause, 1 the clause above, 2 elsewhere), its role."""
    tree = facts.tree
    path, words = climb(facts, top)
    if "accord" in words:  # "according to the Lima mayor" tells who says it, not where it happened
        return None
    if _hit(facts, group, frame, top, governors):
        return 0, "at"
    if _owned(facts, path, governors, group.like in ("RETREAT", "MOBILIZE")):
        return None
    own = _slot_role(group, frame, path)
    role = own or (None if _no_place(facts, top) else _role(words))
    if role is None:
        return None
    if own is not None or any(p in governors for p in path):
        return 0, role
    if tree.under(frame.token, path[-1]):
        return 1 if len(path) <= 2 else 2, role
    return None if _told_of_another(facts, path[-1], frame.token) else (2, role)


def _has_finer(facts: Facts, tokens: range, top: int) -> bool:
    """Whether a finer place belongs to this one: "Yala's *Betong* district", "the town of *Raga*"."""
    tree = facts.tree
    head = tree.head[top]
    if tree.dep[top] == "nmod:poss" and any(k in facts.places for k in (head, *tree.kids[head]) if k > top):
        return True
    return tree.lemma[top] in _PLACE_NOUNS and any(
        k in facts.places and k not in tokens and tree.dep[k] == "nmod" and cases(tree, k) == ["of"]
        for k in tree.kids[top]
    )


def _where(facts: Facts, trigger: int) -> int | None:
    """The place of a relative clause: "the *square* where the shooting happened"."""
    tree, v = facts.tree, trigger
    for _ in range(3):
        if tree.dep[v] == "acl:relcl":
            there = any(tree.lower[k] == "where" and k < v for k in tree.kids[v])
            return tree.head[v] if there else None
        if tree.head[v] == v:
            break
        v = tree.head[v]
    return None


def _mentions(facts: Facts, first: int, last: int) -> Iterator[tuple[int, PlaceMention]]:
    """The places among tokens first…last with their heads, those that an adjective tells after the named."""
    tree, seen = facts.tree, set()
    for i in range(first, last + 1):
        mention = facts.places.get(i)
        if mention is not None and id(mention) not in seen:
            seen.add(id(mention))
            tokens = tokens_of(tree, mention.span)
            yield next((t for t in tokens if tree.head[t] not in tokens), i), mention
    yield from national_places(facts, first, last)


def _found(
    facts: Facts, group: Group, frame: Frame, taken: tuple[ActorMention, ...]
) -> list[tuple[int, Place]]:
    """The places of the trigger's sentence with how near they stand."""
    tree, trigger = facts.tree, frame.token
    first, last = tree.sentence[trigger]
    found = _anaphoric(facts, group, frame, taken)
    governors = {
        trigger,
        *phases(facts, trigger),
        *(g for g in frame.get("gov") if tree.pos[g] in CLAUSE and tree.pos[trigger] != "VERB"),
    }
    for top, mention in _mentions(facts, first, last):
        tokens = tokens_of(tree, mention.span)
        if any(p.mention.span.overlaps(mention.span) for _, p in found) or _modifies(facts, mention, top):
            continue
        hit = mention.precision != "country" and _hit(facts, group, frame, top, governors)
        inside = hit or _INSIDE.intersection(cases(tree, top))
        if _argument(facts, mention, taken) and not inside:
            continue
        if _has_finer(facts, tokens, top):
            continue
        where = top == _where(facts, trigger)
        placed = (0, "at") if where else _placed(facts, group, frame, top, governors)
        if placed is not None and not (placed[1] != "at" and group.like in _WORDS):
            found.append((placed[0], Place(mention, placed[1])))
    return found


def places_of(facts: Facts, group: Group, frame: Frame, taken: tuple[ActorMention, ...]) -> tuple[Place, ...]:
    """The places of an event by role; `taken` are its actors and recipients."""
    found = _found(facts, group, frame, taken)
    near = [item for item in found if item[0] == 0]
    return _best(facts, near or [item for item in found if item[0] == 1 and item[1].role == "at"])


def scene_of(facts: Facts, group: Group, frame: Frame, taken: tuple[ActorMention, ...]) -> tuple[Place, ...]:
    """Where an event most likely is that names no place itself: a place named elsewhere in its sentence.

    Only for what happens before everybody's eyes, not for words and dealings.
    """
    if group.like not in _SEEN:
        return ()
    found = _found(facts, group, frame, taken)
    return _best(facts, [(reach, place) for reach, place in found if place.role == "at"])


_SEEN = frozenset({"ASSAULT", "PROTEST"})
_WORDS = frozenset({"CONCEDE", "AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})
"""What is done by words moves nobody: where a withdrawal is announced the troops leave, not the words."""
