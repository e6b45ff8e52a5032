"""Readers of times told from another time: weekdays, `last week`, `two days earlier`, times of day."""

from __future__ import annotations

from datetime import date, timedelta

from dateline.ground.times.context import NO_ANCHOR, Context, Match, Reading
from dateline.ground.times.read_dates import partial_year
from dateline.ground.times.read_spans import period
from dateline.ground.times.values import calendar_date, days_of, precision_of, shifted, unit_value

_STEP = {"LAST": -1, "PRIOR": -1, "BACK": -1, "NEXT": 1, "FOLLOWING": 1, "COMING": 1, "FORWARD": 1}
_TEXT_BOUND = ("PRIOR", "BACK", "FOLLOWING", "FORWARD", "THAT", "SAME", "LATER")


def _day(value: str | None) -> date | None:
    return calendar_date(value) if precision_of(value) in ("day", "time") else None


def _on_weekday(base: date, weekday: int, relation: str | None, direction: int) -> date:
    """The day of that name seen from `base`: last such day with today, unless words say otherwise."""
    back = (base.isoweekday() - weekday) % 7
    if relation in ("LAST", "PRIOR"):
        return base - timedelta(back or 7)
    if relation in ("NEXT", "FOLLOWING", "COMING"):
        return base + timedelta((weekday - base.isoweekday()) % 7 or 7)
    if direction > 0:
        return base + timedelta((weekday - base.isoweekday()) % 7)
    return base - timedelta(back)


def weekday(match: Match, context: Context) -> Reading | None:
    """`Tuesday`, `last Friday`, `early Monday`, `Saturday night`, `Friday last week`."""
    name = match.number("wd")
    if name is None:
        return None
    relation = match.get("r")
    near = relation is not None and relation.cls in _TEXT_BOUND
    base, anchor, note = context.base(near)
    day = _day(base) or (context.published if not context.narrative else None)
    part = match.text("dp") or ("T12:00" if match.get("n") else "")
    kind = "TIME" if part else "DATE"
    if day is None:
        return Reading(kind, None, match.mod, None, note or NO_ANCHOR)
    week = match.get("r2")
    if week is not None:
        monday = day - timedelta(day.isoweekday() - 1) + timedelta(7 * _STEP.get(week.cls, 0))
        found = monday + timedelta(int(name) - 1)
    else:
        direction = 0 if relation else context.direction(match.found.kept["wd"])
        if relation is None and context.narrative:
            direction = 1
        found = _on_weekday(day, int(name), relation.cls if relation else None, direction)
    return Reading(kind, found.isoformat() + part, match.mod, anchor)


def weekdays(match: Match, context: Context) -> Reading | None:
    """`Fridays`, `Tuesday nights`: again and again."""
    part = match.text("dp") or ""
    return Reading("SET", f"XXXX-WXX-{match.text('wd')}{part}")


def weekend(match: Match, context: Context) -> Reading | None:
    """`the weekend`, `this weekend`, `last weekend`."""
    relation = match.get("r")
    base, anchor, note = context.base(relation is not None and relation.cls in _TEXT_BOUND)
    day = _day(base)
    if day is None:
        return Reading("DATE", None, match.mod, None, note or NO_ANCHOR)
    step = _STEP.get(relation.cls, 0) if relation else 0
    ahead = context.direction(match.found.kept["w"]) > 0
    if (step == 0 and not ahead and day.isoweekday() < 5) or (step < 0 and day.isoweekday() == 7):
        step = -1
    value = unit_value(day + timedelta(7 * step), "WE")
    return Reading("DATE", value, match.mod, anchor)


def deictic(match: Match, context: Context) -> Reading | None:
    """`today`, `late yesterday`, `tomorrow morning`: always told from the day of publication."""
    step = match.number("k") or 0
    part = match.text("dp") or ""
    if context.published is None:
        base, anchor, note = (context.last if step else None), "text", "no publication date"
        value = shifted(base, "D", step)
    else:
        value, anchor, note = shifted(context.today, "D", step), "published", None
    kind = "TIME" if part else "DATE"
    if value is None:
        return Reading(kind, None, match.mod, None, note)
    return Reading(kind, value + part, match.mod, anchor)


