"""One typed place for what a caller can set."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CHARS = 2_000_000
"""Longest report that is read, in characters: far above any article, far below what fills memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How reports are collected.

    `published`, `outlet` and `title`, where given, hold for every report read and take the place of
    what a report declares itself. Longer reports than `max_chars` are set aside, never cut.
    """

    max_chars: int = MAX_CHARS
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
