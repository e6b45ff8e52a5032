"""Counts → a picture: bars over time, one colour a value of the second dimension; or bars side by side."""

# ruff: noqa: PLC0415 - matplotlib is imported when a picture is asked for

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from dateline.errors import UserError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUFFIXES: Final = (".png", ".svg")
STEPS: Final = ("day", "week", "month", "year")
MOST_SERIES, MOST_BARS, MOST_STEPS = 8, 30, 4_000
REST, UNKNOWN = "other", "not told"
COLOURS: Final = (
    "#0b5fa5", "#d9741a", "#3a8f4d", "#8c4a9e", "#b3262e", "#7a6a1f", "#2a8f93", "#c2629d", "#8a8f94",
)  # fmt: skip
_STYLE: Final[Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that a picture looks alike everywhere
    "font.size": 10,
    "svg.fonttype": "path",
    "svg.hashsalt": "dateline",
    "axes.spines.top": False,
    "axes.spines.right": False,
}


@dataclass(frozen=True, slots=True)
class Series:
    """Labels along the axis, and for each name a number a label."""

    labels: tuple[str, ...]
    values: dict[str, tuple[int, ...]]
    left_out: int = 0
    """What has no place along the axis."""


def plot_counts(table: pa.Table, path: str, title: str | None = None) -> None:
    """Writes a table that `merge.counting.count` gives as PNG or SVG, by the file's name.

    Raises UserError where the name ends otherwise, there is nothing to show, or the file cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UserError(f"{path}: a plot is a .png or .svg file; give it such a name")
    first = table.column_names[0]
    if len(table.column_names) < 2 or not any(row[first] for row in table.to_pylist()):
        raise UserError("nothing to plot: no event that fits says where on the axis it belongs; ask for more")
    content = drawn(table, suffix[1:], title)
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise UserError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def drawn(table: pa.Table, form: str, title: str | None = None) -> bytes:
    """The picture as a file's content."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    by, unit = table.column_names[:-1], table.column_names[-1]
    over_time = by[0] in STEPS
    series = series_of(table)
    out = io.BytesIO()
    with mpl.rc_context(_STYLE):
        size = (9.0, 4.5) if over_time else (9.0, max(2.5, 0.3 * len(series.labels) + 1.5))
        figure = Figure(figsize=size, layout="constrained")
        (_over_time if over_time else _side_by_side)(figure.add_subplot(), series, by, unit)
        if title:
            figure.suptitle(title, fontsize=11)
        if series.left_out:
            note = f"{series.left_out:,} {unit} whose {by[0]} is not told are left out"
            figure.supxlabel(note, fontsize=9, color="#5a6067")
        metadata = {"Date": None} if form == "svg" else {}
        figure.savefig(out, format=form, dpi=150, metadata=metadata)
    return out.getvalue()


def series_of(table: pa.Table) -> Series:
    """The numbers by the first dimension and the others; rare values of the others together as "other"."""
    by, unit = table.column_names[:-1], table.column_names[-1]
    rows = [
        (_label(row[by[0]]), " · ".join(_label(row[name]) for name in by[1:]) or unit, int(row[unit]))
        for row in table.to_pylist()
    ]
    over_time = by[0] in STEPS
    placed = [row for row in rows if row[0] != UNKNOWN or not over_time]
    names = _largest([(name, n) for _, name, n in placed], MOST_SERIES)
    told = [label for label in dict.fromkeys(label for label, _, _ in rows) if label != UNKNOWN]
    if over_time:
        labels = _every_step(told, by[0])
    else:
        labels = _largest([(label, n) for label, _, n in rows], MOST_BARS)
    place = {label: i for i, label in enumerate(labels)}
    values = {name: [0] * len(labels) for name in (*names, REST)}
    for label, name, n in rows:
        if label in place:
            values[name if name in names else REST][place[label]] += n
    left_out = sum(n for label, _, n in rows if label not in place)
    return Series(tuple(labels), {name: tuple(v) for name, v in values.items() if any(v)}, left_out)


def _label(value: str | None) -> str:
    return UNKNOWN if value is None else " ".join(str(value).split())[:40]


def _largest(rows: Sequence[tuple[str, int]], most: int) -> list[str]:
    """The names with the largest sums, the largest first."""
    sums: dict[str, int] = {}
    for name, n in rows:
        sums[name] = sums.get(name, 0) + n
    return sorted(sums, key=lambda name: (-sums[name], name))[:most]


def _every_step(told: list[str], step: str) -> list[str]:
    """All steps from the first to the last, those without an event among them."""
    if not told:
        return []
    first, last = _day(min(told), step), _day(max(told), step)
    found: list[str] = []
    while first <= last and len(found) < MOST_STEPS:
        found.append(_name(first, step))
        first = _next(first, step)
    return found


def _day(label: str, step: str) -> date:
    if step == "week":
        return date.fromisoformat(f"{label}-1")
    return date.fromisoformat({"year": f"{label}-01-01", "month": f"{label}-01"}.get(step, label))


def _name(day: date, step: str) -> str:
    return day.strftime({"year": "%Y", "month": "%Y-%m", "week": "%G-W%V", "day": "%Y-%m-%d"}[step])


def _next(day: date, step: str) -> date:
    if step == "year":
        return date(day.year + 1, 1, 1)
    if step == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + timedelta(7 if step == "week" else 1)


def _over_time(axes: Axes, series: Series, by: Sequence[str], unit: str) -> None:
    """Stacked bars, the time along the bottom."""
    from matplotlib.ticker import MaxNLocator

    positions = range(len(series.labels))
    base = [0] * len(series.labels)
    for colour, (name, values) in zip(COLOURS, series.values.items(), strict=False):
        axes.bar(positions, values, bottom=base, width=0.85, color=colour, label=name)
        base = [a + b for a, b in zip(base, values, strict=True)]
    step = max(1, -(-len(series.labels) // 12))
    shown = positions[::step]
    axes.set_xticks(shown, [series.labels[i] for i in shown], rotation=30, ha="right")
    axes.set_xlabel(by[0])
    axes.set_ylabel(unit)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color="#d5d8dc", linewidth=0.6)
    axes.set_axisbelow(True)
    _legend(axes, series, by)


def _side_by_side(axes: Axes, series: Series, by: Sequence[str], unit: str) -> None:
    """Horizontal bars, the largest on top."""
    from matplotlib.ticker import MaxNLocator

    positions = range(len(series.labels))
    base = [0] * len(series.labels)
    for colour, (name, values) in zip(COLOURS, series.values.items(), strict=False):
        axes.barh(positions, values, left=base, color=colour, label=name)
        base = [a + b for a, b in zip(base, values, strict=True)]
    axes.set_yticks(positions, series.labels)
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    axes.set_ylabel(by[0])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _legend(axes, series, by)


def _legend(axes: Axes, series: Series, by: Sequence[str]) -> None:
    if len(by) > 1:
        axes.legend(title=", ".join(by[1:]), frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
