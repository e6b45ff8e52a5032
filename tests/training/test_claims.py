"""Attributions and factuality in the gold's form → training rows."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from training.claims import join_factuality, read_attributions, read_factuality
from training.corpus import CONTENT, SETS, SOURCE, Example, read_open_names

TEXT = "“We won,” the mayor said. “Twice.”\n\nNobody was told.\tWhy, she asked, not?"


def spans(*quotes: str, text: str = TEXT) -> list[dict[str, Any]]:
    """Where those stand in the text."""
    return [{"start": text.index(q), "end": text.index(q) + len(q), "text": q} for q in quotes]


def attribution(source: list[str], cue: list[str], content: list[str]) -> dict[str, Any]:
    return {"id": "E1", "source": spans(*source), "cue": spans(*cue), "content": spans(*content)}


def write(place: Path, *rows: dict) -> Path:
    place.write_bytes(gzip.compress("".join(json.dumps(r) + "\n" for r in rows).encode()))
    return place


def read(tmp_path: Path, *attributions: dict, text: str = TEXT) -> list[Example]:
    row = {"doc_id": "d", "split": "train", "text": text, "attributions": list(attributions)}
    return read_attributions(write(tmp_path / "said.jsonl.gz", row))


def test_discontinuous_content_is_all_its_words(tmp_path: Path) -> None:
    first, *_ = read(tmp_path, attribution(["the mayor"], ["said"], ["“We won,”", "“Twice.”"]))
    (quote,) = first.quotes
    assert [first.words[i] for i in quote.source] == ["the", "mayor"]
    assert first.words[quote.anchor] == "said"
    assert [first.words[i] for i in quote.content] == ["“", "We", "won", ",", "”", "“", "Twice", ".", "”"]
    marks = dict(zip(first.words, first.inside, strict=True))
    assert (marks["mayor"], marks["won"], marks["said"]) == (SOURCE, CONTENT, 0)


def test_a_quote_within_a_quote_is_both(tmp_path: Path) -> None:
    text = "She said he denied it."
    row = {
        "doc_id": "d", "split": "train", "text": text,
        "attributions": [
            {"id": "E1", "source": spans("She", text=text), "cue": spans("said", text=text),
             "content": spans("he denied it", text=text)},
            {"id": "E2", "source": spans("he denied"[:2], text="he denied"), "cue": [], "content": []},
        ],
    }  # fmt: skip
    row["attributions"][1] = {
        "id": "E2", "source": [{"start": 9, "end": 11}], "cue": [{"start": 12, "end": 18}],
        "content": [{"start": 19, "end": 21}],
    }  # fmt: skip
    (window,) = read_attributions(write(tmp_path / "x.gz", row))
    assert [q.anchor for q in window.quotes] == [1, 3]
    assert window.inside == [SOURCE, 0, SOURCE | CONTENT, CONTENT, CONTENT, 0]


def test_windows_are_cut_as_at_run_time_and_hold_the_cues_in_them(tmp_path: Path) -> None:
    asked = attribution(["she"], ["asked"], ["Why,", "not"])
    windows = read(tmp_path, attribution(["the mayor"], ["said"], ["“We won,”"]), asked)
    assert [w.words[0] for w in windows] == ["“", "Nobody"]
    assert [len(w.quotes) for w in windows] == [1, 1]
    assert not any(word.isspace() for w in windows for word in w.words)
    last = windows[-1]
    assert [last.words[i] for i in last.quotes[0].content] == ["Why", ",", "not"]


def test_content_beyond_the_cues_window_marks_its_words_and_no_more(tmp_path: Path) -> None:
    first, second = read(tmp_path, attribution(["the mayor"], ["said"], ["“We won,”", "Nobody was told."]))
    assert [first.words[i] for i in first.quotes[0].content] == ["“", "We", "won", ",", "”"]
    assert second.quotes == []
    assert second.inside[:4] == [CONTENT] * 4


def test_an_attribution_without_a_cue_has_no_anchor(tmp_path: Path) -> None:
    first, *_ = read(tmp_path, attribution(["the mayor"], [], []))
    assert first.quotes == []
    assert SOURCE in first.inside


def sure(text: str, word: str, value: float, dataset: str = "UW", split: str = "train") -> dict[str, Any]:
    start = text.index(word)
    event = {"start": start, "end": start + len(word), "text": word, "factuality": value}
    return {"dataset": dataset, "split": split, "text": text, "events": [event]}


def test_factuality_stands_at_the_last_word_of_the_event(tmp_path: Path) -> None:
    rows = [sure("They did n't give up .", "give up", -2.6), sure("It works .", "works", 3, "RP", "dev")]
    (row,) = read_factuality(write(tmp_path / "f.gz", *rows), "train")
    assert row.sure[row.words.index("up")] == (SETS.index("UW"), -2.6)
    assert sum(s is not None for s in row.sure) == 1


def test_sets_can_be_left_out(tmp_path: Path) -> None:
    rows = [sure(f"It works {n} .", "works", 3, d) for n, d in enumerate(SETS)]
    place = write(tmp_path / "f.gz", *rows)
    assert len(read_factuality(place, "train")) == len(SETS)
    (one,) = read_factuality(place, "train", ("MEANTIME",))
    assert one.sure[1] == (SETS.index("MEANTIME"), 3.0)
    assert read_factuality(place, "dev") == []


def test_a_sentence_of_a_syntax_paragraph_gives_it_its_factuality() -> None:
    paragraph = Example("He left . She stayed .".split(), starts=[True, False, False] * 2)
    known = Example("She stayed .".split(), sure=[None, (0, 3.0), None])
    other = Example("Who knows ?".split(), sure=[None, (0, 0.0), None])
    assert join_factuality([paragraph], [known, other]) == [other]
    assert paragraph.sure == [None] * 3 + [None, (0, 3.0), None]


def test_a_paragraph_without_known_sentences_stays_untold() -> None:
    paragraph = Example(["He", "left"], starts=[True, False])
    other = Example(["left"], sure=[(0, 1.0)])
    assert join_factuality([paragraph], [other]) == [other]
    assert paragraph.sure is None, "a part of a sentence is no sentence"


def test_types_that_only_another_set_knows_are_taught_only_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "names.jsonl.gz"
    with gzip.open(place, "wt", encoding="utf8") as out:
        out.write(json.dumps({"words": ["In", "Goma", "today"], "ner": ["O", "B-LOC", "O"]}) + "\n")
    beside, alone = (read_open_names(place, alone=alone)[0].names for alone in (False, True))
    assert beside == [("O", "B-DATE", "I-DATE"), ("B-LOC", "B-FAC"), ("O", "B-DATE", "I-DATE")]
    assert alone == [("O",), ("B-LOC",), ("O",)]
