"""Where the dateline ends: place, date and agency before a report's first sentence are no part of it.

"LIMA, 3 May (AFP) -- The police …": Lima does nothing and undergoes nothing there. Notes in square
brackets right after it, as monitoring services put them there, belong to it.
"""

from __future__ import annotations

import re
from typing import Final

REACH: Final = 600
"""Characters from the beginning in which a dateline may begin, at that of a line."""
_LONGEST: Final = 10
"""Words of a dateline, those in brackets left out."""
_LINE: Final = re.compile(
    r"^[ \t]*(?P<head>[A-Z](?:\([^()]{1,60}\)|[^—–()\n]|\n(?!\s)){2,120}?)\s*(?:--|[—–]|\s-)\s+"
    r"(?:\[[^\[\]]{1,90}\]\s*)*",
    re.MULTILINE,
)
_SHORT: Final = 5
"""Words of one that is told by its capitals alone."""
_INSIDE: Final = re.compile(r"\([^()]*\)")
_STOP: Final = re.compile(r"[.!?]\s+[A-Z]|[;:\"“”\[]")
_SMALL: Final = frozenset({"de", "del", "la", "el", "of", "the", "and", "al", "du", "no", "date"})


def dateline_end(text: str) -> int | None:
    """The offset at which the first sentence begins behind a dateline; None where there is none."""
    for found in _LINE.finditer(text[: REACH + 200]):
        if found.start() > REACH:
            break
        if _is_dateline(found["head"]):
            return found.end()
    return None


def _is_dateline(head: str) -> bool:
    """Whether what stands before a dash is a place, with a date or an agency or in capitals throughout."""
    plain = _INSIDE.sub(" ", head)
    words = plain.replace(",", " ").split()
    if not 0 < len(words) <= _LONGEST or _STOP.search(plain):
        return False
    named = all(w[:1].isupper() or w.lower() in _SMALL or any(c.isdigit() for c in w) for w in words)
    short = len(words) < _SHORT and plain.isupper()
    return named and (short or "(" in head or any(c.isdigit() for c in plain))
