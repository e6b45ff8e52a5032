"""The store: a folder of shards that only grows, and what readers see of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path
from typing import Final

import pyarrow as pa

from dateline.errors import UserError
from dateline.keep import manifest, snapshot
from dateline.keep.durable import replace_whole, told
from dateline.keep.manifest import Line, Manifest, read_manifest
from dateline.keep.schema import CODED, JUDGED, MERGED, Rows, checked, to_table
from dateline.keep.shards import write_shard
from dateline.keep.snapshot import Snapshot
from dateline.keep.tables import coded_rows
from dateline.model import Failure, Interpretation, Report

FORMAT: Final = 1
SHARD_REPORTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Coder:
    """What reads reports for a store, and the versions of all that decides what it reads."""

    versions: Mapping[str, str]
    read: Callable[[Iterable[Report]], Iterator[Interpretation | Failure]]

    @property
    def generation(self) -> str:
        """The name of what this coder makes: another where any version is another."""
        told_of = json.dumps(dict(sorted(self.versions.items())), ensure_ascii=False)
        return hashlib.sha256(told_of.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(slots=True)
class Added:
    """What adding did: reports stored, reports that were there, later versions, and reports set aside."""

    generation: str
    stored: int = 0
    known: int = 0
    revised: int = 0
    events: int = 0
    failures: list[Failure] = field(default_factory=list)


class Store:
    """A store, open. Made by `open_store`."""

    def __init__(self, folder: Path, coder: Callable[[], Coder] | None = None) -> None:
        self.folder = folder
        self._coder = coder

    def manifest(self) -> Manifest:
        """Which shards count now."""
        return read_manifest(self.folder)

    def current(self) -> Snapshot:
        """What the store holds, open for reading; a writer does not change it. Close it when done."""
        return Snapshot(snapshot.current(self.folder))

    def add(self, reports: Iterable[Report]) -> Added:
        """Reads and stores the reports that are new; what is stored when this returns stays stored."""
        if self._coder is None:
            raise UserError(f"{self.folder}: opened without a coder, so that nothing can be read")
        coder = self._coder()
        added = Added(coder.generation)
        rows: Rows = {name: [] for name in CODED}
        moment = datetime.now(UTC).replace(tzinfo=None)
        for outcome in coder.read(reports):
            if isinstance(outcome, Failure):
                added.failures.append(outcome)
                continue
            added.stored += 1
            added.events += len(outcome.events)
            for table, more in coded_rows(outcome, moment).items():
                rows[table] += more
        if rows["reports"]:
            self._keep(coder, "coded", {name: to_table(name, more) for name, more in rows.items()})
        self.rebuild()
        return added

    def write_merged(self, tables: Mapping[str, pa.Table]) -> None:
        """The incidents made of the current generation take the place of those before."""
        generation = self.manifest().current
        if generation is None:
            raise UserError(f"{self.folder}: holds no reports yet; add some first")
        whole = {name: checked(name, tables[name]) for name in MERGED if name in tables}
        coder = Coder(self.manifest().versions(generation), lambda _: iter(()))
        self._keep(coder, manifest.MERGED, whole)
        self.rebuild()

    def rebuild(self) -> int:
        """A new snapshot from the shards; its number."""
        known = self.manifest()
        generation = known.current
        shards = known.shards(generation) if generation else []
        about = {"generation": generation or ""}
        with told(self.folder):
            return snapshot.build(self.folder, shards, JUDGED["judgements"].empty_table(), about)

    def _keep(self, coder: Coder, step: str, tables: Mapping[str, pa.Table]) -> None:
        known = self.manifest()
        now = datetime.now(UTC)
        name = f"{step}-{len(known.lines) + 1:06d}"
        with told(self.folder):
            files = write_shard(self.folder, coder.generation, name, tables)
            line = Line(coder.generation, step, name, files, coder.versions, now.isoformat())
            manifest.append(self.folder, line)


def open_store(folder: str | PathLike[str], coder: Callable[[], Coder] | None = None) -> Store:
    """The store in a folder, made where there is none. `coder` is asked for when something is to be read."""
    path = Path(folder)
    with told(path):
        path.mkdir(parents=True, exist_ok=True)
        if not (path / "format.json").exists():
            replace_whole(path / "format.json", json.dumps({"format": FORMAT}).encode())
    return Store(path, coder)
