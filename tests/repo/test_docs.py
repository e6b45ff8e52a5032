"""docs/record.md says what the code writes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from dateline.model import (
    ActorMention,
    Count,
    Digest,
    Event,
    Figure,
    Furniture,
    Grounded,
    Holder,
    Interpretation,
    Place,
    PlaceMention,
    PublicationDate,
    QuantityMention,
    Report,
    Span,
    Statement,
    TimeMention,
    Version,
    Why,
)
from dateline.record import event_record, layers_record
from tests.repo.source import ROOT

PAGE = (ROOT / "docs/record.md").read_text("utf-8")
EVENT, LAYERS = (json.loads(block) for block in re.findall(r"```json\n(.+?)```", PAGE, re.DOTALL))
TEXT = re.findall(r"^> (.+)$", PAGE, re.MULTILINE)[0]


@pytest.fixture(scope="module")
def reading() -> Interpretation:
    """A reading with one of everything."""
    span = Span(0, 6, "Russia")
    dated = PublicationDate("2016-03-16", "record", "local")
    report = Report("1", TEXT, "0", furniture=(Furniture(0, 6, "rule"),), dated=dated)
    doc = Doc(Vocab(), words=["Russia"], spaces=[False], ents=["B-LOC"], sent_starts=[True])
    place, time = PlaceMention(span), TimeMention(span, "DATE")
    actor, holder = ActorMention(span, 0), Holder(span, span)
    event = Event(
        id="1",
        report=report,
        type="RETREAT",
        mode=None,
        contexts=(),
        quad=None,
        score=None,
        trigger=span,
        sentence=span,
        actors=(actor,),
        recipients=(),
        places=(Place(place, "at"),),
        time=time,
        counts=(Count(span, "other", None, None, None, None),),
        status="happened",
        said_by=(holder,),
        why=Why("lexicon", "x", arguments=("actor: Russia (nsubj of pulled)",)),
        confidence=0.5,
        version=Version("0", "0", "0"),
        mentions=(span,),
    )
    grounded = Grounded(Digest(report, doc), (actor,), (place,), (time,), (QuantityMention(span),))
    statement = Statement((span,), (span,), (span,), "direct", "asserts", (holder,))
    figure = Figure(
        span, "killed", None, None, None, None, "number", "happened", (holder,),
        actor=actor, place=Place(place, "at"), time=time,
    )  # fmt: skip
    return Interpretation(grounded, (statement,), (event,), figures=(figure,))


def names(value: Any) -> Any:
    """The names in a record, in order, all the way down; of a list, those of its first entry."""
    if isinstance(value, dict):
        return {name: names(inner) for name, inner in value.items()}
    return names(value[0]) if isinstance(value, list) and value else None


def spans(value: Any) -> list[dict[str, Any]]:
    """Every span with a text in a record."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) and "text" in value else []
    return own + [span for one in inner for span in spans(one)]


def test_the_record_has_the_names_on_the_page(reading: Interpretation) -> None:
    record = names(event_record(reading.events[0]))
    assert record == names(EVENT)
    assert list(record) == list(EVENT)


def test_the_layers_have_the_names_on_the_page(reading: Interpretation) -> None:
    record = layers_record(reading)
    assert list(record) == list(LAYERS)
    for layer in set(LAYERS) - {"events", "furniture", "credits"}:
        assert names(record[layer]) == names(LAYERS[layer]), layer


@pytest.mark.parametrize("record", [EVENT, LAYERS], ids=["record", "layers"])
def test_every_offset_on_the_page_fits_its_text(record: dict[str, Any]) -> None:
    found = spans(record)
    assert len(found) >= 5
    assert [span for span in found if TEXT[span["start"] : span["end"]] != span["text"]] == []


def test_each_field_is_explained() -> None:
    rows = {
        name
        for row in re.findall(r"^\| (`.+?) \|", PAGE, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert set(EVENT) | set(LAYERS) - {"report"} <= rows
