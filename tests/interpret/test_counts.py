"""What is counted for an event: each by the verb right before it, the unnumbered too, no praise, no dates."""

from __future__ import annotations

import pytest

from tests.interpret.reading import events


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The bomb killed 12 people and wounded 30 others.", [("killed", 12), ("injured", 30)]),
        ("Clashes killed three soldiers, two policemen and a child.", [("killed", n) for n in (3, 2, 1)]),
        ("A soldier and two civilians were killed in shelling.", [("killed", 1), ("killed", 2)]),
        ("Police arrested 40 men, one of the biggest raids ever.", [("arrested", 40)]),
        ("French forces had killed the rebel leader two weeks before.", []),
        ("The army shelled the town for two weeks.", [("duration", 2)]),
    ],
)
def test_what_is_counted_for_an_event(text: str, counts: list[tuple[str, int]]) -> None:
    found = events(text)
    assert found
    assert [(c.of, c.best) for event in found for c in event.counts] == counts
