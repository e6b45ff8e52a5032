"""`dateline desk`: the store's pages, running or as a site of files."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

from typing import Any

import click

from dateline._cli.options import knowledge, with_options


@click.command()
@click.argument("store", metavar="STORE")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; beyond this machine with a password only.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free one."
)
@click.option(
    "--name", "names", multiple=True, help="A further host name that the desk answers to. May be repeated."
)
@click.option(
    "--password-file", metavar="FILE", help="A file whose first line is the password; else DATELINE_PASSWORD."
)
@click.option(
    "--export",
    "site",
    metavar="DIR",
    help="Write the pages into DIR instead, as a site that needs no server.",
)
@click.option(
    "--gold",
    "gold_folder",
    metavar="DIR",
    help="Write what people have decided into DIR instead, as annotated reports.",
)
@click.option("--allow-private", "private", is_flag=True, help="Let addresses of the local network be added.")
@with_options(*knowledge[:3])
def desk(
    store: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    password_file: str | None,
    site: str | None,
    gold_folder: str | None,
    **options: Any,  # noqa: ANN401
) -> None:
    """Read, doubt and decide: a store's incidents as pages for a browser.

    Prints the address to open. It works without a network and asks nothing of any other machine.
    """
    from dateline._cli.desk import password_in, run_desk
    from dateline.config import Settings
    from dateline.serve import Place

    place = Place(host=host, port=port, password=password_in(password_file), names=names)
    run_desk(store, place=place, site=site, gold_folder=gold_folder, settings=Settings(**options))
