"""Amounts as written: a number with its sign, currency, scale and unit; ranges of two; vague counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.ground.quantities.fractions import fold, fraction_words, of_whole
from dateline.ground.quantities.values import Amount
from dateline.ground.quantities.words import phrase_at, phrase_before, words
from dateline.ground.times.lexemes import Lexeme
from dateline.ground.times.numbers import TENS, UNITS, number_at

STARTS = frozenset([*UNITS, *TENS, "a", "an", "half", "two", "three"])
_HYPHENS = frozenset("-‐‑")
_DASHES = frozenset("-–—−‐‑~")
_MINUS = frozenset(["minus", "negative", "−"])
_EXTENTS = frozenset("long high tall deep wide away from in below above thick".split())
_RATES = frozenset("a an per each every".split())
_RATE_UNITS = frozenset(
    "year month week day hour minute second share barrel person head night square gram litre liter gallon "
    "century game kilometre kilometer mile tonne ton ounce pound decade quarter".split()
)


def tight(lexemes: Sequence[Lexeme], i: int) -> bool:
    """Whether lexeme `i` touches the one before it."""
    return 0 < i < len(lexemes) and lexemes[i - 1].end == lexemes[i].start


def amount_at(lexemes: Sequence[Lexeme], i: int, floor: int = 0) -> Amount | None:
    """The amount whose number begins at lexeme `i`; what stands before `floor` is not looked at."""
    table = words()
    for rows, kind in ((table.vague, "vague"), (table.pair, "number")):
        found = phrase_at(rows, lexemes, i)
        if found is not None:
            return Amount(i, found[0], found[0], float(found[1]), None, None, kind, written="words")
    some = _some(lexemes, i)
    if some is not None:
        return _with_unit(lexemes, some, floor)
    fraction = fraction_words(lexemes, i) or fold(lexemes, i)
    if fraction is not None:
        return fraction
    number = number_at(lexemes, i)
    if number is None or number.form == "year":
        return None
    amount = Amount(
        i, number.end, number.end, number.value, scaled=number.form == "mixed", written=number.form
    )
    if number.form in ("digits", "mixed"):
        amount = _power(lexemes, _scaled(lexemes, amount, floor))
    if amount.value < 1 and number.form == "digits":
        amount = of_whole(lexemes, amount)
    return amount if amount.unit else _with_unit(lexemes, _signed(lexemes, amount, floor), floor)


def _power(lexemes: Sequence[Lexeme], amount: Amount) -> Amount:
    """`× 10−30`, `x 10^6` after a number: a power of ten."""
    at = amount.number_end
    if at + 2 >= len(lexemes) or lexemes[at].low not in "×x" or lexemes[at + 1].low != "10":
        return amount
    at += 2
    at += lexemes[at].low == "^"
    sign = 1
    if at < len(lexemes) and lexemes[at].low in _DASHES:
        sign, at = -1, at + 1
    if at >= len(lexemes) or not lexemes[at].low.isdecimal() or not tight(lexemes, at):
        return amount
    exponent = sign * int(lexemes[at].low)
    if abs(exponent) > 300:
        return amount
    return replace(amount, number_end=at + 1, end=at + 1, value=amount.value * 10.0**exponent)


def _some(lexemes: Sequence[Lexeme], i: int) -> Amount | None:
    """`several thousand`, `a few dozen`; alone such a word is no number."""
    found = phrase_at(words().some, lexemes, i)
    if found is None:
        return None
    end, count = found
    scale = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9}
    step = scale.get(lexemes[end].low, 0) if end < len(lexemes) else 0
    if not step:
        return (
            Amount(i, end, end, float(count), None, None, "some", written="words")
            if lexemes[i].low == "several"
            else None
        )
    return Amount(i, end + 1, end + 1, float(count * step), None, None, "vague", written="words")


def _scaled(lexemes: Sequence[Lexeme], amount: Amount, floor: int) -> Amount:
    """A scale written as letters right after the digits: `1.2bn`, `$13.6M`, `25k`."""
    at = amount.number_end
    if at >= len(lexemes) or not tight(lexemes, at) or lexemes[at].low not in words().scale:
        return amount
    low = lexemes[at].low
    money = _prefix(lexemes, amount.start, floor) is not None
    if low in ("m", "t", "b", "k") and not money and not _noun_follows(lexemes, at + 1) and low != "k":
        return amount
    return replace(
        amount, number_end=at + 1, end=at + 1, value=amount.value * words().scale[low], scaled=True
    )


def _noun_follows(lexemes: Sequence[Lexeme], at: int) -> bool:
    """`35m of its devices`, `1.2m tons`: people or things are counted, not metres."""
    for i in range(at, min(at + 5, len(lexemes))):
        low = lexemes[i].low
        if lexemes[i].kind != "word" or low in _EXTENTS or low in ("is", "was", "has"):
            return False
        if low == "people" or (low.endswith("s") and not low.endswith(("ss", "us"))):
            return True
    return False


def _signed(lexemes: Sequence[Lexeme], amount: Amount, floor: int) -> Amount:
    at = amount.start - 1
    if at >= floor and lexemes[at].low in _HYPHENS and tight(lexemes, amount.start):
        at -= 1
        if at < floor or lexemes[at].low not in _MINUS:
            sign = at < 0 or not tight(lexemes, at + 1)
            written = amount.written == "digits" and sign
            return replace(amount, start=at + 1, value=-amount.value) if written else amount
    if at >= floor and lexemes[at].low in _MINUS:
        return replace(amount, start=at, value=-amount.value)
    return amount


def _prefix(lexemes: Sequence[Lexeme], i: int, floor: int) -> tuple[int, str] | None:
    """(start, currency) of a currency sign or code right before lexeme `i`."""
    found = phrase_before(words().prefixes, lexemes, i)
    if found is not None and lexemes[found[0]].low == "a" and not tight(lexemes, found[0] + 1):
        found = (i - 1, "dollar")
    if found is None or found[0] < floor:
        return None
    start, name = found
    sign = lexemes[i - 1]
    if sign.kind == "word" and (sign.low == "ps" or not sign.raw.isupper()) and not tight(lexemes, i):
        return None
    return start, name


def _with_unit(lexemes: Sequence[Lexeme], amount: Amount, floor: int) -> Amount:
    money = _prefix(lexemes, amount.start, floor)
    if money is not None:
        amount = replace(amount, start=money[0], unit=money[1])
        end = _after_money(lexemes, amount.number_end)
        return _rate(lexemes, replace(amount, end=end))
    at = amount.number_end
    hyphen = at < len(lexemes) and lexemes[at].low in _HYPHENS and tight(lexemes, at)
    if hyphen and not tight(lexemes, at + 1):
        return _suspended(lexemes, amount)
    at += hyphen
    found = phrase_at(words().units, lexemes, at)
    symbol = found is not None and amount.written == "words" and lexemes[at].raw.isupper()
    if found is not None and not symbol and not _is_name(lexemes, at, found[1]):
        end, unit = found
        if unit in ("year", "month", "week", "day") and _old(lexemes, end):
            end = _old(lexemes, end)
        return _rate(lexemes, replace(amount, end=end, unit=unit))
    if at == amount.number_end and tight(lexemes, at) and amount.written == "digits":
        unit = words().tight.get(lexemes[at].low)
        if lexemes[at].raw == "G":
            unit = "generation" if amount.value <= 6 else None
        if unit is not None and not (
            at + 1 < len(lexemes) and tight(lexemes, at + 1) and lexemes[at + 1].kind == "number"
        ):
            return _rate(lexemes, replace(amount, end=at + 1, unit=unit))
    return amount


def _suspended(lexemes: Sequence[Lexeme], amount: Amount) -> Amount:
    """`7- or 8-inch`: the unit that the second number has."""
    at = amount.number_end + 1
    if at + 1 >= len(lexemes) or lexemes[at].low not in ("or", "and"):
        return amount
    second = amount_at(lexemes, at + 1, at + 1)
    return replace(amount, unit=second.unit) if second is not None and second.unit else amount


def _is_name(lexemes: Sequence[Lexeme], at: int, unit: str) -> bool:
    """A symbol that is another word here: `2 ha`, `5 min` stand, `10 bar owners` does not."""
    return unit == "bar" and lexemes[at].low == "bar" and not lexemes[at - 1].low[:1].isdigit()


def _after_money(lexemes: Sequence[Lexeme], end: int) -> int:
    """`US`, `U.S.` or a currency's name after an amount that has its sign already."""
    if end < len(lexemes) and lexemes[end].low in ("us", "u.s."):
        return end + 1
    return end


