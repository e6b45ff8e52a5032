"""Feeds read again and again: what is new in them, each entry by itself.

An entry is done when the caller says so, after its output is written: a program that is killed in between
reads it once more when it starts again, and never leaves one out. A feed's validators are kept when all
that came with them is done, so that "not modified" cannot hide what is still to be read.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from dateline.collect.fetch import Fetched, FetchFailure, Session, fetch
from dateline.collect.items import Document
from dateline.collect.page.feeds import Entry
from dateline.collect.reading import Follow, Outcome, Reader
from dateline.collect.records import sha256
from dateline.collect.watch.named_feeds import named_feeds
from dateline.collect.watch.seen import Key, Seen
from dateline.model import Failure

DURATION = re.compile(r"(\d{1,6})\s*([smhd])")
MOST_FEEDS = 3
UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
AT_ONCE = 8
"""Feeds that take turns; the entries of so many are in memory."""
TRIES = 8
"""So often an entry's page is asked for that cannot be had just now."""
HOUR, DAY = 3_600.0, 86_400.0
"""The longest rest of a feed: an hour, since a network may have been down; a day where it is gone."""
JITTER = 0.5
"""Seconds by which a round may come early and still count as the next one."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new entry of a feed and what reading it gave; without a key, what is wrong with the feed itself."""

    feed: str
    key: Key | None
    outcomes: tuple[Outcome, ...]

    @property
    def passing(self) -> bool:
        """Whether it could not be had just now, and may be had later."""
        return any(isinstance(o, FetchFailure) and not o.lasting for o in self.outcomes)


@dataclass(slots=True)
class Round:
    """How a round went, in feeds."""

    unchanged: int = 0
    failed: int = 0
    resting: int = 0


@dataclass(slots=True)
class Watch:
    """The feeds and what is known of them. `every` is the time between two rounds, in seconds.

    `follow` fetches the page of an entry that comes without its full text; without it, the summary is read.
    """

    feeds: tuple[str, ...]
    every: float
    seen: Seen
    reader: Reader
    session: Session
    follow: Follow | None = None
    last: Round = field(default_factory=Round)
    failures: Counter[str] = field(default_factory=Counter)
    rest_until: dict[str, float] = field(default_factory=dict)

    def round(self) -> Iterator[Arrival]:
        """All that is new now. The caller writes each arrival out and then calls `done` with it.

        Several feeds take turns, so that one host's entries come while another host is given its rest.
        """
        self.last = Round()
        now = self.session.clock.seconds()
        due = [feed for feed in self.feeds if now >= self.rest_until.get(feed, now) - JITTER]
        self.last.resting = len(self.feeds) - len(due)
        still = (self._feed(feed, now) for feed in due)
        turns = deque(itertools.islice(still, AT_ONCE))
        while turns:
            feed = turns.popleft()
            try:
                arrival = next(feed)
            except StopIteration:
                turns.extend(itertools.islice(still, 1))
                continue
            turns.append(feed)
            if arrival is not None:
                yield arrival

    def done(self, arrival: Arrival) -> None:
        """The arrival's output is written: it will not come again, unless it could not be had."""
        if arrival.key is None:
            return
        if not arrival.passing or self.seen.missed(arrival.key, self._today) >= TRIES:
            self.seen.add(arrival.key, self._today)

    @property
    def _today(self) -> date:
        return self.session.clock.now().date()

    def _feed(self, feed: str, now: float) -> Iterator[Arrival | None]:
        """The feed's arrivals; None is a turn given up, so that its host is not asked twice in a row."""
        largest = self.reader.settings.max_page
        fetched = fetch(feed, self.session, known=self.seen.validators(feed), max_bytes=largest)
        if isinstance(fetched, FetchFailure):
            yield self._failed(feed, fetched, now)
            return
        if fetched.unchanged:
            self.last.unchanged += 1
            self._well(feed)
            return
        document = replace(fetched.document, origin=feed)
        found = self.reader.entries(document)
        entries = [entry for entry in found if isinstance(entry, Entry)]
        problems = [entry for entry in found if isinstance(entry, Failure)]
        for problem in problems if entries else problems[1:]:
            yield Arrival(feed, None, (problem,))
        if not entries:
            problem = problems[0] if problems else Failure(feed, "a feed with no entry in it")
            yield self._failed(feed, _better(problem, document), now)
            return
        self._well(feed)
        yield from self._new(feed, document, entries, None if problems else fetched)

    def _new(
        self, feed: str, document: Document, entries: list[Entry], whole: Fetched | None
    ) -> Iterator[Arrival | None]:
        """What of the entries is not done yet, the oldest first, as feeds begin with the newest."""
        yield None
        keyed = list(zip(_keys(feed, entries), entries, strict=True))
        for key, entry in reversed(keyed):
            if not self.seen.has(key):
                yield Arrival(feed, key, tuple(self.reader.entry(entry, document, self.follow)))
        keys = [key for key, _ in keyed]
        self.seen.still_there(keys, self._today)
        if whole is not None and all(self.seen.has(key) for key in keys):
            self.seen.keep(feed, whole.validators)

    def _failed(self, feed: str, failure: Failure, now: float) -> Arrival:
        """A feed that fails again and again is asked more and more rarely."""
        self.last.failed += 1
        self.failures[feed] += 1
        lasting = isinstance(failure, FetchFailure) and failure.lasting
        rest = min(self.every * 2 ** min(self.failures[feed] - 1, 20), DAY if lasting else HOUR)
        wanted = min(failure.retry_after or 0.0, DAY) if isinstance(failure, FetchFailure) else 0.0
        self.rest_until[feed] = now + max(rest, wanted, self.every)
        return Arrival(feed, None, (failure,))

    def _well(self, feed: str) -> None:
        self.failures.pop(feed, None)
        self.rest_until.pop(feed, None)


def seconds_of(duration: str) -> int | None:
    """The seconds in `30s`, `15m`, `2h` or `1d`; None where it is none of these."""
    match = DURATION.fullmatch(duration.strip().lower())
    return int(match[1]) * UNITS[match[2]] if match else None


def _better(problem: Failure, page: Document) -> Failure:
    """The problem, or, of a web page that names feeds, which these are."""
    feeds = named_feeds(page.raw, page.declared.url or page.origin)[:MOST_FEEDS]
    if not feeds:
        return problem
    return Failure(problem.origin, f"a web page, no feed; give one that it names: {', '.join(feeds)}")


def _keys(feed: str, entries: list[Entry]) -> list[Key]:
    """What tells the entries; an id that a feed uses for several tells nothing by itself."""
    count = Counter(entry.id for entry in entries)
    return [Key(feed, entry.id, _own(entry), alone=count[entry.id] == 1) for entry in entries]


def _own(entry: Entry) -> str:
    """The entry's link, or what stands for it where there is none: its text."""
    text = "\n".join(filter(None, (entry.declared.title, entry.html)))
    return entry.link or sha256(text)
