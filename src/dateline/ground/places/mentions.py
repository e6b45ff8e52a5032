"""Where a report names places: what the language model tagged, and safe names that it missed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from dateline.ground.places.gazetteer import CITY_KINDS, Entry, Gazetteer
from dateline.ground.places.phrases import is_type_noun, may_precede_type_noun, reduce_name
from dateline.ground.places.resolve import Named

PLACE_LABELS = frozenset({"LOC", "FAC", "GPE"})
_PLACED = frozenset((label,) for label in PLACE_LABELS)
_OPEN_LABELS = frozenset({"ORG", "MISC"})
"""Labels the model gives by mistake to names that can only be countries or capitals."""
_TAKEN = frozenset(
    "attacked besieged bombarded bombed captured encircled entered evacuated fled left liberated lost "
    "overran overrun reached recaptured retook retaken seized shelled stormed struck surrounded took taken "
    "seize capture recapture retake storm enter reach leave".split()
)
"""Verbs right before the name of a town that is taken or left; of a person or body hardly ever."""
_SMALL_TOWN = 3.5
_SHORT = 3
"""Letters of a name too short to be known again wherever it stands."""
_FEDERATIONS = frozenset({"USA", "CAN", "AUS", "GBR"})
_TOWN_WEIGHT = 5.0
_PLAIN_KINDS = CITY_KINDS | {"settlement", "territory"}
"""Kinds whose names of one word are often people's as well: Nasir, Karma, Bara."""
_TAILS = frozenset(("'s", "’s", ",", ".", "–", "—", "-", "of", "in", "the"))
_DIRECTIONS = ("north", "south", "east", "west", "central")
_JOIN = re.compile(r" ?[–—/-] ?")
_NO_NAME = re.compile(
    r"[-–](?:led|backed|held|controlled|ruled|sponsored|allied|trained|funded|supported)$"
    r"|^(?:January|February|April|June|July|August|September|October|November|December)$"
)
"""What a country does for somebody, and a month, which a name tagger takes for places now and then."""
_LOCATIVE = frozenset("in at near from to outside around across inside into toward towards".split())
_DATELINE = re.compile(
    r"^[ \t]*([A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3})(?=,| [(—–-]|[—–])[^\n]{0,60}?[—–-]", re.MULTILINE
)
_DATELINE_REACH = 600


@dataclass(frozen=True, slots=True)
class Words:
    """A report's tokens as flat lists: one walk over the doc, then plain list reads."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lower: tuple[str, ...]
    kinds: tuple[str, ...]
    """Universal part of speech."""
    labels: tuple[str, ...]
    """The name each token is part of: PER, ORG …, or an empty string."""

    def between(self, start: int, end: int) -> str:
        """The text from one token to before another."""
        return self.text[self.starts[start] : self.ends[end - 1]]


def words_of(doc: Doc) -> Words:
    """Reads a doc's tokens once."""
    tokens = tuple(doc)
    starts = tuple(token.idx for token in tokens)
    return Words(
        doc.text,
        starts,
        tuple(start + len(token) for start, token in zip(starts, tokens, strict=True)),
        tuple(token.text.lower() for token in tokens),
        tuple(token.pos_ for token in tokens),
        tuple(token.ent_type_ for token in tokens),
    )


def find_names(doc: Doc, words: Words, gazetteer: Gazetteer) -> list[Named]:
    """Every place name of a report, in text order, none inside another."""
    found: dict[int, Named] = {}
    taken: set[int] = set()
    people = {words.lower[end - 1] for start, end, label in _names(doc) if label == "PER" and end - start > 1}
    for start, end, label in _names(doc):
        if label in PLACE_LABELS:
            spans = [] if _a_person(words, start, end, people) else _parts(words, gazetteer, start, end)
        elif label in _OPEN_LABELS:
            spans = _mistaken(words, start, end, gazetteer)
        else:
            continue
        for first, last in spans:
            if first < last and not taken.intersection(range(first, last)):
                taken.update(range(first, last))
                found[first] = _named(words, first, last)
    found = {first: name for first, name in found.items() if _names_something(name.text)}
    for first, last in _mislabelled(doc, words, taken, _about(found.values(), words, gazetteer), gazetteer):
        taken.update(range(first, last))
        found[first] = _named(words, first, last)
    names = [n.text for n in found.values() if n.text.lower() not in people and gazetteer.lookup(n.text)]
    for first, last in _again(words, taken, names):
        taken.update(range(first, last))
        found[first] = _named(words, first, last)
    for first, last in _missed(words, taken, gazetteer):
        found[first] = _named(words, first, last)
    ordered = [part for first in sorted(found) for part in _halves(found[first], gazetteer)]
    return sorted(ordered + _dateline(words.text, ordered, gazetteer), key=lambda name: name.start)


