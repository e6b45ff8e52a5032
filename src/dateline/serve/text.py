"""Report text for a page: hostile until shown harmless, and cut where its marks begin and end.

Jinja escapes markup. What is left are characters that change what a reader sees without being seen: the
overrides and isolates of bidirectional text, and control characters. They are written out, `U+202E`;
letters of every script, and the marks that right-to-left names need, stay.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup, escape

UNSEEN: Final = re.compile(
    "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls, bidirectional overrides and isolates, annotation marks, unpaired surrogates."""
_IN_SCRIPT: Final = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def plain(value: object) -> str:
    """A text with its unseen characters written out: for titles, labels and values of fields."""
    return "" if value is None else UNSEEN.sub(lambda m: f"⟦U+{ord(m[0]):04X}⟧", str(value))


def shown(value: object) -> Markup:
    """The same for the body of a page, where the written-out characters stand apart."""
    text = "" if value is None else str(value)
    if not UNSEEN.search(text):
        return escape(text)
    parts, last = [], 0
    for match in UNSEEN.finditer(text):
        parts += [escape(text[last : match.start()]), Markup('<span class="unseen">')]
        parts += [escape(f"U+{ord(match[0]):04X}"), Markup("</span>")]
        last = match.end()
    return Markup("").join([*parts, escape(text[last:])])


def isolated(value: object) -> Markup:
    """The same in an element of its own direction: a right-to-left name leaves its surroundings alone."""
    return Markup(f"<bdi>{shown(value)}</bdi>")


def script_json(value: object) -> Markup:
    """A value as JSON that can stand in a script element: nothing in it can end the element."""
    return Markup(json.dumps(value, default=str).translate(_IN_SCRIPT))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is to be marked: what it is, and the event it belongs to."""

    start: int
    end: int
    kind: str
    event: str = ""
    label: str = ""


@dataclass(slots=True)
class Segment:
    """A piece of text between two borders of marks, with all that hold there."""

    start: int
    text: str
    kinds: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    anchor: bool = False
    """Whether a span begins here, so that a link can lead to it."""


def segments(text: str, spans: Iterable[Span], first: int = 0) -> list[Segment]:
    """The text cut at every border of a span; `first` is the offset of its first character."""
    inside = [s for s in spans if first <= s.start < s.end <= first + len(text)]
    borders = sorted({first, first + len(text), *(s.start for s in inside), *(s.end for s in inside)})
    pieces = [Segment(a, text[a - first : b - first]) for a, b in itertools.pairwise(borders)]
    at = {piece.start: number for number, piece in enumerate(pieces)}
    for span in inside:
        pieces[at[span.start]].anchor = True
        for piece in pieces[at[span.start] :]:
            if piece.start >= span.end:
                break
            _note(piece.kinds, span.kind)
            _note(piece.events, span.event)
            _note(piece.labels, span.label)
    return [piece for piece in pieces if piece.text]


def _note(listed: list[str], value: str) -> None:
    if value and value not in listed:
        listed.append(value)


def spans_of(record: dict[str, Any]) -> list[Span]:
    """Everything in an event's record that stands somewhere in the text."""
    event = str(record["id"])
    spans = [
        _span(one, "event", event, record["type"]) for one in record.get("mentions") or [record["trigger"]]
    ]
    for field_, kind in (
        ("actors", "actor"),
        ("recipients", "recipient"),
        ("places", "place"),
        ("targets", "target"),
    ):
        spans += [_span(one, kind, event, one.get("name")) for one in record.get(field_) or ()]
    if record.get("time"):
        spans.append(_span(record["time"], "time", event, record["time"]["value"]))
    for count in record.get("counts") or ():
        spans.append(_span(count, "count", event, count["of"]))
        spans += _holders(count["said_by"], event)
    return spans + _holders(record.get("said_by") or (), event)


def _holders(holders: Sequence[dict[str, Any]], event: str) -> list[Span]:
    spans = [_span(one, "source", event, one.get("name")) for one in holders]
    return spans + [_span(one["cue"], "cue", event, None) for one in holders if one.get("cue")]


def _span(one: dict[str, Any], kind: str, event: str, label: object) -> Span:
    return Span(one["start"], one["end"], kind, event, f"{kind}: {plain(label)}" if label else kind)
