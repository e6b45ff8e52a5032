"""Whose text a report is by its own words: credits of the whole, and sentences that an agency was told.

In: a report's text, its outlet and its credits. Out: the agency behind the whole report, if it names one
alone; sentences that it says it has from an agency. Fails: never.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline.collect.text.credits import UNNAMED, load_agencies
from dateline.collect.text.furniture_rules import outlet_key

WHOLE = frozenset(["dateline", "closing", "line", "source", "copyright", "byline", "stamp", "standards"])
"""Credits that speak for the whole report; the others ("contributed to this report") for some part of it."""
TOLD = re.compile(
    r"\b(?:told|tells|interview with|speaking to|spoke to|statement to|quoted by|cited by|reported by"
    r"|according to|phone to)\s+(?:the\s+|an?\s+)?(?:(?:correspondent|reporter)\s+of\s+)?$",
    re.IGNORECASE,
)
REPORTED = re.compile(r"(?:\s+news)?(?:\s+agency)?\s+(?:reported|reports|quoted|quotes|said|says)\b")
BEFORE, AFTER = 60, 40
"""Characters around an agency's name in which it is said that it was told or reported."""
REACH = 600
"""Characters on either side of a name in which its sentence begins and ends."""
SITE = re.compile(r"^www\.|\.(?:com|org|net)(?:\.\w\w)?$")
"""What makes a name the address of a site."""
ARTICLE = re.compile(r"^the | news agency$| agency$")
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|\n")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that a report has from an agency by its own words, and the words that say so."""

    start: int
    end: int
    agency: str
    cue: tuple[int, int]


def agency_of(outlet: str | None, credited: Sequence[Mapping[str, Any]]) -> str | None:
    """The one agency that a report as a whole is by: its outlet, else the only one its credits name."""
    if outlet and (own := agency_by_name(outlet)):
        return own
    named = {credit["agency"] for credit in credited if credit["rule"] in WHOLE}
    return next(iter(named)) if len(named) == 1 and UNNAMED not in named else None


def told_to(text: str) -> Iterator[Told]:
    """The sentences that a report says an agency was told, or reported first."""
    tables = load_agencies()
    for match in tables.spelled.finditer(text):
        cue = _cue(text, *match.span())
        if cue is not None:
            yield Told(*_sentence(text, match.start()), tables.canonical[match.group()], cue)


def _cue(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words by which an agency that is named there was told something, or reported it."""
    head = max(0, start - BEFORE)
    if told := TOLD.search(text[head:start]):
        return head + told.start(), end
    reported = REPORTED.match(text[end : end + AFTER])
    return (start, end + reported.end()) if reported else None


def _sentence(text: str, place: int) -> tuple[int, int]:
    """The bounds of the sentence that holds a place, by its punctuation; at most `REACH` either way."""
    head = max(0, place - REACH)
    starts = [end.end() for end in SENTENCE_END.finditer(text, head, place)]
    ending = SENTENCE_END.search(text, place, place + REACH)
    end = ending.start() + len(ending.group().rstrip()) if ending else min(len(text), place + REACH)
    return (starts[-1] if starts else head), end


def agency_by_name(name: str) -> str | None:
    """The agency that a name, or the address of a site, is that of; None where it is another's."""
    return _agencies_by_key().get(SITE.sub("", ARTICLE.sub("", outlet_key(name))))


@cache
def _agencies_by_key() -> dict[str, str]:
    """Agencies by the keys that outlets are compared by."""
    return {outlet_key(name): agency for name, agency in load_agencies().canonical.items()}
