"""Training data: gold files → examples for all heads, each head with what its files tell.

A syntax paragraph carries the names of those of its sentences that a names file annotates too, so
that the encoder reads each text once. A names-only row has no syntax, and the other way round: what
a file does not tell is masked, never made up.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from dateline.digest.lemmas import make_script
from training.sentences_check import MODES, STATUSES

NAME_TYPES: Final = ("PER", "ORG", "LOC", "FAC", "NORP", "DATE", "MISC")
NAME_TAGS: Final = ("O", *(f"{b}-{t}" for t in NAME_TYPES for b in "BI"))
OPEN, WORLDWIDE, TEXT_ONLY = 0, 1, -1
"""Whose annotation habits a row's names follow."""
_OPEN_MEANS: Final = {"PER": ("PER",), "ORG": ("ORG",), "LOC": ("LOC", "FAC"), "MISC": ("MISC", "NORP")}
"""The open sets know four types: their LOC may be a facility, their MISC a nationality."""
MAX_WORDS: Final = 180
MIN_SCRIPT_COUNT: Final = 3


@dataclass
class Example:
    """One paragraph: words, and for each head its gold or None where the source has none."""

    words: list[str]
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemma: list[str] | None = None
    heads: list[int] | None = None
    deprel: list[str] | None = None
    starts: list[bool] | None = None
    names: list[tuple[str, ...] | None] | None = None
    """Per word the tags that its gold allows (several where the source is coarser), None: unknown."""
    source: int = TEXT_ONLY
    quotes: list[Quote] | None = None
    inside: list[int] | None = None
    """Per word SOURCE and CONTENT as bits: in the source or the content of any attribution."""
    sure: list[tuple[int, float] | None] | None = None
    """Per word (index in SETS, factuality from -3 to 3)."""
    deeds: list[Deed] | None = None


@dataclass
class Quote:
    """An attribution by its words; `anchor` is the cue's first."""

    anchor: int
    source: list[int]
    cue: list[int]
    content: list[int]


@dataclass
class Deed:
    """An event by its words."""

    trigger: list[int]
    type: str
    mode: str | None
    status: str
    actors: list[int]
    recipients: list[int]


SOURCE, CONTENT = 1, 2
SETS: Final = ("UDS_IH2", "UW", "MEANTIME", "RP")
"""The factuality sets, each with a scale of its own use."""


@dataclass(frozen=True)
class Labels:
    """The label inventories, in the order of the heads' outputs."""

    upos: list[str]
    feats: list[str]
    scripts: list[str]
    deprel: list[str]
    names: list[str] = field(default_factory=lambda: list(NAME_TAGS))
    types: list[str] = field(default_factory=lambda: ["", *MODES])
    """Event types; the first stands for no event."""
    modes: list[str] = field(
        default_factory=lambda: [f"{t}.{m}" for t, ms in MODES.items() for m in ("", *ms.split())]
    )
    """`TYPE.mode`; `TYPE.` stands for a type without a mode."""
    statuses: list[str] = field(default_factory=lambda: list(STATUSES))
    sets: list[str] = field(default_factory=lambda: list(SETS))


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)


def _open_tags(tags: Iterable[str], *, alone: bool) -> list[tuple[str, ...] | None]:
    out: list[tuple[str, ...] | None] = []
    for tag in tags:
        if alone:
            out.append((tag,))
        elif tag == "O":
            out.append(("O", "B-DATE", "I-DATE"))
        else:
            out.append(tuple(f"{tag[0]}-{t}" for t in _OPEN_MEANS[tag[2:]]))
    return out


def _sentence_bounds(starts: list[bool]) -> list[tuple[int, int]]:
    at = [i for i, s in enumerate(starts) if s] + [len(starts)]
    return list(pairwise(at))


def read_syntax(path: Path) -> list[Example]:
    """Paragraphs with trees."""
    return [
        Example(r["words"], r["upos"], r["feats"], r["lemma"], r["head"], r["deprel"], r["sent_start"])
        for r in read_rows(path)
    ]


def read_open_names(path: Path, *, alone: bool = False) -> list[Example]:
    """Sentences with PER ORG LOC MISC.

    A place may be a facility, and a word without a name part of a date, which these sets don't tell apart.
    `alone`: no other set will, so that what stands there is meant as it stands.
    """
    return [
        Example(r["words"], names=_open_tags(r["ner"], alone=alone), source=OPEN) for r in read_rows(path)
    ]


def join_names(syntax: list[Example], names: list[Example]) -> list[Example]:
    """Put the names of sentences that stand in a syntax paragraph onto it; return the other rows."""
    by_words: dict[tuple[str, ...], Example] = {tuple(e.words): e for e in names}
    used: set[int] = set()
    for paragraph in syntax:
        tags: list[tuple[str, ...] | None] = [None] * len(paragraph.words)
        for a, b in _sentence_bounds(paragraph.starts or []):
            found = by_words.get(tuple(paragraph.words[a:b]))
            if found and found.names:
                tags[a:b] = found.names
                used.add(id(found))
                paragraph.source = OPEN
        paragraph.names = tags
    return [e for e in names if id(e) not in used]


def cut_long(example: Example, limit: int = MAX_WORDS) -> list[Example]:
    """Cut names-only rows that are too long for one window, after a full stop where there is one."""
    words, names = example.words, example.names or []
    out, at = [], 0
    while at < len(words):
        end = min(at + limit, len(words))
        if end < len(words):
            stops = [i + 1 for i in range(at + limit // 3, end) if words[i] in ".!?"]
            end = stops[-1] if stops else end
        out.append(Example(words[at:end], names=names[at:end], source=example.source))
        at = end
    return out


def collect_labels(syntax: list[Example]) -> Labels:
    """The inventories of the syntax heads; edit scripts seen fewer than three times are left out."""
    upos = Counter(t for e in syntax for t in e.upos or [])
    feats = Counter(t for e in syntax for t in e.feats or [])
    deprel = Counter(t for e in syntax for t in e.deprel or [])
    scripts = Counter(make_script(w, m) for e in syntax for w, m in zip(e.words, e.lemma or [], strict=True))
    kept = [s for s, n in scripts.most_common() if n >= MIN_SCRIPT_COUNT]
    return Labels(sorted(upos), [f for f, _ in feats.most_common()], kept, sorted(deprel))


def known_lemmas(syntax: list[Example]) -> dict[str, dict[str, str]]:
    """UPOS → form → lemma, for forms seen twice or more with one lemma nine times out of ten."""
    seen: dict[tuple[str, str], Counter[str]] = {}
    for e in syntax:
        for word, upos, lemma in zip(e.words, e.upos or [], e.lemma or [], strict=True):
            seen.setdefault((upos, word), Counter())[lemma] += 1
    out: dict[str, dict[str, str]] = {}
    for (upos, word), lemmas in sorted(seen.items()):
        lemma, count = lemmas.most_common(1)[0]
        if lemmas.total() >= 2 and count >= 0.9 * lemmas.total():
            out.setdefault(upos, {})[word] = lemma
    return out
