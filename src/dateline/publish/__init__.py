"""Readings to something a person or a program reads.

In: `Interpretation`s in order. Out: lines of text, one after the other as the readings come: events as
JSON lines or CSV, the layers of each report as JSON lines, or a table in plain characters.
Stores are exported by `export.py`, a format each in `formats/`.
Fails: a form that is not among `FORMS` raises ValueError; readings themselves cannot fail here.
"""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from dateline.model import Interpretation
from dateline.publish import sheet
from dateline.record import event_record, layers_record, to_json

__all__ = ["FORMS", "publish"]

FORMS = ("table", "json", "csv", "layers")


def publish(readings: Iterable[Interpretation], form: str, *, width: int = 160) -> Iterator[str]:
    """The lines of `readings` in a form of `FORMS`; `width` is the table's."""
    if form not in FORMS:
        raise ValueError(f"no form {form!r}; there are {', '.join(FORMS)}")
    return {"table": _table, "json": _json, "csv": _csv, "layers": _layers}[form](readings, width)


def _json(readings: Iterable[Interpretation], _width: int) -> Iterator[str]:
    return (to_json(event_record(event)) for reading in readings for event in reading.events)


def _layers(readings: Iterable[Interpretation], _width: int) -> Iterator[str]:
    return (to_json(layers_record(reading)) for reading in readings)


def _csv(readings: Iterable[Interpretation], _width: int) -> Iterator[str]:
    yield sheet.header()
    for reading in readings:
        yield from sheet.rows(reading.events)


def _table(readings: Iterable[Interpretation], width: int) -> Iterator[str]:
    from rich.console import Console

    from dateline.publish.table import print_reading

    for reading in readings:
        console = Console(file=io.StringIO(), width=width, no_color=True, force_terminal=False)
        with console.capture() as captured:
            print_reading(console, reading)
        yield from captured.get().splitlines()
