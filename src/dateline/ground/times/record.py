"""A time mention as the record of an event tells it."""

from __future__ import annotations

from dateline.model import TimeMention

_WHOLE = frozenset(["day", "month", "year"])


def record_value(mention: TimeMention) -> str | None:
    """The record's `time.value`: an ISO date, month or year, or an interval `a/b`; None where open.

    `since early June` is 2019-06/2019-08-19, `last week` its first and last day, `Saturday night` the date;
    a duration is dated only where publication or text bound it.
    """
    day = (mention.value or "").partition("T")[0]
    if mention.precision == "interval" and mention.interval:
        last = mention.interval.partition("/")[2]
        whole = day.count("-") <= 2 and day.replace("-", "").isdecimal() and len(day) in (4, 7, 10)
        return f"{day}/{last}" if whole else mention.interval
    if mention.precision in _WHOLE:
        return day
    if mention.precision == "time":
        return day if day.replace("-", "").isdecimal() else None
    return mention.interval
