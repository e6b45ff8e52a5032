"""Numbers as they are written: digits, words and mixtures of both, read to a value.

`number_at` reads the longest number that begins at a lexeme: `1,250`, `2.5 million`,
`twenty-eight thousand six hundred forty-two`, `half a million`, `two and a half`, `2 1/2`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dateline.ground.times.lexemes import Lexeme

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: value * 10
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "dozen": 12,
    "score": 20,
}
_BIG = {word: value for word, value in SCALES.items() if word not in ("dozen", "score", "hundred")}
_FRACTION_MARKS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
NUMBER_WORDS = frozenset([*UNITS, *TENS, "a", "an", "half"])
"""Words that a number in words may begin with."""


class Number(NamedTuple):
    """A number read from lexemes [start, end): its value, and how it is written.

    `form`: digits, words, mixed (`1.2 million`), year (`nineteen ninety-seven`).
    """

    start: int
    end: int
    value: float
    form: str


def number_at(lexemes: Sequence[Lexeme], i: int) -> Number | None:
    """The longest number beginning at lexeme `i`, or None."""
    here = lexemes[i]
    if here.kind == "number":
        return _from_digits(lexemes, i)
    if here.low in _FRACTION_MARKS:
        return Number(i, i + 1, _FRACTION_MARKS[here.low], "digits")
    if here.kind != "word":
        return None
    if here.low in UNITS or here.low in TENS:
        return _spoken_year(lexemes, i) or _from_words(lexemes, i)
    if here.low in ("a", "an"):
        return _from_article(lexemes, i)
    if here.low == "half":
        return _half_of(lexemes, i)
    return None


def decimal(written: str) -> float:
    """The value of a number in digits, with commas between thousands or without."""
    return float(written.replace(",", ""))


def _word(lexemes: Sequence[Lexeme], i: int) -> str:
    return lexemes[i].low if i < len(lexemes) else ""


def _joined(lexemes: Sequence[Lexeme], i: int) -> int:
    """The next lexeme after a hyphen that touches both sides, or `i` itself where there is none."""
    if (
        i + 1 < len(lexemes)
        and lexemes[i].low in "-‐‑"
        and lexemes[i - 1].end == lexemes[i].start
        and lexemes[i].end == lexemes[i + 1].start
    ):
        return i + 1
    return i


def _from_digits(lexemes: Sequence[Lexeme], i: int) -> Number:
    value, end, form = decimal(lexemes[i].low), i + 1, "digits"
    mark = _word(lexemes, end)
    if mark in _FRACTION_MARKS:
        return Number(i, end + 1, value + _FRACTION_MARKS[mark], form)
    part = _slash_fraction(lexemes, end)
    if part is not None and lexemes[end].start > lexemes[i].end and value == int(value):
        return Number(i, end + 3, value + part, form)
    whole = _slash_fraction(lexemes, i)
    if whole is not None:
        return Number(i, i + 3, whole, form)
    while (
        (at := _joined(lexemes, end)) < len(lexemes)
        and lexemes[at].low in SCALES
        and lexemes[at].low != "score"
    ):
        value, end, form = value * SCALES[lexemes[at].low], at + 1, "mixed"
    end, value = _and_a_half(lexemes, end, value)
    return Number(i, end, value, form)


def _slash_fraction(lexemes: Sequence[Lexeme], i: int) -> float | None:
    """The value of `1/2` at lexeme `i`: small whole numbers, the lower the first, nothing between."""
    if i + 2 >= len(lexemes) or lexemes[i + 1].low not in ("/", "⁄"):
        return None
    above, slash, below = lexemes[i : i + 3]
    tight = above.end == slash.start and slash.end == below.start
    if not (
        tight and above.low.isascii() and above.low.isdigit() and below.low.isascii() and below.low.isdigit()
    ):
        return None
    top, bottom = int(above.low), int(below.low)
    return top / bottom if 0 < top < bottom <= 1000 else None


def _and_a_half(lexemes: Sequence[Lexeme], end: int, value: float) -> tuple[int, float]:
    """`and a half` after a number, hyphened or not."""
    at = _joined(lexemes, end)
    if _word(lexemes, at) != "and":
        return end, value
    at = _joined(lexemes, at + 1)
    if _word(lexemes, at) in ("a", "one"):
        at = _joined(lexemes, at + 1)
    if _word(lexemes, at) == "half":
        return at + 1, value + 0.5
    return end, value


def _below_hundred(lexemes: Sequence[Lexeme], i: int) -> tuple[int, int] | None:
    """(end, value) of a number word below 100 at `i`."""
    word = _word(lexemes, i)
    if word in UNITS:
        return i + 1, UNITS[word]
    if word not in TENS:
        return None
    after = _joined(lexemes, i + 1)
    unit = UNITS.get(_word(lexemes, after), 0)
    if 0 < unit < 10:
        return after + 1, TENS[word] + unit
    return i + 1, TENS[word]


def _below_thousand(lexemes: Sequence[Lexeme], i: int) -> tuple[int, int] | None:
    """(end, value) of a number word below 1,000 (or `twelve hundred`) at `i`."""
    first = (i + 1, 1) if _word(lexemes, i) in ("a", "an") else _below_hundred(lexemes, i)
    if first is None:
        return None
    end, value = first
    at = _joined(lexemes, end)
    if _word(lexemes, at) != "hundred":
        return first
    end, value = at + 1, value * 100
    at = _joined(lexemes, end)
    if _word(lexemes, at) == "and":
        at = _joined(lexemes, at + 1)
    rest = _below_hundred(lexemes, at)
    return (rest[0], value + rest[1]) if rest and rest[1] else (end, value)


def _from_words(lexemes: Sequence[Lexeme], i: int) -> Number | None:
    group = _below_thousand(lexemes, i)
    if group is None:
        return None
    total, last_scale, end = 0.0, 10**15, i
    while group is not None:
        after, value = group
        at = _joined(lexemes, after)
        if (half := _and_a_half(lexemes, after, value))[0] > after and _word(lexemes, half[0]) in _BIG:
            after, at, value = half[0], half[0], half[1]  # type: ignore[assignment]
        scale = _BIG.get(_word(lexemes, at), 1)
        if scale >= last_scale:
            break
        total, last_scale, end = total + value * scale, scale, (at + 1 if scale > 1 else after)
        if scale == 1:
            break
        nxt = _joined(lexemes, end)
        if _word(lexemes, nxt) == "and":
            nxt = _joined(lexemes, nxt + 1)
        group = _below_thousand(lexemes, nxt) if _word(lexemes, nxt) not in ("a", "an") else None
    if _word(lexemes, _joined(lexemes, end)) == "dozen":
        return Number(i, _joined(lexemes, end) + 1, total * 12, "words")
    end, total = _and_a_half(lexemes, end, total)
    return Number(i, end, total, "words")


def _from_article(lexemes: Sequence[Lexeme], i: int) -> Number | None:
    """`a hundred`, `a million and a half`, `a dozen`, `a half-million`: an article that counts as one."""
    word = _word(lexemes, i + 1)
    if word == "dozen":
        return Number(i, i + 2, 12, "words")
    if word == "half":
        half = _half_of(lexemes, i + 1)
        return half and half._replace(start=i)
    if word == "hundred":
        return _from_words(lexemes, i)
    if word in _BIG:
        end, value = _and_a_half(lexemes, i + 2, 1)
        return Number(i, end, value * _BIG[word], "words")
    return None


def _half_of(lexemes: Sequence[Lexeme], i: int) -> Number | None:
    """`half a million`, `half-million`, `half a dozen`."""
    at = _joined(lexemes, i + 1)
    if _word(lexemes, at) in ("a", "an"):
        at += 1
    word = _word(lexemes, at)
    if word in _BIG or word == "dozen":
        return Number(i, at + 1, SCALES[word] / 2, "words")
    return None


def _spoken_year(lexemes: Sequence[Lexeme], i: int) -> Number | None:
    """`nineteen ninety-seven`, `twenty sixteen`: two pairs of digits, spoken."""
    century = UNITS.get(_word(lexemes, i), 0) or TENS.get(_word(lexemes, i), 0)
    if century not in (17, 18, 19, 20) or (
        _word(lexemes, i + 1) not in TENS and not (UNITS.get(_word(lexemes, i + 1), 0) >= 10)
    ):
        return None
    rest = _below_hundred(lexemes, i + 1)
    if rest is None or _word(lexemes, _joined(lexemes, rest[0])) in SCALES:
        return None
    return Number(i, rest[0], century * 100 + rest[1], "year")
