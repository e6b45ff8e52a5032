"""The words of `_ref/attribution/blame.toml`, and where they stand in a report."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import UserError
from dateline.interpret.attribution_tree import Tree

_GAP = 5
"""How many words on the second word of a pair may follow the first."""


@dataclass(frozen=True, slots=True)
class ClueWords:
    """Word → the kinds of clue it gives, alone or with a second word after it."""

    single: dict[str, tuple[str, ...]]
    pairs: dict[str, tuple[tuple[str, str], ...]]
    """First word → second words, each with the kind that both together give."""


@dataclass(frozen=True, slots=True)
class BlameWords:
    """All lists: who did it, whose voice a report is, how far a deed has come, who speaks for a state."""

    blame: ClueWords
    voice: ClueWords
    stage: ClueWords
    authorities: frozenset[str]
    sectors: frozenset[str]


def _clues(groups: dict[str, list[str]]) -> ClueWords:
    single: dict[str, list[str]] = {}
    pairs: dict[str, list[tuple[str, str]]] = {}
    for kind, entries in groups.items():
        for entry in entries:
            first, _, second = entry.partition(" ")
            if second:
                pairs.setdefault(first, []).append((second, kind))
            else:
                single.setdefault(first, []).append(kind)
    return ClueWords({w: tuple(k) for w, k in single.items()}, {w: tuple(p) for w, p in pairs.items()})


@cache
def blame_words() -> BlameWords:
    """The lists, read once."""
    path = files("dateline").joinpath("_ref", "attribution", "blame.toml")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        kept = table["authorities"]
        return BlameWords(
            _clues(table["blame"]),
            _clues(table["voice"]),
            _clues(table["stage"]),
            frozenset(kept["words"]),
            frozenset(kept["sectors"]),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError) as problem:
        raise UserError(f"_ref/attribution/blame.toml: cannot be read ({problem}); restore it") from problem


def clues_in(tree: Tree, words: ClueWords, first: int, last: int) -> list[tuple[int, str]]:
    """The tokens from `first` to `last` that are clues, each with its kind; a pair outdoes a single word."""
    found = []
    for i in range(first, last + 1):
        kinds = _paired(tree, words, i, last) or _single(tree, words, i)
        found += [(i, kind) for kind in kinds]
    return found


def _paired(tree: Tree, words: ClueWords, i: int, last: int) -> tuple[str, ...]:
    entries = words.pairs.get(tree.lemma[i], ()) or words.pairs.get(tree.lower[i], ())
    if not entries:
        return ()
    after = range(i + 1, min(i + _GAP, last) + 1)
    near = {tree.lemma[k] for k in after} | {tree.lower[k] for k in after}
    return tuple({kind: None for second, kind in entries if second in near})


def _single(tree: Tree, words: ClueWords, i: int) -> tuple[str, ...]:
    return words.single.get(tree.lower[i], ()) or words.single.get(tree.lemma[i], ())
