"""The date in a dateline, "SAN SALVADOR, 3 JAN 90 (AFP) --": the report's own, where nothing declares one.

In: a report's text. Out: the day as ISO 8601 and how it is known, or None where no dateline at the head
of the text writes day, month and year. Fails: never.
"""

from __future__ import annotations

import re

from dateline.collect.page.dates import MONTHS, parse_date
from dateline.collect.text.furniture import text_lines
from dateline.model import PublicationDate

METHOD = "guess: dateline"
HEAD_LINES = 5
"""Lines at the head of a report in which its dateline may begin."""
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY_FIRST = rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?i:{_MONTH}),?\s(?:\d{{4}}|\d{{2}})"
_DATE = rf"(?P<date>{_DAY_FIRST}|(?i:{_MONTH})\s\d{{1,2}},?\s\d{{4}})"
_NO_PLACE = r"(?!(?i:on|in|at|by|from|since|until|updated|published)\b)"
_CITY = r"[A-Z][^\W\d_]*(?:[ .'’/-]{1,2}[^\W\d_]+){0,4}\.?"
_LAND = r"(?:\s\([A-Z][^()\n]{1,30}\))?(?:, [A-Z][^\W\d_.]*\.?(?: [A-Z][^\W\d_]+){0,2})?"
_PLACE = _NO_PLACE + _CITY + _LAND
_LINE = re.compile(rf"\s*{_PLACE},\s{_DATE}\s*(?:\([^()\n]{{1,60}}\)\s*)?(?:--|[—–]|-\s)")


def date_of_dateline(text: str) -> tuple[str, PublicationDate] | None:
    """The day that the dateline at the head of `text` writes, with year; None where there is none."""
    for _, (start, line) in zip(range(HEAD_LINES), text_lines(text), strict=False):
        following = text[start + len(line) : start + len(line) + 80].lstrip("\r\n").split("\n")[0]
        found = _LINE.match(f"{line} {following}")
        if found:
            return parse_date(found["date"], METHOD)
    return None
