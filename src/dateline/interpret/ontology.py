"""The ontology: event types, modes, quads, scores and contexts, read from a TOML file.

In: nothing (the shipped PLOVER file) or a path to another file with the same keys.
Out: an `Ontology`. Fails with `UserError` naming file and line where the file says something impossible.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dateline.errors import UserError


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of event: its quad, its score, its modes with their scores."""

    name: str
    quad: str
    score: float
    definition: str
    example: str
    modes: dict[str, float] = field(default_factory=dict)
    recipient_required: bool = False


@dataclass(frozen=True, slots=True)
class Ontology:
    """All types, and for each context the words that show it."""

    name: str
    types: dict[str, EventType]
    contexts: dict[str, frozenset[str]]
    cues: dict[str, tuple[str, ...]]
    """Word → the contexts it shows."""

    def score(self, type_: str, mode: str | None) -> float:
        """The score of a type, or of its mode where there is one."""
        entry = self.types[type_]
        return entry.score if mode is None else entry.modes.get(mode, entry.score)


def _line(text: str, needle: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if needle in line), 1)


def _event_type(name: str, body: dict[str, object], where: str) -> EventType:
    missing = [key for key in ("definition", "example", "quad", "score") if key not in body]
    if missing:
        raise UserError(f"{where}: type {name} lacks {', '.join(missing)}; add it")
    raw = body.get("modes", {})
    modes = raw if isinstance(raw, dict) else {}
    try:
        scores = {mode: float(value["score"]) for mode, value in modes.items()}
        score = float(str(body["score"]))
    except (TypeError, KeyError, ValueError) as error:
        raise UserError(f"{where}: type {name} has a score that is no number ({error}); mend it") from error
    return EventType(
        name,
        str(body["quad"]),
        score,
        str(body["definition"]),
        str(body["example"]),
        scores,
        bool(body.get("recipient_required", False)),
    )


def parse_ontology(text: str, name: str) -> Ontology:
    """The ontology that `text` (TOML) holds; `name` is the file's name, for messages."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{name}: not valid TOML ({error}); mend the line") from error
    if not data.get("types"):
        raise UserError(f"{name}: holds no [types.NAME] table; add one for each event type")
    types = {
        key: _event_type(key, body, f"{name}, line {_line(text, f'[types.{key}]')}")
        for key, body in data["types"].items()
    }
    contexts = {key: frozenset(words) for key, words in data.get("contexts", {}).items()}
    cues: dict[str, tuple[str, ...]] = {}
    for context, words in contexts.items():
        for word in words:
            cues[word] = (*cues.get(word, ()), context)
    return Ontology(str(data.get("name", name)), types, contexts, cues)


@cache
def load_ontology(path: str | None = None) -> Ontology:
    """The shipped ontology, or the one in the file at `path`."""
    if path is None:
        source = Path(__file__).parents[1] / "_ref" / "ontology" / "plover.toml"
        return parse_ontology(source.read_text(encoding="utf8"), "plover.toml")
    try:
        return parse_ontology(Path(path).read_text(encoding="utf8"), path)
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error.strerror}); give an ontology file") from error
