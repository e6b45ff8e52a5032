"""Readers of calendar expressions: days, months, years, decades, seasons, quarters, feasts."""

from __future__ import annotations

from calendar import isleap
from datetime import MAXYEAR, date

from dateline.ground.times.context import NO_ANCHOR, NO_DATE, OFF_CALENDAR, Context, Match, Reading
from dateline.ground.times.items import Item
from dateline.ground.times.values import month_of, shifted, year_of, year_value

STEP = {"LAST": -1, "PRIOR": -1, "NEXT": 1, "FOLLOWING": 1, "COMING": 1}
TEXT_BOUND = ("PRIOR", "FOLLOWING", "THAT", "SAME")
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month that each season begins in."""
_PERSON_CUES = frozenset("mr mrs ms theresa prime minister".split())


def calendar(match: Match, context: Context) -> Reading | None:
    """A day or month, with a year or without."""
    month = match.get("m")
    if month is None or (context.tagged and context.tagged.is_name(month.start)):
        return None
    day = match.number("d")
    if day is not None and not (1 <= day <= 31 and day % 1 == 0):
        return None
    if match.get("d") is None and _is_other_word(match, month):
        return None
    year, anchor, note = _year(match, context, int(month.value), int(day) if day else None)
    return _dated(match, year, int(month.value), day, anchor, note)


def _dated(
    match: Match, year: int | None, month: int, day: float | None, anchor: str | None, note: str | None
) -> Reading | None:
    if year is None or year > MAXYEAR:
        return Reading("DATE", None, match.mod, None, note or OFF_CALENDAR)
    value = f"{year_value(year)}-{month:02d}"
    if day:
        value += f"-{int(day):02d}"
        if year > 0 and not _exists(year, month, int(day)):
            return Reading("DATE", None, match.mod, None, "no such day in the calendar")
    return Reading("DATE", value, match.mod, anchor)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _is_other_word(match: Match, month: Item) -> bool:
    """`May said`, `Mrs May`: a name, not a month."""
    before, after = match.before(), match.after()
    if month.cls != "MONTHISH":
        return before is not None and before.low == "black"
    return (before is not None and before.low in _PERSON_CUES) or (
        after is not None and (after.low in ("said", "has", "had", "was", "told") or after.cls == "POSS")
    )


def _year(
    match: Match, context: Context, month: int, day: int | None
) -> tuple[int | None, str | None, str | None]:
    """(year, anchor, note) of a month or day: as written, as counted, or as the context has it."""
    written = match.number("y")
    if written is not None:
        era = match.text("era")
        return int(-written if era == "BC" else written), None, None
    relation = match.get("r", "r0")
    if relation is None or relation.cls == "SAME" or (match.get("wd") and match.get("r0")):
        year, anchor, note = partial_year(context, match.found.kept["m"], month, day)
        while (month, day) == (2, 29) and year and year > 8 and not isleap(year):
            year -= 1
        return year, anchor, note
    base, anchor, note = context.base(relation.cls in TEXT_BOUND)
    year = year_of(base)
    if year is None:
        return None, None, note or NO_ANCHOR
    if match.get("r") is not None:
        return year + STEP.get(relation.cls, 0), anchor, None
    return year + year_step(relation.cls, month, month_of(base) or 1), anchor, None


def year_step(relation: str, month: int, now: int) -> int:
    """The year of `last May`, `next May`, `this May`, seen from a month."""
    if relation in ("LAST", "PRIOR"):
        return -1 if month >= now else 0
    if relation in ("NEXT", "FOLLOWING", "COMING"):
        return 1 if month <= now else 0
    return 0


def _month(value: str | None) -> int:
    """The month that a value begins in."""
    season = SEASON_MONTHS.get((value or "")[-2:])
    return season or month_of(value) or 1


def partial_year(
    context: Context, at: int, month: int, day: int | None = None
) -> tuple[int | None, str | None, str | None]:
    """(year, anchor, note) of a month that has none: the text's last year, or nearest to publication."""
    shared = context.shared_year(month)
    if shared is not None:
        return shared, "text", None
    told = year_of(context.line)
    if told is not None and (context.narrative or context.published is None):
        ahead = context.narrative and told > 0 and (month_of(context.line) or 0) - month >= 8
        return told + ahead, "text", None
    if context.published is None:
        return None, None, NO_DATE
    here = context.published
    apart = (month - here.month) * 31 + ((day or here.day) - here.day)
    direction = context.direction(at)
    if direction < 0 or (direction == 0 and apart > 6 * 31):
        return here.year - (apart > (75 if day else 45)), "published", None
    if (direction > 0 and apart < -75) or apart < -6 * 31:
        return here.year + 1, "published", None
    return here.year, "published", None


def day_in_list(match: Match, context: Context) -> Reading | None:
    """`6` in `6 and 7 January`: a day whose month stands at the list's end."""
    return calendar(match, context)


