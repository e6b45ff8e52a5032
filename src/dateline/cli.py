"""The command line: options in, the calls a Python user would make, the outcome rendered.

Data goes to standard output, everything else to standard error. Exit codes: 0 all done, 1 some reports
were set aside (each listed), 2 nothing could be read, or the command was not understood, 130 stopped by
Ctrl-C, 141 the reader of the output went away.
"""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import logging
import os
import sys
from typing import Any

import click

from dateline import __version__
from dateline._cli.desk_commands import desk
from dateline._cli.export_commands import export_command
from dateline._cli.options import collecting_options, reading_options
from dateline._cli.picture_commands import COMMANDS as PICTURE_COMMANDS
from dateline._cli.store_commands import COMMANDS as STORE_COMMANDS
from dateline._cli.watch_options import watching_options
from dateline.config import Settings
from dateline.errors import UserError

FORMATS = ("table", "json", "csv")
PIPE_CLOSED = 141
STOPPED = 130
"""What a shell reports for a program ended by a closed pipe, and by Ctrl-C."""


class _Refused(click.ClickException):
    """A UserError on its way out: one line, exit code 2."""

    exit_code = 2


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Runs the command; what the user can mend ends without a traceback."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise _Refused(str(error)) from error
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            ctx.exit(STOPPED)
        except BrokenPipeError:  # whoever read the output has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(PIPE_CLOSED)


format_options = (
    click.option("--format", "form", type=click.Choice(FORMATS), help="Table on a terminal, else json."),
    click.option("--json", "form", flag_value="json", help="The same as --format json."),
)


def _chosen(form: str | None) -> str:
    return form or ("table" if sys.stdout.isatty() else "json")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dateline")
@click.option("--debug", is_flag=True, help="Log to standard error what the program does.")
def cli(*, debug: bool) -> None:
    """News reports in, sourced event data out."""
    if debug:
        logging.basicConfig(level=logging.DEBUG)


@cli.command()
@reading_options
@format_options[0]
@format_options[1]
@click.option("--picture", metavar="FILE.svg", help="Draw the first report's table into FILE.svg instead.")
@click.option("--failed", metavar="FILE", help="List what was set aside in FILE, which can be read again.")
def read(
    paths: tuple[str, ...],
    form: str | None,
    picture: str | None,
    failed: str | None,
    **options: Any,  # noqa: ANN401
) -> None:
    """Who did what to whom, where, when, how many, and who says so.

    PATH is a file, a folder, a glob, an http(s) address, or - for standard input: plain text, web pages,
    RSS and Atom feeds, WARC, JSON lines, CSV, Parquet, zip and tar archives, packed or not, each known by
    its content. What is said with --published, --outlet and --title holds for every report read.
    """
    from dateline._cli.run import draw_first, finish, read_and_print

    if picture:
        finish(draw_first(paths, Settings(**options), picture))
    finish(read_and_print(paths, Settings(**options), _chosen(form), failed))


