"""A process of its own for taking pages and feeds apart: what hangs or swells there is ended there.

The caller sends a job and waits; past its time the process is killed and a new one started for the next.
Frames on both pipes: two lengths, a JSON head, raw bytes. JSON and no pickle, so that whatever a hostile
page does to the process, its parent reads data and nothing else.
"""

# ruff: noqa: PLC0415 - the parent has no need of what the child imports

from __future__ import annotations

import contextlib
import json
import os
import queue
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Self

LENGTHS = struct.Struct(">QQ")
START_SECONDS = 120.0
"""A process that takes longer than this to start does not start at all."""
BOOT = "import sys; sys.path[:] = {path!r}; from dateline.collect.page.worker import serve; serve({memory})"
STARTED: dict[str, Any] = {"started": True}


class JobError(Exception):
    """A job that gave no answer; the message says why, for a reader."""


@dataclass(slots=True)
class Worker:
    """One process, started with the first job. Use as a context, or call `close`."""

    max_memory: int
    process: subprocess.Popen[bytes] | None = None
    answers: queue.SimpleQueue[dict[str, Any] | None] = field(default_factory=queue.SimpleQueue)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def do(self, head: dict[str, Any], raw: bytes, seconds: float) -> dict[str, Any]:
        """The answer to a job; raises JobError where it takes longer than `seconds` or ends the process."""
        stdin = self._ready()
        try:
            write_frame(stdin, {**head, "seconds": seconds}, raw)
            answer = self.answers.get(timeout=seconds)
        except queue.Empty:
            self.close()
            raise JobError(
                f"takes more than {seconds:g} seconds to take apart; raise --max-seconds, or save its text"
            ) from None
        except OSError:
            answer = None
        if answer is None:
            self.close()
            raise JobError(
                "ended the process that took it apart, most likely by the memory it needs; "
                "raise --max-memory, or save its text"
            )
        return answer

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        process.wait()

    def _ready(self) -> BinaryIO:
        if self.process is None:
            self.process, self.answers = _start(self.max_memory), queue.SimpleQueue()
            threading.Thread(target=_listen, args=(self.process.stdout, self.answers), daemon=True).start()
            try:
                started = self.answers.get(timeout=START_SECONDS)
            except queue.Empty:
                started = None
            if started != STARTED:
                self.close()
                raise JobError("the process that takes pages apart does not start; reinstall dateline")
        assert self.process.stdin is not None
        return self.process.stdin  # type: ignore[return-value]


def _start(memory: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", BOOT.format(path=sys.path, memory=memory)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _listen(stream: BinaryIO | None, answers: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    """Hands on each answer; None once there are no more."""
    with contextlib.suppress(OSError, ValueError):
        while stream is not None and (frame := read_frame(stream)) is not None:
            answers.put(frame[0])
    answers.put(None)


def write_frame(stream: BinaryIO, head: dict[str, Any], raw: bytes = b"") -> None:
    """One frame onto a pipe."""
    packed = json.dumps(head).encode()
    stream.write(LENGTHS.pack(len(packed), len(raw)) + packed)
    stream.write(raw)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None at the end of the pipe."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    first, second = LENGTHS.unpack(lengths)
    head, raw = stream.read(first), stream.read(second)
    return (json.loads(head), raw) if len(raw) == second and len(head) == first else None


def serve(memory: int) -> None:
    """The child's loop: jobs from standard input, answers to standard output, until the pipe closes."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a stray print must not break a frame
    from dateline.collect.page.jobs import answer, warm_up

    warm_up()  # what is imported on first use must not count against the first page
    _limit_memory(memory)
    write_frame(pipe, STARTED)
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        head, raw = frame
        _limit_time(head.pop("seconds"))
        try:
            reply = answer(head, raw)
        except MemoryError:
            reply = {"error": "needs more memory than it may have; raise --max-memory, or save its text"}
        except Exception as error:  # noqa: BLE001 - one page's trouble is that page's failure
            what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            reply = {"error": f"could not be taken apart ({what}); save its text instead"}
        write_frame(pipe, reply)


def _limit_memory(memory: int) -> None:
    """At most `memory` bytes more than what the imports took; not on Windows, which has no such limit."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a kernel file
            taken = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, resource.RLIM_INFINITY))


def _limit_time(seconds: float) -> None:
    """Processor time for one job: an orphan, whose parent was killed, ends with it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = usage.ru_utime + usage.ru_stime
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 5, resource.RLIM_INFINITY))
