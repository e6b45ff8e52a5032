"""What a store does with files of its own that a cut, a disk or a person has broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import UserError
from dateline.keep import Store
from tests.keep.stores import report, store_in


@pytest.fixture
def store(tmp_path: Path) -> Store:
    kept = store_in(tmp_path / "a 'quoted' folder ü")
    kept.add([report("Alpha attacked Beta.")])
    return kept


def count(store: Store) -> int:
    with store.current() as snapshot:
        return snapshot.table("reports").num_rows


@pytest.mark.parametrize("name", ["manifest.jsonl", "judgements.jsonl"])
def test_a_line_that_a_cut_left_half_written_never_was(store: Store, name: str) -> None:
    store.judge("Ann", "accept", event_id="e")
    with (store.folder / name).open("a") as file:
        file.write('{"half')
    store.judge("Ann", "reject", event_id="e")
    assert store.add([report("Zeta left Eta.")]).stored == 1
    assert (count(store), [one.action for one in store.judgements()]) == (2, ["accept", "reject"])


@pytest.mark.parametrize("name", ["manifest.jsonl", "judgements.jsonl"])
def test_a_whole_line_that_is_broken_is_told_with_its_number(store: Store, name: str) -> None:
    store.judge("Ann", "accept", event_id="e")
    path = store.folder / name
    path.write_text("nonsense\n" + path.read_text())
    with pytest.raises(UserError, match=f"{name}:1: broken"):
        store.add([])


@pytest.mark.parametrize("broken", ["pointer", "snapshot", "both gone"])
def test_a_broken_snapshot_is_told_and_made_anew(store: Store, broken: str) -> None:
    folder = store.folder / "snapshots"
    if broken == "pointer":
        (folder / "CURRENT").write_text("99\n")
    elif broken == "snapshot":
        (folder / "1.duckdb").write_bytes(b"junk" * 100)
    else:
        (folder / "CURRENT").unlink()
        (folder / "1.duckdb").unlink()
    with pytest.raises(UserError, match="`dateline rebuild` makes") as told:
        store.current()
    assert "\n" not in str(told.value)
    store.refresh()
    assert count(store) == 1


def test_a_shard_without_a_line_does_not_count_and_is_taken_away(store: Store) -> None:
    stray = next(store.folder.glob("shards/*")) / "coded-000007"
    stray.mkdir()
    (stray / "reports.parquet").write_bytes(b"")
    draft = store.folder / "snapshots" / ".9.duckdb"
    draft.write_bytes(b"")
    assert store.add([report("Zeta left Eta.")]).stored == 1
    assert count(store) == 2
    assert not stray.exists()
    assert not draft.exists()


def test_a_shard_of_before_a_column_was_there_is_read_with_nulls(store: Store) -> None:
    import pyarrow.parquet as pq

    (path,) = store.folder.rglob("reports.parquet")
    pq.write_table(pq.read_table(path).drop_columns(["author"]), path)
    assert store.tables()["reports"]["author"].to_pylist() == [None]
    (store.folder / "snapshots" / "CURRENT").unlink()
    store.refresh()
    with store.current() as snapshot:
        assert snapshot.table("reports")["author"].to_pylist() == [None]
