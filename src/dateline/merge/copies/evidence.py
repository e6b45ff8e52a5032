"""What two reports have in common, as offsets that anyone can check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.merge.copies.align import Run
from dateline.merge.copies.texts import Sighted

LEAST = 3
"""Words of a stretch whose characters are compared; shorter ones show nothing."""
Span = tuple[int, int, int, int]
"""Start and end in the first text, start and end in the second."""


def run_spans(a: Sighted, b: Sighted, runs: Iterable[Run]) -> list[Span]:
    """The runs as offsets: the same words in both, whatever case and punctuation."""
    return [(*_bounds(a, run.a, run.count), *_bounds(b, run.b, run.count)) for run in runs]


def equal_spans(a: Sighted, b: Sighted, runs: Iterable[Run]) -> list[Span]:
    """The stretches of the runs whose slices of both texts are equal, character by character."""
    return [span for run in runs for span in _equal(a, b, run)]


def _bounds(one: Sighted, first: int, count: int) -> tuple[int, int]:
    return int(one.words.starts[first]), int(one.words.ends[first + count - 1])


def _equal(a: Sighted, b: Sighted, run: Run) -> Iterator[Span]:
    (start_a, end_a), (start_b, end_b) = _bounds(a, run.a, run.count), _bounds(b, run.b, run.count)
    if a.text[start_a:end_a] == b.text[start_b:end_b]:
        yield start_a, end_a, start_b, end_b
        return
    first = 0
    for word in range(1, run.count + 1):
        if word < run.count and _same(a, b, run, word, from_before=True):
            continue
        first += not _same(a, b, run, first, from_before=False)
        if word - first >= LEAST:
            yield (*_bounds(a, run.a + first, word - first), *_bounds(b, run.b + first, word - first))
        first = word


def _same(a: Sighted, b: Sighted, run: Run, word: int, *, from_before: bool) -> bool:
    """Whether a word of a run is the same characters; with `from_before`, also what stands before it."""
    return _slice(a, run.a + word, from_before) == _slice(b, run.b + word, from_before)


def _slice(one: Sighted, place: int, from_before: bool) -> str:
    start = one.words.ends[place - 1] if from_before else one.words.starts[place]
    return one.text[int(start) : int(one.words.ends[place])]
