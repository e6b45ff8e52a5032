"""A written date to ISO 8601, with what is known about it; what can be read two ways is no date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice

from dateline.model import PublicationDate

LONGEST = 120
"""Characters that a date may have at most; the longest in use stay under 70."""
MOST_CANDIDATES = 50
EARLIEST = 1800
DEFAULTS = frozenset(
    date(*day) for day in ((1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1969, 12, 31), (1970, 1, 1))
)
"""What spreadsheets and clocks say when nobody set them; the years before EARLIEST hold the others."""
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
UTC_NAMES = frozenset("Z UTC UT GMT".split())
ZONES = dict.fromkeys(UTC_NAMES, 0.0) | {
    "EST": -5.0, "EDT": -4.0, "CDT": -5.0, "MST": -7.0, "MDT": -6.0, "PST": -8.0, "PDT": -7.0,
    "AKST": -9.0, "AKDT": -8.0, "HST": -10.0, "NDT": -2.5, "WET": 0.0, "WEST": 1.0, "CET": 1.0, "CEST": 2.0,
    "EET": 2.0, "EEST": 3.0, "MSK": 3.0, "TRT": 3.0, "SAST": 2.0, "EAT": 3.0, "CAT": 2.0, "WAT": 1.0,
    "PKT": 5.0, "NPT": 5.75, "HKT": 8.0, "SGT": 8.0, "PHT": 8.0, "WIB": 7.0, "JST": 9.0, "KST": 9.0,
    "AWST": 8.0, "ACST": 9.5, "ACDT": 10.5, "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0,
}  # fmt: skip
"""Hours ahead of UTC."""
VAGUE_ZONES = "CST BST IST AST GST SST ET CT MT PT".split()
"""Names of more than one zone, or of one in summer and another in winter: the clock stays without offset."""
ZONE = (
    r"(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}(?!\d)|(?:GMT|UTC)?[+-]\d{1,2}(?![\d:])|"
    + "|".join(sorted([*ZONES, *VAGUE_ZONES], key=len, reverse=True))
    + r")(?![A-Za-z])"
)
HALF = r"(?P<half>[AaPp])\.?\s?[Mm]\b\.?"
CLOCK = re.compile(
    rf"(?:(?<=\d)T|(?<![\w:.]))(?P<hour>\d{{1,2}})(?:(?::(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:[.,:]\d+)?)?"
    rf"|\.(?P<dotted>\d{{2}})(?![.\d]))\s*(?:{HALF})?|\s*(?P<bare>[AaPp])\.?[Mm]\b\.?)"
    rf"\s*(?:hrs\b|h\b)?\s*(?:\(?{ZONE}\)?)?(?:\s*[(\[][^)\]]*[)\]])?"
)
COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<clock>\d{4}|\d{6})(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
EPOCH = re.compile(r"(?P<seconds>\d{10})(?:\d{3})?")
YEAR = r"(?P<year>\d{4}|\d{2})"
ORDERS = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?(?P<sep>[-/ .]) ?(?P<name>[a-z]+)\.?(?:(?P=sep)|,) ?"
        + YEAR,
        r"(?P<name>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,| |, )(?P<year>\d{4})",
        r"(?P<year>\d{4})[- ](?P<name>[a-z]+)[- ](?P<day>\d{1,2})",
        r"(?P<one>\d{1,2})(?P<sep>[-/.])(?P<other>\d{1,2})(?P=sep)(?P<year>\d{4})",
    )
)
WEEKDAY = re.compile(
    r"\b(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?", re.IGNORECASE
)
FILLING = re.compile(r"\b(?:at|on)\b|[|•·–—@]|(?<=\s)-(?=\s|$)", re.IGNORECASE)
Clock = tuple[int, int, int | None]
Dated = tuple[str, str]
"""A date as written, and the method by which it was found."""


def best_date(candidates: Iterable[Dated]) -> tuple[str, PublicationDate] | None:
    """The first candidate that is a date, in the form of those that agree with it that tells the most.

    Outlets declare one moment in several places, here as a day, there in UTC or with their own offset; the
    offset is what tells whose day it is.
    """
    some = islice(candidates, MOST_CANDIDATES)
    read = [found for raw, method in some if (found := parse_date(raw, method))]
    if not read:
        return None
    return max((found for found in read if _agree(read[0][0], found[0])), key=_told)


def _agree(one: str, other: str) -> bool:
    """Whether two ISO dates can be the same moment: equal as far as both tell."""
    first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
    if first.tzinfo and second.tzinfo:
        return abs(first - second) < timedelta(minutes=1)
    return one[:10] == other[:10]


def _told(found: tuple[str, PublicationDate]) -> int:
    """How much a date tells: day, clock, UTC, the outlet's own offset."""
    iso, dated = found
    if len(iso) == len("2016-03-15"):
        return 0
    return 1 if datetime.fromisoformat(iso).tzinfo is None else 2 if dated.day == "utc" else 3


