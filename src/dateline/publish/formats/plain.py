"""CSV, Parquet and Arrow: the record itself, one row an event, or incidents with what their sources answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.keep.schema import TABLES
from dateline.publish.arrow import schema as event_schema
from dateline.publish.arrow import to_arrow
from dateline.publish.cells import Cell, joined
from dateline.publish.chosen import BATCH, Chosen, EventRow, IncidentRow
from dateline.publish.formats.form import EVENTS, INCIDENTS, Column, Fields, Format, told, write_rows
from dateline.publish.sheet import COLUMNS as SHEET
from dateline.record import number

E = Column[EventRow]
N = Column[IncidentRow]
QUESTIONS = ("killed", "injured")


def _of_event(value: Callable[[Any], Cell]) -> Callable[[EventRow], Cell]:
    return lambda row: value(row.event)


def _iso(row: EventRow, end: str) -> str | None:
    day = getattr(row, end)
    return day.isoformat() if day else None


EVENT_COLUMNS: tuple[Column[EventRow], ...] = (
    *(E(name, meaning, _of_event(value)) for name, meaning, value in SHEET),
    E("time_low", "first day that the time may mean, ISO 8601", lambda r: _iso(r, "low")),
    E("time_high", "last day that it may mean", lambda r: _iso(r, "high")),
    E("incident_id", "the incident it belongs to", lambda r: r.incident_id),
)


def answer(row: IncidentRow, question: str, field: str) -> Any:  # noqa: ANN401 - a cell of the answers' table
    """A field of the answer to a question about all who are concerned; None where no source answers."""
    own = (a for a in row.answers if a["question"] == question and a["population"] is None)
    found = next(own, None)
    return found[field] if found else None


def _number(question: str, field: str) -> Callable[[IncidentRow], Cell]:
    return lambda row: number(answer(row, question, field))


def _rule(question: str) -> Callable[[IncidentRow], Cell]:
    return lambda row: answer(row, question, "rule")


def _plain(name: str) -> Callable[[IncidentRow], Cell]:
    def value(row: IncidentRow) -> Cell:
        found = row.incident[name]
        if isinstance(found, list):
            return joined(found)
        return found.isoformat() if hasattr(found, "isoformat") else found  # type: ignore[no-any-return]

    return value


INCIDENT_TOLD: Final[dict[str, str]] = {
    "incident_id": "the incident's id",
    "title": "what it is called",
    "type": "PLOVER type",
    "modes": "PLOVER modes",
    "first_day": "first day on which it may have been, ISO 8601",
    "last_day": "last day on which it may have been",
    "country": "ISO 3166-1 alpha-3",
    "place_name": "name of the place",
    "lat": "latitude, WGS 84",
    "lon": "longitude, WGS 84",
    "place_precision": "site, city, admin, country",
    "status": "happened, ongoing, planned, possible, denied",
    "actors": "who did it",
    "recipients": "to whom it was done",
    "reports": "reports that tell of it",
    "texts": "independent texts among them",
    "origins": "independent origins: sources that do not stand on one another",
    "events": "events coded in the reports",
    "disputed": "whether sources contradict one another",
    "confidence": "probability that it is told right",
}
INCIDENT_COLUMNS: tuple[Column[IncidentRow], ...] = (
    *(N(name, meaning, _plain(name)) for name, meaning in INCIDENT_TOLD.items()),
    *(
        column
        for question in QUESTIONS
        for column in (
            N(f"{question}_low", f"{question}, at least", _number(question, "low")),
            N(f"{question}_best", f"{question}, the rule's best figure", _number(question, "best")),
            N(f"{question}_high", f"{question}, at most", _number(question, "high")),
            N(f"{question}_rule", "name of the rule that settled the three", _rule(question)),
        )
    ),
)
ANSWERS = pa.list_(pa.struct([field for field in TABLES["answers"] if field.name != "incident_id"]))


def incident_schema() -> pa.Schema:
    """The Arrow schema of an incident: the store's columns, with the answers as a list."""
    return TABLES["incidents"].append(pa.field("answers", ANSWERS))


def _nested(rows: Iterable[IncidentRow]) -> pa.Table:
    listed = [
        row.incident
        | {"answers": [{k: v for k, v in one.items() if k != "incident_id"} for one in row.answers]}
        for row in rows
    ]
    return pa.Table.from_pylist(listed, schema=incident_schema())


def _arrow_batches(chosen: Chosen, unit: str) -> Iterator[pa.Table]:
    if unit == EVENTS:
        rows = chosen.events()
        while some := list(islice(rows, BATCH)):
            yield to_arrow(row.event for row in some)
    else:
        incidents = chosen.incidents()
        while listed := list(islice(incidents, BATCH)):
            yield _nested(listed)


def _schema(unit: str) -> pa.Schema:
    schema: pa.Schema = event_schema() if unit == EVENTS else incident_schema()
    return schema


def write_csv(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes events or incidents as flat CSV."""
    if unit == EVENTS:
        return write_rows(path, EVENT_COLUMNS, chosen.events())
    return write_rows(path, INCIDENT_COLUMNS, chosen.incidents())


def write_parquet(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes events as records, or incidents with their answers, as Parquet."""
    rows = 0
    with pq.ParquetWriter(path, _schema(unit), compression="zstd") as writer:
        for table in _arrow_batches(chosen, unit):
            rows += table.num_rows
            writer.write_table(table)
    return rows


def write_arrow(chosen: Chosen, unit: str, path: Path) -> int:
    """The same as an Arrow file (IPC, also called Feather 2)."""
    rows = 0
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, _schema(unit)) as writer:
        for table in _arrow_batches(chosen, unit):
            rows += table.num_rows
            writer.write_table(table)
    return rows


def _nested_fields() -> Fields:
    events = tuple((f.name, f"as in [the record](../record.md): {f.type}", True) for f in event_schema())
    answers = ("answers", f"what the sources answer, question by question: {ANSWERS}", True)
    incidents = tuple((name, meaning, True) for name, meaning in INCIDENT_TOLD.items())
    return {EVENTS: events, INCIDENTS: (*incidents, answers)}


ALL = "All events are written, whatever their `status`: filter by it before counting."
CSV = Format(
    name="csv",
    title="CSV",
    suffix=".csv",
    write=write_csv,
    fields={EVENTS: told(EVENT_COLUMNS), INCIDENTS: told(INCIDENT_COLUMNS)},
    about="dateline's own columns, flat, for spreadsheets and statistics programs; one row an event, or with "
    "`--unit incidents` an incident.",
    file="CSV as RFC 4180: UTF-8, separated by commas, with a header.",
    notes=("Several values in one cell are joined by `; `.", ALL),
)
PARQUET = Format(
    name="parquet",
    title="Parquet",
    suffix=".parquet",
    write=write_parquet,
    fields=_nested_fields(),
    about="The whole record, nested as it is, for pandas, polars, DuckDB, R and Spark; one row an event, or with "
    "`--unit incidents` an incident with its answers.",
    file="Apache Parquet, compressed with zstd.",
    notes=(ALL,),
)
ARROW = Format(
    name="arrow",
    title="Arrow",
    suffix=".arrow",
    write=write_arrow,
    fields=_nested_fields(),
    about="The same as `parquet`, as a file that is mapped into memory rather than read.",
    file="Arrow IPC file format, also known as Feather version 2, uncompressed.",
    notes=(ALL,),
)
