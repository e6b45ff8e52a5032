"""Shares and multiples in words: `a third of`, `two-thirds`, `a quarter of a mile`, `sixfold`."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.ground.quantities.values import Amount
from dateline.ground.quantities.words import phrase_at, words
from dateline.ground.times.lexemes import Lexeme
from dateline.ground.times.numbers import SCALES, TENS, UNITS

_HYPHENS = frozenset("-‐‑")
_WHOLES = frozenset("of the its their his her".split())
_FOLDS = {f"{word}fold": value for word, value in (UNITS | TENS | {"hundred": 100}).items() if value > 1}
FOLDS = frozenset(_FOLDS)
"""Words that are a number and `fold` in one."""


def fold(lexemes: Sequence[Lexeme], i: int) -> Amount | None:
    """`sixfold`: six times as many."""
    value = _FOLDS.get(lexemes[i].low)
    return None if value is None else Amount(i, i + 1, i + 1, float(value), "fold", written="words")


def fraction_words(lexemes: Sequence[Lexeme], i: int) -> Amount | None:
    """`a third of`, `two-thirds`, `half the`, `three quarters`."""
    table = words().fraction
    low = lexemes[i].low
    if low == "half" and i + 1 < len(lexemes) and lexemes[i + 1].low in _WHOLES:
        return of_whole(lexemes, Amount(i, i + 1, i + 1, 0.5, "fraction", None, "fraction", written="words"))
    top = 1 if low in ("a", "one") else UNITS.get(low, 0)
    at = i + 1
    if at < len(lexemes) and lexemes[at].low in _HYPHENS:
        at += 1
    if not 0 < top < 20 or at >= len(lexemes) or lexemes[at].low not in table:
        return None
    word = lexemes[at].low
    plural = word.endswith("s") or word == "halves"
    follows = lexemes[at + 1].low if at + 1 < len(lexemes) else ""
    if (top > 1) != plural or (follows != "of" and not (plural and word != "quarters")):
        return None
    share = Amount(i, at + 1, at + 1, top / table[word], "fraction", None, "fraction", written="words")
    return of_whole(lexemes, share)


def of_whole(lexemes: Sequence[Lexeme], share: Amount) -> Amount:
    """`of a mile`, `of a million` after a share: so much of the unit, so much of the scale."""
    at = share.number_end
    if [lexeme.low for lexeme in lexemes[at : at + 2]] not in (["of", "a"], ["of", "an"], ["of", "one"]):
        return share
    at += 2
    if at < len(lexemes) and lexemes[at].low in SCALES:
        value = share.value * SCALES[lexemes[at].low]
        return Amount(share.start, at + 1, at + 1, value, scaled=True, written="words")
    if at < len(lexemes) and lexemes[at].low in ("us", "u.s.", "british"):
        at += 1
    found = phrase_at(words().units, lexemes, at)
    if found is None:
        return share
    return share.measured(found[0], str(found[1]))
