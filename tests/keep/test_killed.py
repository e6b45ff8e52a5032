"""What is left when the writer is killed, the disk is full, or the folder cannot be written."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import UserError
from dateline.keep import Store, adding
from dateline.keep.manifest import read_manifest
from dateline.keep.shards import broken_file
from tests.keep.disks import remount, small_disk
from tests.keep.stores import store_in
from tests.keep.worker import reports_between

KILLS = 50
MORE = 24
"""New reports that each run is given, besides those that the runs before should have stored."""
SHARD = 3


@dataclass
class Workers:
    """The process that forks workers."""

    zygote: subprocess.Popen[str]
    folder: Path
    acks: Path
    running: list[int] = field(default_factory=list)

    def ask(self, **asked: Any) -> int:
        assert self.zygote.stdin
        assert self.zygote.stdout
        self.zygote.stdin.write(json.dumps(asked) + "\n")
        self.zygote.stdin.flush()
        return int(self.zygote.stdout.readline())

    def start(self, last: int, **more: Any) -> int:
        given: dict[str, Any] = {"shard": SHARD, "fsize": None, "reports": [0, last]} | more
        return self.ask(folder=str(self.folder), acks=str(self.acks), **given)

    def wait(self, pid: int) -> int:
        return self.ask(wait=pid)

    def acknowledged(self, what: str) -> list[str]:
        lines = self.acks.read_text().splitlines() if self.acks.exists() else []
        return [line.removeprefix(f"{what} ") for line in lines if line.startswith(f"{what} ")]


@pytest.fixture
def workers(tmp_path: Path, root: Path) -> Iterator[Workers]:
    path = os.pathsep.join(filter(None, (str(root / "src"), str(root), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "tests.keep.worker"]
    with subprocess.Popen(
        command, cwd=root, env=os.environ | {"PYTHONPATH": path}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as zygote:  # fmt: skip
        yield Workers(zygote, tmp_path / "store", tmp_path / "acks")
        assert zygote.stdin
        zygote.stdin.close()


def check_whole(store: Store, workers: Workers) -> int:
    """All that was acknowledged is there, whole and once; how many reports that is."""
    if not (store.folder / "format.json").exists():
        return 0
    known = read_manifest(store.folder)
    assert broken_file(store.folder, known.live) is None
    ids = store.tables()["reports"]["report_id"].to_pylist() if known.current else []
    assert ids == [f"r{n:05d}" for n in range(len(ids))]
    assert store.tables()["events"].num_rows == len(ids)
    assert max(map(int, workers.acknowledged("stored")), default=0) <= len(ids)
    judged = {one.judgement_id for one in store.judgements()}
    assert set(workers.acknowledged("judged")) <= judged
    if (store.folder / "snapshots" / "CURRENT").exists():
        with store.current() as snapshot:
            seen = snapshot.table("reports")["report_id"].to_pylist()
            assert seen == ids[: len(seen)]
            assert snapshot.table("events").num_rows == len(seen)
    return len(ids)


def test_nothing_that_was_acknowledged_is_lost_however_often_the_writer_is_killed(workers: Workers) -> None:
    chance = random.Random(5)
    store = store_in(workers.folder)
    kills, wanted, stored, longest = 0, 0, 0, 0.3
    while kills < KILLS:
        wanted += MORE
        began = time.monotonic()
        pid = workers.start(wanted)
        time.sleep(chance.uniform(0.0, 1.2 * longest))
        os.kill(pid, signal.SIGKILL)
        status = workers.wait(pid)
        assert status in (0, -signal.SIGKILL)
        if status:
            kills += 1
        else:
            longest = min(longest, time.monotonic() - began)
        now = check_whole(store, workers)
        assert now >= stored
        stored = now
    assert workers.wait(workers.start(wanted)) == 0
    assert check_whole(store, workers) == wanted
    assert workers.acknowledged("done")[-1] == f"{stored} {wanted - stored}"
    with store.current() as snapshot:
        assert snapshot.table("reports").num_rows == wanted
    left = [path.name for path in workers.folder.rglob(".*")]
    assert left == []


def test_a_killed_writer_leaves_no_lock_and_a_living_one_is_named(workers: Workers) -> None:
    pid = workers.start(9, pause=60)
    while not workers.acknowledged("judged"):
        time.sleep(0.02)
    store = store_in(workers.folder)
    with pytest.raises(UserError, match=f"process {pid} on .* is writing to it"):
        store.add(reports_between(0, 9))
    assert store.judge("someone", "accept", event_id="e").judgement_id in {
        one.judgement_id for one in store.judgements()
    }
    os.kill(pid, signal.SIGKILL)
    workers.wait(pid)
    assert store.add(reports_between(0, 9)).stored == 6


def test_a_file_that_cannot_grow_ends_in_one_line_and_what_was_stored_stays(workers: Workers) -> None:
    assert workers.wait(workers.start(9)) == 0
    assert workers.wait(workers.start(3000, shard=3000, fsize=30_000)) == 2
    (refused,) = workers.acknowledged("refused")
    assert refused.startswith(f"{workers.folder}: no room left (File too large); make room")
    store = store_in(workers.folder)
    assert check_whole(store, workers) == 9
    assert store.add(reports_between(0, 12)).stored == 3


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of half a megabyte."""
    with small_disk(tmp_path, "512k") as folder:
        yield folder


def test_a_full_disk_ends_in_one_line_and_the_run_goes_on_when_there_is_room(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "SHARD_REPORTS", 100)
    store = store_in(disk / "store")
    told: list[int] = []
    with pytest.raises(UserError, match=r"no room left|the snapshot cannot be written") as refused:
        store.add(reports_between(0, 5000), lambda added: told.append(added.stored))
    assert "\n" not in str(refused.value)
    ids = store.tables()["reports"]["report_id"].to_pylist()
    assert len(ids) == max(told) < 5000
    remount(disk, "size=64m")
    assert store.add(reports_between(0, 5000)).known == len(ids)
    with store.current() as snapshot:
        assert snapshot.table("reports").num_rows == 5000


def test_a_disk_that_is_full_for_the_snapshot_alone_keeps_the_old_one(disk: Path) -> None:
    store = store_in(disk / "store")
    remount(disk, "size=64m")
    store.add(reports_between(0, 300))
    used = sum(path.stat().st_size for path in disk.rglob("*") if path.is_file())
    remount(disk, f"size={used + 150_000}")
    with pytest.raises(UserError, match="room") as refused:
        store.add(reports_between(0, 310))
    assert "\n" not in str(refused.value)
    with store.current() as snapshot:
        assert snapshot.table("reports").num_rows == 300
    assert store.tables()["reports"].num_rows == 310
    remount(disk, "size=64m")
    store.rebuild()
    with store.current() as snapshot:
        assert snapshot.table("reports").num_rows == 310


def test_a_folder_that_cannot_be_written_ends_in_one_line_and_can_be_read(disk: Path) -> None:
    remount(disk, "size=64m")
    store = store_in(disk / "store")
    store.add(reports_between(0, 3))
    remount(disk, "ro")
    for attempt in (
        lambda: store.add(reports_between(0, 6)),
        lambda: store.judge("someone", "accept", event_id="e"),
        store.rebuild,
        lambda: store_in(disk / "other").add(reports_between(0, 3)),
    ):
        with pytest.raises(UserError, match=r"cannot be written \(Read-only file system") as refused:
            attempt()
        assert "\n" not in str(refused.value)
    with store.current() as snapshot:
        assert snapshot.table("reports").num_rows == 3
    remount(disk, "rw")
