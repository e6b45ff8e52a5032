"""The promise of every export: each text that goes out stands in its report, at its offsets.

In: records, or rows of the store's tables, and the texts of their reports. Out: nothing.
Fails: `UserError` that names the event and the field of the first text that is another than the report's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dateline.errors import UserError
from dateline.publish.cells import whole_text
from dateline.record import Record

Found = tuple[str, Any, Any, str | None]
"""Field, start, end, and the text that is said to stand there."""
PREFIXES = ("", "cue_", "trigger_", "sentence_")
"""What the columns of a table's spans begin with."""
SHOWN = 60


def check_record(record: Record, text: str) -> None:
    """Every span of an event's record, all the way down, against its report's text."""
    about = {key: value for key, value in record.items() if key != "report"}
    for found in _spans(about, ""):
        _compare(f"event {record['id']}", found, text)


def check_row(table: str, row: Mapping[str, Any], text: str) -> None:
    """Every span of a row of one of the store's tables against its report's text."""
    what = f"event {row['event_id']}" if "event_id" in row else f"report {row['report_id']}"
    for prefix in PREFIXES:
        start, end = row.get(f"{prefix}start"), row.get(f"{prefix}end")
        if start is not None and end is not None:
            _compare(what, (f"{table}.{prefix}text", start, end, row.get(f"{prefix}text")), text)
    for field in ("furniture", "credits"):
        for found in _spans(row.get(field) or [], field):
            _compare(what, (f"{table}.{found[0]}", *found[1:]), text)


def _spans(value: Any, path: str) -> Iterator[Found]:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield from _spans(item, f"{path}[{n}]")
    elif isinstance(value, dict):
        if "start" in value and "end" in value:
            yield path, value["start"], value["end"], value.get("text")
        for key, inner in value.items():
            yield from _spans(inner, f"{path}.{key}" if path else key)


def _compare(what: str, found: Found, text: str) -> None:
    field, start, end, said = found
    inside = isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)
    if inside and (said is None or whole_text(said) == whole_text(text[start:end])):
        return
    there = f"“{text[start:end][:SHOWN]}”" if inside else f"nothing: the report has {len(text)} characters"
    told = "" if said is None else f", and “{said[:SHOWN]}” is given"
    raise UserError(
        " ".join(
            f"{what}, {field}: at {start}–{end} its report has {there}{told}; nothing was exported. "
            "Reject the event, or read its report again".split()
        )
    )
