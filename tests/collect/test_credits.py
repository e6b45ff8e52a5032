"""Credits: each form against its own examples, near misses, and the spans against any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.text.credits import Form, find, load_agencies
from dateline.collect.text.furniture import mark

PROSE = "The convoy left the base on Tuesday, the ministry said, and drove north along the coast road."
FORMS = [pytest.param(form, id=f"{form.name}-{n}") for n, form in enumerate(load_agencies().forms)]


def placed(line: str, where: str) -> str:
    """A report in which the line stands where the form looks for it."""
    body = "\n".join([PROSE] * 8)
    return f"{body}\n{line}" if where in {"tail", "edge"} else f"{line}\n{body}"


def named(text: str) -> list[str]:
    return [credit.agency for credit in find(text, mark(text))]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_finds_its_examples(form: Form) -> None:
    assert form.finds
    for example in form.finds:
        text = placed(re.sub("[{}]", "", example), form.where)
        found = [c.span.text for c in find(text, mark(text)) if c.rule == form.name]
        assert found == re.findall(r"\{(.+?)\}", example), example


@pytest.mark.parametrize("form", FORMS)
def test_a_form_leaves_its_near_misses(form: Form) -> None:
    assert {line: named(placed(line, form.where)) for line in form.leaves} == {
        line: [] for line in form.leaves
    }


def test_agencies_go_by_one_name() -> None:
    text = f"PORT ELLIS ({'AP'}) — {PROSE}\n{PROSE}\nThe Associated Press contributed to this report."
    assert set(named(text)) == {"Associated Press"}
    assert len(named(text)) == 2
    assert len(set(load_agencies().canonical.values())) >= 60


@pytest.mark.parametrize(
    "line",
    [
        "Reuters reported that the convoy had left, and AFP said the same.",
        "Ama Boateng (AP) lost her seat to Kofi Mensah (NDC).",
        "The Pakistan Movement (PTI) called a strike for Friday.",
        "According to SANA, the road is open.",
        "Jane Example/AFP/Getty Images",
        "Photo: Reuters",
        "Image copyright AFP Image caption The harbour after the storm",
        "The Darfur accord (DPA) must be signed by May.",
    ],
)
def test_prose_parties_and_pictures_are_no_credits(line: str) -> None:
    for text in (f"{line}\n{PROSE}", f"{PROSE}\n{line}", f"{PROSE}\n{line}\n{PROSE}"):
        assert named(text) == []


def test_a_bare_name_between_paragraphs_is_a_pictures() -> None:
    body = "\n".join([PROSE] * 6)
    assert named(f"{body}\nReuters\n{body}") == []
    assert named(f"{body}\nReuters") == ["Reuters"]


PIECES = ["(AP) —", "MOSCOW (TASS) -", "\n", " ", "Reuters", "With inputs from", "agencies", ". – AFP", PROSE]


@given(st.text() | st.lists(st.sampled_from([*PIECES, "\u2028", "İ", "Copyright 2026"])).map("".join))
def test_spans_slice_any_text_in_order(text: str) -> None:
    end = 0
    for credit in find(text, mark(text)):
        assert credit.span.text == text[credit.span.start : credit.span.end]
        assert credit.span.text in load_agencies().canonical or credit.agency == "agencies"
        assert credit.span.start >= end
        end = credit.span.end