def tonight(match: Match, context: Context) -> Reading | None:
    """`tonight`; `overnight` is the night that ended on the day of publication, unless still to come."""
    base, anchor, note = context.base(False)
    ahead = match.text("k") == "TNI" or context.direction(match.found.kept["k"]) > 0
    value = shifted(base, "D", 0 if ahead else -1)
    return Reading("TIME", f"{value}TNI" if value else None, match.mod, anchor if value else None, note)


def daypart(match: Match, context: Context) -> Reading | None:
    """`this morning`, `last night`, `the next evening`, `the early hours`."""
    relation = match.get("r")
    part = match.text("dp") or "TMO"
    near = relation is None or relation.cls in _TEXT_BOUND
    base, anchor, note = context.base(near)
    if relation is None and context.tagged is None and match.found.last - match.found.first == 1:
        base = base if precision_of(base) in ("day", "time") else None
    value = shifted(base, "D", _STEP.get(relation.cls, 0) if relation else 0)
    if value is None:
        return Reading("TIME", None, match.mod, None, note or NO_ANCHOR)
    return Reading("TIME", value + part, match.mod, anchor)


def daypart_of(match: Match, context: Context) -> Reading | None:
    """`the night of April 18, 1775`, `the morning of the next day`."""
    day, anchor, note = _when(match, context)
    part = match.text("dp") or "TMO"
    return Reading("TIME", f"{day}{part}" if day else None, match.mod, anchor, None if day else note)


def daytime(match: Match, context: Context) -> Reading | None:
    """`daytime`, `night-time`: a part of any day."""
    return Reading("TIME", f"XXXX-XX-XX{match.text('dp')}")


def _when(match: Match, context: Context) -> tuple[str | None, str | None, str | None]:
    """The day that the fragment `when` of a pattern names, else the day the context is at."""
    month, day = match.get("m2", "m2b"), match.number("d2", "d2b")
    if month is not None and day is not None:
        year, anchor, note = match.number("y2", "y2b"), None, None
        if year is None:
            at = match.found.kept.get("m2", match.found.kept.get("m2b", 0))
            year, anchor, note = partial_year(context, at, int(month.value), int(day))
        if year is None:
            return None, None, note
        return f"{int(year):04d}-{int(month.value):02d}-{int(day):02d}", anchor, None
    weekday_name = match.number("w3")
    if weekday_name is not None:
        base, anchor, note = context.base(False)
        here = _day(base)
        if here is None:
            return None, None, note or NO_ANCHOR
        at = match.found.kept["w3"]
        direction = context.direction(at, match.found.first)
        return _on_weekday(here, int(weekday_name), None, direction).isoformat(), anchor, None
    step = match.number("k3")
    if step is not None:
        return shifted(context.today, "D", step), "published", "no publication date"
    relation = match.get("r4")
    base, anchor, note = context.base(True)
    if relation is not None and match.text("u4") != "D":
        return None, None, NO_ANCHOR
    if relation is not None:
        return shifted(base, "D", _STEP.get(relation.cls, 0)), anchor, note or NO_ANCHOR
    return (base if _day(base) else None), anchor, note or NO_ANCHOR


def clock(match: Match, context: Context) -> Reading | None:
    """`3 p.m. on Tuesday`, `10:35 a.m.`, `noon`, `0735 GMT`, `1400 hours`, `3 in the morning`."""
    time = _time_of_day(match)
    if time is None and match.get("n5"):
        return Reading("DURATION", period(match.text("s") or "", match.number("n5")))
    if time is None:
        return None
    day, anchor, note = _when(match, context)
    day = day.partition("T")[0] if day else None
    zone = match.text("z") or ""
    if day is None:
        return Reading("TIME", f"XXXX-XX-XX{time}{zone}", match.mod, None, note)
    return Reading("TIME", f"{day}{time}{zone}", match.mod, anchor)


def _time_of_day(match: Match) -> str | None:
    noon = match.text("t")
    if noon is not None:
        return noon
    written, half = match.text("c"), match.get("ap")
    if written is not None:
        parts = [int(part) for part in written.split(":")]
        hour, minute = parts[0], parts[1]
    elif match.number("n4", "n5") is not None:
        item = match.get("n4", "n5")
        if item is None or len(item.low) != 4 or not item.low.isdecimal():
            return None
        hour, minute = int(item.low[:2]), int(item.low[2:])
    else:
        number = match.number("n") or 0
        hour, minute = int(number), round(number % 1 * 100)
    part = match.text("dp")
    if half is not None or part is not None:
        if not 1 <= hour <= 12:
            return None
        late = part in ("TAF", "TEV") or (part == "TNI" and 5 < hour < 12)
        hour = hour % 12 + (int(half.value) if half is not None else 12 * late)
    if hour > 24 or minute > 59 or (match.get("h") and not 1 <= hour <= 12):
        return None
    return f"T{hour:02d}:{minute:02d}"


