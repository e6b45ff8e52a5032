"""CAMEO codes and how two of them join: "wants" (030) over "to help" (070) is an intent to help (033).

A code is split into an act (say, appeal, intend, demand …) and what the act is about; an upper verb lends
its act to a lower one, and a refusal or a "not" turns the whole round (`_ref/petrarch/internal.csv`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parents[2] / "_ref" / "petrarch" / "internal.csv"
_ACT = 0x1000
"""Codes from here on have an act of their own."""
_LENT = (2, 3, 4, 6)
"""Acts that are about a deed of somebody else: appeal, intend, demand, threaten."""
_REJECT = "120"


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code with its parts; `value` 0 without `no` says nothing."""

    cameo: str
    value: int
    no: bool = False
    """Refused, denied, or with a "not"."""

    def __bool__(self) -> bool:
        return self.no or self.value != 0 or self.cameo not in ("", NULL)

    @property
    def act(self) -> int:
        """The first part; 0 for a deed that is no act of speech, intent or the like."""
        return self.value // _ACT


NULL = "---"
NOTHING = Code(NULL, 0)


@cache
def _table() -> dict[str, tuple[int, bool]]:
    with _TABLE.open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {r["code"]: (int(r["value"].lstrip("-"), 16), r["value"][0] == "-") for r in rows}


@cache
def _names() -> dict[tuple[int, bool], str]:
    """The code of each value; of several codes of one value the most general."""
    names: dict[tuple[int, bool], str] = {(0x30A0, False): "138"}
    for code, parts in _table().items():
        if parts not in names or len(code) < len(names[parts]):
            names[parts] = code
    return names


@cache
def code_of(text: str) -> Code:
    """The code that a dictionary writes; one that the table lacks has the parts of its root."""
    if text in ("", NULL):
        return NOTHING
    table = _table()
    for known in (text, text[:3], text[:2] + "0"):
        if known in table:
            return Code(text, *table[known])
    return Code(text, 0)


@cache
def coded_as(value: int, no: bool) -> Code:
    """The code whose parts these are, or the next more general one; NOTHING where CAMEO has none."""
    names = _names()
    for mask in (0xFFFF, 0xFFF0, 0xFF00, 0xF000):
        found = names.get((value & mask, no))
        if found is not None and (value & mask or not no):
            return Code(found, value, no)
    if no:
        bare = value % _ACT
        if bare != value:
            return coded_as(bare, no)
        if value and not 0x90 <= value & 0xFF < 0xC0 and value < 0x300:
            return Code(_REJECT, value, no)
    return NOTHING


def join(upper: Code, lower: Code) -> Code:
    """The code of a verb over another."""
    if not lower or not upper:
        return lower or upper
    if upper.no or lower.no:
        body = _joined(upper.value, lower.value)
        return lower if lower.no and body == lower.value else coded_as(body, True)
    if not upper.value or not lower.value:
        return lower  # a code that CAMEO does not have joins with none
    body = _joined(upper.value, lower.value)
    for same in (lower, upper):
        if body == same.value:
            return same
    return coded_as(body, False)


def _joined(upper: int, lower: int) -> int:
    if upper >= _ACT and lower >= _ACT:
        return lower
    return lower if lower >= upper else upper + lower


def over(upper: Code, lower: Code) -> Code:
    """The code of an act towards somebody who is to do, or is said to do, `lower`."""
    if upper.act in _LENT or lower.no:
        return join(upper, lower)
    return upper if upper.value >= lower.value else join(upper, lower)


def refused(code: Code, meant: bool) -> Code:
    """The code with a "not"; a "not" of a refusal, or of nothing, says nothing.

    What CAMEO has no refusal for is a rejection where it is `meant` ("will not"), and nothing otherwise.
    """
    if not code or code.no:
        return NOTHING
    made = coded_as(code.value, True)
    return NOTHING if made.cameo == _REJECT and code.value and not meant else made


def is_kind(code: Code, pattern: Code) -> bool:
    """Whether `code` is `pattern` or a kind of it: 195 of 190, 014 of 010."""
    if code.no != pattern.no:
        return False
    return pattern.value in {code.value & mask for mask in (0xFFFF, 0xFFF0, 0xFF00, 0xF000)}
