"""The words of other projects: each PLOVER type and mode has a code, each rule uses words that there are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.interpret.ontology_read import load_ontology
from dateline.model import ActorMention, Event, Span
from dateline.publish.crosswalks import (
    FOLDER,
    acled_kind,
    cameo,
    cameo_actor,
    country_name,
    goldstein,
    inter,
    mapping,
    numeric_id,
    state,
    states,
    ucdp_region,
    violence_type,
)
from tests.publish.stores import first_attack

PLOVER, CAMEO = load_ontology(), load_ontology("cameo")
KINDS = [(name, mode) for name, kind in PLOVER.types.items() for mode in (None, *kind.modes)]
SUB_EVENTS = {
    "": {""},
    "Battles": {"Armed clash"},
    "Explosions/Remote violence": {
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "",
    },
    "Protests": {"Peaceful protest", "Protest with intervention", ""},
    "Riots": {"Violent demonstration"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Looting/property destruction",
        "Other",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
}


def kind(type_: str, mode: str | None = None) -> Event:
    return replace(first_attack(), type=type_, mode=mode, actors=(), recipients=())


def actor(sector: str | None, country: str | None = "SYR") -> ActorMention:
    return ActorMention(Span(0, 0, ""), 0, None, country, sector)


@pytest.mark.parametrize(("type_", "mode"), KINDS)
def test_every_type_and_mode_has_a_cameo_code_of_its_kind_with_a_score(type_: str, mode: str | None) -> None:
    code = cameo(kind(type_, mode))
    assert code in CAMEO.types
    assert goldstein(code) is not None
    quads = {PLOVER.types[type_].quad.split()[-1], CAMEO.types[code].quad.split()[-1]}
    assert len(quads) == 1 or type_ in {"RETREAT", "REQUEST"}, "cooperation stays so, and conflict"


def test_the_code_is_the_crosswalks_unless_the_file_says_that_it_is_ours() -> None:
    text = (FOLDER / "cameo.toml").read_text("utf-8")
    for name, code in mapping("cameo")["modes"].items():
        (line,) = (line for line in text.splitlines() if line.startswith(f'"{name}"'))
        theirs = CAMEO.types[code].plover
        older = {"ASSAULT.destroy": "ASSAULT.seize"}.get(name, name)
        assert theirs == older or "# ours" in line, line


def test_no_mode_is_mapped_that_the_ontology_lacks() -> None:
    known = {f"{type_}.{mode}" for type_, mode in KINDS if mode}
    assert set(mapping("cameo")["modes"]) <= known
    assert set(mapping("cameo")["types"]) == set(PLOVER.types)
    assert set(mapping("cameo")["roles"]) | set(mapping("acled")["inter"]) <= set(PLOVER.sectors)


def test_fighting_is_told_from_other_violence_by_who_does_it() -> None:
    assert cameo(kind("ASSAULT")) == "180"
    assert cameo(replace(kind("ASSAULT"), actors=(actor("MIL"),))) == "190"
    assert cameo(replace(kind("ASSAULT", "beat"), actors=(actor("MIL"),))) == "182"


def test_an_event_in_cameo_keeps_its_code_and_one_of_another_ontology_has_none() -> None:
    assert cameo(kind("0871")) == "0871"
    assert cameo(kind("STOPPAGE")) is None
    assert goldstein(None) is None


@pytest.mark.parametrize(
    ("sector", "country", "code"),
    [
        ("MIL", "RUS", "RUSMIL"),
        (None, "RUS", "RUS"),
        ("JRN", "GBR", "GBRMED"),
        ("MED", None, "HLH"),
        (None, "UNO", "IGOUNO"),
        ("SOC", "FRA", "FRA"),
        (None, None, ""),
    ],
)
def test_actors_in_cameo(sector: str | None, country: str | None, code: str) -> None:
    assert cameo_actor(actor(sector, country)).code == code


def test_rules_for_acled_use_its_words() -> None:
    for rule in mapping("acled")["rule"]:
        assert rule["sub_event_type"] in SUB_EVENTS[rule["event_type"]]
        assert rule["type"] in PLOVER.types
        assert set(rule.get("modes", ())) <= {"", *PLOVER.types[rule["type"]].modes}
        assert rule["event_type"] in mapping("acled")["disorder"]


@pytest.mark.parametrize(
    ("type_", "mode", "one", "other", "words"),
    [
        ("ASSAULT", "drone", "MIL", "CVL", "Explosions/Remote violence: Air/drone strike"),
        ("ASSAULT", "firearms", "REB", "MIL", "Battles: Armed clash"),
        ("ASSAULT", "firearms", "REB", "CVL", "Violence against civilians: Attack"),
        ("ASSAULT", "firearms", "REB", "GOV", "Violence against civilians: Attack"),
        ("ASSAULT", "firearms", None, None, ": "),
        ("PROTEST", "demo", "SOC", None, "Protests: Peaceful protest"),
        ("PROTEST", None, "SOC", None, "Protests: "),
        ("PROTEST", "riot", "SOC", None, "Riots: Violent demonstration"),
        ("RETREAT", "ceasefire", "REB", "MIL", "Strategic developments: Agreement"),
        ("COERCE", "arrest", "COP", "CVL", "Strategic developments: Arrests"),
    ],
)
def test_kinds_of_acled(type_: str, mode: str | None, one: str | None, other: str | None, words: str) -> None:
    sides = [
        [inter(actor(sector), recipient=r)] if sector else [] for sector, r in ((one, False), (other, True))
    ]
    found = acled_kind(kind(type_, mode), *sides)
    assert found is not None
    assert f"{found.event}: {found.sub_event}" == words


@pytest.mark.parametrize(("type_", "mode"), [("CONSULT", "visit"), ("PROTEST", "hunger"), ("AID", None)])
def test_what_acled_does_not_collect_is_no_kind(type_: str, mode: str | None) -> None:
    assert acled_kind(kind(type_, mode), [1], [1]) is None


def test_forces_abroad_are_external_and_only_where_both_countries_are_known() -> None:
    assert inter(actor("MIL", "RUS"), country="SYR") == 8
    assert inter(actor("MIL", "SYR"), country="SYR") == 1
    assert inter(actor("MIL", "RUS")) == 1
    assert inter(actor("MIL", "IGO"), country="SYR") == 1
    assert inter(actor("REB", "IRQ"), country="SYR") == 2


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("MIL", "REB", 1),
        ("REB", "MIL", 1),
        ("MIL", "MIL", 1),
        ("REB", "REB", 2),
        ("REB", "CVL", 3),
        ("MIL", "CVL", 3),
        ("UAF", "CVL", None),
        ("MIL", None, None),
        ("CVL", "MIL", None),
    ],
)
def test_types_of_violence(one: str, other: str | None, number: int | None) -> None:
    assert violence_type([one], [other]) == number


def test_states_have_codes_that_no_other_has() -> None:
    for field in ("numeric", "cow", "gw", "fips"):
        codes = [getattr(one, field) for one in states().values() if getattr(one, field)]
        assert len(codes) == len(set(codes)) >= 194
    assert (state("DEU").cow, state("DEU").gw) == ("255", "260")
    assert state("PSE").cow == state("UNO").cow == state(None).cow == ""
    assert [code for code in states() if country_name(code) is None] == []
    assert country_name("RUS") == "Russia"


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("USA", "Americas"),
        ("UKR", "Europe"),
        ("SDN", "Africa"),
        ("SYR", "Middle East"),
        ("AFG", "Asia"),
        ("PSE", None),
    ],
)
def test_regions_of_ucdp(country: str, region: str | None) -> None:
    assert ucdp_region(state(country).gw) == region


def test_a_numeric_id_leads_back_to_the_id() -> None:
    assert f"{numeric_id('0123456789abcdef'):015x}" == "0123456789abcde"
    assert f"{numeric_id('incident-0123456789abcdef'):015x}" == "0123456789abcde"
    assert 0 < numeric_id("no hexadecimal") < 2**60
    assert numeric_id("no hexadecimal") == numeric_id("no hexadecimal")
