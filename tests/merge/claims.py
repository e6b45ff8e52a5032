"""Claims for the tests: what somebody says of one incident, in a line."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateline.merge.answers.claim import Claim
from dateline.record import short_id

INCIDENT = "harbour-blast"


def claim(question: str, origin: str, day: int | None = 1, **more: Any) -> Claim:
    """A claim of an origin, published on a day of May 2021; the rest as a claim's columns."""
    kind = more.pop("kind", None)
    number = more.pop("number", None)
    if number is not None:
        more |= {"low": number, "best": number, "high": number, "text": more.get("text", str(number))}
    start = more.pop("start", 0)
    return Claim(
        incident_id=INCIDENT,
        claim_id=short_id(question, origin, day, number, more.get("value"), more.get("population"), start),
        question=question,
        population=more.pop("population", None),
        report_id=more.pop("report_id", f"report-{origin}-{day}"),
        event_id=None,
        start=start,
        end=start + 1,
        text=more.pop("text", "x"),
        holder=None if kind is None else origin,
        holder_kind=kind,
        origin_id=origin,
        published_day=None if day is None else date(2021, 5, day),
        as_of=more.pop("as_of", None),
        stance=more.pop("stance", "asserts"),
        **more,
    )
