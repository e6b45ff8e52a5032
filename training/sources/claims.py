"""Attributions (brat stand-off) and factuality (JSON lines) → the rows of `polnear.*` and `factuality.*`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

Row = dict[str, Any]
Spans = list[dict[str, Any]]

PARTS: Final = ("source", "cue", "content")
_ANNOTATOR: Final = re.compile(r"(.+)_([0-9a-f]{4})")


@dataclass
class Article:
    """One article's text, and its annotation files by annotator."""

    text: str | None = None
    marks: dict[str, str] = field(default_factory=dict)


def articles(texts: Mapping[str, str], part: str) -> dict[str, Article]:
    """The articles of one part of PolNeAR (`data/PART/text`, `data/PART/attributions`) by name.

    Raises ValueError where a text has no annotation file, or the other way round.
    """
    out: dict[str, Article] = {}
    for path, text in texts.items():
        place = PurePosixPath(path)
        if place.parts[:-1] == ("data", part, "text"):
            out.setdefault(place.stem, Article()).text = text
        elif place.parts[:-1] == ("data", part, "attributions"):
            named = _ANNOTATOR.fullmatch(place.stem)
            if named is None:
                raise ValueError(f"{path}: its name does not end in an annotator")
            out.setdefault(named[1], Article()).marks[named[2]] = text
    for name, article in out.items():
        if article.text is None or not article.marks:
            raise ValueError(f"data/{part}: {name} has {'no text' if article.marks else 'no annotation'}")
    return dict(sorted(out.items()))


def attribution_rows(texts: Mapping[str, str], part: str) -> Iterator[Row]:
    """A row an article; of several annotators' files the first by name is taken."""
    for name, article in articles(texts, part).items():
        text, annotator = article.text or "", min(article.marks)
        try:
            found = list(attributions(article.marks[annotator], text))
        except (ValueError, KeyError, IndexError) as error:
            raise ValueError(f"data/{part}/attributions/{name}_{annotator}.ann: {error}") from error
        yield {
            "doc_id": name, "split": part, "annotator": annotator, "n_annotators": len(article.marks),
            "text": text, "attributions": found,
        }  # fmt: skip


def attributions(marks: str, text: str) -> Iterator[Row]:
    """The attributions of a brat file, in its order; raises ValueError where a span is not what it says.

    An event without any part (brat keeps such beside the one that replaced it) comes out empty.
    """
    lines = [line.split("\t") for line in marks.split("\n") if line.strip()]
    spans = {cells[0]: _spans(cells, text) for cells in lines if cells[0].startswith("T")}
    for cells in lines:
        if not cells[0].startswith("E"):
            continue
        row: Row = {"id": cells[0], **{part: [] for part in PARTS}}
        for role in cells[1].split()[1:]:
            kind, _, mark = role.partition(":")
            part = kind.rstrip("0123456789").lower()
            if part not in PARTS:
                raise ValueError(f"{cells[0]}: {kind} is no part of an attribution")
            if mark not in spans:
                raise ValueError(f"{cells[0]}: there is no {mark}")
            row[part].extend(spans[mark])
        yield row


def _spans(cells: list[str], text: str) -> Spans:
    """The stretches of one mark: `T9 ⇥ Content 315 448;463 553 ⇥ words`."""
    bounds = [tuple(map(int, b.split())) for b in cells[1].partition(" ")[2].split(";")]
    said = " ".join(text[a:b] for a, b in bounds)
    if said.split() != cells[2].split():
        raise ValueError(f"{cells[0]}: the file says {cells[2][:40]!r}, the text {said[:40]!r}")
    return [{"start": a, "end": b, "text": text[a:b]} for a, b in bounds]


def factuality_rows(text: str, dataset: str, split: str) -> Iterator[Row]:
    """A row a sentence, whose events are told by words parted by one space each."""
    for number, line in enumerate(filter(None, text.split("\n")), 1):
        try:
            told = json.loads(line)
            events = [_event(told["text"], target) for target in told["targets"]]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number}: {error}") from error
        name = {"id": told["uID"]} if "uID" in told else {}
        yield {"dataset": dataset, "split": split, **name, "text": told["text"], "events": events}


def _event(text: str, target: Row) -> Row:
    words = text.split(" ")
    first, end = target["span1"]
    if not 0 <= first < end <= len(words):
        raise ValueError(f"no words {first} to {end} in {text[:40]!r}")
    start = sum(len(w) + 1 for w in words[:first])
    said = " ".join(words[first:end])
    if target["span_text"] not in {said, ""}:
        raise ValueError(f"the event is {target['span_text']!r}, the words there are {said!r}")
    return {"start": start, "end": start + len(said), "text": said, "factuality": target["label"]}
