"""Under which folded names a place is filed: its usual name, its other Latin-letter names, shorter forms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline._ref.gazetteer.fold import bare, fold, is_code

ARABIC = frozenset("SY IQ YE LY SD EG LB JO PS IL SA KW QA AE OM BH TN DZ MA MR SO TD ER IR TR".split())
"""Countries whose names are written with and without an Arabic article."""
_LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ'’‘ʻʼʽʾʿ`.,()\-– /0-9]+$")
_DIVISION = re.compile(
    r" (county|parish|district|province|governorate|municipality|department|region|oblast|state|city"
    r"|borough)$"
)


def is_spelled(name: str) -> bool:
    """Whether a name is one in Latin letters, and no abbreviation."""
    return bool(_LATIN.match(name)) and not is_code(name)


def keys_of(name: str, others: Iterable[str], iso2: str, *, division: bool) -> dict[str, bool]:
    """Every key of a place, and whether it is the key of its usual name."""
    usual = fold(name)
    keys = {usual: True}
    for other in others:
        keys.setdefault(fold(other), False)
    for key in list(keys) if division or iso2 in ARABIC else ():
        if iso2 in ARABIC:
            keys.setdefault(bare(key), False)
        if division:
            keys.setdefault(_DIVISION.sub("", key), False)
    return {key: is_usual for key, is_usual in keys.items() if len(key) > 2 or is_usual}
