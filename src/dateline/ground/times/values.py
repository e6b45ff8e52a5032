"""TIMEX3 values on the calendar: what days a value covers, and values so many units away.

Values handled: day, month, year, decade (`199`), century (`19`), quarter (`-Q3`), half (`-H1`), season
(`-SU`), week (`-W42`), weekend (`-W42-WE`), any of them with a time of day (`T…`), and years BC.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-([QH])([1-4])")
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
PRECISIONS = (
    (_DAY, "day"),
    (_MONTH, "month"),
    (_WEEK, "week"),
    (_PART, "quarter"),
    (_SEASON, "season"),
    (re.compile(r"(?:BC)?\d{4}"), "year"),
    (re.compile(r"(?:BC)?\d{3}"), "decade"),
    (re.compile(r"(?:BC)?\d{2}"), "century"),
)


def calendar_date(written: str | None) -> date | None:
    """The calendar day of an ISO date or date and time; None where it is none."""
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None


def precision_of(value: str | None) -> str | None:
    """How fine a value is: day, month, year, week, quarter, season, decade, century, time."""
    if not value:
        return None
    day, clock, _ = value.partition("T")
    for pattern, name in PRECISIONS:
        if pattern.fullmatch(day):
            return "time" if clock else name
    return None


def interval_of(value: str | None) -> str | None:
    """First and last day that a value covers, `a/b` inclusive; None where it names no such days."""
    days = days_of(value)
    return f"{days[0].isoformat()}/{days[1].isoformat()}" if days else None


def days_of(value: str | None) -> tuple[date, date] | None:
    """First and last day that a value covers."""
    try:
        return _days_of((value or "").partition("T")[0])
    except (ValueError, OverflowError):
        return None


def _days_of(value: str) -> tuple[date, date] | None:
    if m := _DAY.fullmatch(value):
        day = date(int(m[1]), int(m[2]), int(m[3]))
        return day, day
    if m := _MONTH.fullmatch(value):
        return _months(int(m[1]), int(m[2]), int(m[2]))
    if m := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return (monday + timedelta(5) if m[3] else monday), monday + timedelta(6)
    if m := _PART.fullmatch(value):
        size, which = (3, int(m[3])) if m[2] == "Q" else (6, int(m[3]))
        return _months(int(m[1]), (which - 1) * size + 1, which * size)
    if m := _SEASON.fullmatch(value):
        if m[2] == "WI":
            return date(int(m[1]), 12, 1), _months(int(m[1]) + 1, 2, 2)[1]
        return _months(int(m[1]), *_SEASON_MONTHS[m[2]])
    if value.isdecimal() and 2 <= len(value) <= 4:
        size = 10 ** (4 - len(value))
        first = max(int(value) * size, MINYEAR)
        return date(first, 1, 1), date(int(value) * size + size - 1, 12, 31)
    return None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    after = date(year + last // 12, last % 12 + 1, 1) if year < MAXYEAR or last < 12 else date.max
    return date(year, first, 1), after - timedelta(1)


def year_of(value: str | None) -> int | None:
    """The year a value lies in; negative before Christ."""
    if value is None:
        return None
    if m := re.match(r"(BC)?(\d{4})(?!\d)", value):
        return -int(m[2]) if m[1] else int(m[2])
    return None


def month_of(value: str | None) -> int | None:
    """The month a value lies in, where it says one."""
    m = re.match(r"(?:BC)?\d{4}-(\d\d)(?!\d)", value or "")
    return int(m[1]) if m else None


def year_value(year: int) -> str:
    """A year as TIMEX3 writes it."""
    return f"{year:04d}" if year > 0 else f"BC{-year:04d}"


def unit_value(day: date, unit: str) -> str:
    """The value of the day, week, month … that holds a day."""
    if unit == "D":
        return day.isoformat()
    if unit == "W":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "WE":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}-WE"
    if unit == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return f"{day.year:04d}"[: {"E": 3, "C": 2}.get(unit, 4)]


def shifted(value: str | None, unit: str, n: float) -> str | None:
    """The value `n` units from another, as fine as the unit: two years from 1778-07 is 1780.

    None where the value is too coarse for the unit (two days from 1778-07) or leaves the calendar.
    """
    if value is None:
        return None
    try:
        return _shifted(value.partition("T")[0], unit, n)
    except (ValueError, OverflowError):
        return None


def _shifted(value: str, unit: str, n: float) -> str | None:
    year = year_of(value)
    if unit in ("Y", "E", "C") and year is not None:
        moved = year + round(n * {"Y": 1, "E": 10, "C": 100}[unit])
        if (moved > 0) != (year > 0):
            moved += 1 if year < 0 else -1  # There is no year 0.
        if moved > MAXYEAR:
            return None
        return year_value(moved)[: {"E": 3, "C": 2}.get(unit, 4) + 2 * (moved <= 0)]
    if unit == "M" and year is not None and (month := month_of(value)):
        count = year * 12 + month - 1 + round(n)
        return f"{count // 12:04d}-{count % 12 + 1:02d}" if MINYEAR <= count // 12 <= MAXYEAR else None
    if unit == "Q":
        first = days_of(value)
        if first is None or precision_of(value) not in ("day", "month", "quarter"):
            return None
        count = first[0].year * 4 + (first[0].month - 1) // 3 + round(n)
        return f"{count // 4:04d}-Q{count % 4 + 1}" if MINYEAR <= count // 4 <= MAXYEAR else None
    if unit in ("D", "W", "F", "WE"):
        days = days_of(value)
        if days is None or precision_of(value) not in (("day",) if unit == "D" else ("day", "week")):
            return None
        step = {"D": 1, "W": 7, "F": 14, "WE": 7}[unit]
        return unit_value(days[0] + timedelta(round(n * step)), "W" if unit == "F" else unit)
    return None


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The n-th ISO weekday of a month; the last where `which` is -1."""
    if which == -1:
        last = _months(year, month, month)[1]
        return last - timedelta((last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (which - 1))
