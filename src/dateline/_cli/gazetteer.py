"""`dateline gazetteer build`: a user's own GeoNames dump made into a table that reading then uses."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from dateline.ground.places.geonames_load import Loaded, load
from dateline.ground.places.geonames_table import VARIABLE, default_folder


def build(source: str, out: str | None) -> None:
    """Loads the dump `source` into the folder `out`, or into the user's own folder for data."""
    folder = Path(out) if out else default_folder()
    errors = Console(stderr=True)
    with _bar(errors) as bar:
        task = bar.add_task("opening", total=None)
        loaded = load(
            Path(source),
            folder,
            lambda done, total, what: bar.update(task, completed=done, total=total, description=what),
        )
    _tell(errors, loaded, used=folder == default_folder())


def _bar(errors: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)


def _tell(errors: Console, loaded: Loaded, *, used: bool) -> None:
    said = []
    if loaded.resumed_at:
        said.append(f"went on at line {loaded.resumed_at + 1:,}, where an earlier run had ended")
    if loaded.skipped:
        more = "" if loaded.skipped == len(loaded.broken) else f"; the first {len(loaded.broken)}:"
        said.append(f"{loaded.skipped:,} broken lines skipped{more}")
        said += [f"  {line}" for line in loaded.broken]
    size = loaded.path.stat().st_size / 1e6
    said.append(f"{loaded.places:,} places of {loaded.lines:,} lines; {loaded.path} has {size:,.0f} MB")
    folder = loaded.path.parent
    said.append("dateline uses it from now on" if used else f"dateline uses it where {VARIABLE} is {folder}")
    errors.print("\n".join(said), markup=False, highlight=False, soft_wrap=True)
