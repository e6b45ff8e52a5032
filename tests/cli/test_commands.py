"""The whole program on reports of its own: what each command prints."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import dateline
from dateline._cli.run import samples
from tests.cli.conftest import Ran, Run

TEXT = (
    "Rebels attacked a village near Aleppo on Monday, killing at least 20 civilians, the army said.\n"
    "Read more\n"
    "President Vladimir Putin met Bashar al-Assad in Moscow on Tuesday.\n"
)


@pytest.fixture
def ran(run: Run) -> Ran:
    return run("read", "-", "--published", "2016-03-16", "--outlet", "The Pebble", "--title", "T", given=TEXT)


def test_read_gives_the_record(ran: Ran) -> None:
    assert (ran.code, ran.said) == (0, [])
    attack = next(record for record in ran.records if record["type"] == "ASSAULT")
    assert attack["report"] == {
        "id": attack["report"]["id"], "outlet": "The Pebble", "url": None, "title": "T", "author": None,
        "published": "2016-03-16", "dated": {"raw": "2016-03-16", "method": "given", "day": "local"},
        "language": "en",
    }  # fmt: skip
    assert attack["trigger"]["text"] in {"attacked", "killing"}
    assert attack["time"]["value"] == "2016-03-14"
    assert [count["low"] for count in attack["counts"]] == [20]
    assert [holder["text"] for holder in attack["said_by"]] == ["the army"]
    assert attack["status"] == "happened"


def test_every_text_of_every_layer_is_its_slice(run: Run) -> None:
    (record,) = run("layers", "-", "--json", given=TEXT).records
    checked = 0
    todo = [record]
    while todo:
        for value in todo.pop().values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict):
                    todo.append(item)
                    if "text" in item:
                        assert TEXT[item["start"] : item["end"]] == item["text"]
                        checked += 1
    assert checked > 10
    assert [TEXT[f["start"] : f["end"]] for f in record["furniture"]] == ["Read more"]
    assert not any(TEXT[e["trigger"]["start"] :].startswith("Read") for e in record["events"])


def test_the_same_report_gives_the_same_ids(ran: Ran, run: Run) -> None:
    again = run(
        "read", "-", "--published", "2016-03-16", "--outlet", "The Pebble", "--title", "T", given=TEXT
    )
    assert ran.out == again.out
    assert len({record["id"] for record in ran.records}) == len(ran.records)


def test_csv_and_table(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("read", "-", "--format", "csv", given=TEXT).out)))
    assert "ASSAULT" in {row["type"] for row in rows}
    table = run("read", "-", "--format", "table", "--published", "2016-03-16", given=TEXT, COLUMNS="160").out
    assert "\x1b" not in table
    assert any("ASSAULT" in line and "2016-03-14" in line and "20" in line for line in table.splitlines())


def test_csv_has_one_header(tmp_path: Path, run: Run) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT + name)
    out = run("read", tmp_path, "--format", "csv").out
    assert out.count("event_id,report_id") == 1
    assert len({row["report_id"] for row in csv.DictReader(io.StringIO(out))}) == 2


def test_why_explains_an_event(ran: Ran, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    record = run("read", path).records[0]
    shown = run("why", record["id"][:12], path)
    assert (shown.code, shown.said) == (0, [])
    assert record["why"]["rule"] in shown.out
    assert f"{record['trigger']['text']}[what]" in shown.out
    assert "considered" in shown.out
    missing = run("why", "0000nope", path)
    assert missing.code == 2
    assert "no event 0000nope in these reports" in " ".join(missing.said)
    if len(run("read", path).records) > 1:
        assert "give more of the id" in " ".join(run("why", "", path).said)


def test_why_says_how_sure_a_deed_is_and_on_whose_word(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Police said that Shining Path rebels killed four villagers near Ayacucho on Friday.")
    record = next(r for r in run("read", path).records if r["type"] == "ASSAULT")
    shown = " ".join(run("why", record["id"], path, COLUMNS="160").out.split())
    assert "the words around it say happened, the language model" in shown
    assert "stage accomplished" in shown
    assert f"tied {record['actors'][0]['text']}: " in shown


def test_demo_reads_every_sample(run: Run, root: Path) -> None:
    assert samples() == root / "samples"
    ran = run("demo", COLUMNS="160")
    assert ran.code == 0
    assert "Khmeimim Air Base" in ran.out
    assert ran.out.count("undated") == 4


def test_doctor_passes(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0
    assert f"dateline {dateline.__version__}" in ran.out
    assert "self-check passed" in ran.out
    assert "spacy 3." in ran.out


def test_the_python_way_and_the_command_agree(ran: Ran, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    reports = dateline.read(path, published="2016-03-16", outlet="The Pebble", title="T")
    coded = dateline.code(reports)
    assert [event.id for event in coded] == [record["id"] for record in ran.records]
    assert [event.type for event in dateline.code(TEXT, published="2016-03-16")] == [e.type for e in coded]
    assert json.loads(coded.to_arrow().select(["type"]).to_pandas().to_json())["type"]
    assert "<mark" in coded._repr_html_()


def test_python_errors_are_clear(tmp_path: Path) -> None:
    with pytest.raises(dateline.UserError, match="no such file"):
        dateline.read(tmp_path / "none")
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("")
    with pytest.warns(dateline.SkippedReport, match="b.txt: empty"):
        assert len(dateline.read(tmp_path)) == 1
    coded = dateline.code(["", TEXT])
    assert [failure.origin for failure in coded.failures] == ["text 1"]
    assert len(coded.readings) == 1


def test_the_picture_is_svg_that_asks_nothing_of_the_outside(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "events.svg"
    assert run("read", str(samples() / "reports.jsonl"), "--picture", str(target)).code == 0
    picture = target.read_text(encoding="utf-8")
    texts = "".join(ET.fromstring(picture).itertext())
    assert "The" in texts
    assert "happened" in texts
    assert picture.count("http") == 1  # the name of SVG itself


def test_a_picture_that_cannot_be_written_is_one_line(run: Run, tmp_path: Path) -> None:
    ran = run("read", "-", "--picture", str(tmp_path / "absent" / "events.svg"), given=TEXT)
    assert ran.code == 2
    assert "cannot be written" in "".join(ran.said)


def test_events_that_are_less_sure_can_be_left_out(run: Run) -> None:
    every = run("read", "-", given=TEXT).records
    sure = run("read", "-", "--min-confidence", "0.5", given=TEXT).records
    assert sure == [record for record in every if record["confidence"] >= 0.5]
    assert run("read", "-", "--min-confidence", "1", given=TEXT).records == []
    assert run("read", "-", "--min-confidence", "2", given=TEXT).code == 2


def test_what_is_only_told_in_passing_can_be_left_out(run: Run) -> None:
    text = "Ministers of Chad and Niger met in Niamey after rebels attacked a garrison.\n"
    every = run("read", "-", given=text).records
    main = run("read", "-", "--main-only", given=text).records
    assert [record["type"] for record in main] == ["CONSULT"]
    assert main == [record for record in every if record["main"]]


def test_why_explains_a_sentence_without_events(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text(
        "The young firm attacked the market with a cheaper phone.\nThe valley is green in spring.\n"
    )
    near = run("why", "attacked the market", str(report))
    assert (near.code, "no event; closest were" in near.out) == (0, True)
    assert "attack" in near.out.split("closest were")[1]
    assert "nothing near one" in run("why", "green in spring", str(report)).out
    (said,) = run("why", "no such words", str(report)).said
    assert "no sentence of these reports holds" in said


def test_why_takes_the_words_of_a_sentence_with_events(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text(TEXT)
    shown = run("why", "attacked a village", str(report)).out
    assert "ASSAULT" in shown
    assert "rule" in shown
