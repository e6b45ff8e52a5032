"""Lines that are no prose: each rule against its own examples, and the spans against any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect import collect
from dateline.collect.text.furniture import Rule, load_rules, mark, rule_of
from dateline.model import Report

PROSE = "The convoy left the base on Tuesday, the ministry said, and drove north along the coast road."


@pytest.mark.parametrize("rule", load_rules().rules, ids=lambda rule: rule.name)
def test_a_rule_marks_its_examples_and_leaves_its_near_misses(rule: Rule) -> None:
    assert {line: rule_of(line) for line in rule.marks} == dict.fromkeys(rule.marks, rule.name)
    assert {line: rule_of(line) for line in rule.leaves} == dict.fromkeys(rule.leaves, None)
    assert rule.marks


@pytest.mark.parametrize("rule", [r for r in load_rules().rules if r.inside], ids=lambda rule: rule.name)
def test_a_rule_marks_its_examples_inside_a_long_line(rule: Rule) -> None:
    assert rule.marks_inside
    prose = " ".join([PROSE] * 7)
    for example in rule.marks_inside:
        text = f"{prose} {example}"
        assert [(text[f.start : f.end], f.rule) for f in mark(text)] == [(example, rule.name)]
        assert mark(f"{prose} {PROSE}") == ()


def test_a_stamp_before_prose_in_one_line_is_marked_alone() -> None:
    stamp = "Date of publication 26 November 2017"
    text = f"{stamp} {' '.join([PROSE] * 7)}"
    assert [text[f.start : f.end] for f in mark(text)] == [stamp]


def test_a_line_that_goes_on_a_sentence_is_prose() -> None:
    lines = [
        "The holders of the bond may",
        "subscribe to ordinary shares.",
        "The bank kept its",
        "share",
        "of it.",
    ]
    assert mark("\n".join(lines)) == ()
    assert [f.rule for f in mark("\n".join([*lines, "", "Share"]))] == ["share"]
    capitals = "THE TALKS WERE HELD\nBY THE ARMY COMMAND.\nADVERTISEMENT\nTHEY WENT ON UNTIL DAWN."
    assert [f.rule for f in mark(capitals)] == ["advertisement"]


def test_marked_lines_stay_in_place_and_are_named() -> None:
    text = f"{PROSE}\n\n  More From This Section \n{PROSE}\nREBELS SAY THEY HOLD THE BRIDGE\n"
    found = [(text[f.start : f.end], f.rule) for f in mark(text)]
    assert found == [
        ("More From This Section", "more-from"),
        ("REBELS SAY THEY HOLD THE BRIDGE", "upper-case-headline"),
    ]


def test_a_report_set_in_capitals_is_not_furniture() -> None:
    assert (
        mark("TROOPS LEAVE THE BASE\nTHE LAST TROOPS LEFT ON TUESDAY\nMORE THAN TWENTY JETS FLEW HOME\n")
        == ()
    )


def test_a_headline_of_the_report_itself_is_read() -> None:
    assert mark(f"LAST TROOPS LEAVE THE BASE\n{PROSE}") == ()


def test_the_sample_report_with_leftovers(root: Path) -> None:
    reports = [r for r in collect([root / "samples/reports.jsonl"]) if isinstance(r, Report)]
    (report,) = [r for r in reports if r.id == "belgrade-protest"]
    assert {report.text[f.start : f.end] for f in report.furniture} == {
        "Home / World / Europe",
        "Share this article",
        "More From This Section",
        "Sign up for our newsletter: the world in five minutes, every weekday",
        "Photo: M. Perlin/The Harbour Courier",
        "Related: Who are the plenums?",
        "Related: A winter of whistles in Novi Sad",
        "Most read",
    }
    marked = sum(len(r.furniture) for r in reports if r.id != "belgrade-protest")
    assert marked <= 1, "prose was taken for furniture"


@given(
    st.text() | st.lists(st.sampled_from([PROSE, "Share", "\r", "\u2028", " ", "___", "© X"])).map("\n".join)
)
def test_spans_slice_any_text_in_order(text: str) -> None:
    end = 0
    for found in mark(text):
        line = text[found.start : found.end]
        assert line
        assert line == line.strip()
        assert found.start >= end
        end = found.end
