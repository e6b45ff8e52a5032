"""What sentences give by dictionaries of our own: one feature of PETRARCH's coding after the other."""

from __future__ import annotations

import pytest

from tests.interpret.petrarch.own import Triple, code_of, coded, read

CASES: list[tuple[str, list[Triple]]] = [
    # who: actors, agents beside them, dates
    ("Norway attacked Sweden.", [("NOR", "SWE", "190")]),
    ("Norwegian soldiers attacked Swedish villagers.", [("NORMIL", "SWECVL", "190")]),
    ("The president of Finland helped Denmark.", [("FINGOV", "DNK", "070")]),
    ("Soldiers from Norway attacked Sweden.", [("NORMIL", "SWE", "190")]),
    ("Norwegian and Danish demonstrators attacked Sweden.",
     [("NOROPP", "SWE", "190"), ("DNKOPP", "SWE", "190")]),
    ("Tove Lindgaard helped Sweden.", [("NORGOV", "SWE", "070")]),
    ("A court in Finland freed Danish villagers.", [("FINJUD", "DNKCVL", "084")]),
    ("The Fjorders attacked Denmark.", [("NORREB", "DNK", "190")]),
    ("The Norwegian president and Danish rebels attacked Sweden.",
     [("NORGOV", "SWE", "190"), ("DNKREB", "SWE", "190")]),
    # how: passives, prepositions, verbs of several words
    ("Sweden was attacked by Norwegian rebels.", [("NORREB", "SWE", "190")]),
    ("Norway stood by Finland.", [("NOR", "FIN", "051")]),
    ("Norway helped Sweden with the rice harvest.", [("NOR", "SWE", "073")]),
    ("Sweden got a threat from Norway.", [("NOR", "SWE", "138")]),
    ("There were Swedish soldiers attacked by Norway.", [("NOR", "SWEMIL", "190")]),
    # patterns: nouns before and after, words before a head, synonym sets
    ("Norway attacked a Swedish ferry.", [("NOR", "SWE", "194")]),
    ("Norway attacked two Swedish fishing boats.", [("NOR", "SWE", "194")]),
    ("Norway attacked two Swedish boats.", [("NOR", "SWE", "190")]),
    ("Norwegian police attacked Swedish villagers.", [("NOR", "SWECVL", "175")]),
    ("Norway attacked a Swedish claim.", [("NOR", "SWE", "111")]),
    ("Norway attacked a Swedish report in the morning paper.", [("NOR", "SWE", "113")]),
    # to and fro: codes for both sides, meetings without a target, a third country
    ("Norway visited Sweden.", [("NOR", "SWE", "042"), ("SWE", "NOR", "043")]),
    ("Norway met Sweden.", [("NOR", "SWE", "040"), ("SWE", "NOR", "040")]),
    ("Norway and Sweden met on Tuesday.", [("NOR", "SWE", "040"), ("SWE", "NOR", "040")]),
    ("Norway and Sweden got a ceasefire.", [("NOR", "SWE", "057"), ("SWE", "NOR", "057")]),
    # verbs over verbs
    ("Norway wants to help Sweden.", [("NOR", "SWE", "033")]),
    ("Norway asked Finland to help Sweden.", [("NOR", "FIN", "023")]),
    ("Norway wants to lift the embargo on Sweden.", [("NOR", "SWE", "0354")]),
    ("Norway hopes to attack Sweden.", [("NOR", "SWE", "138")]),
    ("Norway wants Finland to attack Sweden.", [("NOR", "FIN", "021")]),
    ("Norway attacked Sweden and helped Finland.", [("NOR", "SWE", "190"), ("NOR", "FIN", "070")]),
    # not
    ("Norway will not lift the embargo on Sweden.", [("NOR", "SWE", "1244")]),
    ("Norway did not help Sweden.", []),
    # inside what is said
    ("Norway said that it had attacked Sweden.", [("NOR", "SWE", "015")]),
    ("Norway said that Finland had attacked Sweden.", [("NOR", "FIN", "112")]),
    ("Norway said it would free the Swedish soldiers.", [("NOR", "SWEMIL", "035")]),
    ("Norway attacked Sweden, Finland said.", [("NOR", "SWE", "190")]),
    ("According to Finland, Norway attacked Sweden.", [("NOR", "SWE", "190")]),
    ("Norway said that nothing was known.", []),
    # discards
    ("Norway attacked Sweden in ice hockey last night.", []),
    ("Norway met Sweden. Finland met Denmark in ice hockey last night.",
     [("NOR", "SWE", "040"), ("SWE", "NOR", "040")]),
    ("Norway met Sweden. The chess olympiad began.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_sentence_is_coded(text: str, expected: list[Triple], folder: str) -> None:
    assert coded(text, folder) == set(expected)


def test_a_code_is_that_of_the_reports_day(folder: str) -> None:
    assert coded("Tove Lindgaard helped Sweden.", folder, "2015-01-01") == {("NOROPP", "SWE", "070")}


def test_an_event_names_the_lines_that_decided(folder: str) -> None:
    (event,) = read("Norwegian soldiers attacked a Swedish ferry, Finland said.", folder).events
    assert code_of(event) == ("NORMIL", "SWE", "194")
    assert (event.why.coder, event.why.rule) == ("petrarch", "own.verbs.txt:22 - * &CRAFT [194]")
    assert event.why.pieces == (
        "source NORMIL: NORWAY (own.actors.txt:1), SOLDIER (own.agents.txt:2)",
        "target SWE: SWEDEN (own.actors.txt:4)",
    )


def test_an_event_points_to_the_text_and_says_who_says_so(folder: str) -> None:
    text = "Norwegian soldiers attacked a Swedish ferry, Finland said."
    (event,) = read(text, folder).events
    (actor,), (recipient,) = event.actors, event.recipients
    spans = (event.trigger, actor.span, recipient.span)
    assert [text[s.start : s.end] for s in spans] == [s.text for s in spans]
    assert [s.text for s in spans] == ["attacked", "Norwegian soldiers", "Swedish ferry"]
    assert (actor.country, actor.sector, recipient.country) == ("NOR", "MIL", "SWE")
    assert [holder.span.text for holder in event.said_by] == ["Finland"]
    assert (event.quad, event.score, event.status) == ("material conflict", -10.0, "happened")


def test_a_refusal_has_happened(folder: str) -> None:
    (event,) = read("Norway will not lift the embargo on Sweden.", folder).events
    assert event.status == "happened"


def test_events_of_one_verb_have_ids_of_their_own(folder: str) -> None:
    events = read("Norway, Sweden and Finland met on Tuesday.", folder).events
    assert len({event.id for event in events}) == len(events) == 6


def test_a_discarded_sentence_is_told_by_why(folder: str) -> None:
    (rejected,) = read("Norway attacked Sweden in ice hockey last night.", folder).rejected
    assert rejected.rule == "own.discards.txt:2"


def test_the_same_event_told_twice_is_one(folder: str) -> None:
    text = "Norway attacked Sweden on Monday. Norway attacked Sweden, the newspapers wrote."
    assert len(read(text, folder).events) == 1
