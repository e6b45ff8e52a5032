"""Actors: a parsed report goes in, mentions with country, sector and name come out.

`find_actors(digest, table, places=())` reads every phrase that can act; `ground_phrase(scene, head)`
reads any one phrase of a scene that `read_scene` went through; `load_actors()` gives the tables.
Nothing here fails on a text; a mistake in a table is a UserError with file and line. What neither
phrase nor report tells stays None.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.ground.actors.find import find_actors, ground_phrase, read_scene
from dateline.ground.actors.load import load_actors, read_actors
from dateline.ground.actors.scene import Scene, open_scene
from dateline.ground.actors.table import ActorTable
from dateline.model import ActorMention

__all__ = [
    "ActorTable",
    "Scene",
    "by_head",
    "find_actors",
    "ground_phrase",
    "load_actors",
    "open_scene",
    "read_actors",
    "read_scene",
]


def by_head(mentions: Iterable[ActorMention]) -> dict[int, ActorMention]:
    """The mentions by their head token."""
    return {mention.head: mention for mention in mentions}