@cli.command()
@reading_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a report, as when piped.")
def layers(paths: tuple[str, ...], *, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """What was read on the way: sentences, words, names, places, times, quantities, attributions."""
    from dateline._cli.run import finish, read_and_print

    form = "layers" if as_json or not sys.stdout.isatty() else "listing"
    finish(read_and_print(paths, Settings(**options), form))


@cli.command()
@reading_options
@format_options[0]
@format_options[1]
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(("direct", "mixed", "indirect")),
    help="Only what is quoted so: in quotation marks, in part, or not. May be repeated.",
)  # fmt: skip
@click.option("--by-speaker", is_flag=True, help="Speaker by speaker instead of in the order of the text.")
def quotes(
    paths: tuple[str, ...],
    form: str | None,
    kinds: tuple[str, ...],
    *,
    by_speaker: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Who said what: each speaker with the words, whether they are a quotation, and who passes them on.

    Wishes, plans, and what is said without a speaker ("reportedly") are left out; `dateline layers` has
    them too.
    """
    from dateline._cli.quotes import write_quotes
    from dateline._cli.run import finish

    finish(write_quotes(paths, Settings(**options), _chosen(form), kinds, by_speaker=by_speaker))


@cli.command()
@collecting_options
def furniture(paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Count the lines that recur in an outlet's reports, as a file for `--furniture`.

    Give it many reports of each outlet, all at once; edit what it prints, and hand it to `dateline read`.
    """
    from dateline._cli.furniture import write_outlet_lines
    from dateline._cli.run import finish

    finish(write_outlet_lines(paths, Settings(**options)))


@cli.command()
@click.argument("what", metavar="WHAT")
@reading_options
def why(what: str, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Why an event was coded, or why none was: spans, rule, how each argument was found, what was rejected.

    WHAT is an event's id or its beginning, as `dateline read --json` prints it, or two or more words of a
    sentence in quotation marks.
    """
    from dateline._cli.run import finish
    from dateline._cli.why import explain

    finish(explain(what, paths, Settings(**options)))


@cli.command()
@format_options[0]
@format_options[1]
def demo(form: str | None) -> None:
    """Read the sample reports that come with dateline."""
    from dateline._cli.run import finish, read_and_print, samples

    finish(read_and_print((str(samples()),), Settings(), form or "table"))


@cli.command()
@watching_options
def watch(feeds: tuple[str, ...], form: str | None, **options: Any) -> None:  # noqa: ANN401
    """Keep reading feeds: the events of what is new in them, round after round.

    FEED is the address of an RSS, Atom or JSON feed. What has been read is remembered, also when the
    program is ended: with Ctrl-C, or in any other way. An entry counts as read once its events are
    written, so one that was being read when the program was killed comes a second time, none gets lost.
    """
    from dateline._cli.watch import watch_feeds

    sys.exit(watch_feeds(feeds, form=_chosen(form), **options))


@cli.group()
def ref() -> None:
    """What the reference tables know, and whether a table of your own is in order."""


@ref.command("find")
@click.argument("name")
@click.option("--date", metavar="DATE", help="The day that decides, 2016-03-15.")
@click.option("--context", metavar="TEXT", help="A sentence that holds the name: say what is read there.")
@click.option("--country", metavar="CODE", help="Only places there, ISO 3166-1 alpha-3.")
@click.option("--actors", metavar="FILE", multiple=True, help="Your own actors, as in `dateline read`.")
@click.option("--format", "form", type=click.Choice(FORMATS[:2]), help="Table on a terminal, else json.")
@format_options[1]
def ref_find(form: str | None, **asked: Any) -> None:  # noqa: ANN401
    """What NAME stands for: actors, places, agencies, with codes on a day, the reason, file and line.

    Ends with 1 where nothing is known of it.
    """
    from dateline._cli.ref import Asked, find

    sys.exit(find(Asked(**asked), as_json=_chosen(form) == "json"))


@ref.command("lint")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def ref_lint(files: tuple[str, ...]) -> None:
    """Check tables of actors (CSV, or petrarch:PATH): every mistake with file and line; 1 if there is any."""
    from dateline._cli.ref import lint

    sys.exit(lint(files))


ontology_option = click.option("--ontology", metavar="FILE", help="Another ontology than PLOVER.")


@cli.group("ontology")
def ontology_group() -> None:
    """The event types: what they mean, and whether a file of your own is in order (docs/ontology.md)."""


@ontology_group.command("show")
@click.argument("name", metavar="[TYPE[.MODE]]", required=False)
@ontology_option
@click.option("--format", "form", type=click.Choice(FORMATS[:2]), help="Table on a terminal, else json.")
@format_options[1]
def ontology_show(name: str | None, ontology: str | None, form: str | None) -> None:
    """All types and modes; or one, RETREAT or RETREAT.withdraw, with its definition and an example."""
    from dateline._cli.ontology import show

    show(name, ontology, as_json=_chosen(form) == "json")


@ontology_group.command("lint")
@click.argument("file", metavar="FILE")
def ontology_lint(file: str) -> None:
    """Check an ontology file: every mistake with its line; 1 if there is any."""
    from dateline._cli.ontology import lint

    sys.exit(lint(file))


@cli.group("lexicon")
def lexicon_group() -> None:
    """The entries that events are coded by: check them, and try them on sentences (docs/ontology.md)."""


@lexicon_group.command("lint")
@click.argument("paths", metavar="[PATH...]", nargs=-1)
@ontology_option
def lexicon_lint(paths: tuple[str, ...], ontology: str | None) -> None:
    """Check lexicon files or folders, the shipped ones without any: each fault with its line; 1 if any.

    They are taken to lie over the shipped lexicon; only:PATH leaves that out. Told are mistakes, and entries
    that stand twice, that another always beats, or that can never match.
    """
    from dateline._cli.lexicon import lint

    sys.exit(lint(paths, ontology))


@lexicon_group.command("test")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@ontology_option
@click.option("--lexicon", metavar="DIR", multiple=True, help="Your own lexicon, as in `dateline read`.")
def lexicon_test(files: tuple[str, ...], ontology: str | None, lexicon: tuple[str, ...]) -> None:
    """Read the sentences in FILE and compare with the events that FILE expects; 1 if any differs."""
    from dateline._cli.lexicon import test

    sys.exit(test(files, ontology, lexicon))


@cli.command()
def doctor() -> None:
    """Versions, data and a self-check: what to send along with a question."""
    from dateline._cli.doctor import examine

    sys.exit(0 if examine() else 2)


@cli.group()
def gazetteer() -> None:
    """The places that names are looked up in."""


@gazetteer.command("build")
@click.argument("dump", metavar="FILE")
@click.option("--out", metavar="DIR", help="Where to put the table instead of your own folder for data.")
def gazetteer_build(dump: str, out: str | None) -> None:
    """Load a full GeoNames dump, so that small places are found too.

    FILE is allCountries.txt or a country's file from the GeoNames export folder, unpacked or as .zip.
    A run that was cut off goes on where it stood. `dateline read` then uses the table;
    DATELINE_GAZETTEER names another folder for it, or says none.
    """
    from dateline._cli.gazetteer import build

    build(dump, out)


for command in (*STORE_COMMANDS, *PICTURE_COMMANDS, export_command, desk):
    cli.add_command(command)


def main() -> None:
    """The command `dateline`."""
    cli(prog_name="dateline")