def unit_rel(match: Match, context: Context) -> Reading | None:
    """`last week`, `this year`, `the following day`, `that month`, `the year before`."""
    relation, unit = match.get("r"), match.text("u")
    if relation is None or unit is None:
        return None
    if unit.startswith("T") or unit == "2":
        return _hour_rel(match, context, relation.cls, unit)
    opened = match.opens().cls
    near = relation.cls in _TEXT_BOUND or (relation.cls == "NEXT" and opened == "THE" and unit == "D")
    if relation.low == "past" and opened == "THE":
        return Reading("DURATION", f"P1{_LETTER.get(unit, unit)}", match.mod, None)
    base, anchor, note = context.base(near)
    value = shifted(base, "W" if unit == "F" else unit, _STEP.get(relation.cls, 0))
    if value is None and unit in "DWM" and not near and context.published and not context.narrative:
        value, anchor = shifted(context.today, unit, _STEP.get(relation.cls, 0)), "published"
    return Reading("DATE", value, match.mod, anchor if value else None, None if value else note or NO_ANCHOR)


_LETTER = {"E": "0Y", "C": "00Y"}


def _hour_rel(match: Match, context: Context, relation: str, unit: str) -> Reading | None:
    if relation in ("LAST", "NEXT", "COMING", "PRIOR") and unit in ("TH", "TM"):
        return Reading("DURATION", f"PT1{unit[1]}", match.mod)
    return None


def unit_end(match: Match, context: Context) -> Reading | None:
    """`the end of the month`, `late in the year`, `year-end`, `month's end`."""
    unit = match.text("u") or ""
    mod = match.mod or match.text("b2")
    base, anchor, note = context.base(context.last is not None and context.narrative)
    value = shifted(base, unit, 0)
    days = days_of(value) if mod == "END" and match.get("b", "b2") else None
    interval = f"{days[1].isoformat()}/{days[1].isoformat()}" if days else None
    return Reading(
        "DATE", value, mod, anchor if value else None, None if value else note or NO_ANCHOR, interval
    )


def the_unit(match: Match, context: Context) -> Reading | None:
    """`the quarter`, `the week`, `the year`: the one the text is at."""
    unit = match.text("u") or ""
    if unit == "Q" and context.quarter:
        return Reading("DATE", context.quarter, None, "text")
    base, anchor, note = context.base(False)
    value = shifted(base, unit, -1 if unit == "Q" else 0)
    return Reading("DATE", value, None, anchor if value else None, None if value else note or NO_ANCHOR)


def ago(match: Match, context: Context) -> Reading | None:
    """`two weeks ago`, `a year earlier`, `three days later`, `several years ago`."""
    unit = match.text("u") or ""
    far = match.get("g")
    relation = match.get("g", "r")
    if relation is None:
        return None
    sign = 1 if relation.cls == "FORWARD" or relation.low == "later" else -1
    count = match.get("n")
    number = None if count is None or count.value == "X" else float(count.value)
    if number is None:
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", match.mod)
    if unit == "Y" and number == 1 and sign < 0 and context.quarter and not context.narrative:
        return Reading("DATE", f"{int(context.quarter[:4]) - 1:04d}{context.quarter[4:]}", match.mod, "text")
    base, anchor, note = context.base(far is None)
    if unit.startswith("T") or unit == "2":
        day = _day(base)
        small = number * {"TH": 1, "TM": 1 / 60}.get(unit, 0) < 12
        value = day.isoformat() if day and small else None
        return Reading(
            "TIME",
            None,
            match.mod,
            None,
            "the hour it counts from is not told" if day else note,
            f"{value}/{value}" if value else None,
        )
    if unit == "E":
        unit, number = "Y", 10 * number
    value = shifted(base, unit, sign * number)
    return Reading("DATE", value, match.mod, anchor if value else None, None if value else note or NO_ANCHOR)