def _old(lexemes: Sequence[Lexeme], end: int) -> int:
    """The end of `-old` or ` old` after a unit of age, else 0."""
    at = end
    if at < len(lexemes) and lexemes[at].low in _HYPHENS:
        at += 1
    return at + 1 if at < len(lexemes) and lexemes[at].low in ("old", "olds") else 0


def _rate(lexemes: Sequence[Lexeme], amount: Amount) -> Amount:
    """`a day`, `per barrel`, `/kg` after a unit: a rate."""
    at = amount.end
    if at + 1 >= len(lexemes) or amount.unit is None:
        return amount
    slash = lexemes[at].low == "/" and tight(lexemes, at)
    if not slash and lexemes[at].low not in _RATES:
        return amount
    found = phrase_at(words().units, lexemes, at + 1)
    later = lexemes[found[0]].low if found is not None and found[0] < len(lexemes) else ""
    if later in ("earlier", "ago", "later", "before", "after", "old"):
        return amount
    if found is not None and (slash or found[1] in _RATE_UNITS or lexemes[at].low == "per"):
        return replace(amount, end=found[0], unit=f"{amount.unit} per {found[1]}")
    if lexemes[at + 1].low in _RATE_UNITS:
        return replace(amount, end=at + 2, unit=f"{amount.unit} per {lexemes[at + 1].low}")
    return amount


