"""Who, whom, when, where and how many an event says, by the cases of `field_cases.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.model import Event
from tests.interpret.reading import events

CASES = Path(__file__).with_name("field_cases.txt")


def cases() -> Iterator[tuple[str, str]]:
    """Each text with one line of what its events say."""
    text = ""
    for line in CASES.read_text(encoding="utf8").splitlines():
        if line.startswith("  "):
            yield text, line.strip()
        elif line and not line.startswith("#"):
            text = line


def told(event: Event, field: str) -> str:
    """What an event says in a field, as the cases write it."""
    if field == "time":
        return event.time.value or "-" if event.time else "-"
    if field == "places":
        parts = [f"{p.mention.name or p.mention.span.text} {p.role}" for p in event.places]
    elif field == "counts":
        parts = [f"{c.of} {c.best if c.best is not None else c.low:g}" for c in event.counts]
    else:
        mentions = event.actors if field == "actors" else event.recipients
        parts = [f"{m.country} {m.sector}" for m in mentions]
    return "; ".join(sorted(parts)) or "-"


@pytest.mark.parametrize(("text", "line"), list(cases()))
def test_the_field_is(text: str, line: str) -> None:
    type_, word, field, wanted = line.split(" ", 3)
    found = [e for e in events(text, type_) if any(word in m.text for m in e.mentions)]
    assert found, [(e.type, e.trigger.text) for e in events(text)]
    assert told(found[0], field) == wanted
