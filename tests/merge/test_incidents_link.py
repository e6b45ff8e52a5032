"""Incidents of a store: what is linked, why, under which id, and that people have the last word."""

from __future__ import annotations

import json
from typing import Any

from dateline.keep.schema import MERGED
from dateline.merge.incidents import link
from tests.merge.newsroom import AT, Newsroom, two_bombing_reports


def members(tables: dict[str, Any]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for row in tables["incident_events"].to_pylist():
        out.setdefault(row["incident_id"], []).append(row["event_id"])
    return out


def sets(tables: dict[str, Any]) -> list[list[str]]:
    return sorted(members(tables).values())


def incident_of(tables: dict[str, Any], event: str) -> str:
    return next(i for i, held in members(tables).items() if event in held)


def run(
    room: Newsroom, previous: dict[str, Any] | None = None, only: set[str] | None = None
) -> dict[str, Any]:
    return link(room.tables(only), previous, now=AT)


def test_two_reports_on_one_bombing_are_one_incident_and_a_shelling_elsewhere_is_another() -> None:
    assert sets(run(two_bombing_reports())) == [["a1", "b1"], ["c1"]]


ROUND_UP = (
    "A car bomb exploded at the Zahra market in Homs on Monday and killed 12 people. In Kabul gunmen "
    "attacked a police post on Saturday. Governor Talal Barazi visited the Bassel hospital."
)


def test_a_report_that_tells_of_two_attacks_does_not_make_them_one() -> None:
    room = two_bombing_reports()
    room.report("d", ROUND_UP, "2016-01-27", "four.example")
    room.event("d1", "d", "exploded", day="2016-01-25", place="Homs", killed=12)
    room.event("d2", "d", "attacked", day="2016-01-23", place="Kabul")
    assert sets(run(room)) == [["a1", "b1", "d1"], ["c1"], ["d2"]]


def test_reports_of_one_story_do_not_make_an_arrest_and_an_attack_one() -> None:
    room = two_bombing_reports()
    room.event("a2", "a", "wounded", "COERCE", day="2016-01-25", place="Homs")
    assert sets(run(room)) == [["a1", "b1"], ["a2"], ["c1"]]


def test_the_tables_have_the_columns_of_the_contract() -> None:
    tables = run(two_bombing_reports())
    assert {name: table.schema for name, table in tables.items()} == {
        name: MERGED[name] for name in ("incidents", "incident_events", "incident_log")
    }


def test_a_link_tells_beside_which_event_and_what_spoke_for_it() -> None:
    rows = {r["event_id"]: r for r in run(two_bombing_reports())["incident_events"].to_pylist()}
    reasons = json.loads(rows["b1"]["reasons"])
    assert reasons["beside"] == "a1"
    assert set(reasons["log_odds"]) == {"time", "place", "actors", "type", "counts", "text"}
    assert reasons["log_odds"]["type"] > 0
    assert 0.5 < rows["b1"]["score"] <= 1
    assert json.loads(rows["a1"]["reasons"]) == {}


def test_fields_are_what_the_mentions_say_and_nothing_else() -> None:
    tables = run(two_bombing_reports())
    bombing = next(r for r in tables["incidents"].to_pylist() if r["events"] == 2)
    assert bombing["place_name"] == "Homs"
    assert bombing["country"] == "SYR"
    assert str(bombing["first_day"]) == str(bombing["last_day"]) == "2016-01-25"
    assert (bombing["reports"], bombing["status"], bombing["type"]) == (2, "happened", "ASSAULT")
    assert bombing["actors"] == bombing["recipients"] == []
    shelling = next(r for r in tables["incidents"].to_pylist() if r["events"] == 1)
    assert shelling["title"] == "School hit in Idlib"


def test_what_no_mention_says_is_null() -> None:
    room = Newsroom()
    room.report("a", "Gunmen attacked a convoy.")
    room.event("a1", "a", "attacked")
    (row,) = run(room)["incidents"].to_pylist()
    assert [row[k] for k in ("first_day", "last_day", "country", "place_name", "lat")] == [None] * 5
    assert row["title"] == "Gunmen attacked a convoy."


def test_reports_added_later_leave_ids_as_they_were() -> None:
    room = two_bombing_reports()
    first = run(room, only={"b", "c"})
    second = run(room, first)  # `a` comes before `b`, and would name the incident if it were made anew
    assert incident_of(second, "b1") == incident_of(first, "b1") == incident_of(second, "a1")
    log = second["incident_log"].to_pylist()
    assert [(r["action"], json.loads(r["evidence"])["event_id"]) for r in log] == [
        ("create", "b1"), ("create", "c1"), ("link", "a1"),
    ]  # fmt: skip
    assert [r["seq"] for r in log] == [1, 2, 3]


def test_a_run_over_the_same_reports_changes_nothing() -> None:
    room = two_bombing_reports()
    first = run(room)
    again = run(room, first)
    assert {n: t.to_pylist() for n, t in again.items()} == {n: t.to_pylist() for n, t in first.items()}


def test_a_person_merges_what_the_program_kept_apart_and_it_stays_so() -> None:
    room = two_bombing_reports()
    first = run(room)
    bombing, shelling = incident_of(first, "a1"), incident_of(first, "c1")
    room.judge("merge", incident_id=bombing, other=shelling, reason="same salvo")
    second = run(room, first)
    third = run(room, second)
    assert sets(second) == sets(third) == [["a1", "b1", "c1"]]
    rows = {r["event_id"]: r for r in third["incident_events"].to_pylist()}
    assert [rows[e]["by"] for e in ("a1", "b1", "c1")] == ["machine", "machine", "person"]
    told = [r for r in third["incident_log"].to_pylist() if r["by"] == "person"]
    assert [(r["action"], r["incident_id"], r["other"], r["reason"]) for r in told] == [
        ("merge", bombing, shelling, "same salvo")
    ]


def test_a_person_takes_an_event_out_and_the_program_does_not_put_it_back() -> None:
    room = two_bombing_reports()
    first = run(room)
    room.judge("split", incident_id=incident_of(first, "a1"), event_id="b1")
    second = run(room, first)
    assert sets(second) == sets(run(room, second)) == sets(run(room)) == [["a1"], ["b1"], ["c1"]]
    assert incident_of(second, "a1") == incident_of(first, "a1")


def test_the_first_mention_can_be_taken_out_and_the_rest_keeps_the_id() -> None:
    room = two_bombing_reports()
    first = run(room)
    room.judge("split", incident_id=incident_of(first, "a1"), event_id="a1")
    second = run(room, first)
    assert incident_of(second, "b1") == incident_of(first, "b1")
    assert incident_of(second, "a1") != incident_of(first, "a1")


def test_a_split_can_name_where_the_event_belongs() -> None:
    room = two_bombing_reports()
    first = run(room)
    room.judge("split", incident_id=incident_of(first, "b1"), event_id="b1", other=incident_of(first, "c1"))
    assert sets(run(room, first)) == [["a1"], ["b1", "c1"]]


def test_a_judgement_can_be_undone_and_the_undoing_too() -> None:
    room = two_bombing_reports()
    first = run(room)
    merge = room.judge("merge", incident_id=incident_of(first, "a1"), other=incident_of(first, "c1"))
    second = run(room, first)
    undo = room.judge("undo", undoes=merge)
    third = run(room, second)
    assert members(third) == members(first)
    assert third["incident_log"].to_pylist()[-1]["action"] == "undo"
    room.judge("undo", undoes=undo)
    assert sets(run(room, third)) == [["a1", "b1", "c1"]]


def test_a_judgement_holds_when_all_is_made_anew_without_what_was_before() -> None:
    room = two_bombing_reports()
    first = run(room)
    room.judge("merge", incident_id=incident_of(first, "a1"), other=incident_of(first, "c1"))
    assert members(run(room)) == members(run(room, first))


def test_a_rejected_event_is_in_no_incident_until_it_is_accepted() -> None:
    room = two_bombing_reports()
    room.judge("reject", event_id="c1")
    assert sets(run(room)) == [["a1", "b1"]]
    room.judge("accept", event_id="c1")
    assert sets(run(room)) == [["a1", "b1"], ["c1"]]


def test_a_store_without_events_has_no_incidents() -> None:
    room = Newsroom()
    room.report("a", "Nothing happened today.")
    assert sets(run(room)) == []