def ranged(lexemes: Sequence[Lexeme], first: Amount) -> Amount:
    """`first` extended to a range where a second amount follows: `3,000 to 6,000`, `$10 to $15 billion`."""
    if first.kind != "number" or _turned(lexemes, first):
        return first
    for joint in dict.fromkeys((first.end, first.number_end)):
        second = _second(lexemes, first, joint)
        if second is not None:
            return _both(first, second)
    return first


def _turned(lexemes: Sequence[Lexeme], first: Amount) -> bool:
    """`rose 8% to 3.65`, `fell by 5 to 20`: a step and where it led, no range."""
    at = first.start - 1
    while at >= 0 and lexemes[at].low in ("by", "a", "an", "another"):
        at -= 1
    return at >= 0 and lexemes[at].low in words().turn


def _second(lexemes: Sequence[Lexeme], first: Amount, joint: int) -> Amount | None:
    if joint + 1 >= len(lexemes):
        return None
    low = lexemes[joint].low
    between = first.start > 0 and lexemes[first.start - 1].low == "between"
    at = joint + 1
    if (top := _up_to(lexemes, joint)) and first.end == first.number_end:
        second = _amount_after(lexemes, top, low)
        return second if second and second.value > first.value else None
    if lexemes[at].low == "to" and _joins_with_to(lexemes, first, joint):
        at += 1
    elif low in ("to", "through") or (low == "and" and between):
        while at < len(lexemes) and (
            lexemes[at].low in _HYPHENS or lexemes[at].low in ("as", "up", "nearly")
        ):
            at += 1
    elif low == "or" and first.end == first.number_end:
        second = _amount_after(lexemes, at, low)
        return second if second and second.value == first.value + 1 and second.start == at else None
    elif (
        low in _HYPHENS
        and lexemes[at].low == "to"
        and at + 1 < len(lexemes)
        and lexemes[at + 1].low in _HYPHENS
    ):
        at += 2
    elif low not in _DASHES or tight(lexemes, joint) != tight(lexemes, joint + 1):
        return None
    return _amount_after(lexemes, at, low)


def _up_to(lexemes: Sequence[Lexeme], joint: int) -> int:
    """Where the upper end begins in `15 and up to 25`, `15, and as many as 25`; 0 where there is none."""
    at = joint
    while (
        at < len(lexemes)
        and at < joint + 3
        and lexemes[at].low in (",", "and", "or", "but", "possibly", "perhaps")
    ):
        at += 1
    words = [lexeme.low for lexeme in lexemes[at : at + 3]]
    for upper in (["up", "to"], ["as", "many", "as"]):
        if at > joint and words[: len(upper)] == upper:
            return at + len(upper)
    return 0


def _joins_with_to(lexemes: Sequence[Lexeme], first: Amount, joint: int) -> bool:
    """`three- to five-year`, `from 450 sq ft up to 900`: the word before `to`."""
    if lexemes[joint].low in _HYPHENS:
        return tight(lexemes, joint) and not tight(lexemes, joint + 1)
    opens = first.start > 0 and lexemes[first.start - 1].low == "from"
    return lexemes[joint].low == "up" and first.unit is not None and opens


def _amount_after(lexemes: Sequence[Lexeme], at: int, joint: str) -> Amount | None:
    floor = at
    for skip in range(4):
        if at + skip >= len(lexemes):
            return None
        here = lexemes[at + skip]
        if here.kind == "number" or here.low in UNITS or here.low in TENS or here.low in ("a", "half"):
            second = amount_at(lexemes, at + skip, floor)
            if second is None or second.kind != "number" or second.start != floor or second.value < 0:
                return None
            return None if joint in _DASHES and _chained(lexemes, second) else second
    return None


def _chained(lexemes: Sequence[Lexeme], second: Amount) -> bool:
    """A third number after another dash: a phone number or a date, no range."""
    at = second.number_end
    return at + 1 < len(lexemes) and lexemes[at].low in _DASHES and lexemes[at + 1].kind == "number"


def _both(first: Amount, second: Amount) -> Amount:
    low = first.value
    if second.scaled and not first.scaled and low < second.value:
        size = _scale_of(second.value)
        low = low * size if low < 1000 and low * size <= second.value else low
    unit = max(second.unit or "", first.unit or "", key=len) or None
    if second.value == first.value:
        return first
    if (
        first.unit
        and second.unit
        and not (second.unit.startswith(first.unit) or first.unit.startswith(second.unit))
    ):
        return first
    return replace(
        first, number_end=second.number_end, end=second.end, value=low, high=second.value, unit=unit
    )


def _scale_of(value: float) -> float:
    for size in (1e12, 1e9, 1e6, 1e3):
        if value >= size:
            return size
    return 1.0
