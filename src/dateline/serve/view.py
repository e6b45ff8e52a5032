"""What a request reads: one snapshot of the store, and what people have judged so far."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar

from dateline.errors import UserError
from dateline.keep import Snapshot, Store

Row = dict[str, Any]
T = TypeVar("T")
LOOK_AGAIN: Final = 0.5
"""Seconds after which the store is asked whether it has a newer snapshot."""
QUIET: Final = 5.0
"""Seconds without a request after which the next one waits for the newest snapshot."""
ONE_EACH: Final = 1
"""Threads a query: requests share the cores, so that their many small queries need not share theirs."""
REMEMBERED: Final = 256


class View:
    """One snapshot, read by many requests at once. What it was asked is remembered: it does not change."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._known: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def rows(self, text: str, params: Sequence[Any] = ()) -> list[Row]:
        """What a query gives, a dict a row."""
        return self.snapshot.rows(text, list(params))

    def one(self, text: str, params: Sequence[Any] = ()) -> Row | None:
        """The first row; None where there is none."""
        found = self.rows(text, params)
        return found[0] if found else None

    def among(self, select: str, column: str, keys: Iterable[str]) -> list[Row]:
        """The rows that a select gives where a column is one of these keys."""
        wanted = sorted(keys)
        if not wanted:
            return []
        return self.rows(f"{select} WHERE {column} IN ({', '.join('?' * len(wanted))})", wanted)

    def known(self, key: str, make: Callable[[], T]) -> T:
        """What was made for this key before, else what `make` gives."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]  # type: ignore[no-any-return]
        made = make()
        with self._lock:
            self._known[key] = made
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return made


class Views:
    """The newest view of a store; an older one stays whole for whoever still reads it.

    `warm` is given a new view before readers are, so that what every page needs is known by then.
    """

    def __init__(self, store: Store, warm: Callable[[View], object] = id) -> None:
        self.store = store
        self._warm = warm
        self._lock = threading.Lock()
        self._looking = False
        self._view = View(store.current(ONE_EACH))
        self._looked = time.monotonic()

    def current(self) -> View:
        """The newest view. On a busy desk, whoever comes while it is made ready still gets the one before."""
        with self._lock:
            since = time.monotonic() - self._looked
            if self._looking or since <= LOOK_AGAIN or not self._is_old():
                return self._view
            if since > QUIET:
                return self._switch(self._newer())
            self._looking = True
        threading.Thread(target=self._look, daemon=True).start()
        return self._view

    def refresh(self) -> View:
        """The newest view at once, after one's own writing."""
        with self._lock:
            return self._switch(self._newer())

    def _is_old(self) -> bool:
        """Whether there is a newer snapshot; that is looked up at most every half second."""
        if self.store.current_number() != self._view.snapshot.number:
            return True
        self._looked = time.monotonic()
        return False

    def _look(self) -> None:
        """Opens the newest view and makes it ready, beside the readers of the one before."""
        newer = self._newer()
        try:
            if newer:
                self._warm(newer)
        finally:
            with self._lock:
                self._switch(newer)
                self._looking = False

    def _switch(self, newer: View | None) -> View:
        """From now on readers get this view, unless they have a newer one."""
        self._looked = time.monotonic()
        if newer and newer.snapshot.number > self._view.snapshot.number:
            self._view = newer
        return self._view

    def _newer(self) -> View | None:
        """A view of a newer snapshot; a store that is being written to is asked again later."""
        try:
            snapshot = self.store.current(ONE_EACH)
        except (UserError, OSError):
            return None
        if snapshot.number == self._view.snapshot.number:
            snapshot.close()
            return None
        return View(snapshot)


def as_data(value: Any) -> Any:  # noqa: ANN401 - any value of a page
    """The same in JSON's types: days and moments as ISO 8601."""
    if isinstance(value, Mapping):
        return {str(key): as_data(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_data(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
