"""Gold mentions of events with what our own reading finds around them: trigger, parties, places, days.

What coders' events carry is filled in from the trees: who the trigger's subject and object are, what named
places and days stand in its sentence. No gold argument is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from spacy.tokens import Doc, Token

from bench.gold import read_lines
from dateline.merge.incidents.events import who
from dateline.merge.incidents.mentions import Mention, Where, unit
from dateline.merge.incidents.sketch import STOP
from dateline.model import ActorMention, Failure, Grounded, Interpretation, Report
from dateline.pipeline import load_engine, run

_ACTS = frozenset("nsubj csubj obl:agent nmod:poss".split())
_TAKES = frozenset("obj iobj nsubj:pass obl nmod compound".split())
Row = dict[str, Any]


@dataclass(frozen=True)
class Document:
    """A document with its gold mentions as mentions to be linked, and each one's gold cluster."""

    key: str
    topic: str
    text: str
    mentions: tuple[Mention, ...]
    gold: tuple[str, ...]


def documents(rows: Iterable[Row]) -> Iterator[Document]:
    """The rows read, in an order that tells nothing of their topics: by a hash of their names."""
    ordered = sorted(rows, key=lambda r: hashlib.sha1(r["doc_id"].encode()).hexdigest())
    reports = (Report(r["doc_id"], r["text"], r["doc_id"]) for r in ordered)
    for row, reading in zip(ordered, run(reports, load_engine()), strict=True):
        if isinstance(reading, Failure):
            raise SystemExit(f"{reading.origin}: {reading.message}")
        found = [m for m in row["mentions"] if m.get("kind", "event") == "event"]
        found.sort(key=lambda m: m["spans"])
        mentions = tuple(mention(row["doc_id"], n, m, reading) for n, m in enumerate(found))
        topic = str(row.get("subtopic") or row["topic"])
        yield Document(row["doc_id"], topic, row["text"], mentions, tuple(m["cluster"] for m in found))


def rows_of(path: Any, split: str | None = None) -> list[Row]:  # noqa: ANN401 - a path or its name
    """The rows of a split."""
    return [r for r in read_lines(path) if split is None or r["split"] == split]


def mention(report: str, n: int, gold: Row, reading: Interpretation) -> Mention:
    """A gold mention as our reading sees it."""
    grounded = reading.grounded
    doc = grounded.digest.doc
    start, end = gold["spans"][0][0], gold["spans"][0][1]
    head = _head(doc, start, end)
    sentence = head.sent
    low, high = sentence.start_char, sentence.end_char
    words = {t.lemma_.lower() for t in sentence if t.is_alpha and len(t) > 2} - STOP
    sides = parties(head, grounded)
    event = next((e for e in reading.events if e.trigger.start < end and start < e.trigger.end), None)
    days = [t.interval for t in grounded.times if t.interval and low <= t.span.start < high]
    return Mention(
        key=f"{report}:{n}",
        report=report,
        trigger=head.lemma_.lower(),
        status=event.status if event else None,
        words=unit(dict.fromkeys(words, 1.0)),
        names=frozenset(
            t.text.lower() for t in sentence if t.ent_type_ and t.ent_type_ != "DATE" and t.is_alpha
        ),
        actors=sides[0],
        recipients=sides[1],
        places=tuple(
            Where(p.name, p.country, p.lat, p.lon, p.precision)
            for p in grounded.places
            if p.name and low <= p.span.start < high
        ),
        first=_day(days[0], 0) if days else None,
        last=_day(days[0], -1) if days else None,
        counts={},
    )


def _day(interval: str, side: int) -> date | None:
    try:
        return date.fromisoformat(interval.split("/")[side][:10])
    except ValueError:
        return None


def _head(doc: Doc, start: int, end: int) -> Token:
    """The main word of a span: the one whose head lies outside it."""
    inside = [t for t in doc if t.idx < end and start < t.idx + len(t)]
    numbers = {t.i for t in inside}
    return next((t for t in inside if t.head.i not in numbers or t.head.i == t.i), inside[0])


def parties(head: Token, grounded: Grounded) -> tuple[frozenset[str], frozenset[str]]:
    """Who acts and who is acted on, by the trigger's place in the tree."""
    at = {m.head: m for m in grounded.actors}
    sides: tuple[set[str], set[str]] = (set(), set())
    for child in _dependents(head):
        relation = child.dep_
        side = (
            0 if relation in _ACTS else 1 if relation.split(":")[0] in _TAKES or relation in _TAKES else None
        )
        if side is not None and child.pos_ in {"NOUN", "PROPN", "PRON"}:
            sides[side].add(_identity(child, at.get(child.i)))
    return frozenset(sides[0] - {""}), frozenset(sides[1] - {""})


def _dependents(head: Token) -> Iterator[Token]:
    yield from head.children
    for child in head.children:
        if child.dep_.split(":")[0] in {"obj", "nsubj", "obl", "nmod"}:
            yield from (c for c in child.children if c.dep_ == "conj")
    if head.dep_.split(":")[0] in {"xcomp", "conj", "acl", "advcl"}:
        yield from (c for c in head.head.children if c.dep_ in _ACTS)


def _identity(token: Token, actor: ActorMention | None) -> str:
    if actor is not None and (actor.id or actor.name):
        row = {"id": actor.id, "name": actor.name, "country": None, "sector": None, "text": actor.span.text}
        return who(row)
    return "" if token.pos_ == "PRON" else token.lemma_.lower()
