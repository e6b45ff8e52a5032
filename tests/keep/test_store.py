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
from tests.publish.events import reading_of, report_of, withdrawal

VERSIONS = {"dateline": "0.1.0", "model": "m", "ontology": "PLOVER 2.0"}


def by_hand(reports: Iterable[Report]) -> Iterator[Interpretation | Failure]:
    """Every report says what the example of the record says."""
    for _ in reports:
        yield reading_of(withdrawal())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store", lambda: Coder(VERSIONS, by_hand))


def test_an_event_comes_back_as_it_went_in(store: Store) -> None:
    store.add([report_of()])
    event = withdrawal()
    with store.current() as snapshot:
        assert snapshot.event(event.id) == json.loads(json.dumps(event_record(event)))
        assert snapshot.report(event.report.id) == event.report


def test_every_table_of_the_schema_is_there_with_its_columns(store: Store) -> None:
    store.add([report_of()])
    with store.current() as snapshot:
        for name, schema in TABLES.items():
            assert snapshot.table(name).schema == schema, name
        rows = {name: snapshot.table(name).num_rows for name in CODED}
    assert rows == {
        "reports": 1, "events": 1, "event_actors": 1, "event_places": 1, "event_counts": 1,
        "event_holders": 1, "event_mentions": 0, "event_targets": 0, "statements": 1,
    }  # fmt: skip


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
    ],
)
def test_sql_can_only_read_the_store(store: Store, text: str) -> None:
    store.add([report_of()])
    with store.current() as snapshot, pytest.raises(UserError, match=r"^SQL: "):
        snapshot.sql(text)
