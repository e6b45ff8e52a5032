"""Behind `add`, `recode` and `rebuild`: what writes to a store, told as it goes."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import click

from dateline._cli.meter import Meter
from dateline._cli.run import Tally, chained, collected, failed_list, set_aside, tell, until_report
from dateline.api import open_store
from dateline.collect.sources import total_size
from dateline.config import Settings
from dateline.keep import Added, Store
from dateline.model import Failure, Report


@dataclass(slots=True)
class Telling:
    """Says on standard error what has been stored and set aside since it last did."""

    tally: Tally
    meter: Meter
    told: int = 0
    stored: int = field(default=0)

    def __call__(self, added: Added) -> None:
        """More is stored."""
        self.meter.clear()
        for failure in added.failures[self.told :]:
            set_aside(failure, self.tally)
        self.told = len(added.failures)
        if added.stored > self.stored:
            tell(f"{_many(added.stored, 'report')} stored, {_many(added.events, 'event')}")
        self.stored = added.stored


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def add_reports(
    paths: Sequence[str], settings: Settings, folder: str, failed: str | None, *, as_json: bool
) -> Tally:
    """Reads what `paths` name into the store in `folder`."""
    positions: deque[int] = deque()
    items = collected(paths, settings, positions)
    meter = Meter(total_size(paths))
    with failed_list(failed) as listed:
        tally = Tally(listed=listed)
        telling = Telling(tally, meter)
        waiting = list(until_report(items))
        if not waiting or isinstance(waiting[-1], Failure):
            for failure in waiting:
                set_aside(failure, tally)
            return tally
        meter.start()
        store = _opened(folder, settings)
        added = store.add(_metered(chained(waiting, items), positions, meter), telling)
        telling(added)
    tally.read = added.stored + added.known
    _say(store, added, as_json=as_json)
    return tally


def _metered(
    items: Iterator[Report | Failure], positions: deque[int], meter: Meter
) -> Iterator[Report | Failure]:
    for item in items:
        yield item
        position = positions.popleft()
        if isinstance(item, Report):
            meter.advance(position, len(item.text.split()))


def recode_reports(folder: str, settings: Settings, *, as_json: bool) -> Tally:
    """Reads the reports of the store anew."""
    store = _opened(folder, settings)
    store.manifest()
    tally = Tally()
    telling = Telling(tally, Meter(None))
    added = store.recode(telling)
    telling(added)
    tally.read = added.stored + added.known or 1
    if not added.stored and not added.failures:
        tell(f"{folder}: all of it is read by this coder already")
    _say(store, added, as_json=as_json)
    return tally


def rebuild_store(folder: str) -> None:
    """Checks the files, and makes incidents and snapshot anew."""
    store = open_store(folder)
    number = store.rebuild()
    with store.current() as snapshot:
        counts = {
            name: snapshot.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"]
            for name in ("reports", "events", "incidents")
        }
    said = ", ".join(_many(n, name.removesuffix("s")) for name, n in counts.items())
    tell(f"{folder}: every file is as it was stored; snapshot {number}: {said}")


def _opened(folder: str, settings: Settings) -> Store:
    return open_store(folder, actors=settings.actors, ontology=settings.ontology, lexicon=settings.lexicon)


def _say(store: Store, added: Added, *, as_json: bool) -> None:
    """What was done, on standard output."""
    with store.current() as snapshot:
        number = snapshot.number
    done = {
        "store": str(store.folder), "stored": added.stored, "revised": added.revised, "known": added.known,
        "set_aside": len(added.failures), "events": added.events, "generation": added.generation,
        "snapshot": number,
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=not _is_text(str(store.folder))))
        return
    later = f" ({_many(added.revised, 'later version')})" if added.revised else ""
    sys.stdout.write(
        f"{_many(added.stored, 'report')} stored{later}, {added.known:,} there already, "
        f"{_many(added.events, 'event')}; generation {added.generation}, snapshot {number}\n"
    )


def _is_text(folder: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in folder)
