"""The cue lists of `_ref/attribution`, read once and indexed by lemma."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.errors import UserError

STANCES = frozenset(
    "asserts denies confirms admits accuses speculates warns plans demands asks retracts".split()
)
_DOUBLING = frozenset(
    [
        "admit",
        "commit",
        "permit",
        "refer",
        "confer",
        "infer",
        "rebut",
        "deter",
        "forget",
        "begin",
        "submit",
        "occur",
    ]
)
STATUSES = ("happened", "ongoing", "planned", "possible", "denied")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that opens an attribution: its group, stance, complements, and those its source answers for."""

    group: str
    stance: str
    takes: frozenset[str]
    holds: frozenset[str]
    second: str | None = None
    """A particle or preposition that goes with it."""


@dataclass(frozen=True, slots=True)
class Cues:
    """All lists, by lemma; `multi` holds the words that need a second one."""

    verbs: dict[str, Cue]
    multi: dict[str, dict[str, Cue]]
    nouns: dict[str, Cue]
    words: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class StatusWords:
    """What the words around an event do to it; each maps a lemma to a status."""

    verbs: dict[str, str]
    multi: dict[str, dict[str, str]]
    nouns: dict[str, str]
    adjectives: dict[str, str]
    modifiers: dict[str, str]
    prepositions: dict[str, str]
    markers: dict[str, str]
    modals: dict[str, str]
    light: frozenset[str]
    done: frozenset[str]
    deploring: frozenset[str]
    said: frozenset[str]
    shown: frozenset[str]
    called: frozenset[str]
    negatives: frozenset[str]
    before_verbs: dict[tuple[str, ...], str]
    before_nouns: dict[tuple[str, ...], str]
    """What the words right before an event's word make of it: words in order, the last one next to it."""


def ref_table(name: str) -> dict[str, Any]:
    """A table of `_ref/attribution`, as written."""
    path = files("dateline").joinpath("_ref", "attribution", name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise UserError(f"_ref/attribution/{name}: cannot be read ({problem}); restore the file") from problem


def _stance(name: str, group: str, entry: dict[str, Any]) -> str:
    stance = entry.get("stance")
    if stance not in STANCES:
        known = ", ".join(sorted(STANCES))
        raise UserError(f"_ref/attribution/{name}: [{group}] has stance {stance!r}; use one of {known}")
    return str(stance)


def _verbs() -> tuple[dict[str, Cue], dict[str, dict[str, Cue]]]:
    single: dict[str, Cue] = {}
    multi: dict[str, dict[str, Cue]] = {}
    for group, entry in ref_table("verbs.toml").items():
        stance = _stance("verbs.toml", group, entry)
        takes, holds = frozenset(entry["takes"]), frozenset(entry["holds"])
        for words in entry["verbs"]:
            first, _, second = words.partition(" ")
            if second:
                multi.setdefault(first, {})[second] = Cue(group, stance, takes, holds, second)
            else:
                single.setdefault(first, Cue(group, stance, takes, holds))
    return single, multi


def _nouns() -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for group, entry in ref_table("nouns.toml").items():
        takes = frozenset(entry["of"]) | (frozenset(["that"]) if entry["that"] else frozenset())
        cue = Cue(group, _stance("nouns.toml", group, entry), takes, takes if entry["holds"] else frozenset())
        found.update((noun, cue) for noun in entry["nouns"])
    return found


@cache
def cues() -> Cues:
    """The cue verbs, nouns and word lists."""
    single, multi = _verbs()
    words = {key: frozenset(value) for key, value in ref_table("words.toml").items()}
    return Cues(verbs=single, multi=multi, nouns=_nouns(), words=words)


def _by_word(table: dict[str, list[str]]) -> dict[str, str]:
    unknown = sorted(set(table) - set(STATUSES))
    if unknown:
        raise UserError(f"_ref/attribution/status.toml: no such status: {unknown}; use {', '.join(STATUSES)}")
    return {word: status for status, words in table.items() for word in words}


def _phrases(table: dict[str, list[str]]) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): status for phrase, status in _by_word(table).items()}


def _doubles(verb: str) -> bool:
    """Whether the last consonant doubles before -ed and -ing ("admit", "plan")."""
    stressed = verb in _DOUBLING or sum(c in "aeiou" for c in verb) == 1
    return stressed and verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3] not in "aeiou"


def inflections(verb: str) -> set[str]:
    """The forms of a regular verb."""
    if verb.endswith("e"):
        return {verb, verb + "s", verb + "d", verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    if len(verb) > 2 and _doubles(verb):
        return {verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    return {verb, plural, verb + "ed", verb + "ing"}


@cache
def verb_forms() -> dict[str, str]:
    """Form → lemma for every verb of the lists, so that a slip of the lemmatizer loses no cue."""
    words = status_words()
    verbs = [*cues().verbs, *cues().multi, *words.verbs, *words.multi, *words.light]
    forms = {form: verb for verb in verbs for form in inflections(verb)}
    forms.update(
        {form: verb for verb, irregular in ref_table("irregular.toml").items() for form in irregular}
    )
    forms.update({verb: verb for verb in verbs})
    return forms


@cache
def status_words() -> StatusWords:
    """The words that decide an event's status."""
    table = ref_table("status.toml")
    governors = table["governors"]
    verbs = _by_word({status: group["verbs"] for status, group in governors.items()})
    multi: dict[str, dict[str, str]] = {}
    for words, status in verbs.items():
        first, _, second = words.partition(" ")
        if second:
            multi.setdefault(first, {})[second] = status
    return StatusWords(
        verbs={word: status for word, status in verbs.items() if " " not in word},
        multi=multi,
        nouns=_by_word({s: g["nouns"] for s, g in governors.items() if "nouns" in g}),
        adjectives=_by_word({s: g["adjectives"] for s, g in governors.items() if "adjectives" in g}),
        modifiers=_by_word(table["modifiers"]),
        prepositions=_by_word(table["prepositions"]),
        markers=_by_word(table["markers"]),
        modals=_by_word(table["modals"]),
        light=frozenset(table["light"]),
        done=frozenset(table["done"]),
        deploring=frozenset(table["deploring"]),
        said=frozenset(table["said"]),
        shown=frozenset(table["shown"]),
        called=frozenset(table["called"]),
        negatives=frozenset(table["negatives"]),
        before_verbs=_phrases(table["before_verbs"]),
        before_nouns=_phrases(table["before_nouns"]),
    )
