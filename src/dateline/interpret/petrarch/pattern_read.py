"""One pattern line of a verb dictionary → a `Pattern`, its synonym sets filled in.

`WORD` is the head of a noun phrase, `{A B HEAD}` one with words before it, `(PREP …)` a prepositional one,
`&SET` any member of a synonym set, `$` the source, `+` the target, `^` any phrase, `%` several who do it.
"""

from __future__ import annotations

import re

from dateline.interpret.petrarch.codes import Code
from dateline.interpret.petrarch.forms import of_noun
from dateline.interpret.petrarch.verbs import PAIR, SKIP, SOURCE, TARGET, Noun, Pattern, Prep

Synsets = dict[str, list[tuple[str, ...]]]
"""The members of each set, plurals among them, each as its words."""
_TOKEN = re.compile(r"\([^()]*\)|\{[^{}]*\}|[^\s(){}]+|[(){}]")
_MARKS = (SKIP, SOURCE, TARGET, PAIR)
_ARTICLES = frozenset({"A", "AN", "THE"})


class _WrongPatternError(ValueError):
    """What is wrong with a pattern."""


def synonym(synsets: Synsets, name: str, member: str) -> None:
    """Add a member and its plural to a set; a set may name another."""
    member = member.strip().upper()
    if member.startswith("&"):
        synsets[name] += synsets.get(member, [])
        return
    plural = "" if name.endswith("_") else of_noun(member.replace(" ", "_"))
    for form in (member, plural):
        words = tuple(form.strip("()").replace("_", " ").split())
        if words:
            synsets[name].append(words)


def pattern_of(
    body: str, synsets: Synsets, active: Code, passive: Code, line: int, text: str
) -> Pattern | str:
    """The pattern that stands between `-` and `[`; where it is none, what is wrong with it."""
    before, star, after = body.upper().partition("*")
    if not star:
        return "a pattern without * for its verb"
    try:
        nouns, preps = _side(before, synsets)
        objects, phrases = _side(after, synsets)
    except _WrongPatternError as wrong:
        return str(wrong)
    return Pattern(nouns, preps, objects, phrases, active, passive, line, text)


def _side(text: str, synsets: Synsets) -> tuple[tuple[Noun, ...], tuple[Prep, ...]]:
    nouns: list[Noun] = []
    preps: list[Prep] = []
    for token in _TOKEN.findall(text):
        if token in "(){}*":
            raise _WrongPatternError(f"{token} without its partner")
        if token[0] == "(":
            words = _TOKEN.findall(token[1:-1])
            if words:
                preps.append(Prep(words[0].replace("_", " "), _nouns(words[1:], synsets)))
        else:
            nouns += _nouns([token], synsets)
    return tuple(nouns), tuple(preps)


def _nouns(tokens: list[str], synsets: Synsets) -> tuple[Noun, ...]:
    return tuple(_noun(token, synsets) for token in tokens if token not in _ARTICLES)


def _noun(token: str, synsets: Synsets) -> Noun:
    if token in _MARKS:
        return Noun(frozenset(), mark=token)
    words = token.strip("{}").split() if token[0] == "{" else [token]
    words = [part for word in words for part in (word.split("_") if word[0] != "&" else [word]) if part]
    words = [word for word in words if word not in _ARTICLES] or words
    if not words:
        raise _WrongPatternError("empty braces")
    heads, longs = _choices(words[-1], synsets)
    mods = tuple(_any_of(word, synsets) for word in words[:-1])
    return Noun(heads, mods, longs)


def _choices(word: str, synsets: Synsets) -> tuple[frozenset[str], tuple[tuple[str, frozenset[str]], ...]]:
    if word[0] != "&":
        return frozenset({word}), ()
    members = _members(word, synsets)
    longs = tuple((m[-1], frozenset(m[:-1])) for m in members if len(m) > 1)
    return frozenset(m[0] for m in members if len(m) == 1), longs


def _any_of(word: str, synsets: Synsets) -> frozenset[str]:
    """What may stand as a word before the head; of a member with several words the last is enough."""
    return frozenset({word}) if word[0] != "&" else frozenset(m[-1] for m in _members(word, synsets))


def _members(name: str, synsets: Synsets) -> list[tuple[str, ...]]:
    found = synsets.get(name, synsets.get(f"{name}_"))
    if not found:
        raise _WrongPatternError(f"the synonym set {name} is not defined above")
    return found


def anchors(pattern: Pattern) -> frozenset[str]:
    """Words one of which a sentence must have for the pattern to match; `(WORD` for a preposition."""
    for noun in (*pattern.after, *pattern.before):
        if noun.heads or noun.longs:
            return noun.heads | {head for head, _ in noun.longs}
    for prep in (*pattern.after_preps, *pattern.before_preps):
        for noun in prep.nouns:
            if noun.heads or noun.longs:
                return noun.heads | {head for head, _ in noun.longs}
        return frozenset({f"({prep.word}"})
    return frozenset({""})
