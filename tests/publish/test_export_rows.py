"""POLECAT, ICEWS, GDELT, UCDP GED and ACLED: their columns in their order, and what stands in them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dateline.errors import UserError
from dateline.keep import Store
from dateline.publish.chosen import EventRow, IncidentRow, chosen
from dateline.publish.export import Exported, export
from dateline.publish.formats.sides import Number, killed
from tests.publish import stores

POLECAT = """Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,
Actor COW,Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,
Recipient Name,Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,
Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,Placename,City,District,Province,
Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,Publication Date,
Story People,Story Organizations,Story Locations,Language,Version"""
ICEWS = """Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,
Target Name,Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,
Province,Country,Latitude,Longitude"""
UCDP = """id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,
conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,
side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,
source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,
latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,
date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob"""
ACLED = """event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,
assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,
country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,
notes,fatalities,tags,timestamp"""
ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code "
    "Type1Code Type2Code Type3Code"
)
GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
GDELT = [
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *(f"Actor{n}{part}" for n in (1, 2) for part in ACTOR.split()),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{whose}Geo_{part}" for whose in ("Actor1", "Actor2", "Action") for part in GEO.split()),
    "DATEADDED",
    "SOURCEURL",
]
MENTIONS = """GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier
SentenceID Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence
MentionDocLen MentionDocTone MentionDocTranslationInfo Extras""".split()


def names(listed: str) -> list[str]:
    return [name.strip() for name in listed.replace("\n", "").split(",")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return stores.small_store(tmp_path_factory.mktemp("store"))


def written(store: Store, form: str, path: Path, unit: str | None = None) -> Exported:
    with store.current() as snapshot:
        return export(chosen(snapshot), form, path / "out", unit)


def table(store: Store, form: str, folder: Path) -> list[dict[str, str]]:
    """The rows as Python's own reader of CSV sees them, under the columns' names."""
    written(store, form, folder)
    text = (folder / "out").read_text("utf-8")
    if form.startswith("gdelt"):
        rows = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [dict(zip(GDELT if form == "gdelt" else MENTIONS, row, strict=True)) for row in rows]
    tabs = form in {"polecat", "icews"}
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if tabs else ","))


def has(row: dict[str, str], expected: dict[str, str]) -> None:
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("form", "listed", "count"),
    [
        ("polecat", names(POLECAT), 40),
        ("icews", names(ICEWS), 20),
        ("gdelt", GDELT, 61),
        ("gdelt-mentions", MENTIONS, 16),
        ("ucdp", names(UCDP), 49),
        ("acled", names(ACLED), 31),
    ],
)
def test_the_columns_are_theirs_in_their_order(
    store: Store, tmp_path: Path, form: str, listed: list[str], count: int
) -> None:
    from dateline.publish.export import format_named

    ((_, fields),) = format_named(form).fields.items()
    assert [name for name, _, _ in fields] == listed
    assert len(listed) == count
    rows = table(store, form, tmp_path)
    assert rows
    assert all(list(row) == listed for row in rows)


@pytest.mark.parametrize("form", ["polecat", "icews", "ucdp", "acled"])
def test_pandas_reads_them_too(store: Store, tmp_path: Path, form: str) -> None:
    rows = table(store, form, tmp_path)
    frame = pd.read_csv(tmp_path / "out", sep="\t" if form in {"polecat", "icews"} else ",", dtype=str)
    assert len(frame) == len(rows)
    first, column = rows[0], next(iter(rows[0]))
    assert frame[column][0] == first[column]


def test_polecat_is_a_row_an_event_that_happened(store: Store, tmp_path: Path) -> None:
    rows = {row["Event ID"]: row for row in table(store, "polecat", tmp_path)}
    assert set(rows) == {stores.first_attack().id, stores.second_attack().id, stores.retreat().id}
    has(
        rows[stores.first_attack().id],
        {
            "Event Date": "2016-05-02",
            "Event Type": "ASSAULT",
            "Event Mode": "heavy-weapons",
            "Intensity": "-9",
            "Quad Code": "MATERIAL CONFLICT",
            "Actor Name": "Free Army",
            "Actor Country": "SYR",
            "Actor COW": "652",
            "Primary Actor Sector": "REB",
            "Actor Name Raw": "Rebels",
            "Recipient Name": "civilians",
            "City": "Azaz",
            "Country": "SYR",
            "GeoNames ID": "172408",
            "Source": "The Pebble",
            "Publication Date": "2016-05-03",
        },
    )
    has(
        rows[stores.second_attack().id],
        {
            "Actor Name": "Army of the North; Governor of Aleppo",
            "Actor Country": "; SYR",
            "Actor Sectors": "REB; GOV",
        },
    )


def test_an_event_without_a_day_has_none_not_that_of_its_report(store: Store, tmp_path: Path) -> None:
    rows = {row["Event ID"]: row for row in table(store, "polecat", tmp_path)}
    assert rows[stores.second_attack().id]["Event Date"] == ""
    assert rows[stores.retreat().id]["Event Date"] == ""


def test_icews_speaks_cameo(store: Store, tmp_path: Path) -> None:
    rows = {row["Event ID"]: row for row in table(store, "icews", tmp_path)}
    has(
        rows[stores.first_attack().id],
        {
            "CAMEO Code": "194",
            "Event Text": "Fight with artillery and tanks",
            "Intensity": "-10",
            "Source Sectors": "Armed rebels",
            "Source Country": "Syria",
            "Target Sectors": "Civilians",
            "Story ID": "r-first",
        },
    )
    assert rows[stores.retreat().id]["CAMEO Code"] == "087"
    assert rows[stores.retreat().id]["Source Country"] == "Russia"


def test_gdelt_is_a_row_an_incident_with_its_mentions(store: Store, tmp_path: Path) -> None:
    attack, retreat = table(store, "gdelt", tmp_path)
    has(
        attack,
        {
            "SQLDATE": "20160502",
            "MonthYear": "201605",
            "Year": "2016",
            "Actor1Code": "SYRREB",
            "Actor2Code": "SYRCVL",
            "EventCode": "194",
            "EventBaseCode": "194",
            "EventRootCode": "19",
            "QuadClass": "4",
            "GoldsteinScale": "-10",
            "NumMentions": "2",
            "NumSources": "2",
            "NumArticles": "2",
            "ActionGeo_Type": "4",
            "ActionGeo_CountryCode": "SY",
            "SOURCEURL": "https://pebble.invalid/1",
            "AvgTone": "",
        },
    )
    has(
        retreat,
        {"SQLDATE": "", "MonthYear": "201603", "Year": "2016", "FractionDate": "", "Actor1Code": "RUSMIL"},
    )
    assert stores.ATTACK.endswith(f"{int(attack['GLOBALEVENTID']):015x}" + "f")
    first, second, third = table(store, "gdelt-mentions", tmp_path)
    assert first["GLOBALEVENTID"] == second["GLOBALEVENTID"] == attack["GLOBALEVENTID"]
    assert third["GLOBALEVENTID"] == retreat["GLOBALEVENTID"]
    has(
        first,
        {
            "MentionTimeDate": "20160503000000",
            "MentionType": "1",
            "ActionCharOffset": "7",
            "Confidence": "80",
        },
    )
    has(second, {"MentionTimeDate": "20160504083000", "MentionType": "2", "MentionIdentifier": "r-second"})
    start = int(second["ActionCharOffset"])
    assert stores.second_attack().report.text[start:].startswith("fired on")


def test_ucdp_is_a_row_an_incident_with_deaths(store: Store, tmp_path: Path) -> None:
    (row,) = table(store, "ucdp", tmp_path)
    has(
        row,
        {
            "relid": stores.ATTACK,
            "year": "2016",
            "type_of_violence": "3",
            "side_a": "Free Army",
            "side_b": "civilians",
            "dyad_name": "Free Army - civilians",
            "number_of_sources": "2",
            "where_prec": "2",
            "country_id": "652",
            "region": "Middle East",
            "date_prec": "1",
            "low": "12",
            "best": "12",
            "high": "15",
            "deaths_unknown": "12",
            "deaths_civilians": "",
            "geom_wkt": "POINT (37.046000 36.586000)",
            "conflict_name": "",
            "source_original": "doctors; Governor of Aleppo",
            "priogrid_gid": "182595",
        },
    )
    assert row["source_article"].endswith("deaths by the rule: ucdp")
    assert "killing at least 12 civilians" in row["source_article"]


def test_acled_is_a_row_an_incident_of_its_types(store: Store, tmp_path: Path) -> None:
    (row,) = table(store, "acled", tmp_path)
    has(
        row,
        {
            "event_id_cnty": stores.ATTACK,
            "event_date": "2016-05-02",
            "time_precision": "1",
            "disorder_type": "Political violence",
            "event_type": "Explosions/Remote violence",
            "sub_event_type": "Shelling/artillery/missile attack",
            "actor1": "Free Army",
            "inter1": "2",
            "inter2": "7",
            "interaction": "27",
            "civilian_targeting": "Civilian targeting",
            "iso": "760",
            "country": "Syria",
            "geo_precision": "1",
            "fatalities": "12",
            "source": "The Pebble; @Evil; Post",
        },
    )
    assert "fatalities low / best / high 12 / 12 / 15 by the rule: lowest-credible" in row["notes"]


def test_what_has_no_place_in_a_format_is_left_out_and_told(store: Store, tmp_path: Path) -> None:
    assert written(store, "polecat", tmp_path).left_out == {"planned, which the format has no column for": 1}
    assert written(store, "csv", tmp_path).left_out == {}
    assert written(store, "geojson", tmp_path).left_out == {"without a point on the map": 1}


def test_incidents_without_deaths_or_of_no_type_are_left_out(tmp_path: Path) -> None:
    talks = stores.retreat()
    store = stores.store_of(tmp_path / "store", talks)
    stores.merge(
        store, [talks], incidents=[stores.incident(stores.ATTACK, type="RETREAT")], claims=[], answers=[]
    )
    assert written(store, "ucdp", tmp_path).left_out == {"incident: nobody is said to have died": 1}
    (row,) = table(store, "acled", tmp_path)
    has(
        row,
        {
            "event_type": "Strategic developments",
            "sub_event_type": "Change to group/activity",
            "fatalities": "",
        },
    )


def test_without_answers_the_counts_of_the_events_stand_in(tmp_path: Path) -> None:
    attacks = (stores.first_attack(), stores.second_attack())
    store = stores.store_of(tmp_path / "store", *attacks)
    stores.merge(store, attacks, claims=[], answers=[])
    (row,) = table(store, "ucdp", tmp_path)
    has(row, {"low": "12", "best": "", "high": "", "deaths_unknown": ""})
    assert "counts of the events" in row["source_article"]


def dead(*answers: dict[str, Any]) -> Number | None:
    row = IncidentRow(stores.incident(stores.ATTACK), (EventRow(stores.first_attack()),), answers)
    return killed(row)


def test_the_whole_is_taken_where_it_is_told_and_else_made_of_groups_that_share_no_one() -> None:
    whole = stores.answer(12, 12, 15)
    civilians, soldiers = stores.answer(9, 9, 9, "civilians"), stores.answer(2, 3, None, "soldiers")
    assert dead(civilians, whole, soldiers) == Number(12, 12, 15, "ucdp")
    assert dead(civilians, soldiers) == Number(11, 12, None, "ucdp, civilians and fighters added up")
    women, children = stores.answer(4, 4, 4, "women"), stores.answer(5, 5, 5, "children")
    assert dead(women, children) == Number(5, None, None, "ucdp, the largest group alone")
    assert dead(stores.answer(1, 1, 1) | {"question": "injured"}) is None


def test_a_rule_of_the_users_settles_the_numbers(store: Store, tmp_path: Path) -> None:
    with store.current() as snapshot:
        export(chosen(snapshot), "csv", tmp_path / "out", "incidents", "median-of-origins")
    with (tmp_path / "out").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["killed_rule"], row["killed_best"]) == ("median-of-origins", "12")
    with store.current() as snapshot, pytest.raises(UserError, match="no rule named guess; there are"):
        export(chosen(snapshot), "csv", tmp_path / "out", "incidents", "guess")


def test_a_store_without_incidents_says_so(tmp_path: Path) -> None:
    empty = stores.store_of(tmp_path / "store", stores.plan())
    with empty.current() as snapshot, pytest.raises(UserError, match="holds no incidents"):
        export(chosen(snapshot), "ucdp", tmp_path / "out")


@pytest.mark.parametrize(
    ("type_", "mode", "numbers"), [("PROTEST", "demo", "6 1 16"), ("ASSAULT", "crowd-control", "1 6 16")]
)
def test_who_protests_is_a_protester_on_either_side(
    tmp_path: Path, type_: str, mode: str, numbers: str
) -> None:
    crowd = stores.who(stores.FIRST, "civilians", "Syria", "SYR", "CVL")
    police = stores.who(stores.FIRST, "Rebels", "Syria", "SYR", "COP")
    actors, recipients = ((crowd,), (police,)) if type_ == "PROTEST" else ((police,), (crowd,))
    told = replace(stores.first_attack(), type=type_, mode=mode, actors=actors, recipients=recipients)
    store = stores.store_of(tmp_path / "store", told)
    stores.merge(store, [told], incidents=[stores.incident(stores.ATTACK, type=type_)], claims=[], answers=[])
    (row,) = table(store, "acled", tmp_path)
    assert " ".join(row[name] for name in ("inter1", "inter2", "interaction")) == numbers
    assert {row["actor1"], row["actor2"]} == {"Syria (CVL)", "Syria (COP)"}
    assert row["civilian_targeting"] == ""
