"""Where an answer comes from: the last holder of its chain, else the passage or the outlet it stands in."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.merge.independence import UNKNOWN

Row = Mapping[str, Any]
_DETERMINERS = re.compile(r"^(?:the|a|an|its|his|her|their|one|some|several)\s+", re.IGNORECASE)
_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "we", "i", "you", "which", "that"})


@dataclass(frozen=True, slots=True)
class Origins:
    """What is known of the passages and outlets of the reports."""

    passages: Mapping[str, tuple[tuple[int, int, str], ...]]
    shared: frozenset[str]
    """Origins of passages that several reports carry."""
    outlets: Mapping[str, str | None]

    @classmethod
    def of(cls, reports: Iterable[Row], passages: Iterable[Row]) -> Origins:
        """From the rows of `reports` and `passages`."""
        runs: dict[str, list[tuple[int, int, str]]] = {}
        for row in passages:
            runs.setdefault(row["report_id"], []).append((row["start"], row["end"], row["origin_id"]))
        carried = Counter(origin for own in runs.values() for origin in {run[2] for run in own})
        return cls(
            {report: tuple(own) for report, own in runs.items()},
            frozenset(origin for origin, times in carried.items() if times > 1),
            {row["report_id"]: row["outlet"] for row in reports},
        )

    def origin(self, report_id: str, start: int, holder: Row | None) -> str:
        """The origin of what stands at `start`, on the word of `holder` (None: the reporter's own).

        Two reports that name the same last holder, or carry the same passage, have one origin.
        """
        if holder is not None and (said := speaker_key(holder)):
            return said
        here = (o for first, last, o in self.passages.get(report_id, ()) if first <= start < last)
        origin = next(here, None)
        if origin is not None and (origin in self.shared or not origin.startswith(UNKNOWN)):
            return origin
        outlet = self.outlets.get(report_id)
        return f"outlet:{outlet}" if outlet else f"report:{report_id}"


def speaker_key(holder: Row) -> str | None:
    """What makes two holders the same body: its name, else its words and what is known of it.

    A role whose bearer is known by the country alone ("the governor") is its words: a state has many of them.
    """
    if holder["name"] and not _role(holder):
        return f"says:{holder['name']}/{holder['country'] or ''}"
    words = " ".join(_DETERMINERS.sub("", holder["text"].lower()).split())
    if not words or words in _PRONOUNS:
        return None
    return f"says:{words}/{holder['country'] or ''}"


def speaker_name(holder: Row) -> str:
    """What a person reads: the name, else the words of the report."""
    words = " ".join(str(holder["text"]).split())
    return words if _role(holder) else str(holder["name"] or words)


def _role(holder: Row) -> bool:
    """Whether a holder is named by its office, and nothing is known of who bears it but the country."""
    words = _DETERMINERS.sub("", str(holder["text"]).strip())
    return words[:1].islower() and words.lower() not in _PRONOUNS and holder["name"] in _countries()


@cache
def _countries() -> frozenset[str]:
    """The names of all countries, as actors are named by them."""
    table = files("dateline") / "_ref" / "actors" / "countries.csv"
    with table.open(encoding="utf8") as lines:
        return frozenset(row["name"] for row in csv.DictReader(lines))
