"""What `dateline.code` gives: the readings, with their events in the forms people work in."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.model import Event, Failure, Interpretation
from dateline.publish.arrow import needs, to_arrow


@dataclass(frozen=True, slots=True)
class Coded:
    """Readings in input order, and the reports that were set aside. Its length is that of its events."""

    readings: tuple[Interpretation, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event of every report, in order."""
        return tuple(self)

    def __iter__(self) -> Iterator[Event]:
        return (event for reading in self.readings for event in reading.events)

    def __len__(self) -> int:
        return sum(len(reading.events) for reading in self.readings)

    def to_arrow(self) -> Any:  # noqa: ANN401 - a pyarrow.Table
        """The events as a `pyarrow.Table`, one row an event (needs the extra `arrow`)."""
        return to_arrow(self)

    def to_pandas(self) -> Any:  # noqa: ANN401 - a pandas.DataFrame
        """The events as a pandas frame, nested fields as dicts and arrays (needs the extra `pandas`)."""
        needs("pandas", "pandas")
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:  # noqa: ANN401 - a polars.DataFrame
        """The events as a polars frame (needs the extra `polars`)."""
        return needs("polars", "polars").from_arrow(self.to_arrow())

    def _repr_html_(self) -> str:
        from dateline.publish.page import to_html

        return to_html(self, len(self.failures))
