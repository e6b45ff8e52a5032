"""The commands of the store on the sample reports: what is kept comes back as it was read."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import dateline
from dateline.cli import cli
from tests.cli.conftest import Run, search_path
from tests.keep.disks import remount, small_disk

Record = dict[str, Any]
COPPERHILL = "withdrawal-copperhill-chronicle"


@pytest.fixture(scope="module")
def some(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four of the sample reports, as JSON lines."""
    path = tmp_path_factory.mktemp("some") / "some.jsonl"
    lines = (root / "samples/reports.jsonl").read_text("utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if '"withdrawal-' in line) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def store(some: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of them."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    done = CliRunner().invoke(cli, ["add", str(some), "--store", str(folder)])
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["stored"] == 4
    return folder


def test_what_is_found_is_what_was_read(run: Run, store: Path, some: Path) -> None:
    read = run("read", some, "--json").records
    kept = run("find", "--store", store, "--json").records
    assert len(read) > 40
    assert sorted(kept, key=str) == sorted(read, key=str)


def test_the_same_reports_again_change_nothing(run: Run, store: Path, some: Path) -> None:
    (done,) = run("add", some, "--store", store).records
    assert (done["stored"], done["known"], done["snapshot"]) == (0, 4, 1)


def names(record: Record, side: str, field: str) -> list[str]:
    return [one[field] for one in record[side]]


FOUND: dict[str, Callable[[Record], bool]] = {
    "who:RUS": lambda e: "RUS" in names(e, "actors", "country"),
    "who:RUS.MIL": lambda e: any((a["country"], a["sector"]) == ("RUS", "MIL") for a in e["actors"]),
    "actor:russia": lambda e: any(a["country"] == "RUS" or "russia" in str(a).lower() for a in e["actors"]),
    "whom:SYR,IMG": lambda e: bool({"SYR", "IMG"} & set(names(e, "recipients", "country"))),
    'recipient:"islamic state"': lambda e: "Islamic State" in names(e, "recipients", "name"),
    "what:RETREAT": lambda e: e["type"] == "RETREAT",
    "what:retreat.withdraw": lambda e: (e["type"], e["mode"]) == ("RETREAT", "withdraw"),
    "what:withdraw,phone": lambda e: e["mode"] in ("withdraw", "phone"),
    "where:SYR": lambda e: "SYR" in names(e, "places", "country"),
    "where:Syria": lambda e: "SYR" in names(e, "places", "country"),
    'where:"khmeimim air base"': lambda e: "Khmeimim Air Base" in names(e, "places", "name"),
    "status:denied": lambda e: e["status"] == "denied",
    "source:larkspur": lambda e: e["report"]["outlet"] == "Larkspur Radio News",
    "said_by:RUS": lambda e: "RUS" in names(e, "said_by", "country"),
    "said_by:official": lambda e: "official" in names(e, "said_by", "kind"),
    f"report:{COPPERHILL}": lambda e: e["report"]["id"] == COPPERHILL,
    "who:RUS -what:RETREAT": lambda e: "RUS" in names(e, "actors", "country") and e["type"] != "RETREAT",
}


@pytest.mark.parametrize("query", FOUND)
def test_a_query_finds_all_events_that_are_so_and_no_others(run: Run, store: Path, query: str) -> None:
    every = run("find", "--store", store).records
    wanted = {e["id"] for e in every if FOUND[query](e)}
    assert wanted
    assert wanted < {e["id"] for e in every}
    assert {e["id"] for e in run("find", query, "--store", store).records} == wanted


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("since:2016-03-15", "2016-03-15", "9999"),
        ("until:2015", "0000", "2015-12-31"),
        ("since:2016-03-14 until:2016-03-14", "2016-03-14", "2016-03-14"),
    ],
)
def test_days_are_the_events_own_and_else_the_day_of_publication(
    run: Run, store: Path, query: str, first: str, last: str
) -> None:
    def days(event: Record) -> tuple[str, str]:
        time = event["time"] or {}
        value = time.get("value") or event["report"]["published"]
        low, _, high = value.partition("/")
        return low.ljust(10, "-") if len(low) == 10 else f"{low}-01-01"[:10], (high or low).ljust(10, "~")

    every = run("find", "--store", store).records
    found = {e["id"] for e in run("find", query, "--store", store).records}
    wanted = {e["id"] for e in every if days(e)[1] >= first and days(e)[0] <= last}
    assert found
    assert found == wanted


def test_a_word_without_a_key_stands_in_the_sentence(run: Run, store: Path) -> None:
    found = run("find", "Bomber", "--store", store).records
    texts = {one["report_id"]: one["text"] for one in run("sql", "FROM reports", "--store", store).records}
    assert found
    for event in found:
        sentence = texts[event["report"]["id"]][event["sentence"]["start"] : event["sentence"]["end"]]
        assert "bomber" in sentence.lower()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("colour:red", "there is no “colour:”; there are who:, "),
        ("what:FLY", "there is no type or mode “FLY”; the types are ACCUSE, "),
        ("status:maybe", "there is no status “maybe”; there are happened, "),
        ("since:soon", "“soon” is no date"),
        ("since:2016-13", "“2016-13” is no date"),
        ("who:", "“who:” needs a value, as in who:RUS"),
        ('where:"Al', "a quotation mark is not closed"),
    ],
)
def test_a_word_that_means_nothing_is_told_with_what_there_is(
    run: Run, store: Path, query: str, told: str
) -> None:
    done = run("find", query, "--store", store)
    assert (done.code, done.out, len(done.said)) == (2, "", 1)
    assert told in done.said[0]