def parse_date(raw: str, method: str, *, latest: date | None = None) -> tuple[str, PublicationDate] | None:
    """The date that `raw` writes as ISO 8601, and how it is known; None where it writes no certain day.

    Read are ISO 8601 in its variants, dates of mails and feeds, the long forms of English-language
    outlets, and seconds since 1970. A numeric day that may be the month ("03/04/2016"), a missing day, a
    default that no one set (1970-01-01) and a day after `latest` (tomorrow, where it is not given) are
    no dates.
    """
    if len(raw) > LONGEST:
        return None
    text = " ".join(raw.split())
    found = _compact(text) or _written(text)
    if found is None or not _plausible(found[0], latest):
        return None
    iso, day = _iso(*found)
    return iso, PublicationDate(raw, method, day)


def _plausible(day: date, latest: date | None) -> bool:
    limit = latest or datetime.now(UTC).date() + timedelta(days=1)
    return day.year >= EARLIEST and day not in DEFAULTS and day <= limit


def _iso(day: date, clock: Clock | None, zone: str | None) -> tuple[str, str]:
    """The date as ISO 8601, and whether its day is the outlet's own."""
    if clock is None:
        return day.isoformat(), "local"
    hour, minute, second = clock
    time = f"T{hour:02}:{minute:02}" + ("" if second is None else f":{second:02}")
    return day.isoformat() + time + (zone or ""), "utc" if zone == "Z" else "local"


def _compact(text: str) -> tuple[date, Clock | None, str | None] | None:
    """Dates that are digits alone: 20160315T203000Z, or seconds since 1970."""
    if match := EPOCH.fullmatch(text):
        moment = datetime.fromtimestamp(int(match["seconds"]), UTC)
        return moment.date(), (moment.hour, moment.minute, moment.second), "Z"
    match = COMPACT.fullmatch(text)
    if match is None:
        return None
    day, digits = _day(match["year"], match["month"], match["day"]), match["clock"]
    if day is None or not digits:
        return None if day is None else (day, None, None)
    clock = _clock(int(digits[:2]), int(digits[2:4]), int(digits[4:]) if digits[4:] else None, None)
    return None if clock is None else (day, clock, _zone(match["zone"]))


def _written(text: str) -> tuple[date, Clock | None, str | None] | None:
    """A date with separators or a month's name, and the clock time before, inside or after it."""
    at = CLOCK.search(text)
    clock, zone = None, None
    if at is not None:
        half = at["half"] or at["bare"]
        minute = int(at["minute"] or at["dotted"] or 0)
        clock = _clock(int(at["hour"]), minute, int(at["second"]) if at["second"] else None, half)
        if clock is None:
            return None
        zone = _zone(at["zone"])
        text = f"{text[: at.start()]} {text[at.end() :]}"
    text = " ".join(FILLING.sub(" ", WEEKDAY.sub(" ", text)).split()).strip(" ,")
    day = _dated(text)
    return None if day is None else (day, clock, zone)


def _dated(text: str) -> date | None:
    for order in ORDERS:
        if match := order.fullmatch(text):
            parts = match.groupdict()
            if "one" in parts:
                return _numeric(parts["year"], parts["one"], parts["other"])
            month = MONTHS.get(parts["name"].lower()) if "name" in parts else parts["month"]
            return _day(_century(parts["year"]), month, parts["day"]) if month else None
    return None


def _century(year: str) -> int:
    """A year of two digits as mails wrote it (RFC 822): 16 is 2016, 87 is 1987."""
    return int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)


def _numeric(year: str, one: str, other: str) -> date | None:
    """The day of 15/03/2016 or 03/15/2016; None where both orders give a day, and not the same."""
    days = {day for day in (_day(year, one, other), _day(year, other, one)) if day}
    return days.pop() if len(days) == 1 else None


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _clock(hour: int, minute: int, second: int | None, half: str | None) -> Clock | None:
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in "Pp" else 0)
    if hour > 23 or minute > 59 or (second or 0) > 60:
        return None
    return hour, minute, second if second is None else min(second, 59)


def _zone(name: str | None) -> str | None:
    """The offset as ISO 8601 writes it (`Z` for UTC); None where the name tells none."""
    if name is None or name in VAGUE_ZONES:
        return None
    hours = ZONES.get(name)
    if hours is None:
        digits = re.sub(r"\D", "", name)
        if len(digits) <= 2:
            digits = digits.zfill(2) + "00"
        hours = int(digits[:2]) + int(digits[2:]) / 60
        hours = -hours if "-" in name else hours
    offset = timedelta(hours=hours)
    if not offset:
        return "Z"
    return None if abs(hours) > 15 else str(timezone(offset)).removeprefix("UTC")
