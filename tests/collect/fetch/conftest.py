"""A server that says what the test wants, and sessions that do not wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dateline.collect.fetch import FetchRules, Session
from dateline.collect.fetch.pace import Clock
from tests.collect.fetch.site import Site


@dataclass
class Time:
    """A clock that moves only when somebody sleeps."""

    passed: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Lets the time pass at once."""
        self.slept.append(seconds)
        self.passed += seconds

    @property
    def clock(self) -> Clock:
        """The clock to hand over."""
        start = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
        return Clock(lambda: self.passed, lambda: start + timedelta(seconds=self.passed), self.sleep)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def session(time: Time) -> Session:
    """A session that may ask this machine, and for which waiting takes no time."""
    return Session(FetchRules(allow_private=True), clock=time.clock)


@pytest.fixture
def hasty() -> Callable[..., Session]:
    """A session with real time and limits small enough to run into."""

    def make(**rules: Any) -> Session:
        given = {"allow_private": True, "seconds": 0.3, "delay": 0.0, "max_bytes": 50_000} | rules
        return Session(FetchRules(**given))

    return make
