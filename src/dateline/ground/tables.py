"""What grounding looks things up in, loaded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from os import PathLike, fspath

from dateline.ground.actors import ActorTable, load_actors
from dateline.ground.actors.load import uncollected
from dateline.ground.places import Gazetteer, load_gazetteer


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The reference tables of this step. Compared by identity: two loads are two tables."""

    actors: ActorTable
    gazetteer: Gazetteer


def load_tables(actors: Sequence[str | PathLike[str]] = ()) -> Tables:
    """The tables shipped with dateline, with a user's own actors over them; loaded once.

    `actors`: tables in CSV, or PETRARCH dictionaries (`petrarch:` before the path of a file or a folder);
    a later one goes over an earlier one. A mistake in a table raises UserError with file and line; what was
    passed over in PETRARCH's is listed in `Tables.actors.notes`.
    """
    return _load(tuple(fspath(given) for given in actors))


@cache
def _load(actors: tuple[str, ...]) -> Tables:
    with uncollected():
        return Tables(load_actors(actors), load_gazetteer())
