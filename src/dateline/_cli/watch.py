"""`dateline watch`: round after round, each report printed before it counts as seen."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import click

from dateline._cli.run import Printer, chosen, tell
from dateline.collect.fetch.addresses import parse_address
from dateline.collect.fetch.fetching import Fetching
from dateline.collect.fetch.rules import FetchError
from dateline.collect.reading import Reader
from dateline.collect.watch.rounds import Arrival, Watch, seconds_of
from dateline.collect.watch.seen import Seen
from dateline.config import Settings
from dateline.errors import UserError
from dateline.model import Failure, Interpretation

SHORTEST = 60
"""Seconds between two rounds, other people's servers being asked."""


class _Stopped(BaseException):
    """Somebody ends the program at a place where nothing is half done."""


@dataclass(slots=True)
class _Ending:
    """Ctrl-C and SIGTERM: heeded at once while waiting or fetching, else when what is written is whole.

    Whoever asks twice is heeded at once in any case.
    """

    asked: bool = False
    free: bool = False

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Remembers it, and breaks off what may be broken off."""
        before, self.asked = self.asked, True
        if self.free or before:
            raise _Stopped

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """What runs inside may be broken off."""
        self.free = True
        try:
            if self.asked:
                raise _Stopped
            yield
        finally:
            self.free = False


@dataclass(slots=True)
class _Count:
    reports: int = 0
    events: int = 0
    set_aside: int = 0


def watch_feeds(
    feeds: Sequence[str],
    *,
    every: str,
    form: str,
    state: str | None,
    once: bool,
    follow: bool,
    **options: Any,  # noqa: ANN401 - what `Settings` takes
) -> int:
    """Reads the feeds until somebody ends it, or once; gives the exit code."""
    settings = Settings(**options)
    pause = _pause(every, private=settings.private)
    addresses = tuple(dict.fromkeys(_address(feed) for feed in feeds))
    fetching = Fetching(settings)
    session = fetching.session
    ending = _Ending()
    try:
        with (
            _signals(ending),
            Seen.open(Path(state) if state else default_state(), session.clock.now().date()) as seen,
            Reader(settings) as reader,
        ):
            watching = Watch(addresses, pause, seen, reader, session, fetching.page if follow else None)
            return _rounds(watching, ending, Printer(form), once=once)
    except _Stopped:  # asked a second time, it comes while what was opened is closed
        tell("stopped")
        return 0


def default_state() -> Path:
    """Where the state is kept unless a file is named: in the user's own folder for such things."""
    if sys.platform.startswith(("win", "darwin")):
        return Path(click.get_app_dir("dateline")) / "watch.sqlite"
    base = os.environ.get("XDG_STATE_HOME", "")
    folder = Path(base) if base.startswith("/") else Path.home() / ".local" / "state"
    return folder / "dateline" / "watch.sqlite"


def _pause(every: str, *, private: bool) -> int:
    seconds = seconds_of(every)
    if seconds is None:
        raise UserError(f"--every “{every}” is no length of time; write it as 90s, 15m, 2h or 1d")
    if seconds < (1 if private else SHORTEST):
        raise UserError(
            f"--every {every}: other people's servers are asked once a minute at most; give 1m or more"
        )
    return seconds


def _address(feed: str) -> str:
    """The feed as it was given; fails where it is no address, before anything else is begun."""
    try:
        parse_address(feed)
    except FetchError as error:
        raise UserError(f"{feed}: {error}; `dateline read` reads feeds in files") from error
    return feed


def _rounds(watching: Watch, ending: _Ending, printer: Printer, *, once: bool) -> int:
    clock = watching.session.clock
    while True:
        start = clock.seconds()
        count = _one_round(watching, ending, printer)
        line = _line(watching, count, clock.now())
        if once:
            tell(line)
            return _exit_code(watching, count)
        left = max(start + watching.every - clock.seconds(), 0.0)
        tell(f"{line}; next at {clock.now() + timedelta(seconds=left):%H:%M:%S}")
        with ending.allowed():
            clock.sleep(left)


def _one_round(watching: Watch, ending: _Ending, printer: Printer) -> _Count:
    count = _Count()
    arrivals = watching.round()
    while True:
        with ending.allowed():
            arrival = next(arrivals, None)
        if arrival is None:
            return count
        _print(arrival, printer, count, watching.reader.settings)
        watching.done(arrival)


def _print(arrival: Arrival, printer: Printer, count: _Count, settings: Settings) -> None:
    """Everything the arrival holds, on its way out of this process when this returns."""
    from dateline.pipeline import load_engine, run  # noqa: PLC0415 - once there is something to read

    failures = [outcome for outcome in arrival.outcomes if isinstance(outcome, Failure)]
    reports = [outcome for outcome in arrival.outcomes if not isinstance(outcome, Failure)]
    engine = load_engine(settings.actors, settings.ontology, settings.lexicon) if reports else None
    for reading in run(reports, engine) if engine else ():
        if isinstance(reading, Interpretation):
            told = chosen(reading, settings)
            count.reports += 1
            count.events += len(told.events)
            printer.print(told)
        else:
            failures.append(reading)
    sys.stdout.flush()
    for failure in failures:
        tell(f"{failure.origin}: {failure.message}")
        count.set_aside += arrival.key is not None


def _line(watching: Watch, count: _Count, now: datetime) -> str:
    feeds = len(watching.feeds)
    states = (
        (watching.last.unchanged, "unchanged"),
        (watching.last.failed, "failed"),
        (watching.last.resting, "resting"),
    )
    of_feeds = "".join(f", {number} {state}" for number, state in states if number)
    return (
        f"{now:%Y-%m-%d %H:%M:%S} UTC: {feeds} feed{'s' * (feeds != 1)}{of_feeds}; "
        f"{count.reports} new reports, {count.events} events, {count.set_aside} set aside"
    )


def _exit_code(watching: Watch, count: _Count) -> int:
    """0 all done, 1 some feeds or entries set aside, 2 no feed could be read."""
    if watching.last.failed == len(watching.feeds):
        return 2
    return 1 if watching.last.failed or count.set_aside else 0


@contextmanager
def _signals(ending: _Ending) -> Iterator[None]:
    """SIGINT and SIGTERM go to `ending`; only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, ending.on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
