"""Who is meant: several by one phrase, unknown names by what is said of them, names after their titles."""

from __future__ import annotations

import pytest

from dateline.ground.actors import find_actors, load_actors
from dateline.model import ActorMention
from tests.ground.trees import codes, digest_of, read
from tests.interpret.reading import events

SPOKE = "spoke/VERB/0/root"
MET = (
    "President/PROPN/2/nmod:desc Vladimir/PROPN/4/nsubj/B-PER Putin/PROPN/2/flat/I-PER met/VERB/0/root"
    " Recep/PROPN/4/obj/B-PER Tayyip/PROPN/5/flat/I-PER Erdogan/PROPN/5/flat/I-PER"
)
DEAL = "Russia/PROPN/4/nsubj/B-LOC and/CCONJ/3/cc Turkey/PROPN/1/conj/B-LOC signed/VERB/0/root it/PRON/4/obj"


def mentions_of(*sentences: str) -> list[ActorMention]:
    """All mentions, several over one phrase each by itself."""
    return list(find_actors(digest_of(*sentences), load_actors()))


def named(mentions: list[ActorMention], text: str) -> list[tuple[str | None, str | None, str | None]]:
    """Name and codes of the mentions with this text."""
    return [(m.name, m.country, m.sector) for m in mentions if m.span.text == text]


@pytest.mark.parametrize("phrase", ["The/DET/3/det two/NUM/3/nummod", "Both/DET/3/det the/DET/3/det"])
@pytest.mark.parametrize("noun", ["leaders", "presidents"])
def test_two_leaders_are_those_named_before(phrase: str, noun: str) -> None:
    mentions = mentions_of(MET, f"{phrase} {noun}/NOUN/4/nsubj {SPOKE}")
    text = " ".join([*(cell.split("/")[0] for cell in phrase.split()), noun])
    assert named(mentions, text) == [
        ("Vladimir Putin", "RUS", "GOV"),
        ("Recep Tayyip Erdogan", "TUR", "GOV"),
    ]


def test_two_countries_are_the_states_of_those_who_met() -> None:
    mentions = mentions_of(MET, f"The/DET/3/det two/NUM/3/nummod countries/NOUN/4/nsubj {SPOKE}")
    assert named(mentions, "The two countries") == [("Russia", "RUS", "GOV"), ("Turkey", "TUR", "GOV")]


def test_they_are_both_whom_and_joins() -> None:
    mentions = mentions_of(DEAL, f"They/PRON/2/nsubj {SPOKE}")
    assert named(mentions, "They") == [("Russia", "RUS", "GOV"), ("Turkey", "TUR", "GOV")]


def test_sides_may_be_a_group_and_a_state_that_is_only_named() -> None:
    mentions = mentions_of(
        "Hamas/PROPN/2/nsubj/B-ORG fired/VERB/0/root at/ADP/4/case Israel/PROPN/2/obl/B-LOC",
        f"Both/DET/2/det sides/NOUN/3/nsubj {SPOKE}",
    )
    assert [country for _, country, _ in named(mentions, "Both sides")] == ["PSE", "ISR"]


def test_whoever_speaks_of_two_is_not_one_of_them() -> None:
    mentions = mentions_of(
        DEAL,
        "Georgia/PROPN/2/nsubj/B-LOC urged/VERB/0/root the/DET/5/det two/NUM/5/nummod neighbours/NOUN/2/obj",
    )
    assert [country for _, country, _ in named(mentions, "the two neighbours")] == ["RUS", "TUR"]


def test_nobody_is_singled_out_where_more_or_fewer_were_named() -> None:
    more = f"China/PROPN/2/nsubj/B-LOC {SPOKE}"
    two = f"The/DET/3/det two/NUM/3/nummod countries/NOUN/4/nsubj {SPOKE}"
    for before in ([MET.replace("met", "greeted"), more], [more]):
        mentions = mentions_of(*before, two)
        assert all(country is None for _, country, _ in named(mentions, "The two countries"))


