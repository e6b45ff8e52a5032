"""Walk a report once and read every phrase that can act or be acted upon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.ground.actors.coref import (
    by_definite,
    by_office,
    by_pronoun,
    by_setting,
    by_short_name,
    by_side,
    is_state_word,
    remember,
    several_known,
)
from dateline.ground.actors.match import Hit, hyphened_away
from dateline.ground.actors.phrase import span_of
from dateline.ground.actors.readings import (
    NAMED_KINDS,
    PEOPLE_KINDS,
    STATE_KINDS,
    gather,
    is_hit,
    is_settlement,
    named,
    read_phrase,
    sector_of_deed,
    with_own_name,
)
from dateline.ground.actors.scene import Reading, Scene, mention_of, open_scene
from dateline.ground.actors.table import ActorTable
from dateline.ground.actors.together import heads_of_counts, joint, together
from dateline.ground.actors.told import described, heads_name
from dateline.model import ActorMention, Digest, PlaceMention

LONGEST_ROLE = 6
"""More tokens than any role word has."""
MAX_NESTING = 8
"""How deep modifiers of modifiers are followed."""
MODIFIERS = frozenset(("amod", "compound", "nmod:desc", "flat", "fixed", "goeswith", "case", "punct"))
_ACTING = frozenset(("MIL", "COP", "REB", "PRM", "UAF", "GOV", "OPP", "SPY", "LEG", "JUD"))
"""Sectors whose word in front of an event noun names who acts: "army raid", "rebel attack"."""
_NEVER = frozenset(("ADP", "AUX", "CCONJ", "DET", "PART", "PUNCT", "SCONJ", "SPACE", "SYM", "VERB"))
"""Words that name nobody, unless a table has them."""
_ANYWHERE = frozenset(("NGO",))
"""Sectors that work in countries not their own: the report's setting says nothing of them."""


def find_actors(
    digest: Digest, table: ActorTable, places: Iterable[PlaceMention] = ()
) -> tuple[ActorMention, ...]:
    """Every mention of somebody who can act, in text order.

    `places` (what `find_places` gave) lets "the mayor of Lille" be French; without it only the
    places that are in the table of actors count.
    """
    scene = open_scene(digest, table, places)
    return tuple(read_scene(scene))


def read_scene(scene: Scene) -> list[ActorMention]:
    """Read the whole scene; each mention is remembered for those after it.

    What stands for several ("the two leaders") gives a mention for each of them, over the same span.
    """
    mentions: list[ActorMention] = []
    counted = heads_of_counts(scene)
    for head, pos in enumerate(scene.sheet.pos):
        if pos in _NEVER and head not in counted and head not in scene.hits and head not in scene.roles:
            continue
        reading = _read_at(scene, head)
        several = together(scene, head) if pos == "PRON" or head in counted else ()
        if several:
            scene.several[head] = several
            reading = joint(several, reading or Reading())
        if reading is None:
            continue
        reading = with_own_name(scene, head, by_office(scene, head, reading))
        remember(scene, head, reading)
        span = _span(scene, head)
        each = (named(scene, one, span) for one in several or (reading,))
        mentions.extend(mention_of(scene, head, span, one) for one in each)
    return mentions


def ground_phrase(scene: Scene, head: int) -> ActorMention:
    """The mention of any phrase of a scene that was read, by its head token: same span, same logic."""
    head = _whole(scene, head)
    span = _span(scene, head)
    reading = scene.readings.get(head)
    if reading is None:
        reading = with_own_name(scene, head, completed(scene, head, read_phrase(scene, head)))
    return mention_of(scene, head, span, named(scene, reading, span))


def _whole(scene: Scene, head: int) -> int:
    """The head of the name or role word that the token is a part of; the token itself if of none."""
    if head in scene.covered:
        return scene.covered[head]
    if head in scene.roles:
        return head
    near = (scene.roles.get(i) for i in range(head - LONGEST_ROLE, head + LONGEST_ROLE))
    return next((role.head for role in near if role and role.start <= head < role.end), head)


def _span(scene: Scene, head: int) -> tuple[int, int]:
    start, end = span_of(scene.sheet, head)
    hit = scene.hits.get(head)
    return (min(start, hit.start), max(end, hit.end)) if hit is not None else (start, end)


def _read_at(scene: Scene, head: int) -> Reading | None:
    sheet = scene.sheet
    if sheet.pos[head] == "PRON":
        return by_pronoun(scene, head)
    hit = scene.hits.get(head)
    if hit is None and scene.covered.get(head, head) != head:
        return None
    if hit is not None and (hyphened_away(sheet, hit) or is_place(scene, head)):
        return None
    if head in scene.roles and is_settlement(scene, head) and not is_hit(scene, head):
        return None
    if sheet.deps[head] in MODIFIERS:
        return _modifier(scene, head)
    if hit is None and head not in scene.roles:
        if sheet.labels[head] not in ("PER", "ORG", "NORP") and not described(scene, head):
            return by_short_name(scene, head)
        if not heads_name(scene, head):
            return None
    if hit is not None and hit.entry.kind == "adjective" and sheet.pos[head] == "ADJ":
        return _adjective(scene, head, hit)
    reading = completed(scene, head, read_phrase(scene, head))
    if hit is None and head in scene.places and not reading.sector:
        return None  # a town that the model took for a body
    told = reading.country or reading.sector or reading.name or sheet.labels[head] in ("PER", "ORG")
    return reading if told else None


