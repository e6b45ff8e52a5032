"""One typed place for what a caller can set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

VERSION = "0.1.0"
MAX_CHARS = 2_000_000
"""Longest report that is read, in characters: far above any article, far below what fills memory."""
MAX_SECONDS = 20.0
"""Longest time that one page or feed may take to be taken apart."""
MAX_MEMORY = 1 << 30
"""Most memory, in bytes, that taking one page or feed apart may need."""
MAX_PAGE = 16 << 20
"""Largest page or feed that is tried, in bytes; the great crawls cut theirs at 5 MiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How reports are collected.

    `published`, `outlet` and `title`, where given, hold for every report read and take the place of
    what a report declares itself. Longer reports than `max_chars` are set aside, never cut; so are
    pages that take more than `max_seconds` or `max_memory` bytes. `columns` names the columns of tables
    where they are not called as usual: `{"text": "Body"}`. `furniture` is a file of rules laid over the
    shipped ones. `archive` is a folder in which the raw bytes of every report are kept; where they are
    known there with another text, `new_text` says that the new one may be used. `follow` fetches the
    pages that a feed's file only sums up; `private` lets addresses of the local network be fetched.
    `actors`: tables of a user's own actors, laid over the shipped ones, the later over the earlier.
    `ontology`: a file of event types in place of the shipped one. `lexicon`: folders of entries laid over the
    shipped ones; `only:DIR` uses nothing else. Events of less than `min_confidence` are left out, and
    with `main_only` those that a sentence only mentions in passing.
    """

    max_chars: int = MAX_CHARS
    max_seconds: float = MAX_SECONDS
    max_memory: int = MAX_MEMORY
    max_page: int = MAX_PAGE
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    furniture: str | None = None
    archive: str | None = None
    new_text: bool = False
    follow: bool = False
    private: bool = False
    actors: tuple[str, ...] = ()
    ontology: str | None = None
    lexicon: tuple[str, ...] = ()
    min_confidence: float = 0.0
    main_only: bool = False
