"""The progress bar: share done, rate and time left, on a terminal only, from the second report on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

EVERY = 0.1
"""Seconds between two redraws."""
BAR = 24
CLEAR = "\r\x1b[K"


@dataclass(slots=True)
class Meter:
    """How far a run has come. `total` is in bytes; None where the input does not tell its size."""

    total: int | None
    out: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    started: float = 0.0
    drawn: float = 0.0
    reports: int = 0
    words: int = 0
    bytes: int = 0
    shown: bool = False

    def advance(self, position: int, words: int) -> None:
        """One more report is done, which ended at `position` of the input and had `words` words."""
        self.reports += 1
        self.words += words
        self.bytes = position
        now = self.clock()
        if self.reports >= 2 and now - self.drawn >= EVERY and self.out.isatty():
            self.drawn = now
            self.out.write(CLEAR + self.line(now))
            self.out.flush()
            self.shown = True

    def start(self) -> None:
        """Time runs from here: the model is loaded."""
        self.started = self.clock()

    def clear(self) -> None:
        """Takes the bar away, so that something else can be written."""
        if self.shown:
            self.out.write(CLEAR)
            self.out.flush()
            self.shown = False

    def line(self, now: float) -> str:
        """The bar in words: `━━━━──── 50 %  12 reports  4,120 words/s  0:12 left`."""
        passed = max(now - self.started, 1e-6)
        rate = f"{self.reports} reports  {self.words / passed:,.0f} words/s"
        if not self.total or not self.bytes:
            return rate
        done = min(self.bytes / self.total, 1.0)
        full = round(BAR * done)
        left = round(passed * (1 - done) / done)
        return f"{'━' * full}{'─' * (BAR - full)} {done:4.0%}  {rate}  {left // 60}:{left % 60:02d} left"
