"""Which event a sentence is mainly about, one construction a case: written as trigger → main or passing."""

from __future__ import annotations

import pytest

from dateline.interpret.attribution_tree import tree_of
from dateline.interpret.salience import depth
from tests.interpret.reading import read

CASES = [
    ("Ministers of Chad and Niger met in Niamey after rebels attacked a garrison.", "met", "attacked"),
    ("Kenya demanded that Uganda withdraw its troops.", "demanded", "withdraw"),
    ("Soldiers who looted Goma in May were arrested by the police on Sunday.", "arrested", "looted"),
    ("Angola condemned the bombing of a hospital in Kuito by rebels.", "condemned", "bombing"),
    ("Police arrested ten miners over a strike in Kitwe, officials said.", "arrested", "strike"),
]


@pytest.mark.parametrize(("text", "main", "passing"), CASES)
def test_what_a_sentence_asserts_is_main_and_what_it_mentions_is_told_in_passing(
    text: str, main: str, passing: str
) -> None:
    told = {word: event.main for event in read(text).events for word in event.trigger.text.split()}
    assert told.get(main) is True, told
    assert told.get(passing, False) is False, told


def test_words_of_reporting_take_nothing_from_what_is_said() -> None:
    (event,) = read("Officials said on Monday that rebels had shelled the town of Bria.").events
    assert event.main


def test_an_event_that_a_later_sentence_is_about_is_main() -> None:
    text = "Peru condemned the killing of a judge in Lima. Gunmen killed the judge on Monday."
    killings = [event for event in read(text).events if event.type == "ASSAULT"]
    assert any(event.main for event in killings)


def test_only_the_main_events_can_be_asked_for() -> None:
    reading = read(CASES[0][0])
    assert {event.type for event in reading.events} == {"CONSULT", "ASSAULT"}
    assert [event.type for event in reading.mains().events] == ["CONSULT"]


def test_depth_is_counted_in_words_above() -> None:
    reading = read("Rebels attacked.")
    tree = tree_of(reading.grounded.digest.doc)
    root = next(i for i in range(len(tree)) if tree.head[i] == i)
    assert depth(tree, root) == 0
    assert all(depth(tree, i) >= 1 for i in range(len(tree)) if i != root)