def day_after_list(match: Match, context: Context) -> Reading | None:
    """`27` in `December 26 and 27`: a day whose month stands before."""
    month = match.items[match.found.first - 3]
    day = match.number("d")
    if day is None or day % 1:
        return None
    written = match.number("y")
    if written is not None:
        return _dated(match, int(written), int(month.value), day, None, None)
    year, anchor, note = partial_year(context, match.found.first - 3, int(month.value), int(day))
    return _dated(match, year, int(month.value), day, anchor, note)


def day_of_month(match: Match, context: Context) -> Reading | None:
    """`the 20th` after a date of a month."""
    day, month, year = match.number("d"), month_of(context.last), year_of(context.last)
    item = match.get("d")
    if not day or day > 31 or not month or not year or item is None or not item.low[:1].isdigit():
        return None
    return _dated(match, year, month, day, "text", None)


def iso(match: Match, context: Context) -> Reading | None:
    """`2016-03-15`, with a time of day or without."""
    written = str(match.opens().value).upper().replace(" ", "T")
    year, month, day = (int(part) for part in written[:10].split("-"))
    if not (year and _exists(year, month, day)):
        return None
    return Reading("TIME" if "T" in written else "DATE", written)


def slash(match: Match, context: Context) -> Reading | None:
    """`15/03/2016`: read where only one order of day and month is possible."""
    first, second, year = (int(part) for part in str(match.opens().value).replace(".", "/").split("/"))
    if year < 100:
        year += 2000 if year < 50 else 1900
    dotted = "." in str(match.opens().value)
    orders = {(first, second)} | (set() if dotted else {(second, first)})
    real = [(d, m) for d, m in sorted(orders) if 1 <= m <= 12 and _exists(year, m, d)]
    if not real:
        return None
    if len(real) > 1:
        return Reading("DATE", year_value(year), None, None, "day and month are ambiguous")
    return Reading("DATE", f"{year:04d}-{real[0][1]:02d}-{real[0][0]:02d}")


def year(match: Match, context: Context) -> Reading | None:
    """A year, of our era or before it."""
    item = match.get("y", "n")
    if item is None or isinstance(item.value, float):
        return None
    era = match.text("era")
    number = int(str(item.value).strip("'’‘"))
    if item.cls == "SHORTYEAR":
        number += 1900
    if item.cls == "NUMWORD" and era is None and number < 1900:
        return None
    if era is None and match.found.last - match.found.first == 1 and not _is_year(match, item):
        return None
    if not 0 < number < 10000:
        return None
    return Reading("DATE", year_value(-number if era == "BC" else number), match.mod)


_YEAR_CUES = frozenset(
    "in of since by until till from to through and during before after early late mid between for circa a "
    "the or ( , - – — ; : / fiscal".split()
)
_OLD_CUES = _YEAR_CUES - frozenset("of for a the or , : ;".split())
_BLURS = frozenset(["about", "around"])
_COUNTED_CUES = frozenset(
    "$ £ € ¥ # no nearly almost some least roughly approximately over than most".split()
)


def _is_year(match: Match, item: Item) -> bool:
    """Whether a bare four-digit number is a year, by its neighbours."""
    before, after = match.before(), match.after()
    left = before.low if before else ""
    number = int(item.value) if not isinstance(item.value, str) else 0
    if left in _COUNTED_CUES or (after is not None and after.low in _UNIT_WORDS):
        return False
    if after is not None and after.cls in ("UNITS", "HOURUNITS", "ZONE", "MERIDIEM"):
        return False
    if left in _BLURS:
        return number >= 1500 and (after is None or after.cls in ("STOP", "COMMA", "BREAK", "CLOSE"))
    if _counted(match, number):
        return False
    if number >= 1900 and _opens_range(match, number):
        return True
    if number >= 1500 and (number % 50 or left != "of"):
        return number >= 1900 or left in _YEAR_CUES
    return number >= 1900 or left in _OLD_CUES


def _opens_range(match: Match, number: int) -> bool:
    """`2000 - 2050`: a later year after a dash."""
    following = match.items[match.found.last : match.found.last + 2]
    if [item.cls for item in following] != ["DASH", "YEARNUM"] or isinstance(following[1].value, str):
        return False
    return number < following[1].value <= 2100


def _counted(match: Match, number: int) -> bool:
    """Whether a number that may be a year stands before what it counts: a round one, or an old one."""
    at = match.found.last
    items = match.items
    if at + 1 < len(items) and items[at].cls in ("TO", "DASH") and items[at + 1].cls in ("YEARNUM", "NUMBER"):
        at += 2
    elif at + 1 < len(items) and items[at].cls == "DASH":
        return False
    plural = at < len(items) and _counts(items[at])
    return plural and (number % 50 == 0 or number < 1900 or number > 2035)


_UNIT_WORDS = frozenset("% percent per people troops soldiers km miles metres meters feet rpm points".split())


def _counts(after: Item | None) -> bool:
    """Whether the next word looks like something counted: a plural in lower case."""
    if after is None or after.cls != "OTHER" or not after.low.isalpha():
        return False
    return after.low.endswith("s") and len(after.low) > 4 and not after.low.endswith(("ss", "us", "is"))


