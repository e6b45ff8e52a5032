"""Reads the lexicon's TOML files and says what is wrong with them, with file and line.

In: a folder of TOML files (one a type) with `classes.toml`. Out: a `Lexicon`. Fails with `UserError`.
Patterns: a head word, then `+particle`, `=object`, `preposition:noun`, `~modifier`; `a|b` are alternatives.
For nouns the modifiers stand before the head as in English ("air strike").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Any

from dateline.errors import UserError
from dateline.interpret.lexicon import Condition, Entry, Group, Lexicon
from dateline.interpret.ontology import Ontology

FEATURES = frozenset(
    [
        "actor",
        "armed",
        "gov",
        "country",
        "civil",
        "person",
        "org",
        "media",
        "elite",
        "party",
        "place",
        "state",
        "year",
        "number",
    ]
)
KEYS = frozenset(
    [
        "id",
        "mode",
        "verbs",
        "nouns",
        "adjectives",
        "when",
        "unless",
        "actor",
        "recipient",
        "reciprocal",
        "effect",
        "contexts",
        "counts",
        "places",
        "weak",
        "negated",
        "result",
        "prefer",
        "first",
    ]
)
STATUSES = frozenset({"happened", "ongoing", "planned", "possible", "denied"})
COUNTED = frozenset(
    [
        "killed",
        "injured",
        "arrested",
        "displaced",
        "missing",
        "captured",
        "participants",
        "personnel",
        "materiel",
        "money",
        "duration",
        "other",
    ]
)
ROLES = frozenset({"at", "from", "to"})


class _Source:
    """One file while it is read: finds the line of a group, and of a word in it, for messages."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.heads = [n for n, line in enumerate(self.lines, 1) if line.strip() == "[[group]]"]

    def fault(self, group: int, word: str, what: str) -> UserError:
        start = self.heads[group] if group < len(self.heads) else 1
        end = self.heads[group + 1] if group + 1 < len(self.heads) else len(self.lines) + 1
        line = next((n for n in range(start, end) if word and word in self.lines[n - 1]), start)
        return UserError(f"{self.name}, line {line}: {what}")


def _condition(text: str, sets: dict[str, frozenset[str]]) -> Condition:
    slot, _, alternatives = text.partition(":")
    lemmas: set[str] = set()
    features: list[str] = []
    anything = not alternatives
    for item in alternatives.split("|") if alternatives else ():
        if item == "*":
            anything = True
        elif item.startswith("@"):
            if item[1:] not in FEATURES:
                raise ValueError(f"unknown feature {item}; there are @{', @'.join(sorted(FEATURES))}")
            features.append(item[1:])
        elif item.startswith("#"):
            if item[1:] not in sets:
                raise ValueError(f"unknown set {item}; name it in classes.toml")
            lemmas |= sets[item[1:]]
        elif item:
            lemmas.add(item)
        else:
            raise ValueError(f"an empty alternative in {text!r}; remove the extra |")
    if not slot:
        raise ValueError(f"{text!r} names no slot; write slot:word")
    return Condition("prt" if slot == "+" else slot, frozenset(lemmas), tuple(features), anything)


def _piece(token: str, sets: dict[str, frozenset[str]]) -> Condition:
    kinds = {"+": "prt", "=": "obj", "~": "objmod"}
    if token[0] in kinds:
        return _condition(f"{kinds[token[0]]}:{token[1:]}", sets)
    return _condition(token, sets)


def _heads(pattern: str, pos: str) -> tuple[list[str], list[str]]:
    """The bare words of a pattern (modifiers and head) and its pieces."""
    tokens = pattern.split()
    pieces = [t for t in tokens if t[0] in "+=~" or ":" in t]
    words = [t for t in tokens if t not in pieces]
    if not words or (pos == "verb" and len(words) != 1):
        raise ValueError(f"{pattern!r} needs one head word; mark others with + = ~ or preposition:")
    return words, pieces


def _variants(words: list[str], pos: str) -> list[tuple[str, ...]]:
    """Every choice of alternatives; hyphenated nouns also as the separate words the tokenizer makes."""
    chosen = [tuple(choice) for choice in product(*(word.split("|") for word in words))]
    if pos == "noun":
        chosen += [
            tuple(part for word in choice for part in word.split("-") if part)
            for choice in chosen
            if any("-" in word for word in choice)
        ]
    return chosen


def _entries(pattern: str, pos: str, group: Group, sets: dict[str, frozenset[str]]) -> Iterable[Entry]:
    words, tokens = _heads(pattern, pos)
    pieces = tuple(_piece(token, sets) for token in tokens)
    for choice in _variants(words, pos):
        mods = tuple(Condition("mod", frozenset({word})) for word in choice[:-1])
        name = "_".join((*choice, *(t.lstrip("+=~") for t in tokens))).replace(" ", "_")
        yield Entry(f"{group.type.lower()}.{group.id}/{name}", pos, choice[-1], mods + pieces, group)


