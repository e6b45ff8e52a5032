"""What a verb dictionary of PETRARCH's holds, compiled once: verbs, patterns by block, transformations."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.interpret.petrarch.codes import Code

SKIP, SOURCE, TARGET, PAIR = "^", "$", "+", "%"
"""Tokens that stand for a noun phrase: passed over, the source, the target, those who do it to each other."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun of a pattern: one of `heads` with all of `mods`; or one of `longs`, each likewise."""

    heads: frozenset[str]
    mods: tuple[frozenset[str], ...] = ()
    longs: tuple[tuple[str, frozenset[str]], ...] = ()
    """Members of a synonym set that have several words: the last, and those before it."""
    mark: str = ""
    """One of the tokens that stand for a phrase; then there are no words."""


@dataclass(frozen=True, slots=True)
class Prep:
    """A preposition of a pattern, and the nouns it governs; without any it is enough that it is there."""

    word: str
    nouns: tuple[Noun, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern line: what stands before and after the verb, and its codes, active and passive."""

    before: tuple[Noun, ...]
    before_preps: tuple[Prep, ...]
    after: tuple[Noun, ...]
    after_preps: tuple[Prep, ...]
    active: Code
    passive: Code
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of a block, with the words that must stand before or after it, and its own codes."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    active: Code
    passive: Code
    block: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Transform:
    """`~ a (b . ATTACK) SAY = a b 112`: outer source, inner source, target and verb, outer verb = event."""

    outer: str
    source: str
    target: str
    lower: Code | None
    """None is any verb (Q)."""
    upper: Code
    answer: tuple[str, str, Code | None]
    line: int
    text: str


@dataclass(slots=True)
class VerbFile:
    """A verb dictionary as read."""

    name: str
    verbs: dict[str, list[Verb]] = field(default_factory=dict)
    """By form, the longest phrases first."""
    blocks: dict[str, dict[str, list[Pattern]]] = field(default_factory=dict)
    """Of each block, its patterns by a word that they need ("" where they need none)."""
    transforms: list[Transform] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
