"""What the words around an amount do to it: bounds, blurs, rises and falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.ground.quantities.amounts import tight
from dateline.ground.quantities.values import Amount
from dateline.ground.quantities.words import phrase_at, phrase_before, words
from dateline.ground.times.lexemes import Lexeme


@dataclass(frozen=True, slots=True)
class Bound:
    """How an amount is bounded: `sign` is one of = ~ > >= < <= up down; lexemes [start, end) say it."""

    sign: str
    start: int
    end: int


_NOT_TURNED = frozenset("second minute hour day week month quarter year decade century".split())
"""What no rise or fall is told in: `rose three days later`."""
_LINKS = frozenset(["by", "another", "a", "further", "an", "extra"])


def bound_of(lexemes: Sequence[Lexeme], amount: Amount) -> Bound:
    """The bound that the words before or after `amount` set."""
    start = amount.start
    if start > 1 and lexemes[start - 1].low == "-" and lexemes[start - 2].low == "sub":
        return Bound("<", start - 2, amount.number_end)
    if start > 0 and lexemes[start - 1].low in ("between", "from") and amount.high is not None:
        start -= 1
    table = words()
    before = phrase_before(table.before, lexemes, start)
    if before is not None and not _is_other(lexemes, before[0], start):
        sign = str(before[1])
        if sign == "=":
            inner = phrase_before(table.before, lexemes, before[0])
            if inner is None or inner[1] == "=":
                return Bound("=", amount.start, amount.number_end)
            before, sign = inner, str(inner[1])
        return Bound(sign, _more(lexemes, before[0]), amount.number_end)
    if start > 1 and lexemes[start - 1].low in ("a", "an", "any", "than", "-"):
        before = phrase_before(table.before, lexemes, start - 1)
        if before is not None and not _is_other(lexemes, before[0], start - 1):
            return Bound(str(before[1]), before[0], amount.number_end)
    return _bound_after(lexemes, amount) or _turn(lexemes, amount)


def _more(lexemes: Sequence[Lexeme], start: int) -> int:
    """`well`, `just`, `slightly`, `far` before a comparator belong to it."""
    return (
        start - 1
        if start and lexemes[start - 1].low in ("well", "just", "slightly", "far", "much")
        else start
    )


def _is_other(lexemes: Sequence[Lexeme], start: int, number: int) -> bool:
    """Comparator words in another use: `the past over 20`, `fell below 5`, `some` before `of`."""
    low = lexemes[start].low
    if (
        low == "up"
        and start
        and lexemes[start - 1].low in ("lead", "leads", "led", "leading", "run", "build")
    ):
        return True
    if low in ("over", "above", "under", "below", "around", "about") and start:
        return lexemes[start - 1].low in ("took", "turned", "handed", "ruled", "presided")
    return low == "maximum" and number - start == 1 and start > 0 and lexemes[start - 1].low == "the"


def _bound_after(lexemes: Sequence[Lexeme], amount: Amount) -> Bound | None:
    table = words()
    for at in dict.fromkeys((amount.number_end, amount.end)):
        hyphen = at < len(lexemes) and lexemes[at].low == "-" and tight(lexemes, at)
        found = phrase_at(table.after, lexemes, at + hyphen)
        if found is not None:
            if lexemes[at + hyphen].low in ("plus", "odd") and not hyphen and lexemes[at].low != "+":
                continue
            return Bound(str(found[1]), amount.start, max(found[0], amount.number_end))
    return None


def _turn(lexemes: Sequence[Lexeme], amount: Amount) -> Bound:
    """`rose 5%`, `down by 12 points`, `rose 11 feet`: a rise or fall, of what is measured alone."""
    plain = Bound("=", amount.start, amount.number_end)
    if amount.unit is None or amount.unit in _NOT_TURNED or amount.unit.startswith("fraction"):
        return plain
    at = amount.start - 1
    by = at >= 0 and lexemes[at].low == "by"
    while at >= 0 and at > amount.start - 3 and lexemes[at].low in _LINKS:
        if lexemes[at].low in ("a", "an") and amount.unit not in ("percent", "point", "basis point"):
            return plain
        at -= 1
    turn = words().turn.get(lexemes[at].low) if at >= 0 else None
    if turn is None and by and at > 0:
        turn = words().turn.get(lexemes[at - 1].low)
    return Bound(turn, amount.start, amount.number_end) if turn else plain
