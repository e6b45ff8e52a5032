"""The manifest: which shards count. A shard counts from the moment its line is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from dateline.errors import UserError
from dateline.keep.durable import append_line, whole_lines

NAME: Final = "manifest.jsonl"
CODED, MERGED, CURRENT = "coded", "merged", "current"
"""Steps of a line: read reports, made incidents of them, or made a generation the current one."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a shard: its name, the hash of its bytes, how many rows it has."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a shard and what made it. `replaces` names the shards whose rows it has taken over."""

    generation: str
    step: str
    shard: str
    files: Mapping[str, File]
    versions: Mapping[str, str]
    made_at: str
    replaces: tuple[str, ...] = ()

    def rows(self, table: str) -> int:
        """How many rows of a table the shard has."""
        return self.files[table].rows if table in self.files else 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """All lines, oldest first."""

    lines: tuple[Line, ...] = field(default=())

    @property
    def current(self) -> str | None:
        """The generation that readers see: the last made so, else the first; None in an empty store."""
        named = [line.generation for line in self.lines if line.step == CURRENT]
        named = named or [line.generation for line in self.lines[:1]]
        return named[-1] if named else None

    @property
    def generations(self) -> list[str]:
        """Every generation, oldest first."""
        return list(dict.fromkeys(line.generation for line in self.lines))

    def shards(self, generation: str) -> list[Line]:
        """The shards that count in a generation: what was read, in order, and the incidents last made.

        A shard that has taken over others' rows stands where the first of those stood.
        """
        own = [line for line in self.lines if line.generation == generation]
        place = {line.shard: n for n, line in enumerate(own)}
        for line in own:  # each after what it replaces
            place[line.shard] = min([place[line.shard], *(place[name] for name in line.replaces)])
        replaced = {name for line in own for name in line.replaces}
        coded = [line for line in own if line.step == CODED and line.shard not in replaced]
        merged = [line for line in own if line.step == MERGED]
        return sorted(coded, key=lambda line: place[line.shard]) + merged[-1:]

    @property
    def live(self) -> list[Line]:
        """The shards that count in any generation."""
        return [line for generation in self.generations for line in self.shards(generation)]

    def merged_after(self, generation: str) -> Line | None:
        """The line of the incidents made of all that a generation holds; None where there is more by now."""
        own = [line for line in self.lines if line.generation == generation and not line.replaces]
        made = [line for line in own if line.step in (CODED, MERGED)][-1:]
        return made[0] if made and made[0].step == MERGED else None

    def versions(self, generation: str) -> Mapping[str, str]:
        """What made a generation."""
        return next(line.versions for line in self.lines if line.generation == generation)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a store; UserError where a line of it is broken."""
    lines = []
    for number, raw in enumerate(whole_lines(folder / NAME), start=1):
        try:
            lines.append(_line(json.loads(raw)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError(
                f"{folder / NAME}:{number}: broken; put the file back from a copy, or take the line out and "
                "add its reports again"
            ) from error
    return Manifest(tuple(lines))


def append(folder: Path, line: Line) -> None:
    """The shard counts when this returns."""
    append_line(folder / NAME, json.dumps(asdict(line), ensure_ascii=False).encode("utf-8"))


def _line(value: Mapping[str, Any]) -> Line:
    files = {table: File(**one) for table, one in value["files"].items()}
    replaces: Iterable[str] = value["replaces"]
    return Line(**{**value, "files": files, "replaces": tuple(replaces)})
