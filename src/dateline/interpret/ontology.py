"""The ontology's records: event types, modes, quads, scores, contexts and sectors.

`ontology_read` makes these from a TOML file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict", "neutral")


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type was done: its score, what it means, a sentence of ours that shows it."""

    score: float | None
    definition: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event: its quad, its score, its modes."""

    name: str
    quad: str
    score: float | None
    definition: str
    example: str
    modes: Mapping[str, Mode] = field(default_factory=dict)
    recipient_required: bool = False
    like: str = ""
    """The PLOVER type whose grammar it shares: what is asked for, where an attack strikes, what counts."""
    code: str | None = None
    """The number or code that the ontology writes for it, where that is another than its name."""
    root: str = ""
    """The more general type that it is a kind of, where the types have an order (CAMEO's do)."""
    plover: str = ""
    """What it is in PLOVER: the type, and after a full stop its mode."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """All types, the words that show each context, the sectors, and names that are no longer used."""

    name: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, frozenset[str]]
    cues: Mapping[str, tuple[str, ...]]
    """Word → the contexts it shows."""
    glosses: Mapping[str, str] = field(default_factory=dict)
    """Context → what it means."""
    sectors: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Older name of a type → its name here."""

    def score(self, type_: str, mode: str | None) -> float | None:
        """The score of a type, or of its mode where there is one."""
        entry = self.types[type_]
        of_mode = None if mode is None or mode not in entry.modes else entry.modes[mode].score
        return entry.score if of_mode is None else of_mode
