"""Where each passage comes from."""

from __future__ import annotations

from typing import Any

from dateline.merge.copies.run import copies_tables
from tests.merge.reports import report, table
from tests.merge.test_copies import CAUSE, LEAD, MORE, OTHER, QUOTE, SCENE


def origins(rows: list[dict[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """For each report its passages in order: origin, and how the passage begins."""
    texts = {row["report_id"]: row["text"] for row in rows}
    found: dict[str, list[tuple[str, str]]] = {row["report_id"]: [] for row in rows}
    for passage in copies_tables(table(rows))["passages"].to_pylist():
        words = texts[passage["report_id"]][passage["start"] : passage["end"]]
        found[passage["report_id"]].append((passage["origin_id"], " ".join(words.split()[:3])))
    return found


def texts(rows: list[dict[str, Any]]) -> dict[str, str]:
    found = copies_tables(table(rows))["report_texts"].to_pylist()
    return {row["report_id"]: row["text_id"] for row in found}


def test_a_paper_s_own_report_is_the_paper_s() -> None:
    assert origins([report("a", LEAD, "The Courier")]) == {"a": [("outlet:the courier", "Two mortar shells")]}


def test_a_report_with_a_dateline_of_an_agency_is_the_agency_s() -> None:
    text = f"PORT ELLIS, Norland (Reuters) - {LEAD}"
    assert {origin for origin, _ in origins([report("a", text, "The Courier")])["a"]} == {"agency:Reuters"}


def test_an_agency_s_own_page_is_the_agency_s() -> None:
    assert origins([report("a", LEAD, "www.reuters.com")])["a"][0][0] == "agency:Reuters"


def test_a_passage_copied_without_credit_is_the_agency_s_that_another_credits() -> None:
    wire = report("a", f"PORT ELLIS, Norland (AFP) - {LEAD}{SCENE}", "The Courier", "2026-03-10")
    page = report("b", f"{LEAD}{SCENE}{OTHER}{MORE}", "The Herald", "2026-03-10")
    found = origins([wire, page])
    assert found["b"] == [
        ("agency:Agence France-Presse", "Two mortar shells"),
        ("outlet:the herald", "A bread price"),
    ]


def test_a_passage_that_several_print_and_none_credits_is_one_origin() -> None:
    rows = [
        report("a", LEAD + SCENE + OTHER, "The Courier", "2026-03-10"),
        report("b", MORE + LEAD + SCENE, "The Herald", "2026-03-10"),
        report("c", LEAD + SCENE + CAUSE, "The Valley Post", "2026-03-10"),
    ]
    found = origins(rows)
    (shared,) = {origin for own in found.values() for origin, _ in own if origin.startswith("text:")}
    assert [shared in dict(found[key]) for key in "abc"] == [True, True, True]
    assert ("outlet:the courier", "A bread price") in found["a"]


def test_what_an_agency_was_told_is_the_agency_s_and_no_more() -> None:
    text = f"{LEAD}The mayor told Reuters that the market would stay closed. {SCENE}"
    assert origins([report("a", text, "The Courier")])["a"] == [
        ("outlet:the courier", "Two mortar shells"),
        ("agency:Reuters", "The mayor told"),
        ("outlet:the courier", "Stalls burned until"),
    ]


def test_where_an_agency_contributed_nobody_knows_which_part_it_wrote() -> None:
    text = f"{LEAD}\n{SCENE}\nThe Associated Press contributed to this report."
    assert {origin for origin, _ in origins([report("a", text, "The Courier")])["a"]} == {"unknown:a"}
    assert origins([report("a", LEAD)])["a"] == [("unknown:a", "Two mortar shells")]


def test_a_quotation_that_two_papers_have_is_one_origin_and_their_own_words_are_not() -> None:
    rows = [
        report("a", LEAD + QUOTE + OTHER, "The Courier", "2026-03-10"),
        report("b", MORE + QUOTE + CAUSE, "The Herald", "2026-03-10"),
    ]
    found = origins(rows)
    quoted = [[origin for origin, _ in found[key] if origin.startswith("quote:")] for key in "ab"]
    assert quoted[0] == quoted[1] != []
    assert found["a"][0] == ("outlet:the courier", "Two mortar shells")
    assert found["b"][0] == ("outlet:the herald", "Shop owners in")


def test_a_report_of_which_a_third_stands_in_another_is_no_text_of_its_own() -> None:
    rows = [
        report("a", LEAD + SCENE, "The Courier", "2026-03-10"),
        report("b", LEAD + SCENE + MORE, "The Herald", "2026-03-10"),
        report("c", OTHER, "The Valley Post", "2026-03-10"),
    ]
    assert texts(rows) == {"a": "a", "b": "a", "c": "c"}
