"""Events as CSV: flat, one row an event. `COLUMNS` says what each column holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from dateline.model import ActorMention, Event
from dateline.publish.cells import Cell, joined, safe
from dateline.publish.words import chain_words, range_words
from dateline.record import number

LINE_END = "\r\n"
"""Named to the writer so that it quotes cells that hold either; each row is returned without it."""


def _codes(actors: tuple[ActorMention, ...], field: str) -> str:
    """One entry an actor, so that names, countries and sectors of several stay side by side."""
    return _joined((getattr(actor, field) for actor in actors), keep_empty=True)


def _joined(values: Iterable[str | None], *, keep_empty: bool = False) -> str:
    found = list(values)
    return joined(found, keep_empty=keep_empty or all(found))


def _place(event: Event, field: str) -> Cell:
    """A field of the first place; all places are in `places`."""
    value: Cell = getattr(event.places[0].mention, field) if event.places else None
    return value


def _count(event: Event, of: str, field: str) -> Cell:
    """A field of the first count of this kind; all counts are in `counts`."""
    count = next((count for count in event.counts if count.of == of), None)
    return None if count is None else number(getattr(count, field))


COLUMNS: tuple[tuple[str, str, Callable[[Event], Cell]], ...] = (
    ("event_id", "the event's id", lambda e: e.id),
    ("report_id", "the report's id", lambda e: e.report.id),
    ("outlet", "who published the report", lambda e: e.report.outlet),
    ("url", "the report's address", lambda e: e.report.url),
    ("title", "the report's title", lambda e: e.report.title),
    ("published", "publication date, ISO 8601", lambda e: e.report.published),
    ("type", "PLOVER type", lambda e: e.type),
    ("mode", "PLOVER mode", lambda e: e.mode),
    ("contexts", "PLOVER contexts", lambda e: _joined(e.contexts)),
    ("quad", "PLOVER quad class", lambda e: e.quad),
    ("score", "PLOVER score", lambda e: number(e.score)),
    ("actor_texts", "who, in the report's words", lambda e: _joined(a.span.text for a in e.actors)),
    ("actor_names", "who, as identified", lambda e: _codes(e.actors, "name")),
    ("actor_countries", "ISO 3166-1 alpha-3 or RECORD.md's codes", lambda e: _codes(e.actors, "country")),
    ("actor_sectors", "PLOVER sectors", lambda e: _codes(e.actors, "sector")),
    (
        "recipient_texts",
        "to whom, in the report's words",
        lambda e: _joined(a.span.text for a in e.recipients),
    ),
    ("recipient_names", "to whom, as identified", lambda e: _codes(e.recipients, "name")),
    ("recipient_countries", "as actor_countries", lambda e: _codes(e.recipients, "country")),
    ("recipient_sectors", "as actor_sectors", lambda e: _codes(e.recipients, "sector")),
    (
        "places",
        "every place with its role: at, from, to",
        lambda e: _joined(f"{p.role} {p.mention.name or p.mention.span.text}" for p in e.places),
    ),
    ("place_name", "the first place", lambda e: _place(e, "name")),
    ("place_country", "its country", lambda e: _place(e, "country")),
    ("lat", "its latitude, WGS 84", lambda e: _place(e, "lat")),
    ("lon", "its longitude, WGS 84", lambda e: _place(e, "lon")),
    ("place_precision", "site, city, admin, country", lambda e: _place(e, "precision")),
    ("time_text", "when, in the report's words", lambda e: e.time.span.text if e.time else None),
    (
        "time_value",
        "when, ISO 8601; empty where nothing fixes it",
        lambda e: e.time.value if e.time else None,
    ),
    ("time_precision", "how exactly", lambda e: e.time.precision if e.time else None),
    (
        "counts",
        "every number: kind, range, and its words in the report",
        lambda e: _joined(f"{c.of} {range_words(c)} ({c.span.text})" for c in e.counts),
    ),
    ("killed_low", "dead, at least", lambda e: _count(e, "killed", "low")),
    ("killed_best", "dead, exactly", lambda e: _count(e, "killed", "best")),
    ("killed_high", "dead, at most", lambda e: _count(e, "killed", "high")),
    ("injured_low", "injured, at least", lambda e: _count(e, "injured", "low")),
    ("injured_best", "injured, exactly", lambda e: _count(e, "injured", "best")),
    ("injured_high", "injured, at most", lambda e: _count(e, "injured", "high")),
    ("status", "happened, ongoing, planned, possible, denied", lambda e: e.status),
    ("said_by", "from the outermost source to the innermost", lambda e: chain_words(e.said_by)),
    ("said_by_texts", "the same in the report's words", lambda e: _joined(h.span.text for h in e.said_by)),
    ("trigger", "the word that shows the event", lambda e: e.trigger.text),
    ("trigger_start", "its offset in the report's text", lambda e: e.trigger.start),
    ("trigger_end", "its end", lambda e: e.trigger.end),
    ("sentence_start", "the sentence's offset", lambda e: e.sentence.start),
    ("sentence_end", "its end", lambda e: e.sentence.end),
    ("sentence", "the sentence itself", lambda e: e.sentence.text),
    ("rule", "what made the coder say so", lambda e: e.why.rule),
    ("confidence", "probability that type, actor and recipient are right", lambda e: e.confidence),
    ("dateline_version", "the program's version", lambda e: e.version.dateline),
    ("model_version", "the language model's version", lambda e: e.version.model),
    ("ontology", "the ontology and its version", lambda e: e.version.ontology),
)


def header() -> str:
    """The line of column names."""
    return sheet_row(name for name, _, _ in COLUMNS)


def rows(events: Iterable[Event]) -> Iterator[str]:
    """One line an event (a line break inside a quoted cell is possible, as CSV allows)."""
    return (sheet_row(value(event) for _, _, value in COLUMNS) for event in events)


def sheet_row(cells: Iterable[Cell]) -> str:
    """One line of CSV without its line end, in which no cell runs as a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator=LINE_END).writerow([safe(cell) for cell in cells])
    return out.getvalue().removesuffix(LINE_END)
