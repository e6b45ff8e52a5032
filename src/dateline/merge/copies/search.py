"""Reports → the pairs that are copies of each other: the whole search in one pass.

In: reports (id, text, outlet, day, stretches to leave out). Out: pairs with their `Kinship`, the same
whatever the order the reports came in. With `before` (the pairs found earlier among some of the reports)
only what is new is searched; earlier pairs are weighed again, as more text may have turned out standing.
Fails: never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dateline.merge.copies.align import SHORTEST
from dateline.merge.copies.candidates import candidates
from dateline.merge.copies.kinds import Kinship, kinship
from dateline.merge.copies.shingles import Fingerprints, bands, fingerprints, shingle
from dateline.merge.copies.standing import standing_hashes, standing_words
from dateline.merge.copies.texts import Sighted, opening_words, quoted_words
from dateline.merge.copies.words import Places, read_words


@dataclass(frozen=True, slots=True)
class Source:
    """What the search needs of a report; `leave_out` are stretches that are no prose."""

    report_id: str
    text: str
    outlet: str | None
    day: date | None
    leave_out: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that are copies of each other; the first has the lesser id."""

    a: Sighted
    b: Sighted
    found: Kinship


class Search:
    """The reports in order of id, with all that is worked out once."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Reads the words of all reports; of two with the same id the first counts."""
        unique: dict[str, Source] = {}
        for source in sources:
            unique.setdefault(source.report_id, source)
        self.sources = [unique[key] for key in sorted(unique)]
        self.words = read_words([s.text for s in self.sources], [s.leave_out for s in self.sources])
        self.marks: Fingerprints = fingerprints(self.words)
        self.rows: Places = self.marks.rows(len(self.sources))
        self.standing = np.isin(self.marks.hashes, standing_hashes(self.marks, _days(self.sources)))
        self._sighted: dict[int, Sighted] = {}
        self._places = {source.report_id: n for n, source in enumerate(self.sources)}

    def pairs(
        self, before: Iterable[tuple[str, str]] = (), known: frozenset[str] = frozenset()
    ) -> Iterator[Pair]:
        """The pairs in order; `before` are the pairs found among the reports that are `known`."""
        new = np.array([s.report_id not in known for s in self.sources], dtype=np.bool_)
        rare = self.marks.only(~self.standing)
        found = candidates(rare, bands(self.marks, len(self.sources)), new if known else None)
        wanted = {(int(a), int(b)) for a, b in found}
        wanted |= {(self._places[a], self._places[b]) for a, b in before if {a, b} <= self._places.keys()}
        for one, other in sorted(wanted):
            a, b = self.sighted(one), self.sighted(other)
            if kin := kinship(a, b):
                yield Pair(a, b, kin)

    def sighted(self, number: int) -> Sighted:
        """One of the reports, with its masks."""
        if number not in self._sighted:
            source, words = self.sources[number], self.words.of(number)
            marks = slice(int(self.rows[number]), int(self.rows[number + 1]))
            standing = standing_words(self.marks.places[marks], self.standing[marks], len(words))
            quoted = quoted_words(source.text, words)
            known = source.report_id, source.text, source.outlet, source.day, words
            self._sighted[number] = Sighted(
                *known, quoted, standing, shingle(words, SHORTEST), opening_words(words)
            )
        return self._sighted[number]


def _days(sources: Sequence[Source]) -> Places:
    """The days of publication as numbers; -1 where one is not known."""
    return np.array([s.day.toordinal() if s.day else -1 for s in sources], dtype=np.int64)