def test_found_events_as_a_table_and_as_csv(run: Run, store: Path) -> None:
    table = run(
        "find", "who:RUS what:RETREAT where:Syria since:2016-03", "--store", store, "--format", "table"
    )
    assert "Russia (UAF) → RETREAT withdraw" in table.out
    rows = list(csv.DictReader(io.StringIO(run("find", "what:RETREAT", "--store", store, "--csv").out)))
    records = run("find", "what:RETREAT", "--store", store).records
    assert [row["event_id"] for row in rows] == [record["id"] for record in records]
    assert [row["trigger"] for row in rows] == [record["trigger"]["text"] for record in records]


def test_a_limit_is_told_of(run: Run, store: Path) -> None:
    done = run("find", "--store", store, "--limit", "2", "--format", "table")
    assert done.said[0].startswith("2 of ")
    assert len(run("find", "--store", store, "--limit", "2").records) == 2


def test_show_an_event_by_the_beginning_of_its_id(run: Run, store: Path) -> None:
    (event, *_) = run("find", "what:RETREAT", "--store", store).records
    (shown,) = run("show", event["id"][:8], "--store", store).records
    assert shown == {"kind": "event", **event, "judgements": []}


def test_show_a_report_with_its_text_and_events(run: Run, store: Path, some: Path) -> None:
    (shown,) = run("show", COPPERHILL, "--store", store).records
    read = [e for e in run("read", some, "--json").records if e["report"]["id"] == COPPERHILL]
    assert shown["events"] == read
    assert shown["text"] == next(r.text for r in dateline.read(some) if r.id == COPPERHILL)


def test_show_says_what_is_ambiguous_and_what_is_not_there(run: Run, store: Path) -> None:
    several, none = run("show", "withdrawal-", "--store", store), run("show", "nobody", "--store", store)
    assert (several.code, none.code) == (2, 2)
    assert "several ids begin with “withdrawal-”: report withdrawal-" in several.said[0]
    assert "has an id that begins with “nobody”" in none.said[0]


def test_sql_gives_rows_in_three_forms(run: Run, store: Path) -> None:
    query = "SELECT outlet, published_day, furniture FROM reports ORDER BY 1 LIMIT 1"
    (row,) = run("sql", query, "--store", store).records
    assert row == {"outlet": "Copperhill Chronicle", "published_day": "2016-03-16", "furniture": []}
    assert run("sql", query, "--store", store, "--csv").out.splitlines() == [
        "outlet,published_day,furniture",
        "Copperhill Chronicle,2016-03-16,[]",
    ]
    assert "Copperhill Chronicle" in run("sql", query, "--store", store, "--format", "table").out
    formula = run("sql", "SELECT '=1+1' AS x", "--store", store, "--csv")
    assert formula.out.splitlines() == ["x", "'=1+1"]
    assert run("sql", "DELETE FROM events", "--store", store).code == 2


def test_the_environment_names_the_store(run: Run, store: Path) -> None:
    assert run("generations", DATELINE_STORE=str(store)).records[0]["reports"] == 4


