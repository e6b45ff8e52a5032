"""Mentions that stand for several: "the two leaders", "both sides", "they" after "Russia and Turkey".

Each referent becomes a mention of its own over the same span. Where the report has named more, or fewer,
than are counted here, nobody is singled out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.ground.actors.coref import LOOK_BACK, antecedent, inherited, key_of
from dateline.ground.actors.match import hyphened_away
from dateline.ground.actors.readings import NAMED_KINDS, entry_reading
from dateline.ground.actors.scene import Reading, Scene
from dateline.ground.actors.table import OVERSEAS

_COUNTS = {"both": 2, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_KINDS = {
    "state": "country nation state republic neighbour neighbor government capital power",
    "person": "leader president minister premier chancellor diplomat official man woman politician "
    "statesman envoy chief commander general rival counterpart candidate men women foe negotiator",
    "force": "army military navy force",
    "group": "group militia faction movement organisation organization rebel party union",
    "side": "side party ally enemy camp delegation foe rival counterpart",
}
_WORDS = {kind: frozenset(words.split()) for kind, words in _KINDS.items()}


def heads_of_counts(scene: Scene) -> set[int]:
    """The nouns that a number or "both" stands by, and "both" itself."""
    sheet = scene.sheet
    counts = [i for i, word in enumerate(sheet.folded) if word in _COUNTS]
    return {sheet.heads[i] for i in counts} | {i for i in counts if sheet.folded[i] == "both"}


def together(scene: Scene, head: int) -> tuple[Reading, ...]:
    """The referents of a mention that stands for several, in text order; () where it does not."""
    if scene.sheet.pos[head] == "PRON" and scene.sheet.folded[head] != "both":
        return _of_pronoun(scene, head)
    count = _count(scene, head)
    if not count:
        return ()
    keys = _keys(scene, head)
    for kind, words in _WORDS.items():
        found = _named_before(scene, head, kind, count) if keys & words else ()
        if found:
            return tuple(inherited(reading, f"coref:{count} named before") for reading in found)
    return ()


def _keys(scene: Scene, head: int) -> set[str]:
    """The words by which the noun may be known: its lemma, its role word; of "both" alone, a side."""
    if scene.sheet.folded[head] == "both":
        return {"side"}
    role = scene.roles.get(head)
    said = role.role.words.split()[-1:] if role else ()
    return {key_of(scene, head), scene.sheet.folded[head].removesuffix("s"), *said}


def _count(scene: Scene, head: int) -> int:
    """How many are meant: "the two …", "both …"; 0 where no number of known ones is."""
    sheet = scene.sheet
    if sheet.folded[head] == "both":
        return 2 if sheet.deps[head] in ("nsubj", "nsubj:pass", "obj", "iobj", "obl") else 0
    kids = [kid for kid in sheet.kids[head] if kid < head]
    words = {sheet.folded[kid] for kid in kids}
    narrowing = ("amod", "compound", "nmod:poss")
    if any(sheet.deps[kid] in narrowing and sheet.folded[kid] != "both" for kid in kids):
        return 0
    if "both" in words:
        return 2
    numbers = [_COUNTS.get(sheet.folded[kid], 0) for kid in kids if sheet.deps[kid] == "nummod"]
    return numbers[0] if numbers and words & {"the", "these", "those"} else 0


def _named_before(scene: Scene, head: int, kind: str, count: int) -> tuple[Reading, ...]:
    """The last ones named that fit, if they are just as many as counted.

    First among those who act; where they are too few, states that are only named ("fired at Israel") count.
    """
    for places_too in (False, True) if kind in ("state", "side") else (False,):
        found: dict[object, Reading] = {}
        for distance in range(LOOK_BACK):
            fresh: dict[object, Reading] = {}
            for reading in _in_sentence(scene, scene.sheet.sentence[head] - distance, head, places_too):
                one = _as(kind, reading, scene)
                if one is not None:
                    fresh.setdefault(_identity(kind, one), one)
            found = {**fresh, **found}
            found = _merged(found)
            if len(found) >= count:
                break
        if len(found) >= count:
            return tuple(found.values()) if len(found) == count else ()
    return ()


def _merged(found: dict[object, Reading]) -> dict[object, Reading]:
    """Without nameless ones that a named one of the same codes may be: "the Syrian president", Assad."""
    named = {(one.country, one.sector) for one in found.values() if one.name}
    return {key: one for key, one in found.items() if one.name or (one.country, one.sector) not in named}


def _in_sentence(scene: Scene, sentence: int, before: int, places_too: bool) -> Iterator[Reading]:
    """The readings of a sentence in front of a token, but for the subject of the same verb."""
    sheet = scene.sheet
    at = sorted({*scene.order, *(scene.hits if places_too else ())})
    for i in at:
        if sheet.sentence[i] != sentence or i >= before or sheet.heads[i] == sheet.heads[before]:
            continue
        if i in scene.readings:
            yield from scene.several.get(i) or (scene.readings[i],)
        elif scene.hits[i].entry.kind == "country" and not hyphened_away(sheet, scene.hits[i]):
            yield entry_reading(scene, scene.hits[i].entry)


def _as(kind: str, reading: Reading, scene: Scene) -> Reading | None:
    """The reading as one of a kind: the state of a minister where states are counted; None if it is none."""
    state = reading.country if reading.country not in OVERSEAS else None
    if kind == "state":
        name = scene.table.countries.get(state or "")
        ident = reading.id if reading.kind == "country" else None
        return Reading(state, "GOV", name, reading.rules, kind="country", id=ident) if name else None
    if kind == "person":
        return reading if reading.kind == "person" and (reading.name or state) else None
    if kind == "force":
        return reading if reading.sector == "MIL" and state else None
    if kind == "group":
        named = reading.kind in NAMED_KINDS or reading.kind == "body"
        return reading if named and (reading.name or state) else None
    return reading if reading.country or reading.name else None


def _identity(kind: str, reading: Reading) -> object:
    if kind in ("state", "force"):
        return reading.country
    return reading.name or (reading.country, reading.sector)


def _of_pronoun(scene: Scene, head: int) -> tuple[Reading, ...]:
    """Whom "they" stands for, where that was several joined by "and" or several already."""
    sheet = scene.sheet
    if sheet.folded[head] not in ("they", "them", "their"):
        return ()
    first = antecedent(scene, head)
    if first is None:
        return ()
    joined = [kid for kid in sheet.kids[first] if sheet.deps[kid] == "conj" and kid in scene.readings]
    found = scene.several.get(first) or tuple(scene.readings[i] for i in (first, *joined))
    distinct = {(reading.name, reading.country, reading.sector): reading for reading in found}
    if len(distinct) < 2:
        return ()
    return tuple(inherited(reading, f"coref:{sheet.folded[head]}") for reading in distinct.values())


def joint(readings: tuple[Reading, ...], reading: Reading) -> Reading:
    """What holds of all of them together: what they agree on."""
    countries = {one.country for one in readings}
    sectors = {one.sector for one in readings}
    return replace(
        reading,
        name=None,
        id=None,
        country=countries.pop() if len(countries) == 1 else None,
        sector=sectors.pop() if len(sectors) == 1 else None,
    )
