"""The running desk: what all its pages share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dateline.keep import Store
from dateline.model import Failure, Interpretation
from dateline.serve.guard import Access
from dateline.serve.judged import Judged
from dateline.serve.view import Views


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What somebody wants read: a text, or an address, and what is known of it."""

    text: str = ""
    address: str = ""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


Reader = Callable[[Pasted], Interpretation | Failure]
"""What reads a report for the page that adds one: to its end, or a failure in a line. The command line
hands it over."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A store that is open for many readers, and who may read it."""

    store: Store
    views: Views
    access: Access
    reader: Reader | None = None
    """None where nothing can be read: the page that adds reports says so."""
    merge: Callable[[], object] | None = None
    """Makes the incidents anew from what is stored and judged."""

    def judged(self) -> Judged:
        """What people have decided, up to now."""
        return Judged(self.views.current().rows("SELECT * FROM judgements"))
