"""A parsed text as plain lists: walked many times, so nothing is asked of spaCy twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dateline.ground.actors.table import fold

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

KEYS = 1 << 64
"""spaCy's keys are unsigned; in the one array with the heads' steps they are read as signed."""
_COLUMNS: list[int | str] = [
    "ORTH",
    "LEMMA",
    "POS",
    "DEP",
    "HEAD",
    "ENT_TYPE",
    "ENT_IOB",
    "SENT_START",
    "IDX",
    "SPACY",
]
DASHES = frozenset("-–/")


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
    starts: list[int]
    """Where each token begins in the text."""


def read_sheet(doc: Doc) -> Sheet:
    """The sheet of a doc; tags that the doc lacks read as empty strings."""
    # One array for all: making a Token object for each word costs more than everything else here.
    columns = doc.to_array(_COLUMNS).astype(np.int64).T.tolist() if len(doc) else [[] for _ in _COLUMNS]
    orth, lemma, pos, dep, offset, label, iob, begins, starts, space = columns
    strings = doc.vocab.strings
    known = _Texts(strings)
    texts = [known[key] for key in orth]
    words, folded = [text for text, _ in texts], [key for _, key in texts]
    heads = [i + step for i, step in enumerate(offset)]
    kids: list[list[int]] = [[] for _ in words]
    for i, head in enumerate(heads):
        if head != i and 0 <= head < len(words) and not folded[i].isspace():  # no line's end
            kids[head].append(i)
    names, sentence = _runs(iob, begins)
    pieces, where = _pieces(folded, space)
    return Sheet(
        doc, words, folded, [known[key][0] for key in lemma], [known[key][0] for key in pos],
        [known[key][0] for key in dep], heads, [known[key][0] for key in label], names, kids, sentence,
        pieces, where, starts,
    )  # fmt: skip


class _Texts(dict[int, tuple[str, str]]):
    """The text behind a key of spaCy's, and its folded form, each made once a report."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, key: int) -> tuple[str, str]:
        text = self._strings[key % KEYS] if key else ""
        self[key] = (text, fold(text))
        return self[key]


def _runs(iob: list[int], starts: list[int]) -> tuple[list[int], list[int]]:
    names, sentence, name, number = [], [], -1, -1
    for i, (tag, start) in enumerate(zip(iob, starts, strict=True)):
        name = i if tag == 3 else (name if tag == 1 else -1)
        number += start == 1 or i == 0
        names.append(name)
        sentence.append(number)
    return names, sentence


def _pieces(folded: list[str], space: list[int]) -> tuple[list[str], list[int]]:
    pieces: list[str] = []
    where: list[int] = []
    for i, word in enumerate(folded):
        if word.isspace():  # the end of a line, also amid a name
            continue
        if word in DASHES and i and not space[i - 1]:
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
