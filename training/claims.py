"""Gold on who says so and how sure it is → training rows: PolNeAR's attributions, the factuality sets."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from dateline.digest.tokens import make_tokenizer
from dateline.digest.windows import windows_of
from dateline.model import Report
from training.corpus import CONTENT, SETS, SOURCE, Example, Quote, read_rows


def read_attributions(path: Path) -> list[Example]:
    """The windows of PolNeAR's articles, cut as at run time, with the attributions whose cue lies in each."""
    tokenizer = make_tokenizer()
    return [e for row in read_rows(path) for e in _article(row, tokenizer(row["text"]))]


def _article(row: dict[str, Any], doc: Doc) -> list[Example]:
    found = [
        tuple(_tokens(doc, a[part]) for part in ("source", "cue", "content")) for a in row["attributions"]
    ]
    marks = [0] * len(doc)
    for source, _, content in found:
        for i in source:
            marks[i] |= SOURCE
        for i in content:
            marks[i] |= CONTENT
    out = []
    for window in windows_of(Report(row["doc_id"], row["text"], ""), doc):
        at = {token: i for i, token in enumerate(window.tokens)}
        quotes = [
            Quote(at[cue[0]], *([at[i] for i in part if i in at] for part in (source, cue, content)))
            for source, cue, content in found
            if cue and cue[0] in at
        ]
        words = [doc[i].text for i in window.tokens]
        out.append(Example(words, quotes=quotes, inside=[marks[i] for i in window.tokens]))
    return out


def _tokens(doc: Doc, spans: Iterable[dict[str, Any]]) -> list[int]:
    """The tokens that touch one of the spans, in order."""
    touched = (
        t.i for s in spans for t in doc if not t.is_space and t.idx < s["end"] and t.idx + len(t) > s["start"]
    )
    return sorted(set(touched))


def read_factuality(path: Path, split: str, sets: Iterable[str] = SETS) -> list[Example]:
    """The sentences of the named sets in one of their splits, with their events' factuality."""
    tokenizer, chosen = make_tokenizer(), frozenset(sets)
    out = []
    for row in read_rows(path):
        if row["split"] != split or row["dataset"] not in chosen:
            continue
        doc = tokenizer(row["text"])
        kept = [t for t in doc if not t.is_space]
        sure: list[tuple[int, float] | None] = [None] * len(kept)
        for event in row["events"]:
            last = [i for i, t in enumerate(kept) if t.idx < event["end"] and t.idx + len(t) > event["start"]]
            if last:
                sure[last[-1]] = (SETS.index(row["dataset"]), float(event["factuality"]))
        if kept and any(sure):
            out.append(Example([t.text for t in kept], sure=sure))
    return out


def join_factuality(syntax: list[Example], rows: list[Example]) -> list[Example]:
    """Put the factuality of sentences that stand in a syntax paragraph onto it; return the other rows."""
    by_words = {tuple(e.words): e for e in rows}
    used: set[int] = set()
    for paragraph in syntax:
        starts = [i for i, s in enumerate(paragraph.starts or []) if s] + [len(paragraph.words)]
        for a, b in pairwise(starts):
            found = by_words.get(tuple(paragraph.words[a:b]))
            if found is None or found.sure is None:
                continue
            if paragraph.sure is None:
                paragraph.sure = [None] * len(paragraph.words)
            paragraph.sure[a:b] = found.sure
            used.add(id(found))
    return [e for e in rows if id(e) not in used]
