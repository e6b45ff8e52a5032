"""What may be said to `dateline watch`: its own options, and those of reading that make sense for feeds."""

from __future__ import annotations

import click

from dateline._cli.options import Decorated, anywhere, knowledge, with_options

feeds = click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
own = (
    click.option(
        "--every", metavar="TIME", default="15m", show_default=True, help="From round to round: 90s, 2h, 1d."
    ),
    click.option("--once", is_flag=True, help="Read what is new, and end."),
    click.option(
        "--state", metavar="FILE", help="Remember in FILE what has been read, not in the user's own folder."
    ),
    click.option(
        "--follow/--no-follow",
        default=True,
        show_default=True,
        help="Fetch the pages that a feed only sums up.",
    ),
    click.option(
        "--format", "form", type=click.Choice(("table", "json")), help="Table on a terminal, else json."
    ),
    click.option("--json", "form", flag_value="json", help="The same as --format json."),
)


def watching_options(command: Decorated) -> Decorated:
    """The feeds, how they are watched, and how what they bring is read."""
    return with_options(feeds, *own, *anywhere, *knowledge)(command)
