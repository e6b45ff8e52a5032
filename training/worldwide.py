"""The worldwide newswire's names → training rows."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from dateline.digest.tokens import make_tokenizer
from training.corpus import WORLDWIDE, Example, read_rows

_MEANS: Final = {
    "Person": "PER", "Organization": "ORG", "Location": "LOC", "Facility": "FAC", "NORP": "NORP",
    "Date": "DATE", "Misc": "MISC", "Product": "MISC",
}  # fmt: skip
"""Money is left to the quantity rules, so it is no name here."""


def is_set_aside(doc: str) -> bool:
    """Whether a worldwide document is in the tenth that is never trained on."""
    return hashlib.sha1(doc.encode()).digest()[0] % 10 == 0


def read_worldwide(path: Path, *, aside: bool) -> list[Example]:
    """Paragraphs of the worldwide news set: the tenth set aside, or the rest.

    Its words are cut again by our tokenizer, so that the model sees what it will see at run time.
    """
    tokenizer = make_tokenizer()
    out = []
    for row in read_rows(path):
        if is_set_aside(row["doc"]) != aside:
            continue
        words: list[str] = []
        names: list[tuple[str, ...] | None] = []
        for word, tag in zip(row["words"], row["ner"], strict=True):
            kind = _MEANS.get(tag[2:])
            for i, piece in enumerate(t.text for t in tokenizer(word) if not t.is_space):
                words.append(piece)
                names.append(("O",) if kind is None else (f"{'I' if i else tag[0]}-{kind}",))
        if words:
            out.append(Example(words, names=names, source=WORLDWIDE))
    return out
