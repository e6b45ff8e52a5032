"""Who speaks in an event: the passage it stands in, and the last source that is named."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.keep.schema import TABLES, to_table
from dateline.merge.independence import Voice
from dateline.merge.voices import voices_of

EVENT = {"event_id": "e", "report_id": "a", "trigger_start": 40}
OUTLET, AFP = "outlet:the courier", "agency:Agence France-Presse"


def holder(n: int, text: str, name: str | None = None, count_n: int | None = None) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(TABLES["event_holders"].names)
    own = {"event_id": "e", "report_id": "a", "n": n, "start": 0, "end": 1, "text": text}
    return row | own | {"name": name, "count_n": count_n, "country": "NOR" if name else None}


def passage(start: int, end: int, origin: str) -> dict[str, Any]:
    return {"report_id": "a", "start": start, "end": end, "origin_id": origin, "evidence": "{}"}


@pytest.mark.parametrize(
    ("why", "holders", "expected"),
    [
        ("the reporter's own words", [], Voice("a", "t", OUTLET)),
        ("a body is named", [holder(0, "police", "Police")], Voice("a", "t", OUTLET, "says:Police/NOR")),
        (
            "of a chain the last one",
            [holder(1, "the mayor", "Ama Boateng"), holder(0, "police", "Police")],
            Voice("a", "t", OUTLET, "says:Ama Boateng/NOR"),
        ),
        ("an agency is an origin", [holder(0, "AFP")], Voice("a", "t", AFP)),
        (
            "with its article and noun",
            [holder(0, "the Xinhua news agency")],
            Voice("a", "t", "agency:Xinhua"),
        ),
        ("nobody is told by a pronoun", [holder(0, "they")], Voice("a", "t", OUTLET)),
        ("who gives a number alone", [holder(0, "police", "Police", count_n=0)], Voice("a", "t", OUTLET)),
    ],
)
def test_who_speaks(why: str, holders: list[dict[str, Any]], expected: Voice) -> None:
    tables = {
        "event_holders": to_table("event_holders", holders),
        "passages": to_table(
            "passages", [passage(60, 90, AFP), passage(0, 30, AFP), passage(31, 60, OUTLET)]
        ),
        "report_texts": to_table("report_texts", [{"report_id": "a", "text_id": "t"}]),
    }
    assert voices_of(tables, [EVENT]) == {"e": expected}, why


def test_what_no_table_tells_is_not_known() -> None:
    assert voices_of({}, [EVENT]) == {"e": Voice("a")}
