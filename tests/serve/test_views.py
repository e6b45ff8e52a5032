"""A store that grows under its readers: they wait for no snapshot, and never see an old one for long."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from bench.desk_store import make_tables, write_store
from dateline.keep import Store
from dateline.serve import view
from dateline.serve.view import View, Views

PATIENCE = 20.0


@pytest.fixture
def growing(tmp_path: Path) -> Store:
    return write_store(tmp_path, make_tables(40))


def eventually(views: Views, number: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if views.current().snapshot.number == number:
            return True
        time.sleep(0.02)
    return False


def test_a_busy_desk_answers_from_the_old_snapshot_until_the_new_one_is_ready(
    growing: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "LOOK_AGAIN", 0.0)
    ready, asked = threading.Event(), []

    def warm(newer: View) -> None:
        asked.append(newer.snapshot.number)
        assert ready.wait(PATIENCE)

    views = Views(growing, warm)
    old = views.current()
    new = growing.rebuild()
    assert views.current() is old
    assert views.current() is old
    ready.set()
    assert eventually(views, new)
    assert asked == [new], "made ready once, however many asked meanwhile"
    assert old.rows("SELECT count(*) AS n FROM events")[0]["n"] > 0, "who still reads the old one can"


def test_after_a_quiet_time_the_first_reader_sees_the_newest_snapshot(
    growing: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = Views(growing)
    new = growing.rebuild()
    monkeypatch.setattr(view, "LOOK_AGAIN", -1.0)
    monkeypatch.setattr(view, "QUIET", -1.0)
    assert views.current().snapshot.number == new


def test_a_desk_whose_new_snapshot_cannot_be_made_ready_shows_it_all_the_same(
    growing: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "LOOK_AGAIN", 0.0)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def warm(_: View) -> None:
        raise RuntimeError

    views = Views(growing, warm)
    assert eventually(views, growing.rebuild())


def test_ones_own_writing_is_seen_at_once(growing: Store) -> None:
    views = Views(growing)
    new = growing.rebuild()
    assert views.refresh().snapshot.number == new
    assert views.current().snapshot.number == new
