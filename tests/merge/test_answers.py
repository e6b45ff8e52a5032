"""Disagreement: every source's latest answer with its history, and one answer by a rule that a user names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dateline.errors import UserError
from dateline.merge.answers import RULES, answers_of, of_civilians
from dateline.merge.answers.answer import Answer
from dateline.merge.answers.bounds import PLURAL, load_vague, spread
from dateline.merge.answers.claim import Claim
from dateline.merge.answers.claims import with_history
from dateline.merge.answers.run import with_disputes
from tests.merge.claims import claim

HOSPITAL = {"kind": "medic"}
MINISTRY = {"kind": "official"}
REBELS = {"kind": "party"}
NOBODY = {"kind": "anonymous"}


def answer(claims: list[Claim], question: str, rule: str = "ucdp") -> Answer:
    """The one answer to a question."""
    (found,) = [a for a in answers_of(with_history(claims), rule) if a.question == question]
    return found


THREE = [
    claim("killed", "the hospital", 1, number=12.0, **HOSPITAL),
    claim("killed", "the ministry", 1, number=9.0, **MINISTRY),
    claim("killed", "the governor", 2, number=9.0, **MINISTRY),
    claim("killed", "a fighter", 2, number=40.0, **REBELS),
    claim("killed", "a source", 2, number=7.0, **NOBODY),
]


@pytest.mark.parametrize(
    ("rule", "low", "best", "high"),
    [
        ("ucdp", 7, 9, 40),  # two origins say nine
        ("lowest-credible", 9, 9, 40),  # the anonymous seven is not credible
        ("median-of-origins", 7, 9, 40),  # 7, 9, 9, 12, 40
        ("latest-of-closest", 7, 12, 40),  # the medics stand closest
        ("summary", 12, None, 40),  # the first that is stated, up to the highest
    ],
)
def test_each_rule_does_what_it_says(rule: str, low: float, best: float | None, high: float) -> None:
    found = answer(THREE, "killed", rule)
    assert (found.low, found.best, found.high) == (low, best, high)
    assert found.rule == rule


@pytest.mark.parametrize(
    ("rule", "claims", "expected"),
    [
        # no figure is given by more origins than another: the lower one
        ("ucdp", [("a", 1, 5), ("b", 1, 8)], (5, 5, 8)),
        # one origin counts once, however often it is quoted on a day
        ("ucdp", [("a", 1, 8), ("a", 1, 8), ("b", 1, 5), ("c", 1, 5)], (5, 5, 8)),
        # only what an origin says last counts
        ("ucdp", [("a", 1, 5), ("a", 3, 148), ("b", 3, 148)], (148, 148, 148)),
        ("median-of-origins", [("a", 1, 1), ("b", 1, 2), ("c", 1, 30)], (1, 2, 30)),
        ("median-of-origins", [("a", 1, 4), ("b", 1, 6)], (4, 4, 6)),  # of two in the middle the lower
        ("lowest-credible", [("a", 1, 5), ("b", 2, 3)], (3, 3, 5)),
        ("latest-of-closest", [("a", 1, 5), ("b", 2, 3)], (3, 3, 5)),  # of equally close ones the latest
        ("latest-of-closest", [("a", 2, 5), ("b", 2, 3)], (3, 3, 5)),  # of one day the lower
        ("summary", [("a", 1, 5), ("b", 1, 5)], (5, 5, 5)),
    ],
)
def test_rules_on_ties_and_updates(
    rule: str, claims: list[tuple[str, int, float]], expected: tuple[float, float, float]
) -> None:
    made = [claim("killed", o, day, number=float(n), start=i) for i, (o, day, n) in enumerate(claims)]
    found = answer(made, "killed", rule)
    assert (found.low, found.best, found.high) == expected


@pytest.mark.parametrize(
    ("levels", "text", "expected"),
    [
        ({"low": 20.0, "best": 20.0}, "at least 20", (20, 20)),
        ({"low": 501.0}, "more than 500", (501, 501)),
        ({"high": 20.0}, "up to 20", (20, 20)),
        ({"low": 7.0, "high": 10.0}, "between 7 and 10", (7, 10)),
        ({"low": 24.0}, "dozens of", (12, 24)),
        ({"low": 3.0}, "Several", (2, 2)),
        ({"low": 200.0}, "hundreds", (100, 999)),
        ({"low": 20000.0}, "tens of thousands of", (10000, 99999)),
        ({"low": 2.0, "value": PLURAL}, "villagers", (2, 2)),
        ({}, "an unknown number of", (None, None)),
    ],
)
def test_what_a_number_states_at_least_and_at_most(
    levels: dict[str, Any], text: str, expected: tuple[float | None, float | None]
) -> None:
    assert spread(claim("killed", "a", text=text, **levels), load_vague()) == expected


def test_words_for_numbers_are_a_file_that_a_user_can_replace(tmp_path: Path) -> None:
    own = tmp_path / "words.toml"
    own.write_text('[words]\n"a score of" = [15, 25]\n[plural]\nbounds = [3, 9]\n', encoding="utf8")
    table = load_vague(str(own))
    assert spread(claim("killed", "a", text="A score of", low=20.0), table) == (15, 25)
    assert spread(claim("killed", "a", text="villagers", low=2.0, value=PLURAL), table) == (3, 9)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[words]\nx = 3\n[plural]\nbounds = [1, 2]",
        "[words]\nx = [5, 2]\n[plural]\nbounds = [1, 2]",
        "nonsense",
    ],
)
def test_a_wrong_table_of_words_is_told_in_a_line(tmp_path: Path, content: str) -> None:
    own = tmp_path / "words.toml"
    own.write_text(content, encoding="utf8")
    with pytest.raises(UserError, match=r"words\.toml: not a table of vague numbers"):
        load_vague(str(own))


def test_a_rule_without_a_name_here_is_told_in_a_line() -> None:
    with pytest.raises(UserError, match="no rule named highest: there are latest-of-closest, ucdp"):
        answers_of(THREE, "highest")


def test_an_update_by_the_same_origin_supersedes_and_is_no_conflict() -> None:
    claims = with_history(
        [
            claim("killed", "the police", 1, number=5.0, **MINISTRY),
            claim("killed", "the police", 2, number=148.0, **MINISTRY),
            claim("killed", "the police", 4, low=165.0, high=180.0, text="165 to 180", **MINISTRY),
        ]
    )
    assert [c.latest for c in claims] == [False, False, True]
    assert [c.supersedes for c in claims] == [None, claims[0].claim_id, claims[1].claim_id]
    (found,) = answers_of(claims, "ucdp")
    assert (found.low, found.high, found.disputed) == (165, 180, False)
    assert len(found.claims) == 3  # the history stays


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        ({"number": 5.0}, {"number": 9.0}, True),
        ({"number": 5.0}, {"number": 5.0}, False),
        ({"low": 5.0, "best": 5.0, "text": "at least 5"}, {"number": 9.0}, False),  # nine are at least five
        ({"low": 51.0, "text": "more than 50"}, {"number": 9.0}, True),
        ({"low": 7.0, "high": 10.0, "text": "7 to 10"}, {"low": 9.0, "high": 12.0, "text": "9 to 12"}, False),
        ({"low": 24.0, "text": "dozens"}, {"number": 15.0}, False),
        ({"best": 50.0, "text": "about 50"}, {"number": 52.0}, False),
        ({"number": 5.0, "day": 1}, {"number": 9.0, "day": 3}, False),  # another time
        ({"number": 5.0, "day": None}, {"number": 9.0, "day": 3}, True),  # undated: it may be the same time
        ({"number": 5.0, "population": "women"}, {"number": 9.0, "population": "men"}, False),
        ({"number": 5.0}, {"number": 5.0, "stance": "denies"}, True),
        ({"number": 5.0}, {"number": 9.0, "stance": "speculates"}, False),  # what is feared asserts nothing
    ],
)
def test_when_two_origins_contradict_each_other(
    one: dict[str, Any], other: dict[str, Any], disputed: bool
) -> None:
    claims = with_history([claim("killed", "a", **one), claim("killed", "b", **other)])
    assert any(a.disputed for a in answers_of(claims, "ucdp")) is disputed


def test_an_origin_does_not_contradict_itself() -> None:
    claims = with_history([claim("killed", "a", number=5.0), claim("killed", "a", number=9.0, start=4)])
    (found,) = answers_of(claims, "ucdp")
    assert not found.disputed
    assert (found.low, found.high) == (5, 9)


def test_different_populations_have_answers_of_their_own() -> None:
    claims = [claim("killed", "a", number=9.0), claim("killed", "a", number=2.0, population="children")]
    found = {a.population: (a.best, a.disputed) for a in answers_of(with_history(claims), "ucdp")}
    assert found == {None: (9, False), "children": (2, False)}


def test_a_question_on_civilians_leaves_out_fighters_and_parts_of_the_whole() -> None:
    claims = [
        claim("killed", "a", number=9.0, start=1),
        claim("killed", "a", number=3.0, population="fighters", start=2),
        claim("killed", "a", number=2.0, population="children", start=3),
        claim("killed", "b", number=8.0, population="civilians", start=4),
    ]
    assert [c.best for c in of_civilians(claims)] == [9, 8]


def test_competing_claims_of_responsibility_stand_side_by_side() -> None:
    claims = [
        claim("who", "the Red Column", 1, value="Red Column", stance="admits", **REBELS),
        claim("who", "the North Front", 1, value="North Front", stance="admits", start=3, **REBELS),
        claim("who", "the governor", 2, value="Red Column", start=5, **MINISTRY),
    ]
    found = answer(claims, "who")
    assert found.value == "Red Column"
    assert found.disputed
    assert found.rule == "most-origins"
    assert len(found.claims) == 3


def test_a_denial_never_deletes_a_claim() -> None:
    claims = with_history(
        [
            claim("happened", "witnesses", 1, value="happened"),
            claim("happened", "the army", 2, value="denied", stance="denies", **REBELS),
            claim("who", "witnesses", 1, value="the army", start=5),
            claim("who", "the army", 2, value="the army", stance="denies", start=6, **REBELS),
        ]
    )
    assert all(c.latest for c in claims)
    found = {a.question: (a.value, a.disputed) for a in answers_of(claims)}
    assert found == {"happened": ("happened", True), "who": ("the army", True)}


@pytest.mark.parametrize(
    ("question", "one", "other", "disputed"),
    [
        ("where", "Port Ede, NLD (city)", "Netherlands, NLD (country)", False),
        ("where", "Port Ede, NLD (city)", "Arnhem, NLD (city)", True),
        ("where", "Port Ede, NLD (city)", "Port Ede, NLD (city)", False),
        ("where", "Port Ede, NLD (city)", "Ghent, BEL (city)", True),
        ("when", "2021-05-01", "2021-05", False),
        ("when", "2021-05-01", "2021-05-02", True),
        ("when", "2021-05-01/2021-05-03", "2021-05-02", False),
        ("whom", "France (FRA GOV)", "France (FRA GOV)", False),
        ("who", "Ministry of Defence (FRA MIL)", "France (FRA)", False),  # of one state
        ("who", "France (FRA)", "Chad (TCD)", True),
        ("who", "Red Column (FRA REB)", "France (FRA GOV)", True),  # rebels are not their state
        ("who", "gunmen", "France (FRA GOV)", True),
    ],
)
def test_a_coarser_answer_is_no_other_answer(question: str, one: str, other: str, disputed: bool) -> None:
    claims = [claim(question, "a", value=one), claim(question, "b", value=other)]
    assert answer(claims, question).disputed is disputed


def test_the_rules_have_names_and_the_docs_name_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "disagreement.md").read_text(encoding="utf8")
    assert [name for name in RULES if f"`{name}`" not in page] == []


def test_an_incident_is_disputed_where_an_answer_is() -> None:
    answers = pa.table({"incident_id": ["a", "b", "b"], "disputed": [False, False, True]})
    incidents = pa.table({"incident_id": ["a", "b", "c"], "disputed": [False, False, True]})
    assert with_disputes(incidents, answers)["disputed"].to_pylist() == [False, True, True]
