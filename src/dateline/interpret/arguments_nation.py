"""Places that a people's adjective tells: "Iraqi military bases", "Syrian airspace", "the Serb capital"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.ground.places import load_gazetteer
from dateline.ground.places.gazetteer import Entry
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_tree import cases
from dateline.model import PlaceMention, Span

_LANDS = frozenset(
    [
        "territory", "airspace", "soil", "waters", "water", "land", "mainland", "coast", "coastline", "shore",
        "town", "city", "village", "province", "region", "district", "island", "countryside", "desert",
        "mountain", "valley", "capital", "border", "frontier", "port", "harbour", "harbor", "airport",
        "airfield", "airbase", "base", "prison", "jail", "oilfield", "refinery", "street", "road", "highway",
        "stadium", "hospital", "university", "school", "parliament", "suburb", "neighborhood",
        "neighbourhood", "resort", "side",
    ]
)  # fmt: skip
"""Nouns for land and what stands on it: a people's adjective tells the country. No camps, no embassies."""
_BORDERS = frozenset({"border", "frontier"})
_BEFORE = ("amod", "compound", "nmod:desc")


def national_places(facts: Facts, first: int, last: int) -> Iterator[tuple[int, PlaceMention]]:
    """The head and the mention of each such place among tokens first…last."""
    for i in range(first, last + 1):
        if facts.tree.pos[i] == "NOUN" and facts.tree.lemma[i] in _LANDS and not _named(facts, i):
            nations = _nations(facts, i)
            if nations:
                yield i, _mention(facts, i, nations)


def _named(facts: Facts, i: int) -> bool:
    """Whether the place has a name of its own, which tells more: "the Serbian capital Belgrade"."""
    tree = facts.tree
    kids = [k for k in tree.kids[i] if cases(tree, k)[:1] != ["with"]]
    return any(k in facts.places for k in (i, i + 1, *kids) if k < len(tree))


def _nations(facts: Facts, i: int) -> list[tuple[int, Entry]]:
    """The words before a noun that name a people, each with its country, in text order."""
    tree, peoples = facts.tree, load_gazetteer().demonyms
    found, open_ = [], [i]
    while open_:
        for k in tree.kids[open_.pop()]:
            if k >= i or tree.dep[k] not in _BEFORE:
                continue
            open_.append(k)
            entry = peoples.get(tree.text[tree.start[k] : tree.end[k]])
            if entry is not None:
                found.append((k, entry))
    return sorted(found, key=lambda pair: pair[0])


def _mention(facts: Facts, i: int, nations: list[tuple[int, Entry]]) -> PlaceMention:
    span, lemma = facts.span(nations[0][0], i), facts.tree.lemma[i]
    countries = sorted({entry.name for _, entry in nations})
    if len(countries) > 1:
        note = "between countries" if lemma in _BORDERS else "of several countries"
        return PlaceMention(span, name="–".join(countries) + f" {lemma}", note=note)
    entry = nations[0][1]
    seat = load_gazetteer().capital(entry.country) if lemma == "capital" and entry.country else None
    return _of(span, seat or entry)


def _of(span: Span, entry: Entry) -> PlaceMention:
    return PlaceMention(
        span, entry.name, entry.country, entry.lat, entry.lon, entry.geonameid, entry.precision, entry.source,
        confidence=1.0, note=f"told by an adjective: {entry.name}",
    )  # fmt: skip
