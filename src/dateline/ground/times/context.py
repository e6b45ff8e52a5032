"""What a reader of times keeps in mind: the publication day, the last date told, the tense nearby."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.ground.times.grammar import Found
from dateline.ground.times.items import Item, Items
from dateline.ground.times.tense import Tagged, direction_by_cue, direction_near
from dateline.ground.times.values import month_of, precision_of, year_of

NO_DATE = "no publication date"
OFF_CALENDAR = "outside the calendar"
NO_ANCHOR = "no date in the text to count from"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule's reader made of a match; `value` None where nothing fixes it."""

    type: str
    value: str | None = None
    mod: str | None = None
    anchor: str | None = None
    note: str | None = None
    interval: str | None = None


class Match:
    """A rule's match with its items at hand."""

    __slots__ = ("found", "items")

    def __init__(self, found: Found, items: Items) -> None:
        self.found = found
        self.items = items.items

    def get(self, *names: str) -> Item | None:
        """The item kept under the first of `names` that has one."""
        for name in names:
            if name in self.found.kept:
                return self.items[self.found.kept[name]]
        return None

    def number(self, *names: str) -> float | None:
        """The number kept under one of `names`."""
        item = self.get(*names)
        return float(item.value) if item and not isinstance(item.value, str) else None

    def text(self, *names: str) -> str | None:
        """The word value kept under one of `names`."""
        item = self.get(*names)
        return str(item.value) if item else None

    @property
    def mod(self) -> str | None:
        """The TIMEX3 modifier that the match's words give."""
        item = self.get("b", "e", "e2", "x")
        return str(item.value) if item and item.value in _MODS else None

    def before(self) -> Item | None:
        """The item before the match."""
        return self.items[self.found.first - 1] if self.found.first else None

    def after(self) -> Item | None:
        """The item after the match."""
        return self.items[self.found.last] if self.found.last < len(self.items) else None

    def opens(self) -> Item:
        """The first item of the match."""
        return self.items[self.found.first]


_JOINS = frozenset(["AND", "TO", "DASH"])
_CALENDAR = frozenset("day month year time week season".split())
_NEAR = 5
"""So many words into a sentence a date still opens it."""
_MODS = frozenset("START MID END APPROX MORE_THAN LESS_THAN EQUAL_OR_MORE EQUAL_OR_LESS BEFORE AFTER".split())


@dataclass(slots=True)
class Context:
    """The state of one report's reading; lives as long as that."""

    items: Items
    published: date | None
    narrative: bool = False
    tagged: Tagged | None = None
    last: str | None = None
    """The last calendar value told in the text."""
    line: str | None = None
    """The last calendar value that was not told in passing: where a history is."""
    quarter: str | None = None
    """The last quarter told in the text."""
    leans: bool = False
    """Whether `last` rests on the day of publication."""
    told_at: int = 0
    """The item after the last calendar value told."""
    here: Match | None = None
    """The match that is being read."""
    ahead: Match | None = None
    """The match after it."""

    @property
    def today(self) -> str | None:
        """The publication day as a value."""
        return self.published.isoformat() if self.published else None

    def leans_on_day(self, reading: Reading) -> bool:
        """Whether a value rests on the day of publication, by itself or by the date it counts from."""
        return reading.anchor == "published" or (reading.anchor == "text" and self.leans)

    def remember(self, match: Match, reading: Reading, leans: bool) -> None:
        """Keep what a reading tells, for the times after it that count from it."""
        precision, value = precision_of(reading.value), reading.value
        if reading.type in ("DATE", "TIME") and precision in _CALENDAR and value:
            day = value.partition("T")[0]
            if not self.narrative or self._moves(match, reading, day):
                self.line = day
            if reading.anchor != "published" or not self.narrative:
                self.last, self.leans = day, leans
            self.told_at = match.found.last
        elif precision == "quarter" and match.found.rule not in ("quarter_ago", "ago"):
            self.quarter = value

    def _moves(self, match: Match, reading: Reading, day: str) -> bool:
        """Whether a date moves a history on, or is told in passing.

        A history goes forward. A look back in mid-sentence, or ahead (`until May`), leaves it where it is.
        """
        if reading.anchor == "published":
            return False
        relation = match.get("r", "g", "r0")
        if relation is not None and relation.cls in ("PRIOR", "LAST", "AGO"):
            return False
        year, told = year_of(day), year_of(self.line)
        if year is None or told is None or year == told:
            return True
        before = match.before()
        cue = before.low if before is not None and year > told else ""
        if cue in ("until", "till"):
            return False
        since = match.items[self.told_at : match.found.first]
        if any(item.cls == "BREAK" for item in since) or any(item.cls == "STOP" for item in since[-_NEAR:]):
            return True
        return (
            year > told and cue not in ("by", "through") and (year == told + 1 or month_of(day) is not None)
        )

    def base(self, near: bool) -> tuple[str | None, str | None, str | None]:
        """(value, anchor, note) to count from: the text's last date where `near`, else publication.

        A history counts from its own dates; a report from the day it was published.
        """
        if (near or self.narrative or self.published is None) and self.last:
            return self.last, "text", None
        if self.published:
            return self.today, "published", None
        return None, None, NO_DATE

    def shared_year(self, month: int) -> int | None:
        """The year that the other end of a range gives: `May 15 to August 16, 1988`."""
        here, ahead = self.here, self.ahead
        if here is None or ahead is None or ahead.found.rule != "calendar" or ahead.get("era"):
            return None
        year, later = ahead.number("y"), ahead.get("m")
        gap = [item.cls for item in here.items[here.found.last : ahead.found.first]]
        if year is None or later is None or not gap or gap[0] not in _JOINS or gap[1:] not in ([], ["THE"]):
            return None
        return int(year) - (month > int(later.value))

    def direction(self, at: int, first: int | None = None) -> int:
        """-1 where the words around item `at` tell of the past, +1 of the future, 0 where neither.

        `first` is where the expression begins that the item is part of.
        """
        items = self.items.items
        told = direction_by_cue(items, at if first is None else first)
        if not told and self.tagged is not None:
            told = self.tagged.direction(items[at].start)
        return told or direction_near(items, at)


def is_narrative(matches: Sequence[Match], published: date | None) -> bool:
    """Whether a text tells history: many years of its own, few words that lean on the publication day."""
    years = [y for m in matches if (y := year_of(_year_text(m))) is not None]
    if published is None:
        return bool(years)
    old = sum(abs(published.year - y) >= 2 for y in years)
    return old >= 5 and len(years) > 3 * sum(map(_leans, matches))


def _leans(match: Match) -> bool:
    """Whether a match counts from the publication day: `today`, `Monday`, `last week`, `two days ago`."""
    rule, relation = match.found.rule, match.get("r")
    if rule == "unit_rel":
        return relation is not None and relation.cls in _LEANING and match.opens().cls != "THE"
    if rule == "ago":
        return match.get("g") is not None
    return rule in ("deictic", "weekday", "weekend", "tonight")


_LEANING = frozenset(["LAST", "NEXT", "THIS", "CURRENT", "COMING"])


def _year_text(match: Match) -> str | None:
    item = match.get("y") or (match.get("n") if match.get("era") else None)
    return f"{int(item.value):04d}" if item and not isinstance(item.value, str) else None
