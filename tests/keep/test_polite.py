"""What makes way for readers does so alone: the thread that asked for it keeps its priority."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from dateline.keep.polite import politely


def test_work_is_done_in_another_thread_and_its_errors_are_told() -> None:
    assert politely(threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        politely(lambda: 1 // 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
def test_only_the_work_comes_after_others() -> None:
    before = os.nice(0)
    assert politely(lambda: os.nice(0)) == min(19, before + 10)
    assert os.nice(0) == before
