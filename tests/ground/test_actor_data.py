"""The tables of actors as shipped: complete, free of mistakes, and right on days that are known."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from dateline.ground.actors import load_actors
from dateline.ground.actors.lint import SHIPPED, Problem, lint
from dateline.ground.actors.lookup import look_up

GAZETTEER = Path(__file__).parents[2] / "src" / "dateline" / "_ref" / "gazetteer" / "countries.csv"


def rows_of(table: str) -> list[dict[str, str]]:
    """The rows of a shipped table."""
    with (SHIPPED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if not next(iter(row.values())).startswith("#")]


def test_shipped_tables_have_no_mistakes() -> None:
    assert [str(problem) for problem in lint(SHIPPED)] == []


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("armed_groups", 700),
        ("organisations", 550),
        ("bodies", 500),
        ("parties", 500),
        ("media", 500),
        ("persons", 2500),
        ("regions", 300),
    ],
)
def test_tables_hold_as_many_identities_as_their_notes_say(table: str, least: int) -> None:
    assert len({row["id"] for row in rows_of(table)}) >= least


@pytest.mark.parametrize(
    "table",
    ["countries", "regions", "armed_groups", "organisations", "bodies", "parties", "media", "persons"],
)
def test_every_row_has_an_id(table: str) -> None:
    assert [row for row in rows_of(table) if not row["id"]] == []


def test_every_country_of_the_gazetteer_has_a_row_and_one_that_names_it() -> None:
    with GAZETTEER.open(encoding="utf-8", newline="") as lines:
        wanted = {row["iso3"] for row in csv.DictReader(lines)}
    rows = rows_of("countries")
    assert wanted - {row["code"] for row in rows} == set()
    assert {"XKX", "TWN", "PSE", "ESH", "SUN", "YUG", "SCG", "CSK", "DDR", "YMD"} <= {
        row["code"] for row in rows
    }
    first = {code: next(row for row in rows if row["code"] == code) for code in wanted}
    assert [code for code, row in first.items() if row["id"] != code or row["end"]] == []


def test_each_state_that_is_no_more_has_its_years() -> None:
    gone = [row for row in rows_of("countries") if row["id"] != row["code"] or row["code"] in ("SUN", "YUG")]
    assert len(gone) > 10
    assert [row["name"] for row in gone if not row["end"]] == []


@pytest.mark.parametrize("office", ["president", "prime minister", "foreign minister", "defence minister"])
def test_offices_are_held_by_many_over_the_years(office: str) -> None:
    held = Counter(row["country"] for row in rows_of("persons") if row["role"] == office)
    assert len(held) > 40, "countries with such an office"


# Who was what on a day: facts of public record, none of them derived from the tables.
@pytest.mark.parametrize(
    ("name", "day", "country", "sector"),
    [
        ("Taliban", "1999-06-01", "AFG", "GOV"),
        ("Taliban", "2012-06-01", "AFG", "REB"),
        ("Taliban", "2022-06-01", "AFG", "GOV"),
        ("Rapid Support Forces", "2019-06-03", "SDN", "PRM"),
        ("RSF", "2023-10-26", "SDN", "REB"),
        ("Hayat Tahrir al-Sham", "2020-01-01", "SYR", "REB"),
        ("Tigray People's Liberation Front", "2019-01-01", "ETH", "PTY"),
        ("TPLF", "2021-06-28", "ETH", "REB"),
        ("African National Congress", "1990-02-02", "ZAF", "OPP"),
        ("African National Congress", "2004-04-14", "ZAF", "PTY"),
        ("KGB", "1985-01-01", "SUN", "SPY"),
        ("KGB", "2021-05-23", "BLR", "SPY"),
        ("FSB", "2018-03-04", "RUS", "SPY"),
        ("Zaire", "1996-11-01", "COD", "GOV"),
        ("South Vietnam", "1968-01-30", "VNM", "GOV"),
        ("Serbia and Montenegro", "2005-01-01", "SCG", "GOV"),
        ("UNIFIL", "2006-08-14", "UNO", "MIL"),
        ("Amnesty International", "2019-01-01", "NGO", None),
        ("Anadolu Agency", "2016-07-15", "TUR", "JRN"),
        ("Bashar al-Assad", "2013-08-21", "SYR", "GOV"),
        ("Ahmed al-Sharaa", "2019-01-01", "SYR", "REB"),
        ("Ahmed al-Sharaa", "2025-02-01", "SYR", "GOV"),
        ("Volodymyr Zelenskyy", "2022-02-24", "UKR", "GOV"),
        ("Moammar Gadhafi", "1986-04-15", "LBY", "GOV"),
        ("Keir Starmer", "2022-01-01", "GBR", "OPP"),
        ("Keir Starmer", "2024-08-01", "GBR", "GOV"),
        ("Nelson Mandela", "1990-02-11", "ZAF", "OPP"),
        ("Nelson Mandela", "1995-06-24", "ZAF", "GOV"),
        ("Kofi Annan", "2003-03-20", "UNO", None),
        ("Jens Stoltenberg", "2011-07-22", "NOR", "GOV"),
        ("Jens Stoltenberg", "2022-02-24", "IGO", None),
        ("Hemedti", "2023-04-15", "SDN", "REB"),
        ("Nouri al-Maliki", "2010-01-01", "IRQ", "GOV"),
    ],
)
def test_codes_follow_the_day(name: str, day: str, country: str, sector: str | None) -> None:
    taken = {found.id: found for found in look_up(name, load_actors(), day) if found.taken}
    assert [(found.country, found.sector) for found in taken.values()] == [(country, sector)]
    assert all(taken)


def test_the_body_of_a_state_needs_no_entry_of_its_own() -> None:
    table = load_actors()
    for words, office in (
        ("Syrian presidency", "presidency"),
        ("Malian gendarmerie", "gendarmerie"),
        ("Iraqi oil ministry", "ministry-of-energy"),
        ("Greek coastguard", "coast-guard"),
    ):
        assert {office} <= {found.id for found in look_up(words, table, "2016-03-15")}


HEADER = "name,country,sector,aliases,id,start,end,active_in,sponsors"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Red Sun,XXX,REB,,XXX-red-sun,,,,", "'XXX' is no code"),
        ("Red Sun,PER,ARM,,PER-red-sun,,,,", "'ARM' is no sector"),
        ("Red Sun,PER,REB,,PER_red_sun,,,,", "is no id"),
        ("Red Sun,PER,REB,,PER-red-sun,1992-13,,,", "is no date"),
        ("Red Sun,PER,REB,,PER-red-sun,1992,1990,,", "ends before it begins"),
        ("Red Sun,PER,REB,,PER-red-sun,,,QQQ,", "'QQQ' in active_in"),
        ("Red Sun,PER,REB,,PER-red-sun,,,,the neighbours", "in sponsors is neither"),
        ("Red Sun,PER,REB,Sol Rojo;Sól-Rojo,PER-red-sun,,,,", "'Sól-Rojo' stands twice in aliases"),
        ("Red Sun,PER,REB,Sol;;Roja,PER-red-sun,,,,", "an empty item in aliases"),
        ("Red Sun,PER,REB,Sol; Roja,PER-red-sun,,,,", "a blank at the edge of an item"),
        ("Red Sun ,PER,REB,,PER-red-sun,,,,", "a blank at the edge of a field"),
        ("Red Sun,PER,REB,Ro,PER-red-sun,,,,", "'Ro' is too short"),
        ("Red Sun,PER,REB,The,PER-red-sun,,,,", "'The' is a common word"),
        ("Red Sun,PER,REB,17 May,PER-red-sun,,,,", "'17 May' reads as a date"),
        (",PER,REB,Sol,PER-red-sun,,,,", "the name is missing"),
        ("Red Sun,PER,REB,Sol", "4 fields instead of 9"),
        ("Red Sun,PER,REB,Old Moon,PER-red-sun,1990,1999,,", "'Old Moon' is a spelling of own.csv, line 2"),
        ("Red Sun,PER,REB,,BOL-old-moon,1990,1999,,", "holds at the same time in line 2"),
    ],
)
def test_each_mistake_is_told_with_its_line(tmp_path: Path, row: str, message: str) -> None:
    table = tmp_path / "own.csv"
    table.write_text(f"{HEADER}\nOld Moon,BOL,REB,,BOL-old-moon,1985,1995,,\n{row}\n", encoding="utf-8")
    found = lint(table)
    assert [(problem.file, problem.line) for problem in found] == [("own.csv", 3)] * len(found)
    assert any(message in problem.message for problem in found), [str(problem) for problem in found]


def test_what_is_right_is_left_alone(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        f"{HEADER}\n"
        "# a comment, with a comma\n"
        "Red Sun,PER,REB,RS;Sol Rojo,PER-red-sun,1980,1992-09-12,BOL,CUB\n"
        "Red Sun,PER,PTY,,PER-red-sun,1992-09-12,,,\n"
        "Old Moon (party),BOL,PTY,Red Sun,BOL-old-moon,1970,1979,,\n",
        encoding="utf-8",
    )
    assert lint(table) == []


def test_an_id_may_not_stand_in_two_tables(tmp_path: Path) -> None:
    header = "name,country,sector,aliases,id"
    (tmp_path / "bodies.csv").write_text(f"{header}\nRed Sun,PER,PRM,,PER-red-sun\n", encoding="utf-8")
    (tmp_path / "parties.csv").write_text(f"{header}\nSun Party,PER,PTY,,PER-red-sun\n", encoding="utf-8")
    assert lint(tmp_path) == [
        Problem("parties.csv", 2, "the id 'PER-red-sun' is already in bodies.csv, line 2")
    ]
