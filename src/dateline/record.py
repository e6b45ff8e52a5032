"""Events and layers as plain values, with the names and the order of RECORD.md."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from dateline.model import (
    ActorMention,
    Count,
    Event,
    Figure,
    Holder,
    Interpretation,
    Place,
    PlaceMention,
    QuantityMention,
    Report,
    Span,
    Statement,
    TimeMention,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

Record = dict[str, Any]
SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(record: Record, *, indent: int | None = None) -> str:
    """One JSON object; unpaired surrogates, which UTF-8 cannot carry, are written as escapes."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def short_id(*parts: object) -> str:
    """Sixteen hexadecimal digits for these parts in their order: the same on any machine."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf8", "surrogatepass")).hexdigest()[:16]


def event_record(event: Event) -> Record:
    """One coded event, every field of RECORD.md in its order, what is unknown as null or []."""
    return {
        "id": event.id,
        "report": report_record(event.report),
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "quad": event.quad,
        "score": number(event.score),
        "trigger": span_record(event.trigger),
        "sentence": {"start": event.sentence.start, "end": event.sentence.end},
        "mentions": [span_record(span) for span in event.mentions],
        "actors": [actor_record(actor) for actor in event.actors],
        "recipients": [actor_record(actor) for actor in event.recipients],
        "targets": [span_record(span) for span in event.targets],
        "places": [_place_of_event(place) for place in event.places],
        "time": None if event.time is None else _time_of_event(event.time),
        "counts": [_count(count) for count in event.counts],
        "status": event.status,
        "said_by": [holder_record(holder) for holder in event.said_by],
        "why": {
            "coder": event.why.coder,
            "rule": event.why.rule,
            "pieces": list(event.why.pieces),
            "arguments": list(event.why.arguments),
        },
        "confidence": event.confidence,
        "main": event.main,
        "version": {
            "dateline": event.version.dateline,
            "model": event.version.model,
            "ontology": event.version.ontology,
        },
    }


def layers_record(reading: Interpretation) -> Record:
    """Everything read on the way to a report's events, as RECORD.md names it."""
    grounded = reading.grounded
    report, doc = grounded.digest.report, grounded.digest.doc
    return {
        "report": report_record(report),
        "text_sha256": report.text_sha256,
        "provenance": {
            "raw_sha256": report.raw_sha256,
            "encoding": report.encoding,
            "extractor": report.extractor,
        },
        "furniture": [{"start": f.start, "end": f.end, "rule": f.rule} for f in report.furniture],
        "credits": [span_record(c.span) | {"agency": c.agency, "rule": c.rule} for c in report.credits],
        "sentences": [s for s in map(_sentence, doc.sents) if s["start"] < s["end"]],
        "tokens": _tokens(doc),
        "names": [_name(entity) for entity in doc.ents],
        "actors": [actor_record(actor) for actor in grounded.actors],
        "places": [_place(place) for place in grounded.places],
        "times": [_time(time) for time in grounded.times],
        "quantities": [_quantity(quantity) for quantity in grounded.quantities],
        "attributions": [attribution_record(statement) for statement in reading.statements],
        "figures": [figure_record(figure) for figure in reading.figures],
        "events": [event_record(event) for event in reading.events],
    }


def report_record(report: Report) -> Record:
    """What a record says of its report: all but the text."""
    dated = report.dated
    return {
        "id": report.id,
        "outlet": report.outlet,
        "url": report.url,
        "title": report.title,
        "author": report.author,
        "published": report.published,
        "dated": None if dated is None else {"raw": dated.raw, "method": dated.method, "day": dated.day},
        "language": report.language,
    }


def span_record(span: Span) -> Record:
    """A span with its text."""
    return {"start": span.start, "end": span.end, "text": span.text}


def actor_record(actor: ActorMention) -> Record:
    """An actor or recipient."""
    known = {"name": actor.name, "country": actor.country, "sector": actor.sector, "id": actor.id}
    return span_record(actor.span) | known


