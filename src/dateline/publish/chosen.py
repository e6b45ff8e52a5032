"""What is exported: the events that were asked for, and the incidents they belong to, read from a snapshot.

In: a `Snapshot` and the ids of events. Out: events, whole incidents, and rows of the store's tables, in a
fixed order and a batch at a time; each text that passes was compared with its report (`spans.py`).
Fails: `UserError` where one differs.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from dateline.errors import UserError
from dateline.keep import Snapshot
from dateline.keep.events import event_told
from dateline.keep.find import condition_of
from dateline.keep.schema import TABLES
from dateline.keep.tables import report_of
from dateline.merge.answers import RULES, Claim, answers_of
from dateline.model import Event, Report
from dateline.publish.judged import Judged, judged
from dateline.publish.spans import check_record, check_row
from dateline.record import SURROGATE

BATCH = 1000
REJECTED = "rejected by a reviewer"
FACTS = frozenset({"happened", "ongoing"})
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with what the store knows besides: the days it may mean, when it came in, its incident."""

    event: Event
    low: date | None = None
    high: date | None = None
    added_at: datetime | None = None
    incident_id: str | None = None

    @property
    def day(self) -> date | None:
        """The one day on which it was; None where that is not told to the day."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident with its events and with what its sources answer."""

    incident: Row
    events: tuple[EventRow, ...]
    answers: tuple[Row, ...] = ()

    @property
    def lead(self) -> EventRow:
        """The event that stands for it: what happened before what may have, then the most certain."""
        of = self.incident["type"]
        return min(
            self.events,
            key=lambda row: (
                row.event.type != of,
                row.event.status not in FACTS,
                -row.event.confidence,
                row.event.id,
            ),
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The events of `ids` in a snapshot; `everything` where that is all there are."""

    source: Snapshot
    ids: tuple[str, ...]
    everything: bool = False
    left_out: Counter[str] = field(default_factory=Counter)
    """Why events or incidents were left out → how many; filled while they are read."""
    judged: Judged = field(default_factory=Judged)
    rule: str | None = None
    """The rule that settles numbers; None for what the store has settled already."""

    def events(self) -> Iterator[EventRow]:
        """The events, report by report in the order of the text."""
        for some in batches(self.ids):
            yield from self._events(some)

    def settled_by(self, rule: str | None) -> Chosen:
        """The same with numbers settled by a rule; UserError where none is called so."""
        if rule is not None and rule not in RULES:
            raise UserError(f"no rule named {rule}; there are {', '.join(RULES)}")
        return replace(self, rule=rule)

    def incidents(self) -> Iterator[IncidentRow]:
        """The incidents that hold a chosen event, with all their events, in the order of their days."""
        for some in batches(self.incident_ids()):
            rows = self._where("incidents", "incident_id", some, "first_day NULLS LAST, incident_id")
            members: dict[str, list[str]] = defaultdict(list)
            for row in self._where("incident_events", "incident_id", some, "event_id"):
                members[row["incident_id"]].append(row["event_id"])
            events = {row.event.id: row for row in self._events([e for ids in members.values() for e in ids])}
            answers = self._answers(some)
            for row in rows:
                if row["incident_id"] in self.judged.rejected:
                    self.left_out[f"incident: {REJECTED}"] += 1
                    continue
                own = tuple(events[one] for one in members[row["incident_id"]] if one in events)
                if own:
                    yield IncidentRow(row, own, tuple(answers[row["incident_id"]]))

    def _answers(self, incidents: Sequence[str]) -> Mapping[str, list[Row]]:
        """Incident → its answers, made anew of its claims where a rule was asked for."""
        answers: dict[str, list[Row]] = defaultdict(list)
        for row in self._where("answers", "incident_id", incidents, "question, population, rule"):
            answers[row["incident_id"]].append(row)
        if self.rule is None:
            return answers
        claims: dict[str, list[Claim]] = defaultdict(list)
        for row in self._where("claims", "incident_id", incidents, "claim_id"):
            claims[row["incident_id"]].append(Claim(**row))
        anew = {one: [a.row() for a in answers_of(own, self.rule)] for one, own in claims.items()}
        return defaultdict(list, {**answers, **anew})

    def incident_ids(self) -> list[str]:
        """The incidents that hold a chosen event, in the order of their days."""
        found: set[str] = set()
        for some in batches(self.ids):
            found.update(row["incident_id"] for row in self._where("incident_events", "event_id", some))
        order = "SELECT incident_id FROM incidents ORDER BY first_day NULLS LAST, incident_id"
        return [row["incident_id"] for row in self.source.rows(order) if row["incident_id"] in found]

    def with_whole_incidents(self) -> Chosen:
        """The same with every event of the incidents that are touched."""
        more: set[str] = set(self.ids)
        for some in batches(self.incident_ids()):
            more.update(row["event_id"] for row in self._where("incident_events", "incident_id", some))
        return chosen(self.source, more, everything=self.everything)

    def report_ids(self) -> list[str]:
        """The reports of the chosen events, in order; all reports where everything was chosen."""
        if self.everything:
            found = self.source.rows("SELECT report_id FROM reports ORDER BY report_id")
        else:
            query = "SELECT DISTINCT report_id FROM events WHERE event_id IN (SELECT unnest(?))"
            found = [row for some in batches(self.ids) for row in self.source.rows(query, [list(some)])]
        return list(dict.fromkeys(row["report_id"] for row in found))

    def tables(self, names: Iterable[str]) -> Iterator[tuple[str, Row]]:
        """The rows of these tables that belong to the chosen events, their reports and their incidents."""
        wanted = list(names)
        own, incidents = set(self.ids) - self.judged.rejected, self.incident_ids()
        for some in batches(self.report_ids(), 200):
            texts = {row["report_id"]: row["text"] for row in self._where("reports", "report_id", some)}
            for name in [name for name in wanted if "report_id" in TABLES[name].names]:
                for row in self._where(name, "report_id", some, _order(name)):
                    if row.get("event_id", None) is None or row["event_id"] in own:
                        check_row(name, row, texts[row["report_id"]])
                        yield name, row
        for name in [name for name in wanted if "report_id" not in TABLES[name].names]:
            key = "incident_id" if "incident_id" in TABLES[name].names else "report_a"
            for some in batches(incidents if key == "incident_id" else self.report_ids()):
                yield from ((name, row) for row in self._where(name, key, some, _order(name)))

    def _events(self, ids: Sequence[str]) -> Iterator[EventRow]:
        columns = "event_id, report_id, time_low, time_high, record"
        order = "report_id, trigger_start, event_id"
        rows = self._where("events", "event_id", ids, order, columns)
        incidents = {r["event_id"]: r["incident_id"] for r in self._where("incident_events", "event_id", ids)}
        reports = self._reports({row["report_id"] for row in rows})
        for row in rows:
            if row["event_id"] in self.judged.rejected:
                self.left_out[REJECTED] += 1
                continue
            report, added_at = reports[row["report_id"]]
            record = self.judged.apply(_whole(json.loads(row["record"])))
            check_record(record, report.text)
            event = event_told(record, report)
            yield EventRow(event, row["time_low"], row["time_high"], added_at, incidents.get(event.id))

    def _reports(self, ids: Iterable[str]) -> Mapping[str, tuple[Report, datetime]]:
        rows = self._where("reports", "report_id", sorted(ids))
        return {row["report_id"]: (report_of(row), row["added_at"]) for row in rows}

    def _where(
        self, table: str, column: str, values: Sequence[str], order: str = "", columns: str = "*"
    ) -> list[Row]:
        ordered = f"ORDER BY {order}" if order else ""
        query = f"SELECT {columns} FROM {table} WHERE {column} IN (SELECT unnest(?)) {ordered}"
        return self.source.rows(query, [list(values)])


def chosen(source: Snapshot, ids: Iterable[str] | None = None, *, everything: bool = False) -> Chosen:
    """These events of a snapshot, or all of them, in the order of their reports and texts."""
    order = "SELECT event_id FROM events ORDER BY report_id, trigger_start, event_id"
    there = [row["event_id"] for row in source.rows(order)]
    if ids is not None:
        wanted = set(ids)
        there = [one for one in there if one in wanted]
    decisions = judged(source.rows("SELECT * FROM judgements"))
    return Chosen(source, tuple(there), everything or ids is None, judged=decisions)


def found(source: Snapshot, query: str, *, every_version: bool = False) -> Chosen:
    """The events that a query in the language of `dateline find` finds; all of them for an empty one.

    Of a page that changed its last version alone, unless `every_version`.
    """
    condition, params = condition_of(query, source, every_version=every_version)
    joined = "SELECT event_id FROM events e JOIN reports r USING (report_id) WHERE"
    ids = [row["event_id"] for row in source.rows(f"{joined} {condition}", params)]
    return chosen(source, ids, everything=not query.strip())


def batches(values: Sequence[str], size: int = BATCH) -> Iterator[Sequence[str]]:
    """The values, so many at a time."""
    return (values[start : start + size] for start in range(0, len(values), size))


def _order(table: str) -> str:
    """What fixes the order of a table's rows."""
    keys = (
        "report_id", "incident_id", "event_id", "report_a", "report_b", "seq", "trigger_start", "claim_id",
        "question", "role", "count_n", "n", "start",
    )  # fmt: skip
    return ", ".join(f'"{key}"' for key in keys if key in TABLES[table].names)


def _whole(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value with unpaired surrogates as U+FFFD, as the stored text has them."""
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
