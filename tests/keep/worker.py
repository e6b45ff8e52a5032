"""Processes that add to a store, to be killed: one that has everything imported forks them, which is quick.

Each line on standard input asks for one: {"folder", "acks", "reports": [first, last], "shard", "fsize"}.
It answers with the new process's id. The process writes what the store acknowledged into `acks`, line by
line. {"wait": PID} answers with its exit status, negative for the signal that ended it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.errors import UserError
from dateline.keep import Added, adding
from dateline.model import Report
from tests.keep.stores import report, store_in

TEXT = "Alpha{n} attacked Beta{n}. " + "Nobody knows why. " * 20


def reports_between(first: int, last: int) -> Iterator[Report]:
    """The reports of these numbers, one event each."""
    return (report(TEXT.format(n=n), id=f"r{n:05d}", outlet="The Worker") for n in range(first, last))


def _work(asked: dict[str, Any]) -> int:
    adding.SHARD_REPORTS = asked["shard"]
    if asked["fsize"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["fsize"], asked["fsize"]))
    acks = os.open(asked["acks"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    store = store_in(Path(asked["folder"]))
    before = len(store.manifest().lines) if (Path(asked["folder"]) / "format.json").exists() else 0

    def tell(added: Added) -> None:
        os.write(acks, f"stored {added.known + added.stored}\n".encode())
        made = store.judge("worker", "accept", event_id=f"after {before} and {added.stored}")
        os.write(acks, f"judged {made.judgement_id}\n".encode())
        time.sleep(asked.get("pause", 0))

    try:
        done = store.add(reports_between(*asked["reports"]), tell)
    except UserError as error:
        os.write(acks, f"refused {error}\n".encode())
        return 2
    os.write(acks, f"done {done.known} {done.stored}\n".encode())
    return 0


def main() -> None:
    """Serves until standard input ends."""
    list(reports_between(0, 1))  # what telling the language needs is loaded here, once for all of them
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            answer = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                os._exit(_work(asked))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
