"""`dateline ref`: what a name resolves to and why, and whether a user's own table is in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(("day", "role"), [("2009-05-01", "prime minister"), ("2016-03-15", "president")])
def test_person_has_the_office_of_the_day(run: Run, day: str, role: str) -> None:
    ran = run("ref", "find", "Putin", "--date", day)
    found = ran.records[0]
    assert (ran.code, found["layer"], found["name"]) == (0, "actor", "Vladimir Putin")
    assert (found["country"], found["sector"], found["taken"]) == ("RUS", "GOV", True)
    assert role in found["why"]
    assert found["where"].startswith("persons.csv:")
    assert {term["role"] for term in found["terms"]} >= {"president", "prime minister"}


def test_name_of_several_things_shows_them_all(run: Run) -> None:
    records = run("ref", "find", "Moscow").records
    assert {"actor", "place"} <= {record["layer"] for record in records}
    assert records[0]["kind"] == "seat"
    assert records[1]["lat"] == pytest.approx(55.75)
    agency = run("ref", "find", "Reuters").records
    assert [record["layer"] for record in agency][:1] == ["actor"]
    assert agency[-1]["layer"] == "agency"


def test_phrase_without_an_entry_is_taken_apart(run: Run) -> None:
    first, second = run("ref", "find", "the Zambian presidency").records[:2]
    assert (first["country"], first["kind"]) == ("ZMB", "adjective")
    assert (second["layer"], second["sector"]) == ("role", "GOV")
    assert second["where"].startswith("roles.csv:")


def test_context_is_read_by_the_whole_flow(run: Run) -> None:
    context = "Zambian troops shelled a village. The army said rebels had hidden there."
    ran = run("ref", "find", "army", "--context", context, "--date", "2016-03-15")
    assert ran.records[0]["layer"] == "actor in context"
    assert (ran.records[0]["country"], ran.records[0]["sector"]) == ("ZMB", "MIL")
    assert ran.records[0]["why"]


def test_table_for_a_person_fits_and_says_where(run: Run) -> None:
    ran = run("ref", "find", "Boko Haram", "--format", "table", COLUMNS="150")
    assert ran.code == 0
    assert "armed_groups.csv:" in ran.out
    assert "NGA REB" in ran.out


def test_nothing_known_ends_with_one_and_says_what_to_do(run: Run) -> None:
    ran = run("ref", "find", "Zzyxquor Vlem")
    assert (ran.code, ran.out) == (1, "")
    assert "--actors FILE" in ran.said[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Putin", "--date", "15/33/2016"), "--date"),
        (("Putin", "--context", "Nobody spoke."), "does not stand in the context"),
        (("Putin", "--actors", "none.csv"), "none.csv: cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, arguments: tuple[str, ...], message: str) -> None:
    ran = run("ref", "find", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.said[-1]


def test_own_table_is_asked_first(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "mine.csv"
    own.write_text("name,country,sector\nEmber Column,TCD,REB\n", encoding="utf-8")
    found = run("ref", "find", "Ember Column", "--actors", own).records[0]
    assert (found["country"], found["sector"], found["where"]) == ("TCD", "REB", "mine.csv:2")


def test_lint_names_every_mistake_with_its_line(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "mine.csv"
    own.write_text(
        "name,country,sector,aliases\nA One,Chad,REB,\nB Two,TCD,ARMY,\nC Three,TCD,REB,a one\nD,,,\n"
    )
    ran = run("ref", "lint", own)
    lines = ran.out.splitlines()
    assert ran.code == 1
    assert [line.split(":")[0] for line in lines] == [f"mine.csv, line {n}" for n in (2, 3, 4, 5)]


def test_lint_of_a_table_in_order_and_of_petrarch_s(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "mine.csv"
    own.write_text("name,country,sector\nEmber Column,TCD,REB\n", encoding="utf-8")
    ran = run("ref", "lint", own)
    assert (ran.code, ran.out, ran.said) == (0, "", ["1 table in order"])
    (tmp_path / "own.actors.txt").write_text("EMBER_COLUMN_ [TCDREB]\nSTRAY_\n", encoding="utf-8")
    ran = run("ref", "lint", f"petrarch:{tmp_path}")
    assert ran.code == 1
    assert ran.out.startswith("own.actors.txt:2: 'STRAY' has no code")


def test_read_layers_and_why_take_own_actors(run: Run, tmp_path: Path) -> None:
    own, report = tmp_path / "mine.csv", tmp_path / "report.txt"
    own.write_text("name,country,sector\nEmber Column,TCD,REB\n", encoding="utf-8")
    report.write_text("The Ember Column attacked a convoy on Monday.\n", encoding="utf-8")
    given = (report, "--published", "2016-03-15", "--actors", own)
    event = run("read", *given).records[0]
    assert [(actor["name"], actor["country"], actor["sector"]) for actor in event["actors"]] == [
        ("Ember Column", "TCD", "REB")
    ]
    layers = run("layers", *given).records[0]
    assert layers["actors"][0]["country"] == "TCD"
    assert "Ember Column" in run("why", event["id"], *given).out
    assert run("read", report, "--published", "2016-03-15").records[0]["actors"] != event["actors"]


def test_odd_lines_of_dictionaries_are_told_and_the_rest_is_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.actors.txt").write_text("EMBER_COLUMN_ [TCDREB]\nSTRAY_\n", encoding="utf-8")
    ran = run("read", "-", "--actors", f"petrarch:{tmp_path}", given="The Ember Column attacked a convoy.\n")
    assert ran.code == 0
    assert ran.said[0].startswith("own.actors.txt:2: 'STRAY' has no code")
    assert ran.records[0]["actors"][0]["country"] == "TCD"


def test_broken_table_ends_the_run_with_its_line(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "mine.csv"
    own.write_text("name,country,sector\nEmber Column,Chad,REB\n", encoding="utf-8")
    ran = run("read", "-", "--actors", own, given="The Ember Column attacked a convoy.\n")
    assert (ran.code, ran.out) == (2, "")
    assert "mine.csv, line 2: 'Chad'" in ran.said[-1]
