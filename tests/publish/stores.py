"""A small store for the tests of the exports: four reports, an attack told twice, a withdrawal, a plan.

The attack on the market of Port Vell is told by two outlets with different numbers; the second of them has
a title and a text that try to do harm in a spreadsheet, a page or a parser.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from dateline.keep import Coder, Store, open_store
from dateline.keep.schema import to_table
from dateline.model import (
    ActorMention,
    Count,
    Digest,
    Event,
    Failure,
    Grounded,
    Holder,
    Interpretation,
    Place,
    PlaceMention,
    Report,
    TimeMention,
    Version,
    Why,
)
from tests.publish.events import report_of, span, withdrawal

VERSION = Version("0.1.0", "dateline-en test", "PLOVER 2.0")
FIRST = "Rebels shelled the market of Azaz on 2 May, killing at least 12 civilians, doctors said."
SECOND = (
    '=HYPERLINK("http://x.invalid")\ttab\n\u202eevil\u202c \0 <script>alert(1)</script> 𝕏\n'
    "The Army of the North fired on the market in Azaz, leaving 15 people dead, the governor said."
)
PLAN = "Sudria's navy will bomb the harbour of Latakia on 4 May."
HARM = "=cmd|' /C calc'!A0\t\"quoted\"\nline; <b>bold</b> \u202e"
ATTACK = "incident-0123456789abcdef"


def event(text: str, report: Report, type_: str, trigger: str, sentence: str, **given: Any) -> Event:
    """An event whose spans are where its words first stand in the text."""
    bare: dict[str, Any] = {
        "mode": None,
        "contexts": (),
        "quad": "material conflict",
        "score": -9.0,
        "actors": (),
        "recipients": (),
        "places": (),
        "time": None,
        "counts": (),
        "status": "happened",
        "said_by": (),
        "confidence": 0.8,
    }
    return Event(
        id=given.pop("id"),
        report=report,
        type=type_,
        trigger=span(text, trigger),
        sentence=span(text, sentence),
        why=Why("lexicon", "a.rule"),
        version=VERSION,
        mentions=(span(text, trigger),),
        **(bare | given),
    )


def who(text: str, words: str, *known: str | None) -> ActorMention:
    """An actor: name, country, sector, id."""
    return ActorMention(span(text, words), 0, *known)


def azaz(text: str, role: str = "at") -> Place:
    """The town, with its point on the map."""
    found = PlaceMention(span(text, "Azaz"), "Azaz", "SYR", 36.586, 37.046, None, "city", "geonames:172408")
    return Place(found, role)


def first_attack() -> Event:
    """Twelve dead at least, on the word of doctors."""
    report = report_of(
        FIRST,
        id="r-first",
        outlet="The Pebble",
        url="https://pebble.invalid/1",
        title="Market hit",
        published="2016-05-03",
        language="en",
    )
    return event(
        FIRST,
        report,
        "ASSAULT",
        "shelled",
        FIRST,
        id="0123456789abcde1",
        mode="heavy-weapons",
        contexts=("military",),
        actors=(who(FIRST, "Rebels", "Free Army", "SYR", "REB", "SYR-free-army"),),
        recipients=(who(FIRST, "civilians", None, "SYR", "CVL", None),),
        places=(azaz(FIRST),),
        time=TimeMention(span(FIRST, "2 May"), "DATE", "2016-05-02", precision="day"),
        counts=(Count(span(FIRST, "at least 12"), "killed", "civilians", 12, 12, None),),
        said_by=(Holder(span(FIRST, "doctors"), span(FIRST, "said"), None, None, "MED", "medic", "certain"),),
    )


def second_attack() -> Event:
    """Fifteen dead, on the word of the governor; a title that runs in a spreadsheet."""
    report = report_of(
        SECOND, id="r-second", outlet="@Evil; Post", title=HARM, published="2016-05-04T08:30:00Z"
    )
    sentence = SECOND.splitlines()[-1]
    return event(
        SECOND,
        report,
        "ASSAULT",
        "fired on",
        sentence,
        id="0123456789abcde2",
        mode=None,
        confidence=0.6,
        actors=(
            who(SECOND, "The Army of the North", "Army of the North", None, "REB", None),
            who(SECOND, "the governor", "Governor of Aleppo", "SYR", "GOV", None),
        ),
        recipients=(who(SECOND, "people", None, None, "CVL", None),),
        places=(azaz(SECOND),),
        counts=(Count(span(SECOND, "15 people"), "killed", "people", 15, 15, 15),),
        said_by=(
            Holder(span(SECOND, "the governor"), span(SECOND, "said"), "Governor of Aleppo", "SYR", "GOV"),
        ),
    )


def plan() -> Event:
    """Something that has not happened."""
    report = report_of(PLAN, id="r-plan", outlet="The Pebble", published="2016-05-03")
    return event(
        PLAN,
        report,
        "ASSAULT",
        "bomb",
        PLAN,
        id="0123456789abcde3",
        mode="aerial",
        status="planned",
        actors=(who(PLAN, "Sudria's navy", "Sudria", None, "MIL", None),),
        time=TimeMention(span(PLAN, "4 May"), "DATE", "2016-05-04", precision="day"),
    )


def retreat() -> Event:
    """The withdrawal of the record's page, in a month that is known and a day that is not."""
    found = withdrawal(outlet="Courier", published="2016-03-16", id="r-retreat")
    return replace(
        found, time=replace(found.time, value="2016-03", precision="month") if found.time else None
    )


