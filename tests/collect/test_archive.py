"""The archive keeps the bytes and the text, gives them back, and tells when bytes give another text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.collect import collect
from dateline.collect.archive import Archive, entries
from dateline.config import Settings
from dateline.errors import UserError
from dateline.model import Failure, Report

TEXT = "The first aircraft left the air base on Tuesday, the ministry of defence said in a statement.\n"
LINE = {"id": "r1", "text": TEXT, "outlet": "Example Wire", "published": "2016-03-15", "author": "A. Writer"}


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """A text, records and a page, each with what they say of themselves."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT)
    (tmp_path / "in/b.jsonl").write_text(json.dumps(LINE) + "\n" + json.dumps({"text": TEXT * 2}) + "\n")
    paragraphs = "".join(
        f"<p>The convoy crossed bridge {n} on Monday, the ministry said.</p>" for n in range(20)
    )
    page = (
        '<!doctype html><html><head><title>Convoy</title><meta property="article:published_time"'
        f' content="2016-03-15T09:30:00+03:00"></head><body><article>{paragraphs}</article></body></html>'
    )
    (tmp_path / "in/c.html").write_text(page)
    return [str(tmp_path / "in")]


def read(paths: list[str], archive: Path | None = None, **settings: bool) -> list[Report | Failure]:
    return list(collect(paths, settings=Settings(archive=str(archive) if archive else None, **settings)))  # type: ignore[arg-type]


def test_bytes_and_text_are_kept_under_their_hashes(tmp_path: Path, sources: list[str]) -> None:
    kept = read(sources, tmp_path / "kept")
    assert len(kept) == 4
    for report in kept:
        assert isinstance(report, Report)
        raw = (tmp_path / "kept/raw" / str(report.raw_sha256)).read_bytes()
        text = (tmp_path / "kept/text" / report.text_sha256).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == report.raw_sha256
        assert hashlib.sha256(text).hexdigest() == report.text_sha256
        assert text.decode() == report.text
    index = list(entries(tmp_path / "kept"))
    assert [e["id"] for e in index] == [r.id for r in kept if isinstance(r, Report)]
    assert [e["extractor"] is None for e in index] == [True, True, True, False]


def test_an_archive_reads_as_what_it_was_made_from(tmp_path: Path, sources: list[str]) -> None:
    before = read(sources, tmp_path / "kept")
    after = read([str(tmp_path / "kept")])
    assert [replace(r, origin=None) for r in after if isinstance(r, Report)] == [
        replace(r, origin=None) for r in before if isinstance(r, Report)
    ]


def test_rows_of_tables_read_as_what_they_were(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'Body,When,Who\n"{TEXT.strip()}","March 15, 2016",Example Wire\n')
    settings = {"text": "Body", "published": "When", "outlet": "Who"}
    kept = str(tmp_path / "kept")
    (before,) = collect([str(tmp_path / "a.csv")], settings=Settings(columns=settings, archive=kept))
    (after,) = read([kept])
    assert isinstance(before, Report)
    assert isinstance(after, Report)
    assert before.dated is not None
    assert before.dated.raw == "March 15, 2016"
    assert replace(after, origin=None) == replace(before, origin=None)


def test_what_was_changed_in_it_is_told_and_not_used(tmp_path: Path, sources: list[str]) -> None:
    (first, *_) = read(sources, tmp_path / "kept")
    assert isinstance(first, Report)
    (tmp_path / "kept/raw" / str(first.raw_sha256)).write_text("Nothing happened on Tuesday, it said.")
    outcome, *others = read([str(tmp_path / "kept")])
    assert isinstance(outcome, Failure)
    assert "not those that were archived" in outcome.message
    assert len(others) == 3


@pytest.mark.parametrize(
    "line",
    [
        {"raw_sha256": 5, "text_sha256": None, "extractor": None},
        {"raw_sha256": "0" * 64},
        {"raw_sha256": "../../a.txt", "text_sha256": "0" * 64, "extractor": None, "kind": "document"},
    ],
)
def test_a_line_of_the_index_that_names_no_file_is_passed_over(
    tmp_path: Path, sources: list[str], line: dict[str, object]
) -> None:
    before = read(sources, tmp_path / "kept")
    with (tmp_path / "kept/index.jsonl").open("a") as index:
        index.write(json.dumps(line) + "\n")
    after = read([str(tmp_path / "kept")])
    assert [replace(r, origin=None) for r in after] == [replace(r, origin=None) for r in before]
    assert len(read(sources, tmp_path / "kept")) == 4


def test_reading_again_adds_nothing(tmp_path: Path, sources: list[str]) -> None:
    read(sources, tmp_path / "kept")
    once = (
        sorted(p.name for p in (tmp_path / "kept").rglob("*")),
        (tmp_path / "kept/index.jsonl").read_bytes(),
    )
    read(sources, tmp_path / "kept")
    assert (
        sorted(p.name for p in (tmp_path / "kept").rglob("*")),
        (tmp_path / "kept/index.jsonl").read_bytes(),
    ) == once


def test_bytes_that_give_another_text_are_told_and_not_used(tmp_path: Path, sources: list[str]) -> None:
    """As after a new version of the extractor: the index says what the old one made of the page."""
    read(sources, tmp_path / "kept")
    index = tmp_path / "kept/index.jsonl"
    lines = [json.loads(line) for line in index.read_text().splitlines()]
    lines[-1] |= {"text_sha256": "0" * 64, "extractor": "trafilatura 1.0 (fast)"}
    index.write_text("".join(json.dumps(line) + "\n" for line in lines))
    *others, page = read(sources, tmp_path / "kept")
    assert all(isinstance(other, Report) for other in others)
    assert isinstance(page, Failure)
    assert "gave another text when they were archived (then trafilatura 1.0 (fast)" in page.message
    assert "--new-text" in page.message
    again = read([str(tmp_path / "kept")])[-1]
    assert isinstance(again, Failure), "also where the archive itself is read"
    assert again.message == page.message
    assert isinstance(read([str(tmp_path / "kept")], new_text=True)[-1], Report)
    assert isinstance(read(sources, tmp_path / "kept", new_text=True)[-1], Report)
    assert isinstance(read(sources, tmp_path / "kept")[-1], Report), "the new text is the known one now"


def test_a_cut_leaves_a_line_that_is_passed_over(tmp_path: Path, sources: list[str]) -> None:
    read(sources, tmp_path / "kept")
    index = tmp_path / "kept/index.jsonl"
    whole = index.read_bytes()
    index.write_bytes(whole[:-20])
    assert len(list(entries(tmp_path / "kept"))) == 3
    read(sources, tmp_path / "kept")
    assert len(list(entries(tmp_path / "kept"))) == 4


def test_what_is_missing_in_it_is_named(tmp_path: Path, sources: list[str]) -> None:
    (first, *_) = read(sources, tmp_path / "kept")
    assert isinstance(first, Report)
    (tmp_path / "kept/raw" / str(first.raw_sha256)).unlink()
    outcome, *others = read([str(tmp_path / "kept")])
    assert isinstance(outcome, Failure)
    assert "missing or broken in the archive" in outcome.message
    assert len(others) == 3


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="no archive can be kept there"):
        Archive.open(str(tmp_path / "file"))


def test_nothing_is_named_by_what_a_report_says(tmp_path: Path) -> None:
    """An id or address with a path in it cannot lead out of the archive."""
    line = {"id": "../../out", "text": TEXT, "url": "../../out"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    read([str(tmp_path / "a.jsonl")], tmp_path / "kept")
    assert not list(tmp_path.glob("**/out*"))
