"""A report: its text as stored with every span marked, and the events read in it."""

from __future__ import annotations

import json
from typing import Any

from dateline.serve.text import Segment, Span, segments, spans_of
from dateline.serve.view import Row, View


def report(view: View, report_id: str) -> dict[str, Any] | None:
    """All that the page shows; None where there is no such report."""
    found = view.one("SELECT * FROM reports WHERE report_id = ?", [report_id])
    if found is None:
        return None
    events = view.rows("SELECT event_id, record FROM events WHERE report_id = ?", [report_id])
    links = view.among(
        "SELECT event_id, incident_id FROM incident_events", "event_id", [row["event_id"] for row in events]
    )
    incident = {row["event_id"]: row["incident_id"] for row in links}
    titles = view.among("SELECT incident_id, title FROM incidents", "incident_id", set(incident.values()))
    title = {row["incident_id"]: row["title"] for row in titles}
    records = [
        json.loads(row["record"])
        | {"incident_id": (of := incident.get(row["event_id"])), "incident_title": title.get(of or "")}
        for row in events
    ]
    statements = view.rows(
        "SELECT n, kind, stance, record FROM statements WHERE report_id = ? ORDER BY n", [report_id]
    )
    return {
        "report": found,
        "events": sorted(records, key=lambda one: (one["trigger"]["start"], one["id"])),
        "statements": [row | {"record": json.loads(row["record"])} for row in statements],
        "copies": _copies(view, report_id),
        "origins": [
            row["origin_id"]
            for row in view.rows("SELECT DISTINCT origin_id FROM passages WHERE report_id = ? ORDER BY 1",
                [report_id])
        ],
    }  # fmt: skip


def _copies(view: View, report_id: str) -> list[Row]:
    """The reports that share text with this one, and how much of theirs."""
    pairs = view.rows(
        "SELECT report_b AS report_id, kind, share_of_a, share_of_b FROM copies WHERE report_a = $1 UNION "
        "ALL "
        "SELECT report_a, kind, share_of_b, share_of_a FROM copies WHERE report_b = $1 ORDER BY 1 LIMIT 100",
        [report_id],
    )
    select = "SELECT report_id, outlet, title FROM reports"
    others = {
        row["report_id"]: row for row in view.among(select, "report_id", {p["report_id"] for p in pairs})
    }
    return [{"outlet": None, "title": None} | others.get(pair["report_id"], {}) | pair for pair in pairs]


def marked(data: dict[str, Any]) -> list[list[Segment]]:
    """The text in paragraphs of segments: events' spans, sources of statements, furniture and credits."""
    found = data["report"]
    spans = [span for event in data["events"] for span in spans_of(event)]
    spans += [
        Span(f["start"], f["end"], "furniture", label=f"not prose: {f['rule']}")
        for f in found["furniture"] or ()
    ]
    spans += [
        Span(c["start"], c["end"], "credit", label=f"agency: {c['agency']}") for c in found["credits"] or ()
    ]
    for statement in data.get("statements", ()):
        spans += [
            Span(start, end, "speaker", label="speaks")
            for start, end in statement["record"].get("source", ())
        ]
    return paragraphs(found["text"], spans)


def paragraphs(text: str, spans: list[Span]) -> list[list[Segment]]:
    """One list of segments a line that is not empty; spans that cross a line are cut there."""
    result = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            end = start + len(line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
            inside = [
                Span(max(s.start, start), min(s.end, end), s.kind, s.event, s.label)
                for s in spans
                if s.start < end and s.end > start
            ]
            result.append(segments(text[start:end], inside, start))
        start += len(line)
    return result


def sentence(text: str, record: Row) -> list[Segment]:
    """The sentence of an event, its own spans marked."""
    start, end = record["sentence"]["start"], record["sentence"]["end"]
    return segments(
        text[start:end], [s for s in spans_of(record) if start <= s.start and s.end <= end], start
    )
