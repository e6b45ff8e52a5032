"""Reports into stories, in one pass as they come: each is compared with its nearest in the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from dateline.merge.incidents.clusters import Change, Clusters
from dateline.merge.incidents.pairs import compare
from dateline.merge.incidents.trees import Trees
from dateline.merge.incidents.window import Entry, Window


@dataclass(slots=True)
class Stories:
    """The stories of a stream. Slots number the reports as they come."""

    trees: Trees
    window: Window = field(default_factory=Window)
    clusters: Clusters = field(init=False)

    def __post_init__(self) -> None:
        """Clusters that ask for pairs of the window's reports."""
        self.clusters = Clusters(self.trees.settings, lambda a, b: self._odds(self.window.entries[b], [a])[a])

    def add(
        self, key: str, title: str | None, text: str, day: date | None = None, outlet: str | None = None
    ) -> tuple[int, list[Change], list[int]]:
        """Takes a report in: its slot, what it changed (its own change first), and who left the window."""
        entry, left = self.window.take(key, title, text, day, outlet)
        for slot in left:
            self.clusters.drop(slot)
        odds = self._odds(entry, self.window.near(entry))
        self.window.put(entry)
        return entry.slot, list(self.clusters.add(entry.slot, odds)), left

    def near(self, slot: int) -> dict[int, float]:
        """Log-odds of being one story with the reports in the window that this one was compared with."""
        return {o: v for o, v in self.clusters.odds[slot].items() if o in self.window.entries}

    def reasons(self, early: int, late: int) -> Mapping[str, float]:
        """What each figure adds to the log-odds of two reports in the window."""
        entries = self.window.entries
        return self.trees.reasons(compare(entries[early].weighted, entries[late].weighted))

    def _odds(self, entry: Entry, near: list[int]) -> dict[int, float]:
        if not near:
            return {}
        rows = [compare(self.window.entries[s].weighted, entry.weighted) for s in near]
        return dict(zip(near, self.trees.odds(np.array(rows, dtype=float)).tolist(), strict=True))
