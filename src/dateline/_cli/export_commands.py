"""`dateline export`: a part of a store, in a format that others' tools open."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

from pathlib import Path

import click

from dateline._cli.store_commands import in_store

FORMATS = (
    "polecat", "icews", "gdelt", "gdelt-mentions", "ucdp", "acled",
    "csv", "parquet", "arrow", "geojson", "sqlite", "ftm", "prov",
)  # fmt: skip


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("query", metavar="[WORD...]", nargs=-1)
@in_store
@click.option("--out", metavar="FILE", required=True, help="The file to write; one of that name is replaced.")
@click.option("--incident", metavar="ID", help="Only this incident; the beginning of its id is enough.")
@click.option(
    "--unit", type=click.Choice(("events", "incidents")), help="What a row is, where either may be."
)
@click.option("--rule", metavar="NAME", help="The rule that settles how many died: ucdp, lowest-credible, …")
@click.option("--every-version", is_flag=True, help="Of changed pages the earlier versions, too.")
def export_command(
    form: str,
    query: tuple[str, ...],
    folder: str,
    out: str,
    incident: str | None,
    unit: str | None,
    rule: str | None,
    *,
    every_version: bool,
) -> None:
    """Write events or incidents of a store in FORMAT: all, or those that are found.

    WORDs are as in `dateline find`. docs/codebook has a page for each format. Nothing is written where a
    text differs from its report.

    \b
    polecat, icews, gdelt     events in the columns of other projects' data
    gdelt-mentions            where each event of `gdelt` is told
    ucdp, acled               incidents, likewise
    csv, parquet, arrow       dateline's own columns
    geojson                   points for a map
    sqlite                    a database for Datasette and others
    ftm                       FollowTheMoney entities
    prov                      from what one incident (--incident ID) is known
    """  # noqa: D301 - click keeps the lines below its \b as they are
    from dateline._cli.run import tell
    from dateline._cli.store_show import resolve
    from dateline.api import open_store
    from dateline.publish.chosen import found
    from dateline.publish.export import export

    with open_store(folder).current() as snapshot:
        asked = " ".join(query)
        if incident:
            asked += f" incident:{resolve(incident, snapshot, ('incident',))[1]}"
        chosen = found(snapshot, asked, every_version=every_version)
        exported = export(chosen, form, Path(out), unit, rule)
    tell(f"{out}: {exported.rows:,} {exported.counted}")
    for reason, count in exported.left_out.items():
        tell(f"left out: {count:,} {reason}")
