"""What grounding looks things up in, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dateline.ground.actors import ActorTable, load_actors
from dateline.ground.places import Gazetteer, load_gazetteer


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The reference tables of this step. Compared by identity: two loads are two tables."""

    actors: ActorTable
    gazetteer: Gazetteer


@cache
def load_tables() -> Tables:
    """The tables shipped with dateline; the same object on every call."""
    return Tables(load_actors(), load_gazetteer())
