"""A report's tokens → windows, the stretches that the encoder reads at once.

A window is a paragraph, so that headings and leftovers never glue to sentences (`paragraphs.py` says
where one ends); a long paragraph is cut behind the end of a sentence, where one can be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from dateline.digest.paragraphs import paragraph_ends
from dateline.model import Report

MAX_WORDS: Final = 100
"""Beyond this, attention grows dearer than the wider view is worth."""
HARD_MAX: Final = 170
"""A stretch without any full stop is cut here."""
_ENDS: Final = frozenset({".", "!", "?", ".”", "…"})
_CLOSERS: Final = frozenset({'"', "”", "'", "’", "''", ")", "]"})


@dataclass(frozen=True, slots=True)
class Window:
    """Indices of a report's tokens that are read together, white space left out."""

    tokens: list[int]
    opens: bool
    """Whether a sentence surely starts at the first token."""


def windows_of(report: Report, doc: Doc) -> list[Window]:
    """The windows of a report, in order; every token that is no white space is in just one."""
    bounds = _furniture_bounds(report)
    ends = paragraph_ends(report.text)
    out: list[Window] = []
    line: list[int] = []
    for token in doc:
        if token.is_space:
            if _ends_line(token.text, token.idx, ends):
                _close(doc, line, out)
                line = []
            continue
        if bounds and token.idx >= bounds[-1]:
            while bounds and token.idx >= bounds[-1]:
                bounds.pop()
            _close(doc, line, out)
            line = []
        line.append(token.i)
    _close(doc, line, out)
    return out


def _ends_line(space: str, at: int, ends: frozenset[int] | None) -> bool:
    """Whether this white space ends a paragraph."""
    return any(c in "\r\n" and (ends is None or at + i in ends) for i, c in enumerate(space))


def _furniture_bounds(report: Report) -> list[int]:
    """Where furniture starts and ends, the first of them last."""
    return sorted({at for f in report.furniture for at in (f.start, f.end)}, reverse=True)


def _close(doc: Doc, line: list[int], out: list[Window]) -> None:
    """Put a paragraph's tokens into windows of at most HARD_MAX, cut behind sentence ends."""
    at = 0
    while len(line) - at > MAX_WORDS:
        cut = _last_end(doc, line, at)
        out.append(Window(line[at:cut], True))
        at = cut
    if line[at:]:
        out.append(Window(line[at:], True))


def _last_end(doc: Doc, line: list[int], at: int) -> int:
    """Where to cut: behind the last sentence end within MAX_WORDS, else the first one after."""
    limit = min(at + HARD_MAX, len(line))
    last = 0
    for i in range(at, limit):
        if last and i - at >= MAX_WORDS:
            break
        if doc[line[i]].text in _ENDS:
            last = i + 1
            while last < limit and doc[line[last]].text in _CLOSERS:
                last += 1
    return last or limit
