"""`dateline answers`, `count` and `ledger`: where sources differ, numbers, and who has what where."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import click

from dateline._cli.options import with_options
from dateline._cli.store_commands import chosen, form_options, in_store

MANY = "May be repeated."


@click.command()
@with_options(in_store, *form_options)
@click.option(
    "--by",
    default="month,type",
    show_default=True,
    metavar="LIST",
    help="day, week, month or year, type, mode, status, country, actor, recipient, outlet; with commas.",
)
@click.option("--unit", type=click.Choice(("event", "incident")), default="event", show_default=True)
@click.option(
    "--dated",
    type=click.Choice(("told", "published")),
    default="told",
    show_default=True,
    help="Count an event on the day that its report tells, or on which the report was published.",
)
@click.option("--actor", multiple=True, metavar="WHO", help=f"Only of this country or name. {MANY}")
@click.option("--recipient", multiple=True, metavar="WHO", help=f"Likewise of whom it was done to. {MANY}")
@click.option("--country", multiple=True, metavar="PLACE", help=f"Only in this country. {MANY}")
@click.option("--type", "type_", multiple=True, metavar="TYPE", help=f"Only of this type. {MANY}")
@click.option("--mode", multiple=True, metavar="MODE", help=f"Only of this mode. {MANY}")
@click.option("--status", multiple=True, metavar="STATUS", help=f"Only of this status. {MANY}")
@click.option("--outlet", multiple=True, metavar="NAME", help=f"Only told by this outlet. {MANY}")
@click.option("--since", metavar="DAY", help="Only what is dated on this day or later.")
@click.option("--until", metavar="DAY", help="Only what is dated on this day or earlier.")
@click.option("--plot", metavar="FILE", help="Draw it into FILE (.png or .svg) instead.")
def count(folder: str, form: str | None, type_: tuple[str, ...], plot: str | None, **asked: object) -> None:
    """Count a store's events or incidents: by month and type, or as you like (docs/counts.md).

    What has two actors counts under each. Where the time is told more coarsely than the step, or not at
    all, the row has no time. Of a page that changed only the last version counts.
    """  # fmt: skip
    from dateline._cli.picture import count_and_show

    count_and_show(folder, chosen(form), plot, {"type": type_, **asked})


@click.command()
@with_options(in_store, *form_options)
@click.option("--actor", metavar="WHO", help="Only of this country (RUS, Russia), or with this in the name.")
@click.option("--place", metavar="PLACE", help="Only there: a country with all its places, or one place.")
def ledger(folder: str, form: str | None, actor: str | None, place: str | None) -> None:
    """Who has what where since when, and on whose word; open ends stay open (docs/ledger.md)."""
    from dateline._cli.picture import show_ledger

    show_ledger(folder, chosen(form), actor, place)


@click.command()
@click.argument("name", metavar="[INCIDENT]", required=False)
@with_options(in_store, *form_options[:2])
@click.option("--rule", metavar="NAME", help="Answer by this rule instead of the one stored.")
@click.option(
    "--vague", metavar="FILE", help="Take words for numbers as this table says (docs/disagreement.md)."
)
@click.option(
    "--question", metavar="NAME", help="Only this: killed, injured, who, whom, where, when, happened …"
)
@click.option("--disputed", is_flag=True, help="Only where the sources contradict each other.")
def answers(name: str | None, folder: str, form: str | None, **asked: object) -> None:
    """What sources answer to each question about an incident, side by side, and one answer by a named rule.

    INCIDENT is the beginning of an incident's id; without it all are shown. Rules: latest-of-closest, ucdp,
    lowest-credible, median-of-origins, summary (docs/disagreement.md).
    """
    from dateline._cli.picture_answers import show_answers

    show_answers(name, folder, chosen(form), **asked)  # type: ignore[arg-type] # click gives what is asked for


COMMANDS = (answers, count, ledger)