def test_two_armies_are_armies_named_before_and_no_states() -> None:
    armies = f"The/DET/3/det two/NUM/3/nummod armies/NOUN/4/nsubj {SPOKE}"
    both = mentions_of(
        "The/DET/3/det Chadian/ADJ/3/amod army/NOUN/4/nsubj fought/VERB/0/root the/DET/7/det"
        " Zambian/ADJ/7/amod army/NOUN/4/obj",
        armies,
    )
    assert [country for _, country, _ in named(both, "The two armies")] == ["TCD", "ZMB"]
    assert [country for _, country, _ in named(mentions_of(DEAL, armies), "The two armies")] == [None]


@pytest.mark.parametrize(
    "sentence",
    [
        (
            "A/DET/3/det Chadian/ADJ/3/amod militia/NOUN/8/nsubj called/VERB/3/acl the/DET/7/det"
            " Ember/PROPN/7/compound/B-ORG Column/PROPN/4/obj/I-ORG spoke/VERB/0/root"
        ),
        (
            "A/DET/3/det Chadian/ADJ/3/amod militia/NOUN/8/nsubj known/VERB/3/acl as/ADP/7/case"
            " Ember/PROPN/7/compound/B-ORG Column/PROPN/4/obl/I-ORG spoke/VERB/0/root"
        ),
        (
            "Ember/PROPN/2/compound/B-ORG Column/PROPN/7/nsubj/I-ORG ,/PUNCT/6/punct a/DET/6/det"
            " Chadian/ADJ/6/amod militia/NOUN/2/appos spoke/VERB/0/root"
        ),
        (
            "Ember/PROPN/2/compound/B-ORG Column/PROPN/6/nsubj/I-ORG is/AUX/6/cop a/DET/6/det"
            " Chadian/ADJ/6/amod militia/NOUN/0/root"
        ),
        (
            "A/DET/3/det Chadian/ADJ/3/amod militia/NOUN/7/nsubj ,/PUNCT/3/punct"
            " Ember/PROPN/6/compound/B-ORG Column/PROPN/3/appos/I-ORG spoke/VERB/0/root"
        ),
    ],
)
def test_unknown_name_is_what_the_report_calls_it(sentence: str) -> None:
    mentions = mentions_of(sentence, f"Ember/PROPN/2/compound/B-ORG Column/PROPN/3/nsubj/I-ORG {SPOKE}")
    found = [m for m in mentions if m.name == "Ember Column"]
    assert len(found) == 2
    assert all(codes(mention) == ("TCD", "PRM") for mention in found)
    assert found[0].rule == "roles.csv:militia + countries.csv:TCD adjective"
    assert found[1].rule.startswith("coref:name")


def test_what_somebody_is_not_says_nothing() -> None:
    mentions = mentions_of(
        "Ada/PROPN/7/nsubj/B-PER Brook/PROPN/1/flat/I-PER is/AUX/7/cop not/PART/7/advmod a/DET/7/det"
        " Chadian/ADJ/7/amod minister/NOUN/0/root"
    )
    assert named(mentions, "Ada Brook") == [("Ada Brook", None, None)]


def test_suspect_s_name_is_the_suspect_and_later_the_surname() -> None:
    mentions = mentions_of(
        "Swedish/ADJ/2/amod police/NOUN/3/nsubj identified/VERB/0/root the/DET/5/det suspect/NOUN/3/obj"
        " as/ADP/7/case Ada/PROPN/3/obl/B-PER Brook/PROPN/7/flat/I-PER",
        f"Brook/PROPN/2/nsubj/B-PER {SPOKE}",
    )
    assert named(mentions, "Ada Brook") == named(mentions, "Brook") == [("Ada Brook", "SWE", "CRM")]


