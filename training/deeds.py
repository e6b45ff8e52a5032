"""The sentences of our own (training/sentences) → training rows with their events."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from dateline.digest.tokens import make_tokenizer
from training.corpus import Deed, Example
from training.sentences_check import find

FOLDER = Path(__file__).with_name("sentences")


def is_set_aside(text: str) -> bool:
    """Whether a sentence is in the tenth that is never trained on."""
    return hashlib.sha1(text.encode()).digest()[0] % 10 == 0


def read_rows(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every sentence as it was written, file after file."""
    files = sorted(folder.glob("*.jsonl"))
    return [json.loads(line) for f in files for line in f.read_text(encoding="utf8").splitlines()]


def read_deeds(*, aside: bool, folder: Path = FOLDER) -> list[Example]:
    """The sentences set aside, or the rest, cut into words as at run time."""
    tokenizer = make_tokenizer()
    return [_example(r, tokenizer(r["text"])) for r in read_rows(folder) if is_set_aside(r["text"]) == aside]


def _example(row: dict[str, Any], doc: Doc) -> Example:
    def words(quotes: list[str]) -> list[int]:
        spans = [find(row["text"], q) for q in quotes]
        return [t.i for t in doc if any(t.idx < e and t.idx + len(t) > s for s, e in spans)]

    deeds = [
        Deed(
            words([e["trigger"]]),
            e["type"],
            e["mode"],
            e["status"],
            words(e["actors"]),
            words(e["recipients"]),
        )
        for e in row["events"]
    ]
    return Example([t.text for t in doc], deeds=deeds)
