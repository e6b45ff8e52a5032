"""CSV, Parquet, Arrow, GeoJSON, SQLite, FollowTheMoney, PROV: read back with the tools that open them."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
from prov.model import ProvDocument

from dateline.errors import UserError
from dateline.keep import Store
from dateline.keep.schema import TABLES
from dateline.publish.arrow import schema
from dateline.publish.chosen import chosen
from dateline.publish.export import export
from dateline.record import event_record
from tests.publish import stores


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return stores.small_store(tmp_path_factory.mktemp("store"))


def written(store: Store, form: str, folder: Path, unit: str | None = None, *, attack: bool = False) -> Path:
    ids = [stores.first_attack().id, stores.second_attack().id] if attack else None
    with store.current() as snapshot:
        export(chosen(snapshot, ids), form, folder / "out", unit)
    return folder / "out"


def test_csv_of_events_and_of_incidents(store: Store, tmp_path: Path) -> None:
    with written(store, "csv", tmp_path).open(encoding="utf-8", newline="") as file:
        rows = {row["event_id"]: row for row in csv.DictReader(file)}
    assert rows[stores.plan().id]["status"] == "planned"
    assert rows[stores.first_attack().id]["incident_id"] == stores.ATTACK
    assert (rows[stores.retreat().id]["time_low"], rows[stores.retreat().id]["time_high"]) == (
        "2016-03-01",
        "2016-03-31",
    )
    with written(store, "csv", tmp_path, "incidents").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (
        row["incident_id"],
        row["killed_low"],
        row["killed_best"],
        row["killed_high"],
        row["killed_rule"],
    ) == (
        stores.ATTACK,
        "12",
        "12",
        "15",
        "ucdp",
    )
    assert (row["injured_low"], row["disputed"]) == ("", "True")


def test_parquet_holds_the_record_itself(store: Store, tmp_path: Path) -> None:
    table = pq.read_table(written(store, "parquet", tmp_path))
    assert table.schema.equals(schema())
    by_id = {row["id"]: row for row in table.to_pylist()}
    first = by_id[stores.first_attack().id]
    expected = event_record(stores.first_attack())
    assert {name: first[name] for name in ("trigger", "counts", "actors")} == {
        name: expected[name] for name in ("trigger", "counts", "actors")
    }


def test_parquet_of_incidents_holds_the_answers(store: Store, tmp_path: Path) -> None:
    (row,) = pq.read_table(written(store, "parquet", tmp_path, "incidents")).to_pylist()
    (answer,) = row["answers"]
    assert (answer["low"], answer["rule"], answer["claims"]) == (12.0, "ucdp", ["c1", "c2"])


def test_arrow_and_polars_see_the_same(store: Store, tmp_path: Path) -> None:
    path = written(store, "arrow", tmp_path)
    with pa.memory_map(str(path)) as source:
        read = pa.ipc.open_file(source).read_all()
    frame = pl.read_ipc(path)
    assert read.num_rows == frame.height == 4
    assert frame["type"].to_list() == read["type"].to_pylist()


def test_an_export_of_nothing_is_a_file_all_the_same(store: Store, tmp_path: Path) -> None:
    for form in ("csv", "parquet", "arrow", "geojson", "sqlite", "ftm"):
        with store.current() as snapshot:
            assert export(chosen(snapshot, []), form, tmp_path / form).rows == 0
    assert pq.read_table(tmp_path / "parquet").num_rows == 0
    assert json.loads((tmp_path / "geojson").read_text("utf-8"))["features"] == []


def test_gdal_opens_the_geojson(store: Store, tmp_path: Path) -> None:
    path = written(store, "geojson", tmp_path).rename(tmp_path / "events.geojson")
    about = pyogrio.read_info(path)
    assert (about["geometry_type"], about["crs"], about["features"]) == ("Point", "EPSG:4326", 3)
    table = pyogrio.read_arrow(path)[1]
    rows = {row["event_id"]: row for row in table.to_pylist()}
    assert rows[stores.retreat().id]["place_role"] == "from"
    assert rows[stores.second_attack().id]["title"] == stores.HARM
    assert pyogrio.read_bounds(path)[1].min(axis=1).round(2).tolist() == [35.95, 35.4, 35.95, 35.4]


def test_the_geojson_is_as_the_standard_has_it(store: Store, tmp_path: Path) -> None:
    whole = json.loads(written(store, "geojson", tmp_path, "incidents").read_text("utf-8"))
    assert list(whole) == ["type", "features"]
    (feature,) = whole["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [37.046, 36.586]}
    assert (feature["id"], feature["properties"]["killed_high"]) == (stores.ATTACK, 15)
    assert not any(isinstance(value, (list, dict)) for value in feature["properties"].values())


def test_sqlite_has_keys_that_hold_indexes_and_a_search(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(written(store, "sqlite", tmp_path))) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        joined = db.execute(
            "SELECT i.title, r.outlet, c.low FROM claims c JOIN incidents i USING (incident_id) "
            "JOIN reports r ON r.report_id = c.report_id ORDER BY c.claim_id"
        ).fetchall()
        assert joined == [
            ("Attack on the market of Azaz", "The Pebble", 12.0),
            ("Attack on the market of Azaz", "@Evil; Post", 15.0),
        ]
        keys = {row[2] for row in db.execute("PRAGMA foreign_key_list(event_actors)")}
        assert keys == {"events", "reports"}
        plan = db.execute("EXPLAIN QUERY PLAN SELECT * FROM event_actors WHERE event_id = 'x'").fetchone()[3]
        assert "USING INDEX" in plan
        hits = db.execute("SELECT title FROM reports_search WHERE reports_search MATCH 'shelled'").fetchall()
        assert hits == [("Market hit",)]


def test_offsets_hold_in_sqlite_whatever_the_text(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(written(store, "sqlite", tmp_path))) as db:
        rows = db.execute(
            "SELECT e.trigger_start, e.trigger_end, e.trigger_text, r.text "
            "FROM events e JOIN reports r USING (report_id)"
        ).fetchall()
    assert len(rows) == 4
    assert [row for row in rows if row[3][row[0] : row[1]] != row[2]] == []
    assert any("\N{REPLACEMENT CHARACTER}" in row[3] for row in rows)


def test_sqlite_of_some_events_has_their_incidents_whole(store: Store, tmp_path: Path) -> None:
    with store.current() as snapshot:
        export(chosen(snapshot, [stores.second_attack().id]), "sqlite", tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out")) as db:
        assert db.execute("SELECT count(*) FROM events").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM reports").fetchone() == (2,)


def test_sqlite_has_the_columns_of_the_store(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(written(store, "sqlite", tmp_path))) as db:
        for table in ("reports", "events", "claims", "ledger"):
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            assert names == TABLES[table].names


def entities(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_followthemoney_entities_point_to_one_another(store: Store, tmp_path: Path) -> None:
    listed = entities(written(store, "ftm", tmp_path))
    by_id = {entity["id"]: entity for entity in listed}
    assert len(by_id) == len(listed)
    assert {entity["schema"] for entity in listed} == {
        "Article",
        "Event",
        "LegalEntity",
        "PublicBody",
        "Address",
    }
    for entity in listed:
        for name in ("proof", "organizer", "involved", "addressEntity"):
            values = entity["properties"].get(name, [])  # type: ignore[attr-defined]
            assert all(value in by_id for value in values)
    (attack,) = entities(written(store, "ftm", tmp_path, "incidents"))[-1:]
    assert len(attack["properties"]["proof"]) == 2  # type: ignore[index]


def test_followthemoney_takes_them(store: Store, tmp_path: Path) -> None:
    """Where its library is installed: its requirements need a compiler, so that our pins leave it out."""
    model = pytest.importorskip("followthemoney").model
    for unit in ("events", "incidents"):
        for entity in entities(written(store, "ftm", tmp_path, unit)):
            proxy = model.get_proxy(entity, cleaned=False)
            proxy.schema.validate(entity)
            assert set(proxy.to_dict()["properties"]) == set(entity["properties"])  # type: ignore[call-overload]


def test_prov_reads_back_and_leads_from_the_answer_to_the_words(store: Store, tmp_path: Path) -> None:
    path = written(store, "prov", tmp_path, attack=True)
    document = ProvDocument.deserialize(str(path), format="json")
    assert document == ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    derived = [
        [str(value) for _, value in record.formal_attributes][:2]
        for record in document.get_records()
        if record.get_type().localpart == "Derivation"
    ]
    pairs = {tuple(pair) for pair in derived}
    incident = f"rec:incident-{stores.ATTACK}"
    way = [f"{incident}.answer0", "rec:claim-c1", "rec:report-r-first.52-63", "rec:report-r-first"]
    assert [step for step in pairwise(way) if step not in pairs] == []
    passage = document.get_record("rec:report-r-first.52-63")[0]
    assert "at least 12" in {str(value) for _, value in passage.attributes}


def test_prov_names_every_end_of_a_relation(store: Store, tmp_path: Path) -> None:
    whole = json.loads(written(store, "prov", tmp_path, attack=True).read_text("utf-8"))
    known = {name for kind in ("entity", "activity", "agent") for name in whole[kind]}
    ends = {
        value
        for kind, relations in whole.items()
        if kind not in {"prefix", "entity", "activity", "agent"}
        for relation in relations.values()
        for key, value in relation.items()
        if key != "prov:type"
    }
    assert ends <= known


def test_prov_is_for_one_incident(store: Store, tmp_path: Path) -> None:
    with store.current() as snapshot, pytest.raises(UserError, match="one incident, and these are 0"):
        export(chosen(snapshot, [stores.retreat().id]), "prov", tmp_path / "out")
