"""The report with which dateline began, read as its annotators read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.model import Report
from dateline.pipeline import load_engine, run
from dateline.record import event_record

Record = dict[str, Any]


def span_of(text: str, quote: Record) -> tuple[int, int]:
    at = -1
    for _ in range(quote["n"]):
        at = text.index(quote["q"], at + 1)
    return at, at + len(quote["q"])


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def spans(found: list[Record]) -> list[tuple[int, int]]:
    return [(f["start"], f["end"]) for f in found]


def sides(mentions: list[Record]) -> set[tuple[str | None, str | None]]:
    return {(m["country"], m["sector"]) for m in mentions}


@pytest.fixture(scope="module")
def told(gold: Path) -> tuple[str, dict[str, Record], list[Record]]:
    folder = gold / "reports"
    given = json.loads((folder / "withdrawal-2016.report.json").read_text(encoding="utf8"))
    wanted = json.loads((folder / "withdrawal-2016.json").read_text(encoding="utf8"))["events"]
    report = Report(given["id"], given["text"], "", published=given["published"], language="en")
    (reading,) = run([report], load_engine())
    return given["text"], {e["id"]: e for e in wanted}, [event_record(e) for e in reading.events]  # type: ignore[union-attr]


@pytest.mark.gold
@pytest.mark.parametrize("name", ["e1", "e3", "e4", "e12", "e13", "e14", "e22"])
def test_what_the_issue_names_is_found(name: str, told: tuple[str, dict[str, Record], list[Record]]) -> None:
    text, wanted, coded = told
    gold_event = wanted[name]
    triggers = [span_of(text, t) for t in gold_event["triggers"]]
    holders = [span_of(text, s) for s in gold_event["said_by"]]
    near = [
        e for e in coded
        if e["type"] == gold_event["type"]
        and any(overlap((e["trigger"]["start"], e["trigger"]["end"]), t) for t in triggers)
        and e["status"] == gold_event["status"]
    ]  # fmt: skip
    assert near, [(e["type"], e["status"], e["trigger"]["text"]) for e in coded]

    def agrees(e: Record) -> bool:
        said = spans(e["said_by"])
        value = e["time"]["value"] if e["time"] else None
        counts = {(c["of"], c["low"], c["high"]) for c in e["counts"]}
        return (
            len(said) == len(holders)
            and all(overlap(a, b) for a, b in zip(said, holders, strict=True))
            and value == (gold_event["time"]["value"] if gold_event["time"] else None)
            and counts == {(c["of"], c["low"], c["high"]) for c in gold_event["counts"]}
            and sides(e["actors"]) == sides(gold_event["actors"])
        )

    assert any(map(agrees, near)), near