def store_of(folder: Path, *events: Event) -> Store:
    """A store with a report for each event, which is read as that event."""
    of = {one.report.text: one for one in events}

    def read(reports: Iterable[Report | Failure]) -> Iterator[Interpretation | Failure]:
        for report in reports:
            if isinstance(report, Failure):
                yield report
                continue
            doc = Doc(Vocab(), words=["x"])
            yield Interpretation(Grounded(Digest(report, doc)), events=(of[report.text],))

    store = open_store(folder, lambda: Coder({"dateline": "test"}, read))
    store.add([one.report for one in events])
    return store


def incident(ids: str, **given: Any) -> dict[str, Any]:
    """A row of incidents."""
    row = {
        "incident_id": ids,
        "title": "Attack on the market of Azaz",
        "type": "ASSAULT",
        "modes": ["heavy-weapons"],
        "first_day": date(2016, 5, 2),
        "last_day": date(2016, 5, 2),
        "country": "SYR",
        "place_name": "Azaz",
        "lat": 36.586,
        "lon": 37.046,
        "place_precision": "city",
        "status": "happened",
        "actors": ["Free Army"],
        "recipients": ["civilians"],
        "reports": 2,
        "texts": 2,
        "origins": 2,
        "events": 2,
        "disputed": True,
        "confidence": 0.8,
    }
    return row | given


def claim(n: int, one: Event, low: float, holder: str, **given: Any) -> dict[str, Any]:
    """A claim of how many were killed."""
    count = one.counts[0].span
    row = {
        "incident_id": ATTACK,
        "claim_id": f"c{n}",
        "question": "killed",
        "population": None,
        "report_id": one.report.id,
        "event_id": one.id,
        "start": count.start,
        "end": count.end,
        "text": count.text,
        "holder": holder,
        "holder_kind": None,
        "origin_id": f"o{n}",
        "published_day": None,
        "as_of": None,
        "stance": "asserts",
        "low": low,
        "best": low,
        "high": None,
        "value": None,
        "latest": True,
        "supersedes": None,
    }
    return row | given


def answer(
    low: float, best: float | None, high: float | None, population: str | None = None
) -> dict[str, Any]:
    """An answer to how many were killed."""
    return {
        "incident_id": ATTACK,
        "question": "killed",
        "population": population,
        "rule": "ucdp",
        "low": low,
        "best": best,
        "high": high,
        "value": None,
        "disputed": True,
        "claims": ["c1", "c2"],
    }


def merge(store: Store, events: Iterable[Event], **tables: list[dict[str, Any]]) -> None:
    """Puts incidents into a store: one of the two attacks, unless other rows are given."""
    listed = list(events)
    link = {"score": 0.9, "reasons": json.dumps(["place"]), "by": "machine"}
    rows: dict[str, list[dict[str, Any]]] = {
        "incidents": [incident(ATTACK)],
        "incident_events": [
            {"incident_id": ATTACK, "event_id": e.id, "report_id": e.report.id, **link} for e in listed
        ],
        "claims": [
            claim(n, e, e.counts[0].low or 0, e.said_by[-1].span.text) for n, e in enumerate(listed, 1)
        ],
        "answers": [answer(12, 12, 15)],
    }
    store.write_merged({name: to_table(name, more) for name, more in (rows | tables).items()})


def small_store(folder: Path) -> Store:
    """The four reports with the incident of the two attacks."""
    attacks = (first_attack(), second_attack())
    store = store_of(folder, *attacks, plan(), retreat())
    merge(store, attacks)
    return store
