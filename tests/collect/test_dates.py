"""Written dates: what is read, what is refused, and whose day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.page.dates import parse_date
from dateline.collect.records import problem_of_date

READ = {
    "2016-03-15": "2016-03-15",
    "2016-3-5": "2016-03-05",
    "2016/03/15": "2016-03-15",
    "20160315": "2016-03-15",
    "20160315T203000Z": "2016-03-15T20:30:00Z",
    "20160315203000": "2016-03-15T20:30:00",
    "2016-03-15T20:30:00Z": "2016-03-15T20:30:00Z",
    "2016-03-15T20:30:00.123+0000": "2016-03-15T20:30:00Z",
    "2016-03-15T20:30:00Z[UTC]": "2016-03-15T20:30:00Z",
    "2016-03-15T20:30:00-04:00": "2016-03-15T20:30:00-04:00",
    "2016-03-15T20:30-0400": "2016-03-15T20:30-04:00",
    "2016-03-15T20:30+03": "2016-03-15T20:30+03:00",
    "2016-03-15T20:30:00+05:30": "2016-03-15T20:30:00+05:30",
    "2016-03-15 20:30:00": "2016-03-15T20:30:00",
    "2016-03-15, 20:30 EST": "2016-03-15T20:30-05:00",
    "1458072000": "2016-03-15T20:00:00Z",
    "1458072000000": "2016-03-15T20:00:00Z",
    "Tue, 15 Mar 2016 20:30:00 GMT": "2016-03-15T20:30:00Z",
    "Tue, 15 Mar 2016 20:30:00 -0400": "2016-03-15T20:30:00-04:00",
    "15 Mar 87 20:30 EDT": "1987-03-15T20:30-04:00",
    "March 15, 2016 8:30 PM EDT": "2016-03-15T20:30-04:00",
    "Mar. 15, 2016 at 8:30 p.m.": "2016-03-15T20:30",
    "8 p.m. March 15, 2016": "2016-03-15T20:00",
    "12:05 AM, 15 Mar 2016": "2016-03-15T00:05",
    "Tuesday 15 March 2016 08.30 GMT": "2016-03-15T08:30Z",
    "Tuesday, March 15th, 2016 - 20:30": "2016-03-15T20:30",
    "Tue Mar 15 20:30:00 EDT 2016": "2016-03-15T20:30:00-04:00",
    "Tue Mar 15 2016 20:30:00 GMT+0200 (Eastern European Time)": "2016-03-15T20:30:00+02:00",
    "15th of March 2016": "2016-03-15",
    "15-MAR-16": "2016-03-15",
    "15/03/2016 20:30": "2016-03-15T20:30",
    "03/15/2016": "2016-03-15",
    "03/03/2016": "2016-03-03",
    "\n  Sept 1,\t2016 ": "2016-09-01",
}
NO_DATE = (
    "03/04/2016", "3.4.2016", "March 2016", "2016", "2016-03", "0000-00-00", "0000-00-00T00:00:00",
    "0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00", "0000000000", "2016-02-30",
    "2016-03-15T25:00", "March 32, 2016", "yesterday", "", "Updated March 15, 2016", "15 Marchember 2016",
    "March 15, 2016 and March 16, 2016", "9999999999", "1" * 500,
)  # fmt: skip


@pytest.mark.parametrize(("raw", "iso"), READ.items())
def test_dates_as_outlets_write_them(raw: str, iso: str) -> None:
    found = parse_date(raw, "meta")
    assert found is not None
    published, dated = found
    assert published == iso
    assert problem_of_date(published) is None
    assert (dated.raw, dated.method) == (raw, "meta")
    assert dated.day == ("utc" if iso.endswith("Z") else "local")


@pytest.mark.parametrize("raw", NO_DATE)
def test_what_writes_no_certain_day(raw: str) -> None:
    assert parse_date(raw, "meta") is None


def test_a_zone_with_two_meanings_gives_no_offset() -> None:
    found = parse_date("20:30 IST, 15 March 2016", "meta")
    assert found is not None
    assert (found[0], found[1].day) == ("2016-03-15T20:30", "local")


def test_tomorrow_is_a_date_and_the_day_after_is_none() -> None:
    today = datetime.now(UTC).date()
    assert parse_date((today + timedelta(days=1)).isoformat(), "feed") is not None
    assert parse_date((today + timedelta(days=3)).isoformat(), "feed") is None
    assert parse_date("2016-03-15", "feed", latest=date(2016, 3, 14)) is None


@given(
    st.datetimes(datetime.fromisoformat("1980-01-02"), datetime.fromisoformat("2025-01-01")),
    st.integers(-12 * 4, 14 * 4),
    st.sampled_from(("%Y-%m-%dT%H:%M:%S%z", "%a, %d %b %Y %H:%M:%S %z", "%B %d, %Y %I:%M:%S %p %z")),
)
def test_no_moment_changes_by_being_read(moment: datetime, quarters: int, form: str) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    found = parse_date(moment.strftime(form), "record")
    assert found is not None
    assert datetime.fromisoformat(found[0]) == moment
    assert found[1].day == ("local" if quarters else "utc")


@given(st.text(max_size=60) | st.from_regex(r"[0-9A-Za-z:.,+/ -]{1,40}"))
def test_any_text_is_a_valid_date_or_none(raw: str) -> None:
    found = parse_date(raw, "record")
    assert found is None or problem_of_date(found[0]) is None
