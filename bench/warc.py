"""WARC files at full size: records that the gate rejects, pages to reports, memory; one core."""

from __future__ import annotations

import argparse
import io
import itertools
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from bench.gold import ROOT, gold_folder
from dateline.collect import collect
from dateline.collect.opening.warc import records
from dateline.config import Settings
from dateline.model import Failure, Report

PART = "corpora/pages/news_200.warc.gz"
CHILD = (
    "import json, sys; from bench import warc; print(json.dumps(warc.{task}(sys.argv[1], int(sys.argv[2]))))"
)
GATE = "only English reports are read"
PEERS = (
    "others on one core, 1,429 pages of the same kind: warcio 1.8 iterates 1,680–1,885 records/s, FastWARC",
    "4,470; FastWARC + resiliparse text + language 464, FastWARC + trafilatura fast + metadata 33 pages/s",
)


class Repeated(io.RawIOBase):
    """The same bytes over and over, up to a size, as a pipe gives them."""

    def __init__(self, part: bytes, size: int) -> None:
        """Repeat `part` as often as it fits into `size` bytes, and once at least."""
        self.part = part
        self.left = max(1, size // len(part)) * len(part)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """The next bytes."""
        at = -self.left % len(self.part)
        part = self.part[at : at + min(len(buffer), self.left)]
        buffer[: len(part)] = part
        self.left -= len(part)
        return len(part)


def repeated(part: bytes, size: int) -> BinaryIO:
    """A pipe of `size` bytes made of `part`."""
    return cast("BinaryIO", io.BufferedReader(Repeated(part, size), 1 << 16))


def cpu() -> float:
    """CPU seconds of this process and of the children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def memory() -> float:
    """The most memory, in MB, that this process and its largest child ever held together."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1 if sys.platform == "darwin" else 1024
    return sum(usage.ru_maxrss for usage in both) * unit / 1e6


def split(raw: bytes) -> tuple[bytes, bytes]:
    """The records of a file packed by record: those that the gate rejects, and those that it lets pass."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    starts = [r.stream_pos for r in ArchiveIterator(io.BytesIO(raw), record_types=WarcRecordType.any_type)]
    ends = dict(itertools.pairwise([*starts, len(raw)]))
    rejected: list[bytes] = []
    passed: list[bytes] = []
    for outcome in records(io.BytesIO(raw), "w", Settings()):
        at = int(outcome.origin.removeprefix("w@"))
        is_rejected = isinstance(outcome, Failure) and GATE in outcome.message
        (rejected if is_rejected else passed).append(raw[at : ends[at]])
    return b"".join(rejected), b"".join(passed)


def time_rejected(path: str, number: int) -> dict[str, float]:
    """Rejected records a second, over at least `number` of them."""
    rejected, _ = split(Path(path).read_bytes())
    count = sum(1 for _ in records(io.BytesIO(rejected), "w", Settings()))
    stream = repeated(rejected, len(rejected) * -(-number // count))
    began = cpu()
    found = sum(GATE in f.message for f in _failures(stream))
    return {"records": found, "records_s": found / (cpu() - began)}


def _failures(stream: BinaryIO) -> Iterator[Failure]:
    return (f for f in records(stream, "w", Settings()) if isinstance(f, Failure))


def time_pages(path: str, number: int) -> dict[str, float]:
    """Pages a second from WARC to reports, the process that takes them apart counted in."""
    _, passed = split(Path(path).read_bytes())
    began = cpu()
    found = list(itertools.islice(collect(["-"], stdin=repeated(passed, len(passed) * 9)), number))
    reports = sum(isinstance(f, Report) for f in found)
    seconds = cpu() - began
    return {"pages": len(found), "reports": reports, "pages_s": len(found) / seconds, "memory": memory()}


def measure_memory(path: str, size: int) -> dict[str, float]:
    """Memory and speed over a file of `size` bytes made by repetition, up to the page's bytes."""
    began = cpu()
    found = sum(1 for _ in records(repeated(Path(path).read_bytes(), size), "w", Settings()))
    return {"records": found, "records_s": found / (cpu() - began), "memory": memory()}


def measure(task: str, path: Path, number: int) -> dict[str, float]:
    """The figures of one task, in a process of its own on one core."""
    command = [sys.executable, "-c", CHILD.format(task=task), str(path), str(number)]
    pinned = ["taskset", "-c", "0", *command] if sys.platform == "linux" else command
    done = subprocess.run(pinned, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Prints the figures beside what they should be and what others reach."""
    parser = argparse.ArgumentParser(prog="bench warc")
    parser.add_argument("--gold")
    parser.add_argument("--size", type=int, default=1_000, help="of the repeated file, in MB")
    options = parser.parse_args()
    path = gold_folder(given=options.gold).parent / PART
    if not path.is_file():
        print(f"WARC: no file at {path}")
        return
    gate, pages = measure("time_rejected", path, 2_000), measure("time_pages", path, 400)
    large = measure("measure_memory", path, options.size * 1_000_000)
    print(f"rejected by the gate  {gate['records_s']:7,.0f} records/s  (at least 1,500)")
    print(f"WARC to reports       {pages['pages_s']:7.1f} pages/s    (at least 45), ", end="")
    print(f"{pages['reports']:.0f} of {pages['pages']:.0f}; {pages['memory']:,.0f} MB with the worker")
    print(f"{options.size:,} MB repeated     {large['records_s']:7,.0f} records/s, ", end="")
    print(f"{large['records']:,.0f} pages; {large['memory']:,.0f} MB (at most 600)")
    print("\n".join(PEERS))


if __name__ == "__main__":
    main()
