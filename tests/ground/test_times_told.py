"""Times told from something else: tense, parts, ranges, events, a history's dates; how sure each is."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dateline.ground.times import find_times, told_times
from dateline.ground.times.confidence import scale
from dateline.ground.times.grammar import RULES, UNIONS
from dateline.ground.times.items import SHAPES
from dateline.ground.times.readers import READERS
from dateline.model import Digest, PublicationDate, Report, TimeMention

NLP = spacy.blank("en")
TUESDAY = "2016-03-15"


def times(text: str, published: str | None = TUESDAY) -> tuple[TimeMention, ...]:
    return find_times(Digest(Report("r", text, "", published=published), NLP.make_doc(text)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Planes left overnight.", {"overnight": "2016-03-14TNI"}),
        ("They fled in the early hours of Saturday.", {"the early hours of Saturday": "2016-03-12TMO"}),
        ("It came at dawn on Monday.", {"dawn on Monday": "2016-03-14TMO"}),
        ("Shelling began at 1400 hours on 2 March.", {"1400 hours on 2 March": "2016-03-02T14:00"}),
        ("He called at 3 in the morning.", {"3 in the morning": "2016-03-15T03:00"}),
        ("It lasted 2 1/2 years.", {"2 1/2 years": "P2Y6M"}),
        ("It took one and a half hours.", {"one and a half hours": "PT1H30M"}),
        ("They were sent in the first week of March.", {"the first week of March": "2016-W09"}),
        ("It ends on the last day of 2016.", {"the last day of 2016": "2016-12-31"}),
        ("It fell in the second month of 2015.", {"the second month of 2015": "2015-02"}),
        ("Talks are set for the week of March 28.", {"the week of March 28": "2016-W13"}),
        ("It rose in the latter half of 2015.", {"the latter half of 2015": "2015-H2"}),
        ("Sales fell in Q3 2015.", {"Q3 2015": "2015-Q3"}),
        ("They meet twice a week.", {"twice a week": "P1W"}),
        ("He left nearly a decade ago.", {"nearly a decade ago": "2006"}),
        ("“[Ten] years ago it began.”", {"Ten] years ago": "2006"}),
        ("It held from 499 to 493 BC.", {"499": "BC0499", "493 BC": "BC0493"}),
        ("Sparta won in the spring of 480 BC.", {"the spring of 480 BC": "BC0480-SP"}),
        ("He was held on February 29.", {"February 29": "2016-02-29"}),
        ("From 27 February to 14 March it flew.", {"27 February": "2016-02-27", "14 March": "2016-03-14"}),
        (
            "It was from May 15 to August 16, 1988.",
            {"May 15": "1988-05-15", "August 16, 1988": "1988-08-16"},
        ),
        (
            "It was from November 3 to March 2, 1988.",
            {"November 3": "1987-11-03", "March 2, 1988": "1988-03-02"},
        ),
        (
            "Two days after the raid of 3 May they fled.",
            {"Two days": "2016-05-05", "3 May": "2016-05-03"},
        ),
        ("They fled two days after the raid.", {"two days": "P2D"}),
        ("Three quarters of the fleet is gone, as are three-quarters of the crews.", {}),
    ],
)
def test_value(text: str, told: dict[str, str]) -> None:
    found = times(text)
    assert {m.span.text: m.value for m in found} == told
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found)


@pytest.mark.parametrize("text", ["The day before the vote was calm.", "On the third day they rested."])
def test_a_day_told_from_an_event_is_found_and_left_open(text: str) -> None:
    (mention,) = times(text)
    assert (mention.value, mention.note, mention.confidence) == (None, "counted from an event", None)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("It was the first ten months of 2015.", "2015-01-01/2015-10-31"),
        ("They stayed the last two weeks of February.", "2016-02-16/2016-02-29"),
        ("They will leave by the end of the year.", "2016-12-31/2016-12-31"),
        ("in the first week of March", "2016-03-01/2016-03-07"),
    ],
)
def test_interval(text: str, interval: str) -> None:
    assert [m.interval for m in times(text)] == [interval]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Troops will be sent home on Friday.", "2016-03-18"),
        ("They are set to leave on Friday.", "2016-03-18"),
        ("The deadline was extended until Friday.", "2016-03-18"),
        ("They could leave as soon as Friday.", "2016-03-18"),
        ("The rule is effective Friday.", "2016-03-18"),
        ("They have patrolled since Friday and will go on.", "2016-03-11"),
        ("The convoy was attacked on Friday.", "2016-03-11"),
        ("It will almost double its routes by August.", "2016-08"),
        ("It was opened in August.", "2015-08"),
    ],
)
def test_tense_by_words_alone(text: str, value: str) -> None:
    assert [m.value for m in times(text)] == [value]


def parsed(words: str, heads: list[int], deps: list[str], pos: list[str], morphs: list[str]) -> Doc:
    return Doc(NLP.vocab, words.split(), heads=heads, deps=deps, pos=pos, morphs=morphs)


def test_a_possessive_day_is_past_whatever_the_clause_says() -> None:
    doc = parsed(
        "They would appeal Friday 's ruling .",
        [2, 2, 2, 5, 3, 2, 2],
        ["nsubj", "aux", "ROOT", "nmod:poss", "case", "obj", "punct"],
        ["PRON", "AUX", "VERB", "PROPN", "PART", "NOUN", "PUNCT"],
        ["", "", "VerbForm=Inf", "", "", "", ""],
    )
    assert [m.value for m in find_times(Digest(Report("r", doc.text, "", published=TUESDAY), doc))] == [
        "2016-03-11"
    ]


def test_to_be_with_an_infinitive_lies_ahead() -> None:
    doc = parsed(
        "They are to travel Friday .",
        [3, 3, 3, 3, 3, 3],
        ["nsubj", "cop", "mark", "ROOT", "obl:unmarked", "punct"],
        ["PRON", "AUX", "PART", "VERB", "PROPN", "PUNCT"],
        ["", "", "", "VerbForm=Inf", "", ""],
    )
    assert [m.value for m in find_times(Digest(Report("r", doc.text, "", published=TUESDAY), doc))] == [
        "2016-03-18"
    ]


HISTORY = (
    "War broke out in 1931. A treaty was signed in 1932. In May 1933 the army marched. "
    "Its chief, who had fled in 1929, came home in June. In December 1933 the town fell. In January "
    "a truce was signed; it was kept until 1938. In March the siege was lifted. By the end of the year "
    "all was over."
)


def test_a_history_counts_from_its_own_dates() -> None:
    told = {m.span.text: m.value for m in times(HISTORY)}
    assert told["June"] == "1933-06"  # 1929 was told in passing
    assert told["January"] == "1934-01"
    assert told["March"] == "1934-03"  # so was 1938
    assert told["the end of the year"] == "1934"


def test_old_years_in_passing_make_no_history_of_a_report() -> None:
    text = (
        "The bloc was founded in 1949, joined by two in 1952, one in 1955 and one in 1982, after crises in "
        "1961 and 1968. Ministers met on Monday and spoke yesterday. A summit will be held in April, they "
        "said today."
    )
    assert {m.span.text: m.value for m in times(text)}["April"] == "2016-04"


@pytest.mark.parametrize(
    "published",
    [
        "0001-01-01",
        "0001-12-31",
        "9999-12-31",
        "9999-01-01",
        "2016-02-29",
        "20160315",
        "2016-03-15T01:00:00Z",
    ],
)
def test_odd_but_valid_days(published: str) -> None:
    text = (
        "On Monday, last Friday, next Sunday, over the weekend, yesterday, tomorrow, ten years ago, next "
        "year, last month, in two weeks, three weeks later, last quarter, next winter, in December, at "
        "Christmas, the past five years, the next ten days, since Sunday, the first week of January."
        " It was a century ago."
    )
    for mention in times(text, published):
        assert mention.value or mention.note
        if mention.interval:
            first, last = mention.interval.split("/")
            assert date.fromisoformat(first) <= date.fromisoformat(last)


def test_the_local_day_counts() -> None:
    assert times("It ended yesterday.", "2016-03-15T23:30:00-05:00")[0].value == "2016-03-14"


@given(
    st.dates(),
    st.sampled_from(["last", "next", "this", "the previous"]),
    st.sampled_from("day week month year".split()),
)
@settings(max_examples=150, deadline=None)
def test_relative_units_stay_on_the_calendar(day: date, relation: str, unit: str) -> None:
    for mention in times(f"It was {relation} {unit}.", day.isoformat()):
        assert mention.value is None or not mention.value[:5].isdecimal() or len(mention.value) == 4


DATED = PublicationDate("2016-03-15", "given", "local")


def sure(text: str, dated: PublicationDate | None) -> list[float]:
    report = Report("r", text, "", published=TUESDAY, dated=dated)
    return [m.confidence or 0.0 for m in find_times(Digest(report, NLP.make_doc(text)))]


def test_confidence_falls_with_the_publication_date() -> None:
    text = "It was signed on Monday."
    given_, declared, utc, guess = (
        sure(text, replace(DATED, method=method, day=day))[0]
        for method, day in (
            ("given", "local"),
            ("json-ld", "local"),
            ("meta", "utc"),
            ("guess: its address", "local"),
        )
    )
    assert sure(text, None) == [given_]
    assert given_ > declared > utc
    assert given_ > declared > guess


def test_a_date_in_full_does_not_lean_on_the_publication_date() -> None:
    guessed = replace(DATED, method="guess: its text")
    assert sure("It was signed on 3 May 2014.", guessed) == sure("It was signed on 3 May 2014.", None)
    # A day and month takes its year alone from it, a day counted from `Monday` takes the day.
    for text in ("It was signed on 3 May.", "It was signed on Monday. Two days later it was void."):
        assert all(a < b for a, b in zip(sure(text, guessed), sure(text, None), strict=True))
    assert sure("It was signed on 3 May.", guessed)[0] > sure("It was signed on Monday.", guessed)[0]


def test_no_value_no_confidence() -> None:
    text = "It was signed on Monday."
    (mention,) = find_times(Digest(Report("r", text, ""), NLP.make_doc(text)))
    assert (mention.value, mention.confidence, mention.note) == (None, None, "no publication date")


def test_every_rule_has_a_reader_and_a_way() -> None:
    rules = {name for name, _ in RULES}
    assert rules == set(READERS) == set(scale().ways)
    ways = (set(scale().ways.values()) - {"date"}) | {"day", "month"}
    assert {f"{way}.any" for way in ways} <= set(scale().right)
    assert all(0 < right <= 1 for right in scale().right.values())


def test_ways_are_told_with_the_times() -> None:
    text = "It began on Monday and ended on 3 May 2014."
    digest = Digest(Report("r", text, "", published=TUESDAY), NLP.make_doc(text))
    assert [way for _, way in told_times(digest)] == ["weekday.published", "day.written"]


def test_each_word_stands_in_one_table() -> None:
    words = tomllib.loads((files("dateline") / "_ref" / "times" / "words.toml").read_text(encoding="utf-8"))
    seen = [word for table in words.values() for word in table]
    assert len(seen) == len(set(seen))
    assert all(word == word.lower() for word in seen)
    assert set(" ".join(UNIONS.values()).split()) <= set(words) | set(SHAPES)
