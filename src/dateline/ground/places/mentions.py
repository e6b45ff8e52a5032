"""Where a report names places: what the language model tagged, and safe names that it missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dateline.ground.places.gazetteer import Entry, Gazetteer
from dateline.ground.places.phrases import is_type_noun, may_precede_type_noun
from dateline.ground.places.resolve import Named

PLACE_LABELS = frozenset({"LOC", "FAC", "GPE"})
_OPEN_LABELS = frozenset({"ORG", "MISC"})
"""Labels the model gives by mistake to names that can only be countries or capitals."""
_TOWN_WEIGHT = 5.0
_LOCATIVE = frozenset("in at near from to outside around across inside into toward towards".split())
_DATELINE = re.compile(
    r"^[ \t]*([A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3})(?=,| [(—–-]|[—–])[^\n]{0,60}?[—–-]", re.M
)
_DATELINE_REACH = 600


@dataclass(frozen=True, slots=True)
class Words:
    """A report's tokens as flat lists: one walk over the doc, then plain list reads."""

    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    lower: tuple[str, ...]
    kinds: tuple[str, ...]
    """Universal part of speech."""
    labels: tuple[str, ...]
    """The name each token is part of: PER, ORG …, or an empty string."""


def words_of(doc: Doc) -> Words:
    """Reads a doc's tokens once."""
    tokens = tuple(doc)
    return Words(
        tokens,
        tuple(token.idx for token in tokens),
        tuple(token.lower_ for token in tokens),
        tuple(token.pos_ for token in tokens),
        tuple(token.ent_type_ for token in tokens),
    )


def find_names(doc: Doc, words: Words, gazetteer: Gazetteer) -> list[Named]:
    """Every place name of a report, in text order, none inside another."""
    found: dict[int, Named] = {}
    taken: set[int] = set()
    for start, end, label in _names(doc):
        if label in PLACE_LABELS:
            spans = _parts(doc, words, gazetteer, start, end)
        elif label in _OPEN_LABELS and _only_a_place(
            doc.text[_from(words, start) : _to(words, end)], gazetteer
        ):
            spans = [(start, end)]
        else:
            continue
        for first, last in spans:
            if first < last and not taken.intersection(range(first, last)):
                taken.update(range(first, last))
                found[first] = _named(doc, words, first, last)
    for first, last in _missed(doc, words, taken, gazetteer):
        found[first] = _named(doc, words, first, last)
    ordered = [found[first] for first in sorted(found)]
    return sorted(ordered + _dateline(doc.text, ordered, gazetteer), key=lambda name: name.start)


def _names(doc: Doc) -> Iterator[tuple[int, int, str]]:
    for span in doc.ents:
        yield span.start, span.end, span.label_


def _from(words: Words, start: int) -> int:
    return words.starts[start]


def _to(words: Words, end: int) -> int:
    return words.starts[end - 1] + len(words.lower[end - 1])


def _named(doc: Doc, words: Words, start: int, end: int) -> Named:
    first = words.tokens[start].idx
    last = words.tokens[end - 1]
    stop = last.idx + len(last)
    return Named(first, stop, doc.text[first:stop])


def _parts(doc: Doc, words: Words, gazetteer: Gazetteer, start: int, end: int) -> list[tuple[int, int]]:
    """A tagged name without article and possessive, with its type noun, cut where it is `X, Y`."""
    while start < end and (words.kinds[start] in ("DET", "SPACE", "PUNCT") or words.lower[start] == "the"):
        start += 1
    while start < end and (words.kinds[end - 1] == "SPACE" or words.lower[end - 1] in ("'s", "’s", ",", ".")):
        end -= 1
    if start >= end:
        return []
    commas = [at for at in range(start + 1, end - 1) if words.lower[at] == ","]
    whole = doc.text[_from(words, start) : _to(words, end)]
    if commas and not gazetteer.lookup(whole):
        cuts = [start - 1, *commas, end]
        return [(left + 1, right) for left, right in zip(cuts, cuts[1:], strict=False)]
    return [(start, _with_type_noun(words, start, end, whole, gazetteer))]


def _with_type_noun(words: Words, start: int, end: int, name: str, gazetteer: Gazetteer) -> int:
    """Where the name ends with the type noun behind it: Hmeimim *air base*, Homs *province*."""
    if any(entry.kind == "country" for entry in gazetteer.lookup(name)):
        return end
    at, limit = end, min(end + 3, len(words.lower))
    while at < limit and not words.labels[at] and words.kinds[at] in ("NOUN", "ADJ", "PROPN"):
        if is_type_noun(words.lower[at]):
            return at + 1
        if not may_precede_type_noun(words.lower[at]):
            break
        at += 1
    return end


def _only_a_place(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name tagged as something else is a country's or a capital's and nothing more."""
    found = gazetteer.lookup(name)
    return bool(found) and _safe(found[0])


def _safe(entry: Entry) -> bool:
    return entry.kind == "country" or (entry.capital and entry.weight > _TOWN_WEIGHT)


def _missed(doc: Doc, words: Words, taken: set[int], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Names in runs of proper nouns outside any tagged name that can only be places."""
    at, count = 0, len(words.lower)
    while at < count:
        if words.kinds[at] != "PROPN" or words.labels[at] or at in taken:
            at += 1
            continue
        end = at
        while (
            end < count
            and words.kinds[end] in ("PROPN", "PUNCT")
            and not words.labels[end]
            and end not in taken
        ):
            end += 1
        while end > at and words.kinds[end - 1] != "PROPN":
            end -= 1
        yield from _known(doc, words, at, end, gazetteer)
        at = max(end, at + 1)


def _known(doc: Doc, words: Words, start: int, end: int, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """The whole run where it is a known name; else its known countries, sites and regions."""
    name = doc.text[_from(words, start) : _to(words, end)]
    if end - start <= gazetteer.longest and _is_place(name, words, start, gazetteer):
        yield start, _with_type_noun(words, start, end, name, gazetteer)
        return
    parts = [at for at in range(start, end) if words.lower[at] == ","]
    if not parts:
        return
    cuts = [start - 1, *parts, end]
    for left, right in zip(cuts, cuts[1:], strict=False):
        first = left + 1
        if first < right and _is_place(
            doc.text[_from(words, first) : _to(words, right)], words, first, gazetteer
        ):
            yield first, right


def _is_place(name: str, words: Words, start: int, gazetteer: Gazetteer) -> bool:
    found = gazetteer.lookup(name)
    if not found or not name[0].isupper():
        return False
    first = found[0]
    if _safe(first) or (first.own and len(name) > 3):
        return True
    before = words.lower[start - 1] if start else ""
    return before in _LOCATIVE and max(entry.weight for entry in found) > _TOWN_WEIGHT


def _dateline(text: str, found: list[Named], gazetteer: Gazetteer) -> list[Named]:
    """The place in capitals that opens an agency report, where the model did not tag it."""
    made = []
    for match in _DATELINE.finditer(text[:_DATELINE_REACH]):
        start, end = match.span(1)
        if any(name.start < end and start < name.end for name in found):
            continue
        if gazetteer.lookup(match[1]):
            made.append(Named(start, end, match[1]))
    return made