def test_name_that_hangs_from_its_title_is_the_person() -> None:
    mentions = mentions_of(
        "Former/ADJ/3/amod Ukrainian/ADJ/3/amod President/PROPN/6/nsubj Viktor/PROPN/3/flat/B-PER"
        f" Yanukovych/PROPN/3/flat/I-PER {SPOKE}"
    )
    assert mentions[0].name == "Viktor Yanukovych"
    assert codes(mentions[0]) == ("UKR", "ELI")
    assert "until 2014-02-22" in mentions[0].rule


def test_titled_unknown_keeps_the_name_as_written() -> None:
    mention = read(f"Chadian/ADJ/2/amod President/PROPN/3/nmod:desc Bello/PROPN/4/nsubj/B-PER {SPOKE}")[2]
    assert (mention.name, *codes(mention)) == ("Bello", "TCD", "GOV")


def test_people_of_a_descent_belong_where_they_live() -> None:
    mention = read(
        f"Ethnic/ADJ/2/amod Albanians/PROPN/5/nsubj/B-NORP in/ADP/4/case Serbia/PROPN/2/nmod/B-LOC {SPOKE}"
    )[1]
    assert codes(mention) == ("SRB", "CVL")


def test_drone_strikes_are_not_made_by_the_drone() -> None:
    mentions = mentions_of(
        "drone/NOUN/2/compound strikes/NOUN/3/nsubj hit/VERB/0/root Aleppo/PROPN/3/obj/B-LOC"
    )
    assert not named(mentions, "drone")


def test_undated_report_takes_the_title_in_the_text_before_a_term() -> None:
    general = f"General/PROPN/2/nmod:desc Michel/PROPN/4/nsubj/B-PER Aoun/PROPN/2/flat/I-PER {SPOKE}"
    assert codes(read(general, day=None)[1]) == ("LBN", "MIL")


def test_event_has_each_of_the_two_leaders() -> None:
    (event,) = (
        event
        for event in events(
            "Russian President Vladimir Putin met Turkish President Recep Tayyip Erdogan in Sochi on Monday. "
            "The two leaders signed an agreement on Syria."
        )
        if event.type == "AGREE"
    )
    assert [actor.country for actor in event.actors] == ["RUS", "TUR"]
    assert {actor.span.text for actor in event.actors} == {"The two leaders"}


def test_office_of_a_country_is_the_person_the_report_has_named() -> None:
    president = f"The/DET/3/det Russian/ADJ/3/amod president/NOUN/4/nsubj {SPOKE}"
    named_before = mentions_of(f"Putin/PROPN/2/nsubj/B-PER {SPOKE}", president)
    assert named(named_before, "The Russian president") == [("Vladimir Putin", "RUS", "GOV")]
    assert "coref:office" in named_before[-1].rule
    alone = mentions_of(president)
    assert alone[0].name != "Vladimir Putin"
    other = mentions_of(f"Putin/PROPN/2/nsubj/B-PER {SPOKE}", president.replace("Russian", "French"))
    assert other[-1].name != "Vladimir Putin"


@pytest.mark.parametrize(
    ("verb", "sector"), [("shelled", "CVL"), ("bombed", "CVL"), ("visited", None), ("left", None)]
)
def test_village_is_its_people_where_it_is_hit(verb: str, sector: str | None) -> None:
    mentions = mentions_of(
        f"Rebels/NOUN/2/nsubj {verb}/VERB/0/root a/DET/5/det Chadian/ADJ/5/amod village/NOUN/2/obj"
    )
    assert [m.sector for m in mentions if m.span.text == "a Chadian village"] == ([sector] if sector else [])


def test_capital_that_is_shelled_is_its_people_and_no_government() -> None:
    hit = mentions_of("Rebels/NOUN/2/nsubj bombed/VERB/0/root Kabul/PROPN/2/obj/B-LOC")
    assert named(hit, "Kabul") == [("Afghanistan", "AFG", "CVL")]
    told = mentions_of("Rebels/NOUN/2/nsubj told/VERB/0/root Kabul/PROPN/2/obj/B-LOC")
    assert named(told, "Kabul") == [("Afghanistan", "AFG", "GOV")]


