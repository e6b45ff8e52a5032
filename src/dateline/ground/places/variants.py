"""What an unknown name may be another spelling of, within one country.

Two spellings are taken for one name where their frames are the same and their sounds close
(`_ref/gazetteer/spelling.py`). That is unsafe among all names of the world, so it is only ever asked
within one country, and only for names that no table has as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import TypeVar

from dateline._ref.gazetteer.spelling import spelling

Found = TypeVar("Found")
CLOSE = 0.72
"""How alike (0 to 1) two sounds with the same frame must be."""


def likeness(one: str, other: str) -> float:
    """How alike two sounds are, 0 to 1; 0 where they are too short to tell anything."""
    if min(len(one), len(other)) < 4:
        return float(one == other and len(one) >= 3)
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def closest(name: str, country: str, known: Iterable[tuple[str, Found]]) -> list[tuple[float, Found]]:
    """Which known names `name` may be another spelling of: likeness and what they name, best first."""
    frame, sound = spelling(name, country)
    alike = [
        (likeness(sound, other), what)
        for text, what in known
        for other_frame, other in [spelling(text, country)]
        if other_frame == frame
    ]
    return sorted((pair for pair in alike if pair[0] >= CLOSE), key=lambda pair: -pair[0])
