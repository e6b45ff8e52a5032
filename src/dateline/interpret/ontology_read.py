"""Reads an ontology's TOML and says what is wrong with it, with file and line.

In: the text of a file and its name. Out: an `Ontology`, or from `ontology_faults` every mistake.
Fails: `parse_ontology` raises `UserError` with the first mistake.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dateline.errors import UserError
from dateline.interpret.ontology import QUADS, EventType, Mode, Ontology

TOP = frozenset({"name", "types", "contexts", "sectors", "renamed"})
OF_TYPE = frozenset("definition example quad score recipient_required modes like code root plover".split())
OF_MODE = frozenset({"score", "definition", "example"})
NEEDED = ("definition", "example", "quad")
LIKE = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ]
)
"""The types whose grammar the coder knows."""


def _line(text: str, *needles: str) -> int:
    """The line of the last of some words that follow one another in the file; of the first at least."""
    at = 0
    lines = text.splitlines()
    for needle in needles:
        at = next((n for n in range(at, len(lines)) if needle in lines[n]), at)
    return at + 1


def _number(value: object) -> bool:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _of_mode(name: str, mode: str, body: object) -> Iterator[tuple[str, str]]:
    if not isinstance(body, dict):
        yield mode, f"mode {mode} of {name} is no table; write {mode} = {{ score = 0.0, definition = … }}"
        return
    for key in sorted(set(body) - OF_MODE):
        yield mode, f"mode {mode} of {name}: unknown key {key!r}; there are {', '.join(sorted(OF_MODE))}"
    if not _number(body.get("score")):
        yield mode, f"mode {mode} of {name} has a score that is no number; mend it"


def _of_type(name: str, body: object) -> Iterator[tuple[str, str]]:
    if not isinstance(body, dict):
        yield name, f"type {name} is no table; write [types.{name}]"
        return
    # A type with a root is told by its name and its root: the example is the root's.
    missing = [key for key in NEEDED if not body.get(key) and not (key == "example" and body.get("root"))]
    if missing:
        yield name, f"type {name} lacks {', '.join(missing)}; add it"
    for key in sorted(set(body) - OF_TYPE):
        yield key, f"type {name}: unknown key {key!r}; there are {', '.join(sorted(OF_TYPE))}"
    if body.get("quad") and body["quad"] not in QUADS:
        yield "quad", f"type {name}: unknown quad {body['quad']!r}; there are {', '.join(QUADS)}"
    if not _number(body.get("score")):
        yield "score", f"type {name} has a score that is no number; mend it"
    if body.get("like") and body["like"] not in LIKE:
        yield "like", f"type {name}: like = {body['like']!r} is none of {', '.join(sorted(LIKE))}"
    modes = body.get("modes", {})
    if not isinstance(modes, dict):
        yield "modes", f"type {name}: modes is no table; write [types.{name}.modes]"
        return
    for mode, of_mode in modes.items():
        yield from _of_mode(name, mode, of_mode)


def _of_context(name: str, body: object) -> Iterator[tuple[str, str]]:
    words = body.get("words", []) if isinstance(body, dict) else body
    if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
        yield name, f'context {name} is no list of words; write {name} = ["word", …]'


def _faults(text: str, data: dict[str, Any]) -> Iterator[tuple[int, str]]:
    for key in sorted(set(data) - TOP):
        yield _line(text, key), f"unknown key {key!r}; there are {', '.join(sorted(TOP))}"
    types = data.get("types")
    if not isinstance(types, dict) or not types:
        yield 1, "holds no [types.NAME] table; add one for each event type"
        return
    for name, body in types.items():
        for word, what in _of_type(name, body):
            yield _line(text, f"[types.{name}]", word), what
    contexts = data.get("contexts", {})
    for name, body in contexts.items() if isinstance(contexts, dict) else ():
        for word, what in _of_context(name, body):
            yield _line(text, "contexts", word), what
    for old, new in data.get("renamed", {}).items():
        if new not in types:
            yield _line(text, "[renamed]", old), f"{old} is renamed to {new!r}, which is no type here"


def ontology_faults(text: str, name: str) -> tuple[list[str], dict[str, Any]]:
    """Every mistake as one line, `FILE, line N: what`, and what the file holds."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [f"{name}: not valid TOML ({error}); mend the line"], {}
    return [f"{name}, line {line}: {what}" for line, what in _faults(text, data)], data


def _event_type(name: str, body: dict[str, Any]) -> EventType:
    modes = {
        mode: Mode(value.get("score"), str(value.get("definition", "")), str(value.get("example", "")))
        for mode, value in body.get("modes", {}).items()
    }
    return EventType(
        name,
        body["quad"],
        body.get("score"),
        body["definition"],
        body.get("example", ""),
        modes,
        bool(body.get("recipient_required", False)),
        body.get("like") or name,
        body.get("code"),
        str(body.get("root", "")),
        str(body.get("plover", "")),
    )


def parse_ontology(text: str, name: str) -> Ontology:
    """The ontology that `text` (TOML) holds; `name` is the file's name, for messages."""
    faults, data = ontology_faults(text, name)
    if faults:
        raise UserError(faults[0])
    raw = data.get("contexts", {})
    words = {c: frozenset(b["words"] if isinstance(b, dict) else b) for c, b in raw.items()}
    cues: dict[str, tuple[str, ...]] = {}
    for context, each in words.items():
        for word in sorted(each):
            cues[word] = (*cues.get(word, ()), context)
    return Ontology(
        str(data.get("name", name)),
        {key: _event_type(key, body) for key, body in data["types"].items()},
        words,
        cues,
        {c: str(b.get("definition", "")) for c, b in raw.items() if isinstance(b, dict)},
        dict(data.get("sectors", {})),
        dict(data.get("renamed", {})),
    )


@cache
def load_ontology(path: str | None = None) -> Ontology:
    """The shipped ontology, or the one in the file at `path`; a name like `cameo` means a shipped file."""
    source = ontology_file(path)
    try:
        return parse_ontology(source.read_text(encoding="utf8"), source.name if path is None else path)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UserError(f"{path}: cannot be read ({why}); give an ontology file") from error


def ontology_file(path: str | None) -> Path:
    """Where an ontology lies: a file, or one that is shipped, by its name."""
    shipped = Path(__file__).parents[1] / "_ref" / "ontology"
    if path is None:
        return shipped / "plover.toml"
    ours = shipped / f"{path}.toml"
    return ours if path.isidentifier() and ours.is_file() and not Path(path).exists() else Path(path)