def _names(doc: Doc) -> Iterator[tuple[int, int, str]]:
    for span in doc.ents:
        yield span.start, span.end, span.label_


def _named(words: Words, start: int, end: int) -> Named:
    text = words.between(start, end).rstrip("–—-")
    return Named(words.starts[start], words.starts[start] + len(text), text)


def _parts(words: Words, gazetteer: Gazetteer, start: int, end: int) -> list[tuple[int, int]]:
    """A tagged name without article and possessive, with its type noun, cut where it is `X, Y`."""
    start, end = _hyphened(words, start, end, gazetteer)
    while start < end and (words.kinds[start] in ("DET", "SPACE", "PUNCT") or words.lower[start] == "the"):
        start += 1
    while start < end and (words.kinds[end - 1] == "SPACE" or words.lower[end - 1] in _TAILS):
        end -= 1
    if start >= end:
        return []
    commas = [at for at in range(start + 1, end - 1) if words.lower[at] == ","]
    whole = words.between(start, end)
    if commas and not gazetteer.lookup(whole):
        cuts = [start - 1, *commas, end]
        return [(left + 1, right) for left, right in pairwise(cuts)]
    if words.between(start, start + 1) in gazetteer.demonyms and not gazetteer.lookup(whole):
        rest = words.between(start + 1, end) if start + 1 < end else ""
        return _parts(words, gazetteer, start + 1, end) if _names_something(rest) else []
    first = _with_direction(words, start, end, gazetteer)
    return [(first, _with_type_noun(words, start, end, whole, gazetteer))]


def _hyphened(words: Words, start: int, end: int, gazetteer: Gazetteer) -> tuple[int, int]:
    """The whole of a hyphened name of which the model tagged a part: `Rostov`-on-Don."""
    first, last = start, end
    while first > 0 and words.ends[first - 1] == words.starts[first] and words.kinds[first - 1] != "PUNCT":
        first -= 1
    while first > 1 and words.lower[first - 1] == "-" and words.ends[first - 2] == words.starts[first - 1]:
        first -= 2
    while (
        last + 1 < len(words.lower)
        and words.lower[last] == "-"
        and words.ends[last - 1] == words.starts[last]
        and words.ends[last] == words.starts[last + 1]
    ):
        last += 2
    wider = (first, last) != (start, end)
    return (first, last) if wider and gazetteer.lookup(words.between(first, last)) else (start, end)


def _with_direction(words: Words, start: int, end: int, gazetteer: Gazetteer) -> int:
    """Where the name begins with the direction before it, if our tables have that region."""
    for first in range(max(0, start - 3), start):
        if words.lower[first].startswith(_DIRECTIONS) and gazetteer.knows(words.between(first, end)):
            return first
    return start


def _with_type_noun(words: Words, start: int, end: int, name: str, gazetteer: Gazetteer) -> int:
    """Where the name ends with the type noun behind it: Hmeimim *air base*, Homs *province*."""
    if any(entry.kind == "country" for entry in gazetteer.lookup(name)):
        return end
    at, limit = end, min(end + 3, len(words.lower))
    while at < limit and not words.labels[at] and words.kinds[at] in ("NOUN", "ADJ", "PROPN"):
        if is_type_noun(words.lower[at]):
            of_another = words.lower[at + 1 : at + 2] == ("of",) and words.labels[at + 2 : at + 3] in _PLACED
            return end if of_another else at + 1  # "the West Bank *city of* Hebron" is no West Bank city
        if not may_precede_type_noun(words.lower[at]):
            break
        at += 1
    return end


def _a_person(words: Words, start: int, end: int, people: set[str]) -> bool:
    """Whether a tagged place is the surname of somebody whom the report names in full."""
    alone = end - start == 1 and words.lower[start] in people
    in_a_larger_place = words.lower[end : end + 1] == (",",) and words.labels[end + 1 : end + 2] in _PLACED
    return alone and not in_a_larger_place


def _names_something(name: str) -> bool:
    """Whether a tagged stretch names a place: not `downtown`, `us`, `province of`, `U.S.-led`, `August`."""
    if _NO_NAME.search(name):
        return False
    return any(word[0].isupper() for word in name.replace("-", " ").split())


