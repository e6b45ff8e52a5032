"""What one generation says otherwise than another: events gone, new, or read in another way."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

Record = Mapping[str, Any]
GONE, NEW, CHANGED = "gone", "new", "changed"
REPORT_GONE, REPORT_NEW = "report gone", "report new"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the report, the event before and after it, and of a changed one the fields."""

    report_id: str
    change: str
    before: Record | None = None
    after: Record | None = None
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def changes(before: Mapping[str, pa.Table], after: Mapping[str, pa.Table]) -> Iterator[Change]:
    """The differences between the coded tables of two generations, report by report."""
    texts, texts_now = _texts(before), _texts(after)
    events, events_now = _events(before), _events(after)
    for report in [*texts, *(report for report in texts_now if report not in texts)]:
        if report not in texts_now or report not in texts:
            yield Change(report, REPORT_NEW if report in texts_now else REPORT_GONE)
        else:
            yield from _of_report(report, events[report], events_now[report])


def _texts(tables: Mapping[str, pa.Table]) -> dict[str, None]:
    return dict.fromkeys(tables["reports"]["report_id"].to_pylist())


def _events(tables: Mapping[str, pa.Table]) -> defaultdict[str, list[Record]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for row in tables["events"].select(["report_id", "record"]).to_pylist():
        found[row["report_id"]].append(json.loads(row["record"]))
    return found


def _of_report(report: str, before: list[Record], after: list[Record]) -> Iterator[Change]:
    left = list(after)
    pairs: list[tuple[Record, Record]] = []
    rest = before
    for alike in (_same_trigger, _overlapping, _same_sentence):
        pairs += [(one, other) for one in rest if (other := _taken(one, left, alike)) is not None]
        matched = {one["id"] for one, _ in pairs}
        rest = [one for one in rest if one["id"] not in matched]
    for one, other in sorted(pairs, key=lambda pair: int(pair[0]["trigger"]["start"])):
        fields = {
            name: (value, then) for name, value in _told(one).items() if value != (then := _told(other)[name])
        }
        if fields:
            yield Change(report, CHANGED, one, other, fields)
    yield from (Change(report, GONE, one) for one in rest)
    yield from (Change(report, NEW, None, other) for other in left)


def _taken(one: Record, left: list[Record], alike: Any) -> Record | None:  # noqa: ANN401 - a rule below
    for n, other in enumerate(left):
        if alike(one, other):
            return left.pop(n)
    return None


def _same_trigger(one: Record, other: Record) -> bool:
    return bool(one["trigger"] == other["trigger"] and one["type"] == other["type"])


def _overlapping(one: Record, other: Record) -> bool:
    a, b = one["trigger"], other["trigger"]
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def _same_sentence(one: Record, other: Record) -> bool:
    return bool(one["sentence"] == other["sentence"] and one["type"] == other["type"])


PLAIN: Final = ("type", "mode", "contexts", "status")


def _told(event: Record) -> dict[str, Any]:
    """What an event says, in the parts that a person would compare."""
    known: dict[str, Any] = {name: event[name] for name in PLAIN}
    for name, parts in (
        ("actors", ("name", "country", "sector")),
        ("recipients", ("name", "country", "sector")),
        ("places", ("role", "name", "country")),
        ("counts", ("of", "low", "best", "high")),
        ("said_by", ("name",)),
    ):
        known[name] = [" ".join(_parts(one, parts)) for one in event[name]]
    return known | {"time": event["time"] and event["time"]["value"]}


def _parts(one: Record, names: tuple[str, ...]) -> Iterator[str]:
    if "name" in names and not one["name"]:
        yield f"“{one['text']}”"
    yield from (str(one[name]) for name in names if one[name] is not None)
