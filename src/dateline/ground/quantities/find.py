"""The walk over a report's lexemes that makes quantities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from dateline.ground.quantities.amounts import STARTS, Amount, amount_at, ranged, tight
from dateline.ground.quantities.bounds import Bound, bound_of
from dateline.ground.quantities.counted import Counted, Nouns
from dateline.ground.quantities.words import words
from dateline.ground.times.lexemes import Lexeme, lexemes_of
from dateline.ground.times.spans import calendar_spans
from dateline.model import Digest, QuantityMention, Span

_STREETS = (" street", " st", " road", " avenue", " ave", " way", " drive", " lane", " boulevard")
_CHANGE = {">=": ">", "<=": "<"}


def find_quantities(digest: Digest) -> tuple[QuantityMention, ...]:
    """The quantities of a report, in text order."""
    text = digest.report.text
    lexemes = lexemes_of(text)
    dates = calendar_spans(text, lexemes)
    date_starts = [start for start, _ in dates]
    nouns = Nouns(digest.doc)
    firsts = (
        STARTS | words().vague.keys() | words().some.keys() | words().pair.keys() | words().fraction.keys()
    )
    found: list[QuantityMention] = []
    i = floor = 0
    while i < len(lexemes):
        here = lexemes[i]
        if here.kind != "number" and here.low not in firsts:
            i += 1
            continue
        inside = bisect_right(date_starts, here.start) - 1
        if inside >= 0 and dates[inside][1] > here.start:
            i += 1
            continue
        amount = _amount(lexemes, i, floor, dates, date_starts)
        if amount is None:
            i += 1
            continue
        mention = _mention(text, lexemes, amount, nouns)
        if mention is not None:
            found.append(mention)
        i = floor = max(amount.number_end, i + 1)
    return tuple(found)


def _amount(
    lexemes: Sequence[Lexeme], i: int, floor: int, dates: Sequence[tuple[int, int]], starts: Sequence[int]
) -> Amount | None:
    amount = amount_at(lexemes, i, floor)
    if amount is None or amount.start < floor:
        return None
    whole = ranged(lexemes, amount)
    last = lexemes[whole.number_end - 1].start
    at = bisect_right(starts, last) - 1
    return amount if at >= 0 and dates[at][1] > last else whole


def _mention(text: str, lexemes: Sequence[Lexeme], amount: Amount, nouns: Nouns) -> QuantityMention | None:
    if _is_age(text, lexemes, amount):
        amount = replace(amount, unit="year")
    bound = bound_of(lexemes, amount, words().currencies)
    counted = _counted(lexemes, amount, max(amount.end, bound.end), nouns)
    if _is_no_quantity(text, lexemes, amount, bound, counted):
        return None
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
    """The counted noun: after the number, or after `of` where a share or a vague count is told."""
    if at < len(lexemes) and lexemes[at].low == "-" and tight(lexemes, at):
        at += 1
    if (
        at < len(lexemes)
        and lexemes[at].low == "of"
        and (amount.kind != "number" or amount.unit or amount.value >= 1e6)
    ):
        at += 1
        while at < len(lexemes) and lexemes[at].low in (
            "the",
            "its",
            "their",
            "his",
            "her",
            "all",
            "those",
            "these",
        ):
            at += 1
    elif amount.kind == "fraction" and at < len(lexemes) and lexemes[at].low in ("the", "its", "their"):
        at += 1
    elif amount.unit is not None and not amount.unit.startswith("percent"):
        return None
    return nouns.after(lexemes, at, amount.number_end - 1)


def _is_no_quantity(
    text: str, lexemes: Sequence[Lexeme], amount: Amount, bound: Bound, counted: Counted | None
) -> bool:
    """Numbers that count nothing: in names, labels, scores, lists, and `one` as a pronoun."""
    first, after = amount.start, amount.number_end
    before = lexemes[first - 1] if first else None
    if (
        before is not None
        and before.low in ("model", "p")
        and before.raw[0].isupper()
        and amount.written == "digits"
    ):
        return not tight(lexemes, first)
    if amount.unit is not None or bound.sign != "=" or amount.kind != "number":
        return False
    if amount.high is not None and amount.high < amount.value and lexemes[after - 2].low in "-–":
        return True
    if counted is not None and text[counted.start : counted.end].lower().endswith(_STREETS):
        return True
    follows = lexemes[after] if after < len(lexemes) else None
    capital = before is not None and before.raw[:1].isupper() and before.kind in ("word", "abbreviation")
    if capital and amount.high is not None and lexemes[first + 1].low == "-" and tight(lexemes, first + 1):
        return True
    if lexemes[first].low == "one" and after == first + 1:
        return _is_pronoun(before, follows, counted)
    if before is None:
        return False
    if after + 1 < len(lexemes) and follows is not None and follows.low in "-–" and _is_score(lexemes, after):
        return True
    touching = tight(lexemes, first)
    if touching and (before.kind in ("word", "number") or before.low in "-/:.@_&#+"):
        return True
    if before.low in words().labels and counted is None:
        return True
    starts = first < 2 or lexemes[first - 2].low in (".", "!", "?") or lexemes[first - 2].kind == "break"
    if capital and not starts and counted is None:
        return True
    return (
        follows is not None
        and tight(lexemes, after)
        and follows.kind == "word"
        and amount.written == "digits"
    )


def _is_score(lexemes: Sequence[Lexeme], dash: int) -> bool:
    """`2-2`: the dash of two numbers that are no range."""
    return tight(lexemes, dash) and tight(lexemes, dash + 1) and lexemes[dash + 1].kind == "number"


def _is_pronoun(before: Lexeme | None, follows: Lexeme | None, counted: Counted | None) -> bool:
    """`one of them`, `no one`, `that one`: a word, not a count."""
    if before is not None and before.low in (
        "no",
        "any",
        "every",
        "some",
        "this",
        "that",
        "the",
        "each",
        "which",
        "-",
    ):
        return True
    if follows is not None and follows.low in ("of", "another", "day", "'s", "’s", "thing", "-", "more"):
        return True
    return counted is None
