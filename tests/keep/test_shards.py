"""Many small shards become few large ones, and another coder's rows stand beside the first's."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from dateline.errors import UserError
from dateline.keep import Coder, Store, adding, compact, open_store
from dateline.keep.changes import changes
from dateline.keep.shards import broken_file
from dateline.model import Failure, Interpretation, Report
from tests.keep.stores import VERSIONS, read_by_hand, report, store_in


def numbered(first: int, last: int) -> list[Report]:
    return [report(f"Alpha{n} attacked Beta{n}.", id=f"r{n:03d}") for n in range(first, last)]


def ids(table: pa.Table) -> list[str]:
    return list(table["report_id"].to_pylist())


def folders(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.glob("shards/*/*"))


def test_many_small_shards_become_one_in_the_order_in_which_they_were_added(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    for n in range(compact.MANY + 2):
        store.add(numbered(n, n + 1))
    known = store.manifest()
    assert folders(store) == ["coded-000017", "coded-000018", "coded-000019"]
    assert len(known.shards(known.current or "")) == 3
    wanted = [f"r{n:03d}" for n in range(compact.MANY + 2)]
    assert ids(store.tables()["reports"]) == wanted
    assert ids(store.tables()["events"]) == wanted
    assert broken_file(tmp_path, known.live) is None
    with store.current() as snapshot:
        assert ids(snapshot.table("reports")) == wanted
    assert store.add(numbered(0, 18)).known == 18


def test_shards_that_are_large_together_become_one_and_large_ones_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compact, "LARGE", 10)
    monkeypatch.setattr(adding, "SHARD_REPORTS", 2)
    store = store_in(tmp_path)
    store.add(numbered(0, 9))
    known = store.manifest()
    sizes = [line.rows("reports") for line in known.shards(known.current or "")]
    assert sizes == [6, 2, 1]  # an event has two actors: three shards of two reports have twelve rows
    assert ids(store.tables()["reports"]) == [f"r{n:03d}" for n in range(9)]


def test_readers_go_on_while_a_writer_writes(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(numbered(0, 1))
    oldest = store.current()
    done = threading.Event()

    def write() -> None:
        for n in range(1, 13):
            store_in(tmp_path).add(numbered(n, n + 1))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = [1]
    while not done.is_set():
        with store.current() as snapshot:
            count = snapshot.sql("SELECT count(*) AS n FROM reports JOIN events USING (report_id)")["n"]
            seen.append(count[0].as_py())
    writer.join()
    assert seen == sorted(seen)
    assert oldest.sql("SELECT count(*) AS n FROM reports")["n"].to_pylist() == [1]
    oldest.close()
    assert len(list(tmp_path.glob("snapshots/*.duckdb"))) == 2
    with store.current() as snapshot:
        assert snapshot.number == 13


def attacks_alone(reports: Iterable[Report | Failure]) -> Iterator[Interpretation | Failure]:
    """A newer coder: it finds another type, and no more than one event a report."""
    for reading in read_by_hand(reports):
        yield reading if isinstance(reading, Failure) else reading.at_least(0.6)


def newer(folder: Path, stop_after: int | None = None) -> Store:
    def read(reports: Iterable[Report | Failure]) -> Iterator[Interpretation | Failure]:
        for n, reading in enumerate(attacks_alone(reports)):
            if n == stop_after:
                raise KeyboardInterrupt
            yield reading

    return open_store(folder, lambda: Coder(VERSIONS | {"model": "newer"}, read))


def test_a_recoding_that_was_cut_goes_on_and_is_seen_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "SHARD_REPORTS", 2)
    store = store_in(tmp_path)
    store.add([*numbered(0, 5), report("Alpha0 attacked Beta0. Corrected.", id="r000")])
    old = store.manifest().current
    before = store.tables()["reports"].to_pylist()
    with pytest.raises(KeyboardInterrupt):
        newer(tmp_path, stop_after=3).recode()
    assert store.manifest().current == old
    with pytest.raises(UserError, match="another coder"):
        newer(tmp_path).add([])
    done = newer(tmp_path).recode()
    assert (done.known, done.stored) == (2, 4)
    assert store.manifest().current == done.generation != old
    assert store.tables()["reports"].to_pylist() == before
    with store.current() as snapshot:
        assert snapshot.table("reports").to_pylist() == before
        assert snapshot.table("events").num_rows == 0
    gone = [change.change for change in changes(store.tables(old), store.tables())]
    assert gone == ["gone"] * 6
    assert newer(tmp_path).add(numbered(0, 6)).stored == 1


def test_what_merging_cannot_do_does_not_hide_what_was_read(tmp_path: Path) -> None:
    def fails(_tables: object, _judgements: object) -> dict[str, pa.Table]:
        raise ZeroDivisionError

    store = open_store(tmp_path, lambda: Coder(VERSIONS, read_by_hand), fails)
    with pytest.raises(ZeroDivisionError):
        store.add(numbered(0, 2))
    with store.current() as snapshot:
        assert ids(snapshot.table("reports")) == ["r000", "r001"]
