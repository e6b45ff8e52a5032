"""Whose countries stand on both sides of an event, one construction a case."""

from __future__ import annotations

import pytest

from tests.interpret.reading import events

CASES: dict[str, tuple[str, str, set[str], set[str]]] = {
    "a visit has a host": ("The Kenyan president visited Sudan.", "CONSULT", {"KEN"}, {"SDN"}),
    "who hosts receives": (
        "The French president hosted the Japanese prime minister in Lyon.",
        "CONSULT",
        {"FRA"},
        {"JPN"},
    ),
    "shared with": (
        "Jordan shared intelligence with Britain on the smugglers.",
        "COOPERATE",
        {"JOR"},
        {"GBR"},
    ),
    "a day is no part of a name": (
        "Peru's foreign minister visited Russia today.",
        "CONSULT",
        {"PER"},
        {"RUS"},
    ),
    "a measure lies on its place": (
        "The authorities in Thailand imposed a curfew in the town of Pattani.",
        "COERCE",
        {"THA"},
        {"THA"},
    ),
    "and is eased there": ("India lifted the curfew in Srinagar.", "CONCEDE", {"IND"}, {"IND"}),
    "where it was laid on": (
        "The president of Sudan shortened the curfew imposed in Darfur in June.",
        "CONCEDE",
        {"SDN"},
        {"SDN"},
    ),
    "both speak on the phone": (
        "The Chilean president telephoned the Peruvian prime minister.",
        "CONSULT",
        {"CHL", "PER"},
        set(),
    ),
    "a promise is broken to somebody": (
        "Chad reneged on its promise to Niger.",
        "REJECT",
        {"TCD"},
        {"NER"},
    ),
    "refused somewhere": ("Ghana refused to deploy troops in Mali.", "REJECT", {"GHA"}, {"MLI"}),
    "demands not met": ("Oman said it would not meet the demands of Iran.", "REJECT", {"OMN"}, set()),
    "threatened on a condition": (
        "Algeria threatened to stop the talks if Morocco moves the border post.",
        "THREATEN",
        {"DZA"},
        {"MAR"},
    ),
    "it that is a country": (
        "Chirac told Iraq that it must cooperate with the inspectors.",
        "REQUEST",
        {"FRA"},
        {"IRQ"},
    ),
    "in defiance of": (
        "Thousands of people blocked streets in Lima in defiance of the Peruvian government.",
        "PROTEST",
        {"PER"},
        {"PER"},
    ),
    "nations of two words": (
        "The Guinean army tortured scores of Sierra Leonean and Liberian refugees.",
        "ASSAULT",
        {"GIN"},
        {"SLE", "LBR"},
    ),
    "to convince": (
        "Greek farmers blocked the road to convince the European Commission to raise prices.",
        "PROTEST",
        {"GRC"},
        {"EUR"},
    ),
    "no object has such a preposition": (
        "Iran hacked into the computers of Saudi army officers.",
        "COERCE",
        {"IRN"},
        {"SAU"},
    ),
}


@pytest.mark.parametrize(("text", "type_", "actors", "recipients"), CASES.values(), ids=CASES)
def test_countries(text: str, type_: str, actors: set[str], recipients: set[str]) -> None:
    found = events(text, type_)
    assert found, f"no {type_}"
    assert {a.country for e in found for a in e.actors if a.country} == actors
    assert {r.country for e in found for r in e.recipients if r.country} >= recipients


def test_the_region_before_a_city_is_the_region() -> None:
    (event,) = events("Police in the Punjab city of Lahore arrested two Afghan traders.", "COERCE")
    assert [p.mention.name for p in event.places if p.mention.country != "PAK"] == []
    assert {r.country for r in event.recipients} == {"AFG"}


def test_where_the_sources_are_is_not_where_the_victims_are() -> None:
    (event,) = events(
        "Rebels shelled Khartoum, killing some 20 people, officials in Nairobi said.", "ASSAULT"
    )
    assert "KEN" not in {r.country for r in event.recipients}


def test_it_that_is_nobody_is_asked_nothing() -> None:
    assert not events("The minister said it must rain soon.", "REQUEST")