def _conditions(body: dict[str, Any], key: str, sets: dict[str, frozenset[str]]) -> tuple[Condition, ...]:
    return tuple(_condition(text, sets) for text in body.get(key, ()))


def _check(body: dict[str, Any], type_: str, ontology: Ontology) -> None:
    unknown = sorted(set(body) - KEYS)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; there are {', '.join(sorted(KEYS))}")
    if not body.get("id"):
        raise ValueError("a group without an id; give it one")
    mode = body.get("mode")
    if mode is not None and mode not in ontology.types[type_].modes:
        known = ", ".join(ontology.types[type_].modes) or "none"
        raise ValueError(f"{type_} has no mode {mode!r}; it has {known}")
    if body.get("effect") not in (None, *STATUSES):
        raise ValueError(f"unknown effect {body['effect']!r}; there are {', '.join(sorted(STATUSES))}")
    for value in body.get("counts", {}).values():
        if value and value not in COUNTED:
            raise ValueError(f"unknown count {value!r}; there are {', '.join(sorted(COUNTED))}")
    for value in body.get("places", {}).values():
        if value not in ROLES:
            raise ValueError(f"unknown place role {value!r}; there are at, from, to")
    for context in body.get("contexts", ()):
        if context not in ontology.contexts:
            raise ValueError(f"unknown context {context!r}; see the ontology")


def _group(
    body: dict[str, Any],
    type_: str,
    line: int,
    contexts: list[str],
    ontology: Ontology,
    sets: dict[str, frozenset[str]],
) -> Group:
    _check(body, type_, ontology)
    return Group(
        type_,
        body["id"],
        line,
        body.get("mode"),
        _conditions(body, "when", sets),
        _conditions(body, "unless", sets),
        _conditions(body, "actor", sets) if "actor" in body else (Condition("subj", anything=True),),
        _conditions(body, "recipient", sets) if "recipient" in body else (Condition("obj", anything=True),),
        bool(body.get("reciprocal", False)),
        body.get("effect"),
        tuple(body.get("contexts", contexts)),
        dict(body.get("counts", {})),
        dict(body.get("places", {})),
        bool(body.get("weak", False)),
        bool(body.get("negated", False)),
        body.get("result"),
        int(body.get("prefer", 0)),
        bool(body.get("first", False)),
    )


def parse_entries(text: str, name: str, ontology: Ontology, sets: dict[str, frozenset[str]]) -> list[Entry]:
    """The entries of one file; UserError with file and line where it is wrong."""
    source = _Source(name, text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{name}: not valid TOML ({error}); mend the line") from error
    type_ = data.get("type")
    if type_ not in ontology.types:
        raise UserError(f"{name}, line 1: type {type_!r} is not in the ontology; name one that is")
    entries: list[Entry] = []
    for number, body in enumerate(data.get("group", ())):
        word = ""
        try:
            line = source.heads[number]
            group = _group(body, type_, line, data.get("contexts", []), ontology, sets)
            for pos in ("verb", "noun", "adjective"):
                for word in body.get(f"{pos}s", ()):
                    entries.extend(_entries(word, pos, group, sets))
        except (ValueError, TypeError, AttributeError) as error:
            culprit = word or next((w for w in str(error).split("'")[1:2]), "")
            raise source.fault(number, culprit, str(error)) from error
    return entries


def _by_lemma(entries: Iterable[Entry], pos: str) -> dict[str, tuple[Entry, ...]]:
    table: dict[str, dict[tuple[object, ...], Entry]] = {}
    for entry in entries:
        if entry.pos == pos:
            key = (entry.group.type, entry.group.id, entry.pieces)
            table.setdefault(entry.lemma, {}).setdefault(key, entry)
    return {lemma: tuple(found.values()) for lemma, found in table.items()}


def parse_lexicon(files: dict[str, str], ontology: Ontology) -> Lexicon:
    """The lexicon in `files` (name → TOML text), `classes.toml` among them."""
    try:
        classes = tomllib.loads(files.get("classes.toml", ""))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"classes.toml: not valid TOML ({error}); mend the line") from error
    sets = {name: frozenset(words) for name, words in classes.items()}
    entries = [
        entry
        for name in sorted(files)
        if name not in ("classes.toml", "counts.toml")
        for entry in parse_entries(files[name], name, ontology, sets)
    ]
    verbs, nouns, adjectives = (_by_lemma(entries, pos) for pos in ("verb", "noun", "adjective"))
    return Lexicon(verbs, nouns, adjectives, sets)


def read_folder(folder: Path) -> dict[str, str]:
    """The TOML files of a folder, name → text."""
    try:
        found = {
            item.name: item.read_text(encoding="utf8")
            for item in folder.iterdir()
            if item.name.endswith(".toml")
        }
    except OSError as error:
        raise UserError(
            f"{folder}: cannot be read ({error.strerror}); give a folder of lexicon files"
        ) from error
    if not found:
        raise UserError(f"{folder}: holds no .toml file; give a folder of lexicon files")
    return found