def holder_record(holder: Holder) -> Record:
    """A link of an attribution chain."""
    known = {"name": holder.name, "country": holder.country, "sector": holder.sector}
    cue = span_record(holder.cue) if holder.cue else None
    return span_record(holder.span) | known | {"cue": cue, "kind": holder.kind, "certainty": holder.certainty}


def number(value: float | None) -> float | None:
    """A whole number as an int, so that 50 is written 50; None stays None."""
    return int(value) if value is not None and float(value).is_integer() else value


def _place_of_event(place: Place) -> Record:
    mention = place.mention
    return span_record(mention.span) | {
        "role": place.role,
        "name": mention.name,
        "country": mention.country,
        "lat": mention.lat,
        "lon": mention.lon,
        "precision": mention.precision,
        "source": mention.source,
    }


def _time_of_event(time: TimeMention) -> Record:
    known = {"value": time.value, "precision": time.precision, "confidence": time.confidence}
    return span_record(time.span) | known


def _count(count: Count) -> Record:
    return span_record(count.span) | {
        "of": count.of,
        "what": count.what,
        "low": number(count.low),
        "best": number(count.best),
        "high": number(count.high),
        "said_by": [holder_record(holder) for holder in count.said_by],
    }


def figure_record(figure: Figure) -> Record:
    """How many came to harm, or how strong a force is, as the text says it."""
    return span_record(figure.span) | {
        "of": figure.of,
        "what": figure.what,
        "low": number(figure.low),
        "best": number(figure.best),
        "high": number(figure.high),
        "rule": figure.rule,
        "status": figure.status,
        "population": figure.population,
        "part": figure.part,
        "wider": figure.wider,
        "change": figure.change,
        "actor": actor_record(figure.actor) if figure.actor else None,
        "place": _place_of_event(figure.place) if figure.place else None,
        "time": _time_of_event(figure.time) if figure.time else None,
        "event": figure.event,
        "said_by": [holder_record(holder) for holder in figure.said_by],
    }


def _sentence(sentence: DocSpan) -> Record:
    """A sentence's span without the white space around it."""
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return {"start": start, "end": start + len(text.strip())}


def _tokens(doc: Doc) -> list[Record]:
    """The words; `head` counts among them from 0 and is null at a root. White space is no word."""
    words = [token for token in doc if token.pos_ != "SPACE" and not token.is_space]
    index = {token.i: number for number, token in enumerate(words)}
    return [
        {
            "start": token.idx,
            "end": token.idx + len(token),
            "lemma": token.lemma_,
            "upos": token.pos_,
            "head": None if token.head.i == token.i else index.get(token.head.i),
            "deprel": "root" if token.head.i == token.i else token.dep_,
        }
        for token in words
    ]


def _name(entity: DocSpan) -> Record:
    return {
        "start": entity.start_char,
        "end": entity.end_char,
        "text": entity.text,
        "label": entity.label_,
    }


def _place(place: PlaceMention) -> Record:
    return span_record(place.span) | {
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "geonameid": place.geonameid,
        "precision": place.precision,
        "confidence": place.confidence,
    }


def _time(time: TimeMention) -> Record:
    return span_record(time.span) | {
        "type": time.type,
        "value": time.value,
        "mod": time.mod,
        "interval": time.interval,
        "anchor": time.anchor,
        "confidence": time.confidence,
    }


def _quantity(quantity: QuantityMention) -> Record:
    return span_record(quantity.span) | {
        "value": number(quantity.value),
        "low": number(quantity.low),
        "best": number(quantity.best),
        "high": number(quantity.high),
        "change": quantity.change,
        "unit": quantity.unit,
        "what": quantity.what,
    }


def attribution_record(statement: Statement) -> Record:
    """What somebody is quoted as saying, as the layers tell it."""
    return {
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "content": _pairs(statement.content),
        "kind": statement.kind,
        "stance": statement.stance,
        "chain": [holder_record(holder) for holder in statement.chain],
    }


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