def test_office_and_its_holder_are_one_of_the_two_men() -> None:
    mentions = mentions_of(
        "The/DET/3/det Syrian/ADJ/3/amod president/NOUN/4/nsubj met/VERB/0/root the/DET/7/det"
        " Iranian/ADJ/7/amod envoy/NOUN/4/obj",
        f"Assad/PROPN/2/nsubj/B-PER {SPOKE}",
        f"The/DET/3/det two/NUM/3/nummod men/NOUN/4/nsubj {SPOKE}",
    )
    assert {(name, country) for name, country, _ in named(mentions, "The two men")} == {
        ("Bashar al-Assad", "SYR"),
        ("Iran", "IRN"),
    }


def test_noun_that_renamed_a_group_takes_it_up_again() -> None:
    mentions = mentions_of(
        "Hamas/PROPN/6/nsubj/B-ORG ,/PUNCT/5/punct a/DET/5/det Gazan/ADJ/5/amod alliance/NOUN/1/appos"
        " spoke/VERB/0/root",
        f"The/DET/2/det alliance/NOUN/3/nsubj {SPOKE}",
    )
    assert [(name, sector) for name, _, sector in named(mentions, "The alliance")] == [("Hamas", "REB")]


def test_nameless_fighters_are_those_of_the_side_that_speaks() -> None:
    mentions = mentions_of(
        "Hamas/PROPN/2/nsubj/B-ORG said/VERB/0/root fighters/NOUN/4/nsubj died/VERB/2/ccomp in/ADP/6/case"
        " Egypt/PROPN/4/obl/B-LOC"
    )
    assert named(mentions, "fighters") == [("Palestine", "PSE", "REB")]


def test_leader_of_a_group_nobody_describes_is_no_official() -> None:
    mentions = mentions_of(
        "Iraqi/ADJ/2/amod troops/NOUN/3/nsubj left/VERB/0/root",
        f"The/DET/2/det group/NOUN/4/nmod:poss 's/PART/2/case leader/NOUN/5/nsubj {SPOKE}",
    )
    assert [sector for _, _, sector in named(mentions, "The group's leader")] == [None]


LEFT = "left/VERB/0/root"


@pytest.mark.parametrize(
    ("written", "text", "name"),
    [
        ("Hezbollah/PROPN/2/compound/B-ORG fighters/NOUN/3/nsubj", "Hezbollah fighters", "Hezbollah"),
        (
            "Fighters/NOUN/4/nsubj of/ADP/3/case Hezbollah/PROPN/1/nmod/B-ORG",
            "Fighters of Hezbollah",
            "Hezbollah",
        ),
        (
            "Fighters/PROPN/4/nsubj/B-ORG of/ADP/3/case/I-ORG Hezbollah/PROPN/1/nmod/I-ORG",
            "Fighters of Hezbollah",
            "Hezbollah",
        ),
        ("Russian/ADJ/2/amod soldiers/NOUN/3/nsubj", "Russian soldiers", "Russia"),
    ],
)
def test_a_groups_people_are_the_group(written: str, text: str, name: str) -> None:
    (mention,) = [one for one in mentions_of(f"{written} {LEFT}") if one.span.text == text]
    assert mention.name == name


@pytest.mark.parametrize(
    ("front", "noun", "name", "sector"),
    [
        ("Taliban", "militia", "Taliban", "REB"),
        ("Interahamwe", "militias", "Interahamwe", "PRM"),
        ("Peshmerga", "fighters", "Peshmerga", "MIL"),
    ],
)
def test_an_armed_groups_people_are_the_group(front: str, noun: str, name: str, sector: str) -> None:
    day = "1996-01-10" if front != "Peshmerga" else "2014-06-11"
    mentions = find_actors(
        digest_of(f"{front}/PROPN/2/compound/B-ORG {noun}/NOUN/3/nsubj fled/VERB/0/root", day=day),
        load_actors(),
    )
    assert [(m.name, m.sector) for m in mentions] == [(name, sector)]


