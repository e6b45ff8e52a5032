"""An event in the few words that fit a line: shared by the table, the notebook view and CSV."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.model import ActorMention, Count, Event, Holder, Place, Span, TimeMention
from dateline.record import number

COUNTED_BY_WHAT = frozenset({"materiel", "personnel", "participants", "money", "duration", "other"})
"""Kinds of count that the thing counted tells better than the kind does."""
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words; what is unknown is the empty string."""

    who: str
    what: str
    whom: str
    where: str
    when: str
    how_many: str
    status: str
    said_by: str


def line_of(event: Event) -> Line:
    """The event in words."""
    return Line(
        who=_listed(map(actor_words, event.actors)),
        what=" ".join(filter(None, (event.type, event.mode))),
        whom=_listed(map(actor_words, event.recipients)),
        where=_listed(map(place_words, event.places)),
        when=time_words(event.time),
        how_many=_listed(map(count_words, event.counts)),
        status=event.status,
        said_by=chain_words(event.said_by),
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def actor_words(actor: ActorMention) -> str:
    """`Russia (MIL)`; the words of the report where nobody is known behind them."""
    if actor.name is None:
        return printable(actor.span.text)
    return f"{actor.name} ({actor.sector})" if actor.sector else actor.name


def place_words(place: Place) -> str:
    """`from Khmeimim Air Base, SYR`."""
    mention = place.mention
    name = mention.name or printable(mention.span.text)
    known = ", ".join(filter(None, (name, mention.country if mention.precision != "country" else None)))
    return known if place.role == "at" else f"{place.role} {known}"


def time_words(time: TimeMention | None) -> str:
    """The date; the report's words in quotation marks where they fix none."""
    if time is None:
        return ""
    return time.value or f"“{printable(time.span.text)}”"


def count_words(count: Count) -> str:
    """`20+ killed`, `3,000–6,000 personnel`, `51+ jets and helicopters`."""
    what = count.what if count.what and count.of in COUNTED_BY_WHAT else count.of
    return f"{range_words(count)} {printable(what)}".strip()


def range_words(count: Count) -> str:
    """The number as one would say it: `40`, `20+`, `3,000–6,000`, `up to 50`."""
    low, best, high = map(number, (count.low, count.best, count.high))
    if best is not None:
        return f"{best:,}"
    if low is not None and high is not None:
        return f"{low:,}–{high:,}"
    if low is not None:
        return f"{low:,}+"
    return "" if high is None else f"up to {high:,}"


def chain_words(chain: tuple[Holder, ...]) -> str:
    """`The Guardian ← Ministry of Defence`: outermost first."""
    return " ← ".join(holder.name or printable(holder.span.text) for holder in chain)


def marks(event: Event) -> list[tuple[Span, str]]:
    """The event's spans and what each of them shows, in text order."""
    found = [(event.trigger, "what")]
    found += [(actor.span, "who") for actor in event.actors]
    found += [(actor.span, "whom") for actor in event.recipients]
    found += [(place.mention.span, "where") for place in event.places]
    found += [(event.time.span, "when")] if event.time else []
    found += [(count.span, "how many") for count in event.counts]
    found += [(holder.span, "said by") for holder in event.said_by]
    return sorted(found, key=lambda mark: (mark[0].start, mark[0].end))


def pieces(whole: Span, spans: list[tuple[Span, str]]) -> list[tuple[str, list[str]]]:
    """`whole` cut at the borders of the spans, each piece with the kinds that cover it."""
    cuts = {whole.start, whole.end}
    for span, _ in spans:
        cuts |= {cut for cut in (span.start, span.end) if whole.start < cut < whole.end}
    borders = sorted(cuts)
    return [
        (
            whole.text[a - whole.start : b - whole.start],
            list(dict.fromkeys(kind for span, kind in spans if span.start <= a and b <= span.end)),
        )
        for a, b in itertools.pairwise(borders)
    ]


def printable(text: str) -> str:
    """Text that can do nothing to a terminal: controls become spaces, white space single."""
    safe = "".join(" " if unicodedata.category(c) in UNSAFE else c for c in text)
    return SPACES.sub(" ", safe).strip()
