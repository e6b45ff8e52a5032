"""A claim: one source's answer to one question about an incident."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

NUMBERS = ("killed", "injured", "arrested", "displaced", "missing", "captured", "participants")
"""The questions that are answered by a number of people."""
FIGHTING = frozenset({"fighters", "soldiers", "police"})
"""Populations that take part in the fighting."""
ASSERTING = frozenset({"asserts", "confirms", "admits", "accuses"})
"""Stances that put something forward as so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The columns of the table `claims`, in their order."""

    incident_id: str
    claim_id: str
    question: str
    population: str | None
    report_id: str
    event_id: str | None
    start: int
    end: int
    text: str
    holder: str | None
    holder_kind: str | None
    origin_id: str
    published_day: date | None
    as_of: date | None
    stance: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    value: str | None = None
    latest: bool = True
    supersedes: str | None = None
    of_figure: bool = True
    """Whether the number is a figure of the report, not only an event's count; no column of the table."""
    version: int = 0
    """How many earlier versions the report has; no column of the table."""

    @property
    def day(self) -> date | None:
        """The day the answer speaks of: its own as-of day, else the day it was published."""
        return self.as_of or self.published_day

    def row(self) -> dict[str, Any]:
        """The claim as a row of the table."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(field.name for field in fields(Claim) if field.name not in ("of_figure", "version"))
