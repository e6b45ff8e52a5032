"""Times: every expression of time in a report, with its TIMEX3 value and the days it covers.

In: a `Digest`; its text is enough, tags and trees are used where the doc has them.
Out: `TimeMention`s in text order that do not overlap. `value` is the TIMEX3 value, told from
`report.published` or from the text's own dates (`anchor`), and None with a `note` where nothing in
the report fixes it; `interval` is the calendar days it covers in its context, so that `since Sunday`
ends on the day of publication. `confidence` is how likely the value is right (`_ref/times/confidence.toml`).
Fails: never; a `published` that is no date counts as none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.ground.times.confidence import confidence_of, way_of
from dateline.ground.times.context import NO_ANCHOR, OFF_CALENDAR, Context, Match, Reading, is_narrative
from dateline.ground.times.readers import READERS
from dateline.ground.times.record import record_value
from dateline.ground.times.scan import scan
from dateline.ground.times.tense import Tagged
from dateline.ground.times.values import calendar_date, days_of, interval_of, precision_of
from dateline.model import Digest, Report, Span, TimeMention

__all__ = ["find_times", "record_value", "told_times"]


def find_times(digest: Digest) -> tuple[TimeMention, ...]:
    """The times of a report, in text order."""
    return tuple(mention for mention, _ in told_times(digest))


def told_times(digest: Digest) -> Iterator[tuple[TimeMention, str]]:
    """The times of a report, each with the way it is told in: `weekday.published`."""
    _, items, found = scan(digest.report.text)
    matches = [Match(one, items) for one in found]
    published = calendar_date(digest.report.published)
    context = Context(items, published, is_narrative(matches, published), Tagged.of(digest.doc))
    for match, ahead in zip(matches, [*matches[1:], None], strict=False):
        context.here, context.ahead = match, ahead
        reading = _read(match, context)
        if reading is not None:
            yield _mention(match, context, reading, digest.report), way_of(match.found.rule, reading)


def _read(match: Match, context: Context) -> Reading | None:
    """What a match's rule reads; no value where it would lie before year 1 or after 9999."""
    try:
        reading = READERS[match.found.rule](match, context)
    except OverflowError:
        return Reading("DATE", note=OFF_CALENDAR)
    if reading is not None and reading.value and re.match(r"\d{5}", reading.value):
        return Reading(reading.type, note=OFF_CALENDAR)
    return reading


def _mention(match: Match, context: Context, reading: Reading, report: Report) -> TimeMention:
    leans = context.leans_on_day(reading)
    context.remember(match, reading, leans)
    items = context.items
    span = Span.of(items.text, match.opens().start, items.items[match.found.last - 1].end)
    interval = reading.interval or interval_of(reading.value)
    precision = precision_of(reading.value)
    note = reading.note or (None if reading.value else NO_ANCHOR)
    opened = _opened(match, context, reading)
    if opened is not None:
        interval, precision = opened, "interval"
    return TimeMention(
        span,
        reading.type,
        reading.value,
        reading.mod,
        interval,
        reading.anchor,
        precision,
        note,
        confidence_of(match.found.rule, reading, report, leans),
    )


def _opened(match: Match, context: Context, reading: Reading) -> str | None:
    """The interval of `since X`: from X to the day of publication."""
    before = match.before()
    if before is None or before.cls != "SINCE" or context.published is None or reading.type == "DURATION":
        return None
    days = days_of(reading.value)
    if days is None or days[0] > context.published:
        return None
    return f"{days[0].isoformat()}/{context.published.isoformat()}"
