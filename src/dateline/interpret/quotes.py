"""Quotation marks → quotations, whatever the marks: straight, curly, doubled, unbalanced, over paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPENERS = {"“": "”", "«": "»", "„": "“”", "‟": "”"}
DOUBLE = frozenset('"＂″')
_MARK = re.compile(r"[\"“”„‟«»＂″‘’']|``|''|‘‘|’’|\n")
_LONGEST_SINGLE = 240


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation [start, end) with its marks; `closed` is False where no closing mark was found."""

    start: int
    end: int
    closed: bool
    continued: bool = False
    """Whether it goes on a quotation that the paragraph before left open."""


def _opens(text: str, at: int, width: int) -> bool:
    """Whether a mark that does not tell its side stands where one opens."""
    before = text[at - 1] if at else " "
    after = text[at + width] if at + width < len(text) else " "
    if after.isspace():
        return False
    return before.isspace() or before in "([{—–-:,;/“‘\"'" or not (before.isalnum() or before in ".!?…)]%")


def _single(text: str, at: int, limit: int) -> int | None:
    """End of a quotation in single marks that opens at `at`; None where it is an apostrophe."""
    if not _opens(text, at, 1) or not text[at + 1 : at + 2].isalnum():
        return None
    closers = "’'" if text[at] == "‘" else "'"
    for end in range(at + 2, min(limit, at + _LONGEST_SINGLE)):
        if text[end] not in closers or text[end - 1].isspace():
            continue
        after = text[end + 1 : end + 2]
        if after.isalnum():
            continue
        if text[end - 1] == "s" and text.find(text[end], end + 1, min(limit, end + 80)) > 0 and after == " ":
            continue
        return end + 1
    return None


def _paragraph_end(text: str, at: int) -> int:
    """The end of the paragraph: a line break, unless the next line goes on in lower case."""
    while True:
        end = text.find("\n", at)
        if end < 0:
            return len(text)
        after = text[end + 1 : end + 2]
        if not after.islower():
            return end
        at = end + 1


def _mark(text: str, at: int) -> tuple[str, int]:
    pair = text[at : at + 2]
    if pair in ("``", "''", "‘‘", "’’"):
        return {"``": "“", "‘‘": "“", "''": "”", "’’": "”"}[pair], 2
    return text[at], 1


class _Reader:
    """One pass over the marks of a text; holds the quotation that is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Quotation] = []
        self.open: int | None = None
        self.closer = ""
        self.nested = 0
        """Curly quotations open inside one that straight marks opened."""
        self.pending = False
        self.limit = _paragraph_end(text, 0)

    def close(self, end: int, closed: bool) -> None:
        if self.open is None:
            return
        self.found.append(Quotation(self.open, end, closed, self.pending))
        self.open, self.pending = None, not closed

    def start(self, at: int, closer: str) -> None:
        if self.pending and self.text[self.found[-1].end : at].strip():
            self.pending = False
        self.open, self.closer, self.nested = at, closer, 0

    def last(self, end: int) -> int:
        """Where the open quotation ends that nothing closes before `end`."""
        return end if self.open is None else self.open + len(self.text[self.open : end].rstrip())

    def read(self) -> None:
        at = 0
        while match := _MARK.search(self.text, at):
            at = self._step(match.start())
        self.close(self.last(len(self.text)), False)

    def _step(self, at: int) -> int:
        if at >= self.limit:
            self.close(self.last(self.limit), False)
            self.limit = _paragraph_end(self.text, at + 1)
        if self.text[at] == "\n":
            return at + 1
        mark, width = _mark(self.text, at)
        if self.open is not None:
            if mark == "“" and self.text[self.open] == '"':
                self.nested += 1
            elif mark == "”" and self.nested:
                self.nested -= 1
            elif mark in self.closer and not (mark in DOUBLE and _only_opens(self.text, at)):
                self.close(at + width, True)
        elif mark == "”" and _only_opens(self.text, at):
            self.start(at, '”"')
        elif mark in OPENERS:
            self.start(at, OPENERS[mark] + ('"' if mark == "“" else ""))
        elif mark in DOUBLE:
            if _opens(self.text, at, width):
                self.start(at, '"＂″”')
        elif mark in "‘'" and (end := _single(self.text, at, self.limit)):
            self.found.append(Quotation(at, end, True))
            return end
        return at + width


def _only_opens(text: str, at: int) -> bool:
    """Whether a straight mark can only open: after a space, before a letter."""
    before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2]
    return (before.isspace() or before in "([") and after.isalnum()


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a text in order, never overlapping; an unclosed one ends with its paragraph."""
    reader = _Reader(text)
    reader.read()
    return tuple(reader.found)
