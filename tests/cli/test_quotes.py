"""`dateline quotes`: who said what, in every form."""

from __future__ import annotations

import csv
import io

from tests.cli.conftest import Run

TEXT = (
    "“We are shocked,” the mayor said on Monday. “Rebels shelled the port.”\n\n"
    "The army said it had withdrawn from the valley, Reuters reported.\n\n"
    "The mayor said schools would stay shut. Rain fell all day.\n"
)


def test_each_statement_is_a_line_with_its_speaker_and_exact_offsets(run: Run) -> None:
    ran = run("quotes", "-", "--outlet", "The Pebble", given=TEXT)
    assert (ran.code, ran.said) == (0, [])
    first = ran.records[0]
    assert (first["speaker"]["text"], first["speaker"]["kind"], first["kind"]) == (
        "the mayor", "official", "direct",
    )  # fmt: skip
    assert first["stance"] == "asserts"
    assert first["report"]["outlet"] == "The Pebble"
    assert [span["text"] for span in first["content"]] == ["“We are shocked,”", "“Rebels shelled the port.”"]
    spans = [s for r in ran.records for part in ("source", "cue", "content", "said_by") for s in r[part]]
    assert spans
    assert all(TEXT[s["start"] : s["end"]] == s["text"] for s in spans)
    assert not any("Rain" in s["text"] for s in spans)


def test_a_chain_runs_from_the_agency_to_the_speaker(run: Run) -> None:
    chains = [[h["text"] for h in r["said_by"]] for r in run("quotes", "-", given=TEXT).records]
    assert ["Reuters", "The army"] in chains


def test_one_kind_only(run: Run) -> None:
    kinds = {r["kind"] for r in run("quotes", "-", "--kind", "direct", given=TEXT).records}
    assert kinds == {"direct"}


def test_csv_has_the_same_rows_under_one_header(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("quotes", "-", "--format", "csv", given=TEXT).out)))
    records = run("quotes", "-", given=TEXT).records
    assert [row["content_start"] for row in rows] == [str(r["content"][0]["start"]) for r in records]
    assert rows[0]["speaker_text"] == "the mayor"
    assert run("quotes", "-", "--format", "csv", given="Rain fell.").out.startswith("report_id,")


def test_the_table_goes_by_text_or_by_speaker(run: Run) -> None:
    table = run("quotes", "-", "--format", "table", given=TEXT).out
    assert "Reuters ← The army" in table or "Reuters ← Army" in table
    assert "said: “We are shocked,” … “Rebels shelled the port.”" in table
    grouped = run("quotes", "-", "--format", "table", "--by-speaker", given=TEXT).out
    assert "official" in grouped
    assert "nobody is quoted" in run("quotes", "-", "--format", "table", given="Rain fell.").out


def test_an_unknown_kind_is_refused_in_one_line(run: Run) -> None:
    ran = run("quotes", "-", "--kind", "loud", given=TEXT)
    assert ran.code == 2
    assert "direct" in ran.said[-1]
