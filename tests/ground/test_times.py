"""Times: what is found, what it is worth, and what is left alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dateline.ground.times import find_times, record_value
from dateline.ground.times.feasts import easter, islamic_day, orthodox_easter
from dateline.ground.times.values import days_of, interval_of
from dateline.model import Digest, Report, TimeMention

NLP = spacy.blank("en")
TUESDAY = "2016-03-15"


def times(text: str, published: str | None = TUESDAY) -> tuple[TimeMention, ...]:
    return find_times(Digest(Report("r", text, "", published=published), NLP.make_doc(text)))


def only(text: str, published: str | None = TUESDAY) -> TimeMention:
    found = times(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("The convoy left on Tuesday.", "Tuesday", "2016-03-15"),
        ("The convoy left on Monday.", "Monday", "2016-03-14"),
        ("The convoy will leave on Friday.", "Friday", "2016-03-18"),
        ("It began last Friday.", "last Friday", "2016-03-11"),
        ("Talks took place yesterday.", "yesterday", "2016-03-14"),
        ("Shelling went on last night.", "last night", "2016-03-14TNI"),
        ("He was shot late on Sunday.", "late on Sunday", "2016-03-13"),
        ("It was signed on 15 March 2016.", "15 March 2016", "2016-03-15"),
        ("It was signed on March 15.", "March 15", "2016-03-15"),
        ("It was signed on 25/03/2016.", "25/03/2016", "2016-03-25"),
        ("It was signed on 2016-02-29.", "2016-02-29", "2016-02-29"),
        ("Two villages fell in May 2014.", "May 2014", "2014-05"),
        ("It was held in December.", "December", "2015-12"),
        ("It ended last month.", "last month", "2016-02"),
        ("It ended last year.", "last year", "2015"),
        ("They met last week.", "last week", "2016-W10"),
        ("He died three years ago.", "three years ago", "2013"),
        ("They met ten days ago.", "ten days ago", "2016-03-05"),
        ("It dates from the 1990s.", "the 1990s", "199"),
        ("a five-and-a-half-month campaign", "five-and-a-half-month", "P5.5M"),
        ("It lasted more than four hours.", "more than four hours", "PT4H"),
        ("They patrol every day.", "every day", "P1D"),
        ("Sales fell in the third quarter of 2015.", "the third quarter of 2015", "2015-Q3"),
        ("It was over by the summer of 2014.", "the summer of 2014", "2014-SU"),
        ("Shots were heard at 3 p.m. on Monday.", "3 p.m. on Monday", "2016-03-14T15:00"),
        (
            "The envoy spoke at 10:35 a.m. (0735 GMT) Monday.",
            "10:35 a.m. (0735 GMT) Monday",
            "2016-03-14T10:35",
        ),
        ("They gathered on Christmas Day 2015.", "Christmas Day 2015", "2015-12-25"),
        ("They marched on the morning of April 19, 2014.", "the morning of April 19, 2014", "2014-04-19TMO"),
    ],
)
def test_value(text: str, span: str, value: str) -> None:
    mention = only(text)
    assert (mention.span.text, mention.value) == (span, value)
    assert text[mention.span.start : mention.span.end] == span


@pytest.mark.parametrize(
    "text",
    [
        "Ms May said nothing.",
        "Marchers will march on the capital.",
        "The second attack may have failed.",
        "He leads 1,900 soldiers.",
        "They hired 1500 workers.",
        "No number stands here, no day either.",
    ],
)
def test_no_time(text: str) -> None:
    assert times(text) == ()


def test_month_word_beside_name() -> None:
    found = times("May said in May that the March on the capital began in March 2003.")
    assert [(m.span.text, m.span.start) for m in found] == [("May", 12), ("March 2003", 55)]


def test_since_ends_at_publication() -> None:
    mention = only("Since Sunday, planes have been leaving.")
    assert mention.value == "2016-03-13"
    assert (mention.interval, mention.precision) == ("2016-03-13/2016-03-15", "interval")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Protests have gone on since early January.", "2016-01/2016-03-15"),
        ("They met last week.", "2016-03-07/2016-03-13"),
        ("He was shot late on Saturday night.", "2016-03-12"),
        ("It fell in May 2014.", "2014-05"),
        ("a five-and-a-half-month campaign", None),
        ("They will meet next Wednesday, March 23.", "2016-03-23"),
    ],
)
def test_value_for_the_record(text: str, value: str | None) -> None:
    assert record_value(only(text)) == value


def test_range_has_two_ends() -> None:
    assert [m.value for m in times("He ruled between 2011 and 2013.")] == ["2011", "2013"]


def test_counted_days_before_publication() -> None:
    mention = only("The town was shelled over the past three days.")
    assert (mention.type, mention.value, mention.interval) == ("DURATION", "P3D", "2016-03-12/2016-03-15")


def test_days_count_from_the_last_date_told() -> None:
    found = times("The siege began on 4 January 2016. It was lifted two days later.")
    assert [(m.value, m.anchor) for m in found] == [("2016-01-04", None), ("2016-01-06", "text")]


@pytest.mark.parametrize("published", [None, "yesterday", "2016-13-45", ""])
def test_undated(published: str | None) -> None:
    mention = only("The convoy left on Tuesday.", published)
    assert (mention.value, mention.interval, mention.note) == (None, None, "no publication date")
    assert only("It fell in March 2003.", published).value == "2003-03"


def test_ambiguous_slash_date_is_noted() -> None:
    mention = only("It was signed on 04/03/2016.")
    assert (mention.value, mention.note) == ("2016", "day and month are ambiguous")


def test_names_are_no_months_where_entities_are_known() -> None:
    words = ["April", "left", "."]
    doc = Doc(
        NLP.vocab,
        words,
        spaces=[True, False, False],
        pos=["PROPN", "VERB", "PUNCT"],
        ents=["B-PER", "O", "O"],
    )
    assert find_times(Digest(Report("r", doc.text, "", published=TUESDAY), doc)) == ()


def test_tense_of_the_governing_verb_wins() -> None:
    words = ["Those", "killed", "will", "be", "buried", "Friday"]
    doc = Doc(
        NLP.vocab,
        words,
        spaces=[True] * 5 + [False],
        pos=["DET", "VERB", "AUX", "AUX", "VERB", "PROPN"],
        lemmas=["those", "kill", "will", "be", "bury", "Friday"],
        heads=[4, 0, 4, 4, 4, 4],
        deps=["nsubj:pass", "acl", "aux", "aux:pass", "ROOT", "obl:unmarked"],
        morphs=["", "Tense=Past|VerbForm=Part", "", "", "VerbForm=Part", ""],
    )
    mention = find_times(Digest(Report("r", doc.text, "", published=TUESDAY), doc))[0]
    assert mention.value == "2016-03-18"


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@given(days)
@settings(max_examples=150, deadline=None)
def test_a_written_date_reads_as_itself(day: date) -> None:
    month = day.strftime("%B")
    forms = [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.strftime('%A')}, {month} {day.day}, {day.year}",
        f"the {day.day}th of {month} {day.year}",
        f"{day.strftime('%b')}. {day.day}, {day.year}" if day.month != 5 else f"May {day.day} {day.year}",
    ]
    for form in forms:
        found = times(f"It happened on {form}, they said.", None)
        assert [m.value for m in found] == [day.isoformat()], form
        assert found[0].interval == f"{day}/{day}"


@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=12), days.map(str)))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, published: str | None) -> None:
    check(text, times(text, published))


@given(
    st.lists(
        st.sampled_from(
            "last next the of two 31 1914 March May 29 February a year week ago later early late since "
            "12:30 p.m. first quarter summer BC - , . 's decade weekend tonight every Monday 99 0 '99 1990s "
            "Christmas Easter".split()
        ),
        max_size=25,
    ),
    st.one_of(st.none(), st.dates().map(str)),
)
@settings(max_examples=300, deadline=None)
def test_any_row_of_time_words(row: list[str], published: str | None) -> None:
    text = " ".join(row)
    check(text, times(text, published))


def check(text: str, found: tuple[TimeMention, ...]) -> None:
    end = 0
    for mention in found:
        assert text[mention.span.start : mention.span.end] == mention.span.text != ""
        assert mention.span.start >= end
        end = mention.span.end
        assert mention.type in ("DATE", "TIME", "DURATION", "SET")
        assert mention.value or mention.note
        if mention.interval:
            first, last = mention.interval.split("/")
            assert date.fromisoformat(first) <= date.fromisoformat(last)


@given(days)
@settings(max_examples=60, deadline=None)
def test_a_value_covers_its_day(day: date) -> None:
    for value in (str(day), f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y}"[:3], f"{day:%G-W%V}"):
        covered = days_of(value)
        assert covered is not None
        assert covered[0] <= day <= covered[1]


def test_intervals() -> None:
    assert interval_of("2016-W10-WE") == "2016-03-12/2016-03-13"
    assert interval_of("2015-WI") == "2015-12-01/2016-02-29"
    assert interval_of("2015-Q4") == "2015-10-01/2015-12-31"
    assert interval_of("PRESENT_REF") is None
    assert easter(2016) == date(2016, 3, 27)
    assert easter(2019) - timedelta(2) == date(2019, 4, 19)


def test_feasts() -> None:
    assert [orthodox_easter(y) for y in (2014, 2016, 2023)] == [
        date(2014, 4, 20),
        date(2016, 5, 1),
        date(2023, 4, 16),
    ]
    # As observed in Mecca, to which the calculated calendar comes within a day.
    observed = {
        (1437, 9, 1): date(2016, 6, 6),
        (1437, 12, 10): date(2016, 9, 12),
        (1445, 10, 1): date(2024, 4, 10),
    }
    assert all(abs((islamic_day(*told) - day).days) <= 1 for told, day in observed.items())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It was signed on Orthodox Easter 2014.", date(2014, 4, 20), date(2014, 4, 20)),
        ("It began on Eid al-Fitr in 2016.", date(2016, 7, 6), date(2016, 7, 6)),
        ("It was shelled during Ramadan 2015.", date(2015, 6, 18), date(2015, 7, 17)),
    ],
)
def test_feasts_of_other_calendars(text: str, first: date, last: date) -> None:
    (mention,) = times(text)
    assert mention.interval
    found = [date.fromisoformat(day) for day in mention.interval.split("/")]
    assert abs((found[0] - first).days) <= 1
    assert abs((found[1] - last).days) <= 1
    assert (mention.note is None) == ("Orthodox" in text)
