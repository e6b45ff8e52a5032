"""Column files (one word a line, a blank line after each sentence) → words, spaces and name tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

UNER: Final = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "OTH": "MISC"}
"""OTH stands in the first published version of the train file alone: nationalities and the like."""
CONLL: Final = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MISC"}
WNUT: Final = {
    "person": "PER", "location": "LOC", "group": "ORG", "corporation": "ORG",
    "product": "MISC", "creative-work": "MISC",
}  # fmt: skip
CROSSNER: Final = {
    "person": "PER", "politician": "PER", "organisation": "ORG", "politicalparty": "ORG",
    "location": "LOC", "country": "LOC", "election": "MISC", "event": "MISC", "misc": "MISC",
}  # fmt: skip
RE3D: Final = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "MISC"}
"""Weapons, quantities, times and documents are no names."""

_NO_SPACE_BEFORE: Final = frozenset(
    ". , : ; ! ? % ) ] } ' ’ ” 's n't 've 're 'll 'd 'm ’s n’t ’ve ’re ’ll ’d ’m".split()
)
_NO_SPACE_AFTER: Final = frozenset("( [ { $ £ € “ ‘".split())
_ARTICLES: Final = frozenset("the a an".split())
_PREFIX: Final = re.compile(r"([BIES])-(.+)")


@dataclass
class Tagged:
    """A sentence as its file has it: words, and the tags as written there."""

    words: list[str]
    tags: list[str]
    text: str | None = None
    """The sentence as it was printed, where the file tells."""


def read_columns(text: str, *, word: int = 0, tag: int = 1, separator: str = "\t") -> Iterator[Tagged]:
    """The sentences of a column file; raises ValueError with the line where a column is missing."""
    current = Tagged([], [])
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip("\r")
        cells = line.split(separator)
        if not line.strip() or cells[0] == "-DOCSTART-":
            if current.words:
                yield current
                current = Tagged([], [])
        elif line.startswith("# ") and len(cells) == 1:
            key, _, said = line[2:].partition(" = ")
            if key == "text":
                current.text = said
        elif len(cells) <= max(word, tag):
            raise ValueError(
                f"line {number}: {len(cells)} columns where column {max(word, tag) + 1} is needed"
            )
        elif cells[word].strip():
            current.words.append(cells[word].strip())
            current.tags.append(cells[tag].strip())
    if current.words:
        yield current


def map_tags(tags: Iterable[str], kinds: Mapping[str, str]) -> list[str]:
    """Tags with the kinds of one set → B- and I- with ours; a kind that `kinds` has not is no name.

    Every name begins with B-, also where the source writes I- alone (names of one kind that touch each
    other are then one: such a file does not tell them apart).
    """
    out: list[str] = []
    for tag in tags:
        found = _PREFIX.fullmatch(tag)
        kind = kinds.get(found[2]) if found else None
        if kind is None or found is None:
            out.append("O")
        elif found[1] in "IE" and out and out[-1][2:] == kind:
            out.append(f"I-{kind}")
        else:
            out.append(f"B-{kind}")
    return out


def trim_names(words: list[str], tags: list[str]) -> list[str]:
    """Names without a leading article, and only those in which something is capitalised.

    For re3d, which marks whole mentions ("the two leaders") where the other sets mark names.
    """
    out, at = list(tags), 0
    while at < len(tags):
        end = at + 1
        if tags[at] != "O":
            while end < len(tags) and tags[end].startswith("I-"):
                end += 1
            first = at + (words[at].lower() in _ARTICLES)
            out[at:end] = ["O"] * (end - at)
            if any(w[:1].isupper() for w in words[first:end]):
                out[first:end] = [f"B-{tags[at][2:]}"] + [f"I-{tags[at][2:]}"] * (end - first - 1)
        at = end
    return out


def align_spaces(words: list[str], text: str) -> list[bool] | None:
    """Whether a space follows each word, read off the printed sentence; None where the two differ."""
    spaces: list[bool] = []
    at = 0
    for word in words:
        if not text.startswith(word, at):
            return None
        at += len(word)
        after = at
        while after < len(text) and text[after].isspace():
            after += 1
        spaces.append(after > at)
        at = after
    if at < len(text) or not spaces:
        return None
    spaces[-1] = False
    return spaces


def _joins(left: str, right: str, quote_opens: bool) -> bool:
    """Whether print puts no space between two neighbours."""
    if right in _NO_SPACE_BEFORE or left in _NO_SPACE_AFTER:
        return True
    if right == '"':
        return not quote_opens
    if left == '"':
        return quote_opens
    hyphen = "-" in (left, right)
    return hyphen and (left[-1].isalnum() or right[0].isalnum())


def guess_spaces(words: list[str]) -> list[bool]:
    """Whether a space follows each word by the habits of print, for files that do not tell."""
    spaces: list[bool] = []
    open_quote = False  # whether a straight double quote stands open before the coming word
    for left, right in pairwise(words):
        if left == '"':
            open_quote = not open_quote
        # A quote to the right opens if none is open; one to the left did if one is open now.
        opens = (not open_quote) if right == '"' else open_quote
        spaces.append(not _joins(left, right, opens))
    if words:
        spaces.append(False)
    return spaces


def name_row(sentence: Tagged, kinds: Mapping[str, str], *, trim: bool = False) -> dict[str, Any]:
    """The row of a sentence in a `ner_*.jsonl.gz` file."""
    ner = map_tags(sentence.tags, kinds)
    if trim:
        ner = trim_names(sentence.words, ner)
    spaces = align_spaces(sentence.words, sentence.text) if sentence.text else None
    return {"words": sentence.words, "spaces": spaces or guess_spaces(sentence.words), "ner": ner}


def worldwide_rows(text: str, doc: str) -> Iterator[dict[str, Any]]:
    """The rows of one article of the worldwide set: its own labels, of names the outermost."""
    for sentence in read_columns(text):
        tags = [t.replace("S-", "B-", 1) if t.startswith("S-") else t for t in sentence.tags]
        tags = [t.replace("E-", "I-", 1) if t.startswith("E-") else t for t in tags]
        yield {"doc": doc, "words": sentence.words, "ner": tags}
