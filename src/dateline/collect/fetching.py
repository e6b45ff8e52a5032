"""Addresses to documents: what the fetching hands over, in the form in which files come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from dateline.collect.items import Document
from dateline.config import Settings
from dateline.model import Failure


@dataclass(slots=True)
class Fetching:
    """Fetches what is asked for, and remembers robots.txt and when each host was last asked."""

    settings: Settings

    def __enter__(self) -> Fetching:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def document(self, address: str) -> tuple[Document, BinaryIO] | Failure:
        raise NotImplementedError

    def page(self, address: str) -> Document | Failure:
        raise NotImplementedError
