"""`dateline furniture SOURCE…`: the lines that recur in an outlet's reports, a file for `--furniture`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from dateline._cli.run import Tally, tell, unwritten
from dateline.collect import collect
from dateline.collect.text.outlet_lines import OutletLines, count, to_toml
from dateline.config import Settings
from dateline.model import Failure, Report


def write_outlet_lines(paths: Sequence[str], settings: Settings) -> Tally:
    """Counts the lines of all reports of `paths` and writes the file to standard output."""
    tally = Tally()
    found = count(_reports(paths, settings, tally))
    if tally.read:
        _write(to_toml(found).encode("utf-8"))
        tell(_summary(found))
    return tally


def _write(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritten(error) from error


def _reports(paths: Sequence[str], settings: Settings, tally: Tally) -> Iterator[Report]:
    for item in collect(paths, settings=settings):
        if isinstance(item, Failure):
            tally.failed += 1
            tell(f"{item.origin}: {item.message}")
        else:
            tally.read += 1
            yield item


def _summary(found: OutletLines) -> str:
    """What was counted, in one line; what was passed over is said."""
    lines = sum(len(outlet.lines) for outlet in found.outlets)
    said = [f"{lines} recurring lines of {len(found.outlets)} outlets in {found.reports} reports"]
    passed = {
        "copies": found.copies,
        "without an outlet (name it with --outlet)": found.unnamed,
        "with lines broken by length": found.wrapped,
    }
    said += [f"{number} {what} passed over" for what, number in passed.items() if number]
    return "; ".join(said)
