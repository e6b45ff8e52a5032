"""Places in whole sentences, read by the packaged model: containment, governments, events, known sites."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.ground.places import STANDS_FOR, candidates, load_gazetteer
from dateline.model import Failure, Interpretation, Report
from dateline.pipeline import load_engine, run

Wanted = dict[str, tuple[str | None, str | None, str | None]]

# Sentence → for each name: the place, its country, the note.
LAYER: dict[str, Wanted] = {
    "Russian jets left the Hmeimim air base in Latakia province, Syria, on Tuesday.": {
        "Hmeimim air base": ("Khmeimim Air Base", "SYR", None),
        "Latakia province": ("Latakia Governorate", "SYR", None),
        "Syria": ("Syria", "SYR", None),
    },
    "Gunmen killed three people in Springfield, Illinois, on Saturday.": {
        "Springfield": ("Springfield", "USA", None),
        "Illinois": ("Illinois", "USA", None),
    },
    "Protesters marched through Tripoli, Lebanon, on Friday.": {"Tripoli": ("Tripoli", "LBN", None)},
    "Moscow said on Monday that rebels had shelled a market in Aleppo.": {
        "Moscow": ("Moscow", "RUS", STANDS_FOR),
        "Aleppo": ("Aleppo", "SYR", None),
    },
    "In Moscow, police detained 20 protesters on Sunday.": {"Moscow": ("Moscow", "RUS", None)},
    "Tehran and Riyadh resumed talks in Beijing on Friday.": {
        "Tehran": ("Tehran", "IRN", STANDS_FOR),
        "Riyadh": ("Riyadh", "SAU", STANDS_FOR),
        "Beijing": ("Beijing", "CHN", None),
    },
    "Damascus rejected the offer of talks.": {"Damascus": ("Damascus", "SYR", STANDS_FOR)},
}

# Sentence → for each trigger: the place of its event, or none.
EVENTS: dict[str, dict[str, str | None]] = {
    "Moscow said on Monday that rebels had shelled a market in Aleppo.": {"shelled": "Aleppo"},
    "In Moscow, police detained 20 protesters on Sunday.": {"detained": "Moscow"},
    "The Kremlin accused Kyiv of shelling Donetsk on Friday.": {"accused": None, "shelling": "Donetsk"},
    "Damascus rejected the offer of talks.": {"rejected": None},
    "Israel bombed Gaza City overnight.": {"bombed": "Gaza City"},
    "Gunmen killed three people in Springfield, Illinois, on Saturday.": {"killed": "Springfield"},
    "Gunmen stormed the village of Mainok on Friday, killing 39 people.": {"stormed": "Mainok"},
    "Soldiers shot dead a policeman in the West Bank town of Tulkarm.": {"shot": "Tulkarm"},
}


@pytest.fixture(scope="module")
def read() -> dict[str, Interpretation]:
    texts = list(dict.fromkeys([*LAYER, *EVENTS]))
    reports = [
        Report(str(at), text, "", published="2016-03-15", language="en") for at, text in enumerate(texts)
    ]
    return dict(zip(texts, _done(run(reports, load_engine())), strict=True))


def _done(outcomes: Iterator[Interpretation | Failure]) -> Iterator[Interpretation]:
    for outcome in outcomes:
        assert isinstance(outcome, Interpretation), outcome
        yield outcome


@pytest.mark.parametrize("text", LAYER)
def test_each_name_is_its_place(text: str, read: dict[str, Interpretation]) -> None:
    found = {p.span.text: (p.name, p.country, p.note) for p in read[text].grounded.places}
    assert {name: found.get(name) for name in LAYER[text]} == LAYER[text]


@pytest.mark.parametrize("text", EVENTS)
def test_each_event_has_its_place(text: str, read: dict[str, Interpretation]) -> None:
    where = {
        event.trigger.text.split()[0]: next((p.mention.span.text for p in event.places), None)
        for event in read[text].events
    }
    assert {trigger: where.get(trigger) for trigger in EVENTS[text]} == EVENTS[text]


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Incirlik", "TUR"), ("Kutupalong", "BGD"), ("Erez Crossing", "ISR"), ("Philadelphi Corridor", "PSE"),
        ("Darfur", "SDN"), ("Zamzam camp", "SDN"), ("Rumaila", "IRQ"), ("Al-Omar oil field", "SYR"),
        ("Ghweran prison", "SYR"), ("Robotyne", "UKR"), ("Enerhodar", "UKR"), ("Jebel Marra", "SDN"),
        ("Rubaya mine", "COD"), ("Cabo Delgado", "MOZ"), ("Mount Chaambi", "TUN"), ("Guerguerat", "ESH"),
        ("Insein Prison", "MMR"), ("Pahalgam", "IND"), ("Tirah Valley", "PAK"), ("Panjshir", "AFG"),
        ("CECOT", "SLV"), ("Catatumbo", "COL"), ("Fordow", "IRN"), ("Sde Teiman", "ISR"),
        ("Sanaa airport", "YEM"), ("Ras Isa", "YEM"), ("Engels-2", "RUS"), ("Kerem Shalom", "ISR"),
    ],
)  # fmt: skip
def test_news_of_conflict_names_places_that_are_known(name: str, country: str) -> None:
    assert candidates(name, load_gazetteer())[0].country == country


@pytest.mark.parametrize(
    "name", ["Line of Control", "Strait of Hormuz", "Taiwan Strait", "UNDOF zone", "Blue Line"]
)
def test_what_belongs_to_no_one_country_says_none(name: str) -> None:
    assert candidates(name, load_gazetteer())[0].country is None
