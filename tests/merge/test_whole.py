"""The whole program on the sample reports, and on the one it was begun with: read, kept, merged, asked."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

import dateline
from dateline.keep import Snapshot, Store
from dateline.keep.schema import MERGED

REMADE = sorted(set(MERGED) - {"incident_log"})
"""What is the same however often it is made; the log goes on."""


@pytest.fixture(scope="module")
def store(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The reports on the withdrawal from Syria and the raid on Tajoura, and others of the samples."""
    kept = dateline.open_store(tmp_path_factory.mktemp("whole") / "store")
    reports = dateline.read(root / "samples/reports.jsonl")
    kept.add(r for r in reports if r.id.startswith(("withdrawal-", "tajoura-", "niger-ternwire")))
    return kept


@pytest.fixture
def snapshot(store: Store) -> Snapshot:
    return store.current()


def column(snapshot: Snapshot, query: str) -> list[object]:
    found: pa.Table = snapshot.sql(query)
    return list(found.column(0).to_pylist())


def test_the_withdrawal_is_one_incident_in_several_reports(snapshot: Snapshot) -> None:
    (row, *_) = snapshot.rows(
        "SELECT i.incident_id, count(DISTINCT e.report_id) AS reports FROM incident_events i "
        "JOIN events e USING (event_id) WHERE e.type = 'RETREAT' AND e.mode = 'withdraw' "
        "AND e.report_id LIKE 'withdrawal-%' GROUP BY 1 ORDER BY 2 DESC"
    )
    assert row["reports"] >= 3
    both = snapshot.rows(
        "SELECT DISTINCT report_id FROM incident_events WHERE incident_id = ?", [row["incident_id"]]
    )
    assert {one["report_id"].partition("-")[0] for one in both} == {"withdrawal"}


def test_every_event_is_in_one_incident_and_every_number_is_counted(snapshot: Snapshot) -> None:
    assert column(snapshot, "SELECT event_id FROM incident_events GROUP BY 1 HAVING count(*) > 1") == []
    assert column(snapshot, "SELECT event_id FROM incident_events EXCEPT SELECT event_id FROM events") == []
    assert column(snapshot, "SELECT event_id FROM events EXCEPT SELECT event_id FROM incident_events") == []
    odd = (
        "SELECT incident_id FROM incidents i WHERE texts > reports OR reports <> (SELECT count(DISTINCT "
        "report_id) FROM incident_events e WHERE e.incident_id = i.incident_id)"
    )
    assert column(snapshot, odd) == []
    assert column(snapshot, "SELECT incident_id FROM incidents WHERE origins = 0") == []


@pytest.mark.parametrize("table", ["claims", "ledger", "event_actors", "event_places", "event_counts"])
def test_every_text_is_its_slice_of_the_report(snapshot: Snapshot, table: str) -> None:
    odd = (
        f"SELECT t.text FROM {table} t JOIN reports r USING (report_id) "
        'WHERE substring(r.text, t.start + 1, t."end" - t.start) <> t.text'
    )
    assert column(snapshot, f"SELECT count(*) FROM {table}") != [0]
    assert column(snapshot, odd) == []


def test_all_that_is_merged_can_be_made_again(store: Store, tmp_path: Path) -> None:
    copy = dateline.open_store(shutil.copytree(store.folder, tmp_path / "copy"))
    with store.current() as before:
        copy.rebuild()
        with copy.current() as after:
            assert [n for n in REMADE if before.table(n) != after.table(n)] == []
            assert before.table("incident_log") == after.table("incident_log")


def test_a_corrected_report_counts_once(store: Store, tmp_path: Path, root: Path) -> None:
    copy = dateline.open_store(shutil.copytree(store.folder, tmp_path / "copy"))
    old = next(r for r in dateline.read(root / "samples/reports.jsonl") if r.id == "tajoura-ternwire")
    text = f"Correction: an earlier version gave another number of dead.\n\n{old.text}"
    changed = tmp_path / "changed.txt"
    changed.write_text(text, "utf-8")
    (new,) = dateline.read(changed, published=old.published, outlet=old.outlet)
    assert copy.add([replace(new, id=old.id)]).revised == 1
    with copy.current() as snapshot:
        held = set(column(snapshot, "SELECT report_id FROM incident_events"))
        assert old.id not in held
        assert f"{old.id}@{new.text_sha256[:8]}" in held


@pytest.mark.gold
def test_the_report_on_hmeimim_joins_the_incident_of_the_samples(
    store: Store, tmp_path: Path, gold: Path
) -> None:
    copy = dateline.open_store(shutil.copytree(store.folder, tmp_path / "copy"))
    with copy.current() as before:
        ids = set(column(before, "SELECT incident_id FROM incidents"))
    assert copy.add(dateline.read(gold / "reports/withdrawal-2016.report.json")).stored == 1
    with copy.current() as snapshot:
        found = snapshot.rows(
            "SELECT i.incident_id FROM incident_events i JOIN events e USING (event_id) "
            "WHERE e.report_id = 'withdrawal-2016' AND e.type = 'RETREAT'"
        )
        assert {row["incident_id"] for row in found} & ids
        assert snapshot.rows("SELECT * FROM ledger WHERE report_id = 'withdrawal-2016'")
