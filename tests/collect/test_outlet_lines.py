"""Lines that recur in one outlet's reports: what counts, the file it gives, what a user may write there."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline._cli.furniture import write_outlet_lines
from dateline.collect import collect
from dateline.collect.text import outlet_lines
from dateline.collect.text.furniture import load_rules, mark
from dateline.collect.text.outlet_lines import count, to_toml
from dateline.config import Settings
from dateline.errors import UserError
from dateline.model import Report

LEFTOVER = "Our correspondents around the harbour"
QUOTED = "“We will not leave the harbour before the last ship is out,” the admiral said on Monday."


def reports(outlet: str | None, *lines: str, number: int = 3) -> list[Report]:
    """Reports of an outlet that differ in their first line and share the others."""
    texts = ["\n".join((f"Ship {outlet} {n} left the port at dawn.", *lines)) for n in range(number)]
    return [Report(str(n), text, "", outlet=outlet) for n, text in enumerate(texts)]


def lines_of(*found: Report) -> dict[str, dict[str, int]]:
    return {outlet.name: dict(outlet.lines) for outlet in count(found).outlets}


def test_a_short_line_in_three_reports_of_one_outlet_counts() -> None:
    assert lines_of(*reports("Courier", LEFTOVER), *reports("Herald", LEFTOVER, number=2)) == {
        "Courier": {LEFTOVER: 3}
    }


def test_a_line_twice_in_a_report_counts_once_and_white_space_not_at_all() -> None:
    found = reports("Courier", f"  {LEFTOVER.replace(' ', '  ')}", LEFTOVER, number=4)
    assert lines_of(*found) == {"Courier": {LEFTOVER: 4}}


def test_copies_of_a_whole_report_count_once() -> None:
    counted = count(reports("Courier", LEFTOVER, number=1) * 5)
    assert (counted.outlets, counted.copies, counted.reports) == ((), 4, 1)


def test_a_sentence_needs_more_reports_and_agency_copy_is_left_out() -> None:
    assert lines_of(*reports("Courier", QUOTED, number=9)) == {}
    assert lines_of(*reports("Courier", QUOTED, number=10)) == {"Courier": {QUOTED: 10}}
    spread = [r for name in ("Courier", "Herald", "Post") for r in reports(name, QUOTED, number=10)]
    assert lines_of(*spread) == {}


def test_what_cannot_be_counted_is_told() -> None:
    wrapped = ["The ship left at", "dawn with the last", "of the troops on", "board, he said."]
    counted = count([*reports(None, LEFTOVER), *reports("Wire", *wrapped)])
    assert (counted.unnamed, counted.wrapped, counted.reports, counted.outlets) == (3, 3, 0, ())


def test_memory_is_bounded_and_frequent_lines_survive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlet_lines, "MOST_LINES", 12)
    counted = count(reports("Courier", LEFTOVER, number=40))
    assert counted.forgotten > 0
    assert [dict(outlet.lines) for outlet in counted.outlets] == [{LEFTOVER: 40}]
    assert "too many lines" in to_toml(counted)


def test_the_file_marks_the_lines_in_that_outlet_only(tmp_path: Path) -> None:
    path = tmp_path / "lines.toml"
    path.write_text(to_toml(count(reports("The Courier", LEFTOVER))), encoding="utf-8")
    rules = load_rules(str(path))
    text = f"The ship left.\n{LEFTOVER}\nIt rained."
    assert [(text[f.start : f.end], f.rule) for f in mark(text, "the  COURIER", rules)] == [
        (LEFTOVER, "outlet-line")
    ]
    assert mark(text, "Herald", rules) == mark(text, None, rules) == ()


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4), st.text(min_size=1))
def test_the_file_is_toml_whatever_the_lines_are(lines: list[str], outlet: str) -> None:
    found = count(reports(outlet, *lines))
    tables = tomllib.loads(to_toml(found)).get("outlet", [])
    assert [t["reports"] for t in tables] == [o.reports for o in found.outlets]
    assert [len(t["lines"]) for t in tables] == [len(o.lines) for o in found.outlets]


OWN = """
[[rule]]
name = "house"
patterns = ['''the harbour desk:.*''']

[[rule]]
name = "share"
off = true

[[rule]]
name = "related"
patterns = ["elsewhere"]
"""


def test_a_users_rules_lie_over_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    text = "The harbour desk: all hands\nShare\nRelated\nElsewhere\nMost read\nAdvertisement"
    found = [(text[f.start : f.end], f.rule) for f in mark(text, rules=load_rules(str(path)))]
    assert found == [
        ("The harbour desk: all hands", "house"),
        ("Elsewhere", "related"),
        ("Advertisement", "advertisement"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rule]\n", "not TOML"),
        ("\n\n[[rule]]\npatterns = ['x']", ":3: rule 1: needs a name"),
        (
            "[[rule]]\nname = 'a'\npatterns = ['x']\n[[rule]]\nname = 'b'\npatterns = ['(']",
            ":4: rule “b”: “(”",
        ),
        ("[[rule]]\nname = 'a'\npattern = ['x']", "unknown key “pattern”"),
        ("[[rule]]\nname = 'a'\npatterns = 'x'", "must be a list of strings"),
        ("[[rule]]\nname = 'a'\nlongest = 0\npatterns = ['x']", "whole number"),
        ("[[rule]]\nname = 'a'\ncase = 1\npatterns = ['x']", "true or false"),
        ("[[rule]]\nname = 'a'\ninside = ['x*']", "empty text"),
        ("[[rule]]\nname = 'a'", "marks nothing"),
        ("[[outlet]]\nname = 'a'\nlines = 3", "lines must be"),
        ("[[lines]]\nname = 'a'", "unknown table “lines”"),
        ("rule = 3", "[[rule]] tables"),
    ],
)
def test_a_mistake_in_a_users_file_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load_rules(str(path))
    assert said in str(raised.value)
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", [None, b"name = '\xff'"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=r"own\.toml: "):
        load_rules(str(path))


def test_the_command_writes_the_file_and_tells_what_it_passed_over(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    rows = [{"text": r.text, "outlet": r.outlet} for r in reports("Courier", LEFTOVER)]
    source = tmp_path / "reports.jsonl"
    source.write_text("\n".join(map(json.dumps, [*rows, {"text": "No outlet has this one."}, {}])), "utf-8")
    tally = write_outlet_lines([str(source)], Settings())
    written = capfdbinary.readouterr()
    assert (tally.read, tally.failed) == (4, 1)
    assert tomllib.loads(written.out.decode()) == {
        "outlet": [{"name": "Courier", "reports": 3, "lines": {LEFTOVER: 3}}]
    }
    assert b"1 without an outlet" in written.err
    assert b"reports.jsonl:5" in written.err


def test_what_the_command_prints_is_taken_when_reports_are_read(tmp_path: Path) -> None:
    source, file = tmp_path / "reports.jsonl", tmp_path / "lines.toml"
    rows = [{"text": r.text, "outlet": r.outlet} for r in reports("Courier", LEFTOVER)]
    source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    command = [sys.executable, "-m", "dateline", "furniture", str(source)]
    done = subprocess.run(command, capture_output=True, check=True)
    file.write_bytes(done.stdout)
    read = list(collect([source], settings=Settings(furniture=str(file))))
    assert [[f.rule for f in r.furniture] for r in read if isinstance(r, Report)] == [["outlet-line"]] * 3
    assert all(not r.furniture for r in collect([source]) if isinstance(r, Report))
