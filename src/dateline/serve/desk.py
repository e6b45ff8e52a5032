"""The running desk: what all its pages share."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from dateline.errors import UserError
from dateline.keep import Store
from dateline.keep.polite import give_way
from dateline.model import Failure, Interpretation
from dateline.serve.guard import Access
from dateline.serve.judged import Judged
from dateline.serve.view import Views

LOG = logging.getLogger(__name__)


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


@dataclass(slots=True)
class Desk:
    """A store that is open for many readers, and who may read it."""

    store: Store
    views: Views
    access: Access
    reader: Reader | None = None
    """None where nothing can be read: the page that adds reports says so."""
    _judged: tuple[object, Judged] = (None, Judged())
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _again: threading.Event = field(default_factory=threading.Event)

    def judged(self) -> Judged:
        """What people have decided, up to now; read again when the file of judgements has changed."""
        path = self.store.folder / "judgements.jsonl"
        state = (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else None
        known, judged = self._judged
        if state != known:
            judged = Judged(self.store.judgements())
            self._judged = (state, judged)
        return judged

    def follow(self) -> None:
        """Has the store's incidents follow what was decided, beside the answering of requests.

        Whoever decides while that runs is followed by another round.
        """
        self._again.set()
        threading.Thread(target=self._follow).start()  # no daemon: what it writes is written to its end

    def _follow(self) -> None:
        with self._lock:
            if not self._again.is_set():
                return
            self._again.clear()
            give_way()
            try:
                self.store.refresh()
            except UserError as error:  # another is writing: it will follow when that one is done
                LOG.info("%s", error)
            self.views.refresh()