def test_what_is_called_anti_something_is_named_by_it() -> None:
    mentions = mentions_of("Anti-balaka/PROPN/2/compound fighters/NOUN/3/nsubj fled/VERB/0/root")
    assert [m.id for m in mentions] == ["CAF-anti-balaka"]
    mentions = mentions_of("Anti-Taliban/ADJ/2/amod fighters/NOUN/3/nsubj fled/VERB/0/root")
    assert [m.id for m in mentions] == [None]


def test_a_gang_leaders_men_are_gangsters() -> None:
    tree = (
        "Jimmy/PROPN/4/nmod:poss/B-PER Cherizier/PROPN/1/flat/I-PER 's/PART/1/case men/NOUN/5/nsubj"
        " fled/VERB/0/root"
    )
    assert [m.sector for m in find_actors(digest_of(tree, day="2024-03-04"), load_actors())][-1] == "CRM"


def test_of_two_groups_of_one_name_the_one_that_fights_there_is_meant() -> None:
    shabab = "al-Shabab/PROPN/2/nsubj/B-ORG raided/VERB/0/root"
    there = " a/DET/4/det town/NOUN/2/obj in/ADP/6/case {}/PROPN/4/nmod/B-LOC"
    for country, code in (("Mozambique", "MOZ"), ("Kenya", "SOM"), ("Somalia", "SOM")):
        found = find_actors(digest_of(shabab + there.format(country), day="2021-03-29"), load_actors())
        assert found[0].country == code
    assert mentions_of(shabab)[0].country == "SOM"


def test_an_office_of_the_un_changes_nobodys_home() -> None:
    mentions = find_actors(
        digest_of(
            "Jose/PROPN/3/nsubj/B-PER Ramos-Horta/PROPN/1/flat/I-PER spoke/VERB/0/root", day="1999-09-06"
        ),
        load_actors(),
    )
    assert [(m.country, m.sector) for m in mentions] == [("TLS", None)]


def test_the_dead_are_not_of_the_side_that_killed_them() -> None:
    killed = "Russian/ADJ/2/amod troops/NOUN/3/nsubj killed/VERB/0/root two/NUM/5/nummod soldiers/NOUN/3/obj"
    assert "RUS" not in [m.country for m in mentions_of(killed) if m.span.text == "two soldiers"]


def test_a_chief_of_the_group_is_of_the_group_named_before() -> None:
    mentions = mentions_of(
        "JNIM/PROPN/2/nsubj/B-ORG attacked/VERB/0/root Gao/PROPN/2/obj/B-LOC",
        "France/PROPN/2/nsubj/B-LOC killed/VERB/0/root a/DET/4/det chief/NOUN/2/obj of/ADP/7/case"
        " the/DET/7/det group/NOUN/4/nmod",
    )
    assert named(mentions, "a chief of the group") == [("JNIM", "MLI", "REB")]


def test_the_country_is_the_speakers_own() -> None:
    mentions = mentions_of(
        "France/PROPN/2/nsubj/B-LOC left/VERB/0/root",
        "Netanyahu/PROPN/2/nsubj/B-PER said/VERB/0/root the/DET/4/det country/NOUN/7/nsubj was/AUX/7/cop"
        " at/ADP/7/case war/NOUN/2/ccomp",
    )
    assert named(mentions, "the country") == [("Israel", "ISR", "GOV")]


@pytest.mark.parametrize(("word", "label", "known"), [("Mujao", "B-ORG", True), ("Model", "B-ORG", False)])
def test_an_acronym_may_be_written_as_a_word(word: str, label: str, known: bool) -> None:
    mentions = find_actors(
        digest_of(f"{word}/PROPN/2/nsubj/{label} held/VERB/0/root", day="2012-04-06"), load_actors()
    )
    assert [m.id for m in mentions] == (["MLI-mujao"] if known else [None])
