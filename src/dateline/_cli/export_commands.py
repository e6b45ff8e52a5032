"""`dateline export`: a part of a store, in a format that others' tools open."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.errors import UserError

if TYPE_CHECKING:
    from dateline.keep import Snapshot
    from dateline.publish.chosen import Chosen

FORMATS = (
    "polecat", "icews", "gdelt", "gdelt-mentions", "ucdp", "acled",
    "csv", "parquet", "arrow", "geojson", "sqlite", "ftm", "prov",
)  # fmt: skip


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("query", metavar="[QUERY]...", nargs=-1)
@click.option("--store", "folder", metavar="DIR", required=True, help="The store that is read.")
@click.option("--out", metavar="FILE", required=True, help="The file to write; one of that name is replaced.")
@click.option("--incident", metavar="ID", help="Only this incident.")
@click.option(
    "--unit", type=click.Choice(("events", "incidents")), help="What a row is, where it may be either."
)
def export_command(
    form: str, query: tuple[str, ...], folder: str, out: str, incident: str | None, unit: str | None
) -> None:
    r"""Write events or incidents of a store in FORMAT, all of them or those that QUERY finds.

    \b
    polecat, icews, gdelt     events in the columns of other projects' data
    gdelt-mentions            where each event of `gdelt` is told
    ucdp, acled               incidents, likewise
    csv, parquet, arrow       dateline's own columns
    geojson                   points for a map
    sqlite                    a database for Datasette and others
    ftm                       FollowTheMoney entities
    prov                      where one incident (--incident ID) is known from

    QUERY is as in `dateline find`. docs/codebook has a page for each format. Nothing is written where a
    text differs from its report.
    """
    from dateline.keep import open_store
    from dateline.publish.export import export

    if not Path(folder).is_dir():
        raise UserError(f"{folder}: there is no store; make one with `dateline add … --store {folder}`")
    with open_store(folder).current() as snapshot:
        exported = export(_chosen(snapshot, query, incident), form, Path(out), unit)
    click.echo(f"{out}: {exported.rows} {exported.unit if form != 'ftm' else 'entities'}", err=True)
    for reason, count in exported.left_out.items():
        click.echo(f"left out: {count} {reason}", err=True)


def _chosen(snapshot: Snapshot, query: tuple[str, ...], incident: str | None) -> Chosen:
    """What the query finds, within the incident that was named."""
    from dateline.publish.chosen import chosen

    found = None
    if incident:
        rows = snapshot.rows("SELECT event_id FROM incident_events WHERE incident_id = ?", [incident])
        if not rows:
            raise UserError(f"no incident {incident} in this store; `dateline find` lists them")
        found = {row["event_id"] for row in rows}
    return chosen(snapshot, found)
