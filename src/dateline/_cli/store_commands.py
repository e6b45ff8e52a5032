"""The commands of the store: options, and the calls behind them."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import sys
from typing import Any

import click

from dateline._cli.options import anywhere, files, knowledge, one_report, paths, with_options
from dateline.config import Settings

FORMATS = ("table", "json", "csv")
RULES = knowledge[:3]
"""What reports are read by; a store keeps every event, however unsure."""
in_store = click.option(
    "--store", "folder", metavar="DIR", envvar="DATELINE_STORE", required=True,
    help="The store; the environment variable DATELINE_STORE names it as well.",
)  # fmt: skip
form_options = (
    click.option("--format", "form", type=click.Choice(FORMATS), help="Table on a terminal, else json."),
    click.option("--json", "form", flag_value="json", help="The same as --format json."),
    click.option("--csv", "form", flag_value="csv", help="The same as --format csv."),
)
"""How rows are written."""


def chosen(form: str | None) -> str:
    """The form asked for; else a table on a terminal and JSON lines in a pipe."""
    return form or ("table" if sys.stdout.isatty() else "json")


@click.command()
@with_options(paths, in_store, *one_report, *files, *anywhere, *RULES)
@click.option("--failed", metavar="FILE", help="List what was set aside in FILE, which can be read again.")
@click.option("--json", "as_json", is_flag=True, help="What was done as a JSON object, as when piped.")
def add(
    paths: tuple[str, ...],
    folder: str,
    failed: str | None,
    *,
    as_json: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Read reports and keep them in a store, with their events and incidents.

    PATH is whatever `dateline read` reads. What is in the store already is passed over; a page that has
    changed is kept as a later version. A run that was cut off goes on where it stood.
    """
    from dateline._cli.run import finish
    from dateline._cli.store_add import add_reports

    as_json = as_json or not sys.stdout.isatty()
    finish(add_reports(paths, Settings(**options), folder, failed, as_json=as_json))


@click.command()
@with_options(in_store, *RULES)
@click.option("--json", "as_json", is_flag=True, help="What was done as a JSON object, as when piped.")
def recode(
    folder: str, *, as_json: bool, actors: tuple[str, ...], ontology: str | None, lexicon: tuple[str, ...]
) -> None:
    """Read all reports of a store anew: by a newer dateline, or by other rules.

    What was read before stays beside it (`dateline diff`). Needed before `dateline add` by other rules.
    """
    from dateline._cli.run import finish
    from dateline._cli.store_add import recode_reports

    settings = Settings(actors=actors, ontology=ontology, lexicon=lexicon)
    finish(recode_reports(folder, settings, as_json=as_json or not sys.stdout.isatty()))


@click.command()
@click.argument("query", metavar="[WORD...]", nargs=-1)
@with_options(in_store, *form_options)
@click.option("--limit", type=click.IntRange(min=1), help="Show so many events at most.")
@click.option("--every-version", is_flag=True, help="Of changed pages the earlier versions, too.")
def find(
    query: tuple[str, ...], folder: str, form: str | None, limit: int | None, *, every_version: bool
) -> None:
    """Find events: who:RUS what:RETREAT where:Syria since:2016-03 (docs/store.md).

    All words must hold; key:a,b is either; -key:a is not; a word without a key stands in the sentence. Keys:
    who whom what where since until status source said_by report incident.
    """
    from dateline._cli.store_read import find_events

    find_events(" ".join(query), folder, chosen(form), limit, every_version=every_version)


@click.command()
@click.argument("name", metavar="ID")
@with_options(in_store)
@click.option("--json", "as_json", is_flag=True, help="All that is stored of it as a JSON object.")
def show(name: str, folder: str, *, as_json: bool) -> None:
    """An event, a report or an incident, whole; the beginning of its id is enough."""
    from dateline._cli.store_show import show_one

    show_one(name, folder, as_json=as_json or not sys.stdout.isatty())


@click.command()
@click.argument("query")
@with_options(in_store, *form_options)
def sql(query: str, folder: str, form: str | None) -> None:
    """Ask the store in SQL (DuckDB's), which can only read. The tables are in docs/store.md."""
    from dateline._cli.store_read import run_sql

    run_sql(query, folder, chosen(form))


@click.command()
@with_options(in_store)
def rebuild(folder: str) -> None:
    """Check every file of a store, and make its incidents and its snapshot anew."""
    from dateline._cli.store_add import rebuild_store

    rebuild_store(folder)


@click.command()
@with_options(in_store, *form_options)
def generations(folder: str, form: str | None) -> None:
    """What has read the reports of a store: each coder that did, the newest last."""
    from dateline._cli.store_diff import list_generations

    list_generations(folder, chosen(form))


@click.command()
@click.argument("before", required=False)
@click.argument("after", required=False)
@with_options(in_store, *form_options)
def diff(before: str | None, after: str | None, folder: str, form: str | None) -> None:
    """What two generations say otherwise; without names, the one before the current and that.

    BEFORE and AFTER are beginnings of the names that `dateline generations` lists. What is counted by kind
    goes to standard error. Ends with 0 whether or not anything differs.
    """
    from dateline._cli.store_diff import show_changes

    show_changes(before, after, folder, chosen(form))


@click.command()
@click.argument("action", type=click.Choice(("accept", "reject", "correct", "merge", "split", "undo")))
@click.argument("name", metavar="ID")
@click.argument("other", required=False)
@with_options(in_store)
@click.option("--reviewer", envvar="DATELINE_REVIEWER", required=True, help="Who decides.")
@click.option("--reason", help="Why.")
@click.option("--field", help="What to correct: a name of the record, such as type or actors.")
@click.option("--value", help="What it should be, in JSON; what is no JSON is taken as text.")
def judge(action: str, name: str, other: str | None, folder: str, **said: str | None) -> None:
    """Decide about an event or an incident; nothing is overwritten, and undo takes a decision back.

    accept, reject ID: of an event or incident. correct EVENT --field type --value ASSAULT. merge INCIDENT
    OTHER: two are one. split INCIDENT EVENT: the event is none of it. undo JUDGEMENT: by its id.
    """
    from dateline._cli.store_judge import decide

    decide(action, name, other, folder, said)


COMMANDS = (add, find, show, sql, diff, judge, recode, generations, rebuild)
"""In the order in which one meets them."""
