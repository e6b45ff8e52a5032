"""The progress bar: from the second report on, on a terminal only, with rate and time left."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from dateline._cli.meter import Meter


class Terminal(io.StringIO):
    """A stream that is a terminal, or is none."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def ticks(step: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now += step


def meter(total: int | None, *, terminal: bool = True, step: float = 10.0) -> tuple[Meter, Terminal]:
    out = Terminal(terminal=terminal)
    clock = ticks(step)
    made = Meter(total, out, lambda: next(clock))
    made.start()
    return made, out


def test_it_tells_share_rate_and_time_left() -> None:
    bar, out = meter(400)
    bar.advance(100, 300)
    assert out.getvalue() == "", "one report needs no bar"
    bar.advance(200, 300)
    assert "━━━━━━━━━━━━────────────  50%  2 reports  30 words/s  0:20 left" in out.getvalue()
    bar.clear()
    assert out.getvalue().endswith("\r\x1b[K")


def test_without_a_size_it_tells_the_rate() -> None:
    bar, out = meter(None)
    bar.advance(0, 100)
    bar.advance(0, 100)
    assert out.getvalue() == "\r\x1b[K2 reports  10 words/s"


@pytest.mark.parametrize(("terminal", "step"), [(False, 10.0), (True, 0.001)])
def test_it_keeps_quiet_when_piped_and_between_redraws(terminal: bool, step: float) -> None:
    bar, out = meter(100, terminal=terminal, step=step)
    for _ in range(5):
        bar.advance(10, 10)
    bar.clear()
    assert out.getvalue() == ""
