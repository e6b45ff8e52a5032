"""Who, whom and what was hit, one construction a case, where a sentence says it by a detour."""

from __future__ import annotations

import pytest

from dateline.model import ActorMention, Event
from tests.interpret.reading import events, read


def names(mentions: tuple[ActorMention, ...]) -> set[str | None]:
    return {m.country for m in mentions}


def one(text: str, type_: str) -> Event:
    found = events(text, type_)
    assert found, [e.type for e in events(text)]
    return found[0]


def test_a_claim_of_a_deed_tells_its_doer() -> None:
    event = one(
        "Two rockets hit a barracks in Aden on Friday, killing three soldiers. "
        "Al-Qaeda claimed responsibility for the attack.",
        "ASSAULT",
    )
    assert [a.span.text for a in event.actors] == ["Al-Qaeda"]
    assert any("owns up to it" in path for path in event.why.arguments)


def test_who_condemns_a_deed_condemns_its_doer() -> None:
    event = one("Russia bombed Aleppo on Monday. France condemned the bombing.", "ACCUSE")
    assert (names(event.actors), names(event.recipients)) == ({"FRA"}, {"RUS"})


def test_whoever_is_charged_with_a_deed_is_its_suspect() -> None:
    text = "A priest was killed in Lima. Police arrested a Chilean soldier over the killing."
    (event,) = events(text, "ASSAULT")
    assert names(event.actors) == {"CHL"}


def test_a_deed_perpetrated_by_somebody_is_his() -> None:
    event = one("Kenya condemned the murder of a judge perpetrated by Somali soldiers.", "ASSAULT")
    assert names(event.actors) == {"SOM"}


def test_the_writer_of_a_message_speaks_and_not_its_site() -> None:
    event = one("The Polish foreign minister posted a message on Twitter blaming Belarus for it.", "ACCUSE")
    assert names(event.actors) == {"POL"}
    assert "BLR" in names(event.recipients)


def test_one_man_who_attacks_alone_is_a_criminal() -> None:
    event = one("A man stabbed a teacher in Lyon, France, on Monday.", "ASSAULT")
    assert [a.sector for a in event.actors] == ["CRM"]


def test_joined_nations_are_all_meant() -> None:
    event = one("Turkish and Greek officials met in Nicosia on Friday.", "CONSULT")
    assert names(event.actors) == {"TUR", "GRC"}


def test_a_threat_is_meant_for_whom_it_names() -> None:
    event = one("Georgia threatened to break relations with Serbia.", "THREATEN")
    assert (names(event.actors), names(event.recipients)) == ({"GEO"}, {"SRB"})


def test_participles_after_with_are_passive() -> None:
    event = one(
        "A blast shook a hotel in Kabul on Friday, with two guards killed and ten wounded.", "ASSAULT"
    )
    assert "guards" not in " ".join(a.span.text for a in event.actors)


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Rebels attacked a power station near Taiz on Friday.", ["a power station"]),
        ("Guerrillas dynamited two bridges and a pipeline in Arauca.", ["two bridges", "a pipeline"]),
        ("A bomb exploded outside the mayor's house in Cali.", ["the mayor's house"]),
    ],
)
def test_things_that_are_hit_are_targets(text: str, hit: list[str]) -> None:
    assert [t.text for e in events(text, "ASSAULT") for t in e.targets] == hit


def test_people_are_no_targets() -> None:
    event = one("Gunmen shot three Iraqi policemen in Mosul.", "ASSAULT")
    assert event.targets == ()


def test_a_weapon_is_nobody() -> None:
    event = one("Yemen's rebels fired missiles at Saudi soldiers.", "ASSAULT")
    assert "missiles" not in [m.span.text for m in event.actors + event.recipients]


def test_the_weapon_shows_the_mode() -> None:
    event = one("Militants attacked a convoy with grenades near Herat.", "ASSAULT")
    assert event.mode == "explosives"


def test_what_is_done_meanwhile_has_the_date_and_place() -> None:
    text = "Protesters, demanding that the government resign, marched in Warsaw on Saturday."
    requests = events(text, "REQUEST")
    assert [(e.time.value if e.time else None) for e in requests] == ["2020-03-14"]
    assert [p.mention.name for e in requests for p in e.places] == ["Warsaw"]


def test_every_mention_is_kept_in_order_with_the_trigger_among_them() -> None:
    text = "A mayor was shot dead in Recife on Monday. The attack shocked Brazil."
    (event,) = events(text, "ASSAULT")
    assert event.trigger in event.mentions
    assert len(event.mentions) > 1
    assert list(event.mentions) == sorted(event.mentions, key=lambda s: s.start)
    assert all(text[m.start : m.end] == m.text for m in event.mentions)


def test_why_says_how_each_argument_hangs_on_the_trigger() -> None:
    event = one("Russian troops attacked Ukrainian soldiers near Kharkiv.", "ASSAULT")
    assert event.why.arguments == (
        "actor: Russian troops (nsubj of attacked)",
        "recipient: Ukrainian soldiers (obj of attacked)",
    )


def test_paths_are_of_arguments_that_the_event_has() -> None:
    for event in read("Russia bombed Aleppo. France condemned the bombing of the city.").events:
        texts = [m.span.text for m in event.actors + event.recipients] + [t.text for t in event.targets]
        texts += [p.mention.span.text for p in event.places] + ([event.time.span.text] if event.time else [])
        assert all(any(t in path for t in texts) for path in event.why.arguments)


AIMED = [
    ("Students in Zambia staged a strike to demand reforms from President Chiluba's government.", {"ZMB"}),
    ("Thousands of Danes marched in Copenhagen in protest against killings by Serbian soldiers.", {"SRB"}),
]


@pytest.mark.parametrize(("text", "aim"), AIMED)
def test_a_protest_is_against_whom_its_purpose_names(text: str, aim: set[str]) -> None:
    assert names(one(text, "PROTEST").recipients) == aim


def test_a_protest_is_not_against_what_came_after_it() -> None:
    event = one("Protesters marched in Lima and police arrested ten Chilean students.", "PROTEST")
    assert "CHL" not in names(event.recipients)


def test_who_only_says_so_does_not_act() -> None:
    event = one(
        "Afghan rebels kidnapped two doctors and burned a clinic, diplomats in Pakistan said.", "ASSAULT"
    )
    assert names(event.actors) == {"AFG"}


def test_what_is_ones_own_leads_on_to_whom_it_is_against() -> None:
    event = one("Ethiopia mounted its long-planned invasion of Eritrea on Friday.", "ASSAULT")
    assert (names(event.actors), names(event.recipients)) == ({"ETH"}, {"ERI"})


def test_whose_troops_leave_is_not_told_by_where_they_leave() -> None:
    event = one("The United States began the withdrawal of its last forces from Panama on Friday.", "RETREAT")
    assert "PAN" not in names(event.actors)


def test_nations_joined_inside_what_a_number_is_of_are_each_meant() -> None:
    event = one("Rebels tortured scores of Kenyan and Ugandan refugees, a rights group said.", "ASSAULT")
    assert names(event.recipients) == {"KEN", "UGA"}


def test_an_office_and_the_name_right_after_it_are_one_person() -> None:
    event = one("An Argentine judge ordered former president Carlos Menem to testify.", "REQUEST")
    assert names(event.recipients) == {"ARG"}


def test_taking_part_in_a_deed_is_doing_it() -> None:
    event = one("Serb forces took part in the bombardment of Vukovar in November.", "ASSAULT")
    assert "SRB" in names(event.actors)
