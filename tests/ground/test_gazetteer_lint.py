"""The linter of our tables: every kind of mistake is told with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.ground.places.gazetteer import HOME
from dateline.ground.places.lint import COLUMNS, lint

GOOD = "Somewhere base,air base,SYR,SY.11,34.50,37.60,site,,dateline:somewhere-base,"


def home_with(folder: Path, *rows: str, header: str = ",".join(COLUMNS)) -> Path:
    """A folder of tables with one table of places, which has these rows."""
    (folder / "places").mkdir()
    for name in ("countries.csv", "geonames.bin"):
        (folder / name).symlink_to(HOME / name)
    (folder / "places" / "own.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return folder


def test_our_tables_are_sound() -> None:
    assert lint() == []


def test_a_sound_row_is_not_complained_of(tmp_path: Path) -> None:
    assert lint(home_with(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace("SYR", "SYX"), "unknown country 'SYX'"),
        (GOOD.replace("SY.11", "IQ.11"), "division IQ.11 is not one of SYR"),
        (GOOD.replace("air base", "air bus"), "unknown kind 'air bus'"),
        (GOOD.replace(",site,", ",spot,"), "unknown precision 'spot'"),
        (GOOD.replace("34.50", "north"), "lat 'north' is no number"),
        (GOOD.replace("34.50", "nan"), "lat nan is beyond 90 degrees"),
        (GOOD.replace("34.50", "94.50"), "lat 94.50 is beyond 90 degrees"),
        (GOOD.replace("34.50", "34.50123"), "more than two decimals"),
        (GOOD.replace("dateline:", "hearsay:"), "source 'hearsay:somewhere-base' must be"),
        (GOOD + "Else;Else", "an alias stands twice"),
        (GOOD + "Else; There", "blanks around an alias"),
        (
            GOOD.replace("site,,dateline:somewhere-base", "site,12,geonames:13"),
            "geonames:13 and geonameid 12 differ",
        ),
        (GOOD.removesuffix(","), "9 cells; a row has 10"),
        (GOOD.replace("34.50,37.60", "37.60,34.50"), "km from the next town of SYR"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    first = "Elsewhere,town,SYR,SY.11,34.60,37.60,city,,dateline:elsewhere,"
    found = lint(home_with(tmp_path, first, row))
    assert found
    assert all(message.startswith("places/own.csv:3: ") for message in found)
    assert said in " ".join(found)


def test_an_airfield_far_from_its_register_is_told(tmp_path: Path) -> None:
    row = "Erbil International Airport,airport,IRQ,IQ.11,35.24,43.96,site,,ourairports:ORER,"
    [message] = lint(home_with(tmp_path, row))
    assert "ORER lies at 36.24" in message


def test_two_rows_for_one_name_or_source_are_told(tmp_path: Path) -> None:
    found = lint(home_with(tmp_path, GOOD, GOOD.replace("Somewhere", "Another") + "Somewhere base"))
    assert [message.partition(": ")[2] for message in found] == [
        "source dateline:somewhere-base stands at places/own.csv:2 already",
        "'somewhere base' means places/own.csv:2 already",
    ]


def test_other_columns_are_told(tmp_path: Path) -> None:
    [message] = lint(home_with(tmp_path, GOOD, header="name,lat,lon"))
    assert message.startswith("places/own.csv:1: the columns are name,lat,lon; they must be name,kind,")
