"""`dateline export`: what is asked for, in a file; what it says besides; what it refuses."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.keep import Store
from tests.cli.conftest import Run
from tests.publish import stores


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return stores.small_store(tmp_path_factory.mktemp("store"))


def ids(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["event_id"] for row in csv.DictReader(file)}


def test_it_writes_all_and_says_what_it_left_out(run: Run, store: Store, tmp_path: Path) -> None:
    done = run("export", "polecat", "--store", store.folder, "--out", tmp_path / "weekly.txt")
    assert (done.code, done.out) == (0, "")
    assert done.said == [
        f"{tmp_path / 'weekly.txt'}: 3 events",
        "left out: 1 planned, which the format has no column for",
    ]
    assert len((tmp_path / "weekly.txt").read_text("utf-8").splitlines()) == 4


def test_it_takes_the_words_of_find(run: Run, store: Store, tmp_path: Path) -> None:
    out = tmp_path / "found.csv"
    assert run("export", "csv", "who:REB", "since:2016-05", "--store", store.folder, "--out", out).code == 0
    assert ids(out) == {stores.first_attack().id, stores.second_attack().id}
    assert run("export", "csv", "what:RETREAT", "--store", store.folder, "--out", out).code == 0
    assert ids(out) == {stores.retreat().id}


def test_it_takes_one_incident_by_the_beginning_of_its_id(run: Run, store: Store, tmp_path: Path) -> None:
    for form in ("csv", "prov", "ucdp"):
        args = ("export", form, "--incident", stores.ATTACK[:12], "--store", store.folder)
        assert run(*args, "--out", tmp_path / form).code == 0
    assert ids(tmp_path / "csv") == {stores.first_attack().id, stores.second_attack().id}


def test_the_folder_may_come_from_the_environment(run: Run, store: Store, tmp_path: Path) -> None:
    done = run("export", "csv", "--out", tmp_path / "all.csv", DATELINE_STORE=str(store.folder))
    assert done.said == [f"{tmp_path / 'all.csv'}: 4 events"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ucdp", "--unit", "events"), "ucdp has no rows of events; it has incidents"),
        (("prov", "what:RETREAT"), "prov is for one incident, and these are 0"),
        (("csv", "--incident", "zzz"), "no incident has an id that begins with “zzz”"),
        (("csv", "what:NOTHING"), "there is no type or mode “NOTHING”"),
        (("xml",), "'xml' is not one of"),
    ],
)
def test_it_refuses_in_one_line(
    run: Run, store: Store, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run("export", *arguments, "--store", store.folder, "--out", tmp_path / "out")
    assert done.code == 2
    assert said in done.said[-1]
    assert not (tmp_path / "out").exists()


def test_a_rejected_event_is_left_out_and_a_corrected_one_is_corrected(run: Run, tmp_path: Path) -> None:
    store = stores.store_of(tmp_path / "store", stores.plan(), stores.retreat())
    store.judge("ann", "reject", event_id=stores.plan().id)
    store.judge("ann", "correct", event_id=stores.retreat().id, field="mode", value="release")
    store.refresh()
    out = tmp_path / "all.csv"
    done = run("export", "csv", "--store", store.folder, "--out", out)
    assert done.said == [f"{out}: 1 events", "left out: 1 rejected by a reviewer"]
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["event_id"], row["mode"]) == (stores.retreat().id, "release")


def test_a_page_that_changed_counts_once(run: Run, tmp_path: Path) -> None:
    first = stores.first_attack()
    text = first.report.text + " One died later."
    report = replace(first.report, id="r-later", text=text, text_sha256="1" * 64)
    later = replace(first, id="f" * 16, report=report)
    store = stores.store_of(tmp_path / "store", first, later)
    out = tmp_path / "all.csv"
    run("export", "csv", "--store", store.folder, "--out", out)
    assert ids(out) == {later.id}
    run("export", "csv", "--every-version", "--store", store.folder, "--out", out)
    assert ids(out) == {first.id, later.id}
