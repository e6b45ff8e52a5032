"""Readers of durations, repeated times and words that only point: `now`, `recently`."""

from __future__ import annotations

from datetime import timedelta

from dateline.ground.times.context import Context, Match, Reading
from dateline.ground.times.values import days_of, shifted

_LETTERS = {"E": "Y", "C": "Y", "F": "W", "2": "S"}
_FACTOR = {"E": 10, "C": 100, "F": 2}
_DAYS = {"D": 1, "W": 7, "F": 14}


def _period(unit: str, number: float | None) -> str:
    """A TIMEX3 period: `P5.5M`, `PT30M`, `PXD` where the number is vague."""
    clock = "T" if unit.startswith("T") or unit == "2" else ""
    letter = _LETTERS.get(unit, unit.removeprefix("T"))
    if number is None:
        return f"P{clock}X{'E' if unit == 'E' else letter}"
    return f"P{clock}{number * _FACTOR.get(unit, 1):g}{letter}"


def _count(match: Match, *names: str) -> float | None:
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
    if item is not None and item.cls == "QUARTER" and match.get("a"):
        return None
    if match.get("h0"):
        return _half(unit, match.mod)
    number = 1.0 if match.get("a") or not match.get("n", "q", "a") else _count(match, "n", "q")
    if item is not None and item.cls in ("UNITS", "HOURUNITS") and not match.get("n", "q", "a"):
        number = None
    if match.get("h") and number is not None:
        number += 0.5
    return Reading("DURATION", _period(unit, number), match.mod)


def _half(unit: str, mod: str | None) -> Reading:
    halves = {"TH": "PT30M", "TM": "PT30S", "Y": "P6M", "E": "P5Y", "C": "P50Y", "D": "PT12H"}
    return Reading("DURATION", halves.get(unit, _period(unit, 0.5)), mod)


def span(match: Match, context: Context) -> Reading | None:
    """`the past three days`, `the next two weeks`, `the first nine months`."""
    unit = match.text("u") or ""
    number = _count(match, "q")
    value = _period(unit, number)
    edge = match.get("b", "b2", "b3", "b4", "b5", "o")
    if edge is None or edge.cls not in ("LAST", "NEXT", "COMING") or number is None:
        return Reading("DURATION", value, match.mod)
    interval = _counted(context, unit, number, -1 if edge.cls == "LAST" else 1)
    return Reading("DURATION", value, match.mod, "published" if interval else None, None, interval)


def _counted(context: Context, unit: str, number: float, sign: int) -> str | None:
    """The days that a counted stretch before or after publication covers."""
    here = context.published
    if here is None or context.narrative:
        return None
    if unit in _DAYS:
        other = here + timedelta(sign * round(number * _DAYS[unit]))
    else:
        days = days_of(shifted(context.today, unit, sign * number))
        if days is None:
            return None
        other = days[0] if sign < 0 else days[1]
    first, last = sorted((here, other))
    return f"{first.isoformat()}/{last.isoformat()}"


def repeated(match: Match, context: Context) -> Reading | None:
    """`every day`, `each July`, `daily`, `per month`."""
    fixed = match.text("v")
    if fixed is not None:
        return Reading("SET", fixed)
    unit = match.text("u")
    if unit is not None:
        number = match.number("n") or (2.0 if match.get("o2") and match.get("o2").low == "other" else 1.0)  # type: ignore[union-attr]
        return Reading("SET", _period(unit, number))
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
