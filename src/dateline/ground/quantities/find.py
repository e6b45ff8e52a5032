"""The walk over a report's lexemes that makes quantities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dateline.ground.quantities.amounts import STARTS, amount_at, ranged, tight
from dateline.ground.quantities.bounds import Bound, bound_of
from dateline.ground.quantities.counted import Counted, Nouns
from dateline.ground.quantities.fractions import FOLDS
from dateline.ground.quantities.labels import is_no_quantity
from dateline.ground.quantities.unknown import FIRSTS, Untold, untold_at
from dateline.ground.quantities.values import Amount
from dateline.ground.quantities.words import words
from dateline.ground.times.lexemes import Lexeme
from dateline.ground.times.scan import Scan, scan
from dateline.ground.times.spans import calendar_spans
from dateline.model import Digest, QuantityMention, Span

_DETERMINERS = frozenset("the its their his her our my all those these".split())
_FIRSTS = STARTS | FOLDS | FIRSTS
_RESTATED = (["("], [",", "or"], ["/"])
"""What stands between a figure and the same figure in another unit."""
_CHANGE = {">=": ">", "<=": "<"}


class Told(NamedTuple):
    """An amount with its bound and what it counts."""

    amount: Amount
    bound: Bound
    counted: Counted | None


def find_quantities(digest: Digest) -> tuple[QuantityMention, ...]:
    """The quantities of a report, in text order."""
    text = digest.report.text
    scanned = scan(text)
    lexemes = scanned.lexemes
    dates = Dates.of(scanned)
    nouns = Nouns(digest.doc)
    firsts = _FIRSTS | words().firsts
    found: list[QuantityMention] = []
    before: Told | None = None
    named: Told | None = None
    floor = 0
    for i, here in enumerate(lexemes):
        if i < floor or (here.kind != "number" and here.low not in firsts) or dates.cover(here.start):
            continue
        untold = untold_at(lexemes, i)
        if untold is not None and untold.start >= floor:
            found.append(_untold_mention(text, lexemes, untold, nouns))
            floor = untold.end
            continue
        amount = _amount(lexemes, i, floor, dates)
        if amount is None:
            continue
        floor = amount.number_end
        told = _told(text, lexemes, amount, nouns, before)
        if told is None:
            continue
        if told.counted is None and named is not None and _is_who(lexemes, told.amount, named):
            told = told._replace(counted=named.counted)
        before, named = told, told if told.counted is not None else named
        found.append(_mention(text, lexemes, told))
    return tuple(found)


class Dates(NamedTuple):
    """Where a text tells calendar times, in order."""

    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, scanned: Scan) -> Dates:
        """The calendar times of a scanned text."""
        spans = calendar_spans(scanned)
        return cls([start for start, _ in spans], [end for _, end in spans])

    def cover(self, offset: int) -> bool:
        """Whether an offset lies in one."""
        i = bisect_right(self.starts, offset) - 1
        return i >= 0 and self.ends[i] > offset


def _amount(lexemes: Sequence[Lexeme], i: int, floor: int, dates: Dates) -> Amount | None:
    amount = amount_at(lexemes, i, floor)
    if amount is None or amount.start < floor:
        return None
    whole = ranged(lexemes, amount)
    return amount if dates.cover(lexemes[whole.number_end - 1].start) else whole


def _untold_mention(text: str, lexemes: Sequence[Lexeme], untold: Untold, nouns: Nouns) -> QuantityMention:
    """A number that nobody tells, all of whose levels are open; or none, which is 0."""
    counted = nouns.after(lexemes, untold.noun, untold.end - 1) if untold.noun is not None else None
    span = Span.of(text, lexemes[untold.start].start, lexemes[untold.end - 1].end)
    value = 0.0 if untold.zero else None
    what = text[counted.start : counted.end] if counted else None
    return QuantityMention(
        span, value, value, value, value, what=what, head=counted.head if counted else None
    )


def _told(
    text: str, lexemes: Sequence[Lexeme], amount: Amount, nouns: Nouns, before: Told | None
) -> Told | None:
    if _is_age(text, lexemes, amount):
        amount = replace(amount, unit="year")
    amount = _with_unit_of(lexemes, amount, before)
    bound = bound_of(lexemes, amount)
    if bound.sign == "=" and before is not None:
        bound = _bound_of_conversion(lexemes, amount, bound, before)
    counted = _counted(lexemes, amount, max(amount.end, bound.end), nouns)
    if is_no_quantity(text, lexemes, amount, bound, counted):
        return None
    return Told(amount, bound, counted)


def _mention(text: str, lexemes: Sequence[Lexeme], told: Told) -> QuantityMention:
    amount, bound, counted = told
    span = Span.of(text, lexemes[bound.start].start, lexemes[bound.end - 1].end)
    low, best, high = _levels(amount, bound.sign)
    value = None if amount.high is not None else amount.value
    if amount.kind in ("vague", "some"):
        value = None
    return QuantityMention(
        span,
        value,
        low,
        best,
        high,
        _CHANGE.get(bound.sign, bound.sign),
        amount.unit,
        text[counted.start : counted.end] if counted else None,
        counted.head if counted else None,
    )


def _with_unit_of(lexemes: Sequence[Lexeme], amount: Amount, before: Told | None) -> Amount:
    """`280 million of the 1.5 billion shekels`, `rose 64 points to 4,577`: the unit of the other number."""
    if amount.unit is not None or amount.kind != "number":
        return amount
    if before is not None and before.amount.unit == "point":
        between = [lexeme.low for lexeme in lexemes[before.amount.end : amount.start]]
        if between == ["to"]:
            return replace(amount, unit="point")
    at = amount.number_end
    if at + 2 >= len(lexemes) or lexemes[at].low != "of":
        return amount
    at = _past_determiners(lexemes, at + 1)
    if at >= len(lexemes) or lexemes[at].kind not in ("number", "mark"):
        return amount
    at += lexemes[at].kind == "mark"
    whole = amount_at(lexemes, at, amount.number_end + 1) if at < len(lexemes) else None
    return replace(amount, unit=whole.unit) if whole is not None and whole.unit else amount


def _bound_of_conversion(lexemes: Sequence[Lexeme], amount: Amount, plain: Bound, before: Told) -> Bound:
    """`under 296 hp (224 kW / 300 PS)`, `lost 190 points, or 0.6%`: the same figure in another unit."""
    between = [lexeme.low for lexeme in lexemes[before.amount.end : amount.start]]
    same = between in _RESTATED and amount.unit and before.amount.unit and amount.unit != before.amount.unit
    return Bound(before.bound.sign, plain.start, plain.end) if same else plain


def _is_who(lexemes: Sequence[Lexeme], amount: Amount, before: Told) -> bool:
    """`68,400 people who have and 95,800 who have not`: the noun is not said again."""
    at = amount.number_end
    if at >= len(lexemes) or lexemes[at].low != "who" or amount.unit is not None:
        return False
    between = lexemes[before.amount.end : amount.start]
    return not any(lexeme.low in ".!?" or lexeme.kind == "break" for lexeme in between)


def _levels(amount: Amount, sign: str) -> tuple[float | None, float | None, float | None]:
    """Low, best and high as the record fills them."""
    value = amount.value
    whole = value == int(value) and amount.unit is None
    if amount.high is not None:
        return min(value, amount.high), None, max(value, amount.high)
    if amount.kind in ("vague", "some"):
        return value, None, None
    if sign == ">":
        return (value + 1 if whole else value), None, None
    if sign == ">=":
        return value, value, None
    if sign == "<":
        return None, None, (value - 1 if whole else value)
    if sign == "<=":
        return None, None, value
    if sign == "~":
        return None, value, None
    return value, value, value


def _is_age(text: str, lexemes: Sequence[Lexeme], amount: Amount) -> bool:
    """`Ivan Petrov, 34, said`; `aged 34`."""
    first, after = amount.start, amount.number_end
    if amount.unit is not None or amount.written != "digits" or not 0 < amount.value < 120 or first == 0:
        return False
    if lexemes[first - 1].low == "aged":
        return True
    return (
        first > 1
        and after < len(lexemes)
        and lexemes[first - 1].low == ","
        and lexemes[after].low in (",", ".", ")")
        and after == first + 1
        and lexemes[first - 2].kind == "word"
        and lexemes[first - 2].raw[0].isupper()
    )


def _counted(lexemes: Sequence[Lexeme], amount: Amount, at: int, nouns: Nouns) -> Counted | None:
    """The counted noun: after the number, or after `of` where a part of a whole is told."""
    if at < len(lexemes) and lexemes[at].low == "-" and tight(lexemes, at):
        at += 1
    number = amount.number_end - 1
    if at + 1 < len(lexemes) and lexemes[at].low == "of":
        if amount.kind == "number" and not amount.unit and amount.value < 1e6:
            return _part(lexemes, at + 1, nouns)
        return nouns.after(lexemes, _past_determiners(lexemes, at + 1), number)
    if amount.kind == "fraction" and at < len(lexemes) and lexemes[at].low in ("the", "its", "their"):
        at += 1
    elif amount.unit is not None and not amount.unit.startswith("percent"):
        return None
    return nouns.after(lexemes, at, number) or _one_or_two(lexemes, amount, nouns)


def _part(lexemes: Sequence[Lexeme], at: int, nouns: Nouns) -> Counted | None:
    """`three of the soldiers`, `two of his 12 men`: some of a group that is named."""
    start = _past_determiners(lexemes, at)
    if start == at or start >= len(lexemes):
        return None
    if lexemes[start].kind == "number" or lexemes[start].low in STARTS:
        whole = amount_at(lexemes, start, start)
        start = whole.number_end if whole is not None else start
    return nouns.after(lexemes, start, start)


def _past_determiners(lexemes: Sequence[Lexeme], at: int) -> int:
    while at < len(lexemes) and lexemes[at].low in _DETERMINERS:
        at += 1
    return at


def _one_or_two(lexemes: Sequence[Lexeme], amount: Amount, nouns: Nouns) -> Counted | None:
    """`a day or two`, `a soldier or two`: the noun before."""
    first = amount.start
    if first < 3 or lexemes[first - 1].low != "or" or lexemes[first - 3].low not in ("a", "an", "another"):
        return None
    noun = lexemes[first - 2]
    head = nouns.index(noun.start)
    return Counted(noun.start, noun.end, head) if noun.kind == "word" and head is not None else None
