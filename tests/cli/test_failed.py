"""What was set aside is listed in a file, and the list is an input like any other."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest

from dateline.collect.sources import container
from tests.cli.conftest import Run

GOOD = "Rebels attacked a village near Aleppo on Monday, killing at least 20 civilians, the army said.\n"
FRENCH = "Le ministère de la Défense a annoncé mardi que les avions avaient quitté la base aérienne.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good and bad reports in files, lines, an archive and a table."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(GOOD)
    (tmp_path / "in/b.txt").write_text("")
    (tmp_path / "in/c.jsonl").write_text(json.dumps({"id": "c1", "text": GOOD}) + '\n{"id": 3}\n')
    with zipfile.ZipFile(tmp_path / "in/d.zip", "w") as archive:
        archive.writestr("good.txt", GOOD)
        archive.writestr("deep/bad.txt", FRENCH)
        archive.writestr(
            "lines.jsonl.gz", gzip.compress(b'{"text": 1}\n' + json.dumps({"text": GOOD}).encode())
        )
    (tmp_path / "in/e.csv").write_text(
        f'text,published\n"{GOOD.strip()}",2016-03-15\n"{GOOD.strip()}",someday\n'
    )
    return tmp_path


FAILED = ["b.txt", "c.jsonl:2", "d.zip!deep/bad.txt", "d.zip!lines.jsonl.gz:1", "e.csv:3"]


def listed(path: Path) -> list[str]:
    return [json.loads(line)["failed"] for line in path.read_text().splitlines()]


def test_the_list_names_each_and_can_be_read_again(folder: Path, run: Run) -> None:
    failed = folder / "failed.jsonl"
    first = run("read", folder / "in", "--json", "--failed", failed)
    assert first.code == 1
    assert listed(failed) == [str(folder / "in" / name) for name in FAILED]

    again = run("read", failed, "--json", "--failed", failed)
    assert again.code == 2, "nothing has been mended yet"
    assert listed(failed) == [str(folder / "in" / name) for name in FAILED]

    (folder / "in/b.txt").write_text(GOOD)
    (folder / "in/c.jsonl").write_text(
        json.dumps({"id": "c1", "text": GOOD}) + "\n" + json.dumps({"text": GOOD})
    )
    mended = run("read", failed, "--json", "--failed", failed)
    assert mended.code == 1
    assert listed(failed) == [str(folder / "in" / name) for name in FAILED[2:]]
    assert len({record["report"]["id"] for record in mended.records}) == 1, "only the two mended ones, alike"


def test_a_list_without_failures_is_empty(folder: Path, run: Run) -> None:
    ran = run("read", folder / "in/a.txt", "--json", "--failed", folder / "failed.jsonl")
    assert ran.code == 0
    assert (folder / "failed.jsonl").read_text() == ""


def test_a_list_that_names_itself_ends(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "failed.jsonl"
    path.write_text(json.dumps({"failed": str(path), "why": "?"}))
    ran = run("read", path, "--json")
    assert ran.code == 2
    assert "a list of failures that stands in one" in ran.said[0]


def test_of_a_feed_only_the_entry_that_is_named_is_read_again(tmp_path: Path, run: Run) -> None:
    """Also in an archive, where a member's own name may hold the mark of an entry."""
    entries = [{"id": "1", "content_text": GOOD}, {"id": "2"}, {"id": "3", "content_text": GOOD}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": entries}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("feed.json", json.dumps(feed))
        archive.writestr("a#b.txt", FRENCH)
    failed = tmp_path / "failed.jsonl"
    run("read", tmp_path / "a.zip", "--json", "--failed", failed)
    names = [f"{tmp_path}/a.zip!{name}" for name in ("feed.json#2", "a#b.txt")]
    assert listed(failed) == names
    again = run("read", failed, "--json", "--failed", failed)
    assert (again.code, again.out) == (2, "")
    assert listed(failed) == names


def test_a_name_that_is_no_text_is_found_again(tmp_path: Path, run: Run) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\n.txt"
    try:
        Path(os.fsdecode(name)).write_text("")
    except OSError:
        pytest.skip("this file system takes no such name")
    failed = tmp_path / "failed.jsonl"
    run("read", tmp_path, "--failed", failed)
    assert listed(failed) == [os.fsdecode(name)]
    ran = run("read", failed)
    assert "empty: there is no text in it" in ran.said[0]


def test_what_is_not_there_any_more_is_said(tmp_path: Path, run: Run) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", GOOD)
    (tmp_path / "failed.jsonl").write_text(json.dumps({"failed": f"{tmp_path}/a.zip!b.txt", "why": "?"}))
    ran = run("read", tmp_path / "failed.jsonl")
    assert ran.code == 2
    assert "b.txt: is not there any more" in ran.said[0]


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is always full")
def test_a_device_is_written_to_and_never_replaced(folder: Path, run: Run) -> None:
    (folder / "device").symlink_to("/dev/full")
    ran = run("read", folder / "in/b.txt", "--failed", folder / "device")
    assert ran.code == 2
    assert "device: cannot be written" in ran.said[-1]
    assert (folder / "device").is_symlink()


def test_a_list_that_cannot_be_written_is_one_line(folder: Path, run: Run) -> None:
    ran = run("read", folder / "in/a.txt", "--failed", folder / "absent/failed.jsonl")
    assert ran.code == 2
    assert len(ran.said) == 1
    assert "cannot be written" in ran.said[0]


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("{0}/a.txt", "{0}/a.txt"),
        ("{0}/a.txt:17", "{0}/a.txt"),
        ("{0}/a.txt!x/y.jsonl.gz:3", "{0}/a.txt"),
        ("{0}/a.txt@1234", "{0}/a.txt"),
        ("{0}/a.txt[3]", "{0}/a.txt"),
        ("{0}/a.txt#https://example.org/1", "{0}/a.txt"),
        ("{0}/odd!name@2.txt:5", "{0}/odd!name@2.txt"),
        ("https://example.org/feed.xml#entry-1", "https://example.org/feed.xml"),
        ("https://example.org:8080/a?b=c", "https://example.org:8080/a?b=c"),
        ("{0}/gone.txt:3", "{0}/gone.txt:3"),
    ],
)
def test_the_file_that_an_origin_is_in(origin: str, name: str, tmp_path: Path) -> None:
    for made in ("a.txt", "odd!name@2.txt"):
        (tmp_path / made).write_text("x")
    assert container(origin.format(tmp_path)) == name.format(tmp_path)
