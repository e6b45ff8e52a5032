"""Reads the lexicon's TOML files and says what is wrong with them, with file and line.

In: folders of TOML files (one or more a type) with `classes.toml`. Out: a `Lexicon`, or every fault.
Fails: `parse_entries` and `parse_lexicon` raise `UserError` with the first fault.
Patterns: a head word, then `+particle`, `=object`, `preposition:noun`, `~modifier`; `a|b` are alternatives.
For nouns the modifiers stand before the head as in English ("air strike").
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from dateline.errors import UserError
from dateline.interpret.lexicon import Condition, Entry, Group, Lexicon
from dateline.interpret.lexicon_slots import FEATURES, KEYS, LISTS, SWITCHES, slot_problem
from dateline.interpret.ontology import Ontology

STATUSES = frozenset({"happened", "ongoing", "planned", "possible", "denied"})
COUNTED = frozenset(
    """killed injured arrested displaced missing captured participants personnel materiel money duration
    other""".split()
)
ROLES = frozenset({"at", "from", "to"})
RESULTS = frozenset({None, "killed", "injured"})
NOT_TYPES = ("classes.toml", "counts.toml")
Sets = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: as one line for a user. A `warning` leaves the file usable."""

    file: str
    line: int
    what: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}"


class Source:
    """One file while it is read: finds the line of a group, and of a word in it, for messages."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.heads = [n for n, line in enumerate(self.lines, 1) if line.strip() == "[[group]]"]

    def line(self, group: int, word: str = "") -> int:
        """The line of a word in the group of that number, or of the group's head."""
        start = self.heads[group] if group < len(self.heads) else 1
        end = self.heads[group + 1] if group + 1 < len(self.heads) else len(self.lines) + 1
        for sought in (f'"{word}"', word):
            for n in range(start, end) if word else ():
                if sought in self.lines[n - 1]:
                    return n
        return start

    def fault(self, group: int, word: str, what: str) -> Fault:
        """A fault at a word of a group."""
        return Fault(self.name, self.line(group, word), what)


def condition_of(text: str, sets: Sets, pos: str | None = None) -> Condition:
    """A condition as it is written, `slot:word|#set|@feature|*`; ValueError where it cannot be one."""
    if not isinstance(text, str):
        raise ValueError(f'{text!r} is no text; write "slot:word"')
    slot, _, alternatives = text.partition(":")
    slot = "prt" if slot == "+" else slot
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
    if problem := slot_problem(slot, pos):
        raise ValueError(problem)
    return Condition(slot, frozenset(lemmas), tuple(features), anything)


def _piece(token: str, sets: Sets, pos: str) -> Condition:
    kinds = {"+": "prt", "=": "obj", "~": "objmod"}
    if token[0] in kinds:
        return condition_of(f"{kinds[token[0]]}:{token[1:]}", sets, pos)
    return condition_of(token, sets, pos)


def _heads(pattern: str, pos: str) -> tuple[list[str], list[str]]:
    """The bare words of a pattern (modifiers and head) and its pieces."""
    tokens = pattern.split()
    pieces = [t for t in tokens if t[0] in "+=~" or ":" in t]
    words = [t for t in tokens if t not in pieces]
    if not words or (pos == "verb" and len(words) != 1):
        raise ValueError(f"{pattern!r} needs one head word; mark others with + = ~ or preposition:")
    return words, pieces


def _variants(words: list[str]) -> list[tuple[str, ...]]:
    """Every choice of alternatives; hyphenated words also as the separate words the tokenizer makes."""
    chosen = [tuple(choice) for choice in product(*(word.split("|") for word in words))]
    return chosen + [
        tuple(part for word in choice for part in word.split("-") if part)
        for choice in chosen
        if any("-" in word for word in choice)
    ]


def _entries(pattern: str, pos: str, group: Group, sets: Sets) -> Iterable[Entry]:
    words, tokens = _heads(pattern, pos)
    pieces = tuple(_piece(token, sets, pos) for token in tokens)
    before = "mod" if pos == "noun" else "prt"
    for choice in _variants(words):
        mods = tuple(Condition(before, frozenset({word})) for word in choice[:-1])
        name = "_".join((*choice, *(t.lstrip("+=~") for t in tokens))).replace(" ", "_")
        yield Entry(f"{group.type.lower()}.{group.id}/{name}", pos, choice[-1], mods + pieces, group, pattern)


def _one_of(value: object, known: Iterable[object], what: str, word: str = "") -> Iterator[tuple[str, str]]:
    if value not in known:
        names = ", ".join(sorted(str(k) for k in known if k is not None)) or "none"
        yield word or str(value), f"{what} {value!r}; there are {names}"


