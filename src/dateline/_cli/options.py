"""The options that say what is read and how: shared by every command that reads reports."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import click

from dateline.config import MAX_CHARS, MAX_MEMORY, MAX_PAGE, MAX_SECONDS

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
MEBIBYTE = 1 << 20
FIELDS = ("text", "id", "title", "published", "outlet", "url", "author", "language")


def _date(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    from dateline.collect.records import problem_of_date

    problem = value is not None and problem_of_date(value)
    if problem:
        raise click.BadParameter(problem)
    return value


def _columns(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    for field, _, name in pairs:
        if field not in FIELDS or not name:
            raise click.BadParameter(f"write it as FIELD=COLUMN, FIELD one of {', '.join(FIELDS)}")
        if len([other for other, *_ in pairs if other == field]) > 1:
            raise click.BadParameter(f"“{field}” is given twice; name one column for it")
    return {field: name for field, _, name in pairs}


def _mebibytes(_ctx: click.Context, _param: click.Parameter, value: int) -> int:
    return value * MEBIBYTE


def _seconds(_ctx: click.Context, _param: click.Parameter, value: float) -> float:
    if not math.isfinite(value):
        raise click.BadParameter(f"{value} is no length of time; give a number of seconds")
    return value


paths = click.argument("paths", metavar="PATH...", nargs=-1, required=True)
one_report = (
    click.option("--published", metavar="DATE", callback=_date, help="Publication date, 2016-03-15."),
    click.option("--title", metavar="TITLE", help="Their title."),
)
"""What may be said of a report, and hardly of several."""
files = (
    click.option(
        "--column", "columns", metavar="FIELD=COLUMN", multiple=True, callback=_columns,
        help="A table's column, where it is not called as usual: text=Body. May be repeated.",
    ),
    click.option("--follow", is_flag=True, help="Fetch the pages that a feed's file only sums up."),
)  # fmt: skip
"""What matters for files alone."""
anywhere = (
    click.option("--outlet", metavar="NAME", help="Who published the reports."),
    click.option(
        "--furniture", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
        help="Rules for lines that are no prose, laid over the shipped ones.",
    ),
    click.option("--archive", metavar="DIR", help="Keep the raw bytes and the text of every report in DIR."),
    click.option(
        "--new-text", is_flag=True, help="Use what archived bytes give now, where it was another text."
    ),
    click.option("--allow-private", "private", is_flag=True, help="Fetch from the local network as well."),
    click.option(
        "--max-chars", type=click.IntRange(min=1), default=MAX_CHARS, show_default=True,
        help="Longest report that is read, in characters.",
    ),
    click.option(
        "--max-page", type=click.IntRange(min=1), default=MAX_PAGE // MEBIBYTE, show_default=True,
        callback=_mebibytes, help="Largest page or feed that is tried, in MiB.",
    ),
    click.option(
        "--max-seconds", type=click.FloatRange(min=0.1), default=MAX_SECONDS, show_default=True,
        callback=_seconds, help="Longest time for taking one page or feed apart.",
    ),
    click.option(
        "--max-memory", type=click.IntRange(min=64), default=MAX_MEMORY // MEBIBYTE, show_default=True,
        callback=_mebibytes, help="Most memory for it, in MiB.",
    ),
)  # fmt: skip
"""How reports are read, wherever they come from."""
knowledge = (
    click.option(
        "--actors", metavar="FILE", multiple=True,
        help="Your own actors, over the shipped ones: a CSV table with the columns name, country, sector and "
        "more, or petrarch:PATH for PETRARCH's dictionaries. May be repeated.",
    ),
    click.option("--ontology", metavar="FILE", help="Event types of your own (docs/ontology.md)."),
    click.option(
        "--lexicon", metavar="DIR", multiple=True,
        help="Your own lexicon files, over the shipped ones; only:DIR in place of them; petrarch:DIR for "
        "PETRARCH's dictionaries. May be repeated.",
    ),
    click.option(
        "--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True,
        help="Leave out events that are less probably right.",
    ),
    click.option(
        "--main-only", is_flag=True, help="Only what a sentence is mainly about, not what it says in passing."
    ),
)  # fmt: skip
"""What is known beforehand, and how sure an event must be."""


def reading_options(command: Decorated) -> Decorated:
    """The paths, what may be said of the reports in them, how they are read, and what is known beforehand."""
    return with_options(paths, *one_report, *files, *anywhere, *knowledge)(command)


def collecting_options(command: Decorated) -> Decorated:
    """The same for a command that only collects the reports."""
    return with_options(paths, *one_report, *files, *anywhere)(command)


def with_options(*options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """One decorator of several, the first of them shown first."""

    def decorate(command: Decorated) -> Decorated:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
