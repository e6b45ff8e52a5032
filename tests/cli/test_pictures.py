"""`dateline count` and `dateline ledger` on a store of reports that were read with the real model."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

REPORTS = (
    ("a", "2021-05-03", "There are 900 Kenyan troops in Somalia. Rebels shelled Baidoa on Sunday."),
    ("b", "2021-06-01", "Kenya withdrew 150 soldiers from Somalia on Monday, the army said."),
    ("c", "2021-06-02", "France withdrew its troops from Niger on Tuesday."),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from click.testing import CliRunner

    from dateline.cli import cli

    folder = tmp_path_factory.mktemp("pictures")
    lines = (json.dumps({"id": i, "published": day, "text": text}) for i, day, text in REPORTS)
    (folder / "reports.jsonl").write_text("\n".join(lines), encoding="utf8")
    arguments = ["add", str(folder / "reports.jsonl"), "--store", str(folder / "store")]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return folder / "store"


def test_the_ledger_of_an_actor_at_a_place(run: Run, store: Path) -> None:
    found = run("ledger", "--store", store, "--actor", "Kenya", "--place", "Somalia")
    assert found.code == 0
    told = {(row["change"], row["number_text"], row["to_day"], row["holder_kind"]) for row in found.records}
    assert ("present", "900", None, None) in told
    assert any(change == "leaves" and day == "2021-05-31" for change, _, day, _ in told)
    assert {row["country"] for row in found.records} == {"KEN"}


def test_the_ledger_as_a_table_for_people(run: Run, store: Path) -> None:
    found = run("ledger", "--store", store, "--format", "table", COLUMNS="200")
    assert "the reporter" in found.out
    assert found.out.split()[:3] == ["actor", "change", "what"]


def test_counts_as_json_and_csv(run: Run, store: Path) -> None:
    found = run("count", "--store", store, "--by", "month,type", "--type", "RETREAT")
    assert found.code == 0
    assert {row["type"] for row in found.records} == {"RETREAT"}
    assert sum(row["events"] for row in found.records) >= 2
    sheet = run("count", "--store", store, "--by", "month,type", "--type", "RETREAT", "--csv")
    lines = list(csv.DictReader(sheet.out.splitlines()))
    assert [int(line["events"]) for line in lines] == [row["events"] for row in found.records]


def test_a_country_may_be_named(run: Run, store: Path) -> None:
    named = run("count", "--store", store, "--by", "actor", "--actor", "France")
    coded = run("count", "--store", store, "--by", "actor", "--actor", "FRA")
    assert named.records == coded.records != []


@pytest.mark.parametrize("name", ["counts.png", "counts.svg"])
def test_a_plot(run: Run, store: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    found = run("count", "--store", store, "--by", "month,type", "--dated", "published", "--plot", path)
    assert found.code == 0
    assert found.out == ""
    assert path.stat().st_size > 2000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--by", "planet"), "cannot count by planet: there are day, week"),
        (("--since", "yesterday"), "yesterday is no day; write it as 2016-03-15"),
        (("--plot", "counts.pdf"), "counts.pdf: a plot is a .png or .svg file"),
    ],
)
def test_what_cannot_be_counted_is_told_in_a_line(
    run: Run, store: Path, arguments: tuple[str, ...], told: str
) -> None:
    found = run("count", "--store", store, *arguments)
    assert found.code == 2
    (line,) = found.said
    assert told in line


def test_answers_have_their_claims_and_the_rules_name(run: Run, store: Path) -> None:
    found = run("answers", "--store", store, "--question", "happened")
    assert found.code == 0
    assert found.records
    for row in found.records:
        assert row["rule"] == "most-origins"
        assert row["claims"]
        assert {claim["incident_id"] for claim in row["claims"]} == {row["incident_id"]}
    (one,) = {found.records[0]["incident_id"]}
    alone = run("answers", "--store", store, one[:8])
    assert {row["incident_id"] for row in alone.records} == {one}


def test_answers_as_a_table_name_who_says_it(run: Run, store: Path) -> None:
    found = run("answers", "--store", store, "--format", "table", COLUMNS="200")
    assert "the reporter" in found.out
    assert "most-origins" in found.out


def test_an_unknown_rule_is_told_in_a_line(run: Run, store: Path) -> None:
    found = run("answers", "--store", store, "--rule", "highest")
    assert found.code == 2
    assert "no rule named highest: there are latest-of-closest, ucdp" in found.said[0]
