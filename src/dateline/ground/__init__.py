"""Ground: a digested report → its mentions of actors, places, times and quantities, tied to identities.

In: a `Digest`, the `Tables` from `load_tables()`. Out: a `Grounded`, each tuple in text order.
Fails: never on a text; loading raises `UserError` where a table is wrong (file, line, what to do).
`ground_phrase` reads any noun phrase the same way, by its head token.
"""

from __future__ import annotations

from functools import lru_cache

from dateline.ground.actors import Scene, by_head, open_scene, read_scene
from dateline.ground.actors import ground_phrase as read_phrase
from dateline.ground.places import find_places
from dateline.ground.quantities import find_quantities
from dateline.ground.tables import Tables, load_tables
from dateline.ground.times import find_times
from dateline.model import ActorMention, Digest, Grounded, PlaceMention

__all__ = ["Tables", "by_head", "ground", "ground_phrase", "load_tables"]

Scenery = tuple[Scene, tuple[ActorMention, ...], tuple[PlaceMention, ...]]


def ground(digest: Digest, tables: Tables) -> Grounded:
    """Every mention of a report: who, where, when, how many."""
    _, actors, places = _read(_Same(digest), tables)
    return Grounded(digest, actors, places, find_times(digest), find_quantities(digest))


def ground_phrase(grounded: Grounded, head: int, tables: Tables | None = None) -> ActorMention:
    """The mention that the phrase at the token `head` makes, whether or not `ground` listed it."""
    scene, _, _ = _read(_Same(grounded.digest), tables or load_tables())
    return read_phrase(scene, head)


class _Same:
    """A digest as a key, by identity: to compare reports letter by letter would cost more than a phrase."""

    __slots__ = ("digest",)

    def __init__(self, digest: Digest) -> None:
        self.digest = digest

    def __hash__(self) -> int:
        return id(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.digest is self.digest


@lru_cache(maxsize=2)
def _read(key: _Same, tables: Tables) -> Scenery:
    # Kept for the report under way: the coder asks for phrases right after `ground` has read it.
    digest = key.digest
    places = find_places(digest, tables.gazetteer)
    scene = open_scene(digest, tables.actors, places)
    return scene, tuple(read_scene(scene)), places
