"""A clause that leaves out its verb is an event of its own, with the verb of the clause before."""

from __future__ import annotations

import pytest

from tests.interpret.reading import events

CASES = [
    ("Russia withdrew its jets and Syria its troops.", "RETREAT", [({"RUS"}, set()), ({"SYR"}, set())]),
    (
        "Israel freed forty prisoners and Hamas two hostages.",
        "RETREAT",
        [({"ISR"}, {"forty prisoners"}), ({"PSE"}, {"two hostages"})],
    ),
    (
        "Police arrested a priest in Lima and Chile two officers in Arica.",
        "COERCE",
        [({"CHL"}, {"a priest in Lima"}), ({"CHL"}, {"two officers"})],
    ),
    (
        "The army shelled Idlib and Russia the port of Latakia.",
        "ASSAULT",
        [({"SYR"}, {"Idlib"}), ({"RUS"}, {"Latakia"})],
    ),
]


@pytest.mark.parametrize(("text", "type_", "wanted"), CASES)
def test_each_clause_is_an_event(
    text: str, type_: str, wanted: list[tuple[set[str | None], set[str]]]
) -> None:
    found = events(text, type_)
    told = [({a.country for a in e.actors}, {r.span.text for r in e.recipients}) for e in found]
    assert told == wanted
    assert len({e.id for e in found}) == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "Russia withdrew its troops and Syria the next day.",
        "Russia withdrew its troops and US officials left.",
        "Kenya condemned the attack and Somalia condemned the reply.",
        "Turkey shelled Idlib and Aleppo on two days.",
    ],
)
def test_a_list_is_no_second_clause(text: str) -> None:
    ids = [(e.trigger.start, e.type) for e in events(text)]
    assert len(set(ids)) == len(ids)
