"""PETRARCH's dictionaries in a folder, read as they are: verbs, actors, agents, discards.

Actors and agents are known by their file's name, discards likewise; the verb dictionary by its blocks. Lists
of issues are no part of an event and left alone.
"""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import UserError
from dateline.ground.actors.petrarch import text_of
from dateline.interpret.petrarch.names import Names, add_discards, add_names
from dateline.interpret.petrarch.verbs import VerbFile
from dateline.interpret.petrarch.verbs_read import looks_like_verbs, read_verbs

PETRARCH = "petrarch:"
"""What stands before a folder of such dictionaries where a lexicon is asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Dictionaries:
    """All dictionaries of a folder. Compared by identity: two loads are two of them."""

    verbs: VerbFile
    names: Names
    mark: str
    """A mark of what was read: the same files give the same."""
    notes: tuple[str, ...]
    """What could not be read, each with file and line."""


@cache
def load_dictionaries(folder: str) -> Dictionaries:
    """The dictionaries of a folder, read once. Raises UserError where it holds no verb dictionary."""
    path = Path(folder)
    try:
        files = sorted(f for f in path.iterdir() if f.is_file())
    except OSError as error:
        why = error.strerror or "no folder"
        raise UserError(f"{folder}: cannot be read ({why}); name a folder of dictionaries") from error
    running = gc.isenabled()
    gc.disable()  # it would walk the growing tables again and again and find nothing
    try:
        return _read(folder, files)
    finally:
        if running:
            gc.enable()


def _read(folder: str, files: list[Path]) -> Dictionaries:
    names = Names()
    verbs: list[VerbFile] = []
    told = hashlib.sha256()
    for file in files:
        kind = _kind(file)
        if kind is None:
            continue
        told.update(file.name.encode() + file.read_bytes())
        if kind == "names":
            add_names(file, names)
        elif kind == "discards":
            add_discards(file, names)
        else:
            verbs.append(read_verbs(text_of(file, names.notes), file.name))
    if not verbs:
        raise UserError(f"{folder}: no verb dictionary in it (blocks like --- SAY [010] ---); add it")
    if len(verbs) > 1:
        several = " and ".join(one.name for one in verbs)
        raise UserError(f"{folder}: {several} are verb dictionaries both; keep one of them there")
    if not names.actors:
        raise UserError(f"{folder}: no actor in it; add a dictionary with actors in its file's name")
    names.sort()
    notes = (*verbs[0].notes, *names.notes)
    return Dictionaries(verbs[0], names, told.hexdigest()[:8], notes)


def _kind(file: Path) -> str | None:
    name = file.name.lower()
    if "actor" in name or "agent" in name:
        return "names"
    if "discard" in name:
        return "discards"
    if "issue" in name or file.suffix.lower() not in (".txt", ".dic", ".verbs", ""):
        return None
    return "verbs" if looks_like_verbs(text_of(file, [])) else None
