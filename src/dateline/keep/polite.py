"""Work that makes way for readers: it takes what they leave of the processor."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")
BEHIND: Final = 10
"""By so much lower in priority: readers come first where both want a core, all cores are used where not."""


def give_way() -> None:
    """From here on this thread, and each that it starts, comes after others. Only on Linux one can."""
    if sys.platform == "linux":
        os.nice(BEHIND)


def politely(work: Callable[[], T]) -> T:
    """What the work gives, done to its end in a thread of its own that gives way."""
    with ThreadPoolExecutor(1, initializer=give_way) as beside:
        return beside.submit(work).result()
