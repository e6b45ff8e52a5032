"""What a format is: what the export calls, and what its codebook page is made of."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from dateline.publish.cells import Cell, one_line, safe
from dateline.publish.chosen import FACTS, Chosen, EventRow

Item = TypeVar("Item")
EVENTS, INCIDENTS = "events", "incidents"
LINE_END = "\r\n"


@dataclass(frozen=True)  # without slots, which a generic class called as Column[Row](…) does not bear
class Column(Generic[Item]):
    """A column: its name, what it holds (or why it is empty), and where the value comes from."""

    name: str
    told: str
    value: Callable[[Item], Cell] | None = None

    @property
    def filled(self) -> bool:
        """Whether anything ever stands in it."""
        return self.value is not None


Fields = Mapping[str, tuple[tuple[str, str, bool], ...]]
"""Unit → its columns or fields: name, what it holds, whether it is ever filled."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that events can be exported in."""

    name: str
    title: str
    suffix: str
    write: Callable[[Chosen, str, Path], int]
    """Writes what was chosen, of a unit, to a path; gives the number of rows."""
    fields: Fields
    about: str
    """What it is, who reads it and how."""
    file: str
    """What the file is like: separators, header, encoding."""
    notes: tuple[str, ...] = field(default=())
    rule: str | None = None
    """The rule that settles numbers of dead, where the format has one of its own."""

    lines: str | None = None
    """What its lines are, where they are no rows of a unit: `entities`."""

    @property
    def units(self) -> tuple[str, ...]:
        """What a row of it may be; the first unless another is asked for."""
        return tuple(self.fields)


def told(columns: Iterable[Column[Item]]) -> tuple[tuple[str, str, bool], ...]:
    """The columns as the codebook tells them."""
    return tuple((column.name, column.told, column.filled) for column in columns)


def facts(rows: Iterable[EventRow], chosen: Chosen) -> Iterator[EventRow]:
    """The events that are told as having happened; the others are left out and counted."""
    for row in rows:
        if row.event.status in FACTS:
            yield row
        else:
            chosen.left_out[f"{row.event.status}, which the format has no column for"] += 1


def write_rows(
    path: Path, columns: tuple[Column[Item], ...], items: Iterable[Item], *, tabs: bool = False
) -> int:
    """A table with a header: CSV, or separated by tabs with every cell on one line; the number of rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        delimiter, end = ("\t", "\n") if tabs else (",", LINE_END)
        writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
        writer.writerow([column.name for column in columns])
        count = 0
        for item in items:
            writer.writerow(cells(columns, item, tabs=tabs))
            count += 1
        return count


def write_bare(path: Path, columns: tuple[Column[Item], ...], items: Iterable[Item]) -> int:
    """A table separated by tabs, without a header and without quotation marks; the number of rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        count = 0
        for item in items:
            row = ("" if cell is None else str(cell) for cell in cells(columns, item, tabs=True))
            file.write("\t".join(row).replace('"', "'") + "\n")
            count += 1
        return count


def cells(columns: tuple[Column[Item], ...], item: Item, *, tabs: bool) -> list[Cell]:
    """The cells of one row, none of which runs as a formula."""
    values = [column.value(item) if column.value else None for column in columns]
    return [safe(one_line(value) if tabs else value) for value in values]
