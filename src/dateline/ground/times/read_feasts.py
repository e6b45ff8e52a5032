"""Reader of feasts: of a year given, else of the year that context and tense give."""

from __future__ import annotations

from datetime import date, timedelta

from dateline.ground.times.context import Context, Match, Reading
from dateline.ground.times.feasts import easter, islamic_days, orthodox_easter
from dateline.ground.times.items import holidays
from dateline.ground.times.read_dates import STEP, TEXT_BOUND, partial_year, year_step
from dateline.ground.times.values import month_of, nth_weekday, year_of

RECKONED = "by the calculated Islamic calendar; the day observed may differ by one"
_FIRST, _LAST = 1600, 3000


def holiday(match: Match, context: Context) -> Reading | None:
    """`Christmas Eve`, `Easter 2014`, `last Thanksgiving`, `Eid al-Fitr`, `Ramadan`."""
    item = match.get("h")
    if item is None:
        return None
    kind, _, name = str(item.value).partition("/")
    told = holidays()[kind][name]
    year, anchor, note = _year(match, context, kind, told)
    if year is None or not _FIRST < year < _LAST:
        return Reading("DATE", None, match.mod, None, note or "no calendar for that year")
    day = _feast(kind, told, year)
    if day is None:
        return Reading("DATE", None, match.mod, None, "no such feast in that year")
    if kind == "islamic" and isinstance(told, list) and told[1] == 0:
        interval = f"{day.isoformat()}/{(day + timedelta(29)).isoformat()}"
        return Reading("DATE", None, match.mod, anchor, RECKONED, interval)
    part = match.text("dp")
    value = day.isoformat() + (part or "")
    note = RECKONED if kind == "islamic" else None
    return Reading("TIME" if part else "DATE", value, match.mod, anchor, note)


def _year(
    match: Match, context: Context, kind: str, told: object
) -> tuple[int | None, str | None, str | None]:
    """(year, anchor, note) of a feast: as written, as counted, or nearest in the tense's direction."""
    written = match.number("y")
    if written is not None:
        return int(written), None, None
    here = context.published.year if context.published else year_of(context.line) or 2001
    probe = _feast(kind, told, here) if _FIRST < here < _LAST else None
    if probe is None:
        return None, None, None
    relation = match.get("r")
    if relation is None or relation.cls not in STEP:
        return partial_year(context, match.found.kept["h"], probe.month, probe.day)
    base, anchor, note = context.base(relation.cls in TEXT_BOUND)
    year = year_of(base)
    if year is not None:
        year += year_step(relation.cls, probe.month, month_of(base) or 1)
    return year, anchor, note


def _feast(kind: str, told: object, year: int) -> date | None:
    """The day of a feast in a year, by how `holidays.toml` tells it."""
    if isinstance(told, str):
        return date(year, int(told[:2]), int(told[3:]))
    if isinstance(told, list):
        numbers = [int(part) for part in told]
        if kind == "islamic":
            return next(iter(islamic_days(year, numbers[0], numbers[1] or 1)), None)
        return nth_weekday(year, *numbers)
    sunday = orthodox_easter(year) if kind == "orthodox" else easter(year)
    return sunday + timedelta(int(str(told)))
