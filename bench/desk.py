"""The desk under load: 10 readers at once on a store of 200,000 events, while a writer adds to it.

    python3 dev.py bench desk [--events N] [--requests N] [--store FOLDER]

The server runs in a process of its own, the writer in another, the readers in threads of this one. Of every
ten requests four ask for an incident, two for the overview (half of them with filters that nobody asked for
before), one each for a report, the ledger, an actor and the data of an incident.
"""

from __future__ import annotations

import argparse
import http.client
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

CLIENTS = 10
WANTED = {"overview": 1.0, "incident": 0.3}
"""Seconds at the 95th percentile, at most."""
SERVER = """
import sys
from dateline.keep import open_store
from dateline.serve import Place, serve
serve(open_store(sys.argv[1]), Place(port=0), tell=lambda address: print(address, flush=True))
"""
WRITER = """
import random, sys, time
from pathlib import Path
from bench.desk_store import VERSIONS, make_tables
from dateline.keep.schema import CODED, to_table
from dateline.keep.writer import writing
seed = 1000
while True:
    seed += 1
    tables = make_tables(20, seed)
    for name in CODED:  # other ids than those of the store, so that nothing stands in it twice
        for row in tables.get(name, ()):
            row["report_id"] = f"{seed}-{row['report_id']}"
            if "event_id" in row:
                row["event_id"] = f"{seed}-{row['event_id']}"
    with writing(Path(sys.argv[1])) as writer:
        writer.keep("invented", VERSIONS, "coded", {name: to_table(name, tables.get(name, ())) for name in
        CODED})
        number = writer.finish(None)
    print(number, flush=True)
    time.sleep(float(sys.argv[2]))
"""


@dataclass(slots=True)
class Times:
    """What the readers saw: seconds a kind of page, and every answer that was no page."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, wrong: str | None) -> None:
        """One request."""
        with self.lock:
            self.taken[kind].append(seconds)
            if wrong:
                self.wrong[f"{kind}: {wrong}"] += 1


def requests(ids: dict[str, list[str]], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Kind and path of one request after the other, without end."""
    kinds = ["incident"] * 4 + ["overview"] * 2 + ["report", "ledger", "actor", "data"]
    while True:
        kind = chance.choice(kinds)
        if kind == "overview":
            yield kind, _overview(ids, chance)
        elif kind == "ledger":
            yield kind, f"/ledger?{urlencode({'place': chance.choice(ids['place'])})}"
        elif kind == "data":
            yield kind, f"/incident/{chance.choice(ids['incident'])}.json"
        else:
            yield kind, f"/{kind}/{quote(chance.choice(ids[kind]), safe='')}"


def _overview(ids: dict[str, list[str]], chance: random.Random) -> str:
    if chance.random() < 0.5:
        return "/"
    first, length = chance.randrange(1400), chance.randrange(10, 700)
    asked = {"first": _day(first), "last": _day(first + length)}
    if chance.random() < 0.5:
        asked["country"] = chance.choice(ids["country"])
    if chance.random() < 0.3:
        asked["origins"] = str(chance.randrange(1, 4))
    if chance.random() < 0.3:
        asked["disputed"] = "1"
    return f"/?{urlencode(asked)}"


def _day(number: int) -> str:
    from datetime import timedelta

    from bench.desk_store import FIRST

    return (FIRST + timedelta(days=number)).isoformat()


def read_ids(folder: Path) -> dict[str, list[str]]:
    """What there is to ask for."""
    from dateline.keep import open_store

    asked = {
        "incident": "SELECT incident_id AS v FROM incidents", "report": "SELECT report_id AS v FROM reports",
        "actor": "SELECT DISTINCT unnest(actors) AS v FROM incidents",
        "place": "SELECT DISTINCT place AS v FROM ledger",
        "country": "SELECT DISTINCT country AS v FROM incidents",
    }  # fmt: skip
    with open_store(folder).current() as snapshot:
        return {name: [str(row["v"]) for row in snapshot.rows(query)] for name, query in asked.items()}


def reader(host: str, token: str, asked: Callable[[], tuple[str, str] | None], times: Times) -> None:
    """One reader on one connection, until there is nothing more to ask."""
    connection = http.client.HTTPConnection(host, timeout=60)
    while (one := asked()) is not None:
        kind, path = one
        began = time.perf_counter()
        try:
            connection.request("GET", path, headers={"authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            body = answer.read()
            wrong = None if answer.status == 200 and len(body) > 100 else f"status {answer.status}"
        except OSError as error:
            wrong = type(error).__name__
            connection.close()
        times.note(kind, time.perf_counter() - began, wrong)
    connection.close()


def measure(folder: Path, count: int, pause: float) -> tuple[Times, int]:
    """Times of so many requests, and how often the store changed meanwhile."""
    ids = read_ids(folder)
    server = _start(SERVER, str(folder))
    assert server.stdout
    host, _, token = server.stdout.readline().strip().removeprefix("http://").partition("/?token=")
    chance, lock, left = random.Random(7), threading.Lock(), [count]
    stream = requests(ids, chance)

    def asked() -> tuple[str, str] | None:
        with lock:
            left[0] -= 1
            return next(stream) if left[0] >= 0 else None

    writer = _start(WRITER, str(folder), str(pause)) if pause else None
    times, changes = Times(), 0
    try:
        readers = [threading.Thread(target=reader, args=(host, token, asked, times)) for _ in range(CLIENTS)]
        for one in readers:
            one.start()
        for one in readers:
            one.join()
    finally:
        server.terminate()
        server.communicate()
        if writer:
            writer.terminate()
            changes = len((writer.communicate()[0] or "").splitlines())
    return times, changes


def _start(program: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *args], stdout=subprocess.PIPE, text=True)


def main() -> None:
    """Make the store where there is none, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--store", type=Path, help="A store of bench.desk_store's; made where there is none.")
    parser.add_argument("--pause", type=float, default=5.0, help="Seconds between two additions; 0: none.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or Path(folder) / "store"
        if not (store / "format.json").exists():
            from bench.desk_store import make_tables, write_store

            write_store(store, make_tables(asked.events))
        began = time.perf_counter()
        times, changes = measure(store, asked.requests, asked.pause)
    total = sum(map(len, times.taken.values()))
    print(
        f"{total} requests of {CLIENTS} readers in {time.perf_counter() - began:.0f} s; the store changed "
        f"{changes} times"
    )
    for kind, seconds in sorted(times.taken.items()):
        ordered = sorted(seconds)
        middle, most = ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]
        wanted = f"  wanted {WANTED[kind]:.3f}" if kind in WANTED else ""
        print(f"{kind:10} {len(ordered):6} requests  p50 {middle:.3f} s  p95 {most:.3f} s{wanted}")
    print(f"errors: {dict(times.wrong) or 'none'}")


if __name__ == "__main__":
    main()
