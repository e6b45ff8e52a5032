"""What the coder reads, one construction a case: sentence → type, mode, actor and recipient countries."""

from __future__ import annotations

import pytest

from tests.interpret.reading import events, read

CASES: dict[str, tuple[str, str, str | None, set[str], set[str]]] = {
    "active": ("Russian troops attacked Ukrainian soldiers near Kharkiv.", "ASSAULT", None, {"RUS"}, {"UKR"}),
    "passive with agent": (
        "A Turkish convoy was attacked by Syrian soldiers on Monday.",
        "ASSAULT",
        None,
        {"SYR"},
        {"TUR"},
    ),
    "support verb": ("Turkey launched an attack on Syria.", "ASSAULT", None, {"TUR"}, {"SYR"}),
    "modifier of a noun": ("Israeli airstrikes hit Damascus overnight.", "ASSAULT", "aerial", {"ISR"}, set()),
    "two parties meet": (
        "French President Emmanuel Macron met German Chancellor Angela Merkel in Berlin.",
        "CONSULT",
        None,
        {"FRA", "DEU"},
        set(),
    ),
    "joined subjects": ("Iran and Iraq held talks in Muscat.", "CONSULT", None, {"IRN", "IRQ"}, set()),
    "particle": ("Russian forces pulled out of Syria.", "RETREAT", "withdraw", {"RUS"}, set()),
    "controlled infinitive": (
        "Turkey began to shell Syrian positions.",
        "ASSAULT",
        "heavy-weapons",
        {"TUR"},
        {"SYR"},
    ),
    "relative clause": (
        "Police arrested the men who had attacked the embassy.",
        "COERCE",
        "arrest",
        set(),
        set(),
    ),
    "condemnation": ("France condemned Iran.", "ACCUSE", "disapprove", {"FRA"}, {"IRN"}),
    "accusation": ("Kenya accused Somalia of the theft.", "ACCUSE", "allege", {"KEN"}, {"SOM"}),
    "demand": (
        "Ukraine demanded that Russia withdraw its troops.",
        "REQUEST",
        "yield",
        {"UKR"},
        set(),
    ),
    "obligation said": ("France said Iran must open its borders.", "REQUEST", "change", {"FRA"}, {"IRN"}),
    "roadblock": ("Students blocked a road in Dakar.", "PROTEST", "obstruct", set(), set()),
    "refusal": ("Iran refused to negotiate with Israel.", "REJECT", "meet", {"IRN"}, {"ISR"}),
    "expulsion": ("Britain expelled two Russian diplomats.", "SANCTION", "expel", {"GBR"}, {"RUS"}),
    "deployment": ("Egypt deployed troops along the border.", "MOBILIZE", "troops", {"EGY"}, set()),
    "ceasefire announced": ("Sudan announced a ceasefire.", "CONCEDE", None, {"SDN"}, set()),
    "aid": ("Japan sent food aid to Nepal.", "AID", None, {"JPN"}, {"NPL"}),
    "treaty": ("Chile ratified the treaty.", "SUPPORT", None, {"CHL"}, set()),
    "promise": ("Norway promised to help Jordan.", "AGREE", None, {"NOR"}, {"JOR"}),
    "extradition": ("Spain extradited the suspect to Peru.", "COOPERATE", None, {"ESP", "PER"}, set()),
    "threat": ("Iran threatened to attack Israel.", "THREATEN", "violence", {"IRN"}, {"ISR"}),
    "own forces ordered home": (
        "The president ordered French forces out of Mali.",
        "RETREAT",
        "withdraw",
        {"FRA"},
        set(),
    ),
    "aircraft leave": ("Russian jets took off from the base.", "RETREAT", "withdraw", {"RUS"}, set()),
    "gas on a pronoun": ("Police dispersed them with tear gas.", "ASSAULT", "crowd-control", set(), set()),
    "help that is announced": ("Norway said it would support Jordan.", "AGREE", None, {"NOR"}, {"JOR"}),
    "penalty that is announced": ("Iran said it would boycott Israel.", "THREATEN", None, {"IRN"}, {"ISR"}),
    "call upon": ("France called upon Mali to help.", "REQUEST", None, {"FRA"}, {"MLI"}),
    "a wish for another": (
        "Kenya wanted Ugandan forces to leave.",
        "REQUEST",
        "yield",
        {"KEN"},
        {"UGA"},
    ),
    "demonstration": ("Thousands of people marched through Warsaw.", "PROTEST", "demo", set(), set()),
}


