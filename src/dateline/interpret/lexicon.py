"""The lexicon's records: entries, conditions and the groups they stand in.

A group is a set of patterns (verbs, nouns, adjectives) that share a type, conditions and roles; each
pattern is an entry with an id of its own, `type.group/pattern`. `lexicon_read` makes these from TOML.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Condition:
    """A slot of the tree (`obj`, `from`, `mod` …) and what must stand in it."""

    slot: str
    lemmas: frozenset[str] = frozenset()
    features: tuple[str, ...] = ()
    anything: bool = False
    """`*`: it is enough that the slot is filled."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a set of patterns has in common."""

    type: str
    id: str
    line: int
    mode: str | None = None
    when: tuple[Condition, ...] = ()
    """At least one must hold, where there are any."""
    unless: tuple[Condition, ...] = ()
    """None may hold."""
    actor: tuple[Condition, ...] = ()
    recipient: tuple[Condition, ...] = ()
    reciprocal: bool = False
    """Those who take part are all actors."""
    effect: str | None = None
    contexts: tuple[str, ...] = ()
    counts: dict[str, str] = field(default_factory=dict)
    """Slot → what a number there counts."""
    places: dict[str, str] = field(default_factory=dict)
    """Slot → the role of a place there."""
    weak: bool = False
    """Too common a word to stand without an actor or recipient."""
    negated: bool = False
    """An event only where the verb is negated ("will not negotiate")."""
    result: str | None = None
    """What an attack did to people (`killed`, `injured`): part of the attack where there is one."""
    bound: bool = False
    """Harm that may as well be an accident's: told only as part of an attack that it can be the result of."""
    prefer: int = 0
    first: bool = False
    """The first actor role that is filled decides alone."""
    like: str = ""
    """The PLOVER type whose grammar the event shares: the type itself, or what the ontology says."""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One pattern: a head word and what must stand around it."""

    id: str
    pos: str
    lemma: str
    pieces: tuple[Condition, ...]
    group: Group
    pattern: str = ""
    """As it is written in the file."""

    @property
    def weight(self) -> int:
        """How closely the pattern describes its words: the closest match wins."""
        return 2 * len(self.pieces) + self.group.prefer


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries by head lemma, for each part of speech; the named sets; what a number may count."""

    verbs: dict[str, tuple[Entry, ...]]
    nouns: dict[str, tuple[Entry, ...]]
    adjectives: dict[str, tuple[Entry, ...]]
    sets: dict[str, frozenset[str]]

    def __len__(self) -> int:
        return sum(len(v) for table in (self.verbs, self.nouns, self.adjectives) for v in table.values())
