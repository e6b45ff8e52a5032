"""Decisions as annotated reports: the form in which the gold sets of whole reports are kept.

Each report with a decision gives two files, `ID.json` with its events and `ID.report.json` with its text.
Whatever is pointed at is pointed at by a quote: the n-th occurrence of that exact string. Rejected events are
left out; `README.json` says of which reports every event was looked at.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from dateline.errors import UserError
from dateline.serve.corrections import decided
from dateline.serve.judged import Judged
from dateline.serve.links import file_name
from dateline.serve.view import Row, View


def gold(view: View, judged: Judged) -> dict[str, Any]:
    """File name → what it holds."""
    by_report = _judged_reports(view, judged)
    files: dict[str, Any] = {}
    whole: dict[str, bool] = {}
    for report_id in sorted(by_report):
        found = view.one("SELECT * FROM reports WHERE report_id = ?", [report_id])
        if found is None:
            continue
        name = file_name(report_id)
        decisions = [decided(record, judged) for record in by_report[report_id]]
        kept = [record for verdict, record in decisions if verdict in {"accept", "correct"}]
        events = [_event(f"e{n}", record, found["text"]) for n, record in enumerate(kept, start=1)]
        files[f"{name}.json"] = {"id": report_id, "events": events}
        about = {key: found[key] for key in ("outlet", "url", "published", "title")}
        files[f"{name}.report.json"] = {"id": report_id, **about, "text": found["text"]}
        whole[report_id] = all(verdict for verdict, _ in decisions)
    files["README.json"] = {
        "every event looked at": [r for r in whole if whole[r]],
        "only some": [r for r in whole if not whole[r]],
    }
    return files


def _judged_reports(view: View, judged: Judged) -> dict[str, list[Row]]:
    """Report → all its events, of the reports with a judged one."""
    judged_events = judged.events()
    marks = ", ".join("?" * len(judged_events))
    rows = view.rows(
        f"SELECT report_id, record FROM events WHERE report_id IN (SELECT report_id FROM events WHERE "
        f"event_id IN ({marks})) "
        "ORDER BY report_id, trigger_start, event_id",
        judged_events,
    ) if judged_events else []  # fmt: skip
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["report_id"]].append(json.loads(row["record"]))
    return grouped


def _event(number: str, record: Row, text: str) -> dict[str, Any]:
    return {
        "id": number,
        "type": record["type"],
        "mode": record["mode"],
        "triggers": [_quote(one, text) for one in record.get("mentions") or [record["trigger"]]],
        "actors": [_quote(one, text) | _fields(one, "country", "sector") for one in record["actors"]],
        "recipients": [_quote(one, text) | _fields(one, "country", "sector") for one in record["recipients"]],
        "places": [_quote(one, text) | _fields(one, "role", "name", "country") for one in record["places"]],
        "time": _quote(record["time"], text) | _fields(record["time"], "value") if record["time"] else None,
        "counts": [_count(one, text) for one in record["counts"]],
        "status": record["status"],
        "said_by": [_quote(one, text) | _fields(one, "country", "sector") for one in record["said_by"]],
        "optional": False,
    }


def _count(one: Row, text: str) -> dict[str, Any]:
    made = _quote(one, text) | _fields(one, "of", "what", "low", "best", "high")
    if one.get("said_by"):
        made["said_by"] = [_quote(h, text) | _fields(h, "country", "sector") for h in one["said_by"]]
    return made


def _quote(one: Row, text: str) -> dict[str, Any]:
    """A span as the n-th occurrence of its words; occurrences may overlap."""
    words, n, at = text[one["start"] : one["end"]], 1, -1
    while (at := text.find(words, at + 1)) < one["start"]:
        n += 1
    return {"q": words, "n": n}


def _fields(one: Row, *names: str) -> dict[str, Any]:
    return {name: one.get(name) for name in names}


def write_gold(files: dict[str, Any], folder: Path) -> int:
    """Writes the files into a folder; gives the number of reports. UserError where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in files.items():
            (folder / name).write_text(json.dumps(value, indent=1), "utf-8")
    except OSError as error:
        raise UserError(f"{folder}: cannot be written ({error.strerror}); name another folder") from error
    return len([name for name in files if name.endswith(".report.json")])


def packed(files: dict[str, Any]) -> bytes:
    """The files as one zip archive, the same for the same decisions."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in files.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, json.dumps(value, ensure_ascii=True, indent=1))
    return out.getvalue()