def short_year(match: Match, context: Context) -> Reading | None:
    """`'99`: the century of the last year told, else the latest that is not ahead of publication."""
    number = int(match.opens().low[-2:])
    told = year_of(context.last) if context.narrative else None
    if told:
        return Reading("DATE", year_value(told // 100 * 100 + number), None, "text")
    limit = context.published.year + 5 if context.published else 2030
    return Reading("DATE", year_value(2000 + number if 2000 + number <= limit else 1900 + number))


def year_in_range(match: Match, context: Context) -> Reading | None:
    """`18` in `1914-18`."""
    item, first = match.opens(), match.items[match.found.first - 2]
    if len(item.low) != 2 or not item.low.isdecimal() or isinstance(first.value, str):
        return None
    if match.items[match.found.first - 2].end + 1 != item.start:
        return None
    number = int(first.value) // 100 * 100 + int(item.low)
    return Reading("DATE", year_value(number)) if number > first.value else None


def decade(match: Match, context: Context) -> Reading | None:
    """`the 1970s`, `the '80s`, `the nineties`, `the 470s BC`."""
    tens = match.get("t")
    if tens is not None:
        return Reading("DATE", f"19{tens.value}", match.mod)
    digits = match.text("d") or ""
    if len(digits) == 2:
        digits = f"{19 if digits >= '20' else 20}{digits}"
    era = "BC" if match.text("era") == "BC" else ""
    return Reading("DATE", f"{era}{int(digits) // 10:03d}", match.mod)


def season(match: Match, context: Context) -> Reading | None:
    """`the summer of 1943`, `last fall`, `the winter`."""
    item = match.get("s")
    if item is None or (context.tagged and context.tagged.is_verb(item.start) and item.cls == "SEASONISH"):
        return None
    written = match.number("y")
    if written is not None:
        number = -written if match.text("era") == "BC" else written
        return Reading("DATE", f"{year_value(int(number))}-{item.value}", match.mod)
    month = SEASON_MONTHS[str(item.value)]
    relation = match.get("r")
    if relation is None or relation.cls == "SAME":
        year, anchor, note = partial_year(context, match.found.kept["s"], month)
    else:
        base, anchor, note = context.base(relation.cls in TEXT_BOUND)
        told = year_of(base)
        over = match.get("u") is None and relation.cls != "THAT"
        step = year_step(relation.cls, month + 2, _month(base)) if over else STEP.get(relation.cls, 0)
        year = None if told is None else told + step
    if year is None:
        return Reading("DATE", None, match.mod, None, note)
    return Reading("DATE", f"{year_value(year)}-{item.value}", match.mod, anchor)


def quarter(match: Match, context: Context) -> Reading | None:
    """`the third quarter of 1990`, `last year's fourth quarter`, `the first quarter`."""
    which = match.number("o")
    if which is None or not 1 <= which <= 4:
        return None
    written = match.number("y")
    if written is not None:
        return Reading("DATE", f"{int(written):04d}-Q{int(which)}", match.mod)
    relation = match.get("r")
    base, anchor, note = context.base(relation is not None and relation.cls in TEXT_BOUND)
    told = year_of(base)
    if told is None:
        return Reading("DATE", None, match.mod, None, note)
    if relation is not None:
        return Reading("DATE", f"{told + STEP.get(relation.cls, 0):04d}-Q{int(which)}", match.mod, anchor)
    last_month = month_of(base) or 12
    behind = last_month < which * 3 - 2 or (last_month - 1) // 3 - which >= 3
    return Reading(
        "DATE",
        f"{told - (last_month <= (which - 1) * 3 and behind and which == 4):04d}-Q{int(which)}",
        match.mod,
        anchor,
    )


def quarter_ago(match: Match, context: Context) -> Reading | None:
    """`the year-ago quarter`: the last quarter told, a year before."""
    which = match.number("o")
    year = year_of(context.quarter)
    if context.quarter is None or year is None:
        told = shifted(context.today, "Y", -1)
        return Reading("DATE", told, None, "published" if told else None, None if told else NO_DATE)
    name = f"Q{int(which)}" if which else context.quarter[-2:]
    return Reading("DATE", f"{year - 1:04d}-{name}", None, "text")


def quarter_rel(match: Match, context: Context) -> Reading | None:
    """`this quarter`, `the latest quarter`, `last quarter`."""
    relation = match.get("r")
    if relation is None:
        return None
    if relation.cls in ("THAT", "SAME", "LATEST") and context.quarter:
        return Reading("DATE", context.quarter, match.mod, "text")
    step = -1 if relation.cls == "LATEST" else STEP.get(relation.cls, 0)
    base, anchor, note = context.base(relation.cls in TEXT_BOUND)
    value = shifted(base, "Q", step)
    return Reading("DATE", value, match.mod, anchor if value else None, None if value else note or NO_ANCHOR)


def half(match: Match, context: Context) -> Reading | None:
    """`the first half of 1990`."""
    which = 2.0 if match.get("r0") else match.number("o", "l")
    if which not in (1, 2):
        return None
    written = match.number("y")
    base, anchor, note = (None, None, None) if written else context.base(False)
    year = int(written) if written else year_of(base)
    return Reading("DATE", f"{year:04d}-H{int(which)}" if year else None, None, anchor, note)
