"""A store keeps what was read: all of it, exactly, in the tables of the schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from dateline.errors import UserError
from dateline.keep import Coder, Store, open_store
from dateline.keep.schema import CODED, MERGED, TABLES, to_table
from dateline.model import Failure, Interpretation, Report
from dateline.record import event_record
from tests.keep.stores import VERSIONS, report, store_in
from tests.publish.events import reading_of, report_of, withdrawal


def as_on_the_page(reports: Iterable[Report | Failure]) -> Iterator[Interpretation | Failure]:
    """Every report says what the example of the record says."""
    for _ in reports:
        yield reading_of(withdrawal())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store", lambda: Coder(VERSIONS, as_on_the_page))


def test_an_event_comes_back_as_it_went_in(store: Store) -> None:
    store.add([report_of()])
    event = withdrawal()
    with store.current() as snapshot:
        assert snapshot.event(event.id) == json.loads(json.dumps(event_record(event)))
        assert snapshot.report(event.report.id) == event.report
        assert snapshot.event("none") is None
        assert snapshot.report("none") is None


def test_every_table_of_the_schema_is_there_with_its_columns(store: Store) -> None:
    store.add([report_of()])
    with store.current() as snapshot:
        for name, schema in TABLES.items():
            assert snapshot.table(name).schema == schema, name
        rows = {name: snapshot.table(name).num_rows for name in CODED}
    assert rows == {
        "reports": 1, "events": 1, "event_actors": 1, "event_places": 1, "event_counts": 1,
        "event_holders": 1, "event_mentions": 0, "event_targets": 0, "statements": 1, "figures": 0,
    }  # fmt: skip


def test_the_shards_hold_the_same_as_the_snapshot(store: Store) -> None:
    store.add([report_of()])
    tables = store.tables()
    with store.current() as snapshot:
        assert {name: tables[name] for name in tables} == {name: snapshot.table(name) for name in CODED}


def test_what_merging_makes_is_written_and_read_like_the_rest(store: Store) -> None:
    store.add([report_of()])
    rows = [{"report_id": report_of().id, "text_id": "t1"}]
    store.write_merged({"report_texts": to_table("report_texts", rows)})
    with store.current() as snapshot:
        assert snapshot.table("report_texts").to_pylist() == rows
        assert snapshot.table("events").num_rows == 1


def test_a_table_with_other_columns_is_refused(store: Store) -> None:
    store.add([report_of()])
    with pytest.raises(ValueError, match="report_texts"):
        store.write_merged({"report_texts": pa.table({"report_id": ["a"]})})
    assert set(MERGED) <= set(TABLES)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE mine (a int)",
        "DELETE FROM events",
        "COPY events TO 'out.csv'",
        "SELECT * FROM read_text('other.txt')",
        "SET enable_external_access = true",
        "ATTACH 'other.duckdb'",
        "SELEKT",
        "",
    ],
)
def test_sql_can_only_read_the_store(store: Store, text: str) -> None:
    store.add([report_of()])
    with store.current() as snapshot, pytest.raises(UserError, match=r"^SQL: "):
        snapshot.sql(text)


def test_text_that_unicode_cannot_carry_keeps_its_offsets(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add([report("Al\ud800pha attacked Beta.", id="odd\udc00", title="\ud800")])
    with store.current() as snapshot:
        (row,) = snapshot.rows("SELECT * FROM events JOIN reports USING (report_id)")
    assert (row["report_id"], row["title"]) == ("odd\ufffd", "\ufffd")
    assert row["text"][row["trigger_start"] : row["trigger_end"]] == "attacked" == row["trigger_text"]
    assert json.loads(row["record"])["actors"][0]["text"] == "pha"


def test_a_folder_without_a_store_is_told_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no store"):
        store_in(tmp_path / "typo").current()
    assert not (tmp_path / "typo").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("…")
    with pytest.raises(UserError, match="holds other files and no store"):
        store_in(tmp_path).add([report("Alpha attacked Beta.")])
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_store_of_another_format_is_not_touched(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add([report("Alpha attacked Beta.")])
    (tmp_path / "format.json").write_text('{"format": 2}')
    for attempt in (store.current, store.rebuild, lambda: store.add([])):
        with pytest.raises(UserError, match="another format"):
            attempt()


def test_a_snapshot_can_be_opened_by_older_versions_of_duckdb(tmp_path: Path) -> None:
    import duckdb

    store_in(tmp_path).add([report("Alpha attacked Beta.")])
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{tmp_path / 'snapshots' / '1.duckdb'}' AS s (READ_ONLY)")
        ((tags,),) = connection.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = 's'"
        ).fetchall()
    assert tags["storage_version"].startswith("v1.4.0")
