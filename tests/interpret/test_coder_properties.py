"""Whatever the text: no crash, every span is a slice of it, and the same text gives the same ids."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Event, Span
from tests.interpret.reading import read

TEXT = """The army attacked said on Monday . , rebels “ ”
 in Syria killed 20 people who by was and
Moscow talks"""
WORDS = st.sampled_from(TEXT.split(" "))


def spans(event: Event) -> list[Span]:
    found = [event.trigger, event.sentence, *(a.span for a in event.actors + event.recipients)]
    found += [p.mention.span for p in event.places] + [c.span for c in event.counts]
    found += [h.span for h in event.said_by]
    return found + ([event.time.span] if event.time else [])


@settings(max_examples=25)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_every_span_is_a_slice(text: str) -> None:
    for event in read(text).events:
        for span in spans(event):
            assert text[span.start : span.end] == span.text


@settings(max_examples=15)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    first, second = read.__wrapped__(text), read.__wrapped__(text)
    assert [e.id for e in first.events] == [e.id for e in second.events]