def _halves(name: Named, gazetteer: Gazetteer) -> list[Named]:
    """A pair of countries tagged as one name (`U.S.–Mexico`), apart; any other name as it is."""
    join = _JOIN.search(name.text)
    if join is None or gazetteer.lookup(name.text):
        return [name]
    left = Named(name.start, name.start + join.start(), name.text[: join.start()])
    right = Named(name.start + join.end(), name.end, name.text[join.end() :])
    countries = all(any(e.kind == "country" for e in gazetteer.lookup(half.text)) for half in (left, right))
    return [left, right] if countries else [name]


def _mistaken(words: Words, start: int, end: int, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """What is a place though tagged as something else: countries, capitals, `Hmeimim air base`."""
    name = words.between(start, end)
    found = gazetteer.lookup(name)
    if found and (_safe(found[0]) or _state(found)):
        return [(start, end)]
    longer = _with_type_noun(words, start, end, name, gazetteer)
    if longer == end and not is_type_noun(words.lower[end - 1]):
        return []
    entries, _, exact = reduce_name(words.between(start, longer), gazetteer)
    site = exact and bool(entries) and entries[0].own and entries[0].precision == "site"
    return [(start, longer)] if site else []


def _about(found: Iterable[Named], words: Words, gazetteer: Gazetteer) -> frozenset[str]:
    """The countries that a report's plain place names and words for peoples belong to."""
    tops = [entries[0] for name in found if (entries := gazetteer.lookup(name.text))]
    peoples = [
        gazetteer.demonyms.get(words.text[start:end])
        for start, end, kind in zip(words.starts, words.ends, words.kinds, strict=True)
        if kind in ("ADJ", "PROPN", "NOUN")
    ]
    return frozenset(e.country for e in (*tops, *filter(None, peoples)) if e.country)


def _mislabelled(
    doc: Doc, words: Words, taken: set[int], about: frozenset[str], gazetteer: Gazetteer
) -> Iterator[tuple[int, int]]:
    """Towns of the report's countries tagged as something else, where the text goes to them or takes them."""
    for start, end, label in _names(doc):
        before = words.lower[start - 1] if start else ""
        if label in PLACE_LABELS or label == "DATE" or taken.intersection(range(start, end)):
            continue
        if before not in _TAKEN and before not in _LOCATIVE:
            continue
        found = gazetteer.lookup(words.between(start, end))
        if any(e.country in about and (e.own or e.weight >= _SMALL_TOWN) for e in found):
            yield start, end


def _state(found: tuple[Entry, ...]) -> bool:
    """Whether a name is a state's or province's in a federation whose news names them bare."""
    return any(e.kind == "admin1" and e.usual and e.country in _FEDERATIONS for e in found)


def _safe(entry: Entry) -> bool:
    return entry.kind == "country" or (entry.capital and entry.weight > _TOWN_WEIGHT)


def _missed(words: Words, taken: set[int], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
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
        yield from _known(words, at, end, gazetteer)
        at = max(end, at + 1)


def _again(words: Words, taken: set[int], names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Towns that the model tagged elsewhere in the report and that stand here untagged or mistagged."""
    known = {name for name in names if len(name) > _SHORT and name[0].isupper() and " " not in name}
    for at, kind in enumerate(words.kinds):
        again = kind == "PROPN" and at not in taken and words.between(at, at + 1) in known
        if again and not _in_longer_name(words, at):
            yield at, at + 1


def _in_longer_name(words: Words, at: int) -> bool:
    """Whether a word is only a part of a longer name: "*Lagos* Weekly"."""
    near = [k for k in (at - 1, at + 1) if 0 <= k < len(words.kinds)]
    same = words.labels[at]
    return any(words.kinds[k] == "PROPN" or (same and words.labels[k] == same) for k in near)


def _known(words: Words, start: int, end: int, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """The whole run where it is a known name; else its known countries, sites and regions."""
    name = words.between(start, end)
    if end - start <= gazetteer.longest and _is_place(name, words, start, gazetteer):
        yield start, _with_type_noun(words, start, end, name, gazetteer)
        return
    parts = [at for at in range(start, end) if words.lower[at] == ","]
    if not parts:
        return
    cuts = [start - 1, *parts, end]
    for left, right in pairwise(cuts):
        first = left + 1
        if first < right and _is_place(words.between(first, right), words, first, gazetteer):
            yield first, right


def _is_place(name: str, words: Words, start: int, gazetteer: Gazetteer) -> bool:
    found = gazetteer.lookup(name)
    if not found or not name[0].isupper():
        return False
    first = found[0]
    telling = " " in name or first.kind not in _PLAIN_KINDS
    if _safe(first) or (first.own and telling and len(name) > 3):
        return True
    before = words.lower[start - 1] if start else ""
    return before in _LOCATIVE and (first.own or max(entry.weight for entry in found) > _TOWN_WEIGHT)


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
