"""Bad input through the command line: one clear line each, the right exit code, the rest still read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

GOOD = "Rebels attacked a village near Aleppo on Monday, killing at least 20 civilians, the army said.\n"
BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty: there is no text in it"),
    "blank.txt": (b"\n \n", "empty: there is no text in it"),
    "binary.txt": (bytes(range(256)), "is binary, no text; give plain text, HTML or JSON lines"),
    "paper.pdf": (b"%PDF-1.7\n\xe2\xe3", "is a PDF, no text; extract its text first"),
    "letter.docx": (b"PK\x03\x04\x14\0", "save it as plain text first"),
    "huge.txt": (
        b"word " * 4_000_000,
        "more than a report may have (2,000,000 characters); split it, or raise",
    ),
    "french.txt": (
        "Le ministère de la Défense a annoncé mardi que les avions avaient quitté la base.".encode(),
        "written in French; only English reports are read",
    ),
    "broken.jsonl": (b'{"text": "cut\n', "broken JSON"),
    "missing.jsonl": (b'{"id": "1"}\n', 'the field "text" is missing'),
    "typed.jsonl": (b'{"text": ["a"]}\n', 'the field "text" must be a string, not a list'),
    "date.jsonl": (
        b'{"text": "a", "published": "Tuesday"}\n',
        "“Tuesday” is not a date; write it as 2016-03-15",
    ),
    "cut.gz": (
        gzip.compress(GOOD.encode() * 9)[:40],
        "the packed file is broken or cut short; pack it again",
    ),
    "page.html": (
        b"<html><title>Sorry</title><body></body></html>",
        "no article was found; save its text instead",
    ),
    "feed.xml": (b'<?xml version="1.0"?><rss></rss>', "a feed with no entry in it"),
}


@pytest.mark.parametrize("name", BAD)
def test_alone_it_ends_with_two_and_one_line(name: str, tmp_path: Path, run: Run) -> None:
    content, says = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    ran = run("read", path)
    assert (ran.code, ran.out) == (2, "")
    line, end = ran.said
    assert line.startswith(str(path))
    assert says in line
    assert end == "nothing could be read"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("none.txt", "there is no such file or folder; check the path"),
        ("*.html", "no file matches this pattern; check it"),
        (".", "no report in this folder"),
        ("gone.txt", "cannot be read"),
    ],
)
def test_paths_that_lead_nowhere(path: str, says: str, tmp_path: Path, run: Run) -> None:
    if path == "gone.txt":
        (tmp_path / path).symlink_to("nowhere")
    ran = run("read", f"{tmp_path}/{path}")
    assert ran.code == 2
    assert says in ran.said[0]
    assert len(ran.said) == 2


def test_standard_input_that_is_empty(run: Run) -> None:
    ran = run("read", "-")
    assert ran.code == 2
    assert ran.said[0] == "standard input: empty: there is no text in it"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read"], "Missing argument 'PATH...'"),
        (["read", "-", "--published", "15 March"], "is not a date; write it as 2016-03-15"),
        (["read", "-", "--max-chars", "0"], "0 is not in the range"),
        (["read", "-", "--format", "xml"], "'xml' is not one of 'table', 'json', 'csv'"),
        (["raed"], "No such command 'raed'"),
        (["why", "x"], "Missing argument 'PATH...'"),
    ],
)
def test_a_wrong_command_is_explained(arguments: list[str], says: str, run: Run) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert says in " ".join(ran.said)


def test_the_others_are_still_read(tmp_path: Path, run: Run) -> None:
    for name, (content, _) in BAD.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "mixed.jsonl").write_text(f"{json.dumps({'id': 'm', 'text': GOOD})}\n{{\n")
    ran = run("read", tmp_path)
    assert ran.code == 1
    assert len(ran.said) == len(BAD) + 1 + 1
    assert ran.said[-1] == f"{len(BAD) + 1} of {len(BAD) + 3} reports set aside"
    assert any(line.startswith(f"{tmp_path}/mixed.jsonl:2: broken JSON") for line in ran.said)
    assert {record["report"]["id"] for record in ran.records} >= {"m"}


def test_doubtful_encodings_are_told_and_read(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        "The café, café, café closed, ".encode() + b"\x93for good\x94, he said.\n" + GOOD.encode()
    )
    ran = run("read", path)
    assert ran.code == 0
    (note,) = ran.said
    assert note.startswith(f"{path}: note: read as utf-8 (mixed: 2 bytes read as cp1252); ")
    assert note.endswith("save it as UTF-8")


@pytest.mark.parametrize(
    "text",
    [
        "?!… --- ;;; ***",
        "\ud800 and \udfff",
        "x" * 200_000,
        (GOOD.strip() + " ") * 300,
        "\n".join("a b" for _ in range(3_000)),
        "“" * 500,
        "A\u200b\u0301\ufeff\u202eB said so.",
        "1 " * 3_000,
    ],
    ids=["punctuation", "surrogates", "one word", "one line", "many lines", "quotes", "marks", "numbers"],
)
def test_odd_text_is_read(text: str, run: Run) -> None:
    ran = run("layers", "-", given=json.dumps({"text": text}))
    assert (ran.code, ran.said) == (0, [])
    (record,) = ran.records
    if text != (GOOD.strip() + " ") * 300:
        assert record["events"] == []
    for layer in ("sentences", "tokens"):
        assert all(0 <= item["start"] < item["end"] <= len(text) for item in record[layer])


@pytest.mark.parametrize("name", ["a.json", "a.zip", "a.warc"])
def test_what_holds_no_report_is_said_to(tmp_path: Path, run: Run, name: str) -> None:
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n"
    content = {"a.json": b"[]", "a.zip": b"PK\5\6" + bytes(18), "a.warc": info}
    (tmp_path / name).write_bytes(content[name])
    ran = run("furniture", tmp_path / name)
    assert ran.code == 2
    assert ran.said[0].startswith(f"{tmp_path / name}: no report in it")


def test_an_empty_path_is_not_this_folder(run: Run) -> None:
    ran = run("furniture", "")
    assert ran.code == 2
    assert "an empty path" in ran.said[0]


@pytest.mark.parametrize(
    ("option", "word"),
    [
        (("--max-seconds", "nan"), "no length of time"),
        (("--max-seconds", "inf"), "no length of time"),
        (("--column", "text=a", "--column", "text=b"), "given twice"),
    ],
)
def test_an_option_that_says_nothing_is_refused(run: Run, option: tuple[str, ...], word: str) -> None:
    ran = run("furniture", "-", *option)
    assert ran.code == 2
    assert word in ran.said[-1]


def test_a_row_over_the_limit_and_a_number_too_long_say_what_to_do(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.csv").write_text(f"id,text\n1,{'x' * 100_000}\n")
    (tmp_path / "b.jsonl").write_text(f'{{"id": {"9" * 5000}, "text": "x"}}\n')
    row, number, _ = run("furniture", tmp_path / "a.csv", tmp_path / "b.jsonl", "--max-chars", "1000").said
    assert row.endswith("raise --max-chars")
    assert "a number of too many digits" in number
