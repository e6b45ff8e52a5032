"""The run behind `read`, `layers` and `demo`: collect, read, print each report as it is done."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click
from rich.console import Console

from dateline._cli.listing import print_layers
from dateline._cli.meter import Meter
from dateline.collect import collect
from dateline.collect.run import FAILED
from dateline.collect.sources import total_size
from dateline.collect.text.decode import is_plain
from dateline.config import Settings
from dateline.errors import UserError
from dateline.model import Failure, Interpretation, Report
from dateline.publish import publish
from dateline.publish.picture import draw
from dateline.publish.table import print_reading
from dateline.publish.words import printable

PIPED_WIDTH = 160
PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Tally:
    """How many reports were read and how many set aside."""

    read: int = 0
    failed: int = 0
    events: int = 0
    listed: TextIO | None = None

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some set aside, 2 none read."""
        return 0 if not self.failed else 1 if self.read else 2


def finish(tally: Tally) -> None:
    """Says what was set aside and ends the program."""
    if tally.failed and tally.read:
        tell(f"{tally.failed} of {tally.failed + tally.read} reports set aside")
    elif tally.failed:
        tell("nothing could be read")
    sys.exit(tally.exit_code)


def tell(line: str) -> None:
    """One line on standard error."""
    click.echo(printable(line), err=True)


def tell_notes(notes: Sequence[str], lint: str = "ref lint", most: int = 5) -> None:
    """Say on standard error what was passed over in a user's dictionaries; `lint` is what names all of it."""
    for note in notes[:most]:
        tell(note)
    if len(notes) > most:
        tell(f"… and {len(notes) - most} more such lines; `dateline {lint}` names them all")


def samples() -> Path:
    """The sample reports: packaged with the program, or in the checkout it runs from."""
    for folder in (PACKAGE / "_ref" / "samples", PACKAGE.parents[1] / "samples"):
        if folder.is_dir():
            return folder
    raise UserError("the sample reports are not installed; run this in a checkout, or reinstall dateline")


def read_and_print(
    paths: Sequence[str],
    settings: Settings,
    form: str,
    failed: str | None = None,
    printer: Printer | None = None,
) -> Tally:
    """Reads all reports of `paths` and prints each in `form`; failures go to standard error.

    They are also listed in the file `failed`, one JSON line each, which can be read again.
    """
    meter = Meter(total_size(paths))
    printer = printer or Printer(form)
    with failed_list(failed) as listed:
        tally = Tally(listed=listed)
        for reading in readings(paths, settings, tally, meter):
            tally.events += len(reading.events)
            meter.clear()
            printer.print(reading)
    meter.clear()
    printer.close()
    return tally


@contextlib.contextmanager
def failed_list(path: str | None) -> Iterator[TextIO | None]:
    """The list of failures, which takes its place when the run is over, so that it can be its own input."""
    if path is None:
        yield None
        return
    target = Path(path)
    is_device = target.exists() and not target.is_file()  # nor a folder: that one refuses to be opened
    draft = target if is_device else target.with_name(f".{target.name}.part")
    with _told_of(path):
        listed = draft.open("w", encoding="utf-8")
    try:
        yield listed
    finally:
        with contextlib.suppress(OSError):  # each line was flushed, or said to be unwritten
            listed.close()
    if draft != target:
        with _told_of(path):
            draft.replace(target)


@contextlib.contextmanager
def _told_of(path: str) -> Iterator[None]:
    """What goes wrong inside is said to be wrong with this file."""
    try:
        yield
    except OSError as error:
        raise UserError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def draw_first(paths: Sequence[str], settings: Settings, target: str) -> Tally:
    """Draws the table of the first report of `paths` as SVG into the file `target`."""
    tally = Tally()
    for reading in readings(paths, settings, tally):
        try:
            Path(target).write_text(draw(reading), encoding="utf-8")
        except OSError as error:
            raise UserError(f"{target}: cannot be written ({error.strerror}); name another file") from error
        break
    return tally