@pytest.mark.parametrize("name", CASES)
def test_type_mode_and_parties(name: str) -> None:
    text, type_, mode, actors, recipients = CASES[name]
    found = events(text, type_)
    assert found, f"no {type_}; read {[(e.type, e.trigger.text) for e in events(text)]}"
    event = found[0]
    assert event.mode == mode
    assert actors <= {a.country for a in event.actors if a.country}
    assert recipients <= {r.country for r in event.recipients if r.country}


NOT_EVENTS = {
    "figure of speech": "The new rules struck a balance between cost and safety.",
    "weather": "The storm killed nine people in the north.",
    "disease": "Doctors are fighting the virus.",
    "accident": "Four people were injured in a train derailment.",
    "a welcome": "The soldiers were met by a brass band.",
    "a month": "The bridge was built in March 2011.",
    "a name": "The so-called Group of Friends has an office in Geneva.",
    "a closed door": "The council held to its closed agenda.",
    "told, not ordered": "The minister told a newspaper that the doors were opened.",
    "a wish of one's own": "She wanted to replace the old roof.",
    "a fast broken": "Families will break the fast together.",
    "a rebuilt force": "Russia could rebuild its army.",
    "an expectation": "Rain is expected to stop in the evening.",
    "a demand met": "Factories could not meet demand.",
}


@pytest.mark.parametrize("name", NOT_EVENTS)
def test_what_is_no_event(name: str) -> None:
    assert [(e.type, e.trigger.text) for e in events(NOT_EVENTS[name])] == []


def test_a_reported_attack_is_an_attack_said_by_the_reporter() -> None:
    (event,) = events("The Syrian army said rebels attacked a village.", "ASSAULT")
    assert [h.span.text for h in event.said_by] == ["The Syrian army"]


def test_an_announced_withdrawal_is_said_and_planned() -> None:
    text = "Moscow announced the withdrawal of its troops."
    assert [e.status for e in events(text, "CONCEDE")] == ["happened"]
    assert [e.status for e in events(text, "RETREAT")] == ["planned"]


def test_the_dead_belong_to_the_attack() -> None:
    (event,) = events("Gunmen attacked a market in Nairobi on Monday, killing six people.", "ASSAULT")
    assert [(c.of, c.best) for c in event.counts] == [("killed", 6)]


def test_a_date_of_the_saying_does_not_date_the_deed() -> None:
    (event,) = events("Soldiers arrested two men, the ministry said on Tuesday.", "COERCE")
    assert event.time is None


def test_a_date_in_the_clause_dates_the_deed() -> None:
    (event,) = events("Soldiers arrested two men on Tuesday.", "COERCE")
    assert event.time is not None
    assert event.time.value == "2020-03-17"


def test_the_mentions_of_one_attack_are_one_event() -> None:
    found = events("A man stabbed two officers in Lyon. The attack shocked the city.", "ASSAULT")
    assert len(found) == 1


def test_separate_arrests_stay_separate() -> None:
    found = events("Police arrested Ivan Petrov in May. In June they arrested Olga Smirnova.", "COERCE")
    assert len(found) == 2


def test_the_record_says_which_entry_decided_and_what_was_rejected() -> None:
    reading = read("Iran refused to negotiate with Israel.")
    rules = {e.why.rule for e in reading.events}
    assert any(rule.startswith("reject.") for rule in rules)
    assert all(r.reason for r in reading.rejected)
