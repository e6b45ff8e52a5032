"""When and where an event is said to have happened, one way of telling it a case."""

from __future__ import annotations

import pytest

from dateline.model import Event
from tests.interpret.reading import events

PUBLISHED = "2020-03-18"  # a Wednesday


def one(text: str, type_: str, word: str) -> Event:
    found = [e for e in events(text, type_) if any(word in m.text for m in e.mentions)]
    assert found, [(e.type, e.trigger.text) for e in events(text)]
    return found[0]


@pytest.mark.parametrize(
    ("text", "type_", "word", "value"),
    [
        # a date before a chain of verbs is that of all of them
        (
            "On Monday in Leeds, a man broke into a house, took an axe, ran into the street and began "
            "to stab neighbours.",
            "ASSAULT", "stab", "2020-03-16",
        ),
        (
            "On Sunday, soldiers surrounded the town, cut the power and attacked the police station.",
            "ASSAULT", "attacked", "2020-03-15",
        ),
        ("On Friday the rebels left the town and attacked a convoy.", "ASSAULT", "attacked", "2020-03-13"),
        # a clause with "when" fills the time before it
        (
            "Residents waited until Monday, when army trucks arrived and soldiers opened fire on them.",
            "ASSAULT", "opened", "2020-03-16",
        ),
        ("The calm held until Saturday, when rebels attacked the port.", "ASSAULT", "attacked", "2020-03-14"),
        # a participle goes along with its verb
        (
            "Announcing a ceasefire in a broadcast address, the president of Chad said on Tuesday the army "
            "had reached its goals.",
            "CONCEDE", "Announcing", "2020-03-17",
        ),
        # a noun for a phase of what happens
        ("The start of talks between Chad and Sudan on Monday raised hopes.", "CONSULT", "talks", "2020-03-16"),
        ("The outbreak of fighting between Chad and Sudan in 2019 ended all trade.", "ASSAULT", "fighting", "2019"),
        # the term of what is announced is not the day of announcing it
        ("The Peruvian minister of justice announced his resignation effective next Friday.", "RETREAT",
         "resignation", "2020-03-20"),
        # who speaks on a day goes on speaking that day
        (
            "On Monday, President Idriss Deby of Chad said his country wanted peace. He also promised aid to "
            "Sudan.",
            "AGREE", "promised", "2020-03-16",
        ),
        (
            "On Sunday, Ana Lopez, the Peruvian opposition leader, held a rally in Lima. Musicians played for "
            "an hour. Lopez urged the government to resign.",
            "REQUEST", "urged", "2020-03-15",
        ),
        # what happens during something else
        ("Thousands marched in Lima on Sunday. Police arrested two students during the march.", "COERCE",
         "arrested", "2020-03-15"),
        # a date inside what is said dates it, not the saying
        ("He is believed to have been involved in the murder of a judge in January.", "ASSAULT", "murder", "2020-01"),
    ],
)  # fmt: skip
def test_the_date_is(text: str, type_: str, word: str, value: str) -> None:
    event = one(text, type_, word)
    assert event.time is not None
    assert event.time.value == value


@pytest.mark.parametrize(
    ("text", "type_", "word"),
    [
        ("The Peruvian minister of justice announced his resignation effective next Friday.", "CONCEDE", "announced"),
        ("Rebels attacked a village, the army said on Monday.", "ASSAULT", "attacked"),
        (
            "On Monday, President Idriss Deby of Chad said his country wanted peace. He recently promised aid "
            "to Sudan.",
            "AGREE", "promised",
        ),
        (
            "On Monday, President Idriss Deby of Chad said his country wanted peace. On Tuesday a storm hit "
            "the coast. In Cairo, ministers met. Deby promised aid to Sudan.",
            "AGREE", "promised",
        ),
    ],
)  # fmt: skip
def test_no_date_is_borrowed(text: str, type_: str, word: str) -> None:
    assert one(text, type_, word).time is None


@pytest.mark.parametrize(
    ("text", "type_", "word", "places"),
    [
        ("The resumption of peace talks between Chad and Sudan in Geneva was welcomed.", "CONSULT", "talks",
         {("Geneva", "at")}),
        ("Warplanes bombed Homs and the Hama air base.", "ASSAULT", "bombed",
         {("Homs", "at"), ("Hama Air Base", "at")}),
        ("Two soldiers were killed by a Turkish airstrike in Iraq.", "ASSAULT", "airstrike", {("Iraq", "at")}),
        ("According to the Lima mayor, students marched on Monday.", "PROTEST", "marched", set()),
        ("France announced a complete withdrawal from Mali.", "CONCEDE", "announced", set()),
        ("Thousands marched in Lima on Sunday. Police arrested two students during the march.", "COERCE",
         "arrested", {("Lima", "at")}),
        ("Rebels hold Qusair, a town in Syria. Qusair was the target of an attack in May.", "ASSAULT", "attack",
         {("Al-Qusayr", "at")}),
    ],
)  # fmt: skip
def test_the_places_are(text: str, type_: str, word: str, places: set[tuple[str, str]]) -> None:
    found = one(text, type_, word).places
    assert {(p.mention.name, p.role) for p in found} == places
