"""Files, folders, globs, packed files, records and standard input, good and bad, as they come."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect import collect
from dateline.collect.items import Document
from dateline.collect.reading import Reader
from dateline.config import Settings
from dateline.model import Failure, Report

TEXT = (
    "The first group of aircraft left the air base on Tuesday, the ministry of defence said in a statement.\n"
)


def reports(*paths: str | Path, **settings: object) -> list[Report]:
    found = list(collect(paths, settings=Settings(**settings)))  # type: ignore[arg-type]
    assert all(isinstance(one, Report) for one in found), found
    return [one for one in found if isinstance(one, Report)]


def failure(*paths: str | Path, **settings: object) -> Failure:
    (found,) = collect(paths, settings=Settings(**settings))  # type: ignore[arg-type]
    assert isinstance(found, Failure)
    assert "\n" not in found.message
    return found


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_is_stored_as_read(tmp_path: Path) -> None:
    text = "\tOne “line”\r\nand another.\r\n\n"
    (report,) = reports(write(tmp_path / "a.txt", text))
    assert report.text == text
    assert report.text_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert report.id == report.text_sha256[:16]
    assert report.origin == str(tmp_path / "a.txt")
    assert report.encoding == "utf-8 (strict)"
    assert (report.outlet, report.published, report.title, report.url) == (None, None, None, None)


def test_what_the_caller_says_takes_the_place_of_what_is_declared(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"text": TEXT, "outlet": "A", "published": "2001-01-01"}))
    (report,) = reports(path, outlet="B", published="2016-03-15", title="T")
    assert (report.outlet, report.published, report.title) == ("B", "2016-03-15", "T")


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    record = json.dumps({"id": "x", "text": TEXT})
    write(tmp_path / "1.txt", record + "\n" + record)
    write(tmp_path / "2.dat", gzip.compress(TEXT.encode()))
    write(tmp_path / "3.jsonl", gzip.compress(record.encode()))
    write(tmp_path / "4.txt", json.dumps([{"text": TEXT}], indent=1))
    write(tmp_path / "5.json", json.dumps({"text": TEXT, "id": "y"}, indent=1))
    write(tmp_path / "6.txt", "{ is how the note began. " + TEXT)
    found = reports(tmp_path)
    assert [r.id for r in found[:2]] == ["x", "x"]
    assert [r.text for r in found[2:6]] == [TEXT] * 4
    assert found[6].text.startswith("{ is how")


def test_a_folder_is_read_through_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "README.md", ".hidden/3.txt", "b/.4.txt", "b/SOURCES.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, f"{TEXT}{name}")
    assert [r.text.removeprefix(TEXT) for r in reports(tmp_path)] == ["a/1.txt", "b/2.txt"]


def test_globs(tmp_path: Path) -> None:
    for name in ("2.txt", "1.txt", "[3].txt"):
        write(tmp_path / name, TEXT + name)
    assert [r.text.removeprefix(TEXT) for r in reports(f"{tmp_path}/?.txt")] == ["1.txt", "2.txt"]
    assert len(reports(f"{tmp_path}/[3].txt")) == 1, "a file that exists is no pattern"
    assert "no file matches" in failure(f"{tmp_path}/*.html").message


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (TEXT.encode(), [TEXT]),
        (b'\n\n{"text": "One."}\n\n{"text": "Two."}\n', ["One.", "Two."]),
        (gzip.compress(b'{"text": "One."}'), ["One."]),
        (b'\xef\xbb\xbf{"text": "One."}\n', ["One."]),
    ],
)
def test_standard_input(raw: bytes, texts: list[str]) -> None:
    found = list(collect(["-"], stdin=io.BytesIO(raw)))
    assert [r.text for r in found if isinstance(r, Report)] == texts
    assert all(r.origin and r.origin.startswith("standard input") for r in found)


def test_records_keep_what_they_say(tmp_path: Path) -> None:
    record = {
        "id": 7, "text": "Lone \ud800 surrogate.", "outlet": "O", "url": "u", "title": "",
        "published": "2016-03-15T08:00Z", "language": "en", "more": [1],
    }  # fmt: skip
    (report,) = reports(write(tmp_path / "a.jsonl", json.dumps(record)))
    assert report.text == "Lone \ud800 surrogate."
    assert report.text_sha256 == hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()
    assert (report.id, report.title, report.published) == ("7", None, "2016-03-15T08:00Z")
    assert report.origin == f"{tmp_path}/a.jsonl:1"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": "x"', "broken JSON"),
        ("[" * 100_000, "broken JSON"),
        ('["text"]', "a report is a JSON object, this is a list"),
        ('{"id": "1"}', 'the field "text" is missing'),
        ('{"text": 3}', 'the field "text" must be a string, not a number'),
        ('{"text": null}', 'the field "text" must be a string, not null'),
        ('{"text": "x", "id": true}', 'the field "id" must be a string or a whole number, not true or false'),
        ('{"text": "x", "outlet": []}', 'the field "outlet" must be a string or null, not a list'),
        ('{"text": "x", "published": "15 March"}', "is not a date; write it as 2016-03-15"),
        ('{"text": "x", "published": "2016-02-30"}', "is not a date"),
        ('{"text": "  \\n"}', "empty"),
        ('{"text": "x", "language": "fr"}', "written in French; only English"),
        ('{"text": "\xff"}', "not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, says: str) -> None:
    good = json.dumps({"text": TEXT})
    path = write(tmp_path / "a.jsonl", f"{good}\n{line}\n\n{good}".encode("latin-1"))
    first, bad, last = collect([path])
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert isinstance(bad, Failure)
    assert bad.origin == f"{path}:2"
    assert says in bad.message
    assert last.origin == f"{path}:4"


def test_too_long_is_set_aside_wherever_it_is(tmp_path: Path) -> None:
    limit = 1_000
    long, record = "a " * 600, json.dumps({"text": TEXT})
    write(tmp_path / "1.txt", long)
    write(tmp_path / "2.txt", "é" * 40_000)
    write(
        tmp_path / "3.jsonl",
        f"{record}\n{json.dumps({'text': long})}\n{json.dumps({'text': 'b' * 100_000})}\n{record}",
    )
    found = list(collect([tmp_path], settings=Settings(max_chars=limit)))
    assert [type(one) for one in found] == [Failure, Failure, Report, Failure, Failure, Report]
    bad = [one for one in found if isinstance(one, Failure)]
    assert all("--max-chars" in one.message for one in bad)
    assert bad[0].message.startswith("1,200 characters")
    assert [one.origin.rsplit(":", 1)[-1] for one in bad[2:]] == ["2", "3"]
    assert "limit" not in bad[0].origin


def test_a_line_of_a_million_characters(tmp_path: Path) -> None:
    (report,) = reports(write(tmp_path / "a.txt", TEXT.strip() * 10_000))
    assert len(report.text) > 1_000_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\n\t", "empty"),
        (b"%PDF-1.4\n", "a PDF"),
        (b"a\0b", "binary"),
        (gzip.compress(TEXT.encode() * 50)[:-20], "the packed file is broken"),
        (b"\x1f\x8brest", "the packed file is broken"),
        (b"<?xml version='1.0'?><rss></rss>", "a feed"),
        ("Le ministère a annoncé mardi que les avions avaient quitté la base aérienne.".encode(), "French"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    path = write(tmp_path / "a.txt", content)
    assert says in failure(path).message
    assert failure(path).origin == str(path)


def test_only_punctuation_is_a_report(tmp_path: Path) -> None:
    (report,) = reports(write(tmp_path / "a.txt", "?!… --- ;;;"))
    assert report.language is None


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    assert "no such file" in failure(tmp_path / "none.txt").message
    assert "no report in this folder" in failure(tmp_path).message
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert "cannot be read" in failure(tmp_path / "link.txt").message
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "cannot be read" in failure(tmp_path / "loop").message


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read all files"
)
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    path.chmod(0)
    assert "permission denied" in failure(path).message


def test_bytes_are_told_as_they_are_taken(tmp_path: Path) -> None:
    write(tmp_path / "1.txt", TEXT)
    write(tmp_path / "2.jsonl", '{"text": "x"}\n' * 3)
    told: list[int] = []
    assert len(list(collect([tmp_path], on_bytes=told.append))) == 4
    assert told == sorted(told)
    assert told[-1] == sum(path.stat().st_size for path in tmp_path.iterdir())


def check(outcome: Report | Failure) -> None:
    if isinstance(outcome, Failure):
        assert outcome.origin
        assert len(outcome.message.splitlines()) == 1
        return
    assert outcome.text.strip()
    assert all(0 <= f.start < f.end <= len(outcome.text) for f in outcome.furniture)


@given(st.text())
def test_any_text_in_a_record_is_a_report_or_a_line(text: str) -> None:
    (outcome,) = collect(["-"], stdin=io.BytesIO(json.dumps({"text": text}).encode()))
    check(outcome)
    if isinstance(outcome, Report):
        assert text.strip()
        assert outcome.text == text
    else:
        assert not text.strip() or "only English reports are read" in outcome.message


@given(
    st.binary()
    | st.binary().map(gzip.compress)
    | st.binary().map(lambda b: b'{"text": "' + b)
    | st.text().map(str.encode)
)
def test_any_bytes_are_reports_or_lines(raw: bytes) -> None:
    for outcome in collect(["-"], stdin=io.BytesIO(raw)):
        check(outcome)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_json_is_reports_or_lines(value: object) -> None:
    for raw in (json.dumps(value), json.dumps(value, indent=1), json.dumps({"text": value, "id": value})):
        for outcome in collect(["-"], stdin=io.BytesIO(raw.encode())):
            check(outcome)


@given(st.text(alphabet="<>/p ab\"'=&;html\n", max_size=80))
def test_any_broken_page_is_a_report_or_a_line(reader: Reader, inner: str) -> None:
    for outcome in reader.reports(Document(origin="page.html", raw=f"<html>{inner}".encode())):
        check(outcome)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One process for all pages: starting it takes longer than a page does."""
    with Reader(Settings()) as running:
        yield running
