"""Events made by hand from the record's own page, for the tests beside this file."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from dateline.collect.records import make_report
from dateline.config import Settings
from dateline.model import (
    ActorMention,
    Count,
    Digest,
    Event,
    Grounded,
    Holder,
    Interpretation,
    Place,
    PlaceMention,
    QuantityMention,
    Report,
    Span,
    Statement,
    TimeMention,
    Version,
    Why,
)

SENTENCE = (
    "The first group of Russian aircraft, more than 50 jets, left the Hmeimim air base in Syria, "
    "the Russian Defense Ministry said on Tuesday."
)
TEXT = f"Share\n{SENTENCE}\n"


def report_of(text: str = TEXT, **given: str) -> Report:
    """A report as `collect` makes it."""
    report = make_report(text, "made by hand", None, Settings())
    assert isinstance(report, Report)
    return replace(report, **given)


def span(text: str, words: str) -> Span:
    """Where `words` first stand in `text`."""
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def withdrawal(text: str = TEXT, sentence: str = SENTENCE, **given: str) -> Event:
    """The event of RECORD.md's example; `text` must hold the example's words."""
    said = Holder(
        span(text, "the Russian Defense Ministry"), span(text, "said"), "Ministry of Defence", "RUS", "MIL"
    )
    base = PlaceMention(
        span(text, "Hmeimim air base"),
        "Khmeimim Air Base",
        "SYR",
        35.4,
        35.95,
        None,
        "site",
        "ourairports:OSLK",
    )
    return Event(
        id="b3f1c2d4e5a60718",
        report=report_of(text, **given),
        type="RETREAT",
        mode="withdraw",
        contexts=("military",),
        quad="material cooperation",
        score=6.5,
        trigger=span(text, "left"),
        sentence=span(text, sentence),
        actors=(
            ActorMention(
                span(text, "The first group of Russian aircraft"), 4, "Russia", "RUS", "MIL", None, "x"
            ),
        ),
        recipients=(),
        places=(Place(base, "from"),),
        time=TimeMention(span(text, "Tuesday"), "DATE", "2016-03-15", precision="day"),
        counts=(Count(span(text, "more than 50"), "materiel", "jets", 51, None, None),),
        status="happened",
        said_by=(said,),
        why=Why("lexicon", "retreat.withdraw/leave+base", ("object: base",)),
        confidence=0.86,
        version=Version("0.1.0", "m", "PLOVER 2.0"),
    )


def reading_of(*events: Event) -> Interpretation:
    """The events' report read, with a doc of one word a blank-separated piece."""
    event = events[0] if events else withdrawal()
    report = event.report
    words = report.text.replace("\n", " ").split()
    doc = Doc(
        Vocab(), words=words, spaces=[True] * len(words), heads=[0] * len(words), deps=["dep"] * len(words)
    )
    counted = tuple(
        QuantityMention(c.span, 50, 51, None, None, ">", None, "jets", None) for c in event.counts
    )
    places = tuple(place.mention for place in event.places)
    times = (event.time,) if event.time else ()
    grounded = Grounded(Digest(report, doc), event.actors, places, times, counted)
    statements = tuple(
        Statement((h.span,), (h.cue,) if h.cue else (), (event.sentence,), "indirect", "asserts", (h,))
        for h in event.said_by
    )
    return Interpretation(grounded, statements, events)
