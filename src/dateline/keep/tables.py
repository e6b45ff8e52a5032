"""A reading → the rows of the coded tables, with everything that is needed to read the report again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from dateline.ground.times import record_value
from dateline.ground.times.values import calendar_date, days_of
from dateline.keep.schema import CODED, Row, Rows
from dateline.model import (
    Credit,
    Event,
    Figure,
    Furniture,
    Holder,
    Interpretation,
    PublicationDate,
    Report,
    Span,
    TimeMention,
)
from dateline.record import attribution_record, event_record, figure_record, to_json


def coded_rows(
    reading: Interpretation, added_at: datetime, revises: str | None = None, given_id: str | None = None
) -> Rows:
    """The rows of each table of `CODED` that a reading gives.

    `revises` is the report of which this is a later version; `given_id` the id that the report came with,
    where it was not its text's hash.
    """
    report = reading.grounded.digest.report
    rows: Rows = {name: [] for name in CODED}
    rows["reports"].append(report_row(report, added_at, revises, given_id))
    for event in reading.events:
        _add_event(rows, event)
    rows["statements"] = [
        {
            "report_id": report.id,
            "n": n,
            "kind": statement.kind,
            "stance": statement.stance,
            "record": to_json(attribution_record(statement)),
        }
        for n, statement in enumerate(reading.statements)
    ]
    rows["figures"] = [{"report_id": report.id, "n": n} | _figure(f) for n, f in enumerate(reading.figures)]
    return rows


def report_row(report: Report, added_at: datetime, revises: str | None, given_id: str | None) -> Row:
    """All of a report, so that `report_of` gives it back."""
    dated = report.dated
    return {
        "report_id": report.id,
        "text": report.text,
        "text_sha256": report.text_sha256,
        "raw_sha256": report.raw_sha256,
        "outlet": report.outlet,
        "url": report.url,
        "title": report.title,
        "author": report.author,
        "published": report.published,
        "published_day": calendar_date(report.published),
        "dated": None if dated is None else {"raw": dated.raw, "method": dated.method, "day": dated.day},
        "language": report.language,
        "origin": report.origin,
        "encoding": report.encoding,
        "extractor": report.extractor,
        "added_at": added_at,
        "revises": revises,
        "given_id": given_id,
        "furniture": [{"start": f.start, "end": f.end, "rule": f.rule} for f in report.furniture],
        "credits": [_words(c.span) | {"agency": c.agency, "rule": c.rule} for c in report.credits],
    }


def report_of(row: Row) -> Report:
    """The report that a row of `reports` keeps."""
    dated = row["dated"]
    return Report(
        id=row["report_id"],
        text=row["text"],
        text_sha256=row["text_sha256"],
        outlet=row["outlet"],
        url=row["url"],
        title=row["title"],
        published=row["published"],
        language=row["language"],
        furniture=tuple(Furniture(f["start"], f["end"], f["rule"]) for f in row["furniture"]),
        origin=row["origin"],
        encoding=row["encoding"],
        author=row["author"],
        dated=None if dated is None else PublicationDate(**dated),
        credits=tuple(
            Credit(Span(c["start"], c["end"], c["text"]), c["agency"], c["rule"]) for c in row["credits"]
        ),
        raw_sha256=row["raw_sha256"],
        extractor=row["extractor"],
    )


def _add_event(rows: Rows, event: Event) -> None:
    of = {"event_id": event.id, "report_id": event.report.id}
    rows["events"].append(of | _event(event))
    for role, actors in (("actor", event.actors), ("recipient", event.recipients)):
        for n, a in enumerate(actors):
            known = {"name": a.name, "country": a.country, "sector": a.sector, "id": a.id}
            rows["event_actors"].append(of | {"role": role, "n": n} | _words(a.span) | known)
    rows["event_places"] += [of | row for row in _places(event)]
    for n, count in enumerate(event.counts):
        bounds = {"low": count.low, "best": count.best, "high": count.high}
        rows["event_counts"].append(
            of | {"n": n, "of": count.of, "what": count.what} | _words(count.span) | bounds
        )
        rows["event_holders"] += [of | {"count_n": n} | row for row in _holders(count.said_by)]
    rows["event_holders"] += [of | {"count_n": None} | row for row in _holders(event.said_by)]
    rows["event_mentions"] += [of | {"n": n} | _words(span) for n, span in enumerate(event.mentions)]
    rows["event_targets"] += [of | {"n": n} | _words(span) for n, span in enumerate(event.targets)]


def _event(event: Event) -> Row:
    time = event.time
    low, high = days_covered(time) if time else (None, None)
    return {
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "quad": event.quad,
        "score": event.score,
        "status": event.status,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "trigger_text": event.trigger.text,
        "sentence_start": event.sentence.start,
        "sentence_end": event.sentence.end,
        "time_text": time.span.text if time else None,
        "time_value": time.value if time else None,
        "time_low": low,
        "time_high": high,
        "time_precision": time.precision if time else None,
        "confidence": event.confidence,
        "coder": event.why.coder,
        "rule": event.why.rule,
        "record": to_json(event_record(event)),
    }


def days_covered(time: TimeMention) -> tuple[date | None, date | None]:
    """First and last day that a time may mean; None where nothing bounds it."""
    value = time.interval or time.value or record_value(time) or ""
    first, divided, last = value.partition("/")
    low, high = days_of(first), days_of(last if divided else first)
    return (low[0] if low else None), (high[1] if high else None)


def _places(event: Event) -> Iterator[Row]:
    for n, place in enumerate(event.places):
        mention = place.mention
        yield (
            {"n": n, "role": place.role}
            | _words(mention.span)
            | {
                "name": mention.name,
                "country": mention.country,
                "lat": mention.lat,
                "lon": mention.lon,
                "precision": mention.precision,
                "source": mention.source,
            }
        )


def _holders(chain: tuple[Holder, ...]) -> Iterator[Row]:
    for n, holder in enumerate(chain):
        cue = holder.cue
        yield (
            {"n": n}
            | _words(holder.span)
            | {
                "name": holder.name,
                "country": holder.country,
                "sector": holder.sector,
                "kind": holder.kind,
                "certainty": holder.certainty,
                "cue_start": cue.start if cue else None,
                "cue_end": cue.end if cue else None,
                "cue_text": cue.text if cue else None,
            }
        )


def _figure(figure: Figure) -> Row:
    low, high = days_covered(figure.time) if figure.time else (None, None)
    actor, place = figure.actor, figure.place.mention if figure.place else None
    return _words(figure.span) | {
        "of": figure.of,
        "what": figure.what,
        "population": figure.population,
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "rule": figure.rule,
        "status": figure.status,
        "part": figure.part,
        "wider": figure.wider,
        "event_id": figure.event,
        "change": figure.change,
        "actor_name": actor.name if actor else None,
        "actor_country": actor.country if actor else None,
        "place_name": place.name if place else None,
        "place_country": place.country if place else None,
        "time_low": low,
        "time_high": high,
        "record": to_json(figure_record(figure)),
    }


def _words(span: Span) -> Row:
    return {"start": span.start, "end": span.end, "text": span.text}
