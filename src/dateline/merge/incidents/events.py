"""The events of a store's tables as mentions to be linked, in the order in which the reports appeared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from dateline.merge.incidents.mentions import Mention, Where, unit
from dateline.merge.incidents.sketch import STOP

Row = Mapping[str, Any]
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?<=[\w,’'] )[A-Z][\w’'-]+")
"""A capitalised word that does not begin the sentence."""
_IN_ARMS = frozenset({"REB", "UAF", "OPP"})
_OPEN = 1e9
"""Stands for a bound that the report leaves open: `at least 20`."""
_LAST = date.max


@dataclass(frozen=True, slots=True)
class Told:
    """A report with its prose (furniture blanked) and the events coded in it, in text order."""

    row: Row
    prose: str
    events: tuple[tuple[Row, Mention], ...]

    @property
    def day(self) -> date | None:
        """The day of publication, where known."""
        return self.row["published_day"]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to events: rows by event id."""

    actors: Mapping[str, list[Row]]
    places: Mapping[str, list[Row]]
    counts: Mapping[str, list[Row]]


def by_event(table: pa.Table) -> dict[str, list[Row]]:
    """The rows of a table of events' parts, by event id."""
    out: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        out[row["event_id"]].append(row)
    return out


def parts_of(tables: Mapping[str, pa.Table]) -> Parts:
    """Actors, places and counts of all events."""
    return Parts(*(by_event(tables[f"event_{name}"]) for name in ("actors", "places", "counts")))


def in_order(tables: Mapping[str, pa.Table], parts: Parts, events: Iterable[Row]) -> Iterator[Told]:
    """The reports by day of publication, those without one last, each with its events."""
    of_report: dict[str, list[Row]] = defaultdict(list)
    for row in events:
        of_report[row["report_id"]].append(row)
    wanted = ["report_id", "text", "title", "outlet", "published_day", "furniture"]
    reports = tables["reports"].select(wanted).to_pylist()
    for report in sorted(reports, key=lambda r: (r["published_day"] or _LAST, r["report_id"])):
        found = sorted(of_report[report["report_id"]], key=lambda e: (e["trigger_start"], e["event_id"]))
        told = tuple((e, mention_of(e, report["text"], parts)) for e in found)
        yield Told(report, prose(report), told)


def prose(report: Row) -> str:
    """A report's text without its furniture."""
    text, at, kept = report["text"], 0, []
    for part in report["furniture"] or ():
        kept.append(text[at : part["start"]])
        at = max(at, part["end"])
    return "".join([*kept, text[at:]])


def mention_of(event: Row, text: str, parts: Parts) -> Mention:
    """An event's row and parts as a mention."""
    key = event["event_id"]
    sentence = text[event["sentence_start"] : event["sentence_end"]]
    found = {w for w in map(str.lower, _WORD.findall(sentence)) if len(w) > 2 and w not in STOP}
    actors = parts.actors.get(key, ())
    trigger = _WORD.findall(event["trigger_text"].lower()) or [""]
    return Mention(
        key=key,
        report=event["report_id"],
        trigger=trigger[0],
        type=event["type"],
        mode=event["mode"],
        status=event["status"],
        words=unit(dict.fromkeys(found, 1.0)),
        names=frozenset(map(str.lower, _NAME.findall(sentence))),
        actors=frozenset(who(a) for a in actors if a["role"] == "actor"),
        recipients=frozenset(who(a) for a in actors if a["role"] == "recipient"),
        acting=_sides(a for a in actors if a["role"] == "actor"),
        acted_on=_sides(a for a in actors if a["role"] == "recipient"),
        places=tuple(
            Where(p["name"], p["country"], p["lat"], p["lon"], p["precision"])
            for p in parts.places.get(key, ())
            if p["name"]
        ),
        first=event["time_low"],
        last=event["time_high"],
        counts=_counts(parts.counts.get(key, ())),
    )


def who(actor: Row) -> str:
    """What tells an actor from others: identifier, else name, else country and sector, else the words."""
    sector = f":{actor['sector']}" if actor["sector"] else ""
    country = f"{actor['country']}{sector}" if actor["country"] else None
    known = actor["id"] or country or actor["name"]
    return str(known) if known else actor["text"].lower()


def _sides(actors: Iterable[Row]) -> frozenset[str]:
    return frozenset(
        f"{a['country']}{' in arms' if a['sector'] in _IN_ARMS else ''}" for a in actors if a["country"]
    )


def _counts(rows: Iterable[Row]) -> dict[str, tuple[float, float]]:
    out = {}
    for row in rows:
        bounds = [row[k] for k in ("low", "best", "high") if row[k] is not None]
        if bounds and row["of"] not in out:
            low = row["low"] if row["low"] is not None else min(bounds) if row["high"] is None else 0.0
            out[row["of"]] = (low, row["high"] if row["high"] is not None else _open(row))
    return out


def _open(row: Row) -> float:
    return _OPEN if row["best"] is None or row["low"] is not None else float(row["best"])
