"""A part of a store to a file that others' tools open.

In: a snapshot, the events that were chosen, a format, a path. Out: the file, whole, and how much of what is
in it and was left out. Fails: `UserError` where a text differs from its report, the format is not known, or
the file cannot be written; then nothing is left of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dateline.errors import UserError
from dateline.publish.whole import whole_file

if TYPE_CHECKING:
    from dateline.publish.chosen import Chosen
    from dateline.publish.formats.form import Format

WHERE: Final[Mapping[str, tuple[str, str]]] = {
    "polecat": ("polecat", "FORMAT"),
    "icews": ("icews", "FORMAT"),
    "gdelt": ("gdelt", "FORMAT"),
    "gdelt-mentions": ("gdelt", "MENTIONS_FORMAT"),
    "ucdp": ("ucdp", "FORMAT"),
    "acled": ("acled", "FORMAT"),
    "csv": ("plain", "CSV"),
    "parquet": ("plain", "PARQUET"),
    "arrow": ("plain", "ARROW"),
    "geojson": ("geojson", "FORMAT"),
    "sqlite": ("sqlite", "FORMAT"),
    "ftm": ("ftm", "FORMAT"),
    "prov": ("prov", "FORMAT"),
}
"""Format → the module of `formats` that has it, and its name there."""
EXPORTS: Final = tuple(WHERE)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    path: Path
    rows: int
    counted: str
    """What the rows are: events, incidents, entities."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Why something was left out → how many."""


def format_named(name: str) -> Format:
    """A format by its name; UserError where there is none."""
    if name not in WHERE:
        raise UserError(f"no format {name!r}; there are {', '.join(EXPORTS)}")
    module, attribute = WHERE[name]
    found: Format = getattr(import_module(f"dateline.publish.formats.{module}"), attribute)
    return found


def export(
    chosen: Chosen, form: str, path: Path, unit: str | None = None, rule: str | None = None
) -> Exported:
    """Writes what was chosen in a format; `unit` is events or incidents, where the format has both.

    `rule` settles the numbers of incidents, in place of the format's own.
    """
    found = format_named(form)
    one = unit or found.units[0]
    if one not in found.units:
        raise UserError(f"{form} has no rows of {one}; it has {', '.join(found.units)}")
    if one == "incidents" and not chosen.source.rows("SELECT 1 FROM incidents LIMIT 1"):
        raise UserError(f"{form}: the store holds no incidents; `dateline rebuild` makes them of its events")
    chosen = chosen.settled_by(rule or found.rule)
    chosen.left_out.clear()
    with whole_file(path) as draft:
        rows = found.write(chosen, one, draft)
    return Exported(path, rows, found.lines or one, dict(chosen.left_out))