def _shape(body: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys that are unknown, and values of the wrong kind."""
    for key in sorted(set(body) - KEYS):
        yield key, f"unknown key {key!r}; there are {', '.join(sorted(KEYS))}"
    if not body.get("id"):
        yield "", "a group without an id; give it one"
    for key in LISTS:
        if not isinstance(body.get(key, []), list):
            yield key, f'{key} is no list; write {key} = ["…"]'
    for key in SWITCHES:
        if not isinstance(body.get(key, False), bool):
            yield key, f"{key} is neither true nor false"
    for key in ("counts", "places"):
        if not isinstance(body.get(key, {}), dict):
            yield key, f'{key} is no table; write {key} = {{ obj = "…" }}'
    if not isinstance(body.get("prefer", 0), int):
        yield "prefer", "prefer is no whole number"


def _values(body: dict[str, Any], type_: str, ontology: Ontology) -> Iterator[tuple[str, str]]:
    """Names that the ontology or the record does not know."""
    modes = ontology.types[type_].modes
    if body.get("mode") not in (None, *modes):
        known = ", ".join(modes) or "none"
        yield str(body["mode"]), f"{type_} has no mode {body['mode']!r}; it has {known}"
    yield from _one_of(body.get("effect"), {None, *STATUSES}, "unknown effect")
    yield from _one_of(body.get("result"), RESULTS, "unknown result")
    for value in body.get("counts", {}).values():
        yield from _one_of(value, {"", *COUNTED}, "unknown count")
    for value in body.get("places", {}).values():
        yield from _one_of(value, ROLES, "unknown place role")
    for context in body.get("contexts", ()):
        if context not in ontology.contexts:
            yield str(context), f"unknown context {context!r}; see the ontology"
    for slot in (*body.get("counts", {}), *body.get("places", {})):
        if problem := slot_problem(slot):
            yield slot, problem


class _Reader:
    """Reads the groups of one file and gathers what is wrong."""

    def __init__(self, source: Source, ontology: Ontology, sets: Sets) -> None:
        self.source, self.ontology, self.sets = source, ontology, sets
        self.faults: list[Fault] = []

    def unknown_type(self, type_: object, line: int) -> Fault:
        line = line or next((n for n, row in enumerate(self.source.lines, 1) if row.startswith("type")), 1)
        what = f"type {type_!r} is not in the ontology {self.ontology.name}; name one that is"
        return Fault(self.source.name, line, what)

    def conditions(self, number: int, body: dict[str, Any], key: str) -> tuple[Condition, ...]:
        found = []
        for text in body.get(key, ()):
            try:
                found.append(condition_of(text, self.sets))
            except ValueError as error:
                self.faults.append(self.source.fault(number, str(text), str(error)))
        return tuple(found)

    def group(self, number: int, body: dict[str, Any], type_: object, contexts: list[str]) -> Group | None:
        if not isinstance(type_, str) or type_ not in self.ontology.types:
            at = self.source.line(number, "type =" if "type" in body else "")
            self.faults.append(self.unknown_type(type_, at))
            return None
        wrong = list(_shape(body))
        wrong = wrong or list(_values(body, type_, self.ontology))
        self.faults += [self.source.fault(number, word, what) for word, what in wrong]
        if wrong:
            return None
        return Group(
            type_,
            body["id"],
            self.source.line(number),
            body.get("mode"),
            self.conditions(number, body, "when"),
            self.conditions(number, body, "unless"),
            self.conditions(number, body, "actor")
            if "actor" in body
            else (Condition("subj", anything=True),),
            self.conditions(number, body, "recipient")
            if "recipient" in body
            else (Condition("obj", anything=True),),
            bool(body.get("reciprocal", False)),
            body.get("effect"),
            tuple(body.get("contexts", contexts)),
            dict(body.get("counts", {})),
            dict(body.get("places", {})),
            bool(body.get("weak", False)),
            bool(body.get("negated", False)),
            body.get("result"),
            bool(body.get("bound", False)),
            int(body.get("prefer", 0)),
            bool(body.get("first", False)),
            self.ontology.types[type_].like,
            self.source.name,
        )

    def entries(self, number: int, body: dict[str, Any], group: Group) -> Iterator[Entry]:
        for pos in ("verb", "noun", "adjective"):
            for word in body.get(f"{pos}s", ()):
                try:
                    if not isinstance(word, str) or not word.strip():
                        raise ValueError(f"{word!r} is no pattern; write words in quotes")
                    yield from _entries(word, pos, group, self.sets)
                except ValueError as error:
                    self.faults.append(self.source.fault(number, str(word), str(error)))


def read_entries(text: str, name: str, ontology: Ontology, sets: Sets) -> tuple[list[Entry], list[Fault]]:
    """The entries of one file, and everything that is wrong with it."""
    source = Source(name, text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [Fault(name, _toml_line(error), f"not valid TOML ({error}); mend the line")]
    groups = data.get("group", [])
    if not isinstance(groups, list):
        return [], [Fault(name, 1, "group is no list; begin each group with [[group]]")]
    reader = _Reader(source, ontology, sets)
    entries: list[Entry] = []
    if data.get("type") not in (None, *ontology.types):
        return [], [reader.unknown_type(data["type"], 0)]
    for number, body in enumerate(groups):
        group = reader.group(number, body, body.get("type", data.get("type")), data.get("contexts", []))
        if group is not None:
            entries += reader.entries(number, body, group)
    return entries, reader.faults


def _toml_line(error: tomllib.TOMLDecodeError) -> int:
    digits = str(error).partition("line ")[2].partition(",")[0]
    return int(digits) if digits.isdigit() else 1


def parse_entries(text: str, name: str, ontology: Ontology, sets: Sets) -> list[Entry]:
    """The entries of one file; UserError with file and line where it is wrong."""
    entries, faults = read_entries(text, name, ontology, sets)
    if faults:
        raise UserError(str(faults[0]))
    return entries


def read_sets(files: Mapping[str, str]) -> tuple[dict[str, frozenset[str]], list[Fault]]:
    """The named sets of `classes.toml`, and what is wrong with it."""
    text = files.get("classes.toml", "")
    try:
        classes = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return {}, [Fault("classes.toml", _toml_line(error), f"not valid TOML ({error}); mend the line")]
    faults = []
    for name, words in classes.items():
        if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
            line = next((n for n, row in enumerate(text.splitlines(), 1) if row.startswith(name)), 1)
            faults.append(Fault("classes.toml", line, f"{name} is no list of words"))
    good = {n: frozenset(words) for n, words in classes.items() if isinstance(words, list)}
    return good, faults


def _by_lemma(entries: Iterable[Entry], pos: str) -> dict[str, tuple[Entry, ...]]:
    table: dict[str, dict[tuple[object, ...], Entry]] = {}
    for entry in entries:
        if entry.pos == pos:
            key = (entry.group.type, entry.group.id, entry.pieces)
            table.setdefault(entry.lemma, {}).setdefault(key, entry)
    return {lemma: tuple(found.values()) for lemma, found in table.items()}


def parse_lexicon(files: Mapping[str, str], ontology: Ontology, *over: Mapping[str, str]) -> Lexicon:
    """The lexicon in `files` (name → TOML text), `classes.toml` among them, with others laid over it.

    A group of a later layer takes the place of an earlier one of the same type and id; a set likewise.
    """
    sets: dict[str, frozenset[str]] = {}
    entries: list[Entry] = []
    for layer in (files, *over):
        own, faults = read_sets(layer)
        if faults:
            raise UserError(str(faults[0]))
        sets.update(own)
        names = [name for name in sorted(layer) if Path(name).name not in NOT_TYPES]
        new = [e for name in names for e in parse_entries(layer[name], name, ontology, sets)]
        replaced = {(e.group.type, e.group.id) for e in new}
        entries = [e for e in entries if (e.group.type, e.group.id) not in replaced] + new
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
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise UserError(f"{folder}: cannot be read ({why}); give a folder of lexicon files") from error
    if not found:
        raise UserError(f"{folder}: holds no .toml file; give a folder of lexicon files")
    return found


def shipped_lexicon() -> Path:
    """The folder of the lexicon that comes with dateline."""
    return Path(__file__).parents[1] / "_ref" / "lexicon"


ONLY = "only:"


def read_layers(given: Sequence[str]) -> list[dict[str, str]]:
    """The files of each layer: the shipped lexicon unless `only:DIR` is given, then the folders in order."""
    layers = [] if any(path.startswith(ONLY) for path in given) else [read_folder(shipped_lexicon())]
    return layers + [_named(Path(path.removeprefix(ONLY))) for path in given]


def _named(folder: Path) -> dict[str, str]:
    """A user's files by their paths, so that a message says which one is meant."""
    return {n if n in NOT_TYPES else str(folder / n): text for n, text in read_folder(folder).items()}
