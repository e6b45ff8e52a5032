"""Quantities: numbers with bounds, units and what they count."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dateline.ground.quantities import find_quantities
from dateline.ground.times.lexemes import lexemes_of
from dateline.ground.times.numbers import number_at
from dateline.model import Digest, QuantityMention, Report

NLP = spacy.blank("en")


def quantities(text: str) -> tuple[QuantityMention, ...]:
    return find_quantities(Digest(Report("r", text, ""), NLP.make_doc(text)))


def only(text: str) -> QuantityMention:
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "span", "levels", "change"),
    [
        ("At least 20 people died.", "At least 20", (20, 20, None), ">"),
        ("They moved more than 50 jets.", "more than 50", (51, None, None), ">"),
        ("There are 3,000 to 6,000 soldiers.", "3,000 to 6,000", (3000, None, 6000), "="),
        ("They hold between 20 and 30 hostages.", "20 and 30", (20, None, 30), "="),
        ("Dozens were hurt.", "Dozens", (24, None, None), "="),
        ("Hundreds fled.", "Hundreds", (200, None, None), "="),
        ("Thousands fled.", "Thousands", (2000, None, None), "="),
        ("Millions fled.", "Millions", (2_000_000, None, None), "="),
        ("several thousand people", "several thousand", (3000, None, None), "="),
        ("tens of thousands of people", "tens of thousands", (20_000, None, None), "="),
        ("about 300 men", "about 300", (None, 300, None), "~"),
        ("roughly one million people", "roughly one million", (None, 1_000_000, None), "~"),
        ("fewer than 20 men", "fewer than 20", (None, None, 19), "<"),
        ("up to 400 men", "up to 400", (None, None, 400), "<"),
        ("a minimum of 12 men", "a minimum of 12", (12, 12, None), ">"),
        ("40 or more men", "40 or more", (40, 40, None), ">"),
        ("More than a million people", "More than a million", (1_000_001, None, None), ">"),
        ("They sent 1.2 million doses.", "1.2 million", (1_200_000,) * 3, "="),
        ("a pair of rockets", "a pair of", (2, 2, 2), "="),
        (
            "twenty-eight thousand six hundred forty-two men",
            "twenty-eight thousand six hundred forty-two",
            (28642,) * 3,
            "=",
        ),
        ("half a million men", "half a million", (500_000,) * 3, "="),
    ],
)
def test_bounds(text: str, span: str, levels: tuple[float | None, ...], change: str) -> None:
    mention = only(text)
    assert (mention.span.text, mention.change) == (span, change)
    assert (mention.low, mention.best, mention.high) == levels


@pytest.mark.parametrize(
    ("text", "span", "value", "unit", "change"),
    [
        ("It cost $10 million.", "$10 million", 10_000_000, "dollar", "="),
        ("It cost 3.5bn euros.", "3.5bn", 3_500_000_000, "euro", "="),
        ("It was up to 60 per cent full.", "up to 60", 60, "percent", "<"),
        ("Shares rose 5% in a day.", "5", 5, "percent", "up"),
        ("a five-and-a-half-month campaign", "five-and-a-half", 5.5, "month", "="),
        ("A 34-year-old man was held.", "34", 34, "year", "="),
        ("It lies 120km away.", "120", 120, "kilometre", "="),
        ("two-thirds of voters", "two-thirds", 2 / 3, "fraction", "="),
    ],
)
def test_units(text: str, span: str, value: float, unit: str, change: str) -> None:
    mention = next(m for m in quantities(text) if m.unit == unit)
    assert (mention.span.text, mention.change) == (span, change)
    assert mention.value == pytest.approx(value)


def test_money_range_shares_its_scale() -> None:
    mention = only("It needs $10 to $15 billion.")
    assert (mention.low, mention.high, mention.unit) == (1e10, 1.5e10, "dollar")


@pytest.mark.parametrize(
    "text",
    [
        "It was signed on 15 March 2016 at 10:30 a.m.",
        "Su-24 bombers and S-400 batteries stood there.",
        "one of them said that no one knew",
        "They won 2-2.",
        "the first and the 22nd group",
        "In Game 7 he was quiet.",
    ],
)
def test_no_quantity(text: str) -> None:
    assert quantities(text) == ()


def test_counted_noun_by_form() -> None:
    text = "more than 50 jets and helicopters left"
    mention = only(text)
    assert mention.what == "jets and helicopters"
    assert mention.head is not None
    assert NLP.make_doc(text)[mention.head].text in mention.what


def test_counted_noun_by_tree() -> None:
    doc = Doc(
        NLP.vocab,
        ["Some", "40", "heavily", "armed", "guard", "dogs", "and", "men", "left"],
        pos=["DET", "NUM", "ADV", "ADJ", "NOUN", "NOUN", "CCONJ", "NOUN", "VERB"],
        heads=[1, 5, 3, 5, 5, 8, 7, 5, 8],
        deps=["advmod", "nummod", "advmod", "amod", "compound", "nsubj", "cc", "conj", "ROOT"],
    )
    mention = find_quantities(Digest(Report("r", doc.text, ""), doc))[0]
    assert (mention.span.text, mention.what, mention.head) == (
        "Some 40",
        "heavily armed guard dogs and men",
        5,
    )


@pytest.mark.parametrize(
    ("text", "span", "what"),
    [
        ("The ministry did not specify how many aircraft had left.", "how many", "aircraft"),
        ("He declined to say how many of the fighters were held.", "how many", "fighters"),
        ("An unspecified number of soldiers were hurt.", "An unspecified number of", "soldiers"),
        ("The number of dead was not immediately known.", "The number of", "dead"),
        ("The army sold it for an undisclosed sum.", "an undisclosed sum", None),
        ("The ministry gave no casualty figures.", "figures", None),
    ],
)
def test_a_number_nobody_tells_is_open_and_never_zero(text: str, span: str, what: str | None) -> None:
    mention = only(text)
    assert (mention.span.text, mention.what) == (span, what)
    assert (mention.value, mention.low, mention.best, mention.high) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "span", "what"),
    [
        ("There were no casualties.", "no", "casualties"),
        ("No civilian deaths were reported.", "No", "civilian deaths"),
        ("No one was killed in the blast.", "No one", None),
    ],
)
def test_none_is_zero(text: str, span: str, what: str | None) -> None:
    mention = only(text)
    assert (mention.span.text, mention.what, mention.value) == (span, what, 0)


@pytest.mark.parametrize(
    "text", ["How many people came?", "The number of sorties is known.", "He has no doubts, no one came."]
)
def test_no_number_at_all(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Three of the soldiers died.", [("Three", "soldiers")]),
        ("Two of his 12 guards fled.", [("Two", "guards"), ("12", "guards")]),
        ("One of the attackers was shot.", [("One", "attackers")]),
        ("They killed 12 people, including five women and three armed men.",
         [("12", "people"), ("five", "women"), ("three", "armed men")]),
        ("upwards of 60 unarmed civilians", [("upwards of 60", "unarmed civilians")]),
        ("some 70 women and children", [("some 70", "women and children")]),
        ("68,400 people who work, 95,800 who do not", [("68,400", "people"), ("95,800", "people")]),
        ("They stayed a day or two.", [("two", "day")]),
        ("All but four of the jets left.", []),
    ],
)  # fmt: skip
def test_what_is_counted(text: str, told: list[tuple[str, str]]) -> None:
    assert [(m.span.text, m.what) for m in quantities(text)] == told


@pytest.mark.parametrize(
    ("text", "levels", "unit", "change"),
    [
        ("a quarter of a million people", (250_000,) * 3, None, "="),
        ("a quarter of a mile away", (0.25,) * 3, "mile", "="),
        ("a third of the fleet", (1 / 3,) * 3, "fraction", "="),
        ("more than sixfold", (6, None, None), "fold", ">"),
        ("a mass of 1.5×10^6 kg", (1.5e6,) * 3, "kilogram", "="),
        ("three- to five-year terms", (3, None, 5), "year", "="),
        ("a handful of troops", (3, None, None), None, "="),
        ("seas rose 11 feet", (11,) * 3, "foot", "up"),
        ("the lead up to 3 votes", (3,) * 3, None, "="),
        ("a $3500 a month loan", (3500,) * 3, "dollar per month", "="),
    ],
)
def test_shares_powers_and_joined_units(
    text: str, levels: tuple[float | None, ...], unit: str | None, change: str
) -> None:
    mention = only(text)
    assert (mention.unit, mention.change) == (unit, change)
    assert (mention.low, mention.best, mention.high) == pytest.approx(levels)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It makes under 296 hp (224 kW / 300 PS).", ["<", "<", "<"]),
        ("It lost 190 points, or 0.6%.", ["down", "down"]),
        ("It has 280 million of the 1.5 billion shekels.", ["=", "="]),
        ("a 7- or 8-inch gun", ["=", "="]),
    ],
)
def test_the_same_figure_again(text: str, told: list[str]) -> None:
    found = quantities(text)
    assert [m.change for m in found] == told
    assert all(m.unit for m in found)


ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(n: int) -> str:
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    for size, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = f" {'and ' if n % size < 100 else ''}{spelled(n % size)}" if n % size else ""
            return f"{spelled(n // size)} {name}{rest}"
    raise AssertionError


@given(st.integers(0, 10**9 - 1))
@settings(max_examples=400, deadline=None)
def test_spelled_numbers_read_as_themselves(n: int) -> None:
    words = spelled(n)
    lexemes = lexemes_of(words)
    number = number_at(lexemes, 0)
    assert number is not None
    assert (number.value, number.end) == (n, len(lexemes)), words


@given(st.integers(0, 10**9 - 1))
@settings(max_examples=100, deadline=None)
def test_digits_read_as_themselves(n: int) -> None:
    assert only(f"They counted {n:,} crates.").value == n


@given(st.integers(1, 10**6), st.integers(1, 10**6))
@settings(max_examples=60, deadline=None)
def test_ranges_hold_both_ends(a: int, b: int) -> None:
    low, high = sorted((a, b + a))
    mention = only(f"They counted {low:,} to {high:,} crates.")
    assert (mention.low, mention.best, mention.high) == (low, None, high)


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str) -> None:
    check(text, quantities(text))


@given(
    st.lists(
        st.sampled_from(
            "at least more than 20 3,000 to - 1/2 half a million $ US % and or between two several dozens "
            "of the one hundred thousand minus . , 2016 March up rose people 5 kg per day year old m bn ½ "
            "a pair of or so + did not say how many number no casualties one who unspecified".split()
        ),
        max_size=25,
    ),
    st.sampled_from(["", " "]),
)
@settings(max_examples=300, deadline=None)
def test_any_row_of_number_words(row: list[str], glue: str) -> None:
    text = glue.join(row)
    check(text, quantities(text))


def check(text: str, found: tuple[QuantityMention, ...]) -> None:
    end = 0
    for mention in found:
        assert text[mention.span.start : mention.span.end] == mention.span.text != ""
        assert mention.span.start >= end
        end = mention.span.end
        assert mention.change in ("=", "~", ">", "<", "up", "down")
        open_ends = {mention.low, mention.best, mention.high} == {None}
        assert not open_ends or mention.value is None
        if mention.low is not None and mention.high is not None:
            assert mention.low <= mention.high
        if mention.what is not None:
            assert mention.what in text
            assert mention.head is not None
