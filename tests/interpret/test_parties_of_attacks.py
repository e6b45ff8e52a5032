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
