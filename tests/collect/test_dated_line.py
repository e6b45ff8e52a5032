"""The date of a dateline: where day, month and year are written, and nothing declares another."""

from __future__ import annotations

import pytest

from dateline.collect.records import from_record
from dateline.collect.text.dated_line import date_of_dateline
from dateline.config import Settings
from dateline.model import Report

READ = {
    "MONTEVIDEO, 3 JAN 90 (TELAM) -- [TEXT] A BUS WAS SET ON FIRE.": "1990-01-03",
    "   LA PAZ (BOLIVIA), 18 SEPT 89\n(RADIO ANDINA) -- TWO MEN WERE HELD.": "1989-09-18",
    "NAIROBI, March 5, 2021 (AP) — A market burned down.": "2021-03-05",
    "Bridge reopens\n\nGaza City, Gaza Strip, 12 May 2018 – The crossing was open.": "2018-05-12",
}
LEFT = [
    "TEGUCIGALPA, 7 FEB (REUTER) -- A BOMB WENT OFF.",
    "LIMA, NO DATE (DOMESTIC SERVICE) -- GOOD EVENING.",
    "PARIS, in May 2020 - a shop was robbed.",
    "On Monday, 3 May 2020 - a day later - the shop was robbed.",
    "ROME, 31 JUN 90 -- NO SUCH DAY.",
    "The shop opened.\n" * 9 + "ROME, 3 May 2020 — It closed.",
]


@pytest.mark.parametrize("text", READ)
def test_a_dateline_with_its_year_dates_the_report(text: str) -> None:
    found = date_of_dateline(text)
    assert found is not None
    assert found[0] == READ[text]
    assert found[1].guessed
    assert " ".join(found[1].raw.split()) in " ".join(text.split())


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_full_dateline_gives_no_date(text: str) -> None:
    assert date_of_dateline(text) is None


def test_a_declared_date_is_never_replaced() -> None:
    text = "ROME, 3 May 2020 (ANSA) - Workers left the yard."
    plain = from_record({"text": text}, "r", None, Settings())
    declared = from_record({"text": text, "published": "2020-05-04"}, "r", None, Settings())
    assert isinstance(plain, Report)
    assert isinstance(declared, Report)
    assert plain.dated is not None
    assert (plain.published, plain.dated.method) == ("2020-05-03", "guess: dateline")
    assert declared.dated is not None
    assert (declared.published, declared.dated.method) == ("2020-05-04", "record")
