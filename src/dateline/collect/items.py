"""What a source holds, before it is read as a report: documents (bytes) and records (parsed fields)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dateline.model import PublicationDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a report says of itself, or what holds it says of it.

    `published` is ISO 8601 and `dated` says how it is known; both or neither.
    """

    id: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    dated: PublicationDate | None = None
    language: str | None = None


NOTHING = Declared()


def declared_of(data: dict[str, Any]) -> Declared:
    """A `Declared` again, after its way through JSON as `dataclasses.asdict` gives it."""
    dated = data["dated"]
    return Declared(**{**data, "dated": PublicationDate(**dated) if dated else None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as bytes: a page, a feed, a text. `origin` names it so that it can be found again.

    `charset` is what its carrier (an HTTP header) says the encoding is, `media_type` the same for the
    type (lower case, no parameters); both are claims, to be checked against the bytes.
    """

    origin: str
    raw: bytes
    declared: Declared = NOTHING
    media_type: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One report as named fields (a row of a table, a JSON object), not yet checked.

    `raw` is the bytes it was read from, where it stood in a line of its own.
    """

    origin: str
    fields: Mapping[str, Any]
    encoding: str | None = None
    raw: bytes | None = None


Item = Document | Record
