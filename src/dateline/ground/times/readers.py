"""Which reader makes sense of which rule's matches."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dateline.ground.times import read_dates as dates
from dateline.ground.times import read_feasts as feasts
from dateline.ground.times import read_parts as parts
from dateline.ground.times import read_relative as relative
from dateline.ground.times import read_spans as spans
from dateline.ground.times.context import Context, Match, Reading

READERS: Mapping[str, Callable[[Match, Context], Reading | None]] = {
    "calendar": dates.calendar,
    "day_in_list": dates.day_in_list,
    "day_after_list": dates.day_after_list,
    "day_of_month": dates.day_of_month,
    "iso": dates.iso,
    "slash": dates.slash,
    "year": dates.year,
    "short_year": dates.short_year,
    "year_in_range": dates.year_in_range,
    "decade": dates.decade,
    "century": parts.century,
    "nth": parts.nth,
    "nth_of": parts.nth_of,
    "week_of": parts.week_of,
    "unit_ended": parts.unit_ended,
    "anchored": parts.anchored,
    "at_daypart": parts.at_daypart,
    "season": dates.season,
    "quarter": dates.quarter,
    "quarter_ago": dates.quarter_ago,
    "quarter_rel": dates.quarter_rel,
    "half": dates.half,
    "holiday": feasts.holiday,
    "weekday": relative.weekday,
    "weekdays": relative.weekdays,
    "weekend": relative.weekend,
    "deictic": relative.deictic,
    "tonight": relative.tonight,
    "daypart": relative.daypart,
    "daypart_of": relative.daypart_of,
    "daytime": relative.daytime,
    "clock": relative.clock,
    "unit_rel": relative.unit_rel,
    "unit_end": relative.unit_end,
    "the_unit": relative.the_unit,
    "ago": relative.ago,
    "duration": spans.duration,
    "span": parts.span,
    "set": spans.repeated,
    "vague": spans.vague,
}
