"""The store: a folder of shards that only grows, and what readers see of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from dateline.errors import UserError
from dateline.keep import judgements, snapshot
from dateline.keep.adding import Added, Portion, portions, reread, unknown
from dateline.keep.coder import Coder, Merger
from dateline.keep.durable import told
from dateline.keep.judgements import Judgement
from dateline.keep.known import COLUMNS, Known
from dateline.keep.manifest import CODED, Manifest, read_manifest
from dateline.keep.shards import ShardTables, broken_file, read_columns
from dateline.keep.snapshot import Snapshot
from dateline.keep.writer import Writer, check_format, writing
from dateline.model import Failure, Report

Told = Callable[[Added], object]
SHOW_SECONDS: Final = 600.0
"""A long addition is shown to readers as often."""


class Store:
    """A store. Nothing is made or read until it is asked for something; see `open_store`."""

    def __init__(
        self, folder: Path, coder: Callable[[], Coder] | None = None, merger: Merger | None = None
    ) -> None:
        self.folder = folder
        self._coder = coder
        self._merger = merger

    def current(self, threads: int | None = None) -> Snapshot:
        """What the store holds, open for reading; a writer does not change it. Close it when done.

        `threads`: so many work on one query; all cores where it is not given.
        """
        check_format(self.folder)
        return snapshot.open_current(self.folder, threads)

    def current_number(self) -> int | None:
        """The number of the snapshot that `current` would open, without opening it."""
        return snapshot.current_number(self.folder)

    def manifest(self) -> Manifest:
        """Which shards count now."""
        check_format(self.folder)
        return read_manifest(self.folder)

    def tables(self, generation: str | None = None) -> Mapping[str, pa.Table]:
        """The tables of a generation (the current one), each read from the shards when asked for."""
        known = self.manifest()
        chosen = generation or known.current
        return ShardTables(self.folder, known.shards(chosen) if chosen else [])

    def add(self, reports: Iterable[Report | Failure], tell: Told = id) -> Added:
        """Reads and stores the reports that are new, then makes the incidents and the snapshot anew.

        `tell` is called whenever more is stored: what it was told of stays stored, whatever happens then.
        UserError where the store was filled by another coder: `recode` first.
        """
        with writing(self.folder) as writer:
            coder = self._reader()
            if writer.manifest.current not in (None, coder.generation):
                raise UserError(_other_coder(writer, coder))
            added = Added(coder.generation)
            shards = writer.manifest.shards(coder.generation)
            with told(self.folder):
                stored = read_columns(self.folder, shards, "reports", COLUMNS)
            with Known(stored) as known:
                shown = time.monotonic()
                for portion in portions(unknown(reports, known, added), coder, added):
                    _keep(writer, coder, portion, added, tell)
                    if time.monotonic() - shown >= SHOW_SECONDS:
                        writer.show()
                        shown = time.monotonic()
            writer.finish(self._merger)
        return added

    def recode(self, tell: Told = id) -> Added:
        """Reads every report of the current generation anew, into the generation of the coder.

        That one becomes the current one when all are read; until then readers see the old one, which stays
        beside it. A run that was cut goes on where it stood.
        """
        with writing(self.folder) as writer:
            coder = self._reader()
            added = Added(coder.generation)
            before = writer.manifest.current
            if before not in (None, coder.generation):
                source = writer.manifest.shards(before or "")
                done = writer.manifest.shards(coder.generation)
                for portion in portions(reread(self.folder, source, done, added), coder, added):
                    _keep(writer, coder, portion, added, tell)
                writer.make_current(coder.generation, coder.versions)
            writer.finish(self._merger)
        return added

    def write_merged(self, tables: Mapping[str, pa.Table]) -> None:
        """The incidents made of the current generation take the place of those before."""
        with writing(self.folder) as writer:
            writer.keep_merged(tables, len(judgements.read_judgements(self.folder)))
            writer.finish(None)

    def refresh(self) -> int:
        """Incidents and snapshot as the reports and judgements are now; the snapshot's number."""
        check_format(self.folder)
        with writing(self.folder) as writer:
            return writer.finish(self._merger)

    def rebuild(self) -> int:
        """Every file checked against its hash, then incidents and snapshot made anew; the latter's number."""
        check_format(self.folder)
        with writing(self.folder) as writer:
            broken = broken_file(self.folder, writer.manifest.live)
            if broken:
                raise UserError(f"{broken}: not as it was stored; put it back from a copy of the store")
            return writer.finish(self._merger, anew=True)

    def judge(self, reviewer: str, action: str, **said: Any) -> Judgement:  # noqa: ANN401 - JSON values
        """Appends a decision (docs/store.md), on the disk when this returns, also while another adds.

        Snapshots tell of it after the next `refresh`; `judgements` does at once.
        """
        check_format(self.folder)
        return judgements.judge(self.folder, reviewer, action, **said)

    def judgements(self) -> list[Judgement]:
        """Every decision, oldest first."""
        check_format(self.folder)
        return judgements.read_judgements(self.folder)

    def _reader(self) -> Coder:
        if self._coder is None:
            raise UserError(f"{self.folder}: opened without a coder, so that nothing can be read")
        return self._coder()


def _keep(writer: Writer, coder: Coder, portion: Portion, added: Added, tell: Told) -> None:
    writer.keep(coder.generation, coder.versions, CODED, portion.tables)
    added.stored += portion.reports
    added.revised += portion.revised
    added.events += portion.events
    tell(added)


def _other_coder(writer: Writer, coder: Coder) -> str:
    """The line that says what is another in this coder."""
    before, now = writer.manifest.versions(writer.manifest.current or ""), coder.versions
    odd = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
    said = "; ".join(f"{name} {before.get(name, 'none')}, now {now.get(name, 'none')}" for name in odd)
    return (
        f"{writer.folder}: its reports were read by another coder ({said}); give the same options, or have "
        "all of them read anew with `dateline recode`"
    )


def open_store(
    folder: str | PathLike[str], coder: Callable[[], Coder] | None = None, merger: Merger | None = None
) -> Store:
    """The store in a folder; the first `add` makes it where there is none.

    `coder` is asked for when something is to be read; `merger` makes the incidents.
    """
    return Store(Path(folder), coder, merger)
