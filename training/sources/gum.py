"""GUM: which genres may be trained on, and names by rule from its entity annotation.

GUM marks every mention of a thing with its kind and its extent ("the old mayor of Bonn" is a person),
not names. The rules here take the proper-noun core of a mention whose head is a proper noun, and
capitalised adjectives such as nationalities. They are ours, so such names are no annotator's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from training.sources.treebank import Sentence, Word

OPEN_GENRES: Final = frozenset("academic bio court interview news speech textbook vlog voyage".split())
"""Texts under CC BY or BY-SA, and three genres without a line in GUM's licence file: government sites,
an open textbook publisher, videos under CC BY (speech, textbook, vlog). All others are non-commercial."""

_KINDS: Final = {"person": "PER", "organization": "ORG", "place": "LOC"}
_NOT_NAMES: Final = frozenset({"time", "quantity"})
_LINKS: Final = frozenset(
    "of the de du des la le del da di van von der den al el for in on - – & 's ’s '".split()
)
_COMMON_LINKS: Final = frozenset("in on for".split())
_MARK: Final = re.compile(r"\(([^()]*)(\))?|([^()]+)\)")


def genre(doc: str) -> str:
    """`GUM_news_homeland` → `news`; empty where the id is not GUM's."""
    parts = doc.split("_")
    return parts[1] if len(parts) > 2 and parts[0] == "GUM" else ""


def is_open(sentence: Sentence) -> bool:
    """Whether the sentence's document may be trained on."""
    return genre(sentence.doc) in OPEN_GENRES


@dataclass(frozen=True)
class Mention:
    """A span of words of one sentence with GUM's kind."""

    first: int
    last: int
    kind: str


def mentions(sentence: Sentence) -> list[Mention]:
    """The mentions of a sentence, the widest first."""
    out: list[Mention] = []
    waiting: list[tuple[str, int, str]] = []
    for place, word in enumerate(sentence.words):
        for opened, at_once, closed in _MARK.findall(word.misc.get("Entity", "")):
            if closed:
                mark = _take(waiting, closed.partition("-")[0])
                if mark:
                    out.append(Mention(mark[1], place, mark[2]))
                continue
            name, kind = (*opened.split("-"), "")[:2]
            if at_once:
                out.append(Mention(place, place, kind))
            else:
                waiting.append((name, place, kind))
    return sorted(out, key=lambda m: (m.first - m.last, m.first))


def _take(waiting: list[tuple[str, int, str]], name: str) -> tuple[str, int, str] | None:
    """The mention of that name opened last, taken off the list."""
    for at in range(len(waiting) - 1, -1, -1):
        if waiting[at][0] == name:
            return waiting.pop(at)
    return None


def _head(words: list[Word], mention: Mention) -> int | None:
    """The word of a mention that hangs on a word outside it."""
    inside = range(mention.first, mention.last + 1)
    return next((i for i in inside if words[i].head not in inside or words[i].head == i), None)


def _proper(word: Word) -> bool:
    return word.upos == "PROPN" or (word.upos in {"NUM", "ADJ", "NOUN", "X"} and word.form[:1].isupper())


def _core(words: list[Word], mention: Mention) -> tuple[int, int] | None:
    """First and last word of the proper-noun core around a mention's head, if its head is a proper noun.

    Linking words ("of the") belong to it between proper words; "in", "on" and "for" only in a name that is
    no person's and no place's, as in "Institute for Peace".
    """
    head = _head(words, mention)
    if head is None or words[head].upos != "PROPN":
        return None
    links = _LINKS if mention.kind not in {"person", "place"} else _LINKS - _COMMON_LINKS
    first = last = head
    at = head - 1
    while at >= mention.first and (_proper(words[at]) or words[at].form.lower() in links):
        first = at if _proper(words[at]) else first
        at -= 1
    at = head + 1
    while at <= mention.last and (
        _proper(words[at]) or words[at].upos == "NUM" or words[at].form.lower() in links
    ):
        last = at if _proper(words[at]) or words[at].upos == "NUM" else last
        at += 1
    return first, last


def gum_names(sentence: Sentence) -> list[str]:
    """B- and I- tags (PER ORG LOC MISC) for the words of a GUM sentence; of nested names the widest."""
    words = sentence.words
    tags = ["O"] * len(words)
    for mention in mentions(sentence):
        core = None if mention.kind in _NOT_NAMES else _core(words, mention)
        if core is None or any(tags[i] != "O" for i in range(core[0], core[1] + 1)):
            continue
        kind = _KINDS.get(mention.kind, "MISC")
        tags[core[0] : core[1] + 1] = [f"B-{kind}"] + [f"I-{kind}"] * (core[1] - core[0])
    for place, word in enumerate(words):
        if tags[place] == "O" and word.upos == "ADJ" and word.form[:1].isupper() and word.lemma[:1].isupper():
            tags[place] = "B-MISC"
    return tags


def gum_name_rows(sentences: Iterable[Sentence]) -> Iterator[dict[str, Any]]:
    """Sentences of GUM → the rows of a `ner_*.jsonl.gz` file."""
    for sentence in sentences:
        spaces = [w.space for w in sentence.words]
        spaces[-1] = False
        yield {"words": [w.form for w in sentence.words], "spaces": spaces, "ner": gum_names(sentence)}
