"""A parsed text as plain lists: walked many times, so nothing is asked of spaCy twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dateline.ground.actors.table import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

DASHES = frozenset("-–/")
NOMINAL = frozenset(("NOUN", "PROPN", "NUM", "ADJ", "PRON", "X", "SYM"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tokens of a document (or of one sentence's stretch): position i is token `i` of the doc."""

    doc: Doc
    words: list[str]
    folded: list[str]
    lemmas: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    labels: list[str]
    names: list[int]
    """For each token the first token of the named entity it stands in, or -1."""
    kids: list[list[int]]
    sentence: list[int]
    pieces: list[str]
    where: list[int]
    """For each piece the token it was cut from."""


def read_sheet(doc: Doc) -> Sheet:
    """The sheet of a doc; tags that the doc lacks read as empty strings."""
    table = doc.to_array(["LEMMA", "POS", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"])
    strings = doc.vocab.strings
    known: dict[int, str] = {}

    def text_of(column: int) -> list[str]:
        out = []
        for key in table[:, column].tolist():
            if key not in known:
                known[key] = strings[key] if key else ""
            out.append(known[key])
        return out

    size = len(doc)
    words = [token.text for token in doc]
    offsets = table[:, 3].astype(np.int64).tolist() if size else []
    heads = [i + offset for i, offset in enumerate(offsets)]
    kids: list[list[int]] = [[] for _ in range(size)]
    for i, head in enumerate(heads):
        if head != i and 0 <= head < size:
            kids[head].append(i)
    names, sentence = _runs(table[:, 5].tolist(), table[:, 6].tolist())
    folded = [fold(word) for word in words]
    pieces, where = _pieces(doc, folded)
    return Sheet(
        doc, words, folded, text_of(0), _pos_names(doc, size), text_of(2), heads, text_of(4), names, kids,
        sentence, pieces, where,
    )  # fmt: skip


def _pos_names(doc: Doc, size: int) -> list[str]:
    return [token.pos_ for token in doc] if size else []


def _runs(iob: list[int], starts: list[int]) -> tuple[list[int], list[int]]:
    names, sentence, name, number = [], [], -1, -1
    for i, (tag, start) in enumerate(zip(iob, starts, strict=True)):
        name = i if tag == 3 else (name if tag == 1 else -1)
        number += start == 1 or i == 0
        names.append(name)
        sentence.append(number)
    return names, sentence


def _pieces(doc: Doc, folded: list[str]) -> tuple[list[str], list[int]]:
    pieces: list[str] = []
    where: list[int] = []
    for i, word in enumerate(folded):
        if word in DASHES and i and not doc[i - 1].whitespace_:
            continue
        if len(word) > 1 and ("-" in word or "–" in word or "/" in word):
            for piece in word.replace("–", "-").replace("/", "-").split("-"):
                if piece:
                    pieces.append(piece)
                    where.append(i)
            continue
        pieces.append(word)
        where.append(i)
    return pieces, where
