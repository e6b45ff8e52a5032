"""How likely a value is right: by how it was told, and by how well the publication day is known."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.ground.times.context import Reading
from dateline.ground.times.values import precision_of
from dateline.model import Report

_DAILY = frozenset(["day", "time", "week"])
_YEARLY = frozenset(["day", "month", "feast", "season", "quarter"])
"""What takes no more than its year from the publication day."""
_SURE = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """The table `confidence.toml`: what each way of telling is worth, and each way of dating a report."""

    ways: Mapping[str, str]
    """Rule of the grammar → way of telling."""
    right: Mapping[str, float]
    """`way.anchor` → the share of values that are right; `way.any` where the anchor was too rarely seen."""
    published: Mapping[str, tuple[float, float]]
    """Way of dating → the shares of reports dated right to the day, and right within a day."""


@cache
def scale() -> Scale:
    """The shipped table, read once."""
    path = files("dateline") / "_ref" / "times" / "confidence.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    ways = {rule: way for way, rules in table["ways"].items() for rule in rules}
    right = {
        f"{way}.{anchor}": float(cell["right"])
        for way, cells in table["right"].items()
        for anchor, cell in cells.items()
    }
    published = {name: (float(row["day"]), float(row["near"])) for name, row in table["published"].items()}
    return Scale(ways, right, published)


def way_of(rule: str, reading: Reading) -> str:
    """`way.anchor` of a reading: `weekday.published`, `day.written`, `later.text`."""
    way = scale().ways[rule]
    if way == "date":
        way = "day" if precision_of(reading.value) in ("day", "time") else "month"
    return f"{way}.{reading.anchor or 'written'}"


def confidence_of(rule: str, reading: Reading, report: Report, leans: bool) -> float | None:
    """P(value right | it is a time); `leans`: whether the value rests on the day of publication."""
    if reading.value is None:
        return None
    told = way_of(rule, reading)
    way = told.partition(".")[0]
    right = scale().right.get(told) or scale().right[f"{way}.any"]
    if leans:
        to_the_day, near = _dated(report)
        daily = way not in _YEARLY and precision_of(reading.value) in _DAILY
        right *= to_the_day if daily else near
    return round(right, 3)


def _dated(report: Report) -> tuple[float, float]:
    """How likely `published` is right to the day, and within a day."""
    dated = report.dated
    if dated is None or dated.method in ("given", "record"):
        return _SURE
    if dated.guessed:
        return scale().published["guess"]
    return scale().published["utc" if dated.day == "utc" else "declared"]
