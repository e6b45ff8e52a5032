"""Who is said to attack and who and what is hit, where the sentence tells it in a roundabout way."""

from __future__ import annotations

import pytest

from dateline.model import Event
from tests.interpret.reading import events


def attacks(text: str) -> list[Event]:
    return events(text, "ASSAULT")


def hit(text: str) -> str:
    return " | ".join(" ".join(r.span.text.split()) for e in attacks(text) for r in e.recipients)


def doers(text: str) -> str:
    return " | ".join(" ".join(a.span.text.split()) for e in attacks(text) for a in e.actors)


def test_a_name_goes_on_behind_the_end_of_a_line() -> None:
    wrapped = (
        "The ministry of the interior said on Tuesday that it had been told of\n"
        "the crime in the morning. Gunmen on motorcycles murdered Judge Carlos\n"
        "Gomez Rivera in the centre of Lima, and the police have no trace of\n"
        "those who did it so far, the ministry said in a short statement which\n"
        "was read to the press."
    )
    assert "Carlos Gomez Rivera" in hit(wrapped)


def test_the_place_of_a_dateline_is_not_hit() -> None:
    found = hit("LIMA, 3 May 1990 (AFP) -- Judge Carlos Gomez was murdered by gunmen on Monday.")
    assert "Gomez" in found
    assert "LIMA" not in found


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The army foiled an attempt by the rebels to kidnap the bishop.", "army"),
        ("The police said that the government learned of a plot to murder the bishop.", "government"),
    ],
)
def test_who_learns_of_a_design_or_hinders_it_does_not_have_it(text: str, wrong: str) -> None:
    assert wrong not in doers(text)


@pytest.mark.parametrize("verb", ["rejected", "repudiated", "condemned"])
def test_who_rejects_a_murder_does_not_deny_it(verb: str) -> None:
    found = attacks(f"All parties {verb} the murder of the senator in Lima.")
    assert [e.status for e in found] == ["happened"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The minister was killed in Lima along with two of his bodyguards.", "bodyguards"),
        ("The minister was killed together with his driver.", "driver"),
        ("Gunmen killed 12 miners, including Raul Campos, a union leader.", "Raul Campos"),
        ("Four people, including a child, were injured by the explosion.", "a child"),
        ("Rebels kidnapped the bishop and his assistant.", "his assistant"),
        ("As a result of the explosion 20 people were injured.", "20 people"),
    ],
)
def test_those_hit_beside_others_are_hit_too(text: str, who: str) -> None:
    assert who in hit(text)


@pytest.mark.parametrize(
    "names",
    [
        "The dead were identified as Ana Ruiz, Luis Campos and Hugo Prado.",
        "Among the injured are Ana Ruiz, 24; Luis Campos, 31; and Hugo Prado, 40.",
        "They are Ana Ruiz, Luis Campos and Hugo Prado.",
    ],
)
def test_names_given_afterwards_are_those_who_were_hit(names: str) -> None:
    found = hit(f"A bomb exploded in a market in Cali on Monday, injuring three people. {names}")
    assert {"Ana Ruiz", "Luis Campos", "Hugo Prado"} <= set(found.split(" | "))


def test_the_suspects_who_are_named_did_it() -> None:
    text = (
        "The murder of the senator shocked Cali. Police arrested the suspects, who were identified as "
        "Luis Campos and Hugo Prado."
    )
    assert "Luis Campos" in doers(text)
    assert "Hugo Prado" in doers(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The soldiers involved in the killing of two priests will be punished.", "soldiers"),
        ("The president confirmed the involvement of troops in the murder of the priests.", "troops"),
        ("Those responsible for killing Luis Campos are Shining Path guerrillas.", "Shining Path"),
    ],
)
def test_who_is_said_to_have_had_a_part_in_it_did_it(text: str, who: str) -> None:
    assert who in doers(text)


def test_a_doubt_about_who_did_it_is_none_about_what_was_done() -> None:
    text = (
        "A bomb attack damaged a power station in Lima on Monday. The attack was presumably carried out by "
        "Shining Path guerrillas."
    )
    found = attacks(text)
    assert [e.status for e in found] == ["happened"]
    assert [a.name for e in found for a in e.actors] == ["Shining Path"]


def test_what_is_told_next_says_who_made_the_attack() -> None:
    text = "A judge was shot dead in Cali on Monday. Two men on a motorcycle opened fire."
    assert len(attacks(text)) == 1
    assert "Two men" in doers(text)


def test_rebels_of_a_report_that_names_one_group_are_of_it() -> None:
    text = "The Shining Path claimed an attack on a bus in Peru. Rebels also burned two trucks in Peru."
    burned = next(e for e in attacks(text) if "burned" in e.trigger.text)
    assert [a.name for a in burned.actors] == ["Shining Path"]


def test_a_common_noun_in_a_text_in_capitals_is_no_country() -> None:
    found = attacks("A CAR EXPLODED NEAR THE EMBASSY IN LIMA ON MONDAY, AND TWO GUARDS WERE KILLED.")
    assert all(a.country != "CAF" for e in found for a in (*e.actors, *e.recipients))


def test_casualties_are_nobody_by_themselves() -> None:
    assert hit("Rebels attacked a post near Cali on Monday, inflicting five casualties.") in ("", "a post")


def test_a_bomb_on_a_union_hits_its_premises() -> None:
    found = attacks("A bomb attack on the National Workers Union in Cali on Monday injured two people.")
    assert any("National Workers Union" in t.text for e in found for t in e.targets)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("A bomb exploded in Cali on Monday, causing damage to nearby houses.", "houses"),
        ("A bomb exploded in Cali on Monday. A bus sustained considerable damage.", "bus"),
    ],
)
def test_what_came_to_damage_was_hit(text: str, thing: str) -> None:
    assert any(thing in t.text for e in attacks(text) for t in e.targets)
