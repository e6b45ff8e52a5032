"""Readers of parts of a longer time, and of times told from an event or from another date in the text."""

from __future__ import annotations

from datetime import date, timedelta

from dateline.ground.times.context import NO_ANCHOR, Context, Match, Reading
from dateline.ground.times.read_dates import STEP, TEXT_BOUND, calendar, iso, partial_year, slash
from dateline.ground.times.read_feasts import holiday
from dateline.ground.times.read_relative import deictic, weekday
from dateline.ground.times.read_spans import count_of, duration, period
from dateline.ground.times.values import days_of, precision_of, shifted, unit_value, year_value

FROM_EVENT = "counted from an event"
_GAP = 8
"""How many words may stand between `two days after` and the date it counts from."""
_BASES = {
    "calendar": calendar, "iso": iso, "slash": slash, "holiday": holiday, "weekday": weekday,
    "deictic": deictic,
}  # fmt: skip
"""What a time can be counted from, and how it is read."""
_WALLS = frozenset(["STOP", "BREAK", "COMMA", "OPEN", "CLOSE"])
_DAYS = {"D": 1, "W": 7, "F": 14}


def _whole(match: Match, context: Context) -> tuple[str | None, str | None, str | None]:
    """(value, anchor, note) of what follows `of`: a year, a month, `the week`, `last year`."""
    year, month = match.number("wy", "wy2"), match.get("wm")
    if month is not None:
        anchor = note = None
        if year is None:
            year, anchor, note = partial_year(context, match.found.kept["wm"], int(month.value))
        return (f"{year_value(int(year))}-{int(month.value):02d}" if year else None), anchor, note
    if year is not None:
        return year_value(int(year)), None, None
    unit = match.text("wu")
    if unit is None:
        return None, None, None
    relation = match.get("wr")
    base, anchor, note = context.base(relation is not None and relation.cls in TEXT_BOUND)
    value = shifted(base, unit, STEP.get(relation.cls, 0) if relation else 0)
    return value, anchor if value else None, None if value else note or NO_ANCHOR


