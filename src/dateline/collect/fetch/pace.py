"""Whose turn it is: time between two fetches from one host, and what a server says about waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

REMEMBERED = 10_000
"""Hosts whose last fetch is remembered; the oldest are forgotten first."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from: seconds for measuring, the date for the record, and how to wait."""

    seconds: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], object] = time.sleep


@dataclass(slots=True)
class Pace:
    """When each host was last asked."""

    clock: Clock
    last: dict[str, float] = field(default_factory=dict)

    def take_turn(self, host: str, delay: float) -> None:
        """Waits until `delay` seconds have passed since the host was last asked."""
        before = self.last.get(host)
        if before is not None:
            left = before + delay - self.clock.seconds()
            if left > 0:
                self.clock.sleep(left)

    def done(self, host: str) -> None:
        """The host has been asked, just now."""
        self.last.pop(host, None)
        self.last[host] = self.clock.seconds()
        if len(self.last) > REMEMBERED:
            del self.last[next(iter(self.last))]


def wanted_wait(value: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` asks for (a number of them, or a date); None where it says nothing."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value[:12])
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max((then - now).total_seconds(), 0.0)