def readings(
    paths: Sequence[str], settings: Settings, tally: Tally, meter: Meter | None = None
) -> Iterator[Interpretation]:
    """Every report of `paths` read to the end; what is set aside is told and counted."""
    from dateline.pipeline import load_engine, run  # noqa: PLC0415 - once there is something to read

    positions: deque[int] = deque()
    items = collected(paths, settings, positions)
    waiting = list(until_report(items))
    if not waiting or isinstance(waiting[-1], Failure):
        for failure in waiting:
            set_aside(failure, tally)
        return
    engine = load_engine(settings.actors, settings.ontology, settings.lexicon)
    tell_notes(engine.rules.notes, "lexicon lint")
    tell_notes(engine.tables.actors.notes)
    if meter:
        meter.start()
    for outcome in run(chained(waiting, items), engine):
        position = positions.popleft()
        if isinstance(outcome, Failure):
            if meter:
                meter.clear()
            set_aside(outcome, tally)
            continue
        tally.read += 1
        yield chosen(outcome, settings)
        if meter:
            meter.advance(position, len(outcome.grounded.digest.report.text.split()))


def chosen(reading: Interpretation, settings: Settings) -> Interpretation:
    """The reading with the events alone that the caller asked for."""
    sure = reading.at_least(settings.min_confidence)
    return sure.mains() if settings.main_only else sure


def collected(paths: Sequence[str], settings: Settings, positions: deque[int]) -> Iterator[Report | Failure]:
    """What is collected, with the bytes taken so far noted for each, and a word on doubtful encodings."""
    taken = [0]

    def note(count: int) -> None:
        taken[0] = count

    for item in collect(paths, settings=settings, on_bytes=note):
        positions.append(taken[0])
        if isinstance(item, Report) and item.encoding and not is_plain(item.encoding):
            tell(f"{item.origin}: note: read as {item.encoding}; if letters look wrong, save it as UTF-8")
        yield item


def until_report(items: Iterator[Report | Failure]) -> Iterator[Report | Failure]:
    """The failures before the first report, and that."""
    for item in items:
        yield item
        if isinstance(item, Report):
            return


def chained(first: list[Report | Failure], rest: Iterator[Report | Failure]) -> Iterator[Report | Failure]:
    """Those, and then the rest."""
    yield from first
    yield from rest


def set_aside(failure: Report | Failure, tally: Tally) -> None:
    """Tells of a failure, counts it and lists it."""
    if isinstance(failure, Failure):
        tally.failed += 1
        tell(f"{failure.origin}: {failure.message}")
        if tally.listed:
            line = {FAILED: failure.origin, "why": failure.message}
            as_read = json.dumps(line, ensure_ascii=False)
            with _told_of(tally.listed.name):
                tally.listed.write((as_read if _encodable(as_read) else json.dumps(line)) + "\n")
                tally.listed.flush()


def _encodable(text: str) -> bool:
    """Whether a text can be written as UTF-8: the name of a file need not be any."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


def console() -> Console:
    """Standard output for a person: coloured on a terminal, plain and wide enough when piped."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(width=width, highlight=False, emoji=False, markup=False, legacy_windows=False)


def unwritten(error: OSError) -> UserError:
    """The line for a standard output that takes nothing more; what is held back for it is let go."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UserError(f"standard output cannot be written ({error.strerror}); make room, or name another file")


class Printer:
    """Prints readings one after the other in one form; CSV's header comes once."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.out = sys.stdout.buffer
        self.console = console() if form in {"table", "listing"} else None
        self._begun = False

    def print(self, reading: Interpretation) -> None:
        """One reading; fails in one line where it cannot be written."""
        try:
            self._print(reading)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritten(error) from error

    def _print(self, reading: Interpretation) -> None:
        if self.console is None:
            lines = publish([reading], self.form)
            if self.form == "csv" and self._begun:
                next(lines)
            self._begun = True
            self._write(lines)
        elif self.form == "table":
            print_reading(self.console, reading)
        else:
            print_layers(self.console, reading)

    def close(self) -> None:
        """Nothing was read: CSV still says what its columns are."""
        if self.form == "csv" and not self._begun:
            self._write(publish([], "csv"))

    def _write(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.out.write(line.encode("utf-8") + b"\n")
        self.out.flush()
