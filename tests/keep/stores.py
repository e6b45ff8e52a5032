"""Stores filled by hand: reports whose every sentence is one attack, read without the language model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from dateline.collect.records import from_record
from dateline.config import Settings
from dateline.keep import Coder, Store, open_store
from dateline.model import (
    ActorMention,
    Digest,
    Event,
    Failure,
    Grounded,
    Interpretation,
    Report,
    Span,
    Version,
    Why,
)

VERSIONS = {"dateline": "0.1.0", "model": "by hand", "ontology": "PLOVER 2.0"}
ATTACK = re.compile(r"(\w+) (attacked|left) (\w+)\.")
BROKEN = "unreadable"
VOCAB = Vocab()


def report(text: str, **fields: str) -> Report:
    """A report as `collect` makes it of a JSON line."""
    made = from_record({"text": text} | fields, "by hand", None, Settings())
    assert isinstance(made, Report), made
    return made


def read_by_hand(reports: Iterable[Report | Failure]) -> Iterator[Interpretation | Failure]:
    """“Alpha attacked Beta.” is an event; a report that is called unreadable is set aside."""
    for item in reports:
        if isinstance(item, Failure):
            yield item
        elif BROKEN in item.text:
            yield Failure(item.origin or item.id, "set aside: it says so itself")
        else:
            doc = Doc(VOCAB, words=["x"])
            events = tuple(_event(item, match) for match in ATTACK.finditer(item.text))
            yield Interpretation(Grounded(Digest(item, doc)), (), events)


def _event(of: Report, match: re.Match[str]) -> Event:
    who, what, whom = (Span(*match.span(n), match[n]) for n in (1, 2, 3))
    return Event(
        id=f"{of.id}-{match.start()}",
        report=of,
        type="ASSAULT" if what.text == "attacked" else "RETREAT",
        mode=None,
        contexts=(),
        quad="material conflict",
        score=-9.0,
        trigger=what,
        sentence=Span(*match.span(), match[0]),
        actors=(ActorMention(who, 0, who.text),),
        recipients=(ActorMention(whom, 0, whom.text),),
        places=(),
        time=None,
        counts=(),
        status="happened",
        said_by=(),
        why=Why("by hand", "attacked"),
        confidence=0.5,
        version=Version("0.1.0", "by hand", "PLOVER 2.0"),
        mentions=(what,),
    )


def coder(**versions: str) -> Coder:
    """Reads by hand; with another version of something it is another coder."""
    return Coder(VERSIONS | versions, read_by_hand)


def store_in(folder: Path, **versions: str) -> Store:
    """The store in a folder, read by hand."""
    return open_store(folder, lambda: coder(**versions))


def without_version(found: Report) -> Report:
    """A report as it was before the store gave it an id of its own."""
    return replace(found, id=found.id.partition("@")[0])
