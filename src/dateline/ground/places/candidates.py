"""What a name can stand for when no report says more: for a person who asks, not for the flow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from dateline.ground.places.gazetteer import Entry, Gazetteer
from dateline.ground.places.phrases import core_of, reduce_name
from dateline.ground.places.resolve import LIKE, prior

MOST = 50
"""Namesakes told at most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name can stand for. `score`: its share of belief among all of them, 0 to 1."""

    name: str
    country: str | None
    lat: float
    lon: float
    precision: str
    source: str
    why: str
    score: float


def candidates(name: str, gazetteer: Gazetteer, country: str | None = None) -> tuple[Candidate, ...]:
    """The places a name can mean, the likeliest first; () where nothing in the gazetteer fits.

    With a `country` (ISO 3166-1 alpha-3) only places there; names that no table has are then also
    tried as other spellings of known ones. The belief is what size, usual name and kind alone give:
    a report adds what it says around the name.
    """
    if entry := gazetteer.demonyms.get(name):
        return _weighed([(entry, "a word for the people of the country", 0.0)], None, country)
    entries, wanted, exact = reduce_name(name, gazetteer)
    if entries:
        how = _how(name, gazetteer, exact=exact)
        return _weighed([(entry, f"{_row(entry)}{how}", 0.0) for entry in entries], wanted, country)
    if country is None:
        return ()
    core = core_of(name)
    respelled = [
        (
            entry,
            f"{core!r} sounds like {entry.name!r} (alike {likeness:.2f}), tried in {country} only",
            likeness - 1,
        )
        for likeness, entry in gazetteer.variants(core, country)
    ]
    return _weighed(respelled, wanted, country)


def _row(entry: Entry) -> str:
    """Which name of which row was found."""
    which = "the usual name" if entry.usual else f"another name of {entry.name!r}"
    return f"{which} in {'our table' if entry.own else entry.source.partition(':')[0]} ({entry.kind})"


def _how(name: str, gazetteer: Gazetteer, *, exact: bool) -> str:
    """What was left aside of the name to find it."""
    if gazetteer.code(name):
        return ", an abbreviation that counts as written"
    if gazetteer.lookup(name):
        return ""
    looked_up = f", looked up as {core_of(name)!r}"
    return looked_up if exact else f"{looked_up}: the place that the name takes its own from"


def _weighed(
    found: Iterable[tuple[Entry, str, float]], wanted: str | None, country: str | None
) -> tuple[Candidate, ...]:
    kept = [item for item in found if country in (None, item[0].country)]
    scored = sorted(
        ((prior(e, wanted) + less * LIKE, e, why) for e, why, less in kept), key=lambda item: -item[0]
    )
    if not scored:
        return ()
    top = scored[0][0]
    total = sum(exp(score - top) for score, _, _ in scored)
    return tuple(
        Candidate(e.name, e.country, e.lat, e.lon, e.precision, e.source, why, round(exp(s - top) / total, 3))
        for s, e, why in scored[:MOST]
    )
