"""Brat files and factuality files as their homes have them → rows; and the other way round for gold rows."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.sources.claims import articles, attribution_rows, attributions, factuality_rows

TEXT = "“We won,” the mayor said. “Twice.” Nobody was told who lost."


def mark(number: int, kind: str, *bounds: tuple[int, int], text: str = TEXT) -> str:
    """A line of a brat file."""
    words = " ".join(text[a:b] for a, b in bounds)
    return f"T{number}\t{kind} {';'.join(f'{a} {b}' for a, b in bounds)}\t{words}"


def test_discontinuous_spans_are_kept_and_the_order_of_the_file_too() -> None:
    lines = [
        mark(1, "Source", (10, 19)), mark(2, "Cue", (20, 24)), mark(3, "Content", (0, 9), (26, 34)),
        mark(4, "Attribution", (20, 24)), "E2\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
        mark(5, "Discard", (35, 41)), mark(6, "Cue", (46, 50)), mark(7, "Attribution-no-source", (46, 50)),
        "E1\tAttribution-no-source:T7 ", "E3\tAttribution-no-source:T7 Cue:T6", "#1\tAnnotatorNotes T1\tsure",
    ]  # fmt: skip
    first, empty, second = attributions("\n".join(lines) + "\n", TEXT)
    assert [s["text"] for s in first["content"]] == ["“We won,”", "“Twice.”"]
    assert first["source"] == [{"start": 10, "end": 19, "text": "the mayor"}]
    assert (first["id"], empty["id"], second["id"]) == ("E2", "E1", "E3")
    assert empty == {"id": "E1", "source": [], "cue": [], "content": []}, "brat's leftovers have no part"
    assert (second["source"], second["cue"][0]["text"]) == ([], "told")


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (["T1\tCue 0 4\tthat"], "T1: the file says 'that', the text '“We '"),
        ([mark(1, "Cue", (20, 24)), "E1\tAttribution:T9 Cue:T2"], "E1: there is no T2"),
        ([mark(1, "Cue", (20, 24)), "E1\tAttribution:T9 Place:T1"], "E1: Place is no part of an attribution"),
        (["T1\tCue nine 4\tthat"], "invalid literal"),
    ],
)
def test_a_brat_file_that_does_not_fit_its_text_is_refused(lines: list[str], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        list(attributions("\n".join(lines), TEXT))


def test_one_annotator_is_taken_of_several() -> None:
    one = mark(1, "Cue", (20, 24)) + "\nE1\tAttribution:T1 Cue:T1\n"
    texts = {
        "data/dev/text/b_2016-01-01_x.txt": TEXT,
        "data/dev/attributions/b_2016-01-01_x_ef2d.ann": "",
        "data/dev/attributions/b_2016-01-01_x_4b22.ann": one,
        "data/train/text/a.txt": "other part",
    }
    (row,) = attribution_rows(texts, "dev")
    assert (row["doc_id"], row["split"], row["annotator"], row["n_annotators"]) == (
        "b_2016-01-01_x", "dev", "4b22", 2,
    )  # fmt: skip
    assert len(row["attributions"]) == 1
    with pytest.raises(ValueError, match="a has no annotation"):
        articles(texts, "train")
    with pytest.raises(ValueError, match="does not end in an annotator"):
        articles({"data/dev/attributions/x.ann": ""}, "dev")


def test_factuality_is_told_by_words() -> None:
    line = {"text": "They did n't leave", "targets": [{"span1": [3, 4], "label": -3.0, "span_text": "leave"}]}
    (row,) = factuality_rows(json.dumps({**line, "uID": "neg1"}) + "\n", "RP", "dev")
    event = {"start": 13, "end": 18, "text": "leave", "factuality": -3.0}
    assert row == {"dataset": "RP", "split": "dev", "id": "neg1", "text": line["text"], "events": [event]}
    (same,) = factuality_rows(json.dumps(line), "UW", "train")
    assert "id" not in same


@pytest.mark.parametrize(
    ("span", "said", "wrong"),
    [([0, 9], "", "no words 0 to 9"), ([1, 1], "", "no words 1 to 1"), ([0, 1], "did", "the event is 'did'")],
)
def test_a_factuality_row_that_does_not_fit_its_text_is_refused(
    span: list[int], said: str, wrong: str
) -> None:
    line = {"text": "They left", "targets": [{"span1": span, "label": 1.0, "span_text": said}]}
    with pytest.raises(ValueError, match=f"line 1: {wrong}"):
        list(factuality_rows(json.dumps(line), "UW", "dev"))


@given(st.lists(st.text(alphabet="aé“.'", min_size=1, max_size=4), min_size=1, max_size=8), st.data())
def test_any_stretch_of_words_is_found_again(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(first + 1, len(words)))
    said = " ".join(words[first:end])
    line = {"text": " ".join(words), "targets": [{"span1": [first, end], "label": 0.5, "span_text": said}]}
    (row,) = factuality_rows(json.dumps(line), "UW", "dev")
    (event,) = row["events"]
    assert row["text"][event["start"] : event["end"]] == event["text"] == said


def brat(row: dict[str, Any]) -> str:
    """A gold row as a brat file."""
    lines, number = [], 0
    for attribution in row["attributions"]:
        roles = []
        for part in ("source", "cue", "content"):
            if spans := [(s["start"], s["end"]) for s in attribution[part]]:
                number += 1
                lines.append(mark(number, part.title(), *spans, text=row["text"]).replace("\n", " "))
                roles.append(f"{part.title()}:T{number}")
        lines.append(f"{attribution['id']}\tAttribution:T1 {' '.join(roles)}")
    return "\n".join(lines)


@pytest.mark.gold
def test_gold_rows_come_back_from_their_homes_form(gold: Path) -> None:
    with gzip.open(gold / "claims" / "polnear.dev.jsonl.gz", "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        assert list(attributions(brat(row), row["text"])) == row["attributions"]
    with gzip.open(gold / "claims" / "factuality.traindev.jsonl.gz", "rt", encoding="utf8") as lines:
        sure = [json.loads(line) for line in lines][::7]
    for row in sure:
        told = []
        for e in row["events"]:
            first = row["text"][: e["start"]].count(" ")
            end = first + len(e["text"].split(" "))
            told.append({"span1": [first, end], "label": e["factuality"], "span_text": e["text"]})
        line = {"text": row["text"], "targets": told, **({"uID": row["id"]} if "id" in row else {})}
        assert list(factuality_rows(json.dumps(line), row["dataset"], row["split"])) == [row]
