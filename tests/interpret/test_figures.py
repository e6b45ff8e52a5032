"""Figures: how many came to harm and how strong a force is, in numbers or by naming them one by one."""

from __future__ import annotations

import pytest

from dateline.model import Figure
from tests.interpret.reading import read

Levels = tuple[float | None, float | None, float | None]


def figures(text: str, of: str, part: bool = False) -> list[Figure]:
    """The figures of one kind, parts of others left out or alone."""
    return [f for f in read(text).figures if f.of == of and f.part is part]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Shelling killed nine villagers in Arlen, including two children.", (9, 9, 9)),
        ("At least 14 people were killed in the raid.", (14, 14, None)),
        ("The raid killed between four and five members of one family.", (4, None, 5)),
        ("At least 15 and up to 25 farmers were killed when mortars hit the market.", (15, None, 25)),
        ("More than 30 people were killed in the bombing.", (31, None, None)),
        ("As many as 40 civilians were killed.", (None, None, 40)),
        ("A man, his wife and three children were killed when a rocket hit their house.", (5, 5, 5)),
        ("Omar Haddad was killed along with his four sons.", (5, 5, 5)),
        ("The strike killed a teacher and two of her pupils.", (3, 3, 3)),
        ("Three brothers, Ali, Omar and Zaid Nasser, were killed on Monday.", (3, 3, 3)),
        ("A young woman was killed by shrapnel.", (1, 1, 1)),
        ("The death toll rose to 28, the ministry said.", (28, 28, 28)),
        ("Doctors put the number of those killed at eight.", (8, 8, 8)),
        ("The attack resulted in at least nine deaths.", (9, 9, None)),
        ("The bombing killed three soldiers and wounded ten others.", (3, 3, 3)),
        ("Twelve people died in the attack.", (12, 12, 12)),
        ("Villagers were killed in the shelling.", (2, None, None)),
    ],
)
def test_a_toll(text: str, levels: Levels) -> None:
    (found,) = figures(text, "killed")
    assert (found.low, found.best, found.high) == levels


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The bombing killed three soldiers and wounded ten others.", 10),
        ("Six people were killed, with 15 others injured.", 15),
        ("The blast injured a nurse.", 1),
    ],
)
def test_the_injured_are_counted_apart(text: str, number: int) -> None:
    (found,) = figures(text, "injured")
    assert found.best == number


@pytest.mark.parametrize(
    "text",
    [
        "A 37-year-old man was killed.",  # an age
        "A strike on a four-storey house killed a man.",  # floors
        "The man killed on Monday was 62.",
    ],
)
def test_other_numbers_are_no_tolls(text: str) -> None:
    assert all((f.high or 0) <= 2 for f in figures(text, "killed"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Shelling killed nine villagers in Arlen, including two children.", {"two"}),
        ("Shelling killed fourteen people, including three women and a doctor.", {"three"}),
        ("Eight people were killed, two of whom were children.", {"two"}),
    ],
)
def test_a_part_of_a_toll_is_marked_as_one(text: str, parts: set[str]) -> None:
    found = {f.span.text.split()[0] for f in figures(text, "killed", part=True)}
    assert parts <= found
    assert len(figures(text, "killed")) == 1


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("Four civilians were killed.", "civilians"),
        ("Four children were killed.", "children"),
        ("Four militants were killed in the raid.", "fighters"),
        ("Four soldiers were killed.", "soldiers"),
        ("Four people were killed.", None),
    ],
)
def test_a_toll_says_of_whom_it_speaks(text: str, population: str | None) -> None:
    (found,) = figures(text, "killed")
    assert found.population == population


def test_fighters_and_others_are_counted_apart() -> None:
    found = figures("The strike killed two militants and six civilians.", "killed")
    assert {(f.population, f.best) for f in found} == {("fighters", 2), ("civilians", 6)}


def test_a_total_of_a_whole_war_is_marked() -> None:
    (found,) = figures("More than 5,000 people have been killed since the war began.", "killed")
    assert found.wider


def test_a_toll_has_its_holder_and_its_event() -> None:
    text = "Rebels shelled the town of Gao on Friday. The governor said five people were killed."
    (found,) = figures(text, "killed")
    assert found.said_by[-1].span.text == "The governor"
    assert found.event in {event.id for event in read(text).events}


@pytest.mark.parametrize(
    ("text", "whose", "where", "change", "status"),
    [
        ("There are 900 Kenyan troops in Somalia.", "KEN", "SOM", "present", "happened"),
        ("Some 2,500 American soldiers remain in Iraq.", "USA", "IRQ", "present", "happened"),
        ("Kenya has sent 400 police officers to Haiti.", "KEN", "HTI", "arrives", "happened"),
        ("Rwanda will send 1,000 soldiers to Mozambique.", "RWA", "MOZ", "arrives", "planned"),
        ("France withdrew 150 soldiers from Niger on Monday.", "FRA", "NER", "leaves", "happened"),
        ("The last 80 Danish soldiers left Afghanistan on Monday.", "DNK", "AFG", "leaves", "happened"),
        ("The base at Djibouti houses 12 Turkish drones.", "TUR", "DJI", "present", "happened"),
        ("India denied that it had stationed 300 troops in the Maldives.", "IND", "MDV", "present", "denied"),
    ],
)
def test_a_strength_says_whose_it_is_and_where(
    text: str, whose: str, where: str, change: str, status: str
) -> None:
    (found,) = [f for f in read(text).figures if f.rule == "strength"]
    assert found.actor is not None
    assert found.place is not None
    assert (found.actor.country, found.place.mention.country) == (whose, where)
    assert (found.change, found.status) == (change, status)


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested 20 soldiers in Khartoum.",
        "Pakistan lost 12 soldiers in Waziristan.",
        "The parade featured 300 soldiers.",
    ],
)
def test_other_numbers_of_soldiers_are_no_strength(text: str) -> None:
    assert [f for f in read(text).figures if f.rule == "strength"] == []


def test_every_text_is_its_slice() -> None:
    text = "Omar Haddad, his wife and two sons were killed in Gao, where Mali keeps 1,000 soldiers."
    found = read(text).figures
    assert found
    assert all(text[f.span.start : f.span.end] == f.span.text for f in found)
