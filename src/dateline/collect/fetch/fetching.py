"""Addresses to documents, in the form in which files come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dateline.collect.fetch import FetchFailure, FetchRules, Session, fetch
from dateline.collect.items import Document
from dateline.config import Settings

GIVEN_BYTES = 64 << 20
"""Most bytes that an address given by the caller may lead to: it can be an archive of pages."""


@dataclass(slots=True)
class Fetching:
    """Fetches what is asked for, and remembers robots.txt and when each host was last asked."""

    settings: Settings
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self.session = Session(FetchRules(allow_private=self.settings.private))

    def given(self, address: str) -> Document | FetchFailure:
        """What the caller's own address leads to: a page, a feed, or a file of any kind."""
        return self._document(address, max(GIVEN_BYTES, self.settings.max_page))

    def page(self, address: str) -> Document | FetchFailure:
        """The page that a feed links to."""
        return self._document(address, None)

    def _document(self, address: str, max_bytes: int | None) -> Document | FetchFailure:
        fetched = fetch(address, self.session, max_bytes=max_bytes)
        if isinstance(fetched, FetchFailure):
            return fetched
        return replace(fetched.document, origin=address)
