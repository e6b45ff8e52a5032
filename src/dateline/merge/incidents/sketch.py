"""A report's sketch: the words, names, numbers, places and days that tell what it is about.

Made of title and text alone, in about half a millisecond, so that a stream can be linked without the language
model. Words are counted by kind, because a shared surname weighs otherwise than a shared verb; facts that a
follow-up repeats (ages, addresses, clock times, days, numbers of dead and hurt) are kept as sets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

MOST_CHARACTERS = 3000
"""Of a text that are looked at: the tail of a page tells of other stories."""
LEAD_WORDS = 200
"""Words of the opening, where the numbers of dead and hurt stand."""
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_NAME = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+")
_AGE = re.compile(r"(\d(?:(?<!\w\w)\d{0,2}(?=[- ]years?[- ]old\b)|(?<=[a-z], \d)\d(?=,)))")
"""Begins with a kind of character and looks back from there, where `\\b` would be as good but several times
slower: so do all that follow."""
_ADDRESS = re.compile(
    r"(\d(?<!\w\w)\d{1,4})(?:st|nd|rd|th)?[ -](?:block )?(?:of )?"
    r"(?:[NSEW]\.? |(?:North|South)(?:east|west)? |(?:East|West) )?"
    r"([A-Z][\w'’]{2,}|\d{1,3}(?:st|nd|rd|th))"
)
_STREET = re.compile(
    r" (?:S(?:treet|quare|t)|A(?:venue|ve)|R(?:oad|d)|D(?:rive|r)|B(?:oulevard|lvd|ridge)|L(?:ane|n)|"
    r"C(?:ourt|ircle|t)|P(?:lace|l|arkway|kwy)|Way|H(?:ighway|wy)|Terrace)\b"
)
_CLOCK = re.compile(r"(\d(?<!\w\w)\d?)(?::(\d\d))? ?([apAP])\.? ?[mM]\b")
_DATE = re.compile(
    r"([JFMASOND](?<!\w\w)(?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec))[a-z]*\.? (\d{1,2})\b(?!:)(?:,? (\d{4}))?"
)
_WEEKDAY = re.compile(r"([MTWFS](?<!\w\w)(?:on|ues|ednes|hurs|ri|atur|un))day\b")
_MONTHS = {m: i for i, m in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_WEEKDAYS = {d: i for i, d in enumerate("Mon Tues Wednes Thurs Fri Satur Sun".split())}
_SMALL = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve".split())}  # fmt: skip
_SMALL |= {"a": 1, "an": 1}
_DEAD = frozenset("dead killed dies died die death deaths kills".split())
_HURT = frozenset("wounded injured hurt shot injuring injures wounding".split())
_HARMED = _DEAD | _HURT
_PEOPLE = frozenset(
    "man woman boy girl men women boys girls teen teens teenager child children toddler infant baby officer "
    "deputy soldier soldiers civilians husband wife father mother son daughter brother sister couple student "
    "clerk".split()
)
STOP = frozenset(
    "the a an and or of to in on at for from by with as is are was were be been being it its this that these "
    "those he she they his her him their them we our you your i me my who whom which what when where while "
    "after before into out up down over under about than then there here not no but if so had has have do "
    "does did will would can could may might must should said says say also just only other another some any "
    "all more most one two first according told new mr mrs ms".split()
)
COUNTED = ("body", "title", "caps", "pairs", "numbers")
"""Kinds of counted words: all, the title's, capitalised ones, two-word names, numerals."""
FACTS = ("ages", "addresses", "streets", "clocks", "days", "dead", "hurt", "people")
"""Kinds of facts, each a set that may be empty."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """The counts and facts of a report; `size` in characters of prose."""

    counts: Mapping[str, Mapping[str, int]]
    facts: Mapping[str, frozenset[object]]
    size: int


def sketch(title: str | None, text: str, day: date | None) -> Sketch:
    """What a report with this text is compared by; `day` of publication resolves its weekdays."""
    text = text[:MOST_CHARACTERS]
    heads = _WORD.findall(title) if title else []
    words = heads[:50] + _WORD.findall(text)
    body, capitals, numbers = _kinds(Counter(words))
    counts = {
        "body": body,
        "title": Counter([w for w in map(str.lower, heads) if w not in STOP]),
        "caps": capitals,
        "pairs": Counter(_pairs(f"{title}\n{text}" if title else text, capitals)),
        "numbers": numbers,
    }
    lead = list(map(str.lower, words[:LEAD_WORDS]))
    return Sketch(counts, _facts(text, lead, day), len(text))


def _kinds(seen: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """All words, those only seen with a capital, and numerals, in small letters, without stop words."""
    body: dict[str, int] = {}
    capitals, numbers = {}, {}
    for word, n in seen.items():
        low = word.lower()
        if low in STOP:
            continue
        body[low] = body.get(low, 0) + n
        if low != word and word[0].isupper() and low not in seen:
            capitals[low] = n
        elif word[0].isdigit():
            numbers[low] = body[low]
    return body, capitals, numbers


def _pairs(text: str, capitals: Mapping[str, int]) -> Iterator[str]:
    for name in _NAME.findall(text):
        words = name.lower().split(" ")
        for a, b in pairwise(words):
            if a in capitals and b in capitals:
                yield f"{a} {b}"


def _facts(text: str, lead: list[str], day: date | None) -> dict[str, frozenset[object]]:
    harmed = [i for i, word in enumerate(lead) if word in _HARMED]
    return {
        "ages": frozenset(map(int, _AGE.findall(text))),
        "addresses": frozenset([f"{n} {w.lower()}" for n, w in _ADDRESS.findall(text)]),
        "streets": frozenset(_streets(text)),
        "clocks": frozenset([_minute(*clock) for clock in _CLOCK.findall(text)]),
        "days": frozenset(_days(text, day)),
        "dead": frozenset(_numbers(lead, [i for i in harmed if lead[i] in _DEAD])),
        "hurt": frozenset(_numbers(lead, [i for i in harmed if lead[i] in _HURT])),
        "people": frozenset(_PEOPLE.intersection(lead)),
    }


def _streets(text: str) -> Iterator[str]:
    for found in _STREET.finditer(text):
        at = found.start()
        name = text[max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1 : at]
        if name[:1].isupper() or name[:1].isdigit():
            yield name.lower()


def _minute(hour: str, minute: str, half: str) -> int:
    return (int(hour) % 12 + 12 * (half in "pP")) * 60 + int(minute or 0)


def _days(text: str, day: date | None) -> Iterator[date]:
    if day is None:
        return
    for weekday in set(_WEEKDAY.findall(text)) & _WEEKDAYS.keys():
        yield day - timedelta((day.weekday() - _WEEKDAYS[weekday]) % 7)
    for month, number, year in set(_DATE.findall(text)):
        if month not in _MONTHS:
            continue
        try:
            found = date(int(year) if year else day.year, _MONTHS[month], int(number))
            yield found if year or found <= day + timedelta(2) else found.replace(year=day.year - 1)
        except ValueError:  # the 31st of June, the 29th of February of another year
            continue


def _numbers(words: list[str], places: Iterable[int]) -> Iterator[int]:
    """Numerals up to three words before one of the places: `two men were killed`."""
    for i in places:
        for w in reversed(words[max(0, i - 3) : i]):
            if w in _SMALL or (w.isdigit() and len(w) < 4):
                yield _SMALL[w] if w in _SMALL else int(w)
                break