def nth_of(match: Match, context: Context) -> Reading | None:
    """`the first week of March`, `the last day of 2015`, `the second month of the year`."""
    which, unit = match.number("o"), match.text("u") or ""
    whole, anchor, note = _whole(match, context)
    days = days_of(whole)
    if days is None or unit not in ("D", "W", "M"):
        return nth(match, context) if whole is None or days else Reading("DATE", None, None, None, note)
    first, last = _nth(days, unit, int(which) if which else -1)
    if not days[0] <= first <= days[1]:
        return Reading("DATE", None, None, None, "no such part of it")
    if unit == "M":
        return Reading("DATE", f"{first:%Y-%m}", None, anchor)
    last = min(last, days[1])
    middle = first + timedelta((last - first).days // 2)
    interval = f"{first.isoformat()}/{last.isoformat()}"
    return Reading("DATE", unit_value(middle, unit), None, anchor, None, interval)


def _nth(days: tuple[date, date], unit: str, which: int) -> tuple[date, date]:
    """First and last day of the n-th day, week or month of a stretch; -1 is the last."""
    if unit == "M":
        months = days_of(shifted(days[0].isoformat()[:7], "M", which - 1)) if which > 0 else None
        return months or (days[1].replace(day=1), days[1])
    size = _DAYS[unit]
    if which < 0:
        return days[1] - timedelta(size - 1), days[1]
    first = days[0] + timedelta(size * (which - 1))
    return first, first + timedelta(size - 1)


def nth(match: Match, context: Context) -> Reading | None:
    """`the second day`, `the third evening`, `the first year`: no day is told, but the expression is one."""
    if match.get("dp"):
        return Reading("TIME", None, None, None, FROM_EVENT)
    unit = match.text("u") or ""
    if unit == "D":
        return Reading("DATE", None, match.mod, None, FROM_EVENT)
    return Reading("DURATION", period(unit, 1)) if match.opens().cls == "THE" else None


def century(match: Match, context: Context) -> Reading | None:
    """`the 20th century`; other units counted so are told from an event."""
    which = match.number("o")
    if match.text("u") != "C" or not which or not 1 <= which <= 30:
        return nth(match, context)
    era = "BC" if match.text("era") == "BC" else ""
    return Reading("DATE", f"{era}{int(which) - 1:02d}", match.mod)


def span(match: Match, context: Context) -> Reading | None:
    """`the past three days`, `the next two weeks`, `the first nine months`."""
    unit = match.text("u") or ""
    number = count_of(match, "q")
    value = period(unit, number)
    if match.get("wy", "wm", "wu"):
        return _span_of(match, context, value)
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


def _span_of(match: Match, context: Context, value: str) -> Reading:
    """`the first ten months of 1915`, `the last two weeks of February`: so long, and on those days."""
    unit, number, edge = match.text("u") or "", match.number("q"), match.get("b")
    whole, anchor, _ = _whole(match, context)
    days = days_of(whole)
    if days is None or number is None or edge is None or number % 1:
        return Reading("DURATION", value, match.mod)
    first, last = days
    if unit in _DAYS:
        length = timedelta(_DAYS[unit] * number - 1)
        first, last = (last - length, last) if edge.cls in ("LAST", "FINAL") else (first, first + length)
    elif unit in ("M", "Q") and precision_of(whole) == "year":
        months = int(number) * (3 if unit == "Q" else 1)
        edge_month = months if edge.cls == "ORDINAL" else 13 - months
        inner = days_of(f"{first.year:04d}-{edge_month:02d}")
        if inner is None:
            return Reading("DURATION", value, match.mod)
        first, last = (first, inner[1]) if edge.cls == "ORDINAL" else (inner[0], last)
    else:
        return Reading("DURATION", value, match.mod)
    if not days[0] <= first <= last <= days[1]:
        return Reading("DURATION", value, match.mod)
    return Reading("DURATION", value, match.mod, anchor, None, f"{first.isoformat()}/{last.isoformat()}")


def week_of(match: Match, context: Context) -> Reading | None:
    """`the week of March 6`."""
    month, day, year = match.get("m"), match.number("d"), match.number("y")
    if match.text("u") != "W" or month is None or not day or day % 1:
        return None
    anchor = note = None
    if year is None:
        year, anchor, note = partial_year(context, match.found.kept["m"], int(month.value), int(day))
    days = days_of(f"{int(year):04d}-{int(month.value):02d}-{int(day):02d}") if year else None
    value = unit_value(days[0], "W") if days else None
    return Reading("DATE", value, None, anchor if value else None, None if value else note or NO_ANCHOR)


def unit_ended(match: Match, context: Context) -> Reading | None:
    """`the year ended 31 March`, `the quarter ended Sept. 30`: no calendar year, but a calendar quarter."""
    unit = match.text("u", "u2") or ""
    month = match.get("m")
    if unit != "Q" or month is None:
        return Reading("DURATION", period(unit, 1))
    year, anchor, note = match.number("y"), None, None
    if year is None:
        year, anchor, note = partial_year(context, match.found.kept["m"], int(month.value))
    value = f"{int(year):04d}-Q{(int(month.value) + 2) // 3}" if year else None
    return Reading("DATE", value, None, anchor, None if value else note)


def anchored(match: Match, context: Context) -> Reading | None:
    """`two days after the attack of 3 May`, `the day before`: from a date in the words that follow.

    Without such a date a counted stretch is told as how long it is, `the day` as a day that is not known.
    """
    relation, unit = match.get("r", "r2"), match.text("u") or ""
    count = match.get("n")
    number = float(count.value) if count is not None and count.value != "X" else None
    whole = match.opens().cls == "THE"
    base = _date_ahead(match, context)
    if base is not None and relation is not None and (number or whole) and not unit.startswith("T"):
        sign = 1 if relation.cls == "FORWARD" else -1
        value = shifted(base, unit, sign * (number or 1))
        if value is not None:
            return Reading("DATE", value, match.mod, "text")
    if whole:
        return Reading("DATE", None, None, None, FROM_EVENT)
    return duration(match, context)


def _date_ahead(match: Match, context: Context) -> str | None:
    """The value of the date in the same clause after `after` or `before`."""
    ahead = context.ahead
    if ahead is None or ahead.found.rule not in _BASES:
        return None
    first, last = match.found.last, ahead.found.first
    between = match.items[first:last]
    if len(between) > _GAP or any(item.cls in _WALLS for item in between):
        return None
    context.here, context.ahead = ahead, None
    reading = _BASES[ahead.found.rule](ahead, context)
    context.here, context.ahead = match, ahead
    return reading.value if reading is not None else None


def at_daypart(match: Match, context: Context) -> Reading | None:
    """`at night`: any; `at dawn`, `at dusk`: of the day that the text is at, where it is at one."""
    part = match.text("dp") or ""
    last = context.last if precision_of(context.last) == "day" else None
    if match.opens().low == "night" or last is None:
        return Reading("TIME", f"XXXX-XX-XX{part}")
    return Reading("TIME", f"{last}{part}", None, "text")
