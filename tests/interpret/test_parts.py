"""Words of one wording tell one event; what is refused, or asked of nobody, is none of its own."""

from __future__ import annotations

import pytest

from tests.interpret.reading import events, read

ONE = [
    ("Rebels wounded two soldiers in a mortar attack near Bangui.", "ASSAULT"),
    ("Teachers in Lima held a rally to protest the pay cuts.", "PROTEST"),
    ("Miners in Chile staged a hunger strike in protest at the closures.", "PROTEST"),
    ("Norway gave tons of food aid to Nepal.", "AID"),
    ("The Kenyan police fired tear gas to disperse demonstrators in Nairobi.", "ASSAULT"),
    ("The embassy in Quito was hit by gunfire on Monday.", "ASSAULT"),
    ("The French president received the Japanese foreign minister for talks in Paris.", "CONSULT"),
    ("Chad condemned Sudan, accusing it of a raid on the border post.", "ACCUSE"),
    ("Hackers defaced Danish sites in the largest cyber attack so far.", "COERCE"),
    ("Peru repeated its demand that Chile open the border.", "REQUEST"),
]


@pytest.mark.parametrize(("text", "type_"), ONE)
def test_one_wording_tells_one_event(text: str, type_: str) -> None:
    assert [e.type for e in read(text).events].count(type_) == 1


NONE = [
    ("Ghana gave a warm welcome to the Brazilian president.", "SUPPORT", "welcome"),
    ("Chad lodged an official protest with Sudan over the incident.", "PROTEST", "protest"),
    ("The Iraqi army lifted its blockade of Mosul.", "COERCE", "blockade"),
    ("Egypt suspended military aid to Sudan.", "AID", "aid"),
    ("Turkey severed its alliance with Syria.", "AGREE", "alliance"),
    ("Israel began its long-threatened invasion of the south.", "THREATEN", "threatened"),
    ("Ukraine refused to lift the curfew in Kherson.", "CONCEDE", "lift"),
    ("Thousands of refugees fled the civil war in Liberia.", "ASSAULT", "war"),
    ("France criticised the invasion forces.", "ASSAULT", "invasion"),
    (
        "Envoys of Iran and Iraq met at talks aimed at establishing closer relations.",
        "SUPPORT",
        "establishing",
    ),
]


@pytest.mark.parametrize(("text", "type_", "word"), NONE)
def test_a_word_of_another_event_is_no_event(text: str, type_: str, word: str) -> None:
    assert not [e for e in events(text, type_) if word in e.trigger.text]


APART = [
    ("Yemen rejected a request by Oman to free the crew.", {"REJECT", "REQUEST"}),
    ("The Peruvian minister of justice announced his resignation.", {"CONCEDE", "RETREAT"}),
    ("France condemned the attack on the Libyan parliament.", {"ACCUSE", "ASSAULT"}),
    ("Rebels in Chad denied that they were behind the bombing.", {"REJECT", "ASSAULT"}),
    ("Japan denied that its soldiers had attacked Chinese fishermen.", {"REJECT", "ASSAULT"}),
    (
        "Students marched in Dakar to demand the release of the mayor from the government.",
        {"PROTEST", "REQUEST"},
    ),
]


@pytest.mark.parametrize(("text", "types"), APART)
def test_what_others_did_stays_an_event(text: str, types: set[str]) -> None:
    assert types <= {e.type for e in read(text).events}


def test_what_was_left_out_is_told() -> None:
    rejected = read("The Iraqi army lifted its blockade of Mosul.").rejected
    assert any(r.trigger.text == "blockade" and r.reason.startswith("part of") for r in rejected)


def test_a_deed_is_not_the_one_that_it_follows() -> None:
    found = events(
        "Herders in Kenya attacked a police post following the killing of a Somali boy.", "ASSAULT"
    )
    assert len(found) == 2
    assert "SOM" not in {r.country for e in found if e.trigger.text != "killing" for r in e.recipients}
