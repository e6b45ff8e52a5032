"""The days of feasts: western and orthodox Easter, and the Islamic calendar as it is calculated."""

from __future__ import annotations

from datetime import date, timedelta

_HIJRA = 227_014
"""Ordinal of the day before the first of Muharram of the year 1 in the civil reckoning (July 622)."""


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Gregorian computus)."""
    golden = year % 19
    century = year // 100
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    offset = epact - (year + year // 4 + epact + 2 - century + century // 4) % 7
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches (Julian computus), as a Gregorian day."""
    moon = (19 * (year % 19) + 15) % 30
    offset = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + offset + 114, 31)
    return date(year, month, day + 1) + timedelta(year // 100 - year // 400 - 2)


def islamic_day(year: int, month: int, day: int) -> date:
    """A day of the tabular Islamic calendar; what is observed by sight of the moon may be a day off."""
    months = 30 * (month - 1) - (month - 1) // 2
    return date.fromordinal(_HIJRA + 354 * (year - 1) + (3 + 11 * year) // 30 + months + day)


def islamic_days(year: int, month: int, day: int) -> tuple[date, ...]:
    """That day of every Islamic year that falls into a year of ours: one, seldom two."""
    about = (year - 622) * 33 // 32
    found = (islamic_day(about + step, month, day) for step in range(-1, 4))
    return tuple(one for one in found if one.year == year)
