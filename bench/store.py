"""What keeping costs: reports into the store beside the coder's own time, snapshots, and questions.

Some reports are read once by the real coder. For the figures of size they are stored many times over, each
time under other ids, so that the rows are real ones and the coder's time is left out.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.gold import gold_folder, read_lines
from dateline.coders import make_coder
from dateline.collect.records import from_record
from dateline.config import Settings
from dateline.keep import Coder, Store, open_store
from dateline.keep.find import condition_of
from dateline.model import Digest, Failure, Grounded, Interpretation, Report

QUERIES = (
    "who:RUS what:RETREAT where:Syria since:2016-03",
    "whom:ISR status:denied",
    "said_by:official what:ASSAULT",
    "killed",
)
TRIES = 5


def reports_of(path: Path, count: int) -> list[Report]:
    """Reports from all over the corpus."""
    rows = list(read_lines(path))
    made = (from_record(row, row["id"], None, Settings()) for row in rows[:: max(1, len(rows) // count)])
    return [report for report in made if isinstance(report, Report)][:count]


def timed(coder: Coder) -> tuple[Coder, list[float]]:
    """The coder, and how many seconds of the processor it took, told in a list of one."""
    spent = [0.0]

    def read(reports: Iterable[Report | Failure]) -> Iterator[Interpretation | Failure]:
        readings = coder.read(reports)
        while True:
            began = time.process_time()
            outcome = next(readings, None)
            spent[0] += time.process_time() - began
            if outcome is None:
                return
            yield outcome

    return Coder(coder.versions, read), spent


def copies(readings: list[Interpretation], count: int) -> Iterator[Interpretation]:
    """Each reading many times over, under other ids."""
    for n in range(count):
        one = readings[n % len(readings)]
        report = replace(one.grounded.digest.report, id=f"r{n:07d}", url=None)
        events = tuple(replace(event, id=f"{event.id[:8]}{n:08x}", report=report) for event in one.events)
        digest = Digest(report, one.grounded.digest.doc)
        yield replace(one, grounded=Grounded(digest), events=events)


def stored_many(folder: Path, readings: list[Interpretation], count: int, versions: dict[str, str]) -> Store:
    """A store of so many copies, without incidents."""
    made = copies(readings, count)
    coder = Coder(versions, lambda reports: (next(made) for _ in reports))
    return open_store(folder, lambda: coder)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bench store")
    parser.add_argument("--read", type=int, default=40, help="reports that the coder reads")
    parser.add_argument("--stored", type=int, default=10_000, help="reports of the large store")
    asked = parser.parse_args()
    path = gold_folder().parent / "corpora" / "conflict_multioutlet.jsonl.gz"
    reports = reports_of(path, asked.read)
    coder = make_coder()()
    with tempfile.TemporaryDirectory() as folder:
        readings = _beside_the_coder(Path(folder) / "real", reports, coder)
        _large(Path(folder) / "large", readings, asked.stored, dict(coder.versions))


def _beside_the_coder(folder: Path, reports: list[Report], coder: Coder) -> list[Interpretation]:
    """The share of time that keeping takes of reading and keeping."""
    list(coder.read(reports[:2]))  # warm
    kept, spent = timed(coder)
    began = time.process_time()
    open_store(folder, lambda: kept).add(reports)
    whole = time.process_time() - began
    print(f"{len(reports)} reports read and kept in {whole:.1f} CPU s, {spent[0]:.1f} of it by the coder")
    print(f"keeping, over the coder's time     {100 * (whole - spent[0]) / spent[0]:8.1f} %")
    return [one for one in coder.read(reports) if isinstance(one, Interpretation)]


def _large(folder: Path, readings: list[Interpretation], count: int, versions: dict[str, str]) -> None:
    store = stored_many(folder, readings, count, versions)
    blanks = [replace(r.grounded.digest.report, url=None) for r in readings]
    incoming = [replace(blanks[n % len(blanks)], id=f"r{n:07d}") for n in range(count)]
    moments: list[float] = []
    began = time.process_time()
    added = store.add(incoming, lambda _: moments.append(time.process_time()))
    print(f"{added.stored:,} reports with {added.events:,} events, without the coder:")
    ended = time.process_time()
    print(f"into shards                        {count / (moments[-1] - began):8.0f} reports a CPU s")
    print(f"put together, snapshot             {ended - moments[-1]:8.1f} CPU s")
    rebuilt = _seconds(store.rebuild, 1, time.process_time)
    print(f"files checked, snapshot anew       {rebuilt:8.1f} CPU s, {added.events / rebuilt:,.0f} events/s")
    known = _seconds(lambda: store.add(incoming), 1, time.process_time)
    print(f"the same again, all known          {count / known:8.0f} reports a CPU s")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    shards = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6
    print(f"on the disk                        {size:8.0f} MB, {shards:.0f} of it shards")
    _questions(store)


def _questions(store: Store) -> None:
    print(f"opening a snapshot                 {1000 * _seconds(lambda: store.current().close()):8.0f} ms")
    with store.current() as snapshot:
        (one,) = snapshot.rows("SELECT event_id FROM events LIMIT 1 OFFSET 777")
        asked: dict[str, Callable[[], object]] = {
            "an event by its id": lambda: snapshot.event(one["event_id"]),
            "events by month and type": lambda: snapshot.sql(
                "SELECT date_trunc('month', time_low), type, count(*) FROM events GROUP BY 1, 2"
            ),
        }
        for name, ask in asked.items():
            print(f"{name:<35}{1000 * _seconds(ask):8.0f} ms")
        for query in QUERIES:
            condition, params = condition_of(query, snapshot)
            text = f"SELECT record FROM events e JOIN reports r USING (report_id) WHERE {condition} LIMIT 200"
            found = snapshot.rows(text, params)
            took = 1000 * _seconds(partial(snapshot.sql, text, params))
            print(f"find {json.dumps(query):<52}{took:8.0f} ms, {len(found)} shown")


def _seconds(
    work: Callable[[], object], tries: int = TRIES, clock: Callable[[], float] = time.perf_counter
) -> float:
    """The median of some tries."""
    taken = []
    for _ in range(tries):
        began = clock()
        work()
        taken.append(clock() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
