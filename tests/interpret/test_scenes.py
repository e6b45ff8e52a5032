"""One attack told in several sentences: what is part of it, what date and place it has, and what is none."""

from __future__ import annotations

import pytest

from dateline.model import Event
from tests.interpret.reading import events


def one(text: str) -> Event:
    found = events(text, "ASSAULT")
    assert len(found) == 1, [(e.trigger.text, e.mentions) for e in found]
    return found[0]


def hit(event: Event) -> str:
    return " | ".join(r.span.text for r in event.recipients)


def test_harm_beside_an_attack_is_part_of_it() -> None:
    event = one("Gunmen ambushed a judge in Cali on Monday. His bodyguard was seriously wounded.")
    assert "judge" in hit(event)
    assert "bodyguard" in hit(event)


@pytest.mark.parametrize(
    "text",
    [
        "Four people were injured on a road near Cali on Monday.",
        "The senator died in Bogota on Monday.",
        "The police looked into the incident.",
    ],
)
def test_harm_and_deeds_that_no_attack_is_told_for_are_none(text: str) -> None:
    assert events(text, "ASSAULT") == []


def test_two_who_are_described_alike_only_by_their_country_are_two() -> None:
    event = one("Rebels bombed a post in Peru, killing a Peruvian soldier and a Peruvian priest.")
    assert "soldier" in hit(event)
    assert "priest" in hit(event)


def test_who_took_part_in_the_crime_did_it() -> None:
    event = one("Six priests were murdered on 16 November. Officers of the army took part in the crime.")
    assert ["army" in a.span.text for a in event.actors] == [True]


def test_who_is_said_to_be_responsible_did_it() -> None:
    event = one("The Shining Path is responsible for the murder of the mayor.")
    assert [a.name for a in event.actors] == ["Shining Path"]


def test_to_whom_a_deed_is_attributed_did_it() -> None:
    event = one("The murder of the mayor is attributed to the Shining Path.")
    assert [a.name for a in event.actors] == ["Shining Path"]


def test_what_is_told_again_has_the_date_and_place_it_was_given() -> None:
    text = (
        "Gunmen shot the mayor of Tumaco in Cali on 3 March. The motive is not known. "
        "The mayor was kidnapped by rebels once before, his party says."
    )
    shot = events(text, "ASSAULT")[0]
    assert shot.time is not None
    told = events("Gunmen shot a judge in Cali on 3 March. Police said the judge was stabbed.", "ASSAULT")
    assert all(e.time is not None and e.time.span.text == "3 March" for e in told)
    assert any("time: 3 March" in path for e in told for path in e.why.arguments)


def test_an_attack_with_a_day_of_its_own_keeps_it() -> None:
    text = "Rebels bombed a bank in Cali on 3 March. On 9 January they shot a priest in Pasto."
    days = {e.time.span.text for e in events(text, "ASSAULT") if e.time}
    assert days == {"3 March", "9 January"}


def test_what_is_hit_with_is_not_what_is_hit() -> None:
    (event, *_) = events("Commandos threw two bombs at the windows of a bank in Lima.", "ASSAULT")
    assert not any("bomb" in target.text for target in event.targets)


def test_an_invasion_of_a_country_is_not_by_it() -> None:
    (event, *_) = events("Cuba condemned the American invasion of Panama.", "ASSAULT")
    assert "PAN" not in {a.country for a in event.actors}
    assert "PAN" in {r.country for r in event.recipients}


def test_casualties_are_theirs_on_whom_they_are_inflicted() -> None:
    (event, *_) = events("Rebels inflicted 20 casualties on the army near Cali.", "ASSAULT")
    assert [r.sector for r in event.recipients] == ["MIL"]


def test_who_claims_credit_for_what_a_relative_clause_is_about_did_it() -> None:
    text = "The attack on the ministry in Lima, for which the Shining Path claimed credit, wounded a guard."
    (event, *_) = events(text, "ASSAULT")
    assert "Shining Path" in {a.name for a in event.actors}


def test_who_is_accused_of_perpetrating_a_deed_is_its_suspect() -> None:
    text = "Unions accused the army of perpetrating the attack against their headquarters."
    (event, *_) = events(text, "ASSAULT")
    assert [a.sector for a in event.actors] == ["MIL"]
