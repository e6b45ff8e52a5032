"""What belongs together: copied stretches of many reports, reports that are one text."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from dateline.merge.copies.align import Run
from dateline.merge.copies.search import Pair

BRIDGE = 12
"""Words between two runs that are no gap: an editor changed them."""
TEXT_SHARE = 1 / 3
"""Two reports are one text where this share of either stands in the other."""
Stretch = tuple[str, int, int]
"""Report, start, end."""
Thing = TypeVar("Thing", bound=tuple[str, int, int] | str)


class Groups(Generic[Thing]):
    """Things that belong together, by what joins two of them; the least stands for its group."""

    def __init__(self) -> None:
        """Nothing is joined."""
        self._above: dict[Thing, Thing] = {}

    def of(self, thing: Thing) -> Thing:
        """What stands for the group of a thing."""
        while (above := self._above.setdefault(thing, thing)) != thing:
            self._above[thing] = self._above[above]
            thing = above
        return thing

    def join(self, one: Thing, other: Thing) -> None:
        """The groups of two things become one."""
        first, second = self.of(one), self.of(other)
        self._above[max(first, second)] = min(first, second)


def text_ids(report_ids: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    """For each report the text that it is: the least id of the reports that are this text."""
    groups: Groups[str] = Groups()
    for pair in pairs:
        if max(pair.found.share_of_a, pair.found.share_of_b) >= TEXT_SHARE:
            groups.join(pair.a.report_id, pair.b.report_id)
    return {report_id: groups.of(report_id) for report_id in report_ids}


def copied_stretches(pairs: Iterable[Pair]) -> list[list[Stretch]]:
    """The stretches copied from one another: groups in order, the stretches of each in order."""
    links = [link for pair in pairs for link in _links(pair)]
    own: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for report_id, start, end in (stretch for link in links for stretch in link):
        own[report_id].append((start, end))
    apart = {report_id: _apart(found) for report_id, found in own.items()}
    groups: Groups[Stretch] = Groups()
    for one, other in links:
        groups.join(_piece(one, apart), _piece(other, apart))
    members: dict[Stretch, list[Stretch]] = defaultdict(list)
    for report_id in sorted(apart):
        for start, end in apart[report_id]:
            stretch = (report_id, start, end)
            members[groups.of(stretch)].append(stretch)
    return [members[key] for key in sorted(members)]


def _links(pair: Pair) -> Iterator[tuple[Stretch, Stretch]]:
    """The stretches of two reports that are copies of each other."""
    a, b = pair.a, pair.b
    for first, last in _bridged(pair.found.runs):
        start_a, end_a = int(a.words.starts[first.a]), int(a.words.ends[last.a + last.count - 1])
        start_b, end_b = int(b.words.starts[first.b]), int(b.words.ends[last.b + last.count - 1])
        yield (a.report_id, start_a, end_a), (b.report_id, start_b, end_b)


def _bridged(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """First and last of the runs that have few words between them in both reports."""
    if not runs:
        return
    first = last = runs[0]
    for run in runs[1:]:
        gaps = run.a - last.a - last.count, run.b - last.b - last.count
        if not all(0 <= gap <= BRIDGE for gap in gaps):
            yield first, last
            first = run
        last = run
    yield first, last


def _apart(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of one report that lie apart: those that overlap by half are one, others are cut short."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        before, limit = kept[-1] if kept else (0, 0)
        common = min(end, limit) - start
        if common > 0 and 2 * common >= min(end - start, limit - before):
            kept[-1] = (before, max(end, limit))
        else:
            kept.append((max(start, limit), end))
    return kept


def _piece(stretch: Stretch, apart: dict[str, list[tuple[int, int]]]) -> Stretch:
    """The stretch apart that holds most of a stretch."""
    report_id, start, end = stretch
    found = apart[report_id]
    first = max(0, bisect_right(found, (start, end)) - 1)
    near = found[max(0, first - 1) : first + 3]
    best = max(near, key=lambda piece: min(piece[1], end) - max(piece[0], start))
    return (report_id, *best)
