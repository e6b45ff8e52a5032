"""The reports of the last so many days, findable by their rare words; what leaves the window is forgotten.

All that is counted (how rare a word is, which lines an outlet repeats) is counted over the window, so that
memory follows the window and not the length of the stream.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeVar

from dateline.merge.incidents.pairs import Weighted, weigh
from dateline.merge.incidents.sketch import sketch

PRIOR = 200
"""Reports that are assumed before the first: keeps the rarity of words tame at a stream's beginning."""
REPEATED = 2
"""Reports of an outlet in which a line stood before: from there on it is furniture."""
ASKED = 25
"""A report's heaviest words that are looked up."""
COMMON = 100
"""Words in more reports of the window than this find nothing: they are not looked up."""
FULL = 0.5
"""Weight of the shared two-word names beside the shared words."""
FAINT = 0.04
"""Likeness at or below which a report is no candidate."""
NEAREST = 12
"""Candidates that are compared in full."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in the window."""

    slot: int
    key: str
    weighted: Weighted
    words: tuple[str, ...]
    """All words and two-word names counted for it."""
    lines: tuple[int, ...]


Key = TypeVar("Key")


class _Logs(dict[int, float]):
    """Logarithms of counts plus a half, each computed once."""

    def __missing__(self, n: int) -> float:
        self[n] = math.log(n + 0.5)
        return self[n]


@dataclass(slots=True)
class Window:
    """`days` and `reports` bound what is kept; a report without a day counts as of the last day seen."""

    days: int = 400
    reports: int = 50_000
    entries: dict[int, Entry] = field(default_factory=dict)
    _next: int = 0
    _logs: _Logs = field(default_factory=_Logs)
    _last: date | None = None
    _holding: Counter[str] = field(default_factory=Counter)
    _found: defaultdict[str, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    """Term → slot → weight; numbers in dicts, which the garbage collector need not look through."""
    _lines: Counter[tuple[str | None, int]] = field(default_factory=Counter)

    def take(
        self, key: str, title: str | None, text: str, day: date | None, outlet: str | None
    ) -> tuple[Entry, list[int]]:
        """The report as an entry, not yet findable, and the slots that left the window for it."""
        self._last = max(filter(None, (self._last, day)), default=None)
        left = list(self._leave())
        lines = text.splitlines()
        hashes = tuple({hash(line.strip()) for line in lines})
        kept = [x for x in lines if self._lines[outlet, hash(x.strip())] < REPEATED]
        made = sketch(title, "\n".join(kept), day)
        words = (*made.counts["body"], *made.counts["pairs"])
        known, logs, holding = math.log(len(self.entries) + PRIOR), self._logs, self._holding.get
        rarity = {w: known - logs[holding(w, 0)] for w in words}
        entry = Entry(self._next, key, weigh(made, rarity, day, outlet), words, hashes)
        self._next += 1
        return entry, left

    def near(self, entry: Entry) -> list[int]:
        """Slots of the reports that share most of the entry's rare words and names, best first."""
        mine = entry.weighted
        score: defaultdict[int, float] = defaultdict(float)
        asked = islice(mine.text.items(), ASKED)  # heaviest first
        for term, weight in (*asked, *[(t, FULL * w) for t, w in mine.full_names.items()]):
            postings = self._found.get(term, {})
            if len(postings) <= COMMON:
                for slot, there in postings.items():
                    score[slot] += weight * there
        found = [slot for slot, value in score.items() if value > FAINT]
        found.sort(key=score.__getitem__, reverse=True)
        return found[:NEAREST]

    def put(self, entry: Entry) -> None:
        """From here on the entry is found, and counted."""
        self.entries[entry.slot] = entry
        self._holding.update(entry.words)
        self._lines.update((entry.weighted.outlet, h) for h in entry.lines)
        for term, weight in self._terms(entry):
            self._found[term][entry.slot] = weight

    def _terms(self, entry: Entry) -> Iterable[tuple[str, float]]:
        return (*entry.weighted.text.items(), *entry.weighted.full_names.items())

    def _leave(self) -> Iterable[int]:
        while self.entries:
            oldest = self.entries[next(iter(self.entries))]
            day = oldest.weighted.day
            stale = bool(day and self._last and (self._last - day).days > self.days)
            if not stale and len(self.entries) < self.reports:
                return
            self._forget(oldest)
            yield oldest.slot

    def _forget(self, entry: Entry) -> None:
        del self.entries[entry.slot]
        _take(self._holding, entry.words)
        _take(self._lines, ((entry.weighted.outlet, h) for h in entry.lines))
        for term, _ in self._terms(entry):
            slots = self._found[term]
            del slots[entry.slot]
            if not slots:
                del self._found[term]


def _take(counter: Counter[Key], keys: Iterable[Key]) -> None:
    """Counts each key once less, and forgets what is down to nothing."""
    for key in keys:
        if counter[key] == 1:
            del counter[key]
        else:
            counter[key] -= 1
