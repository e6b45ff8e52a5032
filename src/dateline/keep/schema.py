"""The store's tables: the same names and columns in the Parquet shards, in DuckDB and in docs/store.md.

A column is written `name:type`; `*` after it says that it may be null. Offsets are code points into
`reports.text`, half-open. Days are dates; moments are UTC. Text that Unicode cannot carry (unpaired
surrogates) stands as U+FFFD in every column but `record`, where it is escaped, so that offsets hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pyarrow as pa

from dateline.record import SURROGATE

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Table → its rows."""

_SPAN = [("start", pa.int32()), ("end", pa.int32())]
_TYPES: Final[Mapping[str, pa.DataType]] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "int": pa.int32(),
    "long": pa.int64(),
    "real": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "moment": pa.timestamp("us"),
    "json": pa.string(),
    "dated": pa.struct([(name, pa.string()) for name in ("raw", "method", "day")]),
    "furniture": pa.list_(pa.struct([*_SPAN, ("rule", pa.string())])),
    "credits": pa.list_(pa.struct([*_SPAN, *((n, pa.string()) for n in ("text", "agency", "rule"))])),
}
_WORDS = "start:int end:int text:text"
_BOUNDS = "low:real* best:real* high:real*"
_OF_EVENT = "event_id:text report_id:text"


def _schema(columns: str) -> pa.Schema:
    fields = []
    for column in columns.split():
        name, _, kind = column.partition(":")
        fields.append(pa.field(name, _TYPES[kind.rstrip("*")], nullable=kind.endswith("*")))
    return pa.schema(fields)


CODED: Final[Mapping[str, pa.Schema]] = {
    "reports": _schema(
        "report_id:text text:text text_sha256:text raw_sha256:text* outlet:text* url:text* title:text* "
        "author:text* published:text* published_day:day* dated:dated* language:text* origin:text* "
        "encoding:text* extractor:text* added_at:moment revises:text* given_id:text* "
        "furniture:furniture credits:credits"
    ),
    "events": _schema(
        f"{_OF_EVENT} type:text mode:text* contexts:texts quad:text* score:real* status:text "
        "trigger_start:int trigger_end:int trigger_text:text sentence_start:int sentence_end:int "
        "time_text:text* time_value:text* time_low:day* time_high:day* time_precision:text* "
        "confidence:real coder:text rule:text record:json"
    ),
    "event_actors": _schema(
        f"{_OF_EVENT} role:text n:int {_WORDS} name:text* country:text* sector:text* id:text*"
    ),
    "event_places": _schema(
        f"{_OF_EVENT} n:int role:text {_WORDS} name:text* country:text* lat:real* lon:real* "
        "precision:text* source:text*"
    ),
    "event_counts": _schema(f"{_OF_EVENT} n:int {_WORDS} of:text what:text* {_BOUNDS}"),
    "event_holders": _schema(
        f"{_OF_EVENT} count_n:int* n:int {_WORDS} name:text* country:text* sector:text* kind:text* "
        "certainty:text* cue_start:int* cue_end:int* cue_text:text*"
    ),
    "event_mentions": _schema(f"{_OF_EVENT} n:int {_WORDS}"),
    "event_targets": _schema(f"{_OF_EVENT} n:int {_WORDS}"),
    "statements": _schema("report_id:text n:int kind:text stance:text record:json"),
    "figures": _schema(
        f"report_id:text n:int {_WORDS} of:text what:text* population:text* {_BOUNDS} rule:text status:text "
        "part:flag wider:flag event_id:text* change:text* actor_name:text* actor_country:text* "
        "place_name:text* place_country:text* time_low:day* time_high:day* record:json"
    ),
}
"""What reading a report gives."""

MERGED: Final[Mapping[str, pa.Schema]] = {
    "copies": _schema("report_a:text report_b:text kind:text share_of_a:real share_of_b:real evidence:json"),
    "passages": _schema("report_id:text start:int end:int origin_id:text evidence:json"),
    "report_texts": _schema("report_id:text text_id:text"),
    "incidents": _schema(
        "incident_id:text title:text type:text modes:texts first_day:day* last_day:day* country:text* "
        "place_name:text* lat:real* lon:real* place_precision:text* status:text actors:texts "
        "recipients:texts reports:int texts:int origins:int events:int disputed:flag confidence:real"
    ),
    "incident_events": _schema(
        "incident_id:text event_id:text report_id:text score:real reasons:json by:text"
    ),
    "incident_log": _schema(
        "seq:long at:moment action:text incident_id:text other:text* by:text reason:text* evidence:json"
    ),
    "claims": _schema(
        "incident_id:text claim_id:text question:text population:text* report_id:text event_id:text* "
        f"{_WORDS} holder:text* holder_kind:text* origin_id:text published_day:day* as_of:day* "
        f"stance:text {_BOUNDS} value:text* latest:flag supersedes:text*"
    ),
    "answers": _schema(
        f"incident_id:text question:text population:text* rule:text {_BOUNDS} value:text* disputed:flag "
        "claims:texts"
    ),
    "ledger": _schema(
        f"actor:text country:text* what:text place:text* place_country:text* lat:real* lon:real* {_BOUNDS} "
        "number_text:text* from_day:day* to_day:day* change:text status:text holder:text* "
        f"holder_kind:text* report_id:text event_id:text* {_WORDS}"
    ),
}
"""What the incidents are made of; all of it can be made again from `CODED` and the judgements."""

JUDGED: Final[Mapping[str, pa.Schema]] = {
    "judgements": _schema(
        "judgement_id:text at:moment reviewer:text action:text event_id:text* incident_id:text* other:text* "
        "field:text* value:json* reason:text* undoes:text*"
    ),
}
"""What people decided: judgements.jsonl, as a table."""

TABLES: Final[Mapping[str, pa.Schema]] = {**CODED, **MERGED, **JUDGED}


def to_table(name: str, rows: Iterable[Row]) -> pa.Table:
    """The rows as the table `name`; ValueError where a row's columns are not the table's."""
    schema = TABLES[name]
    known = set(schema.names)
    listed = list(rows)
    for row in listed:
        if row.keys() != known:
            raise ValueError(f"{name}: columns {sorted(set(row) ^ known)} are missing or unknown")
    try:
        return pa.Table.from_pylist(listed, schema=schema)
    except UnicodeEncodeError:  # so rare that not every text is looked at beforehand
        return pa.Table.from_pylist([clean(row) for row in listed], schema=schema)


def checked(name: str, table: pa.Table) -> pa.Table:
    """A table with the columns of `name` in their order and types; ValueError where one does not fit."""
    schema = TABLES[name]
    if set(table.column_names) != set(schema.names):
        odd = sorted(set(table.column_names) ^ set(schema.names))
        raise ValueError(f"{name}: columns {odd} are missing or unknown")
    return table.select(schema.names).cast(schema)


def clean(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """The value with unpaired surrogates as U+FFFD, one for one."""
    if isinstance(value, str):
        return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [clean(item) for item in value]
    return {key: clean(item) for key, item in value.items()} if isinstance(value, dict) else value


def as_json(value: object) -> str:
    """A value as one line of JSON, for a `json` column."""
    return SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False))
