"""Lines that recur in the reports of one outlet: what a site prints on every page.

In: reports. Out: for each outlet its short lines that stand in three different reports or more. Copies of
a whole report count once, and so does a line in one report; a line in many outlets at once is agency copy
and left out, and so are reports whose lines break inside sentences. Fails: never; a report without an
outlet is passed over.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dateline.collect.text.furniture import text_lines
from dateline.collect.text.furniture_rules import line_key, outlet_key
from dateline.model import Report

REPORTS = 3
"""Reports of one outlet that a line must stand in."""
LONGEST = 160
"""Longer lines are paragraphs: those recur where copy is reused, not because a site prints them."""
PROSE = 60
"""From here on a line that ends as a sentence must stand in more reports: quotations recur, too."""
PROSE_REPORTS = 10
OUTLETS = 3
"""A sentence found in this many outlets is agency copy."""
WRAPPED = 0.3
"""A text with this share of lines that open with a small letter is broken into lines by length."""
SENTENCE_ENDS = (".", "!", "?", "”", '"', "'", "’")
MOST_LINES = 500_000
"""Lines counted at once, over all outlets; beyond, those seen only once are forgotten."""
MOST_COPIES = 1_000_000
"""Hashes of reports kept to know copies; beyond, a copy counts again."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet's recurring lines, each with the number of reports it stands in, the most frequent first."""

    name: str
    reports: int
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OutletLines:
    """What was counted: the outlets with recurring lines, in order of name.

    `reports` were counted; `copies` repeated a text already counted, `unnamed` had no outlet; `forgotten`
    tells how often rare lines were dropped to keep within memory (0: every line was counted).
    `wrapped` have lines broken by length, which say nothing.
    """

    outlets: tuple[Outlet, ...]
    reports: int
    copies: int
    unnamed: int
    wrapped: int
    forgotten: int


class _Counts:
    """Counts while reports come by; bounded."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.reports: Counter[str] = Counter()
        self.lines: Counter[tuple[str, str]] = Counter()
        self.seen: set[bytes] = set()
        self.copies = self.unnamed = self.wrapped = self.forgotten = 0

    def add(self, report: Report) -> None:
        if not report.outlet:
            self.unnamed += 1
            return
        outlet = outlet_key(report.outlet)
        if self._is_copy(outlet, report.text):
            self.copies += 1
            return
        lines = {line_key(line) for _, line in text_lines(report.text)}
        if sum(line[0].islower() for line in lines) > WRAPPED * len(lines):
            self.wrapped += 1
            return
        self.names.setdefault(outlet, report.outlet)
        self.reports[outlet] += 1
        self.lines.update((outlet, line) for line in lines if _is_short(line))
        while len(self.lines) > MOST_LINES:
            self._forget()

    def _is_copy(self, outlet: str, text: str) -> bool:
        """Whether the outlet's same text was counted before, whatever its white space."""
        whole = f"{outlet}\n{line_key(text)}".encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(whole, digest_size=12).digest()
        if digest in self.seen:
            return True
        if len(self.seen) < MOST_COPIES:
            self.seen.add(digest)
        return False

    def _forget(self) -> None:
        """Drops the lines seen least: what recurs on a site comes back soon."""
        least = min(self.lines.values())
        self.lines = Counter({key: n for key, n in self.lines.items() if n > least})
        self.forgotten += 1


def count(reports: Iterable[Report]) -> OutletLines:
    """The recurring short lines of each outlet among `reports`."""
    counts = _Counts()
    for report in reports:
        counts.add(report)
    spread = Counter(line for _, line in counts.lines)
    found: dict[str, dict[str, int]] = {}
    for (outlet, line), number in sorted(counts.lines.items(), key=lambda item: (-item[1], item[0])):
        if _recurs(line, number, spread[line]):
            found.setdefault(outlet, {})[line] = number
    outlets = (Outlet(counts.names[key], counts.reports[key], found[key]) for key in sorted(found))
    return OutletLines(
        tuple(outlets),
        counts.reports.total(),
        counts.copies,
        counts.unnamed,
        counts.wrapped,
        counts.forgotten,
    )


def to_toml(lines: OutletLines) -> str:
    """The file that `--furniture` takes: readable, to be looked through and cut by hand."""
    head = [
        "# Lines that recur in the reports of one outlet, with the number of reports each stands in.",
        "# Delete what is prose; what stays is marked as furniture in that outlet's reports.",
    ]
    if lines.forgotten:
        head.append("# There were too many lines to count at once: rare ones may be missing.")
    return "\n".join([*head, *(line for outlet in lines.outlets for line in _table(outlet))]) + "\n"


def _table(outlet: Outlet) -> Iterator[str]:
    yield ""
    yield "[[outlet]]"
    yield f"name = {_quoted(outlet.name)}"
    yield f"reports = {outlet.reports}"
    yield "[outlet.lines]"
    yield from (f"{_quoted(line)} = {number}" for line, number in outlet.lines.items())


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, but for the delete character and lone surrogates, which TOML forbids."""
    clean = "".join(c for c in text if not "\ud800" <= c <= "\udfff")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007F")


def _is_short(line: str) -> bool:
    return len(line) <= LONGEST and any(map(str.isalnum, line))


def _recurs(line: str, number: int, outlets: int) -> bool:
    if number < REPORTS:
        return False
    sentence = len(line) >= PROSE and line.endswith(SENTENCE_ENDS)
    return not sentence or (number >= PROSE_REPORTS and outlets < OUTLETS)
