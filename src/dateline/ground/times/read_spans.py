"""Readers of durations, repeated times and words that only point: `now`, `recently`."""

from __future__ import annotations

from dateline.ground.times.context import Context, Match, Reading

_LETTERS = {"E": "Y", "C": "Y", "F": "W", "2": "S"}
_FACTOR = {"E": 10, "C": 100, "F": 2}
_FINER = {"Y": (12, "M"), "TH": (60, "M"), "TM": (60, "S")}
"""What a fraction of a unit is in the next finer one."""


def period(unit: str, number: float | None) -> str:
    """A TIMEX3 period: `P5.5M`, `P2Y6M`, `PT30M`, `PXD` where the number is vague."""
    clock = "T" if unit.startswith("T") or unit == "2" else ""
    letter = _LETTERS.get(unit, unit.removeprefix("T"))
    if number is None:
        return f"P{clock}X{'E' if unit == 'E' else letter}"
    finer = _FINER.get(unit)
    if finer is not None and number % 0.25 == 0 and number % 1 and number > 1:
        return f"P{clock}{int(number)}{letter}{int(number % 1 * finer[0])}{finer[1]}"
    return f"P{clock}{number * _FACTOR.get(unit, 1):g}{letter}"


def count_of(match: Match, *names: str) -> float | None:
    """The number kept under one of `names`; None where it is vague."""
    item = match.get(*names)
    return None if item is None or item.value == "X" else float(item.value)


def duration(match: Match, context: Context) -> Reading | None:
    """`five-and-a-half-month`, `more than four hours`, `a year and a half`, `weeks`."""
    unit = match.text("u") or ""
    item = match.get("u")
    if item is not None and item.cls == "SECOND" and not match.get("h", "h0", "n"):
        return None
    word = match.get("l")
    if word is not None and word.low == "old":
        return None
    if item is not None and item.cls in ("QUARTER", "QUARTERS") and _is_share(match):
        return None
    if match.get("h0"):
        return _half(unit, match.mod)
    number = 1.0 if match.get("a") or not match.get("n", "q", "a") else count_of(match, "n", "q")
    if item is not None and item.cls in ("UNITS", "HOURUNITS") and not match.get("n", "q", "a"):
        number = None
    if match.get("h") and number is not None:
        number += 0.5
    return Reading("DURATION", period(unit, number), match.mod)


def _is_share(match: Match) -> bool:
    """`a quarter`, `three-quarters`, `two quarters of the fleet`: a share, no time."""
    after = match.after()
    inside = match.items[match.found.first : match.found.last]
    share = after is not None and after.cls == "OF"
    return share or match.get("a") is not None or any(item.cls == "DASH" for item in inside)


def _half(unit: str, mod: str | None) -> Reading:
    halves = {"TH": "PT30M", "TM": "PT30S", "Y": "P6M", "E": "P5Y", "C": "P50Y", "D": "PT12H"}
    return Reading("DURATION", halves.get(unit, period(unit, 0.5)), mod)


def repeated(match: Match, context: Context) -> Reading | None:
    """`every day`, `each July`, `daily`, `per month`."""
    fixed = match.text("v")
    if fixed is not None:
        return Reading("SET", fixed)
    unit = match.text("u")
    if unit is not None:
        number = match.number("n") or (2.0 if match.get("o2") and match.get("o2").low == "other" else 1.0)  # type: ignore[union-attr]
        return Reading("SET", period(unit, number))
    if match.get("wd"):
        return Reading("SET", f"XXXX-WXX-{match.text('wd')}")
    if match.get("m"):
        return Reading("SET", f"XXXX-{int(match.number('m') or 0):02d}")
    if match.get("w"):
        return Reading("SET", "XXXX-WXX-WE")
    part = match.text("dp")
    return Reading("SET", f"XXXX-XX-XX{part}" if part else f"XXXX-{match.text('s')}")


def vague(match: Match, context: Context) -> Reading | None:
    """`now`, `recently`, `recent years`, `the coming weeks`."""
    item = match.get("k")
    if item is None:
        return None
    if item.cls == "COMING":
        return Reading("DATE", "FUTURE_REF")
    if item.cls == "LAST":
        return Reading("DATE", "PAST_REF") if item.low == "past" else None
    if item.cls == "CURRENT":
        return Reading("DATE", "PRESENT_REF")
    return Reading("DATE", str(item.value))
