"""How CAMEO codes join: an upper verb's act over a lower one, and "not"."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.interpret.ontology_read import load_ontology
from dateline.interpret.petrarch.codes import NOTHING, Code, code_of, is_kind, join, over, refused

TABLE = Path(__file__).parents[3] / "src/dateline/_ref/petrarch/internal.csv"
CODES = sorted(load_ontology("cameo").types)


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("030", "070", "033"),  # intends to help
        ("020", "070", "023"),  # asks for help
        ("100", "085", "1054"),  # demands that an embargo ends
        ("030", "040", "040"),  # wants to meet: meets
        ("050", "085", "085"),  # agrees to lift
        ("030", "190", "138"),  # intends to attack: threatens
        ("030", "195", "138"),  # what has no finer code has the general one
        ("---", "193", "193"),
        ("030", "---", "030"),
        ("120", "070", "120"),  # refuses to help: no finer refusal of it is there
        ("120", "085", "1244"),  # refuses to lift an embargo
    ],
)
def test_two_verbs_are_one_event(upper: str, lower: str, joined: str) -> None:
    assert join(code_of(upper), code_of(lower)).cameo == joined


@pytest.mark.parametrize(
    ("code", "meant", "refusal"),
    [
        ("060", False, "121"),
        ("084", False, "124"),
        ("046", False, "125"),
        ("070", True, "120"),
        ("070", False, "---"),  # who did not help has refused nothing
        ("190", True, "---"),  # who will not attack rejects nothing
        ("120", True, "---"),
        ("---", True, "---"),
    ],
)
def test_a_not_is_a_refusal_where_one_can_refuse(code: str, meant: bool, refusal: str) -> None:
    assert refused(code_of(code), meant).cameo == refusal


def test_what_is_asked_of_somebody_and_what_is_said_of_somebody_differ() -> None:
    assert over(code_of("020"), code_of("070")).cameo == "023"
    assert over(code_of("110"), code_of("190")).cameo == "110"


def test_a_code_is_of_its_kind() -> None:
    assert is_kind(code_of("195"), code_of("190"))
    assert is_kind(code_of("014"), code_of("010"))
    assert not is_kind(code_of("190"), code_of("195"))
    assert not is_kind(code_of("120"), code_of("010"))


def test_a_code_that_no_table_knows_stays_what_it_is() -> None:
    assert code_of("1413").cameo == "1413"
    assert code_of("999") == Code("999", 0)
    assert join(code_of("030"), code_of("999")).cameo == "999"


def test_the_table_lists_codes_of_cameo_each_once() -> None:
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    codes = [row["code"] for row in csv.DictReader(rows)]
    assert len(codes) == len(set(codes)) > 250
    known = set(load_ontology("cameo").types) | {"1824", "1834"}
    assert set(codes) <= known


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_joining_never_fails_and_gives_a_code_of_cameo(upper: str, lower: str) -> None:
    joined = join(code_of(upper), code_of(lower))
    assert joined == NOTHING or joined.cameo in CODES
    assert refused(joined, True) == NOTHING or refused(joined, True).no