def _adjective(scene: Scene, head: int, hit: Hit) -> Reading | None:
    """A nation's adjective by itself: "the British", or the second of "Czech and Polish officials"."""
    sheet = scene.sheet
    if any(sheet.folded[kid] == "the" for kid in sheet.kids[head]):
        return read_phrase(scene, head)
    first = sheet.heads[head]
    if sheet.deps[head] != "conj" or first not in scene.hits or sheet.deps[first] not in ("amod", "compound"):
        return None
    noun = scene.roles.get(sheet.heads[first])
    if noun is None:
        return None
    sector = read_phrase(scene, noun.head).sector
    return Reading(hit.entry.country, sector, hit.entry.name, (noun.role.source, hit.entry.source), noun.role)


def _modifier(scene: Scene, head: int) -> Reading | None:
    """A nation, group or office in front of a noun: an actor of its own only if the noun is none."""
    sheet, hit = scene.sheet, scene.hits.get(head)
    top = _top(scene, head)
    if sheet.deps[head] not in ("amod", "compound") or _acts(scene, top):
        return None
    reading = read_phrase(scene, head)
    if hit is None:
        role = scene.roles.get(head)
        noun = sheet.pos[head] in ("NOUN", "PROPN")
        own = noun and role is not None and not role.role.lent and role.role.kind != "thing"
        acting = own and role is not None and role.role.sector in _ACTING
        return completed(scene, head, reading) if acting else None
    if hit.entry.kind in PEOPLE_KINDS | STATE_KINDS:
        return replace(reading, sector=sector_of_deed(scene, top) or "GOV")
    return reading


def _top(scene: Scene, head: int) -> int:
    """The noun that a modifier in the end modifies."""
    sheet = scene.sheet
    for _ in range(MAX_NESTING):
        if sheet.deps[head] not in MODIFIERS:
            break
        head = sheet.heads[head]
    return head


def _acts(scene: Scene, top: int) -> bool:
    sheet = scene.sheet
    if top in scene.hits or top in scene.roles or sheet.labels[top] in ("PER", "ORG"):
        return True
    return sheet.pos[top] not in ("NOUN", "PROPN", "VERB")


def completed(scene: Scene, head: int, reading: Reading) -> Reading:
    """The reading with what the rest of the report tells: earlier mentions, then its setting."""
    if reading.kind in NAMED_KINDS | STATE_KINDS:
        return reading
    if reading.country and (reading.sector or reading.role is not None):
        return reading
    earlier = by_short_name(scene, head)
    if earlier is not None:
        country, sector = reading.country or earlier.country, reading.sector or earlier.sector
        return replace(earlier, country=country, sector=sector)
    if reading.country:
        return reading
    return (
        _of_group(scene, head, reading)
        or (by_definite(scene, head) if head in scene.roles else None)
        or _at_home(scene, head, reading)
    )


def _of_group(scene: Scene, head: int, reading: Reading) -> Reading | None:
    """Somebody "of the group" that was named before: by its codes and, nameless, by its name."""
    sheet = scene.sheet
    for noun in (head, *(kid for kid in sheet.kids[head] if sheet.deps[kid] == "appos")):
        for kid in sheet.kids[noun]:
            cases = {sheet.folded[k] for k in sheet.kids[kid] if sheet.deps[k] == "case"}
            if sheet.deps[kid] != "nmod" or not cases & scene.table.words["belonging"]:
                continue
            group = by_definite(scene, kid)
            if noun in scene.roles and group is not None and group.kind == "group":
                person = sheet.labels[head] == "PER"
                name, ident = (reading.name, reading.id) if person else (group.name, group.id)
                coded = replace(reading, country=group.country, sector=group.sector, name=name, id=ident)
                return replace(coded, rules=(*reading.rules, *group.rules), inferred=True)
    return None


def _at_home(scene: Scene, head: int, reading: Reading) -> Reading:
    """The reading with the country of its neighbours or of the report, where it is somebody in a role."""
    shared = _shared(scene, head)
    if shared is not None:
        return replace(reading, country=shared, rules=(*reading.rules, "coordination"), inferred=True)
    if reading.role is None or not (head in scene.roles or scene.sheet.labels[head] == "PER"):
        return reading
    abroad = gather(scene, head).foreign or several_known(scene, head)
    if abroad or reading.sector in _ANYWHERE or is_state_word(scene, head):
        return reading
    fights = reading.sector in ("MIL", "REB", "PRM")
    home = by_side(scene, head, reading.sector or "") if fights else by_setting(scene, head)
    if home is None:
        return reading
    return replace(reading, country=home[0], rules=(*reading.rules, home[1]), inferred=True)


def _shared(scene: Scene, head: int) -> str | None:
    """The country of the first conjunct where a later one names none: "the Syrian army and police"."""
    sheet = scene.sheet
    if sheet.deps[head] != "conj" or any(sheet.folded[kid] in ("the", "a") for kid in sheet.kids[head]):
        return None
    first = scene.readings.get(sheet.heads[head])
    return first.country if first is not None and first.role is not None else None


def is_place(scene: Scene, head: int) -> bool:
    """Whether a country or capital is only where something is: "in Moscow", "Gdansk, Poland"."""
    sheet = scene.sheet
    if scene.hits[head].entry.kind not in STATE_KINDS:
        return False
    cases = [sheet.folded[kid] for kid in sheet.kids[head] if sheet.deps[kid] == "case"]
    if any(case in scene.table.words["locative"] for case in cases):
        return True
    if cases or sheet.deps[head] not in ("appos", "nmod:unmarked", "obl:unmarked", "list", "nmod"):
        return False
    above = sheet.heads[head]
    return above in scene.places or sheet.labels[above] == "LOC" or above in scene.hits
