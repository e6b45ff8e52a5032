"""Numbers that are said not to be told (`did not specify how many`), and none (`no casualties`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dateline.ground.quantities.words import words
from dateline.ground.times.lexemes import Lexeme

FIRSTS = frozenset(["how", "no", "nobody"])
"""Words that such a number begins with, beside the tables' kinds and figures."""
_REACH = 7
_SKIPPED = frozenset("a an the any exact precise total final immediate further official overall".split())
_OF_THE = frozenset("of the its their his these those".split())
_BLANKS = frozenset("was were is are has have been be being not yet immediately still also n't n’t".split())
_MODIFIERS = frozenset("civilian military serious major further immediate reported known".split())


class Untold(NamedTuple):
    """Lexemes [start, end) that stand for a number nobody tells, or for none; the noun begins at `noun`."""

    start: int
    end: int
    noun: int | None
    zero: bool = False


def untold_at(lexemes: Sequence[Lexeme], i: int) -> Untold | None:
    """Such a number beginning at lexeme `i`."""
    low = lexemes[i].low
    if low == "how":
        return _how_many(lexemes, i)
    if low in ("no", "nobody"):
        return _none(lexemes, i)
    if low in words().unknown["kinds"]:
        return _of_kind(lexemes, i)
    return _figure(lexemes, i) if low in words().unknown["figures"] else None


def _low(lexemes: Sequence[Lexeme], i: int) -> str:
    return lexemes[i].low if 0 <= i < len(lexemes) else ""


def _how_many(lexemes: Sequence[Lexeme], i: int) -> Untold | None:
    """`did not say how many soldiers`, `it was unclear how many`."""
    if _low(lexemes, i + 1) not in ("many", "much") or not _denied(lexemes, i):
        return None
    noun = i + 2
    while _low(lexemes, noun) in _OF_THE:
        noun += 1
    return Untold(i, i + 2, noun)


def _denied(lexemes: Sequence[Lexeme], i: int) -> bool:
    """Whether the words before say that nobody tells."""
    seen = set()
    for at in range(i - 1, max(-1, i - 1 - _REACH), -1):
        if lexemes[at].low in ".!?" or lexemes[at].kind == "break":
            break
        seen.add(lexemes[at].low)
    table = words().unknown
    return bool(seen & table["nots"]) and bool(seen & table["tells"])


def _of_kind(lexemes: Sequence[Lexeme], i: int) -> Untold | None:
    """`an unspecified number of soldiers`, `an undisclosed sum`."""
    if _low(lexemes, i + 1) not in words().unknown["sums"]:
        return None
    start = i - (_low(lexemes, i - 1) in ("a", "an", "the"))
    of = _low(lexemes, i + 2) == "of"
    return Untold(start, i + 2 + of, i + 3 if of else None)


def _figure(lexemes: Sequence[Lexeme], i: int) -> Untold | None:
    """`the number of dead was not disclosed`, `gave no figure`, `did not give the number of victims`."""
    of = _low(lexemes, i + 1) == "of"
    start = i
    while _low(lexemes, start - 1) in _SKIPPED:
        start -= 1
    after = i + 1
    while of and after < min(i + _REACH, len(lexemes)) and lexemes[after].low not in _BLANKS:
        after += 1
    denied = _denied(lexemes, start) or _not_told(lexemes, after)
    return Untold(start, i + 1 + of, i + 2 if of else None) if denied else None


def _not_told(lexemes: Sequence[Lexeme], i: int) -> bool:
    """`was not disclosed`, `is unknown` at lexeme `i`."""
    seen = set()
    while i < len(lexemes) and lexemes[i].low in _BLANKS:
        seen.add(lexemes[i].low)
        i += 1
    told = _low(lexemes, i)
    if not seen or told not in words().unknown["told"]:
        return False
    return told.startswith("un") or bool(seen & words().unknown["nots"])


def _none(lexemes: Sequence[Lexeme], i: int) -> Untold | None:
    """`no casualties`, `no civilian deaths`, `no one was hurt`."""
    table = words().zero
    whole = 1 if lexemes[i].low == "nobody" else 2
    if whole == 1 or _low(lexemes, i + 1) == "one":
        at = i + whole
        while _low(lexemes, at) in _BLANKS - {"not", "n't", "n’t"} and at < i + whole + 3:
            at += 1
        return Untold(i, i + whole, None, True) if _low(lexemes, at) in table["harmed"] else None
    at = i + 1
    at += _low(lexemes, at) in _MODIFIERS
    return Untold(i, i + 1, i + 1, True) if _low(lexemes, at) in table["nouns"] else None
