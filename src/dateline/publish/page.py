"""Events as HTML for a notebook: each sentence with its marked spans. All report text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from dateline.model import Event
from dateline.publish.words import line_of, marks, pieces
from dateline.record import SURROGATE

SHOWN = 50
"""Events shown before the view says how many more there are."""
COLOURS = {
    "what": "#d9d2f5",
    "who": "#cfe8f5",
    "whom": "#f8e6b8",
    "where": "#d3efd0",
    "when": "#f5d3e6",
    "how many": "#dbe1f0",
    "said by": "#e6e2da",
}


def to_html(events: Iterable[Event], failures: int = 0) -> str:
    """A block of HTML: one entry an event, with its sentence and what is marked in it."""
    several = list(events)
    shown = "".join(map(_entry, several[:SHOWN]))
    rest = len(several) - SHOWN
    more = f"<p>… and {rest} more</p>" if rest > 0 else ""
    aside = f"; {failures} reports set aside" if failures else ""
    return f'<div class="dateline"><p>{_count(len(several))}{aside}</p>{shown}{more}</div>'


def marked(event: Event) -> str:
    """The event's sentence with every span of the event marked in it."""
    return "".join(_piece(text, kinds) for text, kinds in pieces(event.sentence, marks(event)))


def _piece(text: str, kinds: list[str]) -> str:
    safe = _safe(text)
    if not kinds:
        return safe
    colour = COLOURS["what" if "what" in kinds else kinds[0]]
    return f'<mark style="background:{colour};color:#111" title="{escape(", ".join(kinds))}">{safe}</mark>'


def _entry(event: Event) -> str:
    line = line_of(event)
    deed = " → ".join(_safe(part) for part in (line.who or "?", line.what, line.whom) if part)
    facts = [line.when, line.where, line.how_many, line.status, line.said_by and f"said by {line.said_by}"]
    rest = " · ".join(_safe(fact) for fact in facts if fact)
    return f"<div><b>{deed}</b> · {rest}<blockquote>{marked(event)}</blockquote></div>"


def _safe(text: str) -> str:
    return escape(SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))


def _count(events: int) -> str:
    return "1 event" if events == 1 else f"{events} events"