def test_other_rules_need_recode_which_leaves_the_old_beside_the_new(
    run: Run, some: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    one = tmp_path / "one.jsonl"
    one.write_text(
        "\n".join(line for line in some.read_text("utf-8").splitlines() if COPPERHILL in line), "utf-8"
    )
    mine = tmp_path / "mine.csv"
    mine.write_text("name,country,sector\nDaesh,SYR,CRM\n", "utf-8")
    first = run("add", one, "--store", store).records[0]
    refused = run("add", one, "--store", store, "--actors", mine)
    assert (refused.code, len(refused.said)) == (2, 1)
    assert "own actors none, now" in refused.said[0]
    assert run("diff", "--store", store).code == 2

    second = run("recode", "--store", store, "--actors", mine).records[0]
    assert (second["stored"], second["events"]) == (1, first["events"])
    listed = run("generations", "--store", store).records
    assert [(row["generation"], row["current"]) for row in listed] == [
        (first["generation"], False),
        (second["generation"], True),
    ]
    (change,) = run("diff", "--store", store).records
    assert change["change"] == "changed"
    assert change["fields"] == {"recipients": [["Islamic State IMG REB"], ["Daesh SYR CRM"]]}
    (back,) = run("diff", second["generation"][:6], first["generation"][:6], "--store", store).records
    assert back["fields"]["recipients"] == change["fields"]["recipients"][::-1]
    assert run("add", one, "--store", store, "--actors", mine).records[0]["known"] == 1
    assert "~ ASSAULT" in run("diff", "--store", store, "--format", "table").out
    assert run("recode", "--store", store, "--actors", mine).records[0]["stored"] == 0


def test_a_decision_is_kept_and_taken_back(run: Run, store: Path) -> None:
    (event, *_) = run("find", "what:ASSAULT", "--store", store).records
    given = ("--store", store, "--reviewer", "Ann")
    (made,) = run("judge", "correct", event["id"], *given, "--field", "type", "--value", "RETREAT").records
    assert (made["event_id"], made["value"], made["reviewer"]) == (event["id"], "RETREAT", "Ann")
    (shown,) = run("show", event["id"], "--store", store).records
    assert [one["judgement_id"] for one in shown["judgements"]] == [made["judgement_id"]]
    (undone,) = run("judge", "undo", made["judgement_id"], *given, "--reason", "a slip").records
    rows = run("sql", "SELECT judgement_id, action, undoes FROM judgements", "--store", store).records
    assert [(row["action"], row["undoes"]) for row in rows] == [
        ("correct", None),
        ("undo", made["judgement_id"]),
    ]
    again = run("judge", "undo", made["judgement_id"], *given)
    assert (again.code, again.said) == (
        2,
        [f"Error: the judgement {made['judgement_id']} has been undone already"],
    )
    assert run("judge", "undo", undone["judgement_id"], *given).code == 0
    assert run("judge", "accept", "nothing", *given).code == 2


def test_bad_reports_are_named_and_the_rest_is_kept(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Troops attacked the town of Kharkiv on Tuesday, officials said.")
    (folder / "b.txt").write_text("")
    done = run("add", folder, "--store", tmp_path / "store")
    assert done.code == 1
    assert [line for line in done.said if "b.txt" in line]
    assert done.said[-1] == "1 of 2 reports set aside"
    assert done.records[0]["set_aside"] == 1
    nothing = run("add", folder / "b.txt", "--store", tmp_path / "none")
    assert nothing.code == 2
    assert not (tmp_path / "none").exists()


def test_a_store_among_the_reports_is_not_read_as_some(run: Run, some: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(some.read_text("utf-8").splitlines()[0], "utf-8")
    store = tmp_path / "store"
    assert run("add", tmp_path, "--store", store).records[0]["stored"] == 1
    (again,) = run("add", tmp_path, "--store", store).records
    assert (again["stored"], again["known"]) == (0, 1)
    named = run("add", store, "--store", store)
    assert (named.code, "a store, whose reports have been read" in named.said[0]) == (2, True)


def test_the_program_killed_after_it_told_of_reports_has_them(
    run: Run, some: Path, tmp_path: Path, root: Path
) -> None:
    command = [sys.executable, "-m", "dateline", "add", str(some), "--store", str(tmp_path / "store")]
    environment = os.environ | {"PYTHONPATH": search_path(root)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as adding:
        assert adding.stderr
        assert adding.stderr.readline().startswith("4 reports stored, ")
        adding.kill()
    (again,) = run("add", some, "--store", tmp_path / "store").records
    assert (again["stored"], again["known"]) == (0, 4)
    assert len(run("find", "--store", tmp_path / "store").records) > 40


def test_a_full_disk_and_one_that_cannot_be_written_end_in_one_line(
    run: Run, some: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path, "40k") as disk:
        full = run("add", some, "--store", disk / "store")
        assert (full.code, len(full.said)) == (2, 1)
        assert "no room left" in full.said[0]
        remount(disk, "size=64m")
        assert run("add", some, "--store", disk / "store").records[0]["stored"] == 4
        remount(disk, "ro")
        closed = run("add", some, "--store", disk / "store")
        assert (closed.code, len(closed.said)) == (2, 1)
        assert "cannot be written (Read-only file system)" in closed.said[0]
        assert len(run("find", "--store", disk / "store").records) > 40
        remount(disk, "rw")


@pytest.mark.parametrize(
    "command", [("find",), ("show", "x"), ("sql", "SELECT 1"), ("rebuild",), ("recode",)]
)
def test_a_store_that_is_not_there_is_told_in_one_line(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = run(*command, "--store", tmp_path / "typo")
    assert done.code == 2
    told = "there is no store; `dateline add` makes one, or name another with --store"
    assert done.said == [f"Error: {tmp_path / 'typo'}: {told}"]
    assert not (tmp_path / "typo").exists()


def test_rebuild_makes_the_same_again_and_finds_what_was_changed(
    run: Run, some: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    assert dateline.open_store(store).add(dateline.read(some)[:1]).stored == 1
    before = run("find", "--store", store).out
    for path in (store / "snapshots").iterdir():
        path.unlink()
    assert "dateline rebuild" in run("find", "--store", store).said[0]
    assert run("rebuild", "--store", store).code == 0
    assert run("find", "--store", store).out == before
    (events,) = store.rglob("events.parquet")
    content = events.read_bytes()
    events.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    done = run("rebuild", "--store", store)
    assert (done.code, len(done.said)) == (2, 1)
    assert f"{events}: not as it was stored" in done.said[0]
