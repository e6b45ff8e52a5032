"""Ground places: the places a report names, each with identity and coordinates, or honestly without.

In: a `Digest` and the gazetteer. Out: `PlaceMention`s in text order, none inside another; a name
that the gazetteer lacks, or that the report leaves open among namesakes, has its span and nothing
else. Cannot fail on any text.

`confidence` is the share of belief the chosen place holds among all places of that name in this
report (1.0: no serious rival; 0.5: a coin's toss), less where only a part of the name was found.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from dateline.ground.places.candidates import Candidate, candidates
from dateline.ground.places.gazetteer import Gazetteer, load_gazetteer
from dateline.ground.places.mentions import Words, find_names, words_of
from dateline.ground.places.resolve import Choice, Named, resolve
from dateline.model import Digest, PlaceMention, Span

__all__ = [
    "STANDS_FOR",
    "Candidate",
    "Choice",
    "Gazetteer",
    "Named",
    "candidates",
    "find_places",
    "load_gazetteer",
    "resolve",
]

_UNSURE = 0.3
"""Below this the report does not tell which place is meant, and nothing is claimed."""
STANDS_FOR = "stands for its government"
"""The note on a capital that does something (Moscow *said*): named, but nothing happens there."""
_INEXACT = 0.6
"""What is left of the confidence where a site's coordinates are those of the place around it."""


def find_places(digest: Digest, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """The places a report names; see the module's docstring."""
    words = words_of(digest.doc)
    names = find_names(digest.doc, words, gazetteer)
    if not names:
        return ()
    choices = resolve(names, digest.report.text, gazetteer, _peoples(words, gazetteer), _domain(digest))
    return tuple(
        replace(mention, note=STANDS_FOR)
        if choice.entry and choice.entry.capital and mention.note is None and _acts(digest.doc, name)
        else mention
        for name, choice in zip(names, choices, strict=True)
        for mention in [_mention(name, choice)]
    )


def _acts(doc: Doc, name: Named) -> bool:
    """Whether a capital does something, so that its government is meant: Moscow *said*, not in Moscow."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    if span is None:
        return False
    head = span.root
    if any(child.dep_ == "case" for child in head.children):
        return False
    while head.dep_ == "conj":
        head = head.head
    return head.dep_ == "nsubj" and head.head.pos_ == "VERB"


def _mention(name: Named, choice: Choice) -> PlaceMention:
    span, entry = Span(name.start, name.end, name.text), choice.entry
    if entry is None:
        return PlaceMention(span, note=choice.note)
    if choice.confidence < _UNSURE:
        return PlaceMention(span, note=f"several places have that name, {entry.source} among them")
    if choice.exact:
        return PlaceMention(
            span,
            name=entry.name,
            country=entry.country,
            lat=entry.lat,
            lon=entry.lon,
            geonameid=entry.geonameid,
            precision=entry.precision,
            source=entry.source,
            confidence=choice.confidence,
            note=choice.note,
        )
    return PlaceMention(
        span,
        name=" ".join(name.text.split()),
        country=entry.country,
        lat=entry.lat,
        lon=entry.lon,
        precision=entry.precision,
        source=entry.source,
        confidence=round(choice.confidence * _INEXACT, 3),
        note=f"coordinates of {entry.name}",
    )


def _peoples(words: Words, gazetteer: Gazetteer) -> list[str]:
    """The words for countries' people in a report, which tell where it plays."""
    demonyms = gazetteer.demonyms
    read = words.text
    return [
        word
        for start, end, kind in zip(words.starts, words.ends, words.kinds, strict=True)
        if kind in ("ADJ", "PROPN", "NOUN") and (word := read[start:end]) in demonyms
    ]


def _domain(digest: Digest) -> str | None:
    """The outlet's web domain, from the report's address."""
    url = digest.report.url
    return url.split("/")[2] if url and url.count("/") >= 2 else None
