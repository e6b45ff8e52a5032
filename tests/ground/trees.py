"""Digests written by hand: `word/POS/head/relation[/ENTITY]` for each token of a sentence."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from dateline.ground.actors import ActorTable, by_head, find_actors, load_actors
from dateline.model import ActorMention, Digest, Report

VOCAB = spacy.blank("en").vocab


def digest_of(*sentences: str, day: str | None = "2016-03-15") -> Digest:
    """A digest of sentences written `word/POS/head/relation[/ENTITY]`: heads from 1, 0 is the root."""
    words: list[str] = []
    pos: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    ents: list[str] = []
    starts: list[bool | int | None] = []
    morphs: list[str] = []
    for sentence in sentences:
        base = len(words)
        for i, cell in enumerate(sentence.split()):
            word, tag, head, dep, *name = cell.split("/")
            words.append(word)
            pos.append(tag)
            heads.append(base + (int(head) - 1 if head != "0" else i))
            deps.append("ROOT" if head == "0" else dep)
            ents.append(name[0] if name else "O")
            starts.append(i == 0)
            morphs.append("Number=Plur" if tag == "NOUN" and word.endswith("s") else "")
    after = [*words[1:], ""]
    spaces = [word != "-" and follows not in ("-", "'s") for word, follows in zip(words, after, strict=True)]
    lemmas = [word.lower() for word in words]
    doc = Doc(
        VOCAB, words, spaces, pos=pos, heads=heads, deps=deps, ents=ents, sent_starts=starts, morphs=morphs,
        lemmas=lemmas,
    )  # fmt: skip
    return Digest(Report("t", doc.text, "", published=day), doc)


def read(
    *sentences: str, day: str | None = "2016-03-15", table: ActorTable | None = None
) -> dict[int, ActorMention]:
    """The mentions of hand-made sentences by head token."""
    return by_head(find_actors(digest_of(*sentences, day=day), table or load_actors()))


def codes(mention: ActorMention) -> tuple[str | None, str | None]:
    """Country and sector."""
    return mention.country, mention.sector
