"""`--lexicon petrarch:DIR` on the command line and from Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import dateline
from dateline.cli import cli
from tests.interpret.petrarch.own import VERBS, code_of, write

TEXT = "Norwegian soldiers attacked a Swedish ferry on Monday, Finland said."


@pytest.fixture
def report(tmp_path: Path) -> str:
    """A report of one sentence."""
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def lexicon(tmp_path: Path) -> str:
    """What the option takes: dictionaries of our own, one line of them malformed."""
    (tmp_path / "own").mkdir()
    return f"petrarch:{write(tmp_path / 'own', verbs=VERBS.replace('- POLICE *', '- POLICE'))}"


def test_read_codes_by_the_dictionaries_and_tells_what_it_passed_over(report: str, lexicon: str) -> None:
    done = CliRunner().invoke(
        cli, ["read", report, "--published", "2012-05-04", "--lexicon", lexicon, "--json"]
    )
    assert done.exit_code == 0
    (event,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (event["type"], event["version"]["ontology"][:11]) == ("194", "CAMEO 1.1b3")
    assert (event["actors"][0]["country"], event["actors"][0]["sector"]) == ("NOR", "MIL")
    assert "own.verbs.txt:23: a pattern without * for its verb; left out" in done.stderr


def test_why_names_file_line_and_pattern(report: str, lexicon: str) -> None:
    options = [report, "--published", "2012-05-04", "--lexicon", lexicon]
    first = json.loads(CliRunner().invoke(cli, ["read", *options, "--json"]).stdout.splitlines()[0])
    told = CliRunner().invoke(cli, ["why", first["id"], *options]).stdout
    assert "own.verbs.txt:22 - * &CRAFT [194]" in told
    assert "source NORMIL: NORWAY (own.actors.txt:1), SOLDIER (own.agents.txt:2)" in " ".join(told.split())


def test_lint_names_each_line_that_is_passed_over(lexicon: str) -> None:
    done = CliRunner().invoke(cli, ["lexicon", "lint", lexicon])
    assert done.exit_code == 1
    assert done.stderr.splitlines() == ["own.verbs.txt:23: a pattern without * for its verb; left out"]


def test_a_folder_that_is_none_ends_in_one_line(report: str) -> None:
    done = CliRunner().invoke(cli, ["read", report, "--lexicon", "petrarch:/nowhere"])
    assert done.exit_code == 2
    assert "/nowhere: cannot be read" in done.stderr


def test_python_takes_them_too(lexicon: str) -> None:
    coded = dateline.code(TEXT, published="2012-05-04", lexicon=[lexicon])
    assert [code_of(event) for event in coded.events] == [("NORMIL", "SWE", "194")]
