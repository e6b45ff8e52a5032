"""Who may write to a store: one at a time. Each step of it leaves the store whole."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa

from dateline.errors import UserError
from dateline.keep import compact, manifest, snapshot
from dateline.keep.coder import Merger
from dateline.keep.durable import replace_whole, sync_folder, told
from dateline.keep.judgements import Judgement, as_table, read_judgements
from dateline.keep.lock import WRITER, locked
from dateline.keep.manifest import Line, Manifest, read_manifest
from dateline.keep.schema import MERGED, checked
from dateline.keep.shards import ShardTables, remove_strangers, write_shard

FORMAT: Final = 1
MARK: Final = "format.json"
JUDGED: Final = "judgements"
"""Under this name the line of the incidents tells how many judgements they go by."""


def check_format(folder: Path) -> None:
    """UserError where the folder is no store that this version can read."""
    try:
        found = json.loads((folder / MARK).read_bytes())
    except FileNotFoundError as error:
        raise UserError(
            f"{folder}: there is no store; `dateline add` makes one, or name another with --store"
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(f"{folder / MARK}: cannot be read ({error}); is this a store?") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UserError(f"{folder}: a store of another format; use the dateline that made it")


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    """The writer's lock; the store is there then, and rid of what a cut left behind."""
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)
        others = [one for one in folder.iterdir() if one.name != WRITER and not one.name.startswith(".")]
    if others and not (folder / MARK).exists():
        raise UserError(f"{folder}: holds other files and no store; name an empty or a new folder")
    with locked(folder, WRITER):
        with told(folder):
            if not (folder / MARK).exists():
                replace_whole(folder / MARK, json.dumps({"format": FORMAT}).encode())
            _sweep(folder)
        check_format(folder)
        writer = Writer(folder)
        remove_strangers(folder, writer.manifest.live)
        yield writer


def _sweep(folder: Path) -> None:
    """Takes away drafts, which begin with a dot."""
    for stray in (*folder.glob(".*"), *(folder / snapshot.FOLDER).glob(".*")):
        if stray.is_dir():
            shutil.rmtree(stray, ignore_errors=True)
        else:
            stray.unlink()


class Writer:
    """Writes to the store in `folder`; made by `writing` alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)

    def keep(
        self,
        generation: str,
        versions: Mapping[str, str],
        step: str,
        tables: Mapping[str, pa.Table],
        replaces: tuple[str, ...] = (),
    ) -> None:
        """One more shard, which counts and is on the disk when this returns."""
        name = f"{step}-{len(self.manifest.lines) + 1:06d}"
        with told(self.folder):
            files = write_shard(self.folder, generation, name, tables)
            self._append(Line(generation, step, name, files, dict(versions), _now(), replaces))

    def make_current(self, generation: str, versions: Mapping[str, str]) -> None:
        """From now on readers see this generation, once there is a snapshot of it."""
        with told(self.folder):
            self._append(Line(generation, manifest.CURRENT, "", {}, dict(versions), _now()))

    def _append(self, line: Line) -> None:
        manifest.append(self.folder, line)
        self.manifest = Manifest((*self.manifest.lines, line))

    def keep_merged(self, tables: Mapping[str, pa.Table], judged: int) -> None:
        """The incidents of the current generation."""
        generation = self.manifest.current
        if generation is None:
            raise UserError(f"{self.folder}: holds no reports yet; add some first")
        whole = {name: checked(name, table) for name, table in tables.items() if name in MERGED}
        versions = {**self.manifest.versions(generation), JUDGED: str(judged)}
        self.keep(generation, versions, manifest.MERGED, whole)

    def finish(self, merger: Merger | None, *, anew: bool = False) -> int:
        """Small shards together, incidents, snapshot, each where it is out of date; the snapshot's number."""
        judgements = read_judgements(self.folder)
        generation = self.manifest.current
        if generation is not None:
            self._compact(generation)
            if merger is not None and (anew or not self._is_merged(generation, len(judgements))):
                self._merge(merger, generation, judgements)
        return self._snapshot(judgements, anew=anew)

    def show(self) -> int:
        """A snapshot of what is stored by now, with the incidents as they were; its number."""
        return self._snapshot(read_judgements(self.folder), anew=False)

    def _merge(self, merger: Merger, generation: str, judgements: list[Judgement]) -> None:
        tables = ShardTables(self.folder, self.manifest.shards(generation))
        try:
            merged = merger(tables, as_table(judgements))
        except Exception:  # a defect there must not hide what has been read
            self._snapshot(judgements, anew=False)
            raise
        self.keep_merged(merged, len(judgements))

    def _is_merged(self, generation: str, judged: int) -> bool:
        line = self.manifest.merged_after(generation)
        return line is not None and line.versions.get(JUDGED) == str(judged)

    def _compact(self, generation: str) -> None:
        shards = self.manifest.shards(generation)
        for group in compact.groups(shards):
            with told(self.folder):
                tables = compact.together(self.folder, group)
            replaced = tuple(shard.shard for shard in group)
            self.keep(generation, group[-1].versions, manifest.CODED, tables, replaced)

    def _snapshot(self, judgements: list[Judgement], *, anew: bool) -> int:
        generation = self.manifest.current
        about = {
            "generation": generation or "",
            "lines": str(len(self.manifest.lines)),
            "judgements": str(len(judgements)),
        }
        number = None if anew else snapshot.number_of(self.folder, about)
        if number is None:
            shards = self.manifest.shards(generation) if generation else []
            with told(self.folder):
                number = snapshot.build(self.folder, shards, as_table(judgements), about)
        remove_strangers(self.folder, self.manifest.live)
        return number


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
